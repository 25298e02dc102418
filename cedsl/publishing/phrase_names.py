"""What the reader is told instead of a declared name: its title, in the form that the sentence needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum, unique
from fractions import Fraction
from typing import assert_never

from cedsl.lean import dataclass
from cedsl.model.ruleset import Category, Choice, Field, Ruleset
from cedsl.publishing.phrase_words import capital, counted, day_written, mentioned, quoted, quoted_once, titles_listed
from cedsl.publishing.tongue import figures, say, say_as
from cedsl.quantity import HOUR, TIME
from cedsl.records.activity import Value
from cedsl.records.schema import AmountType, ChoiceType, DayType, FieldType, YesNoType

CHOICE_FIELDS = ("mode", "role", "kind")
NAMED_FIELDS = (*CHOICE_FIELDS, "provider", "course")
"""Fields whose names follow the noun at once, after a preposition of their own."""

DATE_WORDS = frozenset({"date", "day", "birthday", "fecha", "día", "jour"})
"""By which a title says that it is about a day, whatever the author's language."""

LONGEST_NOUN = 3
"""Words of a title that can still stand before a noun of ours: `your “Renewal filed on” date`."""


def category_of(ruleset: Ruleset, name: str) -> Category | None:
    return next((each for each in ruleset.categories if each.name == name), None)


def category_title(ruleset: Ruleset, name: str) -> str:
    found = category_of(ruleset, name)
    return name if found is None else found.title or name


def category_titles(ruleset: Ruleset, names: Sequence[str]) -> list[str]:
    return [category_title(ruleset, name) for name in names]


def shared_pairs(ruleset: Ruleset) -> list[tuple[str, str]]:
    """The titles of every two categories that may count the same hour, each pair once, as declared."""
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for category in ruleset.categories:
        for other in category.shares_with:
            one, two = (titles_listed([category_title(ruleset, name)]) for name in (category.name, other))
            pairs.setdefault(frozenset((category.name, other)), (one, two))
    return list(pairs.values())


def choice_of(ruleset: Ruleset, field: str, name: str) -> Choice | None:
    return next((each for each in ruleset.choices if each.field == field and each.name == name), None)


def choice_title(ruleset: Ruleset, field: str, name: str) -> str | None:
    """The title that the author gave the choice; None where it has only its name."""
    found = choice_of(ruleset, field, name)
    if found is not None and found.title and found.title != name:
        return mentioned(found.title, name)
    found_field = field_of(ruleset, field)
    return None if found_field is None else _typed_title(found_field.type, name)


def choice_names(ruleset: Ruleset, field: str) -> tuple[str, ...]:
    """The values that a field of choices may have, by their names."""
    found = field_of(ruleset, field)
    typed = found.type.values if found is not None and isinstance(found.type, ChoiceType) else ()
    return (*(each.name for each in ruleset.choices if each.field == field), *typed)


def _typed_title(type_: FieldType | None, name: str) -> str | None:
    match type_:
        case ChoiceType(values=values, titles=titles) if name in values and titles:
            title = titles[values.index(name)]
            return mentioned(title, name) if title and title != name else None
        case _:
            return None


def declared(fields: Sequence[Field], name: str) -> Field | None:
    return next((each for each in fields if each.name == name), None)


def field_of(ruleset: Ruleset, name: str) -> Field | None:
    """The declared field of activities, or the column of a reference table, which is read like one."""
    columns = (column for table in ruleset.tables for column in table.columns)
    return declared((*ruleset.fields, *columns), name)


def type_of(fields: Sequence[Field], name: str) -> FieldType | None:
    found = declared(fields, name)
    return None if found is None else found.type


def _own_title(field: Field | None) -> str | None:
    """The title that the author gave; None where it was made from the name."""
    if field is None or not field.title or field.title in {field.name, field.name.replace("-", " ")}:
        return None
    return mentioned(field.title, field.name)


def field_title(ruleset: Ruleset, name: str) -> str:
    """The title of a field of activities, else its name with spaces for hyphens."""
    return _own_title(field_of(ruleset, name)) or _built_in_title(name) or name.replace("-", " ")


def _built_in_title(name: str) -> str | None:
    """What a built-in field is called where the author gives it no title; None for a field of the author's."""
    match name:
        case "mode":
            return say_as("a field of an activity", "mode")
        case "role":
            return say_as("a field of an activity", "role")
        case "kind":
            return say_as("a field of an activity", "kind")
        case "provider":
            return say_as("a field of an activity", "provider")
        case "course":
            return say_as("a field of an activity", "course")
        case "title":
            return say_as("a field of an activity", "title")
        case "grade":
            return say_as("a field of an activity", "grade")
        case "score":
            return say_as("a field of an activity", "score")
        case "status":
            return say_as("a field of an activity", "status")
        case "evidence":
            return say_as("a field of an activity", "evidence")
        case "approved-on":
            return say_as("a field of an activity", "approval date")
        case "started":
            return say_as("a field of an activity", "start date")
        case "preparation":
            return say_as("a field of an activity", "preparation")
        case "breaks":
            return say_as("a field of an activity", "breaks")
        case "length":
            return say_as("a field of an activity", "length")
        case "date":
            return say_as("a field of an activity", "date")
        case _:
            return None


def fact_title(ruleset: Ruleset, name: str) -> str:
    """The title of a member fact, else its name with spaces for hyphens."""
    found = declared(ruleset.facts, name)
    return _own_title(found) or name.replace("-", " ")


def field_is_term(ruleset: Ruleset, name: str) -> bool:
    """Whether the field's title is quoted, for it may be any clause: `“Day on which it expires” is ...`.

    A title that begins small, or the bare name, is a noun of our sentence: `whose grade is ...`.
    """
    found = field_of(ruleset, name)
    own = _own_title(found)
    if own is None and _built_in_title(name) is not None:
        return False
    title = own or name.replace("-", " ")
    is_day = found is not None and isinstance(found.type, DayType)
    return title[:1].isupper() or (is_day and not _has_date(title))


def field_mention(ruleset: Ruleset, name: str) -> str:
    """The field inside a sentence: `grade`, `“Number of pages”`."""
    title = field_title(ruleset, name)
    if field_is_term(ruleset, name):
        return term_quoted(title)
    return say_as("a field named in a sentence", "{title}", title=title)


def term_quoted(title: str) -> str:
    """The title as the page's list of words has it, in quotes."""
    return quoted(capital(title))


def fact_named(ruleset: Ruleset, name: str) -> str:
    """The member fact with its article: `the class`, `the “Filed on” date`, `the date under “...”`."""
    fact = _fact_words(ruleset, name)
    match fact.form:
        case Form.NOUN if may_be_plural(fact.title):
            return say_as("many of them", "the {fact}", fact=fact.title, quoted=quoted_once(fact.title))
        case Form.NOUN:
            return say("the {fact}", fact=fact.title)
        case Form.DATE:
            return say("the {title} date", title=fact.title)
        case Form.CLAUSE:
            return say("the date under {title}", title=fact.title)
        case _:
            assert_never(fact.form)


def fact_phrase(ruleset: Ruleset, name: str) -> str:
    """The member fact as the member's own: `your class`, `the date under “Employed again, after leave, on”`."""
    fact = _fact_words(ruleset, name)
    match fact.form:
        case Form.NOUN if may_be_plural(fact.title):
            return say_as("many of them", "your {fact}", fact=fact.title, quoted=quoted_once(fact.title))
        case Form.NOUN:
            return say("your {fact}", fact=fact.title)
        case Form.DATE:
            return say("your {title} date", title=fact.title)
        case Form.CLAUSE:
            return say("the date under {title}", title=fact.title)
        case _:
            assert_never(fact.form)


def may_be_plural(title: str) -> bool:
    """Whether a word of the title ends as a plural does in any language of the pages, so that another word before it
    may have to agree.
    """
    return any(word.strip("“”«»").lower().endswith(("s", "x")) for word in title.split())


@unique
class Form(Enum):
    """How a title stands in a sentence: as its noun, before "date", or after "date under"."""

    NOUN = "noun"
    DATE = "date"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class FactWords:
    """The title of a member fact as the sentence has it, in quotes or not."""

    form: Form
    title: str


def _fact_words(ruleset: Ruleset, name: str) -> FactWords:
    title, type_ = fact_title(ruleset, name), type_of(ruleset.facts, name)
    if not isinstance(type_, DayType):
        return FactWords(Form.NOUN, term_quoted(title) if title[:1].isupper() else title)
    if fact_is_clause(ruleset, name):
        return FactWords(Form.CLAUSE, term_quoted(title))
    if _has_date(title):
        shown = title[:1].lower() + title[1:] if _is_noun(title) else term_quoted(title)
        return FactWords(Form.NOUN, shown)
    hangs = title.lower().split()[-1:] in (["on"], ["since"], ["from"], ["until"])
    return FactWords(Form.DATE, term_quoted(title) if hangs or title[:1].isupper() else title)


def fact_is_clause(ruleset: Ruleset, name: str) -> bool:
    """Whether the title of a date is too much of a sentence to stand before "date"."""
    title = fact_title(ruleset, name)
    is_long = len(title.split()) > LONGEST_NOUN or "," in title
    return isinstance(type_of(ruleset.facts, name), DayType) and title[:1].isupper() and is_long


def _is_noun(title: str) -> bool:
    """Whether a title about a date begins or ends as a noun does: `Application date`, `Date of birth`."""
    words = title.lower().split()
    plain = not title[1:2].isupper() and not DATE_WORDS.isdisjoint((words[0], words[-1]))
    return title[:1].islower() or plain


def _has_date(title: str) -> bool:
    return not DATE_WORDS.isdisjoint(title.lower().split())


def is_yes_no(fields: Sequence[Field], name: str) -> bool:
    return isinstance(type_of(fields, name), YesNoType)


def value_written(ruleset: Ruleset, value: Value, field: Field | None) -> str:
    """A value as a reader meets it: the choice's title, a text in quotes, a date in words."""
    shown = value_bare(ruleset, value, field)
    return quoted(shown) if isinstance(value, str) and is_free_text(ruleset, value, field) else shown


def value_bare(ruleset: Ruleset, value: Value, field: Field | None) -> str:
    """The same without the quotes around a text, as a table shows it."""
    match value:
        case bool():
            return say("yes") if value else say("no")
        case Fraction():
            of_time = field is not None and isinstance(field.type, AmountType)
            return time_written(ruleset, value) if of_time else figures(value)
        case date():
            return day_written(value)
        case str():
            return _value_title(ruleset, value, field) or value


def table_title(ruleset: Ruleset, name: str) -> str:
    """The title of a reference table, in quotes; its name where it has none."""
    found = next((each for each in ruleset.tables if each.name == name), None)
    return quoted(name if found is None else found.title or name)


def time_written(ruleset: Ruleset, number: Fraction) -> str:
    """A field of time in the unit in which such fields are kept: the ruleset's if time, else hours."""
    return counted(number, ruleset.unit if ruleset.unit.dimension == TIME else ruleset.units[HOUR.name])


def is_free_text(ruleset: Ruleset, value: str, field: Field | None) -> bool:
    """Whether the text is no choice of a list, so that a sentence has it in quotes."""
    if field is None:
        return True
    is_choice = isinstance(field.type, ChoiceType) or field.name in CHOICE_FIELDS
    return not is_choice and _value_title(ruleset, value, field) is None


def _value_title(ruleset: Ruleset, value: str, field: Field | None) -> str | None:
    if field is None:
        return None
    return choice_title(ruleset, field.name, value) or _typed_title(field.type, value)

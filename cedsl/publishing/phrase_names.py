"""What the reader is told instead of a declared name: its title, in the form that the sentence needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from cedsl.model.ruleset import Category, Choice, Field, Ruleset
from cedsl.publishing.phrase_english import capital, day_written, mentioned, quoted, titles_listed
from cedsl.quantity import HOUR, TIME, counted_in, written
from cedsl.records.activity import Value
from cedsl.records.schema import AmountType, ChoiceType, DayType, FieldType, YesNoType

CHOICE_FIELDS = ("mode", "role", "kind")
PLAIN_TITLES = {"approved-on": "approval date", "started": "start date"}
"""What a built-in field is called where the author gives it no title, and its name is no noun."""

DATE_WORDS = frozenset({"date", "day", "birthday"})
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
    own = _own_title(field_of(ruleset, name))
    return own or PLAIN_TITLES.get(name) or name.replace("-", " ")


def fact_title(ruleset: Ruleset, name: str) -> str:
    """The title of a member fact, else its name with spaces for hyphens."""
    found = declared(ruleset.facts, name)
    return _own_title(found) or name.replace("-", " ")


def field_is_term(ruleset: Ruleset, name: str) -> bool:
    """Whether the field's title is quoted, for it may be any clause: `“Day on which it expires” is ...`.

    A title that begins small, or the bare name, is a noun of our sentence: `whose grade is ...`.
    """
    title, found = field_title(ruleset, name), field_of(ruleset, name)
    is_day = found is not None and isinstance(found.type, DayType)
    return title[:1].isupper() or (is_day and not _has_date(title))


def field_mention(ruleset: Ruleset, name: str) -> str:
    """The field inside a sentence: `grade`, `“Number of pages”`."""
    title = field_title(ruleset, name)
    return term_quoted(title) if field_is_term(ruleset, name) else title


def term_quoted(title: str) -> str:
    """The title as the page's list of words has it, in quotes."""
    return quoted(capital(title))


def fact_mention(ruleset: Ruleset, name: str) -> str:
    """The member fact after "the": `class`, `date of certification`, `“Filed on” date`, `date under “...”`."""
    title, type_ = fact_title(ruleset, name), type_of(ruleset.facts, name)
    if not isinstance(type_, DayType):
        return term_quoted(title) if title[:1].isupper() else title
    if fact_is_clause(ruleset, name):
        return f"date under {term_quoted(title)}"
    if _has_date(title):
        return title[:1].lower() + title[1:] if _is_noun(title) else term_quoted(title)
    hangs = title.lower().split()[-1:] in (["on"], ["since"], ["from"], ["until"])
    return f"{term_quoted(title) if hangs or title[:1].isupper() else title} date"


def fact_phrase(ruleset: Ruleset, name: str) -> str:
    """The member fact as the member's own: `your class`, `the date under “Employed again, after leave, on”`."""
    return f"{'the' if fact_is_clause(ruleset, name) else 'your'} {fact_mention(ruleset, name)}"


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
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            of_time = field is not None and isinstance(field.type, AmountType)
            return time_written(ruleset, value) if of_time else written(value)
        case date():
            return day_written(value)
        case str():
            return _text_written(ruleset, value, field)


def table_title(ruleset: Ruleset, name: str) -> str:
    """The title of a reference table, in quotes; its name where it has none."""
    found = next((each for each in ruleset.tables if each.name == name), None)
    return quoted(name if found is None else found.title or name)


def time_written(ruleset: Ruleset, number: Fraction) -> str:
    """A field of time in the unit in which such fields are kept: the ruleset's if time, else hours."""
    return counted_in(number, ruleset.unit if ruleset.unit.dimension == TIME else ruleset.units[HOUR.name])


def _text_written(ruleset: Ruleset, value: str, field: Field | None) -> str:
    if field is None:
        return quoted(value)
    title = choice_title(ruleset, field.name, value) or _typed_title(field.type, value)
    if title is not None:
        return title
    is_choice = isinstance(field.type, ChoiceType) or field.name in CHOICE_FIELDS
    return value if is_choice else quoted(value)

"""What the reader is told instead of a declared name: its title, in the form that the sentence needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from cedsl.model.ruleset import Category, Choice, Field, Ruleset
from cedsl.publishing.phrase_english import capital, day_written, quoted
from cedsl.quantity import counted_in, written
from cedsl.records.activity import Value
from cedsl.records.schema import AmountType, ChoiceType, DayType, FieldType, YesNoType

CHOICE_FIELDS = ("mode", "role", "kind")


def category_of(ruleset: Ruleset, name: str) -> Category | None:
    return next((each for each in ruleset.categories if each.name == name), None)


def category_title(ruleset: Ruleset, name: str) -> str:
    found = category_of(ruleset, name)
    return name if found is None else found.title or name


def category_titles(ruleset: Ruleset, names: Sequence[str]) -> list[str]:
    return [category_title(ruleset, name) for name in names]


def choice_of(ruleset: Ruleset, field: str, name: str) -> Choice | None:
    return next((each for each in ruleset.choices if each.field == field and each.name == name), None)


def choice_title(ruleset: Ruleset, field: str, name: str) -> str | None:
    """The title that the author gave the choice; None where it has only its name."""
    found = choice_of(ruleset, field, name)
    if found is not None and found.title and found.title != name:
        return found.title
    return _typed_title(type_of(ruleset.fields, field), name)


def _typed_title(type_: FieldType | None, name: str) -> str | None:
    match type_:
        case ChoiceType(values=values, titles=titles) if name in values and titles:
            title = titles[values.index(name)]
            return title if title and title != name else None
        case _:
            return None


def declared(fields: Sequence[Field], name: str) -> Field | None:
    return next((each for each in fields if each.name == name), None)


def type_of(fields: Sequence[Field], name: str) -> FieldType | None:
    found = declared(fields, name)
    return None if found is None else found.type


def _has_title(field: Field | None) -> bool:
    return field is not None and bool(field.title) and field.title != field.name


def field_title(ruleset: Ruleset, name: str) -> str:
    """The title of a field of activities, else its name with spaces for hyphens."""
    found = declared(ruleset.fields, name)
    return found.title if found is not None and _has_title(found) else name.replace("-", " ")


def fact_title(ruleset: Ruleset, name: str) -> str:
    """The title of a member fact, else its name; a nameless day is told to be one ("certified-on date")."""
    found = declared(ruleset.facts, name)
    if found is None or _has_title(found):
        return name.replace("-", " ") if found is None else found.title
    if isinstance(found.type, DayType) and not name.endswith(("date", "day")):
        return f"{name} date"
    return name.replace("-", " ")


def is_yes_no(fields: Sequence[Field], name: str) -> bool:
    return isinstance(type_of(fields, name), YesNoType)


def value_written(ruleset: Ruleset, value: Value, field: Field | None) -> str:
    """A value as a reader meets it: the choice's title, a text in quotes, a date in words."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            of_time = field is not None and isinstance(field.type, AmountType)
            return counted_in(value, ruleset.unit) if of_time else written(value)
        case date():
            return day_written(value)
        case str():
            return _text_written(ruleset, value, field)


def _text_written(ruleset: Ruleset, value: str, field: Field | None) -> str:
    if field is None:
        return quoted(value)
    title = choice_title(ruleset, field.name, value) or _typed_title(field.type, value)
    if title is not None:
        return title
    is_choice = isinstance(field.type, ChoiceType) or field.name in CHOICE_FIELDS
    return value if is_choice else quoted(value)


def label_written(title: str) -> str:
    """A title at the head of a line."""
    return capital(title)

"""A cell of a declared type: choices, numbers, days, yes or no, times, text."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache

from cedsl.diagnostic import did_you_mean
from cedsl.lean import dataclass
from cedsl.quantity import HOUR, TIME
from cedsl.records.activity import Value
from cedsl.records.amounts import AmountManner, Claim, Units, every_spelling, minutes_in, read_amount
from cedsl.records.days import Orders, read_day
from cedsl.records.folding import folded
from cedsl.records.numerals import Mark, read_number
from cedsl.records.remark import OTHER_RULES, Reading, held, noted, plain, quoted
from cedsl.records.schema import (
    AmountType,
    ChoiceType,
    DayType,
    FieldType,
    NumberType,
    Schema,
    TextType,
    YesNoType,
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one column writes its cells, decided from all of them.

    In a column of times, `unit` is the unit of the value and `bare` that of a bare number. `guess` is off
    in a column of very many different words, where looking for near ones would take longer than it helps.
    `elsewhere` are values that only other rules know, folded. `per_cent`: every cell ends with `%`.
    """

    mark: Mark = Mark.UNPROVEN
    orders: Orders = field(default_factory=Orders)
    unit: str = HOUR.name
    bare: str = HOUR.name
    guess: bool = True
    elsewhere: frozenset[str] = frozenset()
    per_cent: bool = False


def parse_value(text: str, field_type: FieldType, schema: Schema) -> Value | None:
    """The one value that the text plainly means, or None when it is blank, unreadable or doubtful."""
    text = text.strip()
    if not text:
        return None
    units = every_spelling(schema.units)
    unit = unit_of_times(schema, units)
    reading = read_value(text, field_type, Manner(unit=unit, bare=unit), units)
    return None if reading.is_held() else reading.values[0]


def unit_of_times(schema: Schema, units: Units) -> str:
    """The unit in which a field of times is given: the ruleset's own where that is time, else the hour."""
    is_time = schema.unit in units.by_name and units.by_name[schema.unit].dimension == TIME
    return schema.unit if is_time else HOUR.name


def read_value(text: str, field_type: FieldType, manner: Manner, units: Units) -> Reading[Value | None]:
    """What a cell that is not blank says; None among the readings is "as if it were blank"."""
    match field_type:
        case TextType():
            return plain(text)
        case ChoiceType():
            return _choice(text, field_type, manner)
        case DayType():
            return read_day(text, manner.orders).mapped(lambda day: day)
        case YesNoType():
            return _yes_or_no(text)
        case NumberType():
            return _number(text, manner)
        case AmountType():
            return _time(text, manner, units)


def _choice(text: str, choice: ChoiceType, manner: Manner) -> Reading[Value | None]:
    if text in choice.values:
        return plain(text)
    value = _spellings(choice).get(folded(text))
    if value is not None:
        return plain(value)
    if folded(text) in manner.elsewhere:
        return noted(None, OTHER_RULES, f"only other rules know the value {quoted(text)}")
    sentence = f"{quoted(text)} is none of the declared choices"
    nearest = did_you_mean(text, (*choice.values, *choice.titles)) if manner.guess else None
    readings = (*choice.values, None)
    return held(readings, "unknown-choice", f"{sentence}; {nearest}" if nearest else sentence)


@lru_cache(maxsize=256)
def _spellings(choice: ChoiceType) -> dict[str, str | None]:
    """Each folded value, then each folded title; None where two values share one."""
    spellings: dict[str, str | None] = {}
    for value in choice.values:
        spellings[folded(value)] = None if folded(value) in spellings else value
    for value, title in zip(choice.values, choice.titles, strict=False):
        spellings.setdefault(folded(title), value)
    return spellings


_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


def _yes_or_no(text: str) -> Reading[Value | None]:
    word = folded(text)
    if word in _YES or word in _NO:
        return plain(word in _YES)
    return held((True, False), "unreadable-yes-no", f"{quoted(text)} is neither yes nor no")


def _number(text: str, manner: Manner) -> Reading[Value | None]:
    below = text.startswith(("-", "\u2212"))
    bare = text.removesuffix("%").rstrip()
    reading = read_number(bare[1:] if below else bare, manner.mark)
    if reading is None:
        return held((None,), "unreadable-number", f"{quoted(text)} cannot be read as a number")
    signed: Reading[Value | None] = reading.mapped(lambda number: -number if below else number)
    if bare != text and not manner.per_cent and not signed.is_held():
        return noted(signed.values[0], "per-cent", f"{quoted(text)} was read as {bare}")
    return signed


def _time(text: str, manner: Manner, units: Units) -> Reading[Value | None]:
    amounts = AmountManner(manner.bare, manner.mark, any_dimension=False)
    reading = read_amount(text, amounts, units)
    size = units.by_name[manner.unit].size

    def in_unit(claim: Claim) -> Value | None:
        minutes = None if claim.amount is None else minutes_in(claim.amount, units)
        return None if minutes is None else minutes / size

    return reading.mapped(in_unit)

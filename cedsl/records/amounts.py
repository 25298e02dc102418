"""Amounts of credit or time as people write them: `1.5`, `90 min`, `1h 30m`, `1:30`, `0.15 CEU`.

`1:30` and `1h 30m` are clock time, hours of 60 minutes, whatever the ruleset's own hour is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, unique
from fractions import Fraction

from cedsl.lean import dataclass, regex
from cedsl.quantity import HOUR, MINUTE, TIME, Amount, Unit, written
from cedsl.records.folding import folded_heading
from cedsl.records.numerals import Mark, read_number, third_near
from cedsl.records.remark import OTHER_RULES, Reading, held, noted, plain, quoted


@dataclass(frozen=True, slots=True)
class Claim:
    """The amount that a record states; `unbounded` where it states one that nobody can read."""

    amount: Amount | None
    unbounded: bool = False


@unique
class Thirds(Enum):
    """What 0.33 and 0.67 are: decimals like others, thirds, or one of the two, which a person must settle."""

    DECIMALS = "decimals"
    THIRDS = "thirds"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class AmountManner:
    """How one column writes amounts: the unit of a bare number, whether a cell may name another
    dimension than that, the decimal mark, and what 0.33 is.
    """

    bare: str
    mark: Mark
    any_dimension: bool = True
    thirds: Thirds = Thirds.DECIMALS


@dataclass(frozen=True, slots=True)
class Units:
    """Every known unit by name, and every way of writing one, folded; `elsewhere` are words of other rules. `worthless`
    are known units of which the rules do not say what they come to.
    """

    by_name: Mapping[str, Unit]
    by_word: Mapping[str, str]
    elsewhere: frozenset[str] = frozenset()
    worthless: frozenset[str] = frozenset()

    def named(self, word: str) -> str | None:
        return self.by_word.get(folded_heading(word))

    def unlike(self, one: str, other: str) -> bool:
        """The two do not convert into one another."""
        return self.by_name[one].dimension != self.by_name[other].dimension


def every_spelling(
    units: Mapping[str, Unit], elsewhere: frozenset[str] = frozenset(), worthless: frozenset[str] = frozenset()
) -> Units:
    """Time is always known: hours of 60 minutes and minutes, unless the ruleset names its own."""
    known = {unit.name: unit for unit in (MINUTE, HOUR)} | dict(units)
    words: dict[str, str] = {}
    for unit in known.values():
        for word in unit.words():
            words.setdefault(folded_heading(word), unit.name)
    for name, also in _ALSO.items():
        for word in also if name in known else ():
            words.setdefault(folded_heading(word), name)
    words.pop("", None)
    return Units(known, words, elsewhere, worthless)


_ALSO = {
    MINUTE.name: ("m",),
    HOUR.name: ("clock hour", "clock hours", "clock hrs", "contact hour", "contact hours", "contact hrs"),
    "semester-hour": ("sem hr", "sem hrs", "sem hour", "sem hours", "semester hr", "semester hrs"),
    "quarter-hour": ("qtr hr", "qtr hrs", "qtr hour", "qtr hours", "quarter hr", "quarter hrs"),
}
"""How records write units besides what rules may write."""


def read_amount(text: str, manner: AmountManner, units: Units) -> Reading[Claim]:
    """The amount in a cell that is not blank; held without bound where nobody can read it."""
    if manner.bare not in units.by_name:
        return _in_words(text, manner, units)
    reading = _amount(text, manner, units)
    if reading is None:
        return _unreadable(text, units)
    amount = reading.values[0].amount
    if amount is None or manner.any_dimension or not units.unlike(amount.unit, manner.bare):
        return reading
    sentence = f"the amount should be in {units.by_name[manner.bare].plural}, the cell says {quoted(text)}"
    return held(reading.values, "unit-differs", sentence)


def _in_words(text: str, manner: AmountManner, units: Units) -> Reading[Claim]:
    """The same where the unit of a bare number is a word for one: a bare number is read as if the cell said it."""
    named = units.named(manner.bare)
    if named is not None:
        return read_amount(text, replace(manner, bare=named), units)
    whole = text if read_number(text, manner.mark) is None else f"{text} {manner.bare}"
    return read_amount(whole, replace(manner, bare=HOUR.name, any_dimension=True), units)


def _amount(text: str, manner: AmountManner, units: Units) -> Reading[Claim] | None:
    if len(text) > _LONGEST:
        return None
    if clock := _CLOCK.fullmatch(text):
        return _on_the_clock(text, clock, manner)
    if (length := _ISO_LENGTH.fullmatch(text)) and any(length.groups()):
        return plain(_minutes(_counted(length[1], 60) + _counted(length[2], 1) + _counted(length[3], Fraction(1, 60))))
    if (parts := _HOURS_AND_MINUTES.fullmatch(text)) and _names_clock(parts[2], parts[4], units):
        return plain(_minutes(Fraction(int(parts[1]) * 60 + int(parts[3]))))
    found = _WITH_UNIT.fullmatch(text)
    unit = manner.bare if found is None else units.named(found[2])
    digits = text if found is None else found[1]
    number = read_number(digits, manner.mark)
    if number is None or unit is None:
        return None
    if unit in units.worthless:
        return _worthless(text, "" if found is None else found[2], unit, units)
    if number.remark is None and unit != MINUTE.name:
        number = _third(digits, number, manner.thirds)
    return number.mapped(lambda each: Claim(Amount(each, unit)))


def _third(digits: str, number: Reading[Fraction], thirds: Thirds) -> Reading[Fraction]:
    near = None if thirds is Thirds.DECIMALS else third_near(digits)
    if near is None:
        return number
    if thirds is Thirds.THIRDS:
        return plain(near)
    (exact,) = number.values
    part = "two thirds" if near.numerator % 3 == 2 else "a third"
    whole = f"{near.numerator // 3} and " if near >= 1 else ""
    question = f"is {quoted(digits.strip())} {whole}{part}, or exactly {written(exact)}?"
    return held((exact, near), "third-or-decimal", question)


def _worthless(text: str, word: str, unit: str, units: Units) -> Reading[Claim]:
    """An amount in a unit that has no worth under the rules: nobody can count it."""
    plural = units.by_name[unit].plural
    sentence = f"the rules do not say what {plural} come to, so nobody can count {quoted(text)}"
    return held((Claim(None, unbounded=True),), "unit-without-worth", sentence, word)


def _counted(digits: str | None, minutes: int | Fraction) -> Fraction:
    """A whole number or a decimal with a point, so many minutes each."""
    return Fraction(digits) * minutes if digits else Fraction(0)


_LONGEST = 60
_CLOCK = regex(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,9})?))?")
_ISO_LENGTH = regex(r"PT(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6}(?:\.[0-9]{1,9})?)S)?", re.IGNORECASE)
_HOURS_AND_MINUTES = regex(r"([0-9]{1,4})\s*([A-Za-z]+)\.?[\s,]*([0-9]{1,4})\s*([A-Za-z]*)\.?")
_WITH_UNIT = regex(r"([0-9.,½¼¾⅓⅔][0-9.,/½¼¾⅓⅔⁄ ]*)\s*([^\W\d_].*)")
_NEGATIVE = regex(r"\s*[-\u2212\u2013(]\s*[0-9.,]")


def _on_the_clock(text: str, clock: re.Match[str], manner: AmountManner) -> Reading[Claim]:
    minutes = int(clock[1]) * 60 + int(clock[2]) + _counted(clock[3], Fraction(1, 60))
    if manner.bare != MINUTE.name or clock[3]:
        return plain(_minutes(Fraction(minutes)))
    shorter = int(clock[1]) + Fraction(int(clock[2]), 60)
    ways = f"{clock[1]} h {clock[2]} min or {clock[1]} min {clock[2]} s"
    question = f"is {quoted(text)} in a column of minutes {ways}?"
    return held((_minutes(Fraction(minutes)), _minutes(shorter)), "ambiguous-amount", question)


def _minutes(number: Fraction) -> Claim:
    return Claim(Amount(number, MINUTE.name))


def _names_clock(first: str, second: str, units: Units) -> bool:
    return units.named(first) == HOUR.name and (second == "" or units.named(second) == MINUTE.name)


def in_other_unit(word: str) -> Reading[Claim]:
    """An amount in a unit that only other rules know: none, for these."""
    return noted(Claim(None), OTHER_RULES, f"{quoted(word)} is a unit of other rules, so no amount is stated here")


def _unreadable(text: str, units: Units) -> Reading[Claim]:
    sentence = f"{quoted(text)} cannot be read as an amount"
    reason, word = "unreadable-amount", ""
    if _NEGATIVE.match(text):
        reason, sentence = "negative-amount", f"the amount {quoted(text)} is less than nothing"
    elif len(text) <= _LONGEST and (found := _WITH_UNIT.fullmatch(text)) and units.named(found[2]) is None:
        if folded_heading(found[2]) in units.elsewhere:
            return in_other_unit(found[2])
        sentence = f"no unit is called {quoted(found[2])} (in {quoted(text)})"
        reason, word = "unknown-unit", found[2]
    return held((Claim(None, unbounded=True),), reason, sentence, word)


def minutes_in(amount: Amount, units: Units) -> Fraction | None:
    """The amount in minutes, or None when it is not time."""
    unit = units.by_name[amount.unit]
    return amount.number * unit.size if unit.dimension == TIME else None

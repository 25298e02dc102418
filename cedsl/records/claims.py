"""The amount that one row states, in one column or in several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.quantity import Amount
from cedsl.records.amounts import Claim, Units, in_other_unit, minutes_in
from cedsl.records.folding import folded_heading
from cedsl.records.layout import ActivityLayout, AmountColumn, DecisionLayout
from cedsl.records.manners import AmountReader
from cedsl.records.remark import Reading, held, plain, quoted
from cedsl.records.table import Heading, Row


@dataclass(frozen=True, slots=True)
class _Stated:
    heading: Heading
    text: str
    claim: Reading[Claim]


def read_claim(
    row: Row, layout: ActivityLayout | DecisionLayout, readers: Sequence[AmountReader], unit: str, units: Units
) -> Reading[Claim]:
    """The row's amount in its unit, or the ruleset's `unit`; no amount where all its cells are blank.

    Cells that agree state one amount; cells that do not are held, each alone and added up.
    """
    stated = list(_stated(row, layout, readers, unit, units))
    stated = [each for each in stated if not _is_nothing(each)] or stated[:1]
    match stated:
        case []:
            return plain(Claim(None))
        case [only]:
            return only.claim.at(only.heading.text, only.text)
        case _:
            return _several(stated, units)


def stated_unit(row: Row, layout: ActivityLayout | DecisionLayout, units: Units) -> str | None:
    """The unit that the row's own unit column names, if it names a known one."""
    return None if layout.unit is None else units.named(row.cell(layout.unit.index))


def _stated(
    row: Row, layout: ActivityLayout | DecisionLayout, readers: Sequence[AmountReader], unit: str, units: Units
) -> Iterator[_Stated]:
    word = "" if layout.unit is None else row.cell(layout.unit.index)
    named = stated_unit(row, layout, units)
    for column, read in zip(layout.amounts, readers, strict=True):
        text = row.cell(column.heading.index)
        if not text:
            continue
        if word and named is None:
            yield _Stated(layout.unit or column.heading, word, _unknown_unit(word, units))
            return
        claim = read(text, column.unit or named or unit, column.unit is not None or named is not None)
        if named is not None and column.unit is not None and named != column.unit:
            claim = _two_units(column, word, (claim, read(text, named, True)))
        yield _Stated(column.heading, text, claim)


def _unknown_unit(word: str, units: Units) -> Reading[Claim]:
    if folded_heading(word) in units.elsewhere:
        return in_other_unit(word)
    return held((Claim(None, unbounded=True),), "unknown-unit", f"no unit is called {quoted(word)}")


def _two_units(column: AmountColumn, word: str, claims: Sequence[Reading[Claim]]) -> Reading[Claim]:
    values = dict.fromkeys(value for claim in claims for value in claim.values)
    sentence = f"the column {quoted(column.heading.text)} and the unit {quoted(word)} do not agree"
    return held(tuple(values), "unit-differs", sentence)


def _is_nothing(stated: _Stated) -> bool:
    amount = stated.claim.values[0].amount
    return stated.claim.remark is None and amount is not None and amount.number == 0


def _several(stated: Sequence[_Stated], units: Units) -> Reading[Claim]:
    values = tuple(value for each in stated for value in each.claim.values)
    minutes = [_minutes(value, units) for value in values]
    if any(each.claim.is_held() for each in stated):
        first = next(each for each in stated if each.claim.is_held())
        return Reading(values, first.claim.remark).at(first.heading.text, first.text)
    if len(set(minutes)) == 1:
        return plain(values[0])
    total = Claim(Amount(sum(minutes, Fraction(0)), "minute"))
    words = " and ".join(f"{quoted(each.text)} in {quoted(each.heading.text)}" for each in stated)
    sentence = f"the row says {words}: which of them, or both together?"
    return held((*values, total), "amounts-differ", sentence).at(stated[0].heading.text, stated[0].text)


def _minutes(claim: Claim, units: Units) -> Fraction:
    """Columns of amounts that stand side by side are all times; an unreadable one is nothing here."""
    minutes = None if claim.amount is None else minutes_in(claim.amount, units)
    return Fraction(0) if minutes is None else minutes

"""Columns that say how much of an activity was in one category each, beside the amount or instead of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.quantity import Amount, counted_in
from cedsl.records.activity import Tag
from cedsl.records.amounts import Claim, Units
from cedsl.records.claims import stated_unit
from cedsl.records.folding import folded
from cedsl.records.layout import ActivityLayout
from cedsl.records.manners import AmountReader
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Reading, Remark
from cedsl.records.table import Row
from cedsl.records.tags import Tags
from cedsl.records.ways import every_way


@dataclass(frozen=True, slots=True)
class Whole:
    """What all rows share: the ruleset's unit, every unit, and whether the parts make up the whole amount."""

    unit: str
    units: Units
    complete: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """The amount of a row with its categories, in every way in which the two may be read together."""

    ways: tuple[tuple[Claim, Tags], ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A column's category and what it says: an amount, or that there was some of it."""

    category: str
    claim: Reading[Claim]


def with_parts(
    row: Row,
    layout: ActivityLayout,
    readers: Sequence[AmountReader],
    claim: Reading[Claim],
    tags: Reading[Tags],
    whole: Whole,
) -> Credit:
    """The row's amount and categories with what the columns of categories say.

    Where the row states no amount, it is the sum of its parts. Parts that come to more than the amount are held; so
    are parts that come to less, where they should make up the whole. Of ways that can be read variously, only those
    that add up are kept, if any does.
    """
    parts = list(_parts(row, layout, readers, whole))
    said = (claim.remark, tags.remark, *(part.claim.remark for part in parts))
    remarks = tuple(each for each in said if each is not None)
    found: list[tuple[Claim, Tags, Amount | None]] = []
    for own, named, claims in _together(claim, tags, parts):
        total = _sum(claims, whole.units)
        stated = _of_parts(claims, total) if own == Claim(None) and parts else own
        found.append((stated, _merged(named, parts, claims), total))
    fitting = [each for each in found if _fits(each[0].amount, each[2], whole)]
    if fitting or any(each.outcome is Outcome.HELD for each in remarks):
        return Credit(tuple((stated, merged) for stated, merged, _ in fitting or found), remarks)
    stated, merged, total = found[0]
    # Invariant: two amounts that do not fit were stated.
    assert stated.amount is not None
    assert total is not None
    return Credit(((stated, merged), (Claim(total), merged)), (_differ(stated.amount, total, whole), *remarks))


def _together(
    claim: Reading[Claim], tags: Reading[Tags], parts: Sequence[_Part]
) -> Iterator[tuple[Claim, Tags, tuple[Claim, ...]]]:
    amounts = every_way([claim.values, *(part.claim.values for part in parts)])
    for (stated, *claims), named in every_way([amounts, tags.values]):
        yield stated, named, tuple(claims)


def _of_parts(claims: Sequence[Claim], total: Amount | None) -> Claim:
    """The amount of a row that states none itself."""
    if any(each.unbounded for each in claims):
        return Claim(None, unbounded=True)
    return Claim(total)


_YES = frozenset(("x", "yes", "y", "true", "\u2713", "\u2714"))
_NO = frozenset(("no", "n", "false", "-", "\u2013", "\u2014", "n/a"))


def _parts(row: Row, layout: ActivityLayout, readers: Sequence[AmountReader], whole: Whole) -> Iterator[_Part]:
    stated = stated_unit(row, layout, whole.units)
    beside = layout.amounts[0].unit if layout.amounts else None
    for column, read in zip(layout.parts, readers, strict=True):
        text = row.cell(column.heading.index)
        if not text or folded(text) in _NO:
            continue
        if folded(text) in _YES:
            yield _Part(column.category, Reading((Claim(None),)))
            continue
        unit = column.unit or beside or stated or whole.unit
        claim = read(text, unit, False).at(column.heading.text, text)
        amount = claim.values[0].amount
        if claim.remark is None and amount is not None and amount.number == 0:
            continue
        yield _Part(column.category, claim)


def _merged(tags: Tags, parts: Sequence[_Part], claims: Sequence[Claim]) -> Tags:
    """A category with its own amount before the same category without one; else in the order written."""
    own = [Tag(part.category, claim.amount) for part, claim in zip(parts, claims, strict=True)]
    return tuple({tag.category: tag for tag in (*tags, *own)}.values())


def _sum(claims: Sequence[Claim], units: Units) -> Amount | None:
    """The parts added up in the unit of the first; None where one states no amount or they do not convert."""
    amounts = [claim.amount for claim in claims if claim.amount is not None]
    if not amounts or len(amounts) < len(claims):
        return None
    first = units.by_name[amounts[0].unit]
    if any(units.unlike(each.unit, first.name) for each in amounts):
        return None
    total = sum((each.number * units.by_name[each.unit].size for each in amounts), Fraction(0))
    return Amount(total / first.size, first.name)


def _fits(stated: Amount | None, total: Amount | None, whole: Whole) -> bool:
    """Whether the parts can be parts of the amount; what cannot be compared can."""
    if stated is None or total is None or whole.units.unlike(stated.unit, total.unit):
        return True
    units = whole.units.by_name
    amount, parts = stated.number * units[stated.unit].size, total.number * units[total.unit].size
    return parts == amount or (parts < amount and not whole.complete)


def _differ(stated: Amount, total: Amount, whole: Whole) -> Remark:
    units = whole.units.by_name
    sentence = (
        f"the parts add up to {counted_in(total.number, units[total.unit])}, "
        f"the row says {counted_in(stated.number, units[stated.unit])}"
    )
    return Remark(Outcome.HELD, "parts-differ", sentence)

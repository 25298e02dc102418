"""Results of the exact path as rows of the tables that columns give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

from cedsl.quantity import written
from cedsl.registry.result import Batch
from cedsl.registry.verdicts import schemas
from cedsl.verdict import BlockResult, MemberResult

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 50_000
MILLION = 1_000_000
MOST = 10**18
ONE_BY_ONE = "one by one"
AMOUNTS = ("still", "required", "earned", "counted", "short", "over")


def batches_of(members: Sequence[MemberResult]) -> Iterator[Batch]:
    """The members in the order given. Amounts are text in every batch where one of them has more than six places."""
    is_decimal = all(_fits(amount) for each in members for amount in _amounts(each))
    rest = iter(members)
    while several := list(islice(rest, AT_ONCE)):
        yield _batch(several, is_decimal=is_decimal)


def _amounts(member: MemberResult) -> Iterator[Fraction | None]:
    yield member.still
    for block in member.blocks:
        for line in block.statements:
            yield from (line.required, line.earned, line.counted, line.short, line.over)


def _fits(amount: Fraction | None) -> bool:
    return amount is None or (not MILLION % amount.denominator and abs(amount) * MILLION < MOST)


def _batch(members: Sequence[MemberResult], *, is_decimal: bool) -> Batch:
    import pyarrow as pa

    of_members, of_lines = schemas()
    if not is_decimal:
        of_members, of_lines = (_with_text(each) for each in (of_members, of_lines))
    known = [
        {"member": each.member, "verdict": each.verdict.value, "still": each.still, "decided": ONE_BY_ONE}
        for each in members
    ]
    lines = [line for each in members for block in each.blocks for line in _lines(each.member, block)]
    made = [pa.RecordBatch.from_pylist(list(_cells(rows, is_decimal=is_decimal)), schema=schema)
            for rows, schema in ((known, of_members), (lines, of_lines))]  # fmt: skip
    return Batch(*made)


def _with_text(schema: pa.Schema) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([each.with_type(pa.string()) if each.name in AMOUNTS else each for each in schema])


def _lines(member: str, block: BlockResult) -> Iterator[dict[str, Any]]:
    shared = {
        "member": member,
        "requirement": block.requirement,
        "first_day": None if block.period is None else block.period.first,
        "last_day": None if block.period is None else block.period.last,
    }
    for line in block.statements:
        yield shared | {
            "statement": line.id,
            "kind": line.kind.value,
            "depth": line.depth,
            "label": line.label,
            "required": line.required,
            "earned": line.earned,
            "counted": line.counted,
            "short": line.short,
            "over": line.over,
            "verdict": None if line.verdict is None else line.verdict.value,
        }


def _cells(rows: Iterable[Mapping[str, Any]], *, is_decimal: bool) -> Iterator[Mapping[str, Any]]:
    for row in rows:
        yield {name: _cell(cell, is_decimal=is_decimal) for name, cell in row.items()}


def _cell(cell: object, *, is_decimal: bool) -> object:
    if not isinstance(cell, Fraction):
        return cell
    return Decimal(written(cell)) if is_decimal else written(cell)

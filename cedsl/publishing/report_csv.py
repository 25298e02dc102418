"""The report as a table: one row for each member and statement, to be opened in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction

from cedsl.publishing.phrase_balance import amount_of
from cedsl.publishing.report import Checked, Told, told
from cedsl.quantity import written
from cedsl.verdict import BlockResult, CarryResult, MemberResult, StatementResult

COLUMNS = (
    "ruleset",
    "as of",
    "member",
    "member verdict",
    "member still to earn",
    "block",
    "first day",
    "last day",
    "surplus",
    "statement",
    "line",
    "text",
    "unit",
    "required",
    "earned",
    "counted",
    "short",
    "over",
    "verdict",
    "carried in",
    "used of it",
    "carried out",
    "expired",
    "made good",
    "also counted",
)


def as_csv(checked: Checked) -> str:
    """RFC 4180: header first, lines ending in CR LF.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    known = told(checked.ruleset)
    for member in checked.members:
        if not member.blocks:
            table.writerow(_undecided(checked, member))
        for block in member.blocks:
            table.writerows(_before(checked, member, each) for each in block.earlier)
            table.writerows(_rows(checked, known, member, block))
    return text.getvalue()


def _undecided(checked: Checked, member: MemberResult) -> tuple[str, ...]:
    """A member to whom no requirement was put."""
    said = (checked.ruleset.header.name, checked.as_of.isoformat(), _harmless(member.member), member.verdict.value)
    return (_harmless(said[0]), *said[1:], *[""] * (len(COLUMNS) - len(said)))


def _before(checked: Checked, member: MemberResult, earlier: BlockResult) -> tuple[str, ...]:
    """A period before the one reported: its verdict and what it carried, no statement."""
    shared, carried = _shared(checked, member, earlier), _carried(earlier.carry)
    blank = [""] * (len(COLUMNS) - len(shared) - len(carried) - 1)
    return (*shared, *blank, earlier.verdict.value, *carried)


def _shared(checked: Checked, member: MemberResult, block: BlockResult) -> tuple[str, ...]:
    """What all rows of a block begin with."""
    first = () if block.period is None else (block.period.first.isoformat(), block.period.last.isoformat())
    return (
        _harmless(checked.ruleset.header.name),
        checked.as_of.isoformat(),
        _harmless(member.member),
        member.verdict.value,
        _amount(member.still),
        _harmless(block.requirement),
        *(first or ("", "")),
        written(block.surplus),
    )


def _rows(
    checked: Checked, known: Mapping[str, Told], member: MemberResult, block: BlockResult
) -> Iterator[tuple[str, ...]]:
    shared, carried = _shared(checked, member, block), _carried(block.carry)
    if not block.statements:
        yield (*shared, *[""] * (len(COLUMNS) - len(shared) - len(carried)), *carried)
    for result in block.statements:
        statement = known[result.statement]
        named = (_harmless(result.id), str(statement.line), _harmless(statement.text))
        yield (*shared, *named, *_figures(checked, result), *carried)


def _carried(carry: CarryResult | None) -> tuple[str, ...]:
    """What the block's period has to do with others; blank where its periods stand by themselves."""
    if carry is None:
        return ("",) * 6
    several = (carry.carried_in, carry.used, carry.carried_out, carry.expired)
    return (*(written(amount_of(each)) for each in several), written(carry.made_good), written(carry.also_counted))


def _figures(checked: Checked, result: StatementResult) -> tuple[str, ...]:
    return (
        checked.ruleset.unit.name,
        _amount(result.required),
        written(result.earned),
        _amount(result.counted),
        _amount(result.short),
        written(result.over),
        "" if result.verdict is None else result.verdict.value,
    )


def _amount(amount: Fraction | None) -> str:
    return "" if amount is None else written(amount)


def _harmless(text: str) -> str:
    """Spreadsheets run a cell that begins with one of these signs, also after blanks."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text

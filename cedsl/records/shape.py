"""What can be said of a row before its cells are read: no data, nobody's, or cut wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from cedsl.records.outcome import Outcome, Outcomes, RowOutcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading, Row, Table
from cedsl.source import NOWHERE


def no_record(row: Row, table: Table, member: Heading) -> Remark | None:
    """Why a row states nothing about anybody."""
    if row.is_blank():
        return Remark(Outcome.SKIPPED, "blank-row", "the row is blank")
    if len(row.cells) == len(table.header) and all(
        cell == heading.text for cell, heading in zip(row.cells, table.header, strict=True)
    ):
        return Remark(Outcome.SKIPPED, "header-again", "the row repeats the header")
    if not row.cell(member.index):
        return Remark(Outcome.REFUSED, "no-member", f"nobody is named in {quoted(member.text)}", member.text)
    return None


def wrong_width(row: Row, width: int, separator: str, required: Iterable[Heading], added: int = 0) -> Remark | None:
    """More cells than the header has, or so few that a required one is missing; `added` cells are not in the file."""
    count = f"the row has {len(row.cells) - added} cells, the header has {width - added}"
    extra = next((cell for cell in row.cells[width:] if cell), "")
    if extra:
        sentence = f"{count}: a {separator} inside a cell wants quotes around the cell"
        return Remark(Outcome.HELD, "too-many-cells", sentence, cell=extra)
    missing = next((heading for heading in required if heading.index >= len(row.cells)), None)
    if missing is None:
        return None
    return Remark(Outcome.NOTED, "too-few-cells", f"{count}; the rest was read as blank", missing.text)


def outcome_of(table: Table, row: Row, member: Heading, remark: Remark | None) -> RowOutcome:
    """The row's outcome: used where there is nothing to remark."""
    named = row.cell(member.index)
    if remark is None:
        return RowOutcome(table.source.name, row.number, Outcome.USED, member=named, sheet=table.sheet)
    return RowOutcome(
        table.source.name,
        row.number,
        remark.outcome,
        remark.reason,
        remark.sentence,
        remark.column,
        remark.cell,
        "" if remark.outcome is Outcome.SKIPPED else named,
        table.sheet,
        remark.points(),
    )


def every_outcome(
    table: Table,
    members: Sequence[str],
    remarked: Mapping[int, RowOutcome],
    above: Mapping[int, Remark] = MappingProxyType({}),
) -> Outcomes:
    """The outcomes of the whole file: of the rows above the header, the header, and those below it.

    `members` says whom each row below the header names, `remarked` holds the outcomes of those that are not simply
    used, by row number; `above` says what rows above the header were used for.
    """
    file, sheet = table.source.name, table.sheet
    found = {row.number - 1: _above(file, row, sheet, above.get(row.number, _TITLE)) for row in table.above}
    if table.head:
        sentence = "the row names the columns"
        found[table.head - 1] = RowOutcome(file, table.head, Outcome.SKIPPED, "header", sentence, sheet=sheet)
    found.update((number - 1, each) for number, each in remarked.items())
    # Invariant: every row of the file has exactly one outcome, in order.
    assert len(members) == len(table.rows)
    assert len(table.above) == max(table.head - 1, 0)
    return Outcomes(file, (*[""] * table.head, *members), found, table.head, sheet)


def outcomes_below(table: Table, below: Sequence[RowOutcome]) -> Outcomes:
    """The same, from one outcome for each row below the header."""
    # Invariant: every row of the file has exactly one outcome, in order.
    assert [each.row for each in below] == [row.number for row in table.rows]
    remarked = {each.row: each for each in below if each.outcome is not Outcome.USED}
    return every_outcome(table, [each.member for each in below], remarked)


def outcomes_aside(table: Table) -> Outcomes:
    """The same of a sheet that is not read: why each of its rows is skipped."""
    nobody = Heading(0, "", NOWHERE)
    return outcomes_below(table, [outcome_of(table, row, nobody, table.settled[row.number]) for row in table.rows])


def _above(file: str, row: Row, sheet: str, remark: Remark) -> RowOutcome:
    if row.is_blank():
        return RowOutcome(file, row.number, Outcome.SKIPPED, "blank-row", "the row is blank", sheet=sheet)
    cell = remark.cell or row.cell(0)
    return RowOutcome(file, row.number, Outcome.SKIPPED, remark.reason, remark.sentence, cell=cell, sheet=sheet)


_TITLE = Remark(Outcome.SKIPPED, "title", "the row stands above the header")

"""What can be said of a row before its cells are read: no data, nobody's, or cut wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cedsl.records.folding import folded
from cedsl.records.outcome import Outcome, RowOutcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading, Row, Table


def no_record(row: Row, table: Table, member: Heading) -> Remark | None:
    """Why a row states nothing about anybody."""
    if row.is_blank():
        return Remark(Outcome.SKIPPED, "blank-row", "the row is blank")
    if row.cells == tuple(heading.text for heading in table.header):
        return Remark(Outcome.SKIPPED, "header-again", "the row repeats the header")
    if not row.cell(member.index):
        return Remark(Outcome.REFUSED, "no-member", f"nobody is named in {quoted(member.text)}", member.text)
    return None


def wrong_width(row: Row, width: int, separator: str, required: Iterable[Heading]) -> Remark | None:
    """More cells than the header has, or so few that a required one is missing."""
    count = f"the row has {len(row.cells)} cells, the header has {width}"
    extra = next((cell for cell in row.cells[width:] if cell), "")
    if extra:
        sentence = f"{count}: a {separator} inside a cell wants quotes around the cell"
        return Remark(Outcome.HELD, "too-many-cells", sentence, cell=extra)
    missing = next((heading for heading in required if heading.index >= len(row.cells)), None)
    if missing is None:
        return None
    return Remark(Outcome.NOTED, "too-few-cells", f"{count}; the rest was read as blank", missing.text)


def foot(row: Row, member: Heading, day: Heading) -> Remark | None:
    """A row that some programs write below a table, without a day: `Total` or `Page 1 of 3` for a member."""
    text = row.cell(member.index)
    if row.cell(day.index):
        return None
    if folded(text).rstrip(":. ") in _SUMS:
        return Remark(Outcome.SKIPPED, "sum", "the row adds up others", member.text, text)
    if _PAGE.fullmatch(text) and len(row.stated()) == member.index + 1:
        return Remark(Outcome.SKIPPED, "page-number", "the row numbers a page", member.text, text)
    return None


_SUMS = frozenset({"total", "totals", "grand total", "overall total", "subtotal", "sub-total", "sum"})
_PAGE = re.compile(r"page [0-9]{1,6}(?: ?(?:of|/) ?[0-9]{1,6})?", re.IGNORECASE)


def outcome_of(file: str, row: Row, member: Heading, remark: Remark | None) -> RowOutcome:
    """The row's outcome: used where there is nothing to remark."""
    named = row.cell(member.index)
    if remark is None:
        return RowOutcome(file, row.number, Outcome.USED, member=named)
    return RowOutcome(
        file,
        row.number,
        remark.outcome,
        remark.reason,
        remark.sentence,
        remark.column,
        remark.cell,
        "" if remark.outcome is Outcome.SKIPPED else named,
    )

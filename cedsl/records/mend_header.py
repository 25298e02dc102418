"""What the header leaves open: rows that repeat it, and whose record it is where no column says so."""

from __future__ import annotations

from cedsl.records.folding import folded_heading, trimmed
from cedsl.records.headings import Part, Vocabulary
from cedsl.records.mend import Mended, Source
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Row, Table

_AGAIN = Remark(Outcome.SKIPPED, "header-again", "the row repeats the header")


def without_headers(mended: Mended, about: Source) -> Mended:
    """Rows that repeat the header are no data, whatever a later step makes of the header."""
    del about
    header = tuple(heading.text for heading in mended.table.header)
    if not _stands_again(mended.table):
        return mended
    return mended.settling({row.number: _AGAIN for row in mended.table.rows if row.cells == header})


def _stands_again(table: Table) -> bool:
    """Whether the longest heading is found below the header, where there is a text to look through."""
    longest = max(table.header, key=lambda heading: len(heading.text), default=None)
    if table.begins < 0 or longest is None:
        return True
    return table.source.text.find(longest.text, table.header[-1].span.end) >= 0


def with_member(mended: Mended, about: Source) -> Mended:
    """Where no column says whose the rows are, the profile may, or a row above the header: `Member: M-1`."""
    if Part.MEMBER in mended.columns(about).taken:
        return mended
    settled = about.profile.member
    row, named = (None, settled) if settled else _named_above(mended.table, about.vocabulary)
    if not named:
        return mended
    where = "the profile says" if row is None else f"row {row.number} says"
    stating = {each.number for each in mended.open_rows()}
    mended = mended.with_column(Part.MEMBER.value, lambda each: named if each.number in stating else "")
    mended = mended.noticing(f"no column says whose the rows are; {where} {quoted(named)}")
    return mended if row is None else mended.reading_above((row.number,), "member", "the row says whose the rows are")


def _named_above(table: Table, vocabulary: Vocabulary) -> tuple[Row | None, str]:
    """The row above the header that names the one member of the file, and the name."""
    for row in table.above:
        cells = [cell for cell in row.cells if cell]
        if len(cells) == 1:
            cells = [trimmed(part) for part in cells[0].split(":", 1)]
        if len(cells) == 2 and vocabulary.strong.get(folded_heading(cells[0])) is Part.MEMBER and cells[1]:
            return row, cells[1]
    return None, ""

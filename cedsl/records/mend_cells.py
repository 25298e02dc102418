"""Cells that other programs or the settings of a source wrap, encode or abbreviate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cedsl.lean import regex
from cedsl.records.folding import folded, trimmed
from cedsl.records.manners import setting
from cedsl.records.mend import Mended, Source, matches, mentions, with_cell
from cedsl.records.outcome import Outcome
from cedsl.records.profile import ColumnSetting
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading, Row


def without_wrappers(mended: Mended, about: Source) -> Mended:
    """`="W-305"` is how some programs keep a spreadsheet from reading a text as a number."""
    del about
    if not mentions(mended.table, '="'):
        return mended
    changed: dict[int, Row] = {}
    remarks: list[tuple[int, Remark]] = []
    for row in mended.table.rows:
        for heading, cell in zip(mended.table.header, row.cells, strict=False):
            if (found := _WRAPPED.fullmatch(cell)) is None:
                continue
            text = trimmed(found[1].replace('""', '"'))
            changed[row.number] = with_cell(changed.get(row.number, row), heading.index, text)
            sentence = f"{quoted(cell)} was read as {quoted(text)}, without the spreadsheet's wrapper"
            remarks.append((row.number, Remark(Outcome.NOTED, "wrapper", sentence, heading.text, cell)))
    return mended.with_rows(changed).remarking(remarks)


_WRAPPED = regex(r'="((?:[^"]|"")*)"')


def with_letters(mended: Mended, about: Source) -> Mended:
    """Codes such as `&amp;` are the letters that they stand for."""
    del about
    if not mentions(mended.table, "&") or not matches(mended.table, _CODE):
        return mended
    changed: dict[int, Row] = {}
    first: dict[str, str] = {}
    for row in mended.table.rows:
        for heading, cell in zip(mended.table.header, row.cells, strict=False):
            if "&" in cell and (decoded := trimmed(_CODE.sub(_letter, cell))) != cell:
                changed[row.number] = with_cell(changed.get(row.number, row), heading.index, decoded)
                first.setdefault(heading.text, next(each[0] for each in _CODE.finditer(cell)))
    said = (f"the column {quoted(name)} writes letters as codes such as {quoted(code)}" for name, code in first.items())
    return mended.with_rows(changed).noticing(*said)


_CODE = regex(r"&(?:([A-Za-z][A-Za-z0-9]{1,30});|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};)")


def _letter(found: re.Match[str]) -> str:
    """The letter that a code stands for; a word that is none stays."""
    from html import unescape
    from html.entities import html5

    if found[1] is not None:
        return html5.get(f"{found[1]};", found[0])
    return unescape(found[0])


def without_prefixes(mended: Mended, about: Source) -> Mended:
    """What is settled to stand before every cell of a column is taken away where it does."""
    changed: dict[int, Row] = {}
    remarks: list[tuple[int, Remark]] = []
    for heading, each in _settled(mended, about, lambda column: bool(column.prefix)):
        for row in mended.table.rows:
            cell = row.cell(heading.index)
            if cell.startswith(each.prefix):
                rest = trimmed(cell.removeprefix(each.prefix))
                changed[row.number] = with_cell(changed.get(row.number, row), heading.index, rest)
                sentence = f"{quoted(cell)} was read as {quoted(rest)}, without {quoted(each.prefix)}"
                remarks.append((row.number, Remark(Outcome.NOTED, "prefix", sentence, heading.text, cell)))
    return mended.with_rows(changed).remarking(remarks)


def with_values(mended: Mended, about: Source) -> Mended:
    """Cells that the profile translates: `Ethik` is `ethics`."""
    changed: dict[int, Row] = {}
    for heading, each in _settled(mended, about, lambda column: bool(column.values)):
        settled = {folded(word): meant for word, meant in each.values.items()}
        cells = mended.table.column(heading.index)
        values = {cell: settled[folded(cell)] for cell in cells if settled.get(folded(cell), cell) != cell}
        for row in mended.table.rows if values else ():
            meant = values.get(row.cell(heading.index))
            if meant is not None:
                changed[row.number] = with_cell(changed.get(row.number, row), heading.index, meant)
    return mended.with_rows(changed)


def filled(mended: Mended, about: Source) -> Mended:
    """In a column that is settled to be written once for several rows, a blank cell repeats the one above."""
    changed: dict[int, Row] = {}
    said = []
    for heading, _ in _settled(mended, about, lambda column: column.fill):
        above = ""
        for row in mended.open_rows():
            cell = row.cell(heading.index)
            if not cell and above:
                changed[row.number] = with_cell(changed.get(row.number, row), heading.index, above)
            above = cell or above
        said.append(f"blank cells in the column {quoted(heading.text)} repeat the one above, as the profile says")
    return mended.with_rows(changed).noticing(*said)


def _settled(
    mended: Mended, about: Source, wanted: Callable[[ColumnSetting], bool]
) -> Iterator[tuple[Heading, ColumnSetting]]:
    """The columns about which something of the wanted kind is settled."""
    if about.profile.columns:
        for heading in mended.table.header:
            found = setting(about.profile, heading)
            if wanted(found):
                yield heading, found

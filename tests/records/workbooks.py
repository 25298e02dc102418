"""Workbooks as other programs write them, made in memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from cedsl.records.intake_ods import grids_of_ods
from cedsl.records.intake_ole import Compound
from cedsl.records.intake_packed import Packed
from cedsl.records.intake_xls import grids_of_xls
from cedsl.records.intake_xlsx import grids_of_xlsx
from cedsl.records.table import Grid

Cell = tuple[str, str]
"""The text of a cell and the name of its kind, empty where it has none."""


def xlsx(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    """A workbook with one sheet `Log` to begin with."""
    book = openpyxl.Workbook()
    book.active.title = "Log"
    fill(book)
    return saved(book)


def saved(book: openpyxl.Workbook | xlwt.Workbook | OpenDocumentSpreadsheet) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_xlsx(*rows: Sequence[object], sheet: str = "Log") -> bytes:
    """A workbook with these rows from the first one on."""

    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = sheet
        for row in rows:
            book.active.append(row)

    return xlsx(fill)


def repacked(data: bytes, changed: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """The same packed file with some parts changed, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, change in changed.items():
            made = change(parts[name]) if callable(change) else change
            parts.pop(name, None)
            if made is not None:
                parts[name] = made
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet_xlsx(rows: str, after: str = "", book: str = "") -> bytes:
    """A workbook whose one sheet has these rows as XML; `book` stands in the workbook after its sheets."""
    sheet = f'<worksheet xmlns="x"><sheetData>{rows}</sheetData>{after}</worksheet>'
    changed: dict[str, bytes | Callable[[bytes], bytes] | None] = {SHEET: sheet.encode()}
    changed["xl/workbook.xml"] = lambda old: re.sub(rb'<calcPr calcId="124519" fullCalcOnLoad="1" ?/>', book.encode(), old)
    return repacked(rows_xlsx(()), changed)


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def style(code: str) -> xlwt.XFStyle:
    made = xlwt.XFStyle()
    made.num_format_str = code
    return made


class Ods:
    """An OpenDocument workbook, sheet by sheet and row by row."""

    def __init__(self) -> None:
        self.book = OpenDocumentSpreadsheet()

    def sheet(self, name: str, **attributes: object) -> Table:
        made = Table(name=name, **attributes)
        self.book.spreadsheet.addElement(made)
        return made

    def data(self) -> bytes:
        return saved(self.book)


def row(sheet: Table, *cells: TableCell | CoveredTableCell, **attributes: object) -> None:
    made = TableRow(**attributes)
    for each in cells:
        made.addElement(each)
    sheet.addElement(made)


def cell(text: str | None = None, **attributes: object) -> TableCell:
    made = TableCell(**attributes)
    if text is not None:
        made.addElement(P(text=text))
    return made


def said(text: str) -> TableCell:
    return cell(text, valuetype="string")


def of_xlsx(data: bytes) -> tuple[Grid, ...]:
    return grids_of_xlsx("log.xlsx", Packed(data, "workbook"))


def of_ods(data: bytes) -> tuple[Grid, ...]:
    return grids_of_ods("log.ods", Packed(data, "workbook"))


def of_xls(data: bytes) -> tuple[Grid, ...]:
    return grids_of_xls("log.xls", Compound(data).stream("workbook"))


def cells(grid: Grid) -> dict[str, Cell]:
    """Every cell that is not blank by its place, such as `B3`."""
    return {
        f"{openpyxl.utils.get_column_letter(index + 1)}{each.number}": (text, kind_of(grid, each.number, index))
        for each in grid.rows
        for index, text in enumerate(each.cells)
        if text
    }


def kind_of(grid: Grid, number: int, index: int) -> str:
    kind = grid.kinds.get((number, index))
    return kind.value if kind is not None else ""

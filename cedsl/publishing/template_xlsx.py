"""The empty sheet as a workbook: its columns know what may stand in them, and a second sheet lists the words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cedsl.lean import regex
from cedsl.publishing.phrase_words import sentence
from cedsl.publishing.template import Column, Fill, Word
from cedsl.records.words import HEADINGS, SHEET

_LAST = 1_048_576
"""The last row that a sheet can have."""

_FORMATS = {Fill.TEXT: "@", Fill.DAY: "yyyy-mm-dd", Fill.NUMBER: "General"}
_HEAD = PatternFill("solid", fgColor="DDE5EE")
_LONGEST_MESSAGE = 200


def as_workbook(columns: Sequence[Column], sheet: str) -> bytes:
    """An .xlsx file whose first sheet, called `sheet`, has these columns and no rows; always the same bytes."""
    book = Workbook()
    first = book.active
    first.title = sheet
    words = book.create_sheet(SHEET)
    lists = _list_words(words, columns)
    for at, column in enumerate(columns, 1):
        _lay(first, at, column, lists.get(column.heading))
    first.freeze_panes = words.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return _without_time(out.getvalue())


def _lay(sheet: Worksheet, at: int, column: Column, listed: str | None) -> None:
    """One column: its heading, how its cells are written, and what may stand in them."""
    letter = get_column_letter(at)
    _put_head(sheet, at, column.heading)
    sheet.column_dimensions[letter].number_format = _FORMATS[column.fill]
    sheet.column_dimensions[letter].width = min(40, max(14, len(column.heading) + 3))
    rule = _rule(column, listed)
    if rule is not None:
        rule.promptTitle, rule.prompt = column.heading[:30], sentence(column.title)[:_LONGEST_MESSAGE]
        rule.showInputMessage = True
        rule.add(f"{letter}2:{letter}{_LAST}")
        sheet.add_data_validation(rule)


def _rule(column: Column, listed: str | None) -> DataValidation | None:
    """A list to choose from, or that only a day may stand there."""
    if listed is not None:
        rule = DataValidation("list", formula1=listed, allow_blank=True)
        rule.showErrorMessage, rule.error = column.closed, "Choose one of the words in the list."
        return rule
    if column.fill is Fill.DAY:
        rule = DataValidation("date", operator="greaterThanOrEqual", formula1="1", allow_blank=True)
        rule.showErrorMessage, rule.error = True, "Write a day, such as 2026-11-22."
        return rule
    return None


def _list_words(sheet: Worksheet, columns: Sequence[Column]) -> dict[str, str]:
    """Fills the sheet of words: those of each column below one another, and what columns without any are for. The
    place of the words by heading.
    """
    for at, (heading, width) in enumerate(zip(HEADINGS, (30, 30, 70), strict=True), 1):
        _put_head(sheet, at, heading)
        sheet.column_dimensions[get_column_letter(at)].width = width
    row, places = 2, {}
    for column in columns:
        if column.words:
            places[column.heading] = f"{SHEET}!$B${row}:$B${row + len(column.words) - 1}"
        for each in column.words or (Word("", column.title),):
            for at, text in enumerate((column.heading, each.name, each.title), 1):
                _put(sheet, row, at, text)
            row += 1
    return places


def _put_head(sheet: Worksheet, at: int, heading: str) -> None:
    _put(sheet, 1, at, heading)
    cell = sheet.cell(1, at)
    cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, Alignment(wrap_text=True, vertical="top")


def _put(sheet: Worksheet, row: int, at: int, text: str) -> None:
    """A text, whatever it begins with: never a formula."""
    if text:
        cell = sheet.cell(row, at, "".join(each if each.isprintable() else " " for each in text))
        cell.data_type = "s"
        cell.number_format = "@"


_NO_DAY = (1980, 1, 1, 0, 0, 0)
_TIME = regex(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def _without_time(data: bytes) -> bytes:
    """The same file without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _NO_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name)))
    return out.getvalue()

"""Workbooks of OpenDocument: every cell exactly, every row in its place."""

import pytest
from odf.office import Annotation
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, TableHeaderRows, TableRow
from odf.text import LineBreak, P, S, Span, Tab

from cedsl.records.intake_refused import Refused
from tests.records.workbooks import Ods, cell, cells, of_ods, repacked, row, said


def sheet_of(fill):
    book = Ods()
    fill(book.sheet("Log"))
    return book.data()


def only(fill):
    (grid,) = of_ods(sheet_of(fill))
    return cells(grid)


def refused(data):
    with pytest.raises(Refused) as raised:
        of_ods(data)
    return raised.value.problem.code, raised.value.problem.message


CELLS = [
    (cell("03.02.25", valuetype="date", datevalue="2025-02-03"), ("2025-02-03", "day")),
    (cell("03.02.25", valuetype="date", datevalue="2025-02-03T00:00:00"), ("2025-02-03", "day")),
    (cell("x", valuetype="date", datevalue="2025-02-03T09:05:01"), ("2025-02-03 09:05:01", "day")),
    (cell("1:30", valuetype="time", timevalue="PT1H30M0S"), ("1:30:00", "time")),
    (cell("26:30", valuetype="time", timevalue="PT26H30M00S"), ("26:30:00", "time")),
    (cell("0:00", valuetype="time", timevalue="PT00H00M00.25S"), ("0:00:00.250", "time")),
    (cell("-1:00", valuetype="time", timevalue="-PT01H00M00S"), ("-1:00:00", "time")),
    (cell("1,50", valuetype="float", value="1.5"), ("1.5", "number")),
    (cell("1,50 h", valuetype="float", value="1.5"), ("1.5 h", "number")),
    (cell("0,3", valuetype="float", value="0.30000000000000004"), ("0.3", "number")),
    (cell("007", valuetype="float", value="7"), ("007", "number")),
    (cell("RN0007", valuetype="float", value="7"), ("RN0007", "number")),
    (cell("00-07", valuetype="float", value="7"), ("00-07", "number")),
    (cell("1.234", valuetype="float", value="1234"), ("1234", "number")),
    (cell("1 234,5", valuetype="float", value="1234.5"), ("1234.5", "number")),
    (cell("2", valuetype="float", value="1.75"), ("1.75", "number")),
    (cell("0", valuetype="float", value="0"), ("0", "number")),
    (cell("-7", valuetype="float", value="-7"), ("-7", "number")),
    (cell("12,00 €", valuetype="currency", value="12", currency="EUR"), ("12", "number")),
    (cell("92%", valuetype="percentage", value="0.92"), ("92%", "number")),
    (cell("WAHR", valuetype="boolean", booleanvalue="true"), ("yes", "")),
    (cell("0", valuetype="boolean", booleanvalue="false"), ("no", "")),
    (cell("007", valuetype="string"), ("007", "")),
    (cell("shown", valuetype="string", stringvalue="meant"), ("shown", "")),
    (cell(None, valuetype="string", stringvalue="meant"), ("meant", "")),
    (cell(formula="of:=[.B4]+[.B5]"), ("=[.B4]+[.B5]", "no result")),
    (cell("", formula='of:=""', valuetype="string", stringvalue=""), None),  # the result is an empty text
    (cell("3", formula="of:=[.B4]", valuetype="float", value="3"), ("3", "number")),
    (cell("#DIV/0!", formula="of:=1/0", valuetype="string", stringvalue=""), ("#DIV/0!", "failed")),
    (cell("Err:508", formula="of:=(", valuetype="string", stringvalue=""), ("Err:508", "failed")),
]


@pytest.mark.parametrize(("made", "found"), CELLS, ids=range(len(CELLS)))
def test_a_cell(made, found):
    assert only(lambda sheet: row(sheet, made)).get("A1") == found


def test_the_words_of_a_cell():
    """Signs that XML would lose are kept; comments and drawings are no content."""
    words = P(text="Zo")
    words.addElement(Span(text="ë"))
    words.addElement(S(c=2))
    words.addElement(Tab())
    words.addElement(LineBreak())
    words.addText("a\n   b")
    made = cell(valuetype="string")
    comment = Annotation()
    comment.addElement(P(text="check this"))
    made.addElement(comment)
    made.addElement(words)
    made.addElement(P(text="second"))
    assert only(lambda sheet: row(sheet, made)) == {"A1": ("Zoë  \t\na b\nsecond", "")}


def test_rows_and_cells_that_are_repeated():
    def fill(sheet):
        row(sheet, cell(), numberrowsrepeated=2)
        row(sheet, cell(numbercolumnsrepeated=2), cell("z", valuetype="string", numbercolumnsrepeated=2))
        row(sheet, said("again"), numberrowsrepeated=2)
        row(sheet, cell(numbercolumnsrepeated=16384), numberrowsrepeated=1048000)

    (grid,) = of_ods(sheet_of(fill))
    assert len(grid.rows) == 5
    assert cells(grid) == {"C3": ("z", ""), "D3": ("z", ""), "A4": ("again", ""), "A5": ("again", "")}


def test_a_merged_block():
    def fill(sheet):
        row(sheet, said("1"), cell("Ethics", valuetype="string", numberrowsspanned=3, numbercolumnsspanned=2))
        row(sheet, said("2"), CoveredTableCell(numbercolumnsrepeated=2), said("live"))
        row(sheet, cell(), CoveredTableCell(numbercolumnsrepeated=2))

    assert only(fill) == {
        "A1": ("1", ""),
        "B1": ("Ethics", ""),
        "A2": ("2", ""),
        "B2": ("Ethics", "merged"),
        "D2": ("live", ""),
    }


def test_header_rows_are_rows():
    def fill(sheet):
        heading = TableHeaderRows()
        made = TableRow()
        made.addElement(said("member"))
        heading.addElement(made)
        sheet.addElement(heading)
        row(sheet, said("M-1"))

    assert only(fill) == {"A1": ("member", ""), "A2": ("M-1", "")}


def test_sheets_in_their_order_and_which_are_hidden():
    book = Ods()
    look = Style(name="ta2", family="table")
    look.addElement(TableProperties(display="false"))
    book.book.automaticstyles.addElement(look)
    row(book.sheet("Log"), said("x"))
    row(book.sheet("Old", stylename=look), said("y"))
    book.sheet("Empty")
    grids = of_ods(book.data())
    assert [(each.sheet, each.hidden, len(each.rows)) for each in grids] == [
        ("Log", False, 1),
        ("Old", True, 1),
        ("Empty", False, 0),
    ]


def test_hidden_rows_are_read_and_told():
    def fill(sheet):
        row(sheet, said("member"))
        row(sheet, said("M-1"), visibility="filter")
        row(sheet, cell(), visibility="collapse", numberrowsrepeated=500)

    (grid,) = of_ods(sheet_of(fill))
    assert grid.notices == ("1 row of the sheet is hidden; it is read like every other",)


BROKEN = [
    (
        lambda sheet: row(sheet, said("x"), numberrowsrepeated=1048577),
        "CE318",
        "the workbook has more than 1048576 rows",
    ),
    (
        lambda sheet: row(sheet, cell("x", valuetype="string", numbercolumnsrepeated=16384)),
        "CE318",
        "row 1 of the sheet `Log` has a cell to the right of column 1000; no more columns can be read",
    ),
    (
        lambda sheet: row(sheet, cell("x", valuetype="string", numbercolumnsrepeated=999), numberrowsrepeated=99999),
        "CE318",
        "the workbook has more than 8000000 cells with something in them",
    ),
    (
        lambda sheet: row(sheet, cell(numbercolumnsrepeated=900), said("x"), numberrowsrepeated=40000),
        "CE318",
        "the workbook has more than 32000000 blank cells to the left of others",
    ),
]


@pytest.mark.parametrize(("fill", "code", "message"), BROKEN, ids=["rows", "columns", "cells", "blanks"])
def test_repeats_that_go_too_far(fill, code, message):
    assert refused(sheet_of(fill)) == (code, message)


def test_a_repeat_that_is_no_number():
    whole = sheet_of(lambda sheet: row(sheet, said("x"), numberrowsrepeated=2))
    broken = repacked(whole, {"content.xml": lambda old: old.replace(b'repeated="2"', b'repeated="-2"')})
    assert refused(broken) == ("CE308", "the workbook is damaged or cut off")


def test_blanks_without_end():
    made = cell(valuetype="string")
    words = P(text="x")
    words.addElement(S(c=999999999))
    made.addElement(words)
    data = sheet_of(lambda sheet: row(sheet, made))
    assert refused(data) == ("CE318", "a cell in row 1 of the sheet `Log` is longer than 131072 characters")


def test_a_password():
    whole = sheet_of(lambda sheet: row(sheet, said("x")))
    mark = {
        "META-INF/manifest.xml": lambda old: old.replace(
            b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
        )
    }
    assert refused(repacked(whole, mark)) == ("CE308", "the workbook is locked with a password")

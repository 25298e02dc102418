"""Workbooks of Excel: every cell exactly, every row in its place."""

import datetime as dt

import pytest

from cedsl.records.intake_refused import MOST_ROWS, Refused
from tests.records.workbooks import SHEET, cells, of_xlsx, packed, repacked, rows_xlsx, sheet_xlsx, xlsx


def only(data):
    (grid,) = of_xlsx(data)
    return cells(grid)


def refused(data):
    with pytest.raises(Refused) as raised:
        of_xlsx(data)
    return raised.value.problem.code, raised.value.problem.message


def test_cells_of_every_sort():
    def fill(book):
        sheet = book.active
        for number, value in enumerate(
            (
                dt.date(2025, 2, 3),
                dt.datetime(2025, 2, 3, 9, 5, 1),
                dt.time(1, 30),
                dt.timedelta(hours=26, minutes=30),
                1.5,
                45700,
                True,
                "#N/A",
                "=B4+B5",
                "  résumé ",
                "007",
                "two\nlines",
            ),
            3,
        ):
            sheet.cell(number, 2, value)
        sheet["C3"] = 7
        sheet["C3"].number_format = "0000"
        sheet["C4"] = 0.92
        sheet["C4"].number_format = "0%"

    (grid,) = of_xlsx(xlsx(fill))
    assert [row.number for row in grid.rows] == list(range(1, 15))
    assert grid.rows[0].is_blank() and grid.rows[1].is_blank()
    assert cells(grid) == {
        "B3": ("2025-02-03", "day"),
        "C3": ("0007", "number"),
        "B4": ("2025-02-03 09:05:01", "day"),
        "C4": ("92%", "number"),
        "B5": ("1:30:00", "time"),
        "B6": ("26:30:00", "time"),
        "B7": ("1.5", "number"),
        "B8": ("45700", "number"),
        "B9": ("yes", ""),
        "B10": ("#N/A", "failed"),
        "B11": ("=B4+B5", "no result"),
        "B12": ("résumé", ""),
        "B13": ("007", ""),
        "B14": ("two\nlines", ""),
    }


FORMULAS = [
    ("<c r='A1'><f>B1</f></c>", ("=B1", "no result")),
    ("<c r='A1'><f>B1</f><v></v></c>", ("=B1", "no result")),
    ("<c r='A1' t='str'><f>B1</f></c>", ("=B1", "no result")),
    ("<c r='A1' t='str'><f>B1</f><v></v></c>", None),  # the result is an empty text
    ("<c r='A1' t='str'><f>B1</f><v>Ethics</v></c>", ("Ethics", "")),
    ("<c r='A1'><f>B1</f><v>2.5</v></c>", ("2.5", "number")),
    ("<c r='A1'><f>B1</f><v>0</v></c>", ("0", "number")),
    ("<c r='A1' t='e'><f>1/0</f><v>#DIV/0!</v></c>", ("#DIV/0!", "failed")),
    ("<c r='A1' t='b'><f>TRUE()</f><v>0</v></c>", ("no", "")),
    ("<c r='A1'><f t='shared' si='0'/></c>", ("=", "no result")),
]


@pytest.mark.parametrize(("cell", "found"), FORMULAS)
def test_a_formula_and_its_result(cell, found):
    read = only(sheet_xlsx(f"<row r='1'>{cell}</row>"))
    assert read.get("A1") == found


def test_a_result_that_was_still_to_be_computed():
    """Some programs store 0 until a spreadsheet opens the workbook, and say so; other results they have computed."""
    rows = "<row r='1'><c r='A1'><f>B1+1</f><v>0</v></c><c r='B1'><v>0</v></c><c r='C1'><f>B1+3</f><v>3</v></c></row>"
    read = only(sheet_xlsx(rows, book='<calcPr fullCalcOnLoad="1"/>'))
    assert read == {"A1": ("=B1+1", "no result"), "B1": ("0", "number"), "C1": ("3", "number")}


def test_texts_are_whole():
    """Runs are joined, reading aids left out, signs that XML cannot hold written out."""
    data = sheet_xlsx(
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
        "<c r='C1' t='inlineStr'><is><r><t>Eth</t></r><r><t>ics</t></r><rPh><t>x</t></rPh></is></c>"
        "<c r='D1' t='str'><v>a_x000D__x0041_b_xD800_</v></c></row>"
    )
    texts = (
        "<sst xmlns='x'><si><r><t>Zo</t></r><r><t xml:space='preserve'>ë </t></r><rPh sb='0'><t>aid</t></rPh></si>"
        "<si><t>a &amp; b &lt;c&gt;</t></si></sst>"
    )
    data = repacked(data, {"xl/sharedStrings.xml": texts.encode()})
    assert only(data) == {"A1": ("Zoë", ""), "B1": ("a & b <c>", ""), "C1": ("Ethics", ""), "D1": ("a\rAb_xD800_", "")}


def test_cells_and_rows_may_leave_their_places_unsaid():
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='4'><c r='B4'><v>5</v></c><c><v>6</v></c></row>"
    assert {place: text for place, (text, _) in only(sheet_xlsx(rows)).items()} == {
        "A1": "1",
        "C1": "3",
        "B4": "5",
        "C4": "6",
    }


def test_a_merged_block_says_the_same_in_each_row_with_anything_else():
    def fill(book):
        sheet = book.active
        sheet["A1"], sheet["A2"], sheet["A3"], sheet["A5"] = 1, 2, 3, 5
        sheet["B2"] = "Ethics"
        sheet.merge_cells("B2:C6")

    assert only(xlsx(fill)) == {
        "A1": ("1", "number"),
        "A2": ("2", "number"),
        "B2": ("Ethics", ""),
        "A3": ("3", "number"),
        "B3": ("Ethics", "merged"),
        "A5": ("5", "number"),
        "B5": ("Ethics", "merged"),
    }


def test_days_are_counted_from_1904_where_the_workbook_says_so():
    def fill(book):
        book.epoch = openpyxl_1904()
        book.active["A1"] = dt.date(2025, 2, 3)

    assert only(xlsx(fill)) == {"A1": ("2025-02-03", "day")}


def openpyxl_1904():
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    return CALENDAR_MAC_1904


def test_sheets_in_their_order_and_which_are_hidden():
    def fill(book):
        book.active["A1"] = 1
        for name, state in (("Old", "hidden"), ("Very old", "veryHidden"), ("Empty", "visible")):
            book.create_sheet(name).sheet_state = state
        book.create_chartsheet("Chart")

    grids = of_xlsx(xlsx(fill))
    assert [(each.sheet, each.hidden, len(each.rows)) for each in grids] == [
        ("Log", False, 1),
        ("Old", True, 0),
        ("Very old", True, 0),
        ("Empty", False, 0),
    ]


def test_hidden_rows_are_read_and_told():
    def fill(book):
        for number in range(1, 6):
            book.active.cell(number, 1, number)
        for number in (2, 3, 99):
            book.active.row_dimensions[number].hidden = True

    (grid,) = of_xlsx(xlsx(fill))
    assert len(grid.rows) == 5
    assert grid.notices == ("2 rows of the sheet are hidden; they are read like all others",)


BROKEN = [
    ("<row r='1'><c r='A1' t='s'><v>7</v></c></row>", "CE308", "the workbook is damaged or cut off: a text is missing"),
    ("<row r='0'/>", "CE308", "the workbook is damaged or cut off"),
    ("<row r='x'/>", "CE308", "the workbook is damaged or cut off"),
    ("<row r='1'><c r='1A'><v>1</v></c></row>", "CE308", "the workbook is damaged or cut off"),
    ("<row r='1'><c r='A1'><v>1</c></row>", "CE308", "the workbook is damaged or cut off"),
    (
        "<row r='2'><c r='ALM2'><v>1</v></c></row>",
        "CE318",
        "row 2 of the sheet `Log` has a cell to the right of column 1000; no more columns can be read",
    ),
    (
        f"<row r='3'><c r='A3' t='str'><v>{'x' * 131_073}</v></c></row>",
        "CE318",
        "a cell in row 3 of the sheet `Log` is longer than 131072 characters",
    ),
]


@pytest.mark.parametrize(("rows", "code", "message"), BROKEN)
def test_what_cannot_be_read(rows, code, message):
    assert refused(sheet_xlsx(rows)) == (code, message)


def test_a_far_cell_costs_no_more_than_its_rows():
    """A sheet that claims to be as large as sheets can be, with one blank cell in its last corner."""
    rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576' t='str'><v> </v></c></row>"
    (grid,) = of_xlsx(sheet_xlsx(rows, book=""))
    assert len(grid.rows) == 1


def test_several_sheets_have_no_more_rows_than_one_can_have():
    far = f"<row r='{MOST_ROWS}'><c r='A{MOST_ROWS}'><v>1</v></c></row>"
    (grid,) = of_xlsx(sheet_xlsx(far))
    assert len(grid.rows) == MOST_ROWS

    def fill(book):
        book.create_sheet("More")["A1"] = 1

    data = repacked(xlsx(fill), {SHEET: f"<worksheet xmlns='x'><sheetData>{far}</sheetData></worksheet>".encode()})
    assert refused(data) == ("CE318", "the workbook has more than 1048576 rows")


def test_a_merged_block_of_a_whole_column_fills_what_is_there():
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>{n}</v></c></row>" for n in (1, 2, 3))
    after = "<mergeCells><mergeCell ref='B1:B1048576'/><mergeCell ref='A2:XFD1048576'/></mergeCells>"
    assert only(sheet_xlsx(rows, after)) == {"A1": ("1", "number"), "A2": ("2", "number"), "A3": ("2", "merged")}


def test_parts_that_are_missing():
    whole = rows_xlsx(("member", "date"))
    assert refused(repacked(whole, {SHEET: None})) == (
        "CE308",
        "the workbook is damaged or cut off: a part of it is missing",
    )
    assert refused(repacked(whole, {"xl/_rels/workbook.xml.rels": None})) == (
        "CE308",
        "the workbook is damaged or cut off: a sheet is missing",
    )
    assert refused(packed({"xl/workbook.xml": b"<workbook/>"})) == (
        "CE308",
        "the workbook is damaged or cut off: it has no sheet",
    )
    assert only(repacked(whole, {"xl/styles.xml": None})) == {"A1": ("member", ""), "B1": ("date", "")}


def test_a_declaration_of_entities_is_refused():
    """Nothing is expanded, and nothing outside the file is fetched."""
    bomb = (
        "<!DOCTYPE w [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;'>]>"
        "<worksheet xmlns='x'><sheetData><row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>"
    )
    assert refused(repacked(rows_xlsx(()), {SHEET: bomb.encode()})) == (
        "CE308",
        "the workbook is damaged or cut off: it holds a declaration that no spreadsheet writes",
    )

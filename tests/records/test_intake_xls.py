"""Workbooks of older Excel: every cell exactly, every row in its place, and no damage that ends in anything else."""

import datetime as dt
import struct

import pytest
import xlwt

from cedsl.records.intake_ole import Compound
from cedsl.records.intake_refused import Refused
from cedsl.records.intake_xls import grids_of_xls
from tests.records.workbooks import cells, of_xls, saved, style


def book_of(fill):
    book = xlwt.Workbook()
    fill(book.add_sheet("Log"))
    return saved(book)


def only(fill):
    (grid,) = of_xls(book_of(fill))
    return cells(grid)


def refused(data):
    with pytest.raises(Refused) as raised:
        of_xls(data)
    return raised.value.problem.code, raised.value.problem.message


def test_cells_of_every_sort():
    def fill(sheet):
        for number, (value, code) in enumerate(
            (
                (dt.date(2025, 2, 3), "DD/MM/YYYY"),
                (dt.datetime(2025, 2, 3, 9, 5, 1), "DD/MM/YYYY HH:MM"),
                (dt.time(1, 30), "HH:MM"),
                (1.25, "[h]:mm"),
                (1.5, "General"),
                (0.1 + 0.2, "General"),
                (45700, "General"),
                (2**40 + 1, "General"),
                (-1.75, "General"),
                (7, "0000"),
                (0.92, "0%"),
                (90, '0" min"'),
                (True, "General"),
                ("  résumé ", "General"),
                ("Führung – Ω", "General"),
                ("007", "General"),
            ),
            2,
        ):
            sheet.write(number, 1, value, style(code))
        sheet.row(2).set_cell_error(3, "#DIV/0!")

    (grid,) = of_xls(book_of(fill))
    assert len(grid.rows) == 18
    assert grid.rows[0].is_blank() and grid.rows[1].is_blank()
    assert cells(grid) == {
        "B3": ("2025-02-03", "day"),
        "D3": ("#DIV/0!", "failed"),
        "B4": ("2025-02-03 09:05:01", "day"),
        "B5": ("1:30:00", "time"),
        "B6": ("30:00:00", "time"),
        "B7": ("1.5", "number"),
        "B8": ("0.3", "number"),
        "B9": ("45700", "number"),
        "B10": ("1099511627777", "number"),
        "B11": ("-1.75", "number"),
        "B12": ("0007", "number"),
        "B13": ("92%", "number"),
        "B14": ("90 min", "number"),
        "B15": ("yes", ""),
        "B16": ("résumé", ""),
        "B17": ("Führung – Ω", ""),
        "B18": ("007", ""),
    }


def test_many_long_texts_go_on_in_further_records():
    """A record ends after 8224 bytes, in the middle of a text of narrow letters or of wide ones."""
    texts = [f"{number:04d}:" + ("é" if number % 3 else "Ω") * (number % 400) for number in range(600)]
    read = only(lambda sheet: [sheet.write(number, 0, text) for number, text in enumerate(texts)])
    assert [text for text, _ in read.values()] == texts


def test_merged_blocks_and_hidden_rows_and_sheets():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Log")
    sheet.write_merge(0, 2, 1, 2, "Ethics")
    sheet.write(1, 0, "M-1")
    sheet.write(2, 3, "live")
    sheet.row(1).hidden = True
    sheet.row(50).hidden = True
    old = book.add_sheet("Old")
    old.visibility = 1
    old.write(0, 0, "x")
    log, old = of_xls(saved(book))
    assert cells(log) == {
        "B1": ("Ethics", ""),
        "A2": ("M-1", ""),
        "B2": ("Ethics", "merged"),
        "B3": ("Ethics", "merged"),
        "D3": ("live", ""),
    }
    assert log.notices == ("1 row of the sheet is hidden; it is read like every other",)
    assert (old.sheet, old.hidden) == ("Old", True)


def test_days_are_counted_from_1904_where_the_workbook_says_so():
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("Log").write(0, 0, 45691 - 1462, style("DD/MM/YYYY"))
    (grid,) = of_xls(saved(book))
    assert cells(grid) == {"A1": ("2025-02-03", "day")}


def test_formulas_of_which_none_has_a_result():
    read = only(lambda sheet: sheet.write(0, 0, xlwt.Formula("B1+1")))
    assert read == {"A1": ("=", "no result")}


# --------------------------------------------------------------------------- records made by hand


def record(sort, data=b""):
    return struct.pack("<HH", sort, len(data)) + data


def stream(*records, version=0x0600, name=b"\x03\x00Log", more=b""):
    """A workbook of one sheet: its globals, then the sheet with these records."""
    begin = record(0x0809, struct.pack("<HH", version, 5) + bytes(12))
    end = record(0x0A)
    globals_ = begin + record(0x85, struct.pack("<IBB", 0, 0, 0) + name) + more + end
    place = len(globals_)
    globals_ = begin + record(0x85, struct.pack("<IBB", place, 0, 0) + name) + more + end
    return globals_ + record(0x0809, struct.pack("<HH", version, 16) + bytes(12)) + b"".join(records) + end


def formula(row, result):
    return record(0x06, struct.pack("<HHH", row, 0, 0) + result + bytes(6))


def read_stream(data):
    (grid,) = grids_of_xls("log.xls", data)
    return cells(grid)


EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff"


def test_results_of_formulas():
    """An empty text is a result like others where any formula has one."""
    data = stream(
        formula(0, struct.pack("<d", 2.5)),
        formula(1, b"\x00\0\0\0\0\0\xff\xff"),
        record(0x04BC, bytes(10)),
        record(0x0207, struct.pack("<HB", 6, 0) + b"Ethics"),
        formula(2, b"\x01\0\x01\0\0\0\xff\xff"),
        formula(3, b"\x02\0\x2a\0\0\0\xff\xff"),
        formula(4, EMPTY_TEXT),
        record(0x0207, struct.pack("<HB", 1, 0) + b"x"),
    )
    assert read_stream(data) == {
        "A1": ("2.5", "number"),
        "A2": ("Ethics", ""),
        "A3": ("yes", ""),
        "A4": ("#N/A", "failed"),
    }


def test_numbers_in_four_bytes():
    """Whole, in hundredths, or the upper half of a number."""
    data = stream(
        record(0x027E, struct.pack("<HHHI", 0, 0, 0, (150 << 2) | 3)),
        record(
            0xBD,
            struct.pack("<HH", 1, 0)
            + struct.pack("<HI", 0, (45700 << 2) | 2)
            + struct.pack("<HI", 0, struct.unpack("<II", struct.pack("<d", 0.75))[1])
            + struct.pack("<Hi", 0, (-3 * 4) | 2)
            + struct.pack("<H", 2),
        ),
    )
    assert {place: text for place, (text, _) in read_stream(data).items()} == {
        "A1": "1.5",
        "A2": "45700",
        "B2": "0.75",
        "C2": "-3",
    }


def test_the_older_format_writes_letters_of_its_code_page():
    """BIFF 5: Cyrillic letters in one byte each; formats, too."""
    more = record(0x42, struct.pack("<H", 1251)) + record(0x041E, struct.pack("<HB", 164, 4) + b"0000")
    more += record(0xE0, struct.pack("<HH", 0, 164) + bytes(12))
    data = stream(
        record(0x0204, struct.pack("<HHHH", 0, 0, 0, 5) + "Этика".encode("cp1251")),
        record(0xD6, struct.pack("<HHHH", 1, 0, 0, 2) + b"HR" + b"\x01\0\0"),
        record(0x0203, struct.pack("<HHH", 2, 0, 0) + struct.pack("<d", 7)),
        version=0x0500,
        name=b"\x03Log",
        more=more,
    )
    assert read_stream(data) == {"A1": ("Этика", ""), "A2": ("HR", ""), "A3": ("0007", "number")}


BROKEN = [
    (stream(record(0x2F, bytes(6)), more=record(0x2F, bytes(6))), "the workbook is locked with a password"),
    (stream()[:-4], "the workbook is damaged or cut off"),
    (stream(record(0xFD, struct.pack("<HHHI", 0, 0, 0, 3))), "the workbook is damaged or cut off"),
    (stream(record(0x0203, b"\0")), "the workbook is damaged or cut off"),
    (stream(more=record(0xFC, struct.pack("<II", 9, 9) + b"\xff\xff\0x")), "the workbook is damaged or cut off"),
    (record(0x0A), "the workbook is damaged or cut off"),
    (
        record(0x0809, struct.pack("<H", 0x600) + bytes(14)) + record(0x0A),
        "the workbook is damaged or cut off: it has no sheet",
    ),
    (b"", "the workbook is damaged or cut off"),
]


@pytest.mark.parametrize(("data", "message"), BROKEN, ids=range(len(BROKEN)))
def test_what_cannot_be_read(data, message):
    with pytest.raises(Refused) as raised:
        grids_of_xls("log.xls", data)
    assert (raised.value.problem.code, raised.value.problem.message) == ("CE308", message)


def test_a_cell_far_to_the_right():
    """Some libraries end the whole program here."""
    data = stream(record(0x0204, struct.pack("<HHH", 0, 65535, 0) + struct.pack("<HB", 1, 0) + b"x"))
    with pytest.raises(Refused) as raised:
        grids_of_xls("log.xls", data)
    assert raised.value.problem.code == "CE318"


def test_a_cut_off_container():
    whole = book_of(lambda sheet: [sheet.write(number, 0, f"text {number}") for number in range(3000)])
    for cut in (9, 100, 511, 600, len(whole) // 2, len(whole) - 2000):
        assert refused(whole[:cut]) == ("CE308", "the workbook is damaged or cut off")


def test_a_chain_of_sectors_that_leads_back_into_itself():
    whole = bytearray(book_of(lambda sheet: sheet.write(0, 0, "x")))
    table = (struct.unpack_from("<I", whole, 76)[0] + 1) * 512
    struct.pack_into("<I", whole, table, 0)
    assert refused(bytes(whole)) == ("CE308", "the workbook is damaged or cut off")


def test_streams_of_embedded_documents_are_not_at_the_top():
    found = Compound(book_of(lambda sheet: sheet.write(0, 0, "x")))
    assert found.names() == {"workbook"}
    with pytest.raises(Refused):
        found.stream("book")

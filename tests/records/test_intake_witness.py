"""A second witness: libraries that share nothing with ours read the same workbooks, and say the same."""

import datetime as dt
import io
import random
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from python_calamine import CalamineWorkbook

from cedsl.records.intake_looks import number_written, span_written
from tests.records.workbooks import Ods, cell, cells, of_ods, of_xls, of_xlsx, row, saved, style, xlsx

WORDS = ("Ethics", "007", "Führung & Co.", "Ω – x", "a\nb", "=1+1"[1:], "M-101", "1,5", "<b>")


def values(seed):
    """Rows of values such as records hold, with gaps."""
    draw = random.Random(seed)
    kinds = (
        lambda: draw.choice(WORDS),
        lambda: draw.choice((0.25, 1.5, 2, 45700, -3, 0.1, 1 / 3, 12345678901, 1e15, 1e-5)),
        lambda: draw.random() * 10 ** draw.randrange(-3, 9),
        lambda: draw.random() < 0.5,
        lambda: dt.date(1900, 3, 1) + dt.timedelta(days=draw.randrange(60000)),
        lambda: dt.datetime(1990, 1, 1) + dt.timedelta(seconds=draw.randrange(2**31)),
        lambda: dt.time(draw.randrange(24), draw.randrange(60), draw.randrange(1, 60)),
        lambda: None,
    )
    return [[draw.choice(kinds)() for _ in range(draw.randrange(1, 9))] for _ in range(60)]


def told(value):
    """What another library read, in the words of ours."""
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return str(value) if value.time() != dt.time() else value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case dt.time():
            return f"{value.hour}:{value.minute:02}:{value.second:02}"
        case dt.timedelta():
            return span_written(Decimal(round(value.total_seconds() * 1000)))
        case str():
            return value.strip()
        case _:
            return number_written(Decimal(repr(value)))


def by_calamine(data):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    left = sheet.start[1]
    rows = list(sheet.iter_rows())
    assert len(rows) == sheet.end[0] + 1
    return {
        f"{openpyxl.utils.get_column_letter(left + at + 1)}{number}": text
        for number, cells_ in enumerate(rows, 1)
        for at, value in enumerate(cells_)
        if (text := told(value))
    }


def ours(grid):
    return {place: text for place, (text, _) in cells(grid).items()}


@pytest.mark.parametrize("seed", range(6))
def test_xlsx(seed):
    def fill(book):
        for at, values_ in enumerate(values(seed), 3):
            for column, value in enumerate(values_, 2):
                book.active.cell(at, column, value)

    data = xlsx(fill)
    (grid,) = of_xlsx(data)
    assert ours(grid) == by_calamine(data)
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    assert ours(grid) == {
        each.coordinate: text for cells_ in sheet.iter_rows() for each in cells_ if (text := told(each.value))
    }


@pytest.mark.parametrize("seed", range(6))
def test_xls(seed):
    formats = {dt.datetime: "YYYY-MM-DD HH:MM:SS", dt.date: "YYYY-MM-DD", dt.time: "HH:MM:SS"}
    book = xlwt.Workbook()
    sheet = book.add_sheet("Log")
    for at, values_ in enumerate(values(seed), 2):
        for column, value in enumerate(values_, 1):
            if value is not None:
                sheet.write(at, column, value, style(formats.get(type(value), "General")))
    data = saved(book)
    (grid,) = of_xls(data)
    assert ours(grid) == by_calamine(data)


@pytest.mark.parametrize("seed", range(6))
def test_ods(seed):
    book = Ods()
    sheet = book.sheet("Log")
    row(sheet, cell(), numberrowsrepeated=2)
    for values_ in values(seed):
        row(sheet, cell(), *(made(each) for each in values_))
    data = book.data()
    (grid,) = of_ods(data)
    assert ours(grid) == by_calamine(data)


def made(value):
    match value:
        case None:
            return cell()
        case bool():
            return cell(str(value).upper(), valuetype="boolean", booleanvalue=str(value).lower())
        case str():
            return cell(value.replace("\n", " "), valuetype="string")
        case dt.datetime():
            return cell("x", valuetype="date", datevalue=value.isoformat())
        case dt.date():
            return cell("x", valuetype="date", datevalue=value.isoformat())
        case dt.time():
            return cell("x", valuetype="time", timevalue=f"PT{value.hour:02}H{value.minute:02}M{value.second:02}S")
        case _:
            return cell("x", valuetype="float", value=repr(value))

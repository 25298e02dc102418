"""What a workbook knows of its cells besides their text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.quantity import Amount
from cedsl.records.activity import Tag
from cedsl.records.lay import lay
from cedsl.records.layout import heads_activities
from cedsl.records.mend import Mended, mend
from cedsl.records.profile import PLAIN
from cedsl.records.read import read_files, source_of
from cedsl.records.steps import ACTIVITY_STEPS
from cedsl.records.table import CellKind, Grid, Row
from tests.records.examples import SCHEMA
from tests.records.fixture_workbook import workbook
from tests.records.mending import below

HEADER = ("member", "date", "hours", "category", "title")


def mended(*rows: tuple[str, ...], kinds: Mapping[tuple[int, int], CellKind]) -> Mended:
    """A sheet whose second row is the first of data."""
    cells = tuple(Row(number, each) for number, each in enumerate((HEADER, *rows), 1))
    about = source_of(SCHEMA, PLAIN)
    table = lay(Grid("log.xlsx", "Log", cells, kinds), heads_activities(about.vocabulary))
    assert table is not None
    return mend(table, ACTIVITY_STEPS, about)


def reasons(found: Mended, row: int) -> list[str]:
    return [each.reason for each in found.remarks.get(row, ())]


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("45700", "2025-02-12", ["day-number"]),
        ("45700.5", "2025-02-12", ["day-number"]),
        ("7", "7", []),
        ("99999", "99999", []),
    ],
)
def test_a_number_in_a_column_of_days_is_the_spreadsheets_own(cell, text, said):
    found = mended(("M", cell, "1"), kinds={(2, 1): CellKind.NUMBER, (2, 2): CellKind.NUMBER})
    assert found.table.rows[0].cell(1) == text
    assert reasons(found, 2) == said


def test_a_time_in_a_column_of_amounts_is_a_length():
    found = mended(("M", "2025-02-03", "1:30:15"), kinds={(2, 2): CellKind.TIME})
    assert [each.sentence for each in found.remarks[2]] == ["the time `1:30:15` was read as a length: 90 min 15 s"]


@pytest.mark.parametrize("kind", [CellKind.NO_RESULT, CellKind.FAILED])
def test_without_a_result_an_amount_may_be_anything(kind):
    found = mended(("M", "2025-02-03", "=B1"), kinds={(2, 2): kind})
    assert found.table.rows[0].cell(2) == ""
    assert [row.cell(2) for row in found.otherwise[2]] == ["?"]
    (remark,) = found.remarks[2]
    assert (remark.outcome.value, remark.column, remark.cell) == ("held", "hours", "=B1")


def test_formulas_in_columns_that_nobody_reads_hold_nothing():
    kinds = {(2, 5): CellKind.FAILED}
    rows = (*HEADER, "subtotal"), ("M", "2025-02-03", "1", "HR", "Law", "#REF!")
    cells = tuple(Row(number, each) for number, each in enumerate(rows, 1))
    about = source_of(SCHEMA, PLAIN)
    table = lay(Grid("log.xlsx", "Log", cells, kinds), heads_activities(about.vocabulary))
    assert table is not None
    assert not mend(table, ACTIVITY_STEPS, about).remarks


def test_a_merged_block_says_the_same_in_each_row():
    rows = [("M", "2025-02-03", "1", "HR"), ("M", "2025-02-04", "1", "HR"), ("M", "2025-02-05", "1", "")]
    found = mended(*rows, kinds={(3, 3): CellKind.MERGED})
    assert [reasons(found, number) for number in (2, 3, 4)] == [[], ["merged-cell"], ["blank-or-repeated"]]
    assert found.remarks[4][0].sentence == "`category` is blank and not merged: does it repeat `HR` of row 3?"
    assert [row.cell(3) for row in found.otherwise[4]] == ["HR"]


def test_an_amount_merged_over_two_rows_is_never_counted_twice_in_silence():
    rows = [("M", "2025-02-03", "3", "HR"), ("M", "2025-02-04", "3", "HR")]
    found = mended(*rows, kinds={(3, 2): CellKind.MERGED})
    assert [reasons(found, number) for number in (2, 3)] == [[], ["merged-amount"]]
    assert found.remarks[3][0].outcome.value == "held"
    assert [row.cell(2) for row in found.otherwise[3]] == [""]


def test_a_file_of_many_kinds():
    """A cell of a day, a number with a percent format, text with leading zeros, a sum that nobody stored."""
    rows = [
        HEADER,
        ("007", date(2025, 2, 3), 1.5, "HR", "Law"),
        ("008", "4 Feb 2025", "90 min", "HR", "Tax"),
        ("Total", None, "=SUM(C2:C3)", None, None),
    ]
    found = read_files([("log.xlsx", workbook(rows))], SCHEMA)
    assert isinstance(found, tuple)
    assert below(found[0]) == [(2, "used", ""), (3, "used", ""), (4, "skipped", "sum")]
    assert [(each.member, each.on, each.amount, each.tags) for each in found[0].activities] == [
        ("007", date(2025, 2, 3), Amount(F(3, 2), "hour"), (Tag("HR"),)),
        ("008", date(2025, 2, 4), Amount(F(90), "minute"), (Tag("HR"),)),
    ]
    assert found[0].notices == ()

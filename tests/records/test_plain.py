"""What is read at one look is what is read row by row: every shortcut against the long way, on files with all kinds of
rows.
"""

import csv
import io
import random
from dataclasses import fields
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cedsl.quantity import Amount
from cedsl.records import cut, mend_claims, places
from cedsl.records.activity import Activity, Tag
from cedsl.records.columns import Columns
from cedsl.records.folding import trimmed
from cedsl.records.made import activities
from cedsl.records.outcome import Unreadable
from cedsl.records.plain import Plain
from cedsl.records.read import read_files
from cedsl.records.table import Row
from tests.records.examples import SCHEMA

POOLS = {
    "member": ("M1", "M2", "007", ""),
    "date": ("2025-02-03", "2025-03-04", "13/02/2025", "3/4/25", "31.04.2025", ""),
    "start date": ("2025-02-01", "2025-02-03", "2025-03-30", "", ""),
    "hours": ("1", "1.5", "2", "26", "90 min", "1,5", "TBD", ""),
    "minutes": ("60", "90", "", ""),
    "unit": ("hours", "minutes", "", "CEU"),
    "category": ("HR", "HR; SUB", "HR 1h / SUB: 30 min", "Etik", ""),
    "mode": ("live", "On Demand", "slef", ""),
    "course": ("C1", "C2", "O'Brien", "", ""),
    "title": ("Seminar 1", "Seminar 2", " padded ", "'=1+1", ""),
}
ALWAYS = ("member", "date", "hours")


@pytest.fixture
def the_long_way(monkeypatch):
    """Turns every shortcut off."""

    def turn_off():
        monkeypatch.setattr(Plain, "read", lambda self, rows: {})
        monkeypatch.setattr(places, "_is_numbered", lambda mended, layout: False)
        monkeypatch.setattr(mend_claims, "_each_once", lambda numbered: False)
        monkeypatch.setattr(
            cut, "_without_blanks", lambda records, text, mark: (tuple(map(trimmed, r)) for r in records)
        )

    return turn_off


def some_file(draw, header, rows, oddity):
    """Rows of mostly plain cells; some odd, cut short, too long, blank, or the same as an earlier one."""
    found = []
    for number in range(rows):
        pools = [POOLS.get(name, (f"A{number}", f"a{number // 2}")) for name in header]
        cells = [draw.choice(pool) if draw.random() < oddity else pool[draw.randrange(2) % len(pool)] for pool in pools]
        if draw.random() < oddity / 10:
            cells = draw.choice(
                (cells[:-1], [*cells, "more"], [], [""] * len(cells), list(draw.choice([header, *found])))
            )
        found.append(cells)
    text = io.StringIO()
    csv.writer(text, delimiter=draw.choice(",;"), lineterminator=draw.choice(("\n", "\r\n"))).writerows(
        [header, *found]
    )
    return text.getvalue().encode()


def some_files(seed):
    draw = random.Random(seed)
    others = [name for name in (*POOLS, "activity id") if name not in ALWAYS]
    header = [*ALWAYS, *draw.sample(others, draw.randrange(len(others)))]
    if "unit" in header and "minutes" in header:
        header.remove("unit")
    draw.shuffle(header)
    rows, oddity = draw.choice(((40, 0.5), (300, 0.1), (2100, 0.01), (1500, 0)))
    files = [(f"{name}.csv", some_file(draw, header, rows, oddity)) for name in "ab"[: draw.randrange(1, 3)]]
    return [*files, ("again.csv", files[0][1])] if seed % 3 == 0 else files


def told(files):
    """All that reading the files says, also what takes no part in equality."""
    found = read_files(files, SCHEMA)
    assert not isinstance(found, Unreadable), found
    every = [each for records in found for each in records.activities]
    every += [each for records in found for row in records.held for each in row.readings]
    beside = [(each.row, each.file, each.notes) for each in every]
    return [(each, list(each.outcomes)) for each in found], beside


@pytest.mark.parametrize("seed", range(24))
def test_at_one_look_as_row_by_row(seed, the_long_way):
    files = some_files(seed)
    at_one_look = told(files)
    the_long_way()
    assert told(files) == at_one_look


def test_most_rows_of_a_plain_file_are_read_at_one_look(monkeypatch):
    """3 days, 2 lengths and 2 categories, each at most once with each: 12 rows in all need a closer look."""
    looked_at = []
    learn = Plain.learn
    monkeypatch.setattr(Plain, "learn", lambda self, row, activity: (looked_at.append(row), learn(self, row, activity)))
    rows = [f"M{n % 7},2025-02-0{1 + n % 3},{1 + n % 2},{('HR', 'SUB')[n // 2 % 2]},A{n}" for n in range(2500)]
    (read,) = read_files([("x.csv", "\n".join(["member,date,hours,category,activity id", *rows]).encode())], SCHEMA)
    assert len(read.activities) == 2500
    assert 0 < len(looked_at) <= 12


def test_many_activities_are_those_made_one_by_one():
    """Every part is compared, also those that take no part in equality."""
    day, amount, tags = date(2025, 2, 3), Amount(Fraction(3, 2), "hour"), (Tag("HR"),)
    one = Activity("M1", day, amount, tags, {"mode": "live"}, date(2025, 2, 1), row=7, file="x.csv")
    two = Activity("M2", day, None, (), {}, None, row=8, file="x.csv")
    made = activities(
        ("M1", "M2"),
        (day, day),
        (amount, None),
        (tags, ()),
        ({"mode": "live"}, {}),
        (one.started, None),
        (7, 8),
        "x.csv",
    )
    for each, other in zip(made, (one, two), strict=True):
        assert [getattr(each, part.name) for part in fields(Activity)] == [
            getattr(other, part.name) for part in fields(Activity)
        ]
    assert [hash(each.member) for each in made] == [hash("M1"), hash("M2")]
    assert repr(made[0]) == repr(one)


@pytest.mark.parametrize(("one", "other"), [("A1", "a1"), ("straße", "STRASSE"), ("a1", "b1")])
def test_numbers_of_claims_in_capitals_and_not(one, other, the_long_way):
    """Numbers that differ in case alone are one number: the two rows of M1 say different hours."""
    rows = (f"M1,2025-02-03,1,{one}", f"M1,2025-02-03,2,{other}", "M1,2025-02-03,3,C1")
    files = [("x.csv", "\n".join(("member,date,hours,activity id", *rows)).encode())]
    at_one_look = told(files)
    ((records, _),) = at_one_look[0]
    assert len(records.held) == (0 if one == "a1" else 2)
    the_long_way()
    assert told(files) == at_one_look


def test_a_file_in_which_rows_have_numbers_stands_again():
    """Each row of the second and of the third file is a duplicate of the first file's."""
    data = "\n".join(("member,date,hours,activity id", "M1,2025-02-03,1,A1", "M2,2025-02-03,1,A2")).encode()
    first, *later = read_files([(f"{name}.csv", data) for name in "abc"], SCHEMA)
    assert len(first.activities) == 2
    for each in later:
        said = [(outcome.reason, outcome.sentence) for outcome in each.outcomes.below]
        assert said == [("duplicate", "the same as row 2 of a.csv"), ("duplicate", "the same as row 3 of a.csv")]


@settings(deadline=None)
@given(st.text(alphabet="a1 ,\n\r\tß", min_size=1, max_size=12), st.sampled_from((",", "\t")))
@example("a \nb", ",")
@example("a \r\nb", ",")
@example("a ,b", ",")
@example("a\n b", ",")
@example("a, b ", ",")
def test_cells_without_outer_blanks(text, mark):
    """The rows of a text are those of the standard library's reader, each cell trimmed."""
    found, problems = cut._rows(text, 0, mark, 1)
    expected = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True, strict=True)
    assert [row.cells for row in found] == [tuple(map(trimmed, each)) for each in expected]
    assert not problems


@settings(deadline=None)
@given(st.text(alphabet="a ,;\t\n\r\ufeff", max_size=12))
def test_the_blank_lines_before_a_header(text):
    """Line by line, the first with anything in it is the header."""
    lines = list(io.StringIO(text, newline=""))
    first = next((at for at, line in enumerate(lines) if line.strip("\ufeff,; \t\r\n")), len(lines))
    assert cut._before_header(text) == (first, len("".join(lines[:first])))


CELL = st.sampled_from(["", "a", "b", "A", "c d"])


@settings(deadline=None)
@given(st.lists(st.lists(CELL, max_size=5), max_size=9), st.integers(1, 400), st.lists(st.integers(0, 6), max_size=9))
def test_the_different_cells_of_columns(some, times, asked):
    """Whichever columns are asked for, in whatever order; beyond a thousand rows too, even rows and uneven ones."""
    rows = [Row(number, tuple(cells)) for number, cells in enumerate(some * times, 2)]
    columns = Columns(rows)
    for index in asked:
        expected = list(dict.fromkeys(row.cells[index] for row in rows if index < len(row.cells)))
        assert list(columns.different(index)) == expected


@settings(deadline=None)
@given(st.integers(1, 3), st.integers(990, 2010), st.integers(1, 2000), st.lists(st.integers(0, 3), max_size=5))
def test_columns_of_even_rows(width, count, different, asked):
    rows = [Row(number, tuple(str(number * (at + 1) % different) for at in range(width))) for number in range(count)]
    columns = Columns(rows)
    for index in asked:
        expected = list(dict.fromkeys(row.cells[index] for row in rows)) if index < width else []
        assert list(columns.different(index)) == expected

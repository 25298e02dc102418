"""Whatever the bytes: no exception, and every row has one outcome."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cedsl.diagnostic import show
from cedsl.period import Window
from cedsl.records import read_members, read_records
from cedsl.records.outcome import Outcome, Records, Register, Unreadable
from cedsl.records.spans import Stretch, add, undisputed
from tests.records.examples import SCHEMA

pytestmark = pytest.mark.property

MEMBERS = st.sampled_from(["M1", "M2", "007", "", "=1+1"])
DATES = st.sampled_from(
    ["2025-02-03", "03/04/2025", "13/02/2025", "02/13/2025", "31.04.2025", "Feb 3 25", "45700", "", "soon"]
)
AMOUNTS = st.sampled_from(
    ["1", "1.5", "1,5", "1.000", "90 min", "1:30", "1h 30m", "26", "-1", "TBD", "", "½"]
)
CATEGORIES = st.sampled_from(["HR", "hr; SUB", "Etik", "HR 2h / SUB: 1", "", "Ethics, HR", "a|b|c"])
MODES = st.sampled_from(["live", "On Demand", "slef", "", "passive"])
ODD = st.text(alphabet='M1,;"\n\r\t /|:.½-é\x00\ufeff', max_size=12)
ROWS = st.lists(st.tuples(MEMBERS, DATES, AMOUNTS, CATEGORIES, MODES), max_size=12)
HEADER = ("member", "date", "hours", "category", "mode")


def as_csv(header, rows, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def assert_sound(read):
    match read:
        case Unreadable():
            assert read.diagnostics
            for problem in read.diagnostics:
                assert "CE300" <= problem.code <= "CE349"
                assert show(problem, read.source)
        case Records():
            counts = {outcome: 0 for outcome in Outcome}
            for each in read.outcomes.below:
                counts[each.outcome] += 1
                assert (each.reason == "") == (each.sentence == "") == (each.outcome is Outcome.USED)
            assert counts[Outcome.USED] + counts[Outcome.NOTED] == len(read.activities)
            assert counts[Outcome.HELD] == len(read.held)
            assert all(row.readings for row in read.held)
        case Register():
            assert all(values for facts in read.facts.values() for values in facts.values())


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes(data):
    assert_sound(read_records("x", data, SCHEMA))
    assert_sound(read_members("x", data, SCHEMA))


@settings(deadline=None)
@given(st.lists(ODD, max_size=40), st.sampled_from([",", ";", "\t"]))
def test_random_text_under_a_header(pieces, delimiter):
    data = (delimiter.join(HEADER) + "\n" + delimiter.join(pieces)).encode()
    assert_sound(read_records("x", data, SCHEMA))
    assert_sound(read_members("x", data.replace(b"date", b"from").replace(b"mode", b"class"), SCHEMA))


@settings(deadline=None)
@given(ROWS, st.data())
def test_mutated_files(rows, data):
    text = as_csv(HEADER, rows)
    at = data.draw(st.integers(0, len(text)))
    assert_sound(read_records("x", (text[:at] + data.draw(ODD) + text[at:]).encode(), SCHEMA))
    assert_sound(read_records("x", text.encode()[:at], SCHEMA))


@settings(deadline=None)
@given(ROWS)
def test_every_row_has_one_outcome(rows):
    read = read_records("x", as_csv(HEADER, rows).encode(), SCHEMA)
    assert isinstance(read, Records)
    assert [each.row for each in read.outcomes.below] == list(range(2, len(rows) + 2))
    assert_sound(read)


@settings(deadline=None)
@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(range(len(rows))))))
def test_shuffling_rows_permutes_outcomes(given_rows):
    rows, order = given_rows
    unique = [(*row, f"course {number}") for number, row in enumerate(rows)]
    header = (*HEADER, "course")
    before = read_records("x", as_csv(header, unique).encode(), SCHEMA)
    after = read_records("x", as_csv(header, [unique[each] for each in order]).encode(), SCHEMA)
    for place, origin in enumerate(order):
        one, other = after.outcomes.below[place], before.outcomes.below[origin]
        assert (one.outcome, one.reason, one.sentence, one.cell) == (
            other.outcome,
            other.reason,
            other.sentence,
            other.cell,
        )
    assert {each.fields["course"]: each for each in before.activities} == {
        each.fields["course"]: each for each in after.activities
    }
    assert held_by_course(before) == held_by_course(after)


def held_by_course(read):
    return {row.readings[0].fields["course"]: (row.member, row.question, row.readings) for row in read.held}


@settings(deadline=None)
@given(ROWS, st.sampled_from([";", "\t"]))
def test_the_delimiter_changes_no_activity(rows, delimiter):
    rows = [row for row in rows if "," not in row[3]]
    one = read_records("x", as_csv(HEADER, rows).encode(), SCHEMA)
    other = read_records("x", as_csv(HEADER, rows, delimiter).encode(), SCHEMA)
    assert one.activities == other.activities
    assert one.held == other.held


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 28), st.integers(1, 28), st.sampled_from("AB")), max_size=12))
def test_stretches_agree_with_a_calendar(statements):
    stretches: list[Stretch] = []
    calendar: dict[int, set[str]] = {}
    for row, (one, other, value) in enumerate(statements, 2):
        first, last = min(one, other), max(one, other)
        here = [day for day in range(first, last + 1) if calendar.get(day, {value}) != {value}]
        against = add(stretches, Stretch(Window(date(2025, 1, first), date(2025, 1, last)), value, row))
        assert (not against) == (not here)
        assert not against or against[0].days.first.day == here[0]
        for day in range(first, last + 1):
            calendar.setdefault(day, set()).add(value)
    found = undisputed(stretches)
    for day in range(1, 29):
        values = {each.value for each in found if each.holds_on(date(2025, 1, day))}
        stated = calendar.get(day, set())
        assert values == (stated if len(stated) == 1 else set())

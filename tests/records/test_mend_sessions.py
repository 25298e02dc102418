"""Attendance reports: who was there, on which day and for how long, counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cedsl.quantity import Amount
from cedsl.records.attendance import Stretch, attendances, within
from cedsl.records.days import Order
from cedsl.records.moments import Clock, day_of, last_day_of, length_in_words, moment, read_clock
from cedsl.records.outcome import Unreadable
from cedsl.records.profile import Profile, SessionSetting
from cedsl.records.read import read_files
from tests.records.examples import SCHEMA
from tests.records.mending import below, column, mended, only_held

HEADER = "member,join time,leave time\n"


def length(number: F | int) -> Amount:
    return Amount(F(number), "minute")


# --------------------------------------------------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    ("text", "day", "clock", "zone"),
    [
        ("2025-02-03 09:00:01", "2025-02-03", (9, 0, 1), ""),
        ("2025-02-03T09:00:00Z", "2025-02-03", (9, 0, 0), "Z"),
        ("2025-02-03T09:00:00+01:00", "2025-02-03", (9, 0, 0), "+01:00"),
        ("02/03/2025 09:00:00 AM", "02/03/2025", (9, 0, 0), ""),
        ("02/03/2025 12:10 am", "02/03/2025", (0, 10, 0), ""),
        ("02/03/2025 12:10 p.m.", "02/03/2025", (12, 10, 0), ""),
        ("Feb 3, 2025, 4:48 PM EST", "Feb 3, 2025", (16, 48, 0), "EST"),
        ("3 Feb 2025 at 16:48 (UTC+1)", "3 Feb 2025", (16, 48, 0), "(UTC+1)"),
        ("9 AM", "", (9, 0, 0), ""),
        ("23:59", "", (23, 59, 0), ""),
    ],
)
def test_days_with_times(text, day, clock, zone):
    hour, minute, second = clock
    assert read_clock(text) == Clock(day, F(hour * 3600 + minute * 60 + second), zone)


@pytest.mark.parametrize("text", ["2025-02-03", "9", "24:00", "9:60", "13:00 PM", "0:30 AM", "soon", "", "9:00 " * 40])
def test_what_says_no_time(text):
    assert read_clock(text) is None


def test_fractions_of_a_second_are_exact():
    clock = read_clock("2025-02-03 09:00:01.125")
    assert clock is not None and clock.seconds == 9 * 3600 + F(9, 8)
    assert length_in_words(F(3629) + F(1, 8)) == "1:00:29.125"


def test_midnight_is_the_end_of_the_day_before():
    noon, midnight = moment(date(2025, 2, 3), F(12 * 3600)), moment(date(2025, 2, 4), F(0))
    assert last_day_of(noon, midnight) == date(2025, 2, 3)
    assert last_day_of(noon, midnight + 1) == date(2025, 2, 4)
    assert day_of(midnight) == date(2025, 2, 4)


# ------------------------------------------------------------------------------------------------------ stretches


STRETCHES = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), min_size=1, max_size=8)


@pytest.mark.property
@settings(deadline=None)
@given(STRETCHES, st.randoms())
def test_the_time_covered_is_that_of_a_clock_on_the_wall(pairs, dice):
    """Minute by minute, somebody who is there twice is there once."""
    stretches = [Stretch(row, F(first), F(first + long)) for row, (first, long) in enumerate(pairs)]
    (one,) = attendances(stretches, one=True)
    assert one.seconds == len({minute for each in stretches for minute in range(int(each.first), int(each.end))})
    dice.shuffle(stretches)
    assert attendances(stretches, one=True) == (one,)


def test_what_begins_on_a_later_day_is_another_attendance():
    day = 24 * 3600
    first, rejoined = Stretch(2, F(day - 600), F(day + 600)), Stretch(3, F(day + 700), F(day + 800))
    later = Stretch(4, F(2 * day), F(2 * day + 60))
    found = attendances([later, rejoined, first], one=False)
    assert [[each.row for each in one.stretches] for one in found] == [[2, 3], [4]]
    assert len(attendances([later, rejoined, first], one=True)) == 1


def test_only_what_lies_in_the_session_counts():
    session = F(100), F(200)
    assert within(Stretch(2, F(50), F(150)), session) == Stretch(2, F(100), F(150))
    assert within(Stretch(2, F(50), F(100)), session) is None
    assert within(Stretch(2, F(50), F(50)), None) == Stretch(2, F(50), F(50))


# -------------------------------------------------------------------------------------------------------- reports


def test_coming_and_going_make_a_day_and_a_length():
    found = mended(f"{HEADER}M,2025-02-03 09:00,2025-02-03 10:30\n")
    assert below(found) == [(2, "used", "")]
    (one,) = found.activities
    assert (one.on, one.amount, one.started, one.ended) == (date(2025, 2, 3), length(90), None, None)
    assert found.notices == ()


def test_several_events_of_one_day_are_told_apart_where_the_file_does():
    """By their number, course or title; else one day is one event."""
    rows = "M,2025-02-03 09:00,2025-02-03 10:00,{}\nM,2025-02-03 10:30,2025-02-03 11:00,{}\n"
    for heading in ("meeting id", "course", "title"):
        header = f"member,join time,leave time,{heading}\n"
        assert [each.amount for each in mended(header + rows.format("A", "B")).activities] == [length(60), length(30)]
        assert [each.amount for each in mended(header + rows.format("A", "A")).activities] == [length(90)]
    assert [each.amount for each in mended(HEADER + rows.replace(",{}", "")).activities] == [length(90)]


def test_a_weekly_meeting_is_another_event_each_time():
    text = "member,meeting id,join time,leave time\nM,7,2025-02-03 09:00,2025-02-03 10:00\nM,7,2025-02-10 09:00,2025-02-10 10:00\n"
    assert [each.on for each in mended(text).activities] == [date(2025, 2, 3), date(2025, 2, 10)]


def test_the_row_that_comes_first_stands_for_the_others_wherever_it_is():
    rows = ["M,2025-02-03 09:30,2025-02-03 10:00,b\n", "M,2025-02-03 09:00,2025-02-03 09:40,a\n"]
    header = "member,join time,leave time,notes\n"
    for order, kept in ((rows, 3), (rows[::-1], 2)):
        found = mended(header + "".join(order))
        (one,) = found.activities
        assert (one.row, one.amount, one.fields["notes"]) == (kept, length(60), "a")
        merged = next(each for each in found.outcomes.below if each.reason == "merged")
        assert merged.sentence == f"merged with row {kept}: the time of both is counted once"


def test_the_order_of_days_is_decided_for_coming_and_going_together():
    found = mended(f"{HEADER}M,02/03/2025 09:00,02/03/2025 10:00\nN,02/03/2025 23:00,02/13/2025 00:00\n")
    assert found.activities[0].on == date(2025, 2, 3)
    assert "the column `join time` writes months before days, as `02/13/2025 00:00` shows" in found.notices


def test_a_day_that_could_be_two_is_held_with_one_length():
    row = only_held(mended(f"{HEADER}M,02/03/2025 09:00,02/03/2025 10:00\n"))
    assert row.question == "is `02/03/2025` 2 March 2025 or 3 February 2025?"
    assert [(each.on, each.amount) for each in row.readings] == [
        (date(2025, 3, 2), length(60)),
        (date(2025, 2, 3), length(60)),
    ]


def test_a_rejoin_with_doubtful_days_is_merged_and_held():
    text = f"{HEADER}M,02/03/2025 09:00,02/03/2025 10:00\nM,02/03/2025 09:30,02/03/2025 11:00\n"
    found = mended(text)
    assert [each.reason for each in found.outcomes.below] == ["ambiguous-date", "merged"]
    assert [each.amount for each in only_held(found).readings] == [length(120)] * 2
    settled = mended(text, order=Order.DAY_FIRST)
    assert [each.on for each in settled.activities] == [date(2025, 3, 2)]


def test_zones_are_said_aloud_and_days_stay_as_written():
    found = mended(f"{HEADER}M,2025-02-03T23:30:00Z,2025-02-03T23:50:00Z\n")
    assert found.activities[0].on == date(2025, 2, 3)
    assert found.notices == ("the times in `join time` are those of `Z`; each day counts as it is written there",)
    row = only_held(mended(f"{HEADER}M,2025-02-03T09:00:00Z,2025-02-03T10:00:00+01:00\n"))
    assert row.question == "the row gives its times in two zones, `Z` and `+01:00`"


def test_times_beside_a_column_of_days():
    header = "member,date,sign in,sign out\n"
    found = mended(header + "M,3 Feb 2025,9:00,12:30\nM,4 Feb 2025,9 AM,1 PM\n")
    assert [(each.on, each.amount) for each in found.activities] == [
        (date(2025, 2, 3), length(210)),
        (date(2025, 2, 4), length(240)),
    ]
    row = only_held(mended(header + "M,3 Feb 2025,23:00,1:00\n"))
    # exchanged 22 hours, past midnight 2, or nobody knows
    assert [(each.amount, each.unbounded) for each in row.readings] == [
        (length(22 * 60), False),
        (length(120), False),
        (None, True),
    ]


STATED = "member,join time,leave time,{}\nM,2025-02-03 09:00:00,2025-02-03 10:00:{:02},{}\n"


@pytest.mark.parametrize(
    ("heading", "second", "cell", "outcome", "reason"),
    [
        ("Duration (Minutes)", 0, "60", "used", ""),
        ("Duration (Minutes)", 30, "61", "noted", "rounded-length"),
        ("Duration", 0, "60", "used", ""),
        ("Duration", 0, "1", "used", ""),
        ("hours", 0, "1.0", "used", ""),
        ("hours", 0, "2", "held", "lengths-differ"),
        ("Duration", 0, "61 mins", "held", "lengths-differ"),
        ("Duration", 0, "1:00:59", "noted", "rounded-length"),
        ("Duration", 0, "TBD", "noted", "unread-length"),
        ("Duration", 0, "", "used", ""),
    ],
)
def test_a_stated_length_is_compared(heading, second, cell, outcome, reason):
    assert below(mended(STATED.format(heading, second, cell))) == [(2, outcome, reason)]


def test_lengths_that_differ_by_a_minute_are_both_possible():
    row = only_held(mended(STATED.format("Duration", 0, "75 min")))
    assert row.question == ("the row says `75 min`; from joining to leaving it is 1:00:00: which of the two counts?")
    assert [each.amount for each in row.readings] == [length(60), length(75)]


def test_a_stated_length_may_be_that_of_all_rows_of_the_attendance():
    """Some programs write the total of a person in every row: 40 and 30 minutes, or 60 that they cover."""
    text = "member,join time,leave time,Duration (Minutes)\nM,2025-02-03 09:00,2025-02-03 09:40,{0}\nM,2025-02-03 09:30,2025-02-03 10:00,{0}\n"
    for total in (70, 60):
        found = mended(text.format(total))
        assert [each.reason for each in found.outcomes.below] == ["", "merged"]
        assert found.activities[0].amount == length(60)
    assert [each.reason for each in mended(text.format(90)).outcomes.below] == ["lengths-differ"] * 2


def test_without_one_of_the_times_a_stated_length_is_a_way():
    text = "member,join time,leave time,Duration\nM,2025-02-03 09:00,,50 min\nM,,2025-02-04 10:00,50 min\nM,soon,2025-02-05 10:00,\nN,,,40 min\n"
    found = mended(text)
    assert [each.reason for each in found.outcomes.below] == [
        "no-leave-time", "no-join-time", "unreadable-time", "no-date",
    ]  # fmt: skip
    assert [[(each.on, each.amount, each.unbounded) for each in row.readings] for row in found.held] == [
        [(date(2025, 2, 3), None, False), (date(2025, 2, 3), None, True), (date(2025, 2, 3), length(50), False)],
        [(date(2025, 2, 4), None, False), (date(2025, 2, 4), None, True), (date(2025, 2, 4), length(50), False)],
        [(date(2025, 2, 5), None, False), (date(2025, 2, 5), None, True)],
        [(None, length(40), False)],
    ]


SESSION = "Topic,Start Time,End Time\nLaw,2025-02-03 09:00,2025-02-03 10:00\n"


def test_times_are_cut_to_the_session():
    rows = "M,2025-02-03 08:00,2025-02-03 09:20\nN,2025-02-03 08:00,2025-02-03 09:00\nO,2025-02-03 09:30,\n"
    found = mended(SESSION + HEADER + rows, header=3)
    assert below(found) == [(4, "used", ""), (5, "refused", "outside-the-session"), (6, "held", "no-leave-time")]
    assert found.activities[0].amount == length(20)
    # nobody can have stayed longer than the session: 9:30 to 10:00
    assert [each.amount for each in only_held(found).readings] == [length(30)]
    assert [each.reason for each in found.outcomes][:3] == ["session", "session", "header"]


def test_the_rows_above_may_say_it_in_their_own_words_or_side_by_side():
    rows = HEADER + "M,2025-02-03 08:00,2025-02-03 09:20\n"
    above = "Anfang:,2025-02-03 09:00\nEnde:,2025-02-03 10:00\n"
    found = mended(above + rows, header=3, session=SessionSetting("Anfang", "Ende"))
    assert found.activities[0].amount == length(20)
    assert mended(above + rows, header=3).activities[0].amount == length(80)


def test_a_session_that_cannot_be_read_cuts_nothing():
    above = "Start Time,End Time\n2025-02-30 09:00,2025-02-30 10:00\n"
    found = mended(above + HEADER + "M,2025-02-03 08:00,2025-02-03 09:20\n", header=3)
    assert found.activities[0].amount == length(80)
    assert found.notices[1] == (
        "row 2 gives the session from `2025-02-30 09:00` to `2025-02-30 10:00`, which cannot be read; "
        "no time is cut to it"
    )


def test_past_midnight_and_until_midnight():
    text = f"{HEADER}M,2025-02-03 23:00,2025-02-04 00:00\nN,2025-02-03 23:00,2025-02-04 00:10\n"
    found = mended(text)
    assert below(found) == [(2, "used", ""), (3, "noted", "past-midnight")]
    assert [each.ended for each in found.activities] == [None, date(2025, 2, 4)]


def test_the_same_row_twice_is_once():
    found = mended(f"{HEADER}M,2025-02-03 09:00,2025-02-03 10:00\nM,2025-02-03 09:00,2025-02-03 10:00\n")
    assert [each.reason for each in found.outcomes.below] == ["", "merged"]
    assert [each.amount for each in found.activities] == [length(60)]


def test_more_than_a_day_is_held_here_too():
    found = mended(f"{HEADER}M,2025-02-03 09:00,2025-02-05 10:00\n")
    assert below(found) == [(2, "held", "more-than-a-day")]


# ------------------------------------------------------------------------------------ files that are none of these


def test_coming_alone_is_the_day():
    found = mended("member,joined at,hours\nM,2025-02-03 09:00,1\n")
    assert (found.activities[0].on, found.activities[0].amount) == (date(2025, 2, 3), Amount(F(1), "hour"))


def test_a_day_of_joining_beside_another_day_is_not_read():
    found = mended("member,date,hours,joined,meeting id\nM,2025-02-03,1,2001-01-01,7\n")
    assert found.activities[0].on == date(2025, 2, 3)
    assert found.notices == ("the column `joined` is not read", "the column `meeting id` is not read")


def test_points_beside_times_stay_points():
    found = mended("member,joined,left,points\nM,2025-02-03 09:00,2025-02-03 10:00,2\n")
    assert found.activities[0].amount == Amount(F(2), "point")
    assert found.notices == ("the column `left` is not read",)


def test_a_settled_header_that_is_blank_names_no_column():
    found = read_files([("a.csv", b"a,b\n\nM,2025-02-03\n")], SCHEMA, Profile(header=2))
    assert isinstance(found, Unreadable)
    assert [each.code for each in found.diagnostics] == ["CE310", "CE311"]
    assert found.diagnostics[0].primary.text == "found no headings"


def test_columns_may_be_settled():
    text = "member,Kommt,Geht\nM,2025-02-03 09:00,2025-02-03 10:00\n"
    settings_ = {**column("Kommt", means="joined")["columns"], **column("Geht", means="left")["columns"]}
    assert mended(text, columns=settings_).activities[0].amount == length(60)


# --------------------------------------------------------------------------------------------------- any report


ZERO = datetime(2025, 2, 3, 22, 0)
TIMES = st.integers(0, 240).map(lambda minute: (ZERO + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M"))
CELLS = st.one_of(
    TIMES, st.sampled_from(["", "soon", "22:30", "03/02/2025 22:30", "02/13/2025 23:00", "31.04.2025 9:00"])
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["M", "N", ""]), CELLS, CELLS, st.sampled_from(["", "30", "1 h", "x"])), max_size=8
)


@pytest.mark.property
@settings(deadline=None)
@given(ROWS, st.randoms(use_true_random=False), st.booleans())
def test_any_report_keeps_its_rows_and_their_order_means_nothing(rows, dice, has_session):
    above = "Start Time,End Time\n2025-02-03 22:30,2025-02-04 01:00\n" if has_session else ""
    header = f"{above}member,join time,leave time,duration\n"
    shuffled = list(rows)
    dice.shuffle(shuffled)
    one, other = (
        mended(header + "".join(",".join(row) + "\n" for row in each), header=3 if has_session else 1)
        for each in (rows, shuffled)
    )
    for found in (one, other):
        assert len(found.outcomes.below) == len(rows)
        merged = sum(each.reason == "merged" for each in found.outcomes.below)
        used = sum(each.outcome.value in {"used", "noted"} for each in found.outcomes.below)
        assert used - merged == len(found.activities)
        assert all(each.readings for each in found.held)
    assert _alike(one, other)


def _alike(one, other):
    def said(records):
        return sorted((each.member, each.on, each.amount, each.ended) for each in records.activities)

    def heard(records):
        return sorted((each.member, sorted(map(_way, each.readings))) for each in records.held)

    return said(one) == said(other) and heard(one) == heard(other)


def _way(reading):
    amount = None if reading.amount is None else (reading.amount.number, reading.amount.unit)
    return str((reading.on, amount, reading.unbounded))


def test_what_is_held_for_another_reason_is_no_part_of_an_attendance():
    """Nobody knows what `blue` means; its half hour is not counted with the other."""
    schema = replace(SCHEMA, fields={name: each for name, each in SCHEMA.fields.items() if name != "status"})
    text = "member,join time,leave time,status\nM,2025-02-03 09:00,2025-02-03 09:30,\nM,2025-02-03 09:30,2025-02-03 10:00,blue\n"
    found = mended(text, schema)
    assert [each.reason for each in found.outcomes.below] == ["", "unknown-status"]
    assert [each.amount for each in found.activities] == [length(30)]
    assert [each.amount for each in only_held(found).readings] == [length(30)]


def test_whoever_is_called_total_and_came_is_somebody():
    assert below(mended(f"{HEADER}Total,2025-02-03 09:00,2025-02-03 09:30\n")) == [(2, "used", "")]

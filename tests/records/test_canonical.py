"""The clean file reads back as exactly what it was written from, and is then written the same."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cedsl.records import read_files, read_members, read_records
from cedsl.records.activity import Activity
from cedsl.records.canonical import Clean, clean_members, clean_records
from cedsl.records.guard import guarded, unguarded
from cedsl.records.numerals import Mark, read_number, unmistakable
from cedsl.records.outcome import Outcome, Records, Register
from cedsl.records.schema import Schema
from tests.records import fixture_profiles, test_fixtures
from tests.records.examples import SCHEMA, records, register
from tests.records.test_laws import as_csv

FIXTURES = Path(__file__).parent / "fixtures"
HORIZON = date(2025, 6, 30)
OPEN = replace(SCHEMA, categories={}, open_categories=True)

MEMBERS = st.sampled_from(["M1", "007", "=1+1", "'=x", "''+x", "-5", "@home", "member", "a;b", 'q"q', "x\ny"])
DATES = st.sampled_from(["2025-02-03", "2025-02-04", "Feb 3 25", "13/02/2025"])
AMOUNTS = st.sampled_from(
    ["1", "1.5", "0.5", "1.125", "12.3450", "0.335", "1/3", "2 1/3", "90 min", "1:30", "1h 30m", "0:20", "3 points", "0", ""]
)
CATEGORIES = st.sampled_from(
    ["HR", "hr; SUB", "HR 2h / SUB: 1", "HR 1.125; SUB 2/3", "", "Ethics", "Ethics (2 points)", "Human resources, management"]
)
TEXTS = st.sampled_from(
    ["", "live", "=cmd", "'=cmd", "a &amp;amp; b", "&amp;lt;", "&copy", "E=mc2", '="x"', "-", "- 5", "+1 555", "Total", "1,5", "\u2028x"]
) | st.text(alphabet="ab'=+-@&;,\" \n.:/|()½é#0", max_size=8)
ROWS = st.lists(st.tuples(MEMBERS, DATES, AMOUNTS, CATEGORIES, TEXTS, TEXTS), max_size=8)
HEADER = ("member", "date", "hours", "category", "title", "notes")


def reread(text: str, schema: Schema = SCHEMA) -> Records:
    read = read_records("clean.csv", text.encode(), schema)
    assert isinstance(read, Records), read
    return read


def assert_fixed(activities: tuple[Activity, ...], schema: Schema = SCHEMA) -> Clean:
    """Every activity is in the file, reads back the same, and is written again to the letter."""
    clean = clean_records(activities, schema, HORIZON)
    assert clean.left_out == ()
    again = reread(clean.text, schema)
    assert again.activities == activities
    assert again.held == ()
    assert clean_records(again.activities, schema, HORIZON) == clean
    return clean


@pytest.mark.property
@settings(deadline=None)
@given(ROWS, st.sampled_from([SCHEMA, OPEN]))
def test_the_clean_file_is_a_fixed_point(rows, schema: Schema) -> None:
    read = read_records("x", as_csv(HEADER, rows).encode(), schema)
    assert isinstance(read, Records)
    assert_fixed(read.activities, schema)


def test_the_clean_file() -> None:
    """3.125 might be 3125, so a 0 follows it; 20 minutes are a third of an hour, and stay minutes."""
    read = records(
        "licence,completed,credits,subject,format,course title,prep\n"
        "007,14/02/2025,3 1/8,HR 2h; SUB: 1,On demand,=1+1,30 min\n"
        'M-2,3 Feb 25,0:20,,live,"Law, and order",\n'
        "M-3,15/02/2025,1/3 h,Business ethics,,,\n"
    )
    clean = assert_fixed(read.activities)
    assert clean.text == (
        "member,date,amount,unit,category,mode,title,preparation\r\n"
        "007,2025-02-14,3.1250,hour,HR: 2 hour; SUB: 1 hour,self-study,'=1+1,30 min\r\n"
        'M-2,2025-02-03,20,minute,,live,"Law, and order",\r\n'
        "M-3,2025-02-15,1/3,hour,Ethics,,,\r\n"
    )


def test_a_field_that_no_rule_knows_says_that_it_is_one() -> None:
    read = read_files(
        [("x", b"member,date,hours,region\nM-1,2025-02-03,1,North\n")],
        SCHEMA,
        fixture_profiles.Profile(columns={"region": fixture_profiles.ColumnSetting(means="region")}),
    )
    assert not isinstance(read, Records)
    (found,) = read
    clean = assert_fixed(found.activities)
    assert clean.text.splitlines()[0] == "member,date,amount,unit,field: region"


def test_equal_rows_of_two_events_stay_two() -> None:
    """They differ in a column that is not read: without a number of their own they would be one course once more."""
    read = records("member,date,hours,title,room\nM-1,2025-02-03,1,Law,A\nM-1,2025-02-03,1,Law,B\n")
    assert [each.outcome for each in read.outcomes.below] == [Outcome.USED, Outcome.USED]
    clean = assert_fixed(read.activities)
    assert clean.text == (
        "member,date,amount,unit,title,row in this file\r\n"
        "M-1,2025-02-03,1,hour,Law,2\r\n"
        "M-1,2025-02-03,1,hour,Law,3\r\n"
    )


def test_what_cannot_be_written_faithfully_is_left_out_and_told() -> None:
    """Fourteen digits cannot be read back, nor can the fraction."""
    (one,) = records("member,date,hours\nM-1,2025-02-03,1\n").activities
    assert one.amount is not None
    long = replace(one, amount=replace(one.amount, number=one.amount.number / 10**12))
    clean = clean_records((one, long), SCHEMA)
    assert clean.left_out == (long,)
    assert reread(clean.text).activities == (one,)


PROFILES = {
    "roster_positional": fixture_profiles.ROSTER,
    "excel_de": fixture_profiles.EXCEL_DE,
    "mixed_dates": fixture_profiles.MIXED,
    "zoom_participants": fixture_profiles.ZOOM,
    "webex_attendees": fixture_profiles.WEBEX,
    "wide_units": fixture_profiles.WIDE,
    "lms_completions": fixture_profiles.LMS,
    "personal_log": fixture_profiles.LOG,
}


@pytest.mark.parametrize("file", sorted(FIXTURES.iterdir()), ids=lambda file: file.name)
@pytest.mark.parametrize("schema", [SCHEMA, OPEN], ids=["closed", "open"])
def test_the_eight_fixtures_are_fixed_points(file: Path, schema: Schema) -> None:
    read = read_files([(file.name, file.read_bytes())], schema, PROFILES[file.stem], HORIZON)
    assert isinstance(read, tuple), read
    assert_fixed(tuple(activity for each in read for activity in each.activities), schema)


@pytest.mark.parametrize("file", sorted(FIXTURES.iterdir()), ids=lambda file: file.name)
def test_the_eight_fixtures_are_fixed_points_under_their_own_words(file: Path) -> None:
    read = read_files([(file.name, file.read_bytes())], own_words(file.name), PROFILES[file.stem], HORIZON)
    assert isinstance(read, tuple), read
    activities = tuple(activity for each in read for activity in each.activities)
    assert activities
    assert_fixed(activities, own_words(file.name))


def own_words(name: str) -> Schema:
    return test_fixtures.SKILLS if name == "wide_units.csv" else test_fixtures.FIXTURES


def test_a_workbook_as_a_clean_file() -> None:
    """The category that the merged block says of row 5 is written in its row; 45700 is 12 February 2025."""
    read = test_fixtures.read("personal_log.xlsx", fixture_profiles.LOG)
    assert assert_fixed(read.activities, test_fixtures.FIXTURES).text == (
        "member,date,amount,unit,category,mode,notes\r\n"
        "M-801,2025-02-03,1.5,hour,ethics,live,résumé review\r\n"
        "M-801,2025-02-12,90,minute,ethics,live,\r\n"
    )


def test_categories_with_amounts_of_their_own_as_a_clean_file() -> None:
    """1 and 0.5 and 0.5 are the 2 of the first; 4 in one skill are all of the second; 0.33 is settled as a third."""
    profile = replace(fixture_profiles.WIDE, thirds=True)
    read = test_fixtures.read("wide_units.csv", profile, test_fixtures.SKILLS)
    hours = [[(tag.category, tag.amount and tag.amount.number) for tag in each.tags] for each in read.activities]
    assert hours == [
        [("ways", Fraction(1)), ("power", Fraction(1, 2)), ("acumen", Fraction(1, 2))],
        [("power", Fraction(4))],
        [("ways", Fraction(1, 3))],
    ]
    assert assert_fixed(read.activities, test_fixtures.SKILLS).text == (
        "member,date,started,amount,unit,category,activity-id,status\r\n"
        "H-401,2025-01-10,2025-01-10,2,hour,ways: 1 hour; power: 0.5 hour; acumen: 0.5 hour,C1,Approved\r\n"
        "H-401,2025-01-05,2024-12-30,4,hour,power: 4 hour,C3,Approved\r\n"
        "H-402,2025-01-12,2025-01-12,1/3,hour,ways: 1/3 hour,C4,Approved\r\n"
    )


# ------------------------------------------------------------------------------------------- members


DAYS = st.sampled_from(["", "2025-01-01", "2025-06-30", "2026-01-01", "2026-12-31"])
FACTS = st.lists(
    st.tuples(
        st.sampled_from(["M-1", "M-2", "=1"]),
        DAYS,
        DAYS,
        st.sampled_from(["", "A", "Basic"]),
        st.sampled_from(["", "yes", "N"]),
        st.sampled_from(["", "5", "-1.125", "0.335"]),
        TEXTS,
    ),
    max_size=8,
)


@pytest.mark.property
@settings(deadline=None)
@given(FACTS)
def test_the_clean_file_of_members_is_a_fixed_point(rows) -> None:
    header = ("member", "from", "until", "class", "sells-ltc", "balance", "home-state")
    read = read_members("x", as_csv(header, rows).encode(), SCHEMA)
    assert isinstance(read, Register)
    text = clean_members(read.facts, SCHEMA)
    again = read_members("clean.csv", text.encode(), SCHEMA)
    assert isinstance(again, Register), again
    assert again.facts == read.facts
    assert clean_members(again.facts, SCHEMA) == text


def test_the_clean_file_of_members() -> None:
    read = register(
        "license,class,certified on,valid from,valid to\n"
        "007,Basic,30 June 2020,,31.12.2025\n"
        "007,Active,,2026-01-01,\n"
        "M-2,,,,\n"
    )
    assert clean_members(read.facts, SCHEMA) == (
        "member,from,until,certified-on,class\r\n"
        "007,,2025-12-31,2020-06-30,B\r\n"
        "007,2026-01-01,,,A\r\n"
        "M-2,,,,\r\n"
    )


def test_a_member_whose_row_would_repeat_the_header_is_kept() -> None:
    """A row that repeats the header states nothing; two more columns, both blank, tell it from the header."""
    for header, row, clean in (
        ("Member no", "member", "member,from,until\r\nmember,,\r\n"),
        ("Member no,home-state", "member,home-state", "member,from,until,home-state\r\nmember,,,home-state\r\n"),
    ):
        read = register(f"{header}\n{row}\n")
        assert list(read.facts) == ["member"]
        assert clean_members(read.facts, SCHEMA) == clean
        again = read_members("clean.csv", clean.encode(), SCHEMA)
        assert isinstance(again, Register)
        assert again.facts == read.facts


def test_members_whose_names_hold_the_sign_of_another_file_are_kept() -> None:
    """Of one column alone nobody could tell what separates its cells: `id;to` would be two."""
    clean = clean_members({"007": {}, "id;to": {}}, SCHEMA)
    assert clean == "member,from,until\r\n007,,\r\nid;to,,\r\n"
    again = read_members("clean.csv", clean.encode(), SCHEMA)
    assert isinstance(again, Register)
    assert again.facts == {"007": {}, "id;to": {}}


# ------------------------------------------------------------------------------------- cells by themselves


@pytest.mark.property
@given(st.text(alphabet="'=+-@ab 5.\t\r＝", max_size=6).map(str.strip))
def test_a_guarded_text_reads_back_and_is_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+@\t\r＝") and (guarded(text)[:1] != "-" or text[1:].replace(".", "").isdigit())


@pytest.mark.property
@given(st.fractions(min_value=0, max_value=9999, max_denominator=2000), st.sampled_from(Mark))
def test_an_unmistakable_number_reads_as_itself_in_any_column(number, mark: Mark) -> None:
    read = read_number(unmistakable(number), mark)
    assert read is not None
    assert read.values == (number,)
    assert read.remark is None


def test_a_clean_file_is_plain_csv() -> None:
    read = records('member,date,hours,title\nM-1,2025-02-03,1,"a, ""b""\nc"\n')
    text = clean_records(read.activities, SCHEMA).text
    assert list(csv.reader(io.StringIO(text))) == [
        ["member", "date", "amount", "unit", "title"],
        ["M-1", "2025-02-03", "1", "hour", 'a, "b"\nc'],
    ]

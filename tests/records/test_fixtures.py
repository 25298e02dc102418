"""The eight fixtures of the import contract: the outcome of every row, and what came of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction as F
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cedsl.quantity import Amount
from cedsl.records.activity import Activity, HeldRow, Tag
from cedsl.records.intake import tables_in
from cedsl.records.layout import heads_activities
from cedsl.records.mend import mend
from cedsl.records.outcome import Outcome, Records, Unreadable
from cedsl.records.profile import PLAIN, ColumnSetting, Hours, Profile
from cedsl.records.read import read_files, source_of
from cedsl.records.schema import ChoiceType, Schema, TextType
from cedsl.records.steps import ACTIVITY_STEPS
from tests.records import fixture_profiles as profiles
from tests.records.examples import SCHEMA
from tests.records.fixture_workbook import LOG_MERGED, LOG_ROWS, workbook

FOLDER = Path(__file__).parent / "fixtures"
RUN = date(2025, 6, 30)
"""The day of the check: nothing can have been completed later."""

CATEGORIES = {"ethics": "Ethics", "hr": "Human resources", "12": "Subject 12"}
FIXTURES = replace(
    SCHEMA,
    categories=CATEGORIES,
    fields={"mode": ChoiceType(("live", "webinar")), "course": TextType(), "title": TextType()},
)
SKILLS = replace(FIXTURES, categories={"ways": "Ways of Working", "power": "Power Skills", "acumen": "Business Acumen"})


def content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def read(name: str, profile: Profile, schema: Schema = FIXTURES, data: bytes | None = None) -> Records:
    found = read_files([(name, content(name) if data is None else data)], schema, profile, RUN)
    assert isinstance(found, tuple), found
    (records,) = found
    return records


def outcomes(records: Records) -> list[tuple[int, str, str]]:
    return [(each.row, each.outcome.value, each.reason) for each in records.outcomes]


def sentence(records: Records, row: int) -> str:
    return records.outcomes[row - 1].sentence


def activity(records: Records, row: int) -> Activity:
    (found,) = (each for each in records.activities if each.row == row)
    return found


def held(records: Records, row: int) -> HeldRow:
    (found,) = (each for each in records.held if each.row == row)
    return found


def hours(number: F | int) -> Amount:
    return Amount(F(number), "hour")


def minutes(number: F | int) -> Amount:
    return Amount(F(number), "minute")


# ------------------------------------------------------------------------------- F1, a roster without a header


def test_a_roster_without_a_header():
    found = read("roster_positional.csv", profiles.ROSTER)
    assert outcomes(found) == [
        (1, "noted", "hours-of-course"),
        (2, "used", ""),
        (3, "held", "either-or"),
        (4, "noted", "prefix"),
        (5, "refused", "duplicate"),
        (6, "refused", "no-member"),
    ]
    # 12/3 is 3 December, for the profile says that months stand first; course 778120 is worth 2 hours
    first = activity(found, 1)
    assert (first.member, first.on, first.amount, first.tags) == ("RN900001", date(2024, 12, 3), hours(2), ())
    assert (first.fields["course"], first.fields["state"]) == ("778120", "FL")
    partial = activity(found, 2)
    assert (partial.member, partial.amount, partial.tags) == ("RN900002", hours(F(3, 2)), (Tag("12"),))
    stripped = activity(found, 4)
    assert (stripped.fields["provider"], stripped.fields["course"]) == ("4410", "778120")
    assert stripped.amount == hours(2)
    assert sentence(found, 5) == "the same as row 1"
    assert sentence(found, 6) == "nobody is named in `column 5`"


def test_two_course_numbers_are_one_of_the_two():
    """With 778120 alone it is 2 hours; ABC-7 alone is no course that the table knows."""
    row = held(read("roster_positional.csv", profiles.ROSTER), 3)
    assert row.question == (
        "the row says `778120` in `column 2` and `ABC-7` in `column 3`, and only one of the two may be given: "
        "which one is right?"
    )
    assert {(each.amount, each.unbounded, each.fields.get("course")) for each in row.readings} == {
        (hours(2), False, "778120"),
        (None, True, None),
    }


def test_a_course_that_nobody_knows_leaves_the_hours_open():
    unknown = replace(profiles.ROSTER, courses={"111": "1h"})
    found = read("roster_positional.csv", unknown)
    assert outcomes(found)[0] == (1, "held", "hours-missing")
    row = held(found, 1)
    assert (
        row.question == "hours missing: the row states none, and the table of courses does not know the course `778120`"
    )
    assert [each.unbounded for each in row.readings] == [False, True]
    assert outcomes(found)[1] == (2, "used", "")
    none = read("roster_positional.csv", replace(profiles.ROSTER, courses={}))
    assert outcomes(none)[0] == (1, "held", "hours-missing")


# ----------------------------------------------------------------------------------- F2, a German spreadsheet


def test_a_german_spreadsheet():
    found = read("excel_de.csv", profiles.EXCEL_DE)
    assert outcomes(found) == [
        (1, "skipped", "header"),
        (2, "used", ""),
        (3, "used", ""),
        (4, "held", "impossible-date"),
        (5, "held", "ambiguous-number"),
        (6, "held", "unknown-category"),
        (7, "skipped", "blank-row"),
    ]
    first, second = activity(found, 2), activity(found, 3)
    assert (first.on, first.amount, first.tags) == (date(2025, 2, 3), hours(F(3, 2)), (Tag("ethics"),))
    assert (second.on, second.amount, second.tags) == (date(2025, 2, 13), hours(F(9, 4)), (Tag("hr"),))
    assert held(found, 5).question == "is `1.000` 1 or 1000? 1000 hours in one day cannot be"
    assert [each.amount for each in held(found, 5).readings] == [hours(1)]
    assert held(found, 6).question == "unknown category `Etik`; did you mean `Ethik`?"
    assert found.notices == (
        "columns are separated by semicolons",
        "the column `Stunden` writes decimal commas, as `1,5` shows",
    )


# ----------------------------------------------------------------------------------------- F3, mixed dates


def test_mixed_dates():
    found = read("mixed_dates.csv", profiles.MIXED)
    assert outcomes(found) == [
        (1, "skipped", "header"),
        (2, "used", ""),
        (3, "used", ""),
        (4, "held", "mixed-date-order"),
        (5, "held", "ambiguous-date"),
        (6, "noted", "two-digit-year"),
        (7, "held", "day-number"),
    ]
    assert [each.member for each in found.activities] == ["007", "008", "011"]
    assert [each.on for each in found.activities] == [date(2025, 2, 3), date(2025, 2, 13), date(2025, 2, 3)]
    assert [each.on for each in held(found, 5).readings] == [date(2025, 4, 3), date(2025, 3, 4)]
    assert [each.on for each in held(found, 7).readings] == [date(2025, 2, 12)]


def test_day_numbers_are_taken_where_that_is_settled():
    found = read("mixed_dates.csv", replace(profiles.MIXED, serials=True))
    assert outcomes(found)[6] == (7, "noted", "day-number")
    assert activity(found, 7).on == date(2025, 2, 12)


# ------------------------------------------------------------------------------------- F4, Zoom participants


def test_zoom_participants():
    found = read("zoom_participants.csv", profiles.ZOOM)
    assert outcomes(found) == [
        (1, "skipped", "session"),
        (2, "skipped", "session"),
        (3, "skipped", "blank-row"),
        (4, "skipped", "header"),
        (5, "used", ""),
        (6, "noted", "merged"),
        (7, "held", "nobody-to-credit"),
        (8, "used", ""),
        (9, "held", "leaves-before-joining"),
    ]
    # 9:00 to 9:31 within the session and 9:30 to 10:00 cover 60 minutes, not 61 or 66
    both = activity(found, 5)
    assert (both.member, both.on, both.amount) == ("P-201", date(2025, 2, 3), minutes(60))
    assert sentence(found, 6) == "merged with row 5: the time of both is counted once"
    short = activity(found, 8)
    assert (short.member, short.amount) == ("P-202", minutes(10))
    assert len(found.activities) == 2


def test_what_credits_nobody_belongs_to_nobody():
    found = read("zoom_participants.csv", profiles.ZOOM)
    assert sentence(found, 7) == "nobody to credit: `User Email` is blank"
    assert found.outcomes[6].member == ""
    assert held(found, 7).member == ""
    assert [(each.member, each.amount) for each in held(found, 7).readings] == [("", minutes(60))]


def test_leaving_before_joining_is_at_most_the_session():
    """Exchanged, it is an hour; and no longer can anybody have been there."""
    row = held(read("zoom_participants.csv", profiles.ZOOM), 9)
    assert row.member == "P-203"
    assert [(each.on, each.amount) for each in row.readings] == [(date(2025, 2, 3), minutes(60))]


def test_the_session_is_said_aloud():
    found = read("zoom_participants.csv", profiles.ZOOM)
    assert found.notices == (
        "row 4 is the header",
        (
            "the session of 3 February 2025 was from `02/03/2025 09:00:00 AM` to `02/03/2025 10:00:00 AM`, as row 2 says; "
            "times are cut to it"
        ),
    )


# ------------------------------------------------------------------------------------- F5, Webex attendees


def test_webex_attendees():
    found = read("webex_attendees.csv", profiles.WEBEX)
    assert outcomes(found) == [
        (1, "skipped", "header"),
        (2, "noted", "rounded-length"),
        (3, "noted", "past-midnight"),
        (4, "held", "no-leave-time"),
        (5, "used", ""),
        (6, "noted", "wrapper"),
    ]
    # 9:00:01 to 10:00:30 is 60 minutes and 29 seconds
    assert activity(found, 2).amount == minutes(60 + F(29, 60))
    assert sentence(found, 2) == "the row says `61 mins`; from joining to leaving it is 1:00:29, which counts"
    late = activity(found, 3)
    assert (late.on, late.ended, late.amount) == (date(2025, 2, 3), date(2025, 2, 4), minutes(60))
    assert sentence(found, 3) == "it went on until 4 February 2025, and is dated 3 February 2025"
    assert activity(found, 5).amount == minutes(60)
    assert activity(found, 6).member == "W-305"


def test_without_a_time_of_leaving_it_may_be_as_long_as_it_takes():
    row = held(read("webex_attendees.csv", profiles.WEBEX), 4)
    assert [(each.on, each.amount, each.unbounded) for each in row.readings] == [
        (date(2025, 2, 3), None, False),
        (date(2025, 2, 3), None, True),
    ]


def test_the_same_without_a_byte_order_mark():
    bare = content("webex_attendees.csv")[2:]
    found = read("webex_attendees.csv", profiles.WEBEX, data=bare)
    assert outcomes(found) == outcomes(read("webex_attendees.csv", profiles.WEBEX))
    assert found.notices[0] == "the file does not say its encoding; it was read as UTF-16"


def test_half_a_letter_is_a_file_that_is_cut_off():
    (whole, cut) = (content("webex_attendees.csv"), content("webex_attendees.csv")[:-1])
    assert isinstance(read_files([("w", whole)], FIXTURES, profiles.WEBEX, RUN), tuple)
    found = read_files([("w", cut)], FIXTURES, profiles.WEBEX, RUN)
    assert isinstance(found, Unreadable)
    assert [each.code for each in found.diagnostics] == ["CE303"]
    assert "cut off" in found.diagnostics[0].message


# ------------------------------------------------------------------------------- F6, a column for each skill


def test_a_column_for_each_skill():
    found = read("wide_units.csv", profiles.WIDE, SKILLS)
    assert outcomes(found) == [
        (1, "skipped", "header"),
        (2, "used", ""),
        (3, "held", "claim-twice"),
        (4, "used", ""),
        (5, "held", "third-or-decimal"),
        (6, "refused", "not-approved"),
        (7, "held", "claim-twice"),
    ]
    one = activity(found, 2)
    assert one.amount == hours(2)
    assert one.tags == (Tag("ways", hours(1)), Tag("power", hours(F(1, 2))), Tag("acumen", hours(F(1, 2))))
    across = activity(found, 4)
    assert (across.on, across.started, across.amount) == (date(2025, 1, 5), date(2024, 12, 30), hours(4))
    assert sentence(found, 6) == (
        "refused for now, not approved: the status is `Pending`; it would count when approved"
    )


def test_parts_that_do_not_make_up_the_whole():
    """Row 3: 1 and 0.5 are 1.5 of 2; and row 7 is the same claim with other parts."""
    found = read("wide_units.csv", profiles.WIDE, SKILLS)
    assert held(found, 3).question == (
        "row 7 has the same `Claim`, `C2`, and says other things: which of the two counts?; "
        "the parts add up to 1.5 hours, the row says 2 hours"
    )
    assert [each.amount for each in held(found, 3).readings] == [hours(2), hours(F(3, 2))]
    assert [each.amount for each in held(found, 7).readings] == [hours(2)]


def test_a_third_is_a_question_until_it_is_settled():
    row = held(read("wide_units.csv", profiles.WIDE, SKILLS), 5)
    assert row.question == "is `0.33` a third, or exactly 0.33?"
    ways = [(each.amount, each.tags[0].amount) for each in row.readings]
    assert ways == [(hours(F(33, 100)), hours(F(33, 100))), (hours(F(1, 3)), hours(F(1, 3)))]
    settled = read("wide_units.csv", replace(profiles.WIDE, thirds=True), SKILLS)
    assert outcomes(settled)[4] == (5, "used", "")
    assert activity(settled, 5).amount == hours(F(1, 3))


# -------------------------------------------------------------------------- F7, completions of a platform


def test_completions_of_a_learning_platform():
    found = read("lms_completions.csv", profiles.LMS)
    assert outcomes(found) == [
        (1, "skipped", "header"),
        (2, "used", ""),
        (3, "used", ""),
        (4, "refused", "not-completed"),
        (5, "used", ""),
        (6, "noted", "status-word"),
        (7, "held", "in-the-future"),
    ]
    first = activity(found, 2)
    assert (first.on, first.amount, first.fields["course"]) == (date(2025, 2, 13), minutes(90), "ETH1")
    assert activity(found, 5).on == date(2019, 2, 11)
    german = activity(found, 6)
    assert (german.on, german.amount) == (date(2025, 2, 12), minutes(120))
    assert sentence(found, 6) == "`Abgeschlossen` was read as approved"
    assert held(found, 7).question == "`12/02/2099` is 12 February 2099, and that day has not come yet"
    assert [each.on for each in held(found, 7).readings] == [None]
    assert found.notices == ("the column `course` writes letters as codes such as `&amp;`",)


def test_codes_for_letters_are_read_as_the_letters():
    about = source_of(FIXTURES, profiles.LMS)
    tables = tables_in("lms", content("lms_completions.csv"), heads_activities(about.vocabulary), profiles.LMS)
    assert isinstance(tables, tuple)
    mended = mend(tables[0], ACTIVITY_STEPS, about)
    assert mended.table.rows[2].cell(2) == 'People, law & "you"'


def test_the_table_of_courses_may_decide():
    settled = replace(profiles.LMS, courses={"ETH1": "2h"}, hours=Hours.COURSE)
    found = read("lms_completions.csv", settled)
    assert outcomes(found)[1] == (2, "used", "")
    assert activity(found, 2).amount == hours(2)
    assert activity(found, 5).amount == hours(2)
    said = "hours are those of the table of courses, as the profile says, also in 2 rows that state their own"
    assert said in found.notices
    own = read("lms_completions.csv", replace(settled, hours=Hours.ROW))
    assert activity(own, 2).amount == minutes(90)


# ------------------------------------------------------------------------------------- F8, a personal log


@pytest.mark.parametrize("stored", [False, True], ids=["cells", "results"])
def test_the_stored_log_has_the_cells_of_the_contract(stored):
    """Days and times are cells of their own kind; of the formula no result is stored."""
    (sheet,) = load_workbook(io.BytesIO(content("personal_log.xlsx")), data_only=stored).worksheets
    own = [list(row) for row in LOG_ROWS]
    if stored:
        own[7][1] = None
    assert [list(row) for row in sheet.values] == [row + [None] * (5 - len(row)) for row in own]
    assert [str(block) for block in sheet.merged_cells.ranges] == list(LOG_MERGED)


def test_a_personal_log():
    found = read("personal_log.xlsx", profiles.LOG)
    assert outcomes(found) == [
        (1, "skipped", "title"),
        (2, "skipped", "member"),
        (3, "skipped", "header"),
        (4, "used", ""),
        (5, "noted", "day-number"),
        (6, "held", "impossible-date"),
        (7, "held", "more-than-a-day"),
        (8, "held", "no-result"),
        (9, "skipped", "sum"),
    ]
    first = activity(found, 4)
    assert (first.member, first.on, first.amount, first.tags) == (
        "M-801", date(2025, 2, 3), hours(F(3, 2)), (Tag("ethics"),),
    )  # fmt: skip
    assert first.fields == {"mode": "live", "notes": "résumé review"}
    second = activity(found, 5)
    assert (second.on, second.amount, second.tags) == (date(2025, 2, 12), minutes(90), (Tag("ethics"),))
    assert sentence(found, 5) == (
        "`45700` is a spreadsheet's number for 12 February 2025; "
        "the time `1:30` was read as a length: 90 min; `Ethics` was filled from the merged cell above"
    )
    assert held(found, 7).question == "26 hours in one day cannot be"
    assert "open and save the file in your spreadsheet, so that the result is stored" in held(found, 8).question
    assert [(each.on, each.unbounded) for each in held(found, 8).readings] == [
        (date(2025, 2, 15), False),
        (date(2025, 2, 15), True),
    ]
    # 1.5 + 1.5 + 3 + 26 are 32, and row 8 is not known
    assert (
        "row 9 says that `Hours` adds up to 31 hours; the rows above it come to 32 hours, without 1 that cannot be read"
        in found.notices
    )
    assert "no column says whose the rows are; row 2 says `M-801`" in found.notices


def test_the_same_log_as_text_in_windows_letters():
    """A text has no merged cells and no cells of days: row 5 has no category, and its day is a question."""
    found = read("personal_log.csv", profiles.LOG)
    assert [(row, outcome) for row, outcome, _ in outcomes(found)] == [
        (1, "skipped"), (2, "skipped"), (3, "skipped"), (4, "used"), (5, "held"),
        (6, "held"), (7, "held"), (8, "held"), (9, "skipped"),
    ]  # fmt: skip
    assert found.notices[0] == "the file is not UTF-8; it was read as Windows-1252"
    assert activity(found, 4).fields["notes"] == "résumé review"
    filled = replace(profiles.LOG, serials=True, columns={"Category": ColumnSetting(fill=True)})
    again = read("personal_log.csv", filled)
    assert outcomes(again)[4] == (5, "noted", "day-number")
    assert activity(again, 5).tags == (Tag("ethics"),)


@pytest.mark.parametrize("merged", [True, False])
def test_a_blank_cell_repeats_the_one_above_only_in_a_merged_block(merged):
    rows = [("Member", "Date", "Hours", "Category"), ("M", "2025-02-03", 1, "ethics"), ("M", "2025-02-04", 1, None)]
    rows += [("M", "2025-02-05", 1, "hr"), ("M", "2025-02-06", 1, None)]
    data = workbook(rows, ("D4:D5",) if merged else ("D2:D3",))
    found = read("log.xlsx", PLAIN, data=data)
    blank = 3 if merged else 5
    assert outcomes(found)[blank - 1] == (blank, "held", "blank-or-repeated")
    assert [each.tags for each in held(found, blank).readings] == [(), (Tag("ethics" if merged else "hr"),)]
    assert sentence(found, 8 - blank) == f"`{'hr' if merged else 'ethics'}` was filled from the merged cell above"


def test_outcomes_say_where():
    """Everything that is held or refused for a cell names the column and the cell."""
    several = [
        read("zoom_participants.csv", profiles.ZOOM),
        read("wide_units.csv", profiles.WIDE, SKILLS),
        read("lms_completions.csv", profiles.LMS),
        read("personal_log.xlsx", profiles.LOG),
    ]
    for records in several:
        for each in records.outcomes:
            assert each.file
            if each.outcome is Outcome.HELD:
                assert each.column, each
            if each.outcome is Outcome.HELD and each.reason not in {"nobody-to-credit", "no-leave-time"}:
                assert each.cell, each

"""Rows of the fixtures whose outcome is for the rules to say: what they come to under a few of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.assessment import assess
from cedsl.model import schema_of
from cedsl.model.ruleset import Word
from cedsl.records.outcome import Records
from cedsl.records.profile import Profile
from cedsl.records.read import read_files
from cedsl.verdict import MemberResult, RecordResult, Refused
from tests.records import fixture_profiles as profiles
from tests.records.test_fixture_laws import ruleset
from tests.records.test_fixtures import RUN, content


def check(name: str, profile: Profile, rules: str, member: str, as_of: date) -> tuple[Records, MemberResult]:
    resolved = ruleset(rules)
    found = read_files([(name, content(name))], schema_of(resolved), profile, RUN)
    assert isinstance(found, tuple)
    (records,) = found
    own = [each for each in records.activities if each.member == member]
    held = [each for each in records.held if each.member == member]
    return records, assess(resolved, member, own, held, {}, as_of)


def line(result: MemberResult, row: int) -> RecordResult:
    (block,) = result.blocks
    (found,) = (each for each in block.records if each.row == row)
    return found


def test_ten_minutes_are_too_short_where_the_rules_say_so():
    """F4, row 8."""
    rules = "credit: from 30min\nrequire 10min in cycle calendar year\n"
    _, result = check("zoom_participants.csv", profiles.ZOOM, rules, "P-202", date(2025, 12, 31))
    assert [loss.why for loss in line(result, 8).losses] == [Refused.TOO_SHORT]
    assert result.verdict is Word.SHORT
    _, result = check("zoom_participants.csv", profiles.ZOOM, "require 10min in cycle calendar year\n", "P-202", RUN)
    assert result.verdict is Word.MET


MIDNIGHT = "W-302"
"""F5, row 3: from 23:30 on 3 February 2025 until half past midnight."""


IN_FEBRUARY = "require 1h in cycle 1y from 2024-02-04\n"
"""Periods that end with 3 February."""


@pytest.mark.parametrize("as_of", [date(2025, 2, 3), date(2025, 2, 28)])
def test_past_midnight_at_the_end_of_a_period(as_of):
    """Does the hour count in the period that ends, or in the next? Nobody can say of either."""
    _, result = check("webex_attendees.csv", profiles.WEBEX, IN_FEBRUARY, MIDNIGHT, as_of)
    assert result.verdict is Word.DEPENDS
    (question,) = result.questions
    assert question.row == 3
    assert question.text == "it went on past midnight: does it count on 3 February 2025, or on 4 February 2025?"
    assert [loss.why for loss in line(result, 3).losses] == [Refused.HELD]


def test_past_midnight_within_a_period_is_dated_by_its_beginning():
    _, result = check("webex_attendees.csv", profiles.WEBEX, "require 1h in cycle calendar year\n", MIDNIGHT, RUN)
    assert result.verdict is Word.MET
    assert line(result, 3).on == date(2025, 2, 3)


def test_a_claim_counts_by_its_day_of_completion():
    """F6, row 4: begun in 2024 and completed in 2025; the rules may say that the beginning decides."""
    skills = 'category ways "Ways of Working"\ncategory power "Power Skills"\ncategory acumen "Business Acumen"\n'
    rules = f"{skills}require 4h in cycle calendar year\n"
    _, result = check("wide_units.csv", profiles.WIDE, rules, "H-401", RUN)
    assert line(result, 4).credited == 4
    assert "began on 30 December 2024, before the period" in line(result, 4).notes
    assert [loss.why for loss in line(result, 4).losses if loss.why is Refused.OUTSIDE] == []
    _, result = check("wide_units.csv", profiles.WIDE, f"activities fall on start\n{rules}", "H-401", RUN)
    assert [loss.why for loss in line(result, 4).losses] == [Refused.OUTSIDE]


def test_a_course_counts_once_where_the_rules_say_so():
    """F7, rows 2 and 3: the second completion of ETH1 in one year."""
    rules = "credit: once per course\nrequire 3h in cycle calendar year\n"
    _, result = check("lms_completions.csv", profiles.LMS, rules, "U-501", RUN)
    assert [loss.why for loss in line(result, 3).losses] == [Refused.REPEAT]
    # 90 minutes of 3 hours
    assert result.blocks[0].still == F(3, 2)
    _, result = check("lms_completions.csv", profiles.LMS, "require 3h in cycle calendar year\n", "U-501", RUN)
    assert result.verdict is Word.MET


def test_a_completion_of_other_years_is_outside():
    """F7, row 5."""
    _, result = check("lms_completions.csv", profiles.LMS, "require 2h in cycle calendar year\n", "U-503", RUN)
    assert [loss.why for loss in line(result, 5).losses] == [Refused.OUTSIDE]


def test_a_status_is_left_to_rules_that_ask_about_it():
    """F7: where the rules accept only what is completed, they decide about `In progress` too."""
    rules = 'field status: text\naccept only status is "Completed"\nrequire 2h in cycle calendar year\n'
    records, result = check("lms_completions.csv", profiles.LMS, rules, "U-504", RUN)
    assert [(each.row, each.outcome.value) for each in records.outcomes][5] == (6, "used")
    assert [loss.why for loss in line(result, 6).losses] == [Refused.NOT_ACCEPTED]

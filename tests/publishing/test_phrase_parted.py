"""What is too long for one sentence, in several that a reader takes in one after the other; written by hand."""

from __future__ import annotations

import pytest

from cedsl.model import ruleset as r
from cedsl.publishing.phrase import statement_sentence
from cedsl.publishing.phrase_credit import exemption_sentence, refusal_sentence
from cedsl.publishing.phrase_parted import activities_parted
from tests.publishing.spoken import rules

TAKEN = "This is about activities in Ethics taken on or after 1 January 2020 and earlier than 1 year after your “Joined on” date."
DATES = "date on or after 2020-01-01 and date before 1y after member joined"


def about(filter_: str) -> tuple[str, ...]:
    """What is said of the activities of a minimum."""
    ruleset = rules(f"require 9h in cycle calendar year {{\n    min 1h {filter_}\n}}")
    (minimum,) = ruleset.requirements[0].statements
    assert isinstance(minimum, r.Minimum)
    return activities_parted(ruleset, minimum.filter, "this is about {}".format)


@pytest.mark.parametrize(
    ("filter_", "said"),
    [
        ("category ETH", ("This is about activities in Ethics.",)),
        (
            f"category ETH and {DATES} and pages at least 10 and length at least 3h",
            (
                TAKEN,
                "Of these, we mean only those lasting at least 3 hours whose pages is at least 10.",
            ),
        ),
        (
            f"category ETH and {DATES} and (length at least 3h or period ends before 2024-01-01)",
            (
                TAKEN,
                "Of these, we mean only those lasting at least 3 hours.",
                "If your period ends before 1 January 2024, we mean all of them.",
            ),
        ),
        (
            "(category ETH and member abroad) or (category LAW and member ill and period ends before 2024-01-01)",
            (
                "This is about activities of one of these 2 sorts.",
                "First: activities in Ethics, if your record says yes to “Abroad”.",
                "Second: activities in Law, if your record says yes to “Ill” and your period ends before 1 January 2024.",
            ),
        ),
    ],
)
def test_activities_in_several_sentences(filter_: str, said: tuple[str, ...]) -> None:
    assert about(filter_) == said


def test_a_refusal_that_goes_on_says_so_in_its_first_sentence() -> None:
    ruleset = rules(f"refuse category ETH and {DATES} and pages at least 10 and length at least 3h\nrequire 9h ever")
    assert refusal_sentence(ruleset, ruleset.refusals[0]).startswith("We give no credit for some activities in Ethics ")


def test_a_condition_on_the_member_stands_apart_from_what_is_refused() -> None:
    ruleset = rules(
        f"refuse category ETH and {DATES} and member abroad and period ends before 2024-01-01\nrequire 9h ever"
    )
    assert refusal_sentence(ruleset, ruleset.refusals[0]) == (
        "We give no credit for activities in Ethics taken on or after 1 January 2020 and earlier than 1 year after your "
        "“Joined on” date. This holds only if your record says yes to “Abroad” and your period ends before 1 January 2024."
    )


def test_a_day_that_takes_many_words_has_a_sentence_of_its_own() -> None:
    ruleset = rules(
        "require 9h in cycle calendar year {\n"
        "    exempt when as of before first day of year of 2y after member joined\n}"
    )
    (exemption,) = ruleset.requirements[0].exempt
    assert exemption_sentence(ruleset, exemption) == (
        "You owe nothing if the date of assessment is before a certain day. That day is the first day of the calendar year "
        "in which the day 2 years after your “Joined on” date falls."
    )


def test_periods_counted_from_a_day_with_many_words_are_told_after_the_amount() -> None:
    ruleset = rules("require (40h for each full 1y of the period) in cycle 2y from month after member birth")
    assert statement_sentence(ruleset, ruleset.requirements[0]) == (
        "You need 40 hours for each full year of your period in each 2-year period. "
        "Each 2-year period is counted from the first day of the month following your “Born on” date."
    )

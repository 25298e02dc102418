"""Conditions over days, computed amounts and clauses about fields, as sentences written by hand."""

from __future__ import annotations

import pytest

from cedsl.model import ruleset as r
from cedsl.publishing.phrase import Head, clause_phrase, condition_phrase, predicate_phrase, statement_sentence
from tests.publishing.spoken import rules


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("throughout the period (member status is active)", "your status is active throughout your period"),
        (
            "sometime in the period (member status is exempt)",
            "your status is exempt on at least one day of your period",
        ),
        (
            "not throughout the period (member abroad)",
            "your record says no to “Abroad” on at least one day of your period",
        ),
        ("not sometime in the period (member abroad)", "your record says yes to “Abroad” on no day of your period"),
        (
            "throughout the period (member abroad and member ill)",
            "throughout your period both your record says yes to “Abroad” and “Ill”",
        ),
        (
            "sometime in the period (member status is exempt or member abroad) and member ill",
            (
                "on at least one day of your period either your status is exempt or your record says yes to “Abroad” "
                "and your record says yes to “Ill”"
            ),
        ),
        ("member abroad or member ill", "your record says yes to “Abroad” or “Ill”"),
        ("seen on 2020-01-01 (member status is active)", "your status is active on 1 January 2020"),
        (
            "seen on 6 months before period end (member status is not active)",
            "your status is not active on the day 6 months before the last day of your period",
        ),
        (
            "seen on period start (member joined before 2020-01-01)",
            "as of the first day of your period, your “Joined on” date is before 1 January 2020",
        ),
        ("year of member birth is odd", "the year of your “Born on” date is odd"),
        ("not (year of member birth is odd)", "the year of your “Born on” date is even"),
        ("member number is even", "your member number is even"),
        ("not (member number is even)", "your member number is not even"),
        (
            "full months from member joined to period end at least 12",
            "there are at least 12 full months from your “Joined on” date to the last day of your period",
        ),
        (
            "full months from member joined to period end less than 1",
            "there is no full month from your “Joined on” date to the last day of your period",
        ),
        (
            "full 1y from member joined to the as of date is 1",
            "there is exactly 1 full year from your “Joined on” date to the date of assessment",
        ),
        (
            "calendar months in which (member status is active) more than 3",
            "there are more than 3 calendar months of your period in which your status is active",
        ),
        (
            "days in which (date on or after 2020-01-01 and member abroad) less than 30",
            (
                "there are fewer than 30 days of your period on which the day is on or after 1 January 2020 "
                "and your record says yes to “Abroad”"
            ),
        ),
        (
            "period ends on or after 2015-01-01 and period ends on or before 2019-12-31",
            "your period ends on or after 1 January 2015 and on or before 31 December 2019",
        ),
        (
            "member joined on or before first day of month of member birth",
            "your “Joined on” date is on or before the first day of the month of your “Born on” date",
        ),
        (
            "member joined after last day of year of 1 day after period end",
            "your “Joined on” date is after the last day of the calendar year in which the day after your period falls",
        ),
        (
            "member joined before the later of member birth and 2020-01-01",
            "your “Joined on” date is before the later of your “Born on” date and 1 January 2020",
        ),
        (
            "member joined before anniversary of member birth from period start",
            (
                "your “Joined on” date is before the first anniversary of your “Born on” date "
                "on or after the first day of your period"
            ),
        ),
    ],
)
def test_conditions(condition: str, said: str) -> None:
    ruleset = rules(f"require 1h within 1y {{ min 1h category ETH when {condition} }}")
    (statement,) = ruleset.requirements[0].statements
    assert isinstance(statement, r.Minimum)
    assert condition_phrase(ruleset, statement.words.when) == said


@pytest.mark.parametrize(
    ("filter_", "credit"),
    [
        ("listed in providers", "from activities listed in “Approved providers”"),
        ("not listed in providers", "not from activities listed in “Approved providers”"),
        (
            "listed in providers and sort is school",
            "from activities listed in “Approved providers” for which “Sort of provider” is school",
        ),
        (
            "date on or after 2020-01-01 and date before 2021-01-01",
            "taken on or after 1 January 2020 and before 1 January 2021",
        ),
        ("pages is odd", "from activities whose pages is odd"),
    ],
)
def test_filters(filter_: str, credit: str) -> None:
    ruleset = rules(f"require 1h within 1y {{ min 1h {filter_} }}")
    (statement,) = ruleset.requirements[0].statements
    assert isinstance(statement, r.Minimum)
    assert predicate_phrase(ruleset, statement.filter, Head.CREDIT) == credit


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (
            "(20h for each full 6 months from member joined to period end)",
            (
                "At least 20 hours for each full period of 6 months in Ethics. The full periods of 6 months are counted "
                "from your “Joined on” date to the last day of your period."
            ),
        ),
        ("(40h for each full 1y of the period)", "At least 40 hours for each full year of your period in Ethics."),
        (
            "(1.5h for each calendar months from member joined to period end rounded up to 1h)",
            (
                "At least 1.5 hours for each calendar month in Ethics. The calendar months are counted from your "
                "“Joined on” date to the last day of your period. A part of a month counts as a whole one. "
                "The result is rounded up to a whole hour."
            ),
        ),
        ("(8h in proportion to member number)", "At least 8 hours in Ethics. It is multiplied by your member number."),
        (
            "(8h reduced by member number rounded down to 1h)",
            (
                "At least 8 hours in Ethics. It is multiplied by 1 less your member number. "
                "The result is rounded down to a whole hour."
            ),
        ),
        ("(1h for each 2 member weekly)", "At least 1 hour for every 2 of your weekly hours in Ethics."),
        (
            "(25h in proportion to full months in which (member abroad) rounded to nearest 0.25h)",
            (
                "At least 25 hours in Ethics. This is for the whole period. Yours is in proportion to the full months of "
                "your period in which your record says yes to “Abroad”. "
                "The result is rounded to the nearest multiple of 0.25 hours, a tie going up."
            ),
        ),
        (
            "(half of required reduced by days in which (member abroad))",
            (
                "At least half of the required hours (20 hours) in Ethics. This is for the whole period. "
                "It is reduced in proportion to the days of your period on which your record says yes to “Abroad”."
            ),
        ),
        (
            "(0h if member abroad, otherwise 2h for each full months of the period)",
            (
                "If your record says yes to “Abroad”: at least 0 hours in Ethics. "
                "In all other cases: 2 hours for each full month of your period."
            ),
        ),
        (
            (
                "(3h for each full months in which (member abroad) if member ill, otherwise 2h for each full months "
                "in which (member abroad))"
            ),
            (
                "If your record says yes to “Ill”: at least 3 hours for each full month in Ethics. "
                "In all other cases: 2 hours for each full month. "
                "These are the full months of your period in which your record says yes to “Abroad”."
            ),
        ),
    ],
)
def test_amounts(amount: str, said: str) -> None:
    ruleset = rules(f"require 40h within 1y {{ min {amount} category ETH }}")
    assert statement_sentence(ruleset, ruleset.requirements[0].statements[0]) == said


def test_an_amount_whose_first_case_is_long_is_told_in_two_steps() -> None:
    ruleset = rules(
        "require (80h if member joined after 27 months before period end and member abroad and member ill, "
        "otherwise 120h) in 3 calendar years"
    )
    assert statement_sentence(ruleset, ruleset.requirements[0]) == (
        "You need hours in the 3 calendar years up to that of the date of assessment. How many depends on you. "
        "It may be that your “Joined on” date is later than 27 months before the last day of your period. "
        "At the same time, your record says yes to “Abroad” and “Ill”. In that case: 80 hours. "
        "In all other cases: 120 hours."
    )


def test_only_the_case_in_proportion_says_so() -> None:
    """The other amount is asked in full; no reader may take it for one in proportion."""
    ruleset = rules(
        "require (20h if member joined after 24 months before period end and member abroad and member ill, "
        "otherwise 40h in proportion to full months from member joined to period end) in cycle calendar year"
    )
    assert (
        "and “Ill”. In that case: 20 hours. In all other cases: 40 hours, in proportion. This is for the whole period. "
        "Yours is in proportion to the full months from your “Joined on” date to the last day of your period."
    ) in statement_sentence(ruleset, ruleset.requirements[0])


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("plus preparation", "the preparation is credited on top"),
        ("plus 3 times preparation", "3 times the preparation is credited on top"),
        ("at most 2 times preparation", "one activity earns at most twice the preparation"),
        ("divided by pages", "the credit is divided by the pages"),
        ("times pages", "the credit is multiplied by the pages"),
        (
            "rounded down to 0.5h after multiplying",
            "the credit of each activity is rounded down to a multiple of 0.5 hours, after it is multiplied",
        ),
        ("parts as stated", "hours that a record states for a category count as stated, without rounding"),
    ],
)
def test_clauses(clause: str, said: str) -> None:
    ruleset = rules(f"require 1h within 1y\ncredit category ETH: as claimed, {clause}")
    assert clause_phrase(ruleset, ruleset.credits[0].clauses[-1]) == said

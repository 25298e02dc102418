"""Periods, proportion, conditions over days, carrying over and lists, as sentences written by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cedsl.model import resolve
from cedsl.model import ruleset as r
from cedsl.publishing.document import Paragraph, Subheading
from cedsl.publishing.page import page
from cedsl.publishing.phrase import (
    statement_sentence,
    window_phrase,
    window_sentences,
)
from cedsl.publishing.phrase_carry import not_both_sentence, over_sentence, over_statements
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.render import laid_out
from cedsl.publishing.report_show import show
from cedsl.source import Source
from cedsl.syntax import parse
from tests.publishing.documents import blocks
from tests.publishing.spoken import rules

LONGEST = 30
"""Words: a day that takes several words to name may need more than 25."""

PERIODS = Path(__file__).parent / "golden" / "periods.ce"


def periods() -> r.Ruleset:
    source = Source("periods.ce", PERIODS.read_text("utf-8"))
    resolved = resolve(parse(source).file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset


@pytest.mark.parametrize(
    ("window", "phrase", "told"),
    [
        (
            "in 3 calendar years",
            "in the 3 calendar years up to that of the date of assessment",
            (
                "Your period is the 3 calendar years up to that of the date of assessment. "
                "It runs from 1 January of the first year to 31 December of the last, both days included."
            ),
        ),
        (
            "in 1 calendar years",
            "in the calendar year of the date of assessment",
            (
                "Your period is the calendar year of the date of assessment. "
                "It runs from 1 January to 31 December, both days included."
            ),
        ),
        (
            "either in 3 calendar years or within 2y",
            "in one of 2 periods, whichever serves you better",
            (
                "We look at 2 periods and take the one that serves you better. "
                "First: your period is the 3 calendar years up to that of the date of assessment. "
                "Second: your period is the 2 years up to the date of assessment."
            ),
        ),
        (
            "in cycle calendar year, first period from member joined",
            "in each calendar year",
            (
                "Your period is the calendar year, from 1 January to 31 December, both days included. "
                "Your own first period begins on your “Joined on” date and ends with the calendar year that holds that day."
            ),
        ),
        (
            (
                "in cycle 3y from 2023-02-01, first period from 1y before member joined, first period at least 24 months, "
                "except 2018-01-01 to 2021-12-31 and 2022-01-01 to 2022-06-30"
            ),
            "in each 3-year period counted from 1 February 2023",
            (
                "Your periods follow one another, each of them 3 years long. They are counted from 1 February 2023. "
                "The period that holds the date of assessment is the one assessed, its first and last day included. "
                "Your own first period begins 1 year before your “Joined on” date. "
                "It ends with the first period that makes it at least 24 months long. "
                "By exception, one period runs from 1 January 2018 to 31 December 2021, "
                "and another from 1 January 2022 to 30 June 2022."
            ),
        ),
        (
            "in cycle 2y from month after member birth",
            "in each 2-year period counted from the first day of the month following your “Born on” date",
            (
                "Your periods follow one another, each of them 2 years long. They are counted from the first day of the "
                "month following your “Born on” date, which is the first day of the first period. "
                "The period that holds the date of assessment is the one assessed, its first and last day included."
            ),
        ),
        (
            "in cycle 3y from month after anniversary of member birth from member joined",
            "in each 3-year period",
            (
                "Your periods follow one another, each of them 3 years long. "
                "To find the day from which they are counted, take your “Born on” date. "
                "Go to its first anniversary on or after your “Joined on” date. "
                "Go to the first day of the following month. They are counted from that day. "
                "The period that holds the date of assessment is the one assessed, its first and last day included."
            ),
        ),
        (
            (
                "in cycle by { when member abroad: 3y from 2022-02-01; when member joined is stated: within 36 months "
                "before member joined; otherwise: calendar year }"
            ),
            "in your period",
            (
                "If your record says yes to “Abroad”, each 3-year period is counted from 1 February 2022. "
                "Otherwise, if your “Joined on” date is known, your period is the 36 months up to your “Joined on” date. "
                "In all other cases, your period is the calendar year."
            ),
        ),
    ],
)
def test_windows(window: str, phrase: str, told: str) -> None:
    ruleset = rules(f"require 1h {window}")
    rule = ruleset.requirements[0].window
    assert window_phrase(ruleset, rule) == phrase
    assert " ".join(window_sentences(ruleset, rule)) == told


@pytest.mark.parametrize(
    ("carry", "said"),
    [
        ("carry nothing", "No hours carry over into the next period."),
        (
            "carry nothing when member abroad",
            "If your record says yes to “Abroad”, no hours carry over into the next period.",
        ),
        (
            "carry at most 10h",
            (
                "At most 10 hours that a period can do without carry over. They can be used in the next period only. "
                "Carried-over hours keep their category."
            ),
        ),
        (
            "carry at most 1h category ETH { for 2 periods }",
            (
                "At most 1 hour in Ethics that a period can do without carries over. "
                "They can be used in the next 2 periods. Carried-over hours keep their category."
            ),
        ),
        (
            "carry everything { at most 6h category ETH; at most 0h category LAW; becomes general }",
            (
                "All hours that a period can do without carry over. They can be used in the next period only. "
                "Of these, at most 6 hours in Ethics carry over. Of these, no hours in Law carry over. "
                "Carried-over hours are general from then on: they count in no category."
            ),
        ),
        (
            (
                "carry everything { from the last 6 months; surplus above caps too; category ETH becomes category LAW; "
                "forfeit surplus when needed }"
            ),
            (
                "All hours that a period can do without carry over. They can be used in the next period only. "
                "Only hours earned in the last 6 months of a period carry over. "
                "This includes hours above a limit of that period. "
                "Carried-over hours in Ethics count in Law from then on. All others keep their category. "
                "A period that needs carried-over hours carries nothing on."
            ),
        ),
        (
            "carry at most (8h if period number is 1, otherwise 6h)",
            (
                "If this is your first period: at most 8 hours that a period can do without carry over. "
                "In all other cases: 6 hours. They can be used in the next period only. "
                "Carried-over hours keep their category."
            ),
        ),
        (
            "carry at most 2h { only above the total }",
            (
                "At most 2 hours that a period can do without carry over. They can be used in the next period only. "
                "Only hours earned beyond the required total carry over, counted or not. Carried-over hours keep their category."
            ),
        ),
        (
            "make good within 9 months",
            (
                "If a period falls short, hours of the 9 months after its last day may make good what is missing. "
                "Hours that are used in this way do not count again in their own period."
            ),
        ),
        (
            "make good until last day of month of period end when member ill",
            (
                "If a period falls short, hours of later days may make good what is missing. "
                "They must be earned on or before the last day of the month in which the last day of your period falls. "
                "Hours that are used in this way do not count again in their own period. "
                "This applies only if your record says yes to “Ill”."
            ),
        ),
        (
            "also count at most 4h category LAW from 6 months before period start",
            (
                "At most 4 hours in Law earned before a period count in it too. "
                "They must be earned no earlier than 6 months before the first day of your period. "
                "They count only as far as the period lacks hours, and only if no earlier period has counted them."
            ),
        ),
    ],
)
def test_what_carries_over(carry: str, said: str) -> None:
    ruleset = rules(f"cycle calendar year\nrequire 20h {{ {carry} }}")
    block = ruleset.requirements[0]
    assert [over_sentence(ruleset, block, each) for each in over_statements(block)] == [said]


def test_not_both() -> None:
    ruleset = rules('require 1h within 1y as one\nrequire 2h within 1y "The other" as two\nnot both one and two')
    assert (
        not_both_sentence(ruleset, ruleset.not_both[0]) == "One hour counts in at most one of “One” and “The other”."
    )


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("carried in", "Carried-in hours"),
        ("carried in@0", "Carried-in hours (the oldest)"),
        ("carried in@1", "Carried-in hours (the second oldest)"),
        ("hours of other days", "Hours of other days"),
        ("also-LAW", "Earlier hours in Law"),
    ],
)
def test_credit_of_other_periods_has_a_label(name: str, label: str) -> None:
    ruleset = rules("require 1h in cycle calendar year { also count category LAW from 2020-01-01 }")
    assert statement_label(ruleset, name) == label


@pytest.mark.parametrize("form", ["txt", "html", "md"])
def test_the_page(golden, form) -> None:
    golden(laid_out(page(periods()), form), f"periods-page.{form}")


def test_show(golden) -> None:
    golden(show(periods()), "periods-show.txt")


def test_a_long_list_is_only_counted() -> None:
    rows = "\n".join(f'    row "School {number}"' for number in range(21))
    ruleset = rules(
        f'require 1h within 1y {{ min 1h listed in long }}\ntable long by provider "All schools" {{\n{rows}\n}}'
    )
    view = page(ruleset)
    assert "All schools" in [each.text for each in blocks(view, "lists", Subheading)]
    (said,) = blocks(view, "lists", Paragraph)
    assert said.text == "This list has 21 entries. They are kept in the ruleset."


def test_no_sentence_is_long() -> None:
    ruleset = periods()
    told = [statement_sentence(ruleset, place.statement) for place in outline(ruleset)]
    told += [over_sentence(ruleset, block, each) for block in ruleset.requirements for each in over_statements(block)]
    for text in re.split(r"(?<=\.)\s+", " ".join(told)):
        assert len(text.split()) <= LONGEST, text

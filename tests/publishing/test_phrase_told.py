"""What is easily left out of a sentence: conditions around a statement, which requirement, what is unverified."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.publishing.document import Table
from cedsl.publishing.page import page
from cedsl.publishing.phrase import statement_sentence
from cedsl.publishing.phrase_carry import over_sentence, over_statements
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_outline import outline, place_of
from cedsl.publishing.render import laid_out
from cedsl.publishing.report_show import show
from cedsl.publishing.report_text import remark_on
from cedsl.verdict import CARRIED, LATER, Kind, StatementResult
from tests.publishing.documents import blocks
from tests.publishing.spoken import rules


def said(ruleset: r.Ruleset, id_: str) -> str:
    place = place_of(ruleset, id_)
    assert place is not None
    return statement_sentence(ruleset, place.statement)


def lines(ruleset: r.Ruleset) -> list[str]:
    return [line.strip() for line in show(ruleset).splitlines()]


def told(ruleset: r.Ruleset) -> str:
    """The page in one line, so that a sentence is found wherever its lines break."""
    return " ".join(laid_out(page(ruleset), "txt").split())


CONDITIONS = """
require 10h within 1y {
    when member status is active {
        min 3h category ETH
        when member abroad { cap 2h category LAW }
    }
    unless member status is active { min 4h category LAW }
    any of when member ill {
        option when member abroad { min 1h category ETH as inner; min 1h category LAW }
        min 2h category LAW as other
    }
}
"""


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        ("min-ETH", "At least 3 hours in Ethics. This applies only if your status is active."),
        (
            "cap-LAW",
            (
                "At most 2 hours in Law count. "
                "This applies only if your status is active, and only if your record says yes to “Abroad”."
            ),
        ),
        ("min-LAW", "At least 4 hours in Law. This applies only if your status is not active."),
        (
            "inner",
            (
                "At least 1 hour in Ethics. "
                "This applies only if your record says yes to “Ill”, and only if your record says yes to “Abroad”."
            ),
        ),
        ("other", "At least 2 hours in Law. This applies only if your record says yes to “Ill”."),
    ],
)
def test_every_condition_around_a_statement_is_told_with_it(id_: str, sentence: str) -> None:
    assert said(rules(CONDITIONS), id_) == sentence


def test_show_tells_a_condition_where_it_is_new() -> None:
    shown = lines(rules(CONDITIONS))
    assert "Option 1: all of the following. This applies only if your record says yes to “Abroad”." in shown
    assert "At least 1 hour in Ethics." in shown  # below the option, which has told its condition
    assert "At least 4 hours in Law. This applies only if your status is not active." in shown


def test_the_page_tells_the_condition_of_a_limit_inside_an_option() -> None:
    ruleset = rules(
        "require 9h within 1y {\n any of {\n option when member ill {\n min 1h category ETH\n cap 1h category LAW\n }\n"
        "min 2h category LAW\n }\n}"
    )
    (limits,) = blocks(page(ruleset), "limits", Table)
    (row,) = limits.rows
    assert "Only if your record says yes to “Ill”." in row.cells[1].remarks


SEVERAL = """
require 30h within 2y as hours {
    exempt when member ill "New."
    satisfied when member abroad
}
require 1h category ETH within 2y "Ethics hour" as ethics { satisfied when member ill }
"""


def test_an_exemption_names_its_requirement() -> None:
    expected = "You owe nothing of “Hours” if your record says yes to “Ill”."
    assert expected in told(rules(SEVERAL))
    assert any(expected in line for line in lines(rules(SEVERAL)))
    assert "You have met “Ethics hour” if your record says yes to “Ill”." in told(rules(SEVERAL))


def test_an_exemption_from_everything_names_none() -> None:
    ruleset = rules("require 1h within 1y as a\nrequire 2h within 1y as b\nexempt when member ill")
    assert "You owe nothing if your record says yes to “Ill”." in told(ruleset)


TWO = "require 9h in cycle calendar year as one when member abroad\nrequire 12h in cycle calendar year as two\n"
SEPARATE = "Each requirement counts for itself: one activity may serve several of them"


@pytest.mark.parametrize(
    ("text", "default"),
    [
        (TWO, f"{SEPARATE}."),
        (f"{TWO}not both one and two", None),  # the only pair is kept apart
        (
            f"{TWO}require 1h in cycle calendar year as three\nnot both one and two",
            f"{SEPARATE}, except where one of them excludes another.",
        ),
    ],
)
def test_requirements_count_for_themselves_only_where_they_do(text: str, default: str | None) -> None:
    found = {each.name: each.sentence for each in rules(text).defaults}
    assert found.get("separate") == default


def test_requirements_without_titles_go_by_their_names() -> None:
    ruleset = rules(f"{TWO}not both one and two")
    for told_there in (told(ruleset), show(ruleset)):
        assert "One hour counts in at most one of “One” and “Two”." in told_there
    assert "Two: the least that you need in each calendar year" in told(ruleset)


def test_not_both_is_told_in_show_and_on_the_page() -> None:
    ruleset = rules(
        f"{TWO}not both one and two".replace("as one", '"First" as one').replace("as two", '"Second" as two')
    )
    sentence = "One hour counts in at most one of “First” and “Second”."
    assert sentence in lines(ruleset)
    assert sentence in told(ruleset)
    assert any(line.endswith("  one  “First”") for line in lines(ruleset))


def test_a_threshold_tells_its_key() -> None:
    ruleset = rules("require 9h within 1y { threshold 3h any activity per provider }")
    assert said(ruleset, outline(ruleset)[1].statement.words.id) == (
        "Hours for any one provider count only if they come to at least 3 hours."
    )
    assert "At least 3 hours for any one provider, or nothing" in told(ruleset)


def test_a_cap_on_different_values_tells_whose_choice_they_are() -> None:
    ruleset = rules("require 9h within 1y { cap 3 different provider; cap 1 different course kind article }")
    several, one = outline(ruleset)[1:]
    assert said(ruleset, several.statement.words.id) == (
        "Hours count for at most 3 different providers, those that serve you best."
    )
    assert said(ruleset, one.statement.words.id) == (
        "Hours from article count for at most 1 course, the one that serves you best."
    )
    assert "At most 3 different providers. Those that serve you best count, and no others." in told(ruleset)


def test_a_cap_on_different_values_of_a_field_with_a_title() -> None:
    ruleset = rules('field venue: text "Place of the meeting"\nrequire 9h within 1y { cap 2 different venue and course }')
    assert said(ruleset, outline(ruleset)[1].statement.words.id) == (
        "Hours count for at most 2 different combinations of “Place of the meeting” and course, those that serve you best."
    )
    ruleset = rules('field venue: text "Place of the meeting"\nrequire 9h within 1y { cap 2 different venue }')
    assert said(ruleset, outline(ruleset)[1].statement.words.id) == (
        "Hours count for at most 2 different values of “Place of the meeting”, those that serve you best."
    )


def test_what_only_above_the_total_is_carried() -> None:
    ruleset = rules("require 9h in cycle calendar year { carry at most 3h { only above the total } }")
    (carry,) = over_statements(ruleset.requirements[0])
    sentence = over_sentence(ruleset, ruleset.requirements[0], carry)
    assert "Only hours earned beyond the required total carry over, counted or not." in sentence


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("unless sometime in the period (member status is active)", "your status is active on no day of your period"),
        (
            "when throughout the period (not member status is active)",
            "your status is active on no day of your period",
        ),
        (
            "unless throughout the period (member status is active)",
            "your status is not active on at least one day of your period",
        ),
        ("when throughout the period (member status is active)", "your status is active throughout your period"),
    ],
)
def test_days_of_the_period_are_never_denied_ambiguously(condition: str, sentence: str) -> None:
    assert f"You owe nothing if {sentence}." in told(
        rules(f"require 9h in cycle calendar year {{ exempt {condition} }}")
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "min 3h category ETH and length at least 3h",
            "At least 3 hours in Ethics from activities that last at least 3 hours.",
        ),
        (
            "min 3h length at least 1h and length less than 3h",
            "At least 3 hours from activities that last at least 1 hour and less than 3 hours.",
        ),
        ("min 1 record length at least 3h", "At least 1 activity lasting at least 3 hours."),
    ],
)
def test_length_is_time_and_no_worth(text: str, sentence: str) -> None:
    ruleset = rules(f"require 9h within 1y {{ {text} }}")
    assert said(ruleset, outline(ruleset)[1].statement.words.id) == sentence


def test_dividing_is_no_default_where_the_first_category_alone_counts() -> None:
    first = "{ activities serve first category only }"
    alone = {each.name for each in rules(f"require 9h within 1y {first}").defaults}
    assert alone.isdisjoint({"counted-once", "divisible"})
    mixed = {each.name: each.sentence for each in rules(f"require 9h within 1y {first}\nrequire 1h within 1y").defaults}
    assert mixed["divisible"] == (
        "Except in requirements that say otherwise, the credit of one activity may be divided over its categories."
    )


def test_show_marks_what_is_unverified() -> None:
    shown = lines(
        rules(
            "require 10h in cycle 2y from 2020-01-01 { min 3h category ETH unverified; carry at most 5h unverified }\n"
            'refuse category LAW "No." unverified'
        )
    )
    figure, rule = "This figure is not checked against a published source.", "This rule is not checked"
    assert f"At least 3 hours in Ethics. {figure}" in shown
    assert any(line.startswith("At most 5 hours") and line.endswith(figure) for line in shown)
    assert any("We give no credit for activities in Law" in line and rule in line for line in shown)


def test_alternatives_earn_nothing() -> None:
    two, none = Fraction(2), Fraction(0)
    line = StatementResult("any", "any", Kind.CHOICE, 1, "", two, Fraction(3), two, none, none, Word.MET)
    assert remark_on(line) == "met"


def test_activities_that_are_counted_are_recorded_and_not_earned() -> None:
    three, one, none = Fraction(3), Fraction(1), Fraction(0)
    line = StatementResult("count", "count", Kind.COUNT, 1, "", one, three, one, none, none, Word.MET)
    assert remark_on(line) == "met  (3 recorded)"


def test_a_named_measure_is_named_where_used_and_explained_once() -> None:
    ruleset = rules(
        'measure away "Months away" = full months in which (member abroad)\n'
        "require (12h reduced by measure away rounded up to 1h) in cycle calendar year {\n"
        "    min (6h reduced by measure away rounded up to 1h) category ETH\n"
        "    min 1h category LAW when measure away less than 6\n}"
    )
    assert "It is reduced in proportion to “Months away”." in told(ruleset)
    assert "Only if “Months away” come to fewer than 6 full months." in told(ruleset)
    explained = "“Months away” are the full months of your period in which your record says yes to “Abroad”."
    assert told(ruleset).count(explained) == 1
    assert lines(ruleset).count(explained) == 1


def test_a_default_is_told_by_titles() -> None:
    ruleset = rules(
        'member leave: yes or no "On leave" no unless stated\nrequire 1h within 1y { exempt when member leave }'
    )
    assert "default-leave: Where your record does not say, “On leave” is no." in lines(ruleset)


def test_credit_of_other_periods_has_one_name() -> None:
    ruleset = rules("require 1h within 1y")
    assert statement_label(ruleset, CARRIED) == "Carried-in hours"
    assert statement_label(ruleset, LATER) == "Hours of other days"

"""The defaults that a page tells: in English, each says what the resolved ruleset says of it."""

from __future__ import annotations

import pytest

from cedsl.publishing.phrase_default import default_sentence
from tests.publishing.spoken import rules

CREDIT = """
credit: 1h per 60min, once per course, where grade at least C
require 9h within 1y { min 1h category ETH; cap 2h category LAW per week }
"""
APART = """
category OWN "Own work" shares hours with ETH
require 9h within 1y as one { activities serve first category only }
require 2h within 1y as two { cap 1h category LAW per year; min half of counted category ETH }
require 1h within 1y as three
not both one and two
"""
BOTH = "require 9h within 1y { activities serve first category only }\nrequire 1h within 1y"
SHARED = 'category OWN "Own work" shares hours with ETH\nrequire 9h within 1y'


@pytest.mark.parametrize("text", [CREDIT, APART, BOTH, SHARED, "require 1h in cycle calendar year"])
def test_a_default_is_told_as_it_is_resolved(text: str) -> None:
    ruleset = rules(text)
    told = {each.name: default_sentence(ruleset, each) for each in ruleset.defaults}
    assert told == {each.name: each.sentence for each in ruleset.defaults}


def test_every_default_that_can_be_told_is_compared() -> None:
    found = {each.name for text in (CREDIT, APART, BOTH, SHARED) for each in rules(text).defaults}
    assert found == {
        "as-claimed", "blank", "counted-once", "divisible", "earlier-first", "ends-included", "falls-on-completion",
        "grade-scale", "hour", "no-rounding", "of-counted", "over-cap", "own-unit", "repeats-in-period",
        "same-course", "separate", "weeks", "years-of-period",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('member away: yes or no "Away" no unless stated', "Where your record does not say, “Away” is no."),
        ('field paid: yes or no "Paid" yes unless stated', "Where a record does not say, “Paid” is yes."),
        (
            'field venue: one of at-home, hall "Venue" at-home unless stated',
            "Where a record does not say, “Venue” is “at-home”.",
        ),
        ('mode live "Live online" unless stated', "An activity that states no mode counts as Live online."),
    ],
)
def test_what_holds_where_nothing_is_stated(text: str, sentence: str) -> None:
    ruleset = rules(f"{text}\nrequire 1h within 1y")
    assert sentence in {default_sentence(ruleset, each) for each in ruleset.defaults}

"""The catalogue of 267 rules is stated and exercised by the bundled rulesets, and the page of it is fresh."""

from __future__ import annotations

import pytest

from tests.rulesets.bundled import NAMES, exercised, ruleset, stated
from tests.rulesets.catalogue import NASTY, REGIMES, RULES
from tests.rulesets.conformance import PAGE, page


def test_the_catalogue_is_whole() -> None:
    assert (len(REGIMES), len(RULES)) == (43, 267)
    assert [each.number for each in REGIMES] == list(range(1, 44))


def test_every_rule_is_stated() -> None:
    assert [rule for rule in RULES if rule not in stated()] == []


def test_every_rule_that_decides_is_exercised() -> None:
    """A rule may do without an example where all that states it is a duty without a condition."""
    assert [
        rule
        for rule in RULES
        if rule not in exercised() and not all(each.only_printed for each in stated().get(rule, ()))
    ] == []


def test_nothing_is_cited_that_is_not_in_the_catalogue() -> None:
    assert sorted((stated().keys() | exercised().keys()) - set(RULES)) == []


@pytest.mark.parametrize("rule", sorted({rule for rules in NASTY.values() for rule in rules}))
def test_a_nasty_rule_has_examples_on_both_sides(rule: str) -> None:
    """Three or more, and they do not all expect the same."""
    cited = [each for name in NAMES for each in ruleset(name).examples if rule in each.cite]
    assert len(cited) >= 3
    assert len({each.expectations for each in cited}) >= 2


def test_the_page_is_fresh() -> None:
    """`make conformance` writes it anew."""
    assert PAGE.read_text("utf-8") == page()


def test_no_row_is_empty() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| R")]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows[:3]] == ["Rule", "R1.1", "R1.2"]
    assert len([row for row in rows if not row.startswith("| Rule")]) == len(RULES)
    assert [row for row in rows if "|  |" in row or "not modelled" in row] == []

"""Every bundled ruleset: it can be read, says whence it comes, holds its examples, and makes a page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import get_args

import pytest

from cedsl import suite
from cedsl.analysis import analyse
from cedsl.diagnostic import show
from cedsl.publishing.render import Format, render
from cedsl.records.outcome import Outcome
from tests.rulesets.bundled import FOLDER, NAMES, members, outcomes, problems, quoted, records, ruleset, source
from tests.rulesets.catalogue import REGIMES, RULES

SAMPLED = [name for name in NAMES if (FOLDER / f"{name}.records.csv").exists()]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_it_is_read_without_a_diagnostic(name: str) -> None:
    assert problems(name) == ""


def test_nothing_in_it_is_doubtful(name: str) -> None:
    assert "".join(show(each, source(name)) for each in analyse(ruleset(name))) == ""


def test_it_says_whose_rules_they_are_and_where_they_were_seen(name: str) -> None:
    header = ruleset(name).header
    assert header.name == name.partition("/")[2]
    assert header.title
    assert header.issued_by
    assert header.edition
    assert header.sources


def test_its_requirements_cite_the_catalogue(name: str) -> None:
    """A requirement without an amount is what stands by itself at the top of a file."""
    for requirement in ruleset(name).requirements:
        if requirement.total is not None:
            assert requirement.words.cite, source(name).line_of(requirement.span.start)


def test_its_examples_hold(name: str) -> None:
    wrong = {each.example.title: each.problems for each in outcomes(name) if not each.passed}
    assert wrong == {}
    assert outcomes(name)


def test_each_example_says_what_it_exercises_and_how_the_sum_goes(name: str) -> None:
    without = [
        (source(name).line_of(example.span.start), example.title)
        for example in ruleset(name).examples
        if not example.cite or not any(suite.comments(source(name).text_at(example.span)))
    ]
    assert without == []


def test_no_two_examples_have_one_title(name: str) -> None:
    titles = Counter(each.title for each in ruleset(name).examples)
    assert [title for title, count in titles.items() if count > 1] == []


def test_no_sentence_in_it_is_longer_than_twenty_five_words(name: str) -> None:
    """Of what is quoted for readers; the titles of sources and the numbers of rules are not ours."""
    long = [
        (source(name).line_of(start), sentence)
        for start, text in quoted(name)
        for sentence in re.split(r"(?<=[.!?])\s+", text)
        if sum(bool(re.search(r"\w", word)) for word in sentence.split()) > 25
    ]
    assert long == []


def test_its_citations_are_of_the_catalogue(name: str) -> None:
    cited = chain.from_iterable(each.cite for each in ruleset(name).examples)
    assert sorted({each for each in cited if suite.regimes([each])} - set(RULES)) == []


@pytest.mark.parametrize("form", get_args(Format))
def test_it_makes_a_page(name: str, form: Format) -> None:
    held = {each.example.title: each.passed for each in outcomes(name)}
    text = render(ruleset(name), form, held)
    assert ruleset(name).header.title.partition(":")[0] in text


@pytest.mark.parametrize("regime", REGIMES, ids=lambda each: f"R{each.number}")
def test_a_regime_has_six_examples(regime) -> None:
    cited = [each.cite for name in NAMES if not problems(name) for each in ruleset(name).examples]
    assert sum(bool(set(each) & set(regime.rules)) for each in cited) >= 6


# --------------------------------------------------------------------------------------------- samples


@pytest.mark.parametrize("sampled", SAMPLED)
def test_a_sample_is_read_whole(sampled: str) -> None:
    """A row of the file is an outcome; whoever has records is in the list of members, if there is one."""
    lines = (FOLDER / f"{sampled}.records.csv").read_text("utf-8").splitlines()
    found = records(sampled)
    assert len(found.outcomes.below) == len(lines) - 1
    register = members(sampled)
    if register is None:
        assert ruleset(sampled).facts == ()
    else:
        assert all(each.outcome is Outcome.USED for each in register.outcomes.below)
        assert {each.member for each in (*found.activities, *found.held)} <= set(register.facts)

"""Long sentences and the grade of a page: advice that never stops anybody."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cedsl.analysis.readability import grade, long_sentences, readability, sentences_of, words_of
from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.source import Source
from cedsl.syntax import parse

OF_26 = "You " + "may " * 24 + "go."
"""1 + 24 + 1 = 26 words."""

OF_25 = "You " + "may " * 23 + "go."


def resolved(text: str) -> Ruleset:
    source = Source("rules.ce", text)
    found = resolve(parse(source).file, source)
    assert found.ruleset is not None, found.diagnostics
    return found.ruleset


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Rule 1.5 and R1.2 hold. Then 3 follow.", ["Rule 1.5 and R1.2 hold.", "Then 3 follow."]),
        (
            "See No. 12 of it. It is marked no. Reason: none.",
            ["See No. 12 of it.", "It is marked no.", "Reason: none."],
        ),
        ("A U.S. State decides, e.g. Ohio.", ["A U.S. State decides, e.g. Ohio."]),
        ("He said “Go.” Then he went.", ["He said “Go.”", "Then he went."]),
        ("From A to L. Then it ends!", ["From A to L.", "Then it ends!"]),
        ("A title", ["A title"]),
        ("", []),
    ],
)
def test_sentences(text, sentences):
    assert sentences_of(text) == sentences


def test_words_hold_a_letter_or_a_digit():
    assert words_of("a – 3-year § plan") == ["a", "3-year", "plan"]


def test_the_grade_by_hand():
    """4 words of 3 + 3 + 3 + 3 = 12 characters in 2 sentences: 4.71 x 12/4 + 4/2 x 1/2 - 21.43 = -6.30."""
    assert grade(["The cat.", "The dog."]) == Fraction(-630, 100)


def test_the_grade_of_long_words():
    """1 word of 10 characters in 1 sentence: 4.71 x 10 + 0.5 - 21.43 = 26.17."""
    assert grade(["Abcdefghij."]) == Fraction(2617, 100)


def test_nothing_has_no_grade():
    assert grade([]) is None


def test_a_sentence_of_26_words_is_long_and_one_of_25_is_not():
    """It is pointed at where it begins, behind the short one."""
    found = list(
        long_sentences(resolved(f'ruleset a "A"\nnote "Short. {OF_26}"\nnote "{OF_25}"\nrequire 9h within 1y'))
    )
    assert [each.code for each in found] == ["CE510"]
    assert found[0].message == "a sentence of 26 words is hard to read"
    assert found[0].primary.span.start == len('ruleset a "A"\nnote "Short. ')


def test_the_page_names_only_what_the_author_did_not_write():
    rules = resolved(f'note "{OF_26}"\nrequire 9h within 1y')
    assert readability(rules).long == ()
    assert len(list(long_sentences(rules))) == 1


def test_lint_tells_it_where_it_is_asked(run):
    Path("rules.ce").write_text(f'ruleset a "A"\nnote "{OF_26}"\nrequire 9h within 1y\n' + EXAMPLE)
    assert run("lint", "rules.ce").exit_code == 0
    result = run("lint", "rules.ce", "--readability")
    assert result.exit_code == 1
    assert result.stdout.startswith("rules.ce:2:7  CE510 warning: a sentence of 26 words is hard to read")
    assert result.stdout.splitlines()[-2] == "rules.ce: 1 warning"
    assert result.stdout.splitlines()[-1].startswith("the page: grade ")
    assert result.stdout.endswith(" sentences, 0 of cedsl's own longer than 25 words\n")


def test_a_page_that_is_read_easily_is_clean(run):
    Path("rules.ce").write_text('ruleset a "A"\nrequire 9h within 1y\n' + EXAMPLE)
    result = run("lint", "rules.ce", "--readability")
    assert result.exit_code == 0
    assert result.stdout.startswith("rules.ce: clean (1 statement, 1 example)\nthe page: grade ")


def test_rules_with_an_error_have_no_grade(run):
    Path("rules.ce").write_text("require 9h within 1y; cap 2 furlongs mode video\n")
    result = run("lint", "rules.ce", "--readability")
    assert result.exit_code == 1
    assert "the page" not in result.stdout


EXAMPLE = """example "enough" {
    as of 2025-06-30
    2025-01-10 9h
    expect met
}
"""

"""What is told first, and what text from outside may not do."""

from fractions import Fraction

import pytest

from cedsl.model.ruleset import Word
from cedsl.publishing.report import by_verdict, natural, printable, totals, worst_first
from cedsl.records.outcome import Outcome
from tests.publishing import results


def test_members_sort_as_people_count() -> None:
    assert sorted(["M-10", "M-9", "m-1", "2", "10", "", "M-09"], key=natural) == [
        "",
        "2",
        "10",
        "M-09",
        "M-9",
        "M-10",
        "m-1",
    ]


def test_the_order_of_members_is_total() -> None:
    assert natural("M-9") != natural("M-09")
    assert sorted(["1" * 40, "1" * 39], key=natural)


def test_worst_first() -> None:
    order = [(member.member, member.verdict) for member in worst_first(results.members())]
    assert order == [
        ("M-2", Word.FAILED),
        ("M-10", Word.SHORT),
        ("M-4", Word.SHORT),
        ("M-3", Word.DEPENDS),
        ("M-11", Word.WAIVED),
        ("M-1\x1b[2J", Word.EXEMPT),
        ("=1+1", Word.MET),
    ]


def test_what_nothing_completes_comes_before_what_much_completes() -> None:
    much = results.MemberResult("A", Word.SHORT, (), Fraction(1000))
    never = results.MemberResult("B", Word.SHORT, (), None)
    assert worst_first((much, never)) == (never, much)


def test_every_row_is_in_one_total() -> None:
    checked = results.checked()
    (records,) = checked.records
    counted = totals(records.outcomes)
    assert list(counted) == list(Outcome)
    assert sum(counted.values()) == len(records.outcomes)
    assert sum(by_verdict(checked.members).values()) == len(checked.members)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain, ünïcödé and 漢字", "plain, ünïcödé and 漢字"),
        ("\x1b[2Jgone", r"\x1b[2Jgone"),
        ("a\tb\nc\u2028d\u00a0e", "a b c d e"),
        ("left\u202eright", r"left\u202eright"),
        ("\x9b31m", r"\x9b31m"),
        ("zero\x00", r"zero\x00"),
    ],
)
def test_text_from_outside_is_neutralised(text: str, safe: str) -> None:
    assert printable(text) == safe
    assert printable(text).isprintable()

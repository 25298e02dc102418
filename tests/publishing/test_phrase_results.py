"""Verdicts, completions, reasons and the ledger in words, every variant of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset, Word
from cedsl.period import Window
from cedsl.publishing.phrase import (
    completion_sentence,
    further_phrase,
    loss_sentence,
    question_clause,
    reason_sentence,
    serving_phrase,
    verdict_sentence,
)
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.verdict import (
    BlockResult,
    FurtherCredit,
    Kind,
    Loss,
    MemberResult,
    Question,
    Reason,
    Refused,
    Serving,
    StatementResult,
)

RULES = """
category HR "Human resources management"
category SUB "Substance abuse"
category ETH "Business ethics"
mode live "Live"
mode self-study "Interactive, technology-based self-study"
mode passive "Video conference or webcast"
role teacher "Teacher"
credit role teacher: contact time only, once per course, from 30min, at most 8h each, where grade at least C
refuse kind work "Work is no learning."
member applied-on: date "Application date"
member honest: yes or no
require 36h within 3y {
    min 3h category HR
    min 1h category SUB
    min 1h category ETH
    min 6h mode live
    cap 12h mode self-study or passive
    cap 4h role teacher per calendar year
    cap 30h
    cap 3 different provider role teacher as three-providers
    threshold 2h role teacher
    limit 2 times kind retake "Retakes"
    min 2 records kind seminar
    duty "File the form": has 1 record
}
"""
ZERO = Fraction(0)


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    source = Source("rules.ce", RULES)
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset


def line(id_: str, kind: Kind, required: int, counted: int, word: Word | None, why: str = "") -> StatementResult:
    short = max(ZERO, Fraction(required - counted))
    figures = (Fraction(required), Fraction(counted), Fraction(counted), short, ZERO)
    return StatementResult(id_, id_, kind, 1, "", *figures, word, why=why)


def member(word: Word, *lines: StatementResult, **block: object) -> MemberResult:
    still = block.pop("still", None)
    questions = block.pop("questions", ())
    given = {"surplus": ZERO, "still": still, "completion": (), "reasons": (), "records": (), **block}
    result = BlockResult("total", None, word, lines, **given)
    return MemberResult("M-004", word, (result,), still, questions)


def more(amount: int | str, *places: str, **other: object) -> FurtherCredit:
    given = {"serving": ("total",), "avoiding": (), **other}
    return FurtherCredit(Fraction(amount), places, **given)


SHORT = (
    line("total", Kind.TOTAL, 36, 33, Word.SHORT),
    line("min-HR", Kind.MINIMUM, 3, 2, Word.SHORT),
    line("min-SUB", Kind.MINIMUM, 1, 0, Word.SHORT),
    line("min-ETH", Kind.MINIMUM, 1, 0, Word.SHORT),
)
SEMINARS = line("count-seminar", Kind.COUNT, 2, 1, Word.SHORT)
RETAKES = StatementResult(
    "limit-retake",
    "limit-retake",
    Kind.LIMIT,
    1,
    "",
    Fraction(2),
    Fraction(3),
    None,
    None,
    Fraction(1),
    Word.FAILED,
)
ASK = Question(None, 88, "a.csv", "is 03/04/2025 3 April or 4 March?")


def verdicts() -> Iterator[MemberResult]:
    yield member(Word.MET)
    yield member(Word.MET, surplus=Fraction(4))
    yield member(Word.SHORT, SHORT[1])
    yield member(Word.SHORT, *SHORT[:2], SEMINARS)
    yield member(Word.SHORT, *SHORT)
    yield member(Word.SHORT)
    yield member(Word.FAILED, RETAKES)
    yield member(Word.FAILED, line("duty", Kind.DUTY, 0, 0, Word.FAILED, "no such record"))
    yield member(Word.EXEMPT, because="Retired members owe nothing")
    yield member(Word.WAIVED, because="leave of absence, granted by the board")
    yield member(Word.SHORT, SEMINARS)
    yield member(Word.DEPENDS, questions=(ASK,))
    yield member(Word.DEPENDS, questions=(Question("applied-on", None, "", "Application date is not stated"),))
    yield member(Word.DEPENDS, questions=(Question("honest", None, "", "honest is not stated"), ASK))
    yield member(Word.DEPENDS, questions=(Question(None, 9, "a.csv", "unknown category `X` in row 9"),))
    yield member(Word.DEPENDS, questions=(ASK, ASK, ASK))
    yield member(Word.DEPENDS)


def completions() -> Iterator[MemberResult]:
    capped = more(2, "HR", serving=("total", "min-HR"), avoiding=("cap-self-study-or-passive",))
    window = Window(date(2024, 1, 1), date(2024, 12, 31))
    yield member(Word.MET)
    yield member(Word.FAILED, RETAKES)
    yield member(Word.FAILED, line("duty", Kind.DUTY, 0, 0, Word.FAILED), completion=(more(2),))
    yield member(Word.SHORT)
    yield member(Word.SHORT, SEMINARS, still=ZERO)
    yield member(Word.SHORT, SHORT[1], SEMINARS, still=Fraction(1), completion=(more(1, "HR"),))
    yield member(Word.SHORT, still=Fraction(2), completion=(capped,))
    yield member(Word.SHORT, still=Fraction(3), completion=(more(1), more(2, serving=("total", "min-live"))))
    yield member(Word.SHORT, still=Fraction(4), completion=(more(2), more(1, "SUB"), more(1, "ETH")))
    yield member(Word.SHORT, still=Fraction(1), completion=(more("1/2", "HR", "ETH", window=window),))
    yield member(Word.SHORT, still=Fraction(1), completion=(more(1, window=window, too_late=True),))
    alike = more(2, "HR", serving=("total", "min-HR")), more(1, "SUB"), more(2, "HR", serving=("min-HR",))
    yield member(Word.SHORT, still=Fraction(5), completion=alike)  # 2 + 2 = 4
    late = more(2, "HR", window=window, too_late=True)
    yield member(Word.SHORT, still=Fraction(5), completion=(more(2, "HR"), more(1, "SUB"), late))


def reasons() -> Iterator[Reason]:
    def of(ids: str, caps: str, records: int, asked: int, weight: int = 1) -> Reason:
        statements = tuple((id_, weight) for id_ in ids.split())
        capped = tuple((id_, 1, Fraction(12)) for id_ in caps.split())
        kept = ((6, "a.csv", 1, Fraction(records)),) if records else ()
        return Reason(statements, capped, kept, (), Fraction(asked), Fraction(records + 12 * len(capped)))

    yield of("min-HR min-SUB", "", 3, 4)
    yield of("min-HR", "", 0, 3)
    yield of("total", "cap-self-study-or-passive", 21, 36)
    yield of("total", "cap-self-study-or-passive cap-teacher@2024", 0, 36)
    yield of("total", "cap", 0, 36)
    yield of("total min-HR", "cap-self-study-or-passive", 24, 78, weight=2)
    held = Reason((("min-ETH", 1),), (), ((6, "a.csv", 1, Fraction(9)),), (), Fraction(3), Fraction(2))
    yield replace(held, completing=(("total", 1, Fraction(12)),), still=(1, Fraction(5)))
    capped = replace(held, statements=(("min-ETH", 1), ("min-SUB", 2)), caps=(("cap", 1, Fraction(4)),))
    yield replace(capped, completing=(("total", 2, Fraction(8)), ("min-HR", 1, Fraction(3))), still=(2, Fraction(4)))
    yield Reason((("min-SUB", 1),), (), (), ((6, "a.csv", 1, Fraction(1, 2)),), Fraction(1), Fraction(1, 2))
    chosen = (("three-providers@guild", 1, Fraction(0)), ("three-providers@academy", 1, Fraction(0)))
    yield replace(of("total", "", 21, 36), caps=chosen)


RULE_OF = {
    Refused.CAP: "cap-self-study-or-passive",
    Refused.DIFFERENT: "three-providers",
    Refused.UNUSED: "threshold-teacher",
    Refused.NOT_ACCEPTED: "refuse-work",
    Refused.TOO_SHORT: "credit-teacher",
    Refused.MOST_EACH: "credit-teacher",
    Refused.REPEAT: "credit-teacher",
}


def losses() -> Iterator[Loss]:
    for why in Refused:
        yield Loss(None, why)
        yield Loss(Fraction(5, 2), why, (RULE_OF.get(why, "min-HR"),), 7, "a detail.")
    for why in (Refused.OTHER_PERIOD, Refused.CARRIED_OVER, Refused.EXPIRED):
        yield Loss(Fraction(1), why, period=Window(date(2023, 1, 1), date(2023, 12, 31)))
    yield Loss(Fraction(1), Refused.NOT_ACCEPTED, ("credit-teacher",))
    yield Loss(Fraction(3), Refused.CAP, ("cap-self-study-or-passive", "cap-teacher@2024"))


def servings() -> Iterator[Serving]:
    yield Serving(Fraction(3), ("HR",), ("total", "min-HR"))
    yield Serving(Fraction(1), ("general",), ("total",))
    yield Serving(Fraction(1, 2), ("HR", "ETH"), ())


def test_results_in_words(ruleset, golden):
    parts = {
        "verdicts": [verdict_sentence(ruleset, each) for each in verdicts()],
        "completions": [completion_sentence(ruleset, each) or "(nothing)" for each in completions()],
        "reasons": [reason_sentence(ruleset, each) for each in reasons()],
        "losses": [f"{each.why.name}: {loss_sentence(ruleset, each)}" for each in losses()],
        "servings": [serving_phrase(ruleset, each) for each in servings()],
    }
    golden("\n".join(f"{title}\n  " + "\n  ".join(texts) for title, texts in parts.items()) + "\n", "results.txt")


def test_several_blocks_are_told_apart():
    clocks = ('require 36h within 3y as all "In all"', 'require 5h category LAW within 1y as law "Law clock"')
    text = "\n".join(('category LAW "Law"', *clocks))
    source = Source("rules.ce", text)
    ruleset = resolve(parse(source).file, source).ruleset
    blocks = tuple(
        BlockResult(name, None, Word.SHORT, (), ZERO, Fraction(2), (more(2, "LAW", serving=(name,)),), (), ())
        for name in ("all", "law")
    )
    both = MemberResult("M", Word.SHORT, blocks, Fraction(2))
    assert completion_sentence(ruleset, both) == (
        "2 hours of Law would complete “In all”. 2 hours of Law would complete “Law clock”. "
        "2 hours are enough for all of them, because one hour may serve several."
    )


def test_what_each_part_must_not_be_is_said_once_where_it_is_the_same(ruleset):
    capped = {"serving": ("total",), "avoiding": ("cap-self-study-or-passive",)}
    mode = "in the mode “Interactive, technology-based self-study” or “Video conference or webcast”"
    parts = more(1, "HR", **capped), more(2, "SUB", **capped), more(1, "ETH", **capped)

    def said(*completion: FurtherCredit) -> str:
        return completion_sentence(ruleset, member(Word.SHORT, still=Fraction(4), completion=completion))

    assert said(*parts[:2]) == (
        f"1 hour of Human resources management and 2 hours of Substance abuse, both not {mode},"
        " would complete everything."
    )
    assert said(*parts) == (
        "4 hours more would complete everything: 1 hour of Human resources management, 2 hours of Substance abuse"
        f" and 1 hour of Business ethics, all not {mode}."
    )
    assert said(parts[0], more(2, "SUB")) == (
        f"1 hour of Human resources management, not {mode}; and 2 hours of Substance abuse would complete everything."
    )


def test_what_a_verdict_depends_on_is_a_sentence_by_itself(ruleset):
    assert question_clause(ruleset, ASK) == "is 03/04/2025 3 April or 4 March?"
    assert question_clause(ruleset, Question("applied-on", None, "", "")) == "the application date is not stated"
    assert question_clause(ruleset, Question("honest", None, "", "")) == "the answer to “Honest” is not stated"


def test_a_name_that_the_rules_do_not_know_is_printed_as_it_is(ruleset):
    assert further_phrase(ruleset, more(1, "NEW", serving=("gone",), avoiding=("gone",))) == "1 hour of NEW"

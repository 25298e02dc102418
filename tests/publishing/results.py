"""A small check made by hand: every verdict once, and ids that attack whoever prints them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset, Word
from cedsl.period import Window
from cedsl.publishing.report import Checked
from cedsl.records.activity import HeldRow
from cedsl.records.outcome import Outcome, Outcomes, Records, RowOutcome
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
    RecordResult,
    Refused,
    Serving,
    StatementResult,
)

RULES = """ruleset board "Board of Examples"
    edition "2024" in force from 2024-01-01

category HR "Human resources"
category FIN "Financial management"
mode live
mode passive "Recorded"

require 36h within 3y {
    min 3h category HR
    cap 12h mode passive
}
"""
PERIOD = Window(date(2022, 7, 1), date(2025, 6, 30))
AS_OF = date(2025, 6, 30)


def rules(more: str = "") -> Ruleset:
    source = Source("board.ce", RULES + more)
    resolved = resolve(parse(source).file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset


def hours(text: str) -> Fraction:
    return Fraction(text)


def total(earned: str, counted: str) -> StatementResult:
    short = 36 - Fraction(counted)
    word = Word.SHORT if short else Word.MET
    return StatementResult(
        "total",
        "total",
        Kind.TOTAL,
        0,
        "",
        Fraction(36),
        hours(earned),
        hours(counted),
        short,
        Fraction(0),
        word,
    )


def human_resources(counted: str) -> StatementResult:
    short = 3 - Fraction(counted)
    word = Word.SHORT if short else Word.MET
    return StatementResult(
        "min-HR",
        "min-HR",
        Kind.MINIMUM,
        1,
        "",
        Fraction(3),
        hours(counted),
        hours(counted),
        short,
        Fraction(0),
        word,
    )


def recorded(earned: str) -> StatementResult:
    over = max(Fraction(0), Fraction(earned) - 12)
    return StatementResult(
        "cap-passive", "cap-passive", Kind.CAP, 1, "", Fraction(12), hours(earned), None, None, over, None
    )


def block(word: Word, *lines: StatementResult, **more: object) -> BlockResult:
    known: dict[str, object] = {
        "requirement": "total",
        "period": PERIOD,
        "verdict": word,
        "statements": lines,
        "surplus": Fraction(0),
        "still": Fraction(0),
        "completion": (),
        "reasons": (),
        "records": (),
    }
    return BlockResult(**(known | more))  # type: ignore[arg-type]


def short_member() -> MemberResult:
    lines = (total("40", "34"), human_resources("2"), recorded("18"))
    ledger = (
        RecordResult(
            2,
            "records.csv",
            date(2024, 2, 29),
            "Hiring well",
            Fraction(22),
            (Serving(Fraction(2), ("HR",), ("total", "min-HR")), Serving(Fraction(20), ("FIN",), ("total",))),
            (),
        ),
        RecordResult(
            3,
            "records.csv",
            date(2024, 3, 1),
            "Webcast \x1b[31mred",
            Fraction(18),
            (Serving(Fraction(12), ("FIN",), ("total",)),),
            (Loss(Fraction(6), Refused.CAP, ("cap-passive",)),),
            ("read as 18 hours",),
        ),
    )
    reasons = (
        Reason(
            (("total", 1),),
            (("cap-passive", 1, Fraction(12)),),
            ((2, "records.csv", 1, Fraction(22)),),
            (),
            Fraction(36),
            Fraction(34),
        ),
        Reason((("min-HR", 1),), (), (), ((2, "records.csv", 1, Fraction(2)),), Fraction(3), Fraction(2)),
    )
    further = (
        FurtherCredit(Fraction(1), ("HR",), ("total", "min-HR"), ("cap-passive",)),
        FurtherCredit(Fraction(1), ("FIN",), ("total",), ("cap-passive",)),
    )
    made = block(Word.SHORT, *lines, still=Fraction(2), completion=further, reasons=reasons, records=ledger)
    return MemberResult("M-4", Word.SHORT, (made,), Fraction(2))


def members() -> tuple[MemberResult, ...]:
    met = block(Word.MET, total("37.5", "37.5"), human_resources("3"), recorded("0"), surplus=Fraction(3, 2))
    exempt = block(Word.EXEMPT, because="a judge")
    failed = block(Word.FAILED, total("36", "36"), human_resources("3"), recorded("0"), because="suspended", still=None)
    question = Question(None, 5, "records.csv", "is 03/04/2025 3 April or 4 March?")
    depends = block(Word.DEPENDS, total("36", "36"), human_resources("3"), recorded("12"))
    little = block(Word.SHORT, total("1/3", "1/3"), human_resources("0"), recorded("0"), still=Fraction(107, 3))
    return (
        MemberResult("=1+1", Word.MET, (met,), Fraction(0)),
        MemberResult("M-1\x1b[2J", Word.EXEMPT, (exempt,), Fraction(0)),
        MemberResult("M-2", Word.FAILED, (failed,), None),
        MemberResult("M-3", Word.DEPENDS, (depends,), Fraction(0), (question,)),
        short_member(),
        MemberResult("M-10", Word.SHORT, (little,), Fraction(107, 3)),
        MemberResult("M-11", Word.WAIVED, (met,), Fraction(0)),
    )


def checked(*only: MemberResult) -> Checked:
    remarked = (
        RowOutcome("records.csv", 1, Outcome.SKIPPED, "header", "the row names the columns"),
        RowOutcome("records.csv", 3, Outcome.NOTED, "unit", "read as 18 hours", "hours", "18 h"),
        RowOutcome("records.csv", 4, Outcome.REFUSED, "future", "the day is in 2099", "date", "2099-01-01"),
        RowOutcome("records.csv", 5, Outcome.HELD, "date", "two days are possible", "date", "03/04/2025"),
        RowOutcome("records.csv", 6, Outcome.SKIPPED, "blank", "the row is blank"),
    )
    held = (HeldRow("M-3", 5, "records.csv", "is 03/04/2025 3 April or 4 March?", ()),)
    outcomes = Outcomes("records.csv", ("",) * 6, {each.row - 1: each for each in remarked}, 1)
    records = Records("records.csv", (), held, outcomes, ("column `note` is not used",))
    return Checked(rules(), AS_OF, (records,), None, only or members())

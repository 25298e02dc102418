"""Decisions about members: what each row says, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.quantity import Amount
from cedsl.records import read_adjustments
from cedsl.records.activity import Tag
from cedsl.records.adjustment import Adjustments, Decision, Extension, Opening, Waiver
from cedsl.records.decision_names import RuleNames
from cedsl.records.outcome import Decisions
from tests.records.examples import SCHEMA, brief

NAMES = RuleNames(
    statements={
        "total": ("total",),
        "minhr": ("min-HR",),
        "hr": ("min-HR",),
        "ethics": ("min-Ethics", "cap-Ethics"),
    },
    requirements={"total": ("total",), "renewal": ("total",)},
    shown=("total", "min-HR", "HR"),
    ruleset=frozenset({"board"}),
)
BESIDE = replace(NAMES, rivals=frozenset({"total", "pdus"}), others=frozenset({"guild"}), siblings=frozenset({"old"}))


def decisions(text: str, names: RuleNames = NAMES) -> Decisions:
    read = read_adjustments("w.csv", text.encode(), SCHEMA, names)
    assert isinstance(read, Decisions), read
    return read


def day(month: int, number: int = 1) -> date:
    return date(2025, month, number)


def test_the_three_kinds():
    read = decisions(
        "Licence No;Decision;About;Hours;Subject;Valid from;Valid until;On;Because;Approved by\n"
        "M;waiver;HR;1,5;;13.01.2025;31.12.2025;;illness;the board\n"
        "M;extension;;;;;30.06.2025;;flood;\n"
        "M;carry-over;Renewal;3;HR; ; ;13.02.2025;;\n"
        "N;Waived;total;;;;;;;\n"
    )
    assert read.members == {
        "M": Adjustments(
            (Waiver("min-HR", F(3, 2), day(1, 13), day(12, 31), Decision("illness", "the board")),),
            (Extension(day(6, 30), None, Decision("flood")),),
            (Opening(day(2, 13), Amount(F(3), "hour"), (Tag("HR"),), "total"),),
        ),
        "N": Adjustments((Waiver("total"),)),
    }
    assert brief(read) == [(row, "used", "") for row in (2, 3, 4, 5)]
    assert [each.decision.row for each in read.members["M"].every()] == [2, 3, 4]
    assert "the column `Valid from` writes days before months, as `13.01.2025` shows" in read.notices
    assert "the column `Hours` writes decimal commas, as `1,5` shows" in read.notices


HELD = [
    ("M,,HR,,,,", "no-decision", "the row does not say what was decided", 0),
    ("M,wavier,HR,,,,", "unknown-decision", "no decision is called `wavier`; did you mean `waiver`?", 0),
    ("M,waiver,,,,,", "no-rule", "the waiver does not say which rule is waived", 4),
    ("M,waiver,HRR,,,,", "unknown-rule", "no rule is called `HRR`; did you mean `HR`?", 4),
    ("M,waiver,Ethics,,,,", "ambiguous-rule", "is `Ethics` `min-Ethics` or `cap-Ethics`?", 2),
    ("M,waiver,HR,lots,,,", "unreadable-amount", "`lots` cannot be read as an amount", 1),
    (
        "M,waiver,HR,3 points,,,",
        "unit-differs",
        "the rules count hours, and `3 points` cannot be converted into them",
        1,
    ),
    ("M,waiver,HR,,2025-02-30,,", "impossible-date", "the date `2025-02-30` does not exist", 1),
    ("M,waiver,HR,,03/04/2025,,", "ambiguous-date", "is `03/04/2025` 3 April 2025 or 4 March 2025?", 2),
    (
        "M,waiver,HR,,2025-06-01,2025-05-31,",
        "start-after-end",
        "the waiver would begin on 1 June 2025 and end on 31 May 2025",
        0,
    ),
    ("M,extension,,,,,", "no-date", "the extension does not say until when", 0),
    ("M,extension,,,,soon,", "unreadable-date", "`soon` cannot be read as a date", 0),
    (
        "M,extension,HR,,,2025-05-31,",
        "no-requirement",
        "an extension is about a whole requirement, and `HR` is a rule inside one",
        1,
    ),
    ("M,opening balance,,,2025-01-01,,", "no-amount", "the opening balance states no amount", 0),
    ("M,opening balance,,3,,,", "no-date", "the opening balance does not say on which day", 0),
    ("M,opening balance,,3,2025-01-01,,HRR", "unknown-category", "unknown category `HRR`; did you mean `HR`?", 4),
]


@pytest.mark.parametrize(("row", "reason", "sentence", "readings"), HELD, ids=[row for row, *_ in HELD])
def test_a_row_that_a_person_must_settle(row: str, reason: str, sentence: str, readings: int) -> None:
    """It adjusts nothing, and keeps what it may be; a rule that nobody finds may be any of the four statements."""
    read = decisions(f"member,type,rule,amount,from,until,category\n{row}\n")
    assert brief(read) == [(2, "held", reason)]
    assert read.outcomes.below[0].sentence == sentence
    assert read.members["M"].every() == ()
    (held,) = read.members["M"].held
    assert (held.question, len(held.readings), held.row) == (sentence, readings, 2)


def test_cells_that_say_nothing_are_noted():
    read = decisions(
        "member,type,rule,amount,category,from,until,on\n"
        "M,waiver,HR,,HR,,,2025-01-01\n"
        "M,extension,,3,HR,2025-01-01,2025-06-30,\n"
        "M,opening,,3,,2024-01-01,2025-01-02,2025-01-01\n"
    )
    assert brief(read) == [(row, "noted", "cell-not-read") for row in (2, 3, 4)]
    assert read.outcomes.below[1].sentence == (
        "an extension has no `from`; the cell is not read; an extension has no `category`; the cell is not read; "
        "an extension has no `amount`; the cell is not read"
    )
    assert [len(several) for several in (read.members["M"].waivers, read.members["M"].extensions)] == [1, 1]
    assert read.members["M"].openings[0].day == day(1)


def test_rows_that_decide_nothing():
    read = decisions("member,type,rule\n,waiver,HR\n,,\nM,waiver,HR\nM,waiver,HR\nmember,type,rule\n")
    assert brief(read) == [
        (2, "refused", "no-member"),
        (3, "skipped", "blank-row"),
        (4, "used", ""),
        (5, "refused", "duplicate"),
        (6, "skipped", "header-again"),
    ]
    assert read.members == {"M": Adjustments((Waiver("min-HR"),))}


def test_waivers_that_disagree_are_all_held_whatever_their_order():
    rows = [
        "M,waiver,HR,1,2025-01-01,2025-06-30\n",
        "M,waiver,HR,2,2025-06-30,\n",
        "M,waiver,HR,,,2024-12-31\n",
        "N,waiver,HR,2,2025-06-30,\n",
    ]
    for order in (rows, rows[::-1]):
        read = decisions("member,type,rule,amount,from,until\n" + "".join(order))
        assert sorted(each.outcome.value for each in read.outcomes.below) == ["held", "held", "used", "used"]
        assert read.members["M"].waivers == (Waiver("min-HR", None, None, date(2024, 12, 31)),)
        assert len(read.members["M"].held) == 2
    other = next(each for each in read.outcomes.below if each.outcome.value == "held")
    assert other.sentence == "row 5 waives `min-HR` for some of the same days to another amount"


def test_two_waivers_to_one_amount_do_not_disagree():
    read = decisions("member,type,rule,amount,from\nM,waiver,HR,1,2025-01-01\nM,waiver,HR,60 min,2025-02-01\n")
    assert brief(read) == [(2, "used", ""), (3, "used", "")]


BESIDE_CASES = [
    ("M,waiver,HR,", "used", ""),
    ("M,waiver,HR,Board", "used", ""),
    ("M,waiver,HR,Guild", "skipped", "it was decided under `Guild`"),
    ("M,waiver,PDUs,", "skipped", "`PDUs` stands in other rules of this check"),
    ("M,waiver,old,Board", "skipped", "`old` stands in other rules of this check"),
    ("M,waiver,total,Board", "used", ""),
    ("M,waiver,total,", "held", "`total` stands in several of the rules; name the ruleset in a column `ruleset`"),
    (
        "M,waiver,HR,Gild",
        "refused",
        "it was decided under `Gild`, and no rules of this check have that name",
    ),
]


@pytest.mark.parametrize(("row", "outcome", "sentence"), BESIDE_CASES, ids=[row for row, *_ in BESIDE_CASES])
def test_beside_other_rules_a_decision_says_under_which(row: str, outcome: str, sentence: str) -> None:
    (found,) = decisions(f"member,type,rule,ruleset\n{row}\n", BESIDE).outcomes.below
    assert (found.outcome.value, found.sentence) == (outcome, sentence)


def test_a_decision_for_every_requirement_says_under_which_rules():
    read = decisions("member,type,until\nM,extension,2025-06-30\n", BESIDE)
    assert read.outcomes.below[0].sentence == (
        "the row does not say under which rules; name the ruleset in a column `ruleset`"
    )
    assert read.members["M"].held[0].readings == (Extension(day(6, 30)),)

"""The sample tables beside Illinois and SHRM: chains of periods, carried hours, an opening balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.assessment import assess
from cedsl.model import schema_of
from cedsl.model.ruleset import Word
from cedsl.records import read_adjustments
from cedsl.records.adjustment import NONE, Adjustments
from cedsl.records.decision_names import RuleNames
from cedsl.records.outcome import Decisions, Outcome
from cedsl.verdict import MemberResult
from tests.rulesets.bundled import FOLDER, members, records, ruleset

ILLINOIS, SHRM = "illinois/attorney", "shrm/shrm-cp"
AS_OF = {ILLINOIS: date(2024, 6, 30), SHRM: date(2022, 7, 31)}


@dataclass(frozen=True)
class Worked:
    """What a member's records come to, worked by hand. `carried` is in, used and out, over all categories."""

    ruleset: str
    member: str
    verdict: Word
    short: dict[str, int]
    carried: tuple[int, int, int] = (0, 0, 0)


WORKED = (
    # 3 x 8 + 4 + 1 + 1 = 30; PR 4 + 1 + 1 = 6
    Worked(ILLINOIS, "I-21", Word.MET, {}),
    # until June 2022 4 x 8 + 6 = 38, so 8 are carried; then 8 + 8 + 4 + 6 = 26 and 4 of the 8; the other 4 expire
    Worked(ILLINOIS, "I-22", Word.MET, {}, (8, 4, 0)),
    # 4 x 7.5 + 4 + 1 = 35; no hour on diversity but one of the 3 carried in, and so the 5 to spare are forfeited
    Worked(ILLINOIS, "I-23", Word.MET, {}, (3, 1, 0)),
    # Olson's period runs from July 2023 to June 2025: 6 + 4 = 10 of 30
    Worked(ILLINOIS, "I-24", Word.SHORT, {"total": 20, "PR": 6, "min-diversity": 1, "min-mental-health": 1}),
    # 3 x 8 + 6 = 30; the mentoring lasted a year, which stands for all of PR
    Worked(ILLINOIS, "I-25", Word.MET, {}),
    # 10 + 20 + 30 = 60
    Worked(SHRM, "H-11", Word.MET, {}),
    # self-paced 30 of 35, 20 and 5 = 55
    Worked(SHRM, "H-12", Word.SHORT, {"total": 5}),
    # the exam stands for the 60
    Worked(SHRM, "H-13", Word.MET, {}),
    # 20 + 20 + 30 of 45 = 70; 85 earned are 25 above 60, of which 20 are carried
    Worked(SHRM, "H-14", Word.MET, {}, (0, 0, 20)),
    # in the list of members only
    Worked(SHRM, "H-15", Word.SHORT, {"total": 60}),
)


def adjustments(name: str, member: str) -> Adjustments:
    """The opening balances beside the ruleset, which name no rule."""
    file = FOLDER / f"{name}.adjustments.csv"
    if not file.exists():
        return NONE
    read = read_adjustments(file.name, file.read_bytes(), schema_of(ruleset(name)), RuleNames({}, {}))
    assert isinstance(read, Decisions)
    assert all(each.outcome is Outcome.USED for each in read.outcomes)
    return read.members.get(member, NONE)


def assessed(worked: Worked) -> MemberResult:
    register = members(worked.ruleset)
    assert register is not None
    read = records(worked.ruleset)
    return assess(
        ruleset(worked.ruleset),
        worked.member,
        [each for each in read.activities if each.member == worked.member],
        [each for each in read.held if each.member == worked.member],
        register.facts[worked.member],
        AS_OF[worked.ruleset],
        adjustments=adjustments(worked.ruleset, worked.member),
    )


@pytest.mark.parametrize("worked", WORKED, ids=lambda each: f"{each.ruleset}:{each.member}")
def test_the_sum_agrees_with_the_hand(worked: Worked) -> None:
    result = assessed(worked)
    (block,) = result.blocks
    assert result.verdict is worked.verdict
    assert {line.id: line.short for line in block.statements if line.short} == worked.short
    assert block.carry is not None
    sides = (block.carry.carried_in, block.carry.used, block.carry.carried_out)
    assert tuple(sum((each.amount for each in side), F(0)) for side in sides) == worked.carried


@pytest.mark.parametrize("name", [ILLINOIS, SHRM])
def test_every_member_of_the_sample_is_worked(name: str) -> None:
    register = members(name)
    assert register is not None
    assert {each.member for each in WORKED if each.ruleset == name} == set(register.facts)

"""The paralegals' bodies: NALS, NALA, NFPA, AAPI and California, with their examples and sample records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from cedsl.assessment import assess
from cedsl.model.ruleset import Word
from cedsl.records.outcome import Outcome
from cedsl.verdict import Kind, MemberResult
from tests.rulesets.bundled import FOLDER, members, outcomes, records, ruleset

NAMES = (
    "aapi/aacp", "california/paralegal", "nala/cp", "nals/alp", "nals/award", "nals/clp", "nals/pp",
    "nals/specialty", "nfpa/crp", "nfpa/rp",
)  # fmt: skip
SUMMER, NEW_YEARS_EVE = date(2025, 6, 30), date(2026, 12, 31)


@dataclass(frozen=True)
class Worked:
    """What a member's records come to, worked by hand: what each statement that is not met lacks, and what
    is counted beyond the total."""

    ruleset: str
    member: str
    verdict: Word
    short: dict[str, str]
    surplus: str = "0"
    as_of: date = SUMMER


WORKED = (
    # 3 semester hours 45 + seminars 8 + 6 + 6 + 5 ethics + 1.5 h taught x 4 = 76
    Worked("nals/clp", "M101", Word.MET, {}, "1"),
    # 6 + 7.5 + 5 + 3 ethics; 20 minutes nothing; reading 5 of 7; pro bono 4; article 5; 20 of 25
    Worked("nals/clp", "M102", Word.SHORT, {"total": "19.5", "min-ethics": "2"}),
    # a PLS of 1988 who never recertified; emeritus since 2023
    Worked("nals/clp", "M103", Word.EXEMPT, {}),
    Worked("nals/clp", "M104", Word.EXEMPT, {}),
    # certified 29 February 2020: the second period began on 28 February 2025, and holds 3 hours of ethics
    Worked("nals/clp", "M105", Word.SHORT, {"total": "72", "min-ethics": "2"}),
    # in the list of members only
    Worked("nals/clp", "M106", Word.SHORT, {"total": "75", "min-ethics": "5"}),
    # 4 quarter hours 40 + 2 semester hours 30 + 5.5 = 75.5
    Worked("nals/pp", "P201", Word.MET, {}, "0.5"),
    # C minus nothing; 7 + 6.5 + 5; 2 h taught x 4, 45 minutes nothing; 20; no copy nothing; 5 of 6: 51.5
    Worked("nals/pp", "P202", Word.SHORT, {"total": "23.5"}),
    # 6 + 7 + 6.5 + 2.5 x 4 + 5 + 4 + reading 5 of 6 + 7 = 50.5
    Worked("nals/alp", "A301", Word.MET, {}, "0.5"),
    # 6 + 6 + pro bono 5 of 8, 3 more not confirmed + 2 = 19; 15 minutes nothing
    Worked("nals/alp", "A302", Word.SHORT, {"total": "31"}),
    # 7 + 7 + 7 + 3 x 4 + 5 + 5 + reading 5 of 7 + 3 = 51
    Worked("nals/specialty", "S401", Word.MET, {}, "1"),
    # family law 7 + 6 + 4 x 4 = 29; 7 of litigation and 4 without a specialty do not count
    Worked("nals/specialty", "S402", Word.SHORT, {"total": "21"}),
    # 8 on the first day + 2 x 15 + reading 9 + pro bono 8 + 5 x 4 = 75
    Worked("nals/award", "W501", Word.MET, {}),
    # 30 June 2020 has expired; 5 + 5 + 20 of 30 + 15 + 6 + 1 = 52
    Worked("nals/award", "W502", Word.SHORT, {"total": "23"}),
    # 23 - 2 + 7 - 1 + 2/2 + 6 (1 of it ethics) + ethics 4 + non-substantive 10 of 12 + reading 2 = 50
    Worked("nala/cp", "N601", Word.MET, {}),
    # 20 + 21 + 5 + 4 = 50, the affidavit 24 days before the end
    Worked("nala/cp", "N602", Word.MET, {}),
    # employed again on 1 February 2022: 6 + 2 ethics, service on a board nothing
    Worked("nala/cp", "N603", Word.SHORT, {"total": "42", "min-ethics": "3"}),
    # 4 + 4 (1 of it ethics) + 2.5 - 0.5 + 2 approved before filing = 12
    Worked("nfpa/rp", "R701", Word.MET, {}),
    # 5 + 2 + nothing that is not approved + half an hour of ethics = 7.5
    Worked("nfpa/rp", "R702", Word.SHORT, {"total": "4.5", "min-ethics": "0.5"}),
    # 6 + 5 + 1 + 0.5 approved on the day of filing = 12.5, but filed seven months before the end
    Worked("nfpa/rp", "R705", Word.FAILED, {}, "0.5"),
    # 4 + 3 (1 of it ethics) + 1.5 - 0.25 = 8.25
    Worked("nfpa/crp", "C801", Word.MET, {}, "0.25"),
    # 3 + 2 + 0.75 = 5.75, of which 0.75 ethics
    Worked("nfpa/crp", "C802", Word.SHORT, {"total": "2.25", "min-ethics": "0.25"}),
    # 6 + 6 + 1.5 + 4.5 = 18; half an hour of the last course serves ethics
    Worked("aapi/aacp", "T901", Word.MET, {}),
    # 5.5 + 4 + 1 + 3 = 13.5, ethics 1
    Worked("aapi/aacp", "T902", Word.SHORT, {"total": "4.5", "min-ethics": "1"}),
    # ethics 4, law 3 + 1.5
    Worked("california/paralegal", "K1", Word.MET, {}, "0.5", NEW_YEARS_EVE),
    # 1 + 3 + 3 = 7: the 3 hours in two fields serve ethics, law has 3; self-study nothing
    Worked("california/paralegal", "K2", Word.SHORT, {"total": "1", "law": "1"}, as_of=NEW_YEARS_EVE),
)


def assessed(worked: Worked) -> MemberResult:
    register = members(worked.ruleset)
    activities = [each for each in records(worked.ruleset).activities if each.member == worked.member]
    facts = {} if register is None else register.facts[worked.member]
    return assess(ruleset(worked.ruleset), worked.member, activities, (), facts, worked.as_of)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_show_both_sides(name: str) -> None:
    """There are many; some are met and some are not."""
    assert len(outcomes(name)) >= 15
    verdicts = {each.result.verdict for each in outcomes(name)}
    assert {Word.MET, Word.SHORT} <= verdicts


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_is_read_whole(name: str) -> None:
    """A line of the file is an outcome, and every row is used as it stands."""
    lines = (FOLDER / f"{name}.records.csv").read_text("utf-8").splitlines()
    found = records(name)
    assert 20 <= len(found.outcomes.below) == len(lines) - 1 <= 40
    assert Counter(each.outcome for each in found.outcomes.below) == {Outcome.USED: len(lines) - 1}
    assert len(found.activities) + len(found.held) == len(lines) - 1
    assert found.notices == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_member_of_the_sample_is_listed(name: str) -> None:
    register = members(name)
    listed = {each.member for each in records(name).activities}
    if register is None:
        assert ruleset(name).facts == ()
    else:
        assert all(each.outcome is Outcome.USED for each in register.outcomes.below)
        assert register.notices == ()
        assert listed <= set(register.facts)
        listed = set(register.facts)
    assert 4 <= len(listed) <= 6


@pytest.mark.parametrize("worked", WORKED, ids=lambda each: f"{each.ruleset}:{each.member}")
def test_the_sum_agrees_with_the_hand(worked: Worked) -> None:
    result = assessed(worked)
    lines = [line for block in result.blocks for line in block.statements]
    short = {line.id: line.short for line in lines if line.kind is not Kind.CAP and line.short}
    assert result.verdict is worked.verdict
    assert short == {name: Fraction(amount) for name, amount in worked.short.items()}
    assert sum(block.surplus for block in result.blocks) == Fraction(worked.surplus)
    assert result.questions == ()


def test_every_ruleset_has_a_member_worked_by_hand() -> None:
    assert {each.ruleset for each in WORKED} == set(NAMES)

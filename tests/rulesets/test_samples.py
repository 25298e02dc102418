"""The sample tables beside the rulesets: they are read without a remark, and each member comes to what is stated here.

`samples.csv` states it for the samples that were made of examples: the verdict, the further credit that completes
everything (blank where none can, or nobody knows yet), and the example from which both are. Where a member follows no
example, the last column has the sum.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction as F
from pathlib import Path

import pytest
from click.testing import CliRunner

from cedsl import suite
from cedsl.assessment import assess
from cedsl.cli import cedsl
from cedsl.model.ruleset import Word
from cedsl.records.adjustment import NONE
from cedsl.records.outcome import Outcome
from cedsl.ruletest import ExampleOutcome
from cedsl.verdict import MemberResult
from tests.rulesets import test_ala, test_paralegals
from tests.rulesets.bundled import FOLDER, NAMES, decisions, members, outcomes, records, ruleset

ILLINOIS, SHRM = "illinois/attorney", "shrm/shrm-cp"
AS_OF = {ILLINOIS: date(2024, 6, 30), SHRM: date(2022, 7, 31)}
FAULTY = {"ala/clm", "ala/clm-exam"}
"""Their samples hold rows that cannot be read, on purpose."""


@dataclass(frozen=True)
class Stated:
    """A line of `samples.csv`. `still` is None where it is blank; `example` is blank where `sum` stands."""

    ruleset: str
    as_of: date
    member: str
    verdict: Word
    still: F | None
    example: str
    sum: str


def stated() -> Iterable[Stated]:
    with (Path(__file__).parent / "samples.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            still = F(line["still"]) if line["still"] else None
            as_of, verdict = date.fromisoformat(line["as of"]), Word(line["verdict"])
            yield Stated(line["ruleset"], as_of, line["member"], verdict, still, line["example"], line["sum"])


STATED = tuple(stated())
TABLED = tuple(dict.fromkeys(each.ruleset for each in STATED))


def known(name: str) -> set[str]:
    """Everybody whom the sample names."""
    register, decided = members(name), decisions(name)
    activities = {each.member for each in (*records(name).activities, *records(name).held)}
    return activities | set(register.facts if register else ()) | set(decided.members if decided else ())


def assessed(name: str, member: str, as_of: date) -> MemberResult:
    register, decided, read = members(name), decisions(name), records(name)
    return assess(
        ruleset(name),
        member,
        [each for each in read.activities if each.member == member],
        [each for each in read.held if each.member == member],
        register.facts[member] if register else {},
        as_of,
        adjustments=decided.members.get(member, NONE) if decided else NONE,
    )


def shorts(result: MemberResult) -> dict[str, F]:
    return {line.id: line.short for block in result.blocks for line in block.statements if line.short}


# ------------------------------------------------------------------------------------------ every sample


def test_every_ruleset_has_a_sample_that_is_worked() -> None:
    worked = {*TABLED, *FAULTY, *test_paralegals.NAMES, ILLINOIS, SHRM}
    assert worked == set(NAMES) == {name for name in NAMES if (FOLDER / f"{name}.records.csv").exists()}


@pytest.mark.parametrize("name", sorted(set(NAMES) - FAULTY))
def test_it_is_read_without_a_remark(name: str) -> None:
    """Every row below the header is used, and every column is understood."""
    read = [each for each in (records(name), members(name), decisions(name)) if each is not None]
    assert [remark for each in read for remark in each.outcomes.below if remark.outcome is not Outcome.USED] == []
    assert [notice for each in read for notice in each.notices] == []
    assert records(name).held == ()


@pytest.mark.parametrize("name", TABLED)
def test_its_members_are_those_of_the_table(name: str) -> None:
    """Three to six; somebody is met, somebody is not, and all are told as of one day."""
    lines = [each for each in STATED if each.ruleset == name]
    assert sorted(each.member for each in lines) == sorted(known(name))
    assert 3 <= len(lines) <= 6
    assert Word.MET in {each.verdict for each in lines}
    assert {Word.SHORT, Word.FAILED} & {each.verdict for each in lines}
    assert len({each.as_of for each in lines}) == 1


@pytest.mark.parametrize("name", TABLED)
def test_its_register_lists_whoever_has_records(name: str) -> None:
    register = members(name)
    assert (register is None) == (ruleset(name).facts == ())
    assert register is None or {each.member for each in records(name).activities} <= set(register.facts)


@pytest.mark.parametrize("line", STATED, ids=lambda each: f"{each.ruleset}:{each.member}")
def test_a_member_comes_to_what_is_stated(line: Stated) -> None:
    result = assessed(line.ruleset, line.member, line.as_of)
    assert result.verdict is line.verdict
    assert line.still is None or result.still == line.still
    assert bool(line.example) != bool(line.sum)


@pytest.mark.parametrize(
    "line", [each for each in STATED if each.example], ids=lambda each: f"{each.ruleset}:{each.member}"
)
def test_a_member_falls_short_as_the_example_does(line: Stated) -> None:
    """The days of a sample are its own; the verdict, the shortfalls and what is left to earn are the example's."""
    example = outcome_of(line)
    result = assessed(line.ruleset, line.member, line.as_of)
    assert example.passed
    assert example.result.verdict is line.verdict
    assert line.still is None or example.result.still == line.still
    assert shorts(result) == shorts(example.result)


def outcome_of(line: Stated) -> ExampleOutcome:
    (found,) = [each for each in outcomes(line.ruleset) if each.example.title == line.example]
    return found


# ------------------------------------------------------------------------------- the list of the samples


LISTED = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (FOLDER / "README.md").read_text("utf-8").splitlines()
    if line.startswith("| `")
]


def verdicts(name: str) -> set[Word]:
    """What is stated here, or in the test of the ruleset's family, of members of the sample."""
    exam = {word for word, *_ in test_ala.CANDIDATES.values()} if name == "ala/clm-exam" else set()
    clm = {word for word, *_ in test_ala.TRAPS.values()} if name == "ala/clm" else set()
    lines = (*STATED, *WORKED, *test_paralegals.WORKED)
    return {each.verdict for each in lines if each.ruleset == name} | exam | clm


def test_the_list_names_every_ruleset_with_its_title_and_its_regime() -> None:
    assert [name.strip("`") for name, *_ in LISTED] == list(NAMES)
    for quoted, title, regime, _ in LISTED:
        rules = ruleset(quoted.strip("`"))
        assert title == rules.header.title
        assert {regime} == {each for example in rules.examples for each in suite.regimes(example.cite)}


@pytest.mark.parametrize("line", LISTED, ids=lambda each: each[0].strip("`"))
def test_a_command_of_the_list_ends_as_the_verdicts_say(line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    name, command = line[0].strip("`"), line[-1].strip("`")
    beside = {file.as_posix() for file in FOLDER.glob(f"{name}.*.csv")}
    assert {(FOLDER.parent / each).as_posix() for each in re.findall(r"rulesets/\S+", command)} == beside
    monkeypatch.chdir(FOLDER.parent)
    result = CliRunner().invoke(cedsl, command.split()[1:], prog_name="cedsl")
    assert {Word.SHORT, Word.FAILED} & verdicts(name), "the list says that somebody falls short"
    assert result.exit_code == 1, result.output
    assert result.output.startswith("Rules")


# ------------------------------------------------------------------- chains of periods, worked by hand


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


@pytest.mark.parametrize("worked", WORKED, ids=lambda each: f"{each.ruleset}:{each.member}")
def test_the_sum_agrees_with_the_hand(worked: Worked) -> None:
    result = assessed(worked.ruleset, worked.member, AS_OF[worked.ruleset])
    (block,) = result.blocks
    assert result.verdict is worked.verdict
    assert shorts(result) == worked.short
    assert block.carry is not None
    sides = (block.carry.carried_in, block.carry.used, block.carry.carried_out)
    assert tuple(sum((each.amount for each in side), F(0)) for side in sides) == worked.carried


@pytest.mark.parametrize("name", [ILLINOIS, SHRM])
def test_every_member_of_the_sample_is_worked(name: str) -> None:
    assert {each.member for each in WORKED if each.ruleset == name} == known(name)

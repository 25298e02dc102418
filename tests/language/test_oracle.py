"""The program against the oracle on generated cases, and what must not change a result.

CEDSL_SEED chooses other cases (printed), CEDSL_CASES more of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from time import monotonic

import pytest

from cedsl.assessment import assess
from cedsl.assessment.assess import Seat, assess_together
from cedsl.model import ruleset as r
from cedsl.quantity import Amount
from cedsl.records.activity import Activity
from cedsl.verdict import MemberResult
from tests.language import pairs
from tests.language.compare import Tally, case, made, told
from tests.language.generate import FOCI, Member, Rules, any_member

SEED = os.environ.get("CEDSL_SEED", "20241122")
CASES = int(os.environ.get("CEDSL_CASES", "1500"))
SECONDS = 55 * max(1, CASES / 1500)

pytestmark = pytest.mark.property


def test_the_program_agrees_with_the_oracle() -> None:
    print(f"CEDSL_SEED={SEED}")
    tally, until = Tally(), monotonic() + SECONDS
    for number in range(CASES):
        if monotonic() > until:
            break
        wrong = case(f"{SEED}/{number}", tally)
        assert not wrong, wrong[0]
    assert tally.refused == 0
    print(tally)


@pytest.mark.parametrize("focus", FOCI)
def test_the_program_agrees_with_the_oracle_on(focus: str) -> None:
    print(f"CEDSL_SEED={SEED}")
    tally, until = Tally(), monotonic() + SECONDS / 7
    for number in range(max(1, CASES // 25)):
        if monotonic() > until:
            break
        wrong = case(f"{SEED}/{focus}/{number}", tally)
        assert not wrong, wrong[0]
    assert tally.refused == 0
    print(tally)


def test_the_program_agrees_with_the_oracle_on_two_rulesets_that_share_activities() -> None:
    print(f"CEDSL_SEED={SEED}")
    tally, until = Tally(), monotonic() + SECONDS / 5
    for number in range(max(1, CASES // 25)):
        if monotonic() > until:
            break
        wrong = pairs.case(f"{SEED}/pairs/{number}", tally)
        assert not wrong, wrong[0]
    assert tally.refused == 0
    print(tally)


def test_the_order_of_rows_changes_nothing_under_two_rulesets() -> None:
    print(f"CEDSL_SEED={SEED}")
    for number in range(max(1, CASES // 25)):
        _, texts, (first, second), member = pairs.made(f"{SEED}/pairs/{number}")
        assert first is not None
        assert second is not None
        seen = [[pairs.seen_by(each, one) for one in member.activities] for each in (first, second)]
        results = [
            assess_together(
                "m",
                [Seat(first, seen[0][::step], (), member.facts), Seat(second, seen[1][::step], (), member.facts)],
                member.as_of,
                bonds=pairs.bonds_of((first, second)),
            )
            for step in (1, -1)
        ]
        one, other = ([figures(result) for result in several] for several in results)
        assert one == other, "\n---\n".join(texts) + told(member)


Case = tuple[str, Rules, r.Ruleset, Member]


def cases(name: str, fits: Callable[[str], bool], usual: int) -> Iterator[Case]:
    """Generated cases whose ruleset's text fits, with a label that finds them again."""
    print(f"CEDSL_SEED={SEED}")
    for number in range(max(1, usual * CASES // 1500)):
        label = f"{SEED}/{name}/{number}"
        rules, text, ruleset = made(label)
        if ruleset is not None and fits(text):
            yield f"{label}\n{text}", rules, ruleset, any_member(rules)


def result_of(ruleset: r.Ruleset, member: Member, activities: tuple[Activity, ...] | None = None) -> MemberResult:
    seen = member.activities if activities is None else activities
    return assess(ruleset, "m", seen, member.held, member.facts, member.as_of)


def test_the_order_of_rows_changes_nothing() -> None:
    for label, _, ruleset, member in cases("order", lambda _: True, 400):
        rows = list(member.activities)
        Random(label).shuffle(rows)
        assert result_of(ruleset, member, tuple(rows)) == result_of(ruleset, member), label + told(member)


NOT_MONOTONE = ("limit ", "threshold ", " per ", " has ", "where ", "exempt", "satisfied", "{ when ", "duty ")


def test_one_more_hour_never_hurts() -> None:
    """Limits, repeats, forfeits and conditions about records aside."""
    for label, rules, ruleset, member in cases("more", lambda text: not any(w in text for w in NOT_MONOTONE), 800):
        before = result_of(ruleset, member)
        rows = [row for row in any_member(replace(rules, rng=Random(label))).activities if row.on is not None]
        for row in rows[:2]:
            after = result_of(ruleset, member, (*member.activities, replace(row, row=90)))
            shown = f"{label}{told(member)}\nmore: {row}\n{before.still} -> {after.still}"
            if before.verdict is r.Word.MET:
                assert after.verdict is r.Word.MET, shown
            if before.still is not None and r.Word.DEPENDS not in {before.verdict, after.verdict}:
                assert after.still is not None, shown
                assert after.still <= before.still, shown


LOOKS_AT_RECORDS = ("credit", "limit ", " records", " activities ", " has ", " per day")


def figures(result: MemberResult) -> object:
    return (
        result.verdict,
        result.still,
        [(block.verdict, block.surplus, block.still) for block in result.blocks],
        [
            (line.kind, line.required, line.earned, line.counted, line.short, line.over, line.verdict, line.chosen)
            for block in result.blocks
            for line in block.statements
        ],
    )


def test_splitting_a_record_changes_nothing() -> None:
    """Where no rule of crediting, and nothing that counts records, could tell."""
    for label, _, ruleset, member in cases("split", lambda text: not any(w in text for w in LOOKS_AT_RECORDS), 800):
        halves = tuple(half for row in member.activities for half in _halved(row))
        assert figures(result_of(ruleset, member, halves)) == figures(result_of(ruleset, member)), label + told(member)


def _halved(row: Activity) -> tuple[Activity, Activity]:
    def half(amount: Amount | None) -> Amount | None:
        return None if amount is None else Amount(amount.number * Fraction(1, 2), amount.unit)

    one = replace(row, amount=half(row.amount), tags=tuple(replace(tag, amount=half(tag.amount)) for tag in row.tags))
    return one, replace(one, row=row.row + 20)


def test_renaming_the_categories_renames_the_result() -> None:
    for label, _, ruleset, member in cases("names", lambda _: True, 300):
        rules, _, renamed = made(label.partition("\n")[0], "WXYZ")
        assert renamed is not None
        assert figures(result_of(renamed, any_member(rules))) == figures(result_of(ruleset, member)), label

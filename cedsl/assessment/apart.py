"""Requirements of which no two may count the same hour: decided together, then each by itself.

Together they are one problem, in the order written: least still to earn for all of them, then the shortfalls
of the first, and so on. That says which hours each of them takes. Each is then judged by what the others leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice, product

from cedsl.assessment.allocate import allocate
from cedsl.assessment.case import Case
from cedsl.assessment.chain import Ruling
from cedsl.assessment.judge import Beside, Judged, Taken, judge_in
from cedsl.assessment.solve import ZERO, Solved
from cedsl.model.ruleset import Word
from cedsl.normal.joint import apart_problem
from cedsl.normal.normalise import Option
from cedsl.normal.solution import Solution
from cedsl.verdict import Refused

MOST_TOGETHER = 256
"""How many combinations of alternatives are tried for requirements that are kept apart."""


def keep_apart(rulings: Sequence[Ruling], case: Case) -> tuple[Ruling, ...]:
    """The rulings with no hour counted in two requirements that are declared *not both*."""
    found = list(rulings)
    for names in case.desk.ruleset.not_both:
        members = [
            number
            for number, each in enumerate(found)
            if each.judged.requirement.words.id in names and each.judged.best is not None
        ]
        if len(members) > 1:
            shares = _shares([found[number].judged for number in members])
            for place, number in enumerate(members):
                others = [amount for other, amount in shares if other != place]
                found[number] = replace(found[number], judged=_without(found[number].judged, case, others))
    return tuple(found)


def _shares(judged: Sequence[Judged]) -> list[tuple[int, Taken]]:
    """Which requirement takes how much of which activity."""
    best: tuple[tuple[int, bool, Fraction], list[tuple[int, Taken]]] | None = None
    for chosen in islice(product(*(each.solved for each in judged)), MOST_TOGETHER):
        rank, shares = _together(chosen)
        if best is None or rank < best[0]:
            best = rank, shares
    assert best is not None, "every requirement here was solved"
    return best[1]


def _together(chosen: Sequence[Solved]) -> tuple[tuple[int, bool, Fraction], list[tuple[int, Taken]]]:
    """One choice of alternatives in each: how good it is, and who takes what."""
    problem, ticks, whose = apart_problem([each.form for each in chosen], _further(chosen))
    solution: Solution = allocate(problem)
    shares: list[tuple[int, Taken]] = []
    for (credited, numbers), row in zip(whose, solution.counted, strict=True):
        for number in sorted(set(numbers)):
            mine = sum((amount for each, amount in zip(numbers, row, strict=True) if each == number), ZERO)
            if mine:
                shares.append((number, (credited, mine / ticks, Refused.OTHER_BLOCK)))
    failures = sum(each.verdict is Word.FAILED for one in chosen for each in one.facts)
    impossible = solution.still is None or any(each.plan.impossible for each in chosen)
    return (failures, impossible, solution.still or ZERO), shares


def _further(chosen: Sequence[Solved]) -> list[tuple[Option, ...]]:
    """Kinds of further credit, each serving one of the requirements."""
    nothing: Option = (0, 0)
    return [
        tuple(option if place == number else nothing for place in range(len(chosen)))
        for number, solved in enumerate(chosen)
        for kind in solved.kinds
        for option in kind.options
    ]


def _without(judged: Judged, case: Case, taken: Sequence[Taken]) -> Judged:
    """The requirement judged by what the others leave of each activity."""
    if not taken or judged.period is None:
        return judged
    return judge_in(judged.requirement, case, judged.period, judged.scope.number, Beside(taken=tuple(taken)))


def serves_apart(options: Sequence[Option], groups: Sequence[int | None]) -> bool:
    """Whether an hour of this kind serves no two requirements of one group (None: of no group)."""
    serving = [group for (demands, _), group in zip(options, groups, strict=True) if demands and group is not None]
    return len(serving) == len(set(serving))


def groups_of(solved: Sequence[Solved]) -> list[int | None]:
    """For each requirement the number of the first group in which it is kept apart."""
    names = solved[0].normaliser.scope.vocabulary.ruleset.not_both
    return [
        next((n for n, group in enumerate(names) if each.normaliser.requirement.words.id in group), None)
        for each in solved
    ]


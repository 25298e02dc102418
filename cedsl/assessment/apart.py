"""Requirements of which no two may count the same hour: decided together, then each by itself.

Together they are one problem, in the order written: least still to earn for all of them, then the shortfalls
of the first, and so on. That says which hours each of them takes. Each is then judged by what the others leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice, product

from cedsl.assessment.allocate import allocate
from cedsl.assessment.case import Case
from cedsl.assessment.chain import Ruling, rule_on
from cedsl.assessment.judge import Beside, Judged, Taken, judge_in
from cedsl.assessment.solve import ZERO, Solved
from cedsl.model.ruleset import Word
from cedsl.normal.joint import apart_problem
from cedsl.normal.normalise import NormalForm, Option
from cedsl.normal.solution import Solution
from cedsl.verdict import CARRIED, LATER, Refused

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
                found[number] = _without(found[number], case, others)
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
    problem, ticks, whose = apart_problem([_unreserved(each.form) for each in chosen], _further(chosen))
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


def _unreserved(form: NormalForm) -> NormalForm:
    """The form with all credit of other periods that may be used: together they may need more of it than alone."""
    whole = sum(item.amount for item in form.problem.items)
    lifted = [key.cap == CARRIED or (key.cap == LATER and not key.value) for key, _ in form.rows]
    caps = [whole if free else cap for cap, free in zip(form.problem.caps, lifted, strict=True)]
    return replace(form, problem=replace(form.problem, caps=tuple(caps)))


def _further(chosen: Sequence[Solved]) -> list[tuple[Option, ...]]:
    """Kinds of further credit, each serving one of the requirements."""
    nothing: Option = (0, 0)
    return [
        tuple(option if place == number else nothing for place in range(len(chosen)))
        for number, solved in enumerate(chosen)
        for kind in solved.kinds
        for option in kind.options
    ]


def _without(ruling: Ruling, case: Case, taken: Sequence[Taken]) -> Ruling:
    """The requirement judged by what the others leave of each activity."""
    judged = ruling.judged
    if not taken or judged.period is None:
        return ruling
    if ruling.carry is not None:
        return rule_on(judged.requirement, case, taken)
    beside = Beside(taken=tuple(taken))
    return replace(ruling, judged=judge_in(judged.requirement, case, judged.period, judged.scope.number, beside))


def served_apart(options: tuple[Option, ...], apart: Sequence[tuple[int, int]]) -> Iterator[tuple[Option, ...]]:
    """The ways in which an hour of this kind may serve the requirements: no two that are kept apart."""
    for pair in apart:
        if all(options[number][0] for number in pair):
            for number in pair:
                yield from served_apart((*options[:number], (0, 0), *options[number + 1 :]), apart)
            return
    yield options


def pairs_apart(solved: Sequence[Solved]) -> list[tuple[int, int]]:
    """Which of the requirements are kept apart, two by two, by their place among these."""
    names = solved[0].normaliser.scope.vocabulary.ruleset.not_both
    ids = [each.normaliser.requirement.words.id for each in solved]
    return [
        (one, other)
        for one, other in combinations(range(len(ids)), 2)
        if any(ids[one] in group and ids[other] in group for group in names)
    ]

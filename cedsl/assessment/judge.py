"""One requirement for one member: the best choice of alternatives in a period, and of the periods open to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from cedsl.assessment.case import Case, counting, inside
from cedsl.assessment.solve import ZERO, Hearing, Rank, Solved, rank, solve, verdict_of
from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.model.scope import MissingFact, Scope
from cedsl.normal.build import Builder
from cedsl.normal.choices import choices
from cedsl.normal.credited import Credited
from cedsl.normal.window import Period, periods_of
from cedsl.period import Window
from cedsl.verdict import Loss, Outside, Refused


@dataclass(frozen=True)
class Judged:
    """A requirement decided: either by a solution (the best of `solved`), or outright, with the reason.

    `waived` are the statements that a waiver keeps from being short or failed. `offered` is the same with all hours of
    other days that it may use, where it was settled together with the next period which of them it does.
    """

    requirement: r.Requirement
    scope: Scope
    period: Window | None
    verdict: Word
    because: str
    credited: tuple[Credited, ...]
    items: tuple[Credited, ...]
    best: Solved | None = None
    solved: tuple[Solved, ...] = ()
    waived: frozenset[str] = frozenset()
    offered: Solved | None = None


class Taken(NamedTuple):
    """What of an activity is counted elsewhere, and where that is: in another period, or toward the requirement
    `holder` (an id, or one of another ruleset). `through` is how much of it is counted through each tag ("" for none);
    `left` are the stated parts that can still count here, and the most beyond them (""), where that is known instead.
    """

    credited: Credited
    amount: Fraction
    why: Refused
    holder: str | Outside = ""
    left: Mapping[str, Fraction] | None = None
    through: Mapping[str, Fraction] | None = None


@dataclass(frozen=True)
class Beside:
    """What stands beside a period's own records: credit from other periods, and what of its own records is
    counted elsewhere (in the ruleset's unit, with the reason).
    """

    reserve: tuple[Credited, ...] = ()
    taken: Sequence[Taken] = ()


ALONE = Beside()


def judge(requirement: r.Requirement, case: Case) -> Judged:
    """The requirement for the member in this world, in whichever of its periods serves the member best; no
    credit from other periods.

    Raises MissingFact or MissingAmount where a verdict hangs on a fact for which the filling says nothing.
    """
    found = periods(requirement, case)
    if isinstance(found, Judged):
        return found
    return min((judge_in(requirement, case, *period) for period in found), key=_serving)


def judge_in(
    requirement: r.Requirement, case: Case, period: Window, number: int | None, beside: Beside = ALONE
) -> Judged:
    """The requirement for the member in one period, with the waivers in force on its last day (or on the
    as-of date, where that is earlier).
    """
    hearing = _hearing(requirement, case, period, number, beside)
    waived = case.waived_on(min(period.last, case.as_of))
    plain = _judged(hearing)
    if not waived or plain.verdict not in {Word.SHORT, Word.FAILED}:
        return plain
    judged = _judged(replace(hearing, waived=waived))
    verdict = Word.WAIVED if judged.verdict in {Word.MET, Word.EXEMPT} else judged.verdict
    return replace(judged, verdict=verdict, waived=_lacking(plain, requirement) & waived.keys())


def with_waivers(judged: Judged, case: Case) -> Judged:
    """The requirement with the amounts that waivers in force set, whether it needs them or not; where it stands by
    itself.
    """
    if judged.period is None:
        return judged
    waived = case.waived_on(min(judged.period.last, case.as_of))
    hearing = _hearing(judged.requirement, case, judged.period, judged.scope.number, ALONE)
    return _judged(replace(hearing, waived=waived)) if waived else judged


def without_demands(
    requirement: r.Requirement, case: Case, period: Window, number: int | None, beside: Beside = ALONE
) -> Solved:
    """The requirement's own hours in the period as its statements see them, where it was decided without them."""
    hearing = _hearing(requirement, case, period, number, beside)
    return solve(hearing, choices(requirement.statements, hearing.scope)[0])


def _lacking(judged: Judged, requirement: r.Requirement) -> frozenset[str]:
    """The statements that are short or failed."""
    if judged.best is None:
        return frozenset((requirement.words.id,))
    solution, plan = judged.best.solution, judged.best.plan
    short = {need.rule.words.id for need in plan.needs() if solution.short[need.index] > 0 or need.impossible}
    short |= {each.statement.words.id for each in judged.best.facts if each.verdict in {Word.SHORT, Word.FAILED}}
    return frozenset(short | ({requirement.words.id} if solution.short[0] > 0 else set()))


def _hearing(requirement: r.Requirement, case: Case, period: Window, number: int | None, beside: Beside) -> Hearing:
    scope = case.scope(period, number)
    falls = case.desk.ruleset.falls
    every = case.credited(scope, period)
    credited = tuple(less(each, beside.taken) for each in every)
    items = tuple(each for each in credited if each.accepted and inside(each, period, falls))
    # What was earned is a fact, wherever it is counted.
    count, earned = counting([each for each in every if each.accepted and inside(each, period, falls)], scope)
    return Hearing(requirement, case, replace(scope, count=count, earned=earned), credited, items, beside.reserve)


def less(credited: Credited, taken: Sequence[Taken]) -> Credited:
    """The record without what is counted elsewhere."""
    for each in taken:
        if each.credited.activity is credited.activity:
            credited = _less(credited, each)
    return credited


def _less(credited: Credited, taken: Taken) -> Credited:
    amount = min(taken.amount, credited.credit)
    holder = taken.holder
    named = (holder,) if isinstance(holder, str) and holder else ()
    lost = Loss(amount, taken.why, named, elsewhere=holder if isinstance(holder, Outside) else None)
    credited = credited.less(amount, lost if amount else None, taken.through)
    left = taken.left
    if left is None:
        return credited
    tags = tuple(
        tag if tag.most is None else replace(tag, most=min(tag.most, left.get(tag.category, tag.most)))
        for tag in credited.tags
    )
    return replace(credited, tags=tags, rest=left.get("", ZERO))


def _judged(hearing: Hearing) -> Judged:
    requirement, scope = hearing.requirement, hearing.scope
    credited, items = tuple(hearing.credited), tuple(hearing.items)
    decided = decided_outright(hearing.builder())
    if decided is not None:
        return Judged(requirement, scope, scope.period, *decided, credited, items)
    solved = tuple(solve(hearing, chosen) for chosen in choices(requirement.statements, scope))
    best = min(solved, key=rank)
    return Judged(requirement, scope, scope.period, verdict_of(best), "", credited, items, best, solved)


def _serving(judged: Judged) -> Rank:
    """Of several periods the member may use, the one that serves best comes first."""
    if judged.best is not None:
        return rank(judged.best)
    short = judged.verdict is Word.SHORT
    return 0, short, short, short, ZERO, 0


def periods(requirement: r.Requirement, case: Case) -> tuple[Period, ...] | Judged:
    """The periods with their numbers, or the verdict where there is none."""
    scope = case.scope()
    builder = Builder(scope, requirement, case.filling.statements)
    try:
        found = periods_of(requirement.window, scope)
    except MissingFact:
        decided = _outright(builder)
        if decided is not None:
            return Judged(requirement, scope, None, *decided, (), ())
        void = builder.settled(requirement.words.id, lambda: (periods_of(requirement.window, scope),))
        verdict = Word.EXEMPT if void else Word.SHORT
        return Judged(requirement, scope, None, verdict, "the period is not known", (), ())
    if not found:
        return Judged(requirement, scope, None, Word.EXEMPT, "no reporting cycle fits this member", (), ())
    return found


def decided_outright(builder: Builder) -> tuple[Word, str] | None:
    """The verdict that hangs on no activity, with the reason; None where activities decide."""
    return _outright(builder) or _undescribed(builder)


def _outright(builder: Builder) -> tuple[Word, str] | None:
    """Exempt or satisfied as a whole, with the reason in the author's words.

    A condition that hangs on a missing number, date or text is once taken to hold, and once not.
    """
    requirement = builder.requirement
    if not builder.holds(f"{requirement.words.id}/when", requirement.words.when):
        return Word.EXEMPT, "this requirement does not apply to the member"
    for exemption in requirement.exempt:
        if builder.holds(exemption.words.id, exemption.when):
            return Word.EXEMPT, exemption.reason or "exempt"
    satisfied = requirement.satisfied
    if satisfied is not None and builder.holds(f"{requirement.words.id}/satisfied", satisfied):
        return Word.MET, "deemed satisfied"
    return None


def _undescribed(builder: Builder) -> tuple[Word, str] | None:
    """Void or impossible as a whole, where nobody stated a fact that says which activities it is about."""
    filter_ = builder.requirement.filter
    known = builder.settled(builder.requirement.words.id, lambda: builder.ask_facts(filter_))
    if known is None:
        return None
    return Word.EXEMPT if known else Word.SHORT, "which activities it is about is not known"

"""A requirement made ready for all members of whom the same is known: its period, its cells, its lines.

Everything is asked of the passes of the exact path, once for each kind of activity instead of once for each activity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import NoReturn

from cedsl.assessment.case import Case
from cedsl.assessment.credit import draft, finish
from cedsl.assessment.facts import FactFinding, Heard, find_facts
from cedsl.assessment.judge import Judged, decided_outright, periods
from cedsl.assessment.solve import Hearing, normaliser_for
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.model.scope import MissingFact, Scope
from cedsl.normal.build import Builder, build_plan
from cedsl.normal.choices import choices
from cedsl.normal.credited import Credited
from cedsl.normal.further import possible
from cedsl.normal.normalise import Normaliser
from cedsl.normal.plan import MissingAmount, Plan
from cedsl.normal.problem import Further
from cedsl.period import Window
from cedsl.records.activity import Activity
from cedsl.registry.cells import Ground, Uses


class OneByOne(Exception):
    """The members of a class are decided one by one; the argument says why."""


@dataclass(frozen=True)
class Outright:
    """A requirement that is decided without activities. `credit[k]` is what an activity of kind k earns in the period
    all the same, in ticks, of which `ticks` make one of the ruleset's unit.
    """

    requirement: r.Requirement
    period: Window | None
    verdict: Word
    because: str
    ticks: int = 1
    credit: tuple[int, ...] = ()


@dataclass(frozen=True)
class Blueprint:
    """A requirement for a class of members.

    `credit[k]` is what an activity of kind k earns, in ticks, of which `ticks` make one of the unit; `cell[k]`
    the number of the cell in which it lies (-1: none). `credited[k]` is the activity after crediting; those that are
    not accepted count nowhere. `findings` are duties, and counts and limits with what is asked of them.
    """

    requirement: r.Requirement
    period: Window
    scope: Scope
    plan: Plan
    normaliser: Normaliser
    findings: tuple[FactFinding, ...]
    ticks: int
    ground: Ground
    uses: tuple[Uses, ...]
    credit: tuple[int, ...]
    cell: tuple[int, ...]
    credited: tuple[Credited, ...]


def blueprint(requirement: r.Requirement, case: Case, kinds: Sequence[Activity]) -> Blueprint | Outright:
    """The requirement for members with the facts of the case. Raises OneByOne where they must be looked at closely."""
    try:
        found = periods(requirement, case)
        if isinstance(found, Judged):
            return Outright(requirement, found.period, found.verdict, found.because)
        if len(found) > 1:
            raise OneByOne("several periods to choose from")
        return _in_period(requirement, case, *found[0], kinds)
    except (MissingFact, MissingAmount):
        raise OneByOne("something about the member is not stated") from None


def _asks_records(filter_: p.Predicate) -> NoReturn:
    del filter_
    raise OneByOne("conditions on other records")


def _in_period(
    requirement: r.Requirement, case: Case, period: Window, number: int | None, kinds: Sequence[Activity]
) -> Blueprint | Outright:
    scope = replace(case.scope(period, number), count=_asks_records, earned=_asks_records)
    hearing = Hearing(requirement, case, scope, (), ())
    outright = decided_outright(hearing.builder())
    if outright is not None:
        return _outright(requirement, case, scope, outright, kinds)
    chosen = choices(requirement.statements, scope)
    if len(chosen) > 1:
        raise OneByOne("alternatives")
    plan = build_plan(hearing.builder(), chosen[0])
    _unless_simple(plan)
    credited = tuple(_credited(each, case, scope, period) for each in kinds)
    normaliser = normaliser_for(hearing, plan, ())
    return _laid_out(hearing, plan, normaliser, credited, _found(plan, hearing.builder()))


def _outright(
    requirement: r.Requirement, case: Case, scope: Scope, decided: tuple[Word, str], kinds: Sequence[Activity]
) -> Outright:
    period = scope.period
    assert period is not None
    credited = [_credited(each, case, scope, period) for each in kinds]
    amounts = [each.credit if each.accepted else ZERO for each in credited]
    ticks = lcm(*(each.denominator for each in amounts))
    return Outright(requirement, period, *decided, ticks, tuple(int(each * ticks) for each in amounts))


def _unless_simple(plan: Plan) -> None:
    """Stops at what hangs on more than sums of hours and numbers of activities."""
    if plan.choices:
        raise OneByOne("alternatives")
    if plan.thresholds:
        raise OneByOne("minimums that count only once they are reached")
    if plan.proportional:
        raise OneByOne("parts of what counts")
    if plan.impossible:
        raise OneByOne("something about the member is not stated")
    for fact in plan.facts:
        if isinstance(fact, r.Count | r.Limit) and fact.window is not None:
            raise OneByOne("counts in days of their own")
        if isinstance(fact, r.Count) and fact.distinct is not None:
            raise OneByOne("counts of different values")


def _found(plan: Plan, builder: Builder) -> tuple[FactFinding, ...]:
    """What is found of duties, counts and limits where there is no activity."""
    return find_facts(plan, builder, Heard((), (), r.Falls.COMPLETION), {})


def _credited(kind: Activity, case: Case, scope: Scope, period: Window) -> Credited:
    """An activity of the kind by itself, on a day of the period."""
    on = max(period.first, min(period.last, case.as_of))
    drafted = draft(replace(kind, on=on), scope, {})
    return finish((drafted,), period, case.desk.vocabulary.defaults)[0]


def _laid_out(
    hearing: Hearing,
    plan: Plan,
    normaliser: Normaliser,
    credited: tuple[Credited, ...],
    findings: tuple[FactFinding, ...],
) -> Blueprint:
    ways: dict[Uses, int] = {}
    cell: list[int] = []
    for each in credited:
        if not each.accepted or each.credit <= 0:
            cell.append(-1)
            continue
        if any(tag.most is not None for tag in each.tags):
            cell.append(-2)
            continue
        uses = tuple(option for _, option in normaliser.uses(each))
        cell.append(ways.setdefault(uses, len(ways)) if uses else -1)
    further = tuple(Further(*each.options[0]) for each in possible((normaliser,), hearing.case.desk.memory))
    limits = [each for each in normaliser.limits if each is not None]
    if len(limits) < len(normaliser.limits):
        raise OneByOne("caps on different values")
    ticks = lcm(*(each.denominator for each in (*(c.credit for c in credited), *plan.demands, *limits)))
    ground = Ground(
        tuple(int(each * ticks) for each in plan.demands), tuple(int(each * ticks) for each in limits), further
    )
    period = hearing.scope.period
    assert period is not None
    return Blueprint(
        hearing.requirement,
        period,
        hearing.scope,
        plan,
        normaliser,
        findings,
        ticks,
        ground,
        tuple(ways),
        tuple(int(each.credit * ticks) for each in credited),
        tuple(cell),
        credited,
    )


ZERO = Fraction(0)

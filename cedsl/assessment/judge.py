"""One requirement for one member: the best choice of alternatives, solved, and told in statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations

from cedsl.assessment.allocate import allocate
from cedsl.assessment.case import Case, counting, in_canonical_order, inside
from cedsl.assessment.facts import FactFinding, find_facts
from cedsl.model import ruleset as r
from cedsl.model.evaluate import MissingFact, Scope, describes
from cedsl.model.ruleset import Word
from cedsl.normal.build import Builder, build_plan, facts_in
from cedsl.normal.choices import choices
from cedsl.normal.credited import Credited
from cedsl.normal.further import Possible, possible
from cedsl.normal.normalise import NormalForm, Normaliser, normalise
from cedsl.normal.plan import Plan, Threshold
from cedsl.normal.solution import Solution
from cedsl.normal.window import period_of
from cedsl.period import Window

ZERO = Fraction(0)

MOST_REACHED = 3
"""How many minimums-if-used are tried together as reached by further credit."""


@dataclass(frozen=True)
class Solved:
    """One choice of branches, solved. `kinds` are the kinds of further credit, as in the problem.

    `variants` are the same with minimums-if-used that further credit is to reach.
    """

    plan: Plan
    normaliser: Normaliser
    form: NormalForm
    solution: Solution
    kinds: tuple[Possible, ...]
    facts: tuple[FactFinding, ...]
    variants: tuple[Solved, ...] = ()

    @property
    def better(self) -> Solved | None:
        """The variant with the least still to earn, where that is less than without."""
        least = self.alone()
        best = None
        for variant in self.variants:
            still = variant.still()
            if still is not None and (least is None or still < least):
                best, least = variant, still
        return best

    def unmet(self) -> int:
        """How many statements besides hours are not met."""
        return sum(each.verdict in {Word.SHORT, Word.FAILED} for each in self.facts)

    def fails(self) -> bool:
        """Whether a limit is exceeded or a duty broken."""
        return any(each.verdict is Word.FAILED for each in self.facts)

    def alone(self) -> Fraction | None:
        """Fewest further credits, in the ruleset's unit, without a minimum-if-used that is not yet reached."""
        still = self.solution.still
        return None if still is None else still / self.form.ticks

    def still(self) -> Fraction | None:
        """Fewest further credits, in the ruleset's unit."""
        better = self.better
        return self.alone() if better is None else better.still()


@dataclass(frozen=True)
class Judged:
    """A requirement decided: either by a solution (the best of `solved`), or outright, with the reason."""

    requirement: r.Requirement
    scope: Scope
    period: Window | None
    verdict: Word
    because: str
    credited: tuple[Credited, ...]
    items: tuple[Credited, ...]
    best: Solved | None = None
    solved: tuple[Solved, ...] = ()


def judge(requirement: r.Requirement, case: Case) -> Judged:
    """The requirement for the member in this world.

    Raises MissingFact or MissingAmount where a verdict hangs on a fact for which the filling says nothing.
    """
    scope = case.scope()
    found = _period(requirement, case, scope)
    if isinstance(found, Judged):
        return found
    period, number = found
    scope = case.scope(period, number)
    credited = case.credited(scope, period)
    falls = case.desk.ruleset.falls
    items = tuple(each for each in credited if each.accepted and inside(each, period, falls))
    count, earned = counting(items, scope)
    scope = replace(scope, count=count, earned=earned)
    builder = Builder(scope, requirement, case.filling.statements)
    decided = _outright(builder) or _undescribed(builder)
    if decided is not None:
        return Judged(requirement, scope, period, *decided, credited, items)
    solved = tuple(
        _solve(requirement, case, scope, credited, items, chosen) for chosen in choices(requirement.statements, scope)
    )
    best = min(solved, key=_rank)
    return Judged(requirement, scope, period, _verdict(best), "", credited, items, best, solved)


def _period(requirement: r.Requirement, case: Case, scope: Scope) -> tuple[Window, int | None] | Judged:
    """The period with its number, or the verdict where there is none."""
    builder = Builder(scope, requirement, case.filling.statements)
    try:
        found = period_of(requirement.window, scope)
    except MissingFact:
        decided = _outright(builder)
        if decided is not None:
            return Judged(requirement, scope, None, *decided, (), ())
        void = builder.settled(requirement.words.id, lambda: period_of(requirement.window, scope))
        verdict = Word.EXEMPT if void else Word.SHORT
        return Judged(requirement, scope, None, verdict, "the period is not known", (), ())
    if found is None:
        return Judged(requirement, scope, None, Word.EXEMPT, "no reporting cycle fits this member", (), ())
    return found


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
    facts = facts_in(builder.requirement.filter)
    known = builder.settled(builder.requirement.words.id, lambda: [builder.scope.fact(name) for name in facts])
    if isinstance(known, list):
        return None
    return Word.EXEMPT if known else Word.SHORT, "which activities it is about is not known"


def _solve(
    requirement: r.Requirement,
    case: Case,
    scope: Scope,
    credited: Sequence[Credited],
    items: Sequence[Credited],
    chosen: frozenset[str],
) -> Solved:
    plan = build_plan(requirement, scope, case.filling.statements, chosen)
    counted = in_canonical_order([_bounded(each, plan) for each in items])
    counted = [each for each in counted if each.credit > 0]
    normaliser = _normaliser(requirement, case, scope, plan, counted)
    builder = Builder(scope, requirement, case.filling.statements)
    facts = find_facts(plan, builder, credited, items)
    solved = _allocated(normaliser, counted, case, facts)
    return replace(solved, variants=tuple(_variants(solved, counted, items, case)))


def _allocated(
    normaliser: Normaliser, counted: Sequence[Credited], case: Case, facts: tuple[FactFinding, ...]
) -> Solved:
    for each in counted:
        normaliser.uses(each)
    kinds = _kinds(normaliser, case, normaliser.plan)
    form = normalise(normaliser, counted, [each.options[0] for each in kinds])
    return Solved(normaliser.plan, normaliser, form, allocate(form.problem), kinds, facts)


def _variants(solved: Solved, counted: Sequence[Credited], items: Sequence[Credited], case: Case) -> Iterator[Solved]:
    """The requirement with some minimums-if-used reached by further credit."""
    normaliser = solved.normaliser
    unreached = [each for each in solved.plan.thresholds if each.id in normaliser.dropped]
    for size in range(1, min(len(unreached), MOST_REACHED) + 1):
        for reached in combinations(unreached, size):
            yield _allocated(_reaching(normaliser, reached, items), counted, case, solved.facts)


def _reaching(normaliser: Normaliser, reached: Sequence[Threshold], items: Sequence[Credited]) -> Normaliser:
    """The same with these thresholds reached: what they lack is demanded of further credit alone."""
    plan, scope = normaliser.plan, normaliser.scope
    lacking = tuple(each.amount - _earned(each.rule, scope, items) for each in reached)
    first = len(plan.demands)
    return Normaliser(
        normaliser.requirement,
        replace(plan, demands=(*plan.demands, *lacking)),
        scope,
        normaliser.map,
        normaliser.dropped - {each.id for each in reached},
        tuple((each.rule.filter, first + number) for number, each in enumerate(reached)),
        tuple(dict.fromkeys(each.on for each in items)),
    )


def _bounded(credited: Credited, plan: Plan) -> Credited:
    """A held record "as much as it takes" gets as much as the requirement can ask."""
    if not credited.activity.unbounded:
        return credited
    return replace(credited, credit=sum(plan.demands, ZERO))


def _normaliser(
    requirement: r.Requirement, case: Case, scope: Scope, plan: Plan, items: Sequence[Credited]
) -> Normaliser:
    desk = case.desk
    static = desk.static[requirement.words.id]
    dropped = frozenset(each.id for each in plan.thresholds if _earned(each.rule, scope, items) < each.amount)
    days: tuple[date, ...] = () if static else tuple(dict.fromkeys(each.on for each in items))
    known = desk.uses.setdefault(_shape(requirement, plan, dropped), {}) if static else {}
    return Normaliser(requirement, plan, scope, desk.map, dropped, item_days=days, dated=not static, known=known)


def _earned(rule: r.UsedMinimum, scope: Scope, items: Sequence[Credited]) -> Fraction:
    vocabulary = scope.vocabulary
    described = (each for each in items if describes(rule.filter, each.subject(vocabulary), scope))
    return sum((each.credit for each in described), ZERO)


def _shape(requirement: r.Requirement, plan: Plan, dropped: frozenset[str]) -> object:
    """What the uses of an activity hang on besides the activity itself."""
    return (
        requirement.words.id,
        tuple((need.id, need.index) for need in plan.needs()),
        tuple(cap.id for cap in plan.caps),
        dropped,
    )


def _kinds(normaliser: Normaliser, case: Case, plan: Plan) -> tuple[Possible, ...]:
    """The kinds of further credit, remembered where they hang on no fact of the member."""
    if normaliser.dated or not case.desk.impersonal or normaliser.reached:
        return possible((normaliser,))
    when = (case.as_of, normaliser.scope.period) if case.desk.ruleset.credits or case.desk.ruleset.refusals else ()
    key = (_shape(normaliser.requirement, plan, normaliser.dropped), when)
    known = case.desk.kinds.get(key)
    if known is None:
        known = case.desk.kinds[key] = possible((normaliser,))
    return known


def _rank(solved: Solved) -> tuple[int, bool, bool, Fraction]:
    """Choices with fewer failures before those with more, met before short, then the least still to earn."""
    still = solved.still()
    verdict = _verdict(solved)
    impossible = still is None or solved.plan.impossible
    failures = sum(each.verdict is Word.FAILED for each in solved.facts)
    return failures, verdict is Word.SHORT, impossible, still or ZERO


def _verdict(best: Solved) -> Word:
    words = [each.verdict for each in best.facts if each.verdict is not None]
    if Word.FAILED in words:
        return Word.FAILED
    if Word.SHORT in words or best.plan.impossible or any(best.solution.short):
        return Word.SHORT
    asked = bool(words) or any(each > 0 for each in best.plan.demands)
    asked = asked or any(need.satisfied for need in best.plan.needs())
    return Word.MET if asked else Word.EXEMPT

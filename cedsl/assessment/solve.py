"""One choice of alternatives for one member, solved: the plan, the problem, its canonical allocation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from cedsl.assessment.allocate import allocate
from cedsl.assessment.case import Case, in_canonical_order
from cedsl.assessment.choose import settled
from cedsl.assessment.facts import FactFinding, Heard, Known, find_facts
from cedsl.assessment.presolve import bits
from cedsl.assessment.reserve import RESERVES, reserved
from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.ruleset import Word
from cedsl.model.scope import Scope
from cedsl.normal.build import Builder, Waived, build_plan
from cedsl.normal.credited import Credited
from cedsl.normal.further import Possible, different_fields, possible
from cedsl.normal.normalise import NormalForm, Normaliser, all_caps, ample, normalise, with_further
from cedsl.normal.plan import Plan, Threshold
from cedsl.normal.problem import Problem
from cedsl.normal.solution import Solution
from cedsl.records.activity import Value

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

    @cached_property
    def settled(self) -> Problem:
        """The problem with the values chosen that count, where a cap is on how many different ones may."""
        return settled(self.form.problem, self.solution)

    def lined_up(self) -> NormalForm:
        """The form with a row for every cap that further credit fills, also that which serves several requirements."""
        made = sum(key.cap not in RESERVES for key, _ in self.form.rows)
        if made == len(self.normaliser.rows):
            return self.form
        return reserved(normalise(self.normaliser, self.form.items, [each.options[0] for each in self.kinds]))

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

    def counted(self) -> Fraction:
        """What counts toward the total, in the ruleset's unit."""
        ways = zip(self.form.problem.items, self.solution.counted, strict=True)
        inside = (amount for item, row in ways for use, amount in zip(item.uses, row, strict=True) if use.demands & 1)
        return sum(inside, ZERO) / self.form.ticks

    def asks_share(self) -> bool:
        """Whether a minimum asks for a part of what counts, and anything counts."""
        return bool(self.plan.shares) and self.counted() > 0

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
        """Fewest further credits, in the ruleset's unit; None where none complete it."""
        if self.plan.impossible:
            return None
        better = self.better
        return self.alone() if better is None else better.still()


@dataclass(frozen=True)
class Hearing:
    """All that a requirement is judged by in one period of one member.

    `credited` are all records seen, `items` those accepted in the period. `reserve` is credit from other
    periods, used only as far as it leaves less to earn; `waived` are amounts set by waivers, by statement.
    """

    requirement: r.Requirement
    case: Case
    scope: Scope
    credited: Sequence[Credited]
    items: Sequence[Credited]
    reserve: Sequence[Credited] = ()
    waived: Waived = field(default_factory=dict)

    @cached_property
    def in_order(self) -> Sequence[Credited]:
        """The items, earlier ones first."""
        return in_canonical_order(self.items)

    @property
    def heard(self) -> Heard:
        return Heard(self.credited, self.items, self.case.desk.ruleset.falls)

    @cached_property
    def facts_found(self) -> Known:
        """Findings of counts, limits and duties, which every choice of branches shares."""
        return {}

    def builder(self) -> Builder:
        return Builder(self.scope, self.requirement, self.case.filling.statements, self.waived)


def solve(hearing: Hearing, chosen: frozenset[str]) -> Solved:
    """The requirement with the branches chosen."""
    plan = build_plan(hearing.builder(), chosen)
    counted = [_bounded(each, plan, hearing.in_order) for each in hearing.in_order]
    counted = [each for each in (*counted, *hearing.reserve) if each.credit > 0]
    normaliser = normaliser_for(hearing, plan, counted)
    facts = find_facts(plan, hearing.builder(), hearing.heard, hearing.facts_found)
    solved = _allocated(normaliser, counted, hearing, facts)
    if not any(solved.solution.short):
        return solved
    return replace(solved, variants=tuple(_variants(solved, counted, hearing)))


def _allocated(
    normaliser: Normaliser, counted: Sequence[Credited], hearing: Hearing, facts: tuple[FactFinding, ...]
) -> Solved:
    """The canonical allocation. Where nothing is short, further credit decides nothing, and no kind is asked for;
    unless this requirement is decided together with another, or with its own next period.
    """
    form = normalise(normaliser, counted, ())
    if not _surely_short(form.problem) and not _beside_others(hearing):
        enough = reserved(form)
        solution = allocate(enough.problem)
        if not any(solution.short):
            return Solved(normaliser.plan, normaliser, enough, solution, (), facts)
    kinds = possible((normaliser,), hearing.case.desk.memory)
    options = [each.options[0] for each in kinds]
    if len(normaliser.limits) > len(form.problem.caps):
        form = reserved(normalise(normaliser, counted, options))
    else:
        form = reserved(with_further(form, options))
    return Solved(normaliser.plan, normaliser, form, allocate(form.problem), kinds, facts)


def _surely_short(problem: Problem) -> bool:
    """Whether some demand asks for more than all items together that could serve it."""
    lacking = list(problem.demands)
    for item in problem.items:
        serves = 0
        for use in item.uses:
            serves |= use.demands
        for demand in bits(serves):
            lacking[demand] -= item.amount
    return any(each > 0 for each in lacking)


def _beside_others(hearing: Hearing) -> bool:
    """Whether further credit of this requirement is weighed against that of another, or of another period."""
    requirement, case = hearing.requirement, hearing.case
    apart = any(requirement.words.id in names for names in (*case.desk.ruleset.not_both, case.beside))
    return bool(apart or requirement.make_good or requirement.also or case.adjustments.extensions)


def _variants(solved: Solved, counted: Sequence[Credited], hearing: Hearing) -> Iterator[Solved]:
    """The requirement with some minimums-if-used reached by further credit."""
    normaliser = solved.normaliser
    unreached = [
        (each, value)
        for each in solved.plan.thresholds
        for named, value in sorted(normaliser.dropped)
        if named == each.id and reachable(each.rule) is not None
    ]
    for size in range(1, min(len(unreached), MOST_REACHED) + 1):
        for reached in combinations(unreached, size):
            reaching = _reaching(normaliser, reached, hearing.items)
            yield _allocated(reaching, counted, hearing, solved.facts)


def reachable(rule: r.UsedMinimum) -> tuple[str, ...] | None:
    """The fields of the key under which further credit may reach the minimum; None for a key that it cannot name."""
    match rule.per:
        case None:
            return ()
        case r.FieldKey(fields=fields, stretch=None) if "course" not in fields:
            return fields
        case _:
            return None


def _under(rule: r.UsedMinimum, value: tuple[str, ...]) -> p.Predicate:
    """What the minimum describes for one value of its key."""
    named = zip(reachable(rule) or (), value, strict=True)
    same = tuple(p.Compare(p.FieldTerm(name), p.Op.IS, (p.Constant(each),)) for name, each in named)
    return p.AllOf((rule.filter, *same)) if same else rule.filter


Reached = tuple[Threshold, tuple[str, ...]]
"""A minimum-if-used with a value of its key."""


def _reaching(normaliser: Normaliser, reached: Sequence[Reached], items: Sequence[Credited]) -> Normaliser:
    """The same with these thresholds reached: what they lack is demanded of further credit alone."""
    plan, scope = normaliser.plan, normaliser.scope
    filters = [_under(each.rule, value) for each, value in reached]
    lacking = tuple(
        each.amount - _earned(filter_, scope, items) for (each, _), filter_ in zip(reached, filters, strict=True)
    )
    first = len(plan.demands)
    return Normaliser(
        normaliser.requirement,
        replace(plan, demands=(*plan.demands, *lacking)),
        scope,
        normaliser.map,
        normaliser.dropped - {(each.id, value) for each, value in reached},
        tuple((filter_, first + number) for number, filter_ in enumerate(filters)),
        tuple(dict.fromkeys(each.on for each in items)),
        held=normaliser.held,
    )


def _bounded(credited: Credited, plan: Plan, items: Sequence[Credited]) -> Credited:
    """A held record "as much as it takes" gets as much as the requirement can ask."""
    if not credited.activity.unbounded:
        return credited
    return replace(credited, credit=ample(plan, items) if plan.proportional else sum(plan.demands, ZERO))


def normaliser_for(hearing: Hearing, plan: Plan, items: Sequence[Credited]) -> Normaliser:
    """What turns activities into uses under the plan; `items` are the credit of the period."""
    requirement, scope, desk = hearing.requirement, hearing.scope, hearing.case.desk
    static = desk.static[requirement.words.id]
    dropped = _dropped(Normaliser(requirement, plan, scope, desk.map), items) if plan.thresholds else frozenset()
    days: tuple[date, ...] = () if static else tuple(dict.fromkeys(each.on for each in items))
    known = desk.uses.setdefault(_shape(requirement, plan, dropped), {}) if static else {}
    held = {} if static else _values_held(plan, items)
    return Normaliser(
        requirement, plan, scope, desk.map, dropped, item_days=days, held=held, dated=not static, known=known
    )


def _values_held(plan: Plan, items: Sequence[Credited]) -> dict[str, tuple[Value, ...]]:
    """What the activities say in fields on whose different values there are caps."""
    stated = [each.activity.fields for each in items]
    fields = dict.fromkeys(different_fields(plan))
    return {name: tuple(dict.fromkeys(each[name] for each in stated if name in each)) for name in fields}


Dropped = frozenset[tuple[str, tuple[str, ...]]]
"""Minimums-if-used that were not reached, each with the value of its key."""


def _dropped(normaliser: Normaliser, items: Sequence[Credited]) -> Dropped:
    scope = normaliser.scope
    found: set[tuple[str, tuple[str, ...]]] = set()
    for each in normaliser.plan.thresholds:
        earned: dict[tuple[str, ...], Fraction] = {} if each.rule.per else {(): ZERO}
        for item in items:
            subject = item.subject(scope.vocabulary)
            value = normaliser.under(each.rule, subject)
            if value is not None and describes(each.rule.filter, subject, scope):
                earned[value] = earned.get(value, ZERO) + item.credit
        found.update((each.id, value) for value, amount in earned.items() if amount < each.amount)
    return frozenset(found)


def _earned(filter_: p.Predicate, scope: Scope, items: Sequence[Credited]) -> Fraction:
    vocabulary = scope.vocabulary
    described = (each for each in items if describes(filter_, each.subject(vocabulary), scope))
    return sum((each.credit for each in described), ZERO)


def _shape(requirement: r.Requirement, plan: Plan, dropped: Dropped) -> object:
    """What the uses of an activity hang on besides the activity itself."""
    return (
        requirement.words.id,
        tuple((need.id, need.index, need.within, need.impossible) for need in plan.needs()),
        tuple((group.distinct, len(group.needs)) for group in plan.groups),
        tuple(row.id for row in all_caps(plan)),
        tuple(each.id for each in plan.thresholds),
        plan.proportional,
        dropped,
    )


Rank = tuple[int, bool, bool, bool, Fraction, int]


def rank(solved: Solved) -> Rank:
    """Choices with fewer failures before those with more, met before short, open to the member before others, then the
    least still to earn, then the fewest activities missing.
    """
    still = solved.still()
    short = verdict_of(solved) is Word.SHORT
    failures = sum(each.verdict is Word.FAILED for each in solved.facts)
    return failures, short, solved.plan.impossible, still is None, still or ZERO, missing_activities(solved)


def missing_activities(solved: Solved) -> int:
    """How many activities the counts lack."""
    return sum(_missing(each) for each in solved.facts)


def _missing(finding: FactFinding) -> int:
    """How many activities a count lacks."""
    return max(0, finding.statement.number - finding.found) if isinstance(finding.statement, r.Count) else 0


def verdict_of(best: Solved) -> Word:
    words = [each.verdict for each in best.facts if each.verdict is not None]
    if Word.FAILED in words:
        return Word.FAILED
    if Word.SHORT in words or best.plan.impossible or any(best.solution.short):
        return Word.SHORT
    asked = bool(words) or any(each > 0 for each in best.plan.demands) or best.asks_share()
    asked = asked or any(need.satisfied for need in best.plan.needs())
    return Word.MET if asked else Word.EXEMPT

"""One member's case: what is known, what is being tried for what is not, and the credit of every record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from cedsl.assessment.credit import draft, finish
from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.predicate_walk import all_terms
from cedsl.model.scope import MissingFact, Scope, Vocabulary
from cedsl.normal.acceptance import crediting_filters
from cedsl.normal.credited import Credited, Draft, canonical_key
from cedsl.normal.further import Memory
from cedsl.normal.places import Map, Place
from cedsl.normal.plan import MissingAmount
from cedsl.normal.static import is_plain
from cedsl.period import Window
from cedsl.records.activity import Activity, Facts, Value
from cedsl.records.adjustment import NONE, Adjustments


@dataclass(frozen=True)
class Filling:
    """Values tried for facts that nobody stated; for numbers, dates and texts whether the statement that
    asks is void (True) or impossible (False), by (statement, fact).
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    statements: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def with_fact(self, name: str, value: Value) -> Filling:
        return Filling({**self.facts, name: value}, self.statements)

    def with_statement(self, statement: str, fact: str, void: bool) -> Filling:
        return Filling(self.facts, {**self.statements, (statement, fact): void})

    def answers(self) -> Mapping[tuple[str, str], Value]:
        """Everything that was tried, by (statement, fact); a value is no statement's."""
        return {**{("", fact): value for fact, value in self.facts.items()}, **self.statements}


class Unanswered(Exception):
    """Something is missing for the member under the ruleset on this seat."""

    def __init__(self, seat: int, missing: MissingFact | MissingAmount) -> None:
        super().__init__(seat, missing)
        self.seat = seat
        self.missing = missing


@contextmanager
def asking(seat: int) -> Iterator[None]:
    """What is missing in here is missing for this seat."""
    try:
        yield
    except (MissingFact, MissingAmount) as missing:
        raise Unanswered(seat, missing) from missing


@dataclass
class Desk:
    """A ruleset made ready, with what its statements see of activities remembered from member to member."""

    ruleset: r.Ruleset
    vocabulary: Vocabulary
    map: Map
    static: Mapping[str, bool]
    uses: dict[object, dict[object, tuple[tuple[Place, tuple[int, int]], ...]]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def crediting(self) -> tuple[tuple[str, ...], bool]:
        """The facts of the member that rules of crediting look at, and whether they look at the period besides."""
        asked = list(crediting_filters(self.vocabulary))
        facts = {term.name for each in asked for term in all_terms(each) if isinstance(term, p.FactTerm)}
        plain = all(is_plain(each) for each in asked)
        return tuple(sorted(facts)), not plain


@dataclass
class Case:
    """One member as of one day, in one world: a filling, and the held records that are let in. `asked` is a day
    of the period that is asked for; without one the as-of date picks the period. `beside` are the requirements (ids)
    that share activities with those of other rulesets.
    """

    desk: Desk
    member: str
    activities: Sequence[Activity]
    facts: Facts
    as_of: date
    filling: Filling
    adjustments: Adjustments = NONE
    asked: date | None = None
    beside: frozenset[str] = frozenset()
    drafts: dict[Hashable, Draft] = field(default_factory=dict)

    def scope(self, period: Window | None = None, number: int | None = None) -> Scope:
        vocabulary = self.desk.vocabulary
        return Scope(vocabulary, self.facts, self.as_of, period, number, self.filling.facts, asked=self.asked)

    def waived_on(self, day: date) -> Mapping[str, Fraction | None]:
        """The statements that a waiver in force on the day sets, with the amount (None: it says none)."""
        return {each.statement: each.amount for each in self.adjustments.waivers if each.holds_on(day)}

    def credited(self, scope: Scope, period: Window) -> tuple[Credited, ...]:
        """Every record seen by the as-of date with its credit, repeats "in the period" taken for `period`."""
        anyday = min(self.as_of, period.last)
        drafts = []
        seen = self._seen_by_rules(scope)
        for activity in self.activities:
            on = activity.on or anyday
            if on > self.as_of:
                continue
            key = (id(activity), on, seen)
            if key not in self.drafts:
                dated = activity if activity.on else replace(activity, on=on)
                self.drafts[key] = draft(dated, scope, self.filling.statements)
            drafts.append(self.drafts[key])
        return finish(drafts, period, self.desk.vocabulary.defaults)

    def _seen_by_rules(self, scope: Scope) -> Hashable:
        """All that rules of crediting see beside the activity: what they answer hangs on nothing else."""
        names, scoped = self.desk.crediting
        facts = tuple((scope.states(name), _value(name, scope)) for name in names)
        if not scoped and all(value is not None for _, value in facts):
            return facts
        filled = {key: value for key, value in self.filling.answers().items() if key[1] in names}
        return facts, tuple(filled.items()), (scope.period, scope.number) if scoped else ()


def _value(name: str, scope: Scope) -> Value | None:
    try:
        return scope.fact(name)
    except MissingFact:
        return None


def inside(credited: Credited, period: Window, falls: r.Falls) -> bool:
    """Whether the activity falls in the period, by the ruleset's reading of two dates."""
    if credited.on not in period:
        return False
    started = credited.activity.started
    return not (falls is r.Falls.INSIDE and started is not None and started < period.first)


def in_canonical_order(credited: Sequence[Credited]) -> list[Credited]:
    """Earlier activities before later; those of one day by what they say."""
    return sorted(credited, key=lambda each: (each.on, canonical_key(each.activity)))


def counting(
    records: Sequence[Credited], scope: Scope
) -> tuple[Callable[[p.Predicate], int], Callable[[p.Predicate], Fraction]]:
    """How many of the records a filter describes, and how much credit they earned."""

    def described(filter_: p.Predicate) -> list[Credited]:
        vocabulary = scope.vocabulary
        return [each for each in records if describes(filter_, each.subject(vocabulary), scope)]

    def count(filter_: p.Predicate) -> int:
        return len(described(filter_))

    def earned(filter_: p.Predicate) -> Fraction:
        return sum((each.credit for each in described(filter_)), Fraction(0))

    return count, earned

"""Evaluates predicates and terms for one activity and one member: yes, no, or "does not say" (None)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model.names import closure
from cedsl.model.ruleset import Ruleset
from cedsl.period import Window, shifted
from cedsl.records.activity import Facts, Value
from cedsl.records.schema import ChoiceType


class MissingFact(Exception):
    """A member fact was asked for that nobody stated. Whoever decides a verdict asks again with each filling."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Vocabulary:
    """What evaluating needs of a ruleset, looked up once."""

    ruleset: Ruleset

    @cached_property
    def defaults(self) -> Mapping[str, Value]:
        """The values that blank fields take."""
        return {each.name: each.default for each in self.ruleset.fields if each.default is not None}

    @cached_property
    def scales(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """The rank of each value of each ordered choice, by ("field" or "fact", name)."""
        return {
            (kind, each.name): {value: rank for rank, value in enumerate(each.type.values)}
            for kind, several in (("field", self.ruleset.fields), ("fact", self.ruleset.facts))
            for each in several
            if isinstance(each.type, ChoiceType) and each.type.ordered
        }

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """For each category itself and all above it."""
        categories = {each.name: each for each in self.ruleset.categories}
        return {name: closure(name, categories) for name in categories}

    @cached_property
    def _together(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def all_above(self, names: tuple[str, ...]) -> frozenset[str]:
        """The categories and all above them; remembered, for few sets of categories occur."""
        found = self._together.get(names)
        if found is None:
            each = (self.above.get(name, frozenset((name,))) for name in names)
            found = self._together[names] = frozenset().union(*each)
        return found


@dataclass(frozen=True, slots=True)
class Subject:
    """The activity that a predicate is asked about: where it stands and what it says.

    `categories` holds the names of what is described (a place's tag, or all tags) and all above them.
    """

    on: date
    categories: frozenset[str]
    fields: Mapping[str, Value]
    started: date | None = None
    length: Fraction | None = None


@dataclass(frozen=True)
class Scope:
    """The member and the period that a predicate is asked about.

    `fillings` are values tried for facts that nobody stated. `count` and `earned` answer the questions
    about accepted records in the period; they are None where no period is known yet.
    """

    vocabulary: Vocabulary
    facts: Facts
    as_of: date
    period: Window | None = None
    number: int | None = None
    fillings: Mapping[str, Value] | None = None
    count: Callable[[p.Predicate], int] | None = None
    earned: Callable[[p.Predicate], Fraction] | None = None

    def fact(self, name: str) -> Value:
        """The fact's value on the deciding day: the period's last, or the as-of date where none is known."""
        day = self.as_of if self.period is None else self.period.last
        for each in self.facts.get(name, ()):
            if each.holds_on(day):
                return each.value
        if self.fillings is not None and name in self.fillings:
            return self.fillings[name]
        raise MissingFact(name)

    def states(self, name: str) -> bool:
        day = self.as_of if self.period is None else self.period.last
        return any(each.holds_on(day) for each in self.facts.get(name, ()))


def describes(predicate: p.Predicate, subject: Subject, scope: Scope) -> bool:
    """Whether a filter describes the activity: only a yes does."""
    return evaluate(predicate, subject, scope) is True


def holds(condition: p.Predicate, scope: Scope) -> bool:
    """Whether a condition on the member holds."""
    return evaluate(condition, None, scope) is True


def evaluate(predicate: p.Predicate, subject: Subject | None, scope: Scope) -> bool | None:
    """Yes, no, or None for "does not say" (Kleene's three values). `subject` is None for a condition."""
    match predicate:
        case p.Always():
            return True
        case p.InCategory(names=names):
            return subject is not None and not subject.categories.isdisjoint(names)
        case p.Compare(left=left, op=op, right=right):
            return _compare(left, op, right, subject, scope)
        case p.BeginsWith(left=left, low=low, high=high):
            return _begins(value_of(left, subject, scope), low, high)
        case p.Stated(term=p.FactTerm(name=name)):
            return scope.states(name)
        case p.Stated(term=term):
            return value_of(term, subject, scope) is not None
        case p.HasRecords(count=count, filter=inner):
            return None if scope.count is None else scope.count(inner) >= count
        case p.HasEarned(amount=amount, filter=inner):
            return None if scope.earned is None else scope.earned(inner) >= amount
        case p.AllOf(parts=parts):
            return _joined(parts, False, subject, scope)
        case p.AnyOf(parts=parts):
            return _joined(parts, True, subject, scope)
        case p.Not(part=part):
            inner_value = evaluate(part, subject, scope)
            return None if inner_value is None else not inner_value
        case _:
            assert_never(predicate)


def _joined(
    parts: Iterable[p.Predicate], deciding: bool, subject: Subject | None, scope: Scope
) -> bool | None:
    """All parts together (a no decides) or any of them (a yes decides).

    A part that asks for a fact nobody stated matters only where no other part decides.
    """
    answer: bool | None = not deciding
    missing: MissingFact | None = None
    for part in parts:
        try:
            value = evaluate(part, subject, scope)
        except MissingFact as asked:
            missing = missing or asked
            continue
        if value is deciding:
            return deciding
        if value is None:
            answer = None
    if missing is not None:
        raise missing
    return answer


def _any(values: Iterable[bool | None]) -> bool | None:
    answer: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is None:
            answer = None
    return answer


def _compare(
    left: p.Term, op: p.Op, right: tuple[p.Term, ...], subject: Subject | None, scope: Scope
) -> bool | None:
    one = value_of(left, subject, scope)
    if one is None:
        return None
    scale = _scale(left, scope)
    return _any(_related(one, op, value_of(each, subject, scope), scale) for each in right)


def _scale(term: p.Term, scope: Scope) -> Mapping[str, int] | None:
    match term:
        case p.FieldTerm(name=name):
            return scope.vocabulary.scales.get(("field", name))
        case p.FactTerm(name=name):
            return scope.vocabulary.scales.get(("fact", name))
        case _:
            return None


def _related(one: Value, op: p.Op, other: Value | None, scale: Mapping[str, int] | None) -> bool | None:
    if other is None:
        return None
    if isinstance(one, str) and isinstance(other, str):
        if scale is not None and one in scale and other in scale:
            return _ordered(scale[one], op, scale[other])
        return folded(one) == folded(other) if op is p.Op.IS else None
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other if op is p.Op.IS else None
    if isinstance(one, date) and isinstance(other, date):
        return _ordered(one.toordinal(), op, other.toordinal())
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return _ordered(one, op, other)
    return None


def _ordered(one: Fraction | int, op: p.Op, other: Fraction | int) -> bool:
    match op:
        case p.Op.IS:
            return one == other
        case p.Op.AT_LEAST:
            return one >= other
        case p.Op.AT_MOST:
            return one <= other
        case p.Op.MORE:
            return one > other
        case p.Op.LESS:
            return one < other


def folded(text: str) -> str:
    """Text as it is compared: without regard to case, outer blanks and repeated inner ones."""
    return " ".join(text.casefold().split())


def _begins(value: Value | None, low: str, high: str) -> bool | None:
    if not isinstance(value, str):
        return None
    text = folded(value)
    return folded(low) <= text[: len(folded(low))] and text[: len(folded(high))] <= folded(high)


def value_of(term: p.Term, subject: Subject | None, scope: Scope) -> Value | None:
    """The term's value; None for a blank field. Raises MissingFact for a fact that nobody stated."""
    match term:
        case p.Constant(value=value):
            return value
        case p.FieldTerm(name=name):
            return None if subject is None else _field(name, subject, scope)
        case p.FactTerm(name=name):
            return scope.fact(name)
        case p.PeriodTerm(edge=edge):
            if scope.period is None:
                return None
            return scope.period.first if edge is p.Edge.FIRST else scope.period.last
        case p.PeriodNumber():
            return None if scope.number is None else Fraction(scope.number)
        case p.AsOfTerm():
            return scope.as_of
        case p.Shifted(term=inner, months=months, days=days):
            day = value_of(inner, subject, scope)
            return shifted(day, months, days) if isinstance(day, date) else None
        case _:
            assert_never(term)


def _field(name: str, subject: Subject, scope: Scope) -> Value | None:
    if name in subject.fields:
        return subject.fields[name]
    match name:
        case "date":
            return subject.on
        case "started":
            return subject.started or subject.on
        case "length":
            return subject.length
        case _:
            return scope.vocabulary.defaults.get(name)

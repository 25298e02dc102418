"""Filters and conditions for the oracle: yes, no, or None where a blank field says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.period import Window
from cedsl.records.activity import Facts, Value
from cedsl.records.schema import ChoiceType
from tests.language.oracle_days import after, back, in_cycle, moved, onward

VOID, IMPOSSIBLE, CONDITION = "(void)", "(impossible)", "(condition)"


class Missing(Exception):
    """A fact that nobody stated is asked for."""


class Unsaid(Exception):
    """A missing number, date or text: the statement that asks for it is void, or impossible."""

    def __init__(self, impossible: bool) -> None:
        super().__init__(impossible)
        self.impossible = impossible


class Ambiguous(Exception):
    """The contract does not say; the case is not compared."""


@dataclass(frozen=True)
class Subject:
    """What a filter looks at: a record with all its tags, or with the tags of one place."""

    on: date
    started: date
    tags: frozenset[str]
    fields: Mapping[str, Value]


@dataclass(frozen=True)
class Env:
    """The member, the day, and once known the period and its records."""

    rules: r.Ruleset
    facts: Facts
    as_of: date
    fillings: Mapping[str, Any] = field(default_factory=dict)
    period: Window | None = None
    number: int | None = None
    records: tuple[tuple[Subject, Fraction], ...] | None = None

    def fact(self, name: str) -> Any:
        day = self.as_of if self.period is None else self.period.last
        for each in self.facts.get(name, ()):
            if (each.first is None or each.first <= day) and (each.last is None or day <= each.last):
                return each.value
        if name in self.fillings:
            return self.fillings[name]
        raise Missing(name)

    def in_period(self, period: Window | None, number: int | None) -> Env:
        return replace(self, period=period, number=number)


def above(rules: r.Ruleset, names: frozenset[str]) -> frozenset[str]:
    """The categories and all above them: nested, or "also counts as"."""
    if _CACHE[0] is not rules:
        _CACHE[:] = [rules, {}]
    known: dict[frozenset[str], frozenset[str]] = _CACHE[1]
    if names not in known:
        known[names] = _above(rules, names)
    return known[names]


_CACHE: list[Any] = [None, {}]


def _above(rules: r.Ruleset, names: frozenset[str]) -> frozenset[str]:
    by_name = {each.name: each for each in rules.categories}
    found = set(names)
    while True:
        more = {
            up
            for name in found
            if name in by_name
            for up in (*by_name[name].inside, *by_name[name].counts_as)
        } - found
        if not more:
            return frozenset(found)
        found |= more


def says(predicate: p.Predicate, subject: Subject | None, env: Env) -> bool | None:
    match predicate:
        case p.Always():
            return True
        case p.InCategory(names=names):
            return subject is not None and bool(above(env.rules, subject.tags) & set(names))
        case p.Compare(left=left, op=op, right=right):
            return _any([_compare(left, op, each, subject, env) for each in right])
        case p.BeginsWith(left=left, low=low, high=high):
            text = term(left, subject, env)
            if text in (VOID, IMPOSSIBLE):
                raise Unsaid(text == IMPOSSIBLE)
            if not isinstance(text, str):
                return None
            text, low, high = same(text), same(low), same(high)
            return low <= text[: len(low)] and text[: len(high)] <= high
        case p.Stated(term=p.FactTerm(name=name)):
            try:
                return replace(env, fillings={}).fact(name) is not None
            except Missing:
                return False
        case p.Stated(term=inner):
            return term(inner, subject, env) is not None
        case p.HasRecords(count=count, filter=inner):
            if env.records is None:
                return None
            return sum(says(inner, each, env) is True for each, _ in env.records) >= count
        case p.HasEarned(amount=amount, filter=inner):
            if env.records is None:
                return None
            return (
                sum((had for each, had in env.records if says(inner, each, env) is True), Fraction(0))
                >= amount
            )
        case p.AllOf(parts=parts):
            return _all(parts, subject, env, decisive=False)
        case p.AnyOf(parts=parts):
            return _all(parts, subject, env, decisive=True)
        case p.Not(part=part):
            inner_says = says(part, subject, env)
            return None if inner_says is None else not inner_says
    raise AssertionError(predicate)


def holds(condition: p.Predicate, env: Env) -> bool:
    """Whether a condition holds; one that hangs on a missing number, date or text once does, once not."""
    try:
        return says(condition, None, env) is True
    except Unsaid:
        key = f"{CONDITION}{id(condition)}"
        if key not in env.fillings:
            raise Missing(key) from None
        return bool(env.fillings[key])


def ask(filter_: p.Predicate, env: Env) -> None:
    """Asks for the facts that a filter compares with, so that a missing one is its statement's."""
    match filter_:
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                ask(part, env)
        case p.Not(part=part):
            ask(part, env)
        case p.Compare() | p.BeginsWith():
            says(filter_, Subject(env.as_of, env.as_of, frozenset(), {}), env)
        case _:
            return


def could(filter_: p.Predicate, subject: Subject, env: Env) -> bool:
    """Whether a filter describes; one that asks for a missing fact does where nothing known rules it out."""
    try:
        return says(filter_, subject, env) is True
    except Unsaid:
        return True


def _all(parts: tuple[p.Predicate, ...], subject: Subject | None, env: Env, *, decisive: bool) -> bool | None:
    """One decisive part decides, whatever is missing elsewhere."""
    asked: Exception | None = None
    unknown = False
    for part in parts:
        try:
            answer = says(part, subject, env)
        except (Missing, Unsaid) as error:
            asked = asked or error
            continue
        if answer is decisive:
            return decisive
        unknown = unknown or answer is None
    if asked is not None:
        raise asked
    return None if unknown else not decisive


def _any(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def same(text: str) -> str:
    return " ".join(text.casefold().split())


def _compare(left: p.Term, op: p.Op, right: p.Term, subject: Subject | None, env: Env) -> bool | None:
    one, other = term(left, subject, env), term(right, subject, env)
    for each in (one, other):
        if isinstance(each, str) and each in (VOID, IMPOSSIBLE):
            raise Unsaid(each == IMPOSSIBLE)
    if one is None or other is None:
        return None
    if isinstance(one, str):
        scale = _scale(left, env.rules)
        if scale is None:
            return same(one) == same(str(other))
        one, other = scale.index(one), scale.index(str(other))
    elif isinstance(one, bool):
        return one is other
    match op:
        case p.Op.IS:
            return bool(one == other)
        case p.Op.AT_LEAST:
            return bool(one >= other)
        case p.Op.AT_MOST:
            return bool(one <= other)
        case p.Op.MORE:
            return bool(one > other)
        case p.Op.LESS:
            return bool(one < other)


def _scale(left: p.Term, rules: r.Ruleset) -> tuple[str, ...] | None:
    match left:
        case p.FieldTerm(name=name):
            types = [each.type for each in rules.fields if each.name == name]
        case p.FactTerm(name=name):
            types = [each.type for each in rules.facts if each.name == name]
        case _:
            return None
    return next((each.values for each in types if isinstance(each, ChoiceType) and each.ordered), None)


def term(asked: p.Term, subject: Subject | None, env: Env) -> Any:
    match asked:
        case p.Constant(value=value):
            return value
        case p.FieldTerm(name="date"):
            return None if subject is None else subject.on
        case p.FieldTerm(name="started"):
            return None if subject is None else subject.started
        case p.FieldTerm(name="length"):
            raise Ambiguous("length")
        case p.FieldTerm(name=name):
            return None if subject is None else field_value(name, subject.fields, env.rules)
        case p.FactTerm(name=name):
            return env.fact(name)
        case p.PeriodTerm(edge=edge):
            if env.period is None:
                return None
            return env.period.first if edge is p.Edge.FIRST else env.period.last
        case p.PeriodNumber():
            return None if env.number is None else Fraction(env.number)
        case p.AsOfTerm():
            return env.as_of
        case p.Shifted(term=inner, months=months, days=days):
            day = term(inner, subject, env)
            return moved(day, months, days) if isinstance(day, date) else day
    raise AssertionError(asked)


def field_value(name: str, fields: Mapping[str, Value], rules: r.Ruleset) -> Value | None:
    """A blank field takes the ruleset's default where it declares one."""
    if name in fields:
        return fields[name]
    return next((each.default for each in rules.fields if each.name == name), None)


def key_of(key: r.FieldKey, fields: Mapping[str, Value], rules: r.Ruleset) -> tuple[Value, ...] | None:
    """Equal for equal values; None for a blank one. A course without a number is its provider and title."""
    found: list[Value] = []
    for name in key.fields:
        value = field_value(name, fields, rules)
        if value is None and name == "course":
            provider, title = field_value("provider", fields, rules), field_value("title", fields, rules)
            if title is None:
                return None
            found += ["", same(str(provider)), same(str(title))]
            continue
        if value is None:
            return None
        found.append(same(value) if isinstance(value, str) else value)
    return tuple(found)


def window(rule: r.WindowRule, env: Env) -> tuple[Window | None, int | None]:
    """The window as of the day, and its number in a cycle; facts are those of the as-of date."""

    def day(asked: p.Term) -> date:
        found = term(asked, None, env)
        if found in (VOID, IMPOSSIBLE):
            raise Unsaid(found == IMPOSSIBLE)
        assert isinstance(found, date)
        return found

    match rule:
        case r.LookBack(duration=length, end=end):
            return back(env.as_of if end is None else day(end), length), None
        case r.CountedFrom(duration=length, start=start):
            return onward(day(start), length), None
        case r.Following(duration=length, start=start):
            return after(day(start), length), None
        case r.Cycle(duration=length, anchor=p.EdgeDay(term=inner, year=False, last=False)):
            return in_cycle(env.as_of, day(inner).replace(day=1), length)
        case r.Cycle(duration=length, anchor=anchor):
            return in_cycle(env.as_of, day(anchor), length)
        case r.WindowCases(cases=cases):
            for condition, cycle in cases:
                if says(condition, None, env) is True:
                    return window(cycle, env)
            return None, None
        case r.Ever():
            return Window(date.min, env.as_of), None
    raise AssertionError(rule)

"""Filters and conditions for the oracle: yes, no, or None where a blank field says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.period import Window
from cedsl.records.activity import Facts, Value
from cedsl.records.schema import ChoiceType
from tests.language.oracle_days import (
    DAY,
    Ambiguous,
    after,
    anniversary,
    back,
    each_day,
    full,
    member_period,
    moved,
    onward,
)

VOID, IMPOSSIBLE, CONDITION = "(void)", "(impossible)", "(condition)"
MOST_DAYS = 4500
"""Over how many days the oracle walks."""


class Missing(Exception):
    """A fact that nobody stated is asked for."""


class Unsaid(Exception):
    """A missing number, date or text: the statement that asks for it is void, or impossible."""

    def __init__(self, impossible: bool) -> None:
        super().__init__(impossible)
        self.impossible = impossible


@dataclass(frozen=True)
class Subject:
    """What a filter looks at: a record with all its tags, or with the tags of one place. What was carried has kept
    its categories and nothing else (`bare`).
    """

    on: date
    started: date
    tags: frozenset[str]
    fields: Mapping[str, Value]
    bare: bool = False


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
    asked: date | None = None
    seen: date | None = None
    """The day on which facts are looked at, where a rule names another than the period's last."""
    waived: Mapping[str, Fraction | None] = field(default_factory=dict)

    @property
    def picking(self) -> date:
        return self.asked or self.as_of

    def stated(self, name: str) -> list[Any]:
        day = self.seen or (self.picking if self.period is None else self.period.last)
        return [
            each.value
            for each in self.facts.get(name, ())
            if (each.first is None or each.first <= day) and (each.last is None or day <= each.last)
        ]

    def fact(self, name: str) -> Any:
        stated = self.stated(name)
        if stated:
            return stated[0]
        declared = next(each for each in self.rules.facts if each.name == name)
        if declared.default is not None:
            return declared.default
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
            up for name in found if name in by_name for up in (*by_name[name].inside, *by_name[name].counts_as)
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
            return bool(env.stated(name))
        case p.Stated(term=inner):
            return term(inner, subject, env) is not None
        case p.HasRecords(count=count, filter=inner):
            if env.records is None:
                return None
            return sum(says(inner, each, env) is True for each, _ in env.records) >= count
        case p.HasEarned(amount=amount, filter=inner):
            if env.records is None:
                return None
            return sum((had for each, had in env.records if says(inner, each, env) is True), Fraction(0)) >= amount
        case p.Parity(term=inner, year=year, odd=odd):
            value = term(inner, subject, env)
            if isinstance(value, str) and value in (VOID, IMPOSSIBLE):
                raise Unsaid(value == IMPOSSIBLE)
            if value is None:
                return None
            number = Fraction(value.year) if year else value
            return None if number.denominator != 1 else number % 2 == odd
        case p.Listed(table=name):
            if subject is None:
                return None
            listed = rows_for(name, subject, env.rules)
            return None if listed is None else bool(listed)
        case p.During(part=part, sometime=sometime):
            if env.period is None:
                return None
            days = list(_days(env.period))
            return _answers(lambda day: says(part, _day(day), replace(env, seen=day)), days, decisive=sometime)
        case p.SeenOn(day=asked, part=part):
            seen = term(asked, subject, env)
            if isinstance(seen, str):
                raise Unsaid(seen == IMPOSSIBLE)
            return None if seen is None else says(part, subject, replace(env, seen=seen))
        case p.AllOf(parts=parts):
            return _answers(lambda part: says(part, subject, env), parts, decisive=False)
        case p.AnyOf(parts=parts):
            return _answers(lambda part: says(part, subject, env), parts, decisive=True)
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
        case p.SeenOn(day=day, part=part):
            seen = term(day, None, env)
            ask(part, replace(env, seen=seen) if isinstance(seen, date) else env)
        case p.Compare() | p.BeginsWith() | p.Parity() | p.During():
            says(filter_, Subject(env.as_of, env.as_of, frozenset(), {}), env)
        case _:
            return


def granted(permission: object, env: Env, asked: Callable[[], Any]) -> Any:
    """What a permission asks for, in a tuple; where it hangs on a missing number, date or text it is once given
    without that (True), and once not given (False).
    """
    try:
        return (asked(),)
    except Unsaid:
        key = f"{CONDITION}{id(permission)}"
        if key not in env.fillings:
            raise Missing(key) from None
        return bool(env.fillings[key])


def could(filter_: p.Predicate, subject: Subject, env: Env) -> bool:
    """Whether a filter describes; one that asks for a missing fact does where nothing known rules it out."""
    try:
        return says(filter_, subject, env) is True
    except Unsaid:
        return True


def _answers(ask_: Callable[[Any], bool | None], parts: Sequence[Any], *, decisive: bool) -> bool | None:
    """One decisive answer decides, whatever is missing elsewhere."""
    asked: Exception | None = None
    unknown = False
    for part in parts:
        try:
            answer = ask_(part)
        except (Missing, Unsaid) as error:
            asked = asked or error
            continue
        if answer is decisive:
            return decisive
        unknown = unknown or answer is None
    if asked is not None:
        raise asked
    return None if unknown else not decisive


def _days(window: Window) -> Iterator[date]:
    if (window.last - window.first).days > MOST_DAYS:
        raise Ambiguous("too many days to walk")
    return each_day(window)


def _day(day: date) -> Subject:
    return Subject(day, day, frozenset(), {})


def rows_for(name: str, subject: Subject, rules: r.Ruleset) -> list[Mapping[str, Value]] | None:
    """The rows of a reference table for the activity that are valid on its day; None where it leaves the key blank."""
    table = next(each for each in rules.tables if each.name == name)
    key = None if subject.bare else field_value(table.key, subject.fields, rules)
    if key is None:
        return None
    return [
        row.values
        for row in table.rows
        if same(row.key) == same(str(key))
        and (row.first is None or row.first <= subject.on)
        and (row.last is None or subject.on <= row.last)
    ]


def measure(asked: p.Measure, subject: Subject | None, env: Env) -> Fraction | None:
    """What a measure counts, day by day."""
    match asked.days:
        case p.Between(first=one, last=other):
            first, last = term(one, subject, env), term(other, subject, env)
            for each in (first, last):
                if isinstance(each, str):
                    raise Unsaid(each == IMPOSSIBLE)
            if first is None or last is None:
                return None
            days = list(_days(Window(first, last)))
        case p.DaysWhen(part=part):
            if env.period is None:
                return None
            days = [d for d in _days(env.period) if says(part, _day(d), replace(env, seen=d)) is True]
        case p.WholePeriod():
            if env.period is None:
                return None
            days = list(_days(env.period))
    match asked.what:
        case p.Counted.DAYS:
            return Fraction(len(days))
        case p.Counted.CALENDAR_MONTHS:
            return Fraction(len({(day.year, day.month) for day in days}))
        case p.Counted.FULL:
            assert asked.length is not None
            return Fraction(full(days, asked.length))


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
            columns = (column for table in rules.tables for column in table.columns)
            types = [each.type for each in (*rules.fields, *columns) if each.name == name]
        case p.FactTerm(name=name):
            types = [each.type for each in rules.facts if each.name == name]
        case _:
            return None
    return next((each.values for each in types if isinstance(each, ChoiceType) and each.ordered), None)


def term(asked: p.Term, subject: Subject | None, env: Env) -> Any:
    match asked:
        case p.Constant(value=value):
            return value
        case p.FieldTerm() if subject is not None and subject.bare:
            return None
        case p.FieldTerm(name="date"):
            return None if subject is None else subject.on
        case p.FieldTerm(name="started"):
            return None if subject is None else subject.started
        case p.FieldTerm(name="length"):
            raise Ambiguous("length")
        case p.FieldTerm(name=name):
            if subject is None:
                return None
            for table in env.rules.tables:
                if any(column.name == name for column in table.columns):
                    rows = rows_for(table.name, subject, env.rules)
                    return rows[0].get(name) if rows else None
            return field_value(name, subject.fields, env.rules)
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
        case p.EdgeDay(term=inner, year=year, last=last):
            day = term(inner, subject, env)
            if not isinstance(day, date):
                return day
            first = day.replace(day=1, month=1) if year else day.replace(day=1)
            return moved(first, 12 if year else 1) - DAY if last else first
        case p.Chosen(one=one, other=other, later=later):
            return _of_two(one, other, subject, env, max if later else min)
        case p.Anniversary(of=of, start=start):
            return _of_two(of, start, subject, env, anniversary)
        case p.Measure():
            return measure(asked, subject, env)
    raise AssertionError(asked)


def _of_two(one: p.Term, other: p.Term, subject: Subject | None, env: Env, found: Callable[[date, date], date]) -> Any:
    first, second = term(one, subject, env), term(other, subject, env)
    for each in (first, second):
        if not isinstance(each, date):
            return each
    return found(first, second)


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


Period = tuple[Window, int | None]


def windows(rule: r.WindowRule, env: Env) -> list[Period]:
    """The windows that hold the day asked for, each with its number in a cycle; facts are those of that day. Several
    where the member may use either; none where no case fits or no period has begun.
    """

    def day(asked: p.Term) -> date:
        found = term(asked, None, env)
        if found in (VOID, IMPOSSIBLE):
            raise Unsaid(found == IMPOSSIBLE)
        assert isinstance(found, date)
        return found

    match rule:
        case r.LookBack(duration=length, end=end):
            return [(back(env.picking if end is None else day(end), length), None)]
        case r.CountedFrom(duration=length, start=start):
            return [(onward(day(start), length), None)]
        case r.Following(duration=length, start=start):
            return [(after(day(start), length), None)]
        case r.Cycle(first_from=first):
            begins = None if first is None else day(first)
            found = member_period(env.picking, day(rule.anchor), rule.duration, rule.exceptions, begins, rule.at_least)
            return [] if found is None else [found]
        case r.WindowCases(cases=cases):
            for condition, inner in cases:
                if says(condition, None, env) is True:
                    return windows(inner, env)
            return []
        case r.EitherWindow(one=one, other=other):
            return [*windows(one, env), *windows(other, env)]
        case r.CalendarYears(number=number):
            year = env.picking.year
            return [(Window(date(year - number + 1, 1, 1), date(year, 12, 31)), None)]
        case r.Ever():
            return [(Window(date.min, env.picking), None)]
    raise AssertionError(rule)


def window(rule: r.WindowRule, env: Env) -> Period | tuple[None, None]:
    """The one window of a count or limit."""
    found = windows(rule, env)
    if len(found) > 1:
        raise Ambiguous("two windows of a count or limit")
    return found[0] if found else (None, None)

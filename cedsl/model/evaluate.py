"""Evaluates predicates and terms for one activity and one member: yes, no, or "does not say" (None)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model.lens import sight_of
from cedsl.model.predicate_walk import all_terms, atoms, facts_in
from cedsl.model.ruleset import TableRow
from cedsl.model.scope import MissingFact, Scope, Subject, folded
from cedsl.period import ONE_DAY, Window, after, anniversary, edge_of, full_spans, joined, months_touched, shifted
from cedsl.records.activity import Value


def describes(predicate: p.Predicate, subject: Subject, scope: Scope) -> bool:
    """Whether a filter describes the activity: only a yes does."""
    return answered(predicate, subject, scope) is True


def answered(predicate: p.Predicate, subject: Subject, scope: Scope) -> bool | None:
    """As `evaluate`; the answer of a filter that looks at activities alone is remembered by what it sees."""
    if isinstance(predicate, p.Always):
        return True
    sight = sight_of(predicate, scope.vocabulary)
    if sight.lens.personal:
        return evaluate(predicate, subject, scope)
    seen = sight.lens.seen(subject)
    if seen in sight.answers:
        return sight.answers[seen]
    return sight.learn(seen, evaluate(predicate, subject, scope))


def may_describe(predicate: p.Predicate, subject: Subject, scope: Scope) -> bool:
    """Whether a filter describes the activity, or would with some value of a fact that nobody stated."""
    try:
        return describes(predicate, subject, scope)
    except MissingFact:
        return True


def ask_facts(predicate: p.Predicate, scope: Scope) -> None:
    """Asks for each fact that a filter compares with, on the day on which it looks at it, whatever activities there
    are. Raises MissingFact for one that nobody stated.
    """
    match predicate:
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                ask_facts(part, scope)
        case p.Not(part=part):
            ask_facts(part, scope)
        case p.During():
            evaluate(predicate, None, scope)
        case p.SeenOn(day=day, part=part):
            seen = value_of(day, None, scope)
            ask_facts(part, replace(scope, seen=seen) if isinstance(seen, date) else scope)
        case _:
            for name in facts_in(predicate):
                scope.fact(name)


def holds(condition: p.Predicate, scope: Scope) -> bool:
    """Whether a condition on the member holds."""
    if isinstance(condition, p.Always):
        return True
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
        case p.Parity(term=term, year=year, odd=odd):
            return _parity(value_of(term, subject, scope), year=year, odd=odd)
        case p.Listed(table=table):
            return None if subject is None else _listed(table, subject, scope)
        case p.During(part=part, sometime=sometime):
            return _during(part, sometime, scope)
        case p.SeenOn(day=day, part=part):
            seen = value_of(day, subject, scope)
            return evaluate(part, subject, replace(scope, seen=seen)) if isinstance(seen, date) else None
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


def _parity(value: Value | None, *, year: bool, odd: bool) -> bool | None:
    """Whether a whole number, or the year of a day, is odd (or even)."""
    number = Fraction(value.year) if year and isinstance(value, date) else value
    if not isinstance(number, Fraction) or isinstance(number, bool) or number.denominator != 1:
        return None
    return number.numerator % 2 == (1 if odd else 0)


def _row(table: str, subject: Subject, scope: Scope) -> TableRow | bool | None:
    """The row of a reference table for the activity on its day; False where it has none, None for a blank key."""
    vocabulary = scope.vocabulary
    key = _field(vocabulary.keys[table], subject, scope)
    if key is None:
        return None
    rows = vocabulary.tables[table].get(folded(str(key)), ())
    return next((row for row in rows if row.holds_on(subject.on)), False)


def _listed(table: str, subject: Subject, scope: Scope) -> bool | None:
    row = _row(table, subject, scope)
    return None if row is None else row is not False


def stretches(condition: p.Predicate, scope: Scope) -> tuple[tuple[Window, bool | None], ...]:
    """The period cut where a fact of the member changes, each part with the condition's answer in it."""
    if scope.period is None or scope.period.first > scope.period.last:
        return ()
    begins = {scope.period.first}
    for name in {term.name for term in all_terms(condition) if isinstance(term, p.FactTerm)}:
        for each in scope.facts.get(name, ()):
            begins |= {day for day in (each.first, after(each.last)) if day is not None and day in scope.period}
    found = []
    begins |= {day for day in _days_named(condition, scope) if day in scope.period}
    starts = sorted(begins)
    lasts = [*(each - ONE_DAY for each in starts[1:]), scope.period.last]
    for begin, last in zip(starts, lasts, strict=True):
        found.append((Window(begin, last), evaluate(condition, day_of(begin), replace(scope, seen=begin))))
    return tuple(found)


def day_of(day: date) -> Subject:
    """A day by itself, for a condition that is asked of days: its field `date` is all that it has."""
    return Subject(day, frozenset(), {})


def _days_named(condition: p.Predicate, scope: Scope) -> Iterator[date]:
    """The days with which a condition compares the day itself, and those after them."""
    for atom in atoms(condition):
        if isinstance(atom, p.Compare) and atom.left == p.FieldTerm("date"):
            for term in atom.right:
                with suppress(MissingFact):  # the condition itself tells whether it matters
                    day = value_of(term, None, scope)
                    if isinstance(day, date):
                        yield day
                        yield after(day) or day


def _during(condition: p.Predicate, sometime: bool, scope: Scope) -> bool | None:
    answers = [answer for _, answer in stretches(condition, scope)]
    if not answers:
        return None
    return _any(answers) if sometime else _all(answers)


def _all(values: Iterable[bool | None]) -> bool | None:
    inverted = _any(None if value is None else not value for value in values)
    return None if inverted is None else not inverted


def measured(measure: p.Measure, subject: Subject | None, scope: Scope) -> Fraction | None:
    """The number that a measure stands for; None where a day that it needs is not known."""
    windows = _windows(measure.days, subject, scope)
    if windows is None:
        return None
    match measure.what:
        case p.Counted.FULL:
            assert measure.length is not None
            return Fraction(full_spans(windows, measure.length))
        case p.Counted.CALENDAR_MONTHS:
            return Fraction(months_touched(windows))
        case p.Counted.DAYS:
            return Fraction(sum(each.days() for each in joined(windows)))
        case _:
            assert_never(measure.what)


def _windows(days: p.Days, subject: Subject | None, scope: Scope) -> list[Window] | None:
    match days:
        case p.Between(first=first, last=last):
            one, other = value_of(first, subject, scope), value_of(last, subject, scope)
            return [Window(one, other)] if isinstance(one, date) and isinstance(other, date) else None
        case p.DaysWhen(part=part):
            if scope.period is None:
                return None
            return [window for window, answer in stretches(part, scope) if answer]
        case p.WholePeriod():
            return None if scope.period is None else [scope.period]
        case _:
            assert_never(days)


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
    if len(right) == 1:
        return _related(one, op, value_of(right[0], subject, scope), scale)
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
        case p.Measure():
            return measured(term, subject, scope)
        case p.Shifted() | p.EdgeDay() | p.Chosen() | p.Anniversary():
            return _day_of(term, subject, scope)
        case _:
            assert_never(term)


DayTerm = p.Shifted | p.EdgeDay | p.Chosen | p.Anniversary


def _day_of(term: DayTerm, subject: Subject | None, scope: Scope) -> date | None:
    """The day that is found from other days; None where one of these is not known."""
    match term:
        case p.Shifted(term=inner) | p.EdgeDay(term=inner):
            values = [value_of(inner, subject, scope)]
        case p.Chosen(one=one, other=other) | p.Anniversary(of=one, start=other):
            values = [value_of(one, subject, scope), value_of(other, subject, scope)]
        case _:
            assert_never(term)
    days = [day for day in values if isinstance(day, date)]
    return _found_from(term, days) if len(days) == len(values) else None


def _found_from(term: DayTerm, days: Sequence[date]) -> date:
    match term:
        case p.Shifted(months=months, days=more):
            return shifted(days[0], months, more)
        case p.EdgeDay(year=year, last=last):
            return edge_of(days[0], year=year, last=last)
        case p.Chosen(later=later):
            return max(days) if later else min(days)
        case p.Anniversary():
            return anniversary(days[0], days[1])
        case _:
            assert_never(term)


def _field(name: str, subject: Subject, scope: Scope) -> Value | None:
    if subject.bare:
        return None
    if name in subject.fields:
        return subject.fields[name]
    if name in scope.vocabulary.column_of:
        row = _row(scope.vocabulary.column_of[name], subject, scope)
        return row.values.get(name) if isinstance(row, TableRow) else None
    match name:
        case "date":
            return subject.on
        case "started":
            return subject.started or subject.on
        case "length":
            return subject.length
        case _:
            return scope.vocabulary.defaults.get(name)

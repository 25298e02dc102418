"""Filters and conditions: names found, types agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model import problems
from cedsl.model.names import Names
from cedsl.model.predicate_walk import all_terms, atoms
from cedsl.period import Duration
from cedsl.records.activity import Value
from cedsl.records.schema import (
    AmountType,
    ChoiceType,
    DayType,
    FieldType,
    NumberType,
    TextType,
    YesNoType,
)
from cedsl.source import Span
from cedsl.syntax import tree as t

_OPS = {
    "is": p.Op.IS,
    "at least": p.Op.AT_LEAST,
    "at most": p.Op.AT_MOST,
    "more": p.Op.MORE,
    "less": p.Op.LESS,
}
_INFERRING = frozenset({"mode", "role", "kind"})


def resolve_filter(names: Names, filter_: t.Filter) -> p.Predicate:
    """The predicate that the filter means."""
    span = filter_.span
    match filter_:
        case t.Everything():
            return p.Always(span=span)
        case t.CategoryIs():
            return _in_category(names, filter_)
        case t.Comparison():
            return _comparison(names, filter_)
        case t.Between(subject, low, high):
            parts = (
                _compare(names, subject, p.Op.AT_LEAST, (low,), span),
                _compare(names, subject, p.Op.AT_MOST, (high,), span),
            )
            return p.AllOf(parts, span=span)
        case t.Begins(subject, low_text, high_text):
            high_letters = (high_text or low_text).text
            return p.BeginsWith(_term(names, subject), low_text.text, high_letters, span=span)
        case t.IsStated(subject, negated):
            stated = p.Stated(_term(names, subject), span=span)
            return p.Not(stated, span=span) if negated else stated
        case t.HasRecords(count, inner):
            return p.HasRecords(whole(names, count), resolve_filter(names, inner), span=span)
        case t.HasEarned(amount, inner):
            return p.HasEarned(names.credit(amount), resolve_filter(names, inner), span=span)
        case t.IsParity(subject, year, odd):
            return _parity(names, subject, span, year=year, odd=odd)
        case t.ListedIn(table):
            return p.Listed(names.table(table), span=span)
        case t.During(inner, sometime):
            return p.During(_daily(names, inner), sometime, span=span)
        case t.SeenOn(day, inner):
            return p.SeenOn(resolve_term(names, day), resolve_condition(names, inner), span=span)
        case t.Stray(value):
            names.report(problems.stray_value(value.text, span))
            return p.Always(span=span)
        case t.And(parts_):
            return p.AllOf(tuple(resolve_filter(names, each) for each in parts_), span=span)
        case t.Or(parts_):
            return p.AnyOf(tuple(resolve_filter(names, each) for each in parts_), span=span)
        case t.Not(part):
            return p.Not(resolve_filter(names, part), span=span)
        case _:
            assert_never(filter_)


def resolve_condition(names: Names, filter_: t.Filter) -> p.Predicate:
    """A predicate over the member and the period; asking for an activity's field is reported."""
    found = resolve_filter(names, filter_)
    _refuse_activity(names, found)
    return found


def _daily(names: Names, filter_: t.Filter) -> p.Predicate:
    """A condition on the member that is asked of each day: `date` is that day."""
    found = resolve_filter(names, filter_)
    _refuse_activity(names, found, days=True)
    return found


def resolve_when(names: Names, when: t.When) -> p.Predicate:
    found = resolve_condition(names, when.filter)
    return p.Not(found, span=when.span) if when.negated else found


def resolve_all(names: Names, conditions: tuple[t.When, ...]) -> p.Predicate:
    """All the conditions together; ALWAYS where there is none."""
    parts = tuple(resolve_when(names, each) for each in conditions)
    match parts:
        case ():
            return p.ALWAYS
        case (only,):
            return only
        case _:
            return p.AllOf(parts, span=parts[0].span)


def whole(names: Names, number: t.Number) -> int:
    if number.value.denominator != 1:
        names.report(problems.bad_number("a count is a whole number", number.span))
    return int(number.value)


def _refuse_activity(names: Names, predicate: p.Predicate, *, days: bool = False) -> None:
    for atom in atoms(predicate):
        if isinstance(atom, p.InCategory):
            names.report(problems.not_a_condition("a category", atom.span))
        if isinstance(atom, p.Listed):
            names.report(problems.not_a_condition("a reference table", atom.span))
    daily = {id(term) for part in _asked_daily(predicate) for term in all_terms(part)}
    for term in all_terms(predicate):
        if isinstance(term, p.FieldTerm) and not (term.name == "date" and (days or id(term) in daily)):
            names.report(problems.not_a_condition(f"`{term.name}`", term.span))


def _asked_daily(predicate: p.Predicate) -> Iterator[p.Predicate]:
    """The conditions inside that are asked of each day of the period."""
    match predicate:
        case p.During(part=part):
            yield part
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                yield from _asked_daily(part)
        case p.Not(part=part) | p.SeenOn(part=part):
            yield from _asked_daily(part)
        case _:
            for term in all_terms(predicate):
                if isinstance(term, p.Measure) and isinstance(term.days, p.DaysWhen):
                    yield term.days.part


def _parity(names: Names, subject: t.Term, span: Span, *, year: bool, odd: bool) -> p.Predicate:
    """A number, or the year of a day, that is odd or even."""
    term = resolve_term(names, subject) if year else _term(names, subject)
    type_ = _type_of(names, term)
    if not year and type_ is not None and not isinstance(type_, NumberType):
        names.report(problems.wrong_type(subject_name(term), "not a number", span))
    return p.Parity(term, year, odd, span=span)


def resolve_measure(names: Names, term: t.Term) -> p.Term:
    """A term that must be a number: a measure of days, or a member's number."""
    found = _term(names, term)
    type_ = _type_of(names, found)
    if type_ is not None and not isinstance(type_, NumberType):
        names.report(problems.wrong_type(subject_name(found), "not a number", term.span))
    return found


_COUNTED = {"full": p.Counted.FULL, "calendar months": p.Counted.CALENDAR_MONTHS, "days": p.Counted.DAYS}


def _measure(names: Names, measure: t.Measure) -> p.Measure:
    length = None if measure.length is None else duration_of(names, measure.length)
    return p.Measure(_COUNTED[measure.what], _days(names, measure.span_of_days), length, span=measure.span)


def _days(names: Names, days: t.SpanOfDays) -> p.Days:
    match days:
        case t.SpanBetween(first, last):
            return p.Between(resolve_term(names, first), resolve_term(names, last), span=days.span)
        case t.SpanWhen(inner):
            return p.DaysWhen(_daily(names, inner), span=days.span)
        case t.WholePeriod():
            return p.WholePeriod(span=days.span)
        case _:
            assert_never(days)


def duration_of(names: Names, duration: t.Duration) -> Duration:
    """Whole and more than nothing; anything else is reported and read as one year."""
    if duration.months < 0 or duration.days < 0 or duration.months + duration.days == 0:
        names.report(problems.bad_number("a duration is a whole number of at least 1", duration.span))
        return Duration(12)
    if duration.months > 12 * 200 or duration.days > 366 * 200:
        names.report(problems.bad_number("a duration is at most 200 years", duration.span))
        return Duration(12)
    return Duration(duration.months, duration.days, duration.in_months)


def _in_category(names: Names, filter_: t.CategoryIs) -> p.Predicate:
    found = tuple(name for name in (names.category(each) for each in filter_.names) if name is not None)
    inside = p.InCategory(found, span=filter_.span)
    return p.Not(inside, span=filter_.span) if filter_.negated else inside


def _comparison(names: Names, filter_: t.Comparison) -> p.Predicate:
    made = _compare(names, filter_.subject, _OPS[filter_.op], filter_.operands, filter_.span)
    return p.Not(made, span=filter_.span) if filter_.negated else made


def _compare(
    names: Names, subject: t.Term, op: p.Op, operands: tuple[t.Operand, ...], span: Span
) -> p.Predicate:
    left = _term(names, subject)
    type_ = _type_of(names, left)
    right = tuple(_operand(names, left, type_, each) for each in operands)
    if op is not p.Op.IS and not _has_order(type_):
        names.report(
            problems.wrong_type(subject_name(left), "not a number, a date or an ordered choice", span)
        )
    return p.Compare(left, op, right, span=span)


def _has_order(type_: FieldType | None) -> bool:
    match type_:
        case None | NumberType() | DayType() | AmountType():
            return True
        case ChoiceType(ordered=ordered):
            return ordered
        case TextType() | YesNoType():
            return False
        case _:
            assert_never(type_)


def resolve_term(names: Names, term: t.Term) -> p.Term:
    """A term that must be a day, such as the anchor of a window."""
    found = _term(names, term)
    type_ = _type_of(names, found)
    if type_ is not None and not isinstance(type_, DayType):
        names.report(problems.wrong_type(subject_name(found), "not a date", term.span))
    return found


def _term(names: Names, term: t.Term) -> p.Term:
    span = term.span
    match term:
        case t.FieldRef(name):
            if names.field_type(name) is None and name not in _INFERRING:
                known = (*names.fields, "grade", "score", "title", "provider", "course", "length")
                declare = f"declare it: `field {name}: text`"
                names.report(problems.unknown_name("field", name, span, known, declare))
            return p.FieldTerm(name, span=span)
        case t.MemberRef(name=fact):
            names.fact(fact)
            return p.FactTerm(fact.text, span=span)
        case t.DateRef():
            return p.FieldTerm("date", span=span)
        case t.PeriodRef(last):
            return p.PeriodTerm(p.Edge.LAST if last else p.Edge.FIRST, span=span)
        case t.AsOfRef():
            return p.AsOfTerm(span=span)
        case t.PeriodNumberRef():
            return p.PeriodNumber(span=span)
        case t.Moved(inner, duration, sign):
            return p.Shifted(_term(names, inner), sign * duration.months, sign * duration.days, span=span)
        case t.Day():
            return p.Constant(names.day(term), span=span)
        case t.EdgeDay(inner, stretch, last):
            return p.EdgeDay(resolve_term(names, inner), stretch == "year", last, span=span)
        case t.Chosen(one, other, later):
            return p.Chosen(resolve_term(names, one), resolve_term(names, other), later, span=span)
        case t.Anniversary(of, start):
            return p.Anniversary(resolve_term(names, of), resolve_term(names, start), span=span)
        case t.Measure():
            return _measure(names, term)
        case t.MeasureRef(name):
            return names.measure(name) or p.PeriodNumber(span=span)
        case _:
            assert_never(term)


def _type_of(names: Names, term: p.Term) -> FieldType | None:
    match term:
        case p.FieldTerm(name="date"):
            return DayType()
        case p.FieldTerm(name=name):
            return names.field_type(name) or TextType()
        case p.FactTerm(name=name):
            return names.facts[name].type if name in names.facts else None
        case p.PeriodTerm() | p.AsOfTerm() | p.Shifted() | p.EdgeDay() | p.Chosen() | p.Anniversary():
            return DayType()
        case p.PeriodNumber() | p.Measure():
            return NumberType()
        case p.Constant(value=date()):
            return DayType()
        case p.Constant():
            return None
        case _:
            assert_never(term)


def subject_name(term: p.Term) -> str:
    """What the author calls it, for a message."""
    match term:
        case p.FieldTerm(name=name):
            return name
        case p.FactTerm(name=name):
            return f"member {name}"
        case p.PeriodTerm(edge=edge):
            return edge.value
        case p.PeriodNumber():
            return "period number"
        case p.AsOfTerm():
            return "the as-of date"
        case p.Shifted(term=inner):
            return subject_name(inner)
        case p.Constant(value=value):
            return str(value)
        case p.EdgeDay(term=inner):
            return subject_name(inner)
        case p.Chosen(one=one):
            return subject_name(one)
        case p.Anniversary(of=of):
            return subject_name(of)
        case p.Measure(what=what):
            return "the number of months" if what is not p.Counted.DAYS else "the number of days"
        case _:
            assert_never(term)


def _operand(names: Names, left: p.Term, type_: FieldType | None, operand: t.Operand) -> p.Term:
    match operand:
        case t.Name() | t.Text() | t.Number() | t.Day() | t.YesNo() | t.Quantity():
            value = value_of(names, subject_name(left), type_, operand)
            return p.Constant("" if value is None else value, span=operand.span)
        case _:
            return _term(names, operand)


def value_of(
    names: Names, subject: str, type_: FieldType | None, operand: t.Value | t.Quantity
) -> Value | None:
    """The operand as a value of the type; None (and a diagnostic) where it is none. A None type takes any."""
    found = _typed(names, subject, type_, operand)
    if found is None and type_ is not None:
        names.report(problems.wrong_type(subject, _type_name(type_), operand.span))
    return found


def _typed(
    names: Names, subject: str, type_: FieldType | None, operand: t.Value | t.Quantity
) -> Value | None:
    match type_, operand:
        case ChoiceType(values=values), t.Name(text=text) | t.Text(text=text):
            return _choice(names, subject, values, text, operand.span)
        case TextType(), (t.Name() | t.Text()) as word:
            return names.choice(subject, word) if subject in _INFERRING else word.text
        case NumberType() | AmountType(), t.Number(value=number):
            return number
        case AmountType(), t.Quantity():
            return names.time(operand)
        case DayType() | None, t.Day():
            return names.day(operand)
        case YesNoType(), t.YesNo(value=flag):
            return flag
        case _:
            return None


def _choice(names: Names, subject: str, values: tuple[str, ...], text: str, span: Span) -> str:
    if text not in values:
        names.report(problems.unknown_name(subject, text, span, values, f"it is one of {', '.join(values)}"))
    return text


def _type_name(type_: FieldType) -> str:
    match type_:
        case TextType():
            return "a text"
        case NumberType():
            return "a number"
        case DayType():
            return "a date"
        case YesNoType():
            return "yes or no"
        case ChoiceType(values=values):
            return "one of " + ", ".join(values[:6])
        case AmountType():
            return "an amount of time"
        case _:
            assert_never(type_)


def fraction_from(names: Names, value: Fraction, span: Span) -> Fraction:
    """A share or factor that must be more than 0."""
    if value <= 0:
        names.report(problems.bad_number("this must be more than 0", span))
        return Fraction(1)
    return value

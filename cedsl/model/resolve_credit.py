"""Crediting: how records become credit, and which are refused."""

from __future__ import annotations

from typing import assert_never

from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import GRADES, Names
from cedsl.model.resolve_amount import resolve_key, rounding
from cedsl.model.resolve_filter import duration_of, fraction_from, resolve_filter, whole
from cedsl.model.resolve_statement import words
from cedsl.model.slug import slug
from cedsl.quantity import Amount
from cedsl.records.schema import AmountType, NumberType
from cedsl.syntax import tree as t

COURSE_KEY = r.FieldKey(("course",))


def resolve_credit(names: Names, credit: t.Credit) -> r.CreditRule:
    described = resolve_filter(names, credit.filter)
    said = words(names, credit.tail, "credit", slug(described), credit.span)
    clauses = tuple(_clause(names, each) for each in credit.clauses)
    return r.CreditRule(said, described, clauses, span=credit.span)


def resolve_refusal(names: Names, refuse: t.Refuse) -> r.Refusal:
    described = resolve_filter(names, refuse.filter)
    kind = "accept" if refuse.only else "refuse"
    said = words(names, refuse.tail, kind, slug(described), refuse.span)
    return r.Refusal(said, described, said.title, refuse.only, span=refuse.span)


def _clause(names: Names, clause: t.Clause) -> r.Clause:
    span = clause.span
    match clause:
        case t.Rate(credit, per):
            return r.Rate(names.credit(credit), names.amount(per) or Amount(per.number, "hour"), span=span)
        case t.Flat(credit):
            return r.Flat(names.credit(credit), span=span)
        case t.AsClaimed():
            return r.AsClaimed(span=span)
        case t.MostEach(credit):
            return r.MostEach(names.credit(credit), span=span)
        case t.Shortest(length):
            return r.Shortest(names.amount(length) or Amount(length.number, "hour"), span=span)
        case t.Where(filter_):
            _note_grades(names, filter_)
            return r.Where(resolve_filter(names, filter_), span=span)
        case t.ContactTime():
            fields = ("preparation", "breaks")
            assert all(map(names.field_type, fields))
            return r.NetTime(fields, span=span)
        case t.LessField(name):
            return r.NetTime((_field(names, name, "time"),), span=name.span)
        case t.MostByField(factor, name):
            return r.MostByField(fraction_from(names, factor, span), _field(names, name, "number"), span=span)
        case t.PlusField(factor, name):
            return r.PlusField(fraction_from(names, factor, span), _field(names, name, "time"), span=span)
        case t.ByField(name, divided):
            return r.ByField(_field(names, name, "number"), divided, span=span)
        case t.Rounding():
            return r.Rounded(*rounding(names, clause), span=span)
        case t.RoundedLast(rule):
            return r.Rounded(*rounding(names, rule), last=True, span=span)
        case t.PartsAsStated():
            return r.PartsAsStated(span=span)
        case t.Times(factor):
            return r.Times(fraction_from(names, factor, span), span=span)
        case t.Repeats():
            return _repeats(names, clause)
        case t.Retag(name, gives):
            found = names.category(name)
            named = () if found is None else (found,)
            return r.Retag(named if gives else (), () if gives else named, span=span)
        case _:
            assert_never(clause)


def _field(names: Names, name: t.Name, type_: str) -> str:
    """The field of a number or an amount of time; any other is reported."""
    found = names.field_type(name.text)
    if found is None:
        known = (*names.fields, "breaks", "preparation")
        declare = f"declare it: `field {name.text}: {type_}`"
        names.report(problems.unknown_name("field", name.text, name.span, known, declare))
    elif not isinstance(found, NumberType | AmountType):
        names.report(problems.wrong_type(name.text, "not a number or a time", name.span))
    return name.text


def _repeats(names: Names, repeats: t.Repeats) -> r.Repeats:
    key = resolve_key(names, repeats.key)
    if isinstance(key, r.DayKey):
        names.report(problems.misplaced("a day", key.span, "say what is repeated, such as `once per course`"))
        key = COURSE_KEY
    if key.fields == ("course",):
        names.assume(
            "same-course",
            "Two activities are the same course when they have the same course number, or, without one, "
            "the same provider and title.",
        )
    span = repeats.span_of_time
    if span is None:
        names.assume(
            "repeats-in-period", "A repeat is looked for in the period, unless a rule names a longer time."
        )
        return r.Repeats(key, repeats.factors, span=repeats.span)
    return r.Repeats(
        key,
        repeats.factors,
        None if span.duration is None else duration_of(names, span.duration),
        None if span.calendar_years is None else whole(names, span.calendar_years),
        span.ever,
        span=repeats.span,
    )


def _note_grades(names: Names, filter_: t.Filter) -> None:
    match filter_:
        case t.Comparison(subject=t.FieldRef(name="grade"), op=op) if op != "is":
            if "grade" not in names.fields:
                scale = ", ".join(GRADES)
                names.assume("grade-scale", f"Grades are ordered from lowest to highest: {scale}.")
        case t.And(parts) | t.Or(parts):
            for part in parts:
                _note_grades(names, part)
        case _:
            return

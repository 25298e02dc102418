"""Terms of a comparison as noun phrases, and comparisons as verb phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from cedsl.model.predicate import (
    Anniversary,
    AsOfTerm,
    Chosen,
    Constant,
    Edge,
    EdgeDay,
    FactTerm,
    FieldTerm,
    Measure,
    Op,
    PeriodNumber,
    PeriodTerm,
    Shifted,
    Term,
)
from cedsl.model.ruleset import Field, Ruleset
from cedsl.period import Duration
from cedsl.publishing.phrase_english import duration_written, listed, quoted
from cedsl.publishing.phrase_names import (
    declared,
    fact_phrase,
    field_is_term,
    field_mention,
    field_of,
    value_written,
)
from cedsl.records.schema import DayType

ASSESSMENT_DAY = "the date of assessment"
CODE = re.compile(r"\w[- ]\w")
"""A value of several words, which would run into the words around it."""


def term_phrase(ruleset: Ruleset, term: Term, beside: Field | None = None) -> str:
    """The term as a noun phrase; `beside` is the field or fact with which a constant is compared."""
    match term:
        case Constant(value=value):
            return value_written(ruleset, value, beside)
        case FieldTerm(name=name):
            shown = field_mention(ruleset, name)
            return shown if field_is_term(ruleset, name) else f"its {shown}"
        case FactTerm(name=name):
            return fact_phrase(ruleset, name)
        case PeriodTerm(edge=edge):
            return f"the {edge.value.replace('the period', 'your period')}"
        case PeriodNumber():
            return "the number of your period"
        case AsOfTerm():
            return ASSESSMENT_DAY
        case Shifted(term=EdgeDay(term=inner, year=year, last=True), months=0, days=1):
            return f"the first day of the {_stretch(year)} following {term_phrase(ruleset, inner)}"
        case Shifted(term=PeriodTerm(edge=Edge.LAST), months=0, days=1):
            return "the day after your period"
        case Shifted(term=PeriodTerm(edge=Edge.FIRST), months=0, days=-1):
            return "the day before your period"
        case Shifted(term=inner, months=0, days=1):
            return f"the day after {day_phrase(ruleset, inner)}"
        case Shifted(term=inner, months=0, days=-1):
            return f"the day before {day_phrase(ruleset, inner)}"
        case Shifted():
            return _shifted_phrase(ruleset, term)
        case EdgeDay(term=FactTerm() | Constant() | FieldTerm() as inner, year=year, last=last):
            return f"the {'last' if last else 'first'} day of the {_stretch(year)} of {term_phrase(ruleset, inner)}"
        case EdgeDay(term=inner, year=year, last=last):
            first = f"the {'last' if last else 'first'} day of the {_stretch(year)}"
            return f"{first} in which {day_phrase(ruleset, inner)} falls"
        case Chosen(one=one, other=other, later=later):
            which = "later" if later else "earlier"
            return f"the {which} of {term_phrase(ruleset, one)} and {term_phrase(ruleset, other)}"
        case Anniversary(of=of, start=start):
            return f"the first anniversary of {term_phrase(ruleset, of)} on or after {term_phrase(ruleset, start)}"
        case Measure():
            return "the time measured"
        case _:
            assert_never(term)


def _stretch(year: bool) -> str:
    return "calendar year" if year else "month"


def is_length_first(term: Term) -> bool:
    """Whether the words of a day begin with a length of time: `6 months before your admission date`."""
    return isinstance(term, Shifted) and (term.months != 0 or abs(term.days) != 1)


def day_phrase(ruleset: Ruleset, term: Term) -> str:
    """The day where a length of time cannot stand: `the day 6 months before your admission date`."""
    words = term_phrase(ruleset, term)
    return f"the day {words}" if is_length_first(term) else words


def on_phrase(ruleset: Ruleset, term: Term) -> str:
    """The day after a verb: `on 1 May 2021`, `6 months before your admission date`."""
    words = term_phrase(ruleset, term)
    return words if is_length_first(term) else f"on {words}"


def is_composed(term: Term) -> bool:
    """Whether it takes several steps to find the day, so that its words are long."""
    match term:
        case Shifted(term=EdgeDay(term=inner, last=True), months=0, days=1) | EdgeDay(term=inner) | Shifted(term=inner):
            return not isinstance(inner, Constant | FactTerm | FieldTerm | PeriodTerm | AsOfTerm)
        case _:
            return isinstance(term, Anniversary | Chosen)


def steps(ruleset: Ruleset, term: Term) -> list[str]:
    """How the day is found, step by step, each a clause that follows on the one before."""
    match term:
        case Shifted(term=EdgeDay(term=inner, year=year, last=True), months=0, days=1):
            return [*steps(ruleset, inner), f"go to the first day of the following {_stretch(year)}"]
        case EdgeDay(term=inner, year=year, last=last):
            return [*steps(ruleset, inner), f"go to the {'last' if last else 'first'} day of its {_stretch(year)}"]
        case Shifted(term=inner, months=months, days=days):
            length = duration_written(Duration(abs(months), abs(days)))
            return [*steps(ruleset, inner), f"go {length} {'back' if months < 0 or days < 0 else 'on'}"]
        case Anniversary(of=of, start=start):
            next_ = f"go to its first anniversary on or after {day_phrase(ruleset, start)}"
            return [*steps(ruleset, of), next_]
        case Chosen(one=one, other=other, later=later):
            which = "later" if later else "earlier"
            return [*steps(ruleset, one), f"of that day and {day_phrase(ruleset, other)}, take the {which}"]
        case _:
            return [f"take {term_phrase(ruleset, term)}"]


def _shifted_phrase(ruleset: Ruleset, term: Shifted) -> str:
    length = duration_written(Duration(abs(term.months), abs(term.days)))
    where = "before" if term.months < 0 or term.days < 0 else "after"
    return f"{length} {where} {day_phrase(ruleset, term.term)}"


def subject_of(ruleset: Ruleset, term: Term) -> Field | None:
    """The declared field or fact that the term names."""
    match term:
        case FieldTerm(name=name):
            return field_of(ruleset, name)
        case FactTerm(name=name):
            return declared(ruleset.facts, name)
        case Constant() | PeriodTerm() | PeriodNumber() | AsOfTerm() | Shifted():
            return None
        case EdgeDay() | Chosen() | Anniversary() | Measure():
            return None
        case _:
            assert_never(term)


def is_day(ruleset: Ruleset, term: Term) -> bool:
    """Whether the term names a day, so that a comparison says "on or after" rather than "at least"."""
    match term:
        case PeriodTerm() | AsOfTerm() | Shifted() | EdgeDay() | Chosen() | Anniversary():
            return True
        case Constant(value=value):
            return isinstance(value, date)
        case FieldTerm(name=name):
            found = field_of(ruleset, name)
            return name == "date" or (found is not None and isinstance(found.type, DayType))
        case FactTerm(name=name):
            fact = declared(ruleset.facts, name)
            return fact is not None and isinstance(fact.type, DayType)
        case PeriodNumber() | Measure():
            return False
        case _:
            assert_never(term)


def compared(ruleset: Ruleset, left: Term, op: Op, right: tuple[Term, ...]) -> str:
    """What follows "is" in a comparison: `at least 3`, `on or after 30 June 2025`, `A, B or C`."""
    beside = subject_of(ruleset, left)
    words = listed(values_phrased([term_phrase(ruleset, each, beside) for each in right], right), "or")
    if is_length_first(right[0]):
        return f"{_from(op)} {words}"
    if is_day(ruleset, left) or is_day(ruleset, right[0]):
        return f"{_on(op)} {words}"
    if op is Op.IS:
        return words if any(isinstance(each, Constant) for each in right) else f"the same as {words}"
    return f"{op.value} {words}"


def values_phrased(words: Sequence[str], terms: Sequence[Term]) -> list[str]:
    """Values in a row: all of them in quotes where one has several words, as `“member-association”` has."""
    texts = [isinstance(each, Constant) and isinstance(each.value, str) for each in terms]
    if not any(text and CODE.search(word) for word, text in zip(words, texts, strict=True)):
        return list(words)
    return [quoted(word) if text and "“" not in word else word for word, text in zip(words, texts, strict=True)]


def _from(op: Op) -> str:
    """Before a length of time, where "on or after" cannot stand: `no earlier than 2 years before ...`."""
    match op:
        case Op.IS:
            return "exactly"
        case Op.AT_LEAST:
            return "no earlier than"
        case Op.AT_MOST:
            return "no later than"
        case Op.MORE:
            return "later than"
        case Op.LESS:
            return "earlier than"
        case _:
            assert_never(op)


def _on(op: Op) -> str:
    match op:
        case Op.IS:
            return "on"
        case Op.AT_LEAST:
            return "on or after"
        case Op.AT_MOST:
            return "on or before"
        case Op.MORE:
            return "after"
        case Op.LESS:
            return "before"
        case _:
            assert_never(op)

"""Terms of a comparison as noun phrases, and comparisons as verb phrases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from cedsl.lean import regex
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
from cedsl.publishing.phrase_called import is_left_open
from cedsl.publishing.phrase_names import (
    declared,
    fact_phrase,
    field_is_term,
    field_mention,
    field_of,
    field_title,
    is_free_text,
    value_bare,
    value_written,
)
from cedsl.publishing.phrase_words import day_written, duration_written, has_quotes, listed, quoted
from cedsl.publishing.tongue import say, say_as
from cedsl.records.schema import DayType

CODE = regex(r"\w[- ]\w")
"""A value of several words, which would run into the words around it."""


def term_phrase(ruleset: Ruleset, term: Term, beside: Field | None = None) -> str:
    """The term as a noun phrase; `beside` is the field or fact with which a constant is compared."""
    if is_left_open(term):
        return say("a certain day")
    match term:
        case Constant(value=date() as value):
            return say_as("a day in a sentence", "{day}", day=day_written(value))
        case Constant(value=value):
            return value_written(ruleset, value, beside)
        case FieldTerm(name=name):
            if field_is_term(ruleset, name):
                return field_mention(ruleset, name)
            return say("its {field}", field=field_title(ruleset, name))
        case FactTerm(name=name):
            return fact_phrase(ruleset, name)
        case PeriodTerm(edge=edge):
            return say("the first day of your period") if edge is Edge.FIRST else say("the last day of your period")
        case PeriodNumber():
            return say("the number of your period")
        case AsOfTerm():
            return assessment_day()
        case Shifted():
            return _shifted_phrase(ruleset, term)
        case EdgeDay():
            return _edge_phrase(ruleset, term)
        case Chosen(one=one, other=other, later=later):
            first, second = term_phrase(ruleset, one), term_phrase(ruleset, other)
            if later:
                return say("the later of {one} and {other}", one=first, other=second)
            return say("the earlier of {one} and {other}", one=first, other=second)
        case Anniversary(of=of, start=start):
            day, least = term_phrase(ruleset, of), term_phrase(ruleset, start)
            return say("the first anniversary of {day} on or after {least}", day=day, least=least)
        case Measure():
            return say("the time measured")
        case _:
            assert_never(term)


def assessment_day() -> str:
    return say("the date of assessment")


def _shifted_phrase(ruleset: Ruleset, term: Shifted) -> str:
    match term:
        case Shifted(term=EdgeDay(term=inner, year=True, last=True), months=0, days=1):
            day = term_phrase(ruleset, inner)
            return say("the first day of the calendar year following {day}", day=day)
        case Shifted(term=EdgeDay(term=inner, last=True), months=0, days=1):
            return say("the first day of the month following {day}", day=term_phrase(ruleset, inner))
        case Shifted(term=PeriodTerm(edge=Edge.LAST), months=0, days=1):
            return say("the day after your period")
        case Shifted(term=PeriodTerm(edge=Edge.FIRST), months=0, days=-1):
            return say("the day before your period")
        case Shifted(term=inner, months=0, days=1):
            return say("the day after {day}", day=day_phrase(ruleset, inner))
        case Shifted(term=inner, months=0, days=-1):
            return say("the day before {day}", day=day_phrase(ruleset, inner))
        case _:
            length = duration_written(Duration(abs(term.months), abs(term.days)))
            day = day_phrase(ruleset, term.term)
            if term.months < 0 or term.days < 0:
                return say("{length} before {day}", length=length, day=day)
            return say("{length} after {day}", length=length, day=day)


def _edge_phrase(ruleset: Ruleset, edge: EdgeDay) -> str:
    """The first or last day of a month or year, which is that of a known day, or that in which a day falls."""
    match edge.term:
        case FactTerm() | Constant() | FieldTerm():
            return _edge_of(term_phrase(ruleset, edge.term), edge)
        case _:
            return _edge_around(day_phrase(ruleset, edge.term), edge)


def _edge_of(day: str, edge: EdgeDay) -> str:
    match edge.last, edge.year:
        case True, True:
            return say("the last day of the calendar year of {day}", day=day)
        case True, False:
            return say("the last day of the month of {day}", day=day)
        case False, True:
            return say("the first day of the calendar year of {day}", day=day)
        case _:
            return say("the first day of the month of {day}", day=day)


def _edge_around(day: str, edge: EdgeDay) -> str:
    match edge.last, edge.year:
        case True, True:
            return say("the last day of the calendar year in which {day} falls", day=day)
        case True, False:
            return say("the last day of the month in which {day} falls", day=day)
        case False, True:
            return say("the first day of the calendar year in which {day} falls", day=day)
        case _:
            return say("the first day of the month in which {day} falls", day=day)


def is_length_first(term: Term) -> bool:
    """Whether the words of a day begin with a length of time: `6 months before your admission date`."""
    return isinstance(term, Shifted) and (term.months != 0 or abs(term.days) != 1) and not is_left_open(term)


def day_phrase(ruleset: Ruleset, term: Term) -> str:
    """The day where a length of time cannot stand: `the day 6 months before your admission date`."""
    words = term_phrase(ruleset, term)
    return say("the day {before_or_after}", before_or_after=words) if is_length_first(term) else words


def on_phrase(ruleset: Ruleset, term: Term) -> str:
    """The day after a verb: `on 1 May 2021`, `6 months before your admission date`."""
    words = term_phrase(ruleset, term)
    if is_length_first(term):
        return words
    if isinstance(term, Constant):
        return say_as("a day of the calendar", "on {day}", day=words)
    return say("on {day}", day=words)


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
        case Shifted(term=EdgeDay(term=inner, year=True, last=True), months=0, days=1):
            return [*steps(ruleset, inner), say("go to the first day of the following calendar year")]
        case Shifted(term=EdgeDay(term=inner, last=True), months=0, days=1):
            return [*steps(ruleset, inner), say("go to the first day of the following month")]
        case EdgeDay(term=inner):
            return [*steps(ruleset, inner), _edge_step(term)]
        case Shifted(term=inner, months=months, days=days):
            length = duration_written(Duration(abs(months), abs(days)))
            back = months < 0 or days < 0
            step = say("go {length} back", length=length) if back else say("go {length} on", length=length)
            return [*steps(ruleset, inner), step]
        case Anniversary(of=of, start=start):
            least = day_phrase(ruleset, start)
            return [*steps(ruleset, of), say("go to its first anniversary on or after {least}", least=least)]
        case Chosen(one=one, other=other, later=True):
            day = day_phrase(ruleset, other)
            return [*steps(ruleset, one), say("of that day and {day}, take the later", day=day)]
        case Chosen(one=one, other=other):
            day = day_phrase(ruleset, other)
            return [*steps(ruleset, one), say("of that day and {day}, take the earlier", day=day)]
        case _:
            return [say("take {day}", day=term_phrase(ruleset, term))]


def _edge_step(edge: EdgeDay) -> str:
    match edge.last, edge.year:
        case True, True:
            return say("go to the last day of its calendar year")
        case True, False:
            return say("go to the last day of its month")
        case False, True:
            return say("go to the first day of its calendar year")
        case _:
            return say("go to the first day of its month")


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


def compared(ruleset: Ruleset, left: Term, op: Op, right: tuple[Term, ...], *, happens: bool = False) -> str:
    """What follows "is" in a comparison: `at least 3`, `on or after 30 June 2025`, `A, B or C`. What `happens` on a day
    is taken then, or begins or ends, where other languages do not say what they say of a day that is compared.
    """
    words = listed(values_phrased(ruleset, right, subject_of(ruleset, left)), "or")
    if is_length_first(right[0]):
        return _from(op, words)
    if is_day(ruleset, left) or is_day(ruleset, right[0]):
        return _happening(op, words) if happens else _on(op, words)
    if op is Op.IS:
        is_plain = any(isinstance(each, Constant) for each in right)
        return words if is_plain else say("the same as {value}", value=words)
    return measuring(op, words)


def measuring(op: Op, amount: str) -> str:
    """`at least 3`, before a number or an amount; the amount itself where it is exact."""
    match op:
        case Op.IS:
            return amount
        case Op.AT_LEAST:
            return say("at least {amount}", amount=amount)
        case Op.AT_MOST:
            return say("at most {amount}", amount=amount)
        case Op.MORE:
            return say("more than {amount}", amount=amount)
        case Op.LESS:
            return say("less than {amount}", amount=amount)
        case _:
            assert_never(op)


def values_phrased(ruleset: Ruleset, terms: Sequence[Term], beside: Field | None) -> list[str]:
    """Values in a row: all texts in quotes where one has several words, as `“member-association”` has."""
    texts = [each.value for each in terms if isinstance(each, Constant) and isinstance(each.value, str)]
    codes = any(CODE.search(value_bare(ruleset, text, beside)) for text in texts)
    return [_in_a_row(ruleset, each, beside, codes=codes) for each in terms]


def _in_a_row(ruleset: Ruleset, term: Term, beside: Field | None, *, codes: bool) -> str:
    match term:
        case Constant(value=str() as value):
            shown = value_bare(ruleset, value, beside)
            in_quotes = is_free_text(ruleset, value, beside) or (codes and not has_quotes(shown))
            return quoted(shown) if in_quotes else shown
        case _:
            return term_phrase(ruleset, term, beside)


def _from(op: Op, day: str) -> str:
    """Before a length of time, where "on or after" cannot stand: `no earlier than 2 years before ...`."""
    match op:
        case Op.IS:
            return say("exactly {day}", day=day)
        case Op.AT_LEAST:
            return say("no earlier than {day}", day=day)
        case Op.AT_MOST:
            return say("no later than {day}", day=day)
        case Op.MORE:
            return say("later than {day}", day=day)
        case Op.LESS:
            return say("earlier than {day}", day=day)
        case _:
            assert_never(op)


def _on(op: Op, day: str) -> str:
    match op:
        case Op.IS:
            return say_as("of a day that is compared", "on {day}", day=day)
        case Op.AT_LEAST:
            return say_as("of a day that is compared", "on or after {day}", day=day)
        case Op.AT_MOST:
            return say_as("of a day that is compared", "on or before {day}", day=day)
        case Op.MORE:
            return say_as("of a day that is compared", "after {day}", day=day)
        case Op.LESS:
            return say_as("of a day that is compared", "before {day}", day=day)
        case _:
            assert_never(op)


def _happening(op: Op, day: str) -> str:
    match op:
        case Op.IS:
            return say("on {day}", day=day)
        case Op.AT_LEAST:
            return say("on or after {day}", day=day)
        case Op.AT_MOST:
            return say("on or before {day}", day=day)
        case Op.MORE:
            return say("after {day}", day=day)
        case Op.LESS:
            return say("before {day}", day=day)
        case _:
            assert_never(op)

"""What is measured: full months, calendar months or days of a span, and numbers of the member."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias, assert_never

from cedsl.model.predicate import (
    Between,
    Constant,
    Counted,
    Days,
    DaysWhen,
    Edge,
    Measure,
    Op,
    PeriodTerm,
    Predicate,
    Term,
    WholePeriod,
)
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_months import (
    for_each_month,
    for_every_months,
    months_counted,
    no_month,
    the_months,
)
from cedsl.publishing.phrase_names import term_quoted
from cedsl.publishing.phrase_term import term_phrase
from cedsl.publishing.phrase_tidy import OPPOSITES
from cedsl.publishing.tongue import figures, say, say_count

Clause: TypeAlias = Callable[[Ruleset, Predicate], str]
"""Words a condition as what follows "if"."""


def whole_period() -> str:
    return say("of your period")


def parts_count() -> str:
    return say("a part of a month counts as a whole one")


def span_phrase(ruleset: Ruleset, measure: Measure, clause: Clause) -> str:
    """In what it is counted: `from 1 May 2021 to 30 June 2022`, `of your period in which your status is active`."""
    days: Days = measure.days
    match days:
        case WholePeriod():
            return whole_period()
        case Between() if _is_whole_period(days):
            return whole_period()
        case Between(first=first, last=last):
            return say("from {first} to {last}", first=term_phrase(ruleset, first), last=term_phrase(ruleset, last))
        case DaysWhen(part=part) if measure.what is Counted.DAYS:
            return say("of your period on which {condition}", condition=clause(ruleset, part))
        case DaysWhen(part=part):
            return say("of your period in which {condition}", condition=clause(ruleset, part))
        case _:
            assert_never(days)


def _is_whole_period(days: Days) -> bool:
    match days:
        case WholePeriod() | Between(first=PeriodTerm(edge=Edge.FIRST), last=PeriodTerm(edge=Edge.LAST)):
            return True
        case _:
            return False


def span_of(ruleset: Ruleset, measure: Term, clause: Clause) -> str:
    """In what the units are counted, where `each_phrase` does not say it already."""
    if not isinstance(measure, Measure) or _is_whole_period(measure.days):
        return ""
    if measure.title is not None:
        return say("of {measure}", measure=term_quoted(measure.title))
    return span_phrase(ruleset, measure, clause)


def measured_phrase(ruleset: Ruleset, measure: Term, clause: Clause) -> str:
    """What an amount is in proportion to: `the full months of your period in which ...`, `your working share`."""
    if not isinstance(measure, Measure):
        return term_phrase(ruleset, measure)
    if measure.title is not None:
        return term_quoted(measure.title)
    return unnamed_phrase(ruleset, measure, clause)


def unnamed_phrase(ruleset: Ruleset, measure: Measure, clause: Clause) -> str:
    """What is measured, without the name that the author gave it."""
    return f"{the_months(measure)} {span_phrase(ruleset, measure, clause)}"


def each_phrase(ruleset: Ruleset, every: Fraction, measure: Term) -> str:
    """After an amount: `for each full month`, `for every 2 of your weekly hours`."""
    if not isinstance(measure, Measure):
        words = term_phrase(ruleset, measure)
        if every == 1:
            return say("for each of {measure}", measure=words)
        return say("for every {number} of {measure}", number=figures(every), measure=words)
    each = for_each_month(measure) if every == 1 else for_every_months(measure, every)
    return f"{each} {whole_period()}" if _is_whole_period(measure.days) else each


def counting_sentence(ruleset: Ruleset, measure: Term, clause: Clause) -> str:
    """In what the units are counted, as a clause of its own; empty for a number of the member."""
    if not isinstance(measure, Measure):
        return ""
    if _is_whole_period(measure.days):
        return ""
    if measure.title is not None:
        return say("these are {months}", months=term_quoted(measure.title))
    span = span_phrase(ruleset, measure, clause)
    if isinstance(measure.days, Between):
        return say("{months} are counted {span}", months=the_months(measure), span=span)
    return say("these are {months}", months=f"{the_months(measure)} {span}")


def counts_parts(measure: Term) -> bool:
    """Whether a part of a month counts as a whole one."""
    return isinstance(measure, Measure) and measure.what is Counted.CALENDAR_MONTHS


def measured_compared(
    ruleset: Ruleset,
    measure: Measure,
    op: Op,
    right: tuple[Term, ...],
    clause: Clause,
    *,
    negated: bool,
) -> str:
    """A measure compared with a number: `there are at least 12 full months from ... to ...`."""
    number = _number(right)
    if negated and op in OPPOSITES:
        return measured_compared(ruleset, measure, OPPOSITES[op], right, clause, negated=False)
    if measure.title is not None:
        return _comes_to(term_quoted(measure.title), op, months_counted(measure, number), negated=negated)
    span = span_phrase(ruleset, measure, clause)
    if op is Op.LESS and number == 1:
        return no_month(measure, span)
    return _there_are(op, number, {"months": months_counted(measure, number), "span": span}, negated=negated)


def _number(right: tuple[Term, ...]) -> Fraction:
    """The grammar has a measure compared with a number only."""
    match right:
        case (Constant(value=Fraction() as number),):
            return number
        case _:
            raise AssertionError(right)


def _comes_to(named: str, op: Op, months: str, *, negated: bool) -> str:
    """Of a measure that has a name: `“Months away” come to at least 12 full months`."""
    match op:
        case Op.IS if negated:
            return say("{measure} do not come to exactly {months}", measure=named, months=months)
        case Op.IS:
            return say("{measure} come to exactly {months}", measure=named, months=months)
        case Op.LESS:
            return say("{measure} come to fewer than {months}", measure=named, months=months)
        case Op.AT_LEAST:
            return say("{measure} come to at least {months}", measure=named, months=months)
        case Op.AT_MOST:
            return say("{measure} come to at most {months}", measure=named, months=months)
        case Op.MORE:
            return say("{measure} come to more than {months}", measure=named, months=months)
        case _:
            assert_never(op)


def _there_are(op: Op, number: Fraction, slots: Mapping[str, str], *, negated: bool) -> str:
    """`slots` are `months`, what is counted with its number, and `span`, in what it is counted."""
    match op:
        case Op.IS if negated:
            return say_count(
                number, "there is not exactly {months} {span}", "there are not exactly {months} {span}", **slots
            )
        case Op.IS:
            return say_count(number, "there is exactly {months} {span}", "there are exactly {months} {span}", **slots)
        case Op.LESS:
            return say_count(
                number, "there is fewer than {months} {span}", "there are fewer than {months} {span}", **slots
            )
        case Op.AT_LEAST:
            return say_count(number, "there is at least {months} {span}", "there are at least {months} {span}", **slots)
        case Op.AT_MOST:
            return say_count(number, "there is at most {months} {span}", "there are at most {months} {span}", **slots)
        case Op.MORE:
            return say_count(
                number, "there is more than {months} {span}", "there are more than {months} {span}", **slots
            )
        case _:
            assert_never(op)

"""What is measured: full months, calendar months or days of a span, and numbers of the member."""

from __future__ import annotations

from collections.abc import Callable
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
from cedsl.period import Duration
from cedsl.publishing.phrase_english import duration_written
from cedsl.publishing.phrase_names import term_quoted
from cedsl.publishing.phrase_term import term_phrase
from cedsl.quantity import written

Clause: TypeAlias = Callable[[Ruleset, Predicate], str]
"""Words a condition as what follows "if"."""

WHOLE = "of your period"
PARTS_COUNT = "a part of a month counts as a whole one"


def measured_units(measure: Measure) -> tuple[str, str]:
    """What is counted, one and several: `full month`, `full months`."""
    match measure.what:
        case Counted.FULL:
            length = measure.length or Duration(1, in_months=True)
            words = duration_written(length)
            if words in {"1 month", "1 year", "1 week", "1 day"}:
                noun = f"full {words.removeprefix('1 ')}"
                return noun, f"{noun}s"
            return f"full period of {words}", f"full periods of {words}"
        case Counted.CALENDAR_MONTHS:
            return "calendar month", "calendar months"
        case Counted.DAYS:
            return "day", "days"
        case _:
            assert_never(measure.what)


def span_phrase(ruleset: Ruleset, measure: Measure, clause: Clause) -> str:
    """In what it is counted: `from 1 May 2021 to 30 June 2022`, `of your period in which your status is active`."""
    days: Days = measure.days
    match days:
        case WholePeriod():
            return WHOLE
        case Between() if _is_whole_period(days):
            return WHOLE
        case Between(first=first, last=last):
            return f"from {term_phrase(ruleset, first)} to {term_phrase(ruleset, last)}"
        case DaysWhen(part=part):
            return f"of your period {'on' if measure.what is Counted.DAYS else 'in'} which {clause(ruleset, part)}"
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
        return f"of {term_quoted(measure.title)}"
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
    return f"the {measured_units(measure)[1]} {span_phrase(ruleset, measure, clause)}"


def each_phrase(ruleset: Ruleset, every: Fraction, measure: Term) -> str:
    """After an amount: `for each full month`, `for every 2 of your weekly hours`."""
    if not isinstance(measure, Measure):
        words = term_phrase(ruleset, measure)
        return f"for each of {words}" if every == 1 else f"for every {written(every)} of {words}"
    one, several = measured_units(measure)
    each = f"for each {one}" if every == 1 else f"for every {written(every)} {several}"
    return f"{each} {WHOLE}" if _is_whole_period(measure.days) else each


def counting_sentence(ruleset: Ruleset, measure: Term, clause: Clause) -> str:
    """In what the units are counted, as a clause of its own; empty for a number of the member."""
    if not isinstance(measure, Measure):
        return ""
    if _is_whole_period(measure.days):
        return ""
    if measure.title is not None:
        return f"these are {term_quoted(measure.title)}"
    span = span_phrase(ruleset, measure, clause)
    several = measured_units(measure)[1]
    return f"the {several} are counted {span}" if span.startswith("from ") else f"these are the {several} {span}"


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
    one, several = measured_units(measure)
    number = _number(right)
    noun = one if number == 1 else several
    if measure.title is not None:
        comes = f"{'do not come' if negated else 'come'} to {_least(op)}"
        return f"{term_quoted(measure.title)} {comes} {'that many' if number is None else written(number)} {noun}"
    span = span_phrase(ruleset, measure, clause)
    if op is Op.LESS and number == 1:
        return f"there is {'at least 1' if negated else 'no'} {one} {span}"
    much = f"{_least(op)} {'that many' if number is None else written(number)} {noun}"
    verb = "is" if number == 1 else "are"
    return f"there {verb} {'not ' if negated else ''}{much} {span}"


def _number(right: tuple[Term, ...]) -> Fraction | None:
    match right:
        case (Constant(value=Fraction() as number),):
            return number
        case _:
            return None


def _least(op: Op) -> str:
    match op:
        case Op.IS:
            return "exactly"
        case Op.LESS:
            return "fewer than"
        case Op.AT_LEAST:
            return "at least"
        case Op.AT_MOST:
            return "at most"
        case Op.MORE:
            return "more than"
        case _:
            assert_never(op)

"""A period with real dates, taken from the ruleset's own examples: no date on the page is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from cedsl.model.predicate import (
    Anniversary,
    AsOfTerm,
    Chosen,
    Constant,
    EdgeDay,
    FactTerm,
    FieldTerm,
    Measure,
    PeriodNumber,
    PeriodTerm,
    Shifted,
    Term,
)
from cedsl.model.ruleset import (
    CalendarYears,
    CountedFrom,
    Cycle,
    EitherWindow,
    Ever,
    Example,
    Following,
    LookBack,
    Ruleset,
    WindowCases,
    WindowRule,
)
from cedsl.period import Rhythm, Window, anniversary, counted_from, edge_of, following, looking_back, shifted
from cedsl.publishing.phrase_english import day_written, listed, sentences
from cedsl.publishing.phrase_names import fact_mention
from cedsl.records.activity import Facts


@dataclass(frozen=True, slots=True)
class Sample:
    """A period of somebody in an example; `known` are the facts that it rests on."""

    window: Window
    known: Mapping[str, date]


def sample_sentence(ruleset: Ruleset, window: WindowRule) -> str:
    """The period of the first example that has one, with its dates; empty where no example has."""
    for example in ruleset.examples:
        if example.as_of is not None:
            found = _sample(window, example, example.as_of)
            if found is not None:
                return _worded(ruleset, found, example.as_of)
    return ""


def _worded(ruleset: Ruleset, sample: Sample, as_of: date) -> str:
    first, last = day_written(sample.window.first), day_written(sample.window.last)
    facts = [f"the {fact_mention(ruleset, name)} is {day_written(day)}" for name, day in sample.known.items()]
    runs = f"as of {day_written(as_of)}, the period runs from {first} to {last}"
    return sentences(f"for example, say that {listed(facts)}", runs) if facts else sentences(f"for example, {runs}")


def _sample(window: WindowRule, example: Example, as_of: date) -> Sample | None:
    match window:
        case LookBack(duration=duration, end=end):
            last = as_of if end is None else _day(end, example.facts, as_of)
            return None if last is None else Sample(looking_back(last, duration), _known(end, example.facts, as_of))
        case CountedFrom(duration=duration, start=start):
            first = _day(start, example.facts, as_of)
            return None if first is None else Sample(counted_from(first, duration), _known(start, example.facts, as_of))
        case Following(duration=duration, start=start):
            first = _day(start, example.facts, as_of)
            return None if first is None else Sample(following(first, duration), _known(start, example.facts, as_of))
        case Cycle():
            return _cycle(window, example, as_of)
        case CalendarYears(number=number):
            first = date(max(1, as_of.year - number + 1), 1, 1)
            return Sample(Window(first, date(as_of.year, 12, 31)), {})
        case WindowCases() | EitherWindow() | Ever():
            return None
        case _:
            assert_never(window)


def _cycle(cycle: Cycle, example: Example, as_of: date) -> Sample | None:
    anchor = _day(cycle.anchor, example.facts, as_of)
    if anchor is None:
        return None
    first = None if cycle.first_from is None else _day(cycle.first_from, example.facts, as_of)
    if cycle.first_from is not None and first is None:
        return None
    found = Rhythm(anchor, cycle.duration, first, cycle.at_least, cycle.exceptions).holding(as_of)
    if found is None or found[1] < 1:
        return None
    return Sample(found[0], _known_of((cycle.anchor, cycle.first_from), example.facts, as_of))


def _day(term: Term, facts: Facts, as_of: date) -> date | None:
    """The day that the term names in an example; None where only a member's own record could tell."""
    match term:
        case Constant(value=date() as day):
            return day
        case AsOfTerm():
            return as_of
        case FactTerm(name=name):
            return _fact(facts, name, as_of)
        case Shifted(term=inner, months=months, days=days):
            day_ = _day(inner, facts, as_of)
            return None if day_ is None else shifted(day_, months, days)
        case EdgeDay(term=inner, year=year, last=last):
            day_ = _day(inner, facts, as_of)
            return None if day_ is None else edge_of(day_, year=year, last=last)
        case Chosen(one=one, other=other, later=later):
            both = (_day(one, facts, as_of), _day(other, facts, as_of))
            known = [each for each in both if each is not None]
            return None if len(known) < 2 else max(known) if later else min(known)
        case Anniversary(of=of, start=start):
            one_, other_ = _day(of, facts, as_of), _day(start, facts, as_of)
            return None if one_ is None or other_ is None else anniversary(one_, other_)
        case Constant() | FieldTerm() | PeriodTerm() | PeriodNumber() | Measure():
            return None
        case _:
            assert_never(term)


def _fact(facts: Facts, name: str, as_of: date) -> date | None:
    days = [each.value for each in facts.get(name, ()) if each.holds_on(as_of) and isinstance(each.value, date)]
    return days[0] if days else None


def _known_of(terms: Iterable[Term | None], facts: Facts, as_of: date) -> Mapping[str, date]:
    found: dict[str, date] = {}
    for term in terms:
        found.update(_known(term, facts, as_of))
    return found


def _known(term: Term | None, facts: Facts, as_of: date) -> Mapping[str, date]:
    match term:
        case FactTerm(name=name):
            day = _fact(facts, name, as_of)
            return {} if day is None else {name: day}
        case Shifted(term=inner) | EdgeDay(term=inner):
            return _known(inner, facts, as_of)
        case Chosen(one=one, other=other) | Anniversary(of=one, start=other):
            return _known_of((one, other), facts, as_of)
        case _:
            return {}

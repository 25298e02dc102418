"""A period with real dates, taken from the ruleset's own examples: no date on the page is invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cedsl.lean import dataclass
from cedsl.model.predicate import FactTerm, Predicate, Term
from cedsl.model.predicate_walk import facts_in, inner_terms
from cedsl.model.ruleset import CountedFrom, Cycle, Ever, Example, Following, LookBack, Ruleset, WindowCases, WindowRule
from cedsl.model.scope import MissingFact, Scope, Vocabulary
from cedsl.normal.window import periods_of, rule_for
from cedsl.period import Window
from cedsl.publishing.phrase_names import declared, fact_named, value_written
from cedsl.publishing.phrase_words import day_written, is_long_without_titles, listed, sentences
from cedsl.publishing.tongue import say
from cedsl.records.activity import Value

MOST_SAMPLES = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """A period of somebody in an example; `known` are the facts that it rests on."""

    window: Window
    known: Mapping[str, Value]
    as_of: date


def samples_of(ruleset: Ruleset, window: WindowRule) -> tuple[Sample, ...]:
    """The periods of the first examples that have one, each another one; none where every day counts."""
    found: dict[Window, Sample] = {}
    if isinstance(window, Ever):
        return ()
    for example in ruleset.examples:
        sample = _sample(ruleset, window, example)
        if sample is not None and len(found) < MOST_SAMPLES:
            found.setdefault(sample.window, sample)
    return tuple(found.values())


def sample_sentence(ruleset: Ruleset, sample: Sample) -> str:
    """The sample in words, with its dates."""
    days = {
        "day": day_written(sample.as_of),
        "first": day_written(sample.window.first),
        "last": day_written(sample.window.last),
    }
    if not sample.known:
        return sentences(say("for example, as of {day}, the period runs from {first} to {last}", **days))
    facts = [_fact(ruleset, name, value) for name, value in sample.known.items()]
    return sentences(*_known(facts), say("as of {day}, the period runs from {first} to {last}", **days))


def _known(facts: Sequence[str]) -> tuple[str, ...]:
    """All facts in one sentence, or where that is too long, each by itself."""
    whole = say("for example, say that {facts}", facts=listed(facts))
    if not is_long_without_titles(whole):
        return (whole,)
    first, *others = facts
    return (
        say("for example, say that {facts}", facts=first),
        *(say("say also that {fact}", fact=each) for each in others),
    )


def _fact(ruleset: Ruleset, name: str, value: Value) -> str:
    if isinstance(value, date):
        return say("{fact} is {day}", fact=fact_named(ruleset, name), day=day_written(value))
    shown = value_written(ruleset, value, declared(ruleset.facts, name))
    return say("{fact} is {value}", fact=fact_named(ruleset, name), value=shown)


def _sample(ruleset: Ruleset, window: WindowRule, example: Example) -> Sample | None:
    """The one period of the member in the example; None where there is none, or a choice, or a fact is missing."""
    if example.as_of is None:
        return None
    scope = Scope(Vocabulary(ruleset), example.facts, example.as_of, asked=example.asked)
    try:
        fitting, found = rule_for(window, scope), periods_of(window, scope)
    except MissingFact:
        return None
    if fitting is None or len(found) != 1:
        return None
    known = {name: value for name in _asked(window, fitting) if (value := _stated(example, name)) is not None}
    return Sample(found[0][0], known, example.as_of)


def _stated(example: Example, name: str) -> Value | None:
    """What the member's record says of the fact as of the day of the example."""
    assert example.as_of is not None, example
    return next((each.value for each in example.facts.get(name, ()) if each.holds_on(example.as_of)), None)


def _asked(window: WindowRule, fitting: WindowRule) -> Iterator[str]:
    """The facts by which the case is picked, then those from which its period is counted."""
    for condition in _conditions(window, fitting):
        yield from facts_in(condition)
    yield from (each.name for term in _terms(fitting) for each in inner_terms(term) if isinstance(each, FactTerm))


def _conditions(window: WindowRule, fitting: WindowRule) -> Iterable[Predicate]:
    match window:
        case WindowCases(cases=cases):
            return [each for when, one in cases for each in (*_conditions(one, fitting), when) if _holds(one, fitting)]
        case _:
            return ()


def _holds(window: WindowRule, fitting: WindowRule) -> bool:
    """Whether the fitting window is this one, or one of its cases."""
    if isinstance(window, WindowCases):
        return any(_holds(each, fitting) for _, each in window.cases)
    return window is fitting


def _terms(window: WindowRule) -> Iterator[Term]:
    match window:
        case CountedFrom(start=term) | Following(start=term):
            yield term
        case LookBack(end=end) if end is not None:
            yield end
        case Cycle(anchor=anchor, first_from=first):
            yield anchor
            if first is not None:
                yield first
        case _:
            return

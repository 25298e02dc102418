"""The measures to which an author gave a name, each explained once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from cedsl.model.predicate import AnyOf, DaysWhen, Measure, Predicate
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_day import with_day
from cedsl.publishing.phrase_measure import unnamed_phrase, whole_period
from cedsl.publishing.phrase_months import the_months
from cedsl.publishing.phrase_names import term_quoted
from cedsl.publishing.phrase_parted import case_parted, nth_case
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_words import is_long_without_titles, sentences
from cedsl.publishing.tongue import figures, say


def measure_sentences(ruleset: Ruleset) -> tuple[str, ...]:
    """`“Months away” are the full months of your period in which ...`, for each one used, in the order of use."""
    rules = (ruleset.requirements, ruleset.credits, ruleset.refusals)
    named = {each.title: each for each in _measures(rules) if each.title is not None}
    return tuple(sentences(*_explained(ruleset, term_quoted(title), each)) for title, each in named.items())


def _explained(ruleset: Ruleset, title: str, measure: Measure) -> tuple[str, ...]:
    """In one sentence, or where that is too long, with a sentence for each of several cases."""
    whole = _are(title, unnamed_phrase(ruleset, measure, condition_phrase))
    match measure.days:
        case DaysWhen(part=part) if is_long_without_titles(whole):
            return tuple(_by_cases(ruleset, _are(title, f"{the_months(measure)} {whole_period()}"), tidied(part)))
        case _:
            return with_day(ruleset, measure, lambda: _are(title, unnamed_phrase(ruleset, measure, condition_phrase)))


def _by_cases(ruleset: Ruleset, are: str, part: Predicate) -> Iterator[str]:
    match part:
        case AnyOf(parts=parts):
            yield say("{these} in which one of these {number} cases holds", these=are, number=figures(len(parts)))
            for number, each in enumerate(parts, 1):
                yield from case_parted(ruleset, each, nth_case(number))
        case _:
            yield say("{these} in which the following holds", these=are)
            yield from case_parted(ruleset, part, str)


def _measures(node: object) -> Iterator[Measure]:
    """Every measure in the rules, whatever holds it."""
    if isinstance(node, Measure):
        yield node
    if isinstance(node, tuple):
        for each in node:
            yield from _measures(each)
    elif is_dataclass(node) and not isinstance(node, type):
        for each in fields(node):
            yield from _measures(getattr(node, each.name))


def _are(title: str, measured: str) -> str:
    return say("{title} are {measured}", title=title, measured=measured)

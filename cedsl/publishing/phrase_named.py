"""The measures to which an author gave a name, each explained once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from cedsl.model.predicate import Measure
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_measure import unnamed_phrase
from cedsl.publishing.phrase_names import term_quoted
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.publishing.phrase_words import sentence
from cedsl.publishing.tongue import say


def measure_sentences(ruleset: Ruleset) -> tuple[str, ...]:
    """`“Months away” are the full months of your period in which ...`, for each one used, in the order of use."""
    rules = (ruleset.requirements, ruleset.credits, ruleset.refusals)
    named = {each.title: each for each in _measures(rules) if each.title is not None}
    return tuple(
        sentence(_are(term_quoted(title), unnamed_phrase(ruleset, each, condition_phrase)))
        for title, each in named.items()
    )


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

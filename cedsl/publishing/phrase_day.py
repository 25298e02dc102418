"""A day that takes many words, told in a sentence of its own: "... is before a certain day. That day is ..."."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

from cedsl.model.predicate import Anniversary, Chosen, EdgeDay, Shifted, Term
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_called import left_open
from cedsl.publishing.phrase_term import day_phrase, steps, term_phrase
from cedsl.publishing.phrase_words import is_long_without_titles
from cedsl.publishing.tongue import say


def with_day(ruleset: Ruleset, about: object, said: Callable[[], str]) -> tuple[str, ...]:
    """What `said` says of `about`, in which its days are; where that is too long, the day that takes most words apart.

    Each text is a sentence without its capital and full stop.
    """
    whole = said()
    if not is_long_without_titles(whole):
        return (whole,)
    found = sorted(dict.fromkeys(_reckoned(about)), key=lambda day: -len(day_phrase(ruleset, day)))
    for day in found:
        with left_open(day):
            shorter = said()
        if shorter != whole:
            return (shorter, *that_day(ruleset, day))
    return (whole,)


def that_day(ruleset: Ruleset, day: Term) -> tuple[str, ...]:
    """Which day was meant, in a sentence, or step by step."""
    whole = say("that day is {reckoned}", reckoned=term_phrase(ruleset, day), day=day_phrase(ruleset, day))
    if not is_long_without_titles(whole):
        return (whole,)
    first, *others = steps(ruleset, day)
    return (say("to find that day, {step}", step=first), *others)


def _reckoned(node: object) -> Iterator[Term]:
    """Every day in it that is found from another one."""
    if isinstance(node, Shifted | EdgeDay | Chosen | Anniversary):
        yield node
    if isinstance(node, tuple):
        for each in node:
            yield from _reckoned(each)
    elif is_dataclass(node) and not isinstance(node, type):
        for each in fields(node):
            yield from _reckoned(getattr(node, each.name))

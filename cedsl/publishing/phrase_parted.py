"""A condition that is too long for one sentence, in several: what must all be so one after the other, and each of
several cases by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from cedsl.model.predicate import AllOf, AnyOf, Predicate
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_words import is_long, sentence
from cedsl.publishing.tongue import figures, say

Around: TypeAlias = Callable[[str], str]
"""A sentence around a condition."""

QUOTED = re.compile("“[^”]*”|«[^»]*»")


def if_parted(ruleset: Ruleset, condition: Predicate, whole: Around, also: Around) -> tuple[str, ...]:
    """`whole` says what is so if the condition holds, `also` the same of a further case."""
    return tuple(map(sentence, _if(ruleset, tidied(condition), whole, also)))


def only_if_parted(ruleset: Ruleset, condition: Predicate, whole: Around, further: Around) -> tuple[str, ...]:
    """`whole` says that something applies only if the condition holds, `further` the same of a further condition."""
    return tuple(map(sentence, _only_if(ruleset, tidied(condition), whole, further)))


def _if(ruleset: Ruleset, condition: Predicate, whole: Around, also: Around) -> Iterator[str]:
    said = whole(condition_phrase(ruleset, condition))
    match condition:
        case AllOf(parts=parts) if _is_long(said):
            first, rest = _begun(ruleset, parts, whole)
            yield from _if(ruleset, first, whole, also)
            yield from _only_if(ruleset, rest, _holds_only, _holds_only)
        case AnyOf(parts=(first, *others)) if _is_long(said):
            yield from _if(ruleset, first, whole, also)
            for other in others:
                yield from _if(ruleset, other, also, also)
        case _:
            yield said


def _only_if(ruleset: Ruleset, condition: Predicate, whole: Around, further: Around) -> Iterator[str]:
    said = whole(condition_phrase(ruleset, condition))
    match condition:
        case AllOf(parts=parts) if _is_long(said):
            first, rest = _begun(ruleset, parts, whole)
            yield from _only_if(ruleset, first, whole, further)
            yield from _only_if(ruleset, rest, further, further)
        case AnyOf(parts=parts) if _is_long(said):
            yield say("this applies only in {number} cases", number=figures(len(parts)))
            for part in parts:
                yield from _if(ruleset, part, _applies, _applies)
        case _:
            yield said


def _begun(ruleset: Ruleset, parts: Sequence[Predicate], whole: Around) -> tuple[Predicate, Predicate]:
    """As many of the parts as one sentence holds, but one at least, and the others."""
    fits = 1
    for number in range(2, len(parts)):
        if not _is_long(whole(condition_phrase(ruleset, AllOf(tuple(parts[:number]))))):
            fits = number
    return _all(parts[:fits]), _all(parts[fits:])


def _all(parts: Sequence[Predicate]) -> Predicate:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _holds_only(condition: str) -> str:
    return say("this holds only if {condition}", condition=condition)


def _applies(condition: str) -> str:
    return say("it applies if {condition}", condition=condition)


def _is_long(text: str) -> bool:
    """Whether it is long even if the titles of authors are one word each."""
    return is_long(QUOTED.sub("“”", text))

"""What is too long for one sentence, in several: conditions that must all be so one after the other, each of several
cases by itself, of activities first what they are and then which of them are meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.predicate import AllOf, AnyOf, HasRecords, Predicate
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_day import with_day
from cedsl.publishing.phrase_ordinal import ordinals
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_phrase, shape_of
from cedsl.publishing.phrase_spoken import Shape
from cedsl.publishing.phrase_tidy import tidied
from cedsl.publishing.phrase_words import is_long_without_titles, sentence
from cedsl.publishing.tongue import figures, say

Around: TypeAlias = Callable[[str], str]
"""A sentence around a condition, or around what describes activities."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How further sentences say which activities are meant, when all of those told so far are, and under which
    condition what was said holds. `begun` is the first sentence, where others follow.
    """

    only: Around
    everything: Around
    holds: Around
    begun: Around | None = None


def if_parted(ruleset: Ruleset, condition: Predicate, whole: Around, also: Around) -> tuple[str, ...]:
    """`whole` says what is so if the condition holds, `also` the same of a further case."""
    return tuple(map(sentence, _if(ruleset, tidied(condition), whole, also)))


def only_if_parted(ruleset: Ruleset, condition: Predicate, whole: Around, further: Around) -> tuple[str, ...]:
    """`whole` says that something applies only if the condition holds, `further` the same of a further condition."""
    return tuple(map(sentence, _only_if(ruleset, tidied(condition), whole, further)))


def case_parted(ruleset: Ruleset, condition: Predicate, whole: Around) -> tuple[str, ...]:
    """`whole` says that the condition may hold: `It may be that ... . At the same time, ... .`"""
    return tuple(map(sentence, _case(ruleset, tidied(condition), whole)))


def activities_parted(
    ruleset: Ruleset, filter_: Predicate, whole: Around, begun: Around | None = None
) -> tuple[str, ...]:
    """`whole` says something of activities: `This is about activities in A. Of these, we mean only those ... .`

    `begun` says it where a sentence follows that tells which of the activities are meant.
    """

    def about(described: str) -> str:
        return whole(_activities(described))

    def begin(described: str) -> str:
        return (begun or whole)(_activities(described))

    narrowing = Narrowing(_of_these, _all_of_them, _holds_only, begin)
    return tuple(map(sentence, _about(ruleset, tidied(filter_), about, narrowing)))


def _activities(described: str) -> str:
    return f"{say('activities')} {described}" if described else say("activities")


def _if(ruleset: Ruleset, condition: Predicate, whole: Around, also: Around) -> Iterator[str]:
    said = whole(condition_phrase(ruleset, condition))
    match condition:
        case AllOf(parts=parts) if is_long_without_titles(said):
            first, rest = _begun(parts, lambda some: whole(condition_phrase(ruleset, some)))
            yield from _if(ruleset, first, whole, also)
            yield from _only_if(ruleset, rest, _holds_only, _holds_only)
        case AnyOf(parts=(first, *others)) if is_long_without_titles(said):
            yield from _if(ruleset, first, whole, also)
            for other in others:
                yield from _if(ruleset, other, also, also)
        case HasRecords() if is_long_without_titles(said):
            yield from _has_records(ruleset, condition, whole)
        case _:
            yield from _with_day(ruleset, condition, whole)


def _only_if(ruleset: Ruleset, condition: Predicate, whole: Around, further: Around) -> Iterator[str]:
    said = whole(condition_phrase(ruleset, condition))
    match condition:
        case AllOf(parts=parts) if is_long_without_titles(said):
            first, rest = _begun(parts, lambda some: whole(condition_phrase(ruleset, some)))
            yield from _only_if(ruleset, first, whole, further)
            yield from _only_if(ruleset, rest, further, further)
        case AnyOf(parts=parts) if is_long_without_titles(said):
            yield say("this applies only in {number} cases", number=figures(len(parts)))
            for part in parts:
                yield from _if(ruleset, part, _applies, _applies)
        case HasRecords() if is_long_without_titles(said):
            yield from _has_records(ruleset, condition, whole)
        case _:
            yield from _with_day(ruleset, condition, whole)


def _case(ruleset: Ruleset, condition: Predicate, whole: Around) -> Iterator[str]:
    said = whole(condition_phrase(ruleset, condition))
    match condition:
        case AllOf(parts=parts) if is_long_without_titles(said):
            first, rest = _begun(parts, lambda some: whole(condition_phrase(ruleset, some)))
            yield from _case(ruleset, first, whole)
            yield from _case(ruleset, rest, _at_the_same_time)
        case HasRecords() if is_long_without_titles(said):
            yield from _has_records(ruleset, condition, whole)
        case _:
            yield from _with_day(ruleset, condition, whole)


def _with_day(ruleset: Ruleset, condition: Predicate, whole: Around) -> tuple[str, ...]:
    return with_day(ruleset, condition, lambda: whole(condition_phrase(ruleset, condition)))


def _has_records(ruleset: Ruleset, condition: HasRecords, whole: Around) -> Iterator[str]:
    """The activities that a member has, and what more they must be."""
    must = _it_must_be if condition.count == 1 else _they_must_be

    def has(described: Predicate) -> str:
        return whole(condition_phrase(ruleset, replace(condition, filter=described)))

    match tidied(condition.filter):
        case AllOf(parts=parts):
            first, rest = _begun(_in_order(ruleset, parts), has)
            yield has(first)
            yield from _about(ruleset, rest, must, Narrowing(must, _not_asked, _holds_only))
        case _:
            yield from _with_day(ruleset, condition, whole)


def _about(ruleset: Ruleset, filter_: Predicate, whole: Around, narrowing: Narrowing) -> Iterator[str]:
    said = whole(predicate_phrase(ruleset, filter_))
    match filter_:
        case AllOf(parts=parts) if is_long_without_titles(said):
            yield from _about_all(ruleset, _in_order(ruleset, parts), whole, narrowing)
        case AnyOf(parts=parts) if is_long_without_titles(said):
            yield whole(say("of one of these {number} sorts", number=figures(len(parts))))
            further = replace(narrowing, holds=_case_holds_only, begun=None)
            for place, part in enumerate(parts, 1):
                yield from _about(ruleset, part, _nth_sort(place), further)
        case _:
            yield from with_day(ruleset, filter_, lambda: whole(predicate_phrase(ruleset, filter_)))


def _about_all(ruleset: Ruleset, parts: Sequence[Predicate], whole: Around, narrowing: Narrowing) -> Iterator[str]:
    """What describes the activities, as much as a sentence holds; then the rest; then the conditions on the member."""
    described = [part for part in parts if shape_of(ruleset, part) is not Shape.CONDITION]
    conditions = [part for part in parts if part not in described]
    if not described:
        yield whole(predicate_phrase(ruleset, _all(parts)))
    elif conditions:
        yield from _about(ruleset, _all(described), whole, narrowing)
        yield from _only_if(ruleset, _all(conditions), narrowing.holds, narrowing.holds)
    else:
        begin, further = narrowing.begun or whole, replace(narrowing, begun=None)
        first, rest = _begun(described, lambda some: begin(predicate_phrase(ruleset, some)))
        yield from _about(ruleset, first, begin, further)
        yield from _narrowed(ruleset, rest, further)


def _narrowed(ruleset: Ruleset, rest: Predicate, narrowing: Narrowing) -> Iterator[str]:
    """Which of the activities are meant; alternatives that are conditions on the member let all of them be meant."""
    match rest:
        case AnyOf(parts=parts):
            described = [part for part in parts if shape_of(ruleset, part) is not Shape.CONDITION]
            conditions = [part for part in parts if part not in described]
            yield from _about(ruleset, _any(described or conditions), narrowing.only, narrowing)
            if described and conditions:
                yield from _if(ruleset, _any(conditions), narrowing.everything, narrowing.everything)
        case _:
            yield from _about(ruleset, rest, narrowing.only, narrowing)


def _in_order(ruleset: Ruleset, parts: Sequence[Predicate]) -> list[Predicate]:
    """What follows the noun at once, then what is said after "whose", then what is not so, then alternatives."""
    return sorted(parts, key=lambda part: _rank(shape_of(ruleset, part)))


def _rank(shape: Shape | None) -> int:
    match shape:
        case Shape.PLAIN:
            return 0
        case Shape.WHOSE | Shape.WHICH:
            return 1
        case None:
            return 2
        case Shape.CONDITION:
            return 3


def _begun(parts: Sequence[Predicate], said: Callable[[Predicate], str]) -> tuple[Predicate, Predicate]:
    """As many of the parts as one sentence holds, but one at least, and the others."""
    fits = 1
    for number in range(2, len(parts)):
        if not is_long_without_titles(said(_all(parts[:number]))):
            fits = number
    return _all(parts[:fits]), _all(parts[fits:])


def _all(parts: Sequence[Predicate]) -> Predicate:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _any(parts: Sequence[Predicate]) -> Predicate:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def maybe(condition: str) -> str:
    return say("it may be that {condition}", condition=condition)


def otherwise_maybe(condition: str) -> str:
    """Of a case that is looked at only where none before it holds."""
    return say("otherwise, it may be that {condition}", condition=condition)


def nth_case(place: int) -> Around:
    """`First: your status is retired`."""
    return lambda case: say("{ordinal}: {case}", case=case, **ordinals(place))


def _nth_sort(place: int) -> Around:
    return lambda described: nth_case(place)(_activities(described))


def _holds_only(condition: str) -> str:
    return say("this holds only if {condition}", condition=condition)


def _case_holds_only(condition: str) -> str:
    return say("this case holds only if {condition}", condition=condition)


def _applies(condition: str) -> str:
    return say("it applies if {condition}", condition=condition)


def _at_the_same_time(condition: str) -> str:
    return say("at the same time, {condition}", condition=condition)


def _of_these(described: str) -> str:
    return say("of these, we mean only those {described}", described=described)


def _all_of_them(condition: str) -> str:
    return say("if {condition}, we mean all of them", condition=condition)


def _it_must_be(described: str) -> str:
    return say("it must be an activity {described}", described=described)


def _they_must_be(described: str) -> str:
    return say("they must be activities {described}", described=described)


def _not_asked(condition: str) -> str:
    return say("this is not asked if {condition}", condition=condition)

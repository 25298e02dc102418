"""Requirements of several rulesets that share no hour: on the page, in a report, in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from cedsl.model.ruleset import NotBoth, Ruleset
from cedsl.publishing.phrase_carry import in_one_only, not_both_sentence
from cedsl.publishing.phrase_label import TOTAL, label_quoted
from cedsl.publishing.phrase_words import capital, listed, quoted
from cedsl.publishing.tongue import say
from cedsl.verdict import Beside, KeptApart, Outside


def apart_sentences(ruleset: Ruleset) -> Iterator[str]:
    """Which requirements share no hour: `One hour counts in at most one of “Training” and the total of “Guild”.`"""
    outside = [
        (each, {one.requirement for one in each.members if not one.ruleset}) for each in ruleset.not_both_outside
    ]
    for several in ruleset.not_both:
        if not any(own.issuperset(several) for _, own in outside):
            yield not_both_sentence(ruleset, several)
    for each, _ in outside:
        yield outside_sentence(ruleset, each)


def outside_sentence(ruleset: Ruleset, not_both: NotBoth) -> str:
    """The same of one statement that names requirements of other rulesets."""
    named = [
        outside_phrase(Outside("", each.ruleset, each.requirement, ""))
        if each.ruleset
        else _own(ruleset, each.requirement)
        for each in not_both.members
    ]
    return _at_most_one(ruleset, named)


def _at_most_one(ruleset: Ruleset, named: Sequence[str]) -> str:
    return in_one_only(ruleset, listed(named, "and"))


def _own(ruleset: Ruleset, requirement: str) -> str:
    words = next(each.words for each in ruleset.requirements if each.words.id == requirement)
    return say("the total here") if words.id == TOTAL and words.title is None else label_quoted(ruleset, requirement)


def outside_phrase(outside: Outside) -> str:
    """`“Renewal” of “Guild of Bakers”`, `the total of “Guild of Bakers”`."""
    whose = quoted(outside.title)
    if outside.label:
        return say("{requirement} of {ruleset}", requirement=quoted(capital(outside.label)), ruleset=whose)
    if outside.requirement == TOTAL:
        return say("the total of {ruleset}", ruleset=whose)
    return say("{requirement} of {ruleset}", requirement=quoted(outside.requirement), ruleset=whose)


def kept_apart_sentence(ruleset: Ruleset, kept: KeptApart) -> str:
    """Whether requirements of two rulesets were kept apart, and if not, why not."""
    title, units = quoted(kept.outside.title), ruleset.unit.plural
    match kept.beside:
        case Beside.TOGETHER:
            own = [_own(ruleset, each) for each in kept.own]
            return _at_most_one(ruleset, [*own, outside_phrase(kept.outside)])
        case Beside.ABSENT:
            return say(
                "Not checked together with {ruleset}, so {units} that serve both are not told apart.",
                ruleset=title,
                units=units,
            )
        case Beside.NOT_ASKED:
            asked = quoted(kept.outside.requirement)
            return say(
                "Where the edition of {ruleset} asks for no {requirement}, {units} are not told apart.",
                ruleset=title,
                requirement=asked,
                units=units,
            )
        case Beside.UNDECIDED:
            return say(
                "Where no edition of {ruleset} is in force, {units} are not told apart.", ruleset=title, units=units
            )
        case _:
            assert_never(kept.beside)


def holders_phrase(ruleset: Ruleset, statements: Sequence[str], outside: Outside | None) -> str:
    """The requirement that counts hours which do not count here."""
    if outside is not None:
        return outside_phrase(outside)
    return listed([label_quoted(ruleset, each) for each in statements], "and") or say("another requirement")


def unshared(ruleset: Ruleset, apart: Sequence[KeptApart]) -> Iterator[str]:
    """What should have been told apart, and was not."""
    for each in apart:
        if each.beside is not Beside.TOGETHER:
            yield kept_apart_sentence(ruleset, each)

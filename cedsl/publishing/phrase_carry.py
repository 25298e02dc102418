"""What a period leaves to the next one, and what later hours may make good: the rules, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias, assert_never

from cedsl.model.predicate import Always, Predicate, Term
from cedsl.model.ruleset import AlsoCount, Becomes, Carry, CarryLimit, Fixed, MakeGood, Requirement, Ruleset
from cedsl.period import Duration
from cedsl.publishing.phrase_amount import amount_sentences, credit_written
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import category_title
from cedsl.publishing.phrase_parted import only_if_parted
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_phrase
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_term import is_length_first
from cedsl.publishing.phrase_window import day_slots
from cedsl.publishing.phrase_words import (
    duration_written,
    is_long,
    period_noun,
    sentence,
    sentences,
    titles_listed,
)
from cedsl.publishing.tongue import figures, say

NOTHING = Fixed(Fraction(0))


OverStatement: TypeAlias = Carry | MakeGood | AlsoCount
"""What has to do with other periods."""


def over_statements(block: Requirement) -> list[OverStatement]:
    """Everything about other periods, in the order written."""
    return sorted((*block.carries, *block.make_good, *block.also), key=lambda each: each.span.start)


def over_sentence(ruleset: Ruleset, block: Requirement, statement: OverStatement) -> str:
    """The statement about other periods, whichever it is."""
    match statement:
        case Carry():
            return carry_sentence(ruleset, block, statement)
        case MakeGood():
            return make_good_sentence(ruleset, statement)
        case AlsoCount():
            return also_sentence(ruleset, block, statement)
        case _:
            assert_never(statement)


def carry_sentence(ruleset: Ruleset, block: Requirement, carry: Carry) -> str:
    """The whole statement: how much is carried, of what, how long it lives, for whom this is so."""
    if carry.amount == NOTHING:
        return _nothing(ruleset, carry.words.when)
    parts = [_most(ruleset, block, carry), *_clauses(ruleset, block, carry), *_applies(ruleset, carry.words.when)]
    return " ".join(filter(None, parts))


def _nothing(ruleset: Ruleset, when: Predicate) -> str:
    units = ruleset.unit.plural
    nothing = say("no {units} carry over into the next period", units=units)
    if isinstance(when, Always):
        return sentences(nothing)
    condition = condition_phrase(ruleset, when)
    whole = say("if {condition}, no {units} carry over into the next period", condition=condition, units=units)
    return sentences(nothing, *_applies(ruleset, when)) if is_long(whole) else sentences(whole)


def _applies(ruleset: Ruleset, when: Predicate) -> Iterator[str]:
    if not isinstance(when, Always):
        yield from only_if_parted(ruleset, when, _applies_only, _applies_only)


def _applies_only(condition: str) -> str:
    return say("this applies only if {condition}", condition=condition)


def _beside(credit: str, described: str) -> str:
    """`hours in Ethics`; the credit alone where nothing describes it."""
    return f"{credit} {described}" if described else credit


def _most(ruleset: Ruleset, block: Requirement, carry: Carry) -> str:
    """How much is carried into how many periods."""
    described = predicate_phrase(ruleset, carry.filter, Head.CREDIT)
    if carry.amount is None:
        credit = _beside(ruleset.unit.plural, described)
        return sentence(say("all {credit} that a period can do without carry over", credit=credit))

    def several(amount: str) -> str:
        return say("at most {credit} that a period can do without carry over", credit=_beside(amount, described))

    def single(amount: str) -> str:
        return say("at most {credit} that a period can do without carries over", credit=_beside(amount, described))

    return amount_sentences(ruleset, carry.amount, block, several, single)


def _next(ruleset: Ruleset, periods: int) -> str:
    units = ruleset.unit.plural
    if periods == 1:
        return say("They can be used in the next period only.", units=units)
    return say("They can be used in the next {number} periods.", units=units, number=figures(periods))


def _clauses(ruleset: Ruleset, block: Requirement, carry: Carry) -> Iterator[str]:
    units = ruleset.unit.plural
    yield _next(ruleset, carry.periods)
    for limit in carry.limits:
        yield _limit(ruleset, block, limit)
    if carry.recent is not None:
        last = duration_written(carry.recent)
        yield say("Only {units} earned in the last {duration} of a period carry over.", units=units, duration=last)
    if carry.above_total:
        yield say("Only {units} earned beyond the required total carry over, counted or not.", units=units)
    if carry.above_caps:
        yield say("This includes {units} above a limit of that period.", units=units)
    for becomes in carry.becomes:
        yield _becomes(ruleset, becomes)
    yield _keeps(ruleset, carry)
    if carry.forfeits:
        yield say("A period that needs carried-over {units} carries nothing on.", units=units)


def _limit(ruleset: Ruleset, block: Requirement, limit: CarryLimit) -> str:
    described = predicate_phrase(ruleset, limit.filter, Head.CREDIT)
    if limit.amount == NOTHING:
        credit = _beside(ruleset.unit.plural, described)
        return sentences(say("of these, no {credit} carry over", credit=credit))

    def several(amount: str) -> str:
        return say("of these, at most {credit} carry over", credit=_beside(amount, described))

    def single(amount: str) -> str:
        return say("of these, at most {credit} carries over", credit=_beside(amount, described))

    return amount_sentences(ruleset, limit.amount, block, several, single)


def _becomes(ruleset: Ruleset, becomes: Becomes) -> str:
    """What carried-over credit counts as from then on."""
    credit = _beside(ruleset.unit.plural, predicate_phrase(ruleset, becomes.filter, Head.CREDIT))
    if becomes.category is None:
        return sentence(say("carried-over {credit} are general from then on: they count in no category", credit=credit))
    category = category_title(ruleset, becomes.category)
    return sentence(say("carried-over {credit} count in {category} from then on", credit=credit, category=category))


def _keeps(ruleset: Ruleset, carry: Carry) -> str:
    """Whether carried-over credit keeps its categories; empty where there are none to keep."""
    if not ruleset.categories or any(isinstance(each.filter, Always) for each in carry.becomes):
        return ""
    units = ruleset.unit.plural
    if carry.becomes:
        return say("All others keep their category.", units=units)
    return say("Carried-over {units} keep their category.", units=units)


def make_good_sentence(ruleset: Ruleset, grace: MakeGood) -> str:
    """How long a period that is short may use later hours, and for whom this is so."""
    units = ruleset.unit.plural
    return sentences(
        *_later(ruleset, grace.until),
        say("{units} that are used in this way do not count again in their own period", units=units),
        *_applies(ruleset, grace.words.when),
    )


def _later(ruleset: Ruleset, until: Duration | Term) -> tuple[str, ...]:
    """Which later credit may serve: of the time after the period, or up to a day."""
    units = ruleset.unit.plural
    if isinstance(until, Duration):
        return (
            say(
                "if a period falls short, {units} of the {length} after its last day may make good what is missing",
                units=units,
                length=period_noun(until),
                duration=duration_written(until),
            ),
        )
    short = say("if a period falls short, {units} of later days may make good what is missing", units=units)
    slots = day_slots(ruleset, until)
    if is_length_first(until):
        return (short, say("they must be earned no later than {day}", units=units, **slots))
    return (short, say("they must be earned on or before {day}", units=units, **slots))


def also_sentence(ruleset: Ruleset, block: Requirement, also: AlsoCount) -> str:
    """Which credit of earlier days a period may use, and for whom this is so."""
    units = ruleset.unit.plural
    described = predicate_phrase(ruleset, also.filter, Head.CREDIT)
    if also.amount is None:
        said = sentence(say("{credit} earned before a period count in it too", credit=_beside(units, described)))
    else:

        def most(amount: str) -> str:
            return say("at most {credit} earned before a period count in it too", credit=_beside(amount, described))

        said = amount_sentences(ruleset, also.amount, block, most)
    lacking = say(
        "they count only as far as the period lacks {units}, and only if no earlier period has counted them",
        units=units,
    )
    rest = sentences(_from(ruleset, also.start), lacking, *_applies(ruleset, also.words.when))
    return f"{said} {rest}"


def _from(ruleset: Ruleset, start: Term) -> str:
    units, slots = ruleset.unit.plural, day_slots(ruleset, start)
    if is_length_first(start):
        return say("they must be earned no earlier than {day}", units=units, **slots)
    return say("they must be earned on or after {day}", units=units, **slots)


def in_order_sentence(ruleset: Ruleset) -> str:
    """Which credit a period uses first."""
    return say(
        "A period uses its own {units} first, then carried-over {units},"
        " the oldest first, only as far as it needs them.",
        units=ruleset.unit.plural,
    )


def not_both_sentence(ruleset: Ruleset, requirements: Iterable[str]) -> str:
    """That an hour is counted in one of the requirements only."""
    names = titles_listed([label_quoted(ruleset, each) for each in requirements], "and")
    return in_one_only(ruleset, names)


def in_one_only(ruleset: Ruleset, names: str) -> str:
    """The same of requirements that are listed already."""
    return say(
        "One {unit} counts in at most one of {requirements}.",
        unit=ruleset.unit.name,
        units=ruleset.unit.plural,
        amount=credit_written(ruleset, Fraction(1)),
        requirements=names,
    )

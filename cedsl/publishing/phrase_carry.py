"""What a period leaves to the next one, and what later hours may make good: the rules, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias, assert_never

from cedsl.model.predicate import Always, Predicate, Term
from cedsl.model.ruleset import AlsoCount, Becomes, Carry, CarryLimit, Fixed, MakeGood, Requirement, Ruleset
from cedsl.period import Duration
from cedsl.publishing.phrase_amount import amount_sentences
from cedsl.publishing.phrase_atom import Head
from cedsl.publishing.phrase_english import (
    duration_written,
    is_long,
    number_of,
    period_noun,
    sentence,
    sentences,
    titles_listed,
)
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import category_title
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_phrase
from cedsl.publishing.phrase_term import is_length_first, term_phrase

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
        nothing = f"no {ruleset.unit.plural} carry over into the next period"
        when = carry.words.when
        return sentences(nothing if isinstance(when, Always) else _for(ruleset, when, nothing))
    parts = [_most(ruleset, block, carry), *_clauses(ruleset, block, carry), *_applies(ruleset, carry.words.when)]
    return " ".join(filter(None, parts))


def _for(ruleset: Ruleset, when: Predicate, said: str) -> str:
    condition = condition_phrase(ruleset, when)
    whole = f"if {condition}, {said}"
    return whole if not is_long(whole) else f"{sentence(said)} This applies only if {condition}"


def _applies(ruleset: Ruleset, when: Predicate) -> Iterator[str]:
    if not isinstance(when, Always):
        yield sentence(f"this applies only if {condition_phrase(ruleset, when)}")


def _most(ruleset: Ruleset, block: Requirement, carry: Carry) -> str:
    """How much is carried into how many periods."""
    described = predicate_phrase(ruleset, carry.filter, Head.CREDIT)
    units = ruleset.unit.plural
    if carry.amount is None:
        beside = f" {described}" if described else ""
        return sentence(f"all {units}{beside} that a period can do without carry over")

    def say(amount: str) -> str:
        verb = "carries" if amount == f"1 {ruleset.unit.name}" else "carry"
        return " ".join(filter(None, ("at most", amount, described, f"that a period can do without {verb} over")))

    return amount_sentences(ruleset, carry.amount, block, say)


def _next(periods: int) -> str:
    return "in the next period only" if periods == 1 else f"in the next {number_of(periods, 'period')}"


def _clauses(ruleset: Ruleset, block: Requirement, carry: Carry) -> Iterator[str]:
    units = ruleset.unit.plural
    yield f"They can be used {_next(carry.periods)}."
    for limit in carry.limits:
        yield _limit(ruleset, block, limit)
    if carry.recent is not None:
        last = duration_written(carry.recent)
        yield f"Only {units} earned in the last {last} of a period carry over."
    if carry.above_total:
        yield f"Only {units} earned beyond the required total carry over, counted or not."
    if carry.above_caps:
        yield f"This includes {units} above a limit of that period."
    for becomes in carry.becomes:
        yield _becomes(ruleset, becomes)
    yield _keeps(ruleset, carry)
    if carry.forfeits:
        yield f"A period that needs carried-over {units} carries nothing on."


def _limit(ruleset: Ruleset, block: Requirement, limit: CarryLimit) -> str:
    described = predicate_phrase(ruleset, limit.filter, Head.CREDIT)
    if limit.amount == NOTHING:
        return sentence(f"of these, no {ruleset.unit.plural} {described} carry over")

    def say(amount: str) -> str:
        verb = "carries" if amount == f"1 {ruleset.unit.name}" else "carry"
        return " ".join(filter(None, ("of these, at most", amount, described, verb, "over")))

    return amount_sentences(ruleset, limit.amount, block, say)


def _becomes(ruleset: Ruleset, becomes: Becomes) -> str:
    """What carried-over credit counts as from then on."""
    units = ruleset.unit.plural
    described = predicate_phrase(ruleset, becomes.filter, Head.CREDIT)
    which = f"carried-over {units} {described}" if described else f"carried-over {units}"
    if becomes.category is None:
        return sentence(f"{which} are general from then on: they count in no category")
    return sentence(f"{which} count in {category_title(ruleset, becomes.category)} from then on")


def _keeps(ruleset: Ruleset, carry: Carry) -> str:
    """Whether carried-over credit keeps its categories; empty where there are none to keep."""
    if not ruleset.categories or any(isinstance(each.filter, Always) for each in carry.becomes):
        return ""
    which = "All others keep" if carry.becomes else f"Carried-over {ruleset.unit.plural} keep"
    return f"{which} their category."


def make_good_sentence(ruleset: Ruleset, grace: MakeGood) -> str:
    """How long a period that is short may use later hours, and for whom this is so."""
    units = ruleset.unit.plural
    if isinstance(grace.until, Duration):
        days, until = f"of the {period_noun(grace.until)} after its last day", ""
    else:
        by = "no later than" if is_length_first(grace.until) else "on or before"
        days, until = "of later days", f"they must be earned {by} {term_phrase(ruleset, grace.until)}"
    return sentences(
        f"if a period falls short, {units} {days} may make good what is missing",
        until,
        f"{units} that are used in this way do not count again in their own period",
        *_applies(ruleset, grace.words.when),
    )


def also_sentence(ruleset: Ruleset, block: Requirement, also: AlsoCount) -> str:
    """Which credit of earlier days a period may use, and for whom this is so."""
    units = ruleset.unit.plural
    described = predicate_phrase(ruleset, also.filter, Head.CREDIT)
    earned = " ".join(filter(None, (described, "earned before a period")))
    if also.amount is None:
        said = sentence(f"{units} {earned} count in it too")
    else:
        said = amount_sentences(
            ruleset, also.amount, block, lambda amount: f"at most {amount} {earned} count in it too"
        )
    rest = sentences(
        f"they must be earned {_from(ruleset, also.start)}",
        f"they count only as far as the period lacks {units}, and only if no earlier period has counted them",
        *_applies(ruleset, also.words.when),
    )
    return f"{said} {rest}"


def _from(ruleset: Ruleset, start: Term) -> str:
    since = "no earlier than" if is_length_first(start) else "on or after"
    return f"{since} {term_phrase(ruleset, start)}"


def in_order_sentence(ruleset: Ruleset) -> str:
    """Which credit a period uses first."""
    units = ruleset.unit.plural
    own = f"A period uses its own {units} first, then carried-over {units}"
    return f"{own}, the oldest first, only as far as it needs them."


def not_both_sentence(ruleset: Ruleset, requirements: Iterable[str]) -> str:
    """That an hour is counted in one of the requirements only."""
    names = titles_listed([label_quoted(ruleset, each) for each in requirements], "and")
    return f"One {ruleset.unit.name} counts in at most one of {names}."

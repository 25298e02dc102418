"""Every statement of a requirement as whole sentences: second person, present tense, numbers first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import assert_never

from cedsl.model.predicate import ALWAYS, AllOf, Always, Compare, FactTerm, Not, Predicate
from cedsl.model.predicate import Stated as IsStated
from cedsl.model.ruleset import (
    Addition,
    Branch,
    ByFact,
    Cap,
    CapDifferent,
    Conditional,
    Count,
    CreditRule,
    Distinct,
    Duty,
    Exemption,
    KOf,
    Limit,
    Minimum,
    Refusal,
    Requirement,
    Ruleset,
    Statement,
    UsedMinimum,
    WindowRule,
    Words,
)
from cedsl.publishing.phrase_about import looks_like_several
from cedsl.publishing.phrase_amount import amount_sentences, amount_short
from cedsl.publishing.phrase_credit import credit_sentence, exemption_sentence, refusal_sentence
from cedsl.publishing.phrase_hours import (
    addition_sentence,
    block_of,
    cap_different_sentence,
    cap_sentence,
    credit_described,
    minimum_sentence,
    spaced,
    used_minimum_sentence,
)
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import type_of
from cedsl.publishing.phrase_outline import Place, Stated, outline_of, place_of, told_outside
from cedsl.publishing.phrase_parted import if_parted, only_if_parted
from cedsl.publishing.phrase_period import case_sentences, counting_from
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_phrase, predicate_spoken
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_window import different_phrase, window_lead, window_phrase
from cedsl.publishing.phrase_words import is_long, is_long_without_titles, sentences
from cedsl.publishing.tongue import figures, say, say_count
from cedsl.records.schema import DayType


def unverified_figure() -> str:
    return say("This figure is not checked against a published source.")


def unverified_rule() -> str:
    """Of a rule that is no figure: a duty, a refusal, an exemption."""
    return say("This rule is not checked against a published source.")


def unverified_sentence(words: Words, *, figure: bool) -> str:
    """That the author could not check it; empty where it is checked."""
    if not words.unverified:
        return ""
    return unverified_figure() if figure else unverified_rule()


def statement_sentence(
    ruleset: Ruleset,
    statement: Statement | Branch | Requirement | CreditRule | Refusal | Exemption,
    known: Sequence[Predicate] = (),
) -> str:
    """The statement as it is read to a member, in a sentence or a few, without what stands inside it.

    Every condition under which it stands is told with it, except those that the reader has in sight (`known`).
    """
    match statement:
        case Exemption():
            return exemption_sentence(ruleset, statement)
        case CreditRule():
            return credit_sentence(ruleset, statement)
        case Refusal():
            return refusal_sentence(ruleset, statement)
        case Conditional(when=when):
            return sentences(say("If {condition}, the following applies", condition=condition_phrase(ruleset, when)))
        case _:
            place = place_of(ruleset, statement.words.id)
            around = () if place is None else tuple(each for each in place.conditions if each not in known)
            return sentences(_main(ruleset, statement, place), applies_sentence(ruleset, statement, around))


def requirement_lead(ruleset: Ruleset, block: Requirement) -> str:
    """The requirement as a reader first meets it: without the cases from which its periods are counted."""
    return sentences(*_needed(ruleset, block), applies_sentence(ruleset, block))


def is_window_left_out(ruleset: Ruleset, block: Requirement) -> bool:
    """Whether the sentence about a requirement has no room for how its periods are counted."""
    return _window(ruleset, block) != window_phrase(ruleset, block.window)


def _window(ruleset: Ruleset, block: Requirement) -> str:
    """The window as the sentence about the requirement has it, which may leave out how periods are counted."""
    whole, credit = window_phrase(ruleset, block.window), predicate_phrase(ruleset, block.filter, Head.CREDIT)
    match block.total:
        case None:
            return whole
        case ByFact():
            said = _some_needed(ruleset, credit, whole)
        case total:
            said = _needed_in(spaced(amount_short(ruleset, total, block), credit), whole)
    return window_lead(ruleset, block.window) if is_long_without_titles(said) else whole


def _needed_in(credit: str, window: str) -> str:
    return say("you need {credit} {window}", credit=credit, window=window)


def _some_needed(ruleset: Ruleset, described: str, window: str) -> str:
    credit = credit_described(ruleset, described)
    return say("you need {credit} {window}. How many depends on you", credit=credit, window=window)


def applies_sentence(ruleset: Ruleset, statement: Stated, around: Sequence[Predicate] = ()) -> str:
    """To whom the statement applies, with the conditions `around` it; empty where it applies to everybody."""
    unsaid = _guard(statement)
    conditions = [each for each in (*around, unguarded(statement)) if not isinstance(each, Always)]
    return sentences("" if unsaid is None else _unsaid(ruleset, unsaid), *_only_if(ruleset, conditions))


def _only_if(ruleset: Ruleset, conditions: Sequence[Predicate]) -> tuple[str, ...]:
    """All conditions in one sentence, or where that is too long, each by itself."""
    distinct = {condition_phrase(ruleset, each): each for each in conditions}
    if not distinct:
        return ()
    whole = _applies_only(reduce(_and_only_if, distinct))
    if len(distinct) > 1 and not is_long(whole):
        return (whole,)
    return tuple(
        said for each in distinct.values() for said in only_if_parted(ruleset, each, _applies_only, _applies_only)
    )


def _applies_only(condition: str) -> str:
    return say("this applies only if {condition}", condition=condition)


def _and_only_if(condition: str, other: str) -> str:
    return say("{condition}, and only if {other}", condition=condition, other=other)


def unguarded(statement: Stated) -> Predicate:
    """To whom the statement applies, without that the fact which a duty is about be stated."""
    name, when = _guard(statement), statement.words.when
    if name is None:
        return when
    match when:
        case AllOf(parts=parts):
            rest = tuple(part for part in parts if part != IsStated(FactTerm(name)))
            return rest[0] if len(rest) == 1 else AllOf(rest) if rest else ALWAYS
        case _:
            return ALWAYS


def _guard(statement: Stated) -> str | None:
    """The fact that a duty is about, where nothing is asked of whoever does not state it."""
    match statement:
        case Duty(condition=Compare(left=FactTerm(name=name)) | Not(part=Compare(left=FactTerm(name=name)))):
            when = statement.words.when
            parts = when.parts if isinstance(when, AllOf) else (when,)
            return name if IsStated(FactTerm(name)) in parts else None
        case _:
            return None


def _unsaid(ruleset: Ruleset, name: str) -> str:
    """Of a fact just named: what is so where nobody stated it."""
    match type_of(ruleset.facts, name):
        case DayType():
            return say("where that date is not known, nothing is asked")
        case _:
            return say("where your record does not say, nothing is asked")


def satisfied_sentence(ruleset: Ruleset, satisfied: Predicate | None, what: str = "") -> str:
    """What meets the statement without an hour; empty where nothing does. `what` names it where others stand by."""
    if satisfied is None:
        return ""

    def met(condition: str) -> str:
        if what:
            return say("You have met {requirement} if {condition}.", requirement=what, condition=condition)
        return say("You have met this if {condition}.", condition=condition)

    return sentences(*if_parted(ruleset, satisfied, met, met))


def block_satisfied(ruleset: Ruleset, block: Requirement) -> str:
    """What meets the whole requirement without an hour; one of several is named by its title."""
    is_named = len(ruleset.requirements) > 1 and block.words.title is not None
    what = label_quoted(ruleset, block) if is_named else ""
    return satisfied_sentence(ruleset, block.satisfied, what)


def _main(ruleset: Ruleset, statement: Stated, place: Place | None) -> str:
    unit = ruleset.unit
    match statement:
        case Requirement():
            return _requirement(ruleset, statement)
        case Minimum():
            said = minimum_sentence(ruleset, statement, place)
            return spaced(said, satisfied_sentence(ruleset, statement.satisfied))
        case Cap():
            return cap_sentence(ruleset, statement, place)
        case CapDifferent():
            return cap_different_sentence(ruleset, statement, place)
        case UsedMinimum():
            return used_minimum_sentence(ruleset, statement, block_of(place))
        case Addition():
            return addition_sentence(ruleset, statement, block_of(place))
        case Distinct():
            return say("No {unit} serves two of the following minimums.", unit=unit.name, units=unit.plural)
        case KOf(count=count, branches=branches):
            return _choice(count, len(branches))
        case Branch():
            return " ".join(_branch(ruleset, statement, place))
        case Count():
            return _count(ruleset, statement)
        case Limit():
            return _limit(ruleset, statement)
        case Duty(text=text, condition=condition):
            return sentences(text, *(() if condition is None else _met_when(ruleset, condition)))
        case _:
            assert_never(statement)


def _met_when(ruleset: Ruleset, condition: Predicate) -> tuple[str, ...]:
    return if_parted(
        ruleset,
        condition,
        lambda said: say("This is met when {condition}", condition=said),
        lambda said: say("This is also met when {condition}", condition=said),
    )


def _branch(ruleset: Ruleset, branch: Branch, place: Place | None) -> Iterator[str]:
    """What stands in the option, each with the conditions that are not the option's own."""
    for inner in outline_of(place.block) if place is not None else ():
        if inner.around is branch:
            yield statement_sentence(ruleset, inner.statement, told_outside(ruleset, inner))


def _requirement(ruleset: Ruleset, block: Requirement) -> str:
    main, *others = _needed(ruleset, block)
    apart = counting_from if is_window_left_out(ruleset, block) else case_sentences
    return sentences(main, *apart(ruleset, block.window), *others)


def _needed(ruleset: Ruleset, block: Requirement) -> tuple[str, ...]:
    """How much in which time, of what, and what else is to be said of it."""
    window = _window(ruleset, block)
    if block.total is None:
        return (say("The following holds {window}.", window=window),)
    spoken = predicate_spoken(ruleset, block.filter, Head.CREDIT)
    credit, apart = credit_described(ruleset, spoken.text), spoken.marks.activities
    only = say("only {credit} count toward this", credit=credit) if apart else ""
    beside = "" if apart else spoken.text
    said = amount_sentences(
        ruleset,
        block.total,
        block,
        lambda amount: _needed_in(spaced(amount, beside), window),
        untold=_some_needed(ruleset, beside, window),
    )
    return (said, only, _indivisible(block), block_satisfied(ruleset, block))


def _indivisible(block: Requirement) -> str:
    return say("Each activity serves one category only, the first that it names.") if block.indivisible else ""


def _choice(count: int, branches: int) -> str:
    if count == branches:
        return say("Meet all of the following.")
    if count == 1:
        return say("Meet any one of the following {number} options.", number=figures(branches))
    return say(
        "Meet at least {count} of the following {number} options.", count=figures(count), number=figures(branches)
    )


def _count(ruleset: Ruleset, count: Count) -> str:
    asked = say_count(count.number, "at least {number} activity", "at least {number} activities")
    said = _in_window(ruleset, asked, count.filter, count.window)
    if count.distinct is not None and count.number != 1:
        said = say("{clause}, {different}", clause=said, different=different_phrase(ruleset, count.distinct))
    return sentences(said)


def _limit(ruleset: Ruleset, limit: Limit) -> str:
    unit = ruleset.unit
    if limit.number == 0:
        most = say("no activity")
        broken = say(
            "One such activity is a failure, which no further {unit} repairs.", unit=unit.name, units=unit.plural
        )
    else:
        most = say_count(limit.number, "no more than {number} activity", "no more than {number} activities")
        broken = say("One more is a failure, which no further {unit} repairs.", unit=unit.name, units=unit.plural)
    return sentences(_in_window(ruleset, most, limit.filter, limit.window), broken)


def _in_window(ruleset: Ruleset, many: str, filter_: Predicate, window: WindowRule | None) -> str:
    """The activities and when they count; the window first where it would seem to be about the last of them only."""
    asked = spaced(many, predicate_phrase(ruleset, filter_))
    if window is None:
        return asked
    when = window_phrase(ruleset, window)
    if looks_like_several(ruleset, filter_):
        return say("{when}, {activities}", when=when, activities=asked)
    return say("{activities} {when}", activities=asked, when=when)

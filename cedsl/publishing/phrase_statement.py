"""Every statement of a requirement as whole sentences: second person, present tense, numbers first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import ALWAYS, AllOf, Always, Compare, FactTerm, Not, Predicate
from cedsl.model.predicate import Stated as IsStated
from cedsl.model.ruleset import (
    Addition,
    Branch,
    Cap,
    CapDifferent,
    Conditional,
    Count,
    CountedShare,
    CreditRule,
    Distinct,
    Duty,
    Exemption,
    Fixed,
    KOf,
    Limit,
    Minimum,
    Refusal,
    Requirement,
    Ruleset,
    Share,
    Statement,
    UsedMinimum,
    WindowRule,
    Words,
)
from cedsl.publishing.phrase_amount import amount_phrase, amount_sentences, credit_written, share_worked
from cedsl.publishing.phrase_atom import Head
from cedsl.publishing.phrase_credit import credit_sentence, exemption_sentence, refusal_sentence
from cedsl.publishing.phrase_english import capital, number_of, sentences
from cedsl.publishing.phrase_label import label_quoted
from cedsl.publishing.phrase_names import type_of
from cedsl.publishing.phrase_outline import Place, Stated, outline_of, place_of, told_outside
from cedsl.publishing.phrase_period import case_sentences
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_phrase
from cedsl.publishing.phrase_window import (
    different_phrase,
    key_phrase,
    stretch_phrase,
    values_phrase,
    window_phrase,
)
from cedsl.records.schema import DayType

UNVERIFIED = "This figure is not checked against a published source."
UNVERIFIED_RULE = "This rule is not checked against a published source."
"""Of a rule that is no figure: a duty, a refusal, an exemption."""


def unverified_sentence(words: Words, *, figure: bool) -> str:
    """That the author could not check it; empty where it is checked."""
    said = UNVERIFIED if figure else UNVERIFIED_RULE
    return said if words.unverified else ""


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
            return sentences(f"If {condition_phrase(ruleset, when)}, the following applies")
        case _:
            place = place_of(ruleset, statement.words.id)
            around = () if place is None else tuple(each for each in place.conditions if each not in known)
            return sentences(_main(ruleset, statement, place), applies_sentence(ruleset, statement, around))


def requirement_lead(ruleset: Ruleset, block: Requirement) -> str:
    """The requirement as a reader first meets it: without the cases from which its periods are counted."""
    return sentences(*_needed(ruleset, block), applies_sentence(ruleset, block))


def applies_sentence(ruleset: Ruleset, statement: Stated, around: Sequence[Predicate] = ()) -> str:
    """To whom the statement applies, with the conditions `around` it; empty where it applies to everybody."""
    unsaid = _guard(statement)
    conditions = [each for each in (*around, unguarded(statement)) if not isinstance(each, Always)]
    clauses = list(dict.fromkeys(condition_phrase(ruleset, each) for each in conditions))
    return sentences(
        "" if unsaid is None else f"where {_unsaid(ruleset, unsaid)}, nothing is asked",
        f"this applies only if {', and only if '.join(clauses)}" if clauses else "",
    )


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
    """Of a fact just named: that nobody stated it."""
    match type_of(ruleset.facts, name):
        case DayType():
            return "that date is not known"
        case _:
            return "your record does not say"


def satisfied_sentence(ruleset: Ruleset, satisfied: Predicate | None, what: str = "this") -> str:
    """What meets the statement without an hour; empty where nothing does."""
    return "" if satisfied is None else f"You have met {what} if {condition_phrase(ruleset, satisfied)}."


def block_satisfied(ruleset: Ruleset, block: Requirement) -> str:
    """What meets the whole requirement without an hour; one of several is named by its title."""
    is_named = len(ruleset.requirements) > 1 and block.words.title is not None
    what = label_quoted(ruleset, block) if is_named else "this"
    return satisfied_sentence(ruleset, block.satisfied, what)


def _main(ruleset: Ruleset, statement: Stated, place: Place | None) -> str:
    match statement:
        case Requirement():
            return _requirement(ruleset, statement)
        case Minimum():
            return _minimum(ruleset, statement, place)
        case Cap():
            return _cap(ruleset, statement, place)
        case CapDifferent():
            return _cap_different(ruleset, statement, place)
        case UsedMinimum():
            return _used_minimum(ruleset, statement, _block(place))
        case Addition():
            return _addition(ruleset, statement, _block(place))
        case Distinct():
            return f"No {ruleset.unit.name} serves two of the following minimums."
        case KOf(count=count, branches=branches):
            return _choice(count, len(branches))
        case Branch():
            return " ".join(_branch(ruleset, statement, place))
        case Count():
            return _count(ruleset, statement)
        case Limit():
            return _limit(ruleset, statement)
        case Duty(text=text, condition=condition):
            return sentences(
                text, "" if condition is None else f"This is met when {condition_phrase(ruleset, condition)}"
            )
        case _:
            assert_never(statement)


def _branch(ruleset: Ruleset, branch: Branch, place: Place | None) -> Iterator[str]:
    """What stands in the option, each with the conditions that are not the option's own."""
    for inner in outline_of(place.block) if place is not None else ():
        if inner.around is branch:
            yield statement_sentence(ruleset, inner.statement, told_outside(ruleset, inner))


def _block(place: Place | None) -> Requirement | None:
    return None if place is None else place.block


def _requirement(ruleset: Ruleset, block: Requirement) -> str:
    main, *others = _needed(ruleset, block)
    return sentences(main, *case_sentences(ruleset, block.window), *others)


def _needed(ruleset: Ruleset, block: Requirement) -> tuple[str, ...]:
    """How much in which time, of what, and what else is to be said of it."""
    window = window_phrase(ruleset, block.window)
    if block.total is None:
        return (f"The following holds {window}.",)
    described = predicate_phrase(ruleset, block.filter, Head.CREDIT)
    only = f"only {ruleset.unit.plural} {described} count toward this" if "activities " in described else ""
    beside = "" if only else described
    said = amount_sentences(ruleset, block.total, block, lambda amount: _spaced("you need", amount, beside, window))
    return (said, only, _indivisible(block), block_satisfied(ruleset, block))


def _indivisible(block: Requirement) -> str:
    return "Each activity serves one category only, the first that it names." if block.indivisible else ""


def _spaced(*words: str) -> str:
    return " ".join(filter(None, words))


def _minimum(ruleset: Ruleset, minimum: Minimum, place: Place | None) -> str:
    described = predicate_phrase(ruleset, minimum.filter, Head.CREDIT)
    each = "" if minimum.each is None else f"in each {stretch_phrase(minimum.each)}"
    if isinstance(minimum.amount, Share | CountedShare):
        said = _share(ruleset, minimum.amount, _spaced(described, "make up at least"), place, each)
    else:
        lead = "of these, at least" if _inside_minimum(place) else "at least"
        said = amount_sentences(
            ruleset, minimum.amount, _block(place), lambda amount: _spaced(lead, amount, described, each)
        )
    return _spaced(said, satisfied_sentence(ruleset, minimum.satisfied))


def _share(ruleset: Ruleset, share: Share | CountedShare, subject: str, place: Place | None, end: str) -> str:
    """A share has the credit as its subject: `hours by webcast may make up at most 25% of ...`."""
    lead = "of these," if _inside_minimum(place) else ""
    if isinstance(share, CountedShare):
        whole = f"{amount_phrase(ruleset, share)}{' toward the total' if lead else ''}"
        return sentences(_spaced(lead, ruleset.unit.plural, subject, whole, end))
    worked = share_worked(share, _block(place))
    comes_to = "" if worked is None else f"that is {credit_written(ruleset, worked)}"
    whole = amount_phrase(ruleset, share)
    return sentences(_spaced(lead, ruleset.unit.plural, subject, whole, end), comes_to)


def _inside_minimum(place: Place | None) -> bool:
    return place is not None and isinstance(place.around, Minimum | Addition)


def _cap(ruleset: Ruleset, cap: Cap, place: Place | None) -> str:
    described = predicate_phrase(ruleset, cap.filter, Head.CREDIT)
    per = "" if cap.per is None else key_phrase(ruleset, cap.per)
    of_these = _inside_minimum(place)

    lead = "of these, at most" if of_these else "at most"
    if cap.amount == Fixed(Fraction(0)):
        return sentences(_spaced("of these, no" if of_these else "no", ruleset.unit.plural, described, "count", per))
    if isinstance(cap.amount, Share | CountedShare):
        return _share(ruleset, cap.amount, _spaced(described, "may make up at most"), place, per)
    return amount_sentences(
        ruleset,
        cap.amount,
        _block(place),
        lambda amount: _spaced(lead, amount, described, _verb(ruleset, amount), per),
    )


def _cap_different(ruleset: Ruleset, cap: CapDifferent, place: Place | None) -> str:
    described = predicate_phrase(ruleset, cap.filter, Head.CREDIT)
    lead = f"{'of these, ' if _inside_minimum(place) else ''}{ruleset.unit.plural}"
    best = "the one that serves you best" if cap.number == 1 else "those that serve you best"
    most = f"at most {values_phrase(ruleset, cap.per, cap.number)}"
    return sentences(f"{_spaced(lead, described, 'count for', most)}, {best}")


def _verb(ruleset: Ruleset, amount: str) -> str:
    """`counts` after one hour, `count` after any other amount."""
    return "counts" if amount == f"1 {ruleset.unit.name}" else "count"


def _used_minimum(ruleset: Ruleset, rule: UsedMinimum, block: Requirement | None) -> str:
    described = predicate_phrase(ruleset, rule.filter, Head.CREDIT)
    units = ruleset.unit.plural
    keyed = "" if rule.per is None else key_phrase(ruleset, rule.per)
    return amount_sentences(
        ruleset,
        rule.amount,
        block,
        lambda amount: _spaced(units, described, keyed, "count only if they come to at least", amount),
    )


def _addition(ruleset: Ruleset, addition: Addition, block: Requirement | None) -> str:
    described = predicate_phrase(ruleset, addition.filter, Head.CREDIT)
    said = amount_sentences(
        ruleset,
        addition.amount,
        block,
        lambda amount: _spaced("on top of the total, at least", amount, described),
    )
    return f"{said} These {ruleset.unit.plural} serve nothing else."


def _choice(count: int, branches: int) -> str:
    if count == branches:
        return "Meet all of the following."
    if count == 1:
        return f"Meet any one of the following {branches} options."
    return f"Meet at least {count} of the following {branches} options."


def _count(ruleset: Ruleset, count: Count) -> str:
    described = predicate_phrase(ruleset, count.filter)
    different = "" if count.distinct is None or count.number == 1 else f", {different_phrase(ruleset, count.distinct)}"
    asked = f"at least {number_of(count.number, 'activity')}"
    return f"{_in_window(ruleset, asked, described, count.window)}{different}."


def _limit(ruleset: Ruleset, limit: Limit) -> str:
    described = predicate_phrase(ruleset, limit.filter)
    lead = "no activity" if limit.number == 0 else f"no more than {number_of(limit.number, 'activity')}"
    said = _in_window(ruleset, lead, described, limit.window)
    broken = "One such activity" if limit.number == 0 else "One more"
    return f"{said}. {broken} is a failure, which no further {ruleset.unit.name} repairs."


def _in_window(ruleset: Ruleset, lead: str, described: str, window: WindowRule | None) -> str:
    """The activities and when they count; the window first where it would seem to be about the last of them only."""
    when = "" if window is None else window_phrase(ruleset, window)
    if when and ("," in described or " or " in described):
        return capital(f"{when}, {lead} {described}")
    return capital(_spaced(lead, described, when))

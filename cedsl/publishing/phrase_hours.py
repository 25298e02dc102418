"""The statements that ask for credit or limit it, in whole sentences: at least, at most, only if."""

from __future__ import annotations

from fractions import Fraction

from cedsl.model.ruleset import (
    Addition,
    Cap,
    CapDifferent,
    CountedShare,
    Fixed,
    Minimum,
    Requirement,
    Ruleset,
    Share,
    UsedMinimum,
)
from cedsl.publishing.phrase_amount import amount_phrase, amount_sentences, credit_written, share_worked
from cedsl.publishing.phrase_outline import Place
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_window import in_each, key_phrase, values_phrase
from cedsl.publishing.phrase_words import sentences, share_written
from cedsl.publishing.tongue import say


def spaced(*words: str) -> str:
    """A noun and what describes it, or sentences in a row."""
    return " ".join(filter(None, words))


def credit_described(ruleset: Ruleset, described: str) -> str:
    """`hours in Business ethics`."""
    return spaced(ruleset.unit.plural, described)


def _at(clause: str, when: str) -> str:
    """The clause with the days or the key for which it holds."""
    return say("{clause} {when}", clause=clause, when=when) if when else clause


def block_of(place: Place | None) -> Requirement | None:
    """The requirement in which the statement stands."""
    return None if place is None else place.block


def minimum_sentence(ruleset: Ruleset, minimum: Minimum, place: Place | None) -> str:
    """The least, without what meets it by itself: `at least 3 hours in Business ethics in each calendar year`."""
    described, inside = predicate_phrase(ruleset, minimum.filter, Head.CREDIT), _inside_minimum(place)
    each = "" if minimum.each is None else in_each(minimum.each)
    if isinstance(minimum.amount, Share | CountedShare):
        made_up = _makes_up(ruleset, minimum.amount, credit_described(ruleset, described), inside=inside)
        return _share(ruleset, minimum.amount, place, _at(made_up, each))
    least = _of_these_at_least if inside else _at_least
    return amount_sentences(
        ruleset, minimum.amount, block_of(place), lambda amount: _at(least(spaced(amount, described)), each)
    )


def _at_least(credit: str) -> str:
    return say("at least {credit}", credit=credit)


def _of_these_at_least(credit: str) -> str:
    return say("of these, at least {credit}", credit=credit)


def _share(ruleset: Ruleset, share: Share | CountedShare, place: Place | None, said: str) -> str:
    """What was said of a share, and the number that it comes to."""
    worked = None if isinstance(share, CountedShare) else share_worked(share, block_of(place))
    if worked is None:
        return sentences(said)
    return sentences(said, say("that is {amount}", amount=credit_written(ruleset, worked)))


def _makes_up(ruleset: Ruleset, share: Share | CountedShare, credit: str, *, inside: bool) -> str:
    """A share has the credit as its subject: `hours by webcast make up at least 25% of ...`."""
    if not inside:
        return say("{credit} make up at least {share}", credit=credit, share=amount_phrase(ruleset, share))
    if isinstance(share, Share):
        whole = amount_phrase(ruleset, share)
        return say("of these, {credit} make up at least {share}", credit=credit, share=whole)
    return say(
        "of these, {credit} make up at least {part} of the {units} that count toward the total",
        credit=credit,
        part=share_written(share.share),
        units=ruleset.unit.plural,
    )


def _may_make_up(ruleset: Ruleset, share: Share | CountedShare, credit: str, *, inside: bool) -> str:
    """The same of the most: `hours by webcast may make up at most 25% of ...`."""
    if not inside:
        return say("{credit} may make up at most {share}", credit=credit, share=amount_phrase(ruleset, share))
    if isinstance(share, Share):
        whole = amount_phrase(ruleset, share)
        return say("of these, {credit} may make up at most {share}", credit=credit, share=whole)
    return say(
        "of these, {credit} may make up at most {part} of the {units} that count toward the total",
        credit=credit,
        part=share_written(share.share),
        units=ruleset.unit.plural,
    )


def _inside_minimum(place: Place | None) -> bool:
    return place is not None and isinstance(place.around, Minimum | Addition)


def cap_sentence(ruleset: Ruleset, cap: Cap, place: Place | None) -> str:
    """The most: `at most 12 hours by webcast count in any one calendar year`."""
    described = predicate_phrase(ruleset, cap.filter, Head.CREDIT)
    per = "" if cap.per is None else key_phrase(ruleset, cap.per)
    inside = _inside_minimum(place)
    if cap.amount == Fixed(Fraction(0)):
        return sentences(_at(_none_count(credit_described(ruleset, described), inside=inside), per))
    if isinstance(cap.amount, Share | CountedShare):
        made_up = _may_make_up(ruleset, cap.amount, credit_described(ruleset, described), inside=inside)
        return _share(ruleset, cap.amount, place, _at(made_up, per))
    one = credit_written(ruleset, Fraction(1))

    def clause(amount: str) -> str:
        return _at(_most_count(spaced(amount, described), one=amount == one, inside=inside), per)

    return amount_sentences(ruleset, cap.amount, block_of(place), clause)


def _none_count(credit: str, *, inside: bool) -> str:
    return say("of these, no {credit} count", credit=credit) if inside else say("no {credit} count", credit=credit)


def _most_count(credit: str, *, one: bool, inside: bool) -> str:
    """`one` is of a single hour, which `counts`, as any other amount does not."""
    match inside, one:
        case True, True:
            return say("of these, at most {credit} counts", credit=credit)
        case True, False:
            return say("of these, at most {credit} count", credit=credit)
        case False, True:
            return say("at most {credit} counts", credit=credit)
        case _:
            return say("at most {credit} count", credit=credit)


def cap_different_sentence(ruleset: Ruleset, cap: CapDifferent, place: Place | None) -> str:
    """The most values: `hours count for at most 3 different providers, those that serve you best`."""
    credit = credit_described(ruleset, predicate_phrase(ruleset, cap.filter, Head.CREDIT))
    values = values_phrase(ruleset, cap.per, cap.number)
    match _inside_minimum(place), cap.number == 1:
        case True, True:
            said = say(
                "of these, {credit} count for at most {values}, the one that serves you best",
                credit=credit,
                values=values,
            )
        case True, False:
            said = say(
                "of these, {credit} count for at most {values}, those that serve you best",
                credit=credit,
                values=values,
            )
        case False, True:
            said = say(
                "{credit} count for at most {values}, the one that serves you best", credit=credit, values=values
            )
        case _:
            said = say("{credit} count for at most {values}, those that serve you best", credit=credit, values=values)
    return sentences(said)


def used_minimum_sentence(ruleset: Ruleset, rule: UsedMinimum, block: Requirement | None) -> str:
    """The least that is worth anything: `hours by webcast count only if they come to at least 3 hours`."""
    described = predicate_phrase(ruleset, rule.filter, Head.CREDIT)
    keyed = "" if rule.per is None else key_phrase(ruleset, rule.per)
    credit = spaced(credit_described(ruleset, described), keyed)
    return amount_sentences(
        ruleset,
        rule.amount,
        block,
        lambda amount: say("{credit} count only if they come to at least {amount}", credit=credit, amount=amount),
    )


def addition_sentence(ruleset: Ruleset, addition: Addition, block: Requirement | None) -> str:
    """What comes on top: `on top of the total, at least 2 hours in Business ethics`."""
    described = predicate_phrase(ruleset, addition.filter, Head.CREDIT)
    said = amount_sentences(
        ruleset,
        addition.amount,
        block,
        lambda amount: say("on top of the total, at least {credit}", credit=spaced(amount, described)),
    )
    return spaced(said, say("These {units} serve nothing else.", units=ruleset.unit.plural))

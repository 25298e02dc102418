"""Amounts of credit in words, with the worked number wherever a share has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import Predicate
from cedsl.model.ruleset import AmountRule, ByFact, Fixed, Requirement, Ruleset, Share
from cedsl.publishing.phrase_english import sentences, share_written
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.quantity import Direction, counted_in, round_to


def credit_written(ruleset: Ruleset, number: Fraction) -> str:
    """`36 hours`, in the ruleset's unit."""
    return counted_in(number, ruleset.unit)


def amount_phrase(ruleset: Ruleset, amount: AmountRule, of: Requirement | None = None) -> str:
    """The amount as a noun phrase; `of` is the block whose required amount a share is of."""
    match amount:
        case Fixed(number=number):
            return credit_written(ruleset, number)
        case Share():
            return _share_phrase(ruleset, amount, of)
        case ByFact(cases=cases, otherwise=otherwise):
            words = [f"{amount_phrase(ruleset, each, of)} if {condition_phrase(ruleset, when)}" for when, each in cases]
            if otherwise is not None:
                words.append(f"otherwise {amount_phrase(ruleset, otherwise, of)}")
            return "; ".join(words)
        case _:
            assert_never(amount)


def _share_phrase(ruleset: Ruleset, amount: Share, of: Requirement | None) -> str:
    unit = ruleset.unit.plural
    whole = f"the required {unit}"
    rounding = "" if amount.increment is None else f", {rounding_phrase(ruleset, amount.increment, amount.direction)}"
    worked = share_worked(amount, of)
    number = "" if worked is None else f" ({credit_written(ruleset, worked)})"
    return f"{share_written(amount.share)} of {whole}{rounding}{number}"


def share_worked(amount: Share, of: Requirement | None) -> Fraction | None:
    """The number that the share comes to; None where it depends on the member or on what is counted."""
    if of is None or not isinstance(of.total, Fixed):
        return None
    number = amount.share * of.total.number
    return number if amount.increment is None else round_to(number, amount.increment, amount.direction)


def rounding_phrase(ruleset: Ruleset, increment: Fraction, direction: Direction) -> str:
    """`rounded down to a multiple of 0.5 hours`."""
    if increment == 1:
        step, nearest = f"a whole {ruleset.unit.name}", f"the nearest whole {ruleset.unit.name}"
    else:
        amount = credit_written(ruleset, increment)
        step, nearest = f"a multiple of {amount}", f"the nearest multiple of {amount}"
    match direction:
        case Direction.DOWN:
            return f"rounded down to {step}"
        case Direction.UP:
            return f"rounded up to {step}"
        case Direction.NEAREST:
            return f"rounded to {nearest}, a tie going up"
        case _:
            assert_never(direction)


def fixed_number(amount: AmountRule, of: Requirement | None = None) -> Fraction | None:
    """The one number that the amount is for everybody, or None."""
    match amount:
        case Fixed(number=number):
            return number
        case Share():
            return share_worked(amount, of)
        case ByFact():
            return None
        case _:
            assert_never(amount)


def amount_sentences(ruleset: Ruleset, amount: AmountRule, of: Requirement | None, say: Callable[[str], str]) -> str:
    """A sentence made by `say` from the amount, and one more for each group of members with its own.

    `say` takes an amount as a noun phrase and returns a clause without a full stop.
    """
    match amount:
        case Fixed() | Share():
            return sentences(say(amount_phrase(ruleset, amount, of)))
        case ByFact(cases=cases, otherwise=otherwise):
            return _by_fact(ruleset, cases, otherwise, of, say)
        case _:
            assert_never(amount)


def _by_fact(
    ruleset: Ruleset,
    cases: Sequence[tuple[Predicate, AmountRule]],
    otherwise: AmountRule | None,
    of: Requirement | None,
    say: Callable[[str], str],
) -> str:
    (first, amount), *others = cases
    words = [f"If {condition_phrase(ruleset, first)}: {say(amount_phrase(ruleset, amount, of))}"]
    words.extend(
        f"Otherwise, if {condition_phrase(ruleset, when)}: {amount_phrase(ruleset, each, of)}" for when, each in others
    )
    rest = "nothing is asked" if otherwise is None else amount_phrase(ruleset, otherwise, of)
    return sentences(*words, f"In all other cases{',' if otherwise is None else ':'} {rest}")

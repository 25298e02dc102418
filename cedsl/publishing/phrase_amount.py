"""Amounts of credit in words, with the worked number wherever a share has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import Measure, Predicate
from cedsl.model.ruleset import (
    AmountRule,
    ByFact,
    CountedShare,
    Fixed,
    ForEach,
    Prorated,
    Requirement,
    Ruleset,
    Share,
)
from cedsl.publishing.phrase_english import is_long, sentence, sentences, share_written
from cedsl.publishing.phrase_measure import (
    PARTS_COUNT,
    counting_sentence,
    counts_parts,
    each_phrase,
    measured_phrase,
    span_of,
)
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.quantity import Direction, counted_in, round_to

DEPENDS = "an amount that depends on you"


def credit_written(ruleset: Ruleset, number: Fraction) -> str:
    """`36 hours`, in the ruleset's unit."""
    return counted_in(number, ruleset.unit)


def amount_phrase(ruleset: Ruleset, amount: AmountRule, of: Requirement | None = None) -> str:
    """The whole amount as a noun phrase; `of` is the block whose required amount a share is of."""
    match amount:
        case Fixed(number=number):
            return credit_written(ruleset, number)
        case Share():
            return _share_phrase(ruleset, amount, of)
        case CountedShare(share=share):
            return f"{share_written(share)} of the {ruleset.unit.plural} that count"
        case ForEach(every=every, measure=measure):
            span = span_of(ruleset, measure, condition_phrase)
            each = " ".join(filter(None, (each_phrase(ruleset, every, measure), span)))
            parts = f" ({PARTS_COUNT})" if counts_parts(measure) else ""
            return f"{credit_written(ruleset, amount.number)} {each}{parts}{_rounded(ruleset, amount)}"
        case Prorated(base=base, measure=measure, reduced=reduced):
            how = ", reduced in proportion to" if reduced else " in proportion to"
            if not isinstance(measure, Measure):
                how = " multiplied by 1 less" if reduced else " multiplied by"
            by = measured_phrase(ruleset, measure, condition_phrase)
            return f"{amount_phrase(ruleset, base, of)}{how} {by}{_rounded(ruleset, amount)}"
        case ByFact(cases=cases, otherwise=otherwise):
            words = [f"{amount_phrase(ruleset, each, of)} if {condition_phrase(ruleset, when)}" for when, each in cases]
            if otherwise is not None:
                words.append(f"otherwise {amount_phrase(ruleset, otherwise, of)}")
            return "; ".join(words)
        case _:
            assert_never(amount)


def _rounded(ruleset: Ruleset, amount: ForEach | Prorated) -> str:
    if amount.increment is None:
        return ""
    return f", {rounding_phrase(ruleset, amount.increment, amount.direction)}"


def amount_cell(ruleset: Ruleset, amount: AmountRule, of: Requirement | None = None) -> tuple[str, tuple[str, ...]]:
    """The amount short enough for a table, and the sentences that say how it is reckoned."""
    match amount:
        case Fixed() | Share() | CountedShare():
            return amount_phrase(ruleset, amount, of), ()
        case ForEach() | Prorated():
            return _said(ruleset, amount, of), reckoning_sentences(ruleset, amount)
        case ByFact(cases=cases, otherwise=otherwise):
            return _cell_by_fact(ruleset, cases, otherwise, of)
        case _:
            assert_never(amount)


def _cell_by_fact(
    ruleset: Ruleset,
    cases: Sequence[tuple[Predicate, AmountRule]],
    otherwise: AmountRule | None,
    of: Requirement | None,
) -> tuple[str, tuple[str, ...]]:
    """The cases in a row; where they are long or reckoned in several ways, a sentence for each."""
    amounts = _amounts(cases, otherwise)
    told = [reckoning_sentences(ruleset, each) for each in amounts]
    reckoned = set(filter(None, told))
    words = [f"{_short(ruleset, each, of)} if {condition_phrase(ruleset, when)}" for when, each in cases]
    if otherwise is not None:
        words.append(f"otherwise {_short(ruleset, otherwise, of)}")
    row = "; ".join(words)
    if len(reckoned) > 1 or is_long(row):
        return DEPENDS, tuple(map(sentence, _cases(ruleset, cases, otherwise, of, told)))
    return row, reckoned.pop() if reckoned else ()


def _amounts(cases: Sequence[tuple[Predicate, AmountRule]], otherwise: AmountRule | None) -> list[AmountRule]:
    return [*(each for _, each in cases), *([] if otherwise is None else [otherwise])]


def _short(ruleset: Ruleset, amount: AmountRule, of: Requirement | None) -> str:
    """The amount without how it is reckoned: `20 hours for each full month`, `25 hours, reduced in proportion`."""
    match amount:
        case ForEach(number=number, every=every, measure=measure):
            return f"{credit_written(ruleset, number)} {each_phrase(ruleset, every, measure)}"
        case Prorated(base=base, reduced=reduced):
            return f"{amount_phrase(ruleset, base, of)}, {'reduced ' if reduced else ''}in proportion"
        case _:
            return amount_phrase(ruleset, amount, of)


def reckoning_sentences(ruleset: Ruleset, amount: AmountRule) -> tuple[str, ...]:
    """How an amount that hangs on a measure is reckoned; empty for every other amount."""
    match amount:
        case ForEach(measure=measure):
            parts = PARTS_COUNT if counts_parts(measure) else ""
            said: tuple[str, ...] = (counting_sentence(ruleset, measure, condition_phrase), parts)
        case Prorated(measure=measure, reduced=reduced) if not isinstance(measure, Measure):
            less = "1 less " if reduced else ""
            said = (f"it is multiplied by {less}{measured_phrase(ruleset, measure, condition_phrase)}",)
        case Prorated(measure=measure, reduced=reduced):
            by = measured_phrase(ruleset, measure, condition_phrase)
            yours = f"it is reduced in proportion to {by}" if reduced else f"yours is in proportion to {by}"
            said = ("this is for the whole period", yours, PARTS_COUNT if counts_parts(measure) else "")
        case _:
            return ()
    rounded = (
        ""
        if amount.increment is None
        else f"the result is {rounding_phrase(ruleset, amount.increment, amount.direction)}"
    )
    return tuple(sentence(each) for each in (*said, rounded) if each)


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
        case CountedShare() | ByFact() | ForEach() | Prorated():
            return None
        case _:
            assert_never(amount)


def amount_sentences(ruleset: Ruleset, amount: AmountRule, of: Requirement | None, say: Callable[[str], str]) -> str:
    """A sentence made by `say` from the amount, and one more for each group of members with its own.

    `say` takes an amount as a noun phrase and returns a clause without a full stop.
    """
    match amount:
        case Fixed() | Share() | CountedShare():
            return sentences(say(amount_phrase(ruleset, amount, of)))
        case ForEach() | Prorated():
            return sentences(say(_said(ruleset, amount, of)), *reckoning_sentences(ruleset, amount))
        case ByFact(cases=cases, otherwise=otherwise):
            return _by_fact(ruleset, cases, otherwise, of, say)
        case _:
            assert_never(amount)


def _said(ruleset: Ruleset, amount: AmountRule, of: Requirement | None) -> str:
    """The amount in a sentence after which it is said how it is reckoned."""
    return amount_phrase(ruleset, amount.base, of) if isinstance(amount, Prorated) else _short(ruleset, amount, of)


def _by_fact(
    ruleset: Ruleset,
    cases: Sequence[tuple[Predicate, AmountRule]],
    otherwise: AmountRule | None,
    of: Requirement | None,
    say: Callable[[str], str],
) -> str:
    told = [reckoning_sentences(ruleset, each) for each in _amounts(cases, otherwise)]
    alike = len(set(told)) == 1
    cells = _cases(ruleset, cases, otherwise, of, [()] * len(told) if alike else told)
    first = f"If {condition_phrase(ruleset, cases[0][0])}: {say(_said(ruleset, cases[0][1], of))}"
    apart = any(isinstance(each, CountedShare) for each in _amounts(cases, otherwise))
    begin = [say(DEPENDS), *cells] if apart or is_long(first) else [first, *cells[1:]]
    return sentences(*begin, *(told[0] if alike else ()))


def _cases(
    ruleset: Ruleset,
    cases: Sequence[tuple[Predicate, AmountRule]],
    otherwise: AmountRule | None,
    of: Requirement | None,
    reckoned: Sequence[tuple[str, ...]],
) -> list[str]:
    """A sentence for each case, each followed by how its amount is reckoned."""
    words: list[str] = []
    for place, (when, each) in enumerate(cases):
        lead = "If" if place == 0 else "Otherwise, if"
        words.append(f"{lead} {condition_phrase(ruleset, when)}: {_said(ruleset, each, of)}")
        words.extend(reckoned[place])
    if otherwise is None:
        return [*words, "In all other cases, nothing is asked"]
    return [*words, f"In all other cases: {_said(ruleset, otherwise, of)}", *reckoned[-1]]

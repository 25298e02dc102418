"""Amounts of credit in words, with the worked number wherever a share has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias, assert_never

from cedsl.model.predicate import Measure, Predicate, Term
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
from cedsl.publishing.phrase_day import with_day
from cedsl.publishing.phrase_measure import (
    counting_sentence,
    counts_parts,
    each_phrase,
    measured_phrase,
    parts_count,
    span_of,
)
from cedsl.publishing.phrase_parted import case_parted, maybe, otherwise_maybe
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.publishing.phrase_words import (
    clauses,
    counted,
    is_long,
    is_long_without_titles,
    is_one,
    sentence,
    sentences,
    share_written,
)
from cedsl.publishing.tongue import figures, say
from cedsl.quantity import Direction, round_to


def depends() -> str:
    return say("an amount that depends on you")


def credit_written(ruleset: Ruleset, number: Fraction) -> str:
    """`36 hours`, in the ruleset's unit."""
    return counted(number, ruleset.unit)


def amount_phrase(ruleset: Ruleset, amount: AmountRule, of: Requirement | None = None) -> str:
    """The whole amount as a noun phrase; `of` is the block whose required amount a share is of."""
    match amount:
        case Fixed(number=number):
            return credit_written(ruleset, number)
        case Share():
            return _share_phrase(ruleset, amount, of)
        case CountedShare(share=share):
            return say("{share} of the {units} that count", share=share_written(share), units=ruleset.unit.plural)
        case ForEach(every=every, measure=measure):
            span = span_of(ruleset, measure, condition_phrase)
            each = " ".join(filter(None, (each_phrase(ruleset, every, measure), span)))
            parts = f" ({parts_count()})" if counts_parts(measure) else ""
            return _rounded(ruleset, amount, f"{credit_written(ruleset, amount.number)} {each}{parts}")
        case Prorated(base=base, measure=measure, reduced=reduced):
            whole = amount_phrase(ruleset, base, of)
            by = measured_phrase(ruleset, measure, condition_phrase)
            return _rounded(ruleset, amount, _prorated(whole, by, measure, reduced=reduced))
        case ByFact(cases=cases, otherwise=otherwise):
            words = [_if(amount_phrase(ruleset, each, of), condition_phrase(ruleset, when)) for when, each in cases]
            if otherwise is not None:
                words.append(say("otherwise {amount}", amount=amount_phrase(ruleset, otherwise, of)))
            return clauses(words)
        case _:
            assert_never(amount)


def _if(amount: str, condition: str) -> str:
    return say("{amount} if {condition}", amount=amount, condition=condition)


def _prorated(whole: str, by: str, measure: Measure | Term, *, reduced: bool) -> str:
    if isinstance(measure, Measure):
        if reduced:
            return say("{amount}, reduced in proportion to {measure}", amount=whole, measure=by)
        return say("{amount} in proportion to {measure}", amount=whole, measure=by)
    if reduced:
        return say("{amount} multiplied by {one} less {measure}", amount=whole, one=figures(1), measure=by)
    return say("{amount} multiplied by {measure}", amount=whole, measure=by)


def _rounded(ruleset: Ruleset, amount: ForEach | Prorated, said: str) -> str:
    if amount.increment is None:
        return said
    rounding = rounding_phrase(ruleset, amount.increment, amount.direction)
    return say("{amount}, {rounded}", amount=said, rounded=rounding)


def amount_cell(ruleset: Ruleset, amount: AmountRule, of: Requirement | None = None) -> tuple[str, tuple[str, ...]]:
    """The amount short enough for a table, and the sentences that say how it is reckoned."""
    match amount:
        case Fixed() | Share() | CountedShare():
            return amount_phrase(ruleset, amount, of), ()
        case ForEach() | Prorated():
            return amount_short(ruleset, amount, of), reckoning_sentences(ruleset, amount)
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
    words = [_if(_short(ruleset, each, of), condition_phrase(ruleset, when)) for when, each in cases]
    if otherwise is not None:
        words.append(say("otherwise {amount}", amount=_short(ruleset, otherwise, of)))
    row = clauses(words)
    if len(reckoned) > 1 or is_long(row):
        return depends(), tuple(map(sentence, _cases(ruleset, cases, otherwise, of, told)))
    return row, reckoned.pop() if reckoned else ()


def _amounts(cases: Sequence[tuple[Predicate, AmountRule]], otherwise: AmountRule | None) -> list[AmountRule]:
    return [*(each for _, each in cases), *([] if otherwise is None else [otherwise])]


def _short(ruleset: Ruleset, amount: AmountRule, of: Requirement | None) -> str:
    """The amount without how it is reckoned: `20 hours for each full month`, `25 hours, reduced in proportion`."""
    match amount:
        case ForEach(number=number, every=every, measure=measure):
            return f"{credit_written(ruleset, number)} {each_phrase(ruleset, every, measure)}"
        case Prorated(base=base, reduced=reduced):
            whole = amount_phrase(ruleset, base, of)
            if reduced:
                return say("{amount}, reduced in proportion", amount=whole)
            return say("{amount}, in proportion", amount=whole)
        case _:
            return amount_phrase(ruleset, amount, of)


def reckoning_sentences(ruleset: Ruleset, amount: AmountRule) -> tuple[str, ...]:
    """How an amount that hangs on a measure is reckoned; empty for every other amount."""
    match amount:
        case ForEach(measure=measure):
            parts = parts_count() if counts_parts(measure) else ""
            counting = with_day(ruleset, measure, lambda: counting_sentence(ruleset, measure, condition_phrase))
            said: tuple[str, ...] = (*counting, parts)
        case Prorated(measure=measure, reduced=reduced) if not isinstance(measure, Measure):
            by = measured_phrase(ruleset, measure, condition_phrase)
            if reduced:
                said = (say("it is multiplied by {one} less {measure}", one=figures(1), measure=by),)
            else:
                said = (say("it is multiplied by {measure}", measure=by),)
        case Prorated(measure=measure, reduced=reduced):
            yours = with_day(ruleset, measure, lambda: _in_proportion(ruleset, measure, reduced=reduced))
            said = (say("this is for the whole period"), *yours, parts_count() if counts_parts(measure) else "")
        case _:
            return ()
    rounded = "" if amount.increment is None else _result(ruleset, amount.increment, amount.direction)
    return tuple(sentence(each) for each in (*said, rounded) if each)


def _in_proportion(ruleset: Ruleset, measure: Measure | Term, *, reduced: bool) -> str:
    by = measured_phrase(ruleset, measure, condition_phrase)
    if reduced:
        return say("it is reduced in proportion to {measure}", measure=by)
    return say("yours is in proportion to {measure}", measure=by)


def _result(ruleset: Ruleset, increment: Fraction, direction: Direction) -> str:
    return say("the result is {rounded}", rounded=rounding_phrase(ruleset, increment, direction))


def _share_phrase(ruleset: Ruleset, amount: Share, of: Requirement | None) -> str:
    said = say("{share} of the required {units}", share=share_written(amount.share), units=ruleset.unit.plural)
    if amount.increment is not None:
        rounding = rounding_phrase(ruleset, amount.increment, amount.direction)
        said = say("{amount}, {rounded}", amount=said, rounded=rounding)
    worked = share_worked(amount, of)
    return said if worked is None else f"{said} ({credit_written(ruleset, worked)})"


def share_worked(amount: Share, of: Requirement | None) -> Fraction | None:
    """The number that the share comes to; None where it depends on the member or on what is counted."""
    if of is None or not isinstance(of.total, Fixed):
        return None
    return share_of(amount, of.total.number)


def share_of(amount: Share, required: Fraction) -> Fraction:
    """What the share of a required amount comes to, rounded as it says."""
    number = amount.share * required
    return number if amount.increment is None else round_to(number, amount.increment, amount.direction)


def rounding_phrase(ruleset: Ruleset, increment: Fraction, direction: Direction) -> str:
    """`rounded down to a multiple of 0.5 hours`."""
    unit = ruleset.unit.name
    step = credit_written(ruleset, increment)
    match direction, increment == 1:
        case Direction.DOWN, True:
            return say("rounded down to a whole {unit}", unit=unit)
        case Direction.DOWN, False:
            return say("rounded down to a multiple of {amount}", amount=step)
        case Direction.UP, True:
            return say("rounded up to a whole {unit}", unit=unit)
        case Direction.UP, False:
            return say("rounded up to a multiple of {amount}", amount=step)
        case Direction.NEAREST, True:
            return say("rounded to the nearest whole {unit}, a tie going up", unit=unit)
        case _:
            return say("rounded to the nearest multiple of {amount}, a tie going up", amount=step)


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


Clause: TypeAlias = Callable[[str], str]
"""Takes an amount as a noun phrase and returns a clause without a full stop."""


def amount_sentences(
    ruleset: Ruleset,
    amount: AmountRule,
    of: Requirement | None,
    clause: Clause,
    single: Clause | None = None,
    untold: str = "",
) -> str:
    """A sentence made by `clause` from the amount, and one more for each group of members with its own.

    `single` is the clause of an amount in the singular, `1 hour`, where its verb is another; `untold` is said in the
    place of the clause where the cases and their amounts follow it.
    """
    match amount:
        case Fixed() | Share() | CountedShare():
            return sentences(_chosen(amount, clause, single)(amount_phrase(ruleset, amount, of)))
        case ForEach() | Prorated():
            said = _chosen(amount, clause, single)(amount_short(ruleset, amount, of))
            return sentences(said, *reckoning_sentences(ruleset, amount))
        case ByFact(cases=cases, otherwise=otherwise):
            return _by_fact(ruleset, cases, otherwise, of, clause, single, untold or clause(depends()))
        case _:
            assert_never(amount)


def _chosen(amount: AmountRule, clause: Clause, single: Clause | None) -> Clause:
    return single if single is not None and _is_single(amount) else clause


def _is_single(amount: AmountRule) -> bool:
    match amount:
        case Fixed(number=number):
            return is_one(number)
        case Prorated(base=base):
            return _is_single(base)
        case _:
            return False


def amount_short(ruleset: Ruleset, amount: AmountRule, of: Requirement | None) -> str:
    """The amount in a sentence after which it is said how it is reckoned."""
    return amount_phrase(ruleset, amount.base, of) if isinstance(amount, Prorated) else _short(ruleset, amount, of)


def _by_fact(
    ruleset: Ruleset,
    cases: Sequence[tuple[Predicate, AmountRule]],
    otherwise: AmountRule | None,
    of: Requirement | None,
    clause: Clause,
    single: Clause | None,
    untold: str,
) -> str:
    told = [reckoning_sentences(ruleset, each) for each in _amounts(cases, otherwise)]
    alike = len(set(told)) == 1
    cells = _cases(ruleset, cases, otherwise, of, [()] * len(told) if alike else told)
    condition = condition_phrase(ruleset, cases[0][0])
    said = _chosen(cases[0][1], clause, single)(amount_short(ruleset, cases[0][1], of))
    first = say("If {condition}: {amount}", condition=condition, amount=said)
    apart = any(isinstance(each, CountedShare) for each in _amounts(cases, otherwise))
    begin = [untold, *cells] if apart or is_long(first) else [first, *cells[1:]]
    return sentences(*begin, *(told[0] if alike else ()))


def _cases(
    ruleset: Ruleset,
    cases: Sequence[tuple[Predicate, AmountRule]],
    otherwise: AmountRule | None,
    of: Requirement | None,
    reckoned: Sequence[tuple[str, ...]],
) -> list[str]:
    """A sentence for each case, each followed by how its amount is reckoned.

    An amount in proportion says so itself behind one that is not: no reader takes both for such.
    """
    told = [bool(reckoning_sentences(ruleset, each)) for each in _amounts(cases, otherwise)]
    amounts = [
        (amount_short if all(told[:place]) else _short)(ruleset, each, of)
        for place, each in enumerate(_amounts(cases, otherwise))
    ]
    words: list[str] = []
    for place, (when, _) in enumerate(cases):
        words.extend(_case(ruleset, when, amounts[place], first=place == 0))
        words.extend(reckoned[place])
    if otherwise is None:
        return [*words, say("In all other cases, nothing is asked")]
    return [*words, say("In all other cases: {amount}", amount=amounts[-1]), *reckoned[-1]]


def _case(ruleset: Ruleset, when: Predicate, amount: str, *, first: bool) -> tuple[str, ...]:
    """For whom the amount holds, and the amount; in several sentences where that is too long for one."""
    condition = condition_phrase(ruleset, when)
    if first:
        whole = say("If {condition}: {amount}", condition=condition, amount=amount)
    else:
        whole = say("Otherwise, if {condition}: {amount}", condition=condition, amount=amount)
    if not is_long_without_titles(whole):
        return (whole,)
    cases = case_parted(ruleset, when, maybe if first else otherwise_maybe)
    return (*cases, say("in that case: {amount}", amount=amount))

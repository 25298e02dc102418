"""What came into a period from others, what of it was used, what goes on, what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cedsl.model.ruleset import Ruleset
from cedsl.period import Window
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_english import day_written, listed, titles_listed
from cedsl.publishing.phrase_names import category_titles
from cedsl.quantity import written
from cedsl.verdict import Balance, CarriedResult, CarryResult

ZERO = Fraction(0)


def amount_of(balances: Sequence[Balance]) -> Fraction:
    """All of it, in the ruleset's unit."""
    return sum((each.amount for each in balances), ZERO)


def balance_lines(ruleset: Ruleset, carry: CarryResult) -> Iterator[tuple[str, str]]:
    """A name and what it comes to, for every figure that is not nothing."""
    out = "carried out" if carry.closed else "would carry out"
    figures = (
        ("carried in", carry.carried_in),
        ("used of it", carry.used),
        (out, carry.carried_out),
        ("expired", carry.expired),
    )
    yield from ((name, balances_phrase(ruleset, found)) for name, found in figures if amount_of(found))
    if carry.also_counted:
        yield "also counted", f"{credit_written(ruleset, carry.also_counted)} earned before the period"
    if carry.made_good:
        yield "made good", f"{credit_written(ruleset, carry.made_good)} earned after the period"


def balance_figures(carry: CarryResult) -> str:
    """`carried in 4, used 2, carried out 2, expired 0`: the amounts alone; those of other days where there are any."""
    out = "carried out" if carry.closed else "would carry out"
    named = (
        ("carried in", amount_of(carry.carried_in)),
        ("used", amount_of(carry.used)),
        (out, amount_of(carry.carried_out)),
        ("expired", amount_of(carry.expired)),
    )
    more = (("also counted", carry.also_counted), ("made good", carry.made_good))
    figures = (*named, *((name, amount) for name, amount in more if amount))
    return ", ".join(f"{name} {written(amount)}" for name, amount in figures)


def period_ended(period: Window | None) -> str:
    """`the period that ended on 31 December 2024`."""
    return "another period" if period is None else f"the period that ended on {day_written(period.last)}"


def carried_phrase(ruleset: Ruleset, balance: Balance) -> str:
    """`3 in Ethics, from the period that ended on 31 December 2024`."""
    origin = "an opening balance" if balance.origin is None else f"from {period_ended(balance.origin)}"
    return f"{written(balance.amount)} {_kind(ruleset, balance, dated=False)}, {origin}"


def remaining_sentences(ruleset: Ruleset, carried: CarriedResult) -> Iterator[str]:
    """What can be done with that of the credit carried in which the period does not use."""
    used = sum((each.amount for each in carried.servings), ZERO)
    lost = carried.balance.amount - used - carried.lives_on
    if carried.lives_on:
        yield f"{credit_written(ruleset, carried.lives_on)} can still be used in a later period."
    if lost:
        yield f"{credit_written(ruleset, lost)} can no longer be used after this period."


def leaving_sentence(ruleset: Ruleset, amount: Fraction, *, closed: bool) -> str:
    """How much of an activity goes on into the next period."""
    are = ("is" if amount == 1 else "are") if closed else "would be"
    return f"{credit_written(ruleset, amount)} of it {are} carried over into the next period."


def balances_phrase(ruleset: Ruleset, balances: Sequence[Balance]) -> str:
    """`9 hours: 6 in Ethics, 3 of any kind`, with the period where one is older than another."""
    kinds: dict[str, Fraction] = {}
    origins = {each.origin for each in balances}
    for each in balances:
        kind = _kind(ruleset, each, dated=len(origins) > 1)
        kinds[kind] = kinds.get(kind, ZERO) + each.amount
    whole = credit_written(ruleset, amount_of(balances))
    if len(kinds) == 1:
        (kind,) = kinds
        return f"{whole} {kind}"
    return f"{whole}: {listed([f'{written(amount)} {kind}' for kind, amount in kinds.items()])}"


def _kind(ruleset: Ruleset, balance: Balance, *, dated: bool) -> str:
    names = category_titles(ruleset, balance.categories)
    kind = f"in {titles_listed(names, 'and')}" if names else "of any kind"
    if not dated:
        return kind
    if balance.origin is None:
        return f"{kind} (opening balance)"
    return f"{kind} (earned up to {day_written(balance.origin.last)})"

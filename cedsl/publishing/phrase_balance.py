"""What came into a period from others, what of it was used, what goes on, what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cedsl.model.ruleset import Ruleset
from cedsl.period import Window
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_names import category_titles
from cedsl.publishing.phrase_words import day_written, listed, titles_listed
from cedsl.publishing.tongue import figures, say, say_count
from cedsl.verdict import Balance, CarriedResult, CarryResult

ZERO = Fraction(0)


def amount_of(balances: Sequence[Balance]) -> Fraction:
    """All of it, in the ruleset's unit."""
    return sum((each.amount for each in balances), ZERO)


def balance_lines(ruleset: Ruleset, carry: CarryResult) -> Iterator[tuple[str, str]]:
    """A name and what it comes to, for every figure that is not nothing."""
    named = (
        (say("carried in"), carry.carried_in),
        (say("used of it"), carry.used),
        (say("carried out") if carry.closed else say("would carry out"), carry.carried_out),
        (say("expired"), carry.expired),
    )
    yield from ((name, balances_phrase(ruleset, found)) for name, found in named if amount_of(found))
    if carry.also_counted:
        amount = credit_written(ruleset, carry.also_counted)
        yield say("also counted"), say("{amount} earned before the period", amount=amount)
    if carry.made_good:
        amount = credit_written(ruleset, carry.made_good)
        yield say("made good"), say("{amount} earned after the period", amount=amount)


def balance_figures(carry: CarryResult) -> str:
    """`carried in 4, used 2, carried out 2, expired 0`: the amounts alone; those of other days where there are any."""
    out = figures(amount_of(carry.carried_out))
    told = [
        say("carried in {number}", number=figures(amount_of(carry.carried_in))),
        say("used {number}", number=figures(amount_of(carry.used))),
        say("carried out {number}", number=out) if carry.closed else say("would carry out {number}", number=out),
        say("expired {number}", number=figures(amount_of(carry.expired))),
    ]
    if carry.also_counted:
        told.append(say("also counted {number}", number=figures(carry.also_counted)))
    if carry.made_good:
        told.append(say("made good {number}", number=figures(carry.made_good)))
    return ", ".join(told)


def period_ended(period: Window | None) -> str:
    """`the period that ended on 31 December 2024`."""
    if period is None:
        return say("another period")
    return say("the period that ended on {day}", day=day_written(period.last))


def carried_phrase(ruleset: Ruleset, balance: Balance) -> str:
    """`3 in Ethics, from the period that ended on 31 December 2024`."""
    amount = f"{figures(balance.amount)} {_kind(ruleset, balance, dated=False)}"
    if balance.origin is None:
        return say("{amount}, an opening balance", amount=amount)
    day = day_written(balance.origin.last)
    return say("{amount}, from the period that ended on {day}", amount=amount, day=day)


def remaining_sentences(ruleset: Ruleset, carried: CarriedResult) -> Iterator[str]:
    """What can be done with that of the credit carried in which the period does not use."""
    used = sum((each.amount for each in carried.servings), ZERO)
    lost = carried.balance.amount - used - carried.lives_on
    if carried.lives_on:
        yield say_count(
            carried.lives_on,
            "{amount} can still be used in a later period.",
            "{amount} can still be used in a later period.",
            amount=credit_written(ruleset, carried.lives_on),
        )
    if lost:
        yield say_count(
            lost,
            "{amount} can no longer be used after this period.",
            "{amount} can no longer be used after this period.",
            amount=credit_written(ruleset, lost),
        )


def leaving_sentence(ruleset: Ruleset, amount: Fraction, *, closed: bool) -> str:
    """How much of an activity goes on into the next period."""
    if closed:
        return say_count(
            amount,
            "{amount} of it is carried over into the next period.",
            "{amount} of it are carried over into the next period.",
            amount=credit_written(ruleset, amount),
        )
    return say_count(
        amount,
        "{amount} of it would be carried over into the next period.",
        "{amount} of it would be carried over into the next period.",
        amount=credit_written(ruleset, amount),
    )


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
    parts = listed([f"{figures(amount)} {kind}" for kind, amount in kinds.items()])
    return say("{amount}: {parts}", amount=whole, parts=parts)


def _kind(ruleset: Ruleset, balance: Balance, *, dated: bool) -> str:
    names = category_titles(ruleset, balance.categories)
    kind = say("in {categories}", categories=titles_listed(names, "and")) if names else say("of any kind")
    if not dated:
        return kind
    if balance.origin is None:
        return say("{kind} (opening balance)", kind=kind)
    return say("{kind} (earned up to {day})", kind=kind, day=day_written(balance.origin.last))

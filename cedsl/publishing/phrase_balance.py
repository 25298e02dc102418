"""What came into a period from others, what of it was used, what goes on, what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_english import day_written, listed, titles_listed
from cedsl.publishing.phrase_names import category_titles
from cedsl.quantity import written
from cedsl.verdict import Balance, CarryResult

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
    if carry.made_good:
        yield "made good", f"{credit_written(ruleset, carry.made_good)} earned after the period"


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

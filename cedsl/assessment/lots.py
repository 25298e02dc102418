"""Credit that waits between periods: lots, the oldest used first, and inside a lot the earliest hours first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.normal.credited import Credited, CreditedTag, HeldBack
from cedsl.period import Window
from cedsl.records.activity import Activity
from cedsl.verdict import CARRIED, Balance, Part


@dataclass(frozen=True, slots=True)
class Lot:
    """Credit that waits to be used: `lives` is in how many more periods it can be."""

    balance: Balance
    lives: int


def reserve(lots: Sequence[Lot], window: Window) -> Iterator[Credited]:
    """The lots as credit, the oldest first."""
    for order, lot in enumerate(lots):
        names = lot.balance.categories
        activity = Activity("", window.first, None, file=CARRIED)
        tags = tuple(CreditedTag(name, None) for name in names)
        held = HeldBack(order)
        yield Credited(activity, window.first, lot.balance.amount, tags, accepted=True, held_back=held)


def taken_of(balance: Balance, amount: Fraction) -> tuple[Balance, Balance]:
    """So much of the balance, of its earliest hours, and what is left of it."""
    gone: list[Part] = []
    kept: list[Part] = []
    waiting = amount
    for part in balance.parts:
        mine = min(part.amount, waiting)
        waiting -= mine
        gone += [replace(part, amount=mine)] if mine else []
        kept += [replace(part, amount=part.amount - mine)] if part.amount > mine else []
    left = replace(balance, amount=balance.amount - amount, parts=tuple(kept))
    return replace(balance, amount=amount, parts=tuple(gone)), left


def used_of(lots: Sequence[Lot], used: Sequence[Fraction]) -> tuple[Balance, ...]:
    """What is used of each lot that is used."""
    return tuple(taken_of(lot.balance, amount)[0] for lot, amount in zip(lots, used, strict=True) if amount)


def aged(
    lots: Sequence[Lot], used: Sequence[Fraction], *, forfeited: bool
) -> tuple[tuple[Lot, ...], tuple[Balance, ...]]:
    """What is left of the lots and lives on, and what expires with the period."""
    left = [
        Lot(taken_of(lot.balance, amount)[1], lot.lives - 1)
        for lot, amount in zip(lots, used, strict=True)
        if lot.balance.amount > amount
    ]
    alive = () if forfeited else tuple(each for each in left if each.lives > 0)
    expired = tuple(each.balance for each in left if forfeited or each.lives <= 0)
    return alive, expired

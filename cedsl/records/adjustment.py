"""What a person decided for one member: waivers, extensions, opening balances. Values, not yet matched to a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.quantity import Amount
from cedsl.records.activity import Tag


@dataclass(frozen=True, slots=True)
class Decision:
    """Why, by whom, and where it is recorded; `row` and `file` as the user gave them."""

    reason: str = ""
    approver: str = ""
    row: int = field(default=0, compare=False, repr=False)
    file: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Sets the amount of a statement (by its id) to `amount` of the ruleset's unit: 0 where it says none, and a cap
    or limit is absent then. In force from `first` to `last`, both included; None is without end on that side.
    """

    statement: str
    amount: Fraction | None = None
    first: date | None = None
    last: date | None = None
    decision: Decision = Decision()

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Extension:
    """The period that ended last before `until` lasts until that day; for the requirement named, else for all.
    Later periods keep their days.
    """

    until: date
    requirement: str | None = None
    decision: Decision = Decision()


@dataclass(frozen=True, slots=True)
class Opening:
    """Credit with which the period that holds `day` begins, as if it had been carried in."""

    day: date
    amount: Amount
    tags: tuple[Tag, ...] = ()
    requirement: str | None = None
    decision: Decision = Decision()


Decided: TypeAlias = Waiver | Extension | Opening


@dataclass(frozen=True, slots=True)
class HeldDecision:
    """A row that a person must settle: it adjusts nothing. `readings` is every decision that it may be; empty
    where nobody can list them. `question` is what to ask.
    """

    member: str
    row: int
    file: str
    question: str
    readings: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Everything decided for one member. `held` adjusts nothing, but a verdict may depend on it."""

    waivers: tuple[Waiver, ...] = ()
    extensions: tuple[Extension, ...] = ()
    openings: tuple[Opening, ...] = ()
    held: tuple[HeldDecision, ...] = ()

    def every(self) -> tuple[Decided, ...]:
        return (*self.waivers, *self.extensions, *self.openings)

    def plus(self, more: Iterable[Decided]) -> Adjustments:
        """With these decisions besides."""
        return gathered((*self.every(), *more), self.held)

    def without(self, gone: Iterable[Decided]) -> Adjustments:
        """Without these decisions, and all that are equal to one of them."""
        left = set(gone)
        return gathered((each for each in self.every() if each not in left), self.held)


def gathered(decided: Iterable[Decided], held: Iterable[HeldDecision] = ()) -> Adjustments:
    """The decisions about one member, in an order that does not depend on that of the file."""
    several = sorted(decided, key=repr)
    return Adjustments(
        tuple(each for each in several if isinstance(each, Waiver)),
        tuple(each for each in several if isinstance(each, Extension)),
        tuple(each for each in several if isinstance(each, Opening)),
        tuple(held),
    )


NONE = Adjustments()

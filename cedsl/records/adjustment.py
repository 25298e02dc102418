"""What a person decided for one member: waivers, extensions, opening balances. Values, not yet matched to a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from cedsl.quantity import Amount
from cedsl.records.activity import Tag


@dataclass(frozen=True, slots=True)
class Decision:
    """Why, by whom, and where it is recorded; `row` and `file` as the user gave them."""

    reason: str = ""
    approver: str = ""
    row: int = field(default=0, compare=False)
    file: str = field(default="", compare=False)


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


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Everything decided for one member."""

    waivers: tuple[Waiver, ...] = ()
    extensions: tuple[Extension, ...] = ()
    openings: tuple[Opening, ...] = ()


NONE = Adjustments()

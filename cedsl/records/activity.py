"""Activities and member facts as reported: values, not yet judged by any rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.quantity import Amount

Value: TypeAlias = str | Fraction | date | bool
"""A field's or fact's value by its type: text and choices are str, numbers Fraction, days date, yes/no bool.

An amount of time (`AmountType`) is a Fraction of the ruleset's unit where that is time, else of hours.
"""


@dataclass(frozen=True, slots=True)
class Tag:
    """A category that an activity carries, with its own amount where the record states one ("of which")."""

    category: str
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One completed activity as reported.

    `row` is the number that a spreadsheet shows, `file` the name as the user gave it; neither takes part
    in equality, for no rule may see them. `on` is the day of completion, `None` for "any day" in a reading
    of a held row; `started` the first day where the record states two. `amount` is None where the record
    states none, and `unbounded` marks a held row's reading "as much as it takes".
    `ended` is the day on which an activity ended that went on past midnight and is dated by its beginning.
    `fields` holds every other stated field by name (mode, role, kind, provider, course, title, grade, ...
    and declared ones); a blank field is absent. `notes` are sentences about reading it, for the ledger.
    """

    member: str
    on: date | None
    amount: Amount | None
    tags: tuple[Tag, ...] = ()
    fields: Mapping[str, Value] = field(default_factory=dict)
    started: date | None = None
    unbounded: bool = False
    row: int = field(default=0, compare=False)
    file: str = field(default="", compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that a person must settle, with every admissible reading of it, and the question to ask."""

    member: str
    row: int
    file: str
    question: str
    readings: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class FactValue:
    """A member fact, valid from `first` to `last` (both included; None means without end on that side)."""

    value: Value
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


Facts: TypeAlias = Mapping[str, tuple[FactValue, ...]]
"""One member's facts by name; a fact that nobody stated is absent."""

"""Crediting: how one record becomes credit."""

from __future__ import annotations

from enum import Enum, unique
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.predicate import Predicate
from cedsl.model.statement import FieldKey, Words
from cedsl.period import Duration
from cedsl.quantity import Amount, Direction
from cedsl.source import Node


@dataclass(frozen=True, slots=True)
class Rate(Node):
    """`credit` of the ruleset's unit for each `per` of the record's."""

    credit: Fraction
    per: Amount


@dataclass(frozen=True, slots=True)
class AsClaimed(Node):
    """The record's amount is already in the ruleset's unit."""


@dataclass(frozen=True, slots=True)
class Flat(Node):
    """`credit` for each activity, whatever its length."""

    credit: Fraction


@dataclass(frozen=True, slots=True)
class MostEach(Node):
    """At most `credit` from one activity."""

    credit: Fraction


@dataclass(frozen=True, slots=True)
class MostByField(Node):
    """At most `factor` times what the field says (a time in hours, or in the ruleset's unit where that is time)."""

    factor: Fraction
    field: str


@dataclass(frozen=True, slots=True)
class PlusField(Node):
    """The field's amount, `factor` times, is credited on top; a blank one adds nothing."""

    factor: Fraction
    field: str


@dataclass(frozen=True, slots=True)
class ByField(Node):
    """Multiplied by the number in the field, or `divided` by it; a blank one, or 0, changes nothing."""

    field: str
    divided: bool


@dataclass(frozen=True, slots=True)
class Shortest(Node):
    """An activity shorter than `length` earns nothing."""

    length: Amount


@dataclass(frozen=True, slots=True)
class Where(Node):
    """Accepted only where `filter` says yes."""

    filter: Predicate


@dataclass(frozen=True, slots=True)
class NetTime(Node):
    """The amounts in these fields (such as breaks, preparation) are taken off first."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rounded(Node):
    """`last`: after repeats and multiplying rather than before."""

    increment: Fraction
    direction: Direction
    last: bool = False


@dataclass(frozen=True, slots=True)
class PartsAsStated(Node):
    """The stated parts of a record are taken as they are, neither rated nor rounded nor multiplied."""


@dataclass(frozen=True, slots=True)
class Times(Node):
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Repeats(Node):
    """The n-th activity with one key value earns factors[n-1] of its credit, the last factor from then on.

    `span`: None is "in the period"; a Duration looks back from each activity over those credited; EVER any time.
    """

    key: FieldKey
    factors: tuple[Fraction, ...]
    span_of_time: Duration | None = None
    calendar_years: int | None = None
    ever: bool = False


@dataclass(frozen=True, slots=True)
class Retag(Node):
    """The record takes on, or loses, the categories."""

    gives: tuple[str, ...]
    takes: tuple[str, ...]


Clause: TypeAlias = (
    Rate
    | AsClaimed
    | Flat
    | MostEach
    | MostByField
    | PlusField
    | ByField
    | Shortest
    | Where
    | NetTime
    | Rounded
    | PartsAsStated
    | Times
    | Repeats
    | Retag
)


@dataclass(frozen=True, slots=True)
class CreditRule(Node):
    """How the activities that `filter` describes become credit."""

    words: Words
    filter: Predicate
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Refusal(Node):
    """Activities that `filter` describes earn nothing, and why (or, with `only`, those it does not describe)."""

    words: Words
    filter: Predicate
    reason: str | None
    only: bool = False


@unique
class Falls(Enum):
    """On which day an activity with two dates falls."""

    COMPLETION = "completion"
    START = "start"
    INSIDE = "started and finished inside"

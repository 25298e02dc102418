"""Filters over activities and conditions over a member: one small algebra for both.

A predicate is evaluated to yes, no or "does not say": a comparison with a blank field says nothing, and so
does its negation. A filter describes an activity only where it says yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from fractions import Fraction
from typing import TypeAlias

from cedsl.records.activity import Value
from cedsl.source import Node


@unique
class Op(Enum):
    IS = "is"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE = "more than"
    LESS = "less than"


@unique
class Edge(Enum):
    """A day of the period assessed."""

    FIRST = "first day of the period"
    LAST = "last day of the period"


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: Value


@dataclass(frozen=True, slots=True)
class FieldTerm(Node):
    """A field of the activity; `date` is the day on which it falls, `length` its credit before limits."""

    name: str


@dataclass(frozen=True, slots=True)
class FactTerm(Node):
    """A fact of the member."""

    name: str


@dataclass(frozen=True, slots=True)
class PeriodTerm(Node):
    edge: Edge


@dataclass(frozen=True, slots=True)
class PeriodNumber(Node):
    """Which period of the member's cycle this is: 1 for the first."""


@dataclass(frozen=True, slots=True)
class AsOfTerm(Node):
    pass


@dataclass(frozen=True, slots=True)
class Shifted(Node):
    """A day moved by whole months and days (either may be negative)."""

    term: Term
    months: int
    days: int


Term: TypeAlias = Constant | FieldTerm | FactTerm | PeriodTerm | PeriodNumber | AsOfTerm | Shifted


@dataclass(frozen=True, slots=True)
class Always(Node):
    """Describes everything."""


@dataclass(frozen=True, slots=True)
class InCategory(Node):
    """Under any of the categories (through nesting and "also counts as")."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left` compared with any of `right` (several only for IS)."""

    left: Term
    op: Op
    right: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class BeginsWith(Node):
    """A text whose first letters lie from `low` to `high`, both included, without regard to case.

    "A" to "G" holds every name that begins with A, B, ... or G; one letter is "G" to "G".
    """

    left: Term
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Stated(Node):
    """The field or fact is given at all; never "does not say"."""

    term: Term


@dataclass(frozen=True, slots=True)
class HasRecords(Node):
    """At least `count` accepted activities that `filter` describes fall in the period."""

    count: int
    filter: Predicate


@dataclass(frozen=True, slots=True)
class HasEarned(Node):
    """At least `amount` of accepted credit that `filter` describes falls in the period."""

    amount: Fraction
    filter: Predicate


@dataclass(frozen=True, slots=True)
class AllOf(Node):
    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    part: Predicate


Predicate: TypeAlias = (
    Always | InCategory | Compare | BeginsWith | Stated | HasRecords | HasEarned | AllOf | AnyOf | Not
)

ALWAYS = Always()

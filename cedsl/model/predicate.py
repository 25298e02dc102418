"""Filters over activities and conditions over a member: one small algebra for both.

A predicate is evaluated to yes, no or "does not say": a comparison with a blank field says nothing, and so
does its negation. A filter describes an activity only where it says yes.
"""

from __future__ import annotations

from enum import Enum, unique
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.period import Duration
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


@dataclass(frozen=True, slots=True)
class EdgeDay(Node):
    """The first day of the month (or year) in which a day lies, or with `last` the last one."""

    term: Term
    year: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Chosen(Node):
    """The later of two days, or without `later` the earlier."""

    one: Term
    other: Term
    later: bool


@dataclass(frozen=True, slots=True)
class Anniversary(Node):
    """The first anniversary of a day (or that day itself) that is on or after another."""

    of: Term
    start: Term


@unique
class Counted(Enum):
    """What a measure counts."""

    FULL = "full"
    CALENDAR_MONTHS = "calendar months"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Between(Node):
    """From one day to another, both included; no day where the first is later."""

    first: Term
    last: Term


@dataclass(frozen=True, slots=True)
class DaysWhen(Node):
    """The days of the period on which a condition on the member holds; the field `date` is the day itself."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class WholePeriod(Node):
    pass


Days: TypeAlias = Between | DaysWhen | WholePeriod


@dataclass(frozen=True, slots=True)
class Measure(Node):
    """A number: how often `length` lies whole in the days, how many calendar months they touch, or how many
    they are. Adjoining days are joined first; spans that do not adjoin are counted one by one. `title` is what
    the author calls it.
    """

    what: Counted
    days: Days
    length: Duration | None = None
    title: str | None = None


Term: TypeAlias = (
    Constant
    | FieldTerm
    | FactTerm
    | PeriodTerm
    | PeriodNumber
    | AsOfTerm
    | Shifted
    | EdgeDay
    | Chosen
    | Anniversary
    | Measure
)


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
class Parity(Node):
    """A whole number, or with `year` the year of a day, is odd (or even)."""

    term: Term
    year: bool
    odd: bool


@dataclass(frozen=True, slots=True)
class Listed(Node):
    """A reference table has a row for the activity, valid on the day on which it falls."""

    table: str


@dataclass(frozen=True, slots=True)
class During(Node):
    """The condition on the member holds on every day of the period, or with `sometime` on at least one."""

    part: Predicate
    sometime: bool


@dataclass(frozen=True, slots=True)
class SeenOn(Node):
    """The condition, with the member's facts as they stood on a day."""

    day: Term
    part: Predicate


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
    Always
    | InCategory
    | Compare
    | BeginsWith
    | Stated
    | HasRecords
    | HasEarned
    | Parity
    | Listed
    | During
    | SeenOn
    | AllOf
    | AnyOf
    | Not
)

ALWAYS = Always()

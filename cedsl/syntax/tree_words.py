"""The syntax tree: words, terms, filters, amounts and windows as written, names not yet looked up."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.source import Node


@dataclass(frozen=True, slots=True)
class Name(Node):
    text: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A quoted string, without its quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Number(Node):
    value: Fraction


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A day as written, year-month-day; it may not exist."""

    text: str


@dataclass(frozen=True, slots=True)
class YesNo(Node):
    value: bool


Value: TypeAlias = Name | Text | Number | Day | YesNo


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    number: Fraction
    unit: Name


@dataclass(frozen=True, slots=True)
class Duration(Node):
    months: int
    days: int
    in_months: bool = False


@dataclass(frozen=True, slots=True)
class FieldRef(Node):
    name: str


@dataclass(frozen=True, slots=True)
class MemberRef(Node):
    name: Name


@dataclass(frozen=True, slots=True)
class DateRef(Node):
    """The day on which the activity falls."""


@dataclass(frozen=True, slots=True)
class PeriodRef(Node):
    """The period's first day, or its last."""

    last: bool


@dataclass(frozen=True, slots=True)
class AsOfRef(Node):
    pass


@dataclass(frozen=True, slots=True)
class PeriodNumberRef(Node):
    pass


@dataclass(frozen=True, slots=True)
class Moved(Node):
    """A term moved by a duration: earlier where `sign` is -1, later where it is 1."""

    term: Term
    duration: Duration
    sign: int


@dataclass(frozen=True, slots=True)
class EdgeDay(Node):
    """The first or last day of the month or year (`stretch`) in which the term lies."""

    term: Term
    stretch: str
    last: bool


@dataclass(frozen=True, slots=True)
class Chosen(Node):
    """The later of two days, or the earlier."""

    one: Term
    other: Term
    later: bool


@dataclass(frozen=True, slots=True)
class Anniversary(Node):
    """The first anniversary of a day that is on or after another."""

    of: Term
    start: Term


@dataclass(frozen=True, slots=True)
class Measure(Node):
    """How many of something lie in a span: `what` is full (spans of the `length`), calendar months or days."""

    what: str
    length: Duration | None
    span_of_days: SpanOfDays


@dataclass(frozen=True, slots=True)
class MeasureRef(Node):
    """A measure by its declared name."""

    name: Name


Term: TypeAlias = (
    FieldRef
    | MemberRef
    | DateRef
    | PeriodRef
    | AsOfRef
    | PeriodNumberRef
    | Moved
    | Day
    | EdgeDay
    | Chosen
    | Anniversary
    | Measure
    | MeasureRef
)
Operand: TypeAlias = Value | Quantity | Term


@dataclass(frozen=True, slots=True)
class Everything(Node):
    pass


@dataclass(frozen=True, slots=True)
class CategoryIs(Node):
    names: tuple[Name, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`op` is one of is, at least, at most, more, less; several operands mean any of them."""

    subject: Term
    op: str
    operands: tuple[Operand, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between(Node):
    subject: Term
    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True)
class Begins(Node):
    """The text begins with `low`, or with letters from `low` to `high`, both included."""

    subject: Term
    low: Text
    high: Text | None


@dataclass(frozen=True, slots=True)
class IsStated(Node):
    subject: Term
    negated: bool


@dataclass(frozen=True, slots=True)
class HasRecords(Node):
    count: Number
    filter: Filter


@dataclass(frozen=True, slots=True)
class HasEarned(Node):
    amount: Quantity
    filter: Filter


@dataclass(frozen=True, slots=True)
class IsParity(Node):
    """The number, or with `year` the year of the day, is odd or even."""

    subject: Term
    year: bool
    odd: bool


@dataclass(frozen=True, slots=True)
class ListedIn(Node):
    table: Name


@dataclass(frozen=True, slots=True)
class During(Node):
    """The filter holds on every day of the period, or with `sometime` on one of them."""

    filter: Filter
    sometime: bool


@dataclass(frozen=True, slots=True)
class SeenOn(Node):
    """The filter, with the member's facts as they stood on a day."""

    day: Term
    filter: Filter


@dataclass(frozen=True, slots=True)
class Stray(Node):
    """A value after `or` with nothing before it that could take it."""

    value: Name | Text


@dataclass(frozen=True, slots=True)
class And(Node):
    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    part: Filter


Filter: TypeAlias = (
    Everything
    | CategoryIs
    | Comparison
    | Between
    | Begins
    | IsStated
    | HasRecords
    | HasEarned
    | IsParity
    | ListedIn
    | During
    | SeenOn
    | Stray
    | And
    | Or
    | Not
)


@dataclass(frozen=True, slots=True)
class SpanBetween(Node):
    """From one day to another, both included."""

    first: Term
    last: Term


@dataclass(frozen=True, slots=True)
class SpanWhen(Node):
    """The days of the period on which the filter holds."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class WholePeriod(Node):
    pass


SpanOfDays: TypeAlias = SpanBetween | SpanWhen | WholePeriod


@dataclass(frozen=True, slots=True)
class Rounding(Node):
    """`direction` is down, up or nearest."""

    direction: str
    increment: Quantity

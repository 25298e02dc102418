"""The syntax tree: words, terms, filters, amounts and windows as written, names not yet looked up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

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


Term: TypeAlias = FieldRef | MemberRef | DateRef | PeriodRef | AsOfRef | PeriodNumberRef | Moved | Day
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
    Everything | CategoryIs | Comparison | Between | Begins | IsStated | HasRecords | HasEarned | Stray | And | Or | Not
)


@dataclass(frozen=True, slots=True)
class Rounding(Node):
    """`direction` is down, up or nearest."""

    direction: str
    increment: Quantity


@dataclass(frozen=True, slots=True)
class Share(Node):
    share: Fraction
    rounding: Rounding | None


PlainAmount: TypeAlias = Quantity | Share


@dataclass(frozen=True, slots=True)
class AmountCase(Node):
    amount: PlainAmount
    when: Filter


@dataclass(frozen=True, slots=True)
class Cases(Node):
    cases: tuple[AmountCase, ...]
    otherwise: PlainAmount | None


Amount: TypeAlias = Quantity | Share | Cases


@dataclass(frozen=True, slots=True)
class Anchor(Node):
    """The day a cycle is counted from, or the first of its month."""

    term: Term
    month: bool


@dataclass(frozen=True, slots=True)
class CycleFrom(Node):
    duration: Duration
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class CalendarYear(Node):
    pass


@dataclass(frozen=True, slots=True)
class CycleCase(Node):
    when: Filter
    cycle: CycleFrom


@dataclass(frozen=True, slots=True)
class CycleCases(Node):
    cases: tuple[CycleCase, ...]


CycleRule: TypeAlias = CycleFrom | CalendarYear | CycleCases


@dataclass(frozen=True, slots=True)
class WithinWindow(Node):
    """`how` is back, before, from or after; `term` is None for back."""

    how: str
    duration: Duration
    term: Term | None


@dataclass(frozen=True, slots=True)
class InCycle(Node):
    cycle: CycleRule


@dataclass(frozen=True, slots=True)
class EverWindow(Node):
    pass


Window: TypeAlias = WithinWindow | InCycle | EverWindow


@dataclass(frozen=True, slots=True)
class FieldKey(Node):
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class DayKey(Node):
    """`stretch` is day, week, month, year or calendar year."""

    stretch: str


Key: TypeAlias = FieldKey | DayKey

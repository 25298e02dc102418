"""The syntax tree: what the author wrote, with places, names not yet looked up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from cedsl.source import Node

# --------------------------------------------------------------------------------------------- words


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


# ------------------------------------------------------------------------------------ terms and filters


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
    Everything
    | CategoryIs
    | Comparison
    | Between
    | Begins
    | IsStated
    | HasRecords
    | HasEarned
    | Stray
    | And
    | Or
    | Not
)

# -------------------------------------------------------------------------------- amounts and windows


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

# ------------------------------------------------------------------------------------------ statements


@dataclass(frozen=True, slots=True)
class When(Node):
    """A condition; `negated` for `unless`."""

    filter: Filter
    negated: bool


@dataclass(frozen=True, slots=True)
class Tail(Node):
    """What may follow any statement."""

    titles: tuple[Text, ...] = ()
    cites: tuple[Text, ...] = ()
    names: tuple[Name, ...] = ()
    failing: tuple[Text, ...] = ()
    unverified: bool = False
    conditions: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Block(Node):
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Minimum(Node):
    amount: Amount
    filter: Filter
    each: str | None
    tail: Tail
    block: Block | None


@dataclass(frozen=True, slots=True)
class Count(Node):
    number: Number
    filter: Filter
    window: Window | None
    different: Key | None
    tail: Tail


@dataclass(frozen=True, slots=True)
class Cap(Node):
    amount: Amount
    filter: Filter
    per: Key | None
    tail: Tail


@dataclass(frozen=True, slots=True)
class Threshold(Node):
    amount: Amount
    filter: Filter
    tail: Tail


@dataclass(frozen=True, slots=True)
class Addition(Node):
    amount: Amount
    filter: Filter
    tail: Tail
    block: Block | None


@dataclass(frozen=True, slots=True)
class Distinct(Node):
    tail: Tail
    block: Block


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    count: Number | None
    tail: Tail
    block: Block


@dataclass(frozen=True, slots=True)
class Option(Node):
    tail: Tail
    block: Block


@dataclass(frozen=True, slots=True)
class Limit(Node):
    number: Number
    filter: Filter
    window: Window | None
    tail: Tail


@dataclass(frozen=True, slots=True)
class Duty(Node):
    text: Text
    condition: Filter | None
    tail: Tail


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    when: When
    block: Block


@dataclass(frozen=True, slots=True)
class Exempt(Node):
    when: When
    tail: Tail


@dataclass(frozen=True, slots=True)
class Satisfied(Node):
    when: When
    tail: Tail


@dataclass(frozen=True, slots=True)
class Indivisible(Node):
    """`activities serve first category only`."""


@dataclass(frozen=True, slots=True)
class Require(Node):
    amount: Amount
    filter: Filter
    window: Window | None
    tail: Tail
    block: Block | None


Statement: TypeAlias = (
    Minimum
    | Count
    | Cap
    | Threshold
    | Addition
    | Distinct
    | AnyOf
    | Option
    | Limit
    | Duty
    | Conditional
    | Exempt
    | Satisfied
    | Indivisible
)

# ------------------------------------------------------------------------------------------- crediting


@dataclass(frozen=True, slots=True)
class Rate(Node):
    credit: Quantity
    per: Quantity


@dataclass(frozen=True, slots=True)
class Flat(Node):
    credit: Quantity


@dataclass(frozen=True, slots=True)
class AsClaimed(Node):
    pass


@dataclass(frozen=True, slots=True)
class MostEach(Node):
    credit: Quantity


@dataclass(frozen=True, slots=True)
class Shortest(Node):
    length: Quantity


@dataclass(frozen=True, slots=True)
class Where(Node):
    filter: Filter


@dataclass(frozen=True, slots=True)
class ContactTime(Node):
    pass


@dataclass(frozen=True, slots=True)
class LessField(Node):
    name: Name


@dataclass(frozen=True, slots=True)
class Times(Node):
    factor: Fraction


@dataclass(frozen=True, slots=True)
class SpanOfTime(Node):
    """At most one is set: any time, a duration, or a number of calendar years; none is the period."""

    ever: bool = False
    duration: Duration | None = None
    calendar_years: Number | None = None


@dataclass(frozen=True, slots=True)
class Repeats(Node):
    factors: tuple[Fraction, ...]
    key: Key
    span_of_time: SpanOfTime | None


@dataclass(frozen=True, slots=True)
class Retag(Node):
    name: Name
    gives: bool


Clause: TypeAlias = (
    Rate
    | Flat
    | AsClaimed
    | MostEach
    | Shortest
    | Where
    | ContactTime
    | LessField
    | Rounding
    | Times
    | Repeats
    | Retag
)


@dataclass(frozen=True, slots=True)
class Credit(Node):
    filter: Filter
    clauses: tuple[Clause, ...]
    tail: Tail


@dataclass(frozen=True, slots=True)
class Refuse(Node):
    filter: Filter
    only: bool
    tail: Tail


# ------------------------------------------------------------------------------ header and declarations


@dataclass(frozen=True, slots=True)
class RulesetName(Node):
    name: Name
    title: Text | None


@dataclass(frozen=True, slots=True)
class HeaderText(Node):
    """`what` is issued by, source, note or consequence."""

    what: str
    text: Text


@dataclass(frozen=True, slots=True)
class Edition(Node):
    name: Text
    first: Day | None
    last: Day | None


@dataclass(frozen=True, slots=True)
class UnitDecl(Node):
    name: Name
    plural: Text | None
    equals: Quantity | None


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """`how` is inside, counts as, spills into, shares with or classification."""

    how: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class CategoryDecl(Node):
    name: Name
    title: Text | None
    relations: tuple[Relation, ...]
    inner: tuple[CategoryDecl, ...]


@dataclass(frozen=True, slots=True)
class ChoiceDecl(Node):
    field: str
    name: Name
    title: Text | None
    unless_stated: bool


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """`name` is text, number, date, time, yes or no, choice or ordered; values for the last two."""

    name: str
    values: tuple[Name | Text, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldDecl(Node):
    name: Name
    type: TypeName
    title: Text | None
    default: Name | None


@dataclass(frozen=True, slots=True)
class FactDecl(Node):
    name: Name
    type: TypeName
    title: Text | None


@dataclass(frozen=True, slots=True)
class CycleDecl(Node):
    cycle: CycleRule


@dataclass(frozen=True, slots=True)
class FallsDecl(Node):
    """`how` is completion, start or inside."""

    how: str


# -------------------------------------------------------------------------------------------- examples


@dataclass(frozen=True, slots=True)
class ExampleAsOf(Node):
    day: Day


@dataclass(frozen=True, slots=True)
class ExampleFact(Node):
    name: Name
    value: Value
    first: Day | None
    last: Day | None


@dataclass(frozen=True, slots=True)
class ExampleTag(Node):
    name: Name
    amount: Quantity | None


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    field: Name
    value: Value | Quantity


@dataclass(frozen=True, slots=True)
class ExampleRecord(Node):
    on: Day
    until: Day | None
    amount: Quantity | None
    tags: tuple[ExampleTag, ...]
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class ExpectVerdict(Node):
    word: str
    of: Name | None


@dataclass(frozen=True, slots=True)
class ExpectShort(Node):
    amount: Quantity
    of: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ExpectFigure(Node):
    figure: str
    amount: Quantity
    of: Name | None


Expectation: TypeAlias = ExpectVerdict | ExpectShort | ExpectFigure


@dataclass(frozen=True, slots=True)
class Expect(Node):
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Because(Node):
    """Why the expectation holds: the sum, in the author's words."""

    text: Text


ExampleItem: TypeAlias = ExampleAsOf | ExampleFact | ExampleRecord | Expect | Because


@dataclass(frozen=True, slots=True)
class Example(Node):
    title: Text
    items: tuple[ExampleItem, ...]


Item: TypeAlias = (
    RulesetName
    | HeaderText
    | Edition
    | UnitDecl
    | CategoryDecl
    | ChoiceDecl
    | FieldDecl
    | FactDecl
    | CycleDecl
    | FallsDecl
    | Credit
    | Refuse
    | Require
    | Statement
    | Example
)


@dataclass(frozen=True, slots=True)
class File(Node):
    """A whole file, items in the order written."""

    items: tuple[Item, ...]

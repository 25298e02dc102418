"""The syntax tree: requirements, statements and crediting as written."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.source import Node
from cedsl.syntax.tree_amounts import Amount, Key, Window
from cedsl.syntax.tree_words import Duration, Filter, Name, Number, Quantity, Rounding, Term, Text


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
    former: tuple[Name, ...] = ()
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
class CapDifferent(Node):
    number: Number
    key: Key
    filter: Filter
    tail: Tail


@dataclass(frozen=True, slots=True)
class Threshold(Node):
    amount: Amount
    filter: Filter
    per: Key | None
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
class CarryLimit(Node):
    amount: Amount
    filter: Filter


@dataclass(frozen=True, slots=True)
class CarryBecomes(Node):
    """Carried credit that the filter describes becomes this category; general where `name` is None."""

    filter: Filter
    name: Name | None


@dataclass(frozen=True, slots=True)
class CarryPeriods(Node):
    number: Number


@dataclass(frozen=True, slots=True)
class CarryRecent(Node):
    duration: Duration


@dataclass(frozen=True, slots=True)
class CarryAboveCaps(Node):
    pass


@dataclass(frozen=True, slots=True)
class CarryAboveTotal(Node):
    pass


@dataclass(frozen=True, slots=True)
class CarryForfeit(Node):
    pass


CarryClause: TypeAlias = (
    CarryLimit | CarryBecomes | CarryPeriods | CarryRecent | CarryAboveCaps | CarryAboveTotal | CarryForfeit
)


@dataclass(frozen=True, slots=True)
class Carry(Node):
    """`amount` is None without a maximum; `nothing` forbids carrying."""

    amount: Amount | None
    filter: Filter
    clauses: tuple[CarryClause, ...]
    tail: Tail
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class MakeGood(Node):
    """Later hours may make a shortfall good: for so long after the period, or until a day."""

    until: Duration | Term
    tail: Tail


@dataclass(frozen=True, slots=True)
class AlsoCount(Node):
    """Earlier activities count in the period too, from a day on."""

    amount: Amount | None
    filter: Filter
    start: Term
    tail: Tail


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
    | CapDifferent
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
    | Carry
    | MakeGood
    | AlsoCount
)


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
class MostByField(Node):
    """At most `factor` times the field."""

    factor: Fraction
    field: Name


@dataclass(frozen=True, slots=True)
class PlusField(Node):
    factor: Fraction
    field: Name


@dataclass(frozen=True, slots=True)
class ByField(Node):
    """Divided by the field; without `divided` multiplied by it."""

    field: Name
    divided: bool


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
class RoundedLast(Node):
    """Rounded after multiplying rather than before."""

    rounding: Rounding


@dataclass(frozen=True, slots=True)
class PartsAsStated(Node):
    pass


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
    | MostByField
    | PlusField
    | ByField
    | Shortest
    | Where
    | ContactTime
    | LessField
    | Rounding
    | RoundedLast
    | PartsAsStated
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

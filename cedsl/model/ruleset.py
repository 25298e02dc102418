"""The resolved ruleset: names found, units agreed, windows dated. What it says, no longer how it was written.

All amounts of credit are exact numbers of `Ruleset.unit` unless a type says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, unique
from fractions import Fraction
from typing import TypeAlias

from cedsl.model.predicate import ALWAYS, Predicate, Term
from cedsl.period import Duration
from cedsl.quantity import Amount, Direction, Unit
from cedsl.records.activity import Activity, Facts
from cedsl.records.schema import FieldType
from cedsl.source import Node, Source

# ------------------------------------------------------------------------------------------------- names


@dataclass(frozen=True, slots=True)
class Category(Node):
    """A category. `inside` and `counts_as` name the categories above it, `spills_into` those whose place it
    may take as well, `shares_with` those that may count the same hour. `group` is its classification."""

    name: str
    title: str
    inside: tuple[str, ...] = ()
    counts_as: tuple[str, ...] = ()
    spills_into: tuple[str, ...] = ()
    shares_with: tuple[str, ...] = ()
    group: str = "category"
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """A declared value of a field such as mode, role or kind."""

    field: str
    name: str
    title: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Field(Node):
    """A field of an activity or a fact of a member. `default` holds where a record leaves a field blank."""

    name: str
    title: str
    type: FieldType
    default: str | None = None


# ----------------------------------------------------------------------------------------------- amounts


@dataclass(frozen=True, slots=True)
class Fixed(Node):
    number: Fraction


@dataclass(frozen=True, slots=True)
class Share(Node):
    """A share of the amount that the block requires, with its own rounding."""

    share: Fraction
    increment: Fraction | None = None
    direction: Direction = Direction.NEAREST


@dataclass(frozen=True, slots=True)
class ByFact(Node):
    """An amount that depends on the member: the first case whose condition holds, else `otherwise`."""

    cases: tuple[tuple[Predicate, AmountRule], ...]
    otherwise: AmountRule | None


AmountRule: TypeAlias = Fixed | Share | ByFact

# ----------------------------------------------------------------------------------------------- windows


@dataclass(frozen=True, slots=True)
class LookBack(Node):
    """`within 3y` (ending on the as-of date) or `within 36 months before X`: end - d < day <= end."""

    duration: Duration
    end: Term | None = None


@dataclass(frozen=True, slots=True)
class CountedFrom(Node):
    """`within 48 months from X`: start <= day < start + d."""

    duration: Duration
    start: Term


@dataclass(frozen=True, slots=True)
class Following(Node):
    """`within 60 days after X`: start < day <= start + d."""

    duration: Duration
    start: Term


@dataclass(frozen=True, slots=True)
class Cycle(Node):
    """Periods of one length, counted from an anchor day; `month_start` moves the anchor to the first of its month."""

    duration: Duration
    anchor: Term
    month_start: bool = False


@dataclass(frozen=True, slots=True)
class GroupedCycle(Node):
    """The cycle of the first case whose condition holds for the member."""

    cases: tuple[tuple[Predicate, Cycle], ...]


@dataclass(frozen=True, slots=True)
class Ever(Node):
    """Every day up to the as-of date."""


WindowRule: TypeAlias = LookBack | CountedFrom | Following | Cycle | GroupedCycle | Ever

# ---------------------------------------------------------------------------------------------- keys


@unique
class Stretch(Enum):
    """Spans of days that a key or a yearly statement can name."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    CALENDAR_YEAR = "calendar year"
    YEAR = "year of the period"


@dataclass(frozen=True, slots=True)
class FieldKey(Node):
    """Equal values of all these fields; a blank one equals no other. `course` falls back to provider and title."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayKey(Node):
    """The day, week from Monday, month or year in which the activity falls."""

    stretch: Stretch


Key: TypeAlias = FieldKey | DayKey

# ------------------------------------------------------------------------------------------ statements


@dataclass(frozen=True, slots=True)
class Words(Node):
    """What every statement carries besides its meaning: id, title, citation, and when it applies.

    `id` is unique in the ruleset and stable: the author's own name, else made from kind and filter.
    `unverified` marks a figure that the author could not check against a published source.
    """

    id: str
    title: str | None = None
    cite: tuple[str, ...] = ()
    unverified: bool = False
    when: Predicate = ALWAYS
    consequence: str | None = None


@dataclass(frozen=True, slots=True)
class Minimum(Node):
    """At least `amount` of what `filter` describes; inside another minimum, of the hours that serve that one."""

    words: Words
    amount: AmountRule
    filter: Predicate
    each: Stretch | None = None
    satisfied: Predicate | None = None
    inner: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Cap(Node):
    """At most `amount` of what `filter` describes may count, for each value of `per` by itself."""

    words: Words
    amount: AmountRule
    filter: Predicate
    per: Key | None = None


@dataclass(frozen=True, slots=True)
class UsedMinimum(Node):
    """Unless at least `amount` is earned of what `filter` describes, none of it counts."""

    words: Words
    amount: AmountRule
    filter: Predicate


@dataclass(frozen=True, slots=True)
class Addition(Node):
    """`plus`: at least `amount` on top of the total, from hours outside the total and every other statement."""

    words: Words
    amount: AmountRule
    filter: Predicate
    inner: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Distinct(Node):
    """The minimums inside are met by disjoint hours, whatever their filters."""

    words: Words
    parts: tuple[Minimum, ...]


@dataclass(frozen=True, slots=True)
class KOf(Node):
    """At least `count` of the branches must be met, each branch whole."""

    words: Words
    count: int
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """One alternative: all of its statements."""

    words: Words
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Count(Node):
    """At least `number` accepted activities that `filter` describes, in the window (default: the block's).

    With `distinct`, activities with one key value count as one.
    """

    words: Words
    number: int
    filter: Predicate
    window: WindowRule | None = None
    distinct: Key | None = None


@dataclass(frozen=True, slots=True)
class Limit(Node):
    """No more than `number` accepted activities that `filter` describes, in the window. Exceeding it fails."""

    words: Words
    number: int
    filter: Predicate
    window: WindowRule | None = None


@dataclass(frozen=True, slots=True)
class Duty(Node):
    """Something that must be so. With `condition` None it is printed on the page and decides nothing."""

    words: Words
    text: str
    condition: Predicate | None


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """The statements apply only when the condition holds for the member."""

    when: Predicate
    statements: tuple[Statement, ...]


Statement: TypeAlias = (
    Minimum | Cap | UsedMinimum | Addition | Distinct | KOf | Count | Limit | Duty | Conditional
)


@dataclass(frozen=True, slots=True)
class Exemption(Node):
    """Who owes nothing, and why."""

    when: Predicate
    reason: str


@dataclass(frozen=True, slots=True)
class Requirement(Node):
    """One `require` block: a total (None for limits and duties that stand by themselves), its window, its
    statements in the order written, who is exempt and what satisfies it as a whole."""

    words: Words
    total: AmountRule | None
    filter: Predicate
    window: WindowRule
    statements: tuple[Statement, ...]
    exempt: tuple[Exemption, ...] = ()
    satisfied: Predicate | None = None
    indivisible: bool = False


# ------------------------------------------------------------------------------------------- crediting


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
    increment: Fraction
    direction: Direction


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
    Rate | AsClaimed | Flat | MostEach | Shortest | Where | NetTime | Rounded | Times | Repeats | Retag
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


# -------------------------------------------------------------------------------------------- examples


@unique
class Word(Enum):
    """The verdicts of the contract's section 5."""

    MET = "met"
    SHORT = "short"
    FAILED = "failed"
    EXEMPT = "exempt"
    WAIVED = "waived"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class ExpectVerdict(Node):
    """The verdict; with `of` that of one statement (its id)."""

    word: Word
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectShort(Node):
    """`short 1h of A, B together`: no allocation leaves these statements less than `amount` short in sum."""

    amount: Fraction
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectFigure(Node):
    """A figure of the result: `figure` is still, surplus, or earned/counted/over of the statement `of`."""

    figure: str
    amount: Fraction
    of: str | None = None


Expectation: TypeAlias = ExpectVerdict | ExpectShort | ExpectFigure


@dataclass(frozen=True, slots=True)
class Example(Node):
    """A member in a few records, and what the rules say of them. Rows of the records are lines of the ruleset."""

    title: str
    as_of: date | None
    facts: Facts
    activities: tuple[Activity, ...]
    expectations: tuple[Expectation, ...]


# --------------------------------------------------------------------------------------------- ruleset


@dataclass(frozen=True, slots=True)
class Header(Node):
    name: str
    title: str
    issued_by: str | None = None
    edition: str | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Default(Node):
    """Something the author left unsaid that decides verdicts: a stable name, and the sentence a reader is told."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Ruleset:
    """One body's rules for one credential, one edition."""

    source: Source
    header: Header
    unit: Unit
    units: Mapping[str, Unit]
    categories: tuple[Category, ...]
    choices: tuple[Choice, ...]
    fields: tuple[Field, ...]
    facts: tuple[Field, ...]
    credits: tuple[CreditRule, ...]
    refusals: tuple[Refusal, ...]
    requirements: tuple[Requirement, ...]
    examples: tuple[Example, ...] = ()
    falls: Falls = Falls.COMPLETION
    first_tag_only: bool = False
    defaults: tuple[Default, ...] = ()
    open_categories: bool = field(default=False)

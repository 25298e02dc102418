"""The statements of a requirement: amounts, keys, and what is asked or limited.

All amounts of credit are exact numbers of the ruleset's unit.
"""

from __future__ import annotations

from enum import Enum, unique
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.predicate import ALWAYS, Predicate, Term
from cedsl.model.window import WindowRule
from cedsl.period import Duration
from cedsl.quantity import Direction
from cedsl.source import Node


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
class CountedShare(Node):
    """A share, from 0 to 1, of the hours that count toward the block's total: known only once they are counted."""

    share: Fraction


@dataclass(frozen=True, slots=True)
class ByFact(Node):
    """An amount that depends on the member: the first case whose condition holds, else `otherwise`."""

    cases: tuple[tuple[Predicate, AmountRule], ...]
    otherwise: AmountRule | None


@dataclass(frozen=True, slots=True)
class ForEach(Node):
    """`number` for each `every` of what is measured, exactly, then rounded where `increment` is set."""

    number: Fraction
    every: Fraction
    measure: Term
    increment: Fraction | None = None
    direction: Direction = Direction.NEAREST


@dataclass(frozen=True, slots=True)
class Prorated(Node):
    """`base` in proportion to what is measured: of the whole period for a measure of days or months, of 1 for
    a member's number. With `reduced` in proportion to the rest.
    """

    base: Fixed | Share
    measure: Term
    reduced: bool
    increment: Fraction | None = None
    direction: Direction = Direction.NEAREST


AmountRule: TypeAlias = Fixed | Share | CountedShare | ForEach | Prorated | ByFact


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
    """Equal values of all these fields; a blank one equals no other. `course` falls back to provider and title.

    With a `stretch` they are equal only within one day, week, month or year.
    """

    fields: tuple[str, ...]
    stretch: Stretch | None = None


@dataclass(frozen=True, slots=True)
class DayKey(Node):
    """The day, week from Monday, month or year in which the activity falls."""

    stretch: Stretch


Key: TypeAlias = FieldKey | DayKey


def stretch_of(key: Key | None) -> Stretch | None:
    """The stretch of days within which a key holds."""
    return None if key is None else key.stretch


@dataclass(frozen=True, slots=True)
class Words(Node):
    """What every statement carries besides its meaning: id, title, citation, and when it applies.

    `id` is unique in the ruleset and stable: the author's own name, else made from kind and filter. `former` are the
    ids under which it was published before, none of which is the id of anything else.
    `unverified` marks a figure that the author could not check against a published source.
    """

    id: str
    title: str | None = None
    cite: tuple[str, ...] = ()
    unverified: bool = False
    when: Predicate = ALWAYS
    consequence: str | None = None
    former: tuple[str, ...] = ()


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
class CapDifferent(Node):
    """What `filter` describes counts from at most `number` different values of `per`, which is a key of fields."""

    words: Words
    number: int
    filter: Predicate
    per: FieldKey


@dataclass(frozen=True, slots=True)
class UsedMinimum(Node):
    """Unless at least `amount` is earned of what `filter` describes, none of it counts; for each value of `per` by
    itself.
    """

    words: Words
    amount: AmountRule
    filter: Predicate
    per: Key | None = None


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
    Minimum | Cap | CapDifferent | UsedMinimum | Addition | Distinct | KOf | Count | Limit | Duty | Conditional
)


@dataclass(frozen=True, slots=True)
class Exemption(Node):
    """Who owes nothing, and why."""

    words: Words
    when: Predicate
    reason: str


@dataclass(frozen=True, slots=True)
class CarryLimit(Node):
    """At most `amount` of what `filter` describes is carried."""

    amount: AmountRule
    filter: Predicate


@dataclass(frozen=True, slots=True)
class Becomes(Node):
    """Carried credit that `filter` describes is of `category` from then on; general where that is None."""

    filter: Predicate
    category: str | None


@dataclass(frozen=True, slots=True)
class Carry(Node):
    """What a period may do without is carried into the next ones.

    `amount` None is without a maximum, 0 forbids carrying. Only credit that `filter` describes is carried, within
    every one of `limits`; it lives `periods` periods, oldest first. `recent` takes only credit of the last so long
    of the period; `above_caps` also what a cap kept from counting; with `above_total` only what the member earned
    beyond the total, counted or not; with `forfeits` a period that needed carried credit carries nothing on.
    """

    words: Words
    amount: AmountRule | None
    filter: Predicate
    limits: tuple[CarryLimit, ...] = ()
    becomes: tuple[Becomes, ...] = ()
    periods: int = 1
    recent: Duration | None = None
    above_caps: bool = False
    above_total: bool = False
    forfeits: bool = False


@dataclass(frozen=True, slots=True)
class MakeGood(Node):
    """A period that is short may use later hours, as far as it lacks them: of so long after its last day, or up
    to and with a day.
    """

    words: Words
    until: Duration | Term


@dataclass(frozen=True, slots=True)
class AlsoCount(Node):
    """Activities of earlier days, from `start` on, count in the period too: at most `amount` (None: all that the
    filter describes), as far as it lacks them, and only what no earlier period counted.
    """

    words: Words
    amount: AmountRule | None
    filter: Predicate
    start: Term


@dataclass(frozen=True, slots=True)
class Requirement(Node):
    """One `require` block: a total (None for limits and duties that stand by themselves), its window, its
    statements in the order written, who is exempt and what satisfies it as a whole. Of `carries` and of
    `make_good` the first whose condition holds is in force.
    """

    words: Words
    total: AmountRule | None
    filter: Predicate
    window: WindowRule
    statements: tuple[Statement, ...]
    exempt: tuple[Exemption, ...] = ()
    satisfied: Predicate | None = None
    indivisible: bool = False
    carries: tuple[Carry, ...] = ()
    make_good: tuple[MakeGood, ...] = ()
    also: tuple[AlsoCount, ...] = ()

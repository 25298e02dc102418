"""The resolved ruleset: names found, units agreed, windows dated. What it says, no longer how it was written.

All amounts of credit are exact numbers of `Ruleset.unit` unless a type says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from cedsl.lean import dataclass
from cedsl.model.crediting import (
    AsClaimed as AsClaimed,
    ByField as ByField,
    Clause as Clause,
    CreditRule as CreditRule,
    Falls as Falls,
    Flat as Flat,
    MostByField as MostByField,
    MostEach as MostEach,
    NetTime as NetTime,
    PartsAsStated as PartsAsStated,
    PlusField as PlusField,
    Rate as Rate,
    Refusal as Refusal,
    Repeats as Repeats,
    Retag as Retag,
    Rounded as Rounded,
    Shortest as Shortest,
    Times as Times,
    Where as Where,
)
from cedsl.model.example import (
    Example as Example,
    Expectation as Expectation,
    ExpectFigure as ExpectFigure,
    ExpectShort as ExpectShort,
    ExpectVerdict as ExpectVerdict,
    Word as Word,
)
from cedsl.model.statement import (
    Addition as Addition,
    AlsoCount as AlsoCount,
    AmountRule as AmountRule,
    Becomes as Becomes,
    Branch as Branch,
    ByFact as ByFact,
    Cap as Cap,
    CapDifferent as CapDifferent,
    Carry as Carry,
    CarryLimit as CarryLimit,
    Conditional as Conditional,
    Count as Count,
    CountedShare as CountedShare,
    DayKey as DayKey,
    Distinct as Distinct,
    Duty as Duty,
    Exemption as Exemption,
    FieldKey as FieldKey,
    Fixed as Fixed,
    ForEach as ForEach,
    KOf as KOf,
    Key as Key,
    Limit as Limit,
    MakeGood as MakeGood,
    Minimum as Minimum,
    Prorated as Prorated,
    Requirement as Requirement,
    Share as Share,
    Statement as Statement,
    Stretch as Stretch,
    UsedMinimum as UsedMinimum,
    Words as Words,
    stretch_of as stretch_of,
)
from cedsl.model.window import (
    CalendarYears as CalendarYears,
    CountedFrom as CountedFrom,
    Cycle as Cycle,
    EitherWindow as EitherWindow,
    Ever as Ever,
    Following as Following,
    LookBack as LookBack,
    WindowCases as WindowCases,
    WindowRule as WindowRule,
)
from cedsl.quantity import Unit
from cedsl.records.activity import Value
from cedsl.records.schema import FieldType
from cedsl.source import Node, Source


@dataclass(frozen=True, slots=True)
class Category(Node):
    """A category. `inside` and `counts_as` name the categories above it, `spills_into` those whose place it
    may take as well, `shares_with` those that may count the same hour. `group` is its classification.
    """

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
    """A field of an activity or a fact of a member. `default` holds where nothing is stated."""

    name: str
    title: str
    type: FieldType
    default: Value | None = None


UNTITLED = "Requirements"
"""The title of a ruleset without a header: cedsl's word, not the author's."""


@dataclass(frozen=True, slots=True)
class Header(Node):
    name: str
    title: str
    issued_by: str | None = None
    edition: str | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    sources: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Default(Node):
    """Something the author left unsaid that decides verdicts: a stable name, and the sentence a reader is told.

    `but` says that the sentence leaves out what other rules say; `of_member` that it is the value of a member fact.
    """

    name: str
    sentence: str
    but: bool = False
    of_member: bool = False


@dataclass(frozen=True, slots=True)
class Translation(Node):
    """A text of the author's, and what it is in another language (`es`, `fr`); the span is that of the text."""

    language: str
    original: str
    said: str


@dataclass(frozen=True, slots=True)
class TableRow(Node):
    """What is known of one key value, from `first` to `last` (None: without end on that side)."""

    key: str
    values: Mapping[str, Value]
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A reference table keyed by a field of the activity. Its columns are read like fields of the activity."""

    name: str
    title: str
    key: str
    columns: tuple[Field, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Apart(Node):
    """A requirement (id) that is kept apart from others; `ruleset` is what the author calls the ruleset to which it
    belongs, empty for this one.
    """

    requirement: str
    ruleset: str = ""


@dataclass(frozen=True, slots=True)
class NotBoth(Node):
    """Requirements of several rulesets of which no two may count the same hour: ruleset by ruleset in the order
    written, those of this one in the order of the file.
    """

    members: tuple[Apart, ...]


@dataclass(frozen=True)
class Ruleset:
    """One body's rules for one credential, one edition. `not_both` are requirements (ids) of which no two may count
    the same hour, `not_both_outside` those that are kept apart from requirements of other rulesets.
    """

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
    tables: tuple[Table, ...] = ()
    not_both: tuple[tuple[str, ...], ...] = ()
    not_both_outside: tuple[NotBoth, ...] = ()
    translations: tuple[Translation, ...] = ()

"""The resolved ruleset: names found, units agreed, windows dated. What it says, no longer how it was written.

All amounts of credit are exact numbers of `Ruleset.unit` unless a type says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cedsl.model.crediting import (
    AsClaimed,
    Clause,
    CreditRule,
    Falls,
    Flat,
    MostEach,
    NetTime,
    Rate,
    Refusal,
    Repeats,
    Retag,
    Rounded,
    Shortest,
    Times,
    Where,
)
from cedsl.model.example import (
    Example,
    Expectation,
    ExpectFigure,
    ExpectShort,
    ExpectVerdict,
    Word,
)
from cedsl.model.statement import (
    Addition,
    AmountRule,
    Branch,
    ByFact,
    Cap,
    Conditional,
    Count,
    CountedFrom,
    Cycle,
    DayKey,
    Distinct,
    Duty,
    Ever,
    Exemption,
    FieldKey,
    Fixed,
    Following,
    GroupedCycle,
    Key,
    KOf,
    Limit,
    LookBack,
    Minimum,
    Requirement,
    Share,
    Statement,
    Stretch,
    UsedMinimum,
    WindowRule,
    Words,
)
from cedsl.quantity import Unit
from cedsl.records.activity import Value
from cedsl.records.schema import FieldType
from cedsl.source import Node, Source

__all__ = [
    "Addition",
    "AmountRule",
    "AsClaimed",
    "Branch",
    "ByFact",
    "Cap",
    "Category",
    "Choice",
    "Clause",
    "Conditional",
    "Count",
    "CountedFrom",
    "CreditRule",
    "Cycle",
    "DayKey",
    "Default",
    "Distinct",
    "Duty",
    "Ever",
    "Example",
    "Exemption",
    "ExpectFigure",
    "ExpectShort",
    "ExpectVerdict",
    "Expectation",
    "Falls",
    "Field",
    "FieldKey",
    "Fixed",
    "Flat",
    "Following",
    "GroupedCycle",
    "Header",
    "KOf",
    "Key",
    "Limit",
    "LookBack",
    "Minimum",
    "MostEach",
    "NetTime",
    "Rate",
    "Refusal",
    "Repeats",
    "Requirement",
    "Retag",
    "Rounded",
    "Ruleset",
    "Share",
    "Shortest",
    "Statement",
    "Stretch",
    "Times",
    "UsedMinimum",
    "Where",
    "WindowRule",
    "Word",
    "Words",
]


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
    """A field of an activity or a fact of a member. `default` holds where a record leaves a field blank."""

    name: str
    title: str
    type: FieldType
    default: Value | None = None


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

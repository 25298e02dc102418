"""The syntax tree of a file: header, declarations, examples. One import for the whole tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cedsl.source import Node
from cedsl.syntax.tree_statements import (
    Addition,
    AnyOf,
    AsClaimed,
    Block,
    Cap,
    Clause,
    Conditional,
    ContactTime,
    Count,
    Credit,
    Distinct,
    Duty,
    Exempt,
    Flat,
    Indivisible,
    LessField,
    Limit,
    Minimum,
    MostEach,
    Option,
    Rate,
    Refuse,
    Repeats,
    Require,
    Retag,
    Satisfied,
    Shortest,
    SpanOfTime,
    Statement,
    Tail,
    Threshold,
    Times,
    When,
    Where,
)
from cedsl.syntax.tree_words import (
    Amount,
    AmountCase,
    Anchor,
    And,
    AsOfRef,
    Begins,
    Between,
    CalendarYear,
    Cases,
    CategoryIs,
    Comparison,
    CycleCase,
    CycleCases,
    CycleFrom,
    CycleRule,
    DateRef,
    Day,
    DayKey,
    Duration,
    EverWindow,
    Everything,
    FieldKey,
    FieldRef,
    Filter,
    HasEarned,
    HasRecords,
    InCycle,
    IsStated,
    Key,
    MemberRef,
    Moved,
    Name,
    Not,
    Number,
    Operand,
    Or,
    PeriodNumberRef,
    PeriodRef,
    PlainAmount,
    Quantity,
    Rounding,
    Share,
    Stray,
    Term,
    Text,
    Value,
    Window,
    WithinWindow,
    YesNo,
)

__all__ = [
    "Addition",
    "Amount",
    "AmountCase",
    "Anchor",
    "And",
    "AnyOf",
    "AsClaimed",
    "AsOfRef",
    "Attribute",
    "Because",
    "Begins",
    "Between",
    "Block",
    "CalendarYear",
    "Cap",
    "Cases",
    "CategoryDecl",
    "CategoryIs",
    "ChoiceDecl",
    "Clause",
    "Comparison",
    "Conditional",
    "ContactTime",
    "Count",
    "Credit",
    "CycleCase",
    "CycleCases",
    "CycleDecl",
    "CycleFrom",
    "CycleRule",
    "DateRef",
    "Day",
    "DayKey",
    "Distinct",
    "Duration",
    "Duty",
    "Edition",
    "EverWindow",
    "Everything",
    "Example",
    "ExampleAsOf",
    "ExampleFact",
    "ExampleItem",
    "ExampleRecord",
    "ExampleTag",
    "Exempt",
    "Expect",
    "ExpectFigure",
    "ExpectShort",
    "ExpectVerdict",
    "Expectation",
    "FactDecl",
    "FallsDecl",
    "FieldDecl",
    "FieldKey",
    "FieldRef",
    "File",
    "Filter",
    "Flat",
    "HasEarned",
    "HasRecords",
    "HeaderText",
    "InCycle",
    "Indivisible",
    "IsStated",
    "Item",
    "Key",
    "LessField",
    "Limit",
    "MemberRef",
    "Minimum",
    "MostEach",
    "Moved",
    "Name",
    "Not",
    "Number",
    "Operand",
    "Option",
    "Or",
    "PeriodNumberRef",
    "PeriodRef",
    "PlainAmount",
    "Quantity",
    "Rate",
    "Refuse",
    "Relation",
    "Repeats",
    "Require",
    "Retag",
    "Rounding",
    "RulesetName",
    "Satisfied",
    "Share",
    "Shortest",
    "SpanOfTime",
    "Statement",
    "Stray",
    "Tail",
    "Term",
    "Text",
    "Threshold",
    "Times",
    "TypeName",
    "UnitDecl",
    "Value",
    "When",
    "Where",
    "Window",
    "WithinWindow",
    "YesNo",
]


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

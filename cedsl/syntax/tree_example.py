"""The syntax tree: examples as written, and what they expect."""

from __future__ import annotations

from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.source import Node
from cedsl.syntax.tree_words import Day, Name, Quantity, Text, Value


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


@dataclass(frozen=True, slots=True)
class ExampleCite(Node):
    text: Text


@dataclass(frozen=True, slots=True)
class ExampleWaiver(Node):
    """A statement waived, or its amount set."""

    statement: Name
    amount: Quantity | None
    first: Day | None
    last: Day | None
    reason: Text | None


@dataclass(frozen=True, slots=True)
class ExampleExtension(Node):
    requirement: Name | None
    until: Day
    reason: Text | None


@dataclass(frozen=True, slots=True)
class ExampleOpening(Node):
    """Credit carried into the period that holds the day, or begins next after it."""

    day: Day
    amount: Quantity
    tags: tuple[ExampleTag, ...]


@dataclass(frozen=True, slots=True)
class ExamplePeriod(Node):
    """The period that is asked for: the one that holds the day."""

    day: Day


ExampleItem: TypeAlias = (
    ExampleAsOf
    | ExampleFact
    | ExampleRecord
    | Expect
    | Because
    | ExampleCite
    | ExampleWaiver
    | ExampleExtension
    | ExampleOpening
    | ExamplePeriod
)


@dataclass(frozen=True, slots=True)
class Example(Node):
    title: Text
    items: tuple[ExampleItem, ...]

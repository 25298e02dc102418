"""Verdict words, and the examples inside a ruleset with what they expect."""

from __future__ import annotations

from datetime import date
from enum import Enum, unique
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.records.activity import Activity, Facts
from cedsl.records.adjustment import NONE, Adjustments
from cedsl.source import Node


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
    """A figure of the result: `figure` is still, surplus, earned/counted/over of the statement `of`, or
    carried in/carried out/used/expired (of the category `of`).
    """

    figure: str
    amount: Fraction
    of: str | None = None


Expectation: TypeAlias = ExpectVerdict | ExpectShort | ExpectFigure


@dataclass(frozen=True, slots=True)
class Example(Node):
    """A member in a few records, and what the rules say of them. Rows of the records are lines of the ruleset.

    `because` is the sum in the author's words, published with the example. `asked` is a day of the period that
    is asked for; without it the as-of date picks the period. `cite` names the rules that it exercises.
    """

    title: str
    as_of: date | None
    facts: Facts
    activities: tuple[Activity, ...]
    expectations: tuple[Expectation, ...]
    because: str | None = None
    asked: date | None = None
    adjustments: Adjustments = NONE
    cite: tuple[str, ...] = ()

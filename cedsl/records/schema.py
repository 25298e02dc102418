"""What a ruleset lets a record say: the types of fields and facts, the categories, the units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.quantity import Unit


@dataclass(frozen=True, slots=True)
class TextType:
    """Any text; two texts are the same when they agree without regard to case and outer spaces."""


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact number."""


@dataclass(frozen=True, slots=True)
class DayType:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class YesNoType:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One of `values`; where `ordered`, from lowest to highest. `titles` are other words for each value."""

    values: tuple[str, ...]
    ordered: bool = False
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountType:
    """An amount of time, such as minutes of breaks; a bare number is in the ruleset's unit."""


FieldType: TypeAlias = TextType | NumberType | DayType | YesNoType | ChoiceType | AmountType


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Words that only other rulesets of the same check know. A record that uses one is read as if it did not
    stand there, with a remark. Spellings are folded: headings and units as headings are, categories loosely.
    """

    categories: frozenset[str] = frozenset()
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()


OWN_UNIT = "of the rules' unit"
"""The unit of a bare number while no rules say which it is; a dimension of its own."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The vocabulary against which records are read.

    `unit` names the ruleset's unit of credit, `units` every known unit by name. `categories` maps each
    declared name to its title; where `open_categories`, any other name is accepted as written.
    `fields` holds every field an activity may have besides member, date, amount and categories;
    `facts` every member fact; `field_titles` and `fact_titles` are what members read in place of their names.
    `elsewhere` is what other rulesets of the same check know besides. `worthless` are units in which nothing can be
    earned, for the rules do not say what they come to.
    """

    unit: str
    units: Mapping[str, Unit]
    categories: Mapping[str, str]
    open_categories: bool
    fields: Mapping[str, FieldType]
    facts: Mapping[str, FieldType]
    elsewhere: Elsewhere = Elsewhere()
    field_titles: Mapping[str, str] = field(default_factory=dict)
    fact_titles: Mapping[str, str] = field(default_factory=dict)
    worthless: frozenset[str] = frozenset()

"""A tongue that writes its digits in other signs: a digit that is left on a page came from no slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from cedsl.model.predicate import Constant
from cedsl.model.ruleset import Choice, Example, Field, Header, Ruleset, TableRow, Words
from cedsl.model.texts import with_texts
from cedsl.publishing.tongue_english import English
from cedsl.quantity import Unit
from cedsl.records.activity import Activity, FactValue
from cedsl.records.schema import ChoiceType
from cedsl.source import Source

SIGNS = str.maketrans({str(digit): chr(0xE000 + digit) for digit in range(10)})
"""Each digit as a sign for private use, which no author writes."""

PLAIN = str.maketrans({chr(0xE000 + digit): str(digit) for digit in range(10)})


class Marked(English):
    """English whose numbers and days are seen to have come through it."""

    __slots__ = ()

    def figures(self, number: Fraction) -> str:
        return super().figures(number).translate(SIGNS)

    def day(self, day: date) -> str:
        return super().day(day).translate(SIGNS)

    def month(self, day: date) -> str:
        return super().month(day).translate(SIGNS)

    def day_of_year(self, day: date) -> str:
        return super().day_of_year(day).translate(SIGNS)


CITED = {(Words, "cite"), (Example, "cite"), (Header, "edition"), (TableRow, "key")}
REPORTED = {
    (Activity, "fields"), (FactValue, "value"), (TableRow, "values"),
    (ChoiceType, "values"), (Choice, "name"), (Constant, "value"), (Field, "default"),
}  # fmt: skip
"""What records say, wherever it is said: all of it is marked, so that it is still found."""


def with_marks(ruleset: Ruleset) -> Ruleset:
    """The ruleset with the digits of the author's own texts, citations and records in the same signs."""

    def reported(value: Any) -> Any:
        match value:
            case str():
                return value.translate(SIGNS)
            case tuple():
                return tuple(map(reported, value))
            case Mapping():
                return {name: reported(each) for name, each in value.items()}
            case _:
                return value

    def marked(node: Any) -> Any:
        match node:
            case tuple():
                return tuple(map(marked, node))
            case Mapping():
                return {name: marked(each) for name, each in node.items()}
            case Source() | Unit() | Enum():
                return node
            case _ if is_dataclass(node):
                return replace(node, **{each.name: part(node, each.name) for each in fields(node) if each.init})
            case _:
                return node

    def part(node: Any, name: str) -> Any:
        old = getattr(node, name)
        if (type(node), name) in CITED:
            return old.translate(SIGNS) if isinstance(old, str) else old and tuple(one.translate(SIGNS) for one in old)
        return reported(old) if (type(node), name) in REPORTED else marked(old)

    return with_texts(marked(ruleset), lambda text: text.translate(SIGNS), lambda name: name.translate(SIGNS))

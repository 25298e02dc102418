"""From what is recognised to our tree: one method a rule of the grammar, with its place and its parts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Self

from cedsl.lean import dataclass
from cedsl.source import Span
from cedsl.syntax import tree as t

Parts = list[Any]


class Token(str):
    """A word of the text that a rule is built of: what it says, its kind (a terminal of the grammar) and its place."""

    __slots__ = ("span", "type")

    type: str
    span: Span

    def __new__(cls, kind: str, text: str, span: Span) -> Self:
        token = super().__new__(cls, text)
        token.type = kind
        token.span = span
        return token


def name_of(token: Token) -> t.Name:
    return t.Name(str(token), span=token.span)


def text_of(token: Token) -> t.Text:
    return t.Text(str(token)[1:-1], span=token.span)


def number_of(token: Token) -> t.Number:
    return t.Number(Fraction(str(token)), span=token.span)


def day_of(token: Token) -> t.Day:
    return t.Day(str(token), span=token.span)


def only(kind: Any, parts: Iterable[Any]) -> Any:
    """The one part of a kind, or None."""
    return next((part for part in parts if isinstance(part, kind)), None)


def all_of(kind: Any, parts: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(part for part in parts if isinstance(part, kind))


FILTERS = (
    t.Everything,
    t.CategoryIs,
    t.Comparison,
    t.Between,
    t.Begins,
    t.IsStated,
    t.HasRecords,
    t.HasEarned,
    t.IsParity,
    t.ListedIn,
    t.During,
    t.SeenOn,
    t.Stray,
    t.And,
    t.Or,
    t.Not,
)
WINDOWS = (t.WithinWindow, t.InCycle, t.EverWindow, t.CalendarYears, t.EitherWindow)
AMOUNTS = (t.Quantity, t.Share, t.ForEach, t.Prorated, t.Cases)
KEYS = (t.FieldKey, t.DayKey)
VALUES = (t.Name, t.Text, t.Number, t.Day, t.YesNo)


@dataclass(frozen=True, slots=True)
class Label:
    """A word that a rule stands for, such as an operator."""

    word: str


def filter_of(parts: Parts) -> t.Filter:
    found: t.Filter | None = only(FILTERS, parts)
    return t.Everything() if found is None else found


def label(word: str) -> Any:
    def rule(_self: Any, _span: Span, _parts: Parts) -> Label:
        return Label(word)

    return rule


def constant(make: Any, *arguments: Any) -> Any:
    def rule(_self: Any, span: Span, _parts: Parts) -> Any:
        return make(*arguments, span=span)

    return rule


def first(_self: Any, _span: Span, parts: Parts) -> Any:
    return parts[0]


def aligned(parts: Parts, *kinds: Any) -> tuple[Any, ...]:
    """For each kind the one part of that kind, or None."""
    return tuple(only(kind, parts) for kind in kinds)


class Words:
    """Words, numbers, quantities and durations."""

    def unit_name(self, _span: Span, parts: Parts) -> t.Name:
        return name_of(parts[0])

    def quantity(self, span: Span, parts: Parts) -> t.Quantity:
        number, unit = parts
        return t.Quantity(Fraction(str(number)), unit, span=span)

    def per_unit(self, span: Span, parts: Parts) -> t.Quantity:
        *number, unit = parts
        count = Fraction(str(number[0])) if number else Fraction(1)
        return t.Quantity(count, name_of(unit), span=span)

    def whole(self, _span: Span, parts: Parts) -> Fraction:
        return Fraction(str(parts[0]))

    def ratio(self, _span: Span, parts: Parts) -> Fraction:
        above, below = (Fraction(str(part)) for part in parts)
        return above / below if below else Fraction(0)

    def percent(self, _span: Span, parts: Parts) -> Fraction:
        return Fraction(str(parts[0])) / 100

    def one_half(self, _span: Span, _parts: Parts) -> Fraction:
        return Fraction(1, 2)

    def years(self, span: Span, parts: Parts) -> t.Duration:
        return t.Duration(12 * whole_of(parts[0]), 0, span=span)

    def months(self, span: Span, parts: Parts) -> t.Duration:
        return t.Duration(whole_of(parts[0]), 0, in_months=True, span=span)

    def weeks(self, span: Span, parts: Parts) -> t.Duration:
        return t.Duration(0, 7 * whole_of(parts[0]), span=span)

    def days(self, span: Span, parts: Parts) -> t.Duration:
        return t.Duration(0, whole_of(parts[0]), span=span)

    def value_name(self, _span: Span, parts: Parts) -> t.Name:
        return name_of(parts[0])

    def value_text(self, _span: Span, parts: Parts) -> t.Text:
        return text_of(parts[0])

    def value_number(self, _span: Span, parts: Parts) -> t.Number:
        return number_of(parts[0])

    def value_date(self, _span: Span, parts: Parts) -> t.Day:
        return day_of(parts[0])

    value_yes = constant(t.YesNo, True)
    value_no = constant(t.YesNo, False)


def whole_of(token: Token) -> int:
    """The number of a duration; -1 marks one that is not whole, which `resolve` reports."""
    number = Fraction(str(token))
    return int(number) if number.denominator == 1 else -1

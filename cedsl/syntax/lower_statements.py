"""Lowering of statements, their tails and blocks."""

from __future__ import annotations

from cedsl.source import Span
from cedsl.syntax import tree as t
from cedsl.syntax.lower_filters import Windows
from cedsl.syntax.lower_words import (
    AMOUNTS,
    FILTERS,
    KEYS,
    WINDOWS,
    Label,
    Parts,
    aligned,
    all_of,
    constant,
    filter_of,
    first,
    label,
    name_of,
    number_of,
    only,
    text_of,
)


class Statements(Windows):
    """Tails, statements, blocks."""

    def title(self, _span: Span, parts: Parts) -> t.Text:
        return text_of(parts[0])

    def cite(self, _span: Span, parts: Parts) -> tuple[str, t.Text]:
        return "cite", text_of(parts[0])

    def failing(self, _span: Span, parts: Parts) -> tuple[str, t.Text]:
        return "failing", text_of(parts[0])

    def named(self, _span: Span, parts: Parts) -> t.Name:
        return name_of(parts[0])

    def formerly(self, _span: Span, parts: Parts) -> tuple[str, t.Name]:
        return "formerly", name_of(parts[0])

    unverified = label("unverified")

    def when(self, span: Span, parts: Parts) -> t.When:
        return t.When(parts[0], False, span=span)

    def unless(self, span: Span, parts: Parts) -> t.When:
        return t.When(parts[0], True, span=span)

    modifier = first

    def tail(self, span: Span, parts: Parts) -> t.Tail:
        pairs = [part for part in parts if isinstance(part, tuple)]
        return t.Tail(
            titles=all_of(t.Text, parts),
            cites=tuple(text for word, text in pairs if word == "cite"),
            failing=tuple(text for word, text in pairs if word == "failing"),
            names=all_of(t.Name, parts),
            former=tuple(name for word, name in pairs if word == "formerly"),
            unverified=only(Label, parts) is not None,
            conditions=all_of(t.When, parts),
            span=span,
        )

    def block(self, span: Span, parts: Parts) -> t.Block:
        return t.Block(tuple(parts), span=span)

    def minimum(self, span: Span, parts: Parts) -> t.Minimum:
        amount, _, each, tail, block = aligned(parts, AMOUNTS, FILTERS, t.DayKey, t.Tail, t.Block)
        each_word = None if each is None else each.stretch
        return t.Minimum(amount, filter_of(parts), each_word, tail, block, span=span)

    def count(self, span: Span, parts: Parts) -> t.Count:
        window, different, tail = aligned(parts, WINDOWS, KEYS, t.Tail)
        return t.Count(number_of(parts[0]), filter_of(parts), window, different, tail, span=span)

    def cap(self, span: Span, parts: Parts) -> t.Cap:
        amount, per, tail = aligned(parts, AMOUNTS, KEYS, t.Tail)
        return t.Cap(amount, filter_of(parts), per, tail, span=span)

    def cap_different(self, span: Span, parts: Parts) -> t.CapDifferent:
        return t.CapDifferent(number_of(parts[0]), only(KEYS, parts), filter_of(parts), parts[-1], span=span)

    def threshold(self, span: Span, parts: Parts) -> t.Threshold:
        return t.Threshold(parts[0], filter_of(parts), only(KEYS, parts), parts[-1], span=span)

    def addition(self, span: Span, parts: Parts) -> t.Addition:
        amount, tail, block = aligned(parts, AMOUNTS, t.Tail, t.Block)
        return t.Addition(amount, filter_of(parts), tail, block, span=span)

    def distinct(self, span: Span, parts: Parts) -> t.Distinct:
        return t.Distinct(*parts, span=span)

    def any_of(self, span: Span, parts: Parts) -> t.AnyOf:
        *number, tail, block = parts
        return t.AnyOf(number_of(number[0]) if number else None, tail, block, span=span)

    def option(self, span: Span, parts: Parts) -> t.Option:
        return t.Option(*parts, span=span)

    def limit(self, span: Span, parts: Parts) -> t.Limit:
        window, tail = aligned(parts, WINDOWS, t.Tail)
        return t.Limit(number_of(parts[0]), filter_of(parts), window, tail, span=span)

    def duty_condition(self, _span: Span, parts: Parts) -> t.Filter:
        return filter_of(parts)

    def duty(self, span: Span, parts: Parts) -> t.Duty:
        return t.Duty(text_of(parts[0]), only(FILTERS, parts), parts[-1], span=span)

    def conditional(self, span: Span, parts: Parts) -> t.Conditional:
        return t.Conditional(*parts, span=span)

    def exempt(self, span: Span, parts: Parts) -> t.Exempt:
        return t.Exempt(*parts, span=span)

    def satisfied(self, span: Span, parts: Parts) -> t.Satisfied:
        return t.Satisfied(*parts, span=span)

    indivisible = constant(t.Indivisible)

    def carry_limit(self, span: Span, parts: Parts) -> t.CarryLimit:
        return t.CarryLimit(parts[0], parts[1], span=span)

    def carry_becomes(self, span: Span, parts: Parts) -> t.CarryBecomes:
        return t.CarryBecomes(filter_of(parts), name_of(parts[-1]), span=span)

    def carry_general(self, span: Span, parts: Parts) -> t.CarryBecomes:
        return t.CarryBecomes(filter_of(parts), None, span=span)

    def carry_periods(self, span: Span, parts: Parts) -> t.CarryPeriods:
        return t.CarryPeriods(number_of(parts[0]), span=span)

    def carry_recent(self, span: Span, parts: Parts) -> t.CarryRecent:
        return t.CarryRecent(parts[0], span=span)

    carry_above_caps = constant(t.CarryAboveCaps)
    carry_above_total = constant(t.CarryAboveTotal)
    carry_forfeit = constant(t.CarryForfeit)

    def carry_block(self, _span: Span, parts: Parts) -> tuple[t.CarryClause, ...]:
        return tuple(parts)

    def _carry(self, span: Span, parts: Parts) -> t.Carry:
        amount, tail, clauses = aligned(parts, AMOUNTS, t.Tail, tuple)
        return t.Carry(amount, filter_of(parts), clauses or (), tail, span=span)

    carry_most = _carry
    carry_everything = _carry

    def carry_nothing(self, span: Span, parts: Parts) -> t.Carry:
        return t.Carry(None, filter_of([]), (), parts[0], nothing=True, span=span)

    def make_good(self, span: Span, parts: Parts) -> t.MakeGood:
        return t.MakeGood(*parts, span=span)

    make_good_until = make_good

    def also_count(self, span: Span, parts: Parts) -> t.AlsoCount:
        amount = parts[0] if isinstance(parts[0], AMOUNTS) else None
        return t.AlsoCount(amount, filter_of(parts), parts[-2], parts[-1], span=span)

    also_count_most = also_count

    def require(self, span: Span, parts: Parts) -> t.Require:
        amount, window, tail, block = aligned(parts, AMOUNTS, WINDOWS, t.Tail, t.Block)
        return t.Require(amount, filter_of(parts), window, tail, block, span=span)

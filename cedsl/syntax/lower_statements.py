"""Lowering of statements, their tails and blocks."""

from __future__ import annotations

from lark import v_args
from lark.tree import Meta

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
    span_of,
    text_of,
)


@v_args(meta=True)
class Statements(Windows):
    """Tails, statements, blocks."""

    def title(self, _meta: Meta, parts: Parts) -> t.Text:
        return text_of(parts[0])

    def cite(self, _meta: Meta, parts: Parts) -> tuple[str, t.Text]:
        return "cite", text_of(parts[0])

    def failing(self, _meta: Meta, parts: Parts) -> tuple[str, t.Text]:
        return "failing", text_of(parts[0])

    def named(self, _meta: Meta, parts: Parts) -> t.Name:
        return name_of(parts[0])

    def formerly(self, _meta: Meta, parts: Parts) -> tuple[str, t.Name]:
        return "formerly", name_of(parts[0])

    unverified = label("unverified")

    def when(self, meta: Meta, parts: Parts) -> t.When:
        return t.When(parts[0], False, span=span_of(meta))

    def unless(self, meta: Meta, parts: Parts) -> t.When:
        return t.When(parts[0], True, span=span_of(meta))

    modifier = first

    def tail(self, meta: Meta, parts: Parts) -> t.Tail:
        pairs = [part for part in parts if isinstance(part, tuple)]
        return t.Tail(
            titles=all_of(t.Text, parts),
            cites=tuple(text for word, text in pairs if word == "cite"),
            failing=tuple(text for word, text in pairs if word == "failing"),
            names=all_of(t.Name, parts),
            former=tuple(name for word, name in pairs if word == "formerly"),
            unverified=only(Label, parts) is not None,
            conditions=all_of(t.When, parts),
            span=span_of(meta),
        )

    def block(self, meta: Meta, parts: Parts) -> t.Block:
        return t.Block(tuple(parts), span=span_of(meta))

    def minimum(self, meta: Meta, parts: Parts) -> t.Minimum:
        amount, _, each, tail, block = aligned(parts, AMOUNTS, FILTERS, t.DayKey, t.Tail, t.Block)
        each_word = None if each is None else each.stretch
        return t.Minimum(amount, filter_of(parts), each_word, tail, block, span=span_of(meta))

    def count(self, meta: Meta, parts: Parts) -> t.Count:
        window, different, tail = aligned(parts, WINDOWS, KEYS, t.Tail)
        return t.Count(number_of(parts[0]), filter_of(parts), window, different, tail, span=span_of(meta))

    def cap(self, meta: Meta, parts: Parts) -> t.Cap:
        amount, per, tail = aligned(parts, AMOUNTS, KEYS, t.Tail)
        return t.Cap(amount, filter_of(parts), per, tail, span=span_of(meta))

    def cap_different(self, meta: Meta, parts: Parts) -> t.CapDifferent:
        return t.CapDifferent(number_of(parts[0]), only(KEYS, parts), filter_of(parts), parts[-1], span=span_of(meta))

    def threshold(self, meta: Meta, parts: Parts) -> t.Threshold:
        return t.Threshold(parts[0], filter_of(parts), only(KEYS, parts), parts[-1], span=span_of(meta))

    def addition(self, meta: Meta, parts: Parts) -> t.Addition:
        amount, tail, block = aligned(parts, AMOUNTS, t.Tail, t.Block)
        return t.Addition(amount, filter_of(parts), tail, block, span=span_of(meta))

    def distinct(self, meta: Meta, parts: Parts) -> t.Distinct:
        return t.Distinct(*parts, span=span_of(meta))

    def any_of(self, meta: Meta, parts: Parts) -> t.AnyOf:
        *number, tail, block = parts
        return t.AnyOf(number_of(number[0]) if number else None, tail, block, span=span_of(meta))

    def option(self, meta: Meta, parts: Parts) -> t.Option:
        return t.Option(*parts, span=span_of(meta))

    def limit(self, meta: Meta, parts: Parts) -> t.Limit:
        window, tail = aligned(parts, WINDOWS, t.Tail)
        return t.Limit(number_of(parts[0]), filter_of(parts), window, tail, span=span_of(meta))

    def duty_condition(self, _meta: Meta, parts: Parts) -> t.Filter:
        return filter_of(parts)

    def duty(self, meta: Meta, parts: Parts) -> t.Duty:
        return t.Duty(text_of(parts[0]), only(FILTERS, parts), parts[-1], span=span_of(meta))

    def conditional(self, meta: Meta, parts: Parts) -> t.Conditional:
        return t.Conditional(*parts, span=span_of(meta))

    def exempt(self, meta: Meta, parts: Parts) -> t.Exempt:
        return t.Exempt(*parts, span=span_of(meta))

    def satisfied(self, meta: Meta, parts: Parts) -> t.Satisfied:
        return t.Satisfied(*parts, span=span_of(meta))

    indivisible = constant(t.Indivisible)

    def carry_limit(self, meta: Meta, parts: Parts) -> t.CarryLimit:
        return t.CarryLimit(parts[0], parts[1], span=span_of(meta))

    def carry_becomes(self, meta: Meta, parts: Parts) -> t.CarryBecomes:
        return t.CarryBecomes(filter_of(parts), name_of(parts[-1]), span=span_of(meta))

    def carry_general(self, meta: Meta, parts: Parts) -> t.CarryBecomes:
        return t.CarryBecomes(filter_of(parts), None, span=span_of(meta))

    def carry_periods(self, meta: Meta, parts: Parts) -> t.CarryPeriods:
        return t.CarryPeriods(number_of(parts[0]), span=span_of(meta))

    def carry_recent(self, meta: Meta, parts: Parts) -> t.CarryRecent:
        return t.CarryRecent(parts[0], span=span_of(meta))

    carry_above_caps = constant(t.CarryAboveCaps)
    carry_above_total = constant(t.CarryAboveTotal)
    carry_forfeit = constant(t.CarryForfeit)

    def carry_block(self, _meta: Meta, parts: Parts) -> tuple[t.CarryClause, ...]:
        return tuple(parts)

    def _carry(self, meta: Meta, parts: Parts) -> t.Carry:
        amount, tail, clauses = aligned(parts, AMOUNTS, t.Tail, tuple)
        return t.Carry(amount, filter_of(parts), clauses or (), tail, span=span_of(meta))

    carry_most = _carry
    carry_everything = _carry

    def carry_nothing(self, meta: Meta, parts: Parts) -> t.Carry:
        return t.Carry(None, filter_of([]), (), parts[0], nothing=True, span=span_of(meta))

    def make_good(self, meta: Meta, parts: Parts) -> t.MakeGood:
        return t.MakeGood(*parts, span=span_of(meta))

    make_good_until = make_good

    def also_count(self, meta: Meta, parts: Parts) -> t.AlsoCount:
        amount = parts[0] if isinstance(parts[0], AMOUNTS) else None
        return t.AlsoCount(amount, filter_of(parts), parts[-2], parts[-1], span=span_of(meta))

    also_count_most = also_count

    def require(self, meta: Meta, parts: Parts) -> t.Require:
        amount, window, tail, block = aligned(parts, AMOUNTS, WINDOWS, t.Tail, t.Block)
        return t.Require(amount, filter_of(parts), window, tail, block, span=span_of(meta))

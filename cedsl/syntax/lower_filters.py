"""Lowering of terms, filters and conditions; of amounts, windows, cycles and keys."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lark import v_args
from lark.tree import Meta

from cedsl.source import Span
from cedsl.syntax import tree as t
from cedsl.syntax.lower_words import (
    Label,
    Parts,
    Words,
    all_of,
    constant,
    day_of,
    filter_of,
    first,
    label,
    name_of,
    number_of,
    only,
    span_at,
    span_of,
    text_of,
)


@v_args(meta=True)
class Filters(Words):
    """Terms, filters and conditions."""

    def term_date(self, _meta: Meta, parts: Parts) -> t.Day:
        return day_of(parts[0])

    def term_member(self, meta: Meta, parts: Parts) -> t.MemberRef:
        return t.MemberRef(name_of(parts[0]), span=span_of(meta))

    def term_field(self, meta: Meta, parts: Parts) -> t.FieldRef:
        return t.FieldRef(str(parts[0]), span=span_of(meta))

    term_period_first = constant(t.PeriodRef, False)
    term_period_last = constant(t.PeriodRef, True)
    term_as_of = constant(t.AsOfRef)
    term = first

    def term_before(self, meta: Meta, parts: Parts) -> t.Moved:
        return t.Moved(parts[1], parts[0], -1, span=span_of(meta))

    def term_after(self, meta: Meta, parts: Parts) -> t.Moved:
        return t.Moved(parts[1], parts[0], 1, span=span_of(meta))

    field_subject = term_field
    member_subject = term_member
    date_subject = constant(t.DateRef)
    period_first = constant(t.PeriodRef, False)
    period_last = constant(t.PeriodRef, True)
    as_of_subject = constant(t.AsOfRef)

    op_is = label("is")
    op_is_not = label("is not")
    op_at_least = label("at least")
    op_at_most = label("at most")
    op_more = label("more")
    op_less = label("less")
    operand_value = first
    operand = first

    def operand_quantity(self, meta: Meta, parts: Parts) -> t.Quantity:
        return t.Quantity(Fraction(str(parts[0])), parts[1], span=span_of(meta))

    def comparison(self, meta: Meta, parts: Parts) -> t.Comparison:
        subject, op, operand = parts
        negated = op.word == "is not"
        return t.Comparison(subject, "is" if negated else op.word, (operand,), negated, span=span_of(meta))

    def between(self, meta: Meta, parts: Parts) -> t.Between:
        return t.Between(*parts, span=span_of(meta))

    def begins(self, meta: Meta, parts: Parts) -> t.Begins:
        return t.Begins(parts[0], text_of(parts[1]), None, span=span_of(meta))

    def begins_range(self, meta: Meta, parts: Parts) -> t.Begins:
        return t.Begins(parts[0], text_of(parts[1]), text_of(parts[2]), span=span_of(meta))

    def stated(self, meta: Meta, parts: Parts) -> t.IsStated:
        return t.IsStated(parts[0], False, span=span_of(meta))

    def not_stated(self, meta: Meta, parts: Parts) -> t.IsStated:
        return t.IsStated(parts[0], True, span=span_of(meta))

    def member_yes(self, meta: Meta, parts: Parts) -> t.Comparison:
        span = span_of(meta)
        return t.Comparison(t.MemberRef(name_of(parts[0]), span=span), "is", (t.YesNo(True, span=span),), span=span)

    def period_number(self, meta: Meta, parts: Parts) -> t.Comparison:
        op, number = parts
        negated = op.word == "is not"
        subject = t.PeriodNumberRef(span=span_of(meta))
        return t.Comparison(subject, "is" if negated else op.word, (number_of(number),), negated, span=span_of(meta))

    def negated(self, _meta: Meta, _parts: Parts) -> Label:
        return Label("not")

    def category_atom(self, meta: Meta, parts: Parts) -> t.CategoryIs:
        return t.CategoryIs((name_of(parts[-1]),), len(parts) > 1, span=span_of(meta))

    def choice_atom(self, meta: Meta, parts: Parts) -> t.Comparison:
        field, *negated, value = parts
        subject = t.FieldRef(str(field), span=span_at(field))
        return t.Comparison(subject, "is", (value,), bool(negated), span=span_of(meta))

    def choice_stated(self, meta: Meta, parts: Parts) -> t.IsStated:
        return t.IsStated(t.FieldRef(str(parts[0]), span=span_at(parts[0])), False, span=span_of(meta))

    def choice_not_stated(self, meta: Meta, parts: Parts) -> t.IsStated:
        return t.IsStated(t.FieldRef(str(parts[0]), span=span_at(parts[0])), True, span=span_of(meta))

    everything = constant(t.Everything)

    def negation(self, meta: Meta, parts: Parts) -> t.Not:
        return t.Not(parts[0], span=span_of(meta))

    def record_filter(self, _meta: Meta, parts: Parts) -> t.Filter:
        return filter_of(parts)

    def has_records(self, meta: Meta, parts: Parts) -> t.HasRecords:
        return t.HasRecords(number_of(parts[0]), filter_of(parts), span=span_of(meta))

    def has_earned(self, meta: Meta, parts: Parts) -> t.HasEarned:
        return t.HasEarned(parts[0], filter_of(parts), span=span_of(meta))

    def more_value(self, _meta: Meta, parts: Parts) -> t.Stray:
        token = parts[0]
        value = text_of(token) if token.type == "STRING" else name_of(token)
        return t.Stray(value, span=span_at(token))

    def conjunction(self, meta: Meta, parts: Parts) -> t.Filter:
        return parts[0] if len(parts) == 1 else t.And(tuple(parts), span=span_of(meta))

    def filter(self, meta: Meta, parts: Parts) -> t.Filter:
        alternatives: list[t.Filter] = []
        for part in parts:
            joined = _joined(alternatives[-1], part) if isinstance(part, t.Stray) else None
            if joined is None:
                alternatives.append(part)
            else:
                alternatives[-1] = joined
        return alternatives[0] if len(alternatives) == 1 else t.Or(tuple(alternatives), span=span_of(meta))


def _joined(before: t.Filter, stray: t.Stray) -> t.Filter | None:
    """`before` with one more value for its last comparison, or None where it takes none."""
    span = Span(before.span.start, stray.span.end)
    match before:
        case t.CategoryIs(names=names) if isinstance(stray.value, t.Name):
            return replace(before, names=(*names, stray.value), span=span)
        case t.Comparison(op="is", operands=operands):
            return replace(before, operands=(*operands, stray.value), span=span)
        case t.And(parts=parts):
            last = _joined(parts[-1], stray)
            return None if last is None else t.And((*parts[:-1], last), span=span)
        case _:
            return None


@v_args(meta=True)
class Amounts(Filters):
    """Amounts, windows, cycles and keys."""

    amount_fixed = first
    amount_share = first
    share_rounding = first

    def share_required(self, meta: Meta, parts: Parts) -> t.Share:
        return t.Share(parts[0], only(t.Rounding, parts), span=span_of(meta))

    def round_down(self, meta: Meta, parts: Parts) -> t.Rounding:
        return t.Rounding("down", parts[0], span=span_of(meta))

    def round_up(self, meta: Meta, parts: Parts) -> t.Rounding:
        return t.Rounding("up", parts[0], span=span_of(meta))

    def round_nearest(self, meta: Meta, parts: Parts) -> t.Rounding:
        return t.Rounding("nearest", parts[0], span=span_of(meta))

    def amount_case(self, meta: Meta, parts: Parts) -> t.AmountCase:
        return t.AmountCase(parts[0], parts[1], span=span_of(meta))

    otherwise = first

    def amount_cases(self, meta: Meta, parts: Parts) -> t.Cases:
        return t.Cases(all_of(t.AmountCase, parts), only((t.Quantity, t.Share), parts), span=span_of(meta))

    def anchor_day(self, meta: Meta, parts: Parts) -> t.Anchor:
        return t.Anchor(parts[0], False, span=span_of(meta))

    def anchor_month(self, meta: Meta, parts: Parts) -> t.Anchor:
        return t.Anchor(parts[0], True, span=span_of(meta))

    def cycle_from(self, meta: Meta, parts: Parts) -> t.CycleFrom:
        return t.CycleFrom(parts[0], parts[1], span=span_of(meta))

    cycle_calendar_year = constant(t.CalendarYear)

    def cycle_case(self, meta: Meta, parts: Parts) -> t.CycleCase:
        when, duration, anchor = parts
        return t.CycleCase(when, t.CycleFrom(duration, anchor, span=span_of(meta)), span=span_of(meta))

    def cycle_cases(self, meta: Meta, parts: Parts) -> t.CycleCases:
        return t.CycleCases(all_of(t.CycleCase, parts), span=span_of(meta))

    def look_back(self, meta: Meta, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("back", parts[0], None, span=span_of(meta))

    def look_back_from(self, meta: Meta, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("before", *parts, span=span_of(meta))

    def counted_from(self, meta: Meta, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("from", *parts, span=span_of(meta))

    def following(self, meta: Meta, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("after", *parts, span=span_of(meta))

    def in_cycle(self, meta: Meta, parts: Parts) -> t.InCycle:
        return t.InCycle(parts[0], span=span_of(meta))

    ever = constant(t.EverWindow)

    def field_key(self, meta: Meta, parts: Parts) -> t.FieldKey:
        return t.FieldKey(tuple(name_of(part) for part in parts), span=span_of(meta))

    key_day = constant(t.DayKey, "day")
    key_week = constant(t.DayKey, "week")
    key_month = constant(t.DayKey, "month")
    key_year = constant(t.DayKey, "year")
    key_calendar_year = constant(t.DayKey, "calendar year")
    each_year = key_year
    each_calendar_year = key_calendar_year
    per = first
    different = first

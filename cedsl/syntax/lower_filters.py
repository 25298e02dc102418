"""Lowering of terms, filters and conditions; of amounts, windows, cycles and keys."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cedsl.source import Span
from cedsl.syntax import tree as t
from cedsl.syntax.lower_words import (
    AMOUNTS,
    Label,
    Parts,
    Token,
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
    text_of,
)


class Filters(Words):
    """Terms, filters and conditions."""

    def term_date(self, _span: Span, parts: Parts) -> t.Day:
        return day_of(parts[0])

    def term_member(self, span: Span, parts: Parts) -> t.MemberRef:
        return t.MemberRef(name_of(parts[0]), span=span)

    def term_field(self, span: Span, parts: Parts) -> t.FieldRef:
        return t.FieldRef(str(parts[0]), span=span)

    term_period_first = constant(t.PeriodRef, False)
    term_period_last = constant(t.PeriodRef, True)
    term_as_of = constant(t.AsOfRef)
    term = first

    def term_before(self, span: Span, parts: Parts) -> t.Moved:
        return t.Moved(parts[1], parts[0], -1, span=span)

    def term_after(self, span: Span, parts: Parts) -> t.Moved:
        return t.Moved(parts[1], parts[0], 1, span=span)

    stretch_month = label("month")
    stretch_year = label("year")

    def term_first_day(self, span: Span, parts: Parts) -> t.EdgeDay:
        return t.EdgeDay(parts[1], parts[0].word, False, span=span)

    def term_last_day(self, span: Span, parts: Parts) -> t.EdgeDay:
        return t.EdgeDay(parts[1], parts[0].word, True, span=span)

    def term_later(self, span: Span, parts: Parts) -> t.Chosen:
        return t.Chosen(parts[0], parts[1], True, span=span)

    def term_earlier(self, span: Span, parts: Parts) -> t.Chosen:
        return t.Chosen(parts[0], parts[1], False, span=span)

    def term_anniversary(self, span: Span, parts: Parts) -> t.Anniversary:
        return t.Anniversary(*parts, span=span)

    def span_between(self, span: Span, parts: Parts) -> t.SpanBetween:
        return t.SpanBetween(*parts, span=span)

    def span_when(self, span: Span, parts: Parts) -> t.SpanWhen:
        return t.SpanWhen(parts[0], span=span)

    span_period = constant(t.WholePeriod)

    def full_months(self, span: Span, parts: Parts) -> t.Measure:
        return t.Measure("full", t.Duration(1, 0, in_months=True), parts[0], span=span)

    def full_spans(self, span: Span, parts: Parts) -> t.Measure:
        return t.Measure("full", *parts, span=span)

    def calendar_months(self, span: Span, parts: Parts) -> t.Measure:
        return t.Measure("calendar months", None, parts[0], span=span)

    def span_days(self, span: Span, parts: Parts) -> t.Measure:
        return t.Measure("days", None, parts[0], span=span)

    def measure_named(self, span: Span, parts: Parts) -> t.MeasureRef:
        return t.MeasureRef(name_of(parts[0]), span=span)

    measure_subject = first
    member_measure = term_member
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

    def operand_quantity(self, span: Span, parts: Parts) -> t.Quantity:
        return t.Quantity(Fraction(str(parts[0])), parts[1], span=span)

    def comparison(self, span: Span, parts: Parts) -> t.Comparison:
        subject, op, operand = parts
        negated = op.word == "is not"
        return t.Comparison(subject, "is" if negated else op.word, (operand,), negated, span=span)

    def between(self, span: Span, parts: Parts) -> t.Between:
        return t.Between(*parts, span=span)

    def begins(self, span: Span, parts: Parts) -> t.Begins:
        return t.Begins(parts[0], text_of(parts[1]), None, span=span)

    def begins_range(self, span: Span, parts: Parts) -> t.Begins:
        return t.Begins(parts[0], text_of(parts[1]), text_of(parts[2]), span=span)

    def stated(self, span: Span, parts: Parts) -> t.IsStated:
        return t.IsStated(parts[0], False, span=span)

    def not_stated(self, span: Span, parts: Parts) -> t.IsStated:
        return t.IsStated(parts[0], True, span=span)

    def member_yes(self, span: Span, parts: Parts) -> t.Comparison:
        return t.Comparison(t.MemberRef(name_of(parts[0]), span=span), "is", (t.YesNo(True, span=span),), span=span)

    def period_number(self, span: Span, parts: Parts) -> t.Comparison:
        op, number = parts
        negated = op.word == "is not"
        subject = t.PeriodNumberRef(span=span)
        return t.Comparison(subject, "is" if negated else op.word, (number_of(number),), negated, span=span)

    def measured(self, span: Span, parts: Parts) -> t.Comparison:
        measure, op, number = parts
        negated = op.word == "is not"
        word = "is" if negated else op.word
        return t.Comparison(measure, word, (number_of(number),), negated, span=span)

    parity_odd = label("odd")
    parity_even = label("even")

    def year_parity(self, span: Span, parts: Parts) -> t.IsParity:
        return t.IsParity(parts[0], True, parts[1].word == "odd", span=span)

    def parity_is(self, span: Span, parts: Parts) -> t.IsParity:
        return t.IsParity(parts[0], False, parts[1].word == "odd", span=span)

    def listed(self, span: Span, parts: Parts) -> t.ListedIn:
        return t.ListedIn(name_of(parts[0]), span=span)

    def throughout(self, span: Span, parts: Parts) -> t.During:
        return t.During(parts[0], False, span=span)

    def sometime(self, span: Span, parts: Parts) -> t.During:
        return t.During(parts[0], True, span=span)

    def on_day(self, span: Span, parts: Parts) -> t.SeenOn:
        return t.SeenOn(*parts, span=span)

    def negated(self, _span: Span, _parts: Parts) -> Label:
        return Label("not")

    def category_atom(self, span: Span, parts: Parts) -> t.CategoryIs:
        return t.CategoryIs((name_of(parts[-1]),), len(parts) > 1, span=span)

    def choice_atom(self, span: Span, parts: Parts) -> t.Comparison:
        field, *negated, value = parts
        subject = t.FieldRef(str(field), span=field.span)
        return t.Comparison(subject, "is", (value,), bool(negated), span=span)

    def choice_stated(self, span: Span, parts: Parts) -> t.IsStated:
        return t.IsStated(t.FieldRef(str(parts[0]), span=parts[0].span), False, span=span)

    def choice_not_stated(self, span: Span, parts: Parts) -> t.IsStated:
        return t.IsStated(t.FieldRef(str(parts[0]), span=parts[0].span), True, span=span)

    everything = constant(t.Everything)

    def negation(self, span: Span, parts: Parts) -> t.Not:
        return t.Not(parts[0], span=span)

    def record_filter(self, _span: Span, parts: Parts) -> t.Filter:
        return filter_of(parts)

    def has_records(self, span: Span, parts: Parts) -> t.HasRecords:
        return t.HasRecords(number_of(parts[0]), filter_of(parts), span=span)

    def has_earned(self, span: Span, parts: Parts) -> t.HasEarned:
        return t.HasEarned(parts[0], filter_of(parts), span=span)

    def more_value(self, _span: Span, parts: Parts) -> t.Stray:
        token = parts[0]
        value = text_of(token) if token.type == "STRING" else name_of(token)
        return t.Stray(value, span=token.span)

    def conjunction(self, span: Span, parts: Parts) -> t.Filter:
        return parts[0] if len(parts) == 1 else t.And(tuple(parts), span=span)

    def filter(self, span: Span, parts: Parts) -> t.Filter:
        alternatives: list[t.Filter] = []
        for part in parts:
            joined = _joined(alternatives[-1], part) if isinstance(part, t.Stray) else None
            if joined is None:
                alternatives.append(part)
            else:
                alternatives[-1] = joined
        return alternatives[0] if len(alternatives) == 1 else t.Or(tuple(alternatives), span=span)


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


class Amounts(Filters):
    """Amounts, windows, cycles and keys."""

    amount_fixed = first
    amount_share = first
    share_rounding = first

    def share_required(self, span: Span, parts: Parts) -> t.Share:
        return t.Share(parts[0], only(t.Rounding, parts), span=span)

    def share_counted(self, span: Span, parts: Parts) -> t.Share:
        return t.Share(parts[0], only(t.Rounding, parts), counted=True, span=span)

    def round_down(self, span: Span, parts: Parts) -> t.Rounding:
        return t.Rounding("down", parts[0], span=span)

    def round_up(self, span: Span, parts: Parts) -> t.Rounding:
        return t.Rounding("up", parts[0], span=span)

    def round_nearest(self, span: Span, parts: Parts) -> t.Rounding:
        return t.Rounding("nearest", parts[0], span=span)

    def amount_each(self, span: Span, parts: Parts) -> t.ForEach:
        *rest, last = parts
        rounding = last if isinstance(last, t.Rounding) else None
        measure = rest[-1] if rounding else last
        every = number_of(parts[1]) if isinstance(parts[1], Token) else None
        return t.ForEach(parts[0], every, measure, rounding, span=span)

    def amount_proportion(self, span: Span, parts: Parts) -> t.Prorated:
        return t.Prorated(parts[0], parts[1], False, only(t.Rounding, parts), span=span)

    def amount_reduced(self, span: Span, parts: Parts) -> t.Prorated:
        return t.Prorated(parts[0], parts[1], True, only(t.Rounding, parts), span=span)

    amount_computed = first

    def amount_case(self, span: Span, parts: Parts) -> t.AmountCase:
        return t.AmountCase(parts[0], parts[1], span=span)

    otherwise = first

    def amount_cases(self, span: Span, parts: Parts) -> t.Cases:
        return t.Cases(all_of(t.AmountCase, parts), only(AMOUNTS, parts), span=span)


class Windows(Amounts):
    """Windows, cycles and keys."""

    def anchor_day(self, span: Span, parts: Parts) -> t.Anchor:
        return t.Anchor(parts[0], span=span)

    def anchor_month(self, span: Span, parts: Parts) -> t.Anchor:
        return t.Anchor(parts[0], "month", span=span)

    def anchor_month_after(self, span: Span, parts: Parts) -> t.Anchor:
        return t.Anchor(parts[0], "month", after=True, span=span)

    def anchor_year(self, span: Span, parts: Parts) -> t.Anchor:
        return t.Anchor(parts[0], "year", span=span)

    def anchor_year_after(self, span: Span, parts: Parts) -> t.Anchor:
        return t.Anchor(parts[0], "year", after=True, span=span)

    def exception(self, span: Span, parts: Parts) -> t.OwnPeriod:
        return t.OwnPeriod(day_of(parts[0]), day_of(parts[1]), span=span)

    def first_from(self, span: Span, parts: Parts) -> t.CycleWords:
        return t.CycleWords(first_from=parts[0], span=span)

    def first_at_least(self, span: Span, parts: Parts) -> t.CycleWords:
        return t.CycleWords(at_least=parts[0], span=span)

    def except_periods(self, span: Span, parts: Parts) -> t.CycleWords:
        return t.CycleWords(exceptions=tuple(parts), span=span)

    def _said(self, span: Span, parts: Parts) -> t.CycleWords:
        several: tuple[t.CycleWords, ...] = all_of(t.CycleWords, parts)
        return t.CycleWords(
            next((each.first_from for each in several if each.first_from is not None), None),
            next((each.at_least for each in several if each.at_least is not None), None),
            tuple(exception for each in several for exception in each.exceptions),
            span=span,
        )

    def cycle_from(self, span: Span, parts: Parts) -> t.CycleFrom:
        return t.CycleFrom(parts[0], parts[1], self._said(span, parts), span=span)

    def cycle_calendar_year(self, span: Span, parts: Parts) -> t.CalendarYear:
        return t.CalendarYear(self._said(span, parts), span=span)

    def _window(self, part: t.Window | t.CycleRule) -> t.Window:
        rules = t.CycleFrom | t.CalendarYear | t.CycleCases
        return t.InCycle(part, span=part.span) if isinstance(part, rules) else part

    def cycle_case(self, span: Span, parts: Parts) -> t.CycleCase:
        return t.CycleCase(parts[0], self._window(parts[1]), span=span)

    def cycle_otherwise(self, span: Span, parts: Parts) -> t.CycleCase:
        return t.CycleCase(None, self._window(parts[0]), span=span)

    def cycle_cases(self, span: Span, parts: Parts) -> t.CycleCases:
        return t.CycleCases(all_of(t.CycleCase, parts), span=span)

    def in_calendar_years(self, span: Span, parts: Parts) -> t.CalendarYears:
        return t.CalendarYears(number_of(parts[0]), span=span)

    def either_window(self, span: Span, parts: Parts) -> t.EitherWindow:
        return t.EitherWindow(*parts, span=span)

    def look_back(self, span: Span, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("back", parts[0], None, span=span)

    def look_back_from(self, span: Span, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("before", *parts, span=span)

    def counted_from(self, span: Span, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("from", *parts, span=span)

    def following(self, span: Span, parts: Parts) -> t.WithinWindow:
        return t.WithinWindow("after", *parts, span=span)

    def in_cycle(self, span: Span, parts: Parts) -> t.InCycle:
        return t.InCycle(parts[0], span=span)

    ever = constant(t.EverWindow)

    def field_key(self, span: Span, parts: Parts) -> t.FieldKey:
        stretch = only(t.DayKey, parts)
        named = tuple(name_of(part) for part in parts if isinstance(part, Token))
        return t.FieldKey(named, None if stretch is None else stretch.stretch, span=span)

    key_day = constant(t.DayKey, "day")
    key_week = constant(t.DayKey, "week")
    key_month = constant(t.DayKey, "month")
    key_year = constant(t.DayKey, "year")
    key_calendar_year = constant(t.DayKey, "calendar year")
    each_year = key_year
    each_calendar_year = key_calendar_year
    per = first
    different = first

"""Lowering of crediting, of examples, and of the file as a whole."""

from __future__ import annotations

from fractions import Fraction

from cedsl.source import Span
from cedsl.syntax import tree as t
from cedsl.syntax.lower_declarations import Declarations, title_of
from cedsl.syntax.lower_words import (
    FILTERS,
    KEYS,
    VALUES,
    Parts,
    Token,
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


class Crediting(Declarations):
    """Credit statements and their clauses."""

    clause = first

    def rate(self, span: Span, parts: Parts) -> t.Rate:
        return t.Rate(*parts, span=span)

    def flat(self, span: Span, parts: Parts) -> t.Flat:
        return t.Flat(parts[0], span=span)

    as_claimed = constant(t.AsClaimed)

    def most_each(self, span: Span, parts: Parts) -> t.MostEach:
        return t.MostEach(parts[0], span=span)

    def most_by_field(self, span: Span, parts: Parts) -> t.MostByField:
        return t.MostByField(parts[0], name_of(parts[1]), span=span)

    def plus_field(self, span: Span, parts: Parts) -> t.PlusField:
        factor = parts[0] if len(parts) > 1 else Fraction(1)
        return t.PlusField(factor, name_of(parts[-1]), span=span)

    def divided(self, span: Span, parts: Parts) -> t.ByField:
        return t.ByField(name_of(parts[0]), True, span=span)

    def times_field(self, span: Span, parts: Parts) -> t.ByField:
        return t.ByField(name_of(parts[0]), False, span=span)

    def shortest(self, span: Span, parts: Parts) -> t.Shortest:
        return t.Shortest(parts[0], span=span)

    def where(self, span: Span, parts: Parts) -> t.Where:
        return t.Where(parts[0], span=span)

    net_time = constant(t.ContactTime)

    def less_field(self, span: Span, parts: Parts) -> t.LessField:
        return t.LessField(name_of(parts[0]), span=span)

    rounded = first

    def rounded_last(self, span: Span, parts: Parts) -> t.RoundedLast:
        return t.RoundedLast(parts[0], span=span)

    parts_as_stated = constant(t.PartsAsStated)

    def times(self, span: Span, parts: Parts) -> t.Times:
        return t.Times(parts[0], span=span)

    def factor_full(self, _span: Span, _parts: Parts) -> Fraction:
        return Fraction(1)

    def factor_half(self, _span: Span, _parts: Parts) -> Fraction:
        return Fraction(1, 2)

    def factor_nothing(self, _span: Span, _parts: Parts) -> Fraction:
        return Fraction(0)

    factor_number = first

    def span_ever(self, span: Span, _parts: Parts) -> t.SpanOfTime:
        return t.SpanOfTime(ever=True, span=span)

    def span_within(self, span: Span, parts: Parts) -> t.SpanOfTime:
        return t.SpanOfTime(duration=parts[0], span=span)

    def span_calendar_years(self, span: Span, parts: Parts) -> t.SpanOfTime:
        return t.SpanOfTime(calendar_years=number_of(parts[0]), span=span)

    def once(self, span: Span, parts: Parts) -> t.Repeats:
        factors = (Fraction(1), Fraction(0))
        return t.Repeats(factors, only(KEYS, parts), only(t.SpanOfTime, parts), span=span)

    def repeats(self, span: Span, parts: Parts) -> t.Repeats:
        factors = all_of(Fraction, parts)
        return t.Repeats(factors, only(KEYS, parts), only(t.SpanOfTime, parts), span=span)

    def gives(self, span: Span, parts: Parts) -> t.Retag:
        return t.Retag(name_of(parts[0]), True, span=span)

    def takes(self, span: Span, parts: Parts) -> t.Retag:
        return t.Retag(name_of(parts[0]), False, span=span)

    def credit(self, span: Span, parts: Parts) -> t.Credit:
        clauses = tuple(p for p in parts if not isinstance(p, (*FILTERS, t.Tail, Token)))
        return t.Credit(filter_of(parts), clauses, parts[-1], span=span)

    def refuse(self, span: Span, parts: Parts) -> t.Refuse:
        return t.Refuse(parts[0], False, parts[1], span=span)

    def accept_only(self, span: Span, parts: Parts) -> t.Refuse:
        return t.Refuse(parts[0], True, parts[1], span=span)


class ToTree(Crediting):
    """The whole grammar; examples and the file itself."""

    def example_as_of(self, span: Span, parts: Parts) -> t.ExampleAsOf:
        return t.ExampleAsOf(day_of(parts[0]), span=span)

    def valid_from(self, _span: Span, parts: Parts) -> t.Day:
        return day_of(parts[0])

    def example_fact(self, span: Span, parts: Parts) -> t.ExampleFact:
        name, value, *rest = parts
        last = only(tuple, rest)
        return t.ExampleFact(name_of(name), value, only(t.Day, rest), last[1] if last else None, span=span)

    def example_because(self, span: Span, parts: Parts) -> t.Because:
        return t.Because(text_of(parts[0]), span=span)

    def example_cite(self, span: Span, parts: Parts) -> t.ExampleCite:
        return t.ExampleCite(text_of(parts[0]), span=span)

    to_amount = first

    def example_waiver(self, span: Span, parts: Parts) -> t.ExampleWaiver:
        statement, *rest = parts
        last = only(tuple, rest)
        return t.ExampleWaiver(
            name_of(statement),
            only(t.Quantity, rest),
            only(t.Day, rest),
            last[1] if last else None,
            title_of(rest),
            span=span,
        )

    def example_extension(self, span: Span, parts: Parts) -> t.ExampleExtension:
        named = next((part for part in parts if isinstance(part, Token) and part.type == "NAME"), None)
        last = only(tuple, parts)[1]
        name = None if named is None else name_of(named)
        return t.ExampleExtension(name, last, title_of(parts), span=span)

    def example_opening(self, span: Span, parts: Parts) -> t.ExampleOpening:
        day, amount, *tags = parts
        return t.ExampleOpening(day_of(day), amount, tags[0] if tags else (), span=span)

    def example_period(self, span: Span, parts: Parts) -> t.ExamplePeriod:
        return t.ExamplePeriod(day_of(parts[0]), span=span)

    def until_day(self, _span: Span, parts: Parts) -> t.Day:
        return day_of(parts[0])

    def tag(self, span: Span, parts: Parts) -> t.ExampleTag:
        return t.ExampleTag(name_of(parts[0]), only(t.Quantity, parts), span=span)

    def tags(self, _span: Span, parts: Parts) -> tuple[t.ExampleTag, ...]:
        return tuple(parts)

    def _attribute(self, span: Span, parts: Parts) -> t.Attribute:
        return t.Attribute(name_of(parts[0]), only((*VALUES, t.Quantity), parts[1:]), span=span)

    attribute_choice = _attribute
    attribute_field = _attribute

    def record(self, span: Span, parts: Parts) -> t.ExampleRecord:
        on, *rest = parts
        return t.ExampleRecord(
            day_of(on),
            only(t.Day, rest),
            only(t.Quantity, rest),
            only(tuple, rest) or (),
            all_of(t.Attribute, rest),
            span=span,
        )

    word_met = label("met")
    word_short = label("short")
    word_failed = label("failed")
    word_exempt = label("exempt")
    word_waived = label("waived")
    word_depends = label("depends")
    figure_still = label("still")
    figure_surplus = label("surplus")
    figure_earned = label("earned")
    figure_counted = label("counted")
    figure_over = label("over")
    figure_carried_in = label("carried in")
    figure_carried_out = label("carried out")
    figure_used = label("used")
    figure_expired = label("expired")
    expectation = first

    def of_one(self, _span: Span, parts: Parts) -> t.Name:
        return name_of(parts[0])

    def of_single(self, _span: Span, parts: Parts) -> tuple[t.Name, ...]:
        return (name_of(parts[0]),)

    def of_together(self, _span: Span, parts: Parts) -> tuple[t.Name, ...]:
        return tuple(name_of(part) for part in parts)

    def expect_verdict(self, span: Span, parts: Parts) -> t.ExpectVerdict:
        return t.ExpectVerdict(parts[0].word, only(t.Name, parts), span=span)

    def expect_short(self, span: Span, parts: Parts) -> t.ExpectShort:
        return t.ExpectShort(parts[0], only(tuple, parts) or (), span=span)

    def expect_figure(self, span: Span, parts: Parts) -> t.ExpectFigure:
        return t.ExpectFigure(parts[0].word, parts[1], only(t.Name, parts), span=span)

    def expect(self, span: Span, parts: Parts) -> t.Expect:
        kinds = (t.ExpectVerdict, t.ExpectShort, t.ExpectFigure)
        return t.Expect(all_of(kinds, parts), span=span)

    def example(self, span: Span, parts: Parts) -> t.Example:
        return t.Example(text_of(parts[0]), tuple(parts[1:]), span=span)

    def start(self, span: Span, parts: Parts) -> t.File:
        return t.File(tuple(parts), span=span)

    header_item = first
    declaration = first
    category_inside = first
    credit_item = first

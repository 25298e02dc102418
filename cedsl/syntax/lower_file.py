"""Lowering of crediting, of examples, and of the file as a whole."""

from __future__ import annotations

from fractions import Fraction

from lark import Token, v_args
from lark.tree import Meta

from cedsl.syntax import tree as t
from cedsl.syntax.lower_declarations import Declarations, title_of
from cedsl.syntax.lower_words import (
    FILTERS,
    KEYS,
    VALUES,
    Parts,
    all_of,
    constant,
    day_of,
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
class Crediting(Declarations):
    """Credit statements and their clauses."""

    clause = first

    def rate(self, meta: Meta, parts: Parts) -> t.Rate:
        return t.Rate(*parts, span=span_of(meta))

    def flat(self, meta: Meta, parts: Parts) -> t.Flat:
        return t.Flat(parts[0], span=span_of(meta))

    as_claimed = constant(t.AsClaimed)

    def most_each(self, meta: Meta, parts: Parts) -> t.MostEach:
        return t.MostEach(parts[0], span=span_of(meta))

    def most_by_field(self, meta: Meta, parts: Parts) -> t.MostByField:
        return t.MostByField(parts[0], name_of(parts[1]), span=span_of(meta))

    def plus_field(self, meta: Meta, parts: Parts) -> t.PlusField:
        factor = parts[0] if len(parts) > 1 else Fraction(1)
        return t.PlusField(factor, name_of(parts[-1]), span=span_of(meta))

    def divided(self, meta: Meta, parts: Parts) -> t.ByField:
        return t.ByField(name_of(parts[0]), True, span=span_of(meta))

    def times_field(self, meta: Meta, parts: Parts) -> t.ByField:
        return t.ByField(name_of(parts[0]), False, span=span_of(meta))

    def shortest(self, meta: Meta, parts: Parts) -> t.Shortest:
        return t.Shortest(parts[0], span=span_of(meta))

    def where(self, meta: Meta, parts: Parts) -> t.Where:
        return t.Where(parts[0], span=span_of(meta))

    net_time = constant(t.ContactTime)

    def less_field(self, meta: Meta, parts: Parts) -> t.LessField:
        return t.LessField(name_of(parts[0]), span=span_of(meta))

    rounded = first

    def rounded_last(self, meta: Meta, parts: Parts) -> t.RoundedLast:
        return t.RoundedLast(parts[0], span=span_of(meta))

    parts_as_stated = constant(t.PartsAsStated)

    def times(self, meta: Meta, parts: Parts) -> t.Times:
        return t.Times(parts[0], span=span_of(meta))

    def factor_full(self, _meta: Meta, _parts: Parts) -> Fraction:
        return Fraction(1)

    def factor_half(self, _meta: Meta, _parts: Parts) -> Fraction:
        return Fraction(1, 2)

    def factor_nothing(self, _meta: Meta, _parts: Parts) -> Fraction:
        return Fraction(0)

    factor_number = first

    def span_ever(self, meta: Meta, _parts: Parts) -> t.SpanOfTime:
        return t.SpanOfTime(ever=True, span=span_of(meta))

    def span_within(self, meta: Meta, parts: Parts) -> t.SpanOfTime:
        return t.SpanOfTime(duration=parts[0], span=span_of(meta))

    def span_calendar_years(self, meta: Meta, parts: Parts) -> t.SpanOfTime:
        return t.SpanOfTime(calendar_years=number_of(parts[0]), span=span_of(meta))

    def once(self, meta: Meta, parts: Parts) -> t.Repeats:
        factors = (Fraction(1), Fraction(0))
        return t.Repeats(factors, only(KEYS, parts), only(t.SpanOfTime, parts), span=span_of(meta))

    def repeats(self, meta: Meta, parts: Parts) -> t.Repeats:
        factors = all_of(Fraction, parts)
        return t.Repeats(factors, only(KEYS, parts), only(t.SpanOfTime, parts), span=span_of(meta))

    def gives(self, meta: Meta, parts: Parts) -> t.Retag:
        return t.Retag(name_of(parts[0]), True, span=span_of(meta))

    def takes(self, meta: Meta, parts: Parts) -> t.Retag:
        return t.Retag(name_of(parts[0]), False, span=span_of(meta))

    def credit(self, meta: Meta, parts: Parts) -> t.Credit:
        clauses = tuple(p for p in parts if not isinstance(p, (*FILTERS, t.Tail, Token)))
        return t.Credit(filter_of(parts), clauses, parts[-1], span=span_of(meta))

    def refuse(self, meta: Meta, parts: Parts) -> t.Refuse:
        return t.Refuse(parts[0], False, parts[1], span=span_of(meta))

    def accept_only(self, meta: Meta, parts: Parts) -> t.Refuse:
        return t.Refuse(parts[0], True, parts[1], span=span_of(meta))


@v_args(meta=True)
class ToTree(Crediting):
    """The whole grammar; examples and the file itself."""

    def example_as_of(self, meta: Meta, parts: Parts) -> t.ExampleAsOf:
        return t.ExampleAsOf(day_of(parts[0]), span=span_of(meta))

    def valid_from(self, _meta: Meta, parts: Parts) -> t.Day:
        return day_of(parts[0])

    def example_fact(self, meta: Meta, parts: Parts) -> t.ExampleFact:
        name, value, *rest = parts
        last = only(tuple, rest)
        return t.ExampleFact(name_of(name), value, only(t.Day, rest), last[1] if last else None, span=span_of(meta))

    def example_because(self, meta: Meta, parts: Parts) -> t.Because:
        return t.Because(text_of(parts[0]), span=span_of(meta))

    def example_cite(self, meta: Meta, parts: Parts) -> t.ExampleCite:
        return t.ExampleCite(text_of(parts[0]), span=span_of(meta))

    to_amount = first

    def example_waiver(self, meta: Meta, parts: Parts) -> t.ExampleWaiver:
        statement, *rest = parts
        last = only(tuple, rest)
        return t.ExampleWaiver(
            name_of(statement),
            only(t.Quantity, rest),
            only(t.Day, rest),
            last[1] if last else None,
            title_of(rest),
            span=span_of(meta),
        )

    def example_extension(self, meta: Meta, parts: Parts) -> t.ExampleExtension:
        named = next((part for part in parts if isinstance(part, Token) and part.type == "NAME"), None)
        last = only(tuple, parts)[1]
        name = None if named is None else name_of(named)
        return t.ExampleExtension(name, last, title_of(parts), span=span_of(meta))

    def example_opening(self, meta: Meta, parts: Parts) -> t.ExampleOpening:
        day, amount, *tags = parts
        return t.ExampleOpening(day_of(day), amount, tags[0] if tags else (), span=span_of(meta))

    def example_period(self, meta: Meta, parts: Parts) -> t.ExamplePeriod:
        return t.ExamplePeriod(day_of(parts[0]), span=span_of(meta))

    def until_day(self, _meta: Meta, parts: Parts) -> t.Day:
        return day_of(parts[0])

    def tag(self, meta: Meta, parts: Parts) -> t.ExampleTag:
        return t.ExampleTag(name_of(parts[0]), only(t.Quantity, parts), span=span_of(meta))

    def tags(self, _meta: Meta, parts: Parts) -> tuple[t.ExampleTag, ...]:
        return tuple(parts)

    def _attribute(self, meta: Meta, parts: Parts) -> t.Attribute:
        return t.Attribute(name_of(parts[0]), only((*VALUES, t.Quantity), parts[1:]), span=span_of(meta))

    attribute_choice = _attribute
    attribute_field = _attribute

    def record(self, meta: Meta, parts: Parts) -> t.ExampleRecord:
        on, *rest = parts
        return t.ExampleRecord(
            day_of(on),
            only(t.Day, rest),
            only(t.Quantity, rest),
            only(tuple, rest) or (),
            all_of(t.Attribute, rest),
            span=span_of(meta),
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

    def of_one(self, _meta: Meta, parts: Parts) -> t.Name:
        return name_of(parts[0])

    def of_single(self, _meta: Meta, parts: Parts) -> tuple[t.Name, ...]:
        return (name_of(parts[0]),)

    def of_together(self, _meta: Meta, parts: Parts) -> tuple[t.Name, ...]:
        return tuple(name_of(part) for part in parts)

    def expect_verdict(self, meta: Meta, parts: Parts) -> t.ExpectVerdict:
        return t.ExpectVerdict(parts[0].word, only(t.Name, parts), span=span_of(meta))

    def expect_short(self, meta: Meta, parts: Parts) -> t.ExpectShort:
        return t.ExpectShort(parts[0], only(tuple, parts) or (), span=span_of(meta))

    def expect_figure(self, meta: Meta, parts: Parts) -> t.ExpectFigure:
        return t.ExpectFigure(parts[0].word, parts[1], only(t.Name, parts), span=span_of(meta))

    def expect(self, meta: Meta, parts: Parts) -> t.Expect:
        kinds = (t.ExpectVerdict, t.ExpectShort, t.ExpectFigure)
        return t.Expect(all_of(kinds, parts), span=span_of(meta))

    def example(self, meta: Meta, parts: Parts) -> t.Example:
        return t.Example(text_of(parts[0]), tuple(parts[1:]), span=span_of(meta))

    def start(self, meta: Meta, parts: Parts) -> t.File:
        return t.File(tuple(parts), span=span_of(meta))

    header_item = first
    declaration = first
    category_inside = first
    credit_item = first

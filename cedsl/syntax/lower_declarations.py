"""Lowering of the header and of declarations."""

from __future__ import annotations

from cedsl.source import Span
from cedsl.syntax import tree as t
from cedsl.syntax.lower_statements import Statements
from cedsl.syntax.lower_words import (
    Label,
    Parts,
    Token,
    all_of,
    constant,
    day_of,
    first,
    label,
    name_of,
    number_of,
    only,
    text_of,
)


def _texts(parts: Parts) -> list[t.Text]:
    return [text_of(part) for part in parts if isinstance(part, Token) and part.type == "STRING"]


def title_of(parts: Parts) -> t.Text | None:
    texts = _texts(parts)
    return texts[0] if texts else None


def _days(parts: Parts) -> list[t.Day]:
    return [day_of(part) for part in parts if isinstance(part, Token) and part.type == "DATE"]


class Declarations(Statements):
    """Header and declarations."""

    def ruleset(self, span: Span, parts: Parts) -> t.RulesetName:
        return t.RulesetName(name_of(parts[0]), title_of(parts), span=span)

    def issued_by(self, span: Span, parts: Parts) -> t.HeaderText:
        return t.HeaderText("issued by", text_of(parts[0]), span=span)

    def source(self, span: Span, parts: Parts) -> t.HeaderText:
        return t.HeaderText("source", text_of(parts[0]), span=span)

    def contact(self, span: Span, parts: Parts) -> t.HeaderText:
        return t.HeaderText("contact", text_of(parts[0]), span=span)

    def note(self, span: Span, parts: Parts) -> t.HeaderText:
        return t.HeaderText("note", text_of(parts[0]), span=span)

    def consequence(self, span: Span, parts: Parts) -> t.HeaderText:
        return t.HeaderText("consequence", text_of(parts[0]), span=span)

    def in_spanish(self, _span: Span, _parts: Parts) -> str:
        return "es"

    def in_french(self, _span: Span, _parts: Parts) -> str:
        return "fr"

    def translation(self, span: Span, parts: Parts) -> t.Translation:
        original, said = _texts(parts)
        return t.Translation(original, said, span=span)

    def translation_block(self, _span: Span, parts: Parts) -> tuple[t.Translation, ...]:
        return all_of(t.Translation, parts)

    def translations(self, span: Span, parts: Parts) -> t.Translations:
        return t.Translations(str(parts[0]), only(tuple, parts) or (), span=span)

    def until(self, _span: Span, parts: Parts) -> tuple[str, t.Day]:
        return "until", day_of(parts[0])

    def edition(self, span: Span, parts: Parts) -> t.Edition:
        days = _days(parts)
        last = only(tuple, parts)
        return t.Edition(text_of(parts[0]), days[0] if days else None, last[1] if last else None, span=span)

    equals = first

    def unit(self, span: Span, parts: Parts) -> t.UnitDecl:
        return t.UnitDecl(name_of(parts[0]), title_of(parts), only(t.Quantity, parts), span=span)

    def _relation(self, how: str, span: Span, parts: Parts) -> t.Relation:
        return t.Relation(how, tuple(name_of(part) for part in parts), span=span)

    def inside(self, span: Span, parts: Parts) -> t.Relation:
        return self._relation("inside", span, parts)

    def counts_as(self, span: Span, parts: Parts) -> t.Relation:
        return self._relation("counts as", span, parts)

    def spills_into(self, span: Span, parts: Parts) -> t.Relation:
        return self._relation("spills into", span, parts)

    def shares_with(self, span: Span, parts: Parts) -> t.Relation:
        return self._relation("shares with", span, parts)

    def classification(self, span: Span, parts: Parts) -> t.Relation:
        return self._relation("classification", span, parts)

    def category_block(self, _span: Span, parts: Parts) -> tuple[t.CategoryDecl, ...]:
        return tuple(parts)

    def category(self, span: Span, parts: Parts) -> t.CategoryDecl:
        inner = only(tuple, parts)
        return t.CategoryDecl(name_of(parts[0]), title_of(parts), all_of(t.Relation, parts), inner or (), span=span)

    unless_stated = label("unless stated")

    def choice(self, span: Span, parts: Parts) -> t.ChoiceDecl:
        default = only(Label, parts) is not None
        return t.ChoiceDecl(str(parts[0]), name_of(parts[1]), title_of(parts), default, span=span)

    text_type = constant(t.TypeName, "text")
    number_type = constant(t.TypeName, "number")
    date_type = constant(t.TypeName, "date")
    time_type = constant(t.TypeName, "time")
    yes_no_type = constant(t.TypeName, "yes or no")

    def choice_type(self, span: Span, parts: Parts) -> t.TypeName:
        return t.TypeName("choice", _choice_values(parts), span=span)

    def ordered_type(self, span: Span, parts: Parts) -> t.TypeName:
        return t.TypeName("ordered", _choice_values(parts), span=span)

    def default(self, _span: Span, parts: Parts) -> t.Default:
        token = parts[0]
        value: t.Name | t.Number | t.Text = name_of(token)
        if token.type == "NUMBER":
            value = number_of(token)
        elif token.type == "STRING":
            value = text_of(token)
        return t.Default(value, span=token.span)

    def field(self, span: Span, parts: Parts) -> t.FieldDecl:
        kind = only(t.TypeName, parts)
        default = only(t.Default, parts)
        return t.FieldDecl(name_of(parts[0]), kind, title_of(parts), default, span=span)

    def fact(self, span: Span, parts: Parts) -> t.FactDecl:
        default = only(t.Default, parts)
        return t.FactDecl(name_of(parts[0]), parts[1], title_of(parts), default, span=span)

    def cell(self, span: Span, parts: Parts) -> t.Cell:
        return t.Cell(name_of(parts[0]), parts[1], span=span)

    def table_column(self, span: Span, parts: Parts) -> t.TableColumn:
        return t.TableColumn(name_of(parts[0]), parts[1], title_of(parts), span=span)

    def table_row(self, span: Span, parts: Parts) -> t.TableRow:
        key, *rest = parts
        word = text_of(key) if key.type == "STRING" else name_of(key)
        last = only(tuple, rest)
        first_day = only(t.Day, rest)
        return t.TableRow(word, all_of(t.Cell, rest), first_day, last[1] if last else None, span=span)

    def table_block(self, _span: Span, parts: Parts) -> tuple[t.TableColumn | t.TableRow, ...]:
        return tuple(parts)

    def table(self, span: Span, parts: Parts) -> t.TableDecl:
        inside = only(tuple, parts) or ()
        return t.TableDecl(
            name_of(parts[0]),
            name_of(parts[1]),
            title_of(parts[2:]),
            all_of(t.TableColumn, inside),
            all_of(t.TableRow, inside),
            span=span,
        )

    def measure_declared(self, span: Span, parts: Parts) -> t.MeasureDecl:
        return t.MeasureDecl(name_of(parts[0]), title_of(parts), parts[-1], span=span)

    def apart(self, span: Span, parts: Parts) -> t.Apart:
        name, *of = parts
        other = [text_of(each) if each.type == "STRING" else name_of(each) for each in of]
        return t.Apart(name_of(name), other[0] if other else None, span=span)

    def not_both(self, span: Span, parts: Parts) -> t.NotBoth:
        return t.NotBoth(tuple(parts), span=span)

    def cycle_default(self, span: Span, parts: Parts) -> t.CycleDecl:
        return t.CycleDecl(parts[0], span=span)

    falls_completion = constant(t.FallsDecl, "completion")
    falls_start = constant(t.FallsDecl, "start")
    falls_inside = constant(t.FallsDecl, "inside")
    first_tag_only = constant(t.Indivisible)


def _choice_values(parts: Parts) -> tuple[t.Name | t.Text, ...]:
    return tuple(text_of(part) if part.type == "STRING" else name_of(part) for part in parts)

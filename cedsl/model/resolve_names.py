"""Declarations: header, units, categories, choices, fields, facts. Everything a statement may name later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import BUILT_IN, Names
from cedsl.model.resolve_filter import resolve_measure, value_of
from cedsl.quantity import Unit, own_unit
from cedsl.quantity import written as quantity_written
from cedsl.records.activity import Value
from cedsl.records.schema import (
    AmountType,
    ChoiceType,
    DayType,
    FieldType,
    NumberType,
    TextType,
    YesNoType,
)
from cedsl.source import Span
from cedsl.syntax import tree as t


def resolve_header(names: Names, items: Iterable[t.Item]) -> r.Header:
    """The header; a file without one is called `rules`."""
    found: dict[str, list[str]] = {}
    header = r.Header("rules", r.UNTITLED)
    edition: t.Edition | None = None
    for item in items:
        match item:
            case t.RulesetName(name, title):
                header = r.Header(name.text, title.text if title else name.text, span=item.span)
            case t.HeaderText(what, text):
                found.setdefault(what, []).append(text.text)
            case t.Edition():
                edition = item
            case _:
                continue
    issuers = found.get("issued by")
    return replace(
        header,
        issued_by=", ".join(issuers) if issuers else None,
        edition=edition.name.text if edition else None,
        in_force_from=names.day(edition.first) if edition and edition.first else None,
        in_force_until=names.day(edition.last) if edition and edition.last else None,
        sources=tuple(found.get("source", ())),
        contacts=tuple(found.get("contact", ())),
        notes=tuple(found.get("note", ())),
        consequences=tuple(found.get("consequence", ())),
    )


def resolve_translations(names: Names, items: Iterable[t.Item]) -> tuple[r.Translation, ...]:
    """What the author's texts are in other languages; each text once in a language."""
    found: dict[tuple[str, str], r.Translation] = {}
    for block in (item for item in items if isinstance(item, t.Translations)):
        for pair in block.pairs:
            written, span = pair.original.text, pair.original.span
            key = (block.language, written)
            if key in found:
                names.report(problems.declared_twice("the translation of", written, span, found[key].span))
            found[key] = r.Translation(block.language, written, pair.said.text, span=span)
    return tuple(found.values())


def declare_units(names: Names, items: Iterable[t.Item]) -> None:
    """Units in the order written; one given as an amount of another must follow it."""
    declared: dict[str, Span] = {}
    for item in items:
        if not isinstance(item, t.UnitDecl):
            continue
        name = item.name.text
        if name in declared:
            names.report(problems.declared_twice("unit", name, item.span, declared[name]))
        declared[name] = item.span
        names.units[name] = _unit(names, item)


def _unit(names: Names, item: t.UnitDecl) -> Unit:
    name = item.name.text
    known = names.units.get(name)
    plain = known or own_unit(name)
    if item.plural is not None and item.plural.text.casefold() != name.casefold():
        plain = replace(plain, plural=item.plural.text, symbols=(*plain.symbols, plain.plural))
    if item.equals is None:
        return plain
    amount = names.amount(item.equals)
    if amount is None or amount.number <= 0:
        names.report(problems.bad_number("a unit is more than nothing", item.equals.span))
        return plain
    base = names.units[amount.unit]
    return replace(plain, dimension=base.dimension, size=amount.number * base.size)


def choose_unit(names: Names, items: Iterable[t.Item]) -> None:
    """The ruleset's unit: that of the first amount required, else credited, else the first unit declared."""
    declared = tuple(items)
    amounts = [*map(_first_amount, declared), *map(_first_credit, declared)]
    quantity = next((each for each in amounts if each is not None), None)
    found = None if quantity is None else names.unit_named(quantity.unit)
    if quantity is None:
        found = next((names.units[each.name.text] for each in declared if isinstance(each, t.UnitDecl)), None)
    names.unit = found or names.units["hour"]


def _first_credit(item: t.Item) -> t.Quantity | None:
    match item:
        case t.Credit(clauses=clauses):
            return next((each.credit for each in clauses if isinstance(each, t.Rate | t.Flat)), None)
        case _:
            return None


def _first_amount(item: t.Item) -> t.Quantity | None:
    match item:
        case t.Require(amount=t.Quantity() as quantity):
            return quantity
        case t.Require(amount=t.Cases(cases=cases)):
            return next((each.amount for each in cases if isinstance(each.amount, t.Quantity)), None)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Placed:
    item: t.CategoryDecl
    parents: tuple[str, ...]


def declare_categories(names: Names, items: Iterable[t.Item]) -> None:
    """Categories, nested ones as inside the one that holds them; then their relations."""
    placed = [each for item in items if isinstance(item, t.CategoryDecl) for each in _flat(item, ())]
    names.categories_declared = bool(placed)
    for each in placed:
        name = each.item.name
        if name.text in names.categories:
            first = names.categories[name.text].span
            names.report(problems.declared_twice("category", name.text, name.span, first))
            continue
        title = each.item.title.text if each.item.title else name.text
        names.categories[name.text] = r.Category(name.text, title, inside=each.parents, span=name.span)
    for each in placed:
        _relate(names, each.item)
    _share_both_ways(names)
    _check_circles(names)


def _flat(item: t.CategoryDecl, parents: tuple[str, ...]) -> Iterable[_Placed]:
    yield _Placed(item, parents)
    for inner in item.inner:
        yield from _flat(inner, (item.name.text,))


def _relate(names: Names, item: t.CategoryDecl) -> None:
    category = names.categories[item.name.text]
    for relation in item.relations:
        if relation.how == "classification":
            category = replace(category, group=relation.names[0].text)
            continue
        others = tuple(each for each in map(names.category, relation.names) if each is not None)
        match relation.how:
            case "inside":
                category = replace(category, inside=(*category.inside, *others))
            case "counts as":
                category = replace(category, counts_as=(*category.counts_as, *others))
            case "spills into":
                category = replace(category, spills_into=(*category.spills_into, *others))
            case "shares with":
                category = replace(category, shares_with=(*category.shares_with, *others))
            case _:
                raise AssertionError(relation.how)
    names.categories[category.name] = category


def _share_both_ways(names: Names) -> None:
    """Sharing hours is mutual: A shares with B says that B shares with A."""
    for name, category in tuple(names.categories.items()):
        for other in category.shares_with:
            partner = names.categories.get(other)
            if partner is not None and name not in partner.shares_with and other != name:
                names.categories[other] = replace(partner, shares_with=(*partner.shares_with, name))


def _check_circles(names: Names) -> None:
    for name, category in tuple(names.categories.items()):
        above: set[str] = set()
        for parent in (*category.inside, *category.counts_as):
            above |= names.above(parent)
        if name in above:
            names.report(
                problems.category_circle((name, *category.inside, *category.counts_as), category.span)
            )
            names.categories[name] = replace(category, inside=(), counts_as=())


def declare_choices(names: Names, items: Iterable[t.Item]) -> None:
    """Modes, roles and kinds, with the one that holds where a record states none."""
    for item in items:
        if not isinstance(item, t.ChoiceDecl):
            continue
        declared = names.choices.setdefault(item.field, {})
        if item.name.text in declared:
            first = declared[item.name.text].span
            names.report(problems.declared_twice(item.field, item.name.text, item.name.span, first))
        title = item.title.text if item.title else item.name.text
        declared[item.name.text] = r.Choice(item.field, item.name.text, title, span=item.name.span)
        if item.unless_stated:
            type_ = names.field_type(item.field) or TextType()
            names.fields[item.field] = r.Field(item.field, item.field, type_, item.name.text, span=item.span)
            names.assume(
                f"default-{item.field}",
                f"An activity that states no {item.field} counts as {title}.",
            )


def declare_fields(names: Names, items: Iterable[t.Item]) -> None:
    """Fields of activities and facts of members, with their types."""
    for item in items:
        match item:
            case t.FieldDecl(name, type_, title, default):
                _declare(names.fields, names, "field", name, type_, title)
                if default is not None:
                    _default(names, names.fields, name.text, default, "An activity")
            case t.FactDecl(name, type_, title, default):
                _declare(names.facts, names, "member fact", name, type_, title)
                if default is not None:
                    _default(names, names.facts, name.text, default, "A member")
            case _:
                continue
    for field_name, declared in names.choices.items():
        if field_name in names.fields and declared:
            found = names.field_type(field_name) or TextType()
            names.fields[field_name] = replace(names.fields[field_name], type=found)


def _default(names: Names, among: dict[str, r.Field], name: str, default: t.Default, who: str) -> None:
    """The value that holds where nothing is stated, in the type of the field or fact."""
    declared = among[name]
    written: t.Value = default.value
    if isinstance(declared.type, YesNoType) and isinstance(written, t.Name) and written.text in {"yes", "no"}:
        written = t.YesNo(written.text == "yes", span=default.span)
    value = value_of(names, name, declared.type, written)
    said = quantity_written(default.value.value) if isinstance(default.value, t.Number) else default.value.text
    among[name] = replace(declared, default=value)
    of_member = who == "A member"
    names.assume(f"default-{name}", f"{who} that states no {name} counts as {said}.", of_member=of_member)


def declare_tables(names: Names, items: Iterable[t.Item]) -> None:
    """Reference tables: their columns are read like fields, so their names are apart from those of fields."""
    for item in items:
        if not isinstance(item, t.TableDecl):
            continue
        name = item.name.text
        if name in names.tables:
            names.report(problems.declared_twice("table", name, item.name.span, names.tables[name].span))
        if names.field_type(item.key.text) is None:
            known = (*names.fields, "provider", "course", "title", "kind")
            declare = f"declare it: `field {item.key.text}: text`"
            names.report(problems.unknown_name("field", item.key.text, item.key.span, known, declare))
        columns: dict[str, r.Field] = {}
        for column in item.columns:
            taken = names.fields.get(column.name.text) or names.columns.get(column.name.text)
            if taken is not None:
                names.report(problems.declared_twice("field", column.name.text, column.name.span, taken.span))
            _declare(columns, names, "column", column.name, column.type, column.title)
        names.columns.update(columns)
        rows = tuple(_row(names, each, columns) for each in item.rows)
        title = item.title.text if item.title else name.replace("-", " ")
        names.tables[name] = r.Table(name, title, item.key.text, tuple(columns.values()), rows, span=item.name.span)


def declare_measures(names: Names, items: Iterable[t.Item]) -> None:
    """Measures under names of their own, in the order written."""
    for item in items:
        if isinstance(item, t.MeasureDecl):
            name = item.name.text
            if name in names.measures:
                names.report(problems.declared_twice("measure", name, item.name.span, names.measures[name].span))
            found = resolve_measure(names, item.measure)
            title = item.title.text if item.title else name.replace("-", " ")
            if isinstance(found, p.Measure):
                names.measures[name] = replace(found, title=title, span=item.name.span)
            else:
                help_ = "a member fact has a name already: write `member ...`"
                names.report(problems.misplaced("this", item.measure.span, help_))


def _row(names: Names, row: t.TableRow, columns: Mapping[str, r.Field]) -> r.TableRow:
    values: dict[str, Value] = {}
    for cell in row.cells:
        column = columns.get(cell.column.text)
        if column is None:
            declare = f"add `column {cell.column.text}: text` to the table"
            names.report(problems.unknown_name("column", cell.column.text, cell.column.span, columns, declare))
            continue
        value = value_of(names, cell.column.text, column.type, cell.value)
        if value is not None:
            values[cell.column.text] = value
    first = None if row.first is None else names.day(row.first)
    last = None if row.last is None else names.day(row.last)
    return r.TableRow(row.key.text, values, first, last, span=row.span)


def _declare(
    into: dict[str, r.Field], names: Names, what: str, name: t.Name, type_: t.TypeName, title: t.Text | None
) -> None:
    if name.text in into:
        names.report(problems.declared_twice(what, name.text, name.span, into[name.text].span))
    words = title.text if title else name.text.replace("-", " ")
    into[name.text] = r.Field(name.text, words, _type(type_), span=name.span)


def _type(type_: t.TypeName) -> FieldType:
    values = tuple(each.text for each in type_.values)
    match type_.name:
        case "text":
            return TextType()
        case "number":
            return NumberType()
        case "date":
            return DayType()
        case "time":
            return AmountType()
        case "yes or no":
            return YesNoType()
        case "choice":
            return ChoiceType(values)
        case "ordered":
            return ChoiceType(values, ordered=True)
        case other:
            raise AssertionError(other)


def all_fields(names: Names) -> tuple[r.Field, ...]:
    """Every field that a record is read for, built-in ones first, declared ones in their place or after.

    A built-in field that is not text, such as `grade`, is read only where a rule uses it: in any other
    ruleset it is a remark, and nobody's record is held because of it.
    """
    fields: list[r.Field] = []
    read = [name for name, type_ in BUILT_IN.items() if name in names.used or isinstance(type_, TextType)]
    for name in (*read, *(each for each in names.fields if each not in read)):
        type_ = names.field_type(name)
        assert type_ is not None, name
        declared = names.fields.get(name)
        title = declared.title if declared else name.replace("-", " ")
        fields.append(r.Field(name, title, type_, declared.default if declared else None))
    return tuple(field for field in fields if field.name not in {"started", "length"})

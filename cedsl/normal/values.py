"""The values of a field that filters tell apart: one stands for all that every filter answers alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction

from cedsl.model import predicate as p
from cedsl.model.evaluate import evaluate, value_of
from cedsl.model.names import BUILT_IN
from cedsl.model.predicate_walk import all_terms, atoms
from cedsl.model.ruleset import TableRow
from cedsl.model.scope import MissingFact, Scope, Subject, Vocabulary, folded
from cedsl.normal.keys import OTHER
from cedsl.records.activity import Value
from cedsl.records.schema import AmountType, ChoiceType, DayType, NumberType, TextType, YesNoType


def field_values(
    predicates: Iterable[p.Predicate],
    scope: Scope,
    *,
    besides: Iterable[p.Predicate] = (),
    kept: frozenset[str] = frozenset(),
) -> Mapping[str, list[Value | None]]:
    """For every field that a filter looks at, one value for each way in which the filters, and those
    `besides`, can see it; every value of the fields `kept`, by which caps are kept.
    """
    atoms: dict[str, list[p.Predicate]] = {}
    for predicate in predicates:
        for name, atom in looked_at(predicate, scope.vocabulary):
            atoms.setdefault(name, []).append(atom)
    for predicate in besides:
        for name, atom in looked_at(predicate, scope.vocabulary):
            if name in atoms or name in kept:
                atoms.setdefault(name, []).append(atom)
    for name in sorted(kept.intersection(scope.vocabulary.defaults)):
        atoms.setdefault(name, [])
    types = {**BUILT_IN, **{each.name: each.type for each in scope.vocabulary.ruleset.fields}}
    found: dict[str, list[Value | None]] = {}
    for name, looking in atoms.items():
        if name not in {"date", "started"}:
            named = [value for atom in looking for value in values_named(atom, name, scope)]
            values = _representatives(types.get(name, TextType()), list(dict.fromkeys(named)), scope.as_of)
            found[name] = [*values, None] if name in kept else _seen_apart(name, values, looking, scope)
    return found


def _seen_apart(name: str, values: Iterable[Value], atoms: Iterable[p.Predicate], scope: Scope) -> list[Value | None]:
    """Of values that every filter answers alike, the first. Leaving the field blank comes last."""
    looking = list(atoms)
    if any(_compares_fields(atom) for atom in looking):
        return [*values, None]
    rows = [row for atom in looking for row in _rows(atom, name, scope.vocabulary)]
    kept: dict[object, Value | None] = {}
    for value in (*values, None):
        fields = {} if value is None else {name: value}
        spans = [(row.first, row.last) for row in rows if value is not None and folded(row.key) == folded(str(value))]
        days = (scope.as_of, *(first or last or scope.as_of for first, last in spans))
        seen = tuple(seen_by(looking, Subject(day, frozenset(), fields), scope) for day in days)
        kept.setdefault((seen, tuple(spans)), value)
    return list(kept.values())


def _compares_fields(atom: p.Predicate) -> bool:
    match atom:
        case p.Compare(left=left, right=right):
            return sum(isinstance(term, p.FieldTerm) for term in (left, *right)) > 1
        case _:
            return False


def values_named(atom: p.Predicate, name: str, scope: Scope) -> Iterator[Value]:
    """The values that an atom compares the field with, and the keys of a reference table that it looks at."""
    yield from (row.key for row in _rows(atom, name, scope.vocabulary))
    match atom:
        case p.Compare(left=left, right=right):
            others = [term for term in (left, *right) if term != p.FieldTerm(name)]
        case p.BeginsWith(low=low):
            others = [p.Constant(low + OTHER)]
        case _:
            others = []
    for term in others:
        with suppress(MissingFact):
            value = None if isinstance(term, p.FieldTerm) else value_of(term, None, scope)
            if value is not None:
                yield value


def seen_by(atoms: Iterable[p.Predicate], subject: Subject, scope: Scope) -> tuple[bool | None, ...]:
    """What each atom says of the subject; one that asks for a fact that nobody stated does not say."""
    found: list[bool | None] = []
    for atom in atoms:
        try:
            found.append(evaluate(atom, subject, scope))
        except MissingFact:
            found.append(None)
    return tuple(found)


def _rows(atom: p.Predicate, name: str, vocabulary: Vocabulary) -> Iterator[TableRow]:
    """The rows of the reference tables by this field that an atom looks at."""
    columns = {term.name for term in all_terms(atom) if isinstance(term, p.FieldTerm)}
    for table in vocabulary.ruleset.tables:
        listed = isinstance(atom, p.Listed) and atom.table == table.name
        if table.key == name and (listed or any(column.name in columns for column in table.columns)):
            yield from table.rows


def looked_at(predicate: p.Predicate, vocabulary: Vocabulary) -> Iterator[tuple[str, p.Predicate]]:
    """The atoms of a filter that look at a field, each with the field's name. A reference table and its
    columns look at the table's key.
    """
    for atom in atoms(predicate):
        if isinstance(atom, p.Listed):
            yield vocabulary.keys[atom.table], atom
        for term in all_terms(atom):
            if isinstance(term, p.FieldTerm):
                table = vocabulary.column_of.get(term.name)
                yield (term.name if table is None else vocabulary.keys[table]), atom


def _representatives(type_: object, named: list[Value], as_of: date) -> list[Value]:
    """Values of the type such that every filter answers as for one of them."""
    match type_:
        case ChoiceType(values=values):
            return list(values)
        case YesNoType():
            return [True, False]
        case NumberType() | AmountType():
            numbers = [each for each in named if isinstance(each, Fraction)]
            steps = {each + step for each in numbers for step in (-1, Fraction(-1, 100), 0, Fraction(1, 100), 1)}
            return sorted({each for each in steps if each >= 0} | {Fraction(1)})
        case DayType():
            days = [each for each in named if isinstance(each, date)]
            return sorted({near for each in (*days, as_of) for near in around(each)})
        case _:
            return [OTHER, *named]


def around(day: date) -> Iterator[date]:
    for step in (-1, 0, 1):
        ordinal = day.toordinal() + step
        if 1 <= ordinal <= date.max.toordinal():
            yield date.fromordinal(ordinal)


def told(values: Sequence[Value | None], held: Iterable[Value], count: int) -> list[Value | None]:
    """The values of a field where each counts as one of so many different ones: also those that activities hold
    (`held`), and beside one that stands for many others that many of them.
    """
    found: list[Value | None] = []
    for value in (*values, *_between([each for each in values if each is not None], count)):
        found.append(value)
        if isinstance(value, str) and value.endswith(OTHER):
            found += [f"{value}\0{number}" for number in range(count)]
    known = {folded(str(each)) for each in found}
    return [*found, *(each for each in dict.fromkeys(held) if folded(str(each)) not in known)]


def _between(values: Sequence[Value], count: int) -> Iterator[Value]:
    """So many numbers or days between each of these and the next one, and beyond the last."""
    numbers = sorted(each for each in values if isinstance(each, Fraction))
    for first, last in zip(numbers, (*numbers[1:], None), strict=False):
        step = 1 if last is None else (last - first) / (count + 1)
        yield from (first + step * number for number in range(1, count + 1))
    days = sorted(each for each in values if isinstance(each, date))
    for day, following in zip(days, (*days[1:], date.max), strict=False):
        last_day = min(following.toordinal(), day.toordinal() + count + 1)
        yield from map(date.fromordinal, range(day.toordinal() + 1, last_day))

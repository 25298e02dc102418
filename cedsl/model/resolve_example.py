"""Examples: a few records as values, and what is expected of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import assert_never

from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.resolve_filter import value_of
from cedsl.model.statement_walk import every_statement
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, FactValue, Tag, Value
from cedsl.records.adjustment import Adjustments, Decision, Extension, Opening, Waiver
from cedsl.source import Source
from cedsl.syntax import tree as t

_WORDS = {word.value: word for word in r.Word}


@dataclass
class _Gathered:
    """What the lines of an example say, while they are read."""

    as_of: date | None = None
    asked: date | None = None
    facts: dict[str, tuple[FactValue, ...]] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)
    expectations: list[r.Expectation] = field(default_factory=list)
    because: str | None = None
    cite: list[str] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)


def resolve_example(
    names: Names, example: t.Example, requirements: Iterable[r.Requirement], source: Source
) -> r.Example:
    """The example as values. Rows of its records are lines of the ruleset."""
    found = _Gathered()
    known = statement_names(requirements)
    for item in example.items:
        _gather(names, found, item, known, source)
    title = example.title.text
    if not found.expectations:
        names.report(problems.no_expectation(title, example.title.span))
    if found.as_of is None:
        names.report(problems.no_as_of(title, example.title.span))
    return r.Example(
        title,
        found.as_of,
        found.facts,
        tuple(found.activities),
        tuple(found.expectations),
        found.because,
        found.asked,
        Adjustments(tuple(found.waivers), tuple(found.extensions), tuple(found.openings)),
        tuple(found.cite),
        span=example.span,
    )


def _gather(
    names: Names, found: _Gathered, item: t.ExampleItem, known: Mapping[str, str], source: Source
) -> None:
    match item:
        case t.ExampleAsOf(day):
            found.as_of = names.day(day)
        case t.ExamplePeriod(day):
            found.asked = names.day(day)
        case t.ExampleFact():
            _add_fact(names, found.facts, item)
        case t.ExampleRecord():
            found.activities.append(_activity(names, item, source))
        case t.Because(text):
            found.because = text.text
        case t.ExampleCite(text):
            found.cite.append(text.text)
        case t.ExampleWaiver(statement, amount, first, last, reason):
            named = _statement(names, statement, known)
            waived = None if amount is None else names.credit(amount)
            decision = Decision("" if reason is None else reason.text)
            found.waivers.append(Waiver(named, waived, _day(names, first), _day(names, last), decision))
        case t.ExampleExtension(requirement, until, reason):
            extended = None if requirement is None else _statement(names, requirement, known)
            decision = Decision("" if reason is None else reason.text)
            found.extensions.append(Extension(names.day(until), extended, decision))
        case t.ExampleOpening(day, amount, tags):
            credit = names.amount(amount) or Amount(amount.number, names.unit.name)
            several = tuple(tag for tag in (_tag(names, each) for each in tags) if tag is not None)
            found.openings.append(Opening(names.day(day), credit, several))
        case t.Expect(expected):
            found.expectations.extend(_expectation(names, each, known) for each in expected)
        case _:
            assert_never(item)


def _day(names: Names, day: t.Day | None) -> date | None:
    return None if day is None else names.day(day)


def _add_fact(names: Names, facts: dict[str, tuple[FactValue, ...]], item: t.ExampleFact) -> None:
    declared = names.fact(item.name)
    if declared is None:
        return
    value = value_of(names, item.name.text, declared.type, item.value)
    if value is None:
        return
    stated = FactValue(value, _day(names, item.first), _day(names, item.last))
    facts[item.name.text] = (*facts.get(item.name.text, ()), stated)


def _activity(names: Names, item: t.ExampleRecord, source: Source) -> Activity:
    tags = tuple(tag for tag in (_tag(names, each) for each in item.tags) if tag is not None)
    on = names.day(item.until or item.on)
    fields: dict[str, Value] = {}
    for attribute in item.attributes:
        value = _attribute(names, attribute)
        if value is not None:
            fields[attribute.field.text] = value
    return Activity(
        member="example",
        on=on,
        amount=None if item.amount is None else names.amount(item.amount),
        tags=tags,
        fields=fields,
        started=names.day(item.on) if item.until else None,
        row=source.line_of(item.span.start),
        file=source.name,
    )


def _tag(names: Names, tag: t.ExampleTag) -> Tag | None:
    name = names.category(tag.name)
    if name is None:
        return None
    return Tag(name, None if tag.amount is None else names.amount(tag.amount))


def _attribute(names: Names, attribute: t.Attribute) -> Value | None:
    name = attribute.field
    type_ = names.field_type(name.text)
    if type_ is None:
        declare = f"declare it: `field {name.text}: text`"
        names.report(problems.unknown_name("field", name.text, name.span, names.fields, declare))
        return None
    return value_of(names, name.text, type_, attribute.value)


def _expectation(names: Names, expectation: t.Expectation, known: Mapping[str, str]) -> r.Expectation:
    span = expectation.span
    match expectation:
        case t.ExpectVerdict(word, of):
            named = None if of is None else _statement(names, of, known)
            return r.ExpectVerdict(_WORDS[word], named, span=span)
        case t.ExpectShort(amount, several):
            meant = several or (t.Name("", span=span),)
            of_ids = tuple(_statement(names, each, known) for each in meant)
            return r.ExpectShort(names.credit(amount), of_ids, span=span)
        case t.ExpectFigure(figure, amount, of):
            carried = figure in {"carried in", "carried out", "used", "expired"}
            find = names.category(of) if carried and of is not None else None
            named = find if carried or of is None else _statement(names, of, known)
            return r.ExpectFigure(figure, names.credit(amount), named, span=span)
        case _:
            assert_never(expectation)


def _statement(names: Names, name: t.Name, known: Mapping[str, str]) -> str:
    """The id of the statement that a name in an expectation means."""
    found = known.get(name.text)
    if found is None:
        names.report(problems.unknown_statement(name.text, name.span, known))
        return name.text
    if found.startswith("?"):
        candidates = tuple(found[1:].split(" "))
        names.report(problems.several_statements(name.text, name.span, candidates))
        return candidates[0]
    return found


def statement_names(requirements: Iterable[r.Requirement]) -> dict[str, str]:
    """What an expectation may call each statement: its id, or the one category or value that its filter names.

    A name of several statements maps to "?" and their ids; minimums win over caps. No name means the total.
    """
    ids: dict[str, str] = {}
    words: dict[str, list[str]] = {}
    caps: dict[str, list[str]] = {}
    for requirement in requirements:
        ids[requirement.words.id] = requirement.words.id
        ids.update({each.words.id: each.words.id for each in requirement.carries})
        ids.update({each.words.id: each.words.id for each in requirement.make_good})
        if requirement.total is not None:
            words.setdefault("", []).append(requirement.words.id)
        for statement in every_statement(requirement.statements):
            ids[statement.words.id] = statement.words.id
            match statement:
                case r.Minimum(filter=filter_) | r.Addition(filter=filter_) | r.Count(filter=filter_):
                    for word in _named(filter_):
                        words.setdefault(word, []).append(statement.words.id)
                case (
                    r.Cap(filter=filter_)
                    | r.CapDifferent(filter=filter_)
                    | r.Limit(filter=filter_)
                    | r.UsedMinimum(filter=filter_)
                ):
                    for word in _named(filter_):
                        caps.setdefault(word, []).append(statement.words.id)
                case _:
                    continue
    for word, several in (*words.items(), *caps.items()):
        ids.setdefault(word, several[0] if len(several) == 1 else "?" + " ".join(several))
    return ids


def _named(filter_: p.Predicate) -> tuple[str, ...]:
    match filter_:
        case p.InCategory(names=(name,)):
            return (name,)
        case p.Compare(left=p.FieldTerm(), op=p.Op.IS, right=(p.Constant(value=str() as value),)):
            return (value,)
        case _:
            return ()

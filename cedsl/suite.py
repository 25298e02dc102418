"""The examples of rulesets as one JSON document, so that another program can run them: docs/schema/suite-1.json.

It holds what is given and what is expected of it, and the words that both use; the rules themselves are only quoted.
Amounts are exact strings (`12.25`, `1/3`) of the ruleset's unit; what has no value is null, and every key is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias, assert_never

from cedsl.lean import regex
from cedsl.model import ruleset as r
from cedsl.model.statement_walk import every_statement
from cedsl.quantity import Amount, written
from cedsl.records.activity import Activity, Tag, Value
from cedsl.records.adjustment import Adjustments, Decision
from cedsl.records.schema import AmountType, ChoiceType, DayType, FieldType, NumberType, TextType, YesNoType
from cedsl.source import Node

SCHEMA = "cedsl/suite-1"

Json: TypeAlias = dict[str, object]

_REGIME = regex(r"(R[0-9]+)\.[0-9]+")
_COMMENT = regex(r'"[^"\n]*"|#([^\n]*)')


def as_json(chosen: Iterable[tuple[r.Ruleset, Iterable[r.Example]]]) -> str:
    """The suite of the examples chosen from each ruleset."""
    return json.dumps(document(chosen), ensure_ascii=False, indent=2) + "\n"


def document(chosen: Iterable[tuple[r.Ruleset, Iterable[r.Example]]]) -> Json:
    several = [(ruleset, tuple(examples)) for ruleset, examples in chosen]
    return {
        "schema": SCHEMA,
        "rulesets": [ruleset_json(ruleset) for ruleset, _ in several],
        "examples": [_example(ruleset, each) for ruleset, examples in several for each in examples],
    }


def regimes(cites: Iterable[str]) -> list[str]:
    """The regimes of the catalogue whose rules are cited: `R12` for `R12.5`, each once, in the order cited."""
    return list(dict.fromkeys(found[1] for cite in cites if (found := _REGIME.fullmatch(cite))))


def comments(text: str) -> tuple[str, ...]:
    """The comments in a piece of a ruleset's text, without the sign that begins them."""
    return tuple(found[1].strip() for found in _COMMENT.finditer(text) if found[1] is not None)


# ------------------------------------------------------------------------------------------ the words


def ruleset_json(ruleset: r.Ruleset) -> Json:
    """What the ruleset calls things, and its statements: each quoted, with its id, its kind and what it cites."""
    header = ruleset.header
    return {
        "rules": ruleset.source.name,
        "name": header.name,
        "title": header.title,
        "issued_by": header.issued_by,
        "edition": header.edition,
        "sources": list(header.sources),
        "unit": ruleset.unit.name,
        "categories": [_category(each) for each in ruleset.categories],
        "values": [{"field": each.field, "name": each.name, "title": each.title} for each in ruleset.choices],
        "fields": [_field(each) for each in ruleset.fields],
        "facts": [_field(each) for each in ruleset.facts],
        "statements": [_statement(ruleset, each, words) for each, words in stated(ruleset)],
    }


def _category(category: r.Category) -> Json:
    return {
        "name": category.name,
        "title": category.title,
        "inside": list(category.inside),
        "counts_as": list(category.counts_as),
        "spills_into": list(category.spills_into),
        "shares_with": list(category.shares_with),
        "classification": category.group,
    }


def _field(field: r.Field) -> Json:
    values = list(field.type.values) if isinstance(field.type, ChoiceType) else []
    default = None if field.default is None else _value(field.default)
    return {
        "name": field.name,
        "title": field.title,
        "type": _type(field.type),
        "values": values,
        "default": default,
    }


def _type(type_: FieldType) -> str:
    match type_:
        case TextType():
            return "text"
        case NumberType():
            return "number"
        case DayType():
            return "date"
        case YesNoType():
            return "yes or no"
        case ChoiceType(ordered=ordered):
            return "ordered" if ordered else "one of"
        case AmountType():
            return "time"
        case _:
            assert_never(type_)


_KINDS: Mapping[type, str] = {
    r.Requirement: "total",
    r.Minimum: "minimum",
    r.Cap: "cap",
    r.CapDifferent: "cap on different values",
    r.UsedMinimum: "threshold",
    r.Addition: "addition",
    r.Distinct: "distinct",
    r.KOf: "alternatives",
    r.Branch: "alternative",
    r.Count: "count",
    r.Limit: "limit",
    r.Duty: "duty",
    r.Carry: "carry",
    r.MakeGood: "make good",
    r.AlsoCount: "also count",
    r.Exemption: "exemption",
    r.CreditRule: "credit",
    r.Refusal: "refusal",
}


def stated(ruleset: r.Ruleset) -> Iterator[tuple[Node, r.Words]]:
    """Everything that has an id, requirement by requirement, then how activities become credit."""
    for requirement in ruleset.requirements:
        yield requirement, requirement.words
        yield from ((each, each.words) for each in every_statement(requirement.statements))
        yield from ((each, each.words) for each in requirement.exempt)
        yield from ((each, each.words) for each in requirement.carries)
        yield from ((each, each.words) for each in requirement.make_good)
        yield from ((each, each.words) for each in requirement.also)
    yield from ((each, each.words) for each in ruleset.credits)
    yield from ((each, each.words) for each in ruleset.refusals)


def _statement(ruleset: r.Ruleset, node: Node, words: r.Words) -> Json:
    line = ruleset.source.line_of(node.span.start)
    return {
        "id": words.id,
        "kind": _KINDS[type(node)],
        "title": words.title,
        "cite": list(words.cite),
        "line": line,
        "says": ruleset.source.line_text(line).strip(),
    }


# --------------------------------------------------------------------------------------- the examples


def _example(ruleset: r.Ruleset, example: r.Example) -> Json:
    source = ruleset.source
    return {
        "ruleset": ruleset.header.name,
        "rules": source.name,
        "line": source.line_of(example.span.start),
        "title": example.title,
        "regimes": regimes(example.cite) or regimes(each for _, words in stated(ruleset) for each in words.cite),
        "cite": list(example.cite),
        "sum": list(comments(source.text_at(example.span))),
        "because": example.because,
        "unit": ruleset.unit.name,
        "as_of": _day(example.as_of),
        "period_of": _day(example.asked),
        "facts": [
            {"name": name, "value": _value(each.value), "from": _day(each.first), "until": _day(each.last)}
            for name, values in example.facts.items()
            for each in values
        ],
        "adjustments": _adjustments(example.adjustments),
        "records": [_record(each) for each in example.activities],
        "expected": _expected(example.expectations),
    }


def _record(activity: Activity) -> Json:
    return {
        "date": _day(activity.on),
        "started": _day(activity.started),
        **_amount(activity.amount),
        "categories": [_tag(each) for each in activity.tags],
        "fields": {name: _value(value) for name, value in activity.fields.items()},
    }


def _tag(tag: Tag) -> Json:
    return {"category": tag.category, **_amount(tag.amount)}


def _amount(amount: Amount | None) -> Json:
    if amount is None:
        return {"amount": None, "unit": None}
    return {"amount": written(amount.number), "unit": amount.unit}


def _adjustments(adjustments: Adjustments) -> Json:
    return {
        "waivers": [
            {
                "of": each.statement,
                "amount": None if each.amount is None else written(each.amount),
                "from": _day(each.first),
                "until": _day(each.last),
                "reason": _reason(each.decision),
            }
            for each in adjustments.waivers
        ],
        "extensions": [
            {"of": each.requirement, "until": _day(each.until), "reason": _reason(each.decision)}
            for each in adjustments.extensions
        ],
        "openings": [
            {"on": _day(each.day), **_amount(each.amount), "categories": [_tag(tag) for tag in each.tags]}
            for each in adjustments.openings
        ],
    }


def _reason(decision: Decision) -> str | None:
    return decision.reason or None


def _expected(expectations: Iterable[r.Expectation]) -> Json:
    verdict: str | None = None
    statements: list[Json] = []
    short: list[Json] = []
    figures: list[Json] = []
    for each in expectations:
        match each:
            case r.ExpectVerdict(word=word, of=None):
                verdict = word.value
            case r.ExpectVerdict(word=word, of=of):
                statements.append({"of": of, "verdict": word.value})
            case r.ExpectShort(amount=amount, of=several):
                short.append({"amount": written(amount), "of": list(several)})
            case r.ExpectFigure(figure=figure, amount=amount, of=of):
                figures.append({"figure": figure, "amount": written(amount), "of": of})
            case _:
                assert_never(each)
    return {"verdict": verdict, "statements": statements, "short": short, "figures": figures}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _value(value: Value) -> str | bool:
    match value:
        case bool() | str():
            return value
        case Fraction():
            return written(value)
        case date():
            return value.isoformat()
        case _:
            assert_never(value)

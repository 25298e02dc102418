"""Which fields of an activity the rules ask about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from cedsl.model.predicate import FieldTerm
from cedsl.model.ruleset import ByField, FieldKey, MostByField, NetTime, PlusField, Ruleset


def fields_asked(ruleset: Ruleset) -> frozenset[str]:
    """The fields that decide something; a course is also known by its provider."""
    found = {table.key for table in ruleset.tables}
    for part in parts_of((ruleset.requirements, ruleset.credits, ruleset.refusals)):
        match part:
            case FieldTerm(name=name):
                found.add(name)
            case FieldKey(fields=several) | NetTime(fields=several):
                found.update(several)
            case PlusField(field=name) | ByField(field=name) | MostByField(field=name):
                found.add(name)
            case _:
                continue
    return frozenset(found | ({"provider"} if "course" in found else set()))


def parts_of(part: object) -> Iterator[object]:
    """Every part of the rules, wherever it stands in them."""
    match part:
        case tuple() | frozenset():
            for each in part:
                yield from parts_of(each)
        case Mapping():
            yield from parts_of(tuple(part.values()))
        case _ if is_dataclass(part):
            yield part
            for each in fields(part):
                yield from parts_of(getattr(part, each.name))
        case _:
            return

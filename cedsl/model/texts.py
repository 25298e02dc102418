"""What an author wrote for people to read: the titles, notes and reasons of a ruleset, found and replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.quantity import Unit
from cedsl.records.adjustment import Decision
from cedsl.records.schema import ChoiceType

READ: Mapping[type, tuple[str, ...]] = {
    r.Header: ("title", "issued_by", "sources", "contacts", "notes", "consequences"),
    r.Category: ("title",),
    r.Choice: ("title",),
    r.Field: ("title",),
    r.Table: ("title",),
    p.Measure: ("title",),
    r.Words: ("title", "consequence"),
    r.Duty: ("text",),
    r.Exemption: ("reason",),
    r.Refusal: ("reason",),
    r.Example: ("title", "because"),
    Decision: ("reason",),
}
"""Which fields of a node are read by people. Names, citations and what stands in records are not."""

NAMED = (r.Category, r.Choice, r.Field, r.Table)
"""What has a name of its own, which stands where there is no title."""


def texts(ruleset: r.Ruleset) -> tuple[str, ...]:
    """Every text of the author's, each once, in the order of the tree; bare names are none."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found[text] = None
        return text

    with_texts(ruleset, note, bare=lambda name: name)
    return tuple(found)


def bare_names(ruleset: r.Ruleset) -> tuple[str, ...]:
    """The names that people read because nothing has a title, and the words of the units."""
    found: dict[str, None] = {}

    def note(name: str) -> str:
        found[name] = None
        return name

    with_texts(ruleset, lambda text: text, bare=note)
    return tuple(found)


def with_texts(ruleset: r.Ruleset, say: Callable[[str], str], bare: Callable[[str], str]) -> r.Ruleset:
    """The ruleset with `say` of every text, and `bare` of the names that stand for a missing title."""
    said: r.Ruleset = _said(ruleset, say, bare)
    units = {name: _unit(unit, bare) for name, unit in ruleset.units.items()}
    return replace(said, units=units, unit=_unit(ruleset.unit, bare))


def _unit(unit: Unit, bare: Callable[[str], str]) -> Unit:
    return replace(unit, name=bare(unit.name), plural=bare(unit.plural))


def _said(node: Any, say: Callable[[str], str], bare: Callable[[str], str]) -> Any:
    """The node with its texts and those of everything in it replaced; the very same node where nothing changes."""
    match node:
        case tuple():
            inside = tuple(_said(each, say, bare) for each in node)
            return node if all(new is old for new, old in zip(inside, node, strict=True)) else inside
        case ChoiceType(values=values):
            titles = tuple(map(bare, values))
            return node if titles == values else replace(node, titles=titles)
        case _ if not is_dataclass(node) or isinstance(node, Unit | type):
            return node
        case _:
            new = dict(_changes(node, say, bare))
            return replace(node, **new) if new else node


def _changes(node: Any, say: Callable[[str], str], bare: Callable[[str], str]) -> Iterator[tuple[str, Any]]:
    read = next((names for kind, names in READ.items() if isinstance(node, kind)), ())
    for each in fields(node):
        if not each.init:
            continue
        old = getattr(node, each.name)
        new = _text(node, old, say, bare) if each.name in read else _said(old, say, bare)
        if new is not old and new != old:
            yield each.name, new


def _text(node: Any, old: Any, say: Callable[[str], str], bare: Callable[[str], str]) -> Any:
    """A text, several texts, or none."""
    match old:
        case tuple():
            return tuple(map(say, old))
        case r.UNTITLED if isinstance(node, r.Header):
            return old
        case str() if isinstance(node, NAMED) and old in {"", node.name}:
            said = bare(node.name)
            return old if said == node.name else said
        case str():
            return say(old)
        case _:
            return old

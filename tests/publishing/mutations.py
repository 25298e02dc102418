"""Every number, day, name, choice and text in the rules of a ruleset, changed one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.asked import parts_of
from cedsl.period import Duration, Window
from cedsl.quantity import Amount, Unit
from cedsl.records.schema import ChoiceType
from cedsl.source import Source

LEFT_OUT = {
    (r.Ruleset, "source"): "where the rules were read",
    (r.Ruleset, "examples"): "worked examples are run, not read into rules",
    (r.Ruleset, "units"): "the unit of credit is changed by itself; a page names no others",
    (r.Ruleset, "translations"): "of other languages",
    (r.Ruleset, "open_categories"): "whether a short file may name categories without declaring them",
    (r.Header, "name"): "the name of the file; people read the title",
    (r.Words, "id"): "an anchor, which nobody reads",
    (r.Category, "name"): "what records say; people read the title",
    (r.Category, "group"): "how categories are declared",
    (r.Category, "inferred"): "how categories are declared",
    (r.Field, "name"): "what records say; people read the title",
    (r.Choice, "name"): "what records say; people read the title",
    (ChoiceType, "values"): "what records say; people read the titles",
    (ChoiceType, "titles"): "the same texts as the titles of the choices",
    (ChoiceType, "ordered"): "whether choices can be compared",
    (r.Choice, "inferred"): "how choices are declared",
    (r.Choice, "field"): "which field it is a choice of",
    (r.Default, "name"): "an identifier",
    (r.Default, "sentence"): "cedsl's own sentence, which the page says anew by its name",
    (r.Default, "but"): "whether the sentence says that it is not all",
    (r.Default, "of_member"): "how a default came to be",
    (Duration, "in_months"): "how a length is written",
    (Unit, "dimension"): "which units convert",
    (Unit, "size"): "told by the sentence of a default",
    (Unit, "symbols"): "short forms in files",
    (r.Table, "name"): "what the file calls it; people read the title",
    (r.Table, "rows"): "a register that the body keeps, not a rule; the page names the table",
}
"""What is not changed, each with the reason."""

LEFT_OUT_PLACES = {
    "Exemption.words Words.title": "the same text as the reason",
    "Refusal.words Words.title": "the same text as the reason",
}
BUILT_IN = {"mode", "role", "kind"}
"""Fields of every ruleset: a page has phrases of its own for them, and the title of no author."""

FIELDS = {
    (p.FieldTerm, "name"): "fields",
    (p.FactTerm, "name"): "facts",
    (r.FieldKey, "fields"): "fields",
    (r.NetTime, "fields"): "fields",
    (r.MostByField, "field"): "fields",
    (r.PlusField, "field"): "fields",
    (r.ByField, "field"): "fields",
    (r.Table, "key"): "fields",
    (p.InCategory, "names"): "categories",
    (r.Retag, "gives"): "categories",
    (r.Retag, "takes"): "categories",
    (r.Becomes, "category"): "categories",
    (r.Category, "inside"): "categories",
    (r.Category, "counts_as"): "categories",
    (r.Category, "spills_into"): "categories",
    (r.Category, "shares_with"): "categories",
    (p.Listed, "table"): "tables",
    (Amount, "unit"): "units",
}
"""Where a text is the name of something: what it may be changed for."""


@dataclass(frozen=True)
class Mutation:
    """`where` says what was changed; `kind` is `number`, `day`, `length`, `name`, `choice`, `text` or `not`."""

    kind: str
    where: str
    old: str
    new: str
    ruleset: r.Ruleset


@dataclass(frozen=True)
class Change:
    kind: str
    where: str
    old: Any
    new: Any
    whole: Any


@dataclass(frozen=True)
class Known:
    """The names of a ruleset, by what they name, and the choices of each field."""

    names: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, tuple[str, ...]]
    types: Mapping[str, object]

    def other(self, kind: str, name: str) -> str | None:
        """Another name of the same kind, for a field one of the same type."""
        names = [
            each for each in self.names.get(kind, ()) if each != name and self.types.get(each) == self.types.get(name)
        ]
        return names[0] if names else None


def known(ruleset: r.Ruleset) -> Known:
    declared = {each.name: each.type for each in (*ruleset.fields, *ruleset.facts)}
    choices: dict[str, list[str]] = {}
    for each in ruleset.choices:
        choices.setdefault(each.field, []).append(each.name)
    for name, type_ in declared.items():
        given = getattr(type_, "values", None) or getattr(type_, "choices", None)
        if given:
            choices.setdefault(name, []).extend(given)
    names = {
        "fields": tuple(each.name for each in ruleset.fields),
        "facts": tuple(each.name for each in ruleset.facts),
        "categories": tuple(each.name for each in ruleset.categories),
        "tables": tuple(each.name for each in ruleset.tables),
        "units": tuple(name for name, unit in ruleset.units.items() if unit.dimension == "time"),
    }
    return Known(names, {name: tuple(each) for name, each in choices.items()}, declared)


def mutations(ruleset: r.Ruleset) -> Iterator[Mutation]:
    """Each with one thing changed and everything else as it is."""
    names = known(ruleset)
    for each in (*_inside(ruleset, names), *_declared(ruleset, names)):
        if not each.where.endswith(tuple(LEFT_OUT_PLACES)):
            yield Mutation(each.kind, each.where, str(each.old), str(each.new), each.whole)


def _declared(ruleset: r.Ruleset, names: Known) -> Iterator[Change]:
    """A measure that has a name is declared once and stands wherever it is used: it changes everywhere at once."""
    for measure in dict.fromkeys(each for each in parts_of(ruleset) if _is_named(each)):
        for change in _inside(measure, names):
            yield replace(change, where=f"Measure {change.where}", whole=_with(ruleset, measure, change.whole))


def _is_named(node: object) -> bool:
    return isinstance(node, p.Measure) and node.title is not None


def _with(node: Any, old: p.Measure, new: p.Measure) -> Any:
    match node:
        case tuple():
            return tuple(_with(each, old, new) for each in node)
        case p.Measure() if node == old:
            return new
        case Source() | Enum():
            return node
        case _ if is_dataclass(node):
            return replace(
                node, **{each.name: _with(getattr(node, each.name), old, new) for each in fields(node) if each.init}
            )
        case _:
            return node


def _inside(node: Any, names: Known) -> Iterator[Change]:
    yield from _itself(node, names)
    for each in fields(node):
        if not each.init or each.name == "span" or (type(node), each.name) in LEFT_OUT or _is_idle(node, each.name):
            continue
        old = getattr(node, each.name)
        for change in _value(node, each.name, old, names):
            if isinstance(node, r.Requirement) and node.total is None and change.where == "Words.unverified":
                continue  # there is no figure to mark
            place = f"{type(node).__name__}.{each.name}"
            where = f"{place} {change.where}" if change.where else place
            yield replace(change, where=where, whole=replace(node, **{each.name: change.whole}))


def _is_idle(node: Any, name: str) -> bool:
    """Whether the part decides nothing, and says nothing, in this node: what is carried where nothing is, how an
    amount is rounded that is not, whether a word is more than another, and a mark on a figure that is not there.
    """
    match node, name:
        case (r.Carry(amount=r.Fixed(number=Fraction(numerator=0))), _):
            return name not in {"amount", "words"}
        case (r.Share(increment=None) | r.ForEach(increment=None) | r.Prorated(increment=None), "direction"):
            return True
        case (p.Compare(), "op"):
            return any(isinstance(each, p.Constant) and isinstance(each.value, str | bool) for each in node.right)
        case (Unit(), "name" | "plural"):
            return True
        case (r.Requirement(total=None), "indivisible"):
            return True
        case (r.Field(name=field, title=title), "title"):
            return field in BUILT_IN and title == field
        case _:
            return False


def _itself(node: Any, names: Known) -> Iterator[Change]:
    """What changes in the node as a whole: a condition denied, a constant for another."""
    if isinstance(
        node, p.Compare | p.InCategory | p.Stated | p.HasRecords | p.HasEarned | p.Listed | p.BeginsWith | p.Parity
    ):
        yield Change("not", type(node).__name__, node, "not", p.Not(node))
    if isinstance(node, Unit):
        new = replace(node, name=f"{node.name} anew", plural=f"{node.plural} anew")
        yield Change("text", "Unit", node.name, new.name, new)
    if isinstance(node, p.Compare) and isinstance(node.left, p.FieldTerm | p.FactTerm):
        for place, right in enumerate(node.right):
            others = names.choices.get(node.left.name, ())
            if isinstance(right, p.Constant) and isinstance(right.value, str):
                new = next((each for each in others if p.Constant(each) not in node.right), "Something else")
                said = (*node.right[:place], p.Constant(new), *node.right[place + 1 :])
                yield Change("choice", f"Compare.right {node.left.name}", right.value, new, replace(node, right=said))


def _value(node: Any, name: str, old: Any, names: Known) -> Iterator[Change]:
    kind = FIELDS.get((type(node), name))
    match old:
        case None | Source():
            return
        case str() if kind is not None:
            new = names.other(kind, old)
            if new is not None:
                yield Change("name", "", old, new, new)
        case tuple() if kind is not None:
            for place, one in enumerate(old):
                new = next((each for each in names.names[kind] if each not in old), None)
                if new is not None and names.types.get(new) == names.types.get(one):
                    yield Change("name", "", one, new, (*old[:place], new, *old[place + 1 :]))
                if len(old) > 1:
                    yield Change("name", "", one, "(gone)", (*old[:place], *old[place + 1 :]))
        case str() if isinstance(node, p.Constant):
            return
        case _:
            yield from _plain(node, name, old, names)


def _plain(node: Any, name: str, old: Any, names: Known) -> Iterator[Change]:
    match old:
        case bool():
            yield Change("choice", "", old, not old, not old)
        case Fraction():
            new = old / 2 if name == "share" else old + 1
            yield Change("number", "", old, new, new)
        case int():
            yield Change("number", "", old, old + 1, old + 1)
        case date():
            yield Change("day", "", old, old + timedelta(1), old + timedelta(1))
        case Enum():
            every = list(type(old))
            new = every[(every.index(old) + 1) % len(every)]
            yield Change("choice", "", old.name, new.name, new)
        case Duration():
            new = replace(old, months=old.months + 1) if old.months else replace(old, days=old.days + 1)
            yield Change("length", "", old, new, new)
        case Window():
            yield Change("day", "first", old.first, "", replace(old, first=old.first + timedelta(1)))
            yield Change("day", "last", old.last, "", replace(old, last=old.last + timedelta(1)))
        case str():
            yield Change("text", "", old, f"{old} anew", f"{old} anew")
        case tuple():
            for place, one in enumerate(old):
                for change in _value(node, f"{name}[]", one, names):
                    yield replace(change, whole=(*old[:place], change.whole, *old[place + 1 :]))
        case _ if is_dataclass(old) and not _is_named(old):
            yield from _inside(old, names)

"""Every bundled ruleset, read once: its rules, what its examples come to, and where each rule of the catalogue is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path

from cedsl import resources
from cedsl.diagnostic import Diagnostic, show
from cedsl.model import Ruleset, resolve, schema_of
from cedsl.records import read_adjustments, read_members, read_records
from cedsl.records.outcome import Decisions, Records, Register
from cedsl.ruletest import ExampleOutcome, run_examples
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.syntax import tree as t
from cedsl.workspace.editions import Rulebook
from cedsl.workspace.names import rule_names

FOLDER = Path(__file__).parents[2] / "rulesets"
NAMES = resources.bundled_names()
RULE = re.compile(r"R[0-9]+\.[0-9]+")


@cache
def source(name: str) -> Source:
    return Source(f"{name}.ce", (FOLDER / f"{name}.ce").read_text("utf-8"))


def quoted(name: str) -> Iterator[tuple[int, str]]:
    """The texts in quotes with their offsets, but for citations and sources."""
    for found in re.finditer(r'#.*|(?P<lead>\w+)?\s*"(?P<text>[^"\n]*)"', source(name).text):
        if found["text"] is not None and found["lead"] not in {"cite", "source"}:
            yield found.start("text"), found["text"]


@cache
def _read(name: str) -> tuple[t.File, Ruleset | None, tuple[Diagnostic, ...]]:
    parsed = parse(source(name))
    resolved = resolve(parsed.file, source(name), names_known=parsed.names_known)
    return parsed.file, resolved.ruleset, (*parsed.diagnostics, *resolved.diagnostics)


def problems(name: str) -> str:
    """Everything that reading the ruleset finds, as it is told; empty for a clean one."""
    return "".join(show(each, source(name)) for each in _read(name)[2])


def ruleset(name: str) -> Ruleset:
    """The rules, which have no problem."""
    found = _read(name)[1]
    assert found is not None and not problems(name), problems(name)
    return found


@cache
def outcomes(name: str) -> tuple[ExampleOutcome, ...]:
    return run_examples(ruleset(name))


@cache
def records(name: str) -> Records:
    """The sample of records beside the ruleset."""
    file = FOLDER / f"{name}.records.csv"
    found = read_records(file.name, file.read_bytes(), schema_of(ruleset(name)))
    assert isinstance(found, Records)
    return found


@cache
def members(name: str) -> Register | None:
    """The sample of members beside the ruleset, if there is one."""
    file = FOLDER / f"{name}.members.csv"
    if not file.exists():
        return None
    found = read_members(file.name, file.read_bytes(), schema_of(ruleset(name)))
    assert isinstance(found, Register)
    return found


@cache
def decisions(name: str) -> Decisions | None:
    """The sample of decisions beside the ruleset, if there is one."""
    file = FOLDER / f"{name}.adjustments.csv"
    if not file.exists():
        return None
    rules = ruleset(name)
    names = rule_names(rules, Rulebook(name, (rules,)), ())
    found = read_adjustments(file.name, file.read_bytes(), schema_of(rules), names)
    assert isinstance(found, Decisions)
    return found


# ------------------------------------------------------------------------------------------- citations


@dataclass(frozen=True)
class Place:
    """Where a rule is cited: a statement by its line, or an example by its line and title."""

    ruleset: str
    line: int
    title: str = ""
    only_printed: bool = False

    @property
    def text(self) -> str:
        return source(self.ruleset).line_text(self.line).strip()


def statements(name: str) -> Iterator[tuple[str, Place]]:
    """Each citation of a rule by something that the ruleset states, in the order written."""
    for node in _nodes(_read(name)[0]):
        tail = getattr(node, "tail", None)
        if isinstance(tail, t.Tail):
            printed = isinstance(node, t.Duty) and node.condition is None
            place = Place(name, source(name).line_of(node.span.start), only_printed=printed)
            yield from ((each.text, place) for each in tail.cites if RULE.fullmatch(each.text))


def examples(name: str) -> Iterator[tuple[str, Place]]:
    """Each citation of a rule by an example, in the order written."""
    for example in ruleset(name).examples:
        place = Place(name, source(name).line_of(example.span.start), example.title)
        yield from ((cite, place) for cite in dict.fromkeys(example.cite) if RULE.fullmatch(cite))


def _nodes(value: object) -> Iterator[t.Node]:
    """Every node of the tree, outer before inner."""
    if isinstance(value, tuple):
        for each in value:
            yield from _nodes(each)
    elif isinstance(value, t.Node) and is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _nodes(getattr(value, field.name))


@cache
def stated() -> dict[str, tuple[Place, ...]]:
    """What states each rule, over all bundled rulesets that can be read."""
    return _gathered(statements)


@cache
def exercised() -> dict[str, tuple[Place, ...]]:
    """The examples that exercise each rule, over all bundled rulesets that can be read."""
    return _gathered(examples)


def _gathered(cited) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for name in NAMES:
        if not problems(name):
            for rule, place in cited(name):
                found.setdefault(rule, []).append(place)
    return {rule: tuple(dict.fromkeys(places)) for rule, places in found.items()}

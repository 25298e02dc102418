"""Every bundled ruleset: the same figures in columns and by the exact path.

`CEDSL_REGISTRY_MEMBERS=10000` makes so many members for each ruleset in place of a few.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from cedsl.assessment.assess import assess
from cedsl.model import schema_of
from cedsl.model.ruleset import Ruleset
from cedsl.records import read_files, read_members
from cedsl.records.activity import Activity, Facts
from cedsl.records.outcome import Register
from cedsl.registry.classes import ClassResult, decide_classes
from cedsl.registry.columnar import fields_seen, repeat_keys, why_not
from cedsl.registry.decide import NEVER, WORDS
from cedsl.registry.rows import rows_of
from cedsl.verdict import MemberResult
from cedsl.workspace import Asked, Files, load_rules
from tests.registry.compare import differences
from tests.registry.members import made, write

ROOT = Path(__file__).parents[2] / "rulesets"
RULESETS = sorted(path for path in ROOT.rglob("*.ce") if path.with_suffix(".records.csv").exists())
SEVERAL = int(os.environ.get("CEDSL_REGISTRY_MEMBERS", "0"))
FEW, SEED = 12, 20261122

CHOSEN = {"ala/clm", "nala/cp", "ohio/attorney", "massachusetts/educator", "north-dakota/engineer", "vermont/physician"}


def _ruleset(path: Path) -> Ruleset:
    found = load_rules(str(path), lambda most: b"").ruleset
    assert found is not None
    return found


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT).with_suffix(""))


@dataclass(frozen=True)
class Registry:
    """Members with their activities and what is known of them."""

    activities: dict[str, list[Activity]]
    facts: dict[str, Facts]
    as_of: date


def _registry(path: Path, ruleset: Ruleset, several: int) -> Registry:
    tables, schema = made(path, several, SEED), schema_of(ruleset)
    records = read_files((("records", _bytes(tables.records)),), schema, horizon=date(2030, 1, 1))
    assert isinstance(records, tuple)
    activities: dict[str, list[Activity]] = defaultdict(list)
    for each in (activity for table in records for activity in table.activities):
        activities[each.member].append(each)
    register = None if tables.members is None else read_members("members", _bytes(tables.members), schema)
    facts = dict(register.facts) if isinstance(register, Register) else {}
    days = [each.on for several in activities.values() for each in several if each.on is not None]
    return Registry({name: activities[name] for name in {**activities, **facts}}, facts, max(days))


def _bytes(rows: list[list[str]]) -> bytes:
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows).encode()


@pytest.mark.parametrize("path", RULESETS, ids=_named)
def test_every_figure_is_the_same(path: Path) -> None:
    ruleset = _ruleset(path)
    if why_not(ruleset) is not None:
        return  # Everybody is decided by the exact path; through files that is another test.
    registry = _registry(path, ruleset, SEVERAL or FEW)
    names = list(registry.activities)
    facts = [registry.facts.get(name, {}) for name in names]
    rows = rows_of(registry.activities, fields_seen(ruleset), repeat_keys(ruleset))
    for result in decide_classes(ruleset, rows, facts, registry.as_of, None):
        for place in np.flatnonzero(result.sure):
            name = names[result.members[place]]
            exact = assess(ruleset, name, registry.activities[name], (), result.facts, registry.as_of, bare=True)
            assert _in_columns(result, int(place)) == _exactly(exact), f"{name}, seed {SEED}"


def _in_columns(result: ClassResult, place: int) -> object:
    still = None if result.still[place] == NEVER else Fraction(int(result.still[place]), result.ticks)
    blocks = []
    for part in result.parts:
        ticks, lines = part.block.ticks, []
        for each in part.block.lines:
            amounts = [
                None if column is None else Fraction(int(column[place]), ticks)
                for column in (each.earned, each.counted, each.short, each.over)
            ]
            line = each.line
            fixed = (line.id, line.statement, line.kind, line.depth, line.label, line.required, line.why)
            lines.append((*fixed, *amounts, WORDS[each.verdict[place]]))
        blocks.append((part.made.requirement.words.id, part.made.period, WORDS[part.block.verdict[place]], lines))
    return WORDS[result.verdict[place]], still, blocks


def _exactly(result: MemberResult) -> object:
    blocks = []
    for block in result.blocks:
        lines = [
            (
                *(each.id, each.statement, each.kind, each.depth, each.label, each.required, each.why),
                *(each.earned, each.counted, each.short, each.over, each.verdict),
            )
            for each in block.statements
        ]
        blocks.append((block.requirement, block.period, block.verdict, lines))
    return result.verdict, result.still, blocks


THROUGH_FILES = [path for path in RULESETS if SEVERAL or _named(path) in CHOSEN]
"""All of them in the full size."""


def test_those_that_are_chosen_are_there() -> None:
    assert {_named(path) for path in RULESETS} >= CHOSEN


@pytest.mark.parametrize("path", THROUGH_FILES, ids=_named)
def test_through_files(path: Path, tmp_path: Path) -> None:
    tables = made(path, SEVERAL or FEW, SEED)
    records = write(tmp_path / "records.csv", tables.records)
    members = None if tables.members is None else write(tmp_path / "members.csv", tables.members)
    registry = _registry(path, _ruleset(path), 1)
    found, columns = differences(str(path), Files((records,), members), Asked(registry.as_of))
    assert found == []
    assert columns.members

"""Registries made at random, with a seed, of the records that come with a ruleset."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from random import Random

AMOUNTS = {"Hours", "Amount", "Credits", "Minutes", "Points", "Units", "PDH", "PDPs", "PDUs", "LU", "PDCs"}
COURSES = {"Course no.", "Title", "Course title"}


@dataclass(frozen=True)
class Made:
    """Rows of activities and of members' facts, each with its header; the first column names the member."""

    records: list[list[str]]
    members: list[list[str]] | None


def made(rules: Path, several: int, seed: int) -> Made:
    """Members as near to a boundary as those of the ruleset: each is one of them with rows left out and added, and with
    a few amounts changed a little.
    """
    header, *rows = _table(rules.with_suffix(".records.csv"))
    random = Random(seed)
    own: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        own[row[0]].append(row)
    names, sources, found = list(own), dict[str, str](), list[list[str]]()
    for number in range(several):
        name = f"X-{number}"
        sources[name] = random.choice(names)
        found += [_changed(row, name, header, random) for row in _rows(own[sources[name]], rows, random)]
    random.shuffle(found)
    return Made([header, *found], _members(rules.with_suffix(".members.csv"), sources))


def _rows(own: Sequence[list[str]], every: Sequence[list[str]], random: Random) -> list[list[str]]:
    rows = list(own)
    if rows and random.random() < 0.5:
        rows.pop(random.randrange(len(rows)))
    return rows + [random.choice(every) for _ in range(random.choice([0, 0, 1, 3, 8]))]


def _changed(row: Sequence[str], name: str, header: Sequence[str], random: Random) -> list[str]:
    cells = [name, *row[1:]]
    for place, heading in enumerate(header[: len(cells)]):
        if heading in COURSES and cells[place] and random.random() < 0.8:
            cells[place] += f" {random.randrange(10**9)}"
        if heading in AMOUNTS and random.random() < 0.3:
            cells[place] = _near(cells[place], random)
    return cells


def _near(amount: str, random: Random) -> str:
    try:
        return str(max(Decimal(0), Decimal(amount) + random.choice([Decimal("0.25"), 1, 2, Decimal("-0.5")])))
    except InvalidOperation:
        return amount


def _members(path: Path, sources: dict[str, str]) -> list[list[str]] | None:
    if not path.exists():
        return None
    header, *rows = _table(path)
    known: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        known[row[0]].append(row)
    copies = [[name, *row[1:]] for name, source in sources.items() for row in known[source]]
    return [header, *copies, rows[0]]


def _table(path: Path) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))) if any(row)]


def write(path: Path, rows: Sequence[Sequence[str]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return str(path)

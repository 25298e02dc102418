"""Registries of members who stand just before or behind what a ruleset asks, made of its own examples.

`python -m tests.registry.boundary ala/clm FOLDER --members 10000` writes `records.csv` and `members.csv`, and prints the
day of the check. The same ruleset, number and seed make the same files.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import gcd, lcm
from pathlib import Path
from random import Random

from cedsl.model import schema_of
from cedsl.model.example import Example
from cedsl.model.ruleset import Ruleset
from cedsl.records.activity import Activity, Facts
from cedsl.records.canonical import clean_members, clean_records
from tests.bench.bench_regimes import read

Activities = tuple[Activity, ...]


@dataclass(frozen=True)
class Member:
    facts: Facts
    activities: Activities


@dataclass(frozen=True)
class Boundary:
    """`records` and `members` are files; `members` says of each member what is known, and is None where no fact is."""

    as_of: date
    records: str
    members: str | None
    left_out: int


def boundary(ruleset: Ruleset, members: int, seed: int = 1) -> Boundary:
    """So many members. Activities that no row can say are left out, and counted."""
    as_of = Counter(each.as_of or date(2025, 6, 30) for each in ruleset.examples).most_common(1)[0][0]
    found = [replace(each, activities=_different(each.activities)) for each in _members(ruleset, members, seed)]
    named = {f"B-{number:05d}": each for number, each in enumerate(found)}
    activities = [replace(row, member=name) for name, each in named.items() for row in each.activities]
    random = Random(seed)
    random.shuffle(activities)
    schema = schema_of(ruleset)
    clean = clean_records(activities, schema, max([as_of, *(_last(row) for row in activities)]))
    facts = {name: each.facts for name, each in named.items()}
    stated = clean_members(facts, schema) if any(facts.values()) else None
    return Boundary(as_of, clean.text, stated, len(clean.left_out))


def _different(rows: Activities) -> Activities:
    """Each row once: rows that say the same are held, and nothing could be compared."""
    return tuple(row for place, row in enumerate(rows) if row not in rows[:place])


def _last(activity: Activity) -> date:
    return activity.ended or activity.on or date.min


def _members(ruleset: Ruleset, members: int, seed: int) -> list[Member]:
    """The examples as they are, then each changed in one way, then in several ways."""
    plain = [Member(each.facts, _days_apart(each.activities)) for each in ruleset.examples]
    step = smallest_step(ruleset.examples)
    random = Random(seed)
    once = [changed for each in plain for changed in _changed(each, plain, step, random)]
    random.shuffle(once)
    found = [*plain, *once][:members]
    while len(found) < members:
        each = random.choice(plain)
        for _ in range(random.choice((2, 2, 3, 5))):
            each = random.choice([*_changed(each, plain, step, random)] or [each])
        found.append(each)
    return found


def _days_apart(rows: Activities) -> Activities:
    """Activities of one day each: of those that took several, or more hours than a day has, a row for each 8 hours."""
    return tuple(piece for row in rows for piece in _pieces(row))


def _pieces(row: Activity) -> Iterator[Activity]:
    amount, on = row.amount, row.on
    if amount is None or on is None or (row.started is None and amount.number <= MOST_A_DAY):
        yield replace(row, started=None)
        return
    for day in range(int(-(-amount.number // 8))):
        part = replace(amount, number=min(amount.number - 8 * day, Fraction(8)))
        yield replace(row, on=on - timedelta(day), started=None, amount=part)


MOST_A_DAY = 12


def smallest_step(examples: Sequence[Example]) -> Fraction:
    """The largest amount of which all amounts in the examples are whole multiples: 0.25 where quarters of hours count."""
    amounts = [row.amount.number for each in examples for row in each.activities if row.amount is not None]
    whole = lcm(1, *(each.denominator for each in amounts))
    return Fraction(gcd(*(int(each * whole) for each in amounts)) or 1, whole)


def _changed(member: Member, others: Sequence[Member], step: Fraction, random: Random) -> Iterator[Member]:
    """The member with one thing changed: in one activity, between two, or in what is known."""
    rows = member.activities
    for place, row in enumerate(rows):
        for several in _instead(row, step, random):
            yield replace(member, activities=(*rows[:place], *several, *rows[place + 1 :]))
    for place in range(len(rows) - 1):
        if rows[place].tags != rows[place + 1].tags:
            exchanged = (
                replace(rows[place], tags=rows[place + 1].tags),
                replace(rows[place + 1], tags=rows[place].tags),
            )
            yield replace(member, activities=(*rows[:place], *exchanged, *rows[place + 2 :]))
    other = random.choice(others)
    if other.facts != member.facts:
        yield replace(member, facts=other.facts)


def _instead(row: Activity, step: Fraction, random: Random) -> Iterator[Activities]:
    """What may stand for an activity: nothing, itself twice on two days, a step more, a step less."""
    yield ()
    if row.on is not None:
        days = timedelta(random.choice((-30, -7, -1, 1, 7, 30)))
        yield (row, _moved(row, days))
    if row.amount is not None:
        yield (replace(row, amount=replace(row.amount, number=row.amount.number + step)),)
        if row.amount.number > step:
            yield (replace(row, amount=replace(row.amount, number=row.amount.number - step)),)


def _moved(row: Activity, by: timedelta) -> Activity:
    def later(day: date | None) -> date | None:
        return None if day is None else day + by

    return replace(row, on=later(row.on), started=later(row.started), ended=later(row.ended))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("ruleset", help="the name of a bundled ruleset")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = boundary(read(asked.ruleset), asked.members, asked.seed)
    asked.folder.mkdir(parents=True, exist_ok=True)
    (asked.folder / "records.csv").write_text(found.records, "utf-8", newline="")
    if found.members is not None:
        (asked.folder / "members.csv").write_text(found.members, "utf-8", newline="")
    print(f"as of {found.as_of}, {found.left_out} activities left out")


if __name__ == "__main__":
    main()

"""A registry of the CLM ruleset for measuring: `python -m tests.bench.registry registry.csv --members 1000000`.

Each member has 10 to 30 activities, 20 at the mean, and the rows of all members stand mixed, by date. What a row says
hangs on the seed, on its member and on its place among the member's rows by integer arithmetic alone, so the same seed
and size give the same bytes wherever and however often they are made; rows are made part by part, in little memory.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

AS_OF = date(2025, 6, 30)
"""The day for which the registry is made: 85 rows of 100 fall into the three years up to it."""

PART = 1_000_000
"""So many rows are made at once."""

MIX = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
GAMMA = 0x9E3779B97F4A7C15
"""The constants of SplitMix64 (Steele, Lea, Flood 2014)."""

NUMBERS = tuple(range(10, 31))
"""How many activities members have; each number is as frequent as another."""

CATEGORIES = (
    *(("COM", 12), ("FIN", 11), ("HR", 9), ("OPS", 11), ("LIB", 11), ("ETH", 6), ("SUB", 6), ("", 18)),
    *(("HR; SUB", 4), ("HR; ETH", 3), ("OPS; LIB", 3), ("COM; FIN", 3), ("ETH; SUB", 3)),
)
MODES = (("live", 72), ("self-study", 15), ("passive", 13))
TEACHING = 8
"""So many rows of 100 are of teachers, who are there in person."""

QUARTERS = tuple(range(2, 27))
"""Lengths of activities, in quarters of an hour."""

SUBJECTS = (
    *("Budgeting", "Client billing", "Conflicts of interest", "Cyber security", "Disaster planning", "Diversity"),
    *("Employee benefits", "Facilities", "Hiring", "Insurance", "Knowledge management", "Leadership", "Marketing"),
    *("Meetings", "Mentoring", "Negotiation", "Partner compensation", "Pricing", "Privacy", "Procurement"),
    *("Project management", "Records retention", "Succession", "Trust accounting", "Workplace safety"),
)
ASPECTS = (
    *("a first course", "a refresher", "advanced topics", "audits", "case studies", "common mistakes", "costs"),
    *("documentation", "ethics", "in times of change", "law and practice", "measuring results", "new rules"),
    *("planning ahead", "remote teams", "risks", "round table", "technology", "the essentials", "what clients ask"),
)
AUDIENCES = (
    *("small firms", "large firms", "new managers", "partners", "administrators", "finance staff", "team leaders"),
    *("several offices", "legal departments", "public agencies"),
)
TAUGHT = 100
"""So many courses a teacher has to choose from; about one member of 100 teaches one of them twice."""

HEADER = "member,date,title,category,mode,role,hours\n"
SCHEMA = pa.schema(
    [
        *(("member", pa.string()), ("date", pa.date32()), ("title", pa.string()), ("category", pa.string())),
        *(("mode", pa.string()), ("role", pa.string()), ("hours", pa.decimal128(9, 2))),
    ]
)


@dataclass(frozen=True)
class Registry:
    members: int
    seed: int = 1

    @property
    def rows(self) -> int:
        whole, rest = divmod(self.members, len(NUMBERS))
        return whole * sum(NUMBERS) + sum(self._numbers()[:rest])

    def _numbers(self) -> tuple[int, ...]:
        """How many activities the members of each group of 21 have, one after another."""
        order = np.argsort(self._drawn(np.arange(len(NUMBERS), dtype=np.uint64), 9), kind="stable")
        return tuple(NUMBERS[place] for place in order)

    def parts(self) -> Iterator[Part]:
        """The rows by date, so many at a time."""
        for first in range(0, self.rows, PART):
            yield self._part(np.arange(first, min(first + PART, self.rows), dtype=np.uint64))

    def _part(self, place: Numbers) -> Part:
        row = self._shuffled(place)
        group, inside = np.divmod(row, np.uint64(sum(NUMBERS)))
        member = (
            group * np.uint64(len(NUMBERS))
            + np.repeat(np.arange(len(NUMBERS), dtype=np.uint64), self._numbers())[inside]
        )
        draws = [self._drawn(row, salt) for salt in range(5)]
        keen = self._drawn(member, 7) % np.uint64(8)  # some members choose longer courses than others
        teaching = draws[0] % np.uint64(100) < TEACHING
        taught = self._drawn(member * np.uint64(TAUGHT) + draws[1] % np.uint64(TAUGHT), 8)
        return Part(
            member,
            _day(place, self.rows),
            np.where(teaching, taught, draws[1]) % np.uint64(len(TITLES) // 2) * np.uint64(2)
            + (draws[2] % np.uint64(20) == 0),
            _picked(CATEGORIES, draws[3]),
            np.where(teaching, 0, _picked(MODES, draws[0] >> np.uint64(32))),
            teaching.astype(np.int64),
            (draws[4] % (np.uint64(len(QUARTERS) - 7) + keen)).astype(np.int64),
        )

    def _shuffled(self, place: Numbers) -> Numbers:
        """A permutation of the rows: a Feistel network, repeated where it leads out of the table (Black, Rogaway 2002)."""
        half = np.uint64((max(self.rows - 1, 1).bit_length() + 1) // 2)
        found = self._feistel(place, half)
        outside = np.flatnonzero(found >= self.rows)
        while len(outside):
            found[outside] = self._feistel(found[outside], half)
            outside = outside[found[outside] >= self.rows]
        return found

    def _feistel(self, number: Numbers, half: np.uint64) -> Numbers:
        low = np.uint64((1 << int(half)) - 1)
        left, right = number >> half, number & low
        for turn in range(4):
            left, right = right, left ^ (self._drawn(right, 100 + turn) & low)
        return (left << half) | right

    def _drawn(self, number: Numbers, salt: int) -> Numbers:
        """A number of 64 bits for each number: the n-th of SplitMix64 with a start for each seed and salt."""
        with np.errstate(over="ignore"):
            found = number * np.uint64(GAMMA) + np.uint64((self.seed * 1_000_003 + salt) * GAMMA % (1 << 64))
            found = (found ^ (found >> np.uint64(30))) * np.uint64(MIX[0])
            found = (found ^ (found >> np.uint64(27))) * np.uint64(MIX[1])
        return found ^ (found >> np.uint64(31))


@dataclass(frozen=True)
class Part:
    """Some rows; all but the member are places in lists of what can be said."""

    member: Numbers
    day: NDArray[np.int64]
    title: NDArray[np.uint64]
    category: NDArray[np.int64]
    mode: NDArray[np.int64]
    role: NDArray[np.int64]
    length: NDArray[np.int64]

    def text(self) -> memoryview:
        """The rows as text."""
        tails = [
            f"{category},{mode},{role},{quarters / 4:.2f}\n"
            for category, _ in CATEGORIES
            for mode, _ in MODES
            for role in ROLES
            for quarters in QUARTERS
        ]
        tail = ((self.category * len(MODES) + self.mode) * len(ROLES) + self.role) * len(QUARTERS) + self.length
        days = [day.isoformat() for day in DAYS]
        titles = [f'"{each}"' if "," in each else each for each in TITLES]
        columns = (self._members(), _taken(days, self.day), _taken(titles, self.title), _taken(tails, tail))
        lines = pc.binary_join_element_wise(*columns, ",")
        _, places, data = lines.buffers()
        ends = np.frombuffer(places, np.int32)
        return memoryview(data)[ends[0] : ends[len(lines)]]

    def table(self) -> pa.Table:
        """The rows as typed columns."""
        ticks = np.array(QUARTERS, np.int64)[self.length] * 25
        hours = np.zeros((len(ticks), 2), np.int64)
        hours[:, 0] = ticks
        decimals = pa.Array.from_buffers(SCHEMA.field("hours").type, len(ticks), [None, pa.py_buffer(hours)])
        words = [
            _taken([word for word, _ in CATEGORIES], self.category),
            _taken([word for word, _ in MODES], self.mode),
        ]
        days = pa.array(self.day + (DAYS[0] - date(1970, 1, 1)).days, pa.int32()).cast(pa.date32())
        columns = [self._members(), days, _taken(TITLES, self.title), *words, _taken(ROLES, self.role), decimals]
        return pa.Table.from_arrays(columns, schema=SCHEMA)

    def ordinals(self) -> NDArray[np.int64]:
        """The day of each row as Python counts days."""
        return self.day + DAYS[0].toordinal()

    def _members(self) -> pa.Array:
        """`M` and seven figures."""
        letters = np.empty((len(self.member), 8), np.uint8)
        letters[:, 0] = ord("M")
        rest = self.member
        for place in range(7, 0, -1):
            rest, figure = np.divmod(rest, np.uint64(10))
            letters[:, place] = figure + np.uint64(ord("0"))
        ends = np.arange(0, letters.size + 1, 8, dtype=np.int32)
        return pa.StringArray.from_buffers(len(letters), pa.py_buffer(ends), pa.py_buffer(letters))


ROLES = ("attendee", "teacher")
TITLES = tuple(
    f"{subject}: {aspect} for {audience}{more}"
    for subject in SUBJECTS
    for aspect in ASPECTS
    for audience in AUDIENCES
    for more in ("", ", part two")
)
BEFORE, AFTER = (550, 12), (90, 3)
"""How many days before and after the three years there are rows, and how many rows of 100."""

SPAN = (AS_OF - date(2022, 6, 30)).days
DAYS = tuple(date(2022, 7, 1) - timedelta(BEFORE[0]) + timedelta(day) for day in range(BEFORE[0] + SPAN + AFTER[0]))


def _day(place: Numbers, rows: int) -> NDArray[np.int64]:
    """The day of each row: rows follow one another by date."""
    found = place.astype(np.int64)
    bounds = (rows * BEFORE[1] // 100, rows * (100 - AFTER[1]) // 100)
    early = found * BEFORE[0] // max(bounds[0], 1)
    inside = BEFORE[0] + (found - bounds[0]) * SPAN // max(bounds[1] - bounds[0], 1)
    late = BEFORE[0] + SPAN + (found - bounds[1]) * AFTER[0] // max(rows - bounds[1], 1)
    return np.where(found < bounds[0], early, np.where(found < bounds[1], inside, late))


def _picked(choices: Sequence[tuple[str, int]], draw: Numbers) -> NDArray[np.int64]:
    """The places of words, each as often among 100 as it says."""
    places = np.repeat(np.arange(len(choices)), [often for _, often in choices])
    return places[draw % np.uint64(len(places))]


def _taken(words: Sequence[str], places: NDArray[np.int64] | Numbers) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(places))


def write(path: Path, registry: Registry) -> None:
    """The registry as a file of CSV or, by its ending, of Parquet."""
    if path.suffix == ".parquet":
        with pq.ParquetWriter(path, SCHEMA) as writer:
            for part in registry.parts():
                writer.write_table(part.table(), row_group_size=PART // 4)
        return
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for part in registry.parts():
            file.write(part.text())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    registry = Registry(asked.members, asked.seed)
    write(asked.path, registry)
    print(f"{registry.rows:,} rows of {registry.members:,} members, {asked.path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

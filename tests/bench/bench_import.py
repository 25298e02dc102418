"""How fast records are read, in rows a second on one core: `python -m tests.bench.bench_import`.

The file is clean: each row names a member, a day, hours, a category, a mode, a title and the activity's own number. The
standard library's reader cuts the same bytes into cells in the same run; the ratio to that depends on no machine.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from collections.abc import Callable
from time import process_time

from cedsl.model import schema_of
from cedsl.records.outcome import Outcome, Unreadable
from cedsl.records.read import read_files
from cedsl.records.schema import Schema
from cedsl.workspace.resting import nothing_to_collect
from tests.bench.bench_regimes import read

GOAL = 150_000
"""Rows a second."""


def clean_file(rows: int, seed: int) -> bytes:
    """A CSV file of so many activities of a tenth as many members, in three years."""
    draw = random.Random(seed)
    lines = ["member,date,hours,category,mode,title,activity id"]
    for number in range(rows):
        member = f"M-{draw.randrange(max(1, rows // 10)):06d}"
        day = f"{draw.randrange(2022, 2025)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}"
        hours = draw.choice(("0.5", "1", "1.25", "1.5", "2", "3", "8"))
        category = draw.choice(("COM", "FIN", "HR", "LIB", "OPS"))
        mode = draw.choice(("live", "self-study"))
        lines.append(f"{member},{day},{hours},{category},{mode},Seminar {draw.randrange(5000)},A{number}")
    return "\r\n".join(lines).encode()


def cut_only(data: bytes) -> None:
    for _ in csv.reader(io.StringIO(data.decode(), newline=""), strict=True):
        pass


def imported(data: bytes, schema: Schema) -> None:
    with nothing_to_collect():
        found = read_files((("clean.csv", data),), schema)
    assert not isinstance(found, Unreadable)
    outcomes = found[0].outcomes
    assert {each.outcome for each in outcomes.remarked.values()} == {Outcome.SKIPPED}, "the file is not clean"
    assert len(found[0].activities) == len(outcomes) - 1


def best(work: Callable[[], None], rounds: int) -> float:
    """The shortest time in seconds of several rounds."""
    times = []
    for _ in range(rounds):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    data = clean_file(asked.rows, asked.seed)
    schema = schema_of(read("ala/clm"))
    cutting = best(lambda: cut_only(data), asked.rounds)
    importing = best(lambda: imported(data, schema), asked.rounds)
    print(f"{asked.rows} clean rows, seed {asked.seed}: imported in {importing:.2f} s")
    print(f"{asked.rows / importing:,.0f} rows a second on one core (goal: at least {GOAL:,})")
    print(f"{importing / cutting:.1f} x cutting the same bytes into cells with the standard library")


if __name__ == "__main__":
    main()

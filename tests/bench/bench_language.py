"""Reading a long ruleset, as a ratio to Lark's own parse of it; and one member's whole assessment.

`python -m tests.bench.bench_language [--lines N]` prints both. Ratios within one run are what counts.
"""

from __future__ import annotations

import argparse
import time
from datetime import date
from statistics import median

from lark import Lark

from cedsl import resources
from cedsl.assessment import assess
from cedsl.model import resolve, schema_of
from cedsl.records import read_records
from cedsl.records.activity import Activity
from cedsl.records.outcome import Records
from cedsl.source import Source
from cedsl.syntax import parse


def text_of(lines: int) -> str:
    rows = (f'    min 3h category C{n % 50} mode live cite "R{n}"' for n in range(lines))
    return "require 3000h within 1y {\n" + "\n".join(rows) + "\n}\n"


def reading(lines: int) -> None:
    text = text_of(lines)
    bare = Lark(resources.grammar(), parser="lalr", lexer="contextual", propagate_positions=True)
    source = Source("long.ce", text)
    parse(Source("warm.ce", "require 1h within 1y"))
    alone, whole = [], []
    for _ in range(3):
        begun = time.perf_counter()
        bare.parse(text)
        alone.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        resolved = resolve(parse(source).file, source)
        whole.append(time.perf_counter() - begun)
        assert resolved.ruleset is not None
    ratio = median(whole) / median(alone)
    print(f"{lines} lines: parse and resolve {median(whole):.2f} s, {ratio:.2f} x Lark's own parse (goal 3)")


def assessing() -> None:
    source = Source("clm", (resources.bundled("ala/clm") or b"").decode())
    ruleset = resolve(parse(source).file, source).ruleset
    assert ruleset is not None
    data = (resources.folder("rulesets") / "ala" / "clm.records.csv").read_bytes()
    records = read_records("clm.records.csv", data, schema_of(ruleset))
    assert isinstance(records, Records)
    members: dict[str, list[Activity]] = {}
    for activity in records.activities:
        members.setdefault(activity.member, []).append(activity)
    times = []
    for _ in range(4):
        begun = time.perf_counter()
        for member, activities in members.items():
            assess(ruleset, member, activities, (), {}, date(2025, 6, 30))
        times.append((time.perf_counter() - begun) / len(members) * 1000)
    print(f"{len(members)} members of the CLM extract: {min(times):.2f} ms each, with figures, reasons and ledger")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    reading(parser.parse_args().lines)
    assessing()


if __name__ == "__main__":
    main()

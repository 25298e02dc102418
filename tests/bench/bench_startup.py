"""Processor time of whole processes, as a multiple of `python -c pass`: `python -m tests.bench.bench_startup`.

Each command runs in turn with the others, so that all of them meet the same machine; the median of the rounds is
printed. Bytecode is written before, as it is where cedsl is installed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

GOAL = 7
"""Times the processor time of an empty program."""
RULES = "require 36h within 3y {\n    min 3h category HR\n    cap 12h mode passive\n}\n"
RECORDS = (
    "member,date,hours,category,mode\nA,2025-01-01,12,HR,live\nA,2024-05-01,24,HR,live\nB,2025-02-03,3,HR,passive\n"
)
ROOT = Path(__file__).parents[2]
CLM = (ROOT / "rulesets/ala/clm.records.csv", "--members", ROOT / "rulesets/ala/clm.members.csv")


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured, by name; the empty program comes first."""
    (folder / "rules.ce").write_text(RULES, encoding="utf-8")
    (folder / "small.csv").write_text(RECORDS, encoding="utf-8")
    check = [sys.executable, "-m", "cedsl", "check"]
    day = ["--as-of", "2025-06-30"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import click, csv, fractions": [sys.executable, "-c", "import click, csv, fractions"],
        "cedsl check, 2 members": [*check, str(folder / "rules.ce"), str(folder / "small.csv"), *day],
        "cedsl check ala/clm, 46 members": [*check, "ala/clm", *map(str, CLM), *day],
    }


def spent(command: list[str]) -> float:
    """Seconds of the processor that one run takes, with what the system does for it."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=known)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        known = commands(Path(folder))
        for command in known.values():
            spent(command)
        times: dict[str, list[float]] = {name: [] for name in known}
        for _ in range(rounds):
            for name, command in known.items():
                times[name].append(spent(command))
    empty = median(times["python -c pass"])
    for name, several in times.items():
        print(f"{name:<32}{1000 * median(several):7.0f} ms {median(several) / empty:6.1f} times")
    print(f"{'goal for a small check':<32}{'':>10} {GOAL:6.1f} times")


if __name__ == "__main__":
    main()

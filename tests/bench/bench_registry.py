"""A whole registry beside what else reads it: `python -m tests.bench.bench_registry --rows 20000000`.

Every figure is a fresh process, with all that it imports, and the middle one of `--rounds`; the rounds of all programs
take turns, so that a machine that slows down slows all of them. Seconds hang on the machine: the ratios are what counts.
Memory is that of a process and of those it starts, pages that they share counted once; where the system does not tell
that, the most that one of them held. `--memory 100000000` also checks so many rows, once, for their memory alone.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Event, Thread

import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.bench.registry import AS_OF, Registry, write

RULES = "ala/clm"
GIB = 1 << 30


@dataclass(frozen=True)
class Run:
    """One process: seconds on the wall, seconds of processors, the most bytes held, and what it printed."""

    wall: float
    busy: float
    bytes: int
    output: str


def run(arguments: Sequence[str]) -> Run:
    """Runs a program to its end. Exit 1 is a verdict."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT, cwd=Path(__file__).parents[2])
        ended, seen = Event(), [0]
        watching = Thread(target=_watch, args=(process.pid, ended, seen))
        watching.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watching.join()
        output.seek(0)
        text = output.read().decode()
    assert process.returncode in {0, 1}, text
    return Run(wall, used.ru_utime + used.ru_stime, seen[0] or used.ru_maxrss * 1024, text)


def _watch(process: int, ended: Event, seen: list[int]) -> None:
    """Notes the most bytes that the process and those it started hold together, where /proc tells."""
    while not ended.wait(0.05):
        seen[0] = max(seen[0], _held(process))


def _held(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
        inner = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return 0
    own = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return own + sum(_held(int(each)) for each in inner)


def peer(name: str, argument: object) -> list[str]:
    return [sys.executable, "-m", "tests.bench.peers", name, str(argument)]


def check(path: Path) -> list[str]:
    asked = ["--as-of", AS_OF.isoformat(), "--engine", "columns", "--output", str(_verdicts(path))]
    return [sys.executable, "-m", "cedsl", "check", RULES, str(path), *asked]


def _verdicts(path: Path) -> Path:
    return path.with_name(f"{path.stem}-{path.suffix[1:]}-verdicts.parquet")


@dataclass(frozen=True)
class Bench:
    folder: Path
    seed: int
    rounds: int

    def file(self, rows: int, ending: str) -> Path:
        """A registry of about so many rows; one that is there is not made again."""
        registry = Registry(max(rows // 20, 1), self.seed)
        path = self.folder / f"registry-{registry.members}-{self.seed}{ending}"
        if not path.exists():
            begun = time.perf_counter()
            write(path, registry)
            print(f"made {path.name}: {registry.rows:,} rows in {time.perf_counter() - begun:.0f} s", flush=True)
        return path

    def in_turns(self, programs: Mapping[str, Sequence[str]]) -> Mapping[str, Run]:
        """The middle run of each program, by its seconds on the wall; the most memory of any."""
        runs: dict[str, list[Run]] = {name: [] for name in programs}
        for _ in range(self.rounds):
            for name, arguments in programs.items():
                runs[name].append(run(arguments))
        return {name: _middle(each) for name, each in runs.items()}


def _middle(runs: Sequence[Run]) -> Run:
    walls = median(each.wall for each in runs)
    nearest = min(runs, key=lambda each: abs(each.wall - walls))
    return Run(walls, nearest.busy, max(each.bytes for each in runs), nearest.output)


def shown(name: str, measured: Run, beside: Run | None = None) -> None:
    ratio = "" if beside is None else f"{measured.wall / beside.wall:6.2f} x"
    print(
        f"  {name:16} {measured.wall:8.2f} s {measured.busy:8.2f} s busy {measured.bytes / GIB:6.2f} GiB {ratio}",
        flush=True,
    )


def judged(what: str, found: float, most: float, form: Callable[[float], str]) -> None:
    """A goal beside what was found."""
    print(f"  {'kept ' if found <= most else 'MISSED'} {what}: {form(found)} (goal: at most {form(most)})", flush=True)


def times(number: float) -> str:
    return f"{number:.2f} x"


def share(number: float) -> str:
    return f"{100 * number:.2f} %"


def gib(number: float) -> str:
    return f"{number:.2f} GiB"


def whole(bench: Bench, rows: int, ending: str) -> Run:
    """The same file read by everybody."""
    path = bench.file(rows, ending)
    programs = {
        "floor": peer("floor", path),
        "cedsl check": check(path),
        "Polars script": peer("polars_script", path),
        "pandas script": peer("pandas_script", path),
    }
    print(f"{path.name}, {path.stat().st_size:,} bytes", flush=True)
    found = bench.in_turns(programs)
    for name, each in found.items():
        shown(name, each, found["floor"])
    ours = found["cedsl check"]
    judged(f"{ending[1:]} to verdicts beside the floor", ours.wall / found["floor"].wall, 2, times)
    judged("beside the Polars script", ours.wall / found["Polars script"].wall, 1, times)
    judged("beside the pandas script", ours.wall / found["pandas script"].wall, 0.5, times)
    judged("memory", ours.bytes / GIB, 1.5, gib)
    return found["floor"]


def closely(bench: Bench, rows: int) -> None:
    """How many members were decided one by one, in the check of `whole`."""
    decided = pq.read_table(_verdicts(bench.file(rows, ".csv")), columns=["decided"])["decided"]
    judged("members decided one by one", pc.mean(pc.not_equal(decided, "in columns")).as_py(), 0.05, share)


def rules_alone(bench: Bench, rows: int, floor: Run) -> None:
    """From rows grouped by member to verdicts and shortfalls, beside the floor of the same registry."""
    taken = median(float(run(peer("rules", rows // 20)).output) for _ in range(bench.rounds))
    print(f"  {'rules alone':16} {taken:8.2f} s")
    judged("rules alone beside the floor", taken / floor.wall, 0.5, times)


def growth(bench: Bench, rows: int) -> None:
    """The time for so many rows beside twenty times that for a twentieth of them."""
    small, large = bench.file(rows // 20, ".csv"), bench.file(rows, ".csv")
    found = bench.in_turns({"a twentieth": check(small), "all rows": check(large)})
    for name, each in found.items():
        shown(name, each)
    judged("growth beyond as many rows", found["all rows"].wall / found["a twentieth"].wall / 20, 1.15, times)


def memory(bench: Bench, rows: int) -> None:
    """One check of very many rows."""
    path = bench.file(rows, ".csv")
    found = run(check(path))
    print(f"{path.name}, {path.stat().st_size:,} bytes")
    shown("cedsl check", found)
    judged("memory", found.bytes / GIB, 4, gib)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--memory", type=int, default=0, help="rows of one more check, for its memory alone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the files are kept; without it they are gone afterwards")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as gone:
        bench = Bench(asked.folder or Path(gone), asked.seed, asked.rounds)
        bench.folder.mkdir(parents=True, exist_ok=True)
        floor = whole(bench, asked.rows, ".csv")
        closely(bench, asked.rows)
        rules_alone(bench, asked.rows, floor)
        whole(bench, asked.rows, ".parquet")
        growth(bench, asked.rows)
        if asked.memory:
            memory(bench, asked.memory)


if __name__ == "__main__":
    main()

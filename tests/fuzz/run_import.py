"""`python -m tests.fuzz.run_import --minutes 10 --seed 7`: files that went wrong, read until something gives way."""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from pathlib import Path

from tests.fuzz.cases import case
from tests.fuzz.judge import judge
from tests.fuzz.workers import Failure, run


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--cases", type=int, default=0, help="stop after so many, whatever the time")
    parser.add_argument("--seed", default="", help="as a run before printed it")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--case", default="", help="read one case again, such as 7/1234, and nothing else")
    options = parser.parse_args()
    if options.case:
        print(case(options.case).told())
        print(judge(options.case))
        return
    seed = options.seed or str(secrets.randbelow(10**6))
    print(f"seed {seed}", flush=True)
    began = time.monotonic()
    until = began + options.minutes * 60

    def enough(begun: int) -> bool:
        return time.monotonic() >= until or 0 < options.cases <= begun

    tally = run(judge, seed, enough, options.processes)
    took = time.monotonic() - began
    for word, count in sorted(tally.came.items(), key=lambda each: -each[1]):
        print(f"{count:8} {word}")
    for failure in tally.failures:
        print(f"\n{case(failure.label).told()}\nkept in {kept(failure)}\n{failure.how}")
    seconds, label = tally.slowest
    print(
        f"seed {seed}: {tally.cases} cases in {took:.0f} seconds, {tally.cases / took:.0f} a second; "
        f"memory peak {tally.peak >> 20} MiB; slowest {seconds:.2f} seconds ({label}); {len(tally.failures)} failed"
    )
    raise SystemExit(bool(tally.failures))


def kept(failure: Failure) -> Path:
    """The folder in which the files of the case stand, with what went wrong."""
    folder = Path(tempfile.gettempdir()) / "cedsl-fuzz" / failure.label.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    each = case(failure.label)
    for number, (name, data) in enumerate(each.files, 1):
        (folder / f"{number}-{name}").write_bytes(data)
    if each.toml is not None:
        (folder / "profile.toml").write_bytes(each.toml)
    again = f"python -m tests.fuzz.run_import --case {failure.label}"
    (folder / "failure.txt").write_text(f"{each.told()}\n{again}\n\n{failure.how}\n", "utf-8")
    return folder


if __name__ == "__main__":
    main()

"""`python -m tests.language.run_oracle --cases 100000 --seed 1 --processes 2`: the program against the oracle."""

from __future__ import annotations

import argparse
import signal
import traceback
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from tests.language.compare import Tally, case, made
from tests.language.generate import FOCI
from tests.language.pairs import case as case_of_pair

SECONDS = 10
PAIRS = "pairs"
"""Two rulesets that share activities."""


def _give_up(*_: object) -> None:
    raise TimeoutError


def run(seed: str, first: int, last: int, without: list[str], focus: str) -> tuple[Tally, list[str]]:
    signal.signal(signal.SIGALRM, _give_up)
    tally, found = Tally(), []
    for number in range(first, last):
        label = f"{seed}/{number}" if not focus else f"{seed}/{focus}/{number}"
        signal.alarm(SECONDS)
        try:
            if without and any(word in made(label)[1] for word in without):
                continue
            found += case_of_pair(label, tally) if focus == PAIRS else case(label, tally)
        except TimeoutError:
            tally.unclear += 1
            tally.constructs["(unclear: brute force takes too long)"] += 1
        except Exception:  # noqa: BLE001
            found.append(f"{label}\n{traceback.format_exc(limit=-4)}")
    signal.alarm(0)
    return tally, found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--without", action="append", default=[], help="skip rulesets that hold these words")
    parser.add_argument("--focus", choices=(*FOCI, PAIRS), default="", help="the group of constructs on which to dwell")
    options = parser.parse_args()
    tally, found = Tally(), []
    step = 250
    starts = range(0, options.cases, step)
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [
            pool.submit(run, options.seed, start, min(start + step, options.cases), options.without, options.focus)
            for start in starts
        ]
        for job in jobs:
            done, wrong = job.result()
            tally.add(done)
            for text in islice(wrong, max(0, options.show - len(found))):
                print(text, "\n", flush=True)
            found += wrong
    for construct, count in sorted(tally.constructs.items(), key=lambda each: -each[1]):
        print(f"{count:8} {construct}")
    print(dict(tally.verdicts))
    print(
        f"seed {options.seed}: {options.cases} cases, {tally.compared} compared, {tally.refused} rulesets refused, "
        f"{tally.unclear} where the contract is silent, {tally.reasons} reasons; {len(found)} differ"
    )
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()

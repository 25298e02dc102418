"""`python -m tests.assessment.run_oracle --cases 100000 --seed 1 --processes 2`: solver against oracle."""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from random import Random

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.weigh import weigh
from cedsl.normal.problem import Problem
from tests.assessment.generate import any_problem
from tests.assessment.oracle_lp import answer


def difference(problem: Problem) -> str | None:
    """What is wrong with our answer, or nothing."""
    ours, theirs = allocate(problem), answer(problem)
    if ours != theirs:
        return f"ours   {ours}\ntheirs {theirs}"
    return check(problem, ours, weigh(problem, ours))


def case(seed: int, number: int) -> Problem:
    return any_problem(Random(f"{seed}/{number}"))


def run(seed: int, first: int, last: int) -> list[str]:
    found = []
    for number in range(first, last):
        problem = case(seed, number)
        try:
            wrong = difference(problem)
        except Exception as error:  # noqa: BLE001
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            found.append(f"seed {seed} case {number}: {problem}\n{wrong}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    step = 500
    starts = range(0, options.cases, step)
    found = []
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [pool.submit(run, options.seed, s, min(s + step, options.cases)) for s in starts]
        for job in jobs:
            found += job.result()
    for text in found[:5]:
        print(text)
    print(f"{options.cases} cases, seed {options.seed}: {len(found)} differ")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()

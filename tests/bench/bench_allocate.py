"""Milliseconds per member on a CLM-like register: `python -m tests.bench.bench_allocate --members 2000`.

Mean over the members, best of three rounds, one process.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from random import Random
from time import perf_counter

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.weigh import weigh
from tests.assessment.generate import clm_problem


def best_of_three(work: Callable[[], list]) -> tuple[float, list]:
    times = []
    for _ in range(3):
        start = perf_counter()
        found = work()
        times.append(perf_counter() - start)
    return min(times), found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = Random(options.seed)
    problems = [clm_problem(random) for _ in range(options.members)]
    allocating, solutions = best_of_three(lambda: [allocate(problem) for problem in problems])
    pairs = list(zip(problems, solutions, strict=True))
    weighing, reasons = best_of_three(lambda: [weigh(*pair) for pair in pairs])
    assert not any(check(*pair, given) for pair, given in zip(pairs, reasons, strict=True))
    met = sum(not any(solution.short) for solution in solutions)
    count, given = options.members, sum(map(len, reasons))
    print(f"{count} members, seed {options.seed}: {100 * met / count:.1f} % meet everything")
    print(f"allocate          {1000 * allocating / count:.3f} ms per member")
    print(f"allocate + weigh  {1000 * (allocating + weighing) / count:.3f} ms per member")
    print(f"reasons           {given / max(1, count - met):.2f} per member who is short")


if __name__ == "__main__":
    main()

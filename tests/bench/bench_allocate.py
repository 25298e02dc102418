"""Mean milliseconds per member on a CLM-like register: `python -m tests.bench.bench_allocate --members 2000`."""

from __future__ import annotations

import argparse
from random import Random
from time import perf_counter

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.weigh import weigh
from tests.assessment.generate import clm_problem


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = Random(options.seed)
    problems = [clm_problem(random) for _ in range(options.members)]
    start = perf_counter()
    solutions = [allocate(problem) for problem in problems]
    allocated = perf_counter() - start
    start = perf_counter()
    reasons = [weigh(problem, solution) for problem, solution in zip(problems, solutions, strict=True)]
    weighed = perf_counter() - start
    assert all(check(*answer) is None for answer in zip(problems, solutions, reasons, strict=True))
    met = sum(not any(solution.short) for solution in solutions)
    print(f"{options.members} members, seed {options.seed}, {100 * met / options.members:.1f} % meet everything")
    print(f"allocate          {1000 * allocated / options.members:.3f} ms per member")
    print(f"allocate + weigh  {1000 * (allocated + weighed) / options.members:.3f} ms per member")
    print(f"{sum(map(len, reasons)) / (options.members - met):.2f} reasons per member who is short")


if __name__ == "__main__":
    main()

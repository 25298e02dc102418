"""Generated cases with a printed seed: set CEDSL_SEED to see others, CEDSL_CASES to see more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

from cedsl.normal.problem import Problem
from tests.assessment.generate import any_problem

SEED = os.environ.get("CEDSL_SEED", "20240101")


def problems(name: str, usual: int) -> Iterator[tuple[str, Problem]]:
    """Cases with a label that finds them again."""
    for number in range(int(os.environ.get("CEDSL_CASES", usual))):
        label = f"{name}/{SEED}/{number}"
        yield f"CEDSL_SEED={SEED}, {label}", any_problem(Random(label))

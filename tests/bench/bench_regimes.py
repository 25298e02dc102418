"""Milliseconds per member over the examples of all bundled rulesets: `python -m tests.bench.bench_regimes`.

Deciding is what makes the verdict, the shortfalls and what is still to earn; telling adds figures, reasons and
the ledger. "First" is the first time that an example is decided, with nothing remembered of the ruleset.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from time import perf_counter

from cedsl import resources
from cedsl.assessment import assess
from cedsl.assessment.allocate import allocate
from cedsl.assessment.assess import case_of, still_to_earn, worlds_of
from cedsl.assessment.case import Case
from cedsl.model import resolve
from cedsl.model import ruleset as r
from cedsl.source import Source
from cedsl.syntax import parse
from tests.assessment.generate import clm_problem

GOAL = 1.0
"""Milliseconds to decide one member, as a mean over all examples."""

WORST = 10


@dataclass(frozen=True)
class Measured:
    """Milliseconds for all examples of a ruleset: to decide them the first time, again, and to tell everything."""

    name: str
    members: int
    first: float
    deciding: float
    telling: float

    def __str__(self) -> str:
        first, again, whole = (each / self.members for each in (self.first, self.deciding, self.telling))
        return f"{self.name:28} {self.members:4} {first:9.2f} {again:9.2f} {whole:9.2f}"


def read(name: str) -> r.Ruleset:
    """The ruleset, read anew, so that nothing is remembered of it."""
    source = Source(name, (resources.bundled(name) or b"").decode("utf-8-sig"))
    parsed = parse(source)
    ruleset = resolve(parsed.file, source, names_known=parsed.names_known, whole=not parsed.diagnostics).ruleset
    assert ruleset is not None, name
    return ruleset


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def decide(case: Case) -> None:
    worlds = list(worlds_of(case))
    still_to_earn(worlds[0])


def measure(name: str, rounds: int) -> Measured:
    ruleset = read(name)
    first = deciding = telling = 0.0
    for each in ruleset.examples:
        as_of, said = each.as_of, each.adjustments
        assert as_of is not None

        def decided(each: r.Example = each) -> None:
            assert each.as_of is not None
            decide(
                case_of(
                    ruleset, each.activities, each.facts, each.as_of, adjustments=each.adjustments, asked=each.asked
                )
            )

        def told(each: r.Example = each) -> None:
            assert each.as_of is not None
            assess(
                ruleset,
                "",
                each.activities,
                (),
                each.facts,
                each.as_of,
                adjustments=each.adjustments,
                asked=each.asked,
            )

        first += timed(decided)
        deciding += min(timed(decided) for _ in range(rounds))
        telling += min(timed(told) for _ in range(rounds))
    return Measured(name, len(ruleset.examples), first, deciding, telling)

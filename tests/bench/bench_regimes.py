"""Milliseconds per member over the examples of all bundled rulesets: `python -m tests.bench.bench_regimes`.

Deciding makes the verdict, the shortfalls and what is still to earn; telling adds figures, reasons and the ledger.
"First" is the first time that an example is decided, when of its ruleset only what came before is remembered.
The best of a few rounds counts. The ratio to allocating a CLM-like member in the same run depends on no machine.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from time import perf_counter

from cedsl import resources
from cedsl.assessment import assess
from cedsl.assessment.allocate import allocate
from cedsl.assessment.still import still_to_earn
from cedsl.assessment.worlds import case_of, worlds_of
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
    """Milliseconds for so many members: to decide them the first time, to decide them again, to tell everything."""

    name: str
    members: int
    first: float
    deciding: float
    telling: float

    @property
    def each(self) -> float:
        return self.deciding / max(1, self.members)

    def __str__(self) -> str:
        means = (each / max(1, self.members) for each in (self.first, self.deciding, self.telling))
        return f"{self.name:34} {self.members:5}" + "".join(f"{mean:9.2f}" for mean in means)


def read(name: str) -> r.Ruleset:
    """The ruleset, read anew, so that nothing is remembered of it."""
    source = Source(name, (resources.bundled(name) or b"").decode("utf-8-sig"))
    parsed = parse(source)
    ruleset = resolve(parsed.file, source, names_known=parsed.names_known).ruleset
    assert ruleset is not None, name
    return ruleset


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def decide(ruleset: r.Ruleset, example: r.Example) -> None:
    assert example.as_of is not None
    asked, said = example.asked, example.adjustments
    case = case_of(ruleset, example.activities, example.facts, example.as_of, adjustments=said, asked=asked)
    worlds = list(worlds_of(case))
    still_to_earn(worlds[0])


def tell(ruleset: r.Ruleset, example: r.Example) -> None:
    assert example.as_of is not None
    asked, said = example.asked, example.adjustments
    assess(ruleset, "", example.activities, (), example.facts, example.as_of, adjustments=said, asked=asked)


def measure(name: str, rounds: int) -> Measured:
    ruleset = read(name)
    first = deciding = telling = 0.0
    for each in ruleset.examples:
        first += timed(lambda each=each: decide(ruleset, each))
        deciding += min(timed(lambda each=each: decide(ruleset, each)) for _ in range(rounds))
        telling += min(timed(lambda each=each: tell(ruleset, each)) for _ in range(rounds))
    return Measured(name, len(ruleset.examples), first, deciding, telling)


def together(several: Iterable[Measured]) -> Measured:
    parts = [(each.members, each.first, each.deciding, each.telling) for each in several]
    members, *times = (sum(column) for column in zip(*parts, strict=True))
    return Measured("all", int(members), *times)


def allocating(rounds: int, members: int = 500) -> float:
    """Milliseconds to allocate one CLM-like member (`bench_allocate`)."""
    random = Random(1)
    problems = [clm_problem(random) for _ in range(members)]
    return min(timed(lambda: [allocate(each) for each in problems]) for _ in range(rounds)) / members


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="rulesets such as ala/clm; all where none is given")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    one = allocating(options.rounds)
    found = [measure(each, options.rounds) for each in options.names or resources.bundled_names()]
    one = min(one, allocating(options.rounds))
    whole = together(found)
    worst = sorted(found, key=lambda each: each.each, reverse=True)[:WORST]
    print(f"{'milliseconds per member':34} {'':5}{'first':>9}{'deciding':>9}{'telling':>9}")
    for each in (*worst, whole):
        print(each)
    print(f"{len(found)} rulesets: {whole.each:.2f} ms to decide a member (goal: at most {GOAL:.0f} ms)")
    print(f"that is {whole.each / one:.1f} x allocating a CLM-like member ({one:.3f} ms)")


if __name__ == "__main__":
    main()

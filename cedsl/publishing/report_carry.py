"""Lines about other periods: what came in, what goes on, and how the periods before ended."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_balance import balance_lines
from cedsl.publishing.phrase_english import capital
from cedsl.publishing.report import days, printable
from cedsl.verdict import BlockResult

WIDTH = 17
"""Of the longest name of a figure, and two blanks."""


def carry_lines(ruleset: Ruleset, block: BlockResult, margin: str) -> Iterator[str]:
    """What came into the period and what it leaves, a line for each figure; none where periods stand alone."""
    if block.carry is not None:
        told = list(balance_lines(ruleset, block.carry)) or [("carried over", "nothing in, nothing out")]
        for name, said in told:
            yield f"{margin}{capital(name):{WIDTH}}{printable(said)}"


def earlier_lines(ruleset: Ruleset, block: BlockResult, margin: str) -> Iterator[str]:
    """The periods before, oldest first, each with its verdict and with what it carried."""
    if block.earlier:
        yield f"{margin}Periods before"
    for each in block.earlier:
        period = "no period" if each.period is None else days(each.period)
        told = [] if each.carry is None else list(balance_lines(ruleset, each.carry))
        said = "; ".join(f"{name} {printable(what)}" for name, what in told)
        yield f"{margin}  {period}  {each.verdict.value}" + (f": {said}" if said else "")

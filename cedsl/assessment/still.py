"""The fewest further credits that complete every requirement of a ruleset at once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice, product
from operator import itemgetter

from cedsl.assessment.allocate import allocate
from cedsl.assessment.group_apart import pairs_apart, served_apart
from cedsl.assessment.judge import Judged
from cedsl.assessment.solve import Solved
from cedsl.assessment.worlds import MOST_WORLDS, World, desk_for
from cedsl.model.ruleset import Word
from cedsl.normal.further import possible
from cedsl.normal.joint import joint_problem

MOST_JOINT = 6
"""How many requirements that fall short are completed together; beyond, each is completed by itself."""

MOST_CHOICES = 64
"""How many combinations of their alternatives are tried then, those that ask least by themselves first."""


def still_to_earn(world: World) -> Fraction | None:
    """The fewest further credits that complete every requirement at once, an hour serving each that it may;
    None for a member who failed: no further hour repairs that.
    """
    if world.verdict is Word.FAILED:
        return None
    stills = [each.best.still() if each.best is not None else _outright(each) for each in world.judged]
    if any(each is None for each in stills):
        return None
    lacking = [each for each in stills if each]
    if len(lacking) < 2:
        return lacking[0] if lacking else Fraction(0)
    if len(lacking) > MOST_JOINT:
        return sum(lacking, Fraction(0))
    return _least_together([_ways(each.best, each.solved) for each in world.judged if each.best and each.best.still()])


def _ways(best: Solved, solved: Sequence[Solved]) -> list[Solved]:
    """Every choice of branches that can be met, with minimums-if-used reached and not; the least to earn first."""
    open_ = [each for each in solved if not each.plan.impossible and not each.fails()] or [best]
    ways = [way for each in open_ for way in (each, *each.variants) if way.alone() is not None]
    return sorted(ways, key=lambda way: way.alone() or Fraction(0))


def _least_together(ways: Sequence[Sequence[Solved]]) -> Fraction | None:
    """The least over the ways of each requirement; together is never less than the most that one of them asks."""
    choices = [(max(way.alone() or Fraction(0) for way in each), each) for each in islice(product(*ways), MOST_WORLDS)]
    least: Fraction | None = None
    for at_least, choice in sorted(choices, key=itemgetter(0))[:MOST_CHOICES]:
        if least is not None and at_least >= least:
            break
        still = _joint(choice)
        if still is not None and (least is None or still < least):
            least = still
    return least


def _joint(solved: Sequence[Solved]) -> Fraction | None:
    """The fewest further credits that complete these requirements together."""
    pairs = pairs_apart(solved)
    memory = desk_for(solved[0].normaliser.map.ruleset).memory
    options = [each.options for each in possible([each.normaliser for each in solved], memory)]
    apart = [way for each in options for way in dict.fromkeys(served_apart(each, pairs))]
    problem, ticks = joint_problem([each.lined_up() for each in solved], apart)
    still = allocate(problem).still
    return None if still is None else still / ticks


def _outright(judged: Judged) -> Fraction | None:
    return None if judged.verdict is Word.SHORT else Fraction(0)

"""Several requirements as one problem: each counts the activities for itself, further credit serves all at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

from cedsl.normal.normalise import NormalForm, Option
from cedsl.normal.problem import Further, Item, Portion, Problem, Use


def joint_problem(forms: Sequence[NormalForm], further: Sequence[tuple[Option, ...]]) -> tuple[Problem, int]:
    """The problems side by side, in common ticks; a kind of further credit has one option in each."""
    ticks = lcm(*(form.ticks for form in forms))
    items: list[Item] = []
    demands: list[int] = []
    caps: list[int] = []
    kinds = [[0, 0] for _ in further]
    for number, form in enumerate(forms):
        scale = ticks // form.ticks
        # A row made after the form was, for further credit alone, bounds nothing here.
        own = (1 << len(form.problem.caps)) - 1
        for item in form.problem.items:
            items.append(_moved(item, len(demands), len(caps), scale))
        for kind, options in zip(kinds, further, strict=True):
            kind[0] |= options[number][0] << len(demands)
            kind[1] |= (options[number][1] & own) << len(caps)
        demands.extend(each * scale for each in form.problem.demands)
        caps.extend(each * scale for each in form.problem.caps)
    kept = tuple(Further(one, two) for one, two in kinds)
    return Problem(tuple(items), tuple(demands), tuple(caps), kept), ticks


def _moved(item: Item, demands: int, caps: int, scale: int) -> Item:
    uses = tuple(Use(use.place, use.demands << demands, use.caps << caps) for use in item.uses)
    portions = tuple(Portion(each.uses, each.limit * scale) for each in item.portions)
    return Item(item.amount * scale, uses, portions)

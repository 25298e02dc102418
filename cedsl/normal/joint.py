"""Several requirements as one problem.

Each counts the activities for itself, and further credit serves all at once; unless they are kept apart: then
an hour of an activity is counted in one of them only, and so is an hour of further credit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from math import lcm
from operator import or_

from cedsl.normal.credited import Credited, canonical_key
from cedsl.normal.normalise import NormalForm, Option, item_of
from cedsl.normal.places import Place
from cedsl.normal.problem import Further, Item, Pick, Portion, Problem, Share, Use


def joint_problem(forms: Sequence[NormalForm], further: Sequence[tuple[Option, ...]]) -> tuple[Problem, int]:
    """The problems side by side, in common ticks; a kind of further credit has one option in each."""
    ticks = lcm(*(form.ticks for form in forms))
    items: list[Item] = []
    demands: list[int] = []
    caps: list[int] = []
    asked: list[Share] = []
    allowed: list[Share] = []
    picks: list[Pick] = []
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
        asked.extend(_share(each, len(demands), len(demands)) for each in form.problem.asked_shares)
        allowed.extend(_share(each, len(caps), len(demands)) for each in form.problem.allowed_shares)
        picks.extend(Pick(each.most, each.caps << len(caps)) for each in form.problem.picks)
        demands.extend(each * scale for each in form.problem.demands)
        caps.extend(each * scale for each in form.problem.caps)
    kept = tuple(Further(one, two) for one, two in kinds)
    rows = _ample(caps, picks, sum(item.amount for item in items) + sum(demands))
    return Problem(tuple(items), tuple(demands), rows, kept, tuple(picks), tuple(asked), tuple(allowed)), ticks


def _share(share: Share, rows: int, demands: int) -> Share:
    return Share(share.row + rows, share.of + demands, share.part)


def _ample(caps: Sequence[int], picks: Sequence[Pick], everything: int) -> tuple[int, ...]:
    """The caps, those of picks with room for everything that all requirements ask for."""
    picked = reduce(or_, (pick.caps for pick in picks), 0)
    return tuple(everything if picked >> row & 1 else limit for row, limit in enumerate(caps))


def _moved(item: Item, demands: int, caps: int, scale: int) -> Item:
    uses = tuple(Use(use.place, use.demands << demands, use.caps << caps) for use in item.uses)
    portions = tuple(Portion(each.uses, each.limit * scale) for each in item.portions)
    return Item(item.amount * scale, uses, portions)


Whose = list[tuple[Credited, list[tuple[int, Place]]]]
"""For each item its activity, and for each use of it the number of the requirement that it serves, and the place."""


def apart_problem(forms: Sequence[NormalForm], further: Sequence[tuple[Option, ...]]) -> tuple[Problem, int, Whose]:
    """The problems with one item for each activity, whose every hour serves one of the requirements; and the
    ticks of a unit.
    """
    side_by_side, ticks = joint_problem(forms, further)
    ways: dict[int, list[tuple[int, tuple[Place, Option]]]] = {}
    items: dict[int, Credited] = {}
    demands = caps = 0
    for number, form in enumerate(forms):
        for credited, item, places in zip(form.items, form.problem.items, form.places, strict=True):
            key = id(credited.activity)
            items[key] = max(items.get(key, credited), credited, key=lambda each: each.credit)
            for place, use in zip(places, item.uses, strict=True):
                way = (place, (use.demands << demands, use.caps << caps))
                ways.setdefault(key, []).append((number, way))
        demands += len(form.problem.demands)
        caps += len(form.problem.caps)
    order = sorted(items, key=lambda key: (items[key].on, canonical_key(items[key].activity)))
    merged = tuple(item_of(items[key], [way for _, way in ways.get(key, [])], ticks) for key in order)
    whose = [(items[key], [(number, place) for number, (place, _) in ways.get(key, [])]) for key in order]
    return replace(side_by_side, items=merged), ticks, whose

"""Members told apart by what is known of them: all of one class are asked the same of, in the same period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from cedsl.assessment.still import MOST_JOINT
from cedsl.assessment.worlds import case_of
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.records.activity import Activity, Facts
from cedsl.registry.blueprint import Blueprint, OneByOne, Outright, blueprint
from cedsl.registry.cells import Ticks
from cedsl.registry.decide import NEVER, NUMBER, Block, Drawn, Words, decide, drawn, outright
from cedsl.registry.rows import Numbers, Rows

AT_ONCE = 50_000
"""So many members are decided together."""


@dataclass(frozen=True)
class Part:
    """One requirement for the members of a class."""

    made: Blueprint | Outright
    block: Block


@dataclass(frozen=True)
class ClassResult:
    """Members of one class, by their numbers, with each requirement. Of those who are not `sure` nothing is known;
    `why` says what keeps a whole class from being decided in columns.

    `still` is in parts of which `ticks` make one of the ruleset's unit, NEVER where no further hour completes a member.
    """

    members: Numbers
    facts: Facts
    parts: tuple[Part, ...]
    verdict: Words
    still: Ticks
    ticks: int
    sure: NDArray[np.bool_]
    why: str = ""


def decide_classes(
    ruleset: r.Ruleset,
    rows: Rows,
    facts: Sequence[Facts],
    as_of: date,
    asked: date | None,
    whom: Numbers | None = None,
) -> Iterator[ClassResult]:
    """Members class by class, of a large class some after another. `facts[m]` is what is known of member m; only
    members `whom` are decided, in that order.
    """
    whom = np.flatnonzero(~may_repeat(rows)) if whom is None else whom
    for known, members in _classes(facts, whom):
        yield from _decided(ruleset, rows, known, members, as_of, asked)


def _classes(facts: Sequence[Facts], whom: Numbers) -> Iterator[tuple[Facts, Numbers]]:
    numbers: dict[object, int] = {}
    kept: list[Facts] = []
    number = np.empty(len(whom), np.int64)
    same: dict[int, int] = {}
    for place, each in enumerate(map(facts.__getitem__, whom.tolist())):
        found = same.get(id(each))
        if found is None:
            key = tuple(sorted(each.items(), key=lambda pair: pair[0]))
            found = same[id(each)] = numbers.setdefault(key, len(kept))
            if found == len(kept):
                kept.append(each)
        number[place] = found
    order = np.argsort(number, kind="stable")
    ends = np.cumsum(np.bincount(number, minlength=len(kept)))
    for place, each in enumerate(kept):
        yield each, whom[order[(ends[place - 1] if place else 0) : ends[place]]]


def may_repeat(rows: Rows) -> NDArray[np.bool_]:
    """The members of whom two activities may be the same, or one has no day."""
    found = np.zeros(len(rows.members), np.bool_)
    owner = rows.member
    found[owner[rows.day == 0]] = True
    for number in rows.repeats.values():
        named = np.flatnonzero(number)
        order = named[np.lexsort((number[named], owner[named]))]
        again = (owner[order][1:] == owner[order][:-1]) & (number[order][1:] == number[order][:-1])
        found[owner[order][1:][again]] = True
    return found


def _decided(
    ruleset: r.Ruleset, rows: Rows, known: Facts, members: Numbers, as_of: date, asked: date | None
) -> Iterator[ClassResult]:
    case = case_of(ruleset, (), known, as_of, asked=asked)
    place, kinds = _kinds_of(rows, members)
    try:
        made = [blueprint(each, case, kinds) for each in ruleset.requirements]
    except OneByOne as why:
        yield _unknown(members, known, str(why))
        return
    ready = [drawn(each) if isinstance(each, Blueprint) else each for each in made]
    for first in range(0, len(members), AT_ONCE):
        some = members[first : first + AT_ONCE]
        member, kind, day = _activities(rows, some)
        parts = [_part(each, len(some), member, place[kind], day, as_of) for each in ready]
        yield _together(some, known, parts)


def _kinds_of(rows: Rows, members: Numbers) -> tuple[Numbers, list[Activity]]:
    """The kinds of activities that these members have: for each kind of all its place among them, and those."""
    found = np.zeros(len(rows.kinds), np.bool_)
    for first in range(0, len(members), AT_ONCE):
        _, kind, _ = _activities(rows, members[first : first + AT_ONCE])
        found[kind] = True
    return np.cumsum(found) - 1, [rows.kinds[number] for number in np.flatnonzero(found)]


def _part(made: Drawn | Outright, several: int, member: Numbers, kind: Numbers, day: Numbers, as_of: date) -> Part:
    of = made.blueprint if isinstance(made, Drawn) else made
    inside = np.zeros(len(day), np.bool_)
    if of.period is not None:
        first, last = of.period.first.toordinal(), min(of.period.last, as_of).toordinal()
        inside = (day >= first) & (day <= last)
    if isinstance(made, Drawn):
        return Part(of, decide(made, several, member, kind, inside))
    return Part(of, outright(made, several, member, kind, inside))


def _unknown(members: Numbers, known: Facts, why: str) -> ClassResult:
    several = len(members)
    nothing = np.zeros(several, np.int64)
    return ClassResult(members, known, (), np.zeros(several, np.int8), nothing, 1, np.zeros(several, np.bool_), why)


def _activities(rows: Rows, members: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """For each activity of these members the place of its member among them, its kind and its day."""
    counts = rows.starts[members + 1] - rows.starts[members]
    place = np.repeat(np.arange(len(members)), counts)
    skipped = np.cumsum(counts) - counts
    index = np.arange(len(place)) - skipped[place] + rows.starts[members][place]
    return place, rows.kind[index], rows.day[index]


ORDER = (Word.FAILED, Word.SHORT, Word.WAIVED, Word.MET)


def _together(members: Numbers, known: Facts, parts: Sequence[Part]) -> ClassResult:
    """As `assessment.worlds` and `assessment.still` put requirements together; whoever lacks hours for several is
    decided by the exact path.
    """
    several = len(members)
    verdict = np.full(several, NUMBER[Word.EXEMPT], np.int8)
    for word in ORDER[::-1]:
        for each in parts:
            verdict[each.block.verdict == NUMBER[word]] = NUMBER[word]
    ticks = int(np.lcm.reduce([1, *(each.block.ticks for each in parts)]))
    still, lacking = np.zeros(several, np.int64), np.zeros(several, np.int64)
    never, sure = verdict == NUMBER[Word.FAILED], np.ones(several, np.bool_)
    for part in parts:
        sure = sure & part.block.sure
        never = never | (part.block.still == NEVER)
        still += np.maximum(part.block.still, 0) * (ticks // part.block.ticks)
        lacking += part.block.still > 0
    sure = sure & (never | (lacking < 2) | (lacking > MOST_JOINT))
    return ClassResult(members, known, tuple(parts), verdict, np.where(never, NEVER, still), ticks, sure)

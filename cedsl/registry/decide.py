"""Many members under one requirement: verdicts, shortfalls and the figures of every line, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cedsl.assessment.completion import nesting, outermost
from cedsl.assessment.facts import FactFinding
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.ruleset import Word
from cedsl.registry.blueprint import Blueprint, Outright
from cedsl.registry.cells import Ground, Settled, Ticks
from cedsl.registry.lines import Line, lines_of
from cedsl.registry.rows import Numbers
from cedsl.registry.settle import at_once, can_be_at_once, nothing_known, told_apart
from cedsl.verdict import Kind

Words = NDArray[np.int8]
"""Verdicts by their number in `WORDS`."""

WORDS: tuple[Word | None, ...] = (None, Word.MET, Word.SHORT, Word.FAILED, Word.EXEMPT, Word.WAIVED, Word.DEPENDS)
NUMBER = {word: number for number, word in enumerate(WORDS)}

NEVER = -1
"""Still to earn where no further hour completes the requirement."""


@dataclass(frozen=True)
class LineColumns:
    """The figures of one line for each member. Amounts are whole parts of which `Block.ticks` make one of the unit; for
    counts and limits they are numbers of activities times that.
    """

    line: Line
    earned: Ticks
    counted: Ticks | None
    short: Ticks | None
    over: Ticks
    verdict: Words


@dataclass(frozen=True)
class Block:
    """One requirement for many members. Where a member is not `sure`, nothing said of him holds."""

    ticks: int
    lines: tuple[LineColumns, ...]
    verdict: Words
    still: Ticks
    sure: NDArray[np.bool_]


PARTED = -2
"""The cell of an activity with parts of which only so much can count."""

Profile = tuple[int, tuple[bool, ...]]
"""The cell of an activity, and which lines describe it."""

AT_ONCE = 1 << 14
"""So many members at most are looked at together, lest their columns leave the cache."""


@dataclass(frozen=True)
class Drawn:
    """A blueprint with its lines, and how the kinds of activities are summed: by profile, that is by what every
    statement sees alike.

    `profile[k]` is the profile of an activity of kind k, of `profiles` in all, `credit[k]` what it earns. `cells[j]`
    are the profiles of cell j, `seen[n]` those that line n describes; of `parted` ones only parts may count.
    """

    blueprint: Blueprint
    lines: tuple[Line, ...]
    profiles: int
    profile: Numbers
    credit: Numbers
    cells: tuple[tuple[int, ...], ...]
    seen: tuple[tuple[int, ...], ...]
    parted: tuple[int, ...]

    @property
    def counts(self) -> bool:
        """Whether it matters how many activities there are."""
        return bool(self.parted) or any(each.kind in {Kind.COUNT, Kind.LIMIT} for each in self.lines)


def drawn(blueprint: Blueprint) -> Drawn:
    """The blueprint made ready for any number of members."""
    lines = lines_of(blueprint)
    described = _described(blueprint, lines)
    keys = {key: number for number, key in enumerate(dict.fromkeys(described))}

    return Drawn(
        blueprint,
        lines,
        max(len(keys), 1),
        np.array([keys[each] for each in described] or [0], np.int64),
        np.array(blueprint.credit or [0], np.int64),
        tuple(tuple(n for (cell, _), n in keys.items() if cell == one) for one in range(len(blueprint.uses))),
        tuple(tuple(n for (_, sees), n in keys.items() if sees[place]) for place in range(len(lines))),
        tuple(n for (cell, _), n in keys.items() if cell == PARTED),
    )


def outright(made: Outright, several: int, member: Numbers, kind: Numbers, inside: NDArray[np.bool_]) -> Block:
    """A requirement that was decided without activities, with what they earn all the same."""
    earned, nothing = np.zeros(several, np.int64), np.zeros(several, np.int64)
    if made.credit:
        np.add.at(earned, member[inside], np.array(made.credit, np.int64)[kind[inside]])
    words, verdict = made.requirement.words, np.full(several, NUMBER[made.verdict], np.int8)
    line = Line(words.id, words.id, Kind.TOTAL, 0, "", None, None, verdict=made.verdict, why=made.because)
    still = np.full(several, NEVER if made.verdict is Word.SHORT else 0, np.int64)
    columns = LineColumns(line, earned, None, None, nothing, verdict)
    return Block(made.ticks, (columns,), verdict, still, np.ones(several, np.bool_))


def decide(ready: Drawn, several: int, member: Numbers, kind: Numbers, inside: NDArray[np.bool_]) -> Block:
    """The requirement for `several` members. `member` and `kind` say of each activity whose it is and what, one member
    after another; those that are not `inside` fall into no day that counts.
    """
    blueprint, lines = ready.blueprint, ready.lines
    earned = [np.zeros(several, np.int64) for _ in lines]
    found = nothing_known(blueprint.ground, several)
    step = AT_ONCE if can_be_at_once(blueprint.uses) else max(several, 1)
    later: list[tuple[Numbers, Ticks]] = []
    for first in range(0, several, step):
        part = slice(first, min(first + step, several))
        rows = slice(*np.searchsorted(member, (part.start, part.stop)))
        places = np.flatnonzero(inside[rows])
        sums = _sums(ready, part.stop - first, member[rows][places] - first, kind[rows][places])
        later.extend(_look(ready, sums, found, part))
        for place, line in enumerate(lines):
            earned[place][part] = _earned(line, ready.seen[place], sums, blueprint.ticks)
    _look_closer(blueprint, found, later)
    columns = [_figures(blueprint, line, each, found) for line, each in zip(lines, earned, strict=True)]
    still, known = still_to_earn(blueprint.ground, found.short)
    return Block(blueprint.ticks, tuple(columns), _verdict(blueprint, columns, found.short), still, found.sure & known)


@dataclass(frozen=True)
class Sums:
    """What is known of the activities of some members: a row for each profile. `number` is None where nobody asks."""

    credit: Ticks
    number: Ticks | None


def _sums(ready: Drawn, several: int, member: Numbers, kind: Numbers) -> Sums:
    place = ready.profile[kind] * several + member
    credit = np.zeros((ready.profiles, several), np.int64)
    np.add.at(credit.reshape(-1), place, ready.credit[kind])
    if not ready.counts:
        return Sums(credit, None)
    number = np.zeros((ready.profiles, several), np.int64)
    np.add.at(number.reshape(-1), place, 1)
    return Sums(credit, number)


def _look(ready: Drawn, sums: Sums, found: Settled, part: slice) -> Iterator[tuple[Numbers, Ticks]]:
    """Notes what is found at once; tells the others with their amounts."""
    amounts = np.zeros((len(ready.cells), part.stop - part.start), np.int64)
    for cell, mine in enumerate(ready.cells):
        for each in mine:
            amounts[cell] += sums.credit[each]
    here = at_once(ready.blueprint.ground, ready.blueprint.uses, amounts.T)
    left = ~here.sure
    if ready.parted and sums.number is not None:
        parted = sums.number[list(ready.parted)].any(axis=0)
        here.sure &= ~parted
        left &= ~parted
    found.short[part], found.used[part], found.sure[part] = here.short, here.used, here.sure
    if left.any():
        yield np.flatnonzero(left) + part.start, amounts[:, left]


def _look_closer(blueprint: Blueprint, found: Settled, later: Sequence[tuple[Numbers, Ticks]]) -> None:
    """Notes what is found of the others when they are told apart."""
    if later:
        places = np.concatenate([each for each, _ in later])
        amounts = np.concatenate([each for _, each in later], axis=1)
        here = told_apart(blueprint.ground, blueprint.uses, amounts.T)
        found.short[places], found.used[places], found.sure[places] = here.short, here.used, here.sure


def _described(blueprint: Blueprint, lines: Sequence[Line]) -> list[Profile]:
    """For each kind its profile."""
    vocabulary, found = blueprint.scope.vocabulary, list[Profile]()
    for cell, credited in zip(blueprint.cell, blueprint.credited, strict=True):
        subject = credited.subject(vocabulary)
        sees = tuple(
            credited.accepted and each.filter is not None and describes(each.filter, subject, blueprint.scope)
            for each in lines
        )
        found.append((cell, sees))
    return found


def _earned(line: Line, mine: Sequence[int], sums: Sums, ticks: int) -> Ticks:
    """What the activities of the profiles earn together, or how many they are."""
    found = np.zeros(sums.credit.shape[1], np.int64)
    if line.kind in {Kind.COUNT, Kind.LIMIT}:
        assert sums.number is not None
        for each in mine:
            found += sums.number[each]
        return found * ticks
    for each in mine:
        found += sums.credit[each]
    return found


def _figures(blueprint: Blueprint, line: Line, earned: Ticks, found: Settled) -> LineColumns:
    several, ticks = len(earned), blueprint.ticks
    nothing = np.zeros(several, np.int64)
    required = 0 if line.required is None else int(line.required * ticks)
    if line.kind is Kind.DUTY:
        return LineColumns(line, nothing, None, None, nothing, np.full(several, NUMBER[line.verdict], np.int8))
    if line.kind in {Kind.COUNT, Kind.LIMIT}:
        return _counted(line, earned, required)
    if line.row is not None:
        over = np.maximum(earned - required, 0)
        return LineColumns(line, earned, found.used[:, line.row], None, over, np.zeros(several, np.int8))
    short = found.short[:, line.demand or 0]
    if line.verdict is not None:
        verdict = np.full(several, NUMBER[line.verdict], np.int8)
    elif required == 0:
        verdict = np.zeros(several, np.int8)
    else:
        verdict = np.where(short > 0, NUMBER[Word.SHORT], NUMBER[Word.MET]).astype(np.int8)
    return LineColumns(line, earned, required - short, short, nothing, verdict)


def _counted(line: Line, found: Ticks, required: int) -> LineColumns:
    """A count or limit: numbers of activities."""
    nothing = np.zeros(len(found), np.int64)
    if line.kind is Kind.LIMIT:
        over = np.maximum(found - required, 0)
        verdict = np.where(over > 0, NUMBER[Word.FAILED], NUMBER[Word.MET]).astype(np.int8)
        return LineColumns(line, found, None, None, over, verdict)
    short = np.maximum(required - found, 0)
    verdict = np.where(short > 0, NUMBER[Word.SHORT], NUMBER[Word.MET]).astype(np.int8)
    return LineColumns(line, found, required - short, short, nothing, verdict if required else verdict * 0)


def _verdict(blueprint: Blueprint, columns: Sequence[LineColumns], shorts: Ticks) -> Words:
    """As `assessment.solve.verdict_of`."""
    several, plan = len(shorts), blueprint.plan
    facts = [each.verdict for each in columns if each.line.found is not None]
    failed = np.zeros(several, np.bool_)
    short = (shorts > 0).any(axis=1)
    for each in facts:
        failed |= each == NUMBER[Word.FAILED]
        short |= each == NUMBER[Word.SHORT]
    asked = any(each > 0 for each in plan.demands) or any(need.satisfied for need in plan.needs())
    asked = asked or any(_asks(each) for each in blueprint.findings)
    met = NUMBER[Word.MET if asked else Word.EXEMPT]
    return np.where(failed, NUMBER[Word.FAILED], np.where(short, NUMBER[Word.SHORT], met)).astype(np.int8)


def _asks(finding: FactFinding) -> bool:
    """Whether the statement has a verdict, whatever activities there are."""
    statement = finding.statement
    return statement.number > 0 if isinstance(statement, r.Count) else finding.verdict is not None


def still_to_earn(ground: Ground, shorts: Ticks) -> tuple[Ticks, NDArray[np.bool_]]:
    """The fewest further hours for these shortfalls, in ticks, and for whom that is known.

    As `assessment.completion`, where further credit fills no cap and the demands lie in or beside one another.
    """
    still, known = np.zeros(len(shorts), np.int64), np.ones(len(shorts), np.bool_)
    for mark, places in _by_mark(shorts):
        nodes = nesting(ground.further, mark)
        if nodes is None:
            known[places] = False
        elif not all(node.kinds for node in nodes):
            still[places] = NEVER
        else:
            needs: list[Ticks] = []
            nothing = np.zeros(len(places), np.int64)
            for node in nodes:
                inside = sum((needs[inner] for inner in node.inner), nothing)
                needs.append(np.maximum(shorts[:, node.demand][places], inside))
            still[places] = sum((needs[root] for root in outermost(nodes)), nothing)
    return still, known


def _by_mark(shorts: Ticks) -> Iterator[tuple[int, Numbers]]:
    """The members who lack something, by what they lack, as a bit set of demands."""
    marks = np.zeros(len(shorts), np.int64)
    for demand in range(shorts.shape[1]):
        marks |= (shorts[:, demand] > 0).astype(np.int64) << demand
    different, numbered = np.unique(marks, return_inverse=True)
    order = np.argsort(numbered.astype(np.uint16) if len(different) < 1 << 16 else numbered, kind="stable")
    ends = np.cumsum(np.bincount(numbered, minlength=len(different)))
    for mark, first, last in zip(different, (0, *ends[:-1]), ends, strict=True):
        if mark:
            yield int(mark), order[first:last]


def exactly(amount: int, ticks: int) -> Fraction:
    """The amount in the ruleset's unit."""
    return Fraction(int(amount), ticks)

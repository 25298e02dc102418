"""The exact path for many members, in processes: whoever cannot be decided in columns is decided one by one."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from cedsl.assessment.assess import assess
from cedsl.model.ruleset import Word
from cedsl.records.activity import Activity, Facts, HeldRow
from cedsl.records.adjustment import Adjustments
from cedsl.records.outcome import Outcome, Records, Unreadable
from cedsl.records.read import read_files
from cedsl.registry.check import Check
from cedsl.verdict import Kind, MemberResult

Line: TypeAlias = tuple[
    str,
    date | None,
    date | None,
    str,
    Kind,
    int,
    str,
    Fraction | None,
    Fraction,
    Fraction | None,
    Fraction | None,
    Fraction,
    Word | None,
]
"""The columns of `Batch.statements` behind the member."""


@dataclass(frozen=True, slots=True)
class Found:
    """One member, decided."""

    member: str
    verdict: Word
    still: Fraction | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Answer:
    """Some members, decided, and the outcomes of their rows where these were read. `ticks` make every amount whole."""

    found: tuple[Found, ...]
    rows: Mapping[Outcome, int]
    ticks: int


@dataclass(frozen=True)
class Seated:
    """A member with activities of kinds, on days: places in a tuple of kinds, and ordinals."""

    member: str
    kinds: tuple[int, ...]
    days: tuple[int, ...]
    facts: Facts
    decided: Adjustments


@dataclass(frozen=True)
class Sheet:
    """Rows as a file: its name, its bytes, and how many rows below the header are only there to show cells."""

    name: str
    data: bytes
    shown: int


class Broken(Exception):
    """Rows that were told apart before cannot be read; the argument is what was found."""


class Closely:
    """Processes that decide members one by one. They are started at once, before this one has any threads."""

    def __init__(self, check: Check, workers: int | None = None) -> None:
        ways = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if "fork" in ways else "spawn")
        several = workers or len(os.sched_getaffinity(0))
        self._pool = ProcessPoolExecutor(several, context, initializer=_begin, initargs=(check, os.getpid()))
        self._pool.submit(_nothing).result()

    def by_kinds(self, kinds: Mapping[int, Activity], members: Sequence[Seated]) -> Future[Answer]:
        """Members whose activities are of kinds that are read beyond doubt."""
        return self._pool.submit(_by_kinds, kinds, members)

    def by_rows(self, sheets: Sequence[Sheet], facts: Mapping[str, tuple[Facts, Adjustments]]) -> Future[Answer]:
        """Members with all of their rows as they stand in the files, and rows of nobody."""
        return self._pool.submit(_by_rows, sheets, facts)

    def by_activities(
        self,
        members: Sequence[tuple[str, Sequence[Activity], Sequence[HeldRow], Facts, Adjustments]],
    ) -> Future[Answer]:
        """Members with their activities as the importer reads them."""
        return self._pool.submit(_by_activities, members)

    def close(self) -> None:
        """Ends the processes, without waiting for what nobody will ask for any more."""
        self._pool.shutdown(wait=True, cancel_futures=True)


_checks: list[Check] = []
"""What a process of `Closely` was started with."""

_PATIENCE = 1


def _begin(check: Check, parent: int) -> None:
    _checks[:] = [check]
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """A process whose parent was killed has nobody to work for."""
    while os.getppid() == parent:
        time.sleep(_PATIENCE)
    os._exit(1)


def _nothing() -> None:
    """Something to do, for which processes are started."""


def _by_kinds(kinds: Mapping[int, Activity], members: Sequence[Seated]) -> Answer:
    return _answer(_decided(each.member, _made(kinds, each), (), each.facts, each.decided) for each in members)


def _made(kinds: Mapping[int, Activity], seated: Seated) -> list[Activity]:
    return [
        replace(kinds[kind], member=seated.member, on=date.fromordinal(day), row=number)
        for number, (kind, day) in enumerate(zip(seated.kinds, seated.days, strict=True), 1)
    ]


def _by_activities(
    members: Sequence[tuple[str, Sequence[Activity], Sequence[HeldRow], Facts, Adjustments]],
) -> Answer:
    return _answer(_decided(*each) for each in members)


def _by_rows(sheets: Sequence[Sheet], facts: Mapping[str, tuple[Facts, Adjustments]]) -> Answer:
    (check,) = _checks
    files = ((each.name, each.data) for each in sheets)
    read = read_files(files, check.schema, check.profile, check.horizon)
    if isinstance(read, Unreadable):
        raise Broken(read.diagnostics[0].message)
    activities: dict[str, list[Activity]] = {}
    held: dict[str, list[HeldRow]] = {}
    for records in read:
        for activity in records.activities:
            activities.setdefault(activity.member, []).append(activity)
        for row in records.held:
            held.setdefault(row.member, []).append(row)
    rows: Counter[Outcome] = Counter()
    for sheet, records in zip(sheets, read, strict=True):
        rows.update(each.outcome for each in records.outcomes[records.outcomes.head + sheet.shown :])
    named = {member for records in read for member in records.outcomes.members}
    answer = _answer(
        _decided(member, activities.get(member, ()), held.get(member, ()), *known)
        for member, known in facts.items()
        if member in named or member in check.named
    )
    return replace(answer, rows=rows)


def answered(check: Check, sheets: Sequence[Sheet], facts: Mapping[str, tuple[Facts, Adjustments]]) -> Answer:
    """As `Closely.by_rows`, in this process, which may be on another machine."""
    _checks[:] = [check]
    return _by_rows(sheets, facts)


def outcomes_of(several: Iterable[Records]) -> Counter[Outcome]:
    """How many rows of whole files have each outcome."""
    rows: Counter[Outcome] = Counter()
    for records in several:
        rows.update(each.outcome for each in records.outcomes.remarked.values())
        rows[Outcome.USED] += len(records.outcomes) - len(records.outcomes.remarked)
    return rows


def _decided(
    member: str, activities: Sequence[Activity], held: Sequence[HeldRow], facts: Facts, decided: Adjustments
) -> Found:
    (check,) = _checks
    result = assess(
        check.ruleset,
        member,
        activities,
        held,
        facts,
        check.as_of,
        adjustments=decided,
        asked=check.asked,
        bare=True,
    )
    return Found(member, result.verdict, result.still, tuple(_lines(result)))


def _lines(result: MemberResult) -> Iterable[Line]:
    for block in result.blocks:
        first, last = (None, None) if block.period is None else (block.period.first, block.period.last)
        for line in block.statements:
            yield (
                block.requirement,
                first,
                last,
                line.id,
                line.kind,
                line.depth,
                line.label,
                line.required,
                line.earned,
                line.counted,
                line.short,
                line.over,
                line.verdict,
            )


def _answer(found: Iterable[Found]) -> Answer:
    several = tuple(found)
    amounts = {
        each.denominator
        for member in several
        for each in (member.still, *(part for line in member.lines for part in line[7:12]))
        if each is not None
    }
    return Answer(several, {}, lcm(*amounts))

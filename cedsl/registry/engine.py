"""From files of activities to verdicts and figures of everybody: in columns where these decide, else one by one."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from abc import ABC
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, unique
from math import lcm
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa

from cedsl.records.activity import Activity, HeldRow
from cedsl.records.outcome import Outcome, Records
from cedsl.registry.check import Check
from cedsl.registry.classes import ClassResult, decide_classes
from cedsl.registry.closely import MANY, Flagged, Tasks, some_after_another, waiting
from cedsl.registry.columnar import why_not
from cedsl.registry.exact import Answer, Closely, Found, outcomes_of
from cedsl.registry.figures import Tables, fits
from cedsl.registry.intake import Taken, take_in
from cedsl.registry.result import Batch, Tally
from cedsl.registry.rows import Numbers

NO_MEMORY, REFUSED = duckdb.OutOfMemoryException, duckdb.Error
"""What is raised where memory is not enough, and where DuckDB cannot go on for another reason."""

EVERYBODY = "files that are not plain rows"
"""Why everybody is decided one by one where that is not the rules' doing."""

SEVERAL_WAYS = "hours that can count in several ways"


@unique
class Stage(Enum):
    """What is being done."""

    READING = "reading"
    CLOSELY = "one by one"
    DECIDING = "deciding"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: bytes of the files while these are read, else members. `whole` is 0 where that is not known."""

    stage: Stage
    done: int
    whole: int


Told = Callable[[Progress], None]


def tell_nobody(progress: Progress) -> None:
    """For whoever does not ask how far it is."""
    del progress


@dataclass
class Deciding(ABC):
    """A whole check. Its batches can be taken once, when everybody is decided. Whatever it keeps on disk is gone when
    it is closed.
    """

    check: Check
    told: Told = tell_nobody
    rows: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    members: int = 0
    ticks: int = 1
    folder: str = ""
    closely: Closely | None = None

    def batches(self) -> Iterator[Batch]:
        """All members, some after another."""
        tables = Tables(decimal=fits(self.ticks))
        yield from self._more(tables)
        yield from self._spooled(tables)

    def tally(self) -> Tally:
        """What became of rows and members, once all batches are taken."""
        return Tally(dict(self.rows), self.members, dict(self.reasons))

    def close(self) -> None:
        """Ends everything that was started and removes everything that was kept."""
        if self.closely is not None:
            self.closely.close()
            self.closely = None
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = ""

    def _begin(self) -> Closely:
        """Starts the processes, while this one has no threads yet."""
        self.folder = tempfile.mkdtemp(prefix="cedsl-")
        self.closely = Closely(self.check)
        return self.closely

    @property
    def _spool(self) -> Path:
        return Path(self.folder, "answers")

    def _keep(self, answers: Iterable[Answer], whole: int) -> None:
        """The answers into a file, for nobody knows how amounts are to be stored before all are known."""
        done = 0
        with self._spool.open("wb") as file:
            for answer in answers:
                done += len(answer.found)
                self.ticks = lcm(self.ticks, answer.ticks)
                self.rows.update(answer.rows)
                pickle.dump(answer.found, file)
                self.told(Progress(Stage.CLOSELY, done, whole))

    def _more(self, tables: Tables) -> Iterator[Batch]:
        del tables
        yield from ()

    def _spooled(self, tables: Tables) -> Iterator[Batch]:
        several = list[Found]()
        with self._spool.open("rb") as file:
            for found in _pickled(file):
                self.members += len(found)
                several += found
                if len(several) >= MOST_TOLD:
                    yield tables.of_found(several)
                    several = []
        if several:
            yield tables.of_found(several)


MOST_TOLD = 20_000
"""About so many members who were decided one by one are told in one batch."""


def _pickled(file: BinaryIO) -> Iterator[tuple[Found, ...]]:
    while True:
        try:
            yield pickle.load(file)  # noqa: S301 - written above, in a folder of this process alone
        except EOFError:
            return


@dataclass
class Columns(Deciding):
    """Members decided in columns where these decide."""

    _results: list[ClassResult] = field(default_factory=list)
    _taken: Taken | None = None

    def decide(self) -> None:
        """Everybody. Raises NotPlain, TooManyKinds and Broken where the files cannot be read so."""
        closely = self._begin()
        connection = _connected(self.folder)
        try:
            taken = self._taken = take_in(self.check, connection, self._reading)
            self._results = self._in_columns(taken)
            self.ticks = lcm(
                *(each.ticks for each in self._results), *(p.block.ticks for each in self._results for p in each.parts)
            )
            by_kinds, flagged = waiting(taken, self.check.ruleset)
            tasks = Tasks(self.check, taken, closely)
            answers = tasks.answers(by_kinds, Flagged(taken, connection, flagged))
            self._keep(map(self._with_reasons, answers), len(by_kinds) + len(flagged))
        finally:
            connection.close()
        self.rows.update(taken.outcomes(flagged))

    def _with_reasons(self, answer: Answer) -> Answer:
        assert self._taken is not None
        self.reasons.update(self._taken.reason(each.member) for each in answer.found)
        return answer

    def _reading(self, done: int, size: int) -> None:
        self.told(Progress(Stage.READING, size * done // 100, size))

    def _in_columns(self, taken: Taken) -> list[ClassResult]:
        reason = why_not(self.check.ruleset)
        clean = taken.order[(~taken.flagged & (taken.why == 0))[taken.order]]
        if reason is not None:
            taken.note_reason(clean, reason)
            return []
        done, results = 0, list[ClassResult]()
        check, whole = self.check, len(clean)
        for each in decide_classes(check.ruleset, taken.rows, taken.facts, check.as_of, check.asked, clean):
            results.append(each)
            done += len(each.members)
            taken.note_reason(each.members[~each.sure], each.why or SEVERAL_WAYS)
            taken.decided[each.members[each.sure]] = True
            self.told(Progress(Stage.DECIDING, done, whole))
        return results

    def _more(self, tables: Tables) -> Iterator[Batch]:
        taken, results = self._taken, self._results
        assert taken is not None

        def named(numbers: Numbers) -> pa.Array:
            return pa.array([taken.members[number] for number in numbers], pa.string())

        results.reverse()
        while results:
            result = results.pop()
            if result.sure.any():
                self.members += int(result.sure.sum())
                yield tables.of_class(result, named)


@dataclass
class OneByOne(Deciding):
    """Everybody decided one by one, from files that the importer has read."""

    def decide(self, records: Sequence[Records]) -> None:
        """Everybody whom the files name."""
        closely = self._begin()
        activities: dict[str, list[Activity]] = {}
        held: dict[str, list[HeldRow]] = {}
        named = dict.fromkeys(name for each in records for name in each.outcomes.members if name)
        named |= dict.fromkeys(self.check.named)
        for each in records:
            for activity in each.activities:
                activities.setdefault(activity.member, []).append(activity)
            for row in each.held:
                held.setdefault(row.member, []).append(row)
        names = list(named)
        goes = (names[first : first + MANY] for first in range(0, len(names), MANY))
        check = self.check
        tasks = (
            closely.by_activities(
                [(m, activities.get(m, ()), held.get(m, ()), check.facts(m), check.decided(m)) for m in go]
            )
            for go in goes
        )
        self._keep(some_after_another(tasks), len(names))
        self.rows.update(outcomes_of(records))
        self.reasons.update({why_not(check.ruleset) or EVERYBODY: len(names)})


def _connected(folder: str) -> duckdb.DuckDBPyConnection:
    """A database of its own, that keeps in the folder what has no room."""
    connection = duckdb.connect(str(Path(folder, "rows.duckdb")))
    connection.execute("SET temp_directory = ?", [folder])
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    return connection

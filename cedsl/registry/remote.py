"""A registry checked where its rows live: the database groups them, the same kernel decides beside it."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from cedsl.records.activity import Activity, Facts
from cedsl.records.adjustment import Adjustments
from cedsl.records.folding import trimmed
from cedsl.records.outcome import Outcome, Unreadable
from cedsl.records.read import TableRead, read_files, read_tables
from cedsl.registry.check import Check
from cedsl.registry.columnar import why_not
from cedsl.registry.engine import Progress, Stage, Told, tell_nobody
from cedsl.registry.exact import Answer, Closely, answered
from cedsl.registry.files import NotPlain, Shape
from cedsl.registry.kinds import MOST_READ, Importer, may_repeat, shape_of
from cedsl.registry.remote_kernel import SECOND_LOOK, Part, Sheets, Task, decide
from cedsl.registry.remote_spool import Spool
from cedsl.registry.remote_sql import Asking, Column, Dialect, cells_of
from cedsl.registry.result import Batch, Tally

HEAD = 1_000
"""So many rows of a table show what its columns are."""

MOST_TOGETHER = 128 * 1024 * 1024
"""So many signs at most are in a table whose rows are read as those of one file."""


class RefusedError(Exception):
    """Why there is no answer: a whole sentence without its full stop, and what to do. No password stands in it."""

    def __init__(self, why: str, do: str | None = None) -> None:
        super().__init__(why)
        self.why, self.do = why, do


class UnreadableTableError(Exception):
    """A table that the importer cannot read, with what it says of it."""

    def __init__(self, problem: Unreadable) -> None:
        super().__init__(problem.source.name)
        self.problem = problem


class NotTheSameError(Exception):
    """Somebody has written into the table: members who were there are not there any more."""


class Place(Protocol):
    """Where tables live. Every method raises RefusedError where the database or the way to it fails."""

    dialect: Dialect
    decides_here: bool
    """Whether members are decided one by one by processes of this machine."""

    def columns(self, table: str) -> tuple[str, tuple[Column, ...]]:
        """The table's quoted name, and its columns."""
        ...

    def rows(self, query: str) -> Iterator[Sequence[str]]:
        """The answer to a query, which is texts."""
        ...

    def listed(self, name: str, cells: Sequence[tuple[str, Sequence[object]]]) -> str:
        """A small table of the session, as SQL of what one selects from; its column `n` holds numbers, others texts."""
        ...

    def decided(self, query: str, columns: Sequence[str], task: Task) -> Iterator[Part]:
        """Every member of a query of rows as numbers."""
        ...

    def answers(self, query: str, sheets: Sheets, check: Check, closely: Closely | None) -> Iterator[Answer]:
        """Every member of a query of rows as they stand, decided one by one."""
        ...

    def close(self) -> None:
        """Ends the session."""
        ...


@dataclass
class Remote:
    """A whole check of one table. Its batches can be taken once; what it keeps on disk is gone when it is closed."""

    check: Check
    place: Place
    table: str
    told: Told = tell_nobody
    _rows: Counter[Outcome] = field(default_factory=Counter)
    _by_reason: Counter[str] = field(default_factory=Counter)
    _members: int = 0
    _folder: str = ""
    _closely: Closely | None = None

    def batches(self) -> Iterator[Batch]:
        """All members, some after another. Raises RefusedError, UnreadableTableError and NotTheSameError."""
        self.told(Progress(Stage.READING, 0, 0))
        self._folder = tempfile.mkdtemp(prefix="cedsl-")
        if self.place.decides_here:
            self._closely = Closely(self.check)
        quoted, columns = self.place.columns(self.table)
        sheets = sheets_of(self.table, columns)
        with closing(Spool(Path(self._folder), names=bool(self.check.named))) as spool:
            try:
                self._read(quoted, columns, sheets, spool)
            except NotPlain as why:
                self._read_together(quoted, columns, sheets, spool, str(why))
            self._add_missing(spool)
            yield from self._counted(spool.batches())

    def tally(self) -> Tally:
        """What became of rows and members, once all batches are taken."""
        return Tally(dict(self._rows), self._members, dict(self._by_reason))

    def close(self) -> None:
        """Ends everything that was started and removes everything that was kept."""
        if self._closely is not None:
            self._closely.close()
        self.place.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _counted(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        for each in batches:
            self._members += len(each.members)
            yield each

    # ----------------------------------------------------------------------------------- in columns

    def _read(self, quoted: str, columns: tuple[Column, ...], sheets: Sheets, spool: Spool) -> None:
        check, place = self.check, self.place
        importer = Importer(check.ruleset, check.schema, check.profile, check.horizon)
        head = sheets.of(place.rows(f"{cells_of(quoted, columns)} LIMIT {HEAD}"))
        shape = shape_of(self.table, head.data, importer)
        asking = Asking(quoted, columns, shape, place.dialect)
        known = self._learn(asking, sheets)
        sheets = Sheets(sheets.name, sheets.header, known.shown, sheets.numbers)
        wanted = {"": "", **known.names}
        everybody = why_not(check.ruleset)
        closely: dict[str, str] = {}
        if everybody is None:
            closely = self._in_columns(asking, known, spool)
            wanted = {**{each: each for each in closely}, **wanted}
        self._one_by_one(asking, sheets, wanted, everybody, closely, spool)

    def _learn(self, asking: Asking, sheets: Sheets) -> Known:
        kinds = self._different(asking.kinds(MOST_READ)) if asking.shape.telling else [()]
        days = [each[0] for each in self._different(asking.days(MOST_READ))]
        members = [each[0] for each in self._different(asking.odd_members(MOST_READ))]
        return learned(kinds, days, members, asking.shape, sheets, self.check)

    def _different(self, query: str) -> list[tuple[str, ...]]:
        found = [tuple(each) for each in self.place.rows(query)]
        if len(found) > MOST_READ:
            raise NotPlain("a table with too many kinds of rows")
        return found

    def _in_columns(self, asking: Asking, known: Known, spool: Spool) -> dict[str, str]:
        """Decides whom columns decide; the others, each with the reason."""
        place, shape = self.place, asking.shape
        cells = [(f"k{n}", [each[n] for each in known.cells]) for n in range(len(shape.telling))]
        kinds = place.listed("kinds", [("n", known.kind), *cells])
        days = place.listed("days", [("n", list(known.days.values())), ("day", list(known.days))])
        decisions = () if self.check.decisions is None else self.check.decisions.members
        task = Task(
            self.check,
            known.kinds,
            np.arange(len(known.kinds)) < known.repeating,
            tuple(each.always for each in shape.alike),
            frozenset((*known.names, *known.names.values(), *decisions)),
        )
        closely: dict[str, str] = {}
        done = 0
        for part in place.decided(asking.numbers(kinds, days, known.repeating), asking.number_columns(), task):
            spool.keep(part.batches)
            closely.update(part.closely)
            self._rows[Outcome.USED] += part.used
            done += len(part.closely) + sum(len(each.members) for each in part.batches)
            self.told(Progress(Stage.DECIDING, done, 0))
        return closely

    # ----------------------------------------------------------------------------------- one by one

    def _one_by_one(
        self,
        asking: Asking,
        sheets: Sheets,
        wanted: Mapping[str, str],
        everybody: str | None,
        closely: Mapping[str, str],
        spool: Spool,
    ) -> None:
        members = self.place.listed("members", [("cell", list(wanted)), ("name", list(wanted.values()))])
        query = asking.rows_of(members, everybody=everybody is not None)
        done, left = 0, {wanted[each] for each in closely} - {""}
        for answer in self.place.answers(query, sheets, self.check, self._closely):
            self._keep(answer, spool)
            self._by_reason.update(closely.get(each.member, everybody or SECOND_LOOK) for each in answer.found)
            done += len(answer.found)
            left -= {each.member for each in answer.found}
            self.told(Progress(Stage.CLOSELY, done, len(closely)))
        if left:
            raise NotTheSameError

    def _keep(self, answer: Answer, spool: Spool) -> None:
        self._rows.update(answer.rows)
        spool.keep_found(answer.found, answer.ticks)

    def _add_missing(self, spool: Spool) -> None:
        """Whoever is named, but not in the table."""
        missing = [each for each in self.check.named if each not in spool.members]
        if not missing:
            return
        left = missing
        if why_not(self.check.ruleset) is None:
            decisions = () if self.check.decisions is None else self.check.decisions.members
            task = Task(self.check, (), np.zeros(0, np.bool_), (), frozenset(decisions))
            nothing = np.zeros(len(missing), np.int64), np.zeros((0, 3), np.int64)
            part = decide(task, pa.array(missing, pa.string()), *nothing)
            spool.keep(part.batches)
            left = list(part.closely)
        if left:
            self._keep(answered(self.check, (), self._known(left)), spool)
            self._by_reason[NO_ACTIVITIES] += len(left)

    def _known(self, members: Iterable[str]) -> dict[str, tuple[Facts, Adjustments]]:
        return {each: (self.check.facts(each), self.check.decided(each)) for each in members}

    def _read_together(self, quoted: str, columns: tuple[Column, ...], sheets: Sheets, spool: Spool, why: str) -> None:
        """A table of which no row can be read by itself, as if it were a file."""
        check = self.check
        sheet = sheets.of(self._at_most(self.place.rows(cells_of(quoted, columns)), why))
        read = read_files(((sheet.name, sheet.data),), check.schema, check.profile, check.horizon)
        if isinstance(read, Unreadable):
            raise UnreadableTableError(read)
        members = dict.fromkeys(name for each in read for name in each.outcomes.members if name)
        self._keep(answered(check, (sheet,), self._known(members)), spool)
        self._by_reason[why] += len(members)

    def _at_most(self, rows: Iterator[Sequence[str]], why: str) -> Iterator[Sequence[str]]:
        size = 0
        for each in rows:
            size += sum(map(len, each)) + len(each)
            if size > MOST_TOGETHER:
                raise RefusedError(
                    f"the table `{self.table}` is {why.replace('a file', 'a table')}; that can be read up to 128 MiB",
                    "make a view of it with one row for each activity",
                )
            yield each


NO_ACTIVITIES = "no activities"


def sheets_of(name: str, columns: Sequence[Column]) -> Sheets:
    """How rows of these columns are written as a file."""
    numbers = frozenset(n for n, each in enumerate(columns) if each.number)
    return Sheets(name, tuple(each.name for each in columns), (), numbers)


@dataclass(frozen=True)
class Known:
    """What cells mean. `cells` are those of the kinds that are clean, `kind` says for each which of `kinds` it is. Of
    the first so many of them (`repeating`) some rule looks for repeats. `days` are the ordinals of clean days, `names`
    whom odd cells name. `shown` are rows that show all of them.
    """

    cells: tuple[tuple[str, ...], ...]
    kind: tuple[int, ...]
    kinds: tuple[Activity, ...]
    repeating: int
    days: Mapping[str, int]
    names: Mapping[str, str]
    shown: tuple[tuple[str, ...], ...]


def learned(
    kinds: Sequence[tuple[str, ...]],
    days: Sequence[str],
    members: Sequence[str],
    shape: Shape,
    sheets: Sheets,
    check: Check,
) -> Known:
    """What the importer says of a row of each kind, of each day and of each odd cell of a member. Raises NotPlain."""
    patterned = _Patterned(shape, sheets)
    meant = dict.fromkeys(patterned.cells(each) for each in kinds)
    numbered = {cells: number for number, cells in enumerate(meant)}
    rows = [patterned.row(f"kind {number}", cells) for cells, number in numbered.items()]
    rows += [patterned.row(f"day {number}", day=day) for number, day in enumerate(days)]
    shown = tuple(rows)
    rows += [patterned.row(member) for member in members]
    sheet = Sheets(sheets.name, sheets.header, (), sheets.numbers).of(rows)
    found = read_tables((("", sheet.data),), check.schema, check.profile, check.horizon)
    if isinstance(found, Unreadable) or not isinstance(found[0], TableRead):
        raise NotPlain("a table whose columns are not decided by their own cells")
    records = found[0].records
    below = tuple(records.outcomes.below)
    used = {each.member for each in below if each.outcome is Outcome.USED}
    by_name = {each.member: each for each in records.activities if each.member in used}
    read = {n: by_name[f"kind {n}"] for n in numbered.values() if f"kind {n}" in by_name}
    again = {n for n, each in read.items() if may_repeat(each, check.ruleset)}
    clean = {n: read[n] for n in sorted(read, key=lambda n: n not in again)}
    places = {number: place for place, number in enumerate(clean)}
    cells = [each for each in kinds if numbered[patterned.cells(each)] in clean]
    return Known(
        tuple(cells),
        tuple(places[numbered[patterned.cells(each)]] for each in cells),
        tuple(replace(each, member="", on=None, row=0, file="") for each in clean.values()),
        len(again),
        dict(_ordinals(days, by_name)),
        {member: each.member for member, each in zip(members, below[len(shown) :], strict=True)},
        shown,
    )


def _ordinals(days: Sequence[str], by_name: Mapping[str, Activity]) -> Iterator[tuple[str, int]]:
    for number, day in enumerate(days):
        read = by_name.get(f"day {number}")
        if read is not None and read.on is not None:
            yield day, read.on.toordinal()


@dataclass(frozen=True)
class _Patterned:
    """Rows of which nothing is said but for the cells that are put into them."""

    shape: Shape
    sheets: Sheets

    def cells(self, kind: Sequence[str]) -> tuple[str, ...]:
        """The cells of a kind as the importer reads them."""
        row = [""] * len(self.shape.header)
        for place, cell in zip(self.shape.telling, kind, strict=True):
            row[place] = cell
        cleaned = self.sheets.cleaned(row)
        return tuple(trimmed(cleaned[place]) for place in self.shape.telling)

    def row(self, member: str, kind: Sequence[str] | None = None, day: str | None = None) -> tuple[str, ...]:
        row = list(self.shape.pattern)
        for place, cell in zip(self.shape.telling, () if kind is None else kind, strict=kind is not None):
            row[place] = cell
        if day is not None:
            row[self.shape.day] = day
        row[self.shape.member] = member
        return tuple(row)

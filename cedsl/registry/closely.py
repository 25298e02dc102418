"""Who is looked at closely, and how: by the kinds of his rows where these are clean, else by the rows themselves."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from cedsl.model import ruleset as r
from cedsl.records.activity import Facts
from cedsl.records.adjustment import Adjustments
from cedsl.registry.check import Check
from cedsl.registry.columnar import keys_unseen
from cedsl.registry.exact import Answer, Closely, Seated, Sheet
from cedsl.registry.intake import Taken
from cedsl.registry.kinds import evidence, table_text
from cedsl.registry.sameness import member_of

MANY = 200
"""So many members at most are decided in one go."""

ROWS = 4_000
"""About so many rows are read in one go."""

WAITING = 16
"""So many goes at most wait for a process."""


def waiting(taken: Taken, ruleset: r.Ruleset) -> tuple[list[int], list[int]]:
    """Members who are still to be decided: those whose kinds say enough, and those whose rows must be looked at."""
    left = taken.order[(~taken.flagged & ~taken.decided)[taken.order]]
    alike: dict[object, int] = {}
    says = [alike.setdefault((each.amount, each.tags), len(alike)) for each in taken.kinds]
    by_kinds, flagged = list[int](), taken.order[taken.flagged[taken.order]].tolist()
    if keys_unseen(ruleset):
        return [], [*flagged, *left.tolist()]
    for member in left.tolist():
        (flagged if _is_tied(taken, member, says) else by_kinds).append(member)
    return by_kinds, flagged


def _is_tied(taken: Taken, member: int, says: Sequence[int]) -> bool:
    """Whether what was left out of kinds could decide which of two activities of one day comes first."""
    rows = taken.rows
    first, last = rows.starts[member], rows.starts[member + 1]
    days = rows.day[first:last].tolist()
    if len(set(days)) == len(days):
        return False
    seen: dict[tuple[int, int], int] = {}
    for day, kind in zip(days, rows.kind[first:last].tolist(), strict=True):
        if seen.setdefault((day, says[kind]), kind) != kind:
            return True
    return False


@dataclass
class Flagged:
    """Members whose rows are read again, as they stand."""

    taken: Taken
    connection: duckdb.DuckDBPyConnection
    members: list[int]

    def goes(self, check: Check) -> Iterator[tuple[list[Sheet], dict[str, tuple[Facts, Adjustments]]]]:
        """Some members after another: their rows as files, and what is known of them."""
        if not self.members:
            return
        self._fetch()
        shown = self._shown()
        most = max(ROWS, 2 * max(map(len, shown)))
        for first, last in self._parts(most):
            yield self._sheets(check, shown, first, last), self._facts(check, first, last)

    def _fetch(self) -> None:
        """Keeps the rows of these members in the order of the files, with the places of their members."""
        taken, files = self.taken, self.taken.files
        texts = [
            (place, text)
            for place, member in enumerate(self.members)
            for text in taken.names.texts.get(member, (taken.members[member],))
        ]
        wanted = pa.table({"place": [place for place, _ in texts], "text": [text for _, text in texts]})
        self.connection.register("wanted", wanted)
        cells = ", ".join(f"coalesce(c{n}, '') AS c{n}" for n in range(len(files.shape.header)))
        member = f"coalesce({member_of(files)}, '')"
        several = " UNION ALL ".join(
            f"SELECT place, {file} AS file, number, {cells} "
            f"FROM (SELECT *, row_number() OVER () AS number FROM {files.rows(file, ignoring=True)}) "
            f"JOIN wanted ON {member} = text"
            for file in range(len(files.paths))
        )
        self.connection.execute(
            f"CREATE OR REPLACE TABLE closely AS SELECT * FROM ({several}) ORDER BY place, file, number"
        )

    def _shown(self) -> list[tuple[tuple[str, ...], ...]]:
        taken = self.taken
        size = int(np.prod([len(each) for each in taken.scanned.cells], dtype=np.int64))
        return [
            evidence(taken.codes[taken.codes // size == file], taken.seen[file], taken.scanned, file, shape)
            for file, shape in enumerate(taken.shapes)
        ]

    def _parts(self, most: int) -> Iterator[tuple[int, int]]:
        """Some members after another: the place of the first, and that behind the last."""
        counts = np.zeros(len(self.members), np.int64)
        query = "SELECT place, count(*) FROM closely GROUP BY place"
        for place, count in self.connection.execute(query).fetchall():
            counts[place] = count
        first = rows = 0
        for place, count in enumerate(counts.tolist()):
            rows += count
            if rows > most or place - first >= MANY:
                yield first, place + 1
                first, rows = place + 1, 0
        if first < len(self.members):
            yield first, len(self.members)

    def _sheets(self, check: Check, shown: Sequence[tuple[tuple[str, ...], ...]], first: int, last: int) -> list[Sheet]:
        taken = self.taken
        query = "SELECT * FROM closely WHERE place >= ? AND place < ? ORDER BY place, file, number"
        by_file: dict[int, list[tuple[str, ...]]] = {}
        for _, file, _, *cells in self.connection.execute(query, [first, last]).fetchall():
            by_file.setdefault(file, []).append(tuple(map(taken.files.written, range(len(cells)), cells)))
        lines: dict[int, list[str]] = {}
        for member in self.members[first:last]:
            for file, line in taken.names.apart.get(member, ()):
                lines.setdefault(file, []).append(line)
        return [
            Sheet(
                check.names[file] if check.names else check.paths[file],
                table_text((*shown[file], *by_file.get(file, ())), shape, lines.get(file, ())),
                len(shown[file]),
            )
            for file, shape in enumerate(taken.shapes)
            if file in by_file or file in lines
        ]

    def _facts(self, check: Check, first: int, last: int) -> dict[str, tuple[Facts, Adjustments]]:
        names = [name for name in map(self.taken.members.__getitem__, self.members[first:last]) if name]
        return {name: (check.facts(name), check.decided(name)) for name in names}


def some_after_another(tasks: Iterable[Future[Answer]]) -> Iterator[Answer]:
    """The answers in their order; no more is asked at a time than is worked at."""
    pending: deque[Future[Answer]] = deque()
    for task in tasks:
        pending.append(task)
        if len(pending) >= WAITING:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


@dataclass
class Tasks:
    """What is handed to processes, not too much at a time."""

    check: Check
    taken: Taken
    closely: Closely

    def answers(self, by_kinds: Sequence[int], flagged: Flagged) -> Iterator[Answer]:
        """The answers, in the order in which they come."""
        return some_after_another(self._tasks(by_kinds, flagged))

    def _tasks(self, by_kinds: Sequence[int], flagged: Flagged) -> Iterator[Future[Answer]]:
        for sheets, facts in flagged.goes(self.check):
            yield self.closely.by_rows(sheets, facts)
        for first in range(0, len(by_kinds), MANY):
            seated = [self._seated(each) for each in by_kinds[first : first + MANY]]
            kinds = {kind: self.taken.kinds[kind] for each in seated for kind in each.kinds}
            yield self.closely.by_kinds(kinds, seated)

    def _seated(self, member: int) -> Seated:
        rows, name = self.taken.rows, self.taken.members[member]
        first, last = rows.starts[member], rows.starts[member + 1]
        order = np.lexsort((rows.kind[first:last], rows.day[first:last]))
        kinds, days = tuple(rows.kind[first:last][order].tolist()), tuple(rows.day[first:last][order].tolist())
        return Seated(name, kinds, days, self.check.facts(name), self.check.decided(name))

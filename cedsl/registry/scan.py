"""Large files of text read by DuckDB into columns: for each member what kinds of rows there are, and on which days.

What rows mean is not decided here. Columns that say the same few things again and again are read as numbers; every
combination of them becomes a *kind*, which the importer reads once. A row that does not fit, in its width or in one of
its cells, is set apart, and so is everything of the member whom it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from math import prod

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cedsl.registry.files import Apart, Files, NotPlain, quoted
from cedsl.registry.rows import Numbers
from cedsl.registry.sameness import Harmless, member_of, sameness

MOST_DIFFERENT = 4_000
"""So many different cells at most make a column one of those that tell kinds apart."""

MOST_DAYS = 40_000
"""So many different texts at most stand where days are read as they are written."""

MOST_KINDS = 1 << 30
"""So many combinations of cells at most can be numbered."""

SAMPLED = 200_000
"""So many rows of each file are looked at to find out which cells a column has."""

DAY_BITS = 20
"""A day is its ordinal, which is less than 2 to the 20th up to the year 2870; later ones are no days of anybody."""

MOST_MARKED = 1 << 26
"""So many kinds at most are found by marking each in a table."""

MIXING = np.uint64(0x9E3779B97F4A7C15)
"""Spreads numbers over all bits (Knuth 1998, 6.4, the golden ratio)."""

AT_ONCE = 50_000
"""So many members are looked at together."""


class TooManyKinds(Exception):
    """A column has too many different cells; the argument is its heading."""


@dataclass(frozen=True)
class Scanned:
    """The rows of each member, as numbers; those of member m stand from `starts[m]` up to `starts[m + 1]`.

    A row in `packed` is its code (`cells_of`), `bits` bits by which rows may be alike, and `DAY_BITS` of its day: an
    ordinal, or the number of a text in `days`; 0 where it has none, and where one must look at the row itself. `apart`
    are rows that do not fit. `repeating` are members of whom two rows may be the same. Member None: rows of nobody.
    """

    members: tuple[str | None, ...]
    starts: Numbers
    packed: Numbers
    bits: int
    cells: tuple[tuple[str, ...], ...]
    days: tuple[str, ...]
    apart: tuple[Apart, ...]
    repeating: NDArray[np.bool_]

    def cells_of(self, code: int) -> tuple[int, tuple[str, ...]]:
        """The number of the file, and the cells of the telling columns, of one kind of row."""
        found: list[str] = []
        for several in reversed(self.cells):
            code, place = divmod(code, len(several))
            found.append(several[place])
        return code, tuple(found[::-1])

    def code(self, first: int, last: int) -> Numbers:
        """The codes of these rows."""
        return self.packed[first:last] >> (DAY_BITS + self.bits)

    def alike(self, first: int, last: int) -> Numbers:
        """For each of these rows a number by which it may repeat another, 0 where it cannot."""
        return (self.packed[first:last] >> DAY_BITS) & ((1 << self.bits) - 1)

    def day(self, first: int, last: int) -> Numbers:
        """The days of these rows."""
        return self.packed[first:last] & ((1 << DAY_BITS) - 1)

    def chunks(self) -> Iterator[tuple[int, int, int, int]]:
        """Some members after another: the first and the one behind the last, with the places of their rows."""
        several = len(self.members)
        for first in range(0, several, AT_ONCE):
            last = min(first + AT_ONCE, several)
            yield first, last, int(self.starts[first]), int(self.starts[last])

    def seen(self, files: int) -> tuple[Numbers, tuple[Numbers, ...]]:
        """The codes that occur, each once, and the days that occur in each file."""
        size = prod(map(len, self.cells))
        days = np.zeros((files, 1 << DAY_BITS), np.bool_)
        marked = np.zeros(size * files if size * files <= MOST_MARKED else 0, np.bool_)
        several: list[Numbers] = []
        for _, _, first, last in self.chunks():
            code = self.code(first, last)
            days[code // size if files > 1 else 0, self.day(first, last)] = True
            if len(marked):
                marked[code] = True
            else:
                several.append(np.unique(code))
        codes = np.unique(np.concatenate(several)) if several else np.flatnonzero(marked)
        return codes.astype(np.int64), tuple(np.flatnonzero(each[1:]).astype(np.int64) + 1 for each in days)


Watch = Callable[[int], None]
"""Told now and then which part of the reading is done, from 0 to 100."""


@dataclass
class Reader:
    """The files, and the cells that each telling column is known to have."""

    files: Files
    connection: duckdb.DuckDBPyConnection
    known: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def learn(self) -> tuple[tuple[str, ...], ...]:
        """The cells of the telling columns of the first rows, each combination once."""
        shape = self.files.shape
        names = ", ".join(f"coalesce({self.files.text(place)}, '')" for place in self._numbered()) or "''"
        found: set[tuple[str, ...]] = set()
        for file in range(len(self.files.paths)):
            most = "" if self.files.knows_all else f" LIMIT {SAMPLED}"
            sample = f"(SELECT * FROM {self.files.rows(file, ignoring=True)}{most})"
            found |= self._different(f"SELECT DISTINCT {names} FROM {sample}")
        for number, place in enumerate(self._numbered()):
            self._know(place, sorted({row[number] for row in found}))
        return tuple(sorted({row[: len(shape.telling)] for row in found}))

    def _different(self, query: str) -> set[tuple[str, ...]]:
        """The rows of the answer. Raises NotPlain where the rows of the file cannot be cut."""
        try:
            return set(self.connection.execute(query).fetchall())
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise NotPlain("a file whose rows cannot be told apart") from error

    def _numbered(self) -> tuple[int, ...]:
        """The columns whose cells are read as numbers."""
        shape = self.files.shape
        return shape.telling if shape.iso else (*shape.telling, shape.day)

    def scan(self, harmless: Harmless, watch: Watch) -> Scanned:
        """All rows of all files. Cells that the first rows did not have cost one more look at everything."""
        found = self._read(harmless, watch)
        if found.apart and self._learn_from(found.apart):
            found = self._read(harmless, watch)
        return found

    def _know(self, place: int, cells: Sequence[str]) -> None:
        self.known[place] = tuple(dict.fromkeys(("", *cells)))
        most = MOST_DIFFERENT if place != self.files.shape.day else MOST_DAYS
        if len(self.known[place]) > most or self._combinations() > MOST_KINDS:
            raise TooManyKinds(self.files.shape.header[place])
        listed = ", ".join(quoted(each) for each in self.known[place])
        self.connection.execute(f"DROP TYPE IF EXISTS cells_{place}")
        self.connection.execute(f"CREATE TYPE cells_{place} AS ENUM ({listed})")

    def _combinations(self) -> int:
        known = (len(cells) for place, cells in self.known.items() if place != self.files.shape.day)
        return prod(known) * len(self.files.paths)

    def _learn_from(self, apart: Sequence[Apart]) -> bool:
        """Whether rows that did not fit have cells that were not known; they are known from now on."""
        rows = [each.cells for each in apart if len(each.cells) == len(self.files.shape.header)]
        new = False
        for place in self._numbered():
            more = sorted({row[place] for row in rows} - set(self.known[place]))
            if more:
                self._know(place, (*self.known[place], *more))
                new = True
        return new

    def _read(self, harmless: Harmless, watch: Watch) -> Scanned:
        shape = self.files.shape
        self.files.forget(self.connection)
        bits = 63 - DAY_BITS - self._combinations().bit_length()
        extra = sameness(self.files, harmless, self.known)
        types = {place: f"cells_{place}" for place in self._numbered()} | ({shape.day: "DATE"} if shape.iso else {})
        columns = ["member", "row", *(f"alike{number}" for number in range(len(extra) - 1))]
        selects = []
        for file in range(len(self.files.paths)):
            values = [member_of(self.files), self._packed(file, extra[0], bits), *extra[1:]]
            named = ", ".join(f"{value} AS {name}" for value, name in zip(values, columns, strict=True))
            selects.append(f"SELECT {named} FROM {self.files.rows(file, types)}")
        lists = ", ".join(f"list({name})" for name in columns[1:])
        query = f"SELECT member, {lists} FROM ({' UNION ALL '.join(selects)}) GROUP BY 1"
        table = watched(self.connection, query, watch)
        return self._scanned(table, bits, len(extra) - 1)

    def _packed(self, file: int, alike: str, bits: int) -> str:
        shape = self.files.shape
        code = f"{file}::BIGINT"
        for place in shape.telling:
            code = f"({code} * {len(self.known[place])} + coalesce(enum_code(c{place}), 0)::BIGINT)"
        same = f"(({alike}) >> {64 - bits})::BIGINT"
        fits = " AND ".join((*self._fitting(), *(f"NOT {each}" for each in self.files.odd())))
        day = f"c{shape.day} - DATE '0001-01-01' + 1" if shape.iso else f"enum_code(c{shape.day})"
        day = f"(CASE WHEN {fits} THEN {day} ELSE 0 END)::BIGINT"
        return f"(({code} << {bits} | {same}) << {DAY_BITS}) | {day}"

    def _fitting(self) -> tuple[str, ...]:
        """What holds of days that can be told."""
        day = f"c{self.files.shape.day}"
        return (
            (f"{day} BETWEEN DATE '1700-01-01' AND DATE '2800-01-01'",) if self.files.shape.iso else (f"{day} <> ''",)
        )

    def _scanned(self, table: pa.Table, bits: int, extra: int) -> Scanned:
        starts, packed = _lists(table.column(1))
        repeating = np.zeros(len(table), np.bool_)
        for number in range(extra):
            _mark_twice(*_lists(table.column(2 + number)), repeating)
        _mark_twice(starts, packed, repeating)
        day = self.files.shape.day
        return Scanned(
            tuple(each or None for each in table.column(0).to_pylist()),
            starts,
            packed,
            bits,
            tuple(tuple(self.files.written(n, each) for each in self.known[n]) for n in self.files.shape.telling),
            () if self.files.shape.iso else self.known[day],
            self.files.apart(self.connection),
            repeating,
        )


# ------------------------------------------------------------------------------------------ asking


def watched(connection: duckdb.DuckDBPyConnection, query: str, watch: Watch) -> pa.Table:
    """The answer to a query; meanwhile it is told how far that is. Raises NotPlain where the rows cannot be cut."""
    connection.execute("SET preserve_insertion_order = false")
    with ThreadPoolExecutor(1) as other:
        found = other.submit(lambda: connection.sql(query).to_arrow_table())
        try:
            while not wait((found,), 1 / LOOKS).done:
                watch(max(0, int(connection.query_progress())))
            return found.result()
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise NotPlain("a file whose rows cannot be told apart") from error
        except BaseException:
            connection.interrupt()
            raise
        finally:
            wait((found,))
            connection.execute("SET preserve_insertion_order = true")


LOOKS = 5
"""So many times a second one looks how far it is."""


def _lists(column: pa.ChunkedArray) -> tuple[Numbers, Numbers]:
    """Where the list of each row begins, with the end of the last one; and all lists, one after another."""
    joined = column.combine_chunks()
    counts = pc.fill_null(pc.list_value_length(joined), 0).to_numpy(zero_copy_only=False)
    starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64)
    return starts, joined.flatten().to_numpy(zero_copy_only=False).view(np.int64)


def _mark_twice(starts: Numbers, numbers: Numbers, found: NDArray[np.bool_]) -> None:
    """Marks each list in which some number other than 0 stands twice."""
    for first in range(0, len(found), AT_ONCE):
        last = min(first + AT_ONCE, len(found))
        part = numbers[starts[first] : starts[last]]
        owner = np.repeat(np.arange(last - first), np.diff(starts[first : last + 1]))
        found[first:last] |= twice(owner, part, last - first)


def twice(owner: Numbers, numbers: Numbers, several: int) -> NDArray[np.bool_]:
    """For each of several owners whether some number other than 0 is theirs twice; rarely also where none is."""
    found = np.zeros(several, np.bool_)
    keys = (owner.astype(np.uint64) << np.uint64(40)) | ((numbers.view(np.uint64) * MIXING) >> np.uint64(24))
    keys = np.sort(keys[numbers != 0])
    same = keys[1:][keys[1:] == keys[:-1]]
    found[(same >> np.uint64(40)).astype(np.int64)] = True
    return found

"""Files of activities taken in: what each row is, who can be decided in columns, and who is looked at closely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import prod
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cedsl.records.activity import Activity, Facts
from cedsl.records.outcome import Outcome
from cedsl.registry import parquet
from cedsl.registry.check import Check
from cedsl.registry.columnar import starts_with_more
from cedsl.registry.files import Files, NotPlain, Shape
from cedsl.registry.kinds import Importer, may_repeat, read_kinds, shape_of
from cedsl.registry.names import Names, names_of
from cedsl.registry.parquet import ParquetFiles
from cedsl.registry.rows import Numbers, Rows
from cedsl.registry.sameness import Harmless
from cedsl.registry.scan import DAY_BITS, Reader, Scanned, twice

HEAD = 200_000
"""So many bytes at the beginning of a file show what its columns are."""

SECOND_LOOK = "rows that want a second look"
REPEATS = "activities that may repeat others"
DECISIONS = "decisions about the member"


@dataclass
class Taken:
    """Everybody, with all that is known. `flagged` are members whose rows must be looked at as they stand, `decided`
    those whom columns have decided. Rows of nobody are those of member "".

    Of `scanned` only what is said of cells is left. Members behind its own have no row, or none that fits. `order` is
    that of the names.
    """

    files: Files
    shapes: tuple[Shape, ...]
    scanned: Scanned
    codes: Numbers
    seen: tuple[Numbers, ...]
    kinds: tuple[Activity, ...]
    names: Names
    rows: Rows
    facts: list[Facts]
    flagged: NDArray[np.bool_]
    why: NDArray[np.int8]
    words: list[str]
    decided: NDArray[np.bool_]
    order: Numbers
    blank: int = 0

    @property
    def members(self) -> list[str]:
        """Everybody by name; nobody is ""."""
        return self.names.members

    def note_reason(self, members: Numbers, reason: str) -> None:
        """Why these members are decided one by one; what was noted first stays."""
        if reason not in self.words:
            self.words.append(reason)
        fresh = members[self.why[members] == 0]
        self.why[fresh] = self.words.index(reason)

    def reason(self, member: str) -> str:
        """Why the member is decided one by one."""
        return self.words[int(self.why[self.names.number[member]])]

    def outcomes(self, flagged: Sequence[int]) -> Mapping[Outcome, int]:
        """What became of the rows of all but these members, of headers, and of blank lines."""
        counts = np.diff(self.rows.starts)
        used = int(counts.sum() - counts[np.array(flagged, np.int64)].sum())
        return {Outcome.USED: used, Outcome.SKIPPED: self.files.heads + self.blank}


def take_in(check: Check, connection: duckdb.DuckDBPyConnection, watch: Callable[[int, int], None]) -> Taken:
    """Raises NotPlain and TooManyKinds where the files are not rows of kinds."""
    importer = Importer(check.ruleset, check.schema, check.profile, check.horizon)
    shapes = _shapes(check.paths, importer)
    files = (ParquetFiles if are_parquet(check.paths) else Files)(check.paths, shapes[0])
    shapes = tuple(replace(each, iso=files.shape.iso, delimiter=files.shape.delimiter) for each in shapes)
    reader = Reader(files, connection)
    harmless = _harmless(reader.learn(), files, shapes[0], importer)
    scanned = reader.scan(harmless, lambda done: watch(done, files.size))
    found = _found(scanned, shapes, importer)
    if harmless and _is_harmful(harmless, scanned, found, files):
        scanned = reader.scan({}, lambda done: watch(done, files.size))
    taken = _taken(check, files, shapes, scanned, importer, found)
    taken.blank = sum(files.blank(number, connection) for number in range(len(files.paths)))
    return taken


@dataclass(frozen=True)
class _Found:
    """What the importer says of all kinds: for each code its file, its activity, whether that is clean, and whether
    it may be a repeat. Day d of file f is `days[f, place[d]]`, 0 where that is not clean; `seen` are the days of each.
    """

    codes: Numbers
    seen: tuple[Numbers, ...]
    file: NDArray[np.int32]
    activities: tuple[Activity, ...]
    clean: NDArray[np.bool_]
    harmful: NDArray[np.bool_]
    days: NDArray[np.int32]
    place: NDArray[np.int32]


def _found(scanned: Scanned, shapes: Sequence[Shape], importer: Importer) -> _Found:
    codes, seen = scanned.seen(len(shapes))
    size = prod(map(len, scanned.cells))
    several = [
        read_kinds(codes[codes // size == file], seen[file], scanned, file, shape, importer)
        for file, shape in enumerate(shapes)
    ]
    every = np.unique(np.concatenate((np.zeros(1, np.int64), *seen)))
    place = np.zeros(1 << DAY_BITS, np.int32)
    place[every] = np.arange(len(every))
    days = np.array([[each.days.get(day, 0) for day in every.tolist()] for each in several], np.int32)
    activities = [a for each in several for a in each.activities]
    return _Found(
        codes,
        seen,
        (codes // size).astype(np.int32),
        tuple(each or Activity("", None, None) for each in activities),
        np.array([each is not None for each in activities], np.bool_),
        np.array([each is not None and may_repeat(each, importer.ruleset) for each in activities], np.bool_),
        days,
        place,
    )


def are_parquet(paths: Sequence[str]) -> bool:
    """Whether all files are. Raises NotPlain where some are and some are not."""
    found = set(map(parquet.is_parquet, paths))
    if len(found) > 1:
        raise NotPlain("files of two kinds")
    return found == {True}


def _shapes(paths: Sequence[str], importer: Importer) -> tuple[Shape, ...]:
    """The shape of each file; all have the same columns, and each its own pattern."""
    found = [shape_of(Path(path).name, head_of(path), importer) for path in paths]
    first = found[0]
    for each in found[1:]:
        if (each.header, each.delimiter, each.member, each.day, each.alike) != (
            first.header,
            first.delimiter,
            first.member,
            first.day,
            first.alike,
        ):
            raise NotPlain("files with different columns")
    telling = tuple(sorted({place for each in found for place in each.telling}))
    texts = tuple(place for place in first.texts if place not in telling)
    iso = all(each.iso for each in found)
    return tuple(replace(each, telling=telling, texts=texts, iso=iso) for each in found)


def head_of(path: str) -> bytes:
    """The first rows of a file, whole."""
    if parquet.is_parquet(path):
        return parquet.head_of(path)
    with Path(path).open("rb") as file:
        data = file.read(HEAD + 1)
    if len(data) <= HEAD:
        return data
    quotes, end = 0, data.rfind(b"\n")
    while end > 0 and (quotes := data[:end].count(b'"')) % 2:
        end = data.rfind(b"\n", 0, end)
    return data[: end + 1] if quotes % 2 == 0 else data


def _harmless(sample: Iterable[tuple[str, ...]], files: Files, shape: Shape, importer: Importer) -> Harmless:
    """Of the column that tells most of them apart the cells of which no kind in the sample may be a repeat."""
    rows = [list(each) for each in sample]
    if not any(not each.always for each in shape.alike) or not shape.telling:
        return {}
    texts = [list(map(files.written, shape.telling, row)) for row in rows]
    harmful = [each is None or may_repeat(each, importer.ruleset) for each in _sample(texts, shape, importer)]
    best: dict[int, frozenset[str]] = {}
    most = 0
    for number, place in enumerate(shape.telling):
        bad = {row[number] for row, is_bad in zip(rows, harmful, strict=True) if is_bad}
        good = frozenset(row[number] for row in rows) - bad
        count = sum(row[number] in good for row in rows)
        if count > most:
            best, most = {place: good}, count
    return best


def _sample(rows: Sequence[Sequence[str]], shape: Shape, importer: Importer) -> Sequence[Activity | None]:
    cells = tuple(tuple(dict.fromkeys(("", *(row[n] for row in rows)))) for n in range(len(shape.telling)))
    codes = [
        reduce(lambda code, each: code * len(each[1]) + each[1].index(each[0]), zip(row, cells, strict=True), 0)
        for row in rows
    ]
    nothing = np.zeros(0, np.int64)
    scanned = Scanned((), np.zeros(1, np.int64), nothing, 0, cells, (), (), np.zeros(0, np.bool_))
    return read_kinds(np.array(codes, np.int64), nothing, scanned, 0, shape, importer).activities


def _is_harmful(harmless: Harmless, scanned: Scanned, found: _Found, files: Files) -> bool:
    """Whether some kind that may be a repeat was taken for one that cannot."""
    ((place, raw),) = harmless.items()
    number, cells = files.shape.telling.index(place), {files.written(place, each) for each in raw}
    return any(scanned.cells_of(int(code))[1][number] in cells for code in found.codes[found.harmful])


def _taken(
    check: Check, files: Files, shapes: tuple[Shape, ...], scanned: Scanned, importer: Importer, found: _Found
) -> Taken:
    names = names_of(scanned, shapes[0], importer, check.named)
    several, more = len(scanned.members), len(names.members) - len(scanned.members)
    kind, day = np.empty(len(scanned.packed), np.int32), np.empty(len(scanned.packed), np.int32)
    second, repeats = np.zeros(several, np.bool_), scanned.repeating
    always = starts_with_more(check.ruleset)
    for first, last, begin, end in scanned.chunks():
        kind[begin:end] = np.searchsorted(found.codes, scanned.code(begin, end))
        mine = kind[begin:end]
        day[begin:end] = found.days[found.file[mine], found.place[scanned.day(begin, end)]]
        owner = np.repeat(np.arange(last - first), np.diff(scanned.starts[first : last + 1]))
        second[first:last][owner[~found.clean[mine] | (day[begin:end] == 0)]] = True
        if always:
            repeats[first:last][owner[found.harmful[mine]]] = True
        repeats[first:last] |= twice(owner, np.where(found.harmful[mine], scanned.alike(begin, end), 0), last - first)
    taken = Taken(
        files,
        shapes,
        replace(scanned, packed=np.zeros(0, np.int64)),
        found.codes,
        found.seen,
        found.activities,
        names,
        Rows(
            names.members,
            np.concatenate((scanned.starts, np.full(more, scanned.starts[-1], np.int64))),
            kind,
            day,
            found.activities,
            {},
        ),
        [check.facts(each) for each in names.members],
        np.concatenate((second | repeats, np.zeros(more, np.bool_))),
        np.zeros(len(names.members), np.int8),
        [""],
        np.zeros(len(names.members), np.bool_),
        _order(names.members),
    )
    _flag(taken, check, np.flatnonzero(second), np.flatnonzero(repeats))
    return taken


def _order(members: Sequence[str]) -> Numbers:
    """The places of members in the order of their names."""
    order: Numbers = pc.sort_indices(pa.array(members, pa.string())).to_numpy().astype(np.int64)
    return order


def _flag(taken: Taken, check: Check, second: Numbers, repeats: Numbers) -> None:
    names = taken.names
    odd = [*names.texts, *names.apart, *(place for place, name in enumerate(names.members) if not name)]
    taken.flagged[odd] = True
    taken.note_reason(np.concatenate((second, np.array(odd, np.int64))), SECOND_LOOK)
    taken.note_reason(repeats, REPEATS)
    if check.decisions is not None:
        taken.note_reason(np.array([names.number[each] for each in check.decisions.members], np.int64), DECISIONS)

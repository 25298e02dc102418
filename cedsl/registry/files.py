"""Files of activities as tables of SQL, and what of them is no row of a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from cedsl.records.folding import trimmed


class NotPlain(Exception):
    """The files are not one row for an activity, from the first on; the argument says what they are."""


@dataclass(frozen=True)
class Alike:
    """Two rows may be alike where all cells of one of these groups of columns are equal, the first of which none is
    blank; with `blank` also where all are. `always` holds for rows of every kind, not only for those of which some rule
    looks for repeats.
    """

    columns: tuple[tuple[int, ...], ...]
    always: bool = False
    blank: bool = False


@dataclass(frozen=True)
class Shape:
    """How the text is written: the names of its columns in order, the mark between cells, and what they are for.

    `member` and `day` are places of columns. `telling` are those that decide what a row means, `texts` all others,
    `alike` those by which repeats are found. Days are written as ISO 8601 has it where it is `iso`. `pattern` is a row
    of which the importer has nothing to say.
    """

    header: tuple[str, ...]
    delimiter: str
    member: int
    day: int
    telling: tuple[int, ...]
    texts: tuple[int, ...]
    alike: tuple[Alike, ...]
    iso: bool
    pattern: tuple[str, ...]


@dataclass(frozen=True)
class Apart:
    """A row that does not fit, as it stands in the file, which is given by its number. One of the right width is
    `whole`: some of its cells do not fit. `member` is what its cell may be after some blanks are taken off.
    """

    file: int
    line: str
    cells: tuple[str, ...]
    whole: bool
    member: tuple[str, ...]


@dataclass
class Files:
    """Files of text with one header. `looks` says what stands in each of them, by one look at its bytes."""

    paths: tuple[str, ...]
    shape: Shape
    looks: tuple[Look, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.looks = tuple(look_at(each) for each in self.paths)

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(each.size for each in self.looks)

    @property
    def blanks(self) -> bool:
        """Whether there may be blanks that are no spaces."""
        return any(each.blanks for each in self.looks)

    @property
    def heads(self) -> int:
        """How many rows of all files are headers."""
        return len(self.paths)

    @property
    def knows_all(self) -> bool:
        """Whether all cells of the columns that are read as numbers are looked at first."""
        return False

    def written(self, place: int, cell: str) -> str:
        """The cell as the importer has it."""
        del place
        return cell

    def rows(self, file: int, types: Mapping[int, str] | None = None, *, ignoring: bool = False) -> str:
        """The rows of a file. Those that do not fit are kept apart, or left out where that is asked for."""
        known = types or {}
        columns = ", ".join(f"'c{n}': '{known.get(n, 'VARCHAR')}'" for n in range(len(self.shape.header)))
        day = ", dateformat='%Y-%m-%d'" if known.get(self.shape.day) == "DATE" else ""
        apart = f"store_rejects=true, rejects_table='apart_{file}', rejects_scan='apart_scan_{file}'"
        return (
            f"read_csv({quoted(self.paths[file])}, columns={{{columns}}}, header=true, auto_detect=false, "
            f"delim={quoted(self.shape.delimiter)}, quote='\"', escape='\"', nullstr=''{day}, "
            f"{'ignore_errors=true' if ignoring else apart})"
        )

    def text(self, place: int) -> str:
        """The text of a cell; of a column that is read as numbers, too."""
        return f"c{place}::VARCHAR" if place in self.shape.telling else f"c{place}"

    def odd(self) -> Iterator[str]:
        """Conditions under which one must look at a row itself, whatever its telling cells say."""
        letters, quotes = any(each.letters for each in self.looks), any(each.quotes for each in self.looks)
        for place in self.shape.texts:
            if letters:
                yield f"coalesce(contains(c{place}, '&') AND contains(c{place}, ';'), false)"
            if quotes:
                yield f"coalesce(left(ltrim(c{place}), 1) = '''', false)"
            if any(each.wrapped for each in self.looks):
                yield f"coalesce(left(ltrim(c{place}), 2) = '=\"', false)"

    def forget(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes room for the rows that do not fit."""
        for file in range(len(self.paths)):
            for name in (f"apart_{file}", f"apart_scan_{file}"):
                connection.execute(f"DROP TABLE IF EXISTS {name}")

    def apart(self, connection: duckdb.DuckDBPyConnection) -> tuple[Apart, ...]:
        """The rows that did not fit. Raises NotPlain where a quote does not close or a letter is none."""
        return tuple(each for file in range(len(self.paths)) for each in self._apart(file, connection))

    def _apart(self, file: int, connection: duckdb.DuckDBPyConnection) -> Iterator[Apart]:
        query = (
            "SELECT line_byte_position, any_value(csv_line), list(DISTINCT error_type::VARCHAR) "
            f"FROM apart_{file} GROUP BY ALL ORDER BY ALL"
        )
        for _, text, why in connection.execute(query).fetchall():
            if text is None or set(why) & {"INVALID ENCODING", "LINE SIZE OVER MAXIMUM", "UNQUOTED VALUE"}:
                raise NotPlain("a file with a row that cannot be cut into cells")
            line = text.strip("\r\n")
            cells = cut(line, self.shape.delimiter)
            if cells is None:
                raise NotPlain("a file with a quote that does not close where its cell ends")
            member = cells[self.shape.member] if len(cells) > self.shape.member else ""
            written = (member, member.strip(" "), member.strip(), trimmed(member))
            whole = set(why) == {"CAST"}
            yield Apart(file, line, tuple(map(trimmed, cells)), whole, tuple(dict.fromkeys(written)))

    def blank(self, file: int, connection: duckdb.DuckDBPyConnection) -> int:
        """How many rows of the file are blank lines, which are read as nothing at all."""
        look = self.looks[file]
        if not look.blank:
            return 0
        self.forget(connection)
        inside = " + ".join(f"length(c{n}) - length(replace(c{n}, chr(10), ''))" for n in range(len(self.shape.header)))
        cells = " + ".join(f"coalesce({each}, 0)" for each in inside.split(" + "))
        query = f"SELECT count(*), coalesce(sum({cells}), 0) FROM {self.rows(file)}"
        ((rows, more),) = connection.execute(query).fetchall()
        apart = list(self._apart(file, connection))
        lines = sum(1 + each.line.count("\n") for each in apart if not each.whole)
        return look.lines(self.paths[file]) - 1 - int(rows) - int(more) - lines


def cut(line: str, delimiter: str) -> tuple[str, ...] | None:
    """The cells of a row; None where it is no row by itself."""
    records = csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        found = list(records)
    except csv.Error:
        return None
    return tuple(found[0]) if len(found) == 1 else () if not found else None


@dataclass(frozen=True)
class Look:
    """What one look at the bytes of a file shows: how many there are, whether some line may be blank, and whether it
    has the signs of codes for letters, of guarded texts and of texts in a wrapper, and blanks that are no spaces.
    """

    size: int
    blank: bool
    letters: bool
    quotes: bool
    wrapped: bool
    blanks: bool

    def lines(self, path: str) -> int:
        """How many lines the file has, the last one with or without an end."""
        data = np.memmap(path, np.uint8, "r")
        ends = sum(int(np.count_nonzero(part == NEWLINE)) for part in _parts(data))
        return ends + int(data[-1] != NEWLINE)


NEWLINE, RETURN, SPACE = 10, 13, 32
_PART = 1 << 18


def look_at(path: str) -> Look:
    """Raises NotPlain for a file that is no plain text, or has lines that end in two ways."""
    if Path(path).stat().st_size == 0:
        raise NotPlain("an empty file")
    data = np.memmap(path, np.uint8, "r")
    if data[-1] == RETURN:
        raise NotPlain("a file with lines that end in several ways")
    found = np.zeros(5, np.bool_)
    for part in _parts(data):
        found |= _seen(part)
    return Look(len(data), *map(bool, found))


def _parts(data: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """The bytes in parts, each with the first two of the next one."""
    for first in range(0, len(data), _PART):
        yield data[first : first + _PART + 2]


def _seen(part: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """What stands in these bytes, in the order of `Look`."""
    ends = part == NEWLINE
    low, lines = np.count_nonzero(part < SPACE), np.count_nonzero(ends)
    blank = bool((ends[:-1] & ends[1:]).any())
    if low > lines:
        returns = part == RETURN
        if not part.all():
            raise NotPlain("a file that is not text")
        if not (~returns[:-1] | ends[1:]).all():
            raise NotPlain("a file with lines that end in several ways")
        blank = blank or bool((ends[:-2] & ends[2:]).any())
        low -= np.count_nonzero(returns)
    return np.array(
        (
            blank,
            (part == ord("&")).any(),
            (part == ord("'")).any(),
            (part == ord("=")).any(),
            low > lines or _may_be_wide(part),
        ),
        np.bool_,
    )


def _may_be_wide(part: NDArray[np.uint8]) -> bool:
    """Whether there may be a blank of another alphabet, by the first of its bytes."""
    return bool((part >= 128).any()) and bool(np.isin(part, _WIDE).any())


_WIDE = np.frombuffer(b"\xc2\xe1\xe2\xe3\xef", np.uint8)


def quoted(text: str) -> str:
    """A text of SQL."""
    return "'" + text.replace("'", "''") + "'"

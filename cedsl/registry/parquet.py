"""Parquet files as tables of SQL: named columns with types, whose cells are the texts that the importer would make."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import parquet

from cedsl.records.intake_looks import exactly_written, numeral
from cedsl.registry.files import Apart, Files, Look, NotPlain, quoted

MAGIC = b"PAR1"
HEAD = 2_000
"""So many rows at the beginning show what the columns are."""


class Damaged(Exception):
    """A file that is said to be Parquet cannot be read."""


def is_parquet(path: str) -> bool:
    """Whether the file begins as a Parquet file does."""
    with Path(path).open("rb") as file:
        return file.read(4) == MAGIC


def head_of(path: str) -> bytes:
    """A file with the first rows of this one."""
    opened = _opened(path)
    batches = list(islice(opened.iter_batches(batch_size=HEAD), 1))
    table = pa.Table.from_batches(batches, opened.schema_arrow)
    made = io.BytesIO()
    parquet.write_table(table, made)
    return made.getvalue()


def _opened(path: str) -> parquet.ParquetFile:
    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise Damaged(path) from error


@dataclass
class ParquetFiles(Files):
    """Files of typed columns. Every row fits, for all cells of columns that are read as numbers are looked at first."""

    def __post_init__(self) -> None:
        opened = [_opened(path) for path in self.paths]
        kinds = [tuple(map(_kind, each.schema_arrow)) for each in opened]
        if any(each != kinds[0] for each in kinds):
            raise NotPlain("files with columns of different types")
        self.kinds = kinds[0]
        self.looks = tuple(Look(_size(each), False, True, True, True, True) for each in opened)
        self.shape = replace(self.shape, iso=self.kinds[self.shape.day] == "DATE", delimiter=",")
        if any(kind == "DATE" for n, kind in enumerate(self.kinds) if n != self.shape.day):
            raise NotPlain("activities with two dates")

    @property
    def heads(self) -> int:
        return 0

    @property
    def knows_all(self) -> bool:
        return True

    def rows(self, file: int, types: Mapping[int, str] | None = None, *, ignoring: bool = False) -> str:
        del ignoring
        known = types or {}
        names = _opened(self.paths[file]).schema_arrow.names
        columns = ", ".join(f"{self._cell(n, name, known)} AS c{n}" for n, name in enumerate(names))
        return f"(SELECT {columns} FROM read_parquet({quoted(self.paths[file])}))"

    def _cell(self, place: int, name: str, types: Mapping[int, str]) -> str:
        column = '"' + name.replace('"', '""') + '"'
        if types.get(place) == "DATE":
            return column
        text = column if self.kinds[place] == "VARCHAR" else f"{column}::VARCHAR"
        return f"nullif({text}, '')::{types[place]}" if place in types else f"nullif({text}, '')"

    def written(self, place: int, cell: str) -> str:
        if self.kinds[place] != "NUMBER":
            return cell
        number = numeral(cell)
        return cell if number is None else exactly_written(number)

    def forget(self, connection: duckdb.DuckDBPyConnection) -> None:
        del connection

    def apart(self, connection: duckdb.DuckDBPyConnection) -> tuple[Apart, ...]:
        del connection
        return ()

    def blank(self, file: int, connection: duckdb.DuckDBPyConnection) -> int:
        del file, connection
        return 0


def _size(opened: parquet.ParquetFile) -> int:
    groups = range(opened.metadata.num_row_groups)
    return sum(opened.metadata.row_group(at).total_byte_size for at in groups)


def _kind(of: pa.Field) -> str:
    """How DuckDB has the column: as texts, as days, as whole numbers, or as others."""
    is_ = pa.types
    inner = of.type.value_type if is_.is_dictionary(of.type) else of.type
    if is_.is_string(inner) or is_.is_large_string(inner):
        return "VARCHAR"
    if is_.is_date32(of.type):
        return "DATE"
    if is_.is_integer(of.type):
        return "WHOLE"
    if is_.is_decimal(of.type) or is_.is_float64(of.type):
        return "NUMBER"
    raise NotPlain(f"a file with a column of {of.type}")

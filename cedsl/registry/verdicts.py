"""The tables of verdicts as files, batch by batch: Parquet, CSV, or two tables in a DuckDB file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from cedsl.registry.result import Batch

if TYPE_CHECKING:
    import pyarrow as pa

Ending: TypeAlias = Literal[".parquet", ".csv", ".duckdb"]
ENDINGS: tuple[Ending, ...] = (".parquet", ".csv", ".duckdb")

FORMULA = r"^\s*[=+\-@]"
"""How a cell begins that a spreadsheet would run."""

MEMORY = "512MB"
"""What a DuckDB file may take while it is written."""


class Tables(Protocol):
    """Two tables that are being written. They are whole when `close` has returned."""

    guarded: int
    """So many cells were given an apostrophe, for they begin as formulas do."""

    def write(self, batch: Batch) -> None:
        """Add the rows of a batch."""

    def close(self) -> None:
        """Write what is still to be written."""


def ending_of(path: str) -> Ending | None:
    """The form that the name of a file asks for; None where it is no form of these tables."""
    suffix = PurePath(path).suffix.casefold()
    return next((each for each in ENDINGS if each == suffix), None)


def files_of(path: str) -> tuple[str, ...]:
    """The files that are written: of members, then (unless both tables lie in one file) of statements."""
    named = PurePath(path)
    if ending_of(path) == ".duckdb":
        return (path,)
    return path, str(named.with_name(f"{named.stem}.statements{named.suffix}"))


def open_tables(ending: Ending, places: tuple[Path, ...], about: Mapping[str, str]) -> Tables:
    """Begin to write into new files at these places; `about` says in the file, where it can, what the tables are of.

    Raises OSError, here and in the methods, where that cannot be.
    """
    match ending:
        case ".duckdb":
            return _Database(places[0], about)
        case ".parquet":
            return _Files(places, lambda place, schema: _parquet(place, schema, about))
        case ".csv":
            return _Sheets(places, _csv)


def schemas() -> tuple[pa.Schema, pa.Schema]:
    """The columns of the two tables where nobody was to be checked."""
    import pyarrow as pa

    text, day, amount = pa.string(), pa.date32(), pa.decimal128(18, 6)
    members = {"member": text, "verdict": text, "still": amount, "decided": text}
    first = {"member": text, "requirement": text, "first_day": day, "last_day": day, "statement": text, "kind": text}
    figures = dict.fromkeys(("required", "earned", "counted", "short", "over"), amount)
    lines = first | {"depth": pa.int16(), "label": text} | figures | {"verdict": text}
    return pa.schema(members), pa.schema(lines)


class _Writer(Protocol):
    def write(self, table: pa.Table) -> None: ...

    def close(self) -> None: ...


class _Files:
    """A file for each table; the first batch says which columns they have."""

    def __init__(self, places: tuple[Path, ...], begun: Callable[[Path, pa.Schema], _Writer]) -> None:
        self.guarded = 0
        self._places, self._begun = places, begun
        self._writers: list[_Writer] = []

    def write(self, batch: Batch) -> None:
        import pyarrow as pa

        tables = [self.prepared(pa.Table.from_batches([each])) for each in (batch.members, batch.statements)]
        if not self._writers:
            self._begin(tuple(each.schema for each in tables))
        for writer, table in zip(self._writers, tables, strict=True):
            if table.num_rows:
                writer.write(table)

    def prepared(self, table: pa.Table) -> pa.Table:
        return table

    def close(self) -> None:
        if not self._writers:
            self._begin(schemas())
        for writer in self._writers:
            writer.close()

    def _begin(self, found: tuple[pa.Schema, ...]) -> None:
        self._writers = [self._begun(place, schema) for place, schema in zip(self._places, found, strict=True)]


def _parquet(place: Path, schema: pa.Schema, about: Mapping[str, str]) -> _Writer:
    from pyarrow.parquet import ParquetWriter

    told = {f"cedsl {name}": value for name, value in about.items()}
    writer: _Writer = ParquetWriter(place, schema.with_metadata(told), compression="zstd")
    return writer


def _csv(place: Path, schema: pa.Schema) -> _Writer:
    import pyarrow as pa
    from pyarrow.csv import CSVWriter

    texts = pa.schema([_as_text(each) for each in schema])
    writer: _Writer = CSVWriter(place, texts)
    return writer


def _as_text(field: pa.Field) -> pa.Field:
    import pyarrow as pa

    return field.with_type(pa.string()) if pa.types.is_decimal(field.type) else field


class _Sheets(_Files):
    """CSV: amounts as people write them, and no cell that a spreadsheet would run."""

    def prepared(self, table: pa.Table) -> pa.Table:
        import pyarrow as pa

        for number, field in enumerate(table.schema):
            column = table.column(number)
            if pa.types.is_decimal(field.type):
                table = table.set_column(number, _as_text(field), _trimmed(column))
            elif field.name in {"member", "label", "requirement", "statement"}:
                table = table.set_column(number, field, self._harmless(column))
        return table

    def _harmless(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        import pyarrow.compute as pc

        runs = pc.match_substring_regex(column, FORMULA)
        found: int = pc.sum(runs).as_py() or 0
        if not found:
            return column
        self.guarded += found
        return pc.if_else(runs, pc.binary_join_element_wise("'", column, ""), column)


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """`12.250000` as `12.25`, `3.000000` as `3`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.utf8_rtrim(pc.utf8_rtrim(pc.cast(column, pa.string()), "0"), ".")


class _Database:
    """Two tables in one file."""

    def __init__(self, place: Path, about: Mapping[str, str]) -> None:
        import duckdb

        self.guarded = 0
        self._about = about
        with _as_os_error():
            self._file = duckdb.connect(str(place), config={"memory_limit": MEMORY, "temp_directory": f"{place}.tmp"})
        self._has_tables = False

    def write(self, batch: Batch) -> None:
        import pyarrow as pa

        found = {name: pa.Table.from_batches([getattr(batch, name)]) for name in ("members", "statements")}
        with _as_os_error():
            self._insert(found)

    def _insert(self, found: Mapping[str, pa.Table]) -> None:
        for name, rows in found.items():
            self._file.register("rows", rows)
            begin = f"INSERT INTO {name}" if self._has_tables else f"CREATE TABLE {name} AS"
            self._file.execute(f"{begin} SELECT * FROM rows")  # noqa: S608 - both names are ours
            self._file.unregister("rows")
        self._has_tables = True

    def close(self) -> None:
        with _as_os_error():
            if not self._has_tables:
                members, statements = schemas()
                self._insert({"members": members.empty_table(), "statements": statements.empty_table()})
            told = "; ".join(f"{name}: {value}" for name, value in self._about.items()).replace("'", "''")
            for name in ("members", "statements"):
                self._file.execute(f"COMMENT ON TABLE {name} IS '{told}'")
            self._file.execute("CHECKPOINT")
            self._file.close()


@contextmanager
def _as_os_error() -> Iterator[None]:
    """What DuckDB says of the file as the system would say it."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        said = str(error)
        full = "No space left" in said or "disk space" in said
        raise OSError(28 if full else 5, "No space left on device" if full else said.splitlines()[0]) from error

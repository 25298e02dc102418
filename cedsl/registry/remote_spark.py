"""Tables of a Spark cluster: rows are brought together by member, and the kernel decides in every one of its processes.

The Python of the workers needs cedsl too, of the same version.
"""

from __future__ import annotations

import logging
import pickle
import socket
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa

from cedsl.diagnostic import did_you_mean
from cedsl.registry.check import Check
from cedsl.registry.exact import Answer, Closely, answered
from cedsl.registry.remote import RefusedError
from cedsl.registry.remote_kernel import AT_ONCE, Part, Sheets, Task, decide, runs
from cedsl.registry.remote_spool import packed, unpacked
from cedsl.registry.remote_sql import Column, Dialect, NoName, parts_of_name

PATIENCE = 10
"""So many seconds a cluster may take to answer at first."""

FORMATS = ("parquet.", "orc.", "delta.", "iceberg.")
"""What stands before the folder of a table that has no name."""


class SparkSQL:
    """How Spark says it. Its texts are compared byte by byte."""

    def quoted(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def number_of(self, text: str) -> str:
        return f"(xxhash64({text}) | 1)"

    def without(self, text: str, signs: str) -> str:
        return f"regexp_replace({text}, {self.inline(signs)}, '')"

    def inline(self, text: str) -> str:
        return f"'{text}'"


def opened(url: str) -> Spark:
    """A session of the cluster at the address, or of this machine (`spark:local[2]`). Raises RefusedError."""
    try:
        with _without_advice():
            from pyspark.sql import SparkSession
    except ImportError:
        raise RefusedError(
            'reading from Spark needs one more part. Install it with: pip install "cedsl[spark]"'
        ) from None
    place = url if url.startswith("spark://") else url.removeprefix("spark:")
    if url.startswith("spark://"):
        _unless_silent(url)
    logging.getLogger("SQLQueryContextLogger").disabled = True  # what it would print is told as a sentence
    building = SparkSession.builder.appName("cedsl")
    known = SparkSession.getActiveSession()
    for name, value in () if known is not None else (("spark.master", place), *SETTINGS):
        building = building.config(name, value)
    try:
        session = building.getOrCreate().newSession()
    except Exception as error:  # noqa: BLE001 - Java, or the cluster, in many ways
        raise RefusedError(*_unstarted(error, place)) from None
    if place.startswith("local"):
        session.sparkContext.pythonExec = sys.executable
    for name, value in SESSION:
        session.conf.set(name, value)
    return Spark(session, place, own=known is None)


SETTINGS = (("spark.log.level", "OFF"), ("spark.ui.enabled", "false"), ("spark.ui.showConsoleProgress", "false"))
SESSION = (
    ("spark.sql.session.timeZone", "UTC"),
    ("spark.sql.ansi.enabled", "true"),
    ("spark.sql.execution.arrow.maxRecordsPerBatch", str(AT_ONCE)),
    ("spark.sql.parser.escapedStringLiterals", "false"),
)


def _unless_silent(url: str) -> None:
    """Spark itself waits a minute for a cluster that is not there."""
    address = urlsplit(url)
    try:
        where = (address.hostname or "localhost", address.port or 7077)
        with socket.create_connection(where, PATIENCE):
            return
    except (OSError, ValueError):
        raise RefusedError(
            f"the cluster at `{url}` cannot be reached", "is it running, and the address right?"
        ) from None


def _unstarted(error: Exception, place: str) -> tuple[str, str | None]:
    if "JAVA_GATEWAY" in str(error) or isinstance(error, FileNotFoundError):
        return "Spark needs Java, which is not there or does not start", "install Java 17 or later"
    return f"Spark does not start with the master `{place}`", "write spark://host:7077 or spark:local[2]"


@dataclass
class Spark:
    """A session; it is `own` where nobody else has started it."""

    session: Any
    place: str
    own: bool

    def __post_init__(self) -> None:
        self.decides_here = False
        self.dialect: Dialect = SparkSQL()

    def columns(self, table: str) -> tuple[str, tuple[Column, ...]]:
        start = next((each for each in FORMATS if table.startswith(each) and "/" in table), None)
        try:
            parts = (start[:-1], table.removeprefix(start)) if start else parts_of_name(table)
        except NoName as why:
            raise RefusedError(f"`{table}` is no name of a table: {why}") from None
        quoted = ".".join(map(self.dialect.quoted, parts))
        try:
            with self.refusals():
                schema = self.session.sql(f"SELECT * FROM {quoted}").schema
        except _MissingError:
            raise RefusedError(f"there is no table `{table}` in Spark", self._near(parts)) from None
        return quoted, tuple(self._column(each.name, each.dataType) for each in schema)

    def _near(self, parts: Sequence[str]) -> str | None:
        with suppress(Exception):
            known = [each.name for each in self.session.catalog.listTables(*parts[-2:-1])]
            near = did_you_mean(parts[-1], known)
            return near if len(parts) == 1 or near is None else f"{near}, in `{parts[-2]}`"
        return None

    def _column(self, name: str, of: Any) -> Column:
        cell, kind = f"t.{self.dialect.quoted(name)}", of.typeName()
        text, number = f"CAST({cell} AS STRING)", kind in {"decimal", "double", "float"}
        if kind == "boolean":
            text = f"CASE WHEN {cell} THEN 'yes' WHEN NOT {cell} THEN 'no' END"
        elif kind in {"double", "float"}:
            text = f"CAST({cell} + 0 AS STRING)"
        elif kind in {"timestamp", "timestamp_ntz"}:
            day = f"CAST({cell} AS DATE)"
            text = f"CASE WHEN {cell} = {day} THEN CAST({day} AS STRING) ELSE {text} END"
        elif kind == "array":
            text = f"array_join({cell}, '; ')"
        return Column(name, f"coalesce({text}, '')", number)

    def rows(self, query: str) -> Iterator[Sequence[str]]:
        with self.refusals():
            yield from self.session.sql(query).toLocalIterator()

    def listed(self, name: str, cells: Sequence[tuple[str, Sequence[object]]]) -> str:
        arrays = [pa.array(list(values), pa.int64() if of == "n" else pa.string()) for of, values in cells]
        table = pa.Table.from_arrays(arrays, names=[of for of, _ in cells])
        with self.refusals(), _without_advice():
            self.session.createDataFrame(table).createOrReplaceTempView(name)
        return name

    def decided(self, query: str, columns: Sequence[str], task: Task) -> Iterator[Part]:
        with self.refusals(), _without_advice():
            rows = self.session.sql(query).repartition("member").sortWithinPartitions("member")
            taken = rows.mapInArrow(partial(_decided, task, tuple(columns)), "part binary")
            for row in taken.toLocalIterator():
                batches, closely, used = pickle.loads(row[0])  # noqa: S301 - written by `_decided`
                yield Part(tuple(map(unpacked, batches)), closely, used)

    def answers(self, query: str, sheets: Sheets, check: Check, closely: Closely | None) -> Iterator[Answer]:
        del closely
        with self.refusals(), _without_advice():
            rows = self.session.sql(query)
            rows = rows.repartition("name").sortWithinPartitions(*rows.columns)
            taken = rows.mapInArrow(partial(_answers, sheets, check), "part binary")
            for row in taken.toLocalIterator():
                yield pickle.loads(row[0])  # noqa: S301 - written by `_answers`

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """What Spark refuses, or a way to it that is lost, as one sentence."""
        from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError
        from pyspark.errors import AnalysisException, PySparkException

        try:
            yield
        except AnalysisException as error:
            if "NOT_FOUND" in str(error.getCondition()) or "PATH" in str(error.getCondition()):
                raise _MissingError from None
            raise RefusedError(f"Spark cannot answer: {_said(error)}") from None
        except Py4JJavaError as error:
            raise RefusedError(*_broken_off(_said(error.java_exception))) from None
        except (Py4JNetworkError, ConnectionError, EOFError):
            raise RefusedError("the connection to Spark was lost half way; nothing was written") from None
        except (PySparkException, Py4JError) as error:
            raise RefusedError(f"Spark stopped half way: {_said(error)}; nothing was written") from None

    def close(self) -> None:
        if self.own:
            with suppress(Exception):
                self.session.stop()


@contextmanager
def _without_advice() -> Iterator[None]:
    """Without what Spark says of the versions of libraries that are not used here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


class _MissingError(Exception):
    """A name that Spark does not know."""


def _broken_off(said: str) -> tuple[str, str | None]:
    if "No module named 'cedsl" in said:
        return "the Python of Spark's workers has no cedsl", "install the same version of cedsl[spark] for them"
    if any(each in said for each in ("SparkEnv", "stopped SparkContext", "was shut down", "cancelled")):
        return "Spark was stopped half way; nothing was written", None
    return f"Spark stopped half way: {said}; nothing was written", None


def _said(error: object) -> str:
    """The last line of what Spark says that tells something, of what lies at the bottom of it."""
    with suppress(Exception):
        while (below := getattr(error, "getCause", lambda: None)()) is not None:
            error = below
    text = str(getattr(error, "getMessage", lambda: error)())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("SQLSTATE")]
    telling = [line for line in lines if not line.startswith(("at ", "File ", "^", "JVM", "SQLSTATE"))]
    return (telling or ["it does not say why"])[-1][:200].rstrip(".")


# ------------------------------------------------------------------------------------------ in workers


def _decided(task: Task, columns: tuple[str, ...], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for table in _whole_members((each for each in batches if each.num_rows), "member"):
        names, counts = runs(table.column("member").combine_chunks().cast(pa.string()))
        several = [table.column(each).to_numpy().astype(np.int64) for each in columns]
        part = decide(task, names, counts, np.stack(several, axis=1))
        yield _one((tuple(map(packed, part.batches)), dict(part.closely), part.used))


def _answers(sheets: Sheets, check: Check, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    rows = (row for batch in batches for row in zip(*(each.to_pylist() for each in batch.columns), strict=True))
    for sheet, facts in sheets.some_after_another(rows, check):
        yield _one(answered(check, [sheet], facts))


def _one(value: object) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([pickle.dumps(value)], pa.binary())], names=["part"])


def _whole_members(batches: Iterable[pa.RecordBatch], name: str) -> Iterator[pa.Table]:
    """Rows of about `AT_ONCE` members together, never those of one member apart; they come member by member."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows < ROWS:
            continue
        table = pa.Table.from_batches(held)
        names, counts = runs(table.column(name).combine_chunks().cast(pa.string()))
        del names
        whole = rows - int(counts[-1])
        if whole:
            yield table.slice(0, whole)
            held, rows = table.slice(whole).to_batches(), int(counts[-1])
    if rows:
        yield pa.Table.from_batches(held)


ROWS = 500_000
"""So many rows are decided together, and the rest of the last member's."""

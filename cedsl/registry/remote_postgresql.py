"""Tables in a PostgreSQL database, read in one session that can only read and sees one state of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pyarrow as pa

from cedsl.diagnostic import did_you_mean
from cedsl.registry.check import Check
from cedsl.registry.closely import some_after_another
from cedsl.registry.exact import Answer, Closely
from cedsl.registry.remote import RefusedError
from cedsl.registry.remote_kernel import AT_ONCE, Part, Sheets, Task, decide
from cedsl.registry.remote_sql import Column, Dialect, NoName, parts_of_name

if TYPE_CHECKING:
    import psycopg

PATIENCE = 15
"""So many seconds a server may take to answer at first."""


class PostgreSQL:
    """How PostgreSQL says it. Texts are compared byte by byte, whatever the language of the database."""

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def number_of(self, text: str) -> str:
        return f"(hashtextextended({text}, 0) | 1)"

    def without(self, text: str, signs: str) -> str:
        return f"regexp_replace({text}, {self.inline(signs)}, '', 'g')"

    def inline(self, text: str) -> str:
        return f"'{text}'"


def opened(url: str) -> Postgres:
    """A session with the database at the address. Raises RefusedError."""
    try:
        import psycopg
    except ImportError:
        raise RefusedError(
            'reading from PostgreSQL needs one more part. Install it with: pip install "cedsl[postgresql]"'
        ) from None
    try:
        given = _understood(url)
        secrets = _secrets(given)
        place = shown(given)
        connection = psycopg.connect(url, connect_timeout=int(given.get("connect_timeout") or PATIENCE))
    except (psycopg.ProgrammingError, ValueError):
        raise RefusedError(
            "the address of the database is not understood",
            "write postgresql://user@host:5432/database; in a password, %40 for @, %2F for / and %3F for ?",
        ) from None
    except psycopg.Error as error:
        raise RefusedError(*_unreachable(error, place, secrets)) from None
    session = Postgres(connection, place, secrets)
    with session.refusals():
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for setting in SETTINGS:
            connection.execute(setting)
    return session


SETTINGS = (
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL standard_conforming_strings = on",
    "SET LOCAL client_encoding = 'UTF8'",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL enable_nestloop = off",
    "SET LOCAL enable_mergejoin = off",
    "SET LOCAL jit = off",
)
"""How a session writes days and numbers as text, and that it looks cells up by hashing: the server cannot know how many
there are.
"""


_ADDRESS = re.compile(r"postgres(?:ql)?://(?:[^@/?#]*@)?[^@/?#]*(?:/[^@/?#]*)?(?:\?[^@#]*)?")
"""An address in which a password cannot be taken for a host or a name."""


def _understood(url: str) -> dict[str, Any]:
    """What the address says. Raises ValueError and what the library raises, of which nothing may be shown."""
    from psycopg.conninfo import conninfo_to_dict

    if not _ADDRESS.fullmatch(url):
        raise ValueError
    given = conninfo_to_dict(url)
    if not all(each.isdecimal() for each in str(given.get("port") or "0").split(",")):
        raise ValueError
    return given


def shown(given: Mapping[str, Any]) -> str:
    """The address without whoever connects, and without a password; without a host it is one on this machine."""
    host, port = str(given.get("host") or ""), given.get("port")
    where = "" if host.startswith("/") or not host else f"{host}:{port}" if port else host
    return f"postgresql://{where}/{given.get('dbname') or ''}"


def _secrets(given: Mapping[str, Any]) -> tuple[str, ...]:
    """What must stand in no message."""
    found = [str(given[each]) for each in ("password", "sslpassword") if given.get(each)]
    return tuple(dict.fromkeys((*found, *(quote(each, safe="") for each in found))))


def _unreachable(error: psycopg.Error, place: str, secrets: Sequence[str]) -> tuple[str, str | None]:
    said = _said(error, secrets)
    if "no password supplied" in said:
        return f"the database at `{place}` asks for a password", "set the environment variable PGPASSWORD"
    if error.pgconn is not None and error.pgconn.used_password:
        return f"the database at `{place}` does not accept the user with this password", None
    return f"the database at `{place}` cannot be reached: {said}", "is the server running, and the address right?"


def _said(error: psycopg.Error, secrets: Sequence[str]) -> str:
    """The last line of what the server says, without secrets."""
    text = error.diag.message_primary or ""
    if not text:
        lines = [each.strip() for each in str(error).splitlines() if each.strip()]
        telling = [each for each in lines if not each.startswith(("Is the server running", "Multiple connection"))]
        text = (telling or ["no answer"])[-1]
        text = text.rpartition("FATAL:")[2].strip() if "FATAL:" in text else text.rpartition("failed: ")[2]
    for each in secrets:
        text = text.replace(each, "…")
    return text.rstrip(".")


@dataclass
class Postgres:
    """A session. `place` is the address as messages show it."""

    connection: psycopg.Connection[Any]
    place: str
    secrets: tuple[str, ...]

    def __post_init__(self) -> None:
        self.decides_here = True
        self.dialect: Dialect = PostgreSQL()

    def columns(self, table: str) -> tuple[str, tuple[Column, ...]]:
        try:
            parts = parts_of_name(table)
        except NoName as why:
            raise RefusedError(f"`{table}` is no name of a table: {why}") from None
        quoted = ".".join(map(self.dialect.quoted, parts))
        with self.refusals():
            found = self.connection.execute(_FIND, [quoted]).fetchone()
            if found is None or found[0] is None:
                raise RefusedError(f"there is no table `{table}` in `{self.place}`", self._near(parts))
            rows = self.connection.execute(_COLUMNS, [found[0]]).fetchall()
        return quoted, tuple(self._column(*row) for row in rows)

    def _near(self, parts: Sequence[str]) -> str | None:
        known = self.connection.execute(_TABLES).fetchall()
        names = sorted({name if len(parts) == 1 else f"{schema}.{name}" for schema, name in known})
        elsewhere = [f"{schema}.{name}" for schema, name in known if len(parts) == 1 and name == parts[0]]
        return f"did you mean `{elsewhere[0]}`?" if elsewhere else did_you_mean(".".join(parts), names)

    def _column(self, name: str, kind: str, category: str) -> Column:
        cell = f"t.{self.dialect.quoted(name)}"
        text, number = f"{cell}::text", False
        if kind == "bool":
            text = f"CASE WHEN {cell} THEN 'yes' WHEN NOT {cell} THEN 'no' END"
        elif kind == "numeric":
            text, number = f"trim_scale({cell})::text", True
        elif kind in {"float4", "float8"}:
            text, number = f"({cell} + 0)::text", True
        elif kind == "timestamp":
            text = f"CASE WHEN {cell} = date_trunc('day', {cell}) THEN {cell}::date::text ELSE {cell}::text END"
        elif category == "A":
            text = f"array_to_string({cell}, '; ')"
        return Column(name, f"(coalesce({text}, '') COLLATE \"C\")", number)

    def rows(self, query: str) -> Iterator[Sequence[str]]:
        with self.refusals(), self.connection.cursor() as cursor:
            yield from cursor.stream(query.encode(), size=_some())

    def listed(self, name: str, cells: Sequence[tuple[str, Sequence[object]]]) -> str:
        """The values stand in the query as quoted texts, one array a column."""
        from psycopg import sql

        del name
        given, taken = [], []
        for column, values in cells:
            of = "bigint" if column == "n" else "text"
            given.append(f"{sql.Literal(list(values)).as_string(self.connection)}::{of}[]")
            taken.append(column if column == "n" else f'{column} COLLATE "C" AS {column}')
        names = ", ".join(column for column, _ in cells)
        return f"(SELECT {', '.join(taken)} FROM unnest({', '.join(given)}) AS u({names}))"

    def decided(self, query: str, columns: Sequence[str], task: Task) -> Iterator[Part]:
        joined = " || ".join(f"int8send({each}::bigint)" for each in columns)
        grouped = f"SELECT member, string_agg({joined}, ''::bytea) FROM ({query}) AS n GROUP BY member"
        with self.refusals(), self.connection.cursor(binary=True) as cursor:
            rows = cursor.stream(grouped.encode(), size=_some())
            while some := list(islice(rows, AT_ONCE)):
                numbers = np.frombuffer(b"".join(each[1] for each in some), ">i8").astype(np.int64)
                counts = np.array([len(each[1]) for each in some], np.int64) // (8 * len(columns))
                names = pa.array([each[0] for each in some], pa.string())
                yield decide(task, names, counts, numbers.reshape(-1, len(columns)))

    def answers(self, query: str, sheets: Sheets, check: Check, closely: Closely | None) -> Iterator[Answer]:
        order = ", ".join(str(n + 1) for n in range(len(sheets.header) + 1))
        ordered = f"SELECT * FROM ({query}) AS q ORDER BY {order}"
        assert closely is not None
        goes = sheets.some_after_another(self.rows(ordered), check)
        yield from some_after_another(closely.by_rows([sheet], facts) for sheet, facts in goes)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """What the server refuses, or a way to it that is lost, as one sentence."""
        import psycopg

        try:
            yield
        except psycopg.errors.InsufficientPrivilege as error:
            raise RefusedError(f"the database refuses: {_said(error, self.secrets)}") from None
        except psycopg.OperationalError as error:
            if self.connection.broken or self.connection.closed:
                raise RefusedError(
                    f"the connection to the database at `{self.place}` was lost half way; nothing was written"
                ) from None
            raise RefusedError(f"the database stopped half way: {_said(error, self.secrets)}") from None
        except psycopg.Error as error:
            raise RefusedError(f"the database cannot answer: {_said(error, self.secrets)}") from None

    def close(self) -> None:
        self.connection.close()


def _some() -> int:
    """So many rows come at a time, where the library can do that."""
    from psycopg import capabilities

    return 1_000 if capabilities.has_stream_chunked() else 1


_FIND = "SELECT to_regclass(%s)::oid"

_COLUMNS = """
SELECT a.attname, CASE WHEN b.typtype = 'd' THEN (SELECT d.typname FROM pg_type AS d WHERE d.oid = b.typbasetype)
    ELSE b.typname END, b.typcategory
FROM pg_attribute AS a JOIN pg_type AS b ON b.oid = a.atttypid
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""

_TABLES = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2 LIMIT 1000
"""

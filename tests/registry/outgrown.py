"""A PostgreSQL server of the tests' own, and tables in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "s3cret/word"
ADDRESS_PASSWORD = "s3cret%2Fword"


def unless_there(found: object, what: str) -> None:
    """Skips the test where something is not installed; on the machine that decides, that is a failure."""
    if found:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed, and nothing may be skipped here")
    pytest.skip(f"{what} is not installed")


def server_programs() -> Path | None:
    """The folder with the programs of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    inside = shutil.which("initdb")
    return None if inside is None else Path(inside).parent


@dataclass(frozen=True)
class Server:
    """`board` needs a password; `postgres` does not."""

    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def url_of(self, password: str) -> str:
        return f"postgresql://board:{password}@/postgres?host={self.folder}"

    def run(self, *queries: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            for each in queries:
                connection.execute(each)

    def load(self, table: str, columns: Sequence[str], text: bytes) -> None:
        """A table from CSV with a header; blank cells are NULL."""
        import psycopg

        with psycopg.connect(self.url) as connection:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            with connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv, HEADER)") as copy:
                copy.write(text)


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server in a folder of its own, reached by a socket in it; it ends with the block."""
    programs = server_programs()
    unless_there(programs, "PostgreSQL")
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="cedsl-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        _run(
            programs / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        rules = "local all board scram-sha-256\nlocal all all trust\n"
        (folder / "data" / "pg_hba.conf").write_text(rules, "ascii")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        _run(
            programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "-t", "180", "start"
        )
        try:
            server = Server(folder)
            server.run(f"CREATE ROLE board LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: Any) -> None:
    """As `postgres` where this is root: the server starts for nobody with all rights."""
    words = [str(each) for each in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, words

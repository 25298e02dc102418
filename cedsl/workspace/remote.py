"""A registry in a database: what a check of its tables takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import TracebackType

from cedsl.diagnostic import Diagnostic, of_file
from cedsl.model import schema_of
from cedsl.model.ruleset import Ruleset
from cedsl.records import read_adjustments, read_members
from cedsl.records.outcome import Decisions, Register, Unreadable
from cedsl.records.profile import Profile
from cedsl.records.schema import Schema
from cedsl.registry.check import Check
from cedsl.registry.engine import Progress, tell_nobody
from cedsl.registry.exact import Broken
from cedsl.registry.files import NotPlain
from cedsl.registry.remote import NotTheSameError, Place, RefusedError, Remote, UnreadableTableError, sheets_of
from cedsl.registry.remote_sql import cells_of
from cedsl.registry.result import Batch, Tally
from cedsl.workspace.checking import Asked
from cedsl.workspace.editions import Rulebook, load_rulebook
from cedsl.workspace.files import MOST_RECORDS, Stdin, Unread, named, nowhere, table_bytes, too_large
from cedsl.workspace.names import rule_names
from cedsl.workspace.profiles import load_profiles, wrong_settings
from cedsl.workspace.registry import StoppedError
from cedsl.workspace.rules import Loaded
from cedsl.workspace.tables import Files

POSTGRESQL = ("postgresql://", "postgres://")
SPARK = ("spark://", "spark:")


@dataclass
class RemoteRun:
    """A check that has all it needs. Its batches are taken once; closing it ends the session and leaves nothing."""

    check: Check
    remote: Remote

    @property
    def ruleset(self) -> Ruleset:
        return self.check.ruleset

    @property
    def as_of(self) -> date:
        return self.check.as_of

    @property
    def files(self) -> tuple[str, ...]:
        """The name of the table of activities."""
        return self.check.paths

    @property
    def register(self) -> Register | None:
        return self.check.register

    def batches(self) -> Iterator[Batch]:
        """All members, some after another. Raises StoppedError where the tables cannot be read after all."""
        try:
            yield from self.remote.batches()
        except UnreadableTableError as error:
            raise StoppedError(Unread(error.problem.source, error.problem.diagnostics)) from error
        except RefusedError as error:
            raise StoppedError(_unread(self.remote.table, error)) from error
        except (Broken, NotPlain, NotTheSameError) as error:
            raise StoppedError(nowhere(self.remote.table, changed(self.remote.table))) from error

    def tally(self) -> Tally:
        """What became of rows and members, once all batches are taken."""
        return self.remote.tally()

    def close(self) -> None:
        """Ends the session, every process that was started, and every file that was kept meanwhile."""
        self.remote.close()

    def __enter__(self) -> RemoteRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_on(
    url: str,
    rules: str,
    files: Files,
    asked: Asked,
    horizon: date,
    *,
    stdin: Stdin,
    progress: Callable[[Progress], None] = tell_nobody,
) -> RemoteRun | Loaded | Unread:
    """A check of the tables named `files.records` and `files.members` in the database at an address; or why that cannot
    be. What was decided about members is a file, as ever.
    """
    if not is_address(url):
        return nowhere(scheme(url), no_such_place(scheme(url)))
    book = load_rulebook(rules, stdin)
    if not isinstance(book, Rulebook):
        return book
    profiles = load_profiles(files.profiles)
    if isinstance(profiles, Unread):
        return profiles
    (ruleset,) = book.editions
    schema = schema_of(ruleset)
    unable = wrong_settings(profiles, [schema])
    if unable is not None:
        return unable
    decisions = _adjustments(files, schema, book, stdin)
    if isinstance(decisions, Unread):
        return decisions
    (table,) = files.records
    check = Check(ruleset, schema, asked.as_of, horizon, files.records, asked.period, profiles.records, None, decisions)
    return _opened(url, check, table, files.members, profiles.members, progress)


def _opened(
    url: str, check: Check, table: str, members: str | None, profile: Profile, progress: Callable[[Progress], None]
) -> RemoteRun | Unread:
    try:
        place = opened(url)
    except RefusedError as error:
        return _unread(table, error)
    try:
        register = None if members is None else _members(place, members, check.schema, profile)
    except RefusedError as error:
        place.close()
        return _unread(members or table, error)
    if isinstance(register, Unread):
        place.close()
        return register
    check = replace(check, register=register)
    return RemoteRun(check, Remote(check, place, table, progress))


def opened(url: str) -> Place:
    """The database at an address. Raises RefusedError."""
    if url.startswith(POSTGRESQL):
        from cedsl.registry import remote_postgresql

        return remote_postgresql.opened(url)
    from cedsl.registry import remote_spark

    return remote_spark.opened(url)


def is_address(url: str) -> bool:
    """Whether the address names a kind of database that can be read."""
    return url.startswith((*POSTGRESQL, *SPARK))


def without_password(url: str) -> str:
    """The address as it can be typed again and shown to anybody."""
    url = _PASSWORD_BEFORE_HOST.sub(r"\1", url)
    return _PASSWORD_BEHIND.sub("", url).rstrip("?&")


_PASSWORD_BEFORE_HOST = re.compile(r"(?<=://)([^:/?#]*):[^/?#]*(?=@)")
_PASSWORD_BEHIND = re.compile(r"(?<=[?&])(?:ssl)?password=[^&]*&?")


def scheme(url: str) -> str:
    """How the address begins; nothing else of it is safe to show."""
    start, colon, _ = url.partition(":")
    return f"{start}:" if colon and start.isalnum() else "…"


def _members(place: Place, table: str, schema: Schema, profile: Profile) -> Register | Unread:
    quoted, columns = place.columns(table)
    sheets = sheets_of(table, columns)
    rows, size = [], 0
    for each in place.rows(cells_of(quoted, columns)):
        size += sum(map(len, each)) + len(each)
        if size > MOST_RECORDS:
            return nowhere(table, too_large(MOST_RECORDS))
        rows.append(each)
    found = read_members(table, sheets.of(rows).data, schema, profile)
    return Unread(found.source, found.diagnostics) if isinstance(found, Unreadable) else found


def _adjustments(files: Files, schema: Schema, book: Rulebook, stdin: Stdin) -> Decisions | Unread | None:
    if files.adjustments is None:
        return None
    data = table_bytes(files.adjustments, stdin)
    if isinstance(data, Diagnostic):
        return nowhere(files.adjustments, data)
    found = read_adjustments(named(files.adjustments), data, schema, rule_names(book.editions[0], book, ()))
    return Unread(found.source, found.diagnostics) if isinstance(found, Unreadable) else found


def _unread(table: str, error: RefusedError) -> Unread:
    return nowhere(table, of_file("CE417", error.why, do=error.do))


def no_such_place(start: str) -> Diagnostic:
    return of_file(
        "CE417",
        f"no kind of database has an address that begins with `{start}`",
        do="write postgresql://user@host/database, spark://host:7077 or spark:local[2]",
    )


def changed(table: str) -> Diagnostic:
    return of_file(
        "CE417",
        f"the table `{table}` did not say the same when it was read again",
        do="run the command again when nobody writes into it",
    )

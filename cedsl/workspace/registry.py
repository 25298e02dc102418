"""A whole registry: what a check of very many members takes, and how it is decided."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, unique
from pathlib import Path
from types import TracebackType

from cedsl.diagnostic import Diagnostic, of_file
from cedsl.model import schema_of
from cedsl.model.ruleset import Ruleset
from cedsl.records import read_adjustments, read_files, read_members
from cedsl.records.intake_refused import damaged
from cedsl.records.outcome import Decisions, Records, Register, Unreadable
from cedsl.records.profile import Profile
from cedsl.records.schema import Schema
from cedsl.registry.check import Check
from cedsl.registry.engine import NO_MEMORY, REFUSED, Columns, Deciding, OneByOne, Progress, tell_nobody
from cedsl.registry.exact import Broken
from cedsl.registry.files import NotPlain
from cedsl.registry.parquet import Damaged
from cedsl.registry.result import Batch, Tally
from cedsl.registry.scan import TooManyKinds
from cedsl.workspace.checking import Asked
from cedsl.workspace.editions import Rulebook, load_rulebook
from cedsl.workspace.files import MIB, MOST_RECORDS, Stdin, Unread, named, no_such_file, nowhere, table_bytes
from cedsl.workspace.names import rule_names
from cedsl.workspace.patterns import expanded
from cedsl.workspace.profiles import load_profiles, wrong_settings
from cedsl.workspace.rules import Loaded
from cedsl.workspace.tables import Files


@unique
class Engine(Enum):
    """How members are decided: in columns where these decide and the files are plain enough, always so, or never."""

    AUTO = "auto"
    COLUMNS = "columns"
    EXACT = "exact"


class StoppedError(Exception):
    """There is no result after all."""

    def __init__(self, problem: Unread) -> None:
        super().__init__(problem.diagnostics[0].message)
        self.problem = problem


@dataclass
class RegistryRun:
    """A check that has all it needs. Its batches are taken once; closing it leaves nothing behind."""

    check: Check
    engine: Engine
    progress: Callable[[Progress], None]
    _open: list[Deciding] = field(default_factory=list)

    @property
    def ruleset(self) -> Ruleset:
        return self.check.ruleset

    @property
    def as_of(self) -> date:
        return self.check.as_of

    @property
    def files(self) -> tuple[str, ...]:
        """The files of activities, patterns replaced by what fits them."""
        return self.check.paths

    @property
    def register(self) -> Register | None:
        return self.check.register

    def batches(self) -> Iterator[Batch]:
        """All members, some after another. Raises StoppedError where the files cannot be read after all."""
        with self._telling():
            found = self._decided()
        yield from found.batches()

    def tally(self) -> Tally:
        """What became of rows and members, once all batches are taken."""
        return self._open[-1].tally()

    def close(self) -> None:
        """Ends every process that was started and removes every file that was kept meanwhile."""
        for each in self._open:
            each.close()

    def __enter__(self) -> RegistryRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _decided(self) -> Deciding:
        if self.engine is Engine.EXACT:
            return self._exactly()
        deciding = Columns(self.check, self.progress)
        self._open.append(deciding)
        try:
            deciding.decide()
        except Damaged as error:
            path = str(error.args[0])
            raise StoppedError(nowhere(path, damaged("Parquet file"))) from error
        except (NotPlain, TooManyKinds, Broken) as why:
            deciding.close()
            size = sum(Path(each).stat().st_size for each in self.files)
            if size > MOST_RECORDS:
                raise StoppedError(nowhere(self.files[0], not_in_columns(str(why), MOST_RECORDS))) from why
            return self._exactly()
        return deciding

    def _exactly(self) -> Deciding:
        """Everybody one by one, all files read by the importer."""
        deciding = OneByOne(self.check, self.progress)
        self._open.append(deciding)
        deciding.decide(self._records())
        return deciding

    def _records(self) -> tuple[Records, ...]:
        files: list[tuple[str, bytes]] = []
        for each in self.files:
            data = table_bytes(each, _no_input)
            if isinstance(data, Diagnostic):
                raise StoppedError(nowhere(each, data))
            files.append((each, data))
        found = read_files(files, self.check.schema, self.check.profile, self.check.horizon)
        if isinstance(found, Unreadable):
            raise StoppedError(Unread(found.source, found.diagnostics))
        return found

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What the world refuses, as a sentence."""
        try:
            yield
        except FileNotFoundError as error:
            raise StoppedError(
                nowhere(_name(error, self.files), no_such_file(_name(error, self.files), None))
            ) from error
        except NO_MEMORY as error:
            raise StoppedError(nowhere(self.files[0], no_room("memory"))) from error
        except (OSError, REFUSED) as error:
            raise StoppedError(nowhere(self.files[0], _refusal(error, self.files))) from error


def _no_input(most: int) -> bytes:
    del most
    return b""


def _name(error: OSError, files: tuple[str, ...]) -> str:
    return str(error.filename or files[0])


def _refusal(error: Exception, files: tuple[str, ...]) -> Diagnostic:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return no_room("room in the folder for temporary files")
    missing = next((each for each in files if not Path(each).exists()), None)
    if missing is not None:
        return no_such_file(missing, None)
    if "No space left" in str(error):
        return no_room("room in the folder for temporary files")
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error).partition("\n")[0]
    return of_file("CE403", f"`{files[0]}` cannot be read: {said.lower()}")


def check_registry(
    rules: str,
    files: Files,
    asked: Asked,
    horizon: date,
    *,
    stdin: Stdin,
    progress: Callable[[Progress], None] = tell_nobody,
    engine: Engine = Engine.AUTO,
) -> RegistryRun | Loaded | Unread:
    """Everything but the activities, read; or why that cannot be. `horizon` is the last day on which anything can have
    been completed.
    """
    book = load_rulebook(rules, stdin)
    if not isinstance(book, Rulebook):
        return book
    paths = expanded(files.records)
    profiles = load_profiles(files.profiles)
    if isinstance(paths, Unread):
        return paths
    if isinstance(profiles, Unread):
        return profiles
    (ruleset,) = book.editions
    schema = schema_of(ruleset)
    unable = wrong_settings(profiles, [schema])
    if unable is not None:
        return unable
    register = _members(files, schema, profiles.members, stdin)
    decisions = _adjustments(files, schema, book, stdin)
    if isinstance(register, Unread):
        return register
    if isinstance(decisions, Unread):
        return decisions
    check = Check(
        ruleset, schema, asked.as_of, horizon, paths, asked.period, profiles.records, register, decisions, paths
    )
    return RegistryRun(check, engine, progress)


def _members(files: Files, schema: Schema, profile: Profile, stdin: Stdin) -> Register | Unread | None:
    if files.members is None:
        return None
    data = table_bytes(files.members, stdin)
    if isinstance(data, Diagnostic):
        return nowhere(files.members, data)
    found = read_members(named(files.members), data, schema, profile)
    return Unread(found.source, found.diagnostics) if isinstance(found, Unreadable) else found


def _adjustments(files: Files, schema: Schema, book: Rulebook, stdin: Stdin) -> Decisions | Unread | None:
    if files.adjustments is None:
        return None
    data = table_bytes(files.adjustments, stdin)
    if isinstance(data, Diagnostic):
        return nowhere(files.adjustments, data)
    found = read_adjustments(named(files.adjustments), data, schema, rule_names(book.editions[0], book, ()))
    return Unread(found.source, found.diagnostics) if isinstance(found, Unreadable) else found


def not_in_columns(why: str, most: int) -> Diagnostic:
    return of_file(
        "CE415",
        f"{why} can be read up to {most // MIB} MiB, and this is larger",
        do="save it as plain CSV with one row for each activity and a header in its first row",
    )


def no_room(what: str) -> Diagnostic:
    return of_file("CE416", f"there is not enough {what} for so many rows", do="free some, and run the command again")

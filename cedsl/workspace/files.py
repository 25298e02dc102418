"""Where files are read and written: bytes in, at most so many; a file written whole or not at all."""

from __future__ import annotations

import os
import select
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from cedsl.diagnostic import Diagnostic, did_you_mean, of_file
from cedsl.lean import dataclass
from cedsl.records.intake_refused import WITHOUT_TEXT
from cedsl.source import Source

MIB = 1024 * 1024
MOST_RULES = MIB
MOST_RECORDS = 128 * MIB
"""More than that, as text and as rows at the same time, is more memory than a common machine can spare."""

STDIN = "-"

NO_PLACE = WITHOUT_TEXT | {"CE401", "CE402", "CE407", "CE408", "CE411", "CE412", "CE413", "CE414", "CE415", "CE416",
                           "CE417"}  # fmt: skip
"""The problems that are not about a place in a text: nothing can be pointed at."""

Stdin: TypeAlias = Callable[[int], bytes]
"""Reads standard input, at most so many bytes."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why there is no result; `source` holds as much of the file's text as the messages point at."""

    source: Source
    diagnostics: tuple[Diagnostic, ...]


def write_output(path: str, data: bytes) -> None:
    """Write the file whole or not at all: beside its place first, then into it in one step.

    A device or a pipe is written to as it is. Raises OSError where that cannot be, also for a folder;
    what stood there before then stands there still.
    """
    target = Path(path).resolve()
    if target.is_dir():
        raise IsADirectoryError(21, "that is a folder", path)
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    import tempfile

    descriptor, beside = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        Path(beside).chmod(mode)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def named(argument: str) -> str:
    """What messages call the file."""
    return "<stdin>" if argument == STDIN else argument


def nowhere(argument: str, problem: Diagnostic) -> Unread:
    """A problem of a file that has no text to point at."""
    return Unread(Source(named(argument), ""), (problem,))


def table_bytes(argument: str, stdin: Stdin) -> bytes | Diagnostic:
    """The bytes of a table, or from standard input (`-`)."""
    if argument == STDIN:
        return within(stdin(MOST_RECORDS + 1), MOST_RECORDS)
    return file_bytes(argument, MOST_RECORDS)


def is_there(path: str) -> bool:
    """Whether something has that name, readable or not."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def file_bytes(path: str, most: int) -> bytes | Diagnostic:
    if not path:
        return no_name()
    try:
        found = Path(path).stat()
        if stat.S_ISFIFO(found.st_mode):
            return _pipe_bytes(path, most)
        if not stat.S_ISREG(found.st_mode):
            return not_a_file(path, folder=stat.S_ISDIR(found.st_mode))
        if found.st_size > most:
            return too_large(most)
        with Path(path).open("rb") as file:
            return within(file.read(most + 1), most)
    except (FileNotFoundError, NotADirectoryError):
        return no_such_file(path, neighbour(path))
    except OSError as error:
        return unreadable_file(path, error.strerror or "the system refuses")
    except ValueError:
        return no_such_file(path, None)


_PATIENCE = 5
"""So many seconds a pipe may be without anybody who writes into it."""


def _pipe_bytes(path: str, most: int) -> bytes | Diagnostic:
    """What is written into a pipe, however long that takes; but nobody waits for a pipe into which nobody writes."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        came = waiting.poll(_PATIENCE * 1000)
        try:
            first = os.read(descriptor, 1)
        except BlockingIOError:
            first, came = b"", [(descriptor, 0)]
        if not first and not came:
            return no_writer(path)
        os.set_blocking(descriptor, True)
        return within(first + file.read(most + 1 - len(first)), most)


def neighbour(path: str) -> str | None:
    """The help for a missing file: the file of that folder whose name is nearest."""
    try:
        near = did_you_mean(Path(path).name, sorted(each.name for each in Path(path).parent.iterdir()))
    except OSError:
        return None
    return near


def within(data: bytes, most: int) -> bytes | Diagnostic:
    return data if len(data) <= most else too_large(most)


def no_such_file(path: str, near: str | None) -> Diagnostic:
    return of_file("CE401", f"there is no file `{path}`", do=near)


def no_name() -> Diagnostic:
    return of_file("CE401", "the name of a file is empty", do="give its path")


def not_a_file(path: str, *, folder: bool) -> Diagnostic:
    found = "a folder" if folder else "a device"
    return of_file(
        "CE402",
        f"`{path}` is {found}, not a file",
        do="name one file inside it" if folder else None,
    )


def no_writer(path: str) -> Diagnostic:
    return of_file(
        "CE402",
        f"`{path}` is a pipe, and nothing is written into it",
        do="start what writes into it first, or name a file",
    )


def unreadable_file(path: str, refusal: str) -> Diagnostic:
    return of_file("CE403", f"`{path}` cannot be read: {refusal.lower()}")


def too_large(most: int) -> Diagnostic:
    return of_file(
        "CE404",
        f"the file is larger than {most // MIB} MiB",
        do="is it the file that you meant?",
    )

"""The only place that knows the order of the passes, and that touches files. It reads no clock."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cedsl import resources
from cedsl.assessment import assess
from cedsl.diagnostic import Diagnostic, Label, did_you_mean, has_errors, in_reading_order
from cedsl.model import resolve, schema_of
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.report import Checked, natural
from cedsl.records import read_members, read_records
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.outcome import Records, Register, Unreadable
from cedsl.ruletest import run_examples
from cedsl.source import NOWHERE, Source, Span
from cedsl.syntax import parse

if TYPE_CHECKING:
    from cedsl.publishing.render import Format

MIB = 1024 * 1024
MOST_RULES = MIB
MOST_RECORDS = 512 * MIB
STDIN = "-"

Stdin: TypeAlias = Callable[[int], bytes]
"""Reads standard input, at most so many bytes."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why there is no result; `source` holds as much of the file's text as the messages point at."""

    source: Source
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rules that were read. `ruleset` is None where they have errors; warnings come with a ruleset."""

    source: Source
    ruleset: Ruleset | None
    diagnostics: tuple[Diagnostic, ...]


def load_rules(argument: str, stdin: Stdin) -> Loaded | Unread:
    """The rules at a path, from standard input (`-`), or bundled under a name such as `ala/clm`.

    A file that exists is preferred to a bundled name. Diagnostics stand in reading order.
    """
    data = _rules_bytes(argument, stdin)
    if isinstance(data, Diagnostic):
        return Unread(Source(_named(argument), ""), (data,))
    source = _decoded(_named(argument), data)
    if isinstance(source, Unread):
        return source
    parsed = parse(source)
    resolved = resolve(parsed.file, source, names_known=parsed.names_known)
    diagnostics = in_reading_order((*parsed.diagnostics, *resolved.diagnostics))
    return Loaded(source, None if has_errors(diagnostics) else resolved.ruleset, diagnostics)


def findings(loaded: Loaded) -> Loaded:
    """The rules with what analysis proves about them added to what reading them found."""
    from cedsl.analysis import analyse

    if loaded.ruleset is None:
        return loaded
    found = in_reading_order((*loaded.diagnostics, *analyse(loaded.ruleset)))
    return Loaded(loaded.source, loaded.ruleset, found)


def load_records(argument: str, stdin: Stdin, ruleset: Ruleset) -> Records | Unread:
    """The activities in a file, or from standard input (`-`)."""
    data = _table_bytes(argument, stdin)
    if isinstance(data, Diagnostic):
        return Unread(Source(_named(argument), ""), (data,))
    records = read_records(_named(argument), data, schema_of(ruleset))
    return _refused(records) if isinstance(records, Unreadable) else records


def load_members(argument: str, stdin: Stdin, ruleset: Ruleset) -> Register | Unread:
    """The member facts in a file, or from standard input (`-`)."""
    data = _table_bytes(argument, stdin)
    if isinstance(data, Diagnostic):
        return Unread(Source(_named(argument), ""), (data,))
    register = read_members(_named(argument), data, schema_of(ruleset))
    return _refused(register) if isinstance(register, Unreadable) else register


def members_of(records: Records, register: Register | None) -> tuple[str, ...]:
    """Every member of the records and of the facts file, each once, in the natural order of their ids."""
    named = {each.member for each in records.activities} | {each.member for each in records.held}
    named.update(() if register is None else register.facts)
    return tuple(sorted(named - {""}, key=natural))


def check(
    ruleset: Ruleset, records: Records, register: Register | None, as_of: date, member: str | None = None
) -> Checked:
    """Every member (or the one named) assessed as of a day."""
    activities: dict[str, list[Activity]] = {}
    for activity in records.activities:
        activities.setdefault(activity.member, []).append(activity)
    held: dict[str, list[HeldRow]] = {}
    for row in records.held:
        held.setdefault(row.member, []).append(row)
    facts = {} if register is None else register.facts
    members = members_of(records, register) if member is None else (member,)
    results = tuple(
        assess(ruleset, each, activities.get(each, ()), held.get(each, ()), facts.get(each, {}), as_of)
        for each in members
    )
    return Checked(ruleset, as_of, records, register, results)


def publish(ruleset: Ruleset, form: Format) -> str | Unread:
    """The page that members read; a page with an example that the rules do not bear out is refused."""
    from cedsl.publishing.page_examples import false_examples
    from cedsl.publishing.render import render

    outcomes = {each.example.title: each.passed for each in run_examples(ruleset)}
    found = false_examples(ruleset, outcomes)
    return Unread(ruleset.source, found) if found else render(ruleset, form, outcomes)


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


def _named(argument: str) -> str:
    return "<stdin>" if argument == STDIN else argument


def _refused(unreadable: Unreadable) -> Unread:
    return Unread(unreadable.source, unreadable.diagnostics)


def _rules_bytes(argument: str, stdin: Stdin) -> bytes | Diagnostic:
    if argument == STDIN:
        return _within(stdin(MOST_RULES + 1), MOST_RULES)
    if _is_there(argument):
        return _file_bytes(argument, MOST_RULES)
    near = did_you_mean(argument, resources.bundled_names()) or _neighbour(argument)
    return resources.bundled(argument) or no_such_rules(argument, near)


def _is_there(path: str) -> bool:
    """Whether something has that name, readable or not."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _table_bytes(argument: str, stdin: Stdin) -> bytes | Diagnostic:
    if argument == STDIN:
        return _within(stdin(MOST_RECORDS + 1), MOST_RECORDS)
    return _file_bytes(argument, MOST_RECORDS)


def _file_bytes(path: str, most: int) -> bytes | Diagnostic:
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode) or not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            return not_a_file(path, folder=stat.S_ISDIR(mode))
        with Path(path).open("rb") as file:
            return _within(file.read(most + 1), most)
    except (FileNotFoundError, NotADirectoryError):
        return no_such_file(path, _neighbour(path))
    except OSError as error:
        return unreadable_file(path, error.strerror or "the system refuses")
    except ValueError:
        return no_such_file(path, None)


def _neighbour(path: str) -> str | None:
    """The help for a missing file: the file of that folder whose name is nearest."""
    try:
        near = did_you_mean(Path(path).name, sorted(each.name for each in Path(path).parent.iterdir()))
    except OSError:
        return None
    return near


def _within(data: bytes, most: int) -> bytes | Diagnostic:
    return data if len(data) <= most else too_large(most)


def _decoded(name: str, data: bytes) -> Source | Unread:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_text(name, data, error.start)
    if "\0" in text:
        return _not_text(name, data, data.index(b"\0"))
    if not text.strip():
        return Unread(Source(name, text), (empty_rules(),))
    return Source(name, text)


def _not_text(name: str, data: bytes, at: int) -> Unread:
    """One character stands for each byte, so that the place in the text is the place in the file."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Unread(Source(name, data.decode("latin-1")), (not_utf8(at, wide=wide),))


def no_such_file(path: str, near: str | None) -> Diagnostic:
    return Diagnostic("CE401", f"there is no file `{path}`", Label(NOWHERE), help=near)


def no_such_rules(argument: str, near: str | None) -> Diagnostic:
    bundled = ", ".join(f"`{name}`" for name in resources.bundled_names())
    return Diagnostic(
        "CE407",
        f"there is no file and no bundled ruleset `{argument}`",
        Label(NOWHERE),
        help=near or f"give a path, `-` for standard input, or a bundled name: {bundled}",
    )


def not_a_file(path: str, *, folder: bool) -> Diagnostic:
    found = "a folder" if folder else "a device"
    return Diagnostic(
        "CE402",
        f"`{path}` is {found}, not a file",
        Label(NOWHERE),
        help="name one file inside it" if folder else None,
    )


def unreadable_file(path: str, refusal: str) -> Diagnostic:
    return Diagnostic("CE403", f"`{path}` cannot be read: {refusal.lower()}", Label(NOWHERE))


def too_large(most: int) -> Diagnostic:
    return Diagnostic(
        "CE404",
        f"the file is larger than {most // MIB} MiB",
        Label(NOWHERE),
        help="is it the file that you meant?",
    )


def not_utf8(at: int, *, wide: bool) -> Diagnostic:
    return Diagnostic(
        "CE405",
        "the rules are not text in UTF-8",
        Label(Span(at, at + 1), "the first byte that is not"),
        help="this is UTF-16: in your editor, save it as UTF-8" if wide else "save the file as UTF-8 text",
    )


def empty_rules() -> Diagnostic:
    return Diagnostic(
        "CE406",
        "the file is empty",
        Label(NOWHERE),
        help="a whole ruleset can be one line: `require 36h within 3y; min 3h category HR`",
    )

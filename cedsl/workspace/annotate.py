"""The files of records once more, each row with what a check made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cedsl.diagnostic import Diagnostic
from cedsl.lean import dataclass
from cedsl.publishing.annotate import Annotated, as_annotated
from cedsl.publishing.report import Checked
from cedsl.records.outcome import Unreadable
from cedsl.records.read import TableRead, read_tables
from cedsl.records.table import Table
from cedsl.workspace.files import STDIN, Stdin, Unread, named, table_bytes
from cedsl.workspace.names import schema_beside
from cedsl.workspace.profiles import load_profiles
from cedsl.workspace.tables import Files, Gathered


@dataclass(frozen=True, slots=True)
class Changed:
    """Files that did not say the same when they were read again: somebody wrote to one, or it is a pipe."""

    files: tuple[str, ...]


def annotated(
    found: Sequence[Gathered], reports: Sequence[Checked], files: Files, stdin: Stdin, horizon: date
) -> Annotated | Changed:
    """Every row of the files of records with its outcome, a reason and a sentence, as a CSV text.

    The files are read again, as they were for the first report. `found` are all rulesets of the check; `stdin` gives
    again what it gave before.
    """
    tables = _read_again(found, reports[0], files, stdin, horizon)
    return Changed(files.records) if tables is None else as_annotated(tables, reports)


def _read_again(
    found: Sequence[Gathered], report: Checked, files: Files, stdin: Stdin, horizon: date
) -> list[Table] | None:
    """The tables in the files, as they stand there; None where they are not those that were checked."""
    profiles = load_profiles(files.profiles)
    if isinstance(profiles, Unread):
        return None
    sources: list[tuple[str, bytes]] = []
    for argument in files.records:
        data = table_bytes(argument, stdin)
        if isinstance(data, Diagnostic):
            return None
        sources.append((named(argument), data))
    gathered, number = _section_of(found, report)
    own = gathered.book.editions[number]
    beside = [each for several in found for each in several.book.editions if each is not own]
    read = read_tables(sources, schema_beside(own, beside), profiles.records, horizon)
    if isinstance(read, Unreadable):
        return None
    several = [each for each in read if isinstance(each, TableRead)]
    same = tuple(each.records for each in several) == report.records
    return [each.table for each in several] if same else None


def _section_of(found: Sequence[Gathered], report: Checked) -> tuple[Gathered, int]:
    """The ruleset of the report, and the number of its edition."""
    places = ((each, number) for each in found for number in range(len(each.sections)))
    return next((each, number) for each, number in places if each.sections[number].ruleset is report.ruleset)


def is_one_of(path: str, arguments: Sequence[str]) -> bool:
    """Whether the path leads to a file that one of the arguments names, or to a file of rules in a folder."""
    try:
        return any(Path(path).samefile(each) for argument in arguments for each in _files(argument))
    except (OSError, ValueError):
        return False


def _files(argument: str) -> list[Path]:
    """What is read where a file or a folder is named: nothing where there is none."""
    path = Path(argument)
    if path.is_dir():
        return list(path.glob("*.ce"))
    return [path] if argument != STDIN and path.exists() else []

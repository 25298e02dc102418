"""The tables beside the rules: records, member facts, decisions, rows of reference tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from cedsl import records as reading
from cedsl.diagnostic import Diagnostic, did_you_mean, of_file
from cedsl.lean import dataclass
from cedsl.model import schema_of
from cedsl.model.ruleset import Ruleset, TableRow
from cedsl.records.outcome import Decisions, Records, Reference, ReferenceRow, Register, Unreadable
from cedsl.records.schema import Schema
from cedsl.workspace.editions import Rulebook
from cedsl.workspace.files import Stdin, Unread, named, nowhere, table_bytes
from cedsl.workspace.names import rule_names, schema_beside
from cedsl.workspace.profiles import Profiles, load_profiles, wrong_settings
from cedsl.workspace.resting import nothing_to_collect

if TYPE_CHECKING:
    from cedsl.records.reference import TableShape

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Files:
    """The tables that the user named: paths, or `-`. `tables` are names of reference tables with their files;
    `profiles`, files or bundled names, say how records and members' facts are written.
    """

    records: tuple[str, ...]
    members: str | None = None
    adjustments: str | None = None
    tables: tuple[tuple[str, str], ...] = ()
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One edition of a ruleset with everything that it is checked with, read in its words."""

    ruleset: Ruleset
    records: tuple[Records, ...]
    register: Register | None = None
    decisions: Decisions | None = None
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """One ruleset of a check, with a section for each of its editions."""

    book: Rulebook
    sections: tuple[Section, ...]


def load_records(argument: str, stdin: Stdin, ruleset: Ruleset) -> Records | Unread:
    """The activities in a file, or from standard input (`-`)."""
    data = table_bytes(argument, stdin)
    if isinstance(data, Diagnostic):
        return nowhere(argument, data)
    return _read(reading.read_records(named(argument), data, schema_of(ruleset)))


def load_members(argument: str, stdin: Stdin, ruleset: Ruleset) -> Register | Unread:
    """The member facts in a file, or from standard input (`-`)."""
    data = table_bytes(argument, stdin)
    if isinstance(data, Diagnostic):
        return nowhere(argument, data)
    return _read(reading.read_members(named(argument), data, schema_of(ruleset)))


def gather(
    books: Sequence[Rulebook], files: Files, stdin: Stdin, horizon: date | None = None
) -> tuple[Gathered, ...] | Unread:
    """Every table, read against each ruleset in its own words; a word that only another of them knows is as if it
    were not there. Each file is read once. `horizon` is the last day on which anything can have been completed.
    """
    loaded = _Loaded.of(files, stdin, horizon)
    if isinstance(loaded, Unread):
        return loaded
    rulesets = [each for book in books for each in book.editions]
    unable = _unknown_table(rulesets, files.tables) or wrong_settings(loaded.profiles, list(map(schema_of, rulesets)))
    if unable is not None:
        return unable
    found: list[Gathered] = []
    for book in books:
        sections: list[Section] = []
        for ruleset in book.editions:
            section = _section(ruleset, book, books, files, loaded)
            if isinstance(section, Unread):
                return section
            sections.append(section)
        found.append(Gathered(book, tuple(sections)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The bytes of each file, in the order of `Files`, and what else decides how they are read."""

    records: tuple[tuple[str, bytes], ...]
    members: bytes | None
    adjustments: bytes | None
    tables: tuple[bytes, ...]
    profiles: Profiles
    horizon: date | None

    @staticmethod
    def of(files: Files, stdin: Stdin, horizon: date | None) -> _Loaded | Unread:
        profiles = load_profiles(files.profiles)
        if isinstance(profiles, Unread):
            return profiles
        several: list[bytes | None] = []
        tables = [file for _, file in files.tables]
        for argument in (files.members, files.adjustments, *tables, *files.records):
            data = None if argument is None else table_bytes(argument, stdin)
            if isinstance(data, Diagnostic):
                return nowhere(argument or "", data)
            several.append(data)
        members, adjustments, *more = several
        found = tuple(each or b"" for each in more)
        records = zip(map(named, files.records), found[len(tables) :], strict=True)
        return _Loaded(tuple(records), members, adjustments, found[: len(tables)], profiles, horizon)


def _section(
    ruleset: Ruleset, book: Rulebook, books: Sequence[Rulebook], files: Files, loaded: _Loaded
) -> Section | Unread:
    others = [each for each in books if each is not book]
    beside = [each for several in books for each in several.editions if each is not ruleset]
    schema = schema_beside(ruleset, beside)
    filled = _with_tables(ruleset, zip(files.tables, loaded.tables, strict=True), schema)
    if isinstance(filled, Unread):
        return filled
    ruleset_, references = filled
    with nothing_to_collect():
        records = _read(reading.read_files(loaded.records, schema, loaded.profiles.records, loaded.horizon))
    if isinstance(records, Unread):
        return records
    register: Register | Unread | None = None
    if files.members is not None and loaded.members is not None:
        register = _read(reading.read_members(named(files.members), loaded.members, schema, loaded.profiles.members))
    if isinstance(register, Unread):
        return register
    decisions: Decisions | Unread | None = None
    if files.adjustments is not None and loaded.adjustments is not None:
        names = rule_names(ruleset, book, others)
        decisions = _read(reading.read_adjustments(named(files.adjustments), loaded.adjustments, schema, names))
    if isinstance(decisions, Unread):
        return decisions
    return Section(ruleset_, records, register, decisions, references)


def _read(found: T | Unreadable) -> T | Unread:
    return Unread(found.source, found.diagnostics) if isinstance(found, Unreadable) else found


# ------------------------------------------------------------------------------------- reference tables


def with_rows(
    groups: Sequence[Sequence[Ruleset]], tables: Sequence[tuple[str, str]], stdin: Stdin
) -> tuple[tuple[Ruleset, ...], ...] | Unread:
    """The rulesets with the rows of the files added to those tables that they declare. `tables` are names with files;
    a group holds the editions of one ruleset. Each file is read once.
    """
    files: list[_File] = []
    for name, file in tables:
        data = table_bytes(file, stdin)
        if isinstance(data, Diagnostic):
            return nowhere(file, data)
        files.append(((name, file), data))
    unknown = _unknown_table([each for group in groups for each in group], tables)
    if unknown is not None:
        return unknown
    found: list[tuple[Ruleset, ...]] = []
    for group in groups:
        filled: list[Ruleset] = []
        for ruleset in group:
            schema = schema_beside(ruleset, [each for each in group if each is not ruleset])
            extended = _with_tables(ruleset, files, schema)
            if isinstance(extended, Unread):
                return extended
            filled.append(extended[0])
        found.append(tuple(filled))
    return tuple(found)


_File: TypeAlias = tuple[tuple[str, str], bytes]
"""The name of a table, the file with its rows, and the bytes of that."""


def _unknown_table(rulesets: Iterable[Ruleset], tables: Iterable[tuple[str, str]]) -> Unread | None:
    known = [table.name for ruleset in rulesets for table in ruleset.tables]
    for name, _ in tables:
        if name not in known:
            return nowhere(name, no_such_table(name, tuple(dict.fromkeys(known))))
    return None


def _with_tables(
    ruleset: Ruleset, files: Iterable[_File], schema: Schema
) -> tuple[Ruleset, tuple[Reference, ...]] | Unread:
    """The ruleset with the rows of the files added to those of its reference tables."""
    references: list[Reference] = []
    for (name, file), data in files:
        shape = next(_shapes(ruleset, name), None)
        if shape is None:
            continue
        found = _read(reading.read_reference(named(file), data, shape, schema))
        if isinstance(found, Unread):
            return found
        references.append(found)
        ruleset = _extended(ruleset, name, found.rows)
    return ruleset, tuple(references)


def _shapes(ruleset: Ruleset, name: str) -> Iterator[TableShape]:
    from cedsl.records.reference import TableShape

    for table in ruleset.tables:
        if table.name == name:
            rows = tuple(ReferenceRow(each.key, each.values, each.first, each.last) for each in table.rows)
            yield TableShape(name, table.key, {each.name: each.type for each in table.columns}, rows)


def _extended(ruleset: Ruleset, name: str, rows: Sequence[ReferenceRow]) -> Ruleset:
    more = tuple(TableRow(each.key, each.values, each.first, each.last) for each in rows)
    tables = (replace(each, rows=(*each.rows, *more)) if each.name == name else each for each in ruleset.tables)
    return replace(ruleset, tables=tuple(tables))


def no_such_table(name: str, known: tuple[str, ...]) -> Diagnostic:
    listed = ", ".join(f"`{each}`" for each in known)
    return of_file(
        "CE408",
        f"the rules declare no table `{name}`",
        do=did_you_mean(name, known) or (f"they declare {listed}" if known else "they declare no table at all"),
    )

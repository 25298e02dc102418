"""Files of other sources, as they were understood: what was read, what a person must settle, what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cedsl.diagnostic import Diagnostic
from cedsl.lean import dataclass
from cedsl.model import schema_of
from cedsl.quantity import own_unit
from cedsl.records.canonical import Clean, clean_members, clean_records
from cedsl.records.headings import Part
from cedsl.records.mistaken import is_of_members
from cedsl.records.outcome import Outcome, Records, Register, Unreadable
from cedsl.records.profile import About, Profile
from cedsl.records.profile_toml import profile_text, settled
from cedsl.records.questions import Choice, Question
from cedsl.records.questions_header import every_question
from cedsl.records.read import TableRead, read_tables
from cedsl.records.register import MembersRead, read_member_table
from cedsl.records.schema import OWN_UNIT, Schema
from cedsl.records.unclear import Unclear
from cedsl.records.understanding import Understood, understood
from cedsl.records.worklist import worklist
from cedsl.workspace.editions import Rulebook
from cedsl.workspace.files import Stdin, Unread, named, nowhere, table_bytes
from cedsl.workspace.rules import Loaded, read_rules


@dataclass(frozen=True, slots=True)
class Sources:
    """Files, read once, and the words in which they are understood. `horizon` is the last day on which anything can
    have been completed.
    """

    files: tuple[tuple[str, bytes], ...]
    schema: Schema
    about: About
    horizon: date


@dataclass(frozen=True)
class Imported:
    """What the files come to under a profile. Where something is `Unclear`, no file of the result is whole."""

    sources: Sources
    profile: Profile
    found: tuple[Understood | Unclear, ...]
    questions: tuple[Question, ...]

    @property
    def read(self) -> tuple[Understood, ...]:
        return tuple(each for each in self.found if isinstance(each, Understood))

    def count(self, outcome: Outcome) -> int:
        """How many rows came to the outcome."""
        rows = (row for each in self.read for row in each.read.outcomes.remarked.values())
        return sum(1 for row in rows if row.outcome is outcome)

    @property
    def unclear(self) -> tuple[Unclear, ...]:
        return tuple(each for each in self.found if isinstance(each, Unclear))


def open_sources(
    arguments: Sequence[str], about: About, stdin: Stdin, horizon: date, book: Rulebook | None = None
) -> Sources | Unread:
    """The files, to be understood in the words of the rules; without rules any word is a category."""
    files: list[tuple[str, bytes]] = []
    for argument in arguments:
        data = table_bytes(argument, stdin)
        if isinstance(data, Diagnostic):
            return nowhere(argument, data)
        files.append((named(argument), data))
    schema = _open_schema() if book is None else schema_of(book.editions[-1])
    return Sources(tuple(files), schema, about, horizon)


def _open_schema() -> Schema:
    """Any category, the usual fields, and a bare number in a unit that only rules can say."""
    loaded = read_rules("", b"require 1h within 1y\n")
    # Invariant: this one line is a ruleset.
    assert isinstance(loaded, Loaded)
    assert loaded.ruleset is not None
    schema = schema_of(loaded.ruleset)
    return replace(schema, unit=OWN_UNIT, units={**schema.units, OWN_UNIT: own_unit(OWN_UNIT, OWN_UNIT)})


def understand(sources: Sources, profile: Profile) -> Imported | Unread:
    """The files as they read under the profile, and what a person can settle about them."""
    found = _members(sources, profile) if sources.about is About.MEMBERS else _records(sources, profile)
    if isinstance(found, Unreadable):
        return Unread(found.source, found.diagnostics)
    several = tuple(each if isinstance(each, Unclear) else understood(each) for each in found)
    needed = (Part.MEMBER, Part.DATE) if sources.about is About.RECORDS else (Part.MEMBER,)
    return Imported(sources, profile, several, every_question(several, needed))


_Read = tuple[TableRead | MembersRead | Unclear, ...]


def _records(sources: Sources, profile: Profile) -> _Read | Unreadable:
    return read_tables(sources.files, sources.schema, profile, sources.horizon)


def _members(sources: Sources, profile: Profile) -> _Read | Unreadable:
    found: list[MembersRead | Unclear] = []
    for name, data in sources.files:
        read = read_member_table(name, data, sources.schema, profile)
        if isinstance(read, Unreadable):
            return read
        found.append(read)
    return tuple(found)


def settle(imported: Imported, answer: Choice) -> Imported | Unread:
    """The files as they read with one more answer."""
    return understand(imported.sources, settled(imported.profile, answer.settings))


def clean(imported: Imported) -> Clean:
    """The activities, or the facts of the members, of all files as one clean file that reads back as the same."""
    schema, horizon = imported.sources.schema, imported.sources.horizon
    activities = [
        activity for each in imported.read if isinstance(each.read, Records) for activity in each.read.activities
    ]
    facts = {
        member: stated
        for each in imported.read
        if isinstance(each.read, Register)
        for member, stated in each.read.facts.items()
    }
    if imported.sources.about is About.MEMBERS:
        return Clean(clean_members(facts, schema))
    return clean_records(activities, schema, horizon)


def may_be_members(imported: Imported) -> bool:
    """Whether what was given as activities may well be the facts of the members."""
    return any(is_of_members(each.problem) for each in imported.unclear)


def held(imported: Imported) -> str:
    """The rows that a person must settle, as a table to work through."""
    return worklist(imported.read)


def saved(imported: Imported) -> str:
    """What is settled, as the file of a profile."""
    return profile_text(replace(imported.profile, about=imported.sources.about))

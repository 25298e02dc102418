"""Members assessed under the rules that were gathered: each under the edition that its period asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cedsl.assessment import assess
from cedsl.publishing.report import Checked, natural
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.adjustment import NONE
from cedsl.records.outcome import Decisions, Records, Register
from cedsl.verdict import MemberResult
from cedsl.workspace.editions import Rulebook, begin, none_in_force
from cedsl.workspace.files import Unread, nowhere
from cedsl.workspace.tables import Gathered, Section


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the as-of date, one member or (None) all, a day of the period that is meant (None: the as-of
    date picks it), and whether earlier periods are told too.
    """

    as_of: date
    member: str | None = None
    period: date | None = None
    history: bool = False


def members_of(
    records: Records, register: Register | None = None, decisions: Decisions | None = None
) -> tuple[str, ...]:
    """Every member whom a row of the files names, each once, in the natural order of their ids."""
    named = {each.member for each in records.outcomes}
    named.update(() if register is None else register.facts)
    named.update(() if decisions is None else decisions.members)
    return tuple(sorted(named - {""}, key=natural))


def known_members(gathered: Gathered) -> tuple[str, ...]:
    """Every member whom a file names, as some edition reads it."""
    named = {
        member
        for section in gathered.sections
        for member in members_of(section.records, section.register, section.decisions)
    }
    return tuple(sorted(named, key=natural))


def check(gathered: Gathered, asked: Asked) -> tuple[Checked, ...] | Unread:
    """A report for each edition that decides for somebody; for the newest one where nobody is to be checked."""
    desks = [_Desk(each) for each in gathered.sections]
    results: dict[int, list[MemberResult]] = {}
    for member in known_members(gathered) if asked.member is None else (asked.member,):
        found = _result(gathered.book, desks, member, asked)
        if isinstance(found, Unread):
            return found
        number, result = found
        results.setdefault(number, []).append(result)
    return tuple(
        Checked(
            section.ruleset,
            asked.as_of,
            section.records,
            section.register,
            tuple(results.get(number, ())),
            section.decisions,
            section.references,
        )
        for number, section in enumerate(gathered.sections)
        if number in results or (not results and number + 1 == len(desks))
    )


@dataclass
class _Desk:
    """A section with its rows by member."""

    section: Section
    activities: dict[str, list[Activity]] = field(default_factory=dict)
    held: dict[str, list[HeldRow]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for activity in self.section.records.activities:
            self.activities.setdefault(activity.member, []).append(activity)
        for row in self.section.records.held:
            self.held.setdefault(row.member, []).append(row)

    def assess(self, member: str, asked: Asked) -> MemberResult:
        section = self.section
        return assess(
            section.ruleset,
            member,
            self.activities.get(member, ()),
            self.held.get(member, ()),
            {} if section.register is None else section.register.facts.get(member, {}),
            asked.as_of,
            adjustments=NONE if section.decisions is None else section.decisions.members.get(member, NONE),
            asked=asked.period,
            history=asked.history,
        )


def _result(
    book: Rulebook, desks: Sequence[_Desk], member: str, asked: Asked
) -> tuple[int, MemberResult] | Unread:
    """The member under the edition that is in force on the last day of the period. The edition in force on the day
    asked for says which period that is.
    """
    day = asked.period or asked.as_of
    number = book.in_force(day)
    nearest = 0 if day < begin(book.editions[0]) else -1
    first = desks[nearest if number is None else number].assess(member, asked)
    if len(desks) == 1:
        return 0, first
    last = _last_day(first, day)
    deciding = book.in_force(last)
    if deciding is None:
        return nowhere(book.argument, none_in_force(book, member, last))
    return deciding, first if deciding == number else desks[deciding].assess(member, asked)


def _last_day(result: MemberResult, day: date) -> date:
    """The last day of the member's period: the latest of several, the day asked for where none is known."""
    return max((block.period.last for block in result.blocks if block.period is not None), default=day)

"""Members assessed under the rules that were gathered: each under the edition that its period asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from cedsl.assessment.assess import Seat, assess_together
from cedsl.lean import dataclass
from cedsl.model.ruleset import Word
from cedsl.publishing.report import Checked, natural
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.adjustment import NONE
from cedsl.records.outcome import Decisions, Records, Register
from cedsl.verdict import MemberResult, Question
from cedsl.workspace.editions import Rulebook, begin, left_without
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
    records: Sequence[Records], register: Register | None = None, decisions: Decisions | None = None
) -> tuple[str, ...]:
    """Every member whom a row of the files names, each once, in the natural order of their ids."""
    named = {member for each in records for member in each.outcomes.members}
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


def check(gathered: Gathered, asked: Asked) -> tuple[Checked, ...]:
    """A report for each edition that decides for somebody; for the newest one where nobody is to be checked. A member
    for whom none is in force stands in that of the nearest, undecided.
    """
    desks = [Desk(each) for each in gathered.sections]
    results: dict[int, list[MemberResult]] = {}
    for member in known_members(gathered) if asked.member is None else (asked.member,):
        number, result = _result(gathered.book, desks, member, asked)
        results.setdefault(number, []).append(result)
    return reports(gathered, results, asked)


def reports(gathered: Gathered, results: Mapping[int, Sequence[MemberResult]], asked: Asked) -> tuple[Checked, ...]:
    """A report for each edition with results; for the newest one where there are none at all."""
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
        if number in results or (not results and number + 1 == len(gathered.sections))
    )


@dataclass
class Desk:
    """A section with its rows by member."""

    section: Section
    activities: dict[str, list[Activity]] = field(default_factory=dict)
    held: dict[str, list[HeldRow]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for activity in (each for records in self.section.records for each in records.activities):
            self.activities.setdefault(activity.member, []).append(activity)
        for row in (each for records in self.section.records for each in records.held):
            self.held.setdefault(row.member, []).append(row)

    def seat(self, member: str) -> Seat:
        """What is known of the member in the words of the rules."""
        section = self.section
        return Seat(
            section.ruleset,
            self.activities.get(member, ()),
            self.held.get(member, ()),
            {} if section.register is None else section.register.facts.get(member, {}),
            NONE if section.decisions is None else section.decisions.members.get(member, NONE),
        )

    def assess(self, member: str, asked: Asked) -> MemberResult:
        (found,) = assess_together(
            member, (self.seat(member),), asked.as_of, asked=asked.period, history=asked.history
        )
        return found


def _result(book: Rulebook, desks: Sequence[Desk], member: str, asked: Asked) -> tuple[int, MemberResult]:
    """The member under the edition that is in force on the last day of the period."""
    chosen = choose(book, desks, member, asked)
    return chosen.edition, chosen.known or desks[chosen.edition].assess(member, asked)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The edition for a member: the one in force on the last day of the period, else (`undecided`) the nearest one.
    `known` is the result under it, where it is known already.
    """

    edition: int
    known: MemberResult | None = None
    undecided: bool = False


def choose(book: Rulebook, desks: Sequence[Desk], member: str, asked: Asked) -> Chosen:
    """The edition for the member. The edition in force on the day asked for says which period is meant."""
    if len(desks) == 1:
        return Chosen(0)
    day = asked.period or asked.as_of
    number = _nearest(book, day)
    first = desks[number].assess(member, asked)
    last = _last_day(first, day)
    deciding = book.in_force(last)
    if deciding is not None:
        return Chosen(deciding, first if deciding == number else None)
    waits = Question(None, None, "", left_without(book, last))
    waiting = MemberResult(member, Word.DEPENDS, (), None, (waits,))
    return Chosen(_nearest(book, last), waiting, undecided=True)


def _nearest(book: Rulebook, day: date) -> int:
    """The number of the edition in force on the day; else of the first or the newest, on whose side the day lies."""
    number = book.in_force(day)
    if number is not None:
        return number
    return 0 if day < begin(book.editions[0]) else len(book.editions) - 1


def _last_day(result: MemberResult, day: date) -> date:
    """The last day of the member's period: the latest of several, the day asked for where none is known."""
    return max((block.period.last for block in result.blocks if block.period is not None), default=day)

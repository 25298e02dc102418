"""What a check found, in the order in which it is told; each form of the report is a file beside this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset, Word
from cedsl.period import Window
from cedsl.publishing import phrase
from cedsl.publishing.phrase_outline import Place, outline
from cedsl.records.activity import HeldRow
from cedsl.records.outcome import Decisions, Outcome, Outcomes, Records, Reference, Register
from cedsl.records.remark import shortened
from cedsl.verdict import BlockResult, KeptApart, MemberResult, RecordResult


@dataclass(frozen=True, slots=True)
class Checked:
    """Files of records checked against a ruleset: one of `records` for each file or sheet. `members` stand in the
    natural order of their ids, so that the order of rows is seen nowhere. `decisions` and `references` are further
    files that were read. `apart` says what shares no hour with another ruleset, and whether that was seen to.
    """

    ruleset: Ruleset
    as_of: date
    records: tuple[Records, ...]
    register: Register | None
    members: tuple[MemberResult, ...]
    decisions: Decisions | None = None
    references: tuple[Reference, ...] = ()
    apart: tuple[KeptApart, ...] = ()


NaturalKey: TypeAlias = tuple[tuple[tuple[int, int, str], ...], str]


def natural(member: str) -> NaturalKey:
    """Sorts `M-2` before `M-10`: runs of digits compare as numbers, everything else as text."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", member)
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts), member


def totals(outcomes: Outcomes) -> Mapping[Outcome, int]:
    """How many rows came to each outcome; every outcome is a key, in the order of `Outcome`."""
    counted = dict.fromkeys(Outcome, 0)
    for each in outcomes.remarked.values():
        counted[each.outcome] += 1
    return counted | {Outcome.USED: len(outcomes) - len(outcomes.remarked)}


def totals_of(checked: Checked) -> Mapping[Outcome, int]:
    """How many rows of all files of records came to each outcome."""
    counted = [totals(records.outcomes) for records in checked.records]
    return {outcome: sum(each[outcome] for each in counted) for outcome in Outcome}


WORST_FIRST = (Word.FAILED, Word.SHORT, Word.DEPENDS, Word.WAIVED, Word.EXEMPT, Word.MET)


def by_verdict(members: Iterable[MemberResult]) -> Mapping[Word, int]:
    """How many members have each verdict, worst first."""
    counted = dict.fromkeys(WORST_FIRST, 0)
    for member in members:
        counted[member.verdict] += 1
    return counted


def worst_first(members: Iterable[MemberResult]) -> tuple[MemberResult, ...]:
    """Failed, then short by the credit still to earn (most first; what nothing completes before that), ..."""
    return tuple(sorted(members, key=_badness))


def _badness(member: MemberResult) -> tuple[int, bool, Fraction, NaturalKey]:
    still = member.still if member.still is not None else Fraction(0)
    return WORST_FIRST.index(member.verdict), member.still is not None, -still, natural(member.member)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in the words of the page, and the line of the rules on which it begins."""

    line: int
    text: str
    label: str


def told(ruleset: Ruleset) -> Mapping[str, Told]:
    """Every statement by its id, in the order written."""
    places = outline(ruleset)
    return {place.statement.words.id: _told(ruleset, place) for place in places}


def _told(ruleset: Ruleset, place: Place) -> Told:
    return Told(
        ruleset.source.line_of(place.statement.span.start),
        phrase.statement_sentence(ruleset, place.statement),
        phrase.statement_label(ruleset, place.statement),
    )


def consequences(ruleset: Ruleset, member: MemberResult) -> tuple[str, ...]:
    """What the rules say follows for a member who is short or failed: of the whole, then of each statement."""
    if member.verdict not in {Word.SHORT, Word.FAILED}:
        return ()
    unmet = {
        line.statement
        for block in member.blocks
        for line in block.statements
        if line.verdict in {Word.SHORT, Word.FAILED} and line.chosen
    }
    own = (place.statement.words for place in outline(ruleset))
    said = (words.consequence for words in own if words.id in unmet and words.consequence)
    return tuple(dict.fromkeys((*ruleset.header.consequences, *said)))


def held_rows(checked: Checked) -> tuple[HeldRow, ...]:
    """The rows that a person must settle, of the members in the report, in the order of the file."""
    reported = {member.member for member in checked.members}
    return tuple(held for records in checked.records for held in records.held if held.member in reported)


def ledger(block: BlockResult) -> tuple[RecordResult, ...]:
    """The activities by day, then by what they are and what became of them; never by their rows."""
    return tuple(sorted(block.records, key=_ledger_key))


def _ledger_key(record: RecordResult) -> tuple[bool, date, str, Fraction, str, str, int]:
    became = repr(record.servings), repr(record.losses)
    return record.on is None, record.on or date.min, record.label, record.credited, *became, record.row


def days(period: Window) -> str:
    """Both days, or only the last where there is no first."""
    return f"up to {period.last}" if period.first == date.min else f"{period.first} to {period.last}"


Paint: TypeAlias = Callable[[str, Word], str]
"""Gives a text the colour of a verdict, where there are colours."""


def plain(text: str, _tone: Word) -> str:
    return text


def printable(text: str) -> str:
    """Text from outside, made safe for a terminal: any space is a plain one, and what else cannot be seen
    (control characters, escapes, marks that turn the direction of writing) is written out.
    """
    return "".join(_visible(character) for character in text)


def printable_cell(text: str) -> str:
    """The same for what a cell says; a very long one is cut."""
    return printable(shortened(text, _LONGEST_CELL))


_LONGEST_CELL = 120


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace():
        return " "
    return character.encode("unicode_escape").decode("ascii")

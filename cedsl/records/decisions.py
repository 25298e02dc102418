"""Reading a file of waivers, extensions and opening balances: every row below the header has one outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from math import prod
from typing import Any

from cedsl.lean import dataclass
from cedsl.quantity import Amount, convert
from cedsl.records.adjustment import Decided, Decision, Extension, HeldDecision, Opening, Waiver, gathered
from cedsl.records.amounts import Claim, Units, every_spelling
from cedsl.records.claims import read_claim
from cedsl.records.days import in_words
from cedsl.records.decision_names import (
    DecisionType,
    RuleNames,
    concerns,
    requirement_named,
    statement_named,
    type_of_decision,
)
from cedsl.records.headings import Part
from cedsl.records.intake import table_in
from cedsl.records.layout import DecisionLayout, heads_decisions, lay_out_decisions
from cedsl.records.manners import AmountReader, DayReader, TagReader, amount_reader, day_reader, tag_reader
from cedsl.records.outcome import Decisions, Outcome, Unreadable
from cedsl.records.remark import Reading, Remark, held, joined, plain, quoted
from cedsl.records.schema import Schema
from cedsl.records.shape import no_record, outcome_of, outcomes_below, wrong_width
from cedsl.records.table import Row, Table
from cedsl.records.tags import Tags

MOST_READINGS = 256
"""How many decisions a held row may be; beyond, nobody lists them, and a verdict depends on the row."""

_DAYS = (Part.FROM, Part.UNTIL, Part.ON)


def read_adjustments(name: str, data: bytes, schema: Schema, names: RuleNames) -> Decisions | Unreadable:
    """The decisions of a file, read against a ruleset's vocabulary and the names of its rules.

    A row that cannot be read, names no rule, or contradicts another is held: it adjusts nothing, and keeps every
    decision that it may be.
    """
    units = every_spelling(schema.units, schema.elsewhere.units)
    table = table_in(name, data, heads_decisions(units))
    if isinstance(table, Unreadable):
        return table
    layout = lay_out_decisions(table, schema, units)
    if isinstance(layout, Unreadable):
        return layout
    return _read_rows(table, _card(table, layout, schema, units, names))


@dataclass(frozen=True, slots=True)
class _Card:
    """What all rows of one file share: its columns and their readers, the vocabulary, the names of the rules."""

    table: Table
    layout: DecisionLayout
    schema: Schema
    units: Units
    names: RuleNames
    days: Mapping[Part, DayReader]
    amounts: tuple[AmountReader, ...]
    category: TagReader
    notices: tuple[str, ...]

    def cell(self, row: Row, part: Part) -> str:
        return row.cell(self.layout.parts[part].index) if part in self.layout.parts else ""


def _card(table: Table, layout: DecisionLayout, schema: Schema, units: Units, names: RuleNames) -> _Card:
    days = {part: day_reader(table, layout.parts[part]) for part in _DAYS if part in layout.parts}
    amounts = [amount_reader(table, column, units) for column in layout.amounts]
    category, said = tag_reader(table, layout.parts.get(Part.CATEGORY, layout.member), schema, units)
    notices = [*layout.notices, *(each for _, several in (*days.values(), *amounts) for each in several)]
    notices += said if Part.CATEGORY in layout.parts else ()
    readers = {part: read for part, (read, _) in days.items()}
    several = tuple(read for read, _ in amounts)
    return _Card(table, layout, schema, units, names, readers, several, category, tuple(notices))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row with what it may decide (one decision unless it is held), and the gravest remark about it."""

    row: Row
    decided: tuple[Decided, ...]
    remark: Remark | None

    def is_held(self) -> bool:
        return self.remark is not None and self.remark.outcome is Outcome.HELD


def _read_rows(table: Table, card: _Card) -> Decisions:
    first: dict[tuple[str, ...], int] = {}
    entries = [_entry(row, first.setdefault(row.stated(), row.number), card) for row in table.rows]
    entries = _without_contradictions(entries, card)
    file, member = table.source.name, card.layout.member
    decided: dict[str, list[Decided]] = {}
    open_: dict[str, list[HeldDecision]] = {}
    for each in entries:
        named = each.row.cell(member.index)
        if each.is_held() and each.remark is not None:
            row = HeldDecision(named, each.row.number, file, each.remark.sentence, each.decided)
            open_.setdefault(named, []).append(row)
        elif each.decided:
            decided.setdefault(named, []).extend(each.decided)
    outcomes = outcomes_below(table, [outcome_of(table, each.row, member, each.remark) for each in entries])
    members = {
        each: gathered(decided.get(each, ()), open_.get(each, ())) for each in dict.fromkeys((*decided, *open_))
    }
    return Decisions(file, members, outcomes, (*table.notices, *card.notices))


def _entry(row: Row, earlier: int, card: _Card) -> _Entry:
    nothing = no_record(row, card.table, card.layout.member)
    if nothing is None and earlier != row.number:
        nothing = Remark(Outcome.REFUSED, "duplicate", f"the same as row {earlier}")
    if nothing is not None:
        return _Entry(row, (), nothing)
    shape = wrong_width(row, len(card.table.header), card.table.separator, ())
    if shape is not None:
        return _Entry(row, (), shape)
    rule = card.cell(row, Part.RULE)
    aside = concerns(card.cell(row, Part.RULESET), rule, card.names)
    if aside is not None and aside.outcome is not Outcome.HELD:
        return _Entry(row, (), aside)
    decided, remarks = _decided(row, rule, card)
    remark = joined([each for each in (aside, *remarks) if each is not None])
    return _Entry(row, decided, remark)


def _decided(row: Row, rule: str, card: _Card) -> tuple[tuple[Decided, ...], list[Remark]]:
    """Every decision that the row may be, and what has to be remarked."""
    text = row.cell(card.layout.type.index)
    kind = type_of_decision(text).at(card.layout.type.text, text)
    decision = Decision(card.cell(row, Part.REASON), card.cell(row, Part.APPROVER), row.number, card.table.source.name)
    unread: tuple[Part, ...]
    match kind.values[0]:
        case None:
            return (), [] if kind.remark is None else [kind.remark]
        case DecisionType.WAIVER:
            found, remarks = _waiver(row, rule, decision, card)
            unread = (Part.ON, Part.CATEGORY)
        case DecisionType.EXTENSION:
            found, remarks = _extension(row, rule, decision, card)
            unread = (Part.ON, Part.FROM, Part.CATEGORY)
        case DecisionType.OPENING:
            found, remarks = _opening(row, rule, decision, card)
            unread = (Part.UNTIL, *((Part.FROM,) if card.cell(row, Part.ON) else ()))
    return found, [*remarks, *_unread(row, kind.values[0], unread, card)]


def _unread(row: Row, kind: DecisionType, parts: Iterable[Part], card: _Card) -> Iterable[Remark]:
    """Cells that say nothing in a row of this kind."""
    headings = [card.layout.parts[part] for part in parts if card.cell(row, part)]
    if kind is DecisionType.EXTENSION:
        headings += [each.heading for each in card.layout.amounts if row.cell(each.heading.index)]
    article = "a" if kind is DecisionType.WAIVER else "an"
    for heading in headings:
        sentence = f"{article} {kind.value} has no {quoted(heading.text)}; the cell is not read"
        yield Remark(Outcome.NOTED, "cell-not-read", sentence, heading.text, row.cell(heading.index))


def _waiver(row: Row, rule: str, decision: Decision, card: _Card) -> tuple[tuple[Decided, ...], list[Remark]]:
    def make(statement: str, claim: Claim, first: date | None, last: date | None) -> Waiver | None:
        if first is not None and last is not None and first > last:
            return None
        number = None if claim.amount is None else _in_unit(claim.amount, card)
        return Waiver(statement, number, first, last, decision)

    first, last = _day(row, Part.FROM, card), _day(row, Part.UNTIL, card)
    named = _at(statement_named(rule, card.names), Part.RULE, rule, card)
    found, remarks = _every(make, named, _claim(row, card), first, last)
    if not found and not any(each.outcome is Outcome.HELD for each in remarks):
        days = [in_words(each) for each in (first.values[0], last.values[0]) if each is not None]
        sentence = f"the waiver would begin on {days[0]} and end on {days[-1]}"
        remarks.append(Remark(Outcome.HELD, "start-after-end", sentence))
    return found, remarks


def _extension(row: Row, rule: str, decision: Decision, card: _Card) -> tuple[tuple[Decided, ...], list[Remark]]:
    def make(requirement: str | None, until: date | None) -> Extension | None:
        return None if until is None else Extension(until, requirement, decision)

    until = _needed(row, Part.UNTIL, "the extension does not say until when", card)
    return _every(make, _requirement(rule, DecisionType.EXTENSION, card), until)


def _opening(row: Row, rule: str, decision: Decision, card: _Card) -> tuple[tuple[Decided, ...], list[Remark]]:
    def make(requirement: str | None, claim: Claim, tags: Tags, on: date | None) -> Opening | None:
        if on is None or claim.amount is None:
            return None
        return Opening(on, claim.amount, tags, requirement, decision)

    claim = _claim(row, card)
    if claim.remark is None and claim.values[0].amount is None:
        claim = held(claim.values, "no-amount", "the opening balance states no amount")
    part = Part.ON if card.cell(row, Part.ON) else Part.FROM
    on = _needed(row, part, "the opening balance does not say on which day", card)
    text = card.cell(row, Part.CATEGORY)
    tags: Reading[Tags] = _at(card.category(text, card.schema.unit), Part.CATEGORY, text, card) if text else plain(())
    return _every(make, _requirement(rule, DecisionType.OPENING, card), claim, tags, on)


def _requirement(rule: str, kind: DecisionType, card: _Card) -> Reading[str | None]:
    return _at(requirement_named(rule, kind, card.names), Part.RULE, rule, card)


def _every(
    make: Callable[..., Decided | None], *parts: Reading[Any]
) -> tuple[tuple[Decided, ...], list[Remark]]:
    """The decision for each combination of readings; none where there are very many."""
    remarks = [each.remark for each in parts if each.remark is not None]
    if prod(len(each.values) for each in parts) > MOST_READINGS:
        return (), remarks
    made = (make(*way) for way in product(*(each.values for each in parts)))
    return tuple(dict.fromkeys(each for each in made if each is not None)), remarks


def _at(reading: Reading[Any], part: Part, text: str, card: _Card) -> Reading[Any]:
    heading = card.layout.parts.get(part)
    return reading if heading is None else reading.at(heading.text, text)


def _day(row: Row, part: Part, card: _Card) -> Reading[date | None]:
    """The day in a column; None where the cell is blank, or names no day that exists."""
    text = card.cell(row, part)
    return _at(card.days[part](text), part, text, card) if text else plain(None)


def _needed(row: Row, part: Part, sentence: str, card: _Card) -> Reading[date | None]:
    if card.cell(row, part):
        return _day(row, part, card)
    return held((None,), "no-date", sentence)


def _claim(row: Row, card: _Card) -> Reading[Claim]:
    """The amount of the row; held where its unit is not one into which credit converts."""
    reading = read_claim(row, card.layout, card.amounts, card.schema.unit, card.units)
    amount = reading.values[0].amount
    if reading.is_held() or amount is None or _in_unit(amount, card) is not None:
        return reading
    column = card.layout.amounts[0].heading
    plural = card.units.by_name[card.schema.unit].plural
    text = row.cell(column.index)
    sentence = f"the rules count {plural}, and {quoted(text)} cannot be converted into them"
    return held((Claim(None),), "unit-differs", sentence).at(column.text, text)


def _in_unit(amount: Amount, card: _Card) -> Any:
    return convert(amount, dict(card.units.by_name), card.units.by_name[card.schema.unit])


# ------------------------------------------------------------------------------------------ contradictions


def _without_contradictions(entries: Sequence[_Entry], card: _Card) -> list[_Entry]:
    """Waivers that set one rule of one member to different amounts at one time are all held."""
    groups: dict[tuple[str, str], list[tuple[Waiver, int]]] = {}
    for index, each in enumerate(entries):
        if not each.is_held():
            for waiver in each.decided:
                if isinstance(waiver, Waiver):
                    key = each.row.cell(card.layout.member.index), waiver.statement
                    groups.setdefault(key, []).append((waiver, index))
    made = list(entries)
    for together in (cluster for group in groups.values() for cluster in _clusters(group)):
        if len({waiver.amount for waiver, _ in together}) > 1:
            for waiver, index in together:
                other = next(entries[k].row.number for w, k in together if w.amount != waiver.amount)
                sentence = f"row {other} waives `{waiver.statement}` for some of the same days to another amount"
                made[index] = replace(made[index], remark=Remark(Outcome.HELD, "waivers-disagree", sentence))
    return made


def _clusters(group: Sequence[tuple[Waiver, int]]) -> Iterable[list[tuple[Waiver, int]]]:
    """Waivers whose days overlap, one with the next."""
    cluster: list[tuple[Waiver, int]] = []
    reach = date.min
    for each in sorted(group, key=lambda pair: pair[0].first or date.min):
        waiver, _ = each
        if cluster and (waiver.first or date.min) > reach:
            yield cluster
            cluster = []
        reach = max(reach if cluster else date.min, waiver.last or date.max)
        cluster.append(each)
    if cluster:
        yield cluster

"""The ledger of a notice: every row of the member's, what it earned, what of it counted where, and why not the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Block, Bullets, Cell, Item, Paragraph, Row, Section, Subheading, Table, joined
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_balance import carried_phrase, leaving_sentence, remaining_sentences
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_loss import loss_sentence
from cedsl.publishing.phrase_note import note_sentence
from cedsl.publishing.phrase_notice import serving_sentences
from cedsl.publishing.phrase_row import row_said
from cedsl.publishing.phrase_words import capital, day_written, sentence
from cedsl.publishing.report import ledger
from cedsl.publishing.tongue import figures, only_english, say, say_count
from cedsl.records.outcome import RowOutcome, called
from cedsl.verdict import BlockResult, CarriedResult, Kind, Loss, MemberResult, RecordResult, Refused, Serving

ZERO = Fraction(0)
Held: TypeAlias = Mapping[tuple[str, int], RowOutcome]
"""What is to be said of held rows, by what their file is called and their number."""

ASKING = frozenset({Kind.TOTAL, Kind.MINIMUM, Kind.ADDITION})
"""What asks for credit; other statements ask for activities, or for nothing that is counted."""


def activities(ruleset: Ruleset, member: MemberResult, places: Places, refused: Sequence[RowOutcome]) -> Section | None:
    """A table for each requirement, then the rows that can never count."""
    blocks: list[Block] = [each for block in member.blocks for each in _ledger(ruleset, member, block, places)]
    if not any(block.records for block in member.blocks):
        blocks.append(Paragraph(say("No activity of yours is on record.")))
    if refused:
        blocks += [Subheading(say("Rows that were left out")), Bullets(tuple(_refused(places, refused)))]
    return Section("activities", say("Your activities"), tuple(blocks)) if member.blocks or refused else None


@dataclass(frozen=True, slots=True)
class Places:
    """How rows are called: with their file where there are several files. `held` are those that wait for somebody."""

    several: bool
    held: Held

    @staticmethod
    def of(member: MemberResult, refused: Sequence[RowOutcome], held: Held) -> Places:
        files = {record.file for block in member.blocks for record in block.records}
        files |= {each.file for each in member.questions if each.row is not None}
        return Places(len(files | {called(each.file, each.sheet) for each in refused}) > 1, held)

    def open(self, file: str, row: int, question: str) -> str:
        """What a held row leaves open, in the language of the call; a question without a reason in English."""
        found = self.held.get((file, row))
        return only_english(question) if found is None else row_said(found)

    def row(self, file: str, row: int) -> str:
        """`row 5 of records.csv`: the file without the folders in which it lies, which are nobody's concern."""
        name = file.replace("\\", "/").rsplit("/", 1)[-1]
        if not self.several or file.startswith("<"):
            return say("row {row}", row=figures(row))
        return say("row {row} of {file}", row=figures(row), file=name)


def _refused(places: Places, refused: Sequence[RowOutcome]) -> Iterator[Item]:
    for each in refused:
        row = places.row(called(each.file, each.sheet), each.row)
        yield Item(sentence(say("{row}: {reason}", row=row, reason=row_said(each))))


def _ledger(ruleset: Ruleset, member: MemberResult, block: BlockResult, places: Places) -> Iterator[Table]:
    if not (block.records or block.carried):
        return
    asks = any(line.kind in ASKING and line.counted is not None for line in block.statements)
    rows = [_carried_row(ruleset, each) for each in block.carried]
    rows += [_row(ruleset, block, each, places, asks=asks) for each in ledger(block)]
    if asks and len(rows) > 1:
        rows.append(_sum(ruleset, block))
    columns = (say("Activity"), say("Counted") if asks else say("Earned"), say("What became of it"))
    yield Table(_caption(ruleset, member, block), columns, tuple(rows), "ledger")


def _caption(ruleset: Ruleset, member: MemberResult, block: BlockResult) -> str:
    if len(member.blocks) == 1:
        return say("Every activity on record, and what became of it")
    label = statement_label(ruleset, block.requirement)
    return say("Every activity on record, and what became of it for {requirement}", requirement=label)


def _row(ruleset: Ruleset, block: BlockResult, record: RecordResult, places: Places, *, asks: bool) -> Row:
    losses, counted = lost(record), amount_of(record.servings)
    stated = max(record.credited, counted + sum((each.amount or ZERO for each in losses), ZERO))
    told = [loss_sentence(ruleset, _worded(each, record, places)) for each in losses]
    if asks and not losses and stated > counted:
        told.append(_unasked(ruleset, stated - counted))
    if record.carried_out and block.carry is not None:
        told.append(leaving_sentence(ruleset, record.carried_out, closed=block.carry.closed))
    told += [note_sentence(ruleset, each) for each in record.notes]
    served = list(serving_sentences(ruleset, record.servings)) if asks else []
    day = say("no day is known") if record.on is None else day_written(record.on)
    place = places.row(record.file, record.row)
    name = record.label or say("Activity without a title")
    figured = _figured(ruleset, stated, counted if asks else None)
    where = say("{day}, {row}", day=day, row=place)
    named = say("{activity}, {where}", activity=name, where=where)
    return _cells(Cell(name, (capital(where),)), named, figured, (*served, *told))


def lost(record: RecordResult) -> tuple[Loss, ...]:
    """Why the rest did not count; what adds to it, as a higher factor does, is none."""
    return tuple(each for each in record.losses if each.amount is None or each.amount > 0)


def _worded(loss: Loss, record: RecordResult, places: Places) -> Loss:
    """The loss of a held row with its question in the language of the call."""
    if loss.why is not Refused.HELD or not loss.detail:
        return loss
    return replace(loss, detail=places.open(record.file, record.row, loss.detail))


def _unasked(ruleset: Ruleset, amount: Fraction) -> str:
    """Of credit that no statement asks for, though one may count the activity."""
    return say("No requirement asks for this credit ({amount}).", amount=credit_written(ruleset, amount))


def _carried_row(ruleset: Ruleset, carried: CarriedResult) -> Row:
    """Credit that was carried in, beside the activities."""
    told = [loss_sentence(ruleset, each) for each in carried.losses]
    told += remaining_sentences(ruleset, carried)
    label = Cell(say("Carried in: {credit}", credit=carried_phrase(ruleset, carried.balance)))
    became = (*serving_sentences(ruleset, carried.servings), *told)
    figured = _figured(ruleset, carried.balance.amount, amount_of(carried.servings))
    return _cells(label, label.text, figured, became)


def _figured(ruleset: Ruleset, earned: Fraction, counted: Fraction | None) -> tuple[str, str]:
    """How much of what was earned counts, for a cell and for a line; only what was earned where no credit counts."""
    amount = credit_written(ruleset, earned)
    if counted is None:
        return amount, say_count(earned, "{amount} earned.", "{amount} earned.", amount=amount)
    if not earned:
        return amount, say_count(earned, "{amount} counted.", "{amount} counted.", amount=amount)
    figured = say("{counted} of {amount}", counted=figures(counted), amount=amount)
    return figured, say("{figures} counted.", figures=figured)


def _cells(label: Cell, named: str, figured: tuple[str, str], became: Sequence[str]) -> Row:
    """The row; `named` is the label on one line."""
    first, *rest = became or ("",)
    line = say("{label}: {line}", label=named, line=joined(figured[1], *became))
    return Row((label, Cell(figured[0]), Cell(first, tuple(rest))), line)


def _sum(ruleset: Ruleset, block: BlockResult) -> Row:
    """All that counts, added up."""
    lines: tuple[CarriedResult | RecordResult, ...] = (*block.carried, *block.records)
    counted = amount_of([each for line in lines for each in line.servings])
    amount = credit_written(ruleset, counted)
    more = credit_written(ruleset, block.surplus)
    surplus = say_count(
        block.surplus, "{amount} is more than you need.", "{amount} are more than you need.", amount=more
    )
    surplus = surplus if block.surplus else ""
    line = say_count(counted, "Together: {amount} counted.", "Together: {amount} counted.", amount=amount)
    return Row((Cell(say("Together")), Cell(amount), Cell(surplus)), joined(line, surplus))


def amount_of(servings: Sequence[Serving]) -> Fraction:
    """What of it counted, in the ruleset's unit."""
    return sum((each.amount for each in servings), ZERO)

"""Worked examples that cedsl makes itself, at the boundary of the rules: what was earned, what counted, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from cedsl.lean import dataclass
from cedsl.model.ruleset import Example, Ruleset
from cedsl.publishing.document import Block, Cell, Paragraph, Row, Subheading, Table
from cedsl.publishing.document import Example as Worked
from cedsl.publishing.page_examples import caption_of, categories_told, days_told, details_told, fact_sentences
from cedsl.publishing.page_expectations import expectation_sentences
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_loss import loss_sentence
from cedsl.publishing.phrase_words import clauses
from cedsl.publishing.tongue import say
from cedsl.records.activity import Activity
from cedsl.verdict import RecordResult

ZERO = Fraction(0)

BoundaryKind: TypeAlias = Literal["meets", "area", "cap", "double", "last-day"]


@dataclass(frozen=True, slots=True)
class Boundary:
    """An example of one kind that the program made; it expects what the rules say. `records` say what became of each
    activity, by its row.
    """

    kind: BoundaryKind
    example: Example
    records: Mapping[int, RecordResult]


def boundary_blocks(ruleset: Ruleset, found: Sequence[Boundary]) -> Iterator[Block]:
    """The examples under a heading that says whose they are; nothing where there are none."""
    if not found:
        return
    yield Subheading(say("Worked out from the rules"))
    yield Paragraph(say("cedsl made these examples from the rules, and checked them against the rules."))
    for each in found:
        yield _worked(ruleset, each)


def _worked(ruleset: Ruleset, found: Boundary) -> Worked:
    example = found.example
    caption = caption_of(example)
    rows = tuple(_rows(ruleset, found))
    columns: tuple[str, ...] = (say("Activity"), say("Earned"), say("Counted"), say("Why not the rest"))
    if not any(row.cells[-1].text for row in rows):
        columns, rows = columns[:-1], tuple(_shorter(row) for row in rows)
    return Worked(
        title=_title(found.kind),
        facts=tuple(fact_sentences(ruleset, example)),
        caption=caption,
        table=Table(caption, columns, rows, "ledger"),
        says=say("The rules say:"),
        expected=expectation_sentences(ruleset, example.expectations),
        because=_lesson(found.kind),
    )


def _title(kind: BoundaryKind) -> str:
    match kind:
        case "meets":
            return say("Just enough")
        case "area":
            return say("Enough in total, too little in one area")
        case "cap":
            return say("More than a limit lets count")
        case "double":
            return say("One activity for two areas")
        case "last-day":
            return say("An activity on the last day of the period")
        case _:
            assert_never(kind)


def _lesson(kind: BoundaryKind) -> str:
    """What there is to learn from the example."""
    match kind:
        case "meets":
            return say("With any less, something would be missing.")
        case "area":
            return say("Credit in other areas does not make up for it.")
        case "cap":
            return say("What is above a limit is earned, and does not count.")
        case "double":
            return say("What serves one of the two areas does not serve the other.")
        case "last-day":
            return say("The last day still belongs to the period.")
        case _:
            assert_never(kind)


def _rows(ruleset: Ruleset, found: Boundary) -> Iterator[Row]:
    for each in found.example.activities:
        yield _row(ruleset, each, found.records[each.row])
    earned = sum((each.credited for each in found.records.values()), ZERO)
    counted = sum(map(_counted, found.records.values()), ZERO)
    yield _figured(ruleset, Cell(say("Together")), say("Together"), earned, counted, ())


def _row(ruleset: Ruleset, activity: Activity, record: RecordResult) -> Row:
    told = tuple(filter(None, (categories_told(ruleset, activity), clauses(details_told(ruleset, activity)))))
    day = days_told(activity)
    losses = tuple(loss_sentence(ruleset, each) for each in record.losses if each.amount is None or each.amount > 0)
    return _figured(ruleset, Cell(day, told), ", ".join((day, *told)), record.credited, _counted(record), losses)


def _counted(record: RecordResult) -> Fraction:
    return sum((each.amount for each in record.servings), ZERO)


def _figured(ruleset: Ruleset, label: Cell, named: str, earned: Fraction, counted: Fraction, why: Sequence[str]) -> Row:
    """The row; `named` is the label on one line."""
    cells = (credit_written(ruleset, earned), credit_written(ruleset, counted))
    line = say("{label}: {earned} earned, {counted} counted.", label=named, earned=cells[0], counted=cells[1])
    said = " ".join(why)
    return Row((label, *map(Cell, cells), Cell(said)), f"{line} {said}" if said else line)


def _shorter(row: Row) -> Row:
    """The row without its last column, which is empty in every row."""
    return Row(row.cells[:-1], row.line)

"""Cells of which a workbook knows more than their text: formulas, merged blocks, numbers and times of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from cedsl.lean import dataclass, regex
from cedsl.records.days import Orders, read_day
from cedsl.records.headings import AmountIn, FieldNamed, Meaning, Part, PartOf
from cedsl.records.mend import UNKNOWN, Mended, Source, with_cell
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.schema import AmountType, DayType
from cedsl.records.table import CellKind, Heading, Row


def with_stored_cells(mended: Mended, about: Source) -> Mended:
    """A cell without a stored result is held, a spreadsheet's own days and times are read as such, and a merged block
    stands in each of its rows.
    """
    if not mended.table.kinds:
        return mended
    work = _Work({row.number: row for row in mended.open_rows()})
    for heading, meaning in _read_columns(mended, about):
        _column(heading, meaning, mended, about, work)
    return mended.with_rows(work.changed).with_others(work.others).remarking(work.remarks)


@dataclass(slots=True)
class _Work:
    """The rows by number, and what has been made of them so far."""

    rows: Mapping[int, Row]
    changed: dict[int, Row] = field(default_factory=dict)
    others: dict[int, tuple[Row, ...]] = field(default_factory=dict)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)

    def row(self, number: int) -> Row:
        return self.changed.get(number, self.rows[number])

    def change(self, number: int, index: int, text: str) -> None:
        self.changed[number] = with_cell(self.row(number), index, text)

    def also(self, number: int, index: int, text: str) -> None:
        """The row may have had another text there."""
        self.others[number] = (*self.others.get(number, ()), with_cell(self.row(number), index, text))

    def remark(self, number: int, outcome: Outcome, reason: str, sentence: str, heading: Heading, cell: str) -> None:
        self.remarks.append((number, Remark(outcome, reason, sentence, heading.text, cell)))


_ALWAYS_READ = frozenset(("status", "course", "title", "activity-id"))


def _read_columns(mended: Mended, about: Source) -> Iterator[tuple[Heading, Meaning]]:
    """The columns on which something can hang."""
    fields = {*about.schema.fields, *about.schema.facts, *_ALWAYS_READ}
    for meaning, headings in mended.columns(about).taken.items():
        if meaning is not Part.NOTHING and not (isinstance(meaning, FieldNamed) and meaning.name not in fields):
            yield from ((heading, meaning) for heading in headings)


def _column(heading: Heading, meaning: Meaning, mended: Mended, about: Source, work: _Work) -> None:
    kinds = mended.table.kinds
    found = {number: kinds[key] for number in work.rows if (key := (number, heading.index)) in kinds}
    for number, kind in found.items():
        cell = work.row(number).cell(heading.index)
        match kind:
            case CellKind.FAILED | CellKind.NO_RESULT:
                _without_result(number, kind, heading, meaning, work)
            case CellKind.NUMBER if _is_of_days(meaning, about):
                _day_number(number, cell, heading, work)
            case CellKind.TIME if _is_of_amounts(meaning, about):
                sentence = f"the time {quoted(_short(cell))} was read as a length: {_length(cell)}"
                work.remark(number, Outcome.NOTED, "time-cell", sentence, heading, cell)
            case CellKind.MERGED if isinstance(meaning, AmountIn | PartOf):
                work.also(number, heading.index, "")
                sentence = f"{quoted(cell)} is merged over several rows: is it the amount of each, or of all together?"
                work.remark(number, Outcome.HELD, "merged-amount", sentence, heading, cell)
            case CellKind.MERGED:
                sentence = f"{quoted(cell)} was filled from the merged cell above"
                work.remark(number, Outcome.NOTED, "merged-cell", sentence, heading, cell)
            case CellKind.NUMBER | CellKind.TIME | CellKind.DAY:
                continue
    if CellKind.MERGED in found.values():
        _blanks(heading, found, work)


def _without_result(number: int, kind: CellKind, heading: Heading, meaning: Meaning, work: _Work) -> None:
    cell = work.row(number).cell(heading.index)
    if isinstance(meaning, AmountIn | PartOf):
        work.change(number, heading.index, "")
        work.also(number, heading.index, UNKNOWN)
    if kind is CellKind.FAILED:
        sentence = f"the formula in {quoted(heading.text)} failed: the cell says {quoted(cell)}"
        work.remark(number, Outcome.HELD, "failed-formula", sentence, heading, cell)
        return
    sentence = (
        f"the formula in {quoted(heading.text)} has no result yet: "
        "open and save the file in your spreadsheet, so that the result is stored"
    )
    work.remark(number, Outcome.HELD, "no-result", sentence, heading, cell)


def _day_number(number: int, cell: str, heading: Heading, work: _Work) -> None:
    reading = read_day(cell, Orders(serials=True))
    day = reading.values[0]
    if day is not None and reading.remark is not None and reading.remark.outcome is Outcome.NOTED:
        work.change(number, heading.index, day.isoformat())
        work.remarks.append((number, replace(reading.remark, column=heading.text, cell=cell)))


def _blanks(heading: Heading, found: Mapping[int, CellKind], work: _Work) -> None:
    """Where a column is written once for several rows, a blank cell outside a merged block is a question."""
    above, where = "", 0
    for number in work.rows:
        cell = work.row(number).cell(heading.index)
        if cell:
            above, where = cell, number
        elif above and number not in found:
            work.also(number, heading.index, above)
            sentence = f"{quoted(heading.text)} is blank and not merged: does it repeat {quoted(above)} of row {where}?"
            work.remark(number, Outcome.HELD, "blank-or-repeated", sentence, heading, "")


def _is_of_days(meaning: Meaning, about: Source) -> bool:
    if isinstance(meaning, FieldNamed):
        known = about.schema.fields.get(meaning.name) or about.schema.facts.get(meaning.name)
        return isinstance(known, DayType)
    return meaning in {Part.DATE, Part.STARTED, Part.FROM, Part.UNTIL, Part.ON}


def _is_of_amounts(meaning: Meaning, about: Source) -> bool:
    if isinstance(meaning, FieldNamed):
        return isinstance(about.schema.fields.get(meaning.name), AmountType)
    return isinstance(meaning, AmountIn | PartOf)


_TIME = regex(r"([0-9]+):([0-9]{2})(?::([0-9]{2}))?")


def _short(cell: str) -> str:
    return cell.removesuffix(":00") if cell.count(":") == 2 else cell


def _length(cell: str) -> str:
    """The length in minutes, and seconds where it has some."""
    found = _TIME.fullmatch(cell)
    if found is None:
        return quoted(cell)
    minutes = int(found[1]) * 60 + int(found[2])
    seconds = int(found[3] or 0)
    return f"{minutes} min" + (f" {seconds} s" if seconds else "")

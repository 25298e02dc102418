"""What a clean file says in its own way: guarded texts, and activities that went on past midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cedsl.records.days import Orders, in_words, read_day
from cedsl.records.guard import SIGNS, unguarded
from cedsl.records.headings import Part
from cedsl.records.mend import Mended, Source, mentions, with_cell
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Row


def without_guards(mended: Mended, about: Source) -> Mended:
    """`'=1+1` is how a text that begins as a formula does is kept from being run as one."""
    del about
    if not mentions(mended.table, "'") or not any(mentions(mended.table, f"'{sign}") for sign in SIGNS):
        return mended
    changed: dict[int, Row] = {}
    remarks: list[tuple[int, Remark]] = []
    for row in mended.table.rows:
        for heading in mended.table.header:
            cell = row.cell(heading.index)
            if (text := unguarded(cell)) != cell:
                changed[row.number] = with_cell(changed.get(row.number, row), heading.index, text)
                sentence = f"{quoted(cell)} was read as {quoted(text)}, without the apostrophe that guards it"
                remarks.append((row.number, Remark(Outcome.NOTED, "guard", sentence, heading.text, cell)))
    return mended.with_rows(changed).remarking(remarks)


def with_midnight(mended: Mended, about: Source) -> Mended:
    """An activity is dated by its beginning; a column may say on which later day it ended."""
    heading = mended.columns(about).first(Part.ENDED)
    if heading is None:
        return mended
    ended: dict[int, date] = {}
    remarks: list[tuple[int, Remark]] = []
    for row in mended.open_rows():
        cell = row.cell(heading.index)
        if not cell:
            continue
        reading = read_day(cell, Orders())
        day = reading.values[0]
        if day is None or reading.is_held():
            sentence = f"{quoted(cell)} is no day on which the activity can have ended"
            remarks.append((row.number, Remark(Outcome.HELD, "unreadable-date", sentence, heading.text, cell)))
        else:
            ended[row.number] = day
            sentence = f"the activity went on past midnight, to {in_words(day)}; its day is that of its beginning"
            remarks.append((row.number, Remark(Outcome.NOTED, "past-midnight", sentence, heading.text, cell)))
    return replace(mended, ended={**mended.ended, **ended}).remarking(remarks)

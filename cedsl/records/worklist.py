"""The rows that a person must settle, as a table to work through: as they stand in their files, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from cedsl.records.folding import folded_heading
from cedsl.records.guard import guarded
from cedsl.records.outcome import Outcome
from cedsl.records.table import Heading
from cedsl.records.understanding import Understood

FIRST = ("file", "sheet", "row", "why")
"""The columns before those of the files."""


def worklist(several: Sequence[Understood]) -> str:
    """A CSV file of the held rows of all files, in their order. Columns of one heading stand in one column; texts that
    a spreadsheet would take for formulas begin with an apostrophe.
    """
    places: dict[str, int] = {}
    headings: list[str] = []
    rows: list[list[str]] = []
    for of in several:
        held = [each for each in of.read.outcomes.remarked.values() if each.outcome is Outcome.HELD]
        own = [_place(heading, places, headings) for heading in of.table.header] if held else []
        by_number = {row.number: row for row in of.table.rows} if held else {}
        for each in held:
            line = [""] * len(headings)
            for place, cell in zip(own, by_number[each.row].cells, strict=False):
                line[place] = guarded(cell)
            rows.append([guarded(each.file), guarded(each.sheet), str(each.row), guarded(each.sentence), *line])
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[*FIRST, *map(guarded, headings)], *rows])
    return text.getvalue()


def _place(heading: Heading, places: dict[str, int], headings: list[str]) -> int:
    """Where the cells below the heading go; a heading that no file before had opens a column."""
    name = heading.text or f"column {heading.index + 1}"
    place = places.setdefault(folded_heading(name), len(headings))
    if place == len(headings):
        headings.append(name)
    return place

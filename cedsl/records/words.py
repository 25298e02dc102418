"""The sheet of words beside a sheet to be filled in: nobody's records, and no question to anybody."""

from __future__ import annotations

from collections.abc import Sequence

from cedsl.records.table import Row

SHEET = "Words"
"""What the sheet is called."""

HEADINGS = ("column", "word", "title")
"""Its first row."""


def lists_words(sheet: str, rows: Sequence[Row]) -> bool:
    """Whether it is the sheet of words that stands in every workbook to be filled in."""
    return sheet == SHEET and bool(rows) and rows[0].stated() == HEADINGS

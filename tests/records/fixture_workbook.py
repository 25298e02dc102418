"""Fixture F8: a personal log as a workbook, written when it is asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from openpyxl import Workbook

LOG_ROWS: tuple[tuple[Any, ...], ...] = (
    ("Continuing education log",),
    ("Member: M-801",),
    ("Date", "Hours", "Category", "Mode", "Note"),
    (datetime(2025, 2, 3), 1.5, "Ethics", "live", "résumé review"),
    (45700, time(1, 30), None, "live", None),
    ("2/30/2025", "3h", "HR", "webinar", None),
    ("14 Feb 2025", 26, "HR", "live", None),
    ("15 Feb 2025", "=B4+B5", "HR", "live", None),
    ("Total", 31, None, None, None),
)
"""The category of row 4 stands in a block that reaches to row 5; the formula has no stored result."""


def workbook(rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> bytes:
    """A workbook of one sheet, as bytes; openpyxl stores no result for a formula."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for block in merged:
        sheet.merge_cells(block)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def personal_log() -> bytes:
    return workbook(LOG_ROWS, ("C4:C5",))

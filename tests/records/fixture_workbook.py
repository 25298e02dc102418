"""What is in fixture F8, the personal log `personal_log.xlsx`, and workbooks that are like it."""

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
"""The cells of the contract. The formula has no stored result."""

LOG_MERGED = ("C4:C5",)
"""The category of row 4 stands in a block that reaches to row 5."""


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

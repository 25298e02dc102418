"""Empty sheets for members to fill in, in the words of rules."""

from __future__ import annotations

from enum import Enum, unique

from cedsl.publishing.template import as_sheet, columns_of
from cedsl.records.profile import About
from cedsl.workspace.editions import Rulebook


@unique
class Sheet(Enum):
    """The form of a sheet."""

    CSV = "csv"
    WORKBOOK = "xlsx"


def template(book: Rulebook, about: About, form: Sheet) -> bytes | None:
    """The empty sheet, for the newest edition; None where workbooks cannot be written, for the library that writes
    them is not installed.
    """
    columns = columns_of(book.editions[-1], about)
    if form is Sheet.CSV:
        return as_sheet(columns).encode()
    try:
        from cedsl.publishing.template_xlsx import as_workbook
    except ModuleNotFoundError:
        return None
    return as_workbook(columns, about.value.capitalize())

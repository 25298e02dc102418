"""A table of text cells with one header: what text and sheets of workbooks become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import Enum, unique
from functools import cached_property
from typing import NamedTuple, TypeAlias

from cedsl.lean import dataclass
from cedsl.records.columns import CELLS, Columns
from cedsl.records.remark import Remark
from cedsl.source import Source, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of the header. `index` counts columns from 0."""

    index: int
    text: str
    span: Span


class Row(NamedTuple):
    """A row as a spreadsheet shows it: its number, and its cells without outer blanks, as many as it has."""

    number: int
    cells: tuple[str, ...]

    def is_blank(self) -> bool:
        return not any(self.cells)

    def stated(self) -> tuple[str, ...]:
        """The cells up to the last that is not blank."""
        blanks = next((count for count, cell in enumerate(reversed(self.cells)) if cell), len(self.cells))
        return self.cells[: len(self.cells) - blanks]

    def cell(self, index: int) -> str:
        """The cell of a column, or nothing where the row ends before it."""
        return self.cells[index] if index < len(self.cells) else ""


@unique
class CellKind(Enum):
    """What a workbook knows of a cell: a day or a time of its own kind (the text is then in ISO form, a time as
    h:mm:ss), a number, part of a merged block below its first cell (the text is that of the first cell; to the right
    of it a block is blank), a formula whose result was never stored (the text is the formula), or one that failed (the
    text is its error, such as `#DIV/0!`).
    """

    DAY = "day"
    TIME = "time"
    NUMBER = "number"
    MERGED = "merged"
    NO_RESULT = "no result"
    FAILED = "failed"


@dataclass(frozen=True)
class Grid:
    """A sheet before anybody has found its header: every row from the first to the last that is not blank, those
    between them too. `hidden` says that the spreadsheet does not show the sheet.
    """

    file: str
    sheet: str
    rows: tuple[Row, ...]
    kinds: Mapping[tuple[int, int], CellKind] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A file, or one sheet of a workbook: the rows above the header, the header, and every row below it.

    All rows are here, blank ones too, numbered without a gap. `head` is the header's number; 0 where the file
    has none and its columns are called `column 1`, `column 2`. `kinds` says what a workbook knows of a cell
    besides its text, by row number and column. `begins` is the offset in the source at which the header begins;
    -1 where the rows are not cut from that text. `added` counts columns before all others that the file does not have.
    `settled` says of rows, by number, why they are no activities, where that showed when the file was opened. A sheet
    that is `aside` is not read: it has no header, and all of its rows are settled. `form` says how the file is stored.
    """

    source: Source
    delimiter: str
    header: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notices: tuple[str, ...]
    above: tuple[Row, ...] = ()
    head: int = 1
    sheet: str = ""
    kinds: Mapping[tuple[int, int], CellKind] = field(default_factory=dict)
    begins: int = -1
    added: int = 0
    settled: Mapping[int, Remark] = field(default_factory=dict)
    aside: bool = False
    form: str = ""

    _columns: dict[int, tuple[str, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What `column` has found; made anew with every table."""

    @property
    def separator(self) -> str:
        """The word for what stands between two cells."""
        return SEPARATORS[self.delimiter]

    def stated(self) -> list[tuple[str, ...]]:
        """The cells of each row up to its last that is not blank."""
        return [row[1] if row[1] and row[1][-1] else row.stated() for row in self.rows]

    @cached_property
    def text(self) -> str:
        """All cells below the header, one below the other: whether a mark stands in any is one look at this."""
        return "\n".join(map("\n".join, map(CELLS, self.rows)))

    def column(self, index: int) -> tuple[str, ...]:
        """The different cells of a column that are not blank, in the order in which they come first."""
        if index not in self._columns:
            self._columns[index] = tuple(filter(None, self._looked_at.different(index)))
        return self._columns[index]

    def holds(self, index: int, cell: str) -> bool:
        """Whether any row has that very cell in the column; a row that ends before the column has none there."""
        return cell in self._looked_at.different(index)

    @cached_property
    def _looked_at(self) -> Columns:
        return Columns(self.rows)


IsHeader: TypeAlias = Callable[[Sequence[str]], bool]
"""Whether the cells of a row can be a header."""


MOST_COLUMNS = 1000
MOST_TITLES = 20
"""The most rows above a header that is looked for."""

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What may stand between two cells, and its name."""


def titles_above(header: int) -> str:
    """The sentence about a header that is not the first row."""
    above = "the row above it is" if header == 2 else f"the {header - 1} rows above it are"
    return f"row {header} is the header; {above} not read"

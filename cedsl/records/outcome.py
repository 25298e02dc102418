"""What became of every row: five outcomes that add up to the rows of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum, unique
from typing import overload

from cedsl.diagnostic import Diagnostic
from cedsl.lean import dataclass
from cedsl.records.activity import Activity, Facts, HeldRow, Value
from cedsl.records.adjustment import Adjustments
from cedsl.source import Source


@unique
class Outcome(Enum):
    """used; noted (used after a repair that cannot change meaning); held (a person must settle it);
    refused (can never count); skipped (not data).
    """

    USED = "used"
    NOTED = "noted"
    HELD = "held"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is to be said of a row: why, in which column, for which cell. `word` is the part of the cell
    that is meant, where that is not the whole.
    """

    reason: str
    column: str = ""
    cell: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The outcome of one row. `row` is the number a spreadsheet shows; `column` is its header or empty.

    `reason` is a stable code such as `unknown-category`; `sentence` says it in words; both are empty for
    a row used as it stands. `member` is whom the row names: nobody where it is skipped, or names nobody.
    `sheet` is the name of the sheet in a workbook, empty for other files. `points` are all the reasons for the
    outcome, each in its place; reason, column and cell are those of the first.
    """

    file: str
    row: int
    outcome: Outcome
    reason: str = ""
    sentence: str = ""
    column: str = ""
    cell: str = ""
    member: str = ""
    sheet: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcomes(Sequence[RowOutcome]):
    """One outcome for every row of a file or sheet, in row order, from row 1 on without a gap.

    `members` holds whom each row names, `head` how many rows stand down to the header, which is one of them. A row
    that is not in `remarked` (by its place, from 0) is used as it stands; its outcome is made when somebody asks for
    it, for a file may have very many of them.
    """

    file: str
    members: Sequence[str]
    remarked: Mapping[int, RowOutcome]
    head: int = 0
    sheet: str = ""

    def __len__(self) -> int:
        return len(self.members)

    @overload
    def __getitem__(self, index: int) -> RowOutcome: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[RowOutcome, ...]: ...

    def __getitem__(self, index: int | slice) -> RowOutcome | tuple[RowOutcome, ...]:
        if isinstance(index, slice):
            return tuple(self._at(each) for each in range(len(self.members))[index])
        return self._at(range(len(self.members))[index])

    def __iter__(self) -> Iterator[RowOutcome]:
        return map(self._at, range(len(self.members)))

    @property
    def below(self) -> tuple[RowOutcome, ...]:
        """The outcomes of the rows below the header."""
        return self[self.head :]

    def _at(self, place: int) -> RowOutcome:
        found = self.remarked.get(place)
        if found is not None:
            return found
        return RowOutcome(self.file, place + 1, Outcome.USED, member=self.members[place], sheet=self.sheet)


def called(file: str, sheet: str) -> str:
    """What messages call a file, or a sheet of it."""
    return f"{file}, sheet {sheet}" if sheet else file


@dataclass(frozen=True, slots=True)
class Records:
    """A file of activities, or one sheet of it, read: every row has one outcome, in row order.

    `notices` are file-level remarks in sentences (an unmapped column, an encoding that was assumed).
    """

    file: str
    activities: tuple[Activity, ...]
    held: tuple[HeldRow, ...]
    outcomes: Outcomes
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A file of member facts, read. Members stand in the order of the file, each once."""

    file: str
    facts: Mapping[str, Facts]
    outcomes: Outcomes
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """A file of waivers, extensions and opening balances, read. `members` holds what was decided for each."""

    file: str
    members: Mapping[str, Adjustments]
    outcomes: Outcomes
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """What is known of one key value, from `first` to `last`; None is without end on that side."""

    key: str
    values: Mapping[str, Value]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A file of rows for a reference table, read."""

    file: str
    rows: tuple[ReferenceRow, ...]
    outcomes: Outcomes
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read at all (not text, cut off, no header): one diagnostic each.

    `source` is the text that the diagnostics point into; for a file that is not text, one character
    stands for each byte.
    """

    file: str
    diagnostics: tuple[Diagnostic, ...]
    source: Source

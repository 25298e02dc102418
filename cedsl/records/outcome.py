"""What became of every row: five outcomes that add up to the rows of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, unique

from cedsl.diagnostic import Diagnostic
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
class RowOutcome:
    """The outcome of one row. `row` is the number a spreadsheet shows; `column` is its header or empty.

    `reason` is a stable code such as `unknown-category`; `sentence` says it in words; both are empty for
    a row used as it stands. `member` is whom the row names: nobody where it is skipped, or names nobody.
    """

    file: str
    row: int
    outcome: Outcome
    reason: str = ""
    sentence: str = ""
    column: str = ""
    cell: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """A file of activities, read: every row has one outcome, in row order.

    `notices` are file-level remarks in sentences (an unmapped column, an encoding that was assumed).
    """

    file: str
    activities: tuple[Activity, ...]
    held: tuple[HeldRow, ...]
    outcomes: tuple[RowOutcome, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A file of member facts, read. Members stand in the order of the file, each once."""

    file: str
    facts: Mapping[str, Facts]
    outcomes: tuple[RowOutcome, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """A file of waivers, extensions and opening balances, read. `members` holds what was decided for each."""

    file: str
    members: Mapping[str, Adjustments]
    outcomes: tuple[RowOutcome, ...]
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
    outcomes: tuple[RowOutcome, ...]
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

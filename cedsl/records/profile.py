"""What an administrator has settled about the files of one source, once and for all of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum, unique

from cedsl.lean import dataclass
from cedsl.records.days import Order
from cedsl.records.numerals import Mark


@unique
class About(Enum):
    """Which kind of file a profile is for."""

    RECORDS = "records"
    MEMBERS = "members"


@unique
class Hours(Enum):
    """Which amount counts where a course table and the row both state one."""

    ROW = "row"
    COURSE = "course"


@unique
class Status(Enum):
    """What the words of a status column come to."""

    APPROVED = "approved"
    PENDING = "pending"
    UNFINISHED = "unfinished"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ColumnSetting:
    """What is settled about one column; what is None or empty is still decided by its cells.

    `means` is a heading that the rules understand (`member`, `hours`, `category ethics`, `joined`, a field's name),
    or `nothing`: the column is not read. `values` replaces whole cells, spelled without regard to case. `prefix` is
    taken from the front of every cell. `fill` says that a blank cell repeats the one above.
    """

    means: str | None = None
    order: Order | None = None
    decimals: Mark | None = None
    unit: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    fill: bool = False


@dataclass(frozen=True, slots=True)
class SessionSetting:
    """The headings, in the rows above the header, of the day and time at which a session began and ended."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings for files of one source. A profile without any is `PLAIN`: everything is decided by the file.

    `header` is the number of the header row, 0 for a file without one: its columns are then called `column 1`,
    `column 2`. `sheet` names the sheet of a workbook; empty: every sheet that has a header. `columns` are settings by
    heading, spelled without regard to case and punctuation. `order` and `decimals` hold for every column that has no
    setting of its own. `serials` says that a number from 20000 to 79999 in a column of days is a spreadsheet's day;
    `thirds`, that 0.33 and 0.67 are a third and two thirds. `whole` says that the columns of categories make up the
    whole amount. `courses` states what a course is worth, as text such as `2h`. Of each group in `either` a row may
    fill one column at most. `known_by` is the heading that is blank where a row names nobody who could be credited.
    `member` says whose the rows are where no column does.
    """

    name: str = ""
    title: str = ""
    about: About = About.RECORDS
    encoding: str = ""
    separator: str = ""
    header: int | None = None
    sheet: str = ""
    order: Order | None = None
    decimals: Mark | None = None
    serials: bool = False
    thirds: bool = False
    whole: bool = False
    hours: Hours = Hours.ROW
    columns: Mapping[str, ColumnSetting] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    either: tuple[tuple[str, ...], ...] = ()
    known_by: str = ""
    session: SessionSetting | None = None
    member: str = ""


PLAIN = Profile()
"""Nothing is settled: the file decides everything, or a person is asked."""

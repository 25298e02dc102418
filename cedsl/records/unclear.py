"""A table whose header leaves open what its columns are."""

from __future__ import annotations

from cedsl.lean import dataclass
from cedsl.records.mend import Mended, Source
from cedsl.records.outcome import Unreadable
from cedsl.records.table import Table


@dataclass(frozen=True)
class Unclear:
    """A file or sheet that cannot be read before somebody says what its columns are: why, and what was gone by."""

    table: Table
    mended: Mended
    about: Source
    problem: Unreadable

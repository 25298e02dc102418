"""What comes of a registry: two tables, batch by batch, and what became of the rows.

Both tables can be larger than memory; whoever writes or counts them takes one batch after another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cedsl.records.outcome import Outcome

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Batch:
    """Some members, in the natural order of no batch but each member in one of them only.

    `members` has a row for each: `member`, `verdict` (the words of `Word`), `still` (the fewest further hours that
    complete him, null where none do), `decided` (`in columns` or `one by one`). `statements` has a row for each line of
    each requirement of each member: `member`, `requirement`, `first_day`, `last_day`, `statement` (the id of the line),
    `kind`, `depth`, `label`, `required`, `earned`, `counted`, `short`, `over`, `verdict` (null where it asks nothing).

    Amounts are exact: DECIMAL(18, 6) where every amount of the check has at most six places, else text as `written`.
    """

    members: pa.RecordBatch
    statements: pa.RecordBatch


@dataclass(frozen=True)
class Tally:
    """What became of all rows, and how many members were decided one by one, by the reason."""

    rows: Mapping[Outcome, int]
    members: int
    one_by_one: Mapping[str, int]

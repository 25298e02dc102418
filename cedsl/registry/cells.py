"""The kernel's own form of many problems at once: the same cells, demands and caps, and an amount for each member.

Members whose credit can be counted in the same ways differ in numbers only. So a *field* of cells is what
`assessment.presolve` calls a residue, with a column of whole ticks wherever that has one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cedsl.normal.problem import Further

Ticks: TypeAlias = NDArray[np.int64]
"""One number for each member, or a row of them."""

Effect: TypeAlias = tuple[int, int]
"""The demands that an hour serves and the caps that it fills, as bit sets."""

Uses: TypeAlias = tuple[Effect, ...]
"""The ways of counting an hour, in the order of preference."""


@dataclass(frozen=True)
class Ground:
    """What all members of a group have in common: what each demand asks for, the most under each cap, in ticks, and
    the kinds of further credit. Demand 0 is the total.
    """

    demands: tuple[int, ...]
    caps: tuple[int, ...]
    further: tuple[Further, ...]


@dataclass
class Field:
    """Members whose credit lies in the same cells. `amounts[j]` is the credit of cell j for each member; `need[d]`
    what demand d asks for beyond what serves it for certain; `used[c]` what fills cap c for certain.

    `members` are the numbers of the members, one for each place of the columns.
    """

    members: NDArray[np.int64]
    uses: list[Uses]
    amounts: list[Ticks]
    need: list[Ticks]

    def of(self, places: NDArray[np.int64]) -> Field:
        """The members at these places."""
        return Field(
            self.members[places],
            list(self.uses),
            [each[places] for each in self.amounts],
            [each[places] for each in self.need],
        )


@dataclass
class Settled:
    """What was found for each member: `short[m, d]` and `used[m, c]` in ticks, and whether it is `sure`. Where it is
    not, the numbers mean nothing.
    """

    short: Ticks
    used: Ticks
    sure: NDArray[np.bool_]


def undominated(uses: Sequence[Effect], demands: int, caps: int) -> Uses:
    """What is still in question of each way, without the ways that a preferred one outdoes."""
    kept: list[Effect] = []
    for serves, fills in uses:
        served, filled = serves & demands, fills & caps
        if not any(served | s == s and filled & f == f for s, f in kept):
            kept.append((served, filled))
    return tuple(kept)

"""The statements of a requirement that apply to one member, with amounts: what must be served, what is capped.

Alternatives have been chosen: a plan is one combination of branches.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.period import Window

_T = TypeVar("_T")


class MissingAmount(Exception):
    """A statement asks for a number, date or text that nobody stated: try it void, and impossible."""

    def __init__(self, statement: str, fact: str) -> None:
        super().__init__(statement, fact)
        self.statement = statement
        self.fact = fact


@dataclass(frozen=True, slots=True)
class CapRow:
    """A cap in force: of the block, or inside a minimum. `impossible` caps stand at 0. Where `share` is more than 0
    that part of what counts toward the total comes on top of the limit. The limit of a cap on different values is
    their number.
    """

    id: str
    rule: r.Cap | r.CapDifferent
    limit: Fraction
    share: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Need:
    """A demand in force: a minimum (for one year of the period where `within` is set) or an addition.

    `index` numbers the demands of the plan; the total is 0. Where `share` is more than 0 that part of what counts
    toward the total is asked for besides `required`. `impossible` marks one that a missing fact
    makes impossible; `satisfied` one that is deemed met.
    """

    index: int
    id: str
    rule: r.Minimum | r.Addition
    required: Fraction
    depth: int
    within: Window | None = None
    needs: tuple[Need, ...] = ()
    caps: tuple[CapRow, ...] = ()
    satisfied: bool = False
    impossible: bool = False
    share: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Group:
    """Needs served side by side (each hour may serve all of them), or, when `distinct`, one hour one of them."""

    needs: tuple[Need, ...]
    distinct: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    id: str
    rule: r.UsedMinimum
    amount: Fraction


Fact = r.Count | r.Limit | r.Duty


@dataclass(frozen=True)
class Plan:
    """What one requirement asks of one member under one choice of branches.

    `chosen` are the ids of the branches chosen, `choices` those of the statements that ask for a choice; those of the
    chosen ones that are `closed` are not open to the member.
    """

    total: Fraction | None
    groups: tuple[Group, ...]
    additions: tuple[Need, ...]
    caps: tuple[CapRow, ...]
    thresholds: tuple[Threshold, ...]
    facts: tuple[Fact, ...]
    demands: tuple[Fraction, ...]
    chosen: frozenset[str]
    impossible: bool = False
    choices: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    @cached_property
    def every_need(self) -> tuple[Need, ...]:
        """Every need with its inner ones, outer before inner, in the order of the demands."""
        tops = [need for group in self.groups for need in group.needs]
        found = [each for top in (*tops, *self.additions) for each in flattened(top)]
        return tuple(sorted(found, key=lambda need: need.index))

    @cached_property
    def shares(self) -> tuple[tuple[int, Fraction], ...]:
        """The demands that ask for a part of what counts toward the total, with that part."""
        return tuple((need.index, need.share) for need in self.every_need if need.share)

    @cached_property
    def proportional(self) -> bool:
        """Whether an amount is a part of what counts."""
        inside = (row for need in self.every_need for row in need.caps)
        return bool(self.shares) or any(row.share for row in (*self.caps, *inside))

    def needs(self) -> Iterable[Need]:
        """As `every_need`."""
        return self.every_need


def flattened(need: Need) -> Iterable[Need]:
    yield need
    for inner in need.needs:
        yield from flattened(inner)

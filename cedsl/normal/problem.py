"""The normal form of one requirement for one member: items, demands, caps, and kinds of further credit.

Everything that decides a verdict has been said here in whole numbers and bits. What the words were
(categories, modes, nesting, "on top of", "distinct") has become *uses*: the ways in which an hour of an
item can be counted, each with the set of demands that it serves and the set of caps that it fills.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cedsl.lean import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """One way of counting an hour: a place, the demands it serves, the caps it fills.

    `demands` and `caps` are bit sets: bit k stands for `Problem.demands[k]`, `Problem.caps[k]`.
    `place` numbers the places of the requirement in the order of declaration.
    """

    place: int
    demands: int
    caps: int


@dataclass(frozen=True, slots=True)
class Portion:
    """At most `limit` ticks of the item over the uses in the bit set `uses` (bit k: `Item.uses[k]`)."""

    uses: int
    limit: int


@dataclass(frozen=True, slots=True)
class Item:
    """The credit of one activity, in ticks (not negative), with the uses that it has.

    Uses stand in the order in which the canonical allocation prefers them. An item may have none.
    """

    amount: int
    uses: tuple[Use, ...]
    portions: tuple[Portion, ...] = ()


@dataclass(frozen=True, slots=True)
class Further:
    """A kind of credit that the member could still earn: the demands it would serve, the caps it would fill."""

    demands: int
    caps: int


@dataclass(frozen=True, slots=True)
class Pick:
    """Of the caps in the bit set `caps` at most `most` may be filled at all; the others hold nothing."""

    most: int
    caps: int


@dataclass(frozen=True, slots=True)
class Share:
    """A demand asks for, or a cap allows, `part` of what serves the demand `of`, on top of its own amount."""

    row: int
    of: int
    part: Fraction


@dataclass(frozen=True, slots=True)
class Problem:
    """One requirement for one member, all amounts in ticks.

    `demands[k]` is the amount that demand k asks for; demand 0 is the total, the others stand as
    written, outer before inner. `caps[k]` is the most that may be counted under cap k. `items` stand in
    canonical order: earlier activities before later. `further` lists the kinds of credit that the
    requirement accepts, none of them worse in every respect than another. Each of `picks` is a choice: which caps
    of a set are filled. `asked_shares` and `allowed_shares` are of what counts; most problems have none.
    """

    items: tuple[Item, ...]
    demands: tuple[int, ...]
    caps: tuple[int, ...]
    further: tuple[Further, ...]
    picks: tuple[Pick, ...] = ()
    asked_shares: tuple[Share, ...] = ()
    allowed_shares: tuple[Share, ...] = ()

    @property
    def proportional(self) -> bool:
        """Whether an amount hangs on what counts."""
        return bool(self.asked_shares or self.allowed_shares)

    def asked(self, served: Sequence[int | Fraction]) -> list[int | Fraction]:
        """What each demand asks for where the demands are served so."""
        return _with_shares(self.demands, self.asked_shares, served)

    def allowed(self, served: Sequence[int | Fraction]) -> list[int | Fraction]:
        """How much may be counted under each cap where the demands are served so."""
        return _with_shares(self.caps, self.allowed_shares, served)


def _with_shares(
    amounts: Sequence[int], shares: Sequence[Share], served: Sequence[int | Fraction]
) -> list[int | Fraction]:
    found: list[int | Fraction] = list(amounts)
    for share in shares:
        found[share.row] += share.part * served[share.of]
    return found

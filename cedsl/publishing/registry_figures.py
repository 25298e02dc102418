"""What a whole registry comes to, in figures: plain values for the terminal and for the report. Nothing is rounded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset, Word
from cedsl.records.outcome import Outcome
from cedsl.verdict import Kind

MOST_NEAR = 10
"""So many of those who lack least are named."""

UNMET = frozenset({Word.SHORT, Word.FAILED})


@dataclass(frozen=True, slots=True)
class Spread:
    """Amounts with how often each occurs, the least first, each amount once."""

    counts: tuple[tuple[Fraction, int], ...] = ()

    @staticmethod
    def of(counted: Mapping[Fraction, int]) -> Spread:
        return Spread(tuple(sorted(counted.items())))

    @property
    def number(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def total(self) -> Fraction:
        return sum((amount * count for amount, count in self.counts), Fraction(0))

    @property
    def median(self) -> Fraction | None:
        """The amount in the middle, halfway between the two where they are an even number; None of nothing."""
        number = self.number
        if not number:
            return None
        return (self._at((number - 1) // 2) + self._at(number // 2)) / 2

    def _at(self, place: int) -> Fraction:
        for amount, count in self.counts:
            if place < count:
                return amount
            place -= count
        raise IndexError(place)


@dataclass(frozen=True, slots=True)
class LineName:
    """Which line of the results is meant: `id` is that of the line, with `@key` for one of several years or key values,
    and `label` the value as records write it.
    """

    requirement: str
    id: str
    kind: Kind
    label: str = ""

    @property
    def statement(self) -> str:
        return self.id.partition("@")[0]

    @property
    def is_credit(self) -> bool:
        """Whether what is lacking is an amount of credit; otherwise it is activities, or something to do."""
        return self.kind in {Kind.TOTAL, Kind.MINIMUM, Kind.ADDITION}


@dataclass(frozen=True, slots=True)
class Lack:
    """How many lack what a line asks, of how many who are asked; `short` is how much each of them lacks, where the line
    has an amount. Members whose verdict depends on an open question are not among them.
    """

    line: LineName
    asked: int
    lacking: int
    short: Spread


@dataclass(frozen=True, slots=True)
class Counted:
    """How much counts toward the total of a requirement: for each amount that is asked the amounts that count, of the
    same members.
    """

    requirement: str
    of: tuple[tuple[Fraction, Spread], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A member who is short, the fewest further hours that complete him, and the lines that he lacks, each with the
    amount (None where it has none).
    """

    member: str
    still: Fraction
    lacks: tuple[tuple[LineName, Fraction | None], ...]


@dataclass(frozen=True, slots=True)
class RegistryFigures:
    """A registry under one ruleset. `ends` counts members by the last day of their period (None: not known; of several
    the first to end) and by verdict. `waiting` are the first of those whose verdict depends on an open question.
    `one_by_one` says why members were not decided in columns, with how many; `rows` add up to the rows of `files`.
    """

    ruleset: Ruleset
    as_of: date
    files: tuple[str, ...]
    verdicts: Mapping[Word, int]
    lacks: tuple[Lack, ...]
    counted: tuple[Counted, ...]
    ends: Mapping[tuple[date | None, Word], int]
    nearest: tuple[Near, ...]
    still: Spread
    waiting: tuple[str, ...]
    one_by_one: Mapping[str, int]
    rows: Mapping[Outcome, int]

    @property
    def members(self) -> int:
        return sum(self.verdicts.values())

    @property
    def unmet(self) -> int:
        return sum(count for word, count in self.verdicts.items() if word in UNMET)


def tenths_of_percent(part: int, whole: int) -> int:
    """The share in tenths of a per cent, half of one upwards; 0 of nothing. What is not nothing is at least 1, and what
    is not all of it at most 999.
    """
    if not whole or not part:
        return 0
    found = (2000 * part + whole) // (2 * whole)
    return 1000 if part == whole else min(999, max(1, found))

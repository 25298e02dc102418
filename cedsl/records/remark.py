"""What a cell says: its admissible readings, and what has to be remarked about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from cedsl.lean import dataclass
from cedsl.records.outcome import Outcome, Point

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a row is not simply used. `reason` is a stable code; `sentence` says it to an administrator. `word` is the
    part of the cell that is meant; `more` are the other things that the sentence says.
    """

    outcome: Outcome
    reason: str
    sentence: str
    column: str = ""
    cell: str = ""
    word: str = ""
    more: tuple[Point, ...] = ()

    def points(self) -> tuple[Point, ...]:
        """Each thing that is to be said, in its place."""
        return (Point(self.reason, self.column, self.cell, self.word), *self.more)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """Every admissible value of a cell, never none; more than one, or a doubtful one, only when held."""

    values: tuple[T, ...]
    remark: Remark | None = None

    def mapped(self, change: Callable[[T], S]) -> Reading[S]:
        return Reading(tuple(change(value) for value in self.values), self.remark)

    def at(self, column: str, cell: str) -> Reading[T]:
        """The same, with its remark placed in a column."""
        if self.remark is None:
            return self
        more = tuple(replace(each, column=column, cell=cell) for each in self.remark.more)
        return Reading(self.values, replace(self.remark, column=column, cell=cell, more=more))

    def is_held(self) -> bool:
        return self.remark is not None and self.remark.outcome is Outcome.HELD


def plain(value: T) -> Reading[T]:
    """One value, nothing to remark."""
    return Reading((value,))


def noted(value: T, reason: str, sentence: str) -> Reading[T]:
    """One value, after a repair that cannot change its meaning."""
    return Reading((value,), Remark(Outcome.NOTED, reason, sentence))


def held(values: Iterable[T], reason: str, sentence: str, word: str = "") -> Reading[T]:
    """A person must settle which of the values is meant, or whether it is one of them."""
    return Reading(tuple(values), Remark(Outcome.HELD, reason, sentence, word=word))


OTHER_RULES = "other-rules"
"""The reason of a remark on what only other rulesets of the same check know."""

_LONGEST = 60


def quoted(text: str) -> str:
    """The cell's words in backticks on one line; a very long cell is cut."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text[: _LONGEST * 2]).split())
    line = shortened(line.replace("`", "'"))
    return f"`{line}`"


def shortened(text: str, most: int = _LONGEST) -> str:
    """The text, cut after so many characters where it is longer."""
    return text if len(text) <= most else f"{text[:most]}…"


_GRAVITY = (Outcome.USED, Outcome.SKIPPED, Outcome.NOTED, Outcome.HELD, Outcome.REFUSED)


def joined(remarks: Sequence[Remark]) -> Remark | None:
    """The gravest remarks as one: the reason and place of the first, the sentences of all of them."""
    if not remarks:
        return None
    worst = max(remarks, key=lambda each: _GRAVITY.index(each.outcome)).outcome
    gravest = [each for each in remarks if each.outcome is worst]
    if len(gravest) == 1:
        return gravest[0]
    points = tuple(dict.fromkeys(point for each in gravest for point in each.points()))
    return replace(gravest[0], sentence="; ".join(dict.fromkeys(each.sentence for each in gravest)), more=points[1:])

"""A note beside an activity: a remark in English, and what it says as values, so that others can word it again."""

from __future__ import annotations

from datetime import date
from enum import Enum, unique
from fractions import Fraction


@unique
class Noted(Enum):
    """What a note says; in each, what its values are."""

    MAKES_GOOD = "lies after the period, and makes good what it lacks"
    ALSO_COUNTS = "lies before the period, and counts in it too"
    BEGAN_BEFORE = "began before the period: on `day`"
    ENDED_AFTER = "was completed after the period: on `day`"
    SEEN_BY = "is one of the activities that the statement `name` (an id) counts"
    UNDER_NO_LIMIT = "leaves the field `name` blank, so that no limit by it describes the activity"
    UNDER_NO_DIFFERENT = "leaves the field `name` blank, and so is under no limit on how many different ones count"
    NET_OF = "what the fields `names` say was taken off the length"
    TIMES = "the credit was multiplied by `number`"


class Note(str):
    """The remark. `what` is None where it is nothing but a text. It is equal to any text that says the same."""

    __slots__ = ("day", "names", "number", "what")

    what: Noted | None
    names: tuple[str, ...]
    day: date | None
    number: Fraction | None

    def __new__(
        cls,
        text: str,
        what: Noted | None = None,
        *names: str,
        day: date | None = None,
        number: Fraction | None = None,
    ) -> Note:
        made = super().__new__(cls, text)
        made.what, made.names, made.day, made.number = what, names, day, number
        return made

"""Activities that went on past midnight at the end of a period: nobody can tell in which of the two they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cedsl.period import Window
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.days import in_words


def across(activities: Sequence[Activity], periods: Iterable[Window | None]) -> tuple[Activity, ...]:
    """The activities that began in one period and ended in another."""
    known = [each for each in periods if each is not None]
    return tuple(each for each in activities if any(_crosses(each, period) for period in known))


def _crosses(activity: Activity, period: Window) -> bool:
    on, ended = activity.on, activity.ended
    return on is not None and ended is not None and (on in period) != (ended in period)


def as_held(activity: Activity) -> HeldRow:
    """The activity as a row that a person must settle: on the day on which it began, or on that on which it ended."""
    on, ended = activity.on, activity.ended
    # Invariant: only activities that end on a later day are asked for.
    assert on is not None
    assert ended is not None
    question = f"it went on past midnight: does it count on {in_words(on)}, or on {in_words(ended)}?"
    readings = (replace(activity, ended=None), replace(activity, on=ended, ended=None))
    return HeldRow(activity.member, activity.row, activity.file, question, readings)

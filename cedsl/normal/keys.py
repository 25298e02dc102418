"""Keys: which value an activity has for one, as a name that a row of caps can stand under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from cedsl.model import ruleset as r
from cedsl.model.scope import Scope, Subject, folded
from cedsl.period import ALWAYS, Window, years_within
from cedsl.records.activity import Value

OTHER = "\0other"
"""A value that no rule names and no other activity has; it stands for all of those, after some letters for all that
begin so."""

KeyValue = tuple[str, ...]
"""The value of a key: that of each field, folded, and the name of the stretch of days."""


def key_value(key: r.Key, subject: Subject, scope: Scope, *, unnumbered: bool = False) -> KeyValue | None:
    """The value of a key for an activity; None where a field of it is blank and has no default.

    None too for a possible activity whose field is free, for it can always take a value of its own; so can an
    `unnumbered` one, whose course is not said.
    """
    if subject.bare:
        return None
    said = {**scope.vocabulary.defaults, **subject.fields}
    within = () if key.stretch is None else (stretch_label(key.stretch, subject.on, scope.period or ALWAYS),)
    match key:
        case r.DayKey():
            return within
        case r.FieldKey(fields=fields):
            if unnumbered and "course" in fields and "course" not in said:
                return None
            values = identity(fields, said)
        case _:
            raise AssertionError(key)
    if None in values or any(str(value).endswith(OTHER) for value in values):
        return None
    return (*_folded(values), *within)


def different_value(key: r.FieldKey, subject: Subject, scope: Scope, *, unnumbered: bool = False) -> KeyValue | None:
    """The same for a cap on different values, under which a value of its own is one more value."""
    if subject.bare:
        return None
    said = {**scope.vocabulary.defaults, **subject.fields}
    values = identity(key.fields, said)
    if None in values:
        return None
    own = unnumbered and "course" in key.fields and "course" not in said
    return (OTHER,) if own else _folded(values)


def _folded(values: Iterable[Value | None]) -> KeyValue:
    return tuple(folded(str(value)) for value in values)


def is_free(value: KeyValue) -> bool:
    """Whether it stands for all values that no rule names."""
    return any(each.endswith(OTHER) for each in value)


def identity(fields: Sequence[str], said: dict[str, Value]) -> list[Value | None]:
    """What a key compares: the fields, where a course without a number is its provider and title."""
    values: list[Value | None] = []
    for name in fields:
        if name == "course" and "course" not in said:
            values.extend((said.get("provider", ""), said.get("title")))
        else:
            values.append(said.get(name))
    return values


def is_fine(key: r.Key | None) -> bool:
    """Whether a cap is kept by so short a stretch of days that a period holds many."""
    fine = {r.Stretch.DAY, r.Stretch.WEEK, r.Stretch.MONTH}
    return r.stretch_of(key) in fine


@lru_cache(maxsize=256)
def labels_of(stretch: r.Stretch, window: Window) -> frozenset[str]:
    """The names of all days, weeks or months that lie in the window, at least in part."""
    days = (window.first + timedelta(days=step) for step in range(window.days()))
    return frozenset(stretch_label(stretch, day, window) for day in days)


def stretch_label(stretch: r.Stretch, on: date, period: Window) -> str:
    """Which day, week, month or year an activity falls in, as a name."""
    match stretch:
        case r.Stretch.DAY:
            return on.isoformat()
        case r.Stretch.WEEK:
            return f"week of {on - timedelta(days=on.weekday())}"
        case r.Stretch.MONTH:
            return f"{on.year}-{on.month:02}"
        case r.Stretch.CALENDAR_YEAR:
            return str(on.year)
        case r.Stretch.YEAR:
            years = years_within(period, calendar=False) if period.first > date.min else ()
            return next((f"year {n}" for n, year in enumerate(years, 1) if on in year), "year")

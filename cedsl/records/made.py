"""Very many activities at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat

from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Tag, Value
from cedsl.records.columns import exhaust


def activities(
    member: Sequence[str],
    on: Iterable[date | None],
    amount: Iterable[Amount | None],
    tags: Iterable[tuple[Tag, ...]],
    fields: Iterable[Mapping[str, Value]],
    started: Iterable[date | None],
    row: Iterable[int],
    file: str,
) -> list[Activity]:
    """One activity for each member, from one column for each of its parts; nothing has to be said of them.

    They are what `Activity(...)` makes one by one, which takes more than twice as long: it asks for every part of every
    activity whether it may be set.
    """
    columns: dict[str, Iterable[object]] = {
        "member": member,
        "on": on,
        "amount": amount,
        "tags": tags,
        "fields": fields,
        "started": started,
        "unbounded": repeat(False),
        "row": row,
        "file": repeat(file),
        "notes": repeat(()),
        "ended": repeat(None),
    }
    # Invariant: every part is set.
    assert columns.keys() == _SET.keys()
    made = list(map(object.__new__, repeat(Activity, len(member))))
    for name, column in columns.items():
        exhaust(map(_SET[name], made, column))
    return made


_SET = {name: vars(Activity)[name].__set__ for name in Activity.__slots__}

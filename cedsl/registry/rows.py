"""Activities of many members as columns: what each is, when it was, and which of them may repeat another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cedsl.assessment.repeats import key_of
from cedsl.model import ruleset as r
from cedsl.records.activity import Activity

Numbers: TypeAlias = NDArray[np.int64]

Small: TypeAlias = NDArray[np.int64] | NDArray[np.int32]
"""Numbers that need not be large."""


@dataclass(frozen=True)
class Rows:
    """The activities of each member one after another: those of member m from `starts[m]` up to `starts[m + 1]`.

    `kinds[k]` is an activity of kind k, of nobody and without a day; nothing but its day tells two activities of one
    kind apart, and, where rules look for repeats, what they look by: `repeats` has for each such key a number for each
    activity, 0 where it cannot be a repeat. `day` is the ordinal of the day.
    """

    members: Sequence[str]
    starts: Numbers
    kind: Small
    day: Small
    kinds: tuple[Activity, ...]
    repeats: Mapping[r.FieldKey, Numbers]

    @property
    def member(self) -> Numbers:
        """For each activity the number of its member."""
        return np.repeat(np.arange(len(self.members)), np.diff(self.starts))


def rows_of(members: Mapping[str, Sequence[Activity]], seen: frozenset[str], keys: Iterable[r.FieldKey]) -> Rows:
    """The activities as columns. Every one has a day; of its fields only those that are `seen` tell kinds apart."""
    kinds: dict[object, int] = {}
    kept: list[Activity] = []
    every = [each for activities in members.values() for each in activities]
    number: list[int] = []
    for each in every:
        fields = {name: value for name, value in each.fields.items() if name in seen}
        key = (each.amount, each.tags, tuple(sorted(fields.items())))
        if key not in kinds:
            kinds[key] = len(kept)
            kept.append(replace(each, member="", on=None, fields=fields, row=0, file="", notes=()))
        number.append(kinds[key])
    counts = [len(activities) for activities in members.values()]
    return Rows(
        tuple(members),
        np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64),
        np.array(number, np.int64),
        np.array([each.on.toordinal() if each.on else 0 for each in every], np.int64),
        tuple(kept),
        {key: _numbered(every, key) for key in keys},
    )


def _numbered(activities: Sequence[Activity], key: r.FieldKey) -> Numbers:
    numbers: dict[tuple[str, ...], int] = {}
    plain = r.FieldKey(key.fields)
    found = (key_of(plain, each, {}) for each in activities)
    return np.array([0 if each is None else numbers.setdefault(each, len(numbers) + 1) for each in found], np.int64)

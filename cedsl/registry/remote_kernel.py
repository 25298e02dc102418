"""What is done beside the data with the rows of some members: decided in columns, or told to be looked at closely.

It runs in this process or in those of a cluster: everything here can be sent to another machine.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cedsl.records.activity import Activity, Facts
from cedsl.records.adjustment import Adjustments
from cedsl.records.intake_looks import exactly_written, numeral
from cedsl.registry.check import Check
from cedsl.registry.classes import ClassResult, decide_classes
from cedsl.registry.exact import Sheet
from cedsl.registry.figures import Tables, fits
from cedsl.registry.result import Batch
from cedsl.registry.rows import Numbers, Rows

AT_ONCE = 50_000
"""So many members are decided together."""

MANY = 200
"""So many members at most are looked at closely in one go."""

ROWS = 4_000
"""About so many rows of theirs are read in one go."""

SECOND_LOOK = "rows that want a second look"
REPEATS = "activities that may repeat others"
DECISIONS = "decisions about the member"
SEVERAL_WAYS = "hours that can count in several ways"


@dataclass(frozen=True)
class Task:
    """What columns are decided by. `repeating` says of each kind whether some rule looks for its repeats, `always` of
    each number by which rows may be alike whether it holds for every kind. Of `closely` a second look is wanted.
    """

    check: Check
    kinds: tuple[Activity, ...]
    repeating: NDArray[np.bool_]
    always: tuple[bool, ...]
    closely: frozenset[str]


@dataclass(frozen=True)
class Part:
    """Some members: those whom columns decide, and why the others must be looked at. `used` are rows of the former."""

    batches: tuple[Batch, ...]
    closely: Mapping[str, str]
    used: int


def decide(task: Task, names: pa.Array, counts: Numbers, numbers: NDArray[np.int64]) -> Part:
    """Members with so many rows each; of a row the kind, the day, and the numbers by which it may be another."""
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    owner = np.repeat(np.arange(len(names)), counts)
    kind, day = numbers[:, 0], numbers[:, 1]
    doubtful = np.zeros(len(names), np.bool_)
    doubtful[owner[(kind < 0) | (day <= 0)]] = True
    repeats = _repeating(task, owner, numbers, len(names))
    known = names.to_pylist()
    named = np.array([each in task.closely or not each for each in known], np.bool_)
    whom = ~(doubtful | repeats | named)
    why = {known[place]: SECOND_LOOK if named[place] or doubtful[place] else REPEATS for place in np.flatnonzero(~whom)}
    facts = [task.check.facts(each) for each in known]
    rows = Rows(known, starts, kind, day, task.kinds, {})
    check, clear = task.check, np.flatnonzero(whom)
    found = decide_classes(check.ruleset, rows, facts, check.as_of, check.asked, clear)
    batches: list[Batch] = []
    used = 0
    for each in found:
        why.update({known[place]: each.why or SEVERAL_WAYS for place in each.members[~each.sure]})
        if each.sure.any():
            batches.append(_told(each, names))
            used += int(counts[each.members[each.sure]].sum())
    return Part(tuple(batches), why, used)


def _told(result: ClassResult, names: pa.Array) -> Batch:
    several = (result.ticks, *(part.block.ticks for part in result.parts))
    tables = Tables(decimal=fits(int(np.lcm.reduce(several))))
    return tables.of_class(result, lambda places: names.take(pa.array(places)))


def _repeating(task: Task, owner: Numbers, numbers: NDArray[np.int64], several: int) -> NDArray[np.bool_]:
    """The members of whom two rows may be one; seldom also others."""
    kind, day, plain = numbers[:, 0], numbers[:, 1], numbers[:, 2]
    same = ((plain * _MIXING + kind) * _MIXING + day) | 1
    found = _twice(owner, same, several)
    looked_for = np.append(task.repeating, True)[kind]
    for number, always in enumerate(task.always):
        alike = numbers[:, 3 + number]
        found |= _twice(owner, alike if always else np.where(looked_for, alike, 0), several)
    return found


_MIXING = np.int64(0x1E3779B97F4A7C15)
"""An odd number that spreads numbers over all bits (Knuth 1998, 6.4, the golden ratio)."""


def _twice(owner: Numbers, numbers: Numbers, several: int) -> NDArray[np.bool_]:
    """For each of several owners whether some number other than 0 is theirs twice."""
    found = np.zeros(several, np.bool_)
    places = np.flatnonzero(numbers)
    order = places[np.lexsort((numbers[places], owner[places]))]
    again = (owner[order][1:] == owner[order][:-1]) & (numbers[order][1:] == numbers[order][:-1])
    found[owner[order][1:][again]] = True
    return found


def runs(names: pa.Array) -> tuple[pa.Array, Numbers]:
    """Each name of a column in which equal ones stand together, and how many there are of it."""
    if not len(names):
        return names, np.zeros(0, np.int64)
    new = pc.not_equal(names[1:], names[:-1]).to_numpy(zero_copy_only=False)
    starts = np.concatenate(([0], np.flatnonzero(new) + 1, [len(names)])).astype(np.int64)
    return names.take(pa.array(starts[:-1])), np.diff(starts)


# ------------------------------------------------------------------------------------------- closely


@dataclass(frozen=True)
class Sheets:
    """How rows are written as a file. `shown` are rows that show all cells by which the importer goes; the cells of the
    columns that are `numbers` are written as it writes numbers.
    """

    name: str
    header: tuple[str, ...]
    shown: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]

    def of(self, rows: Iterable[Sequence[str]]) -> Sheet:
        """A file with these rows behind those that are shown."""
        text = io.StringIO(newline="")
        table = csv.writer(text, lineterminator="\n")
        table.writerows((self.header, *self.shown, *map(self.cleaned, rows)))
        return Sheet(self.name, text.getvalue().encode("utf-8", "replace"), len(self.shown))

    def cleaned(self, row: Sequence[str]) -> tuple[str, ...]:
        """The row with its numbers as the importer writes them."""
        return tuple(written(cell) if n in self.numbers else cell for n, cell in enumerate(row))

    def some_after_another(
        self, rows: Iterable[Sequence[str]], check: Check
    ) -> Iterator[tuple[Sheet, dict[str, tuple[Facts, Adjustments]]]]:
        """Members one after another, by the first cell of each row, with what is known of them; nobody's rows among
        them.
        """
        most, held, names = max(ROWS, 2 * len(self.shown)), list[Sequence[str]](), list[str]()
        for name, several in groupby(rows, lambda row: row[0]):
            names.append(name)
            for row in several:
                held.append(row[1:])
                if not name and len(held) > most:
                    yield self.of(held), _known(names, check)
                    held, names = [], [name]
            if len(held) > most or len(names) >= MANY:
                yield self.of(held), _known(names, check)
                held, names = [], []
        if names:
            yield self.of(held), _known(names, check)


def _known(names: Iterable[str], check: Check) -> dict[str, tuple[Facts, Adjustments]]:
    return {name: (check.facts(name), check.decided(name)) for name in names if name}


def written(cell: str) -> str:
    """A number as the importer writes it; anything else as it stands."""
    number = numeral(cell)
    return cell if number is None else exactly_written(number)

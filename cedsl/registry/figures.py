"""Verdicts and figures as two tables: from columns, and from members who were decided one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa

from cedsl.quantity import written
from cedsl.registry.classes import ClassResult, Part
from cedsl.registry.decide import NEVER, WORDS, LineColumns, Words
from cedsl.registry.exact import Found
from cedsl.registry.result import Batch
from cedsl.registry.rows import Numbers

PLACES = 6
"""So many decimal places at most have amounts that are stored as numbers."""

MILLIONTHS: int = 10**PLACES
DECIMAL = pa.decimal128(18, PLACES)
IN_COLUMNS, ONE_BY_ONE = "in columns", "one by one"

LARGEST = 10**18 - 1


def fits(ticks: int) -> bool:
    """Whether amounts in such parts of a unit have at most `PLACES` places."""
    return bool(MILLIONTHS % ticks == 0)


def _members_schema(amount: pa.DataType) -> pa.Schema:
    return pa.schema([("member", pa.string()), ("verdict", pa.string()), ("still", amount), ("decided", pa.string())])


def _statements_schema(amount: pa.DataType) -> pa.Schema:
    return pa.schema(
        [
            ("member", pa.string()),
            ("requirement", pa.string()),
            ("first_day", pa.date32()),
            ("last_day", pa.date32()),
            ("statement", pa.string()),
            ("kind", pa.string()),
            ("depth", pa.int16()),
            ("label", pa.string()),
            ("required", amount),
            ("earned", amount),
            ("counted", amount),
            ("short", amount),
            ("over", amount),
            ("verdict", pa.string()),
        ]
    )


class Tables:
    """Makes batches, all of one form. Amounts are numbers where they are `decimal`, else texts."""

    def __init__(self, *, decimal: bool) -> None:
        amount = DECIMAL if decimal else pa.string()
        self._decimal = decimal
        self._members, self._statements = _members_schema(amount), _statements_schema(amount)

    # ------------------------------------------------------------------------------- one by one

    def of_found(self, found: Sequence[Found]) -> Batch:
        """Members who were decided one by one."""
        members = [
            pa.array([each.member for each in found], pa.string()),
            pa.array([each.verdict.value for each in found], pa.string()),
            self._fractions([each.still for each in found]),
            pa.array([ONE_BY_ONE] * len(found), pa.string()),
        ]
        lines = [(each.member, *line) for each in found for line in each.lines]
        columns = list(zip(*lines, strict=True)) if lines else [()] * len(self._statements)
        statements = [self._column(number, each) for number, each in enumerate(columns)]
        return Batch(
            pa.RecordBatch.from_arrays(members, schema=self._members),
            pa.RecordBatch.from_arrays(statements, schema=self._statements),
        )

    def _column(self, number: int, values: Sequence[object]) -> pa.Array:
        of = self._statements.field(number)
        if of.name in AMOUNTS:
            return self._fractions([each if isinstance(each, Fraction) else None for each in values])
        if of.name in {"kind", "verdict"}:
            return pa.array([None if each is None else getattr(each, "value", None) for each in values], of.type)
        return pa.array(values, of.type)

    def _fractions(self, amounts: Sequence[Fraction | None]) -> pa.Array:
        if not self._decimal:
            return pa.array([None if each is None else written(each) for each in amounts], pa.string())
        known = [each or Fraction(0) for each in amounts]
        return _decimals(
            np.array([int(each * MILLIONTHS) for each in known], np.int64),
            np.array([each is not None for each in amounts], np.bool_),
        )

    # ------------------------------------------------------------------------------- in columns

    def of_class(self, result: ClassResult, named: Callable[[Numbers], pa.Array]) -> Batch:
        """The members of a class who are sure."""
        places = np.flatnonzero(result.sure)
        member = named(result.members[places])
        still = result.still[places]
        members = [
            member,
            _words(result.verdict[places]),
            self._amounts(still, result.ticks, still != NEVER),
            _same(IN_COLUMNS, len(places)),
        ]
        return Batch(
            pa.RecordBatch.from_arrays(members, schema=self._members),
            self._of_lines(result, places, member),
        )

    def _of_lines(self, result: ClassResult, places: Numbers, member: pa.Array) -> pa.RecordBatch:
        rows = [row for part in result.parts for row in _rows(part)]
        several, count = len(places), len(rows)
        ticks = int(np.lcm.reduce([1, *(each.ticks for each in rows)]))
        columns: dict[str, pa.Array] = {"member": member.take(pa.array(np.repeat(np.arange(several), count)))}
        every = np.tile(np.arange(count), several)
        for number, name in enumerate(self._statements.names[1:9]):
            column = self._column(number + 1, [each.fixed[number] for each in rows])
            columns[name] = column.take(pa.array(every))
        for name in ("earned", "counted", "short", "over"):
            stated = np.array([getattr(each.line, name) is not None for each in rows], np.bool_)
            amounts = [_scaled(getattr(each.line, name), ticks // each.ticks, places) for each in rows]
            values = np.stack(amounts, axis=1).ravel() if rows else np.zeros(0, np.int64)
            columns[name] = self._amounts(values, ticks, np.tile(stated, several))
        words = np.stack([each.line.verdict[places] for each in rows], axis=1).ravel() if rows else np.zeros(0, np.int8)
        columns["verdict"] = _words(words)
        return pa.RecordBatch.from_arrays([columns[name] for name in self._statements.names], schema=self._statements)

    def _amounts(self, values: Numbers, ticks: int, stated: np.ndarray) -> pa.Array:
        """Whole parts of which so many make one of the unit; those that are not stated are null."""
        if self._decimal:
            return _decimals(np.where(stated, values, 0) * (MILLIONTHS // ticks), stated)
        different, places = np.unique(values, return_inverse=True)
        texts = pa.array([written(Fraction(int(each), ticks)) for each in different], pa.string())
        return texts.take(pa.array(places, mask=~stated))


AMOUNTS = frozenset({"required", "earned", "counted", "short", "over"})


@dataclass(frozen=True)
class _Row:
    """One line of every member of a class: what is the same for all, and the columns."""

    fixed: tuple[object, ...]
    line: LineColumns
    ticks: int


def _rows(part: Part) -> list[_Row]:
    words, period = part.made.requirement.words, part.made.period
    days = (None, None) if period is None else (period.first, period.last)
    rows: list[_Row] = []
    for each in part.block.lines:
        line = each.line
        fixed = (words.id, *days, line.id, line.kind, line.depth, line.label, line.required)
        rows.append(_Row(fixed, each, part.block.ticks))
    return rows


def _scaled(column: Numbers | None, factor: int, places: Numbers) -> Numbers:
    return np.zeros(len(places), np.int64) if column is None else column[places] * factor


def _decimals(values: Numbers, stated: np.ndarray) -> pa.Array:
    """Millionths as decimal numbers."""
    wide = np.empty((len(values), 2), np.int64)
    wide[:, 0], wide[:, 1] = values, values >> 63
    valid = None if stated.all() else pa.array(stated).buffers()[1]
    return pa.Array.from_buffers(DECIMAL, len(values), [valid, pa.py_buffer(wide)])


_WORD_TEXTS = pa.array([None if each is None else each.value for each in WORDS], pa.string())


def _words(numbers: Words) -> pa.Array:
    return _WORD_TEXTS.take(pa.array(numbers))


def _same(text: str, several: int) -> pa.Array:
    return pa.array([text], pa.string()).take(pa.array(np.zeros(several, np.int8)))

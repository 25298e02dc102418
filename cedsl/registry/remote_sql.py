"""What is asked of a database, as SQL that every one of them understands; where they differ, a `Dialect` says how.

No text from outside stands in a query but as a quoted name. Cells that are looked up come as tables of the session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cedsl.records.folding import trimmed
from cedsl.registry.files import Alike, Shape


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, the SQL of its text (never null), and whether that text is a number's."""

    name: str
    text: str
    number: bool = False


class Dialect(Protocol):
    """How one kind of database says what the others say in another way."""

    def quoted(self, name: str) -> str:
        """A name, which can be any text."""
        ...

    def number_of(self, text: str) -> str:
        """A whole number of 64 bits, other than 0, that is equal where the texts are, and seldom elsewhere."""
        ...

    def without(self, text: str, signs: str) -> str:
        """The text without what fits the pattern, wherever that stands."""
        ...

    def inline(self, text: str) -> str:
        """A text of this program, which holds no backslash and no quote."""
        ...


BLANKS = "".join(sign for sign in map(chr, (*range(0x3001), 0xFEFF)) if not trimmed(sign))
"""Every sign of which nothing is left where texts are trimmed."""

HIDDEN = "[\x01-\x1f\x7f]"
"""Signs that cannot be printed, as a pattern."""

BETWEEN = "chr(31)"
"""Stands between texts that are joined."""


@dataclass(frozen=True)
class Asking:
    """The queries about one table of activities."""

    table: str
    columns: Sequence[Column]
    shape: Shape
    dialect: Dialect

    def head(self, rows: int) -> str:
        """The texts of the first rows, whichever these are."""
        return f"{self._cells()} LIMIT {rows}"

    def kinds(self, most: int) -> str:
        """The cells of the telling columns, each combination once."""
        names = ", ".join(f"c{n}" for n in self.shape.telling)
        return f"SELECT DISTINCT {names} FROM ({self._cells()}) AS t LIMIT {most + 1}"

    def days(self, most: int) -> str:
        """The cells of the column of days, each once."""
        return f"SELECT DISTINCT c{self.shape.day} FROM ({self._cells()}) AS t LIMIT {most + 1}"

    def odd_members(self, most: int) -> str:
        """Cells of the members' column of which the importer may read another text."""
        member = f"c{self.shape.member}"
        return f"SELECT DISTINCT {member} FROM ({self._cells()}) AS t WHERE {self._is_odd(member)} LIMIT {most + 1}"

    def numbers(self, kinds: str, days: str, repeating: int) -> str:
        """Each row as numbers, beside the cell of its member: `kind` (-1: one must look at the row), `day` (0:
        likewise), `plain` and `alike0` ... by which rows may be the same. `kinds` and `days` are tables of the session,
        of `n` with cells. The first so many kinds may be `repeating`.
        """
        shape = self.shape
        match = " AND ".join(f"c.c{place} = k.k{n}" for n, place in enumerate(shape.telling)) or "1 = 1"
        odd = " OR ".join(self._is_odd(f"c.c{n}") for n in shape.texts) or "1 = 0"
        same = "".join(f", {self._alike(each, repeating)} AS alike{n}" for n, each in enumerate(shape.alike))
        return (
            f"SELECT c.c{shape.member} AS member, CASE WHEN {odd} THEN -1 ELSE coalesce(k.n, -1) END AS kind, "
            f"coalesce(d.n, 0) AS day, {self._plain()} AS plain{same} FROM ({self._cells()}) AS c "
            f"LEFT JOIN {kinds} AS k ON {match} LEFT JOIN {days} AS d ON c.c{shape.day} = d.day"
        )

    def number_columns(self) -> tuple[str, ...]:
        """The columns of `numbers` behind the member."""
        return ("kind", "day", "plain", *(f"alike{n}" for n in range(len(self.shape.alike))))

    def rows_of(self, members: str, *, everybody: bool) -> str:
        """The rows of members as they stand, each behind the `name` of its member. `members` is a table of the session,
        of `cell` with `name`; of `everybody` it holds those whose name is not their cell.
        """
        cells = ", ".join(f"c.c{n}" for n in range(len(self.columns)))
        member = f"c.c{self.shape.member}"
        name, join = (f"coalesce(m.name, {member})", "LEFT JOIN") if everybody else ("m.name", "JOIN")
        return f"SELECT {name} AS name, {cells} FROM ({self._cells()}) AS c {join} {members} AS m ON {member} = m.cell"

    def _cells(self) -> str:
        return cells_of(self.table, self.columns)

    def _is_odd(self, cell: str) -> str:
        """Whether the importer may read something else than stands there: blanks at the ends, wrapped, guarded or coded
        texts, signs that cannot be printed.
        """
        trim = f"TRIM(BOTH {self.dialect.inline(BLANKS)} FROM {cell})"
        coded = f"POSITION(chr(38) IN {cell}) > 0 AND POSITION(chr(59) IN {cell}) > 0"
        begins = f"SUBSTRING({cell}, 1, 1) = chr(39) OR SUBSTRING({cell}, 1, 2) = chr(61) || chr(34)"
        hidden = f"{cell} <> {self.dialect.without(cell, HIDDEN)}"
        return f"({cell} <> {trim} OR {coded} OR {begins} OR {hidden})"

    def _plain(self) -> str:
        """Rows with a cell that is not trimmed are looked at closely; the others are compared as they are."""
        texts = [f"c.c{each}" for each in self.shape.texts]
        return self.dialect.number_of(f" || {BETWEEN} || ".join(texts)) if texts else "0"

    def _alike(self, alike: Alike, repeating: int) -> str:
        """Equal wherever the importer's texts are, 0 where none is stated, and where nobody looks for repeats."""
        cases = "".join(
            f"WHEN c.c{columns[-1]} <> '' THEN "
            f"{self.dialect.number_of(f' || {BETWEEN} || '.join(self._letters(f'c.c{each}') for each in columns))} "
            for columns in alike.columns
        )
        blank = "1" if alike.blank else "0"
        sought = "" if alike.always else f"WHEN coalesce(k.n, 0) >= {repeating} THEN 0 "
        return f"CASE {sought}{cases}ELSE {blank} END" if sought or cases else blank

    def _letters(self, cell: str) -> str:
        """The letters and figures of a cell, in one case; of a cell with other alphabets nothing is told apart."""
        plain = self.dialect.without(f"lower({cell})", "[^a-z0-9]")
        return f"CASE WHEN octet_length({cell}) = length({cell}) THEN {plain} ELSE chr(63) END"


def cells_of(table: str, columns: Sequence[Column]) -> str:
    """All rows of a table, every cell a text; `table` is a quoted name."""
    texts = ", ".join(f"{each.text} AS c{n}" for n, each in enumerate(columns))
    return f"SELECT {texts} FROM {table} AS t"


class NoName(Exception):
    """No name of a table; the argument says why."""


def parts_of_name(text: str) -> tuple[str, ...]:
    """The parts of a name such as `board.activities`; one with a full stop stands in double quotes. Raises NoName."""
    parts: list[str] = []
    rest = text
    while True:
        part, rest = _first_part(rest)
        if not part or "\0" in part:
            raise NoName("a part of it is empty" if not part else "it has a sign that no name has")
        parts.append(part)
        if not rest:
            return tuple(parts)
        if not rest.startswith(".") or len(parts) > 2:
            raise NoName("it has too many parts" if rest.startswith(".") else "a quote ends within it")
        rest = rest[1:]


def _first_part(text: str) -> tuple[str, str]:
    if not text.startswith('"'):
        part, dot, rest = text.partition(".")
        return part, dot + rest
    end = 1
    while (end := text.find('"', end)) >= 0 and text[end : end + 2] == '""':
        end += 2
    if end < 0:
        raise NoName("a quote does not end")
    return text[1:end].replace('""', '"'), text[end + 1 :]

"""Claims that stand twice, with different contents: nobody can tell which of them is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.records.folding import folded_heading
from cedsl.records.headings import FieldNamed, Part
from cedsl.records.mend import Mended, Source
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading, Row


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The columns of one of the tables that are compared: the number of the claim, whose it is, and all but notes."""

    table: int
    heading: Heading
    member: Heading
    names: tuple[tuple[str, int], ...]

    def said(self, row: Row) -> tuple[tuple[str, str], ...]:
        return tuple((name, cell) for name, index in self.names if (cell := row.cell(index)))


_Claim: TypeAlias = tuple[_Numbered, Row]


def with_claims_apart(tables: Sequence[Mended], about: Source) -> tuple[Mended, ...]:
    """Rows of one member that have one number and say different things are held, all of them, in whatever order they
    stand. Rows that say the same are told apart from duplicates later.
    """
    found = [(_numbered(number, mended, about), mended) for number, mended in enumerate(tables)]
    numbered = [(columns, mended) for columns, mended in found if columns is not None]
    return tuple(tables) if _each_once(numbered) else _apart(numbered, tables)


def _apart(numbered: Sequence[tuple[_Numbered, Mended]], tables: Sequence[Mended]) -> tuple[Mended, ...]:
    groups: dict[tuple[str, str], list[_Claim]] = {}
    for columns, mended in numbered:
        for key, row in _claims(columns, mended):
            groups.setdefault(key, []).append((columns, row))
    found: dict[int, list[tuple[int, Remark]]] = {}
    for several in (each for each in groups.values() if len(each) > 1):
        if len({columns.said(row) for columns, row in several}) > 1:
            for claim in several:
                found.setdefault(claim[0].table, []).append((claim[1].number, _remark(claim, several, tables)))
    return tuple(mended.remarking(found.get(number, ())) for number, mended in enumerate(tables))


def _numbered(number: int, mended: Mended, about: Source) -> _Numbered | None:
    """None where no column holds the numbers of claims."""
    columns = mended.columns(about)
    heading, member = columns.first(FieldNamed("activity-id")), columns.first(Part.MEMBER)
    if heading is None or member is None or not _says_of_what(heading, about):
        return None
    notes = columns.first(FieldNamed("notes"))
    names = tuple((folded_heading(each.text), each.index) for each in mended.table.header if each != notes)
    return _Numbered(number, heading, member, names)


def _each_once(numbered: Sequence[tuple[_Numbered, Mended]]) -> bool:
    """Whether every row has a number of its own, whoever's it is: the columns show it at one look."""
    found = [mended.table.column(columns.heading.index) for columns, mended in numbered]
    rows = sum(len(mended.table.rows) for _, mended in numbered)
    if sum(map(len, found)) < rows:
        return False
    return (len(found) == 1 and _in_one_case(found[0])) or len(set(map(str.casefold, chain(*found)))) == rows


def _in_one_case(cells: Iterable[str]) -> bool:
    """Whether no two of the cells can be different in case alone."""
    text = "".join(cells)
    return text.isascii() and text in (text.upper(), text.lower())


def _claims(columns: _Numbered, mended: Mended) -> Iterator[tuple[tuple[str, str], Row]]:
    """The rows that have a number, by member and number, but for those that wait for approval or are no data."""
    for row in mended.table.rows:
        text = row.cell(columns.heading.index)
        settled = mended.settled.get(row.number)
        if text and (settled is None or settled.reason == "rejected"):
            yield (row.cell(columns.member.index), text.casefold()), row


def _says_of_what(heading: Heading, about: Source) -> bool:
    """A column that is called `id` and nothing more may number anything, unless somebody settled what."""
    word = folded_heading(heading.text)
    return word != "id" or word in about.vocabulary.settled


def _remark(claim: _Claim, several: Sequence[_Claim], tables: Sequence[Mended]) -> Remark:
    columns, row = claim
    other, twin = next(each for each in several if each[0].said(each[1]) != columns.said(row))
    table = tables[other.table].table
    where = "" if other.table == columns.table else f" of {table.sheet or table.source.name}"
    cell = row.cell(columns.heading.index)
    words = f"the same {quoted(columns.heading.text)}, {quoted(cell)}, and says other things"
    sentence = f"row {twin.number}{where} has {words}: which of the two counts?"
    return Remark(Outcome.HELD, "claim-twice", sentence, columns.heading.text, cell)

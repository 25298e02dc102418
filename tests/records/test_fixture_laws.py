"""What holds of all fixtures: no row is lost, their order means nothing, and what is held never helps."""

from __future__ import annotations

import io
import random
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange

from cedsl.assessment import assess
from cedsl.model import Ruleset, resolve, schema_of
from cedsl.model.ruleset import Word
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.outcome import Outcome, Records, Unreadable
from cedsl.records.profile import Profile
from cedsl.records.read import read_files
from cedsl.records.schema import Schema
from cedsl.source import Source
from cedsl.syntax import parse
from tests.records import fixture_profiles as profiles
from tests.records.fixture_workbook import workbook
from tests.records.test_fixtures import FIXTURES, RUN, SKILLS, content

pytestmark = pytest.mark.property


Piece: TypeAlias = str | tuple[tuple[object, ...], ...]
"""What can be moved within a file: a line of text; of a workbook a row, or rows that one merged cell holds together."""


@dataclass(frozen=True)
class Fixture(ABC):
    """A fixture: the rows above its data, its data in pieces, and what may stand below them."""

    name: str
    profile: Profile
    above: int
    schema: Schema = FIXTURES
    codec: str = "utf-8"
    below: int = 0

    def read(self, *several: bytes) -> tuple[Records, ...]:
        files = [(f"{number}-{self.name}", data) for number, data in enumerate(several)]
        found = read_files(files, self.schema, self.profile, RUN)
        assert isinstance(found, tuple), found
        return found

    @abstractmethod
    def length(self) -> int:
        """How many rows the file has."""

    @abstractmethod
    def data(self) -> list[Piece]:
        """The pieces between what stands above and below them."""

    @abstractmethod
    def with_data(self, pieces: Sequence[Piece]) -> bytes:
        """The file with other pieces in their place."""

    @abstractmethod
    def rows(self, pieces: Sequence[Piece]) -> int:
        """How many rows the pieces have."""

    @abstractmethod
    def fragments(self) -> list[Piece]:
        """The beginning of a row, and a row without anything."""

    @abstractmethod
    def damaged(self, data: st.DataObject) -> bytes:
        """The file with foreign pieces in it."""


class Text(Fixture):
    """A fixture of lines."""

    def _lines(self) -> list[str]:
        return content(self.name).decode(self.codec).splitlines(keepends=True)

    def length(self) -> int:
        return len(self._lines())

    def data(self) -> list[Piece]:
        return [*self._lines()[self.above : self.length() - self.below]]

    def with_data(self, pieces: Sequence[Piece]) -> bytes:
        lines = self._lines()
        return "".join(map(str, [*lines[: self.above], *pieces, *lines[len(lines) - self.below :]])).encode(self.codec)

    def rows(self, pieces: Sequence[Piece]) -> int:
        return len(pieces)

    def fragments(self) -> list[Piece]:
        return [str(self.data()[0]).strip("\r\n")[:5] + "\n", "\n"]

    def damaged(self, data: st.DataObject) -> bytes:
        text = content(self.name).decode(self.codec)
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(text)))
            text = text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 6)) :]
        return text.encode(self.codec, "replace")


class Book(Fixture):
    """A fixture that is a workbook of one sheet; the rows of a merged block stay together, and stay merged."""

    def _sheet(self) -> tuple[list[tuple[object, ...]], list[CellRange]]:
        (sheet,) = load_workbook(io.BytesIO(content(self.name))).worksheets
        return list(sheet.values), list(sheet.merged_cells.ranges)

    def length(self) -> int:
        return len(self._sheet()[0])

    def data(self) -> list[Piece]:
        rows, merged = self._sheet()
        pieces: list[Piece] = []
        number = self.above + 1
        while number <= len(rows) - self.below:
            last = max([number, *(block.max_row for block in merged if block.min_row == number)])
            pieces.append(tuple(rows[number - 1 : last]))
            number = last + 1
        return pieces

    def with_data(self, pieces: Sequence[Piece]) -> bytes:
        rows, (block,) = self._sheet()
        column = block.coord[0]
        below = rows[len(rows) - self.below :]
        rows, blocks = rows[: self.above], []
        for piece in pieces:
            if len(piece) > 1:
                blocks.append(f"{column}{len(rows) + 1}:{column}{len(rows) + len(piece)}")
            rows += piece
        return workbook([*rows, *below], blocks)

    def rows(self, pieces: Sequence[Piece]) -> int:
        return sum(map(len, pieces))

    def fragments(self) -> list[Piece]:
        return [(self._sheet()[0][self.above][:1],), ((),)]

    def damaged(self, data: st.DataObject) -> bytes:
        rows, merged = self._sheet()
        cells = [list(row) for row in rows]
        for _ in range(data.draw(st.integers(1, 3))):
            row = data.draw(st.sampled_from(cells))
            row[data.draw(st.integers(0, len(row) - 1))] = data.draw(PIECES.filter(lambda piece: piece != "\x00"))
        return workbook(cells, [block.coord for block in data.draw(st.sampled_from([merged, []]))])


FIXTURE_FILES = (
    Text("roster_positional.csv", profiles.ROSTER, 0),
    Text("excel_de.csv", profiles.EXCEL_DE, 1),
    Text("mixed_dates.csv", profiles.MIXED, 1),
    Text("zoom_participants.csv", profiles.ZOOM, 4),
    Text("webex_attendees.csv", profiles.WEBEX, 1, codec="utf-16-le"),
    Text("wide_units.csv", profiles.WIDE, 1, SKILLS),
    Text("lms_completions.csv", profiles.LMS, 1),
    Text("personal_log.csv", profiles.LOG, 3, codec="cp1252", below=1),
    Book("personal_log.xlsx", profiles.LOG, 3, below=1),
)
EVERY = pytest.mark.parametrize("fixture", FIXTURE_FILES, ids=lambda each: each.name)

ROW = re.compile(r"\brow [0-9]+")


def said(activity: Activity) -> str:
    """Everything that an activity says, without its place in the file."""
    return repr(replace(activity, row=0, file="", fields=dict(sorted(activity.fields.items()))))


def heard(row: HeldRow) -> tuple[str, ...]:
    return row.member, ROW.sub("row", row.question), *sorted(map(said, row.readings))


def verdicts(records: Records) -> tuple[Counter[str], Counter[tuple[str, ...]], Counter[Outcome]]:
    """What any verdict can hang on."""
    return (
        Counter(map(said, records.activities)),
        Counter(map(heard, records.held)),
        Counter(each.outcome for each in records.outcomes),
    )


def conserved(records: Records, rows: int) -> None:
    """Every row of the file has one outcome, by its number, and what is used or held is there."""
    assert [each.row for each in records.outcomes] == list(range(1, rows + 1))
    counts = Counter(each.outcome for each in records.outcomes)
    assert sum(counts.values()) == rows
    merged = sum(each.reason == "merged" for each in records.outcomes)
    assert counts[Outcome.USED] + counts[Outcome.NOTED] - merged == len(records.activities)
    assert counts[Outcome.HELD] == len(records.held)
    assert all(row.readings for row in records.held)


def orders(rows: list[Piece]) -> list[list[Piece]]:
    """All orders of few rows; of more, some that look like no order at all, always the same."""
    if len(rows) <= 4:
        return [list(each) for each in permutations(rows)]
    dice = random.Random(7)
    return [rows[::-1], rows[1:] + rows[:1], *(dice.sample(rows, len(rows)) for _ in range(40))]


@EVERY
def test_no_row_is_lost(fixture: Fixture) -> None:
    (records,) = fixture.read(content(fixture.name))
    conserved(records, fixture.length())


@EVERY
def test_the_order_of_rows_changes_no_verdict(fixture: Fixture) -> None:
    before = verdicts(fixture.read(content(fixture.name))[0])
    for rows in orders(fixture.data()):
        (records,) = fixture.read(fixture.with_data(rows))
        conserved(records, fixture.length())
        assert verdicts(records) == before, rows


def test_a_workbook_that_is_put_together_again_reads_the_same() -> None:
    """Its pieces are rows 4 and 5, which the block of `Ethics` holds together, and 6, 7 and 8."""
    fixture = next(each for each in FIXTURE_FILES if isinstance(each, Book))
    assert [fixture.rows([each]) for each in fixture.data()] == [2, 1, 1, 1]
    assert fixture.read(fixture.with_data(fixture.data())) == fixture.read(content(fixture.name))


def test_a_merged_block_says_its_word_of_each_row_in_any_order() -> None:
    """Row 5 stands above row 4 now, and the word stands in the first cell of the block, as a spreadsheet keeps it."""
    fixture = next(each for each in FIXTURE_FILES if isinstance(each, Book))
    (above, below), *others = fixture.data()
    turned = ((*below[:2], above[2], *below[3:]), (*above[:2], None, *above[3:]))
    (before,) = fixture.read(content(fixture.name))
    (records,) = fixture.read(fixture.with_data([turned, *others]))
    assert records.outcomes[4].sentence == "`Ethics` was filled from the merged cell above"
    assert Counter(map(said, records.activities)) == Counter(map(said, before.activities))
    assert Counter(map(heard, records.held)) == Counter(map(heard, before.held))


@EVERY
def test_no_row_is_lost_where_some_are_added(fixture: Fixture) -> None:
    rows = fixture.data()
    for more in (rows[:1], rows[-1:], rows, *([each] for each in fixture.fragments())):
        (records,) = fixture.read(fixture.with_data([*rows, *more]))
        conserved(records, fixture.length() + fixture.rows(more))


@EVERY
def test_no_row_is_lost_where_files_are_read_together(fixture: Fixture) -> None:
    one, other = fixture.read(content(fixture.name), fixture.with_data(fixture.data()[::-1]))
    conserved(one, fixture.length())
    conserved(other, fixture.length())


@pytest.mark.parametrize("name", ["zoom_participants.csv", "webex_attendees.csv"])
def test_an_attendance_report_that_is_given_twice_counts_once(name: str) -> None:
    fixture = next(each for each in FIXTURE_FILES if each.name == name)
    one, other = fixture.read(content(name), content(name))
    assert one.activities and not other.activities
    assert {row.member for row in other.held} <= {""}


# ------------------------------------------------------------------------------------------ held rows and verdicts


def ruleset(text: str) -> Ruleset:
    source = Source("rules.ce", text)
    found = resolve(parse(source).file, source)
    assert found.ruleset is not None, found.diagnostics
    return found.ruleset


ANY = "category ethics\ncategory hr\nrequire 8h in cycle calendar year\n"
RULES = {
    "roster_positional.csv": "require 3h in cycle calendar year\n",
    "wide_units.csv": 'category ways "Ways of Working"\ncategory power "Power Skills"\n'
    'category acumen "Business Acumen"\nrequire 8h in cycle calendar year\n',
}


@EVERY
def test_a_held_row_never_helps(fixture: Fixture) -> None:
    """Whoever falls short may depend on what is held; nobody meets the rules by it."""
    rules = ruleset(RULES.get(fixture.name, ANY))
    found = read_files([("f", content(fixture.name))], schema_of(rules), fixture.profile, RUN)
    assert isinstance(found, tuple)
    (records,) = found
    for member in {each.member for each in (*records.activities, *records.held)} - {""}:
        own = [each for each in records.activities if each.member == member]
        held = [each for each in records.held if each.member == member]
        as_of = date(2024 if fixture.profile.header == 0 else 2025, 12, 31)
        without = assess(rules, member, own, (), {}, as_of).verdict
        beside = assess(rules, member, own, held, {}, as_of).verdict
        assert without in {Word.SHORT, Word.MET}
        assert beside in {without, Word.DEPENDS}


# -------------------------------------------------------------------------------------------------- damaged files

PIECES = st.sampled_from(
    ["", "\n", ",", ";", "\t", '"', "=", '="x"', "&#0;", "&amp;", "Total", "25:61", "9:00 PM", "2025-02-03 09:00", "Z",
     "a=b", "\x00", "1/3", "0.33", "PT1H", "-", "Member: X", "99999999999999", "\u0663", "Pending", "50-", "=1+1"]
)  # fmt: skip


@EVERY
@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damage_ends_in_outcomes_or_a_sentence(fixture: Fixture, data: st.DataObject) -> None:
    found = read_files([("f", fixture.damaged(data))], fixture.schema, fixture.profile, RUN)
    if isinstance(found, Unreadable):
        assert found.diagnostics
        return
    for records in found:
        conserved(records, len(records.outcomes))

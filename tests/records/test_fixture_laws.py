"""What holds of all fixtures: no row is lost, their order means nothing, and what is held never helps."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from tests.records.test_fixtures import FIXTURES, RUN, SKILLS, content

pytestmark = pytest.mark.property


@dataclass(frozen=True)
class Fixture:
    """A fixture as text: the rows above its data, its data, and what may stand below them."""

    name: str
    profile: Profile
    above: int
    schema: Schema = FIXTURES
    codec: str = "utf-8"
    below: int = 0

    def lines(self) -> list[str]:
        return content(self.name).decode(self.codec).splitlines(keepends=True)

    def data(self) -> list[str]:
        return self.lines()[self.above : len(self.lines()) - self.below]

    def with_data(self, rows: list[str]) -> bytes:
        lines = self.lines()
        return "".join([*lines[: self.above], *rows, *lines[len(lines) - self.below :]]).encode(self.codec)

    def read(self, *several: bytes) -> tuple[Records, ...]:
        files = [(f"{number}-{self.name}", data) for number, data in enumerate(several)]
        found = read_files(files, self.schema, self.profile, RUN)
        assert isinstance(found, tuple), found
        return found


TEXTS = (
    Fixture("roster_positional.csv", profiles.ROSTER, 0),
    Fixture("excel_de.csv", profiles.EXCEL_DE, 1),
    Fixture("mixed_dates.csv", profiles.MIXED, 1),
    Fixture("zoom_participants.csv", profiles.ZOOM, 4),
    Fixture("webex_attendees.csv", profiles.WEBEX, 1, codec="utf-16-le"),
    Fixture("wide_units.csv", profiles.WIDE, 1, SKILLS),
    Fixture("lms_completions.csv", profiles.LMS, 1),
    Fixture("personal_log.csv", profiles.LOG, 3, codec="cp1252", below=1),
)
EVERY = pytest.mark.parametrize("fixture", TEXTS, ids=lambda each: each.name)

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


def orders(rows: list[str]) -> list[list[str]]:
    """All orders of few rows; of more, some that look like no order at all, always the same."""
    if len(rows) <= 4:
        return [list(each) for each in permutations(rows)]
    dice = random.Random(7)
    return [rows[::-1], rows[1:] + rows[:1], *(dice.sample(rows, len(rows)) for _ in range(40))]


@EVERY
def test_no_row_is_lost(fixture: Fixture) -> None:
    (records,) = fixture.read(content(fixture.name))
    conserved(records, len(fixture.lines()))


@EVERY
def test_the_order_of_rows_changes_no_verdict(fixture: Fixture) -> None:
    before = verdicts(fixture.read(content(fixture.name))[0])
    for rows in orders(fixture.data()):
        (records,) = fixture.read(fixture.with_data(rows))
        conserved(records, len(fixture.lines()))
        assert verdicts(records) == before, rows


@EVERY
def test_no_row_is_lost_where_some_are_added(fixture: Fixture) -> None:
    rows = fixture.data()
    for more in (rows[:1], rows[-1:], rows, [rows[0].strip("\r\n")[:5] + "\n"], ["\n"]):
        (records,) = fixture.read(fixture.with_data([*rows, *more]))
        conserved(records, len(fixture.lines()) + len(more))


@EVERY
def test_no_row_is_lost_where_files_are_read_together(fixture: Fixture) -> None:
    one, other = fixture.read(content(fixture.name), fixture.with_data(fixture.data()[::-1]))
    conserved(one, len(fixture.lines()))
    conserved(other, len(fixture.lines()))


@pytest.mark.parametrize("name", ["zoom_participants.csv", "webex_attendees.csv"])
def test_an_attendance_report_that_is_given_twice_counts_once(name: str) -> None:
    fixture = next(each for each in TEXTS if each.name == name)
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
    text = content(fixture.name).decode(fixture.codec)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 6)) :]
    found = read_files([("f", text.encode(fixture.codec, "replace"))], fixture.schema, fixture.profile, RUN)
    if isinstance(found, Unreadable):
        assert found.diagnostics
        return
    for records in found:
        conserved(records, len(records.outcomes))

"""What must hold of whatever is read: every row has one outcome, or a problem has its place; what was read can be
written so that it reads back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from cedsl.diagnostic import show
from cedsl.records.activity import Activity
from cedsl.records.canonical import clean_members, clean_records
from cedsl.records.outcome import Outcome, Outcomes, Records, Register, Unreadable
from cedsl.records.profile import About, ColumnSetting, Profile
from cedsl.records.profile_toml import profile_text, read_profile
from cedsl.records.questions import Choice
from cedsl.records.read import read_files
from cedsl.records.register import read_members
from cedsl.records.schema import Schema
from cedsl.workspace.files import Unread
from cedsl.workspace.importing import Imported, Sources, held, saved, settle, understand
from tests.fuzz.cases import ACCOUNTS, Case, case
from tests.fuzz.originals import schemas, settled
from tests.records.test_fixtures import RUN


def judge(label: str) -> str:
    """What came of the case of that label, in a word. An exception of any kind is a failure."""
    return judged(case(label))


def judged(each: Case) -> str:
    profile, schema = settled()[each.profile], schemas()[each.schema]
    if each.toml is not None:
        found = read_profile("profile.toml", each.toml)
        if isinstance(found, Unreadable):
            return refused(found, "CE320", "CE329")
        rewritten(found)
        profile = found
    if each.sort == ACCOUNTS:
        (name, data), *_ = each.files
        came = of_members(name, data, schema, profile)
    else:
        came = of_records(each, schema, profile)
    if each.shown:
        about = About.MEMBERS if each.sort == ACCOUNTS else About.RECORDS
        shown(Sources(each.files, schema, about, RUN), profile)
    return came


def of_records(each: Case, schema: Schema, profile: Profile) -> str:
    read = read_files(each.files, schema, profile, each.horizon)
    if isinstance(read, Unreadable):
        return refused(read, "CE300", "CE319")
    assert read, "no table at all"
    for records in read:
        added_up(records)
    activities = tuple(activity for records in read for activity in records.activities)
    fixed(activities, schema, each)
    return "read" if activities else "nothing used"


def of_members(name: str, data: bytes, schema: Schema, profile: Profile) -> str:
    read = read_members(name, data, schema, profile)
    if isinstance(read, Unreadable):
        return refused(read, "CE300", "CE319")
    numbered(read.outcomes)
    sayable(read.notices)
    assert all(values for facts in read.facts.values() for values in facts.values())
    text = clean_members(read.facts, schema)
    again = read_members("clean.csv", text.encode(), schema)
    assert isinstance(again, Register), again
    assert again.facts == read.facts, (again.facts, read.facts)
    assert clean_members(again.facts, schema) == text
    return "read" if read.facts else "nothing used"


def refused(found: Unreadable, first: str, last: str) -> str:
    """Every problem lies in the text that it points into, and can be shown."""
    assert found.diagnostics
    size = len(found.source.text)
    for problem in found.diagnostics:
        assert first <= problem.code <= last, problem.code
        assert problem.message == problem.message.strip() and "\n" not in problem.message, problem.message
        for label in (problem.primary, *problem.secondary):
            assert 0 <= label.span.start <= label.span.end <= max(size, 1), (label.span, size)
        sayable([show(problem, found.source)])
    return found.diagnostics[0].code


def sayable(sentences: Iterable[str]) -> None:
    """Nothing is empty, and all can be written on any screen."""
    for each in sentences:
        assert each.strip()
        each.encode()


def numbered(outcomes: Outcomes) -> Counter[Outcome]:
    """Every row has one outcome, by its number, and says why it is not simply used."""
    counts: Counter[Outcome] = Counter()
    for number, each in enumerate(outcomes, 1):
        assert each.row == number, (each.row, number)
        assert (each.reason == "") == (each.sentence == "") == (each.outcome is Outcome.USED), each
        sayable([each.sentence] if each.sentence else [])
        f"{each.column}{each.cell}{each.member}{each.sheet}".encode()
        counts[each.outcome] += 1
    assert counts.total() == len(outcomes)
    return counts


def added_up(records: Records) -> None:
    """What is used or held is there, once for each row that is."""
    counts = numbered(records.outcomes)
    merged = sum(each.reason == "merged" for each in records.outcomes)
    assert counts[Outcome.USED] + counts[Outcome.NOTED] - merged == len(records.activities), counts
    assert counts[Outcome.HELD] == len(records.held), counts
    assert all(row.readings and row.question for row in records.held)
    good = {each.row for each in records.outcomes if each.outcome in {Outcome.USED, Outcome.NOTED}}
    assert all(each.row in good and each.member for each in records.activities)
    assert {row.row for row in records.held} == {e.row for e in records.outcomes if e.outcome is Outcome.HELD}
    sayable(records.notices)


def fixed(activities: tuple[Activity, ...], schema: Schema, each: Case) -> None:
    """The clean file reads back as what it was written from, and is then written the same."""
    clean = clean_records(activities, schema, each.horizon)
    kept = [activity for activity in activities if not any(activity is out for out in clean.left_out)]
    assert len(kept) + len(clean.left_out) == len(activities)
    read = read_files([("clean.csv", clean.text.encode())], schema, horizon=each.horizon)
    assert isinstance(read, tuple), read
    (again,) = read
    assert list(again.activities) == kept
    assert again.held == ()
    assert clean_records(again.activities, schema, each.horizon).text == clean.text


def rewritten(profile: Profile) -> None:
    """A profile that was read is written so that it reads back the same."""
    text = profile_text(profile)
    again = read_profile("again.toml", text.encode())
    assert isinstance(again, Profile), again
    columns = {heading: each for heading, each in profile.columns.items() if each != ColumnSetting()}
    assert again == replace(profile, columns=columns), (again, profile)
    assert profile_text(again) == text


def shown(sources: Sources, profile: Profile) -> None:
    """What `cedsl import` shows and asks, the rows to work through, and what each answer comes to."""
    imported = understand(sources, profile)
    if isinstance(imported, Unread):
        refused(Unreadable("", imported.diagnostics, imported.source), "CE300", "CE319")
        return
    held(imported).encode()
    sayable(notice for each in imported.read for notice in each.notices())
    assert isinstance(read_profile("saved.toml", saved(imported).encode()), Profile)
    for question in imported.questions[:MOST_ANSWERS]:
        sayable([question.text, *(choice.words for choice in question.choices)])
        assert question.choices
        settled_by(question.choices[-1], imported)


def settled_by(choice: Choice, imported: Imported) -> None:
    """An answer can be kept, and the files are read again under it."""
    answered = settle(imported, choice)
    if not isinstance(answered, Unread):
        rewritten(answered.profile)


MOST_ANSWERS = 3

"""Profiles in files: what is written reads back the same, and what is wrong is told in its place."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cedsl.records.days import Order
from cedsl.records.folding import folded, folded_heading
from cedsl.records.numerals import Mark
from cedsl.records.outcome import Unreadable
from cedsl.records.profile import About, ColumnSetting, Hours, Profile, SessionSetting, Status
from cedsl.records.profile_settings import Setting, settings
from cedsl.records.profile_toml import profile_text, read_profile, settled

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
SAID = TEXT.filter(bool)
HEADING = TEXT.filter(folded_heading)


def spelled_once(keys, fold):
    return st.lists(keys, max_size=4, unique_by=fold)


@st.composite
def mappings(draw, keys, values, fold):
    return {key: draw(values) for key in draw(spelled_once(keys, fold))}


COLUMNS = st.builds(
    ColumnSetting,
    means=st.none() | SAID,
    order=st.none() | st.sampled_from(Order),
    decimals=st.sampled_from((None, Mark.POINT, Mark.COMMA)),
    unit=st.none() | SAID,
    values=mappings(TEXT, TEXT, folded),
    prefix=TEXT,
    fill=st.booleans(),
).filter(lambda column: column != ColumnSetting())

PROFILES = st.builds(
    Profile,
    name=TEXT,
    title=TEXT,
    about=st.sampled_from(About),
    encoding=st.sampled_from(("", "utf-8", "utf-16-le", "utf-16-be", "cp1252")),
    separator=st.sampled_from(("", "comma", "semicolon", "tab", "bar")),
    header=st.none() | st.integers(0, 1_000_000),
    sheet=TEXT,
    order=st.none() | st.sampled_from(Order),
    decimals=st.sampled_from((None, Mark.POINT, Mark.COMMA)),
    serials=st.booleans(),
    thirds=st.booleans(),
    whole=st.booleans(),
    hours=st.sampled_from(Hours),
    columns=mappings(HEADING, COLUMNS, folded_heading),
    statuses=mappings(TEXT, st.sampled_from(Status), folded),
    courses=mappings(TEXT, TEXT, folded),
    either=st.lists(st.lists(TEXT, min_size=2, max_size=3).map(tuple), max_size=2).map(tuple),
    known_by=TEXT,
    session=st.none() | st.builds(SessionSetting, TEXT, TEXT),
    member=TEXT,
)


@pytest.mark.property
@given(PROFILES)
def test_what_is_written_reads_back_the_same(profile: Profile) -> None:
    text = profile_text(profile)
    assert read_profile("p.toml", text.encode()) == profile
    assert profile_text(settled(profile, ())) == text


@pytest.mark.property
@given(PROFILES)
def test_each_setting_is_one_line_and_together_they_are_the_profile(profile: Profile) -> None:
    """Whoever copies a line from a question into a profile has settled it."""
    lines = [each.line() for each in settings(profile)]
    assert all("\n" not in line and tomllib.loads(line) for line in lines)
    assert read_profile("p.toml", "\n".join(lines).encode()) == profile
    assert settled(Profile(), settings(profile)) == profile


def test_a_profile_as_a_file() -> None:
    profile = Profile(
        title='The "old" portal',
        separator="semicolon",
        header=3,
        order=Order.DAY_FIRST,
        columns={
            "Datum": ColumnSetting(means="date"),
            "Art der Stunde": ColumnSetting(means="category", values={"Ethik": "ethics", "": "general"}, fill=True),
        },
        statuses={"abgeschlossen": Status.APPROVED},
        either=(("Course", "Own course"),),
    )
    assert profile_text(profile) == (
        'title = "The \\"old\\" portal"\n'
        'about = "records"\n'
        'separator = "semicolon"\n'
        "header = 3\n"
        'order = "day first"\n'
        'either = [["Course", "Own course"]]\n'
        "\n"
        'columns.Datum.means = "date"\n'
        'columns."Art der Stunde".means = "category"\n'
        'columns."Art der Stunde".fill = true\n'
        'columns."Art der Stunde".values.Ethik = "ethics"\n'
        'columns."Art der Stunde".values."" = "general"\n'
        "\n"
        'statuses.abgeschlossen = "approved"\n'
    )


SECTIONS = """\
# The portal writes its days as in America.
Separator = "Semicolon"
known_by = "e-mail"

[columns.Datum]
means = "date"
order = "Month-First"

[columns."Art der Stunde"]
values = { Ethik = "ethics" }
"""


def test_sections_and_other_spellings_are_read() -> None:
    assert read_profile("p.toml", SECTIONS.encode()) == Profile(
        separator="semicolon",
        known_by="e-mail",
        columns={
            "Datum": ColumnSetting("date", Order.MONTH_FIRST),
            "Art der Stunde": ColumnSetting(values={"Ethik": "ethics"}),
        },
    )


def test_a_setting_replaces_what_was_settled_before_in_any_spelling() -> None:
    before = Profile(columns={"Datum": ColumnSetting("date", Order.MONTH_FIRST)})
    after = settled(before, [Setting(("columns", "DATUM:", "order"), "day first")])
    assert after == Profile(columns={"Datum": ColumnSetting("date", Order.DAY_FIRST)})


def problems(text: str | bytes) -> list[tuple[str, int, str, str | None]]:
    """Code, line, the words pointed at, and the help, of each problem."""
    found = read_profile("p.toml", text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Unreadable), found
    return [
        (each.code, found.source.line_of(each.primary.span.start), found.source.text_at(each.primary.span), each.help)
        for each in found.diagnostics
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "words", "help_"),
    [
        ('order = "day first"\nordr = "x"\n', "CE321", 2, "ordr", "did you mean `order`?"),
        ("[columns.Datum]\nmean = 'date'\n", "CE321", 2, "mean", "did you mean `means`?"),
        ("columns.Datum.mean = 'date'\n", "CE321", 1, "columns.Datum.mean", "did you mean `means`?"),
        ("[colums.Datum]\nmeans = 'date'\n", "CE321", 1, "colums.Datum", "did you mean `columns`?"),
        ("x = 1\n", "CE321", 1, "x", None),
        ('\norder = "day frist"\n', "CE322", 2, "order", "did you mean `day first`?"),
        ("order = 1\n", "CE322", 1, "order", None),
        ("header = true\n", "CE322", 1, "header", None),
        ("header = -1\n", "CE322", 1, "header", None),
        ('serials = "yes"\n', "CE322", 1, "serials", None),
        ("title = 1.5\n", "CE322", 1, "title", None),
        ('columns = "date"\n', "CE322", 1, "columns", None),
        ('[columns]\nDatum = "date"\n', "CE322", 2, "Datum", None),
        ('either = [["a"]]\n', "CE322", 1, "either", 'as in: [["Course", "Own course"]]'),
        ("either = []\neither2 = 1\n", "CE321", 2, "either2", "did you mean `either`?"),
        ('[session]\nstart = "Start"\n', "CE322", 1, "session", None),
        ('statuses.ok = "fine"\n', "CE322", 1, "statuses.ok", None),
        ('columns."#".means = "date"\n', "CE322", 1, 'columns."#".means', None),
        ('columns.Datum.means = "date"\ncolumns.DATUM.fill = true\n', "CE323", 2, "columns.DATUM.fill", "keep one of the two"),
        ('courses.A1 = "2h"\ncourses.a1 = "3h"\n', "CE323", 2, "courses.a1", "keep one of the two"),
        ('known-by = "x"\nknown_by = "y"\n', "CE323", 2, "known_by", "keep one of the two"),
    ],
)
def test_a_wrong_setting_is_told_in_its_place(text: str, code: str, line: int, words: str, help_: str | None) -> None:
    (found,) = problems(text)
    assert found[:3] == (code, line, words)
    assert help_ is None or found[3] == help_


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("order day first\n", 1),
        ('title = "x"\norder = "day first\n', 2),
        ('title = "x"\ntitle = "y"\n', 2),
        ("[columns.A]\nfill = true\n[columns.A]\nfill = false\n", 3),
        ("either = [", 1),
        (b"title = 'x'\norder = '\xff'\n", 2),
    ],
)
def test_what_is_no_toml_is_told_in_its_place(text: str | bytes, line: int) -> None:
    (found,) = problems(text)
    assert found[:2] == ("CE320", line)


def test_several_problems_are_told_at_once() -> None:
    found = problems('ordr = 1\nheader = "x"\n\n[columns.A]\nfil = true\n')
    assert [(code, line) for code, line, _, _ in found] == [("CE321", 1), ("CE322", 2), ("CE321", 5)]


@pytest.mark.property
@given(st.binary(max_size=60) | TEXT.map(str.encode))
def test_any_bytes_are_a_profile_or_have_a_problem(data: bytes) -> None:
    found = read_profile("p.toml", data)
    assert isinstance(found, Profile) or found.diagnostics

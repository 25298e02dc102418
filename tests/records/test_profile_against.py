"""What a profile says that its rules cannot mean is told in its place; what its file does not have is a notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cedsl.records import read_files, read_members
from cedsl.records.outcome import Outcome, Register
from cedsl.records.profile import Profile
from cedsl.records.profile_against import against
from cedsl.records.profile_toml import profile_source, read_profile
from cedsl.records.read import source_of
from cedsl.records.register import members_source
from cedsl.records.schema import Elsewhere
from tests.records.examples import SCHEMA

MINUTES_OF_BREAKS = 'columns.breaks.unit = "minutes"\n'


def profile(text: str) -> Profile:
    found = read_profile("p.toml", text.encode())
    assert isinstance(found, Profile), found
    return found


def problems(text: str, schema=SCHEMA) -> list[tuple[str, int, int, str, str | None]]:
    """Code, line, column, message and help of each problem."""
    settled = profile(text)
    source = members_source if "members" in text else source_of
    file = profile_source("p.toml", text.encode())
    return [
        (
            each.code,
            file.line_of(each.primary.span.start),
            file.column_of(each.primary.span.start),
            each.message,
            each.help,
        )
        for each in against(source(schema, settled), file)
    ]


NO_AMOUNT = "take the line out, or say with `means` that the column holds the amount"
NO_DAY = "take the line out, or say with `means` that the column holds a day"
NO_NUMBER = "take the line out, or say with `means` that the column holds a number"


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "help_"),
    [
        ('\ncolumns.hours.unit = "houres"\n', 2, 1, "no unit is called `houres`", "did you mean `hours`?"),
        ('[columns.hours]\n  unit = "minuts"\n', 2, 3, "no unit is called `minuts`", "did you mean `minutes`?"),
        ('[Columns.hours]\nUnit = "minuts"\n', 2, 1, "no unit is called `minuts`", "did you mean `minutes`?"),
        (
            'columns.date.unit = "hours"\n',
            1,
            1,
            "the column `date` holds no amount, and `unit` is about amounts",
            NO_AMOUNT,
        ),
        (
            'columns.Fach.means = "category"\ncolumns.Fach.unit = "hours"\n',
            2,
            1,
            "the column `Fach` holds no amount, and `unit` is about amounts",
            NO_AMOUNT,
        ),
        (
            'columns.score.unit = "hours"\n',
            1,
            1,
            "the column `score` holds no amount, and `unit` is about amounts",
            NO_AMOUNT,
        ),
        (
            'columns.breaks.unit = "points"\n',
            1,
            1,
            "the column `breaks` holds a time, and points are none",
            "write a unit of time, such as `minutes`",
        ),
        (
            'columns.hours.order = "day first"\n',
            1,
            1,
            "the column `hours` holds no days, and `order` is about days",
            NO_DAY,
        ),
        (
            'columns.member.decimals = "comma"\n',
            1,
            1,
            "the column `member` holds no numbers, and `decimals` is about numbers",
            NO_NUMBER,
        ),
        (
            'columns.Ethik.means = "category Etics"\n',
            1,
            1,
            "no category is called `Etics`",
            "did you mean `Ethics`?",
        ),
        (
            'columns.X.means = "category Qqqq"\n',
            1,
            1,
            "no category is called `Qqqq`",
            "the rules know `Ethics`, `HR`, `SUB`",
        ),
        (
            'courses.A1 = "2 dogs"\n',
            1,
            1,
            "what the course `A1` is worth is not clear: no unit is called `dogs` (in `2 dogs`)",
            "write an amount with its unit, such as `2h` or `90 min`",
        ),
        (
            'about = "members"\ncolumns.class.order = "day first"\n',
            2,
            1,
            "the column `class` holds no days, and `order` is about days",
            NO_DAY,
        ),
    ],
)
def test_what_the_rules_cannot_mean(text: str, line: int, column: int, message: str, help_: str) -> None:
    assert problems(text) == [("CE322", line, column, message, help_)]


def test_where_no_unit_is_near_all_are_named() -> None:
    ((_, _, _, message, help_),) = problems('columns.hours.unit = "Einheiten"\n')
    assert message == "no unit is called `Einheiten`"
    assert help_ is not None
    assert help_.startswith("units that are known: `minutes`, `hours`, `points`")


@pytest.mark.parametrize(
    "text",
    [
        'columns.hours.unit = "Minutes"\n',
        'columns.hours.unit = "min."\n',
        MINUTES_OF_BREAKS,
        'columns.Ethics.unit = "hours"\n',
        'columns.region.unit = "hours"\ncolumns.region.order = "day first"\n',  # nobody knows what it holds
        'columns.hours.means = "nothing"\ncolumns.hours.order = "day first"\n',
        'columns.category.decimals = "comma"\n',
        'columns.Joined.order = "day first"\ncolumns.approved-on.order = "day first"\n',
        'columns.E.means = "category business ethics"\n',
        'courses.A1 = "2"\ncourses.A2 = "90 min"\n',
    ],
)
def test_what_the_rules_can_mean(text: str) -> None:
    assert problems(text) == []


def test_words_of_other_rules_of_the_check_are_words() -> None:
    beside = replace(SCHEMA, elsewhere=Elsewhere(categories=frozenset({"law"}), units=frozenset({"stars"})))
    assert problems('columns.hours.unit = "stars"\ncolumns.L.means = "category Law"\n', beside) == []


def read(text: str, settings: str, schema=SCHEMA):
    found = read_files([("a.csv", text.encode())], schema, profile(settings))
    assert isinstance(found, tuple), found
    return found[0]


def test_a_unit_may_be_written_in_any_way() -> None:
    """90 minutes of which 15 were breaks; of the ruleset's hours 3/2 and 1/4."""
    settings = 'columns.hours.unit = "Mins."\n' + MINUTES_OF_BREAKS
    (activity,) = read("member,date,hours,breaks\nM,2025-02-03,90,15\n", settings).activities
    assert (activity.amount.number, activity.amount.unit) == (90, "minute")
    assert activity.fields["breaks"] * 4 == 1


def test_a_unit_that_only_other_rules_know_states_no_amount() -> None:
    beside = replace(SCHEMA, elsewhere=Elsewhere(units=frozenset({"stars"})))
    records = read("member,date,hours\nM,2025-02-03,3\n", 'columns.hours.unit = "stars"\n', beside)
    (activity,) = records.activities
    assert activity.amount is None
    assert records.outcomes[1].sentence == "`stars` is a unit of other rules, so no amount is stated here"


def test_a_unit_that_nobody_knows_is_never_guessed() -> None:
    records = read("member,date,hours\nM,2025-02-03,3\nM,2025-02-04,1:30\n", 'columns.hours.unit = "houres"\n')
    assert [each.outcome for each in records.outcomes] == [Outcome.SKIPPED, Outcome.HELD, Outcome.USED]
    assert records.outcomes[1].sentence == "no unit is called `houres` (in `3 houres`)"


def test_what_the_file_does_not_have_is_said() -> None:
    settings = (
        'known-by = "E-mail"\neither = [["Hours", "Own hours"]]\n'
        'columns.Stunden.means = "hours"\ncolumns.hours.decimals = "point"\n'
        'session = { start = "Start Time", end = "End Time" }\n'
    )
    assert read("member,date,hours\nM,2025-02-03,1.5\n", settings).notices == (
        "the profile speaks of the column `Stunden`, which is not here",
        "the profile speaks of the column `E-mail`, which is not here",
        "the profile speaks of the column `Own hours`, which is not here",
        "the profile speaks of `Start Time` above the header, which is not there",
        "the profile speaks of `End Time` above the header, which is not there",
    )


def test_a_meaning_that_was_likely_misspelt_is_said() -> None:
    settings = 'columns.Fach.means = "catgory"\ncolumns.Raum.means = "Raum"\ncolumns.Ort.means = "zzz"\n'
    assert read("member,date,hours,Fach,Raum,Ort\nM,2025-02-03,1,HR,1,2\n", settings).notices == (
        "the profile reads the column `Fach` as `catgory`, which no rule knows; did you mean `category`?",
    )


def test_the_same_of_members() -> None:
    text, settings = "member,Klasse\nM,A\n", 'about = "members"\ncolumns.Klasse.means = "clas"\ncolumns.X.fill = true\n'
    found = read_members("m.csv", text.encode(), SCHEMA, profile(settings))
    assert isinstance(found, Register)
    assert found.notices == (
        "the profile speaks of the column `X`, which is not here",
        "the profile reads the column `Klasse` as `clas`, which no rule knows; did you mean `class`?",
    )

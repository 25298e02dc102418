"""Columns that are headed by the titles of facts and fields."""

from dataclasses import replace
from datetime import date

from cedsl.records import read_records
from cedsl.records.activity import FactValue
from cedsl.records.outcome import Unreadable
from tests.records.examples import SCHEMA, only, register

TITLED = replace(
    SCHEMA,
    field_titles={"score": "Mark of the examination", "verified": "Checked by the office", "approved-on": "Approved on"},
    fact_titles={
        "certified-on": "Day of admission",
        "class": "Class",
        "sells-ltc": "Yes or no",
        "balance": "Yes or no",
        "home-state": "From",
    },
)


def test_the_title_of_a_fact_heads_its_column():
    read = register("Member,DAY-OF-ADMISSION\nM,2020-05-01\n", TITLED)
    assert read.facts["M"] == {"certified-on": (FactValue(date(2020, 5, 1)),)}
    assert read.notices == ()


def test_the_name_wins_over_the_title():
    """And the column with the title is then told to be unread, wherever it stands."""
    for header in ("member,certified on,Day of admission", "member,Day of admission,certified on"):
        named, titled = ("2020-05-01", "2021-06-02")
        cells = (named, titled) if header.endswith("admission") else (titled, named)
        read = register(f"{header}\nM,{','.join(cells)}\n", TITLED)
        assert read.facts["M"] == {"certified-on": (FactValue(date(2020, 5, 1)),)}
        assert read.notices == ("the column `Day of admission` is not read",)


def test_a_title_that_two_facts_share_means_neither():
    read = register("member,Yes or no\nM,yes\n", TITLED)
    assert read.facts["M"] == {}
    assert read.notices == ("the column `Yes or no` is not read",)


def test_a_word_of_every_file_wins_over_a_title():
    read = register("member,class,from\nM,A,2025-01-01\n", TITLED)
    assert read.facts["M"] == {"class": (FactValue("A", date(2025, 1, 1), None),)}


def test_the_title_of_a_field_heads_its_column_of_records():
    found = only("member,date,hours,mark of the examination,Checked by the office\nM,2025-01-01,1,70,yes\n", TITLED)
    assert {name: found.fields[name] for name in ("score", "verified")} == {"score": 70, "verified": True}


def test_two_columns_with_one_title_clash():
    read = unreadable_in("member,date,hours,Checked by the office,checked by the office\nM,2025-01-01,1,yes,no\n")
    (problem,) = read.diagnostics
    assert problem.code == "CE312"
    assert read.source.text_at(problem.primary.span) == "checked by the office"


def test_a_title_of_the_records_means_nothing_to_the_members():
    assert register("member,class,Checked by the office\nM,A,yes\n", TITLED).notices


def unreadable_in(text: str) -> Unreadable:
    read = read_records("cpe.csv", text.encode(), TITLED)
    assert isinstance(read, Unreadable)
    return read

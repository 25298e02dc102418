"""Cells that are wrapped, encoded, prefixed or translated, and columns that say themselves what they are about."""

from fractions import Fraction as F

import pytest

from cedsl.quantity import Amount
from cedsl.records.activity import Tag
from cedsl.records.outcome import Register
from cedsl.records.profile import Profile
from cedsl.records.register import read_members
from tests.records.examples import SCHEMA
from tests.records.mending import below, column, mended, only_held

HEADER = "member,date,hours,title\n"


# ------------------------------------------------------------------------------------------------------- wrappers


@pytest.mark.parametrize("cell", ['="007"', '"=""007"""'])
def test_a_wrapper_is_taken_off_and_leading_zeros_stay(cell):
    found = mended(f"{HEADER}{cell},2025-01-01,1,Law\n")
    assert below(found) == [(2, "noted", "wrapper")]
    assert found.activities[0].member == "007"
    (outcome,) = found.outcomes.below
    assert (outcome.column, outcome.cell) == ("member", '="007"')
    assert outcome.sentence == '`="007"` was read as `007`, without the spreadsheet\'s wrapper'


def test_a_formula_is_no_wrapper():
    found = mended(f'{HEADER}=1+1,2025-01-01,1,"=""a""&b"\n')
    assert below(found) == [(2, "used", "")]
    assert (found.activities[0].member, found.activities[0].fields["title"]) == ("=1+1", '="a"&b')


def test_quotes_within_a_wrapper():
    found = mended(HEADER + 'M,2025-01-01,1,"=""say """"yes"""""""\n')
    assert found.activities[0].fields["title"] == 'say "yes"'


# -------------------------------------------------------------------------------------------------------- letters


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("R&amp;D", "R&D"),
        ("a &lt; b", "a < b"),
        ("Ren&eacute;", "René"),
        ("it&#39;s &#x201C;on&#x201D;", "it's “on”"),
        ("&amp;amp;", "&amp;"),
        ("AT&T; Law", "AT&T; Law"),
        ("&bogus; x", "&bogus; x"),
        ("Law & tax", "Law & tax"),
    ],
)
def test_codes_for_letters(cell, text):
    found = mended(f"{HEADER}M,2025-01-01,1,{cell}\n")
    assert below(found) == [(2, "used", "")]
    assert found.activities[0].fields["title"] == text
    assert bool(found.notices) == (cell != text)


# --------------------------------------------------------------------------------------------------- keys in cells


def test_a_column_without_a_heading_is_called_by_its_key():
    found = mended("member,date,hours,\nM,2025-01-01,1,Mode=live\nN,2025-01-02,1,\nO,2025-01-03,1,mode = Webcast\n")
    assert below(found) == [(2, "used", ""), (3, "used", ""), (4, "used", "")]
    assert [each.fields.get("mode") for each in found.activities] == ["live", None, "passive"]
    assert found.notices == ("every cell in column 4 begins with `Mode=`, so the column is called `Mode`",)


def test_a_heading_that_is_the_key_keeps_its_column():
    found = mended("member,date,hours,mode\nM,2025-01-01,1,mode=live\n")
    assert found.activities[0].fields == {"mode": "live"}
    assert found.notices == ("every cell in column 4 begins with `mode=`, which is not read with it",)


def test_other_texts_with_an_equals_sign_stay_as_they_are():
    found = mended(f"{HEADER}M,2025-01-01,1,E=mc2\n")
    assert found.activities[0].fields == {"title": "E=mc2"}
    two = mended("member,date,hours,\nM,2025-01-01,1,State=FL\nM,2025-01-02,1,Zone=2\n")
    assert two.notices == ("column 4 has no heading and is not read",)


def test_a_name_that_another_column_has_is_not_given_twice():
    found = mended("member,date,hours,mode,\nM,2025-01-01,1,live,mode=passive\n")
    assert found.activities[0].fields == {"mode": "live"}
    assert "column 5 has no heading and is not read" in found.notices


# ---------------------------------------------------------------------------------------------- what is settled


def test_a_settled_prefix_is_taken_away_where_it_stands():
    found = mended(
        "member,date,hours,course\nM,2025-01-01,1,20-77\nN,2025-01-01,1,77\n", **column("Course", prefix="20-")
    )
    assert below(found) == [(2, "noted", "prefix"), (3, "used", "")]
    assert [each.fields["course"] for each in found.activities] == ["77", "77"]


def test_a_settled_value_is_used_plainly_in_any_spelling():
    found = mended(
        "member,date,hours,category\nM,2025-01-01,1,ETHIK\nN,2025-01-01,1,Ethics\n",
        **column("category", values={"ethik": "Ethics"}),
    )
    assert below(found) == [(2, "used", ""), (3, "used", "")]
    assert [each.tags for each in found.activities] == [(Tag("Ethics"),), (Tag("Ethics"),)]


def test_a_value_may_settle_what_a_third_is():
    exact = mended("member,date,hours\nM,2025-01-01,0.33\n", **column("hours", values={"0.33": "33/100"}))
    assert exact.activities[0].amount == Amount(F(33, 100), "hour")


def test_a_settled_column_is_filled_from_above():
    text = "member,date,hours,category\nM,2025-01-01,1,\nM,2025-01-02,1,HR\nM,2025-01-03,1,\n,,,\nM,2025-01-04,1,\n"
    found = mended(text, **column("category", fill=True))
    assert [each.tags for each in found.activities] == [(), (Tag("HR"),), (Tag("HR"),), (Tag("HR"),)]
    assert found.notices == ("blank cells in the column `category` repeat the one above, as the profile says",)


def test_members_are_mended_too():
    text = 'member,class,home state\n="007",Class=A,FL\nmember,class,home state\n'
    read = read_members("m.csv", text.encode(), SCHEMA, Profile(**column("home state", values={"FL": "Florida"})))
    assert isinstance(read, Register)
    assert [(each.row, each.outcome.value) for each in read.outcomes.below] == [(2, "noted"), (3, "skipped")]
    assert {name: values[0].value for name, values in read.facts["007"].items()} == {
        "class": "A",
        "home-state": "Florida",
    }


# ------------------------------------------------------------------------------------------- whose record it is


@pytest.mark.parametrize("above", ["Member: M-7\n", "My hours\nLicense no.,M-7\n", ",Member ID,M-7\n"])
def test_a_row_above_the_header_may_say_whose_it_is(above):
    found = mended(f"{above}date,hours,title\n2025-01-01,1,Law\n,,\ndate,hours,title\nTotal,1,\n")
    assert [each.reason for each in found.outcomes.below] == ["", "blank-row", "header-again", "sum"]
    (one,) = found.activities
    assert (one.member, one.amount, one.fields) == ("M-7", Amount(F(1), "hour"), {"title": "Law"})
    assert [each.outcome.value for each in found.outcomes][: found.outcomes.head] == ["skipped"] * found.outcomes.head
    assert found.outcomes[found.outcomes.head - 2].reason == "member"


def test_the_profile_may_say_whose_it_is():
    found = mended("date,hours,title\n2025-01-01,1,Law\n", member="M-8")
    assert found.activities[0].member == "M-8"
    assert found.notices == ("no column says whose the rows are; the profile says `M-8`",)


def test_a_column_of_members_comes_before_the_profile():
    assert mended(f"{HEADER}M,2025-01-01,1,Law\n", member="M-8").activities[0].member == "M"


def test_cells_are_counted_as_the_file_has_them():
    row = only_held(mended("date,hours,title\n2025-01-01,1,Law, tax\n", member="M"))
    assert row.question == ("the row has 4 cells, the header has 3: a comma inside a cell wants quotes around the cell")

"""Where the hours of each row count besides: worked out by hand from how an hour is counted once."""

from __future__ import annotations

from cedsl.publishing.document import Table
from cedsl.publishing.page import page
from cedsl.publishing.render import laid_out
from tests.publishing.documents import blocks
from tests.publishing.spoken import rules

BELOW = "The rows below count toward it."
ALONE = "Also counts toward the total, and toward no other row."
ALSO = "Also counts toward the total."


def told(text: str) -> dict[str, str]:
    """The third column of what is needed, by the first."""
    tables = blocks(page(rules(text)), "what-you-need", Table)
    assert all(table.columns[2] == "Does it count elsewhere too?" for table in tables)
    return {row.cells[0].text: row.cells[2].text for table in tables for row in table.rows}


def test_two_categories_share_no_hour_and_both_are_part_of_the_total():
    found = told("require 20h within 3y { min 3h category ETH; min 4h category LAW }")
    assert found == {"Total": BELOW, "Ethics": ALONE, "Law": ALONE}


def test_categories_that_share_hours_may_count_one_in_both():
    text = "category A shares hours with ETH\nrequire 20h within 3y { min 3h category ETH; min 4h category A }"
    assert told(text)["Ethics"] == f"{ALSO} May also count toward “A”."


def test_a_category_that_also_counts_as_another_serves_both():
    text = "category A also counts as ETH\nrequire 20h within 3y { min 3h category ETH; min 4h category A }"
    assert told(text)["A"] == f"{ALSO} May also count toward “Ethics”."


def test_a_mode_is_no_category_so_one_hour_may_serve_both():
    found = told("require 20h within 3y { min 3h category ETH; min 10h mode live }")
    assert found["Ethics"].endswith("May also count toward “Live”.")
    assert found["Live"].endswith("May also count toward “Ethics”.")


def test_two_modes_are_never_one():
    found = told("require 20h within 3y { min 3h mode live; min 4h mode online }")
    assert set(found.values()) == {BELOW, ALONE}


def test_days_that_do_not_overlap_are_never_one():
    found = told("require 20h within 3y { min 3h date before 2024-01-01; min 4h date on or after 2024-01-01 }")
    assert set(found.values()) == {BELOW, ALONE}


def test_a_minimum_inside_another_serves_the_outer_one_too():
    text = "category A inside LAW\nrequire 20h within 3y { min 5h category LAW { min 2h category A }; min 1h category ETH }"
    found = told(text)
    assert found["of which A"] == "Also counts toward “Law” and the total, and toward no other row."
    assert found["Law"] == ALONE


def test_distinct_minimums_share_nothing_though_their_words_would_allow_it():
    found = told("require 20h within 3y { distinct { min 3h category ETH; min 4h mode live } }")
    assert found["Ethics"] == found["Live"] == ALONE


def test_what_is_on_top_of_the_total_serves_nothing_else():
    found = told("require 20h within 3y { min 3h category LAW; plus 5h category ETH }")
    assert found["Total"] == "The rows below count toward it, except what is on top of the total."
    assert found["On top: Ethics"] == "Counts nowhere else."
    assert found["Law"] == ALSO


def test_a_row_inside_what_is_on_top_serves_that_only():
    text = "category A inside ETH\nrequire 20h within 3y { plus 5h category ETH { min 1h category A } }"
    assert told(text)["of which A"] == "Also counts toward “On top: Ethics”."


def test_rows_that_are_never_asked_of_one_member_are_not_named():
    text = """require 20h within 3y {
        when member status is active { min 3h mode live }
        when member status is inactive { min 2h category ETH }
    }"""
    assert set(told(text).values()) == {BELOW, ALSO}


def test_options_of_which_one_is_enough_are_not_named_to_each_other():
    found = told("require 20h within 3y { any of { min 3h mode live; min 2h category ETH } }")
    assert set(found.values()) == {BELOW, ALSO, ""}


def test_options_of_which_two_are_needed_may_share_hours():
    found = told("require 20h within 3y { any 2 of { min 3h mode live; min 2h category ETH; min 2h category LAW } }")
    assert "May also count toward “Ethics” or “Law”." in " ".join(found.values())


def test_activities_that_are_counted_keep_their_hours():
    found = told("require 20h within 3y { min 1 record mode live; min 2h category ETH }")
    assert found["Live"] == "The hours of these activities also count as usual."


def test_more_than_three_other_rows_are_not_listed():
    modes = "; ".join(f"min 1h mode {name}" for name in ("alpha", "beta", "gamma", "delta"))
    found = told(f"require 20h within 3y {{ min 3h category ETH; {modes} }}")
    assert found["Ethics"] == f"{ALSO} May also count toward other rows that it fits."


def test_requirements_may_share_hours_unless_they_are_kept_apart():
    two = "require 20h within 3y as one\nrequire 5h within 1y as two\n"
    shared = told(f"{two}require 1h within 1y as three\nnot both one and two")
    assert list(shared.values()) == [
        "May also count in some other requirements, as said below.",
        "May also count in some other requirements, as said below.",
        "May also count in another requirement.",
    ]
    assert set(told(f"{two}not both one and two").values()) == {"Counts in no other requirement."}


def test_requirements_of_different_members_are_not_named_to_each_other():
    text = """require 20h within 3y as one when member status is active { min 1h category ETH }
    require 5h within 1y as two when member status is inactive { min 1h category ETH }"""
    assert set(told(text).values()) == {BELOW, ALSO}


def test_a_table_that_has_nothing_to_say_of_it_has_no_third_column():
    (table,) = blocks(page(rules("require 20h within 3y")), "what-you-need", Table)
    assert table.columns == ("What", "At least")


def test_the_plain_text_tells_it_too():
    text = laid_out(page(rules("require 20h within 3y { min 3h category ETH }")), "txt")
    assert f"- Ethics: 3 hours. {ALSO}\n" in text

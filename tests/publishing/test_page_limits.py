"""Limits: what a share comes to, what a limit on several things is about, what becomes of the rest. Sums by hand."""

from __future__ import annotations

import pytest

from cedsl.publishing.document import Cell, Table
from cedsl.publishing.page import page
from tests.publishing.documents import blocks
from tests.publishing.spoken import rules

LOST = "More hours do not count, and do not carry over."
AFRESH = "More hours do not count."


def limited(text: str) -> Cell:
    """The one limit: its amount and everything said of it."""
    ((row,),) = [table.rows for table in blocks(page(rules(text)), "limits", Table)]
    return row.cells[1]


def test_a_share_of_a_fixed_total_is_worked_out():
    # 25% of 40 hours is 10 hours
    cell = limited("require 40h within 1y { cap 25% of required mode passive }")
    assert cell.text == "At most 25% of the required hours (10 hours)"
    assert cell.remarks == (AFRESH,)


def test_a_share_of_a_total_that_depends_on_the_member_is_worked_out_for_each():
    # a quarter of 40 is 10, of 12 it is 3
    total = "(12h if member ill, otherwise 40h)"
    cell = limited(f"require {total} within 1y {{ cap 25% of required mode passive }}")
    assert cell.text == "At most 25% of the required hours"
    assert cell.remarks[0] == "That is 3 of 12 hours or 10 of 40 hours."


def test_a_share_of_a_total_in_proportion_is_not_worked_out():
    total = "(40h in proportion to full months in which (member status is active))"
    cell = limited(f"require {total} in cycle calendar year {{ cap 25% of required mode passive }}")
    assert "That is" not in cell.line


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("within 1y", AFRESH),
        ("in cycle calendar year", LOST),
        ("in cycle 2y from 2020-01-01", LOST),
    ],
)
def test_hours_above_a_cap_are_lost_where_periods_follow_one_another(window, said):
    assert said in limited(f"require 40h {window} {{ cap 10h mode passive }}").remarks


def test_hours_above_a_cap_may_go_on_where_the_rules_carry_them():
    carry = "carry at most 5h { surplus above caps too }"
    cell = limited(f"require 40h in cycle calendar year {{ cap 10h mode passive; {carry} }}")
    assert cell.remarks[:2] == (
        "More hours do not count in that period.",
        "“What carries over” says what other periods may use.",
    )


def test_hours_above_a_cap_stay_behind_where_only_what_counted_is_carried():
    carry = "carry at most 5h"
    assert LOST in limited(f"require 40h in cycle calendar year {{ cap 10h mode passive; {carry} }}").remarks


def test_a_cap_inside_a_minimum_takes_nothing_from_the_total():
    cell = limited("require 40h within 1y { min 10h category ETH { cap 3h mode passive } }")
    assert cell.remarks[:2] == (
        "More hours do not count toward “Ethics”.",
        "They may still count toward the total.",
    )


def test_a_cap_inside_what_is_on_top_has_no_total_to_serve():
    cell = limited("require 40h within 1y { plus 10h category ETH { cap 3h mode passive } }")
    assert AFRESH in cell.remarks


def test_a_limit_on_several_modes_is_one_limit():
    cell = limited("require 40h within 1y { cap 10h mode passive or recorded }")
    assert "This is one limit for all of them together." in cell.remarks


def test_a_limit_on_one_mode_says_nothing_of_others():
    assert "together" not in limited("require 40h within 1y { cap 10h mode passive }").line


def test_a_limit_on_a_category_names_all_that_stand_in_it():
    inside = 'category TAX "Tax" inside LAW\ncategory COURT "Courts" inside LAW\n'
    cell = limited(f"{inside}require 40h within 1y {{ cap 10h category LAW }}")
    assert "This is one limit for all of these together: “Law”, “Tax” and “Courts”." in cell.remarks


def test_a_limit_for_each_value_is_no_limit_for_all():
    cell = limited("require 40h within 1y { cap 10h mode passive or recorded per provider }")
    assert "together" not in cell.line

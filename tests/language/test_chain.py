"""Chains of periods, requirements kept apart, waivers and reference tables: small cases, each worked by hand, against
program and oracle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest

from cedsl.assessment import assess
from cedsl.diagnostic import has_errors
from cedsl.model import ruleset as r
from cedsl.quantity import Amount
from cedsl.records.activity import Activity
from cedsl.records.adjustment import Opening
from cedsl.verdict import Balance, BlockResult, CarryResult, MemberResult
from tests.language import oracle
from tests.language.compare import Tally, differences, resolved

Amounts = dict[str, Fraction]


@dataclass
class Found:
    """The program's result, already found equal to the oracle's."""

    result: MemberResult

    def block(self, name: str = "") -> BlockResult:
        return next(each for each in self.result.blocks if name in {"", each.requirement})

    def carry(self, name: str = "") -> CarryResult:
        found = self.block(name).carry
        assert found is not None
        return found

    def verdict(self, name: str = "") -> str:
        return self.block(name).verdict.value

    def short(self, statement: str) -> Fraction | None:
        return next(e.short for block in self.result.blocks for e in block.statements if e.statement == statement)


def found(rules: str, records: str = "", as_of: str = "2024-12-31", decided: str = "", *more: Opening) -> Found:
    """Records and decisions as in an example, one on each line or after `;`."""
    lines = [each.strip() for text in (records, decided) for each in text.split(";") if each.strip()]
    example = "\n".join([f"as of {as_of}", *lines, "expect met"])
    ruleset, diagnostics = resolved(f'{rules}\nexample "case" {{\n{example}\n}}\n')
    assert ruleset is not None and not has_errors(diagnostics), diagnostics
    (case,) = ruleset.examples
    rows = tuple(
        Activity("m", each.on, each.amount, each.tags, each.fields, each.started, row=number, file="f")
        for number, each in enumerate(case.activities, 1)
    )
    day, given = date.fromisoformat(as_of), case.adjustments.plus(more)
    expected = oracle.answer(ruleset, rows, (), case.facts, day, given, case.asked)
    result = assess(ruleset, "m", rows, (), case.facts, day, adjustments=given, asked=case.asked, history=True)
    assert differences(expected, result, Tally()) == []
    return Found(result)


def of(balances: tuple[Balance, ...]) -> Amounts:
    found: Amounts = {}
    for each in balances:
        name = " ".join(each.categories)
        found[name] = found.get(name, Fraction(0)) + each.amount
    return found


# ------------------------------------------------------------------------------------ opening balances


def test_of_two_opening_balances_the_older_is_used_first() -> None:
    # 1 h is asked and none was done: of A from September and B from October, A.
    rules = "category A; category B; require 1h in cycle calendar year { carry everything }"
    case = found(rules, "", "2024-12-31", "opening 2024-10-01 1h B; opening 2024-09-01 1h A")
    assert of(case.carry().used) == {"A": 1}


def test_an_opening_balance_lives_as_long_as_what_is_carried() -> None:
    # 2 h open 2023: 1 is used there, 1 in 2024 (decision 21).
    rules = "require 1h in cycle calendar year { carry everything { for 2 periods } }"
    case = found(rules, "", "2024-12-31", "opening 2023-06-01 2h")
    assert (case.verdict(), of(case.carry().used)) == ("met", {"": 1})


def test_an_opening_balance_of_one_requirement_does_not_begin_the_chain_of_another() -> None:
    # `a` had 3 h of 1 in 2023 and carries 2; the balance of `b` in 2024 is not its own.
    rules = "require 1h in cycle calendar year as a { carry everything }\nrequire 1h in cycle calendar year as b { carry everything }"
    balance = Opening(date(2024, 2, 1), Amount(Fraction(1), "hour"), (), "b")
    case = found(rules, "2023-03-01 3h", "2024-12-31", "", balance)
    assert (of(case.carry("a").carried_in), of(case.carry("b").carried_in)) == ({"": 2}, {"": 1})


# ------------------------------------------------------------------------------------------- carry-out


def test_later_hours_that_were_not_taken_free_no_hour_to_be_carried() -> None:
    # 2023: 1 of A; half of what counts must be of C. Of 2024 the 0.5 of C is taken, so 0.5 of A counts: 1 of 4. The 2 of B
    # would count only beside more of C, so they stay, and cannot stand for the 0.5 of A. The other 0.5 of A is carried.
    rules = (
        "category A; category B; category C\nrequire 4h in cycle calendar year "
        "{ cap half of counted category not C; carry everything { surplus above caps too }; make good within 60 days }"
    )
    case = found(rules, "2023-06-01 1h A; 2024-01-10 2.5h C 0.5h, B 2h", "2024-02-01")
    (before,) = case.block().earlier
    assert before.carry is not None
    assert (before.statements[0].short, before.carry.made_good) == (3, Fraction(1, 2))
    assert of(before.carry.carried_out) == {"A": Fraction(1, 2)}


def test_the_latest_hours_are_carried_before_places_are_chosen() -> None:
    # 3 h in A and C, 2 in B, 3 general; kept 3. At most 2 in A or B are carried: the 3 latest may all go as C
    # or A, the 2 of B come next: 1 of them besides. 3 - 1 = 2 in A or B. So B 1 and general 1: 5 in all.
    rules = (
        "category A; category B; category C\nrequire 3h in cycle calendar year "
        "{ min 1h category B; carry everything { at most 2h category A or B } }"
    )
    case = found(rules, "2023-01-10 3h; 2023-05-10 2h B; 2023-09-10 3h A, C", "2024-12-31")
    assert of(case.carry().carried_in) == {"A C": 3, "B": 1, "": 1}


def test_a_limit_by_mode_names_no_category() -> None:
    # 1 h may go: the latest, though the statement limits live hours too.
    rules = (
        "category A; category B; mode live; mode online\nrequire 1h in cycle calendar year "
        "{ carry at most 1h { at most 1h mode live } }"
    )
    case = found(rules, "2023-01-10 1h A mode live; 2023-05-10 1h B mode online", "2024-12-31")
    assert of(case.carry().carried_in) == {"B": 1}


def test_a_share_that_may_be_carried_is_of_what_is_required_before_waivers() -> None:
    # Required 4, waived to 1; half of 4 = 2 of the 3 h to spare may go.
    rules = "require 4h in cycle calendar year as a { min 5h category A; carry at most half of required }\ncategory A"
    case = found(rules, "2023-01-10 3h", "2024-12-31", "waive a to 1h until 2023-12-31; waive min-A until 2023-12-31")
    assert of(case.carry().carried_in) == {"": 2}


# ------------------------------------------------------------------------------- hours of other periods


def test_grace_may_hang_on_the_number_of_the_period() -> None:
    # The first period lacks 1 h and has it from the second, as that is its number.
    rules = "require 2h in cycle 1y from 2023-01-01 { make good within 6 months when period number is 1 }"
    case = found(rules, "2023-05-01 1h; 2024-03-01 3h", "2024-12-31")
    assert (case.carry().made_good, case.block().earlier[0].verdict.value) == (0, "met")
    assert case.block().surplus == 0  # 3 - 1 = 2 of 2


def test_an_hour_from_before_counts_in_one_period_only() -> None:
    # 2022: 3 h done, 1 asked, 2 to spare. 2023 takes 1 and is met, 2024 takes the other.
    rules = "require 1h in cycle calendar year { also count from 30 months before period start }"
    case = found(rules, "2022-03-01 3h", "2024-12-31")
    assert (case.verdict(), case.carry().also_counted, case.carry().made_good) == ("met", 1, 0)
    # 2022: 2 h done, 1 to spare, which 2023 takes: nothing is left for 2024.
    case = found(rules, "2022-03-01 2h", "2024-12-31")
    assert (case.verdict(), case.block().still) == ("short", 1)


def test_hours_above_a_cap_are_free_for_the_period_that_may_count_them() -> None:
    # 3 h live in 2023, of which 1 counts there; 1 more counts in 2024.
    rules = "mode live; require 1h in cycle calendar year { cap 1h mode live; also count from 13 months before period start }"
    case = found(rules, "2023-03-01 3h mode live", "2024-12-31")
    assert (case.verdict(), case.carry().also_counted) == ("met", 1)


def test_a_repeat_that_a_period_before_used_leaves_nothing_negative() -> None:
    # For 2023 neither is a repeat; it takes 1 h of the repeat, which 2024 does not count. 2024 has its 2 h.
    rules = "require 1h in cycle calendar year { make good within 1y }\ncredit: once per course"
    case = found(rules, "2023-12-31; 2024-02-01 2h course c; 2024-03-01 2h course c", "2024-12-31")
    (line,) = case.block().statements
    assert (line.earned, line.short, case.block().surplus) == (2, 0, 1)


def test_a_stated_part_that_made_good_does_not_count_again() -> None:
    # 2023 lacks 2 h of A and has the part of 2 h. Of the 4 h, 2 are left for 2024, and none of them is A.
    rules = "category A; category B; require 2h in cycle calendar year { min 2h category A; make good within 6 months }"
    case = found(rules, "2023-12-31 0h; 2024-02-01 4h A 2h, B 2h")
    assert (case.block().earlier[0].verdict.value, case.short("total"), case.short("min-A")) == ("met", 0, 2)


def test_a_period_borrows_the_part_that_the_next_one_can_spare() -> None:
    # 2023 asks for any 2 h and takes the 2 of B; 2024 asks for 2 of A and has them.
    rules = (
        "category A; category B; require 2h in cycle calendar year "
        "{ make good within 6 months; min 2h category A when period ends on or after 2024-01-01 }"
    )
    case = found(rules, "2023-12-31 0h; 2024-02-01 4h A 2h, B 2h")
    assert (case.block().earlier[0].verdict.value, case.verdict()) == ("met", "met")
    # With 1 h of B, 1 of the 2 of A goes back: of the other, 1 h is lacking.
    case = found(rules, "2023-12-31 0h; 2024-02-01 3h A 2h, B 1h; 2024-03-01 1h B")
    assert (case.block().earlier[0].verdict.value, case.short("min-A")) == ("met", 0)
    case = found(rules, "2023-12-31 0h; 2024-02-01 3h A 2h, B 1h; 2024-09-01 1h B")
    assert (case.block().earlier[0].verdict.value, case.short("min-A")) == ("met", 1)


def test_hours_beyond_the_stated_parts_do_not_count_twice_either() -> None:
    # 4 h, of which 1 A and 1 B; 2 are neither. 2023 takes those 2: in 2024 the limit of 1 h leaves 1 of the 2 others.
    rules = (
        "category A; category B; require 2h in cycle calendar year "
        "{ make good within 6 months; cap 1h category A or B }"
    )
    case = found(rules, "2023-12-31 0h; 2024-02-01 4h A 1h, B 1h")
    assert (case.block().earlier[0].verdict.value, case.short("total")) == ("met", 0)
    case = found(rules, "2023-12-31 0h; 2024-02-01 3h A 1h, B 1h")
    assert (case.block().earlier[0].verdict.value, case.short("total")) == ("met", 1)


def test_a_stated_part_that_a_period_needs_is_no_credit_from_before() -> None:
    # 2023 needs the 2 h of A itself: 2024 may count the 2 of B, which do not help its minimum.
    before = "also count from 13 months before period start"
    rules = f"category A; category B; require 2h in cycle calendar year {{ min 2h category A; {before} }}"
    case = found(rules, "2023-12-01 4h A 2h, B 2h")
    assert (case.block().earlier[0].verdict.value, case.short("min-A")) == ("met", 2)
    # 2023 asks for any 2 h, and gets by with those of B.
    rules = (
        "category A; category B; require 2h in cycle calendar year "
        f"{{ {before}; min 2h category A when period ends on or after 2024-01-01 }}"
    )
    case = found(rules, "2023-12-01 4h A 2h, B 2h")
    assert (case.block().earlier[0].verdict.value, case.verdict()) == ("met", "met")


# --------------------------------------------------------------------------------------------- kept apart

APART = (
    "category X\nrequire 3h in cycle calendar year as a { carry everything }\n"
    "require 2h in cycle calendar year as b { }\nnot both a and b"
)


def test_credit_that_was_carried_in_frees_hours_for_the_other_requirement() -> None:
    # `a` carries 7 - 3 = 4 in. Of the 3 h of 2024 `b` needs 2, so `a` has 1 and uses 2.
    case = found_apart(APART, "2023-02-01 7h X; 2024-02-01 3h X")
    assert (case.verdict("a"), case.verdict("b"), of(case.carry("a").used)) == ("met", "met", {"X": 2})


def found_apart(rules: str, records: str) -> Found:
    """By the program alone: the oracle leaves chains that are kept apart out."""
    ruleset, diagnostics = resolved(f'{rules}\nexample "case" {{\nas of 2024-12-31\n{records}\nexpect met\n}}\n')
    assert ruleset is not None and not has_errors(diagnostics), diagnostics
    rows = tuple(replace(each, member="m") for each in ruleset.examples[0].activities)
    return Found(assess(ruleset, "m", rows, (), {}, date(2024, 12, 31), history=True))


def test_further_hours_serve_one_of_two_that_are_kept_apart() -> None:
    # 4 and 3, nothing done: 7.
    case = found("require 4h within 1y as a { }\nrequire 3h within 1y as b { }\nnot both a and b")
    assert case.result.still == 7


def test_what_was_earned_is_a_fact_though_another_requirement_counts_it() -> None:
    # `a` counts the one hour; it is earned all the same, so `b` asks for its 2.
    rules = "require 1h within 1y as a { }\nrequire 2h within 1y as b { exempt unless has earned 1h }\nnot both a and b"
    case = found(rules, "2024-05-01 1h")
    assert (case.verdict("a"), case.verdict("b"), case.result.still) == ("met", "short", 2)


# ------------------------------------------------------------------------------------ waivers and tables


def test_what_is_short_in_spite_of_its_waiver_is_not_waived() -> None:
    # 5 waived to 3; 1 h done: 2 short.
    case = found("require 5h within 1y as a { }", "2024-05-01 1h", "2024-12-31", "waive a to 3h")
    assert (case.verdict(), case.short("a"), case.block().statements[0].verdict) == ("short", 2, r.Word.SHORT)


def test_an_alternative_whose_duty_is_waived_is_open() -> None:
    # The duty is waived, and with it the alternative is met.
    rules = (
        "member filed: yes or no\nrequire 1h within 1y { any of { min 3h mode live; "
        'option { duty "files it": member filed as filing } } }'
    )
    case = found(rules, "2024-05-01 1h", "2024-12-31", "member filed no; waive filing")
    assert case.verdict() == "waived"


@pytest.mark.parametrize(
    ("records", "short", "still"),
    [
        ("2024-02-01 1h provider P; 2024-05-01 1h provider P", 1, 1),  # the second is after 31 March
        ("2024-03-30 1h provider P; 2024-03-31 1h provider P", 0, 0),
        ("", 2, 2),  # by 31 March it could have been done: too late, but still to earn
    ],
)
def test_what_a_table_says_holds_on_its_days_only(records: str, short: int, still: int) -> None:
    rules = (
        'table providers by provider { column sort: one of hospital, school; row "P" sort is hospital until 2024-03-31 }\n'
        "require 2h within 1y { min 2h sort is hospital as hospital }"
    )
    case = found(rules, records)
    assert (case.short("hospital"), case.result.still) == (short, still)


def test_a_period_without_a_full_month_asks_nothing_in_proportion_to_full_months() -> None:
    # 20 days hold no full month: 0 of 0 (decision 22).
    rules = "member status: one of active, away\nrequire (6h in proportion to full months in which (member status is active)) within 20 days"
    assert found(rules, "", "2024-12-31", "member status active").verdict() == "exempt"
    assert found(rules.replace("20 days", "2 months"), "", "2024-12-31", "member status active").verdict() == "short"


def test_a_category_inside_one_that_spills_over_spills_over_too() -> None:
    # 1 h of A1 is under A, which may stand in B's place: B has its hour.
    rules = "category A spills into B { category A1 }; category B\nrequire 1h within 1y { min 1h category B }"
    assert found(rules, "2024-05-01 1h A1").verdict() == "met"


def test_kept_and_carried_hours_are_of_so_many_different_values_together() -> None:
    # 2023: one provider counts: A's 5, of which 2 are needed and 3 carried; B's 4 are lost. 2024: 3 of 3.
    rules = "require {0} in cycle calendar year {{ cap 1 different provider; carry everything }}"
    records = "2023-02-01 5h provider A; 2023-03-01 4h provider B"
    case = found(rules.format("2h"), records, "2024-12-31")
    assert (case.carry().carried_in[0].amount, case.verdict()) == (3, "met")


def test_what_may_be_carried_decides_which_value_is_kept() -> None:
    # 2 of 2 h come from A or from B. Only hours of E are carried: B's 4 less the 2 that are needed, not A's 5.
    rules = "category E; require 2h in cycle calendar year { cap 1 different provider; carry everything category E }"
    case = found(rules, "2023-02-01 5h provider A; 2023-03-01 4h E provider B", "2024-12-31")
    assert [(each.categories, each.amount) for each in case.carry().carried_in] == [(("E",), 2)]


def test_carried_hours_are_of_no_value() -> None:
    # 3 are carried in; 2024 has 1 of A and 1 of B, of which one counts: 1 + 3 = 4 of 5.
    rules = "require 5h in cycle calendar year { cap 1 different provider; carry everything }"
    case = found(rules, "2023-02-01 8h provider A; 2024-02-01 1h provider A; 2024-03-01 1h provider B", "2024-12-31")
    assert (case.verdict(), case.block().still) == ("short", 1)


def test_later_hours_make_good_for_the_values_that_count() -> None:
    # 2023 has 2 of A and lacks 1: the later hour of A may, that of B may not beside it.
    rules = "require 3h in cycle calendar year { cap 1 different provider; make good within 3 months }"
    case = found(rules, "2023-02-01 2h provider A; 2024-01-01 1h provider B; 2024-02-01 1h provider A", "2024-06-30", "period of 2023-12-31")
    assert case.verdict() == "met"


# --------------------------------------------------------------------------------------- what is missing


@pytest.mark.parametrize(
    "statement",
    [
        "carry at most 1h date after member joined",
        "carry at most 1h { at most 1h date after member joined }",
        "carry at most (2h if member years at least 5, otherwise 1h)",
        "also count from 1 year before member joined",
        "also count at most 1h date after member joined from 2024-01-01",
    ],
)
def test_credit_of_other_days_hangs_on_a_missing_fact(statement: str) -> None:
    # 2024 needs 1 of its 2 h. The other one is there for 2025 once, and once not: 1 or 0 of 1 h.
    rules = f"member joined: date\nmember years: number\nrequire 1h in cycle calendar year {{ {statement} }}"
    assert found(rules, "2024-01-01 2h", "2025-06-30").result.verdict.value == "depends"
    assert found(rules, "2024-01-01 1h", "2025-06-30").result.verdict.value == "short"
    assert found(rules, "2024-01-01 2h; 2025-01-01 1h", "2025-06-30").result.verdict.value == "met"


def test_what_carried_hours_become_hangs_on_a_missing_date() -> None:
    # 2024 can do without its 1 h of B. In 2025 it is the 1 h of A that is asked, if it becomes A.
    rules = """category A; category B
member joined: date
require 2h in cycle calendar year {
    min 1h category A
    carry at most 1h { category B and date after member joined becomes category A }
}"""
    case = found(rules, "2024-01-01 2h A; 2024-02-01 1h B; 2025-01-01 1h B", "2025-06-30")
    assert case.result.verdict.value == "depends"
    case = found(rules, "2024-01-01 2h A; 2024-02-01 1h A; 2025-01-01 1h B", "2025-06-30")
    assert case.result.verdict.value == "met"


def test_a_grace_until_a_missing_date() -> None:
    # 2024 has 1 of 2 h. With a grace it takes 1 of the 2 h of 2025, which then has 1 of 2; without one 2025 has both.
    rules = "member joined: date\nrequire 2h in cycle calendar year { make good until member joined }"
    records = "2024-01-01 1h; 2025-02-01 2h"
    assert found(rules, records, "2025-06-30").result.verdict.value == "depends"
    assert found(rules, "2024-01-01 2h; 2025-02-01 2h", "2025-06-30").verdict() == "met"
    assert found(rules, records, "2025-06-30", "member joined 2025-03-01").verdict() == "short"
    assert found(rules, records, "2025-06-30", "member joined 2025-01-31").verdict() == "met"

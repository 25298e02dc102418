"""Small cases straight from the sentences of the contract, each worked by hand, against program and oracle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from cedsl.assessment import assess
from cedsl.diagnostic import has_errors
from cedsl.model import ruleset as r
from cedsl.records.activity import Activity, HeldRow
from cedsl.verdict import MemberResult, RecordResult, Refused, StatementResult
from tests.language import oracle
from tests.language.compare import Tally, differences, resolved

CLM = """
category COM; category FIN; category HR; category OPS; category LIB; category ETH; category SUB
require 36h within 3y {
    min 3h category COM; min 3h category FIN; min 3h category HR; min 3h category OPS
    min 3h category LIB; min 1h category ETH; min 1h category SUB
    cap 12h mode self-study or passive
    cap 4h role teacher
}
credit role teacher: contact time only, once per course
"""
ALL_BUT_HR_AND_SUB = "2024-03-01 8h COM; 2024-03-02 8h FIN; 2024-03-03 8h OPS; 2024-03-04 8h LIB; 2024-03-06 1h ETH"


@dataclass
class Found:
    """The program's result, already found equal to the oracle's."""

    result: MemberResult
    oracle: oracle.Member

    @property
    def verdict(self) -> str:
        return self.result.verdict.value

    @property
    def still(self) -> Fraction | None:
        return self.result.still

    @property
    def surplus(self) -> Fraction:
        return self.result.blocks[0].surplus

    def line(self, id_: str) -> StatementResult:
        (found,) = self.lines(id_)
        return found

    def lines(self, id_: str) -> list[StatementResult]:
        return [line for block in self.result.blocks for line in block.statements if id_ in {line.id, line.statement}]

    def record(self, row: int) -> RecordResult:
        (found,) = [each for block in self.result.blocks for each in block.records if each.row == row]
        return found

    def counted(self, row: int) -> Fraction:
        records = [each for block in self.result.blocks for each in block.records if each.row == row]
        return sum((serving.amount for each in records for serving in each.servings), Fraction(0))


def found(rules: str, records: str = "", as_of: str = "2025-06-30", facts: str = "", held: str = "") -> Found:
    """Records as in an example, one on each line or after `;`; rows are numbered from 1."""
    members = "\n".join(f"member {each.strip()}" for each in facts.split(";") if each.strip())
    kept, questions = (_numbered(_example(rules, each, as_of, members)) for each in (records, held))
    ruleset = _example(rules, records, as_of, members)
    facts_ = ruleset.examples[0].facts
    rows = tuple(HeldRow("m", 100 + each.row, "f", "which?", (each,)) for each in questions)
    day = date.fromisoformat(as_of)
    expected = oracle.answer(ruleset, kept, rows, facts_, day)
    result = assess(ruleset, "m", kept, rows, facts_, day)
    assert differences(expected, result, Tally()) == []
    return Found(result, expected)


def _example(rules: str, records: str, as_of: str, facts: str) -> r.Ruleset:
    text = f'{rules}\nexample "e" {{\nas of {as_of}\n{facts}\n{records}\nexpect met\n}}\n'
    ruleset, diagnostics = resolved(text)
    assert ruleset is not None and not has_errors(diagnostics), diagnostics
    return ruleset


def _numbered(ruleset: r.Ruleset) -> tuple[Activity, ...]:
    return tuple(
        Activity("m", each.on, each.amount, each.tags, each.fields, each.started, row=number, file="f")
        for number, each in enumerate(ruleset.examples[0].activities, 1)
    )


# ------------------------------------------------------------------------------------------- traps


def test_one_course_on_hr_and_substance_abuse_serves_one_of_the_two() -> None:
    # COM 8 + FIN 8 + OPS 8 + LIB 8 + ETH 1 + 3 = 36: the total is met. HR 3 + SUB 1 = 4, but only 3 h carry the tags.
    case = found(CLM, f"{ALL_BUT_HR_AND_SUB}; 2024-03-05 3h HR, SUB")
    assert case.verdict == "short"
    assert case.line("total").short == 0
    assert case.line("min-HR").short + case.line("min-SUB").short == 1  # type: ignore[operator]
    assert case.still == 1


def test_the_canonical_shortfall_falls_on_the_later_statement() -> None:
    # HR is written before SUB: HR takes its 3 h, SUB lacks 1.
    case = found(CLM, f"{ALL_BUT_HR_AND_SUB}; 2024-03-05 3h HR, SUB")
    assert (case.line("min-HR").short, case.line("min-SUB").short) == (0, 1)


def test_fifteen_passive_hours_count_twelve_and_the_total_is_short_three() -> None:
    # 15 passive COM count 12; 6 FIN + 6 HR + 3 OPS + 4 LIB + 1 ETH + 1 SUB = 21; 12 + 21 = 33; 36 - 33 = 3.
    case = found(
        CLM,
        "2024-01-01 15h COM mode passive; 2024-01-02 6h FIN; 2024-01-03 6h HR; 2024-01-04 3h OPS; "
        "2024-01-05 4h LIB; 2024-01-06 1h ETH; 2024-01-07 1h SUB",
    )
    assert (case.line("total").earned, case.line("total").short) == (36, 3)
    assert all(case.line(f"min-{each}").verdict == r.Word.MET for each in ("COM", "FIN", "HR", "OPS", "LIB"))
    assert case.still == 3


def test_an_hour_over_the_teaching_cap_does_not_count() -> None:
    # 5 h taught, 4 count; 4 + 1 = 5 of 5.
    case = found("require 5h within 1y; cap 4h role teacher", "2025-01-01 5h role teacher; 2025-01-02 1h")
    assert (case.verdict, case.line("cap-teacher").over, case.surplus) == ("met", 1, 0)


def test_the_same_course_taught_twice_counts_once() -> None:
    # 2 h + 0 h of 3: short 1.
    case = found(
        "require 3h within 1y; credit role teacher: once per course",
        "2025-01-01 2h role teacher course X1; 2025-02-01 2h role teacher course X1",
    )
    assert (case.line("total").short, case.counted(2)) == (1, 0)


def test_first_and_last_day_of_the_window_belong_to_it() -> None:
    # within 3y as of 2025-06-30: 2022-06-30 < D <= 2025-06-30, so 2022-07-01 is in and 2022-06-30 is not.
    case = found("require 2h within 3y", "2022-06-30 1h; 2022-07-01 1h; 2025-06-30 1h")
    assert (case.verdict, case.counted(1), case.counted(2), case.counted(3)) == ("met", 0, 1, 1)


def test_29_february_looking_back_from_28_february() -> None:
    # 2025-02-28 less 3 years is 2022-02-28: 2022-03-01 is the first day.
    case = found("require 1h within 3y", "2022-02-28 1h; 2022-03-01 1h; 2024-02-29 1h", as_of="2025-02-28")
    assert (case.counted(1), case.counted(2), case.counted(3)) == (0, 1, 1)


def test_29_february_looking_back_from_29_february() -> None:
    # 2024-02-29 less 3 years is 2021-02-28 (the month's last day): 2021-03-01 is the first day.
    case = found("require 1h within 3y", "2021-02-28 1h; 2021-03-01 1h; 2024-02-29 1h", as_of="2024-02-29")
    assert (case.counted(1), case.counted(2), case.counted(3)) == (0, 1, 1)


def test_untagged_hours_count_in_the_total_alone() -> None:
    # 3 untagged + 1 A = 4 of 4; A needs 2 and has 1.
    case = found("category A; require 4h within 1y { min 2h category A }", "2025-01-01 3h; 2025-01-02 1h A")
    assert (case.line("total").short, case.line("min-A").short) == (0, 1)


def test_no_tagged_hour_escapes_a_cap_as_general() -> None:
    # 5 h of A, capped at 2: the rest is not general.
    case = found("category A; require 5h within 1y; cap 2h category A", "2025-01-01 5h A")
    assert case.line("total").short == 3


def test_a_blank_mode_beside_a_mode_cap() -> None:
    # The blank one is described by no filter on mode: 4 + 1 = 5.
    case = found("require 5h within 1y; cap 1h mode passive", "2025-01-01 4h; 2025-01-02 3h mode passive")
    assert (case.verdict, case.counted(1), case.counted(2)) == ("met", 4, 1)


def test_a_blank_mode_is_not_described_by_is_not_either() -> None:
    # cap 1h mode not live: the blank record is not capped. 4 + 1 = 5.
    case = found("require 5h within 1y; cap 1h mode not live", "2025-01-01 4h; 2025-01-02 3h mode online")
    assert (case.counted(1), case.counted(2)) == (4, 1)


RETAKES = "member passed: date\nlimit 2 records kind retake within 48 months from member passed"


def test_a_third_retake_fails() -> None:
    # S = 2021-07-01; the window is 2021-07-01 <= D < 2025-07-01: 3 > 2.
    records = "2021-07-01 kind retake; 2023-01-01 kind retake; 2025-06-30 kind retake"
    assert found(RETAKES, records, facts="passed 2021-07-01").verdict == "failed"


def test_the_edge_of_the_limits_window() -> None:
    # S = 2021-06-30: 48 months later, 2025-06-30, is outside: 2 retakes remain.
    records = "2021-06-30 kind retake; 2023-01-01 kind retake; 2025-06-30 kind retake"
    assert found(RETAKES, records, facts="passed 2021-06-30").verdict == "met"


def test_no_records_at_all() -> None:
    # Short of everything: 36; the minimums are inside the total (17 of them); a cap has no verdict.
    case = found(CLM)
    assert (case.verdict, case.still, case.line("total").short) == ("short", 36, 36)
    assert {line.verdict for line in case.result.blocks[0].statements} == {r.Word.SHORT, None}


# ----------------------------------------------------------------------------------------- allocation


def test_a_cap_inside_a_minimum_takes_nothing_from_the_total() -> None:
    # R10.2: of 3 ethics hours only 1 by self-study serves the minimum: 1 short. All 3 count in the total.
    case = found(
        "category E; require 3h within 1y { min 2h category E { cap 1h mode self-study } }",
        "2025-01-01 3h E mode self-study",
    )
    assert (case.line("total").short, case.line("min-E").short, case.still) == (0, 1, 1)


def test_a_cap_inside_a_minimum_limits_what_serves_the_minimums_inside_it() -> None:
    # 3 h of E1 by self-study: 1 serves E, so at most 1 serves E1 inside it: E lacks 2, E1 lacks 1.
    case = found(
        "category E { category E1 }; require 3h within 1y "
        "{ min 3h category E { min 2h category E1; cap 1h mode self-study } }",
        "2025-01-01 3h E1 mode self-study",
    )
    assert (case.line("min-E").short, case.line("min-E1").short) == (2, 1)


def test_a_nested_minimum_is_served_through_the_tag_above() -> None:
    # E1 is inside E: 1 E1 + 1 E = 2 of E, 1 of E1.
    case = found(
        "category E { category E1 }; require 2h within 1y { min 2h category E { min 1h category E1 } }",
        "2025-01-01 1h E1; 2025-01-02 1h E",
    )
    assert case.verdict == "met"


def test_distinct_minimums_use_disjoint_hours() -> None:
    # 2 h of A live: one hour cannot serve both. A 2, live 2: together 4, have 2: short 2.
    rules = "category A; require 2h within 1y { distinct { min 2h category A; min 2h mode live } }"
    case = found(rules, "2025-01-01 2h A mode live")
    assert (case.line("min-A").short, case.line("min-live").short, case.still) == (0, 2, 2)


def test_plus_is_on_top_of_the_total_and_the_blocks_caps_do_not_reach_it() -> None:
    # 5 total + 2 on top: 6 h are 1 short. The cap of 4 on mode live leaves 4 + ... 2 live on top, 1 lacks in the total.
    case = found("require 5h within 1y { plus 2h mode live; cap 4h mode live }", "2025-01-01 6h mode live")
    assert (case.line("total").short, case.line("plus-live").short, case.still) == (1, 0, 1)


def test_spilling_has_a_direction() -> None:
    # H spills into E: 3 h of H may serve E (2) and H (1). E does not spill: with 3 h of E, H lacks 1.
    rules = "category E; category H spills into E; require 3h within 1y { min 2h category E; min 1h category H }"
    assert found(rules, "2025-01-01 3h H").verdict == "met"
    assert found(rules, "2025-01-01 3h E").line("min-H").short == 1


def test_shared_hours_count_under_both() -> None:
    # 2 h tagged A and B serve both where the categories share; else one of them.
    rules = "category A{0}; category B; require 2h within 1y {{ min 2h category A; min 2h category B }}"
    assert found(rules.format(" shares hours with B"), "2025-01-01 2h A, B").verdict == "met"
    assert found(rules.format(""), "2025-01-01 2h A, B").line("min-B").short == 2


def test_a_cap_for_each_course() -> None:
    # X: 3 + 2 = 5, 4 count; Y: 1. 4 + 1 = 5.
    case = found(
        "require 6h within 1y; cap 4h per course",
        "2025-01-01 3h course X; 2025-01-02 2h course x; 2025-01-03 1h course Y",
    )
    assert case.line("total").short == 1
    assert sorted(line.over for line in case.lines("cap")) == [0, 1]


def test_a_cap_for_each_year_of_the_period_and_each_month() -> None:
    # Period 2023-07-01 to 2025-06-30. Years from 1 July: 5 -> 4 (2023/24), 1 (2024/25): 5.
    # Calendar years: 2023 has 3, 2024 has 2 + 1 = 3: all 6 count.
    records = "2023-12-31 3h; 2024-06-30 2h; 2024-07-01 1h"
    assert found("require 6h within 2y; cap 4h each year", records).line("total").short == 1
    assert found("require 6h within 2y; cap 4h each calendar year", records).line("total").short == 0
    # By month: 2 + 3 in May are 4, 1 in June: 5.
    case = found("require 6h within 1y; cap 4h per month", "2025-05-01 2h; 2025-05-31 3h; 2025-06-01 1h")
    assert case.line("total").short == 1


def test_yearly_floors() -> None:
    # Years 2023-07-01.. and 2024-07-01..: 3 h and 1 h; each needs 2.
    case = found("require 4h within 2y { min 2h each year }", "2024-06-30 3h; 2024-07-01 1h")
    assert [line.short for line in case.lines("min")] == [0, 1]
    assert (case.line("total").short, case.still) == (0, 1)


def test_k_of_reports_the_choice_with_the_least_still_to_earn() -> None:
    # A lacks 3, B lacks 1, C lacks 2: two of them are B and C, 3 to earn.
    case = found(
        "category A; category B; category C\n"
        "require 3h within 1y { any 2 of { min 3h category A; min 3h category B; min 3h category C } }",
        "2025-01-01 2h B; 2025-01-02 1h C",
    )
    chosen = [line.id for line in case.result.blocks[0].statements if line.chosen and line.id.startswith("min")]
    assert (chosen, case.still) == (["min-B", "min-C"], 3)


# ------------------------------------------------------------------------------------------ crediting


def test_seventy_minutes_are_one_hour_and_three_times_one_is_three() -> None:
    # R9.9: 70 min = 1 1/6 h, to the nearest half 1.0; times 3 = 3.0.
    case = found("credit: rounded to nearest 0.5h, times 3; require 3h within 1y", "2025-01-01 70 min")
    assert (case.verdict, case.line("total").earned) == ("met", 3)


def test_repeats_full_half_nothing() -> None:
    # 2 + 1 + 0 = 3.
    case = found(
        "credit: full then half then nothing per course; require 4h within 1y",
        "2025-01-01 2h course X; 2025-02-01 2h course X; 2025-03-01 2h course X",
    )
    assert case.line("total").earned == 3


def test_once_within_24_months_from_the_last_one_credited() -> None:
    # Credited 2022-03-01; 2023-09-01 is within 24 months of it; 2024-03-01 is exactly 24 months later and counts again,
    # though 2023-09-01 is nearer: that one earned nothing. 2 + 0 + 2 = 4.
    case = found(
        "credit: once per course within 24 months; require 4h within 5y",
        "2022-03-01 2h course X; 2023-09-01 2h course X; 2024-03-01 2h course X",
    )
    assert (case.line("total").earned, case.counted(2), case.counted(3)) == (4, 0, 2)


def test_times_within_a_span_are_those_that_it_still_reaches() -> None:
    # 3 h; on 2023-10-05 the second time within a year, a third of 3; on 2023-12-24 the first lies more than a year
    # back, so it is the second again, a third of 3; on 2024-06-01 two lie within the year: nothing. 3 + 1 + 1 + 0 = 5.
    case = found(
        "credit: full then 1/3 then nothing per course within 1 year; require 8h within 3y",
        "2022-10-29 3h course X; 2023-10-05 3h course X; 2023-12-24 3h course X; 2024-06-01 3h course X",
        "2024-12-31",
    )
    assert (case.line("total").earned, case.counted(3), case.counted(4)) == (5, 1, 0)


def test_a_share_has_its_own_rounding() -> None:
    # Half of 7 is 3.5, rounded up to whole hours 4.
    case = found("require 7h within 1y; cap half of required rounded up to 1h mode live", "2025-01-01 7h mode live")
    assert (case.line("cap-live").required, case.line("total").short) == (4, 3)


# ------------------------------------------------------------------------------------ who, and depends


def test_a_missing_yes_or_no_matters_only_where_it_changes_the_verdict() -> None:
    rules = "member senior: yes or no\nrequire 2h within 1y { min 1h mode live unless member senior }"
    assert found(rules, "2025-01-01 2h").verdict == "depends"  # senior: met; not senior: 1 h live lacks
    assert found(rules, "2025-01-01 2h mode live").verdict == "met"
    assert found(rules, "2025-01-01 1h").verdict == "short"


def test_a_missing_number_makes_the_statement_void_or_impossible() -> None:
    rules = 'member years: number\nrequire 1h within 1y { duty "five years": member years at least 5 }'
    assert found(rules, "2025-01-01 1h").verdict == "depends"  # void: met; impossible: failed
    assert found(rules, "2025-01-01 1h", facts="years 5").verdict == "met"
    assert found(rules, "2025-01-01 1h", facts="years 4").verdict == "failed"


def test_a_held_row_matters_only_where_it_changes_the_verdict() -> None:
    rules = "require 2h within 1y"
    assert found(rules, "2025-01-01 1h", held="2025-02-01 1h").verdict == "depends"
    assert found(rules, "2025-01-01 2h", held="2025-02-01 1h").verdict == "met"
    assert found(rules, "2025-01-01 1h", held="2025-02-01 30 min").verdict == "short"


def test_a_fact_matters_though_the_next_is_asked_for_only_then() -> None:
    # Senior: exempt. Not senior: 3 h are asked whatever the class, and nothing is done: short.
    rules = (
        "member senior: yes or no; member class: one of x, y\nexempt when member senior\n"
        "require (3h if member class is x, otherwise 3h) within 1y"
    )
    case = found(rules)
    assert case.verdict == "depends"
    assert [question.fact for question in case.result.questions] == ["senior"]


def test_an_alternative_that_asks_nothing_is_no_compliance() -> None:
    # No hours are asked, and the first alternative is only a cap: nothing was asked.
    rules = "require 0h within 1y { any of { option { cap 1h mode live }; min 2h mode online } }"
    assert found(rules).verdict == "exempt"


@pytest.mark.parametrize(("senior", "verdict"), [("yes", "exempt"), ("no", "short")])
def test_exempt(senior: str, verdict: str) -> None:
    rules = "member senior: yes or no\nrequire 2h within 1y { exempt when member senior }"
    assert found(rules, facts=f"senior {senior}").verdict == verdict


@pytest.mark.parametrize(("lawyer", "verdict"), [("yes", "met"), ("no", "short")])
def test_satisfied_by_one_fact(lawyer: str, verdict: str) -> None:
    rules = "member lawyer: yes or no\nrequire 2h within 1y { satisfied when member lawyer }"
    assert found(rules, facts=f"lawyer {lawyer}").verdict == verdict


def test_a_minimum_if_used_looks_at_what_is_earned() -> None:
    # 1 h live is below 2: none of it counts. 2 h live is not.
    rules = "require 3h within 1y; threshold 2h mode live"
    assert found(rules, "2025-01-01 1h mode live; 2025-01-02 2h").line("total").short == 1
    assert found(rules, "2025-01-01 2h mode live; 2025-01-02 1h").verdict == "met"


def test_two_clocks_one_hour_serves_both() -> None:
    # 2 h in 1 year, 5 h in 3 years: 3 h done in 2023. Two further hours complete both.
    case = found("require 2h within 1y; require 5h within 3y", "2023-01-01 3h")
    assert [block.still for block in case.result.blocks] == [2, 2]
    assert case.still == 2


# -------------------------------------------------------------------------------------- further credit


def test_a_further_hour_may_be_accepted_for_one_category_and_count_in_another() -> None:
    # Hours of A and C are accepted: 2 of them count in C, 1 in either: 3.
    rules = "category A; category C; require 3h within 1y { min 2h category C }; accept only category A"
    assert found(rules).still == 3


def test_the_category_for_which_it_is_accepted_may_stand_second() -> None:
    # The hour serves its first category, C, and is accepted for its second, A: 2.
    block = "{ min 2h category C; activities serve first category only }"
    assert found(f"category A; category C; require 2h within 1y {block}; accept only category A").still == 2


def test_a_cap_for_each_provider_where_only_one_is_accepted() -> None:
    # All hours are of provider P, of which 1 counts: 3 cannot be had.
    assert found("require 3h within 1y; cap 1h per provider; accept only provider P").still is None


def test_a_further_hour_need_not_be_of_the_mode_that_blank_ones_have() -> None:
    # 2 h of A are live, 1 counts. 1 h of A online and 1 h of anything: 1 + 1 + 1 = 3, of which 2 in A.
    rules = (
        "category A; mode live unless stated; mode online\n"
        "require 3h within 1y { min 2h category A; cap 1h category A per mode }"
    )
    case = found(rules, "2025-01-01 2h A")
    assert (case.line("total").short, case.line("min-A").short, case.still) == (2, 1, 2)


@pytest.mark.parametrize("key", ["course", "title"])
def test_titles_that_begin_alike_are_titles_of_many_courses(key: str) -> None:
    # One hour of each of three courses "a...": 3.
    rules = f'require 3h within 1y {{ min 3h title begins "a" to "m"; cap 1h per {key} }}'
    assert found(f"{rules}; accept only provider P").still == 3


def test_a_week_between_the_weeks_that_are_full() -> None:
    # The weeks of 1 January and of 31 December hold their hour; one of the 51 others takes the third.
    rules = "require 3h in cycle calendar year; cap 1h per week"
    assert found(rules, "2025-01-01 1h; 2025-12-31 1h", as_of="2025-12-31").still == 1


def test_several_requirements_take_the_alternatives_that_need_the_least_together() -> None:
    # By itself the first takes its first alternative, live: 2. Online, the same 2 h complete both.
    rules = (
        "require 2h within 1y { any of { min 2h mode live; min 2h mode online } }\n"
        "require 2h within 2y { min 2h mode online }"
    )
    assert found(rules).still == 2


def test_an_hour_for_two_requirements_states_the_category_first_in_which_the_stricter_one_counts_it() -> None:
    # The second counts the first category only, and none of C: 2 h of A, C serve C in the first and A there.
    rules = (
        "category C; category A; require 2h within 1y { min 2h category C }\n"
        "require 2h within 2y { cap 0h category C; activities serve first category only }"
    )
    assert found(rules).still == 2


def test_a_cap_by_a_key_shows_what_was_earned_wherever_it_counts() -> None:
    # 2 h of A and C count in A, the first; under the cap of 1 h of C for each week 2 were earned, 1 over.
    rules = (
        "category A; category C; require 2h within 1y { cap 1h category C per week; "
        "activities serve first category only }"
    )
    case = found(rules, "2025-01-01 2h A, C")
    assert case.verdict == "met"
    assert [(line.earned, line.over) for line in case.lines("cap-C")] == [(2, 1)]


def test_the_figures_are_those_without_a_minimum_if_used_that_is_not_reached() -> None:
    # The 1 h live does not count. Today: 3 of 3, 0 of 1.5 on top. 1 h live more sets the other free:
    # 2 live + 1 P = 3, and 1.5 of the 2 P that are left on top. Still to earn 1 (decision 17).
    rules = "require 3h within 1y { threshold 2h mode live; plus 1.5h provider P }"
    case = found(rules, "2025-01-01 3h provider P; 2025-01-02 1h mode live")
    assert (case.line("total").short, case.line("plus-provider-P").short) == (0, Fraction(3, 2))
    assert case.still == 1


# ------------------------------------------------------- conditions on a missing number, date or text


@pytest.mark.parametrize(
    "block",
    [
        "{ min 1h mode live when member years at least 5 }",
        "{ when member years at least 5 { min 1h mode live } }",
        "{ unless member years less than 5 { when member years at least 5 { min 1h mode live } } }",
        "{ any of { satisfied when member years less than 5; min 1h mode live } }",
        "{ when member years at least 5 { distinct { min 1h mode live; min 1h mode online } } }",
    ],
)
def test_a_condition_on_a_missing_number_holds_once_and_once_not(block: str) -> None:
    # Asked or not: 1 h live and 1 h online are enough, 2 h online are not if it is asked (decision 18).
    rules = f"member years: number\nrequire 2h within 1y {block}"
    assert found(rules, "2025-01-01 1h mode live; 2025-01-02 1h mode online").verdict == "met"
    assert found(rules, "2025-01-01 2h mode online").verdict == "depends"


def test_a_limit_under_a_condition_on_a_missing_number() -> None:
    # One retake is within the limit, asked or not; two break it, if it is asked.
    rules = "member years: number\nrequire 1h within 1y { limit 1 records kind retake when member years at least 5 }"
    assert found(rules, "2025-01-01 1h; 2025-01-02 kind retake").verdict == "met"
    assert found(rules, "2025-01-01 1h; 2025-01-02 kind retake; 2025-01-03 kind retake").verdict == "depends"


def test_what_a_requirement_is_about_hangs_on_a_missing_date() -> None:
    # Void: nothing is asked. Impossible: short, whatever was done.
    rules = "member joined: date\nrequire 1h date after member joined within 1y"
    assert found(rules, "2025-01-01 1h").verdict == "depends"
    assert found(rules, "2025-01-01 1h", facts="joined 2024-12-31").verdict == "met"
    assert found(rules, "2025-01-01 1h", facts="joined 2025-01-01").verdict == "short"


@pytest.mark.parametrize("rule", ["refuse date after member joined", "accept only date after member joined"])
def test_acceptance_hangs_on_a_missing_date(rule: str) -> None:
    # All accepted: 1 of 1; all refused: 0 of 1.
    rules = f"member joined: date\nrequire 1h within 1y\n{rule}"
    assert found(rules, "2025-01-01 1h").verdict == "depends"
    assert found(rules).verdict == "short"


@pytest.mark.parametrize("statement", ["cap 0h {0}", "cap 2h {0}", "threshold 2h {0}"])
def test_a_cap_or_threshold_whose_filter_hangs_on_a_missing_date(statement: str) -> None:
    # Once absent: 2 of 2; once nothing that it may describe counts: 0 live hours. The 2 h online are never under it.
    filter_ = statement.format("mode live and date after member joined")
    rules = f"member joined: date\nrequire 2h within 1y {{ {filter_} }}"
    assert found(rules, "2025-01-01 2h mode live").verdict == "depends"
    assert found(rules, "2025-01-01 2h mode online").verdict == "met"


@pytest.mark.parametrize("beside", ["", "; carry at most 1h { at most 1h date after member joined }"])
def test_a_limit_whose_filter_hangs_on_a_missing_date(beside: str) -> None:
    # Void: 0 of 1 h is short, 1 of 1 h is met. Impossible: failed, whatever was done, with or without an activity.
    rules = "member joined: date\nrequire 1h in cycle calendar year { limit 3 times date after member joined" + beside + " }"
    for records in ("", "2025-01-01 1h", "2024-01-01 1h", "2024-01-01 2h"):
        case = found(rules, records)
        assert case.verdict == "depends"
        assert [each.fact for each in case.result.questions] == ["joined"]
    assert found(rules, facts="joined 2024-12-31").verdict == "short"
    assert found(rules, "2025-01-01 1h", facts="joined 2024-12-31").verdict == "met"


def test_a_count_whose_filter_hangs_on_a_missing_date() -> None:
    # Void: met. Impossible: short, though the one activity there is is no exam.
    rules = "member joined: date\nrequire 1h within 1y { min 1 records kind exam and date after member joined }"
    assert found(rules, "2025-01-01 1h kind class").verdict == "depends"
    assert found(rules).verdict == "short"


def test_a_filter_asks_for_a_fact_on_the_day_that_it_names() -> None:
    # The employer of 1 January is stated, so nothing is missing: no exam of 0, and 1 h of 1 h. Later ones do not matter.
    rules = """member employer: text
require 1h in cycle calendar year {
    limit 0 times kind exam and seen on period start (member employer begins "ac")
    min 1h seen on period start (member employer begins "ac")
}"""
    assert found(rules, "2025-01-01 1h", facts="employer acme until 2025-03-01").verdict == "met"
    assert found(rules, "2025-01-01 1h kind exam", facts="employer acme until 2025-03-01").verdict == "failed"
    assert found(rules, "2025-01-01 1h", facts="employer acme from 2025-03-01").verdict == "depends"


def test_a_category_that_counts_as_the_accepted_one_may_stand_beside() -> None:
    # Accepted is what is B, or A, which counts as B; hours of D are accepted beside one of these: 1 in D, 3 in all.
    rules = (
        "category A also counts as B; category B; category D; require 3h within 1y { min 1h category D }; "
        "accept only category B"
    )
    assert found(rules).still == 3


# ------------------------------------------------------------------------------ caps on different values

FOUR = "; ".join(f"2025-01-0{day} 1.5h kind society provider {name}" for day, name in enumerate("ABCD", 2))


def test_hours_count_for_three_different_providers() -> None:
    # 24 + 3 x 1.5 = 28.5 of 30; the fourth society's 1.5 are over. Nothing stands against 1.5 h of another kind.
    rules = "require 30h within 1y; cap 2h kind society per provider; cap 3 different provider kind society as three"
    case = found(rules, f"2025-01-01 24h kind course; {FOUR}")
    assert (case.line("total").short, case.still, case.line("three").over) == (Fraction(3, 2), Fraction(3, 2), Fraction(3, 2))
    assert [case.counted(row) for row in range(2, 6)] == [Fraction(3, 2)] * 3 + [0]
    (loss,) = case.record(5).losses
    assert (loss.why, loss.statements, loss.detail) == (Refused.DIFFERENT, ("three",), "A, B, C")
    (reason,) = case.result.blocks[0].reasons
    assert (reason.bound, reason.caps) == (Fraction(57, 2), (("three@d", 1, 0),))


def test_of_different_values_those_count_that_serve_best() -> None:
    # Two of 1, 2, 1 and 3 hours: 3 + 2 = 5.
    rules = "require 9h within 1y; cap 2 different provider"
    records = "2025-01-01 1h provider A; 2025-01-02 2h provider B; 2025-01-03 1h provider C; 2025-01-04 3h provider D"
    case = found(rules, records)
    assert [case.counted(row) for row in range(1, 5)] == [0, 2, 0, 3]


def test_a_minimum_decides_which_value_counts() -> None:
    # With A 4 of 5 and no ethics: 3 still. With B 3 of 5, all ethics: 2 still.
    rules = "category E; require 5h within 1y { min 3h category E; cap 1 different provider }"
    case = found(rules, "2025-01-01 4h provider A; 2025-01-02 3h E provider B")
    assert (case.still, case.counted(1), case.counted(2), case.line("min-E").short) == (2, 0, 3, 0)


def test_of_equal_values_the_earlier_ones_count() -> None:
    case = found("require 9h within 1y; cap 2 different provider", FOUR)
    assert [case.counted(row) for row in range(1, 5)] == [Fraction(3, 2)] * 2 + [0, 0]


def test_a_blank_value_is_under_no_cap_on_different_values() -> None:
    # 2 of A; the blank 3 besides; 1 of B does not count (decision 26).
    rules = "require 5h within 1y; cap 1 different provider"
    case = found(rules, "2025-01-01 2h provider A; 2025-01-02 3h; 2025-01-03 1h provider B")
    assert (case.verdict, case.counted(3), case.surplus) == ("met", 0, 0)
    assert case.record(2).notes == ("states no provider, and so is under no limit on how many different ones count",)


def test_values_are_compared_as_in_every_key() -> None:
    # " guild " is the Guild: one value.
    rules = "require 4h within 1y; cap 1 different provider"
    case = found(rules, '2025-01-01 2h provider "The Guild"; 2025-01-02 2h provider "the  guild"')
    assert case.verdict == "met"


def test_fields_together_are_one_value() -> None:
    # (A, x) 2 h, (A, y) 1 h, (B, x) 1 h: two of three, 2 + 1 = 3.
    rules = "require 4h within 1y; cap 2 different provider and title"
    records = "2025-01-01 2h provider A title is x; 2025-01-02 1h provider A title is y; 2025-01-03 1h provider B title is x"
    assert found(rules, records).line("total").short == 1


def test_further_credit_must_be_of_a_value_that_counts() -> None:
    # Every record names a provider. 3 by B are asked: with A counting, 3 by B can never count beside. With B, all 5.
    rules = "require 5h within 1y { min 3h provider B; cap 1 different provider }; accept only provider is stated"
    case = found(rules, "2025-01-01 2h provider A")
    assert (case.still, case.counted(1)) == (5, 0)
    # A's 2 h count; 3 more of A complete the total.
    case = found("require 5h within 1y { cap 1 different provider }; accept only provider is stated", "2025-01-01 2h provider A")
    assert (case.still, case.counted(1)) == (3, 2)


def test_further_credit_of_new_values_within_a_cap_on_each() -> None:
    # 2 per provider, of two providers: 4 at most. A has 1: 1 more of A and 2 of another, 3 in all. 5 never.
    rules = (
        "require {0} within 1y {{ cap 2h per provider; cap 2 different provider }}; accept only provider is stated"
    )
    assert found(rules.format("4h"), "2025-01-01 1h provider A").still == 3
    assert found(rules.format("5h"), "2025-01-01 1h provider A").still is None


def test_a_cap_on_different_values_inside_a_minimum() -> None:
    # E is served by one provider only: 2 of 3. All 4 count in the total.
    rules = "category E; require 4h within 1y { min 3h category E { cap 1 different provider } }"
    case = found(rules, "2025-01-01 2h E provider A; 2025-01-02 2h E provider B")
    assert (case.line("total").short, case.line("min-E").short, case.still) == (0, 1, 1)


def test_a_held_record_of_a_fourth_value_changes_nothing() -> None:
    # Three societies of 1.5 h are 4.5 of 6 with or without a fourth of 1.5; with one of 3 they are 6.
    rules = "require 6h within 1y; cap 3 different provider"
    three = "; ".join(FOUR.split("; ")[:3])
    assert found(rules, three, held="2025-02-01 1.5h provider D").verdict == "short"
    assert found(rules, three, held="2025-02-01 3h provider D").verdict == "depends"


def test_a_missing_number_leaves_a_cap_on_different_values_out_or_lets_none_count() -> None:
    # Left out: 2 of 2. None counts: 0. A record without a provider is under no such cap.
    rules = "member years: number\nrequire 2h within 1y { cap 1 different provider when member years at least 5 }"
    assert found(rules, "2025-01-01 2h provider A").verdict == "met"
    rules = "member years: number\nrequire 2h within 1y { cap 1 different provider score at least member years }"
    assert found(rules, "2025-01-01 2h provider A score is 5").verdict == "depends"
    assert found(rules, "2025-01-01 2h score is 5").verdict == "met"


def test_two_requirements_at_once_choose_values_for_both() -> None:
    # Each counts one provider. A: 2 h live, B: 2 h of E. By itself each requirement takes what it lacks most.
    rules = (
        "category E; require 2h within 1y { min 2h mode live; cap 1 different provider }; "
        "require 2h within 1y { min 2h category E; cap 1 different provider }"
    )
    case = found(rules, "2025-01-01 2h provider A mode live; 2025-01-02 2h E provider B")
    assert case.verdict == "met"


def test_of_each_classification_the_first_category_serves() -> None:
    # An hour of A1 and B is in both classifications, and not outside A, so the cap does not hold it. 2.5 of them serve
    # the total of 2.5, the 2.5 of B and the 1 of A1 at once: nothing on record leaves 2.5, and 2.5 on record leave none.
    rules = """
category A { category A1 }
category B classification manner
activities serve first category only
require 2.5h in cycle calendar year {
    cap 0.5h category not A each calendar year
    min 2.5h category B each calendar year
    min 1h category A1 and date before 2025-05-31
}
"""
    assert found(rules).still == Fraction(5, 2)
    assert found(rules, "2025-01-01 2.5h A1, B").verdict == "met"


def test_inside_the_period_holds_for_the_window_of_a_statement_too() -> None:
    # The window of the limit runs from 2024-07-01 to 2025-06-30. The first exam began on 2024-06-20, before it; the second
    # lies in it with both days: one exam of at most one.
    rules = "activities fall inside the period; require 1h within 3y; limit 1 times kind exam within 1y"
    case = found(rules, "2024-06-20 to 2024-07-05 1h kind exam; 2025-01-01 to 2025-01-02 1h kind exam")
    assert (case.verdict, case.line("limit-exam").earned) == ("met", 1)


# --------------------------------------------------------------- minimums if used, and what counts as met


def test_a_minimum_if_used_is_reached_by_what_is_earned_above_a_cap() -> None:
    # 3 of A are earned, 2.5 of them count, 2 are asked for. Fewer than 3 would not count at all.
    rules = "category A; require 2h within 1y { threshold 3h category A; cap 2.5h category A; min 2h category A }"
    case = found(rules)
    assert (case.verdict, case.still) == ("short", 3)
    assert found(rules, "2025-01-01 3h A").surplus == Fraction(1, 2)


def test_an_hour_reaches_a_minimum_if_used_wherever_it_counts() -> None:
    # Half an hour of A is on record. 1.5 h more that carry A and B earn the 2 of A: of them 0.5 count in A, 1 in B.
    rules = "category A; category B; require 2h within 1y { min 1h category A; min 1h category B; threshold 2h category A }"
    assert found(rules, "2025-01-01 0.5h A").still == Fraction(3, 2)
    assert found(rules, "2025-01-01 0.5h A; 2025-01-02 1.5h A, B").verdict == "met"


DEEMED = """
category A { category B }
member senior: yes or no
require 3h within 1y {
    min 2h category A {
        satisfied when member senior
        min 1h category A { min 1h category B; cap 0.5h mode live }
    }
}
"""


def test_what_is_inside_a_minimum_that_counts_as_met_counts_as_met_to_the_innermost() -> None:
    # 1 of 3 in total. The 2 of A, the 1 inside it and the 1 of B inside that are all satisfied: 2 of any kind are missing.
    case = found(DEEMED, "2025-01-01 1h A", facts="senior yes")
    assert [case.line(each).verdict.value for each in ("min-A", "min-A-2", "min-B")] == ["met"] * 3  # type: ignore[union-attr]
    assert (case.verdict, case.still, [each.places for each in case.result.blocks[0].completion]) == ("short", 2, [()])
    # Without the fact 1 of B is missing; of 3 in total 1 is there.
    case = found(DEEMED, "2025-01-01 1h A", facts="senior no")
    assert (case.line("min-B").short, case.still) == (1, 2)


def test_a_minimum_that_counts_as_met_needs_no_amount() -> None:
    # The day on which the member joined decides how much is asked; nobody stated it, and it does not matter.
    rules = (
        "member joined: date; member senior: yes or no\nrequire 1h within 1y "
        "{ min 2h mode live and date after member joined { satisfied when member senior } }"
    )
    assert found(rules, "2025-01-01 1h", facts="senior yes").verdict == "met"
    assert found(rules, "2025-01-01 1h", facts="senior no").verdict == "depends"


CLOSED = """
member senior: yes or no
require 1h within 1y {{
    any of as choice {{ option {{ min 1h mode live when member senior }}; {0} }}
}}
"""


def test_an_alternative_that_is_not_open_is_never_told_as_met() -> None:
    # Only the second is open: 1 of 2 h live.
    case = found(CLOSED.format("min 2h mode live"), "2025-01-01 1h mode live", facts="senior no")
    assert [case.line(each).verdict.value for each in ("choice", "option", "option-2")] == ["short"] * 3  # type: ignore[union-attr]
    assert case.line("option").why
    assert (case.verdict, case.still) == ("short", 1)


def test_where_no_alternative_is_open_no_hour_completes_it() -> None:
    closed = CLOSED.format("option { min 2h mode live when member senior }")
    case = found(closed, "2025-01-01 1h mode live", facts="senior no")
    assert [case.line(each).verdict.value for each in ("choice", "option", "option-2")] == ["short"] * 3  # type: ignore[union-attr]
    assert (case.verdict, case.still) == ("short", None)


def test_an_alternative_that_is_open_comes_before_one_that_is_not() -> None:
    # At most 0.5 of 1 h can count, so no further hour completes either; the fact satisfies the second.
    rules = CLOSED.format("satisfied unless member senior").replace("any of", "cap 0.5h\n    any of")
    case = found(rules, "2025-01-01 1h", facts="senior no")
    assert (case.line("choice").verdict.value, case.line("option-2").chosen) == ("met", True)  # type: ignore[union-attr]
    assert (case.verdict, case.line("total").short, case.still) == ("short", Fraction(1, 2), None)


def test_minimums_on_different_hours_none_of_which_applies_open_no_alternative() -> None:
    # The first asks nothing of this member, so it is closed (decision 20); of the 2 h of the second 1 is there.
    rules = CLOSED.format("min 2h").replace("min 1h mode live when member senior", "distinct { min 1h when member senior }")
    case = found(rules, "2025-01-01 1h", facts="senior no")
    assert (case.verdict, case.still) == ("short", 1)


def test_a_satisfied_alternative_is_met_where_nothing_else_is_asked() -> None:
    # 0 h in total: the minimum that counts as met is all that is asked.
    rules = "member senior: yes or no\nrequire 0h within 1y { any of { min 1h mode live { satisfied when member senior }; min 5h } }"
    case = found(rules, "2025-01-01 1h", facts="senior yes")
    assert (case.verdict, case.line("min-live").verdict.value, case.still) == ("met", "met", 0)  # type: ignore[union-attr]
    # An alternative that holds nothing but a cap is open, and asks nothing.
    assert found("require 0h within 1y { any of { option { cap 1h }; min 5h } }").verdict == "exempt"


def test_a_cap_in_a_minimum_inside_a_yearly_one_holds_for_each_year_by_itself() -> None:
    # In each of the two years 2 h live were done, all exams, of which 1 serves the 2 live: 1 + 1 are missing.
    rules = "require 4h in cycle 2y from 2023-07-01 { min 2h each year { min 2h mode live { cap 1h kind exam } } }"
    case = found(rules, "2023-08-01 2h mode live kind exam; 2024-08-01 2h mode live kind exam")
    assert [(line.id, line.short) for line in case.lines("min-live")] == [("min-live@year-1", 1), ("min-live@year-2", 1)]
    assert [line.required for line in case.lines("cap-exam")] == [1, 1]
    assert (case.line("total").short, case.still) == (0, 2)


def test_further_hours_of_a_course_without_a_number_are_of_its_provider() -> None:
    # One course counts: of alpha, which S gave, 2 of 3 h are there, and 1 more of the same completes them.
    rules = 'require 3h within 1y { cap 1 different course; min 3h title begins "a" to "m" }'
    assert found(rules, '2025-01-01 2h provider S title is "alpha"').still == 1


def test_a_held_row_may_decide_how_much_a_minimum_asks_for() -> None:
    # Without the row nothing live is asked for: met. With its video the minimum is 2 h live, and 0 are: short.
    rules = "mode live; mode video; require 2h within 1y { min (2h if has 1 records with mode video) mode live }"
    assert found(rules, "2025-01-01 2h", held="2025-02-01 1h mode video").verdict == "depends"


def test_a_held_row_may_begin_the_chain_earlier() -> None:
    # 2023 has 10 of 10. With the row of 2022 that year is asked too, and takes the 9 h that it lacks: 2023 has 1.
    rules = "require 10h in cycle calendar year { make good within 1y }"
    assert found(rules, "2023-03-01 10h", "2023-12-31", held="2022-05-01 1h").verdict == "depends"

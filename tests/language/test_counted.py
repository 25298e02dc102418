"""Shares of what counts: small cases, each worked by hand, against program and oracle."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cedsl.assessment import assess
from cedsl.model import ruleset as r
from cedsl.records.activity import Activity, HeldRow
from tests.language import test_chain as chain
from tests.language.compare import resolved
from tests.language.test_contract import Found, found

QUARTER = "require 20h within 3y; cap 25% of counted mode webcast"
HALF_LIVE = "require 20h within 3y; min half of counted mode live"


def live_and_webcast(rules: str, live: str, webcast: str, **more: str) -> Found:
    return found(rules, f"2024-01-01 {live} mode live; 2024-02-01 {webcast} mode webcast", **more)


# ------------------------------------------------------------------------------------------------ caps


def test_a_quarter_of_what_counts() -> None:
    # 15 live and 5 by webcast are 20, of which a quarter is 5; 5 of 10 by webcast are over.
    case = live_and_webcast(QUARTER, "15h", "10h")
    cap = case.line("cap-webcast")
    assert (case.verdict, cap.required, cap.counted, cap.over) == ("met", 5, 5, 5)
    assert (case.counted(2), case.surplus) == (5, 0)


def test_what_was_earned_and_does_not_count_raises_nothing() -> None:
    # However many hours by webcast: 15 and 5.
    assert live_and_webcast(QUARTER, "15h", "500h").counted(2) == 5


def test_what_counts_beyond_the_total_raises_the_cap() -> None:
    # 30 live and 10 by webcast are 40, of which a quarter is 10.
    case = live_and_webcast(QUARTER, "30h", "12h")
    assert (case.counted(2), case.surplus) == (10, 20)


def test_a_further_hour_lets_hours_on_record_count() -> None:
    # 12 live and 4 by webcast are 16, of which a quarter is 4: short 4. 15 and 5 are 20: 3 further hours, and 1 more
    # of those on record.
    case = live_and_webcast(QUARTER, "12h", "10h")
    assert (case.line("total").short, case.still) == (4, 3)
    assert case.result.blocks[0].then == 1


def test_webcasts_alone_count_nothing() -> None:
    # A quarter of nothing is nothing. 15 further hours and 5 of those on record are 20.
    case = live_and_webcast(QUARTER, "0h", "20h")
    assert (case.line("total").short, case.line("cap-webcast").required, case.still) == (20, 0, 15)
    assert case.result.blocks[0].then == 5


def test_thirds_are_exact() -> None:
    # w = (10 + w) / 4 is w = 10/3; 20 - 10 - 10/3 = 20/3. With 5 more: 15 and 5.
    case = live_and_webcast(QUARTER, "10h", "20h")
    assert (case.counted(2), case.line("total").short, case.still) == (Fraction(10, 3), Fraction(20, 3), 5)


def test_two_shares_are_decided_together() -> None:
    # Half and a quarter of 24 are 12 and 6; with the 6 others they are 24. Nothing less is what counts.
    case = found(
        "require 24h within 3y; cap half of counted mode live; cap 25% of counted mode webcast",
        "2024-01-01 6h; 2024-01-02 20h mode live; 2024-01-03 20h mode webcast",
    )
    assert (case.verdict, case.counted(2), case.counted(3)) == ("met", 12, 6)


def test_a_minimum_that_only_capped_hours_serve() -> None:
    # w = (10 + w) / 4 = 10/3 of X; 4 - 10/3 = 2/3 short, the total is met. Half an hour of X, not by webcast, makes
    # (10.5) / 3 = 3.5 by webcast count, and 3.5 + 0.5 = 4.
    case = found(
        "category X; require 12h within 3y; min 4h category X; cap 25% of counted mode webcast",
        "2024-01-01 10h; 2024-01-02 6h X mode webcast",
    )
    assert (case.line("total").short, case.line("min-X").short) == (0, Fraction(2, 3))
    assert case.still == Fraction(1, 2)


def test_under_a_full_share_earlier_activities_come_first() -> None:
    # 9 live and 3 by webcast are 12, of which a quarter is 3: all of the earlier one.
    case = found(
        "require 12h within 3y; cap 25% of counted mode webcast",
        "2024-01-01 9h mode live; 2024-02-02 4h mode webcast; 2024-02-01 4h mode webcast",
    )
    assert (case.counted(2), case.counted(3)) == (0, 3)


def test_inside_a_minimum_the_share_is_of_all_that_counts() -> None:
    # 6 and 4 count toward the total, of which a fifth is 2: of 4 hours of E two serve E. With h more of E live
    # h + (10 + h) / 5 = 4: h = 5/3.
    case = found(
        "category E; require 10h within 3y { min 4h category E { cap 20% of counted mode webcast } }",
        "2024-01-01 6h; 2024-01-02 4h E mode webcast",
    )
    assert (case.line("total").short, case.line("min-E").short, case.still) == (0, 2, Fraction(5, 3))


def test_for_each_value_of_a_key_by_itself() -> None:
    # 4 of P and 4 of Q are 8, of which half is 4: short 2. An hour of a third provider lets one more of P count.
    case = found(
        "require 10h within 3y; cap half of counted per provider",
        "2024-01-01 10h provider P; 2024-01-02 4h provider Q",
    )
    assert (case.counted(1), case.counted(2), case.line("total").short, case.still) == (4, 4, 2, 1)


def test_hours_on_top_of_the_total_are_no_part_of_it() -> None:
    # 5 live and 5 by webcast are 10, of which half is 5; the 5 of X are on top.
    case = found(
        "category X; require 10h within 3y { plus 5h category X; cap half of counted mode webcast }",
        "2024-01-01 5h mode live; 2024-01-02 10h mode webcast; 2024-01-03 5h X",
    )
    assert (case.verdict, case.line("cap-webcast").required) == ("met", 5)


def test_hours_over_another_cap_raise_nothing() -> None:
    # 2 of the 10 hours of reading count; 2 and 2 are 4, of which half is 2.
    case = found(
        "require 4h within 3y; cap 2h mode reading; cap half of counted mode webcast",
        "2024-01-01 10h mode reading; 2024-01-02 10h mode webcast",
    )
    assert (case.verdict, case.counted(1), case.counted(2)) == ("met", 2, 2)


def test_all_of_what_counts_is_no_limit() -> None:
    case = live_and_webcast("require 20h within 3y; cap 100% of counted mode webcast", "0h", "20h")
    assert (case.verdict, case.counted(2)) == ("met", 20)


# -------------------------------------------------------------------------------------------- minimums


def test_half_of_what_counts_must_be_live() -> None:
    # All 20 count, half of 20 is 10; with 10 more live hours 10 of the others do.
    case = live_and_webcast(HALF_LIVE, "0h", "20h")
    assert (case.line("total").short, case.line("min-live").short, case.still) == (0, 10, 10)
    assert case.line("min-live").required == 10


def test_beyond_the_total_other_hours_do_not_count_against_the_minimum() -> None:
    # Of 28 hours 20 count, half of 20 is 10: short 2; the 8 others would only ask for more.
    case = live_and_webcast(HALF_LIVE, "8h", "20h")
    assert (case.counted(1), case.counted(2), case.line("min-live").short, case.still) == (8, 12, 2, 2)
    assert case.record(2).losses[0].statements == ("min-live",)


def test_as_many_others_count_as_are_live() -> None:
    # 12 live hours and 12 others are 24: 4 beyond the total.
    case = live_and_webcast(HALF_LIVE, "12h", "20h")
    assert (case.verdict, case.counted(2), case.surplus, case.line("min-live").required) == ("met", 12, 4, 12)


def test_a_nested_minimum_asks_for_a_share_of_the_total() -> None:
    # Half of the 10 that count is 5; 4 of the 10 hours of E are live: short 1.
    case = found(
        "category E; require 10h within 3y { min 6h category E { min half of counted mode live } }",
        "2024-01-01 4h E mode live; 2024-01-02 6h E mode webcast",
    )
    assert (case.line("min-E").short, case.line("min-live").short, case.still) == (0, 1, 1)


def test_a_share_of_nothing_asks_nothing() -> None:
    # Nothing is required: the hours that are not live may stay uncounted, and half of nothing is nothing.
    case = found("require 0h within 3y; min half of counted mode live", "2024-01-01 4h mode webcast")
    assert (case.verdict, case.line("min-live").required, case.counted(1)) == ("exempt", 0, 0)


def test_shares_that_cannot_be_had_together() -> None:
    # An hour serves one of the two: 60% and 60% are more than all.
    case = found(
        "category A; category B; require 10h within 3y; min 60% of counted category A; min 60% of counted category B",
        "2024-01-01 5h A; 2024-01-02 5h B",
    )
    # 10 count; 6 of A and 6 of B are asked for, 5 and 5 are there.
    assert (case.line("min-A").short, case.line("min-B").short, case.still) == (1, 1, None)


# ------------------------------------------------------------------------------- members, what is missing


BY_FACT = "member senior: yes or no; require 20h within 3y; cap (25% of counted if member senior, otherwise 8h) mode webcast"


@pytest.mark.parametrize(("senior", "verdict"), [("senior yes", "short"), ("senior no", "met"), ("", "depends")])
def test_a_share_in_one_of_the_cases(senior: str, verdict: str) -> None:
    # A senior counts 12 + 4 = 16, everyone else 12 + 8 = 20.
    assert live_and_webcast(BY_FACT, "12h", "8h", facts=senior).verdict == verdict


def test_a_held_hour_that_lets_others_count() -> None:
    # 12 and 4 are 16; with the held 3 live hours 15 and 5 are 20.
    case = live_and_webcast(QUARTER, "12h", "10h", held="2024-03-01 3h mode live")
    assert case.verdict == "depends"


def test_a_held_record_without_amount_may_be_enough() -> None:
    # Only hours by webcast are on record: 20 of them count once 60 others do.
    rules = "require 20h within 3y; min 20h mode webcast; cap 25% of counted mode webcast"
    case = found(rules, "2024-01-01 20h mode webcast; 2024-01-02 60h mode live")
    assert (case.verdict, case.line("cap-webcast").required) == ("met", 20)
    # 20 by webcast lack 60 others; nothing else is missing.
    assert found(rules, "2024-01-01 20h mode webcast").still == 60


def test_a_held_record_without_an_amount_may_be_as_long_as_the_share_asks() -> None:
    # 20 hours by webcast are a quarter of 80: 60 live hours would do, more than all that is required together.
    rules = "require 20h within 3y; min 20h mode webcast; cap 25% of counted mode webcast\nmode live; mode webcast"
    text = f'{rules}\nexample "e" {{ as of 2025-06-30; 2024-01-01 20h mode webcast; expect short }}'
    ruleset, _ = resolved(text)
    assert ruleset is not None
    day = date(2025, 6, 30)
    live = Activity("m", day, None, fields={"mode": "live"}, unbounded=True, row=2, file="f")
    held = HeldRow("m", 2, "f", "how many hours?", (live,))
    found_ = assess(ruleset, "m", ruleset.examples[0].activities, (held,), {}, day)
    assert found_.verdict is r.Word.DEPENDS
    assert assess(ruleset, "m", ruleset.examples[0].activities, (), {}, day).verdict is r.Word.SHORT


# ------------------------------------------------------------------------------------- from year to year


YEARLY = "require 20h in cycle calendar year { cap 25% of counted mode webcast; carry everything }"


def test_a_waiver_sets_an_amount_or_takes_the_share_away() -> None:
    records = "2024-01-01 12h mode live; 2024-01-02 10h mode webcast"
    assert chain.found(YEARLY, records).short("total") == 4  # 12 + 4 = 16
    assert chain.found(YEARLY, records, decided="waive cap-webcast to 7h").short("total") == 1  # 12 + 7 = 19
    assert chain.found(YEARLY, records, decided="waive cap-webcast").verdict() == "waived"  # 12 + 10 = 22


def test_carried_hours_satisfy_the_share_with_those_that_are_kept() -> None:
    # 24 live and 8 by webcast are 32, of which a quarter is 8: 12 are carried. Carried hours are no webcast, and
    # with 12 of them and 6 live hours 6 by webcast are a quarter of 24.
    case = chain.found(
        YEARLY, "2023-03-01 24h mode live; 2023-05-01 10h mode webcast; 2024-03-01 6h mode live; 2024-04-01 9h mode webcast"
    )
    carry = case.carry()
    assert sum(each.amount for each in carry.carried_in) == 12
    assert case.verdict() == "met"


def test_carried_hours_are_used_as_little_as_will_do() -> None:
    # 12 live hours, 3 carried and 5 by webcast are 20.
    case = chain.found(
        YEARLY, "2023-03-01 30h mode live; 2024-03-01 12h mode live; 2024-04-01 9h mode webcast"
    )
    carry = case.carry()
    assert sum(each.amount for each in carry.carried_in) == 10
    assert sum(each.amount for each in carry.used) == 3


def test_each_requirement_has_what_counts_toward_it() -> None:
    # In the long window 20 and 5 count, in the short one 3 and 1.
    case = found(
        "require 25h within 3y as long { cap 20% of counted mode webcast }\n"
        "require 4h within 1y as short { cap 25% of counted mode webcast }",
        "2023-01-01 17h mode live; 2025-01-01 3h mode live; 2025-01-02 6h mode webcast",
    )
    assert case.verdict == r.Word.MET.value

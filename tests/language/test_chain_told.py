"""What the ledger and the figures tell of hours that pass between periods: small cases, each worked by hand, found equal
to the oracle's as far as that tells them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from cedsl.verdict import Loss, RecordResult, Refused
from tests.language.test_chain import Found, found

LAST = {2022: date(2022, 12, 31), 2023: date(2023, 12, 31), 2024: date(2024, 12, 31)}


def row(case: Found, number: int) -> RecordResult:
    return next(each for each in case.block().records if each.row == number)


def counted(record: RecordResult) -> Fraction:
    return sum((each.amount for each in record.servings), Fraction(0))


def lost(record: RecordResult) -> list[tuple[Refused, Fraction | None, date | None]]:
    return [(each.why, each.amount, _last(each)) for each in record.losses]


def _last(loss: Loss) -> date | None:
    return None if loss.period is None else loss.period.last


def over(case: Found, statement: str) -> Fraction:
    return next(each.over for each in case.block().statements if each.statement == statement)


CARRY = "category A; category B\nrequire 10h in cycle calendar year { min 2h category A; carry everything { for 2 periods } }"
# 2022: 16 h, 6 to spare: of A 1, of B 5. 2023: 8 h, 2 of them A: 2 more are used. 2024: 7 h and the 4 that are left.
RECORDS = "2022-02-01 13h B; 2022-03-01 3h A; 2023-02-01 6h B; 2023-03-01 2h A; 2024-02-01 5h B; 2024-03-01 2h A"


def test_an_activity_tells_what_of_it_is_carried_out() -> None:
    case = found(CARRY, RECORDS, "2024-12-31", "period of 2022-12-31")
    # 3 - 2 = 1 of A goes on; 13 - 8 = 5 of B.
    assert [(counted(row(case, number)), row(case, number).carried_out) for number in (1, 2)] == [(13, 5), (3, 1)]
    assert lost(row(case, 3)) == [(Refused.OUTSIDE, 6, None)]


def test_in_the_next_period_it_tells_what_was_counted_there_and_what_came_in() -> None:
    case = found(CARRY, RECORDS, "2024-12-31", "period of 2023-12-31")
    assert row(case, 1).credited == 13  # 8 + 5
    assert lost(row(case, 1)) == [
        (Refused.OTHER_PERIOD, 8, LAST[2022]),
        (Refused.CARRIED_OVER, 5, LAST[2022]),
    ]
    # The lots come in by category; 6 + 2 of its own, so 2 of the 6 are used.
    of_a, of_b = case.block().carried
    assert [(part.row, part.amount) for part in of_a.balance.parts] == [(2, 1)]
    assert [(part.row, part.amount) for part in of_b.balance.parts] == [(1, 5)]
    used = sum((each.amount for line in (of_a, of_b) for each in line.servings), Fraction(0))
    assert (used, of_a.lives_on + of_b.lives_on) == (2, 4)


def test_two_periods_later_it_tells_the_period_that_used_it() -> None:
    case = found(CARRY, RECORDS, "2024-12-31")
    # Carried from 2022: 6, used in 2023: 2, used in 2024: 3 of the 4 that are left.
    came = [each for number in (1, 2) for each in lost(row(case, number)) if each[0] is Refused.CARRIED_OVER]
    there = [each for number in (1, 2) for each in lost(row(case, number)) if each[2] == LAST[2023]]
    assert sum(each[1] or 0 for each in came) == 4
    assert sum(each[1] or 0 for each in there) == 2
    assert {each[0] for each in there} == {Refused.OTHER_PERIOD}
    assert lost(row(case, 3)) == [(Refused.OTHER_PERIOD, 6, LAST[2023])]


def test_the_earliest_hours_of_a_balance_are_used_first() -> None:
    # 2023: 3 + 3 - 2 = 4 to spare, the later three and one of the earlier. 2024 uses 2 of the 4: 1 of row 1, 1 of row 2.
    rules = "require 2h in cycle calendar year { carry everything { for 2 periods } }"
    case = found(rules, "2023-02-01 3h; 2023-08-01 3h", "2024-12-31")
    (used,) = case.carry().used
    assert [(part.row, part.amount) for part in used.parts] == [(1, 1), (2, 1)]
    (out,) = case.carry().carried_out
    assert [(part.row, part.amount) for part in out.parts] == [(2, 2)]


def test_what_was_carried_over_and_is_too_old_is_told() -> None:
    # 2022: 5 - 2 = 3 go on to 2023, which needs none of them.
    rules = "require 2h in cycle calendar year { carry everything }"
    case = found(rules, "2022-02-01 5h; 2023-02-01 2h; 2024-02-01 2h")
    assert lost(row(case, 1)) == [(Refused.OTHER_PERIOD, 2, LAST[2022]), (Refused.EXPIRED, 3, LAST[2022])]
    assert case.block().carried == ()


def test_an_opening_balance_has_a_line_without_rows() -> None:
    rules = "require 3h in cycle calendar year { carry everything }"
    case = found(rules, "2024-02-01 2h", "2024-12-31", "opening 2024-01-01 4h")
    (line,) = case.block().carried
    # 3 - 2 = 1 is used; 3 expire with the year.
    assert (line.balance.origin, line.balance.parts, line.servings[0].amount, line.lives_on) == (None, (), 1, 0)


def test_an_hour_that_made_a_period_good_is_told_in_its_own_period() -> None:
    # 2023 lacks 1 h and has it from 2024, where 2 of the 3 are left.
    rules = "require 2h in cycle calendar year { make good within 6 months }"
    case = found(rules, "2023-05-01 1h; 2024-03-01 3h")
    record = row(case, 2)
    assert (record.credited, counted(record), lost(record)) == (3, 2, [(Refused.OTHER_PERIOD, 1, LAST[2023])])
    before = found(rules, "2023-05-01 1h; 2024-03-01 3h", "2024-12-31", "period of 2023-12-31")
    record = row(before, 2)
    assert (counted(record), lost(record)) == (1, [(Refused.OUTSIDE, 2, None)])
    assert record.notes == ("lies after the period, and makes good what it lacks",)


ALSO = "mode live; mode passive\nrequire 10h in cycle calendar year { cap 3h mode passive; also count from 3 months before period start }"
SPARE = "2023-02-01 6h mode live; 2023-10-01 9h mode passive; 2023-11-01 2h mode live; 2024-02-01 5h mode live"


def test_a_cap_that_credit_from_before_fills_tells_what_is_over() -> None:
    # 2023: 6 + 2 live and 3 passive, 1 too many: it keeps 1 of the 2 live and 3 passive. 6 passive and 1 live are free.
    # 2024: 5 + 1 + 3 passive = 9; of the 6 passive 3 are over the cap, and 1 hour is missing.
    case = found(ALSO, SPARE)
    assert (case.short("total"), over(case, "cap-passive"), case.carry().also_counted) == (1, 3, 4)
    assert lost(row(case, 2)) == [(Refused.OTHER_PERIOD, 3, LAST[2023]), (Refused.CAP, 3, None)]
    assert row(case, 2).notes == ("lies before the period, and counts in it too",)


def test_credit_from_before_that_is_not_needed_is_over_no_cap() -> None:
    # 2024 has 9 of its own: it needs the live hour, or one of the six, and no cap keeps anything out.
    case = found(ALSO, SPARE.replace("2024-02-01 5h", "2024-02-01 9h"))
    assert (case.verdict(), over(case, "cap-passive"), case.carry().also_counted) == ("met", 0, 1)


def test_credit_from_before_comes_on_top_of_own_credit_over_a_cap() -> None:
    # Own: 4 passive, 1 over. The 6 from before are kept out altogether: 1 + 6 = 7. Short: 10 - 3 - 1 live = 6.
    case = found(ALSO, SPARE.replace("2024-02-01 5h mode live", "2024-02-01 4h mode passive"))
    assert (case.short("total"), over(case, "cap-passive")) == (6, 7)


def test_carried_credit_that_a_cap_keeps_out_is_over_it() -> None:
    # 2023 keeps 2 A and 2 B, 6 - 2 = 4 of A come in. 2024: 1 B of its own, at most 2 A: 1 is missing, 2 of A are over.
    rules = "category A; category B\nrequire 4h in cycle calendar year { cap 2h category A; carry everything { surplus above caps too } }"
    case = found(rules, "2023-02-01 6h A; 2023-03-01 2h B; 2024-02-01 1h B")
    (line,) = case.block().carried
    assert (case.short("total"), over(case, "cap-A"), line.balance.amount) == (1, 2, 4)
    assert [(each.why, each.amount) for each in line.losses] == [(Refused.CAP, 2)]


# ------------------------------------------------------------------------------------- what would complete it


def test_what_is_asked_in_each_year_names_the_year_in_which_it_must_fall() -> None:
    # 2 h of A in each of two years, none done: 2 by the end of 2023, which is past, and 2 in 2024.
    rules = "category A; require 4h in cycle 2y from 2023-01-01 { min 2h category A each year }"
    further = found(rules, "", "2024-06-30").block().completion
    told = {(each.amount, each.too_late, each.window and each.window.last) for each in further}
    assert told == {(2, True, LAST[2023]), (2, False, LAST[2024])}

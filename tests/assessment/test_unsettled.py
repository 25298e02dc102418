"""Figures that hang on a fact nobody stated, where the verdict does not (decision 42); every case worked by hand."""

from __future__ import annotations

from fractions import Fraction

from cedsl.verdict import MemberResult, Span, StatementResult
from tests.language.test_contract import found

RULES = """
category FOOD "Food law"
category ETH "Ethics"
member employs: yes or no "Employs others"
member abroad: yes or no "Abroad"
member years: number "Years in practice"
require 10h in cycle calendar year {
    min 2h category FOOD when member employs
    min 3h category ETH when member years at least 5
}
"""


def result(records: str, facts: str = "", rules: str = RULES) -> MemberResult:
    return found(rules, records, facts=facts).result


def line(member: MemberResult, statement: str) -> StatementResult:
    (found_,) = [each for block in member.blocks for each in block.statements if each.statement == statement]
    return found_


def span(least: int, most: int) -> Span:
    return Fraction(least), Fraction(most)


def test_a_minimum_that_may_not_be_asked_is_not_told_as_owed() -> None:
    """4 of 10 hours either way, 6 to earn; of food law 2 are asked of employers, 0 of others; 0 are counted."""
    member = result("2025-02-01 4h ETH", "years 1")
    food = line(member, "min-FOOD")
    assert (member.verdict.value, member.still, member.at_least) == ("short", Fraction(6), False)
    assert member.depends_on == ("employs",)
    assert food.verdict is not None and food.verdict.value == "depends"
    assert food.varies is not None
    assert (food.varies.required, food.varies.counted, food.varies.short) == (span(0, 2), span(0, 0), span(0, 2))
    assert line(member, "total").varies is None
    assert not any("min-FOOD" in dict(reason.statements) for block in member.blocks for reason in block.reasons)


def test_nothing_is_marked_where_the_fact_is_stated() -> None:
    for facts in ("employs yes; years 1", "employs no; years 1"):
        member = result("2025-02-01 4h ETH", facts)
        assert (member.depends_on, member.at_least) == ((), False)
        assert not any(each.varies for block in member.blocks for each in block.statements)


def test_a_minimum_that_is_met_in_any_case_is_met() -> None:
    """3 hours of ethics, asked or not; 7 to earn, for 10 - 3 = 7, with or without 2 of them in food law."""
    member = result("2025-02-01 3h ETH", "employs no")
    ethics = line(member, "min-ETH")
    assert (member.verdict.value, member.still, member.depends_on) == ("short", Fraction(7), ("years",))
    assert ethics.verdict is not None and ethics.verdict.value == "met"
    assert ethics.varies is not None
    assert (ethics.varies.required, ethics.varies.short) == (span(0, 3), span(0, 0))


BY_FACT = (
    'member abroad: yes or no "Abroad"\nrequire (12h if member abroad is yes, otherwise 8h) in cycle calendar year\n'
)


def test_the_total_is_told_with_both_ends_and_the_least_is_to_earn() -> None:
    """5 hours of 12 lack 7, of 8 they lack 3."""
    member = result("2025-02-01 5h", rules=BY_FACT)
    total = line(member, "total")
    assert (member.verdict.value, member.still, member.at_least) == ("short", Fraction(3), True)
    assert total.verdict is not None and total.verdict.value == "short"
    assert total.varies is not None
    assert (total.varies.required, total.varies.counted, total.varies.short) == (span(8, 12), span(5, 5), span(3, 7))


def test_who_is_met_is_promised_the_least_to_spare() -> None:
    """15 hours are 3 more than 12, and 7 more than 8."""
    member = result("2025-02-01 15h", rules=BY_FACT)
    assert (member.verdict.value, member.blocks[0].surplus, member.at_least) == ("met", Fraction(3), True)


def test_an_amount_that_nobody_knows_has_no_end() -> None:
    """So many hours as years in practice: unknown; of the total 6 lack, whatever they are."""
    rules = 'category ETH\nmember years: number "Years"\nrequire 10h in cycle calendar year {\n'
    rules += "    min (1h for each 1 member years) category ETH\n}\n"
    member = result("2025-02-01 4h", rules=rules)
    ethics = line(member, "min-ETH")
    assert (member.verdict.value, member.depends_on) == ("short", ("years",))
    assert ethics.varies is not None
    assert not ethics.varies.is_known


TWO = """
category FOOD
category ETH
member employs: yes or no "Employs others"
member abroad: yes or no "Abroad"
require 10h in cycle calendar year {
    min 2h category FOOD when member employs
    min 3h category ETH when member abroad
}
"""


def test_each_figure_hangs_on_its_own_fact() -> None:
    member = result("2025-02-01 4h", rules=TWO)
    food, ethics = line(member, "min-FOOD"), line(member, "min-ETH")
    assert food.varies is not None and ethics.varies is not None
    assert (food.varies.facts, ethics.varies.facts) == (("employs",), ("abroad",))
    assert set(member.depends_on) == {"employs", "abroad"}


EITHER = """
category FOOD
category ETH
member employs: yes or no "Employs others"
require 3h in cycle calendar year {
    min 3h category FOOD when member employs
    min 3h category ETH when not member employs
}
"""


def test_short_of_one_thing_or_the_other() -> None:
    """Nothing of either: 3 hours of food law lack an employer, 3 of ethics another one; 3 of the total lack both."""
    member = result("2025-02-01 1h FOOD", rules=EITHER)
    # an employer lacks 2 of food law and of the total 2; another one 3 of ethics, and of the total 2
    assert (member.verdict.value, member.still, member.at_least) == ("short", Fraction(2), True)
    words = {each.statement: each.verdict and each.verdict.value for each in member.blocks[0].statements}
    assert words == {"total": "short", "min-FOOD": "depends", "min-ETH": "depends"}


BLOCKS = """
member employs: yes or no "Employs others"
require 10h in cycle calendar year
require 2h in cycle calendar year as food when member employs
"""


def test_a_requirement_that_may_not_apply_depends_by_itself() -> None:
    """1 hour: 9 of 10 lack either way; of the other requirement 1 of 2 lacks only of an employer."""
    member = result("2025-02-01 1h", rules=BLOCKS)
    assert member.verdict.value == "short"
    assert {block.requirement: block.verdict.value for block in member.blocks}["food"] == "depends"

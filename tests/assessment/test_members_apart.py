"""What is remembered from member to member never changes a verdict: each member stands alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import permutations

from cedsl.assessment import assess
from cedsl.model import Ruleset, resolve
from cedsl.model.ruleset import Word
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Facts, FactValue, Tag
from cedsl.source import Source
from cedsl.syntax import parse

RULES = """
category ethics
category law
member admitted-on: date
member level: number
require 10h within 3y {
    min (2h if member admitted-on before 2020-01-01, otherwise 1h) category ethics
    min 3h category law { cap (1h if member level at least 2, otherwise 2h) mode online }
}
"""
AS_OF = date(2025, 6, 30)


def ruleset() -> Ruleset:
    source = Source("rules.ce", RULES)
    found = resolve(parse(source).file, source).ruleset
    assert found is not None
    return found


def activity(hours: int, category: str, mode: str = "live") -> Activity:
    day = date(2025, 1, 1)
    return Activity("m", day, Amount(Fraction(hours), "hour"), (Tag(category),), {"mode": mode})


RECORDS = (activity(2, "ethics"), activity(2, "law"), activity(6, "law", "online"))
ADMITTED = {"admitted-on": (FactValue(date(2010, 1, 1)),)}
LEVEL = {"level": (FactValue(Fraction(1)),)}
MEMBERS: tuple[tuple[Facts, Word], ...] = (
    # ethics 2 of 2; law 2 + 6 = 8, of which online at most 2 serves the 3: 2 + 2; total 2 + 8 = 10
    ({**ADMITTED, **LEVEL}, Word.MET),
    # nobody stated either: the minimum of ethics is once void and once impossible
    (LEVEL, Word.DEPENDS),
    # level 3: online serves at most 1 of the 3, and 2 + 1 is 3 all the same
    ({**ADMITTED, "level": (FactValue(Fraction(3)),)}, Word.MET),
    # the level is missing: the cap is once absent, and once 0: 2 of 3
    (ADMITTED, Word.DEPENDS),
)


def test_the_order_of_members_changes_no_verdict() -> None:
    for order in permutations(MEMBERS):
        rules = ruleset()
        for facts, word in order:
            result = assess(rules, "m", RECORDS, (), facts, AS_OF)
            assert result.verdict is word, (word, facts)

"""Requirements of which no two may count the same hour, within a ruleset and across rulesets, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from cedsl.assessment import assess
from cedsl.assessment.apart import Bond
from cedsl.assessment.assess import Seat, assess_together
from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset, Word
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, FactValue, HeldRow, Tag
from cedsl.records.adjustment import Adjustments, HeldDecision, Waiver
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.verdict import MemberResult, Outside, Refused, Standing

AS_OF = date(2025, 12, 31)
BOTH: tuple[Bond, ...] = (frozenset({(0, "total"), (1, "total")}),)
MET, SHORT, DEPENDS = Word.MET, Word.SHORT, Word.DEPENDS


def ruleset(text: str, name: str = "rules") -> Ruleset:
    source = Source(f"{name}.ce", text)
    parsed = parse(source)
    found = resolve(parsed.file, source)
    assert found.ruleset is not None, (*parsed.diagnostics, *found.diagnostics)
    return found.ruleset


def hours(number: float | int, row: int, *tags: Tag | str, day: int = 1, **fields: str) -> Activity:
    """So many hours in the month of the row."""
    several = tuple(Tag(tag) if isinstance(tag, str) else tag for tag in tags)
    amount = Amount(Fraction(number), "hour")
    return Activity("m", date(2025, row, day), amount, several, dict(fields), row=row, file="f")


def part(name: str, number: int) -> Tag:
    return Tag(name, Amount(Fraction(number), "hour"))


def together(first: str, second: str, *records: Activity, bonds: Sequence[Bond] = BOTH) -> tuple[MemberResult, ...]:
    """The records under two rulesets; a category that one does not know is as if it were not there."""
    several = [ruleset(f'ruleset {name} "Guild of {name}"\n{text}') for name, text in (("x", first), ("y", second))]
    seats = [Seat(each, [_seen(each, record) for record in records], (), {}) for each in several]
    return assess_together("m", seats, AS_OF, bonds=bonds)


def _seen(own: Ruleset, record: Activity) -> Activity:
    known = {each.name for each in own.categories}
    tags = tuple(tag for tag in record.tags if tag.category in known)
    return Activity("m", record.on, record.amount, tags, record.fields, row=record.row, file=record.file)


def shorts(*results: MemberResult) -> list[Fraction | None]:
    return [result.blocks[0].statements[0].short for result in results]


# ------------------------------------------------------------------------------------- what they share


@pytest.mark.parametrize(
    ("second", "short"),
    [
        ("require 4h within 1y", 0),  # 10 + 4 = 14
        ("require 5h within 1y", 1),  # 10 + 5 = 15 of 14
        # 10 h leave 4 of 14, which are 4 * 60 / 50 = 4.8 lessons of 6.
        ("unit lesson = 50 minutes; require 6 lessons within 1y; credit: 1 lesson per 50 minutes", Fraction("1.2")),
        # 4 h are left; the rest of each activity, at two for one: 8 points of 9.
        ("unit point = 30 minutes; require 9 points within 1y; credit: 2 points per hour", 1),
        # Half an hour for each hour: what is left of 14 h is 4 h, or 2.
        ("require 3h within 1y; credit: times 1/2", 1),
    ],
)
def test_what_one_counts_the_other_does_not(second: str, short: Fraction) -> None:
    one, other = together("require 10h within 1y", second, hours(10, 2), hours(4, 3))
    assert shorts(one, other) == [0, short]
    assert other.verdict is (SHORT if short else MET)


@pytest.mark.parametrize(
    ("crediting", "needed", "left"),
    [
        ("at most 3h each", 3, 7),  # 3 of the 10 hours
        ("times 3/2", 3, 8),  # 3 are 2 of the 10 hours
        ("times 3/2, at most 3h each", 3, 8),  # 3 of the 15 that the whole would earn: 2/10
        ("at most 3h each", 2, 8),
    ],
)
def test_hours_that_are_cut_off_are_free_for_the_other(crediting: str, needed: int, left: int) -> None:
    first = f"require {needed}h within 1y; credit: {crediting}"
    for asked, short in ((left, 0), (left + 1, 1)):
        assert shorts(*together(first, f"require {asked}h within 1y", hours(10, 2))) == [0, short]


def test_the_least_still_to_earn_goes_before_the_order() -> None:
    # 3 at half are 6 of the 10 h. An hour that is given up lacks half a credit there, a whole one here.
    first = "require 3h within 1y; credit: times 1/2"
    assert shorts(*together(first, "require 4h within 1y", hours(10, 2))) == [0, 0]
    assert shorts(*together(first, "require 5h within 1y", hours(10, 2))) == [Fraction("0.5"), 0]


def test_a_repeat_that_counts_half_leaves_the_other_half() -> None:
    # 4 in full and 2 of the second 4 are 6; 2 of those 4 h count nowhere here, and are left.
    first = "require 6h within 1y; credit: full then half per course"
    records = hours(4, 2, course="c"), hours(4, 3, course="c")
    assert shorts(*together(first, "require 2h within 1y", *records)) == [0, 0]
    assert shorts(*together(first, "require 3h within 1y", *records)) == [0, 1]


def test_what_is_rounded_off_is_free_and_what_is_rounded_up_is_the_whole() -> None:
    # 2.5 h become 2, which are 2 of the 2.5: half an hour is left.
    first = "require 2h within 1y; credit: rounded down to 1h"
    assert shorts(*together(first, "require 0.5h within 1y", hours(2.5, 2))) == [0, 0]
    assert shorts(*together(first, "require 1h within 1y", hours(2.5, 2))) == [0, Fraction("0.5")]
    # 2.5 h become 3; 3 are the whole, 1.5 half of it.
    first = "require 1.5h within 1y; credit: rounded up to 1h"
    assert shorts(*together(first, "require 1.25h within 1y", hours(2.5, 2))) == [0, 0]


def test_within_one_ruleset_what_is_cut_off_counts_nowhere() -> None:
    # At most 3 of the 10 hours are credited: 2 for the first, 1 for the second.
    own = ruleset("require 2h within 1y as a\nrequire 2h within 1y as b\nnot both a and b\ncredit: at most 3h each")
    found = assess(own, "m", [hours(10, 2)], (), {}, AS_OF)
    assert [block.statements[0].short for block in found.blocks] == [0, 1]


def test_each_activity_goes_where_the_least_is_still_to_earn() -> None:
    # LAB serves the second alone of what is scarce: the first takes the general hours, though they are later.
    second = "category LAB\nrequire 5h category LAB within 1y"
    one, other = together("require 6h within 1y", second, hours(5, 2, "LAB"), hours(6, 3))
    assert (one.verdict, other.verdict) == (MET, MET)


def test_activities_of_one_period_alone_are_not_shared() -> None:
    first = "require 4h in cycle 6 months from 2025-01-01"  # from July on
    one, other = together(first, "require 9h within 1y", hours(5, 2), hours(4, 8))
    # 4 for the first from August; the second has 5 left.
    assert shorts(one, other) == [0, 4]


def test_the_first_is_served_first() -> None:
    # 6 h for 5 + 5. At each seat the same requirement, so that only the order tells.
    one, other = together("require 5h within 1y", "require 5h within 1y", hours(6, 2))
    assert shorts(one, other) == [0, 4]


def test_a_requirement_that_nothing_completes_takes_no_hours_from_another() -> None:
    # The first can never have 2 h of LAB under its cap of 1; the second needs all 5.
    first = "category LAB\nrequire 5h within 1y { min 2h category LAB; cap 1h category LAB }"
    one, other = together(first, "require 5h within 1y", hours(5, 2))
    assert (one.still, shorts(one, other)) == (None, [5, 0])


def test_what_is_declared_twice_is_kept_apart_once() -> None:
    bonds = (*BOTH, *BOTH)
    assert shorts(*together("require 3h within 1y", "require 3h within 1y", hours(6, 2), bonds=bonds)) == [0, 0]


# -------------------------------------------------------------------------------------------- parts


def test_one_stated_part_serves_one_of_two_requirements() -> None:
    # 3 h, of which 1 is ETH: the first counts it.
    categories = "category ETH; category LAW"
    text = (
        f"{categories}\nrequire 1h within 1y as a {{ min 1h category ETH }}\n"
        "require 1h within 1y as b { min 1h category ETH as second }\nnot both a and b"
    )
    found = assess(ruleset(text), "m", [hours(3, 2, part("ETH", 1), part("LAW", 2))], (), {}, AS_OF)
    shorts_ = {line.id: line.short for block in found.blocks for line in block.statements}
    assert (shorts_["min-ETH"], shorts_["second"], shorts_["b"]) == (0, 1, 0)


@pytest.mark.parametrize(("declared", "short"), [("category ETH", 1), ('category E "Eth"', 1), ("category OTHER", 0)])
def test_a_part_that_both_rulesets_know_is_one_part(declared: str, short: int) -> None:
    name = declared.split()[1]
    first = "category ETH\ncategory LAW\nrequire 1h within 1y { min 1h category ETH }"
    several = [
        ruleset(f"ruleset x\n{first}"),
        ruleset(f"ruleset y\n{declared}\nrequire 1h within 1y {{ min 1h category {name} }}"),
    ]
    record = hours(3, 2, part("ETH", 1), part("LAW", 2))
    seats = [Seat(several[0], [record], (), {}), Seat(several[1], [hours(3, 2, part(name, 1))], (), {})]
    found = assess_together("m", seats, AS_OF, bonds=BOTH)
    assert [result.blocks[0].statements[1].short for result in found] == [0, short]
    # The rest of the activity serves the total of the second.
    assert found[1].blocks[0].statements[0].short == 0


# ------------------------------------------------------------------------------------ several of them


def test_an_hour_may_serve_two_that_are_each_kept_apart_from_a_third() -> None:
    text = (
        "require 3h within 1y as a\nrequire 3h within 1y as b\nrequire 3h within 1y as c\n"
        "not both a and b\nnot both b and c"
    )
    found = assess(ruleset(text), "m", [hours(3, 2)], (), {}, AS_OF)
    # `a` and `c` count the same 3 h, and `b` lacks 3.
    assert [block.statements[0].short for block in found.blocks] == [0, 3, 0]
    assert found.still == 3
    found = assess(ruleset(text), "m", [], (), {}, AS_OF)
    assert found.still == 6  # 3 for `a` and `c` at once, 3 for `b`


def test_three_rulesets() -> None:
    texts = [f"ruleset {name}\nrequire 3h within 1y" for name in ("x", "y", "z")]
    seats = [Seat(ruleset(text), [hours(7, 2)], (), {}) for text in texts]
    bond: Bond = frozenset((seat, "total") for seat in range(3))
    found = assess_together("m", seats, AS_OF, bonds=(bond,))
    assert [result.blocks[0].statements[0].short for result in found] == [0, 0, 2]  # 3 + 3 + 1


def test_the_shares_are_of_the_activity_and_not_of_its_cells() -> None:
    # Four like courses of 2 h; 5 h for the first, 3 for the second.
    records = [hours(2, row) for row in (2, 3, 4, 5)]
    one, other = together("require 5h within 1y", "require 4h within 1y", *records)
    assert shorts(one, other) == [0, 1]
    counted = {
        record.row: [sum((each.amount for each in line.servings), Fraction(0)) for line in (record, second)]
        for record, second in zip(one.blocks[0].records, other.blocks[0].records, strict=True)
    }
    assert counted == {2: [2, 0], 3: [2, 0], 4: [1, 1], 5: [0, 2]}


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("require 4h within 1y", [0, 0]),  # each has 2 h by webcast and 2 others
        # 2 of the live hours let the first count 2 by webcast; then 2 are left of 4.
        ("mode live\nrequire 4h mode live within 1y", [0, 2]),
    ],
)
def test_a_share_of_what_counts_beside_another_ruleset(second: str, expected: list[int]) -> None:
    first = "require 4h within 1y { cap half of counted mode webcast }"
    records = hours(4, 2, mode="webcast"), hours(4, 3, mode="live")
    assert shorts(*together(first, second, *records)) == expected


@pytest.mark.parametrize(("asked", "short"), [(2, 0), (3, 1)])
def test_each_ruleset_picks_its_own_providers(asked: int, short: int) -> None:
    # P's 3 h for the first, Q's 2 h for the second.
    one = "cap 1 different provider"
    texts = (f"require {number}h within 1y {{ {one} }}" for number in (3, asked))
    assert shorts(*together(*texts, hours(3, 2, provider="P"), hours(2, 3, provider="Q"))) == [0, short]


# ------------------------------------------------------------------------------------------ what is told


def test_the_ledger_names_the_requirement_that_counts_the_hours() -> None:
    _, other = together("require 6h within 1y", "require 4h within 1y", hours(8, 2))
    (record,) = other.blocks[0].records
    (loss,) = record.losses
    assert (loss.amount, loss.why) == (6, Refused.OTHER_BLOCK)
    assert loss.elsewhere == Outside("x", "Guild of x", "total", "")
    assert record.credited == 8
    own = ruleset("require 6h within 1y as a\nrequire 4h within 1y as b\nnot both a and b")
    (record,) = assess(own, "m", [hours(8, 2)], (), {}, AS_OF).blocks[1].records
    assert [(loss.statements, loss.elsewhere) for loss in record.losses] == [(("a",), None)]


def test_a_verdict_may_depend_on_what_the_other_ruleset_asks() -> None:
    first = 'ruleset x "Guild of x"\nmember active: yes or no "Practises"\nrequire 5h within 1y when member active'
    seats = [Seat(ruleset(first), [hours(6, 2)], (), {}), Seat(ruleset("require 4h within 1y"), [hours(6, 2)], (), {})]
    one, other = assess_together("m", seats, AS_OF, bonds=BOTH)
    # Who practises needs 5 of the 6 h, and 1 is left of 4; else all 4 are there.
    assert (one.verdict, other.verdict) == (DEPENDS, DEPENDS)
    (question,) = other.questions
    assert (question.fact, question.text, question.ruleset) == ("active", "Practises", "Guild of x")
    assert [(each.fact, each.ruleset) for each in one.questions] == [("active", "")]


def test_a_fact_that_both_ask_for_is_one_fact() -> None:
    asked = "member active: yes or no\nrequire 3h within 1y when member active"
    unasked = asked.replace("when", "unless")
    seats = [Seat(ruleset(text), [hours(3, 2)], (), {}) for text in (asked, unasked)]
    found = assess_together("m", seats, AS_OF, bonds=BOTH)
    # Only one of the two asks for anything, whichever it is: met or exempt, but never short.
    assert [each.verdict for each in found] == [DEPENDS, DEPENDS]
    stated = [Seat(each.ruleset, each.activities, (), {"active": (FactValue(True),)}) for each in seats]
    assert [each.verdict for each in assess_together("m", stated, AS_OF, bonds=BOTH)] == [MET, Word.EXEMPT]


def test_a_row_that_only_the_other_holds_may_decide() -> None:
    own = [ruleset('ruleset x "Guild of x"\nrequire 4h within 1y'), ruleset("require 4h within 1y")]
    held = HeldRow("m", 3, "f", "which day?", (hours(2, 3),))
    seats = [Seat(own[0], [hours(6, 2)], (held,), {}), Seat(own[1], [hours(6, 2)], (), {})]
    one, other = assess_together("m", seats, AS_OF, bonds=BOTH)
    # 6 h for 4 + 4: with 2 more in the first there is enough for both.
    assert (one.verdict, other.verdict) == (MET, DEPENDS)
    assert [(each.row, each.text, each.ruleset) for each in other.questions] == [(3, "which day?", "Guild of x")]


def test_a_row_that_both_hold_is_one_row() -> None:
    own = [ruleset("require 4h within 1y"), ruleset("require 4h within 1y")]
    held = HeldRow("m", 3, "f", "which day?", (hours(2, 3),))
    seats = [Seat(each, [hours(6, 2)], (held,), {}) for each in own]
    one, other = assess_together("m", seats, AS_OF, bonds=BOTH)
    assert (one.verdict, other.verdict) == (MET, DEPENDS)
    assert [(each.row, each.ruleset) for each in other.questions] == [(3, "")]


@pytest.mark.parametrize(
    ("number", "verdicts", "standing"),
    [
        (5, (Word.WAIVED, MET), Standing.APPLIED),  # 1 + 4 = 5
        (8, (MET, MET), Standing.UNUSED),  # 4 + 4 = 8: there is enough without it
    ],
)
def test_a_waiver_under_one_ruleset_may_free_hours_for_the_other(
    number: int, verdicts: tuple[Word, Word], standing: Standing
) -> None:
    waived = Adjustments((Waiver("total", Fraction(1)),))
    seats = [
        Seat(ruleset("require 4h within 1y"), [hours(number, 2)], (), {}, waived),
        Seat(ruleset("require 4h within 1y"), [hours(number, 2)], (), {}),
    ]
    found = assess_together("m", seats, AS_OF, bonds=BOTH)
    assert tuple(each.verdict for each in found) == verdicts
    assert [each.standing for each in found[0].remarks] == [standing]


def test_a_decision_that_waits_under_one_ruleset_may_decide_the_other() -> None:
    waiting = HeldDecision("m", 2, "w", "which rule?", (Waiver("total", Fraction(1)),))
    seats = [
        Seat(
            ruleset('ruleset x "Guild of x"\nrequire 4h within 1y'), [hours(5, 2)], (), {}, Adjustments(held=(waiting,))
        ),
        Seat(ruleset("require 4h within 1y"), [hours(5, 2)], (), {}),
    ]
    one, other = assess_together("m", seats, AS_OF, bonds=BOTH)
    # 4 + 4 = 8 of 5; with the waiver 1 + 4 = 5.
    assert (one.verdict, other.verdict) == (DEPENDS, DEPENDS)
    assert [(each.row, each.ruleset) for each in other.questions] == [(2, "Guild of x")]


def test_credit_that_was_carried_in_frees_hours_for_the_other_ruleset() -> None:
    # The first carries 7 - 3 = 4 in. Of the 3 h of 2025 the second needs 2, so the first has 1 and uses 2.
    first = ruleset("require 3h in cycle calendar year { carry everything }")
    before = Activity("m", date(2024, 2, 1), Amount(Fraction(7), "hour"), row=9, file="f")
    seats = [
        Seat(each, [before, hours(3, 2)], (), {}) for each in (first, ruleset("require 2h in cycle calendar year"))
    ]
    one, other = assess_together("m", seats, AS_OF, bonds=BOTH)
    assert (one.verdict, other.verdict) == (MET, MET)
    carry = one.blocks[0].carry
    assert carry is not None
    assert sum(each.amount for each in carry.used) == 2


def test_what_another_ruleset_counted_in_an_earlier_period_is_not_looked_for() -> None:
    # In 2025 the first counts the 3 h of 2025; the 3 of 2024 are the second's, though the first counted them then.
    before = Activity("m", date(2024, 2, 1), Amount(Fraction(3), "hour"), row=9, file="f")
    first, second = "require 3h in cycle calendar year", "require 3h within 3y"
    assert shorts(*together(first, second, before, hours(3, 2))) == [0, 0]


def test_by_itself_each_counts_for_itself() -> None:
    assert shorts(*together("require 6h within 1y", "require 6h within 1y", hours(6, 2), bonds=())) == [0, 0]

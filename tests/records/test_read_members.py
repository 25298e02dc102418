from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.period import Window
from cedsl.records.activity import FactValue
from cedsl.records.outcome import Outcome
from cedsl.records.spans import Stretch, add, undisputed
from tests.records.examples import brief, register


def day(month, number=1, year=2025):
    return date(year, month, number)


def test_facts_by_member_in_the_order_of_the_file():
    read = register("Member,Certified on,CLASS,sells_ltc,Balance\nM2,2020-05-01,active,yes,1.5\nM1,,B,no,\n")
    assert list(read.facts) == ["M2", "M1"]
    assert read.facts["M2"] == {
        "certified-on": (FactValue(date(2020, 5, 1)),),
        "class": (FactValue("A"),),
        "sells-ltc": (FactValue(True),),
        "balance": (FactValue(F(3, 2)),),
    }
    assert read.facts["M1"] == {"class": (FactValue("B"),), "sells-ltc": (FactValue(False),)}
    assert brief(read) == [(2, "used", ""), (3, "used", "")]


def test_facts_with_dates():
    read = register("member,from,until,class\nM,,2024-12-31,A\nM,2025-01-01,,B\n")
    assert read.facts["M"]["class"] == (
        FactValue("A", None, date(2024, 12, 31)),
        FactValue("B", date(2025, 1, 1), None),
    )


def test_a_cell_that_cannot_be_read_leaves_its_fact_missing():
    read = register("member,certified on,class\nM,31.04.2025,A\nN,2025-01-01,Z\n")
    assert read.facts == {"M": {"class": (FactValue("A"),)}, "N": {"certified-on": (FactValue(day(1)),)}}
    assert brief(read) == [(2, "held", "impossible-date"), (3, "held", "unknown-choice")]
    assert read.outcomes.below[0].sentence == "the date `31.04.2025` does not exist"
    assert read.outcomes.below[0].column == "certified on"


def test_two_rows_that_disagree_leave_the_days_in_dispute_without_a_value():
    read = register("member,from,until,class\nM,2020-01-01,2023-12-31,A\nM,2023-01-01,,B\n")
    assert brief(read) == [(2, "held", "facts-disagree"), (3, "held", "facts-disagree")]
    assert read.outcomes.below[0].sentence == "`class` is `A` here, but `B` in row 3, both on 1 January 2023"
    assert read.outcomes.below[1].sentence == "`class` is `B` here, but `A` in row 2, both on 1 January 2023"
    assert read.facts["M"]["class"] == (
        FactValue("A", date(2020, 1, 1), date(2022, 12, 31)),
        FactValue("B", date(2024, 1, 1), None),
    )


def test_without_dates_two_values_leave_none():
    read = register("member,class,home state\nM,A,CA\nM,B,CA\n")
    assert read.outcomes.below[1].sentence == "`class` is `B` here, but `A` in row 2, both at one time"
    assert read.facts == {"M": {"home-state": (FactValue("CA"),)}}


def test_a_third_row_cannot_settle_a_dispute():
    read = register("member,class\nM,A\nM,B\nM,A\n")
    assert read.facts == {"M": {}}
    assert read.outcomes.below[2].sentence == "`class` is `A` here, but earlier rows already disagree (row 3)"


def test_every_row_that_another_contradicts_is_held():
    # Row 4 disagrees with rows 2 and 3 on their own days; what each of them says is in a held row, and nothing is lost.
    text = "member,from,until,home state\nM,2023-01-01,2023-12-31,CA\nM,2024-01-01,2024-12-31,NY\nM,2023-06-01,2024-05-31,TX\n"
    read = register(text)
    assert brief(read) == [(row, "held", "facts-disagree") for row in (2, 3, 4)]
    assert read.outcomes.below[1].sentence == "`home state` is `NY` here, but `TX` in row 4, both on 1 January 2024"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Exported by Certemy 2025-05-01,,", "made-by"),
        ("Exported 2025-05-01 10:00", "made-by"),
        ("Generated on 1 May 2025", "made-by"),
        (",Erstellt am 1.5.2025,", "made-by"),
        ("Total: 3 members,,", "sum"),
        ("Total,,", "sum"),
        ("Grand total,,3", "sum"),
        ("Page 1 of 2,,", "page-number"),
    ],
)
def test_what_stands_below_the_members_is_nobody(row, reason):
    read = register(f"member,class,home state\nM,A,CA\n{row}\n")
    assert brief(read) == [(2, "used", ""), (3, "skipped", reason)]
    assert set(read.facts) == {"M"}


@pytest.mark.parametrize("name", ["Soma,A,CA", "Exporta Ltd,A,", "Exported by M,A,", "Generated,A,CA", "Total,A,CA", "Page 7,A,"])
def test_a_member_is_who_has_a_fact_whatever_the_name(name):
    read = register(f"member,class,home state\n{name}\n")
    assert brief(read) == [(2, "used", "")]


def test_rows_that_cannot_be_placed():
    read = register("member,from,until,class\nM,2025-02-30,,A\nM,2025-02-01,2025-01-01,A\n,,,A\nM,,,A,x\n\n")
    assert brief(read) == [
        (2, "held", "impossible-date"),
        (3, "held", "start-after-end"),
        (4, "refused", "no-member"),
        (5, "held", "too-many-cells"),
        (6, "skipped", "blank-row"),
    ]
    assert read.facts == {"M": {}}
    assert read.outcomes.below[1].sentence == "the facts would begin on 1 February 2025 and end on 1 January 2025"


def test_unknown_columns_are_listed():
    read = register("member,clas,shoe size\nM,A,43\n")
    assert read.notices == (
        "the column `clas` is not read; did you mean `class`?",
        "the column `shoe size` is not read",
    )


def test_a_noted_cell():
    read = register("member,certified on\nM,3 Feb 25\n")
    assert read.outcomes.below[0].outcome is Outcome.NOTED
    assert read.facts["M"]["certified-on"] == (FactValue(date(2025, 2, 3)),)


def test_stretches_are_cut_at_each_others_ends():
    stretches: list[Stretch] = []
    assert add(stretches, Stretch(Window(day(3), day(4)), "A", 2)) == ()
    assert add(stretches, Stretch(Window(day(6), day(7)), "B", 3)) == ()
    against = add(stretches, Stretch(Window(day(1), day(12)), "A", 4))
    assert against == (Stretch(Window(day(6), day(7)), "B", 3),)
    assert undisputed(stretches) == (
        FactValue("A", day(1), day(5, 31)),
        FactValue("A", day(7, 2), day(12)),
    )


def test_the_header_of_facts_may_stand_below_titles():
    read = register("Members of the guild\n\nmember,class\nM-1,A\n")
    assert [(each.row, each.member) for each in read.outcomes.below] == [(4, "M-1")]
    assert read.notices == ("row 3 is the header; the 2 rows above it are not read",)

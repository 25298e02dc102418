"""Rows that add up others, wait for approval, name a course or a claim, or name nobody."""

from dataclasses import replace
from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.quantity import Amount
from cedsl.records.activity import Tag
from cedsl.records.outcome import Outcome
from cedsl.records.profile import Hours, Profile, Status
from cedsl.records.read import read_files
from tests.records.examples import SCHEMA
from tests.records.mending import below, column, mended, only_held

ASKS_NO_STATUS = replace(SCHEMA, fields={name: each for name, each in SCHEMA.fields.items() if name != "status"})
HEADER = "member,date,hours,course,status\n"


# ---------------------------------------------------------------------------------------------------------- sums


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Sub-total", "Grand total", "Summe", "Gesamt", "Somme", "Sum."])
def test_a_row_that_adds_up_others_is_no_record(word):
    found = mended(f"member,date,hours\nM,2025-01-01,2\n{word},,2\n")
    assert below(found) == [(2, "used", ""), (3, "skipped", "sum")]
    assert found.outcomes.below[1].cell == word
    assert found.notices == ()


def test_a_sum_may_say_whose_it_is():
    """2 and 3 are 5; the sums themselves are not added: 5 + 1 = 6."""
    rows = "M,2025-01-01,2,T\nM,2025-01-02,3,T\nSubtotal M,,5,\nN,2025-01-03,1,T\nTotal: N,,1,\nGrand total,,6,\n"
    found = mended(f"member,date,hours,title\n{rows}")
    assert [each.reason for each in found.outcomes.below] == ["", "", "sum", "", "sum", "sum"]
    assert found.notices == ()


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("member,date,hours,title", "Total Energy plc,2025-01-01,2,", ""),  # it has a day
        ("member,date,hours,title", "Total Energy plc,,2,Safety", "no-date"),  # it says more than an amount
        ("member,date,hours,title", "Total Energy plc,,,", "no-date"),  # it has no amount
        ("member,date,hours,title", "Totalis,,2,", "no-date"),  # that is another word
        ("title,member,date,hours", "Total quality,,,2", "no-member"),  # that is what the activity is called
    ],
)
def test_a_name_that_begins_like_a_sum(header, row, reason):
    assert [each.reason for each in mended(f"{header}\n{row}\n").outcomes.below] == [reason]


def test_a_sum_may_stand_in_any_first_cell():
    found = mended("date,member,hours\n2025-01-01,M,2\nTotal,,2\n,Total,2\n")
    assert [each.reason for each in found.outcomes.below] == ["", "sum", "sum"]


def test_a_sum_that_its_rows_do_not_have_is_told():
    """2 hours and 90 minutes are 3.5."""
    found = mended("member,date,hours,HR\nM,2025-01-01,2,1\nM,2025-01-02,1:30,\nTotal,,4,1\n")
    assert found.notices == ("row 4 says that `hours` adds up to 4 hours; the rows above it come to 3.5 hours",)


def test_what_cannot_be_read_may_be_what_is_missing():
    assert mended("member,date,hours\nM,2025-01-01,2\nM,2025-01-02,?\nTotal,,4\n").notices == ()
    found = mended("member,date,hours\nM,2025-01-01,2\nM,2025-01-02,?\nTotal,,1\n")
    assert found.notices == (
        "row 4 says that `hours` adds up to 1 hour; the rows above it come to 2 hours, without 1 that cannot be read",
    )


def test_a_subtotal_may_be_of_the_rows_since_the_last_one():
    text = "member,date,hours\nM,2025-01-01,2\nSubtotal,,2\nN,2025-01-02,3\nSubtotal,,{}\nTotal,,5\n"
    assert mended(text.format(3)).notices == ()
    assert mended(text.format(5)).notices == ()
    assert len(mended(text.format(4)).notices) == 1


def test_whoever_is_called_total_and_has_a_day_is_a_member():
    assert below(mended("member,date,hours\nTotal,2025-01-01,2\n")) == [(2, "used", "")]


@pytest.mark.parametrize("text", ["Page 1 of 2,,", "Seite 3 von 4,,", ",Page 7,"])
def test_the_number_of_a_page(text):
    found = mended(f"member,date,hours\nM,2025-01-01,2\n{text}\n")
    assert [each.reason for each in found.outcomes.below] == ["", "page-number"]


# ------------------------------------------------------------------------------------------------------ statuses


@pytest.mark.parametrize(
    ("word", "outcome", "reason"),
    [
        ("Approved", "used", ""),
        ("COMPLETED", "used", ""),
        ("", "used", ""),
        ("Terminé", "noted", "status-word"),
        ("Completado", "noted", "status-word"),
        ("bestanden", "noted", "status-word"),
        ("attended", "noted", "status-word"),
        ("Pending", "refused", "not-approved"),
        ("In review", "refused", "not-approved"),
        ("eingereicht", "refused", "not-approved"),
        ("en attente", "refused", "not-approved"),
        ("Not started", "refused", "not-completed"),
        ("in-progress", "refused", "not-completed"),
        ("En cours", "refused", "not-completed"),
        ("nicht begonnen", "refused", "not-completed"),
        ("Denied", "refused", "rejected"),
        ("nicht bestanden", "refused", "rejected"),
        ("Not approved", "refused", "rejected"),
        ("blue", "held", "unknown-status"),
    ],
)
def test_what_a_status_comes_to(word, outcome, reason):
    found = mended(f"{HEADER}M,2025-01-01,1,C,{word}\n", ASKS_NO_STATUS)
    assert below(found) == [(2, outcome, reason)]
    (said,) = found.outcomes.below
    assert not reason or (said.column, said.cell) == ("status", word)


def test_what_a_status_says_is_said():
    def sentence(word: str) -> str:
        return mended(f"{HEADER}M,2025-01-01,1,C,{word}\n", ASKS_NO_STATUS).outcomes.below[0].sentence

    assert sentence("Submitted") == (
        "refused for now, not approved: the status is `Submitted`; it would count when approved"
    )
    assert sentence("Incomplete") == "not completed: the status is `Incomplete`"
    assert sentence("blue") == "nobody knows the status `blue`: does the row count?"


def test_a_status_that_is_settled_needs_no_note():
    for status, outcome in ((Status.APPROVED, "used"), (Status.PENDING, "refused"), (Status.REJECTED, "refused")):
        found = mended(f"{HEADER}M,2025-01-01,1,C,Blue\n", ASKS_NO_STATUS, statuses={"blue": status})
        assert found.outcomes.below[0].outcome.value == outcome


def test_a_word_that_is_settled_as_approved_is_approved_without_the_profile_too():
    """A clean file is read without it."""
    for word, said in (("Blue", "approved"), ("pending", "approved"), ("passed", "passed")):
        found = mended(f"{HEADER}M,2025-01-01,1,C,{word}\n", ASKS_NO_STATUS, statuses={word: Status.APPROVED})
        assert found.activities[0].fields["status"] == said
    found = mended(f"{HEADER}M,2025-01-01,1,C,Blue\n", statuses={"Blue": Status.APPROVED})
    assert found.activities[0].fields["status"] == "Blue"


def test_rules_that_ask_about_the_status_decide_but_for_what_was_rejected():
    text = HEADER + "".join(f"M,2025-01-01,1,{word},{word}\n" for word in ("Pending", "In progress", "blue", "denied"))
    assert [each.outcome.value for each in mended(text).outcomes.below] == ["used", "used", "used", "refused"]


# ------------------------------------------------------------------------------------------------------- courses


COURSES = {"eth1": "2h", "LAW": "1.5", "TEA": "45 min"}


def test_a_row_without_hours_has_those_of_its_course():
    text = "member,date,hours,course\nM,2025-01-01,,ETH1\nM,2025-01-02,1,ETH1\nM,2025-01-03,,law\nM,2025-01-04,,TEA\n"
    found = mended(text, courses=COURSES)
    assert [each.outcome.value for each in found.outcomes.below] == ["noted", "used", "noted", "noted"]
    assert [each.amount for each in found.activities] == [
        Amount(F(2), "hour"), Amount(F(1), "hour"), Amount(F(3, 2), "hour"), Amount(F(45), "minute"),
    ]  # fmt: skip
    assert found.outcomes.below[0].sentence == "the hours are those of the course `ETH1`, by the table of courses"


def test_a_file_without_hours_has_those_of_its_courses():
    found = mended("member,date,course\nM,2025-01-01,ETH1\nM,2025-01-02,X\nM,2025-01-03,\n", courses=COURSES)
    assert below(found) == [
        (2, "noted", "hours-of-course"), (3, "held", "hours-missing"), (4, "held", "hours-missing"),
    ]  # fmt: skip
    assert found.activities[0].amount == Amount(F(2), "hour")
    assert [[each.unbounded for each in row.readings] for row in found.held] == [[False, True], [False, True]]
    assert found.held[1].question == (
        "hours missing: the row states none, and the table of courses cannot help, for no course is named"
    )


def test_decimals_of_the_table_do_not_unsettle_those_of_the_file():
    found = mended('member,date,hours,course\nM,2025-01-01,"1,5",X\nM,2025-01-02,,LAW\n', courses=COURSES)
    assert [each.amount for each in found.activities] == [Amount(F(3, 2), "hour")] * 2


def test_without_a_table_a_blank_amount_is_none():
    assert mended("member,date,hours,course\nM,2025-01-01,,ETH1\n").activities[0].amount is None


def test_the_table_decides_where_that_is_settled():
    text = "member,date,hours,course\nM,2025-01-01,1,ETH1\nM,2025-01-02,1,X\n"
    found = mended(text, courses=COURSES, hours=Hours.COURSE)
    assert [each.amount for each in found.activities] == [Amount(F(2), "hour"), Amount(F(1), "hour")]
    assert found.notices == (
        "hours are those of the table of courses, as the profile says, also in 1 row that states its own",
    )


def test_one_of_two_columns():
    text = "member,date,hours,course,own no\nM,2025-01-01,1,A,B\nM,2025-01-02,1,A,\nM,2025-01-03,1,,B\n"
    found = mended(text, either=(("course", "Own No."),))
    assert below(found) == [(2, "held", "either-or"), (3, "used", ""), (4, "used", "")]
    assert {each.fields.get("course") for each in only_held(found).readings} == {"A", None}


# -------------------------------------------------------------------------------------------------------- claims


def test_one_claim_that_says_two_things_is_held_in_any_order():
    rows = ["M,2025-01-01,1,C1,a\n", "M,2025-01-01,2,c1,b\n", "M,2025-01-03,1,C2,\n", "N,2025-01-01,9,C1,\n"]
    for order in (rows, rows[::-1]):
        found = mended("member,date,hours,claim,notes\n" + "".join(order))
        by_amount = {(each.member, each.amount.number) for each in found.activities}
        assert by_amount == {("M", F(1)), ("N", F(9))}
        assert [each.reason for each in found.outcomes.below].count("claim-twice") == 2


def test_notes_make_no_other_claim_and_the_same_row_is_a_duplicate():
    found = mended("member,date,hours,claim,notes\nM,2025-01-01,1,C1,a\nM,2025-01-01,1,C1,b\nM,2025-01-01,1,C1,a\n")
    assert [each.reason for each in found.outcomes.below] == ["", "", "duplicate"]


def test_a_claim_that_waits_is_an_earlier_state_of_the_same():
    text = "member,date,hours,claim,status\nM,2025-01-01,1,C1,{}\nM,2025-01-01,1,C1,Approved\n"
    found = mended(text.format("Pending"), ASKS_NO_STATUS)
    assert [each.reason for each in found.outcomes.below] == ["not-approved", ""]
    found = mended(text.format("Rejected"), ASKS_NO_STATUS)
    assert [each.reason for each in found.outcomes.below] == ["rejected", "claim-twice"]


def test_claims_are_compared_across_files():
    files = [
        ("a.csv", b"member,date,hours,claim\nM,2025-01-01,1,C1\n"),
        ("b.csv", b"member,date,hours,claim\nM,2025-01-01,2,C1\n"),
    ]
    found = read_files(files, SCHEMA)
    assert isinstance(found, tuple)
    assert [each.held[0].question for each in found] == [
        "row 2 of b.csv has the same `claim`, `C1`, and says other things: which of the two counts?",
        "row 2 of a.csv has the same `claim`, `C1`, and says other things: which of the two counts?",
    ]


def test_an_id_of_nothing_in_particular_is_no_claim():
    text = "id,member,date,hours\n1,M,2025-01-01,1\n1,M,2025-01-02,2\n"
    assert [each.outcome for each in mended(text).outcomes.below] == [Outcome.USED] * 2
    found = mended(text, **column("id", means="claim"))
    assert [each.reason for each in found.outcomes.below] == ["claim-twice"] * 2


# -------------------------------------------------------------------------------------- nobody, and days to come


def test_a_row_that_credits_nobody_is_held_and_no_members():
    found = mended("member,e-mail,date,hours\niPhone,,2025-01-01,1\nM,m@x,2025-01-01,1\n", known_by="E-Mail")
    assert below(found) == [(2, "held", "nobody-to-credit"), (3, "used", "")]
    assert [each.member for each in found.outcomes.below] == ["", "M"]
    assert (only_held(found).member, only_held(found).readings[0].amount) == ("", Amount(F(1), "hour"))


def test_a_day_that_has_not_come():
    text = "member,started,date,hours\nM,2025-06-01,2025-07-01,1\nM,2025-06-01,2025-06-30,1\nM,,1/2/25,1\n"
    found = mended(text, horizon=date(2025, 6, 30))
    assert below(found) == [(2, "held", "in-the-future"), (3, "used", ""), (4, "held", "ambiguous-date")]
    assert [each.on for each in found.held[0].readings] == [None]
    assert below(mended(text))[0] == (2, "used", "")


# --------------------------------------------------------------------------------------------------------- parts


PARTS = "member,date,hours,Ethics,HR hours\n"


def test_parts_are_categories_with_amounts():
    found = mended(PARTS + "M,2025-01-01,3,1,x\nM,2025-01-02,3,,\nM,2025-01-03,3,0,no\n")
    assert [each.tags for each in found.activities] == [
        (Tag("Ethics", Amount(F(1), "hour")), Tag("HR")), (), (),
    ]  # fmt: skip


def test_parts_without_an_amount_are_the_amount():
    found = mended("member,date,Ethics,HR\nM,2025-01-01,1,0.5\n")
    assert found.activities[0].amount == Amount(F(3, 2), "hour")
    row = only_held(mended("member,date,Ethics,HR\nM,2025-01-01,1,TBD\n"))
    assert [(each.amount, each.unbounded) for each in row.readings] == [(None, True)]


def test_more_in_parts_than_in_the_whole():
    row = only_held(mended(PARTS + "M,2025-01-01,1,1,1\n"))
    assert row.question == "the parts add up to 2 hours, the row says 1 hour"
    assert [each.amount for each in row.readings] == [Amount(F(1), "hour"), Amount(F(2), "hour")]


def test_less_in_parts_is_held_where_they_are_the_whole():
    text = PARTS + "M,2025-01-01,3,1,1\n"
    assert below(mended(text)) == [(2, "used", "")]
    assert below(mended(text, whole=True)) == [(2, "held", "parts-differ")]


def test_doubtful_parts_keep_the_ways_that_add_up():
    """A third of ethics and two thirds of HR are an hour; 0.33 and 0.67 are as well; no other two are."""
    row = only_held(mended(PARTS + "M,2025-01-01,1,0.33,0.67\n", whole=True))
    ways = [tuple(tag.amount.number for tag in each.tags) for each in row.readings]
    assert ways == [(F(33, 100), F(67, 100)), (F(1, 3), F(2, 3))]


# -------------------------------------------------------------------------------------------------------- thirds


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        (["0.33"], "held"),
        (["0.33", "1.5", "0.25", "2.1", "0.17"], "held"),
        (["0.33", "0.35"], "used"),
        (["0.33", "1.42"], "used"),
        (["0.67", "0.125"], "held"),
    ],
)
def test_a_column_that_writes_all_kinds_of_decimals_writes_no_thirds(cells, outcome):
    rows = "".join(f"M,2025-01-{day:02},{cell}\n" for day, cell in enumerate(cells, 1))
    assert mended(f"member,date,hours\n{rows}").outcomes.below[0].outcome.value == outcome


def test_thirds_are_settled_for_a_source():
    found = mended("member,date,hours\nM,2025-01-01,1.67\n", thirds=True)
    assert found.activities[0].amount == Amount(F(5, 3), "hour")
    assert Profile().thirds is False


# ------------------------------------------------------------------------------------------------------ per cent


def test_a_column_of_per_cent_is_said_aloud_once():
    found = mended("member,date,hours,score\nM,2025-01-01,1,92%\nM,2025-01-02,1,80 %\n")
    assert [each.outcome for each in found.outcomes.below] == [Outcome.USED] * 2
    assert [each.fields["score"] for each in found.activities] == [F(92), F(80)]
    assert found.notices == ("the column `score` writes per cent: `92%`",)
    mixed = mended("member,date,hours,score\nM,2025-01-01,1,92%\nM,2025-01-02,1,80\n")
    assert [each.reason for each in mixed.outcomes.below] == ["per-cent", ""]

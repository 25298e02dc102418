from dataclasses import replace
from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.quantity import Amount, own_unit
from cedsl.records.activity import Activity, Tag
from cedsl.records.outcome import Outcome
from tests.records.examples import SCHEMA, brief, held, only, outcome, records, unreadable

HOUR = Amount(F(1), "hour")


def test_a_plain_file():
    read = records(
        "Member ID,Completed on,Hours,Category,Delivery Method,Course Code,Verified\n"
        "007,2025-02-03,1.5,HR; Substance abuse,In person,=X1,yes\n"
    )
    assert brief(read) == [(2, "used", "")]
    assert read.notices == () and read.held == ()
    assert read.activities == (
        Activity(
            "007",
            date(2025, 2, 3),
            Amount(F(3, 2), "hour"),
            (Tag("HR"), Tag("SUB")),
            {"mode": "live", "course": "=X1", "verified": True},
        ),
    )
    assert (read.activities[0].row, read.activities[0].file) == (2, "cpe.csv")


def test_a_german_spreadsheet():
    """Fixture F2 of the import contract, with columns that a map would have named."""
    read = records(
        "\ufeffMember;Date;Hours;Category\r\n"
        "M-101;03.02.2025;1,5;Ethics\r\n"
        "M-102;13.02.2025;2,25;HR\r\n"
        "M-103;31.04.2025;1;Ethics\r\n"
        "M-104;14.02.2025;1.000;Ethics\r\n"
        "M-105;15.02.2025;2,5;Etik\r\n"
        ";;;\r\n"
    )
    assert brief(read) == [
        (2, "used", ""),
        (3, "used", ""),
        (4, "held", "impossible-date"),
        (5, "held", "ambiguous-number"),
        (6, "held", "unknown-category"),
        (7, "skipped", "blank-row"),
    ]
    assert read.notices == (
        "columns are separated by semicolons",
        "the column `Date` writes days before months, as `13.02.2025` shows",
        "the column `Hours` writes decimal commas, as `1,5` shows",
    )
    first, second = read.activities
    assert (first.on, first.amount) == (date(2025, 2, 3), Amount(F(3, 2), "hour"))
    assert (second.on, second.amount) == (date(2025, 2, 13), Amount(F(9, 4), "hour"))
    no_day, thousand, unknown = read.held
    assert no_day.question == "the date `31.04.2025` does not exist"
    assert [each.on for each in no_day.readings] == [None]
    assert thousand.question == "is `1.000` 1 or 1000? 1000 hours in one day cannot be"
    assert [each.amount.number for each in thousand.readings] == [F(1)]
    assert unknown.question == "unknown category `Etik`; did you mean `Ethics`?"
    assert [each.tags for each in unknown.readings] == [(Tag("Ethics"),), (Tag("HR"),), (Tag("SUB"),), ()]


def test_mixed_dates():
    """Fixture F3: most of the column has the month before the day, 02/13 and `Feb 3` against 13/02."""
    read = records(
        "id,date,hours,category\n"
        "007,2025-02-03,1,ethics\n"
        "008,02/13/2025,1,hr\n"
        "009,13/02/2025,1,hr\n"
        "010,03/04/2025,2,hr\n"
        "011,Feb 3 25,1,hr\n"
        "012,45700,1,hr\n"
    )
    assert brief(read) == [
        (2, "used", ""),
        (3, "used", ""),
        (4, "held", "mixed-date-order"),
        (5, "held", "ambiguous-date"),
        (6, "noted", "two-digit-year"),
        (7, "held", "day-number"),
    ]
    assert read.activities[0].member == "007"
    assert read.notices == (
        "the column `date` mixes dates with the day first and with the month first; most of it writes months before days",
    )


def test_windows_encoding_is_said_aloud():
    read = records("member,date,hours,title\nM,2025-01-01,1,R\xe9sum\xe9\n".encode("cp1252"))
    assert read.notices == ("the file is not UTF-8; it was read as Windows-1252",)
    assert read.activities[0].fields == {"title": "Résumé"}


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-8"])
def test_other_encodings(codec):
    read = records("member\tdate\thours\nÉ\t2025-01-01\t61 mins\n".encode(codec))
    assert read.activities[0].member == "É"
    assert read.activities[0].amount == Amount(F(61), "minute")
    assert read.notices == ("columns are separated by tabs",)


def test_rows_are_numbered_as_in_a_spreadsheet():
    read = records(
        '\nmember,date,hours,title\nM,2025-01-01,1,"two\nlines"\n\nM,2025-01-02,1,next\nmember,date,hours,title\n'
    )
    assert brief(read) == [
        (3, "used", ""),
        (4, "skipped", "blank-row"),
        (5, "used", ""),
        (6, "skipped", "header-again"),
    ]
    assert read.activities[0].fields["title"] == "two\nlines"


TITLES = "Register of the guild, 2025\nprinted;03.07.2025\n;;\n"


def test_the_header_may_stand_below_titles():
    """Three rows of titles and a blank one: the header is row 4, the first record row 5."""
    read = records(TITLES + "member;date;hours\nM-1;2025-02-01;2\n")
    assert brief(read) == [(5, "used", "")]
    assert read.notices[0] == "row 4 is the header; the 3 rows above it are not read"
    assert read.activities[0].amount == Amount(F(2), "hour")
    assert records("Register\nmember,date\n").notices[0] == "row 2 is the header; the row above it is not read"


@pytest.mark.parametrize(
    "above",
    [
        "M-1,2025-02-01,2\n",  # three cells may be a record, which nobody may drop
        'Register "old\n',  # a quote that is still open
        "Register\n" * 21,  # more titles than any export has
    ],
)
def test_a_header_below_anything_else_is_not_looked_for(above):
    (whose, when) = unreadable(above + "member,date,hours\nM-1,2025-02-02,2\n").diagnostics
    assert (whose.code, when.code) == ("CE310", "CE311")
    assert whose.primary.span.start == 0


def test_sums_and_page_numbers_below_a_table_are_no_records():
    read = records("member,date,hours\nM-1,2025-02-01,2\nTotal:,,2\nPage 1 of 2,,\n")
    assert brief(read) == [(2, "used", ""), (3, "skipped", "sum"), (4, "skipped", "page-number")]
    assert [each.member for each in read.outcomes.below] == ["M-1", "", ""]


def test_what_has_a_day_or_more_to_say_is_never_taken_for_a_foot():
    read = records("member,date,hours\nTotal,2025-02-01,2\nPage 1,,2\n")
    assert brief(read) == [(2, "used", ""), (3, "held", "no-date")]


def test_an_outcome_names_the_member_also_where_the_row_is_refused():
    read = records("member,date,hours,status\nM-9,2025-02-01,2,denied\n,2025-02-01,2,\n")
    assert brief(read) == [(2, "refused", "rejected"), (3, "refused", "no-member")]
    assert [each.member for each in read.outcomes.below] == ["M-9", ""]


def test_a_header_alone_is_a_file_without_rows():
    read = records("member,date,hours\n")
    assert (read.outcomes.below, read.activities) == ((), ())


def test_nobody_named():
    each = outcome("member,date,hours\n,2025-01-01,1\n")
    assert (each.outcome, each.sentence) == (Outcome.REFUSED, "nobody is named in `member`")


def test_no_amount_is_an_activity_without_one():
    assert only("member,date,hours\nM,2025-01-01,\n").amount is None
    read = records("member,date\nM,2025-01-01\n")
    assert read.activities[0].amount is None
    assert read.notices == ("no column states an amount",)


def test_no_date():
    row = held("member,date,hours\nM,,1\n")
    assert row.question == "the date is blank"
    assert [each.on for each in row.readings] == [None]


def test_equal_rows_are_one_activity_where_they_say_which():
    read = records("member,date,hours,course\nM,2025-01-01,1,C1\nM,2025-01-01,1,C1\nM,2025-01-01,1,C2\n")
    assert brief(read) == [(2, "used", ""), (3, "refused", "duplicate"), (4, "used", "")]
    assert read.outcomes.below[1].sentence == "the same as row 2"


def test_equal_rows_that_name_no_course_are_both_counted():
    read = records("member,date,hours\nM,2025-01-01,1\nM,2025-01-01,1,\n")
    assert brief(read) == [(2, "used", ""), (3, "noted", "same-row")]
    assert read.outcomes.below[1].sentence == "the same as row 2; both are counted"
    assert len(read.activities) == 2


@pytest.mark.parametrize("word", ["Rejected", "refused", "DENIED"])
def test_a_rejected_record_never_counts(word):
    each = outcome(f"member,date,hours,status\nM,2025-01-01,1,{word}\n")
    assert (each.outcome, each.reason) == (Outcome.REFUSED, "rejected")
    assert each.sentence == f"the status is `{word}`"


def test_a_pending_record_is_for_the_rules_to_judge():
    assert only("member,date,hours,status\nM,2025-01-01,1,Pending\n").fields == {"status": "Pending"}


def test_too_many_cells():
    row = held("member,date,hours,title\nM,2025-01-01,1,Law, tax\n")
    assert row.question == (
        "the row has 5 cells, the header has 4: a comma inside a cell wants quotes around the cell"
    )
    assert [each.fields for each in row.readings] == [{"title": "Law"}]
    assert only("member,date,hours\nM,2025-01-01,1,,\n").amount == HOUR


def test_too_few_cells():
    each = outcome("member,date,hours\nM,2025-01-01\n")
    assert (each.outcome, each.reason) == (Outcome.NOTED, "too-few-cells")
    assert outcome("member,date,hours,title\nM,2025-01-01,1\n").outcome is Outcome.USED


def test_more_hours_than_a_day_has():
    row = held("member,date,hours\nM,2025-02-14,26\n")
    assert row.question == "26 hours in one day cannot be"
    assert [each.amount for each in row.readings] == [Amount(F(26), "hour")]
    assert only("member,date,hours,start date\nM,2025-02-15,26,2025-02-14\n").started == date(2025, 2, 14)
    assert held("member,date,minutes\nM,2025-02-14,1441\n").question == "1441 minutes in one day cannot be"
    assert only("member,date,points\nM,2025-02-14,26\n").amount == Amount(F(26), "point")


def test_a_start_after_the_end():
    row = held("member,started,completed,hours\nM,2025-02-03,2025-02-01,1\n")
    assert row.question == "the start `2025-02-03` is after the end `2025-02-01`"
    assert [(each.started, each.on) for each in row.readings] == [
        (date(2025, 2, 1), date(2025, 2, 3)),
        (None, date(2025, 2, 1)),
    ]


def test_readings_that_run_backwards_are_no_readings():
    row = held("member,started,completed,hours\nM,2025-03-20,03/04/2025,1\n")
    assert [each.on for each in row.readings] == [date(2025, 4, 3)]


def test_two_doubts_multiply():
    row = held("member,date,hours,category\nM,03/04/2025,TBD,Etik\n")
    assert row.question == (
        "is `03/04/2025` 3 April 2025 or 4 March 2025?; `TBD` cannot be read as an amount; "
        "unknown category `Etik`; did you mean `Ethics`?"
    )
    assert len(row.readings) == 2 * 1 * 4
    assert all(each.unbounded and each.amount is None for each in row.readings)


def test_very_many_doubts_are_varied_one_at_a_time():
    row = held("member,date,hours,category,mode,verified,grade\nM,03/04/2025,1.000,Etik,x,?,z\n")
    assert len(row.readings) == 1 + 1 + 0 + 3 + 3 + 1 + 7  # 1000 hours are no reading


def test_the_unit_column():
    assert only("member,date,amount,unit\nM,2025-01-01,90,minutes\n").amount == Amount(F(90), "minute")
    assert only("member,date,amount,unit\nM,2025-01-01,1,\n").amount == HOUR
    row = held("member,date,amount,unit\nM,2025-01-01,1,blip\n")
    assert row.question == "no unit is called `blip`"
    assert row.readings[0].unbounded
    assert held("member,date,hours,unit\nM,2025-01-01,1,min\n").question == (
        "the column `hours` and the unit `min` do not agree"
    )


def test_hours_beside_minutes():
    header = "member,date,hours,minutes\n"
    assert only(header + "M,2025-01-01,1.5,90\n").amount == Amount(F(3, 2), "hour")
    assert only(header + "M,2025-01-01,0,45\n").amount == Amount(F(45), "minute")
    assert only(header + "M,2025-01-01,0,0\n").amount == Amount(F(0), "hour")
    row = held(header + "M,2025-01-01,1,30\n")
    assert (
        row.question == "the row says `1` in `hours` and `30` in `minutes`: which of them, or both together?"
    )
    assert [each.amount for each in row.readings] == [
        HOUR,
        Amount(F(30), "minute"),
        Amount(F(90), "minute"),
    ]


def test_columns_are_read_in_their_units():
    assert only("member,date,CEUs\nM,2025-01-01,0.15\n").amount == Amount(F(3, 20), "CEU")
    assert only("member,date,credits\nM,2025-01-01,1\n").amount == HOUR
    assert only("member,date,Total CPE Hours\nM,2025-01-01,1\n").amount == HOUR
    assert only("member,date,Duration (Minutes)\nM,2025-01-01,36\n").amount == Amount(F(36), "minute")
    own = replace(SCHEMA, unit="PDH", units={**SCHEMA.units, "PDH": own_unit("PDH")})
    assert only("member,date,PDHs\nM,2025-01-01,1\n", own).amount == Amount(F(1), "PDH")
    assert only("member,date,amount\nM,2025-01-01,1\n", own).amount == Amount(F(1), "PDH")


def test_times_are_kept_in_the_rulesets_unit():
    assert only("member,date,hours,breaks\nM,2025-01-01,8,45 min\n").fields == {"breaks": F(3, 4)}
    assert only("member,date,hours,Break (min)\nM,2025-01-01,8,45\n").fields == {"breaks": F(3, 4)}
    points = replace(SCHEMA, unit="point")
    assert only("member,date,points,breaks\nM,2025-01-01,8,45 min\n", points).fields == {"breaks": F(3, 4)}


def test_columns_that_nothing_knows_are_listed():
    read = records("member,date,hours,Garde,Sky,\nM,2025-01-01,1,A,blue,lost\n")
    assert read.notices == (
        "the column `Garde` is not read; did you mean `grade`?",
        "the column `Sky` is not read",
        "column 6 has no heading and is not read",
    )


def test_a_category_for_a_heading_says_how_much_was_in_it():
    read = records("member,date,hours,HR\nM,2025-01-01,2,1\n")
    assert read.activities[0].amount == Amount(F(2), "hour")
    assert read.activities[0].tags == (Tag("HR", Amount(F(1), "hour")),)
    assert read.notices == ()


def test_an_id_is_the_member_or_else_the_activity():
    assert only("id,date\nX1,2025-01-01\n").member == "X1"
    activity = only("id,member,date\nX1,M,2025-01-01\n")
    assert (activity.member, activity.fields) == ("M", {"activity-id": "X1"})


def test_course_beside_course_code_is_the_title():
    assert only("user,course_code,course,date\nU,ETH1,Ethics I,2025-01-01\n").fields == {
        "course": "ETH1",
        "title": "Ethics I",
    }
    assert only("user,course,date\nU,Ethics I,2025-01-01\n").fields == {"course": "Ethics I"}


def test_a_field_that_the_ruleset_declares_comes_before_a_synonym():
    schema = replace(SCHEMA, fields={**SCHEMA.fields, "topic": SCHEMA.fields["title"]})
    activity = only("member,date,topic,category\nM,2025-01-01,x,HR\n", schema)
    assert (activity.fields, activity.tags) == ({"topic": "x"}, (Tag("HR"),))


def test_a_field_that_the_ruleset_does_not_know_holds_nothing():
    schema = replace(SCHEMA, fields={})
    assert only("member,date,grade\nM,2025-01-01,excellent\n", schema).fields == {"grade": "excellent"}


def test_outcomes_say_where():
    each = outcome("member,date,hours,mode\nM,2025-01-01,1,slef-study\n")
    assert (each.file, each.row, each.column, each.cell) == ("cpe.csv", 2, "mode", "slef-study")
    assert each.sentence == "`slef-study` is none of the declared choices; did you mean `self-study`?"


def test_a_very_long_cell_is_cut_in_sentences():
    each = outcome(f"member,date,hours\nM,2025-01-01,{'x`' * 500}\n")
    assert each.sentence == f"`{(chr(120) + chr(39)) * 30}…` cannot be read as an amount"

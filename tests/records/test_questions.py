"""What files ask: each question once, and an answer settles every row that waits for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cedsl.quantity import Amount
from cedsl.records.headings import Part
from cedsl.records.outcome import Outcome, Records
from cedsl.records.profile import PLAIN, ColumnSetting, Profile, Status
from cedsl.records.profile_settings import Setting
from cedsl.records.profile_toml import profile_text, read_profile, settled
from cedsl.records.questions import Question
from cedsl.records.questions_header import every_question
from cedsl.records.read import TableRead, read_tables
from cedsl.records.register import MembersRead, read_member_table
from cedsl.records.unclear import Unclear
from cedsl.records.understanding import Understood, understood
from tests.records.examples import SCHEMA
from tests.records.test_laws import AMOUNTS, CATEGORIES, DATES, MEMBERS, MODES, as_csv
from tests.records.workbooks import xlsx

BOTH = (Part.MEMBER, Part.DATE)


def read(text: str, profile: Profile = PLAIN, schema=SCHEMA) -> list[Understood | Unclear]:
    found = read_tables([("cpe.csv", text.encode())], schema, profile)
    assert isinstance(found, tuple), found
    return [each if isinstance(each, Unclear) else understood(each) for each in found]


def asked(text: str, profile: Profile = PLAIN, schema=SCHEMA) -> tuple[Question, ...]:
    return every_question(read(text, profile, schema), BOTH)


def lines(question: Question) -> list[list[str]]:
    """The settings of each choice, as they stand in a profile."""
    return [[each.line() for each in choice.settings] for choice in question.choices]


def held(text: str, profile: Profile) -> int:
    (found,) = read(text, profile)
    assert isinstance(found, Understood)
    return sum(each.outcome is Outcome.HELD for each in found.read.outcomes)


# ------------------------------------------------------------------------------------------- one by one


def test_a_column_of_days_is_asked_about_once() -> None:
    text = "member,date,hours\nM-1,03/04/2025,1\nM-2,05/06/2025,1\nM-3,05/06/2025,1\n"
    (question,) = asked(text)
    assert (question.reason, question.column, question.rows) == ("ambiguous-date", "date", 3)
    assert question.text == "In which order does the column `date` write its days?"
    assert question.cells == ("03/04/2025", "05/06/2025")
    assert [choice.words for choice in question.choices] == [
        "the day first: `03/04/2025` is 3 April 2025",
        "the month first: `03/04/2025` is 4 March 2025",
    ]
    assert lines(question) == [['columns.date.order = "day first"'], ['columns.date.order = "month first"']]
    for choice in question.choices:
        assert held(text, settled(PLAIN, choice.settings)) == 0


def test_days_of_two_columns_are_two_questions() -> None:
    text = "member,date,started,hours\nM-1,03/04/2025,02/03/2025,1\n"
    assert [each.column for each in asked(text)] == ["date", "started"]


def test_numbers_for_days_are_asked_about_once_for_all_columns() -> None:
    text = "member,date,approved-on,hours\nM-1,45700,45690,1\nM-2,45701,,1\n"
    (question,) = asked(text)
    assert question.rows == 3
    assert lines(question) == [["serials = true"]]
    assert held(text, settled(PLAIN, question.choices[0].settings)) == 0


def test_decimals_of_a_column() -> None:
    """Without any cell that shows the mark, `2,500` and `1.500` may be thousands."""
    (question,) = asked('member,date,hours\nM-1,2025-02-03,1\nM-2,2025-02-03,"2,500"\n')
    assert question.text == "How does the column `hours` write decimals?"
    assert lines(question) == [['columns.hours.decimals = "comma"']]
    (question,) = asked("member,date,hours\nM-1,2025-02-03,1.500\nM-2,2025-02-03,2\n")
    assert lines(question) == [['columns.hours.decimals = "point"']]
    assert question.choices[0].words == "with a point: `1.500` is 1.5"


def test_thousands_in_a_column_with_decimal_commas() -> None:
    """The mark is known, so only the doubtful cells are asked about, all of them at once."""
    text = "member;date;hours\nM-1;2025-02-03;1,5\nM-2;2025-02-03;1.000\nM-3;2025-02-03;2.250\n"
    (question,) = asked(text)
    assert question.rows == 2
    assert lines(question) == [
        ['columns.hours.values."1.000" = "1"', 'columns.hours.values."2.250" = "2,25"'],
        ['columns.hours.values."1.000" = "1000"', 'columns.hours.values."2.250" = "2250"'],
    ]
    assert held(text, settled(PLAIN, question.choices[0].settings)) == 0


def test_thirds() -> None:
    text = "member,date,hours\nM-1,2025-02-03,0.33\nM-2,2025-02-03,1.67\n"
    (question,) = asked(text)
    assert lines(question) == [
        ["thirds = true"],
        ['columns.hours.values."0.33" = "33/100"', 'columns.hours.values."1.67" = "167/100"'],
    ]
    for choice in question.choices:
        assert held(text, settled(PLAIN, choice.settings)) == 0


def test_a_clock_in_a_column_of_minutes() -> None:
    text = "member,date,minutes\nM-1,2025-02-03,1:30\nM-2,2025-02-03,45\n"
    (question,) = asked(text)
    assert lines(question) == [
        ['columns.minutes.values."1:30" = "90 min"'],
        ['columns.minutes.values."1:30" = "1.5 min"'],
    ]


def test_an_unknown_category_is_asked_about_once_however_often_it_stands() -> None:
    text = "member,date,hours,subject\nM-1,2025-02-03,1,Etics\nM-2,2025-02-03,1,HR; etics\nM-3,2025-02-03,1,ETICS\n"
    (question,) = asked(text)
    assert (question.word, question.rows, question.text) == (
        "Etics",
        3,
        "Which category is `Etics` in the column `subject`?",
    )
    assert [choice.words for choice in question.choices] == [
        "Ethics (Business ethics)",
        "HR (Human resources, management)",
        "SUB (Substance abuse)",
    ]
    assert lines(question)[0] == [
        'columns.subject.values.Etics = "Ethics"',
        'columns.subject.values."HR; etics" = "HR; Ethics"',
    ]
    assert held(text, settled(PLAIN, question.choices[0].settings)) == 0


def test_a_category_may_be_no_category() -> None:
    (question,) = asked("member,date,hours,subject\nM-1,2025-02-03,1,Misc\n")
    assert question.choices[-1].words == "no category: read it as blank"
    assert lines(question)[-1] == ['columns.subject.values.Misc = ""']


def test_an_unknown_choice() -> None:
    text = "member,date,hours,format\nM-1,2025-02-03,1,zoom\nM-2,2025-02-03,1,Zoom\n"
    (question,) = asked(text)
    assert question.rows == 2
    assert [choice.words for choice in question.choices] == [
        "live (In person)",
        "self-study (On demand)",
        "passive (Webcast)",
        "nothing: read it as blank",
    ]
    assert lines(question)[0] == ['columns.format.values.zoom = "live"']


def test_neither_yes_nor_no() -> None:
    (question,) = asked("member,date,hours,verified\nM-1,2025-02-03,1,ja\n")
    assert lines(question) == [
        ['columns.verified.values.ja = "yes"'],
        ['columns.verified.values.ja = "no"'],
        ['columns.verified.values.ja = ""'],
    ]


def test_an_unknown_unit_is_asked_about_once_for_all_numbers() -> None:
    text = "member,date,amount\nM-1,2025-02-03,2 CPD\nM-2,2025-02-03,3 CPD\n"
    (question,) = asked(text)
    assert (question.text, question.rows) == ("Which unit is `CPD` in the column `amount`?", 2)
    assert question.choices[0].words == "hours"
    assert lines(question)[0] == ['columns.amount.values."2 CPD" = "2 hour"', 'columns.amount.values."3 CPD" = "3 hour"']
    assert held(text, settled(PLAIN, question.choices[0].settings)) == 0
    (question,) = asked("member,date,amount,unit\nM-1,2025-02-03,2,CPD\nM-2,2025-02-03,3,CPD\n")
    assert lines(question)[1] == ['columns.unit.values.CPD = "minute"']


def test_a_status_that_nobody_knows() -> None:
    schema = replace(SCHEMA, fields={name: each for name, each in SCHEMA.fields.items() if name != "status"})
    (question,) = asked("member,date,hours,status\nM-1,2025-02-03,1,erledigt\n", schema=schema)
    assert lines(question) == [[f'statuses.erledigt = "{each.value}"'] for each in Status]


def test_a_day_in_another_order_than_its_column() -> None:
    text = "member,date,hours\nM-1,13/02/2025,1\nM-2,14/02/2025,1\nM-3,02/15/2025,1\nM-4,03/04/2025,1\n"
    (question, *_) = [each for each in asked(text) if each.reason == "mixed-date-order"]
    assert question.choices[0].words == f"yes, as is every such cell: `{question.cells[0]}` is {iso(question.cells[0])}"
    assert held(text, settled(PLAIN, question.choices[0].settings)) < held(text, PLAIN)


def iso(cell: str) -> str:
    """13/02/2025 and 02/13/2025 are one day."""
    first, second, year = cell.split("/")
    day, month = (first, second) if int(first) > 12 else (second, first)
    return f"{year}-{month}-{day}"


def test_the_hours_of_a_course_are_typed() -> None:
    profile = Profile(courses={"A1": "2h"})
    (question,) = asked("member,date,hours,course id\nM-1,2025-02-03,,A1\nM-1,2025-02-03,,B2\n", profile)
    assert (question.text, question.typed, question.rows) == ("What is the course `B2` worth?", True, 1)
    assert lines(question) == [['courses.B2 = "2h"']]


# --------------------------------------------------------------------------------------------- columns


HEADLESS = "Mitglied;Datum;Stunden\nM-1;03.02.2025;1,5\n"


def test_columns_that_say_nothing_are_asked_for() -> None:
    whose, when, much = asked(HEADLESS)
    assert [each.text for each in (whose, when, much)] == [
        "Which column says whose record a row is?",
        "Which column says on which day an activity was completed?",
        "Which column states the amounts?",
    ]
    assert whose.choices[0].words == "Mitglied, such as `M-1`"
    assert when.choices[0].words == "Datum, such as `03.02.2025`"
    assert lines(when)[0] == ['columns.Datum.means = "date"']
    assert lines(much) == [['columns.Stunden.means = "amount"']]
    profile = settled(PLAIN, [*whose.choices[0].settings, *when.choices[0].settings, *much.choices[0].settings])
    (decimals,) = asked(HEADLESS, profile)
    profile = settled(profile, decimals.choices[0].settings)
    assert held(HEADLESS, profile) == 0
    assert asked(HEADLESS, profile) == ()


def test_a_row_that_may_be_the_header() -> None:
    text = "Register,,,\nno.,Tag,Std.,Art\nM-1,2025-02-03,1,HR\n"
    (question,) = asked(text)
    assert question.text == "Which row of `cpe.csv` is its header?"
    assert lines(question) == [["header = 2"], ["header = 3"]]


def test_two_columns_for_one_thing() -> None:
    text = "member,date,completed,hours\nM-1,2025-02-03,2025-02-04,1\n"
    (question,) = asked(text)
    assert question.text == "The columns `date` and `completed` both mean `date`. Which counts?"
    assert lines(question) == [['columns.completed.means = "nothing"'], ['columns.date.means = "nothing"']]


def test_columns_that_are_not_read_are_asked_about_last_and_no_row_waits() -> None:
    text = "member,date,hours,subjct,room\nM-1,03/04/2025,1,HR,12b\n"
    order, subject, room = asked(text)
    assert order.reason == "ambiguous-date"
    assert (subject.rows, room.rows) == (0, 0)
    assert lines(room)[:2] == [['columns.room.means = "nothing"'], ['columns.room.means = "room"']]
    for question in (subject, room):
        for choice in question.choices[:2]:
            profile = settled(PLAIN, choice.settings)
            assert question.key not in {each.key for each in asked(text, profile)}


@pytest.mark.parametrize(("heading", "means"), [("Name", "field: Name"), ("E-Mail", "field: E-Mail"), ("room", "room")])
def test_a_field_of_its_own_may_have_a_name_that_means_something_else(heading, means) -> None:
    text = f"member,date,hours,{heading}\nM-1,2025-02-03,1,Ann\n"
    (question,) = asked(text)
    (own,) = [each for each in question.choices if each.words == f"a field of its own, `{heading}`"]
    assert own.settings == (Setting(("columns", heading, "means"), means),)
    (found,) = read(text, settled(PLAIN, own.settings))
    assert isinstance(found, Understood)
    assert isinstance(found.read, Records)
    assert found.read.activities[0].fields == {heading: "Ann"}


def test_a_column_of_numbers_may_be_how_much_was_in_a_category() -> None:
    (question,) = asked("member,date,hours,Skills\nM-1,2025-02-03,2,1.5\n")
    assert ['columns.Skills.means = "category HR"'] in lines(question)
    schema = replace(SCHEMA, categories={}, open_categories=True)
    (question,) = asked("member,date,hours,Skills\nM-1,2025-02-03,2,1.5\n", schema=schema)
    assert lines(question)[0] == ['columns.Skills.means = "category Skills"']


def test_one_question_for_several_files() -> None:
    files = [("a.csv", b"member,date,hours\nM-1,03/04/2025,1\n"), ("b.csv", b"id,Date,hours\nM-2,05/04/2025,1\n")]
    found = read_tables(files, SCHEMA)
    assert isinstance(found, tuple)
    several = [understood(each) for each in found if isinstance(each, TableRead)]
    (question,) = every_question(several, BOTH)
    assert question.rows == 2


def test_a_sheet_that_is_not_read() -> None:
    def fill(book) -> None:
        book.active.append(("member", "date", "hours"))
        book.active.append(("M-1", "2025-02-03", 1))
        book.create_sheet("Notes").append(("nothing", "here"))

    data = xlsx(fill)
    found = read_tables([("log.xlsx", data)], SCHEMA)
    assert isinstance(found, tuple)
    (question,) = every_question([understood(each) for each in found if isinstance(each, TableRead)], BOTH)
    assert question.text == "Is the sheet `Notes` to be read?"
    assert lines(question) == [['sheet = "Notes"'], ['sheet = "Log"']]
    assert [choice.words for choice in question.choices] == ["yes, it alone", "no, only the sheet `Log`"]
    found = read_tables([("log.xlsx", data)], SCHEMA, Profile(sheet="Log"))
    assert isinstance(found, tuple)
    assert every_question([understood(each) for each in found if isinstance(each, TableRead)], BOTH) == ()


def test_a_sheet_of_remarks_asks_nothing() -> None:
    def fill(book) -> None:
        book.active.append(("member", "date", "hours"))
        book.active.append(("M-1", "2025-02-03", 1))
        book.create_sheet("Notes").append(("ask the chair",))

    found = read_tables([("log.xlsx", xlsx(fill))], SCHEMA)
    assert isinstance(found, tuple)
    assert every_question([understood(each) for each in found if isinstance(each, TableRead)], BOTH) == ()


def test_a_slip_in_a_column_of_amounts_hides_it_from_nobody() -> None:
    text = "member,No.,date,Stunden\n" + "".join(f"M-{n},00{n},2025-02-0{n},{n}.25\n" for n in (1, 2, 3))
    amounts, *_ = asked(text + ",,,Summe: 6.75\n")
    assert (amounts.text, amounts.rows) == ("Which column states the amounts?", 4)
    assert lines(amounts) == [['columns.Stunden.means = "amount"'], ['columns."No.".means = "amount"']]


def test_the_amounts_are_asked_about_before_one_word() -> None:
    text = "member,date,category,Course minutes\nM-1,2025-02-03,HR,95\nM-2,2025-02-03,blue,40\n"
    assert [each.reason for each in asked(text)] == ["which-column", "unknown-category", "unread-column"]


def test_a_unit_in_a_heading_is_that_of_its_amounts() -> None:
    text = "member,date,Course minutes\nM-1,2025-02-03,95\n"
    (amounts, *_) = asked(text)
    assert lines(amounts) == [['columns."Course minutes".means = "minutes"']]
    called_amount = Profile(columns={"Course minutes": ColumnSetting(means="amount")})
    for profile in (settled(PLAIN, amounts.choices[0].settings), called_amount):
        (found,) = read(text, profile)
        assert isinstance(found, Understood)
        assert isinstance(found.read, Records)
        assert [each.amount for each in found.read.activities] == [Amount(Fraction(95), "minute")]


def test_the_file_of_members_asks_in_its_own_words() -> None:
    found = read_member_table("m.csv", b"license,class,room\nM-1,C,12b\n", SCHEMA)
    assert isinstance(found, MembersRead)
    class_, room = every_question([understood(found)], (Part.MEMBER,))
    assert [choice.words for choice in class_.choices] == ["A (Active)", "B (Basic)", "nothing: read it as blank"]
    assert ['columns.room.means = "from"'] in lines(room)


# ------------------------------------------------------------------------------------------------ laws


SUBJECTS = CATEGORIES | st.sampled_from(["Etik", "HR; Etik", "etik 2h"])
ROWS = st.lists(st.tuples(MEMBERS, DATES, AMOUNTS | st.just("0.33"), SUBJECTS, MODES), max_size=8)
HEADERS = st.sampled_from([("member", "date", "hours", "category", "mode"), ("id", "when", "Std.", "Art", "mode")])


@pytest.mark.property
@settings(deadline=None)
@given(HEADERS, ROWS)
def test_an_answer_ends_its_question_and_a_profile_keeps_it(header, rows) -> None:
    """Each question stands there once; whatever is answered, it is not asked again, and the profile says so in a file."""
    text = as_csv(header, rows)
    questions = asked(text)
    assert len({each.key for each in questions}) == len(questions)
    for question in questions:
        for choice in question.choices:
            profile = settled(PLAIN, choice.settings)
            assert read_profile("p.toml", profile_text(profile).encode()) == profile
            assert question.key not in {each.key for each in asked(text, profile)}

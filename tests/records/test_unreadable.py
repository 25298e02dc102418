"""Each diagnostic of a file of records: its code and its place."""

from datetime import date

import pytest

from cedsl.diagnostic import show
from cedsl.records import read_adjustments, read_members, read_reference
from cedsl.records.decision_names import RuleNames
from cedsl.records.outcome import ReferenceRow, Unreadable
from cedsl.records.reference import TableShape
from cedsl.records.schema import ChoiceType, NumberType, YesNoType
from tests.records.examples import SCHEMA, unreadable

CASES = [
    (b"", "CE300", ""),
    (b"\n,,\n", "CE300", ""),
    (b"PK\x03\x04\x00\x00", "CE308", ""),
    (b"member\0,date", "CE301", "\0"),
    ("member,date\n".encode("utf-16-le")[:-1], "CE303", "\n"),
    (b"\xef\xbb\xbfmember,\xff", "CE302", "\xff"),
    (b"member,\x81", "CE302", "\x81"),
    (b"\xff\xfem", "CE303", "m"),
    ("Zoë,é".encode()[:-1], "CE303", "\xc3"),
    (b'member,date\nM,"2025-01-01\n', "CE304", 'M,"2025-01-01'),
    (b'member,date\n"M" x,2025-01-01\n', "CE304", '"M" x,2025-01-01'),
    (b"member,date\nM," + b"1" * 140_000, "CE305", None),
    (b"a," * 1000 + b"b", "CE306", "b"),
    (b"name of it,date\n", "CE310", "name of it,date"),
    (b"member,hours\n", "CE311", "member,hours"),
    (b"member,date,completed\n", "CE312", "completed"),
    (b"member,date,hours,credits\n", "CE312", "credits"),
    (b"member,date,hours,points\n", "CE312", "points"),
    (b"member,date,breaks,break minutes\n", "CE312", "break minutes"),
    (b"member,date,date\n", "CE313", "date"),
]


@pytest.mark.parametrize(("data", "code", "place"), CASES)
def test_code_and_place(data, code, place):
    read = unreadable(data)
    (problem,) = read.diagnostics
    assert problem.code == code
    assert place is None or read.source.text_at(problem.primary.span) == place
    assert problem.message == problem.message.strip() and "\n" not in problem.message
    assert show(problem, read.source).startswith("cpe.csv:")


NAMES = RuleNames({"hr": ("min-HR",)}, {"total": ("total",)})


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "CE300", ""),
        (b"\0", "CE301", "\0"),
        (b"member,decided\nM,waiver\n", "CE314", "member,decided"),
        (b"type,rule\nwaiver,HR\n", "CE310", "type,rule"),
        (b"member,type,decision\n", "CE312", "decision"),
        (b"member,type,rule,rule\n", "CE313", "rule"),
        (b"member,type,hours,points\n", "CE312", "points"),
        (b'member,type\nM,"waiver\n', "CE304", 'M,"waiver'),
    ],
)
def test_a_file_of_decisions(data, code, place):
    read = read_adjustments("w.csv", data, SCHEMA, NAMES)
    assert isinstance(read, Unreadable)
    (problem,) = read.diagnostics
    assert problem.code == code
    assert read.source.text_at(problem.primary.span) == place


SHAPE = TableShape(
    "providers",
    "provider",
    {"sort": ChoiceType(("hospital", "school")), "seats": NumberType(), "open": YesNoType()},
    (ReferenceRow("Elm", {"sort": "school"}, date(2024, 1, 1), date(2024, 12, 31)),),
)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "CE300", ""),
        (b"\xff\xfem", "CE303", "m"),
        (b"name,sort\nAcme,school\n", "CE315", "name,sort"),
        (b"provider,sponsor,sort\n", "CE312", "sponsor"),
        (b"provider,sort,sort\n", "CE313", "sort"),
        (b"provider,sort\nAcme,schol\n", "CE316", "schol"),
        (b"provider,seats\nAcme,many\n", "CE316", "many"),
        (b"provider,open\nAcme,perhaps\n", "CE316", "perhaps"),
        (b"provider,from\nAcme,2024-02-30\n", "CE316", "2024-02-30"),
        (b"provider,from,until\nAcme,2024-02-01,2024-01-01\n", "CE316", "A"),
        (b"provider,sort\n,school\n", "CE316", ","),
        (b"provider,sort\nAcme,school,x\n", "CE316", "x"),
        (b"provider,sort\nAcme,school\nacme ,hospital\n", "CE317", "acme"),
        (b"provider,sort,from\nElm,hospital,2024-12-31\n", "CE317", "Elm"),
        (b"provider,sort,until\nElm,hospital,2024-01-01\n", "CE317", "Elm"),
    ],
)
def test_a_file_for_a_table(data, code, place):
    read = read_reference("p.csv", data, SHAPE, SCHEMA)
    assert isinstance(read, Unreadable)
    (problem,) = read.diagnostics
    assert problem.code == code
    assert read.source.text_at(problem.primary.span) == place


def test_rows_of_a_table_that_agree_or_do_not_meet():
    """The rules speak of Elm for 2024 only; two rows that say the same are no contradiction."""
    data = b"Provider;Sort;from;until\nElm;hospital;01.01.2025;\nElm;hospital;13.06.2025;\n\nOak;;;\nprovider;;;\n"
    read = read_reference("p.csv", data, SHAPE, SCHEMA)
    assert not isinstance(read, Unreadable)
    assert read.rows == (
        ReferenceRow("Elm", {"sort": "hospital"}, date(2025, 1, 1)),
        ReferenceRow("Elm", {"sort": "hospital"}, date(2025, 6, 13)),
        ReferenceRow("Oak", {}),
        ReferenceRow("provider", {}),
    )
    assert [each.outcome.value for each in read.outcomes.below] == ["used", "used", "skipped", "used", "used"]


def test_every_problem_of_a_header_is_told():
    assert [each.code for each in unreadable("membre;dato;hours;hours\n").diagnostics] == [
        "CE313",
        "CE310",
        "CE311",
    ]


def test_a_missing_column_has_a_guess():
    (problem,) = unreadable("member,dates,hours\n").diagnostics
    assert problem.primary.text == "found: `member`, `dates`, `hours`"
    assert problem.help == (
        "did you mean `dates`? call the column that says on which day the activity was completed `date`"
    )


def test_a_quote_that_swallows_rows_shows_both_ends():
    read = unreadable('member,date,title\nM,2025-01-01,"Law\nM,2025-01-02,HR\nM,2025-01-03,"Tax"\n')
    (problem,) = read.diagnostics
    assert show(problem, read.source) == (
        "cpe.csv:2:1  CE304 error: a quote in row 2 does not close where its cell ends\n"
        '  2 | M,2025-01-01,"Law\n'
        "    | ^^^^^^^^^^^^^^^^^ the row begins here\n"
        '  4 | M,2025-01-03,"Tax"\n'
        "    | ------------------ and this is where it stops making sense\n"
        '  help: close the quote at the end of the cell, and write a quote inside the text twice: ""\n'
        "  more: cedsl explain CE304\n"
    )


def test_the_place_is_right_behind_quoted_headings():
    read = unreadable('"member","a ""b""",date,hours,completed\n')
    (problem,) = read.diagnostics
    assert read.source.text_at(problem.primary.span) == "completed"


def test_members_need_a_member():
    read = read_members("members.csv", b"who,class\n", SCHEMA)
    assert isinstance(read, Unreadable)
    assert [each.code for each in read.diagnostics] == ["CE310"]

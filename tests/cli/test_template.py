"""`import --template`: an empty sheet in the words of the rules, which reads back without a question."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cedsl.model import Ruleset, schema_of
from cedsl.publishing.template import Column, Fill, columns_of
from cedsl.records.outcome import Outcome, RowOutcome
from cedsl.records.profile import PLAIN, About
from cedsl.workspace import Imported, Loaded, Sheet, Sources, template, understand
from cedsl.workspace.editions import Rulebook
from cedsl.workspace.rules import read_rules
from tests.rulesets.bundled import NAMES, ruleset

RULES = """ruleset board "Board of Examples"
category ethics "Ethics"
category hr "Human resources"
mode live "On site"
mode recorded "Recording"
field reviewed: yes or no "Reviewed by a colleague"
field level: one of basic, advanced
field unused: text
member class: one of A, B "Class of membership"
member idle: yes or no
require 10h in cycle calendar year {
    min 2h category ethics when member class is A
    cap 3h mode recorded
}
credit any activity: once per course, less breaks as each
refuse reviewed is no "nobody has reviewed it" as reviewed
"""
HORIZON = date(2025, 12, 31)


@pytest.fixture
def board(run) -> None:
    Path("rules.ce").write_text(RULES)


def cell_for(column: Column) -> object:
    """What a member might well write: a word of the rules where there are any."""
    if column.words:
        return column.words[0].name
    match column.fill:
        case Fill.DAY:
            return date(2025, 3, 10)
        case Fill.NUMBER:
            return 1
        case Fill.TEXT:
            return "007" if column.heading == "member" else "Example"


def ruleset_of(text: str) -> Ruleset:
    loaded = read_rules("rules.ce", text.encode())
    assert isinstance(loaded, Loaded)
    assert loaded.ruleset is not None
    return loaded.ruleset


def sheet_of(rules: Ruleset, about: About, form: Sheet) -> bytes:
    found = template(Rulebook("rules.ce", (rules,)), about, form)
    assert found is not None
    return found


def filled_csv(rules: Ruleset, about: About) -> bytes:
    (header,) = csv.reader(io.StringIO(sheet_of(rules, about, Sheet.CSV).decode("utf-8-sig"), newline=""))
    columns = columns_of(rules, about)
    assert header == [column.heading for column in columns]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, [cell_for(column) for column in columns]])
    return text.getvalue().encode()


def filled_xlsx(rules: Ruleset, about: About) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(rules, about, Sheet.WORKBOOK)))
    for at, column in enumerate(columns_of(rules, about), 1):
        book.worksheets[0].cell(2, at, cell_for(column))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(rules: Ruleset, name: str, data: bytes, about: About) -> Imported:
    found = understand(Sources(((name, data),), schema_of(rules), about, HORIZON), PLAIN)
    assert isinstance(found, Imported)
    return found


def outcomes(found: Imported) -> list[list[RowOutcome]]:
    return [list(each.read.outcomes) for each in found.read]


@pytest.mark.parametrize("name", NAMES)
def test_every_bundled_ruleset_reads_its_own_sheet(name: str) -> None:
    rules = ruleset(name)
    found = imported(rules, "sheet.csv", filled_csv(rules, About.RECORDS), About.RECORDS)
    assert (found.questions, found.unclear) == ((), ())
    ((header, row),) = outcomes(found)
    assert (header.reason, row.outcome, row.member) == ("header", Outcome.USED, "007"), row.sentence
    assert [each.means for each in found.read[0].columns if not each.is_known] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_bundled_ruleset_reads_its_own_workbook(name: str) -> None:
    """The sheet of words is skipped, and says why."""
    rules = ruleset(name)
    found = imported(rules, "sheet.xlsx", filled_xlsx(rules, About.RECORDS), About.RECORDS)
    assert (found.questions, found.unclear) == ((), ())
    (header, row), words = outcomes(found)
    assert (header.reason, row.outcome, row.member) == ("header", Outcome.USED, "007"), row.sentence
    assert {(each.sheet, each.outcome, each.reason) for each in words} == {("Words", Outcome.SKIPPED, "other-sheet")}


@pytest.mark.parametrize("name", NAMES)
def test_every_bundled_ruleset_reads_its_own_sheet_of_facts(name: str) -> None:
    rules = ruleset(name)
    columns = columns_of(rules, About.MEMBERS)
    for data in (filled_csv(rules, About.MEMBERS), filled_xlsx(rules, About.MEMBERS)):
        if len(columns) == 1:
            continue
        found = imported(rules, "facts", data, About.MEMBERS)
        assert (found.questions, found.unclear) == ((), ())
        assert [each.outcome for each in outcomes(found)[0][:2]] == [Outcome.SKIPPED, Outcome.USED]


def test_a_list_of_words_is_never_taken_for_records() -> None:
    """Whatever the words are: here a row of them would be the header of one person's log."""
    rules = ruleset_of('category date "hours"\nrequire 2h within 1y { min 1h category date }\n')
    found = imported(rules, "sheet.xlsx", filled_xlsx(rules, About.RECORDS), About.RECORDS)
    (_, row), words = outcomes(found)
    assert (row.outcome, found.questions) == (Outcome.USED, ())
    assert {each.sentence for each in words} == {"the sheet `Words` is not read: it lists the words to choose from"}


# ------------------------------------------------------------------------------------ what is asked for

HEADER = (
    "member,date,title,hours,category,mode,provider,course number,breaks (minutes),Reviewed by a colleague,level,unused"
)


def test_columns_that_the_rules_ask_about(run, board) -> None:
    """A course is known by its provider, too; a field that was declared is asked for, whoever uses it."""
    result = run("import", "--template", "rules.ce")
    assert (result.stdout, result.stderr, result.exit_code) == (f"{HEADER}\n", "", 0)
    assert run("import", "--template", "rules.ce", "--output", "-").stdout == result.stdout


def test_facts_that_the_rules_ask_for(run, board) -> None:
    result = run("import", "--template", "rules.ce", "--about", "members")
    assert result.stdout == "member,Class of membership\n"


def test_a_field_that_is_called_like_another_column(run) -> None:
    """Under its name where that is understood, else it says that it is a field."""
    Path("rules.ce").write_text(
        'field worth: number "Hours"\nfield length-of-stay: number "Date"\nrequire 2h within 1y\n'
        "refuse worth less than 2\nrefuse length-of-stay less than 2\n"
    )
    found = run("import", "--template", "rules.ce").stdout
    assert found == "member,date,title,hours,worth,length of stay\n"


def test_a_heading_is_no_formula(run) -> None:
    Path("rules.ce").write_text('field plus: number "=1+1"\nrequire 2h within 1y\nrefuse plus less than 2\n')
    assert run("import", "--template", "rules.ce").stdout == "member,date,title,hours,plus\n"


def test_letters_that_need_a_mark(run) -> None:
    Path("rules.ce").write_text('field m: number "Größe"\nrequire 2h within 1y\nrefuse m less than 2\n', "utf-8")
    run("import", "--template", "rules.ce", "--output", "sheet.csv")
    assert Path("sheet.csv").read_bytes() == "\ufeffmember,date,title,hours,Größe\r\n".encode()


# ----------------------------------------------------------------------------------------- the workbook


def test_the_workbook(run, board) -> None:
    result = run("import", "--template", "rules.ce", "--output", "sheet.xlsx")
    assert (result.stdout, result.stderr, result.exit_code) == ("", "wrote sheet.xlsx\n", 0)
    book = openpyxl.load_workbook("sheet.xlsx")
    assert book.sheetnames == ["Records", "Words"]
    sheet, words = book.worksheets
    assert [cell.value for cell in sheet[1]] == HEADER.split(",")
    assert all(cell.font.bold for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", 1)
    # leading zeros stay in a column of text; a day is written as a day
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.column_dimensions["B"].number_format == "yyyy-mm-dd"
    lists = {str(each.sqref): (each.type, each.formula1) for each in sheet.data_validations.dataValidation}
    assert lists == {
        "B2:B1048576": ("date", "1"),
        "E2:E1048576": ("list", "Words!$B$6:$B$7"),
        "F2:F1048576": ("list", "Words!$B$8:$B$9"),
        "J2:J1048576": ("list", "Words!$B$13:$B$14"),
        "K2:K1048576": ("list", "Words!$B$15:$B$16"),
    }
    rows = [tuple(cell.value for cell in row) for row in words.iter_rows()]
    assert rows == [
        ("column", "word", "title"),
        ("member", None, "whose record it is"),
        ("date", None, "the day on which the activity was completed"),
        ("title", None, "what the activity is called"),
        ("hours", None, "how much it was, in hours"),
        ("category", "ethics", "Ethics"),
        ("category", "hr", "Human resources"),
        ("mode", "live", "On site"),
        ("mode", "recorded", "Recording"),
        ("provider", None, "provider"),
        ("course number", None, "course"),
        ("breaks (minutes)", None, "breaks"),
        ("Reviewed by a colleague", "yes", "yes"),
        ("Reviewed by a colleague", "no", "no"),
        ("level", "basic", "basic"),
        ("level", "advanced", "advanced"),
        ("unused", None, "unused"),
    ]


def test_a_workbook_is_the_same_every_time() -> None:
    rules = ruleset("ala/clm")
    assert sheet_of(rules, About.RECORDS, Sheet.WORKBOOK) == sheet_of(rules, About.RECORDS, Sheet.WORKBOOK)


def test_what_an_author_wrote_is_no_formula(run) -> None:
    Path("rules.ce").write_text(
        'category a "=1+1"\nfield f: number "@sum"\nrequire 2h within 1y { min 1h category a }\n'
    )
    run("import", "--template", "rules.ce", "--output", "sheet.xlsx")
    cells = [cell for sheet in openpyxl.load_workbook("sheet.xlsx") for row in sheet for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert "=1+1" in {cell.value for cell in cells}


def test_without_the_library_for_workbooks(run, board, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.delitem(sys.modules, "cedsl.publishing.template_xlsx", raising=False)
    result = run("import", "--template", "rules.ce", "--output", "sheet.xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'cedsl: writing workbooks needs one more part. Install it with: pip install "cedsl[import]"\n'
    )
    assert not Path("sheet.xlsx").exists()


def test_a_sheet_that_may_be_filled_in_is_left_as_it_is(run, board) -> None:
    Path("sheet.csv").write_text("mine")
    result = run("import", "--template", "rules.ce", "--output", "sheet.csv")
    assert (result.exit_code, Path("sheet.csv").read_text()) == (2, "mine")
    assert result.stderr.startswith("cedsl: `sheet.csv` exists and was left as it is")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument 'FILES...'"),
        (("--template", "rules.ce", "records.csv"), "--template goes with --about and --output alone"),
        (("--template", "rules.ce", "--rules", "rules.ce"), "--template goes with --about and --output alone"),
        (("--template", "no.ce"), "CE407"),
    ],
)
def test_what_cannot_be_asked(run, board, arguments, message) -> None:
    result = run("import", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr

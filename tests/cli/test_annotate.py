"""`check --annotate`: the administrator's own file, every row of it, with what became of each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from cedsl import resources
from tests.records.workbooks import rows_xlsx, xlsx

RULES = """ruleset board "Board of Examples"
category ethics "Ethics"
category hr "Human resources"
mode live
mode recorded
require 10h in cycle calendar year {
    min 2h category ethics
    cap 3h mode recorded
}
credit any activity: from 30 min, once per course "Half an hour at least, and each course once" as each
refuse kind social "social events earn nothing" as social
"""
RECORDS = """Portal of the board;;;;;;;
;;;;;;;
Member;Date;Hours;Category;Mode;Kind;Course number;Title
007;2025-02-03;2;ethics;live;;E1;Codes of conduct
007;2025-02-04;4;hr;recorded;;H1;Hiring well
007;2025-02-05;4;HR ;live;;;-1.5
007;2024-02-05;4;hr;live;;;=SUM(A1)
007;2025-02-06;0,25;hr;live;;;@home
007;2025-02-07;2;ethics;live;;E1;Codes of conduct, again
007;2025-02-08;3;hr;live;social;;Dinner
007;2026-02-08;3;hr;live;;;Next year
008;2025-02-10;1;etics;live;;;"A; ""quoted"" title"
;2025-02-10;1;hr;live;;;Nobody
;;;;;;;
Member;Date;Hours;Category;Mode;Kind;Course number;Title
"""
SOCIAL = "This does not count: we give no credit for activities of the kind social (social events earn nothing)."
REPEAT = "this repeats the activity of row 4, and the same course earns credit only once in your period."
NO_MODE = "Note: states no mode, so no limit by mode describes it."
ARGUMENTS = ("check", "rules.ce", "records.csv", "--as-of", "2025-12-31")


@pytest.fixture(autouse=True)
def registry(run) -> None:
    Path("rules.ce").write_text(RULES)
    Path("records.csv").write_bytes(RECORDS.encode())


def rows_of(path: str, separator: str = ",") -> list[list[str]]:
    data = Path(path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def beside(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(row[-3:]) for row in rows]


def test_every_row_in_order_with_its_own_cells(run) -> None:
    """But for two that a spreadsheet would run."""
    result = run(*ARGUMENTS, "--annotate", "out.csv")
    assert result.exit_code == 1
    assert result.stderr.endswith("an apostrophe was put before 2 cells that begin as formulas do\n")
    found = rows_of("out.csv", ";")
    own = list(csv.reader(io.StringIO(RECORDS), delimiter=";"))
    assert len(found) == len(own) == 15
    as_they_stood = [list(row) for row in own]
    as_they_stood[6][7], as_they_stood[7][7] = "'=SUM(A1)", "'@home"
    assert [row[:8] for row in found] == as_they_stood
    assert {len(row) for row in found} == {11}


def test_what_became_of_each(run) -> None:
    """2 of ethics, 3 of 4 recorded, 4 live: 9 of 10 count."""
    run(*ARGUMENTS, "--annotate", "out.csv")
    cap = "1 hour does not count: at most 3 hours in recorded mode count."
    assert beside(rows_of("out.csv", ";")) == [
        ("skipped", "title", "The row stands above the header."),
        ("skipped", "blank-row", "The row is blank."),
        ("outcome", "reason", "sentence"),
        ("used", "", "Counted 2 of 2 hours."),
        ("used", "over-a-cap", f"Counted 3 of 4 hours. {cap}"),
        ("used", "", "Counted 4 of 4 hours."),
        ("refused", "outside-the-period", "4 hours do not count: the activity lies outside the period."),
        ("refused", "too-short", "This does not count: an activity shorter than 30 minutes earns nothing."),
        (
            "refused",
            "repeat",
            f"2 hours do not count: {REPEAT}",
        ),
        ("refused", "not-accepted", SOCIAL),
        ("refused", "after-the-check", "This does not count: the activity lies after the date of assessment."),
        ("held", "unknown-category", "Unknown category `etics`; did you mean `ethics`?"),
        ("refused", "no-member", "Nobody is named in `Member`."),
        ("skipped", "blank-row", "The row is blank."),
        ("skipped", "header-again", "The row repeats the header."),
    ]


def test_the_report_and_the_exit_code_are_as_ever(run) -> None:
    plain = run(*ARGUMENTS)
    annotated = run(*ARGUMENTS, "--annotate", "out.csv")
    assert (annotated.stdout, annotated.exit_code) == (plain.stdout, plain.exit_code)
    guarded = "an apostrophe was put before 2 cells that begin as formulas do\n"
    assert annotated.stderr == plain.stderr + "wrote out.csv\n" + guarded


def test_every_cell_keeps_its_blanks(run) -> None:
    """A title is cut as the rows are; a blank before a quote lies outside of its cell."""
    Path("records.csv").write_text(
        "\ufeffRegister, printed  Monday \n"
        " Member ;Date; Hours ;Title;\u00a0Note\n"
        " 007 ;2025-02-03; 1,5;  Two  words\t;\u200bx \n"
        '  ;; ; "a;  ""b""\n  c "; "d"\n'
        "008;2025-02-04 ;2 ; =1+1;  -2 \n",
        "utf-8",
    )
    result = run(*ARGUMENTS, "--annotate", "out.csv")
    assert [row[:5] for row in rows_of("out.csv", ";")] == [
        ["Register, printed  Monday ", "", "", "", ""],
        [" Member ", "Date", " Hours ", "Title", "\u00a0Note"],
        [" 007 ", "2025-02-03", " 1,5", "  Two  words\t", "\u200bx "],
        ["  ", "", " ", 'a;  "b"\n  c ', "d"],
        ["008", "2025-02-04 ", "2 ", "' =1+1", "  -2 "],
    ]
    assert [each[0] for each in beside(rows_of("out.csv", ";"))][2:] == ["used", "refused", "used"]
    assert result.stderr.endswith("an apostrophe was put before 1 cell that begins as a formula does\n")


def test_signs_that_a_spreadsheet_would_run(run) -> None:
    cells = ("=1+1", "+1+1", "-1+1", "@a", "-1.5", "-1,5", "+49", "-1/2", "--1", "＝1", "'=1", "a=1")
    lines = "".join(f'M,2025-02-03,1,hr,"{cell}"\n' for cell in cells)
    Path("records.csv").write_text("member,date,hours,category,title\n" + lines, "utf-8")
    run(*ARGUMENTS, "--annotate", "out.csv")
    shown = [row[4] for row in rows_of("out.csv")[1:]]
    # a number stays; an apostrophe stands before what would be run, and before one that would be taken off again
    assert shown == ["'=1+1", "'+1+1", "'-1+1", "'@a", "-1.5", "-1,5", "+49", "-1/2", "'--1", "'＝1", "''=1", "a=1"]


def test_another_column_of_a_long_row_moves_nothing(run) -> None:
    Path("records.csv").write_text("member,date,hours\nM,2025-02-03,1\nM,2025-02-04,1,,lost\nM,2025-02-05\n")
    run(*ARGUMENTS, "--annotate", "out.csv")
    found = rows_of("out.csv")
    assert [row[:5] for row in found] == [
        ["member", "date", "hours", "", ""],
        ["M", "2025-02-03", "1", "", ""],
        ["M", "2025-02-04", "1", "", "lost"],
        ["M", "2025-02-05", "", "", ""],
    ]
    assert [each[:2] for each in beside(found)[1:]] == [
        ("used", ""),
        ("held", "too-many-cells"),
        ("refused", "no-amount"),
    ]


def test_several_files_begin_with_their_names(run) -> None:
    Path("more.csv").write_text("member,date,hours\n008,2025-02-03,1\n")
    run(*ARGUMENTS[:3], "more.csv", *ARGUMENTS[3:], "--annotate", "out.csv")
    head, *found = rows_of("out.csv")
    assert head == ["file", *[""] * 8, "outcome", "reason", "sentence"]
    assert [row[0] for row in found] == ["records.csv"] * 15 + ["more.csv"] * 2
    assert found[15] == [
        "more.csv",
        "member",
        "date",
        "hours",
        *[""] * 5,
        "skipped",
        "header",
        "The row names the columns.",
    ]
    assert found[16][-3:] == ["used", "", f"Counted 1 of 1 hour. {NO_MODE}"]


def test_the_sheets_of_a_workbook(run) -> None:
    """A sheet that is not read is told, too; days stand as they were read."""

    def fill(book) -> None:
        book.active.append(["member", "date", "hours"])
        book.active.append(["007", date(2025, 2, 3), 1.5])
        book.create_sheet("Notes").append(["nothing of use"])

    Path("records.xlsx").write_bytes(xlsx(fill))
    run("check", "rules.ce", "records.xlsx", *ARGUMENTS[3:], "--annotate", "out.csv")
    head, *found = rows_of("out.csv")
    assert head == ["file", "sheet", "", "", "", "outcome", "reason", "sentence"]
    assert [row[1:6] for row in found] == [
        ["Log", "member", "date", "hours", "skipped"],
        ["Log", "007", "2025-02-03", "1.5", "used"],
        ["Notes", "nothing of use", "", "", "skipped"],
    ]
    assert found[2][6] == "other-sheet"
    Path("records.xlsx").write_bytes(rows_xlsx(["member", "date", "hours"], ["007", "2025-02-03", "1"]))
    run("check", "rules.ce", "records.xlsx", *ARGUMENTS[3:], "--annotate", "out.csv")
    assert rows_of("out.csv")[0] == ["member", "date", "hours", "outcome", "reason", "sentence"]


def test_a_file_without_a_header_is_headed_by_its_columns(run) -> None:
    Path("records.jsonl").write_text('{"member": "007", "date": "2025-02-03", "hours": 1}\n')
    run("check", "rules.ce", "records.jsonl", *ARGUMENTS[3:], "--annotate", "out.csv")
    assert rows_of("out.csv") == [
        ["member", "date", "hours", "outcome", "reason", "sentence"],
        ["007", "2025-02-03", "1", "used", "", f"Counted 1 of 1 hour. {NO_MODE}"],
    ]


def test_several_rulesets_each_say_what_they_made_of_it(run) -> None:
    """The first refuses what the other counts; where all say the same it stands once."""
    Path("guild.ce").write_text('ruleset guild "Guild of Examples"\nkind social\nrequire 1h in cycle calendar year\n')
    Path("records.csv").write_text("member,date,hours,kind\nM,2025-02-03,3,social\nM,2025-02-04,1,\n")
    run(*ARGUMENTS, "--also", "guild.ce", "--annotate", "out.csv")
    _, social, other = beside(rows_of("out.csv"))
    refused = f"Board of Examples: {SOCIAL}"
    # 3 + 1 are more than the one hour that the guild asks for, and what is more counts in the total, too
    assert social == ("used", "", f"{refused} Guild of Examples: Counted 3 of 3 hours.")
    board = f"Board of Examples: Counted 1 of 1 hour. {NO_MODE}"
    assert other == ("used", "", f"{board} Guild of Examples: Counted 1 of 1 hour.")


def test_only_one_member(run) -> None:
    run(*ARGUMENTS, "--member", "008", "--annotate", "out.csv")
    found = beside(rows_of("out.csv", ";"))
    assert found[3] == ("used", "", "This check is not about its member.")
    assert found[11][0] == "held"


def test_what_is_not_known_refuses_nothing(run) -> None:
    """Of whom a fact is missing, or the very period, may still count what does not count now."""
    Path("rules.ce").write_text(
        "member joined: date\nmember away: yes or no\nmember senior: yes or no\nkind talk\n"
        'exempt when member away is yes "on leave"\n'
        "require 2h in cycle 1y from member joined\n"
        'refuse kind talk and member senior is yes "seniors earn nothing by talks"\n'
    )
    Path("members.csv").write_text(
        "member,joined,away,senior\nA,2020-01-01,yes,no\nB,,no,no\nC,2020-01-01,no,\nD,2020-01-01,no,yes\n"
        "E,2020-01-01,,yes\nF,2020-01-01,no,\n"
    )
    Path("records.csv").write_text(
        "member,date,hours,kind\n" + "".join(f"{member},2025-02-01,2,talk\n" for member in "ABCDEF") + "F,2025-03-01,2,\n"
    )
    run(*ARGUMENTS, "--members", "members.csv", "--annotate", "out.csv")
    a, b, c, d, e, f, met = beside(rows_of("out.csv"))[1:]
    assert a == ("used", "not-needed", "2 hours do not count: no more is needed (on leave).")
    assert b == ("used", "", "Nothing can be counted yet for its member.")
    whether = "Whether this counts depends on the answer to “Senior”, which is not stated: we give no credit for"
    assert c[:2] == f[:2] == ("held", "fact-missing")
    assert c[2].startswith(whether)
    assert c[2] == f[2]
    # F needs no more than the other 2 hours, and is met whatever the answer is
    assert met == ("used", "", "Counted 2 of 2 hours.")
    assert d[:2] == ("refused", "not-accepted")
    # whatever E's answer about being away is, talks of seniors earn nothing
    assert e[:2] == ("used", "not-accepted")
    assert e[2].endswith("This leaves out what is not known about the member.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--annotate", "records.csv"), "`records.csv` is read here; --annotate needs a file of its own"),
        (("--annotate", "rules.ce"), "`rules.ce` is read here"),
        (("--annotate", "-"), "--annotate needs a file of its own"),
        (("--annotate", "a.csv", "--output", "a.csv"), "--annotate needs a file of its own"),
    ],
)
def test_it_is_written_over_nothing_that_is_read(run, arguments, message) -> None:
    before = Path("records.csv").read_bytes(), Path("rules.ce").read_bytes()
    result = run(*ARGUMENTS, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert (Path("records.csv").read_bytes(), Path("rules.ce").read_bytes()) == before


def test_what_cannot_be_written_is_told_before_anything_else(run) -> None:
    result = run(*ARGUMENTS, "--annotate", "no/out.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "cedsl: cannot write `no/out.csv`: there is no folder `no`\n"


def test_standard_input_is_read_once(run) -> None:
    run("check", "rules.ce", "-", *ARGUMENTS[3:], "--annotate", "piped.csv", stdin=RECORDS.encode())
    run(*ARGUMENTS, "--annotate", "named.csv")
    assert Path("piped.csv").read_bytes() == Path("named.csv").read_bytes()


def test_a_file_that_changes_meanwhile_is_not_annotated(run, monkeypatch) -> None:
    from cedsl.workspace import annotate

    read = annotate.table_bytes

    def changed(argument, stdin):
        Path("records.csv").write_text("member,date,hours\n007,2025-02-03,1\n")
        return read(argument, stdin)

    monkeypatch.setattr(annotate, "table_bytes", changed)
    result = run(*ARGUMENTS, "--annotate", "out.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "cedsl: `records.csv` did not say the same when read again",
        "  help: save what is piped as a file first",
    ]
    assert not Path("out.csv").exists()


@pytest.mark.parametrize("name", ["ala/clm", "pmi/pmp", "ohio/attorney", "nremt/nccp", "kentucky/architect"])
def test_the_rows_of_bundled_records_add_up(run, name: str) -> None:
    """Every used row says what became of it, and the refused ones count nothing."""
    folder = resources.folder("rulesets")
    body, credential = name.split("/")
    records = (folder / body / f"{credential}.records.csv").read_bytes()
    Path("records.csv").write_bytes(records)
    run("check", name, "records.csv", "--as-of", "2025-12-31", "--annotate", "out.csv")
    own = list(csv.reader(io.StringIO(records.decode("utf-8-sig"), newline="")))
    found = rows_of("out.csv")
    width = len(own[0])
    assert [row[:-3] for row in found] == [[*row, *[""] * (width - len(row))] for row in own]
    for outcome, reason, sentence in beside(found)[1:]:
        assert sentence
        assert outcome in {"used", "noted", "held", "refused", "skipped"}
        assert outcome != "refused" or (reason and "Counted" not in sentence)


FIXTURES = Path(__file__).parents[1] / "records" / "fixtures"
SOURCES = {
    "excel_de": "german-spreadsheet",
    "lms_completions": "lms-completions",
    "mixed_dates": "mixed-dates",
    "personal_log": "personal-log",
    "roster_positional": "ce-broker-roster",
    "webex_attendees": "webex-attendees",
    "wide_units": "credit-claims-wide",
    "zoom_participants": "zoom-participants",
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_comes_back_row_by_row(run, name: str) -> None:
    """With the outcome of the importer, or a refusal of the rules where the importer used the row."""
    rules = "ruleset any\ncategory ethics\ncategory hr\nrequire 8h in cycle calendar year\n"
    Path("rules.ce").write_text(rules)
    Path("own.csv").write_bytes((FIXTURES / f"{name}.csv").read_bytes())
    settled = ("--profile", SOURCES[name], "--as-of", "2025-06-30")
    read = json.loads(run("import", "own.csv", "--rules", "rules.ce", *settled, "--format", "json").stdout)
    remarks = {each["row"]: (each["outcome"], each["reason"]) for each in read["files"][0]["remarks"]}
    run("check", "rules.ce", "own.csv", *settled, "--annotate", "out.csv")
    data = Path("out.csv").read_text("utf-8-sig")
    separator = {"excel_de": ";", "webex_attendees": "\t"}.get(name, ",")
    found = list(csv.reader(io.StringIO(data, newline=""), delimiter=separator))
    if found[0][-3:] == ["outcome", "reason", "sentence"] and name == "roster_positional":
        found = found[1:]
    assert len(found) == sum(read["files"][0]["rows"].values())
    for number, (outcome, reason, _) in enumerate(beside(found), 1):
        was = remarks.get(number, ("used", ""))
        if outcome != "outcome" and was[0] not in {"used", "noted"}:
            assert (outcome, reason) == was
        elif outcome != "outcome":
            assert outcome in {was[0], "refused"}

"""Folders of editions, rows of tables and files of other programs, in every command that takes rules."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

EDITION = """ruleset league "League of Growers"
    edition "{name}" in force {days}
member joined: date
table providers by provider {{ row "Elm" }}
require {hours}h in cycle 1y from member joined {{ cap 1h not listed in providers }}

example "from a provider that is listed" {{
    as of 2025-12-31
    member joined 2020-01-01
    2025-02-01 {hours}h provider "{provider}"
    expect met
}}
"""
OLD, NEW = "from 2020-01-01", "from 2025-01-01 until 2025-12-31"


@pytest.fixture(autouse=True)
def folder(run) -> None:
    """The newer edition has an example that holds only with a row of the file."""
    Path("league").mkdir()
    Path("league/old.ce").write_text(EDITION.format(name="old", days=OLD, hours=2, provider="Elm"))
    Path("league/new.ce").write_text(EDITION.format(name="new", days=NEW, hours=3, provider="Oak"))
    Path("oak.csv").write_text("provider\nOak\n")


OAK = ("--table", "providers=oak.csv")

# ------------------------------------------------------------------------- members without an edition


def checked(run, *more: str, command: str = "check"):
    """M-1's period ends on 30 June 2026, M-2's on 31 December 2025, the last day of the newest edition."""
    Path("joined.csv").write_text("member,joined\nM-1,2020-07-01\nM-2,2020-01-01\n")
    Path("log.csv").write_text("member,date,hours,provider\nM-1,2025-08-01,3,Elm\nM-2,2025-08-01,3,Elm\n")
    return run(command, "league", "log.csv", "--members", "joined.csv", "--as-of", "2025-12-01", *more)


def test_only_the_member_without_an_edition_is_undecided(run) -> None:
    """Exit code 3: M-2 has the 3 hours that the newest edition asks for, M-1 is a question."""
    result = checked(run, "--format", "json")
    assert (result.exit_code, result.stderr) == (3, "")
    (report,) = json.loads(result.stdout)["rulesets"]
    assert {each["member"]: each["verdict"] for each in report["members"]} == {"M-1": "depends", "M-2": "met"}


def test_somebody_who_is_short_goes_before_somebody_undecided(run) -> None:
    """2 of 3 hours by Elm: the exit code is 1."""
    checked(run)
    Path("log.csv").write_text("member,date,hours,provider\nM-1,2025-08-01,3,Elm\nM-2,2025-08-01,2,Elm\n")
    asked = ("league", "log.csv", "--members", "joined.csv", "--as-of", "2025-12-01")
    assert run("check", *asked).exit_code == 1


def test_the_member_without_an_edition_stands_in_every_form(run, golden) -> None:
    assert "M-1  DEPENDS\n   ? no edition is in force on 2026-06-30, the last day" in checked(run).stdout
    rows = list(csv.DictReader(checked(run, "--format", "csv").stdout.splitlines()))
    assert [(each["member"], each["member verdict"], each["block"]) for each in rows] == [
        ("M-1", "depends", ""),
        ("M-2", "met", "total"),
        ("M-2", "met", "total"),
    ]
    junit = checked(run, "--format", "junit").stdout
    assert 'message="M-1 cannot be decided yet: no edition is in force on 2026-06-30' in junit
    why = checked(run, "--member", "M-1", command="why")
    assert why.exit_code == 3
    golden(why.stdout, "why-no-edition.txt")


# ------------------------------------------------------------------------------------- other commands


def test_lint_looks_at_every_edition(run) -> None:
    result = run("lint", "league")
    assert (result.exit_code, result.stdout) == (
        0,
        "league/new.ce: clean (2 statements, 1 example)\nleague/old.ce: clean (2 statements, 1 example)\n",
    )
    Path("league/old.ce").write_text("require 3h evr\n")
    result = run("lint", "league")
    assert result.exit_code == 1
    assert "\nleague/old.ce:1:12  CE003 error: " in result.stdout


def test_lint_tells_editions_that_overlap(run) -> None:
    Path("league/old.ce").write_text(EDITION.format(name="old", days=NEW, hours=2, provider="Elm"))
    result = run("lint", "league")
    assert result.exit_code == 1
    assert "league/old.ce:1:1  CE410 error: two editions are in force from 2025-01-01" in result.stdout
    assert "league/new.ce: clean" in result.stdout


def test_test_runs_the_examples_of_every_edition(run) -> None:
    """Of Oak, which only the file lists, 1 hour of 3 counts."""
    without = run("test", "league")
    assert without.exit_code == 1
    assert without.stdout.startswith("league/old.ce: 1 of 1 examples pass\nleague/new.ce:7  FAILED  ")
    added = run("test", "league", *OAK)
    assert (added.exit_code, added.stdout.splitlines()[-1]) == (0, "2 passed, 0 failed")


def test_a_table_may_be_declared_by_one_of_several_rules(run) -> None:
    Path("bare.ce").write_text('require 1h ever\nexample "e" { as of 2025-01-01; 2025-01-01 1h; expect met }\n')
    assert run("test", "bare.ce", "league", *OAK).exit_code == 0
    alone = run("test", "bare.ce", *OAK)
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert alone.stderr.startswith("providers  CE408 error: the rules declare no table `providers`\n")


def test_a_suite_holds_no_rows_of_files(run) -> None:
    result = run("test", "league", *OAK, "--export", "suite.json")
    assert result.exit_code == 2
    assert "a suite holds what stands in the rules alone" in result.stderr
    assert not Path("suite.json").exists()


def test_show_shows_every_edition_the_oldest_first(run) -> None:
    result = run("show", "league")
    assert result.exit_code == 0
    heads = [line for line in result.stdout.splitlines() if line.startswith("League of Growers")]
    assert heads == ["League of Growers (league/old.ce)", "League of Growers (league/new.ce)"]


@pytest.mark.parametrize(("day", "hours"), [("2020-01-01", "2 hours"), ("2024-12-31", "2 hours"), ("2025-01-01", "3 hours")])
def test_render_makes_the_page_of_the_edition_in_force(run, day: str, hours: str) -> None:
    result = run("render", "league", *OAK, "--as-of", day, "--format", "txt")
    assert result.exit_code == 0
    assert f"You need {hours}" in " ".join(result.stdout.split())


@pytest.mark.parametrize("day", ["2019-12-31", "2026-01-01"])
def test_render_makes_no_page_where_no_edition_is_in_force(run, day: str) -> None:
    result = run("render", "league", *OAK, "--as-of", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"league  CE411 error: no edition is in force on {day}\n")


def test_a_page_with_an_example_that_only_the_table_makes_true(run) -> None:
    assert run("render", "league/new.ce").stderr.startswith("league/new.ce:7:1  CE450 error: ")
    assert run("render", "league/new.ce", *OAK).exit_code == 0


@pytest.mark.parametrize("command", ["lint", "test", "show", "render"])
def test_rows_that_cannot_be_read_stop_every_command(run, command: str) -> None:
    """As a check stops; the place is the cell that is no number."""
    Path("oak.csv").write_text("provider,size\nOak,large\n")
    Path("sized.ce").write_text(
        "table providers by provider { column size: number }\nrequire 1h within 1y { cap 1h size is 3 }\n"
    )
    result = run(command, "sized.ce", *OAK)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("oak.csv:2:5  CE316 error: ")


@pytest.mark.parametrize("command", ["lint", "test", "show", "render"])
def test_standard_input_is_read_once(run, command: str) -> None:
    result = run(command, "-", "--table", "providers=-", stdin=b"require 1h ever\n")
    assert result.exit_code == 2
    assert "only one of the files can be `-`" in result.stderr


# ------------------------------------------------------------------------------- files of other programs

ZIP = b"PK\x03\x04\x14\x00\x06\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ZIP + b"[Content_Types].xml word/document.xml", "this is a Word document"),
        (ZIP + b"[Content_Types].xml xl/workbook.xml", "this is an Excel workbook"),
        (ZIP + b"mimetypeapplication/vnd.oasis.opendocument.text", "this is an OpenDocument text"),
        (ZIP + b"rules.ce require 3h ever", "this is a packed file (zip)"),
        (b"%PDF-1.7\nrequire 3h ever", "this is a PDF"),
        (b"{\\rtf1 require 3h ever}", "this is a document with formatting (RTF)"),
        (b"BZh91AY&SY require 3h ever", "this is a packed file (bzip2)"),
        (OLE + "WordDocument".encode("utf-16-le"), "this is a Word document"),
        (OLE + "Workbook".encode("utf-16-le"), "this is an Excel workbook"),
        (OLE + b"\x00", "this is a file of another program"),
    ],
)
@pytest.mark.parametrize("command", ["lint", "test", "show", "render", "check"])
def test_a_file_of_another_program_is_no_rules(run, command: str, data: bytes, said: str) -> None:
    Path("rules.docx").write_bytes(data)
    result = run(command, "rules.docx", *(("log.csv",) if command == "check" else ()))
    assert result.exit_code == 2
    first, more = result.stderr.splitlines()
    assert first.startswith(f"rules.docx  CE412 error: {said}, and rules are plain text: ")
    assert more == "  more: cedsl explain CE412"


@pytest.mark.parametrize("command", ["lint", "test", "show", "render", "check"])
def test_a_folder_without_rules(run, command: str) -> None:
    Path("empty").mkdir()
    Path("empty/rules.txt").write_text("require 3h ever\n")
    result = run(command, "empty", *(("log.csv",) if command == "check" else ()))
    assert result.exit_code == 2
    assert result.stderr.startswith("empty  CE402 error: `empty` is a folder with no file that ends in `.ce`\n  help: ")

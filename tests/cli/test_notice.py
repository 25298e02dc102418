"""`cedsl notice`: one member to stdout or into a file, all of them into a folder that is whole or not at all."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

import pytest

from cedsl.cli import terminal
from cedsl.workspace import folders

RULES = """ruleset board "Board of Examples: renewal"
issued by "Board of Examples"
edition "2024" in force from 2020-01-01
category ETH "Ethics"
category TECH "Technique"
member resting: yes or no "Resting"
require 10h in cycle 1y from 2024-01-01 {
    min 2h category ETH
    exempt when member resting "not in practice"
}
"""
RECORDS = """member,date,hours,category,title
M-1,2025-03-01,8,TECH,Secret of one
M-1,2025-04-01,2,ETH,Duty of one
M-2,2025-03-01,10,TECH,Secret of two
M-3,2025-02-30,10,ETH,Secret of three
M/4,2025-02-28,10,TECH,Secret of four
m-1,2025-02-28,10,TECH,Secret of another one
"""
ASKED = ("rules.ce", "records.csv", "--members", "members.csv", "--as-of", "2025-12-31")
IDS = {"M-1", "M-2", "M-3", "M/4", "m-1", "M-5"}
MEMBERS = "member,resting\nM-1,no\nM-2,no\nM-3,no\nM/4,no\nm-1,no\nM-5,yes\n"


@pytest.fixture(autouse=True)
def registry(run) -> None:
    Path("rules.ce").write_text(RULES)
    Path("records.csv").write_text(RECORDS)
    Path("members.csv").write_text(MEMBERS)


def listed() -> dict[str, dict[str, str]]:
    return {each["member"]: each for each in csv.DictReader(io.StringIO(Path("out/index.csv").read_text("utf-8")))}


@pytest.mark.parametrize(("member", "code"), [("M-1", 0), ("M-2", 1), ("M-3", 3), ("M-5", 0)])
def test_the_exit_code_is_that_of_check(run, member: str, code: int) -> None:
    """M-1 has 8 + 2 = 10; M-2 lacks 2 of ethics; the day of M-3 does not exist; M-5 is exempt."""
    asked = (*ASKED, "--member", member)
    assert run("check", *asked).exit_code == code
    result = run("notice", *asked)
    assert result.exit_code == code
    assert result.stdout.startswith("<!DOCTYPE html>")


def test_one_member_into_a_file(run) -> None:
    result = run("notice", *ASKED, "--member", "M-2", "--format", "txt", "--output", "m2.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "wrote m2.txt\n")
    text = Path("m2.txt").read_text("utf-8")
    assert text == run("notice", *ASKED, "--member", "M-2", "--format", "txt").stdout
    assert "You still lack all 2 hours for Ethics." in text
    assert "- Secret of two, 1 March 2025, row 4: 10 of 10 hours counted." in " ".join(text.split())


def test_all_members_into_a_folder(run) -> None:
    result = run("notice", *ASKED, "--output", "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "wrote 6 notices and index.csv into out\n"
    found = listed()
    assert set(found) == IDS
    verdicts = {member: each["verdict"] for member, each in found.items()}
    assert verdicts == {"M-1": "met", "M-2": "short", "M-3": "depends", "M/4": "short", "m-1": "short", "M-5": "exempt"}
    assert {each.name for each in Path("out").iterdir()} == {each["file"] for each in found.values()} | {"index.csv"}
    assert found["M-2"]["file"] == "M-2.html"
    assert found["M-1"]["file"].casefold() != found["m-1"]["file"].casefold()
    assert re.fullmatch(r"M-4-[0-9a-f]{12}\.html", found["M/4"]["file"])


def test_a_notice_is_about_nobody_else(run) -> None:
    run("notice", *ASKED, "--format", "txt", "--output", "out")
    names = {"M-1": "of one", "M-2": "of two", "M-3": "of three", "M/4": "of four", "m-1": "of another one"}
    for member, each in listed().items():
        text = " ".join((Path("out") / each["file"]).read_text("utf-8").split())
        for other, title in names.items():
            assert (f"Secret {title}," in text) is (other == member), (member, other)
        assert not [other for other in IDS - {member} if re.search(rf"(?<!\w){re.escape(other)}(?!\w)", text)]


def test_the_folder_and_the_single_notice_are_the_same(run) -> None:
    run("notice", *ASKED, "--output", "out")
    assert Path("out/M-2.html").read_text("utf-8") == run("notice", *ASKED, "--member", "M-2").stdout


def test_a_former_folder_is_replaced_whole(run) -> None:
    run("notice", *ASKED, "--output", "out")
    Path("records.csv").write_text("\n".join(RECORDS.splitlines()[:4]) + "\n")
    Path("members.csv").write_text("\n".join(MEMBERS.splitlines()[:3]) + "\n")
    result = run("notice", *ASKED, "--output", "out")
    assert result.stderr == "wrote 2 notices and index.csv into out\n"
    assert {each.name for each in Path("out").iterdir()} == {"M-1.html", "M-2.html", "index.csv"}
    assert [each for each in Path.cwd().iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["mine.txt", "index.html"])
def test_a_folder_with_other_files_is_left_as_it_is(run, name: str) -> None:
    run("notice", *ASKED, "--output", "out")
    Path("out", name).write_text("mine")
    before = sorted(each.name for each in Path("out").iterdir())
    result = run("notice", *ASKED, "--output", "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"cedsl: `out` holds what is no notice: `{name}`\n" in result.stderr
    assert sorted(each.name for each in Path("out").iterdir()) == before


def test_a_folder_of_somebody_is_no_folder_of_notices(run) -> None:
    result = run("notice", *ASKED, "--output", ".")
    assert result.exit_code == 2
    assert Path("records.csv").exists()


def test_an_empty_folder_is_filled(run) -> None:
    Path("out").mkdir()
    assert run("notice", *ASKED, "--output", "out/").exit_code == 1
    assert Path("out/index.csv").exists()


def test_what_fails_on_the_way_leaves_the_former_folder(run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("notice", *ASKED, "--output", "out")
    before = {each.name: each.read_bytes() for each in Path("out").iterdir()}
    written = []

    def full(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(path)

    monkeypatch.setattr(folders.Path, "write_bytes", full)
    result = run("notice", *ASKED, "--output", "out")
    assert (result.exit_code, result.stderr) == (2, "cedsl: cannot write the folder `out`: no space left on device\n")
    assert {each.name: each.read_bytes() for each in Path("out").iterdir()} == before
    assert [each for each in Path.cwd().iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "the notices of several members go into a folder: --output DIR"),
        (("--output", "-"), "`-` is no folder; --output needs one"),
        (("--member", "M-1", "--paper", "letter"), "--paper is for --format pdf, not html"),
        (("--member", "M-1", "--output", "records.csv"), "is read here"),
        (("--member", "M-1", "--lang", "tlh"), "there is no language `tlh` here"),
        (("--format", "pdf", "--templates", ".", "--output", "x"), "--templates is for --format html or txt, not pdf"),
        (("--output", "records.csv"), "cannot write the folder `records.csv`: that is a file"),
        (("--output", "no/such"), "there is no folder `no`"),
        (("--member", "M-9"), "there is no member `M-9`"),
        (("--member", "M-1", "--templates", "none"), "there is no folder `none`"),
    ],
)
def test_what_cannot_be_asked(run, more: tuple[str, ...], said: str) -> None:
    before = sorted(Path.cwd().iterdir())
    result = run("notice", *ASKED, *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())
    assert sorted(Path.cwd().iterdir()) == before


def test_several_rulesets_make_several_notices(run) -> None:
    Path("other.ce").write_text('ruleset other "Another"\nrequire 5h in cycle 1y from 2024-01-01\n')
    result = run("notice", *ASKED, "--also", "other.ce", "--member", "M-2", "--format", "txt", "--output", "out")
    assert (result.exit_code, result.stderr) == (1, "wrote 2 notices and index.csv into out\n")
    assert {each.name for each in Path("out").iterdir()} == {"M-2.board.txt", "M-2.other.txt", "index.csv"}


def test_templates_of_ones_own(run) -> None:
    Path("mine/txt").mkdir(parents=True)
    Path("mine/txt/document.txt.jinja").write_text("{{ document.title }} / {{ document.facts[0] }}\n")
    result = run("notice", *ASKED, "--member", "M-2", "--format", "txt", "--templates", "mine")
    assert result.stdout == "Your continuing education: Board of Examples: renewal / Member M-2\n"
    Path("mine/txt/document.txt.jinja").write_text("{{ document.nothing }}\n")
    result = run("notice", *ASKED, "--format", "txt", "--templates", "mine", "--output", "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "txt/document.txt.jinja, line 1" in result.stderr
    assert not Path("out").exists()


def test_a_waiver_and_earlier_periods_are_told(run) -> None:
    Path("decided.csv").write_text("member,type,rule,reason\nM-2,waiver,ETH,illness\n")
    result = run(
        "notice", *ASKED, "--adjustments", "decided.csv", "--member", "M-2", "--format", "txt", "--period", "2025"
    )
    assert result.exit_code == 0
    assert "You meet every requirement with the help of a waiver." in result.stdout
    assert "- The waiver of Ethics (illness) is taken into account." in result.stdout


def test_a_pdf(run) -> None:
    pytest.importorskip("typst")
    result = run("notice", *ASKED, "--member", "M-2", "--format", "pdf", "--output", "m2.pdf")
    assert (result.exit_code, result.stderr) == (1, "wrote m2.pdf\n")
    data = Path("m2.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    run("notice", *ASKED, "--member", "M-2", "--format", "pdf", "--output", "again.pdf")
    assert Path("again.pdf").read_bytes() == data
    assert run("notice", *ASKED, "--member", "M-2", "--format", "pdf").stdout_bytes == data
    paper = run("notice", *ASKED, "--member", "M-2", "--format", "pdf", "--paper", "letter")
    assert paper.stdout_bytes not in (b"", data)


def test_a_pdf_without_its_package(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    result = run("notice", *ASKED, "--member", "M-2", "--format", "pdf", "--output", "m2.pdf")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'pip install "cedsl[pdf]"' in result.stderr
    assert not Path("m2.pdf").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_and_none_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERM", raising=False)
    for stream, drawn in ((io.StringIO(), False), (Terminal(), True)):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(terminal.progress(iter("abc"), 3, "Writing notices")) == ["a", "b", "c"]
        assert ("Writing notices" in stream.getvalue()) is drawn

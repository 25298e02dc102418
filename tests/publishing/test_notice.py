"""The notice to a member: what it says, that its sums add up, and that it is about nobody else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from cedsl import resources
from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset, Word
from cedsl.publishing.document import Bars, Bullets, Document, Paragraph, Table
from cedsl.publishing.languages import tongue_of
from cedsl.publishing.notice import notice
from cedsl.publishing.notice_files import INDEX, Listed, file_names, files_of, listing
from cedsl.publishing.render import laid_out
from cedsl.publishing.report import Checked, ledger
from cedsl.publishing.tongue import speaking
from cedsl.publishing.translated import translated
from cedsl.ruletest import run_examples
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.verdict import Kind, MemberResult
from cedsl.workspace import Asked, Files, Loaded, Rulebook, check_all, gather, load_rulebook, load_rules
from tests.publishing import results
from tests.publishing.documents import blocks

ROOT = Path(__file__).parents[2]
DAY = date(2025, 6, 30)
NOTHING = b""


@cache
def checked(name: str, as_of: date, adjustments: str | None = None) -> tuple[Checked, ...]:
    """The bundled ruleset with the records and members beside it."""
    book = load_rulebook(name, lambda _most: NOTHING)
    assert isinstance(book, Rulebook)
    records = ROOT / "rulesets" / f"{name}.records.csv"
    members = ROOT / "rulesets" / f"{name}.members.csv"
    files = Files((str(records),), str(members), adjustments, (), ())
    found = gather([book], files, lambda _most: NOTHING, as_of)
    assert isinstance(found, tuple)
    reports = check_all(found, Asked(as_of))
    assert isinstance(reports, tuple)
    return reports


def of_clm(member: str, adjustments: str | None = None) -> tuple[Ruleset, MemberResult]:
    (report,) = checked("ala/clm", DAY, adjustments)
    return report.ruleset, next(each for each in report.members if each.member == member)


def of_example(name: str, title: str) -> tuple[Ruleset, MemberResult, date]:
    loaded = load_rules(name, lambda _most: NOTHING)
    assert isinstance(loaded, Loaded)
    assert loaded.ruleset is not None
    ran = next(each for each in run_examples(loaded.ruleset) if each.example.title == title)
    assert ran.example.as_of is not None
    return loaded.ruleset, ran.result, ran.example.as_of


def waived(folder: Path) -> Document:
    """M-102 has 29 hours, none of substance abuse: without that hour, and of 29 in total, nothing is missing."""
    decided = folder / "decided.csv"
    decided.write_text("member,type,rule,amount,reason\nM-102,waiver,SUB,,illness\nM-102,waiver,total,29,illness\n")
    ruleset, member = of_clm("M-102", str(decided))
    assert member.verdict is Word.WAIVED
    return notice(ruleset, member, DAY)


def document(state: str, folder: Path) -> Document:
    match state:
        case "met":
            return notice(*of_clm("M-132"), DAY)
        case "short":
            return notice(*of_clm("M-105"), DAY)
        case "depends":
            return notice(*of_clm("M-113"), DAY)
        case "waived":
            return waived(folder)
        case "exempt":
            return notice(*of_example("cpa-ontario/cpa", "admitted on 1 October: the year is free"))
        case "failed":
            return notice(*of_example("cpa-ontario/cpa", "declared on 2 June, without the late fee"))
        case other:
            raise AssertionError(other)


STATES = ("met", "short", "depends", "waived", "exempt", "failed")


def without_style(html: str) -> str:
    return re.sub(r"<style>.*?</style>\n?", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("state", STATES)
def test_golden_text(state: str, tmp_path: Path, golden) -> None:
    golden(laid_out(document(state, tmp_path), "txt"), f"notice-{state}.txt")


@pytest.mark.parametrize("state", ["short", "depends", "failed"])
def test_golden_html(state: str, tmp_path: Path, golden) -> None:
    golden(without_style(laid_out(document(state, tmp_path), "html")), f"notice-{state}.html")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("met", "You meet every requirement, with 1 hour to spare."),  # 37 earned and counted, 36 needed
        ("short", "You still lack 3 of 36 hours in total."),  # 21 live and 12 of 15 passive: 33; 36 - 33 = 3
        ("depends", "It cannot be decided yet whether you meet the requirements."),
        ("waived", "You meet every requirement with the help of a waiver."),
        ("exempt", "You are exempt: nothing is asked of you."),
        ("failed", "You have not kept a rule: Declare by 1 June of the next year, or pay the late fee."),
    ],
)
def test_the_verdict_is_a_sentence_to_you(state: str, said: str, tmp_path: Path) -> None:
    lead = blocks(document(state, tmp_path), "verdict", Paragraph)[0]
    assert (lead.text, lead.tone) == (said, "lead")


def test_bars_say_their_state_in_words() -> None:
    """M-105: 33 of 36 is 916.67 of 1000, rounded down."""
    (bars,) = blocks(notice(*of_clm("M-105"), DAY), "counted", Bars)
    total, communication, *_ = bars.bars
    assert (total.words, total.filled, total.state) == (
        "33 of 36 hours, 3 missing (you earned 36 hours)",
        "916",
        "short",
    )
    assert (communication.words, communication.filled, communication.state) == (
        "3 of 3 hours, met (you earned 4 hours)",
        "1000",
        "met",
    )


def test_a_bar_is_open_while_nothing_is_decided() -> None:
    (bars,) = blocks(notice(*of_clm("M-113"), DAY), "counted", Bars)
    assert {each.state for each in bars.bars} == {"open", "met"}


def test_the_file_is_called_by_its_name_only_where_there_are_several() -> None:
    ruleset, member = of_clm("M-113")
    text = laid_out(notice(ruleset, member, DAY), "txt")
    assert "Row 673: " in text
    assert "records.csv" not in text
    assert str(ROOT) not in text
    (block,) = member.blocks
    other = replace(block.records[0], file="/home/office/2019.csv")
    several = replace(member, blocks=(replace(block, records=(other, *block.records[1:])),))
    text = laid_out(notice(ruleset, several, DAY), "txt")
    assert f"row {other.row} of 2019.csv" in " ".join(text.split())
    assert "/home" not in text


def test_rows_that_can_never_count_are_told() -> None:
    (report,) = checked("ala/clm", DAY)
    refused = [each for records in report.records for each in records.outcomes if each.row == 411]
    member = next(each for each in report.members if each.member == refused[0].member)
    found = blocks(notice(report.ruleset, member, DAY, refused), "activities", Bullets)
    assert [each.text for bullets in found for each in bullets.items] == ["Row 411: the same as row 410."]


# ------------------------------------------------------------------------------------------------- sums

SUMMED = (
    ("ala/clm", date(2025, 6, 30)),
    ("cpa-ontario/cpa", date(2024, 12, 31)),
    ("isc2/cissp", date(2024, 12, 31)),
    ("texas/attorney", date(2024, 12, 31)),
    ("florida/attorney", date(2024, 12, 31)),
    ("nfpa/rp", date(2024, 12, 31)),
)
AMOUNTS = re.compile(r"(?:([0-9./]+) of )?([0-9./]+) ")


def amounts(cell: str) -> tuple[Fraction, Fraction]:
    """Counted and earned: `2 of 3 hours`; `0 hours` is neither."""
    match = AMOUNTS.match(cell)
    assert match is not None, cell
    return Fraction(match[1] or "0"), Fraction(match[2])


@pytest.mark.parametrize(("name", "as_of"), SUMMED, ids=[name for name, _ in SUMMED])
def test_earned_less_lost_is_counted_and_adds_up(name: str, as_of: date) -> None:
    """Of every row, and of every table: what counts is the total's counted figure and what is beyond it."""
    seen = 0
    for report in checked(name, as_of):
        for member in report.members:
            tables = blocks(notice(report.ruleset, member, as_of), "activities", Table) if member.blocks else []
            with_rows = [block for block in member.blocks if block.records or block.carried]
            for block, table in zip(with_rows, tables, strict=True):
                total = next((line for line in block.statements if line.kind is Kind.TOTAL and line.required), None)
                if total is None or total.counted is None:
                    continue
                lines = (*block.carried, *ledger(block))
                figured = [amounts(row.cells[1].text) for row in table.rows[: len(lines)]]
                for (got, earned), line in zip(figured, lines, strict=True):
                    lost = sum((each.amount for each in line.losses if each.amount and each.amount > 0), Fraction(0))
                    unasked = 0 if line.losses else earned - got
                    assert earned - lost - unasked == got, (member.member, line)
                    assert not unasked or any(each.startswith("counted by") for each in line.notes)
                    seen += 1
                counted = sum((got for got, _ in figured), Fraction(0))
                assert counted == total.counted + block.surplus, member.member
                if len(lines) > 1:
                    assert Fraction(table.rows[-1].cells[1].text.split(" ")[0]) == counted
    assert seen > 10


def test_every_row_of_the_member_is_in_the_ledger() -> None:
    ruleset, member = of_clm("M-102")
    (table,) = blocks(notice(ruleset, member, DAY), "activities", Table)
    rows = {row.cells[0].remarks[0].rpartition(", ")[2] for row in table.rows[:-1]}
    lines = (ROOT / "rulesets/ala/clm.records.csv").read_text("utf-8").splitlines()
    assert rows == {f"row {number}" for number, line in enumerate(lines, 1) if line.startswith("M-102,")}


# ---------------------------------------------------------------------------------- every example, and hostile text


@pytest.mark.parametrize("name", resources.bundled_names())
def test_every_example_makes_a_notice(name: str) -> None:
    loaded = load_rules(name, lambda _most: NOTHING)
    assert isinstance(loaded, Loaded)
    assert loaded.ruleset is not None
    for ran in run_examples(loaded.ruleset):
        if ran.example.as_of is None:
            continue
        made = notice(loaded.ruleset, ran.result, ran.example.as_of)
        text = laid_out(made, "txt")
        assert "None" not in text
        assert not re.search(r"[^.]\.\.(?!\.)| \.|“”|\(\)", text), text
        assert made.section("verdict") is not None
        assert len({section.name for section in made.sections}) == len(made.sections)


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "\x1b[31m\u202eevil", "../../etc/passwd", "=1+1"]
)
def test_ids_and_titles_are_text(attack: str) -> None:
    member = results.short_member()
    (block,) = member.blocks
    records = tuple(replace(each, label=attack, notes=(attack,), file=attack) for each in block.records)
    hostile = replace(member, member=attack, blocks=(replace(block, records=records),))
    for form in ("html", "txt"):
        text = laid_out(notice(results.rules(), hostile, DAY), form)
        assert "<script>alert" not in text.lower() if form == "html" else True
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert " 49" not in text


@pytest.mark.parametrize("member", results.members(), ids=lambda each: each.verdict.value)
def test_members_made_by_hand(member: MemberResult) -> None:
    assert laid_out(notice(results.rules(), member, DAY), "html").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("code", ["es", "fr"])
def test_other_languages_say_the_numbers(code: str) -> None:
    tongue = tongue_of(code)
    ruleset, member = of_clm("M-105")
    with speaking(tongue):
        made = notice(translated(ruleset, tongue).ruleset, member, DAY)
        assert made.language == code
        assert "33" in laid_out(made, "html")


# ------------------------------------------------------------------------------------------- names of files

IDS = (
    "M-101", "m-101", "M/101", "M:101", "M 101", "..", ".", "", "-", "../../etc/passwd", "C:\\evil", "con", "CON.txt",
    "nul", "index", "INDEX", "lpt1", "a" * 300, "a" * 301, "法律", "法律士", "e\u0301", "é", "=1+1", "x.", "x ", "x",
    "\x00", "\x1b[2J", "M-101.html", "\ud800",
)  # fmt: skip


def test_names_are_safe_and_no_two_alike() -> None:
    names = file_names([(each,) for each in IDS])
    assert len({each.casefold() for each in names}) == len(IDS)
    for each in names:
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", each), each
        assert not each.endswith(".")
        assert each.partition(".")[0].casefold() not in {"con", "nul", "index", "lpt1"}
    assert names[IDS.index("x")] == "x"


def test_a_name_hangs_on_no_other_member() -> None:
    assert file_names([("M/1",), ("M-2",)])[0] == file_names([("M/1",)])[0]
    assert file_names([("M-1",)]) == ("M-1",)


def test_a_member_who_is_called_like_the_file_of_another() -> None:
    (taken,) = file_names([("M/1",)])
    names = file_names([("M/1",), (taken,), (taken.upper(),)])
    assert len({each.casefold() for each in names}) == 3


def test_the_list_reads_back() -> None:
    text = listing([Listed("=1+1", "clm", "2024", "met", "x-1.html"), Listed('a,"b"', "clm", "", "short", "b.html")])
    assert text.splitlines()[1] == "'=1+1,clm,2024,met,x-1.html"
    assert files_of(text) == {"x-1.html", "b.html"}
    assert files_of("member,date\nM-1,2024-01-01\n") is None
    assert files_of("") is None
    assert INDEX == "index.csv"


def test_why_somebody_is_exempt_is_said_in_the_language() -> None:
    source = Source(
        "board.ce",
        'member judge: yes or no "Judge"\nrequire 5h in cycle 1y from 2024-01-01 { exempt when member judge "a judge" }\n'
        'in Spanish {\n    "a judge" is "es juez"\n}\n',
    )
    ruleset = resolve(parse(source).file, source).ruleset
    assert ruleset is not None
    exempt = results.block(Word.EXEMPT, because="a judge")
    member = MemberResult("M-1", Word.EXEMPT, (exempt,), Fraction(0))
    tongue = tongue_of("es")
    with speaking(tongue):
        made = notice(translated(ruleset, tongue).ruleset, member, DAY)
    assert [each.text for each in blocks(made, "verdict", Paragraph)][1] == "Es juez."

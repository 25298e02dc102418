"""`check` and `why` on a small registry: what is printed, which exit code, every row conserved."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from random import Random

import jsonschema
import pytest

RULES = """ruleset board "Board of Examples: renewal"
    edition "2024" in force from 2024-01-01

category HR "Human resources"
category SUB "Substance abuse"
category FIN "Financial management"
mode live
mode passive "Recorded"
member sworn: yes or no "Has sworn the oath"

require 36h within 3y {
    min 3h category HR
    min 1h category SUB
    cap 12h mode passive
}
exempt when member sworn is no "not a member yet"
"""
HEADER = "member,date,hours,category,mode,title\n"
ROWS = (
    "M-01,2024-02-29,10,HR,live,Hiring well\n",
    "M-01,2024-03-01,10,FIN,live,Budgets\n",
    "M-01,2024-03-02,10,FIN,live,Budgets again\n",
    "M-01,2024-03-03,6,SUB,live,Under pressure\n",
    "M-02,2024-03-01,15,FIN,passive,Webcasts\n",
    "M-02,2024-03-04,18,FIN,live,Ledgers\n",
    'M-02,2024-03-05,3,"HR, SUB",live,Help at work\n',
    "M-10,2024-03-01,12,FIN,live,Budgets\n",
    "M-04,2024-03-01,20,FIN,live,Budgets\n",
    "M-04,2024-03-02,12,HR,live,Hiring well\n",
    "M-04,2024-03-03,4,SUBB,live,A misspelt category\n",
    "M-05,2021-03-01,20,HR,live,Long ago\n",
    ",2024-03-01,3,HR,live,Nobody\n",
    ",,,,,\n",
)
MEMBERS = "member,sworn\nM-01,yes\nM-02,yes\nM-03,no\nM-04,yes\nM-05,yes\nM-06,yes\nM-10,yes\n"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/check-1.json").read_text("utf-8"))
TABLES = ("rules.ce", "records.csv", "--members", "members.csv", "--as-of", "2025-06-30")


@pytest.fixture(autouse=True)
def registry(run) -> None:
    Path("rules.ce").write_text(RULES)
    Path("records.csv").write_text(HEADER + "".join(ROWS))
    Path("members.csv").write_text(MEMBERS)


def document(run, *more: str) -> dict:
    result = run("check", *TABLES, "--format", "json", *more)
    found = json.loads(result.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def test_text(run, golden) -> None:
    result = run("check", *TABLES)
    golden(result.stdout, "check.txt")
    assert (result.exit_code, result.stderr) == (1, "")


@pytest.mark.parametrize("member", ["M-01", "M-02", "M-03", "M-04", "M-05", "M-06"])
def test_why(run, golden, member: str) -> None:
    result = run("why", *TABLES, "--member", member)
    golden(result.stdout, f"why-{member}.txt")
    assert result.exit_code == run("check", *TABLES, "--member", member).exit_code


def test_json(run, golden) -> None:
    result = run("check", *TABLES, "--format", "json")
    golden(result.stdout, "check.json")
    assert [(each["member"], each["verdict"]) for each in document(run)["members"]] == [
        ("M-01", "met"),
        ("M-02", "short"),
        ("M-03", "exempt"),
        ("M-04", "depends"),
        ("M-05", "short"),
        ("M-06", "short"),
        ("M-10", "short"),
    ]


def test_statements_stand_as_written_with_the_require_first(run) -> None:
    for member in document(run)["members"]:
        if member["verdict"] != "exempt":
            lines = [(each["id"], each["line"]) for each in member["statements"]]
            assert lines == [("total", 11), ("min-HR", 12), ("min-SUB", 13), ("cap-passive", 14)]


def test_every_row_is_conserved(run) -> None:
    found = document(run)
    assert sum(found["rows"].values()) == 1 + len(ROWS)
    assert sum(found["facts"]["rows"].values()) == 1 + 7
    in_ledgers = [each["row"] for member in found["members"] for each in member["records"]]
    remarked = [each["row"] for each in found["remarks"] if each["outcome"] != "noted"]
    assert sorted({*in_ledgers, *remarked}) == list(range(1, 2 + len(ROWS)))


def test_every_shortfall_stands_in_a_proof_that_adds_up(run) -> None:
    from fractions import Fraction as F

    for member in document(run)["members"]:
        short = {each["id"]: F(each["short"]) for each in member["statements"] if each["short"] not in {None, "0"}}
        proven = {part["id"] for reason in member["proof"] for part in reason["statements"]}
        assert set(short) <= proven or member["verdict"] == "depends"
        for reason in member["proof"]:
            bound = sum(each["weight"] * F(each["limit"]) for each in (*reason["caps"], *reason["portions"]))
            bound += sum(each["most"] * F(each["credited"]) for each in reason["records"])
            assert bound == F(reason["bound"])
            lacking = sum(each["weight"] * short.get(each["id"], F(0)) for each in reason["statements"])
            assert lacking == F(reason["asked"]) - bound


def test_the_order_of_rows_is_seen_nowhere(run, seed: int) -> None:
    """Row numbers apart, which say where a row stands."""
    expected = {form: shuffled(run, form, ROWS) for form in ("json", "csv", "junit", "text")}
    for _ in range(3):
        rows = Random(seed).sample(ROWS, len(ROWS))
        assert {form: shuffled(run, form, rows) for form in expected} == expected


def shuffled(run, form: str, rows) -> object:
    Path("records.csv").write_text(HEADER + "".join(rows))
    text = run("check", *TABLES, "--format", form).stdout
    if form == "text":
        return [line for line in text.splitlines() if " row " not in line]
    return without_rows(json.loads(text)) if form == "json" else text


def without_rows(value: object) -> object:
    match value:
        case dict():
            left = {key: without_rows(part) for key, part in value.items() if key not in {"row", "remarks"}}
            return left | ({"question": None} if "question" in left else {})
        case list():
            return [without_rows(part) for part in value]
        case _:
            return value


def test_a_member_without_records_is_short_and_no_cap_is_compliance(run) -> None:
    (member,) = document(run, "--member", "M-06")["members"]
    assert member["records"] == []
    assert [(each["id"], each["verdict"]) for each in member["statements"]] == [
        ("total", "short"),
        ("min-HR", "short"),
        ("min-SUB", "short"),
        ("cap-passive", None),
    ]


@pytest.mark.parametrize(
    ("member", "code"), [("M-01", 0), ("M-02", 1), ("M-03", 0), ("M-04", 3), ("M-05", 1), ("M-06", 1)]
)
@pytest.mark.parametrize("form", ["text", "json", "ndjson", "csv", "junit"])
def test_exit_codes(run, member: str, code: int, form: str) -> None:
    assert run("check", *TABLES, "--member", member, "--format", form).exit_code == code


def test_what_is_not_met_goes_before_what_depends(run) -> None:
    assert run("check", *TABLES).exit_code == 1
    Path("records.csv").write_text(HEADER + "".join(row for row in ROWS if row.startswith(("M-01", "M-04"))))
    Path("members.csv").write_text("member,sworn\nM-01,yes\n")
    assert run("check", *TABLES).exit_code == 3


def test_csv(run, golden) -> None:
    result = run("check", *TABLES, "--format", "csv")
    golden(result.stdout_bytes.decode(), "check.csv")
    header, *rows = csv.reader(io.StringIO(result.stdout_bytes.decode(), newline=""))
    assert all(len(row) == len(header) for row in rows)


def test_junit(run, golden) -> None:
    golden(run("check", *TABLES, "--format", "junit").stdout, "check-junit.xml")


def test_the_day_is_today_unless_given(run) -> None:
    from cedsl.cli.options import today

    line = run("check", "rules.ce", "records.csv").stdout.splitlines()[0]
    assert line.endswith(f", as of {today()}")


@pytest.mark.parametrize("command", ["check", "why"])
def test_an_unknown_member_gets_a_guess(run, command: str) -> None:
    result = run(command, *TABLES, "--member", "M-0\x1b2")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        r"cedsl: there is no member `M-0\x1b2` among 7 in records.csv and members.csv",
        "  help: did you mean `M-02`?",
    ]


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (("check", "rules.ce", "recrods.csv"), "recrods.csv  CE401 error: "),
        (("check", "rules.ce", "."), ".  CE402 error: "),
        (("check", "rules.ce", "records.csv", "--members", "no.csv"), "no.csv  CE401 error: "),
        (("why", "rules.ce", "records.csv", "--members", ".", "--member", "M-01"), ".  CE402 error: "),
        (("check", "records.csv", "records.csv"), "records.csv:1:"),
    ],
)
def test_what_cannot_be_read(run, arguments: tuple[str, ...], start: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(start)


def test_rules_and_records_exchanged(run) -> None:
    result = run("check", "records.csv", "rules.ce")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "cedsl: `records.csv` holds no rules; the rules come first, then the records",
        "  help: cedsl check rules.ce records.csv ...",
    ]


def test_records_come_from_standard_input(run) -> None:
    data = Path("records.csv").read_bytes()
    piped = run("check", "rules.ce", "-", "--as-of", "2025-06-30", stdin=data)
    named = run("check", "rules.ce", "records.csv", "--as-of", "2025-06-30")
    assert piped.stdout.replace("<stdin>", "records.csv").replace(" - ", " records.csv ") == named.stdout


def test_the_next_command_can_be_pasted(run) -> None:
    Path("my records.csv").write_bytes(Path("records.csv").read_bytes())
    text = run("check", "rules.ce", "my records.csv", *TABLES[2:]).stdout
    (line,) = [line for line in text.splitlines() if line.startswith("Next")]
    command = line.removeprefix("Next").strip().replace("cedsl", f"{sys.executable} -m cedsl", 1)
    result = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert result.returncode == 1
    assert result.stdout.startswith(b"M-10 ")


@pytest.mark.parametrize("form", ["text", "csv", "json", "junit", "ndjson"])
def test_output_is_the_same_in_a_file(run, form: str) -> None:
    printed = run("check", *TABLES, "--format", form)
    written = run("check", *TABLES, "--format", form, "--output", "result")
    assert written.stdout == ""
    assert Path("result").read_bytes() == printed.stdout_bytes
    assert written.exit_code == printed.exit_code == 1


def test_names_from_outside_give_no_orders(run) -> None:
    Path("records.csv").write_text(
        HEADER + 'M\x1b[2J,2024-03-01,3,HR,live,"\x1b]0;x\x07"\n=1+1,2024-03-01,3,HR,live,t\n'
    )
    assert "\x1b" not in run("check", "rules.ce", "records.csv", "--as-of", "2025-06-30").stdout
    table = run("check", "rules.ce", "records.csv", "--as-of", "2025-06-30", "--format", "csv").stdout
    assert ",'=1+1," in table
    assert ",=1+1," not in table


HEAVY = ("jinja2", "rich", "numpy", "duckdb", "jsonschema", "hypothesis")


def test_a_small_check_imports_nothing_heavy() -> None:
    program = (
        "import sys; from cedsl.cli import cedsl\n"
        "cedsl.main(['check', 'rules.ce', 'records.csv', '--as-of', '2025-06-30'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == "[]\n"

"""Whole registries from the command line: which engine, what is written where, and that nothing half is left."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from cedsl.workspace import patterns, verdicts

RULES = """\
ruleset guild "Guild of Gardeners"
category HR "Horticulture"
require 12h in cycle calendar year { min 2h category HR }
"""
RECORDS = """\
member,date,hours,category
G-1,2025-03-01,10,
G-1,2025-04-01,2,HR
G-2,2025-03-01,11.5,HR
=G-3,2025-03-01,1.25,
"""
"""G-1 has 10 + 2 = 12; G-2 lacks 0.5 of the total; G-3 has 1.25 of 12 and none of HR, and lacks 10.75."""

CHECK = ("check", "guild.ce", "records.csv", "--as-of", "2025-12-31")
ENGINES = ("exact", "columns")


@pytest.fixture(autouse=True)
def files(run) -> None:
    Path("guild.ce").write_text(RULES)
    Path("records.csv").write_text(RECORDS)


def left() -> set[str]:
    """What lies in the folder beside what was there before."""
    return {each.name for each in Path().iterdir()} - {"guild.ce", "records.csv"}


VERDICTS = [("=G-3", "short", "10.75"), ("G-1", "met", "0"), ("G-2", "short", "0.5")]
LINES = {
    ("=G-3", "total", "12", "1.25", "10.75"), ("=G-3", "min-HR", "2", "0", "2"),
    ("G-1", "total", "12", "12", "0"), ("G-1", "min-HR", "2", "2", "0"),
    ("G-2", "total", "12", "11.5", "0.5"), ("G-2", "min-HR", "2", "2", "0"),
}  # fmt: skip
FIGURES = ("member", "statement", "required", "counted", "short")


def plain(amount: object) -> str:
    text = str(amount)
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_in_parquet(run, engine: str) -> None:
    result = run(*CHECK, "--engine", engine, "--output", "v.parquet")
    assert (result.exit_code, left()) == (1, {"v.parquet", "v.statements.parquet"})
    members, lines = pq.read_table("v.parquet"), pq.read_table("v.statements.parquet")
    assert sorted((row["member"], row["verdict"], plain(row["still"])) for row in members.to_pylist()) == VERDICTS
    assert {tuple(plain(row[name]) for name in FIGURES) for row in lines.to_pylist()} == LINES
    assert members.schema.metadata[b"cedsl as of"] == b"2025-12-31"


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_in_a_duckdb_file(run, engine: str) -> None:
    result = run(*CHECK, "--engine", engine, "--output", "v.duckdb")
    assert (result.exit_code, left()) == (1, {"v.duckdb"})
    with duckdb.connect("v.duckdb", read_only=True) as file:
        members = file.execute("SELECT member, verdict, still FROM members ORDER BY ALL").fetchall()
        lines = file.execute(f"SELECT {', '.join(FIGURES)} FROM statements").fetchall()
    assert [(name, verdict, plain(still)) for name, verdict, still in members] == VERDICTS
    assert {tuple(map(plain, row)) for row in lines} == LINES


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_in_csv(run, engine: str) -> None:
    """A name that a spreadsheet would run has an apostrophe, once in one table and twice in the other."""
    result = run(*CHECK, "--engine", engine, "--output", "v.csv")
    assert (result.exit_code, left()) == (1, {"v.csv", "v.statements.csv"})
    assert "an apostrophe was put before 3 cells that begin as formulas do" in result.stderr
    with Path("v.csv").open(newline="") as file:
        members = [(row["member"].lstrip("'"), row["verdict"], row["still"]) for row in csv.DictReader(file)]
    with Path("v.statements.csv").open(newline="") as file:
        lines = {(row["member"].lstrip("'"), *(row[name] for name in FIGURES[1:])) for row in csv.DictReader(file)}
    assert (sorted(members), lines) == (VERDICTS, LINES)


def test_both_engines_give_the_same_tables(run) -> None:
    """Every cell; in which order members stand is not said."""
    for engine in ENGINES:
        run(*CHECK, "--engine", engine, "--output", f"{engine}.csv")
    exact, columns = (sorted(Path(f"{engine}.statements.csv").read_text().splitlines()) for engine in ENGINES)
    assert exact == columns


def test_the_summary_on_the_terminal(run, golden) -> None:
    result = run(*CHECK, "--engine", "columns", "--output", "v.parquet", "--report", "r.html")
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout, "registry.txt")


def test_without_tables_the_text_goes_into_the_file(run) -> None:
    whole = run(*CHECK, "--engine", "columns").stdout
    result = run(*CHECK, "--engine", "columns", "--output", "summary.txt")
    assert (result.stdout, Path("summary.txt").read_text()) == ("", whole)
    assert "wrote summary.txt" in result.stderr


def test_a_form_that_is_asked_for_is_what_is_written(run) -> None:
    report = run(*CHECK, "--format", "csv").stdout_bytes
    run(*CHECK, "--format", "csv", "--output", "v.csv")
    assert left() == {"v.csv"}
    assert Path("v.csv").read_bytes() == report


def test_the_report_with_the_exact_engine(run) -> None:
    result = run(*CHECK, "--report", "sub/../r.html", "--output", "v.csv")
    assert result.exit_code == 2
    Path("sub").mkdir()
    result = run(*CHECK, "--report", "sub/r.html", "--output", "v.csv")
    assert result.exit_code == 1
    page = Path("sub/r.html").read_text()
    assert 'href="../v.statements.csv"' in page
    assert "1 of 3 members meet the rules or owe nothing: 33.3%." in page


def test_the_report_in_another_language(run) -> None:
    assert run(*CHECK, "--report", "r.html", "--lang", "fr").exit_code == 1
    page = Path("r.html").read_text()
    assert '<html lang="fr">' in page
    assert "1 sur 3 membres sont en règle ou ne doivent rien" in page


# ----------------------------------------------------------------------------------------------- which engine


def test_large_records_are_decided_in_columns(run, monkeypatch) -> None:
    assert "Decided" not in run(*CHECK).stdout
    monkeypatch.setattr(patterns, "MOST_AT_ONCE", 60)
    assert "Decided 3 members in columns, 0 one by one" in run(*CHECK).stdout
    assert "Decided" not in run(*CHECK, "--engine", "exact").stdout
    for more in (("--member", "G-1"), ("--history",), ("--also", "guild.ce"), ("--format", "json")):
        assert "Decided" not in run(*CHECK, *more).stdout


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (("--member", "G-1"), "--member"),
        (("--history",), "--history"),
        (("--also", "other.ce"), "--also"),
        (("--format", "json"), "--format json"),
        (("--annotate", "a.csv"), "--annotate"),
        (("--table", "x=records.csv"), "--table"),
    ],
)
def test_what_columns_do_not_have(run, more: tuple[str, ...], what: str) -> None:
    result = run(*CHECK, "--engine", "columns", *more)
    assert (result.exit_code, left()) == (2, set())
    assert f"--engine columns cannot be used with {what}; leave one of them out" in result.stderr


def test_patterns_in_quotes(run) -> None:
    for number in (1, 2, 10):
        Path(f"part-{number}.csv").write_text(f"member,date,hours\nP-{number},2025-03-01,12\n")
    result = run("check", "guild.ce", "part-*.csv", "--as-of", "2025-12-31", "--engine", "columns")
    assert "Read    6 rows from 3 files: 3 used, 3 skipped" in result.stdout
    assert "Next    cedsl check guild.ce 'part-*.csv' --as-of 2025-12-31 --member P-1" in result.stdout
    exact = run("check", "guild.ce", "part-*.csv", "--as-of", "2025-12-31")
    assert exact.stdout.index("part-2.csv") < exact.stdout.index("part-10.csv")
    assert "(3 members" in exact.stdout


def test_a_pattern_that_fits_nothing(run) -> None:
    result = run("check", "guild.ce", "nothing-*.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "CE401 error: no file fits `nothing-*.csv`" in result.stderr


def test_a_file_is_itself_whatever_signs_its_name_has(run) -> None:
    Path("part[1].csv").write_text(RECORDS)
    Path("part1.csv").write_text("member,date,hours\nP-1,2025-03-01,12\n")
    assert "part[1].csv" in run("check", "guild.ce", "part[1].csv", "--as-of", "2025-12-31").stdout


def test_a_part_that_is_not_installed(run, monkeypatch) -> None:
    from cedsl.cli import registry

    monkeypatch.setattr(registry, "find_spec", lambda name: None if name == "duckdb" else 1)
    result = run(*CHECK, "--engine", "columns")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'need one more part. Install with: pip install "cedsl[registry]"' in result.stderr


# ---------------------------------------------------------------------------------- whole or not at all


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--output", "no/v.parquet"), "cannot write `no/v.parquet`: there is no folder `no`"),
        (("--report", "no/r.html"), "cannot write `no/r.html`: there is no folder `no`"),
        (("--output", "v.parquet", "--format", "csv"), "`v.parquet` holds tables of verdicts; leave out --format csv"),
        (("--output", "v.csv", "--report", "v.csv"), "`v.csv` is for --output; --report needs a file of its own"),
        (
            ("--output", "v.csv", "--report", "v.statements.csv"),
            "`v.statements.csv` is for --output; --report needs a file of its own",
        ),
        (("--output", "records.csv"), "`records.csv` is read here"),
        (("--report", "guild.ce"), "`guild.ce` is read here"),
        (("--also", "guild.ce", "--output", "v.duckdb"), "--output tells of one ruleset in one edition"),
        (("--lang", "es"), "--lang is for the page of --report"),
    ],
)
@pytest.mark.parametrize("engine", ["auto", "columns"])
def test_what_cannot_be_is_said_before_anything_is_done(run, engine: str, more: tuple[str, ...], said: str) -> None:
    result = run(*CHECK, "--engine", engine, *more)
    assert (result.exit_code, result.stdout, left()) == (2, "", set())
    assert said in result.stderr
    assert Path("records.csv").read_text() == RECORDS


def test_the_second_table_is_not_written_over_what_is_read(run) -> None:
    Path("v.statements.csv").write_text(RECORDS)
    result = run("check", "guild.ce", "v.statements.csv", "--output", "v.csv", "--engine", "columns")
    assert (result.exit_code, left()) == (2, {"v.statements.csv"})
    assert "`v.statements.csv` is read here" in result.stderr


@pytest.mark.parametrize("name", ["v.parquet", "v.csv", "v.duckdb"])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_full_disk_leaves_what_stood_there(run, monkeypatch, engine: str, name: str) -> None:
    for each in {name, *verdicts.files_of(name)}:
        Path(each).write_text("before")

    def full(places, targets, beside) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(verdicts, "_put", full)
    result = run(*CHECK, "--engine", engine, "--output", name)
    assert (result.exit_code, result.stdout, left()) == (2, "", set(verdicts.files_of(name)))
    assert result.stderr.endswith(f"cedsl: cannot write `{name}`: no space left on device; nothing was written\n")
    assert {Path(each).read_text() for each in left()} == {"before"}


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
sys.argv = ["cedsl", *sys.argv[1:]]
from cedsl.cli import main
main()
"""


@pytest.mark.parametrize("name", ["v.parquet", "v.csv", "v.duckdb"])
def test_a_file_that_the_system_will_not_let_grow(run, name: str) -> None:
    """Not a disk that is full, but the same refusal in the middle of writing."""
    rows = (f"{number * 7919 % 10**9}-{number},2025-03-01,{number % 9 + 1}\n" for number in range(2_500))
    Path("records.csv").write_text("member,date,hours\n" + "".join(rows))
    words = [sys.executable, "-c", LIMITED, *CHECK, "--engine", "exact", "--output", name]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout, left()) == (2, "", set())
    assert found.stderr.count("\n") == 1
    assert found.stderr.startswith(f"cedsl: cannot write `{name}`: ")
    assert found.stderr.endswith("; nothing was written\n")


def test_the_second_table_cannot_take_its_place(run, monkeypatch) -> None:
    """Then the first one that did goes back."""
    for each in ("v.csv", "v.statements.csv"):
        Path(each).write_text("before")
    replaced = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "v.csv":
            raise PermissionError(13, "Permission denied")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    result = run(*CHECK, "--output", "v.csv")
    assert (result.exit_code, left()) == (2, {"v.csv", "v.statements.csv"})
    assert {Path(each).read_text() for each in left()} == {"before"}


SLOW = """
import signal, sys, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have them ignored
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from cedsl.registry import verdicts
def slowly(self, batch):
    Path("begun").touch()
    time.sleep(60)
verdicts._Files.write = slowly
sys.argv = ["cedsl", *sys.argv[1:]]
from cedsl.cli import main
main()
"""


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGINT, 130, "cedsl: interrupted; nothing was written\n"),
        (signal.SIGTERM, 143, "cedsl: told to stop; nothing was written\n"),
        (signal.SIGHUP, 129, "cedsl: told to stop; nothing was written\n"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_signal_leaves_nothing_behind(run, engine: str, number: int, code: int, said: str) -> None:
    """As a terminal sends it, also to every process that was started to help."""
    words = [sys.executable, "-c", SLOW, *CHECK, "--engine", engine, "--output", "v.parquet"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as running:
        waited = time.monotonic() + 60
        while not Path("begun").exists() and running.poll() is None and time.monotonic() < waited:
            time.sleep(0.05)
        os.killpg(running.pid, number)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (code, "", said)
    assert left() == {"begun"}


# -------------------------------------------------------------------------------------------- exit codes


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rows", "code"),
    [("G-1,2025-03-01,12,HR", 0), ("G-1,2025-03-01,11,HR", 1), ("G-1,2025-02-30,12,HR", 3), ("", 0)],
)
def test_exit_codes(run, engine: str, rows: str, code: int) -> None:
    Path("records.csv").write_text(f"member,date,hours,category\n{rows}\n")
    assert run(*CHECK, "--engine", engine, "--output", "v.parquet").exit_code == code

"""A registry in PostgreSQL or Spark: every figure is that of the same rows in a file."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from cedsl.cli import cedsl
from cedsl.records.outcome import Outcome
from cedsl.registry.remote_sql import NoName, parts_of_name
from cedsl.workspace.checking import Asked
from cedsl.workspace.registry import Engine, RegistryRun, StoppedError, check_registry
from cedsl.workspace.remote import RemoteRun, check_on, without_password
from cedsl.workspace.tables import Files
from tests.bench.registry import AS_OF, HEADER, Registry
from tests.registry.outgrown import ADDRESS_PASSWORD, Server, postgresql, unless_there

MEMBERS = int(os.environ.get("CEDSL_OUTGROWN_MEMBERS", "2000"))
"""So many members are compared; 100,000 of them before a release."""

TYPED = ("member text", "date date", "title text", "category text", "mode text", "role text", "hours numeric(9, 2)")
WORDED = tuple(f"{name} text" for name in HEADER.strip().split(","))

UGLY = """\
X1,2025-03-01,Twice,COM,live,attendee,1.50
X1,2025-03-01,Twice,COM,live,attendee,1.50
X2,2025-03-02,A category that nobody knows,GARDENING,live,attendee,2.00
X2,2025-03-03,Known,COM,live,attendee,2.00
X3,,No day,COM,live,attendee,2.00
X4,2025-03-04,No hours,COM,live,attendee,
X5,1850-01-01,Long ago,COM,live,attendee,1.00
X5,2525-01-01,Far ahead,COM,live,attendee,1.00
,2025-03-05,Nobody's,COM,live,attendee,1.00
X6,2025-03-06,R&amp;D,COM,live,attendee,1.00
X7 ,2025-03-07,A blank behind the member,COM,live,attendee,1.00
X7,2025-03-08,No blank behind him,COM,live,attendee,1.25
"X""8'; DROP TABLE activities; --",2025-03-09,"A quote, a comma",COM,live,attendee,1.00
Ω9,2025-03-10,Übung “Ω”,COM,live,attendee,1.00
Ω9,2025-03-11,Übung “Ω”,COM,live,teacher,1.00
"""
"""Rows for which somebody must take a second look, and names that could lead a query astray."""

REFUSING_CELLS = """\
Y1,3 March 2025,A day in words,COM,live,attendee,1.00
Y2,2025-03-04,Hours in words,COM,live,attendee,two hours
Y3,2025-03-05,Minutes,COM,live,attendee,90 min
Y4,2025-03-06,Above a line,COM,live,attendee,1.0
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql() as found:
        yield found


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("outgrown") / "registry.csv"
    with file.open("wb") as text:
        text.write(HEADER.encode())
        for part in Registry(MEMBERS).parts():
            text.write(part.text())
        text.write(UGLY.encode())
    return file


Answer = tuple[dict[str, Any], dict[str, Any], dict[Outcome, int]]


def answer_of(run: object) -> Answer:
    """By member the verdict and every line; and the outcomes of rows."""
    assert isinstance(run, (RegistryRun, RemoteRun)), run
    members: dict[str, Any] = {}
    lines: dict[str, list[Any]] = {}
    with run:
        for batch in run.batches():
            for name, verdict, still in zip(*(batch.members.column(n).to_pylist() for n in range(3)), strict=True):
                assert name not in members
                members[name] = (verdict, still)
            columns = [each.to_pylist() for each in batch.statements.columns]
            for row in zip(*columns, strict=True):
                lines.setdefault(row[0], []).append(row)
        tally = run.tally()
    assert tally.members == len(members)
    return members, lines, {outcome: count for outcome, count in tally.rows.items() if count}


def of_file(rules: str, file: Path, members: Path | None = None) -> Answer:
    files = Files((str(file),), None if members is None else str(members))
    run = check_registry(rules, files, Asked(AS_OF), date(2025, 12, 31), stdin=lambda _: b"", engine=Engine.COLUMNS)
    found = answer_of(run)
    found[2][Outcome.SKIPPED] = found[2].get(Outcome.SKIPPED, 0) - 1  # the header is a row of a file, and of no table
    return found[0], found[1], {outcome: count for outcome, count in found[2].items() if count}


def on(url: str, rules: str, table: str, members: str | None = None, **more: Any) -> Answer:
    files = Files((table,), members)
    return answer_of(check_on(url, rules, files, Asked(AS_OF), date(2025, 12, 31), stdin=lambda _: b"", **more))


@pytest.fixture(scope="module")
def expected(registry: Path) -> Answer:
    found = of_file("ala/clm", registry)
    assert len(found[0]) == MEMBERS + 9, "every member, and X1 to X8 with Ω9"
    return found


def same(found: Answer, wanted: Answer) -> None:
    for these, those in zip(found, wanted, strict=True):
        assert these.keys() == those.keys()
        assert [(key, these[key], those[key]) for key in those if these[key] != those[key]] == []


def test_postgresql_gives_the_figures_of_the_file(server: Server, registry: Path, expected: Answer) -> None:
    server.load("activities", TYPED, registry.read_bytes())
    same(on(server.url, "ala/clm", "activities"), expected)


def test_cells_that_are_text_are_read_as_those_of_a_file(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "text.csv"
    lines = b"".join(bytes(part.text()) for part in Registry(40).parts())
    file.write_bytes(HEADER.encode() + lines + UGLY.encode() + REFUSING_CELLS.encode())
    server.run('CREATE SCHEMA IF NOT EXISTS "The ""Board"""')
    server.load('"The ""Board"""."2025.activities"', WORDED, file.read_bytes())
    same(on(server.url, "ala/clm", '"The ""Board"""."2025.activities"'), of_file("ala/clm", file))


def test_members_come_from_a_table_too(server: Server) -> None:
    """Rules that hang on facts, and members without any activity."""
    folder = Path(__file__).parents[2] / "rulesets"
    found = [each for each in sorted(folder.glob("*/*.members.csv")) if _records(each).exists()][:6]
    assert found
    for members in found:
        rules = f"{members.parent.name}/{members.name.removesuffix('.members.csv')}"
        for name, file in (("records", _records(members)), ("known", members)):
            text = file.read_bytes()
            header = text.decode("utf-8-sig").splitlines()[0].split(",")
            server.load(name, [f'"{each}" text' for each in header], text)
        same(on(server.url, rules, "records", "known"), of_file(rules, _records(members), members))


def _records(members: Path) -> Path:
    return members.with_name(members.name.replace(".members.", ".records."))


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark of this machine: its session serves every test."""
    unless_there(shutil.which("java"), "Java")
    unless_there(find_spec("pyspark"), "pyspark")
    from cedsl.registry import remote_spark

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sockets to Java that its library leaves to be collected
        place = remote_spark.opened("spark:local[2]")
        yield place.session
        place.close()
        gc.collect()


@pytest.fixture(scope="module")
def spark_table(registry: Path) -> str:
    from pyarrow import csv, parquet

    types = {"date": pa.date32(), "hours": pa.decimal128(9, 2)}
    table = csv.read_csv(registry, convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=True))
    folder = registry.parent / "activities"
    folder.mkdir()
    parquet.write_table(table.slice(0, len(table) // 2), folder / "first.parquet")
    parquet.write_table(table.slice(len(table) // 2), folder / "second.parquet")
    return f"parquet.{folder}"


def test_spark_gives_the_figures_of_the_file(spark: Any, spark_table: str, expected: Answer) -> None:
    same(on("spark:local[2]", "ala/clm", spark_table), expected)


def test_spark_reads_lists_and_numbers_of_other_kinds(spark: Any, tmp_path: Path) -> None:
    from pyarrow import parquet

    columns = {
        "member": ["L1", "L1", "L2"],
        "date": [date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 3)],
        "category": [["HR", "ETH"], ["COM"], None],
        "mode": ["live"] * 3,
        "role": ["attendee"] * 3,
        "hours": [1.5, 0.25, 2.0],
    }
    parquet.write_table(pa.table(columns), tmp_path / "lists.parquet")
    file = tmp_path / "lists.csv"
    file.write_text(
        "member,date,category,mode,role,hours\n"
        "L1,2025-03-01,HR; ETH,live,attendee,1.5\nL1,2025-03-02,COM,live,attendee,0.25\n"
        "L2,2025-03-03,,live,attendee,2\n",
        "ascii",
    )
    same(on("spark:local[2]", "ala/clm", f"parquet.{tmp_path / 'lists.parquet'}"), of_file("ala/clm", file))


def test_spark_has_no_such_table(spark: Any) -> None:
    assert asked("spark:local[2]", "board.credits") == "there is no table `board.credits` in Spark"
    told = asked("spark:local[2]", "a`; DROP TABLE b")
    assert told == "there is no table `a`; DROP TABLE b` in Spark"


def test_spark_that_is_stopped_half_way(spark: Any, spark_table: str) -> None:
    """The last test that has the session."""

    def stop(progress: Any) -> None:
        if progress.stage.value == "reading":
            spark.sparkContext.stop()

    assert asked("spark:local[2]", spark_table, progress=stop) == "Spark was stopped half way; nothing was written"


def test_tables_that_must_be_read_as_a_whole(server: Server, tmp_path: Path) -> None:
    """An empty one; and one that states when members came and went, of which no row can be read by itself."""
    several = {
        "nothing": HEADER,
        "attendance": "member,title,joined,left\n"
        "A1,Minutes,2025-03-01 09:00,2025-03-01 10:30\nA2,Minutes,2025-03-01 09:15,2025-03-01 10:00\n",
    }
    for table, text in several.items():
        file = tmp_path / f"{table}.csv"
        file.write_text(text, "utf-8")
        server.load(table, [f'"{each}" text' for each in text.splitlines()[0].split(",")], text.encode())
        same(on(server.url, "ala/clm", table), of_file("ala/clm", file))


# --------------------------------------------------------------------------------------------- command


def test_the_command_reads_a_table(server: Server) -> None:
    """One member with one hour: short, and the address is told without its password."""
    server.load("one", TYPED, (HEADER + "M1,2025-03-01,Known,COM,live,attendee,1.00\n").encode())
    words = [
        "check",
        "ala/clm",
        "one",
        "--on",
        server.url.replace("postgres@", "postgres:s3cret@"),
        "--as-of",
        "2025-06-30",
    ]
    told = CliRunner().invoke(cedsl, words)
    assert told.exit_code == 1
    assert "Read    1 row from one: 1 used" in told.stdout
    assert "s3cret" not in told.output
    told = CliRunner().invoke(cedsl, ["check", "ala/clm", "two", *words[3:]])
    assert told.exit_code == 2
    assert told.stderr.startswith("two  CE417 error: there is no table `two` in `postgresql:///postgres`\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["one", "two"], "--on reads one table of activities; make a view of several in the database"),
        (["one", "--member", "M1"], "--on cannot be used with --member; leave one of them out"),
        (["one", "--engine", "exact"], "--on cannot be used with --engine exact; leave one of them out"),
        (["one", "--format", "json"], "--on cannot be used with --format json; leave one of them out"),
    ],
)
def test_what_does_not_go_with_a_database(words: list[str], told: str) -> None:
    found = CliRunner().invoke(cedsl, ["check", "ala/clm", *words, "--on", "postgresql:///guild"])
    assert (found.exit_code, found.stderr.splitlines()[-1]) == (2, f"Error: {told}")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a", ("a",)),
        ("guild.Activities 2025", ("guild", "Activities 2025")),
        ('"a.b"."c""d".e', ("a.b", 'c"d', "e")),
        ("a.b.c.d", "it has too many parts"),
        ('"a"b', "a quote ends within it"),
        ('"a', "a quote does not end"),
        ("a.", "a part of it is empty"),
        ("", "a part of it is empty"),
    ],
)
def test_names_of_tables(name: str, parts: tuple[str, ...] | str) -> None:
    try:
        assert parts_of_name(name) == parts
    except NoName as why:
        assert str(why) == parts


def test_an_address_is_told_without_its_password() -> None:
    assert without_password("postgresql://board:s3cret@host:1/guild?password=s3cret&sslmode=require") == (
        "postgresql://board@host:1/guild?sslmode=require"
    )
    assert without_password("postgresql://host/guild?sslmode=require&password=s3cret") == (
        "postgresql://host/guild?sslmode=require"
    )
    assert without_password("spark://host:7077") == "spark://host:7077"


# --------------------------------------------------------------------------------------------- refusals


def refusal(run: Callable[[], object]) -> str:
    """The one sentence that is told, with its help."""
    try:
        found = run()
        problem = found if not isinstance(found, (RemoteRun, tuple)) else pytest.fail("there is an answer")
    except StoppedError as stopped:
        problem = stopped.problem
    (told,) = problem.diagnostics  # type: ignore[union-attr]
    assert "s3cret" not in f"{told.message} {told.help} {problem.source.name}"  # type: ignore[union-attr]
    return f"{told.message}; {told.help}" if told.help else told.message


def asked(url: str, table: str = "activities", **more: Any) -> str:
    def run() -> object:
        found = check_on(url, "ala/clm", Files((table,)), Asked(AS_OF), AS_OF, stdin=lambda _: b"", **more)
        return answer_of(found) if isinstance(found, RemoteRun) else found

    return refusal(run)


def test_no_server(tmp_path: Path) -> None:
    told = asked(f"postgresql://board:{ADDRESS_PASSWORD}@/guild?host={tmp_path}")
    assert told.startswith("the database at `postgresql:///guild` cannot be reached: ")
    assert told.endswith("; is the server running, and the address right?")


def test_an_address_that_is_none() -> None:
    """Signs of a password that are not written as they must be never come back as a host or a name."""
    for each in ("s3cret@word", "s3cret/word", "s3cret?word", "s3cret#word", "s3cret%word", "a@s3cret/b?c"):
        assert asked(f"postgresql://board:{each}@localhost:1/guild") == (
            "the address of the database is not understood; "
            "write postgresql://user@host:5432/database; in a password, %40 for @, %2F for / and %3F for ?"
        )
    assert asked("postgresql://board:s3cret@localhost:s3cret/guild").startswith("the address of the database is not")
    assert asked("mysql://board:s3cret@localhost/guild") == (
        "no kind of database has an address that begins with `mysql:`; "
        "write postgresql://user@host/database, spark://host:7077 or spark:local[2]"
    )


def test_a_wrong_password_and_none(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    assert asked(server.url_of("s3cret")) == (
        "the database at `postgresql:///postgres` does not accept the user with this password"
    )
    assert asked(f"postgresql://board@/postgres?host={server.folder}") == (
        "the database at `postgresql:///postgres` asks for a password; set the environment variable PGPASSWORD"
    )


def test_no_such_table_and_one_that_may_not_be_read(server: Server) -> None:
    server.load("credits", TYPED, HEADER.encode())
    assert asked(server.url, "credit") == (
        "there is no table `credit` in `postgresql:///postgres`; did you mean `credits`?"
    )
    assert asked(server.url, 'credit"; DROP TABLE credits; --').startswith('there is no table `credit"; DROP')
    assert asked(server.url, "a..b") == "`a..b` is no name of a table: a part of it is empty"
    told = asked(server.url_of(ADDRESS_PASSWORD), "credits")
    assert told == "the database refuses: permission denied for table credits"
    assert asked(server.url, "credit").endswith("`credits`?"), "it is still there"


def test_a_column_that_is_missing(server: Server) -> None:
    server.load("nobodys", TYPED[1:], b"date,title,category,mode,role,hours\n2025-03-01,Known,COM,live,attendee,1.00\n")
    assert "member" in asked(server.url, "nobodys")


def test_a_connection_that_is_lost_half_way(server: Server, registry: Path) -> None:
    server.load("activities", TYPED, registry.read_bytes())
    seen: list[object] = []

    def lose(progress: Any) -> None:
        if progress.stage.value == "deciding" and not seen:
            seen.append(progress)
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    told = asked(server.url, progress=lose)
    assert seen
    assert told == ("the connection to the database at `postgresql:///postgres` was lost half way; nothing was written")


def test_no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ("psycopg", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, each, None)
    assert asked("postgresql://localhost/guild") == (
        'reading from PostgreSQL needs one more part. Install it with: pip install "cedsl[postgresql]"'
    )
    assert asked("spark:local[2]") == (
        'reading from Spark needs one more part. Install it with: pip install "cedsl[spark]"'
    )


def test_no_cluster() -> None:
    pytest.importorskip("pyspark")
    assert asked("spark://127.0.0.1:9") == (
        "the cluster at `spark://127.0.0.1:9` cannot be reached; is it running, and the address right?"
    )

"""Where results are written: never over a file that is read, never two into one, and known before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

RULES = 'ruleset r\ncategory HR\nrequire 3h ever\nexample "none" { as of 2025-06-30; expect short 3h }\n'
TABLE = "member,date,hours,category\nM-1,2025-03-01,3,HR\n"
PROFILE = 'columns.hours.means = "hours"\n'


@pytest.fixture(autouse=True)
def files(run) -> None:
    Path("r.ce").write_text(RULES)
    Path("a.csv").write_text(TABLE)
    Path("p.toml").write_text(PROFILE)
    Path("editions").mkdir()
    Path("editions/one.ce").write_text(RULES)


def contents() -> dict[str, str]:
    return {str(each): each.read_text() for each in Path().rglob("*") if each.is_file()}


@pytest.mark.parametrize(
    "command",
    [
        "import a.csv --output a.csv",
        "import a.csv --output ./a.csv",
        "import a.csv --held a.csv",
        "import a.csv --save-profile a.csv",
        "import a.csv --rules r.ce --output r.ce",
        "import a.csv --profile p.toml --output p.toml",
        "import a.csv --rules editions --output editions/one.ce",
        "check r.ce a.csv --output a.csv",
        "check r.ce a.csv --profile p.toml --output p.toml",
        "check r.ce a.csv --members m.csv --output r.ce",
        "why r.ce a.csv --member M-1 --output a.csv",
        "lint r.ce --output r.ce",
        "show r.ce --output r.ce",
        "test r.ce --output r.ce",
        "test r.ce --export r.ce",
        "render r.ce --output r.ce",
        "render editions --output editions/one.ce",
    ],
)
def test_no_result_is_written_over_a_file_that_is_read(run, command) -> None:
    before = contents()
    result = run(*command.split())
    *_, option, path = command.split()
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"`{path}` is read here; {option} needs a file of its own" in result.stderr
    assert contents() == before


def test_a_link_to_a_file_that_is_read(run) -> None:
    Path("link.csv").symlink_to("a.csv")
    result = run("import", "a.csv", "--output", "link.csv")
    assert "`link.csv` is read here; --output needs a file of its own" in result.stderr
    assert Path("a.csv").read_text() == TABLE


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("import a.csv --output x.csv --held ./x.csv", "`./x.csv` is for --output; --held needs a file of its own"),
        ("import a.csv --held x.csv --save-profile x.csv", "--save-profile needs a file of its own"),
        ("import a.csv --held -", "`-` is no file; --held needs a file of its own"),
        ("import a.csv --save-profile -", "`-` is no file; --save-profile needs a file of its own"),
        ("check r.ce a.csv --output -", "`-` is no file; --output needs a file of its own"),
        ("test r.ce --output x.json --export x.json", "`x.json` is for --output; --export needs a file of its own"),
        ("import a.csv --save-profile no/x.toml", "cannot write `no/x.toml`: there is no folder `no`"),
        ("import a.csv --output no/x.csv", "cannot write `no/x.csv`: there is no folder `no`"),
        ("check r.ce a.csv --annotate no/x.csv", "cannot write `no/x.csv`: there is no folder `no`"),
    ],
)
def test_a_result_without_a_place_stops_the_command_before_anything_is_done(run, command, message) -> None:
    before = contents()
    result = run(*command.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert contents() == before


def test_a_profile_is_changed_in_its_place_where_that_is_confirmed(run, monkeypatch) -> None:
    monkeypatch.setattr("cedsl.cli.terminal.is_conversation", lambda: True)
    result = run("import", "a.csv", "--profile", "p.toml", "--save-profile", "p.toml", stdin="y\n")
    assert result.exit_code == 0
    assert "wrote p.toml" in result.stderr


def test_a_profile_whose_place_is_taken_is_told_before_the_questions(run, monkeypatch) -> None:
    monkeypatch.setattr("cedsl.cli.terminal.is_conversation", lambda: True)
    Path("x.csv").write_text("Who,When,Note\nM-1,2025-03-01,here\n")
    result = run("import", "x.csv", "--save-profile", "p.toml", stdin="n\n")
    assert (result.exit_code, Path("p.toml").read_text()) == (2, PROFILE)
    assert "Which column" not in result.stdout
    assert "`p.toml` exists and was left as it is" in result.stderr

"""`lint`, `test`, `show` and `render`: what an author of rules sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from cedsl import resources

GOOD = """require 3h ever {
    min 1h category HR
}
example "enough" {
    as of 2025-06-30
    2025-01-01 3h HR
    expect met
}
example "too little" {
    as of 2025-06-30
    2025-01-01 1h HR
    expect short 2h of total
}
"""
WRONG = """category HR "Human resources"
category HRM "More of it"
require 3h ever {
    min 1h category HS
    cap 1h mode passive
}
requre 3h ever
"""


@pytest.fixture(autouse=True)
def files(run) -> None:
    Path("good.ce").write_text(GOOD)
    Path("wrong.ce").write_text(WRONG)
    Path("failing.ce").write_text(GOOD.replace("expect met", "expect short"))


def test_lint_of_clean_rules(run) -> None:
    result = run("lint", "good.ce")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "good.ce: clean (2 statements, 2 examples)\n",
        "",
    )


def test_lint_tells_every_problem(run, golden) -> None:
    result = run("lint", "wrong.ce")
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout, "lint.txt")
    assert "wrong.ce:4:21  CE" in result.stdout
    assert "wrong.ce:7:1  CE003 error: unknown word `requre`" in result.stdout


def test_the_other_commands_refuse_wrong_rules_with_the_same_words(run) -> None:
    told = run("lint", "wrong.ce").stdout.rpartition("\nwrong.ce: ")[0].rstrip("\n")
    for command in (
        ("show", "wrong.ce"),
        ("render", "wrong.ce"),
        ("test", "wrong.ce"),
        ("check", "wrong.ce", "x"),
    ):
        result = run(*command)
        assert result.exit_code == 2
        assert result.stderr == told + "\n"


def test_examples_that_pass(run) -> None:
    result = run("test", "good.ce")
    assert result.exit_code == 0
    assert result.stdout == "good.ce: 2 of 2 examples pass\n2 passed, 0 failed\n"


def test_an_example_that_fails_says_what_was_expected_and_what_is(run, golden) -> None:
    result = run("test", "failing.ce", "good.ce")
    assert result.exit_code == 1
    golden(result.stdout, "test.txt")


def test_only_some_examples(run) -> None:
    result = run("test", "failing.ce", "--example", "TOO little")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "1 passed, 0 failed"


@pytest.mark.parametrize("more", [("--example", "nothing like it"), ()])
def test_an_empty_selection_fails(run, more: tuple[str, ...]) -> None:
    Path("bare.ce").write_text("require 3h ever\n")
    result = run("test", "bare.ce" if not more else "good.ce", *more)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].startswith("there is no example")


def test_rules_that_cannot_be_read_do_not_hide_the_others(run) -> None:
    result = run("test", "nowhere.ce", "good.ce")
    assert result.exit_code == 2
    assert "2 passed, 0 failed, 1 rules could not be read" in result.stdout
    assert "nowhere.ce  CE407" in result.stderr


def test_show(run, golden) -> None:
    Path("one.ce").write_text("require 36h within 3y; min 3h category HR; cap 12h mode passive\n")
    result = run("show", "one.ce")
    assert result.exit_code == 0
    golden(result.stdout, "show.txt")


@pytest.mark.parametrize("form", ["html", "md", "txt"])
def test_render(run, form: str) -> None:
    printed = run("render", "good.ce", "--format", form)
    assert printed.exit_code == 0
    written = run("render", "good.ce", "--format", form, "--output", "page")
    assert (written.exit_code, written.stdout, written.stderr) == (0, "", "wrote page\n")
    assert Path("page").read_bytes() == printed.stdout_bytes


def test_a_page_with_a_false_example_is_refused(run) -> None:
    result = run("render", "failing.ce", "--output", "page.html")
    assert result.exit_code == 2
    assert result.stderr.startswith("failing.ce:4:1  CE450 error: ")
    assert not Path("page.html").exists()


def test_a_bundled_name_is_known_to_every_command(run) -> None:
    """What stands in the bundled rules is tested with them."""
    name = resources.bundled_names()[0]
    assert [run(command, name).exit_code for command in ("lint", "test", "show", "render")] == [0, 0, 0, 0]


def test_a_file_goes_before_a_bundled_name(run) -> None:
    Path("ala").mkdir()
    Path("ala/clm").write_text(GOOD)
    assert run("lint", "ala/clm").stdout == "ala/clm: clean (2 statements, 2 examples)\n"

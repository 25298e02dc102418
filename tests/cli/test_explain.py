"""The page of a code, and the list of all."""

from __future__ import annotations

import pytest

from cedsl import resources


@pytest.mark.parametrize("code", resources.diagnostic_codes())
def test_every_page_is_printed(run, code: str) -> None:
    result = run("explain", code)
    assert result.exit_code == 0
    assert result.stdout == resources.diagnostic_page(code)


def test_small_letters_will_do(run) -> None:
    assert run("explain", "ce401").stdout == resources.diagnostic_page("CE401")


def test_the_list_has_a_line_for_each_code(run) -> None:
    lines = run("explain").stdout.splitlines()
    assert [line[:5] for line in lines] == list(resources.diagnostic_codes())
    assert "CE401  there is no such file" in lines


@pytest.mark.parametrize("code", ["CE4011", "CE41", "401"])
def test_an_unknown_code_gets_a_guess(run, code: str) -> None:
    result = run("explain", code)
    assert (result.exit_code, result.stdout) == (2, "")
    first, *rest = result.stderr.splitlines()
    assert first == f"cedsl: there is no code `{code}`"
    assert rest[-1] == "  all of them: cedsl explain"


@pytest.mark.parametrize("code", ["../../README", "/etc/passwd", "CE401.md", "CE40\x1b[2J"])
def test_only_pages_are_read(run, code: str) -> None:
    result = run("explain", code)
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr


def test_a_page_on_a_terminal_keeps_its_words(run) -> None:
    result = run("--color", "always", "explain", "CE401")
    assert result.exit_code == 0
    assert "there is no such file" in result.stdout

"""The manner of every command: exit codes, what goes to which stream, help, files written whole."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cedsl.cli import COMMANDS, main
from cedsl.workspace import write_output

RULES = "require 36h within 3y; min 3h category HR; cap 12h mode passive\n"
NAMES = list(COMMANDS)


def cedsl(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """A real process, as a user starts it."""
    known = {"capture_output": True, "timeout": 60} | options
    return subprocess.run([sys.executable, "-m", "cedsl", *arguments], check=False, **known)


def test_without_a_command_the_help_ends_in_a_next_step(run) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Next: cedsl COMMAND --help, or start with: cedsl show ala/clm"


def test_the_commands_stand_in_the_order_of_use(run) -> None:
    assert NAMES == ["check", "why", "import", "lint", "test", "render", "publish", "notice", "show", "explain"]
    help_text = run("--help").stdout
    places = [help_text.index(f"\n  {name} ") for name in NAMES]
    assert places == sorted(places)


@pytest.mark.parametrize("name", [None, *NAMES])
def test_help_shows_examples_before_options(run, golden, name: str | None) -> None:
    result = run(*(() if name is None else (name,)), "--help")
    assert result.exit_code == 0
    assert 0 < result.stdout.index("Examples:") < result.stdout.index("Options:")
    golden(result.stdout, f"help-{name or 'cedsl'}.txt")


def test_version(run) -> None:
    assert run("--version").stdout == "cedsl 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chek",), "there is no command `chek`; did you mean `check`?"),
        (("check",), "Missing argument 'RULES'"),
        (("check", "a", "b", "--membr", "M"), "--member"),
        (("check", "a", "b", "--as-of", "22.11.2026"), "write year-month-day, such as 2026-11-22"),
        (("check", "a", "b", "--as-of", "2025-02-29"), "there is no day 2025-02-29"),
        (("check", "a", "b", "--format", "xml"), "'json'"),
        (("why", "a", "b"), "Missing option '--member'"),
        (("test",), "Missing argument 'RULES...'"),
        (("check", "-", "-"), "only one of the files can be `-`"),
    ],
)
def test_wrong_use_exits_2_and_says_so_on_stderr(run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "CE406", "1:1"),
        (b" \n\t\n", "CE406", "1:1"),
        (b"require 3h ever\n# caf\xe9\n", "CE405", "2:6"),
        (b"\xff\xfer\x00e\x00", "CE405", "1:1"),
        (b"require\x00 3h", "CE405", "1:8"),
        (b"#" * (1024 * 1024 + 1), "CE404", "1:1"),
    ],
)
@pytest.mark.parametrize("command", ["lint", "show", "render", "test"])
def test_rules_that_cannot_be_read(run, command: str, content: bytes, code: str, place: str) -> None:
    Path("rules.ce").write_bytes(content)
    result = run(command, "rules.ce")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"rules.ce:{place}  {code} error: ")


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(run) -> None:
    Path("rules.ce").write_bytes(b"\xef\xbb\xbfrequire 3h ever\r\nmin 1h category HR\r\n")
    assert run("lint", "rules.ce").exit_code == 0


@pytest.mark.parametrize("path", ["nowhere.ce", "no/such/folder.ce", ".", "/dev/null", "a\0b", "x" * 5000, ""])
@pytest.mark.parametrize("command", ["lint", "test", "show", "render"])
def test_paths_that_lead_to_no_rules(run, command: str, path: str) -> None:
    result = run(command, path)
    assert result.exit_code == 2
    assert " error: " in result.stderr.splitlines()[0]
    assert result.stderr.splitlines()[-1].startswith("  more: cedsl explain CE40")


def test_a_misspelt_name_gets_a_guess(run) -> None:
    Path("nurses.ce").write_text(RULES)
    assert "  help: did you mean `nurses.ce`?" in run("lint", "nurse.ce").stderr
    assert "  help: did you mean `ala/clm`?" in run("lint", "ala/clmm").stderr


def test_a_file_that_may_not_be_read(run, monkeypatch) -> None:
    Path("rules.ce").write_text(RULES)

    def refuse(*_arguments: object, **_options: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    result = run("lint", "rules.ce")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("rules.ce:1:1  CE403 error: `rules.ce` cannot be read: permission denied\n")


def test_standard_input_holds_rules(run) -> None:
    result = run("lint", "-", stdin=RULES.encode())
    assert result.stdout == "<stdin>: clean (3 statements, 0 examples)\n"
    assert run("lint", "-", stdin=b"#" * (1024 * 1024 + 1)).stderr.startswith("<stdin>:1:1  CE404")


def test_a_terminal_is_not_waited_for() -> None:
    read, write = os.openpty()
    try:
        result = cedsl("lint", "-", stdin=write)
    finally:
        os.close(read)
        os.close(write)
    assert result.returncode == 2
    assert b"nothing is piped or redirected into it" in result.stderr


def test_output_is_written_whole_and_told_on_stderr(run) -> None:
    result = run("show", "-", "--output", "shown.txt", stdin=RULES.encode())
    assert (result.stdout, result.stderr) == ("", "wrote shown.txt\n")
    assert Path("shown.txt").read_text().startswith("Requirements (<stdin>)\n")
    assert sorted(each.name for each in Path().iterdir()) == ["shown.txt"]


@pytest.mark.parametrize("path", [".", "no/such/folder/page.html", "page\0.html"])
def test_output_that_cannot_be_written(run, path: str) -> None:
    result = run("show", "-", "--output", path, stdin=RULES.encode())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("cedsl: cannot write ")
    assert list(Path().iterdir()) == []


def test_output_keeps_what_was_there_when_writing_fails(tmp_path, monkeypatch) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_output(str(target), b"new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_output_keeps_the_mode_and_follows_a_link(tmp_path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to(target)
    write_output(str(tmp_path / "link"), b"new")
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert (tmp_path / "link").is_symlink()


def test_output_to_a_device_replaces_nothing() -> None:
    write_output(os.devnull, b"new")
    assert not Path(os.devnull).is_file()


def test_the_reader_of_the_output_may_go_away(tmp_path) -> None:
    read, write = os.pipe()
    os.close(read)
    rules = tmp_path / "rules.ce"
    rules.write_text(RULES)
    try:
        result = subprocess.run(
            [sys.executable, "-m", "cedsl", "show", str(rules)],
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(write)
    assert (result.returncode, result.stderr) == (141, b"")


def test_an_interrupt_leaves_no_traceback(monkeypatch, capsys) -> None:
    def interrupted(*_arguments: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("cedsl.workspace.examined", interrupted)
    monkeypatch.setattr(sys, "argv", ["cedsl", "lint", "rules.ce"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130
    assert capsys.readouterr().err.strip() == ""


INTERRUPTED_IMPORT = """
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "cedsl.workspace":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from cedsl.cli import main
main()
"""


def test_an_interrupt_during_the_start_leaves_no_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_IMPORT], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_missing_folder_for_the_output_is_named(run) -> None:
    result = run("show", "-", "--output", "no/such/page.html", stdin=RULES.encode())
    assert result.stderr == "cedsl: cannot write `no/such/page.html`: there is no folder `no/such`\n"


@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
def test_an_empty_file_has_no_excerpt(run, content: bytes) -> None:
    Path("rules.ce").write_bytes(content)
    first, *rest = run("lint", "rules.ce").stderr.splitlines()
    assert first == "rules.ce:1:1  CE406 error: the file is empty"
    assert [line.split(":")[0] for line in rest] == ["  help", "  more"]


def test_h_is_help(run) -> None:
    assert run("check", "-h").stdout == run("check", "--help").stdout


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_only_on_a_terminal_that_wants_them(monkeypatch, variables: dict[str, str], coloured: bool) -> None:
    import click

    from cedsl.cli import cedsl as group
    from cedsl.cli.terminal import wants_colour

    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    context = click.Context(group)
    context.obj = "auto"
    assert wants_colour(context, None) is coloured
    assert wants_colour(context, "file") is False
    context.obj = "never"
    assert wants_colour(context, None) is False


def test_a_file_name_that_is_not_text_is_shown_all_the_same(tmp_path) -> None:
    result = cedsl("lint", b"\xff\x1b[31m.ce", cwd=tmp_path)  # type: ignore[arg-type]
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert b"\x1b" not in result.stderr


@pytest.mark.skipif(
    not Path("/dev/full").exists() and os.environ.get("CI") != "true",
    reason="the device of a full disk is not everywhere",
)
def test_a_full_disk_is_told(tmp_path) -> None:
    rules = tmp_path / "rules.ce"
    rules.write_text(RULES)
    with Path("/dev/full").open("wb") as full:
        result = cedsl("show", str(rules), capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 2
    assert result.stderr == b"cedsl: cannot write the result: no space left on device\n"


@pytest.mark.parametrize("trace", [False, True])
def test_a_mistake_in_the_program_is_no_verdict(monkeypatch, capsys, trace: bool) -> None:
    """Python leaves with 1 after an exception, which a script would take for `not met`."""

    def mistaken(*_arguments: object) -> object:
        raise RuntimeError("half a thought")

    monkeypatch.setattr("cedsl.workspace.examined", mistaken)
    monkeypatch.setattr(sys, "argv", ["cedsl", "lint", "rules.ce"])
    monkeypatch.setenv("CEDSL_TRACE", "1" if trace else "")
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert "half a thought" in said
    assert ("Traceback" in said) is trace

"""Whatever is named in place of a file of records: one sentence, exit code 2, and little memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cedsl.diagnostic import Diagnostic
from cedsl.workspace import MIB, MOST_RECORDS, files
from tests.records.test_intake import bomb

GIB = 1024 * MIB

WITHIN_A_GIB = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, ({GIB}, {GIB}))
from cedsl.cli import main
main()
"""


def check(folder: Path, named: str, stdin: object = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
    """A check in which the whole program has one GiB of memory."""
    (folder / "rules.ce").write_text("require 3h within 3y\n")
    return subprocess.run(
        [sys.executable, "-c", WITHIN_A_GIB, "check", "rules.ce", named, "--as-of", "2025-12-31"],
        cwd=folder,
        stdin=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stdout) == (2, "")
    first, *rest = done.stderr.splitlines()
    assert all(line.startswith("  ") for line in rest), done.stderr
    return first


def test_a_file_of_two_gigabytes(tmp_path: Path) -> None:
    """It is refused by its size, before anything of it is read."""
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(2 * GIB)
    assert one_sentence(check(tmp_path, "huge.csv")) == (
        f"huge.csv:1:1  CE404 error: the file is larger than {MOST_RECORDS // MIB} MiB"
    )


def test_two_gigabytes_on_standard_input(tmp_path: Path) -> None:
    with Path("/dev/zero").open("rb") as endless:
        done = check(tmp_path, "-", endless)
    assert one_sentence(done) == f"<stdin>:1:1  CE404 error: the file is larger than {MOST_RECORDS // MIB} MiB"


def test_a_line_that_fills_the_largest_file(tmp_path: Path) -> None:
    """With a letter in four bytes, so that all of the text takes four bytes a letter."""
    start = "member,date,hours,\U0001f600".encode()
    (tmp_path / "line.csv").write_bytes(start + b"x" * (MOST_RECORDS - len(start)))
    assert one_sentence(check(tmp_path, "line.csv")) == (
        "line.csv  CE318 error: a line of the file is longer than 8388608 characters"
    )


@pytest.mark.parametrize("words", [["check", "rules.ce", "bomb.xlsx"], ["import", "bomb.xlsx"]])
def test_a_workbook_that_unpacks_to_more_than_it_weighs(tmp_path: Path, words: list[str]) -> None:
    """300 MiB of blanks packed into less than one; the whole program has one GiB."""
    (tmp_path / "rules.ce").write_text("require 3h within 3y\n")
    (tmp_path / "bomb.xlsx").write_bytes(bomb(300 * MIB))
    done = subprocess.run(
        [sys.executable, "-c", WITHIN_A_GIB, *words, "--as-of", "2025-12-31"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert one_sentence(done) == "bomb.xlsx  CE318 error: unpacked, the workbook is larger than 256 MiB"


ODD = [
    (".", ".  CE402 error: `.` is a folder, not a file"),
    ("/dev/null", "/dev/null  CE402 error: `/dev/null` is a device, not a file"),
    ("gone.csv", "gone.csv  CE401 error: there is no file `gone.csv`"),
    ("", "CE401 error: the name of a file is empty"),
    ("rules.ce/x", "rules.ce/x  CE401 error: there is no file `rules.ce/x`"),
    ("loop", "loop:1:1  CE403 error: `loop` cannot be read: too many levels of symbolic links"),
    ("x" * 300, f"{'x' * 300}:1:1  CE403 error: `{'x' * 300}` cannot be read: file name too long"),
]


@pytest.mark.parametrize(("named", "sentence"), ODD, ids=["folder", "device", "gone", "none", "below", "loop", "long"])
def test_what_is_no_file(named: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert one_sentence(check(tmp_path, named)) == sentence


def test_a_pipe_into_which_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.2)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found = files.file_bytes(str(pipe), 100)
    assert isinstance(found, Diagnostic)
    assert (found.code, found.message) == ("CE402", f"`{pipe}` is a pipe, and nothing is written into it")


@pytest.mark.parametrize(("wait", "text"), [(0.0, b"member,date\n"), (1.0, b"member,date\n"), (0.0, b"")])
def test_a_pipe_into_which_something_is_written(
    wait: float, text: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes, once somebody has opened it."""
    monkeypatch.setattr(files, "_PATIENCE", 0.5)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as file:
            time.sleep(wait)
            file.write(text)

    writer = threading.Thread(target=write)
    writer.start()
    assert files.file_bytes(str(pipe), 100) == text
    writer.join()

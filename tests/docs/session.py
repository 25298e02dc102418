"""Sessions in a document, run in process: `$ cedsl ...`, with `printf`, `cat`, `head`, `|`, `<` and `>` around it."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from cedsl.cli import cedsl

ENVIRONMENT = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
WIDTH = 78
"""Of help on a terminal of 80 columns or more: click leaves two free, but not under its own test runner."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a terminal shows, and the exit code of the last program."""

    output: str
    code: int


def replay(body: str, folder: Path) -> Ran:
    """Runs every command of a session in the folder; the session as it should stand, and the last code. No terminal
    shows a byte order mark.
    """
    lines: list[str] = []
    code = 0
    for command in commands(body):
        ran = run(command, folder, code)
        code = ran.code
        shown = ran.output.replace("\ufeff", "")
        lines.append(f"$ {command}\n{shown}")
        if ran.output and not ran.output.endswith("\n"):
            lines.append("\n")
    return Ran("".join(lines), code)


def commands(body: str) -> list[str]:
    """The lines after a `$`."""
    return [line[2:] for line in body.splitlines() if line.startswith("$ ")]


def run(command: str, folder: Path, before: int = 0) -> Ran:
    """One command line; `before` is what `$?` stands for."""
    stdin = b""
    ran = Ran("", 0)
    stages = [stage.strip() for stage in command.split(" | ")]
    for stage in stages:
        ran = _stage(stage, folder, stdin, before)
        stdin = ran.output.encode("utf-8", "surrogateescape")
    return ran


def _stage(stage: str, folder: Path, stdin: bytes, before: int) -> Ran:
    words = shlex.split(stage)
    words, source = _cut(words, "<")
    words, target = _cut(words, ">")
    if source is not None:
        stdin = (folder / source).read_bytes()
    match words:
        case ["echo", "$?"]:
            ran = Ran(f"{before}\n", 0)
        case ["printf", text]:
            ran = Ran(_unescaped(text).decode("utf-8", "surrogateescape"), 0)
        case ["cat", *files]:
            ran = Ran("".join((folder / file).read_text("utf-8") for file in files), 0)
        case ["head", count]:
            lines = stdin.decode("utf-8", "surrogateescape").splitlines(keepends=True)
            ran = Ran("".join(lines[: abs(int(count))]), 0)
        case ["cedsl", *arguments]:
            ran = _cedsl(arguments, folder, stdin)
        case _:
            raise AssertionError(f"a session does not know how to run: {stage}")
    if target is None:
        return ran
    (folder / target).write_bytes(ran.output.encode("utf-8", "surrogateescape"))
    return Ran("", ran.code)


def _cut(words: list[str], mark: str) -> tuple[list[str], str | None]:
    if mark not in words:
        return words, None
    at = words.index(mark)
    return [*words[:at], *words[at + 2 :]], words[at + 1]


_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9a-f]{2}|n|r|t|\\)")
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\"}


def _unescaped(text: str) -> bytes:
    def byte(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        if sign in _PLAIN:
            return _PLAIN[sign]
        return bytes([int(sign[1:], 16) if sign.startswith(b"x") else int(sign, 8)])

    return _ESCAPE.sub(byte, text.encode())


def _cedsl(arguments: list[str], folder: Path, stdin: bytes) -> Ran:
    here = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(
            cedsl, arguments, input=stdin, prog_name="cedsl", env=ENVIRONMENT, terminal_width=WIDTH
        )
    finally:
        os.chdir(here)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.output, result.exit_code)

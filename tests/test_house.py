"""The house rules that no linter states for us."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cedsl"
FILES = sorted(PACKAGE.rglob("*.py"))
WORLDLY = {"cli", "workspace", "resources", "__main__"}
"""The rooms that may touch the world; all others are pure."""
BANNED_NAMES = {"open", "print", "float", "input", "eval", "exec"}
BANNED_ATTRIBUTES = {"today", "now", "environ", "read_text", "write_text"}
WRITES_METHODS = {("lean.py", "exec")}
"""Compiles the methods of dataclasses of the names of their fields, as the standard library does."""
FLOATS_THAT_DECIDE_NO_VERDICT = {("diagnostic.py", "nearest"), ("diagnostic.py", "_likeness")}
"""Where a likeness of two words is a float: it chooses a guess in a message."""
CODE = re.compile(r'"(CE[0-9]{3})"')

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, the docstring not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    match function.body[0]:
        case ast.Expr(value=ast.Constant(value=str())) as docstring:
            return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)
        case _:
            return lines


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_fits_in_the_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    for function in functions(path):
        assert length(function) <= 60, function.name


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").glob("*.py")), ids=name)
def test_a_command_is_options_one_call_and_an_exit_code(path: Path) -> None:
    for function in functions(path):
        assert length(function) <= 40, function.name


def test_most_functions_are_short() -> None:
    lengths = sorted(length(function) for path in FILES for function in functions(path))
    assert median(lengths) <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25


@pytest.mark.parametrize("path", [path for path in FILES if room(path) not in WORLDLY], ids=name)
def test_pure_rooms_are_pure(path: Path) -> None:
    for node in ast.walk(tree(path)):
        match node:
            case ast.Name(id=used) if used != "float":
                assert used not in BANNED_NAMES or (name(path), used) in WRITES_METHODS, (used, node.lineno)
            case ast.Attribute(attr=used):
                assert used not in BANNED_ATTRIBUTES, (used, node.lineno)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_float_decides(path: Path) -> None:
    harmless = {
        node.lineno
        for function in functions(path)
        if (name(path), function.name) in FLOATS_THAT_DECIDE_NO_VERDICT
        for node in ast.walk(function)
        if isinstance(node, ast.expr)
    }
    for node in ast.walk(tree(path)):
        match node:
            case ast.Constant(value=float()) | ast.Name(id="float"):
                assert node.lineno in harmless, node.lineno


SPEAKING = [path for path in FILES if room(path) != "diagnostic"]
"""Where codes are made; the room of diagnostics only knows where warnings begin."""


def codes() -> list[str]:
    return sorted({code for path in SPEAKING for code in CODE.findall(path.read_text("utf-8"))})


@pytest.mark.parametrize("code", codes())
def test_every_code_is_exercised(code: str) -> None:
    """Some test, or case file of a test, names the code; its page is tested with the documents."""
    texts = (path for kind in ("*.py", "*.ce", "*.txt", "*.md") for path in (ROOT / "tests").rglob(kind))
    assert any(code in path.read_text("utf-8") for path in texts if path != Path(__file__))


def test_a_code_belongs_to_one_room() -> None:
    rooms = {(code, room(path)) for path in SPEAKING for code in CODE.findall(path.read_text("utf-8"))}
    assert sorted(code for code, _ in rooms) == codes()

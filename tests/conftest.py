"""Golden files, the seed of generated cases, and the way tests run the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cedsl.cli import cedsl

TESTS = Path(__file__).parent
COMPARED = pytest.StashKey[set[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing")
    parser.addoption("--seed", type=int, default=20241122, help="the seed of generated cases")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[COMPARED] = set()


def pytest_report_header(config: pytest.Config) -> str:
    return f"seed of generated cases: {config.getoption('--seed')} (--seed N)"


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Printed, so that a failure shows it."""
    number: int = request.config.getoption("--seed")
    print(f"seed {number}")
    return number


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(text, name)` compares with `golden/<name>` beside the test; --update-golden writes it."""

    def compare(text: str, name: str) -> None:
        file = request.path.parent / "golden" / name
        request.config.stash[COMPARED].add(file)
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="")
        assert file.exists(), f"no golden file {file.relative_to(TESTS)}; write it with --update-golden"
        with file.open(encoding="utf-8", newline="") as stored:
            assert text == stored.read()

    return compare


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """After a whole run that passed: a golden file that no test compared, and no test reads, is an orphan."""
    config = session.config
    chosen = config.option
    partly = chosen.keyword or chosen.markexpr or chosen.collectonly or chosen.deselect
    if exitstatus != 0 or partly or config.args not in ([], [str(TESTS)], ["tests"]):
        return
    orphans = sorted(
        file
        for file in TESTS.rglob("golden/*")
        if file.is_file() and file not in config.stash[COMPARED] and not _named(file)
    )
    for file in orphans:
        print(f"\norphan golden file: {file.relative_to(TESTS)}")
    if orphans:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _named(file: Path) -> bool:
    """Whether a test beside the golden folder names the file, as an input of its own."""
    return any(file.name in test.read_text("utf-8") for test in file.parent.parent.glob("*.py"))


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("check", "rules.ce", ..., stdin=b"")` in an empty folder, without a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(cedsl, list(arguments), input=stdin, prog_name="cedsl")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke

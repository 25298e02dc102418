"""What is installed from a wheel works in an empty environment, away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def done(*command: str | Path, cwd: Path) -> str:
    process = subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert process.returncode == 0, f"{command}\n{process.stdout}\n{process.stderr}"
    return process.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist and not from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    done(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir", folder, ROOT, cwd=folder)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    unpacked = folder / sdist.name.removesuffix(".tar.gz")
    done(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, unpacked, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `cedsl` of an environment that holds nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    done(
        programs / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        wheel,
        cwd=folder,
    )
    return programs / "cedsl"


def test_the_wheel_carries_what_a_checkout_has(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = {
        path.relative_to(ROOT).as_posix().replace("docs/diagnostics/", "diagnostics/")
        for folder in ("grammars", "rulesets", "profiles", "docs/diagnostics")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert {f"cedsl/{name}" for name in expected} <= names
    assert "cedsl/py.typed" in names
    assert not any(name.startswith(("tests/", "docs/")) for name in names)


def test_it_works_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "records.csv").write_text("member,date,hours,category\nM-1,2025-01-31,36,COM\n")
    check = subprocess.run(
        [installed, "check", "ala/clm", "records.csv", "--as-of", "2025-06-30"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (check.returncode, check.stderr) == (1, "")
    assert check.stdout.splitlines()[-1].startswith("1 short (1 member, ")
    assert done(installed, "explain", "CE401", cwd=tmp_path).startswith("# CE401: ")
    assert done(installed, "render", "ala/clm", "--format", "html", cwd=tmp_path).startswith(
        "<!DOCTYPE html>"
    )
    assert done(installed, "test", "ala/clm", cwd=tmp_path).splitlines()[-1].endswith(" 0 failed")
    assert str(ROOT) not in done(installed, "show", "ala/clm", cwd=tmp_path)
    (tmp_path / "more.csv").write_text("id,date,hours\nM-1,2025-01-31,6\n")
    imported = done(installed, "import", "more.csv", "--profile", "mixed-dates", "--output", "clean.csv", cwd=tmp_path)
    assert imported.splitlines()[-1] == "2 rows: 1 used, 1 skipped"

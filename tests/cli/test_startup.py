"""A check of a small file starts light: what it does not need is not imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import cedsl.workspace
from cedsl.cli import COMMANDS

HEAVY = {"duckdb", "numpy", "pyarrow", "pandas", "jinja2", "markupsafe", "rich", "babel", "lark", "openpyxl", "docx",
         "typst", "tomllib", "tomli_w", "json", "difflib", "zipfile", "xml", "html"}  # fmt: skip
"""What belongs to large registries, to pages, to other languages, to errors in rules, to other forms of files."""
NOT_OURS = ("cedsl.analysis", "cedsl.publishing.page", "cedsl.publishing.site", "cedsl.publishing.notice",
            "cedsl.publishing.render", "cedsl.syntax.recover", "cedsl.records.intake_xlsx", "cedsl.records.profile_toml",
            "cedsl.workspace.importing", "cedsl.cli.render", "cedsl.cli.import_")  # fmt: skip
RECORDS = "member,date,hours,category,mode\nA,2025-01-01,12,HR,live\nB,2025-02-03,3,HR,passive\n"
RULES = "require 36h within 3y {\n    min 3h category HR\n    cap 12h mode passive\n}\n"


def imported(*arguments: str) -> set[str]:
    """The modules that a real process imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cedsl", *arguments],
        check=False, capture_output=True, text=True, timeout=60, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr[-2000:]
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize("rules", ["rules.ce", "ala/clm"])
def test_a_check_of_a_small_file_imports_nothing_heavy(tmp_path: Path, rules: str) -> None:
    (tmp_path / "rules.ce").write_text(RULES)
    (tmp_path / "records.csv").write_text(RECORDS)
    named = str(tmp_path / rules) if rules.endswith(".ce") else rules
    found = imported("check", named, str(tmp_path / "records.csv"), "--as-of", "2025-06-30")
    assert "cedsl.publishing.report_text" in found
    assert sorted(each for each in found if each.partition(".")[0] in HEAVY) == []
    assert sorted(each for each in found if each.startswith(NOT_OURS)) == []


def test_the_help_of_a_command_imports_that_command_alone() -> None:
    found = imported("lint", "--help")
    others = {f"cedsl.cli.{name}" for name in COMMANDS} - {"cedsl.cli.lint"}
    assert found & others == set()


def test_everything_that_the_workspace_offers_is_there() -> None:
    for name in cedsl.workspace.__all__:
        assert getattr(cedsl.workspace, name) is not None
    offered = {name for names in cedsl.workspace._HOMES.values() for name in names.split()}
    assert offered == set(cedsl.workspace.__all__)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        cedsl.workspace.nothing_of_the_kind

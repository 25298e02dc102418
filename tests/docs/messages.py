"""What the program prints about a block of a document."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import Block
from tests.docs.session import run

ONE_LINE = "require 36h within 3y; min 3h category HR\n"


def printed(block: Block, folder: Path) -> str:
    """Rules are linted; a table of activities is checked against the one-line ruleset."""
    match block.language:
        case "ce":
            (folder / "rules.ce").write_text(block.body, "utf-8")
            return run("cedsl lint rules.ce", folder).output
        case "csv":
            (folder / "rules.ce").write_text(ONE_LINE, "utf-8")
            (folder / "records.csv").write_text(block.body, "utf-8")
            return run("cedsl check rules.ce records.csv --as-of 2025-12-31", folder).output
        case other:
            raise AssertionError(other)

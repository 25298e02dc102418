"""Texts that a spreadsheet would run as formulas, written so that it does not, and read back as they were."""

from __future__ import annotations

import re

from cedsl.lean import regex

SIGNS = "=+-@\t\r＝＋－＠"
"""With one of them a formula begins."""

_RISKY = regex(rf"'*[{re.escape(SIGNS)}]")
_NUMBER = regex(r"-?[0-9]+(?:[./][0-9]+)?")


def guarded(text: str) -> str:
    """The text, which does not begin with a blank, with an apostrophe before it where a spreadsheet would take it for
    a formula; a number is none.
    """
    return f"'{text}" if _RISKY.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell[1:]) else cell

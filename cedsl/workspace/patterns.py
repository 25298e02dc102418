"""The files of records that are meant: by a pattern in quotes (`"exports/*.csv"`), and how large they are together."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cedsl.diagnostic import of_file
from cedsl.publishing.report import natural
from cedsl.records.intake_refused import LONGEST_TEXT_LINE
from cedsl.workspace.files import MIB, STDIN, Unread, is_there, nowhere

MOST_AT_ONCE = 64 * MIB
"""Records that are larger together are decided in columns, unless the user says otherwise."""


def are_large(paths: Sequence[str], most: int | None = None) -> bool:
    """Whether the files together are so large that members are decided in columns, or larger than `most` bytes. A file
    whose first line has no end is no table of rows, however large.
    """
    found = expanded(paths)
    whole = 0
    for each in () if isinstance(found, Unread) else found:
        with suppress(OSError, ValueError):
            whole += Path(each).stat().st_size
    large = whole > (MOST_AT_ONCE if most is None else most)
    return large and not isinstance(found, Unread) and all(map(_has_lines, found))


def _has_lines(path: str) -> bool:
    """Whether the file is Parquet, or a text whose first line ends where lines of texts do."""
    try:
        if not Path(path).is_file():
            return True
        with Path(path).open("rb") as file:
            begin = file.read(LONGEST_TEXT_LINE)
    except (OSError, ValueError):
        return True
    return begin.startswith(b"PAR1") or b"\n" in begin


def expanded(arguments: Sequence[str]) -> tuple[str, ...] | Unread:
    """The files that are named, each pattern replaced by what it fits, in natural order. A file that is there is
    itself, whatever signs its name has.
    """
    found: list[str] = []
    for each in arguments:
        if each == STDIN or not glob.has_magic(each) or is_there(each):
            found.append(each)
            continue
        fitting = glob.iglob(each, recursive=True)  # noqa: PTH207 - a path's own would lose how the name begins
        files = sorted((name for name in fitting if Path(name).is_file()), key=natural)
        if not files:
            return nowhere(each, of_file("CE401", f"no file fits `{each}`"))
        found.extend(name for name in files if name not in found)
    return tuple(found)

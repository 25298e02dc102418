"""The files of records that are meant: by a pattern in quotes (`"exports/*.csv"`), and how large they are together."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cedsl.diagnostic import of_file
from cedsl.publishing.report import natural
from cedsl.workspace.files import MIB, STDIN, Unread, is_there, nowhere

MOST_AT_ONCE = 64 * MIB
"""Records that are larger together are decided in columns, unless the user says otherwise."""


def are_large(paths: Sequence[str], most: int | None = None) -> bool:
    """Whether the files together are so large that members are decided in columns, or larger than `most` bytes."""
    whole = 0
    for each in paths:
        with suppress(OSError, ValueError):
            whole += Path(each).stat().st_size
    return whole > (MOST_AT_ONCE if most is None else most)


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

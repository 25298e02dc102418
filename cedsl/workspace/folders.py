"""A folder written whole or not at all: beside its place first, then into it in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


class TakenError(OSError):
    """The folder holds files of somebody's; it is left as it is."""


def write_folder(path: str, files: Iterable[tuple[str, bytes]], own: Callable[[Path], bool]) -> int:
    """Write a folder of files, the former one's place taken only when all of them are written; how many there are.

    `files` are names (`a/b.txt` lies in a folder of its own) with contents, and may be made while they are written. A
    former folder is replaced where it is empty or `own` says that it was made in the same way. Raises TakenError where
    it is not, and OSError where the folder cannot be written; what stood there before then stands there still.
    """
    target = Path(path).resolve()
    check_place(path, own)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent))
    try:
        number = 0
        for name, data in files:
            place = beside / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            number += 1
        beside.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o777 & ~_umask())
        check_place(path, own)
        _swap(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return number


def check_place(path: str, own: Callable[[Path], bool]) -> None:
    """Raises TakenError where the folder must not be replaced, and NotADirectoryError where it is none."""
    target = Path(path).resolve()
    if not target.exists():
        return
    if not target.is_dir():
        raise NotADirectoryError(20, "that is a file", path)
    if any(target.iterdir()) and not own(target):
        raise TakenError(17, "the folder holds other files", path)


def _swap(beside: Path, target: Path) -> None:
    """The new folder into the place of the former one, which comes back where that fails."""
    if not target.exists():
        beside.replace(target)
        return
    former = Path(tempfile.mkdtemp(prefix=f".{target.name[:80]}.", suffix=".old", dir=target.parent))
    target.replace(former / "was")
    try:
        beside.replace(target)
    except BaseException:
        (former / "was").replace(target)
        former.rmdir()
        raise
    shutil.rmtree(former, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""The tables of verdicts, written beside their places while members are decided, and put there whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cedsl.registry.verdicts import Tables, ending_of, files_of, open_tables

if TYPE_CHECKING:
    from cedsl.registry.result import Batch


class UnwritableError(OSError):
    """The tables cannot be written; what stood in their places stands there still."""


@contextmanager
def verdict_tables(path: str, about: Mapping[str, str]) -> Iterator[Tables]:
    """The tables that the file's ending asks for; they take their places when the block ends well.

    Raises UnwritableError, also from the methods of the tables. However the block ends, nothing else is left behind.
    """
    ending = ending_of(path)
    assert ending is not None
    targets = tuple(Path(each).resolve() for each in files_of(path))
    with _refused():
        _check(targets)
        beside = Path(tempfile.mkdtemp(prefix=f".{targets[0].name[:80]}.", suffix=".part", dir=targets[0].parent))
    try:
        places = tuple(beside / each.name for each in targets)
        with _refused():
            tables = open_tables(ending, places, about)
        yield _Refusing(tables)
        with _refused():
            tables.close()
            _put(places, targets, beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _check(targets: tuple[Path, ...]) -> None:
    for target in targets:
        if target.is_dir():
            raise IsADirectoryError(21, "that is a folder", str(target))
        if target.exists() and not target.is_file():
            raise OSError(22, "tables need a file of their own", str(target))


class _Refusing:
    """Tables of which every refusal is an UnwritableError, so that it is told apart from one about what is read."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @property
    def guarded(self) -> int:
        return self._tables.guarded

    @guarded.setter
    def guarded(self, number: int) -> None:
        self._tables.guarded = number

    def write(self, batch: Batch) -> None:
        with _refused():
            self._tables.write(batch)

    def close(self) -> None:
        with _refused():
            self._tables.close()


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        number = error.errno or 5
        said = error.strerror if error.filename or "\n" not in str(error.strerror) else None
        raise UnwritableError(number, _plainly(number, said or str(error))) from error


def _plainly(number: int, said: str) -> str:
    """What the system says; what a library says of it can be long."""
    return os.strerror(number) if "[errno" in said or "[Errno" in said or len(said) > 120 else said


def _put(places: tuple[Path, ...], targets: tuple[Path, ...], beside: Path) -> None:
    """The files into their places, the first of them last; where that fails half way, the former ones come back."""
    for place, target in zip(places, targets, strict=True):
        with place.open("rb") as file:
            os.fsync(file.fileno())
        if target.exists():
            place.chmod(stat.S_IMODE(target.stat().st_mode))
    undo: list[Callable[[], object]] = []
    try:
        for place, target in reversed(tuple(zip(places, targets, strict=True))):
            former = beside / f"was.{target.name}"
            with suppress(OSError):
                former.hardlink_to(target)
            place.replace(target)
            undo.append(_back(former, target))
    except BaseException:
        for each in reversed(undo):
            with suppress(OSError):
                each()
        raise


def _back(former: Path, target: Path) -> Callable[[], object]:
    def back() -> None:
        if former.exists():
            former.replace(target)
        else:
            target.unlink()

    return back

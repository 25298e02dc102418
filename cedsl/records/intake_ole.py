"""Compound files: the container of older programs, a small file system of streams."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from cedsl.lean import dataclass
from cedsl.records.intake_refused import Refused, damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA
"""From here on a number is no sector but a mark: the end of a chain, or a sector of its own purpose."""

_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SMALL = 64


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    sort: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file. Only streams that stand at its top are known: those of embedded documents are not."""

    def __init__(self, data: bytes) -> None:
        """Raises Refused for a file that does not hold together."""
        self._data = data
        if len(data) < 512:
            raise Refused(damaged("workbook"))
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Refused(damaged("workbook"))
        self._size = 1 << shift
        directory, self._cutoff, small_fat = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._sector_table()
        entries = tuple(_entries(self._chain(directory)))
        self._streams = _top(entries)
        self._small_fat = _numbers(self._chain(small_fat))
        self._small = self._chain(entries[0].start)[: entries[0].size] if entries else b""

    def names(self) -> frozenset[str]:
        """The names of streams and storages at the top, in small letters."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """A stream as a whole. Raises Refused where its sectors do not hold together."""
        entry = self._streams.get(name.lower())
        if entry is None or entry.sort != _STREAM:
            raise Refused(damaged("workbook"))
        found = self._small_chain(entry.start) if entry.size < self._cutoff else self._chain(entry.start)
        if len(found) < entry.size:
            raise Refused(damaged("workbook"))
        return found[: entry.size]

    def _sector_table(self) -> tuple[int, ...]:
        """For each sector the number of the next one of its chain."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        more, seen = struct.unpack_from("<I", self._data, 68)[0], 0
        while more < _FREE and seen * self._size < len(self._data):
            *listed, more = _numbers(self._sector(more))
            sectors += listed
            seen += 1
        kept = [each for each in sectors if each < _FREE]
        if len(kept) * self._size > len(self._data):
            raise Refused(damaged("workbook"))
        return _numbers(b"".join(map(self._sector, kept)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        found = self._data[start : start + self._size]
        if not found:
            raise Refused(damaged("workbook"))
        return found.ljust(self._size, b"\0")

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _followed(start, self._fat)))

    def _small_chain(self, start: int) -> bytes:
        places = (each * _SMALL for each in _followed(start, self._small_fat))
        return b"".join(self._small[at : at + _SMALL] for at in places)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _followed(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a chain; one that leads back into itself is damaged."""
    at, count = start, 0
    while at < _FREE:
        if at >= len(table) or count > len(table):
            raise Refused(damaged("workbook"))
        yield at
        at, count = table[at], count + 1


def _entries(directory: bytes) -> Iterator[_Entry]:
    for at in range(0, len(directory) - 127, 128):
        name, length, sort, left, right, child = struct.unpack_from("<64sHBxIII", directory, at)
        start, size = struct.unpack_from("<II", directory, at + 116)
        text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        yield _Entry(text.lower(), sort, left, right, child, start, size)


def _top(entries: tuple[_Entry, ...]) -> Mapping[str, _Entry]:
    """The entries directly below the root, which stand in a tree."""
    found: dict[str, _Entry] = {}
    waiting = [entries[0].child] if entries and entries[0].sort == _ROOT else []
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        entry = entries[at]
        if entry.sort in (_STORAGE, _STREAM):
            found.setdefault(entry.name, entry)
        waiting += [entry.left, entry.right]
    return found

"""Texts in older workbooks: in one byte or two for each letter, cut into pieces wherever a record ends."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Sequence

from cedsl.lean import dataclass
from cedsl.records.intake_refused import MOST_CELLS, Refused, too_many_cells

_WIDE, _AIDS, _RICH = 1, 4, 8
_MACINTOSH = {10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252", 1200: "utf-16-le"}


def codec_of(page: int) -> str:
    """The codec of a code page by its number; that of Western Windows where nobody knows it."""
    name = _MACINTOSH.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


@dataclass
class Texts:
    """How one workbook writes texts. `wide` is the newer way, in which each says how wide its letters are."""

    wide: bool
    codec: str = "cp1252"

    def short(self, data: bytes, at: int) -> str:
        """A text whose length is one byte."""
        length = data[at]
        if self.wide:
            return _letters(data[at + 2 :], length, data[at + 1] & _WIDE)
        return data[at + 1 : at + 1 + length].decode(self.codec, "replace")

    def long(self, data: bytes, at: int) -> str:
        """A text whose length is two bytes."""
        return self.over((data[at:],))

    def over(self, pieces: Sequence[bytes]) -> str:
        """A text whose length is two bytes, and that may go on in further pieces."""
        if self.wide:
            return _Pieces(pieces).text()
        length = struct.unpack_from("<H", pieces[0])[0]
        return b"".join(pieces)[2 : 2 + length].decode(self.codec, "replace")

    def shared(self, pieces: Sequence[bytes]) -> tuple[str, ...]:
        """The texts that cells refer to by number, in order. Raises Refused where they are too many."""
        count = struct.unpack_from("<4xI", pieces[0])[0]
        reader = _Pieces((pieces[0][8:], *pieces[1:]))
        found: list[str] = []
        while len(found) < count and not reader.is_done():
            if len(found) == MOST_CELLS:
                raise Refused(too_many_cells("workbook"))
            found.append(reader.text())
        return tuple(found)


def _letters(data: bytes, count: int, wide: int) -> str:
    return data[: count * 2].decode("utf-16-le", "replace") if wide else data[:count].decode("latin-1")


class _Pieces:
    """Reads texts one after another. Where the letters of one go on in the next piece, that begins with a byte that
    says how wide they are from there on.
    """

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._piece = self._at = 0

    def is_done(self) -> bool:
        return self._left() == 0

    def _left(self) -> int:
        """How many bytes the current piece still has, after going on to one that has any."""
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return len(self._pieces[self._piece]) - self._at if self._piece < len(self._pieces) else 0

    def _take(self, count: int) -> bytes:
        """So many bytes, across pieces."""
        parts: list[bytes] = []
        while count:
            left = min(count, self._left())
            if left == 0:
                raise IndexError(count)
            parts.append(self._pieces[self._piece][self._at : self._at + left])
            self._at += left
            count -= left
        return b"".join(parts)

    def text(self) -> str:
        count, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        aids = struct.unpack("<I", self._take(4))[0] if flags & _AIDS else 0
        text = self._spelled(count, flags & _WIDE)
        self._take(runs * 4)
        self._take(aids)
        return text

    def _spelled(self, count: int, wide: int) -> str:
        parts: list[str] = []
        piece = self._piece
        while count:
            left = self._left()
            if left and self._piece != piece:
                wide, piece = self._take(1)[0] & _WIDE, self._piece
                left = self._left()
            size = 2 if wide else 1
            letters = min(count, left // size)
            if letters == 0:
                raise IndexError(count)
            parts.append(_letters(self._take(letters * size), letters, wide))
            count -= letters
        return "".join(parts)

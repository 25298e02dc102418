"""Texts in workbooks of Excel: shared by cells, in runs, with signs that XML cannot hold."""

from __future__ import annotations

import re

from cedsl.lean import regex
from cedsl.records.intake_packed import Packed, listen
from cedsl.records.intake_refused import LONGEST_CELL, MOST_CELLS, Refused, too_long_a_cell, too_many_cells

_ESCAPED = regex(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """`_x000D_` stands for a sign that XML cannot hold. Half a sign, and the one that no text has (`_x0000_`), stay as
    they are written.
    """
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return found[0] if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign


class _Texts:
    """Hears texts: the runs of each, without the reading aids that stand above some scripts."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._length = self._aside = 0
        self._within = False

    def start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local == "rPh":
            self._aside += 1
        self._within = local == "t" and not self._aside

    def end(self, name: str) -> None:
        local = name.rpartition("}")[2]
        self._within = False
        if local == "rPh":
            self._aside -= 1
        elif local == "si":
            if len(self.found) == MOST_CELLS:
                raise Refused(too_many_cells("workbook"))
            self.found.append(unescaped("".join(self._parts)))
            self._parts.clear()
            self._length = 0

    def text(self, text: str) -> None:
        if self._within:
            self._parts.append(text)
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise Refused(too_long_a_cell())


def shared_texts(packed: Packed, part: str) -> tuple[str, ...]:
    if part.lower() not in packed.names():
        return ()
    heard = _Texts()
    listen(packed, part, heard)
    return tuple(heard.found)

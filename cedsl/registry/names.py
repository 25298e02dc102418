"""Who is meant by the cells that name members: most are names as they stand, a few the importer must read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cedsl.records.folding import trimmed
from cedsl.records.outcome import Unreadable
from cedsl.records.read import TableRead, read_tables
from cedsl.registry.files import NotPlain, Shape
from cedsl.registry.kinds import OURS, Importer, table_text
from cedsl.registry.scan import Scanned

_PLAIN = re.compile(r"[0-9A-Za-z][!-%(-~]*(?: [!-%(-~]+)*")
"""A name in which nothing wants reading: no blanks at its ends, no signs of other programs."""

MOST_ODD = 200_000
"""So many names at most are read by the importer."""


@dataclass(frozen=True)
class Names:
    """Everybody. `members` are those of the scan in its order, then those who have no row there; "" is nobody, and
    whoever is another one's name in other letters. `number` is the place of each.

    `texts` holds for some of them the cells by which their rows are found, where it is not their name alone.
    """

    members: list[str]
    number: Mapping[str, int]
    texts: Mapping[int, tuple[str, ...]]
    apart: Mapping[int, tuple[tuple[int, str], ...]]


def names_of(scanned: Scanned, shape: Shape, importer: Importer, others: Iterable[str]) -> Names:
    """Everybody whom the scan, a row apart or another file names. Raises NotPlain where too many cells want reading."""
    written = [each or "" for each in scanned.members]
    outside = [_cell(each.cells, shape.member) for each in scanned.apart]
    meant = _meant({each for each in (*written, *outside) if each and not _is_plain(each)}, shape, importer)
    members, texts = list[str](), dict[int, list[str]]()
    number: dict[str, int] = {}
    for place, text in enumerate(written):
        name = meant.get(text, text)
        first = number.setdefault(name, place)
        members.append(name if first == place else "")
        if first != place or name != text:
            texts.setdefault(first, [members[first]] if members[first] == written[first] else []).append(text)
            texts.setdefault(place, [])
    for name in (*(meant.get(text, text) for text in outside), *others):
        if name not in number:
            number[name] = len(members)
            members.append(name)
    apart: dict[int, list[tuple[int, str]]] = {}
    for text, row in zip(outside, scanned.apart, strict=True):
        place = number[meant.get(text, text)]
        lines = apart.setdefault(place, [])
        if row.whole:
            texts.setdefault(place, [members[place]]).extend(row.member)
        else:
            lines.append((row.file, row.line))
    once = {place: tuple(dict.fromkeys(each)) for place, each in texts.items()}
    return Names(members, number, once, {place: tuple(each) for place, each in apart.items()})


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if len(cells) > place else ""


def _is_plain(text: str) -> bool:
    if _PLAIN.fullmatch(text):
        return "&" not in text or ";" not in text
    return not text.isascii() and text == trimmed(text) and text[0].isalpha() and text.isprintable() and "&" not in text


def _meant(odd: set[str], shape: Shape, importer: Importer) -> Mapping[str, str]:
    """Whom the importer takes these cells to name, nobody where they are no name."""
    if len(odd) > MOST_ODD or any(OURS in each for each in odd):
        raise NotPlain("a file with too many names that want a second look")
    texts = sorted(odd)
    if not texts:
        return {}
    rows = [(*shape.pattern[: shape.member], each, *shape.pattern[shape.member + 1 :]) for each in texts]
    found = read_tables((("", table_text(rows, shape)),), importer.schema, importer.profile, importer.horizon)
    if isinstance(found, Unreadable) or not isinstance(found[0], TableRead):
        raise NotPlain("a file whose names are not decided by their own cells")
    outcomes = found[0].records.outcomes
    return dict(zip(texts, outcomes.members[outcomes.head :], strict=True))

"""What the notices of many members are called, and the list of them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from cedsl.lean import dataclass, regex
from cedsl.records.guard import guarded

INDEX = "index.csv"
COLUMNS = ("member", "ruleset", "edition", "verdict", "file")
DIGITS = (12, 24, 64)
"""How much of its fingerprint a name is given until no two are alike."""

_PLAIN = regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,78}[A-Za-z0-9_-]|[A-Za-z0-9]")
_TAKEN = frozenset(
    {"index", "con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""What means something else: devices of some systems, and the page that a web server shows of a folder."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A notice in the list: `verdict` is the word of the rules, `file` the name beside the list."""

    member: str
    ruleset: str
    edition: str
    verdict: str
    file: str


def file_names(ids: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """A name for each, without its ending: the id itself where any system takes it for a name, else one made of it.

    Each id has one or several parts. No two names are alike, also where capitals do not matter, as long as no two
    ids are; and a name hangs on no other id unless they would be alike.
    """
    names = [_name(each) for each in ids]
    for digits in DIGITS:
        times = Counter(each.casefold() for each in names)
        names = [
            _marked(".".join(each), each, digits) if times[name.casefold()] > 1 else name
            for name, each in zip(names, ids, strict=True)
        ]
    return tuple(names)


def _name(parts: tuple[str, ...]) -> str:
    joined = ".".join(parts)
    taken = joined.partition(".")[0].casefold() in _TAKEN
    return joined if _PLAIN.fullmatch(joined) and not taken else _marked(joined, parts, DIGITS[0])


def _marked(text: str, parts: tuple[str, ...], digits: int) -> str:
    """What of the text can stand in a name, with the fingerprint of the whole id."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", text).strip("-")[:60].strip("-") or "member"
    mark = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    return f"{plain}-{mark}"


def listing(listed: Iterable[Listed]) -> str:
    """The list as a table: RFC 4180, header first; what a spreadsheet would run begins with an apostrophe."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for each in listed:
        table.writerow(map(guarded, (each.member, each.ruleset, each.edition, each.verdict, each.file)))
    return text.getvalue()


def files_of(listing_: str) -> frozenset[str] | None:
    """The files that a list names; None where the text is no such list."""
    try:
        rows = list(csv.reader(io.StringIO(listing_, newline=""), strict=True))
    except csv.Error:
        return None
    if not rows or tuple(rows[0]) != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        return None
    return frozenset(row[-1] for row in rows[1:])

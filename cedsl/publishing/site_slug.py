"""Names in addresses: whatever a ruleset is called, its pages lie in the site and nowhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

LONGEST = 60

DEVICES = frozenset({"con", "prn", "aux", "nul", "conin", "conout"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}
"""Names that Windows gives to devices, in every folder."""


def slugged(text: str, otherwise: str) -> str:
    """The text in small letters from a to z, digits and single hyphens, at most 60 of them: `Días de 2024` becomes
    `dias-de-2024`. A text without any, and the name of a device, are called `otherwise`, which must be such a name.
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).casefold()
    kept = "".join(
        each if each.isascii() and each.isalnum() else " " for each in plain if not unicodedata.combining(each)
    )
    found = "-".join(kept.split())[:LONGEST].strip("-")
    if not found:
        return otherwise
    return f"{otherwise}-{found}" if found in DEVICES else found


def distinct(names: Iterable[str], taken: Collection[str], otherwise: str) -> tuple[str, ...]:
    """The names, each once and none of them `taken`: a second `clm` is called `clm-2`."""
    used = set(taken)
    found: list[str] = []
    for name in names:
        base = f"{otherwise}-{name}" if name in taken else name
        own, number = base, 1
        while own in used:
            number += 1
            own = f"{base}-{number}"
        used.add(own)
        found.append(own)
    return tuple(found)

"""What a language draws together when slots have been filled: `de el` is `del`, `que elle` is `qu’elle`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cedsl.lean import regex

VOWEL = r"(?:[aeiouyâàéèêëîïôûùœAEIOUYÂÀÉÈÊËÎÏÔÛÙŒ]|heures?\b|habitu|honoraire|homolog)"
"""What French elides before: a vowel, or an h that is not heard."""

DRAWN: Mapping[str, Sequence[tuple[re.Pattern[str], str]]] = {
    "es": (
        (regex(r"\b([Dd])e el\b(?! [A-ZÁÉÍÓÚÑ])"), r"\1el"),
        (regex(r"\b([Aa]) el\b(?! [A-ZÁÉÍÓÚÑ])"), r"\1l"),
    ),
    "fr": (
        (regex(rf"(?<!-)\b([DdLlNnSsJj])e (?={VOWEL})"), r"\1’"),
        (regex(rf"(?<!-)\b([Ll])a (?={VOWEL})"), r"\1’"),
        (regex(rf"\b([Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)e (?={VOWEL})"), r"\1’"),
        (regex(r"\b([Ss])i (?=ils?\b)"), r"\1’"),
        (regex(r"\b([Dd])e le\b"), r"\1u"),
        (regex(r"\b([Dd])e les\b"), r"\1es"),
        (regex(r"\bà le\b"), "au"),
        (regex(r"\bÀ le\b"), "Au"),
        (regex(r"\bà les\b"), "aux"),
        (regex(r"\bÀ les\b"), "Aux"),
    ),
}
"""In their order: French elides before it contracts, for `de l’activité` stays so."""


@lru_cache(maxsize=10_000)
def contracted(text: str, language: str) -> str:
    """The text with what this language draws together; a name that begins with an article of its own stays."""
    for apart, together in DRAWN.get(language, ()):
        text = apart.sub(together, text)
    return text

"""What a language draws together when slots have been filled: `de el` is `del`, `que elle` is `qu’elle`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

VOWEL = r"(?:[aeiouyâàéèêëîïôûùœAEIOUYÂÀÉÈÊËÎÏÔÛÙŒ]|heures?\b|habitu|honoraire|homolog)"
"""What French elides before: a vowel, or an h that is not heard."""

DRAWN: Mapping[str, Sequence[tuple[re.Pattern[str], str]]] = {
    "es": (
        (re.compile(r"\b([Dd])e el\b(?! [A-ZÁÉÍÓÚÑ])"), r"\1el"),
        (re.compile(r"\b([Aa]) el\b(?! [A-ZÁÉÍÓÚÑ])"), r"\1l"),
    ),
    "fr": (
        (re.compile(rf"(?<!-)\b([DdLlNnSsJj])e (?={VOWEL})"), r"\1’"),
        (re.compile(rf"(?<!-)\b([Ll])a (?={VOWEL})"), r"\1’"),
        (re.compile(rf"\b([Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)e (?={VOWEL})"), r"\1’"),
        (re.compile(r"\b([Ss])i (?=ils?\b)"), r"\1’"),
        (re.compile(r"\b([Dd])e le\b"), r"\1u"),
        (re.compile(r"\b([Dd])e les\b"), r"\1es"),
        (re.compile(r"\bà le\b"), "au"),
        (re.compile(r"\bÀ le\b"), "Au"),
        (re.compile(r"\bà les\b"), "aux"),
        (re.compile(r"\bÀ les\b"), "Aux"),
    ),
}
"""In their order: French elides before it contracts, for `de l’activité` stays so."""


@lru_cache(maxsize=10_000)
def contracted(text: str, language: str) -> str:
    """The text with what this language draws together; a name that begins with an article of its own stays."""
    for apart, together in DRAWN.get(language, ()):
        text = apart.sub(together, text)
    return text

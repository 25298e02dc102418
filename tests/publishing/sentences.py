"""The sentences of a page, each text of the author's counted as one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from cedsl.model.ruleset import Ruleset
from cedsl.model.texts import texts
from cedsl.publishing.document import Document

UNREAD = {"anchor", "also", "line", "language", "name", "sources"}
"""Fields of a document that are no text of their own."""

QUOTED = re.compile("“[^”]*”|«[^»]*»")
END = re.compile(r"(?<=[.!?])[”»)]?\s+(?=[“«(¿¡]?[A-ZÀ-ÖØ-Þ0-9\ue000])")


def read(node: object) -> Iterator[str]:
    """Every text of the document, in its order."""
    match node:
        case str():
            yield node
        case tuple():
            for each in node:
                yield from read(each)
        case _ if is_dataclass(node):
            for each in fields(node):
                if each.name not in UNREAD:
                    yield from read(getattr(node, each.name))
        case _:
            return


def sentences(document: Document, ruleset: Ruleset) -> dict[str, int]:
    """Each sentence with the number of its words, an author's own text being one word."""
    own = sorted((each for each in texts(ruleset) if " " in each), key=len, reverse=True)
    bare = [text.rstrip(".!?") for text in own]
    variants = [each for text in bare for each in (text, text[:1].lower() + text[1:], text[:1].upper() + text[1:])]
    written = re.compile("|".join(map(re.escape, variants)) or "(?!)")
    found: dict[str, int] = {}
    for text in read(document):
        kept: list[str] = []

        def hidden(match: re.Match[str], kept: list[str] = kept) -> str:
            kept.append(match[0])
            return f"\ue000{len(kept) - 1}\ue001"

        for one in END.split(QUOTED.sub(hidden, written.sub(hidden, text))):
            count = len([word for word in one.split() if re.search(r"\w|\ue000", word)])
            found[_shown(one, kept)] = count
    return found


def _shown(text: str, kept: list[str]) -> str:
    while "\ue000" in text:
        text = re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match[1])], text)
    return text

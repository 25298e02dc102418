"""What a page says in another language than its own: found in the texts, and marked in HTML for screen readers.

The marks travel through the templates as two characters that Unicode keeps free and that `harmless` lets nobody
write. Only the finished page tells where a mark may become an element: not in a tag, a title or a style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cedsl.lean import regex
from cedsl.publishing.render_escape import harmless

OPEN, CLOSE = "\ufdd0", "\ufdd1"
START, END = '<span lang="en" class="untranslated">', "</span>"
SLOT = regex(r"\\\{\w+\\\}")
"""A slot of a message, after `re.escape`."""

CLOSED = regex(
    r"""<!--.*?-->|<(title|style|script|textarea|option)\b.*?</\1\s*>|<[a-z/!](?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL | re.IGNORECASE,
)
"""Where no element can begin: comments, tags, and the elements that hold nothing but text."""


def marker(texts: Iterable[str]) -> re.Pattern[str] | None:
    """What finds these texts, and messages with slots, inside other texts, also where the first letter was changed
    between small and capital; the longest first. None where there is nothing to find.
    """
    wanted = {harmless(text).strip().rstrip(".") for text in texts}
    found = [_pattern(text) for text in sorted(wanted, key=lambda text: (-len(text), text)) if _is_told_apart(text)]
    return regex(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)") if found else None


def _is_told_apart(text: str) -> bool:
    """Whether finding it says anything: `{label}: {line}` would be found everywhere."""
    return len(re.sub(r"\{\w+\}|\W", "", text)) >= (3 if "{" in text else 1)


def _pattern(text: str) -> str:
    first, rest = text[0], SLOT.sub(".+?", re.escape(text[1:]))
    if first == "{":
        return SLOT.sub(".+?", re.escape(text))
    forms = dict.fromkeys((first, first.upper(), first.lower()))
    return f"(?:{'|'.join(map(re.escape, forms))}){rest}"


def marked(text: str, found: re.Pattern[str]) -> str:
    """The text with two marks around each place that is not translated."""
    return found.sub(lambda match: f"{OPEN}{match[0]}{CLOSE}", text)


def spanned(html: str) -> str:
    """The page with an element for each pair of marks, and no mark left where there can be none."""
    parts: list[str] = []
    end = 0
    for closed in CLOSED.finditer(html):
        parts.append(_spanned(html[end : closed.start()]))
        parts.append(closed[0].replace(OPEN, "").replace(CLOSE, ""))
        end = closed.end()
    return "".join((*parts, _spanned(html[end:])))


def _spanned(text: str) -> str:
    return text.replace(OPEN, START).replace(CLOSE, END)

"""The foot of every printed page of HTML, as the style sheet has it: strings in which nothing can be anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cedsl.lean import dataclass
from cedsl.publishing.document import Document
from cedsl.publishing.render_escape import harmless
from cedsl.publishing.tongue import say

if TYPE_CHECKING:
    from markupsafe import Markup

NUMBER, PAGES = "\ufdd2", "\ufdd3"
"""Where the numbers stand while the message is said: two characters that Unicode keeps free."""

PLAIN = frozenset(" ,-")
"""What stands for itself in a string of a style sheet, beside letters and digits."""


@dataclass(frozen=True, slots=True)
class Foot:
    """Two values of `content`: what the document is, and which page of how many this is."""

    stamp: Markup
    page: Markup


def foot(document: Document) -> Foot:
    """The foot of the document's printed pages, in the language of the call."""
    from markupsafe import Markup

    return Foot(
        Markup(css_string(document.stamp or document.title)),  # noqa: S704
        Markup(numbered(say("Page {number} of {pages}", number=NUMBER, pages=PAGES))),  # noqa: S704
    )


def numbered(said: str) -> str:
    """The message as a value of `content`, with the counters of the style sheet in the place of its numbers."""
    counters = {NUMBER: "counter(page)", PAGES: "counter(pages)"}
    parts = said.replace(NUMBER, f"\n{NUMBER}\n").replace(PAGES, f"\n{PAGES}\n").split("\n")
    return " ".join(counters.get(part) or css_string(part) for part in parts if part)


def css_string(text: str) -> str:
    """The text as a string of a style sheet; whatever is no letter, digit or blank is written by its number."""
    return '"' + "".join(map(_escaped, harmless(text))) + '"'


def _escaped(character: str) -> str:
    return character if character.isalnum() or character in PLAIN else f"\\{ord(character):x} "

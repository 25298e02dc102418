"""What a text goes through on its way into each format: nothing of an author's can become a mark of the format."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Literal, TypeAlias, assert_never

from cedsl.lean import regex

NO_BREAK = "\u00a0"
WIDTH = 78
MARKED = frozenset("\\`*_{}[]<>|~$&#")
"""What Markdown (CommonMark, with the tables of GitHub) could take for a mark of its own anywhere."""

STARTING = regex(r"^(\d*)([-+=.)])")
"""What it could take for the beginning of a list or a rule: a sign, or a number with a sign after it."""

LISTED = regex(r"- |\[ \] |\d+\. ")
"""What begins a line of a list in plain text."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of all text after them."""


Finish: TypeAlias = Callable[[object], object]


def finish(folder: Literal["html", "md", "txt", "typ"], mark: Callable[[str], str] | None = None) -> Finish:
    """What every slot goes through on its way out; what is escaped already (`Markup`) stays as it is.

    Escaping for HTML is Jinja's own, after this; for the other formats there is nothing left to escape. `mark` is
    what else is done to a text on its way into HTML.
    """
    from markupsafe import Markup

    def finished(value: object) -> object:
        if hasattr(value, "__html__"):
            return value
        text = harmless(str(value))
        match folder:
            case "html":
                return text if mark is None else mark(text)
            case "md":
                return Markup(markdown_escaped(text))  # noqa: S704
            case "txt":
                return Markup(text)  # noqa: S704
            case "typ":
                return Markup(typst_string(text))  # noqa: S704
            case _:
                assert_never(folder)

    return finished


def harmless(text: str) -> str:
    """The text on one line, with controls and marks that turn the direction made visible (`[U+202E]`)."""
    return text if text.isprintable() else "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if character in TURNING or (not character.isprintable() and not character.isspace() and _is_control(character)):
        return f"[U+{ord(character):04X}]"
    return " " if character.isspace() and character != NO_BREAK else character


def _is_control(character: str) -> bool:
    number = ord(character)
    is_free = 0xFDD0 <= number < 0xFDF0 or number & 0xFFFE == 0xFFFE  # of these, Unicode makes no characters
    return number < 0x20 or 0x7F <= number < 0xA0 or 0xD800 <= number < 0xE000 or is_free


def markdown_escaped(text: str) -> str:
    """The text with a backslash before whatever Markdown, or a template language after it, could take up."""
    marked = "".join(f"\\{character}" if character in MARKED else character for character in text.strip())
    return STARTING.sub(r"\1\\\2", marked)


def typst_string(text: str) -> str:
    """The text as a string of typst, quotes included: whatever it holds, it is text and no markup."""
    inside = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'


def wrapped(text: str) -> str:
    """Plain text with lines of at most 78 characters (a longer word stands alone), set in as they begin."""
    return "\n".join(_wrapped(line) for line in text.split("\n"))


def _wrapped(line: str) -> str:
    words = line.lstrip(" ")
    indent = " " * (len(line) - len(words))
    if len(line) <= WIDTH or not words:
        return line
    mark = LISTED.match(words)
    hanging = indent + " " * (len(mark.group()) if mark else 0)
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )

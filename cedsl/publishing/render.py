"""The page as one text: HTML, Markdown or plain text. The same ruleset gives the same bytes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, get_args

from cedsl.diagnostic import Diagnostic
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.page import page
from cedsl.publishing.page_examples import false_examples
from cedsl.publishing.page_view import PageView

if TYPE_CHECKING:
    from jinja2 import Environment

Format: TypeAlias = Literal["html", "md", "txt"]
FORMATS: tuple[Format, ...] = get_args(Format)

WIDTH = 78
MARKED = frozenset("\\`*_{}[]<>|~$&#")
"""What Markdown (CommonMark, with the tables of GitHub) could take for a mark of its own anywhere."""

STARTING = re.compile(r"^(\d*)([-+=.)])")
"""What it could take for the beginning of a list or a rule: a sign, or a number with a sign after it."""

LISTED = re.compile(r"- |\[ \] |\d+\. ")
"""What begins a line of a list in plain text."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of all text after them."""


class FalseExampleError(ValueError):
    """A page would show an example that the rules do not bear out. `diagnostics` has one for each."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(each.message for each in diagnostics))
        self.diagnostics = diagnostics


def render(ruleset: Ruleset, format: Format, outcomes: Mapping[str, bool] | None = None) -> str:  # noqa: A002
    """The page of a ruleset, to be published. `outcomes` says of each example, by title, whether it holds.

    Raises FalseExampleError rather than publish a false example; ask `false_examples` first to have values.
    """
    found = () if outcomes is None else false_examples(ruleset, outcomes)
    if found:
        raise FalseExampleError(found)
    return laid_out(page(ruleset, outcomes), format)


def laid_out(view: PageView, format: Format) -> str:  # noqa: A002
    """The view in one format, as it is: also a false example, which is marked as an error."""
    text = _environment(format).get_template(f"page.{format}.jinja").render(page=view)
    return wrapped(text) if format == "txt" else text


@cache
def _environment(format: Format) -> Environment:  # noqa: A002
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("cedsl.publishing", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finish(format),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finish(format: Format) -> Callable[[object], object]:  # noqa: A002
    """What every slot goes through on its way out; what is escaped already (`Markup`) stays as it is.

    Escaping for HTML is Jinja's own, after this; for the other formats there is nothing left to escape.
    """
    from markupsafe import Markup

    def finish(value: object) -> object:
        if hasattr(value, "__html__"):
            return value
        text = harmless(str(value))
        match format:
            case "html":
                return text
            case "md":
                return Markup(markdown_escaped(text))  # noqa: S704
            case "txt":
                return Markup(text)  # noqa: S704
            case _:
                assert_never(format)

    return finish


def harmless(text: str) -> str:
    """The text on one line, with controls and marks that turn the direction made visible (`[U+202E]`)."""
    return "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if character in TURNING or (not character.isprintable() and not character.isspace() and _is_control(character)):
        return f"[U+{ord(character):04X}]"
    return " " if character.isspace() else character


def _is_control(character: str) -> bool:
    return ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 or 0xD800 <= ord(character) < 0xE000


def markdown_escaped(text: str) -> str:
    """The text with a backslash before whatever Markdown, or a template language after it, could take up."""
    marked = "".join(f"\\{character}" if character in MARKED else character for character in text.strip())
    return STARTING.sub(r"\1\\\2", marked)


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

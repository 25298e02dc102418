"""What is wrong in a template, in an administrator's words: Jinja's own speak of tokens and objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from jinja2 import TemplateError, TemplateNotFound, UndefinedError

from cedsl.lean import regex

Told: TypeAlias = Callable[[re.Match[str]], str]

_PARTS = {"end of print statement": "}}", "end of statement block": "%}", "begin of print statement": "{{",
          "begin of statement block": "{%"}  # fmt: skip
_NO_SUCH = regex(r"'?(?:[\w.]+\.)?(\w+)(?: object)?'? has no (?:attribute|element) '?([^']+?)'?")


def wrong(error: Exception) -> str:
    """One clause, without its place."""
    match error:
        case RecursionError():
            return "templates include or call one another without end"
        case TemplateNotFound(name=name):
            return f"there is no template `{name}`"
        case KeyError(args=(name,)):
            return f"nothing is called `{name}` here"
        case UndefinedError():
            return _first(_UNDEFINED, str(error.message)) or _plain(str(error.message))
        case TemplateError():
            message = str(error.message or error)
            return _first(_MISWRITTEN, message) or _plain(message)
        case ZeroDivisionError():
            return "a number is divided by 0"
        case _:
            return _first(_IMPOSSIBLE, str(error)) or "this cannot be worked out"


def _first(known: Sequence[tuple[str, Told]], message: str) -> str | None:
    """How the first pattern that fits says it."""
    for pattern, told in known:
        if (found := re.fullmatch(pattern, message.rstrip("."), re.DOTALL)) is not None:
            return told(found)
    return None


def _plain(message: str) -> str:
    return message.replace("'", "`").rstrip(".")


def _part(token: str) -> str:
    """A part of a template as it is written."""
    return f"`{_PARTS.get(token, token)}`"


def _no_such(found: re.Match[str]) -> str:
    """What a thing does not have: an entry of a list, or one of its own names."""
    thing, name = found.groups()
    if name.isdecimal():
        return f"the list has no entry {name}; the first is 0"
    if thing == "None":
        return f"there is nothing here that could have `{name}`"
    return f"there is no `{name}` here" if thing in {"dict", "str", "int", "tuple"} else f"`{thing}` has no `{name}`"


def _stray(found: re.Match[str]) -> str:
    closing = found[1]
    if closing.startswith("end"):
        return f"`{{% {closing} %}}` closes nothing"
    if closing in {"else", "elif"}:
        return f"`{{% {closing} %}}` stands outside `{{% if %}}`"
    return f"a template knows no `{{% {closing} %}}`"


def _open(found: re.Match[str]) -> str:
    return f"`{{% {found[1]} %}}` is never closed: write `{{% end{found[1]} %}}`"


def _crossed(found: re.Match[str]) -> str:
    written, opened = found.groups()
    if written.startswith(("end", "el")):
        return f"`{{% end{opened} %}}` must come before `{{% {written} %}}`: `{{% {opened} %}}` is still open"
    return f"a template knows no `{{% {written} %}}`"


def _missing(found: re.Match[str]) -> str:
    wanted, written = found.groups()
    what = "a name" if wanted == "name" else _part(wanted)
    return f"{what} is missing before {_part(written)}"


def _unexpected(found: re.Match[str]) -> str:
    token = found[1]
    if token in _PARTS:
        return f"something is missing before {_part(token)}"
    return f"`{token}` does not fit here; look whether every `{{{{`, `{{%` and bracket is closed"


def _character(found: re.Match[str]) -> str:
    return "words in quotes never end" if found[1] in {'"', "'"} else f"`{found[1]}` means nothing here"


_INNERMOST = r".*innermost block that needs to be closed is '(\w+)'"

_UNDEFINED: tuple[tuple[str, Told], ...] = (
    (r"'([^']+)' is undefined", lambda found: f"nothing is called `{found[1]}` here"),
    (_NO_SUCH.pattern, _no_such),
)

_MISWRITTEN: tuple[tuple[str, Told], ...] = (
    (rf"Unexpected end of template\.{_INNERMOST}", _open),
    (r"Unexpected end of template.*", lambda _: "the template ends before this is closed"),
    (rf"Encountered unknown tag '(\w+)'\.{_INNERMOST}", _crossed),
    (r"Encountered unknown tag '(\w+)'.*", _stray),
    (r"No filter named '([^']+)'", lambda found: f"nothing called `{found[1]}` can stand behind `|`"),
    (r"No test named '([^']+)'", lambda found: f"nothing called `{found[1]}` can stand behind `is`"),
    (r"unexpected '(.+)', expected '(.+)'", lambda found: f"`{found[2]}` is missing before {_part(found[1])}"),
    (r"expected token '(.+)', got '(.+)'", _missing),
    (r"unexpected '(.+)'", _unexpected),
    (r"unexpected char ['\"](.)['\"] at \d+", _character),
    (r"expected name or number", lambda _: "a name or a number is missing behind `.`"),
    (r"Missing end of comment tag", lambda _: "`{#` is never closed: write `#}`"),
    (r"Missing end of raw directive", lambda _: "`{% raw %}` is never closed: write `{% endraw %}`"),
    (r"block '([^']+)' defined twice", lambda found: f"`{{% block {found[1]} %}}` stands twice"),
    (r"cannot assign attribute.*", lambda _: "what a document holds cannot be changed; `{% set %}` gives a new name"),
    (r"access to attribute '([^']+)' of .* is unsafe", lambda found: f"`{found[1]}` cannot be used in a template"),
    (r".* is not safely callable", lambda _: "what stands before `(` cannot be used in a template"),
)

_IMPOSSIBLE: tuple[tuple[str, Told], ...] = (
    (r".* object is not callable", lambda _: "what stands before `(` cannot be called"),
    (r".* is not iterable", lambda _: "`{% for %}` needs a list, and this is none"),
    (r".*(?:unsupported operand|not supported between).*", lambda _: "these cannot be reckoned with or compared"),
)

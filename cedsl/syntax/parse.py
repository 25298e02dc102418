"""Text to syntax tree. Never raises on text: every problem is a diagnostic, and parsing goes on after it."""

from __future__ import annotations

from cedsl.diagnostic import Diagnostic
from cedsl.lean import dataclass, regex
from cedsl.source import Source, Span
from cedsl.syntax import problems
from cedsl.syntax import tree as t
from cedsl.syntax.tables import read, tables

_DEEPEST = 60
_QUOTED = regex(r'"[^"]*"|#.*')
_LONG_NUMBER = regex(r"[0-9]{13,}|(?<=\.)[0-9]{7,}")
_CONTROL = regex(r"[\0-\x08\x0b\x0e-\x1f]")
_BRACE = regex(r"[{}]")
_BRACKET = regex(r"[{}()]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of what could be read (statements with an error are left out) and every problem found.

    `names_known` tells whether every declaration was read, so that an unknown name is truly unknown.
    """

    file: t.File
    diagnostics: tuple[Diagnostic, ...]
    names_known: bool = True


def keywords() -> tuple[str, ...]:
    """Every keyword of the language, sorted; read from the grammar."""
    known = tables()
    if known is not None:
        return tuple(sorted(known.keywords))
    from cedsl.syntax.recover import grammar

    return tuple(sorted(word for word in grammar().literals.values() if word.isalpha()))


def parse(source: Source) -> Parsed:
    """The syntax tree of `source`, with everything that is wrong with its shape."""
    early = _unfit(source)
    if early:
        return Parsed(t.File(()), early, names_known=False)
    text = source.text if source.text.endswith("\n") else source.text + "\n"
    known = tables()
    file = None if known is None else read(known, text)
    if file is not None:
        return Parsed(file, ())
    from cedsl.syntax.recover import read_on  # Lark is large, and a text without a mistake needs none of it

    return Parsed(*read_on(source, text))


def _unfit(source: Source) -> tuple[Diagnostic, ...]:
    """Problems that forbid parsing at all: odd bytes, nesting beyond all reason."""
    control = _CONTROL.search(source.text)
    if control is not None:
        return (problems.control_character(Span(*control.span()), control.group()),)
    long = _LONG_NUMBER.search(source.text)
    if long is not None:
        return (problems.long_number(Span(*long.span())),)
    unclosed = _unclosed(source.text)
    if unclosed is not None:
        return (problems.unclosed(*unclosed),)
    depth = 0
    for bracket in _BRACKET.finditer(source.text):
        depth += 1 if bracket.group() in "{(" else -1
        if depth > _DEEPEST:
            return (problems.too_deep(Span(*bracket.span()), _DEEPEST),)
    return ()


def _unclosed(text: str) -> tuple[Span, Span] | None:
    """Where a block is left open and a later line stands outside it again: its brace, and that line's first word.

    Lines tell this by how far they are indented; None where every block is closed, or nothing tells.
    """
    opened: list[tuple[int, int]] = []
    noticed: tuple[Span, Span] | None = None
    offset = 0
    for line in text.split("\n"):
        bare = _QUOTED.sub(lambda found: " " * len(found.group()), line)
        words = bare.strip()
        indent = len(bare) - len(bare.lstrip())
        if words and opened and noticed is None and indent <= opened[-1][1] and not words.startswith("}"):
            brace = opened[-1][0]
            noticed = Span(brace, brace + 1), Span(offset + indent, offset + indent + len(words.split()[0]))
        for brace_here in _BRACE.finditer(bare):
            if brace_here.group() == "{":
                opened.append((offset + brace_here.start(), indent))
            elif opened:
                opened.pop()
        offset += len(line) + 1
    return noticed if opened else None

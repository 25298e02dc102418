"""One type for every problem in an author's text or records: code, place, reason, next step."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, unique

from cedsl.lean import dataclass
from cedsl.source import NOWHERE, Source, Span


@unique
class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Label:
    """A place, and why it is pointed at (may be empty)."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text at `span`; `changes_meaning` tells whether a verdict could change."""

    span: Span
    replacement: str
    changes_meaning: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem as a value. `message` is one line, lower case, no final stop, the author's words in backticks.

    `code` is `CE` and three digits; its page is docs/diagnostics/<code>.md. Codes below 500 are errors
    (nothing can be decided), codes from 500 on are warnings (findings of `cedsl lint`).
    """

    code: str
    message: str
    primary: Label
    secondary: tuple[Label, ...] = ()
    help: str | None = None
    edit: Edit | None = None

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.code >= "CE500" else Severity.ERROR


def of_file(code: str, message: str, do: str | None = None) -> Diagnostic:
    """A problem of a whole file, or of none: nothing in a text can be pointed at. `do` is the help."""
    return Diagnostic(code, message, Label(NOWHERE), help=do)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, then by code, each one once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda each: (each.primary.span, each.code)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in diagnostics)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that the author most likely meant, or None when no guess is good.

    Longest-matching-blocks ratio over case-folded words, at least 0.6; ties go to the first known.
    """
    best, best_ratio = None, 0.6
    folded = word.casefold()
    for candidate in known:
        ratio = _likeness(folded, candidate.casefold())
        if ratio > best_ratio or (best is None and ratio >= best_ratio):
            best, best_ratio = candidate, ratio
    return best


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if len(one) > 80 or abs(len(one) - len(other)) > max(len(one), len(other)) // 2:
        return 0.0
    if sorted(one) == sorted(other):
        return 0.95
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The help line for an unknown word, or None."""
    guess = nearest(word, known)
    return None if guess is None else f"did you mean `{guess}`?"


def show(diagnostic: Diagnostic, source: Source) -> str:
    """The diagnostic as text for a terminal or a log, ending in a newline.

    First line `name:line:column  CODE  message`; then each labelled line of the source with carets
    below; then the help and the command that explains the code.
    """
    start = diagnostic.primary.span.start
    place = f"{source.name}:{source.line_of(start)}:{source.column_of(start)}"
    lines = [f"{place}  {diagnostic.code} {diagnostic.severity.value}: {diagnostic.message}"]
    labels = sorted((diagnostic.primary, *diagnostic.secondary), key=lambda label: label.span)
    width = len(str(source.line_of(labels[-1].span.start)))
    for label in labels:
        lines.extend(_excerpt(label, source, width, main=label is diagnostic.primary))
    if diagnostic.help is not None:
        lines.append(f"  help: {diagnostic.help}")
    lines.append(f"  more: cedsl explain {diagnostic.code}")
    return "\n".join(lines) + "\n"


_WIDEST = 160


def _excerpt(label: Label, source: Source, width: int, *, main: bool) -> list[str]:
    line = source.line_of(label.span.start)
    column = source.column_of(label.span.start) - 1
    text = source.line_text(line)
    skip = max(0, column - _WIDEST // 2) if len(text) > _WIDEST else 0
    shown = _printable(text[skip : skip + _WIDEST])
    length = max(1, min(label.span.end - label.span.start, len(text) - column, _WIDEST // 2))
    marks = " " * (column - skip) + ("^" if main else "-") * length
    return [f"  {line:>{width}} | {shown}", f"  {' ' * width} | {marks} {label.text}".rstrip()]


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)

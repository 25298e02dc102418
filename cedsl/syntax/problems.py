"""What can be wrong with the shape of a ruleset, worded for its author. Codes CE001 to CE029."""

from __future__ import annotations

from unicodedata import category, name

from cedsl.diagnostic import Diagnostic, Edit, Label
from cedsl.source import Source, Span

OTHER_WORDS = {
    "minimum": "min",
    "least": "min",
    "max": "cap",
    "maximum": "cap",
    "most": "cap",
    "need": "require",
    "needs": "require",
    "total": "require",
    "reject": "refuse",
    "deny": "refuse",
    "additional": "plus",
    "every": "within",
    "fact": "member",
    "during": "within",
}
"""Words that authors use for a keyword, as they are met; for suggestions only."""

_EXPECTED: tuple[tuple[str, str], ...] = (
    ("COLON", "`:`"),
    ("NUMBER", "an amount such as `3h`"),
    ("DATE", "a date such as `2025-06-30`"),
    ("STRING", "words in quotes"),
    ("NAME", "a name"),
    ("LBRACE", "a block in `{ }`"),
    ("_SEP", "the end of the statement"),
)


def control_character(span: Span, character: str) -> Diagnostic:
    return Diagnostic(
        "CE001",
        f"the file holds the control character {ord(character)}, so it is not a text of rules",
        Label(span, "here"),
        help="save the rules as plain text in UTF-8",
    )


def too_deep(span: Span, deepest: int) -> Diagnostic:
    return Diagnostic(
        "CE002",
        f"brackets are nested more than {deepest} deep",
        Label(span, "one too many"),
        help="close what is finished, with `}` or `)`",
    )


def long_number(span: Span) -> Diagnostic:
    return Diagnostic(
        "CE010",
        "this number is longer than any amount of credit",
        Label(span, "more than 12 digits, or more than 6 behind the point"),
        help="write fewer digits; a fraction such as `1/3` is exact",
    )


def no_unit(span: Span, number: str) -> Diagnostic:
    return Diagnostic(
        "CE011",
        f"`{number}` has no unit",
        Label(span, "of what?"),
        help=f"write the unit behind the number, such as `{number}h` or `{number} points`",
        edit=Edit(span, f"{number}h"),
    )


def misspelt(span: Span, written: str, meant: str) -> Diagnostic:
    return Diagnostic(
        "CE003",
        f"unknown word `{_short(written)}`",
        Label(span, "not a word of the language here"),
        help=f"did you mean `{meant}`?",
        edit=Edit(span, meant),
    )


def stray_character(source: Source, start: int) -> Diagnostic:
    character = source.text[start : start + 1]
    if character == '"':
        return Diagnostic(
            "CE004",
            "words in quotes never end",
            Label(Span(start, start + 1), "the quotes open here"),
            help='close them with `"` on the same line',
        )
    shown = f"`{character}`" if character.isprintable() and not character.isspace() else "an invisible character"
    return Diagnostic(
        "CE005",
        f"{shown} means nothing here",
        Label(Span(start, start + 1), ""),
        help=_stray_help(source.text, start),
    )


def _stray_help(text: str, start: int) -> str:
    """What an author probably meant by a character that a word processor put there."""
    character, following = text[start], text[start + 1 : start + 2]
    if character in "“”„«»‟‘’‚'`":
        return 'write words in straight quotes: "like this"'
    if category(character) in {"Zs", "Cf"}:
        return f"it is a {name(character, 'mark').lower()}: replace it by an ordinary blank"
    if character in "–—−‐‑":
        return "write a plain hyphen, `-`"
    if character == "/" and following == "/":
        return "a comment begins with `#`"
    if character == "-" and following.isdigit():
        return "no amount is less than 0: leave the minus out"
    return "names are letters, digits and hyphens; other words go in quotes"


def unexpected(source: Source, span: Span, kind: str, accepts: frozenset[str]) -> Diagnostic:
    """A word in a place where it does not fit: says what was written, and what fits, as a concept."""
    written = source.text_at(span).strip() or source.text_at(span)
    if kind == "$END":
        return _ended(span, accepts)
    if kind == "_SEP":
        return Diagnostic(
            "CE006",
            "the statement breaks off",
            Label(span, "it ends here"),
            help=_place_help("", accepts) or _expectation(accepts),
        )
    if kind == "RBRACE" and "RBRACE" not in accepts and "_SEP" in accepts:
        return Diagnostic("CE007", "`}` closes nothing", Label(span, "no block is open here"), help="remove it")
    return Diagnostic(
        "CE008",
        f"`{_short(written)}` does not fit here",
        Label(span, ""),
        help=_written_help(source.text, span, accepts) or _place_help(written, accepts) or _expectation(accepts),
    )


def unclosed(opened: Span, noticed: Span) -> Diagnostic:
    return Diagnostic(
        "CE009",
        "this block is never closed",
        Label(opened, "opened here"),
        (Label(noticed, "this stands outside it again"),),
        help="close it with `}` on a line of its own",
    )


def _ended(span: Span, accepts: frozenset[str]) -> Diagnostic:
    if "RBRACE" in accepts:
        return Diagnostic(
            "CE009",
            "a block is still open at the end of the file",
            Label(span, "the file ends here"),
            help="close it with `}`",
        )
    return Diagnostic(
        "CE006", "the statement breaks off", Label(span, "the file ends here"), help=_expectation(accepts)
    )


_CONDITIONS = {"date", "member", "period", "score", "grade", "length", "title", "year", "full", "listed"}
"""Words with which a comparison begins."""


def _place_help(written: str, accepts: frozenset[str]) -> str | None:
    """What an author most probably forgot in a place of this kind."""
    if "AND" in accepts and written.casefold() in _CONDITIONS:
        return f"write `and` before `{written}`"
    if accepts == {"OF"}:
        return "a share is a share of what is required: write `of required`"
    if {"MONTHS", "WEEKS"} <= accepts:
        return "a length of time is in `y`, `months`, `weeks` or `days`"
    if "MET" in accepts:
        return "what is expected is `met`, `short`, `failed`, `exempt`, `waived`, `depends`, or a figure: `still 2h`"
    if "IS" in accepts and "_SEP" not in accepts:
        return "a comparison goes on with `is`, `at least` and the like; to name several, write `or` between them"
    return None


def _written_help(text: str, span: Span, accepts: frozenset[str]) -> str | None:
    written = text[span.start : span.end].strip()
    before, after = text[: span.start], text[span.end :]
    if written == "," and before[-1:].isdigit() and after[:1].isdigit():
        return "write a decimal with a point, such as `6.5h`"
    if written == "/" and after.startswith("/"):
        return "a comment begins with `#`"
    if written == "{" and before.rstrip(" \t").endswith("\n"):
        return "put `{` at the end of the line above"
    if written == "," and "_SEP" in accepts:
        return "to name several, write `or` between them; to end a statement, use `;` or a new line"
    if before.split("\n")[-1].split()[-1:] == ["cycle"] and written.isdigit():
        return "the cycle stands on a line of its own, above all that is required: `cycle 2y from ...`"
    if "MEMBER" in accepts and before.split()[-1:] in (["from"], ["since"], ["after"], ["before"]):
        return f"a fact about the member is written `member {_short(written)}`"
    if written.casefold() == "and":
        return "put what `or` joins in brackets: `(kind a or kind b) and category c`"
    if written == ":":
        return 'after `duty "..."` the condition comes first, then the name and the source'
    if written == "{" and "_SEP" in accepts:
        return "only some statements take a block: end this one first"
    return None


def _expectation(accepts: frozenset[str]) -> str | None:
    """At most three things that fit, in words."""
    fitting = [words for terminal, words in _EXPECTED if terminal in accepts]
    if not fitting:
        return None
    return "expected " + " or ".join(fitting[:3])


def _short(text: str) -> str:
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= 40 else line[:37] + "..."

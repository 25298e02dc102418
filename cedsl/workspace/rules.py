"""Loading rules: one file, standard input, or a bundled name."""

from __future__ import annotations

from cedsl import resources
from cedsl.diagnostic import Diagnostic, Label, did_you_mean, has_errors, in_reading_order, of_file
from cedsl.lean import dataclass
from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.source import Source, Span
from cedsl.syntax import parse
from cedsl.workspace.files import (
    MOST_RULES,
    STDIN,
    Stdin,
    Unread,
    file_bytes,
    is_there,
    named,
    neighbour,
    no_name,
    nowhere,
    within,
)
from cedsl.workspace.foreign import foreign


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rules that were read. `ruleset` is None where they have errors; warnings come with a ruleset."""

    source: Source
    ruleset: Ruleset | None
    diagnostics: tuple[Diagnostic, ...]


def load_rules(argument: str, stdin: Stdin) -> Loaded | Unread:
    """The rules at a path, from standard input (`-`), or bundled under a name such as `ala/clm`.

    A file that exists is preferred to a bundled name. Diagnostics stand in reading order.
    """
    data = _rules_bytes(argument, stdin)
    return nowhere(argument, data) if isinstance(data, Diagnostic) else read_rules(named(argument), data)


def read_rules(name: str, data: bytes) -> Loaded | Unread:
    """The rules in the bytes of a file; `name` is what messages call it."""
    other = foreign(data)
    if other is not None:
        return nowhere(name, other)
    source = _decoded(name, data)
    if isinstance(source, Unread):
        return source
    parsed = parse(source)
    resolved = resolve(parsed.file, source, names_known=parsed.names_known, whole=not parsed.diagnostics)
    diagnostics = in_reading_order((*parsed.diagnostics, *resolved.diagnostics))
    return Loaded(source, None if has_errors(diagnostics) else resolved.ruleset, diagnostics)


def findings(loaded: Loaded) -> Loaded:
    """The rules with what analysis proves about them added to what reading them found."""
    from cedsl.analysis import analyse

    if loaded.ruleset is None:
        return loaded
    found = in_reading_order((*loaded.diagnostics, *analyse(loaded.ruleset)))
    return Loaded(loaded.source, loaded.ruleset, found)


def _rules_bytes(argument: str, stdin: Stdin) -> bytes | Diagnostic:
    if not argument:
        return no_name()
    if argument == STDIN:
        return within(stdin(MOST_RULES + 1), MOST_RULES)
    if is_there(argument):
        return file_bytes(argument, MOST_RULES)
    bundled = resources.bundled(argument)
    if bundled is not None:
        return bundled
    return no_such_rules(argument, did_you_mean(argument, resources.bundled_names()) or neighbour(argument))


def _decoded(name: str, data: bytes) -> Source | Unread:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_text(name, data, error.start)
    if "\0" in text:
        return _not_text(name, data, data.index(b"\0"))
    if not text.strip():
        return Unread(Source(name, text), (empty_rules(),))
    return Source(name, text)


def _not_text(name: str, data: bytes, at: int) -> Unread:
    """One character stands for each byte, so that the place in the text is the place in the file."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Unread(Source(name, data.decode("latin-1")), (not_utf8(at, wide=wide),))


def no_such_rules(argument: str, near: str | None) -> Diagnostic:
    bundled = ", ".join(f"`{name}`" for name in resources.bundled_names())
    return of_file(
        "CE407",
        f"there is no file and no bundled ruleset `{argument}`",
        do=near or f"give a path, `-` for standard input, or a bundled name: {bundled}",
    )


def no_such_folder(argument: str) -> Diagnostic | None:
    """What to say where a folder of rules is asked for and nothing is there; None where rules are."""
    if not argument or argument == STDIN or is_there(argument) or resources.bundled(argument) is not None:
        return None
    near = did_you_mean(argument, resources.bundled_names()) or neighbour(argument)
    return of_file("CE407", f"there is no folder `{argument}`", do=near or "give the folder in which your rules lie")


def not_utf8(at: int, *, wide: bool) -> Diagnostic:
    return Diagnostic(
        "CE405",
        "the rules are not text in UTF-8",
        Label(Span(at, at + 1), "the first byte that is not"),
        help="this is UTF-16: in your editor, save it as UTF-8" if wide else "save the file as UTF-8 text",
    )


def empty_rules() -> Diagnostic:
    return of_file(
        "CE406",
        "the file is empty",
        do="a whole ruleset can be one line: `require 36h within 3y; min 3h category HR`",
    )

"""Bytes into text: byte order mark, then strict UTF-8, then Windows-1252 as the declared fallback."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from cedsl.diagnostic import Diagnostic, Label
from cedsl.records.outcome import Unreadable
from cedsl.source import Source, Span


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without its byte order mark, and what had to be assumed to read it."""

    source: Source
    notices: tuple[str, ...] = ()


def decode(name: str, data: bytes) -> Decoded | Unreadable:
    """The text of a file, or why it is not text."""
    text = _text(name, data)
    match text:
        case Unreadable():
            return text
        case Decoded(source=source):
            return _checked(text, source, data)


def _text(name: str, data: bytes) -> Decoded | Unreadable:
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(name, data, "utf-8", "UTF-8", len(codecs.BOM_UTF8))
    if data.startswith(codecs.BOM_UTF16_LE):
        return _strictly(name, data, "utf-16-le", "UTF-16", 2)
    if data.startswith(codecs.BOM_UTF16_BE):
        return _strictly(name, data, "utf-16-be", "UTF-16", 2)
    return _unmarked(name, data)


def _strictly(name: str, data: bytes, codec: str, title: str, mark: int) -> Decoded | Unreadable:
    try:
        return Decoded(Source(name, data[mark:].decode(codec)))
    except UnicodeDecodeError as error:
        at = error.start + mark
        if at >= len(data) - 3 and error.reason in _CUT_OFF:
            return _refused(name, data, cut_off(at, title))
        return _refused(name, data, not_in_encoding(at, title))


_CUT_OFF = ("unexpected end of data", "truncated data")


def _unmarked(name: str, data: bytes) -> Decoded | Unreadable:
    try:
        return Decoded(Source(name, data.decode("utf-8")))
    except UnicodeDecodeError as error:
        if error.reason in _CUT_OFF and not data[: error.start].isascii():
            return _refused(name, data, cut_off(error.start, "UTF-8"))
        return _as_windows(name, data)


def _as_windows(name: str, data: bytes) -> Decoded | Unreadable:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        return _refused(name, data, not_in_encoding(error.start, "UTF-8 or Windows-1252"))
    return Decoded(Source(name, text), ("the file is not UTF-8; it was read as Windows-1252",))


def _checked(decoded: Decoded, source: Source, data: bytes) -> Decoded | Unreadable:
    if not source.text.strip():
        return Unreadable(source.name, (empty_file(),), source)
    at = source.text.find("\0")
    if at >= 0:
        return Unreadable(source.name, (not_text(at, data),), source)
    return decoded


def _refused(name: str, data: bytes, problem: Diagnostic) -> Unreadable:
    """One character per byte, so that the place in the text is the place in the file."""
    return Unreadable(name, (problem,), Source(name, data.decode("latin-1")))


def empty_file() -> Diagnostic:
    return Diagnostic(
        "CE300",
        "the file is empty",
        Label(Span(0, 0)),
        help="the first row names the columns: `member,date,hours,category`",
    )


def not_text(at: int, data: bytes) -> Diagnostic:
    workbook = data.startswith(b"PK\x03\x04")
    found = "this is a workbook or another packed file" if workbook else "there is a byte 0 in it"
    return Diagnostic(
        "CE301",
        f"the file is not text: {found}",
        Label(Span(at, at + 1), "no text has this"),
        help="save the sheet as `CSV UTF-8` and use that file",
    )


def not_in_encoding(at: int, title: str) -> Diagnostic:
    return Diagnostic(
        "CE302",
        f"the file cannot be read as {title}",
        Label(Span(at, at + 1), "no letter of that encoding"),
        help="save the sheet as `CSV UTF-8` and use that file",
    )


def cut_off(at: int, title: str) -> Diagnostic:
    return Diagnostic(
        "CE303",
        f"the file is cut off in the middle of a letter ({title})",
        Label(Span(at, at + 1), "half a letter"),
        help="export or copy the file again",
    )

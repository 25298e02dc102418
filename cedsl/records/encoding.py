"""Bytes into text: byte order mark, then strict UTF-8, then Windows-1252 as the declared fallback."""

from __future__ import annotations

import codecs
from dataclasses import replace

from cedsl.diagnostic import Diagnostic, Label
from cedsl.lean import dataclass
from cedsl.records.outcome import Unreadable
from cedsl.source import Source, Span


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without its byte order mark, the name of its encoding, and what had to be assumed to read it."""

    source: Source
    notices: tuple[str, ...] = ()
    encoding: str = "UTF-8"


def decode(name: str, data: bytes, encoding: str = "") -> Decoded | Unreadable:
    """The text of a file, or why it is not text. A byte order mark decides; then what is settled; then the letters."""
    text = _marked(name, data, encoding) or (_strictly(name, data, encoding, 0) if encoding else _unmarked(name, data))
    match text:
        case Unreadable():
            return text
        case Decoded(source=source):
            return _checked(text, source)


ENCODINGS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}
"""The encodings that can be settled, and what messages call them."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _marked(name: str, data: bytes, settled: str) -> Decoded | Unreadable | None:
    """The text of a file that begins with a byte order mark; that the file says so outweighs what is settled."""
    mark, codec = next((each for each in _MARKS if data.startswith(each[0])), (b"", ""))
    if not codec:
        return None
    found = _strictly(name, data, codec, len(mark))
    if isinstance(found, Unreadable) or settled in ("", codec):
        return found
    notice = f"the profile says that the file is {ENCODINGS[settled]}; the file says that it is {ENCODINGS[codec]}"
    return replace(found, notices=(notice,))


def _strictly(name: str, data: bytes, codec: str, mark: int) -> Decoded | Unreadable:
    title = ENCODINGS[codec]
    try:
        return Decoded(Source(name, data[mark:].decode(codec)), encoding=title)
    except UnicodeDecodeError as error:
        at = error.start + mark
        if at >= len(data) - 3 and error.reason in _CUT_OFF:
            return _refused(name, data, cut_off(at, title))
        return _refused(name, data, not_in_encoding(at, title))


_CUT_OFF = ("unexpected end of data", "truncated data")


def _unmarked(name: str, data: bytes) -> Decoded | Unreadable:
    wide = _by_zeros(data[:_SAMPLE])
    if wide:
        decoded = _strictly(name, data, wide, 0)
        if isinstance(decoded, Unreadable):
            return decoded
        return replace(decoded, notices=("the file does not say its encoding; it was read as UTF-16",))
    try:
        return Decoded(Source(name, data.decode("utf-8")))
    except UnicodeDecodeError as error:
        if data[: error.start].isascii():
            return _as_windows(name, data)
        # Letters in two or three bytes stand before it, which other encodings hardly ever have: this one is UTF-8.
        problem = cut_off if error.reason in _CUT_OFF else not_in_encoding
        return _refused(name, data, problem(error.start, "UTF-8"))


_SAMPLE = 4096


def _by_zeros(sample: bytes) -> str:
    """The codec of a text in which nearly every second byte is 0; nothing where they stand elsewhere too."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if len(sample) < 4 or most * 10 < len(sample[1::2]) * 9 or least * 20 > len(sample):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _as_windows(name: str, data: bytes) -> Decoded | Unreadable:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        return _refused(name, data, not_in_encoding(error.start, "UTF-8 or Windows-1252"))
    return Decoded(Source(name, text), ("the file is not UTF-8; it was read as Windows-1252",), "Windows-1252")


def _checked(decoded: Decoded, source: Source) -> Decoded | Unreadable:
    if not source.text.strip():
        return Unreadable(source.name, (empty_file(),), source)
    at = source.text.find("\0")
    if at >= 0:
        return Unreadable(source.name, (not_text(at),), source)
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


def not_text(at: int) -> Diagnostic:
    return Diagnostic(
        "CE301",
        "the file is not text: there is a byte 0 in it",
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

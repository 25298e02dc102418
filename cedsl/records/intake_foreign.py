"""Files of other programs in place of a table: why they are refused, and what to do with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cedsl.lean import regex
from cedsl.records.formats import NO_TEXT, Format, Sort, by_first_bytes, in_a_compound, in_a_zip
from cedsl.records.intake_refused import Refused, another_program, damaged, locked
from cedsl.source import Source, Span

if TYPE_CHECKING:
    from cedsl.records.intake_packed import Packed

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COPY = "copy its table into a spreadsheet, save that as a workbook (.xlsx), and use that file"
_SAVE = "open it in your spreadsheet, save it as a workbook (.xlsx) or as `CSV UTF-8`, and use that file"
_EXPORT = "export the records as `CSV UTF-8` or as a workbook (.xlsx), and use that file"

_DO = {
    Sort.DOCUMENT: _COPY,
    Sort.SLIDES: _COPY,
    Sort.SHEETS: _SAVE,
    Sort.PACKED: "unpack it, and use the table inside it",
    Sort.OTHER: _EXPORT,
}

_ODS = "application/vnd.oasis.opendocument.spreadsheet"

_TEXTS = (
    (
        regex(r"<\?xml.*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        "a workbook written as XML",
        _SAVE,
    ),
    (regex(r"<\?xml.*office:document", re.DOTALL), "an OpenDocument file written as XML", _SAVE),
    (
        regex(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|meta|style|table|body)\b", re.DOTALL),
        "a web page",
        _SAVE,
    ),
    (regex(r"<\?xml\s"), "an XML file", _EXPORT),
    (regex(r"mime-version:", re.DOTALL), "a web page", _SAVE),
    (
        regex(r"\[\s*(?:[\[{\"]|\])"),
        "a list in JSON",
        "save it as JSON Lines, one object in each line, or as `CSV UTF-8`",
    ),
)
_MARKED_UP = ("<", "[", "mime")
_BEGINNING = 4096
_OBJECT = regex(r'\s*\{\s*(?:"|\}|$)', re.MULTILINE)


def is_parquet(data: bytes) -> bool:
    """Whether it is a table of a statistics program that can be read. Raises Refused for a locked one."""
    if data.startswith(b"PARE") and NO_TEXT.match(data):
        raise Refused(locked("Parquet file"))
    return data.startswith(b"PAR1") and (data == b"PAR1" or NO_TEXT.match(data) is not None)


def refuse_bytes(data: bytes) -> None:
    """Raise Refused for the files of other programs that can be told by their first bytes."""
    found = by_first_bytes(data)
    if found is not None:
        raise _refused(found)


def _refused(found: Format) -> Refused:
    return Refused(another_program(found.what, _DO[found.sort]))


def refuse_text(source: Source) -> None:
    """Raise Refused for a text that is no table but marked up in another way."""
    text = source.text[:_BEGINNING]
    blanks = len(text) - len(text.lstrip())
    beginning = text[blanks:].casefold()
    if not beginning.startswith(_MARKED_UP):
        return
    for pattern, what, do in _TEXTS:
        if pattern.match(beginning):
            raise Refused(another_program(what, do, Span(blanks, blanks + 1)), source)


def is_lines(text: str) -> bool:
    """Whether the first line that is not blank begins an object of JSON."""
    return _OBJECT.match(text) is not None


def packed_sheets(data: bytes) -> tuple[Packed, str]:
    """The packed workbook, and which of the two sorts it is: `xlsx` or `ods`. Raises Refused for anything else."""
    from cedsl.records.intake_packed import Packed

    what = "workbook" if any(mark in data for mark in (b"xl/", b"opendocument.spreadsheet")) else "packed file"
    packed = Packed(data, what)
    names = packed.names()
    if "xl/workbook.xml" in names:
        return packed, "xlsx"
    sort = packed.part("mimetype")[:200].decode("latin-1").strip() if "mimetype" in names else ""
    if sort.startswith(_ODS):
        if "content.xml" in names:
            return packed, "ods"
        raise Refused(locked(what) if "encrypted-package" in names else damaged(what))
    raise _refused(in_a_zip(lambda mark: any(each.startswith(mark) for each in (*names, sort))))


def stream_of_sheets(data: bytes) -> bytes:
    """The stream of an older workbook. Raises Refused for anything else in the same container."""
    from cedsl.records.intake_ole import Compound

    found = Compound(data)
    names = found.names()
    for stream in ("workbook", "book"):
        if stream in names:
            return found.stream(stream)
    if "encryptedpackage" in names:
        raise Refused(locked("workbook"))
    raise _refused(in_a_compound(names.__contains__))

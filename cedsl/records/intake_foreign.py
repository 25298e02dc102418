"""What a file is, by its first bytes or letters, whatever its name says; and what to do with one that is no table."""

from __future__ import annotations

import re

from cedsl.records.intake_ole import MAGIC, Compound
from cedsl.records.intake_packed import Packed
from cedsl.records.intake_refused import Refused, another_program, damaged, locked
from cedsl.source import Source, Span

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = MAGIC
PARQUET = b"PAR1"
LOCKED_PARQUET = b"PARE"

_COPY = "copy its table into a spreadsheet, save that as a workbook (.xlsx), and use that file"
_SAVE = "open it in your spreadsheet, save it as a workbook (.xlsx) or as `CSV UTF-8`, and use that file"
_UNPACK = "unpack it, and use the table inside it"
_EXPORT = "export the records as `CSV UTF-8` or as a workbook (.xlsx), and use that file"

_BEGINS = (
    (b"%PDF-", "a PDF", _EXPORT),
    (b"{\\rtf", "a document with formatting (RTF)", _COPY),
    (b"\x1f\x8b", "a packed file (gzip)", _UNPACK),
    (b"BZh", "a packed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", "a packed file (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)", _UNPACK),
    (b"Rar!\x1a\x07", "a packed file (RAR)", _UNPACK),
    (b"\x89PNG\r\n\x1a\n", "a picture", _EXPORT),
    (b"\xff\xd8\xff", "a picture", _EXPORT),
    (b"GIF8", "a picture", _EXPORT),
    (b"II*\x00", "a picture", _EXPORT),
    (b"MM\x00*", "a picture", _EXPORT),
    (b"SQLite format 3\x00", "a database", _EXPORT),
    (b"\x00\x01\x00\x00Standard ", "a database", _EXPORT),
    (b"ARROW1", "a file of a statistics program (Arrow)", _EXPORT),
    (b"FEA1", "a file of a statistics program (Feather)", _EXPORT),
    (b"Obj\x01", "a file of a statistics program (Avro)", _EXPORT),
    (b"ORC", "a file of a statistics program (ORC)", _EXPORT),
    (b"$FL2@(#)", "a file of a statistics program (SPSS)", _EXPORT),
    (b"\x09\x00\x04\x00", "a workbook of a very old spreadsheet", _SAVE),
    (b"\x09\x02\x06\x00", "a workbook of a very old spreadsheet", _SAVE),
    (b"\x09\x04\x06\x00", "a workbook of a very old spreadsheet", _SAVE),
    (b"\x09\x08\x10\x00", "a workbook of a very old spreadsheet", _SAVE),
)

_IN_A_ZIP = (
    ("xl/workbook.bin", "a workbook in the binary format (.xlsb)", _SAVE),
    ("word/", "a Word document", _COPY),
    ("ppt/", "a PowerPoint presentation", _COPY),
    ("index/document.iwa", "a document of Numbers, Pages or Keynote", _EXPORT),
    ("index.zip", "a document of Numbers, Pages or Keynote", _EXPORT),
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "application/vnd.oasis.opendocument."

_IN_OLE = (
    ("worddocument", "a Word document", _COPY),
    ("powerpoint document", "a PowerPoint presentation", _COPY),
    ("__properties_version1.0", "a message of Outlook", _EXPORT),
)

_TEXTS = (
    (
        re.compile(r"<\?xml.*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        "a workbook written as XML",
        _SAVE,
    ),
    (re.compile(r"<\?xml.*office:document", re.DOTALL), "an OpenDocument file written as XML", _SAVE),
    (
        re.compile(
            r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|meta|style|table|body)\b", re.DOTALL
        ),
        "a web page",
        _SAVE,
    ),
    (re.compile(r"<\?xml\s"), "an XML file", _EXPORT),
    (re.compile(r"mime-version:", re.DOTALL), "a web page", _SAVE),
    (
        re.compile(r"\[\s*(?:[\[{\"]|\])"),
        "a list in JSON",
        "save it as JSON Lines, one object in each line, or as `CSV UTF-8`",
    ),
)
_BEGINNING = 4096


def refuse_bytes(data: bytes) -> None:
    """Raise Refused for the files of other programs that can be told by their first bytes."""
    for mark, what, do in _BEGINS:
        if data.startswith(mark):
            raise Refused(another_program(what, do))
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        raise Refused(another_program("a picture", _EXPORT))


def refuse_text(source: Source) -> None:
    """Raise Refused for a text that is no table but marked up in another way."""
    text = source.text[:_BEGINNING]
    blanks = len(text) - len(text.lstrip())
    beginning = text[blanks:].casefold()
    for pattern, what, do in _TEXTS:
        if pattern.match(beginning):
            raise Refused(another_program(what, do, Span(blanks, blanks + 1)), source)


def packed_sheets(data: bytes) -> tuple[Packed, str]:
    """The packed workbook, and which of the two sorts it is: `xlsx` or `ods`. Raises Refused for anything else."""
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
    for mark, found, do in _IN_A_ZIP:
        if any(each.startswith(mark) for each in names):
            raise Refused(another_program(found, do))
    if sort.startswith(_ODF):
        raise Refused(another_program("an OpenDocument text or drawing", _COPY))
    raise Refused(another_program("a packed file (zip)", _UNPACK))


def stream_of_sheets(data: bytes) -> bytes:
    """The stream of an older workbook. Raises Refused for anything else in the same container."""
    found = Compound(data)
    names = found.names()
    for stream in ("workbook", "book"):
        if stream in names:
            return found.stream(stream)
    if "encryptedpackage" in names:
        raise Refused(locked("workbook"))
    for mark, what, do in _IN_OLE:
        if mark in names:
            raise Refused(another_program(what, do))
    raise Refused(another_program("a file of another program", _EXPORT))

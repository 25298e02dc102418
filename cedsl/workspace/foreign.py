"""Files of other programs that are named in place of rules: told by their first bytes, whatever they are called."""

from __future__ import annotations

from cedsl.diagnostic import Diagnostic, Label
from cedsl.source import NOWHERE

_WRITTEN = "save it as plain text in UTF-8, and name that file"
_UNPACKED = "unpack it, and name the file of rules inside it"
_COPIED = "copy the rules into a plain text file, and name that file"

_INSIDE = (
    (b"word/", "a Word document", _WRITTEN),
    (b"xl/", "an Excel workbook", _COPIED),
    (b"ppt/", "a PowerPoint presentation", _COPIED),
    (b"opendocument.text", "an OpenDocument text", _WRITTEN),
    (b"opendocument.", "an OpenDocument file", _COPIED),
    (b"Index/Document.iwa", "a document of Pages, Numbers or Keynote", _COPIED),
)
"""What a packed file is by a name that stands inside it."""

_BEGINS = (
    (b"%PDF-", "a PDF", _COPIED),
    (b"{\\rtf", "a document with formatting (RTF)", _WRITTEN),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document in the old format of Word or Excel", _WRITTEN),
    (b"\x1f\x8b", "a packed file (gzip)", _UNPACKED),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)", _UNPACKED),
    (b"Rar!\x1a\x07", "a packed file (RAR)", _UNPACKED),
    (b"\x89PNG\r\n\x1a\n", "a picture", _COPIED),
    (b"\xff\xd8\xff", "a picture", _COPIED),
    (b"SQLite format 3\0", "a database", _COPIED),
)


def foreign(data: bytes) -> Diagnostic | None:
    """Why the bytes are no rules, where they are a file of another program; None for anything else."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        named = next(((what, do) for mark, what, do in _INSIDE if mark in data), ("a packed file (zip)", _UNPACKED))
        return of_another_program(*named)
    return next((of_another_program(what, do) for mark, what, do in _BEGINS if data.startswith(mark)), None)


def of_another_program(what: str, do: str) -> Diagnostic:
    return Diagnostic("CE412", f"this is {what}, and rules are plain text: {do}", Label(NOWHERE))

"""Files of other programs: what one is, by its first bytes or by the names inside it, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, unique

from cedsl.lean import dataclass, regex


@unique
class Sort(Enum):
    """What such a file holds, which decides what can be done with it."""

    DOCUMENT = "a text with formatting"
    SLIDES = "slides"
    SHEETS = "tables"
    PACKED = "other files"
    OTHER = "anything else"


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is, with its article (`a PDF`), and what it holds."""

    what: str
    sort: Sort


OLD_SPREADSHEET = Format("a workbook of a very old spreadsheet", Sort.SHEETS)
PICTURE = Format("a picture", Sort.OTHER)
DATABASE = Format("a database", Sort.OTHER)
UNKNOWN = Format("a file of another program", Sort.OTHER)

_NO_TEXT = rb"(?=[^\0]{0,4000}\0)"
"""Behind a mark of plain letters, with which a table may begin too (`ORCID`, `PARENT`): what follows is no text."""

NO_TEXT = regex(rb"[A-Z0-9]{4}" + _NO_TEXT)


def _statistics(program: str) -> Format:
    return Format(f"a file of a statistics program ({program})", Sort.OTHER)


def _packed(program: str) -> Format:
    return Format(f"a packed file ({program})", Sort.PACKED)


_BEGINS = tuple(
    (regex(mark, re.DOTALL), found)
    for mark, found in (
        (rb"%PDF-", Format("a PDF", Sort.OTHER)),
        (rb"\{\\rtf", Format("a document with formatting (RTF)", Sort.DOCUMENT)),
        (rb"\x1f\x8b", _packed("gzip")),
        (rb"BZh[1-9](?:1AY&SY|\x17rE8P)", _packed("bzip2")),
        (rb"\xfd7zXZ\x00", _packed("xz")),
        (rb"\x28\xb5\x2f\xfd", _packed("zstd")),
        (rb"7z\xbc\xaf\x27\x1c", _packed("7z")),
        (rb"Rar!\x1a\x07", _packed("RAR")),
        (rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*", PICTURE),
        (rb"RIFF.{4}WEBP|.{4}ftyp(?:heic|mif1|avif)", PICTURE),
        (rb"SQLite format 3\x00|\x00\x01\x00\x00Standard ", DATABASE),
        (rb"ARROW1" + _NO_TEXT, _statistics("Arrow")),
        (rb"FEA1" + _NO_TEXT, _statistics("Feather")),
        (rb"Obj\x01", _statistics("Avro")),
        (rb"ORC" + _NO_TEXT, _statistics("ORC")),
        (rb"\$FL2@\(#\)", _statistics("SPSS")),
        (rb"\x09\x00\x04\x00|\x09\x02\x06\x00|\x09\x04\x06\x00|\x09\x08\x10\x00", OLD_SPREADSHEET),
    )
)

_IN_A_ZIP = (
    ("word/", Format("a Word document", Sort.DOCUMENT)),
    ("xl/workbook.bin", Format("a workbook in the binary format (.xlsb)", Sort.SHEETS)),
    ("xl/", Format("an Excel workbook", Sort.SHEETS)),
    ("ppt/", Format("a PowerPoint presentation", Sort.SLIDES)),
    ("index/document.iwa", Format("a document of Numbers, Pages or Keynote", Sort.OTHER)),
    ("index.zip", Format("a document of Numbers, Pages or Keynote", Sort.OTHER)),
    ("application/vnd.oasis.opendocument.text", Format("an OpenDocument text", Sort.DOCUMENT)),
    ("application/vnd.oasis.opendocument.spreadsheet", Format("an OpenDocument workbook", Sort.SHEETS)),
    ("application/vnd.oasis.opendocument.", Format("an OpenDocument drawing or presentation", Sort.SLIDES)),
)

_IN_OLE = (
    ("worddocument", Format("a Word document", Sort.DOCUMENT)),
    ("workbook", Format("an Excel workbook", Sort.SHEETS)),
    ("powerpoint document", Format("a PowerPoint presentation", Sort.SLIDES)),
    ("__properties_version1.0", Format("a message of Outlook", Sort.OTHER)),
)


def by_first_bytes(data: bytes) -> Format | None:
    """The files that can be told by their first bytes; None for anything else, also for a container of others."""
    return next((found for mark, found in _BEGINS if mark.match(data)), None)


def in_a_zip(has: Callable[[str], bool]) -> Format:
    """What a packed file is; `has` says whether a name in small letters stands in it, or the beginning of one, or a
    mimetype.
    """
    return next((found for mark, found in _IN_A_ZIP if has(mark)), _packed("zip"))


def in_a_compound(has: Callable[[str], bool]) -> Format:
    """What a file of an older program is; `has` says whether a stream of that name, in small letters, stands in it."""
    return next((found for mark, found in _IN_OLE if has(mark)), UNKNOWN)

"""Workbooks of older Excel (.xls, BIFF 5 and 8), record by record.

They are read here because the libraries that read them end the whole program on some damaged files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import field
from decimal import Decimal
from enum import IntEnum

from cedsl.lean import dataclass
from cedsl.records.intake_grid import Room, Sheet
from cedsl.records.intake_looks import BUILT_IN, PLAIN_LOOK, Look, look_of, shown
from cedsl.records.intake_refused import MOST_SHEETS, Refused, damaged, locked, too_many_sheets
from cedsl.records.intake_xls_text import Texts, codec_of
from cedsl.records.table import CellKind, Grid

_WHAT = "workbook"


class _Is(IntEnum):
    """The sorts of records that are looked at."""

    FORMULA = 0x0006
    END = 0x000A
    EPOCH = 0x0022
    LOCK = 0x002F
    CONTINUE = 0x003C
    CODEPAGE = 0x0042
    SHEET = 0x0085
    SEVERAL_PACKED = 0x00BD
    RICH_TEXT = 0x00D6
    STYLE = 0x00E0
    MERGED = 0x00E5
    TEXTS = 0x00FC
    SHARED_TEXT = 0x00FD
    NUMBER = 0x0203
    TEXT = 0x0204
    TRUTH = 0x0205
    RESULT = 0x0207
    ROW = 0x0208
    ARRAY_FORMULA = 0x0221
    FORMULA_TABLE = 0x0236
    PACKED = 0x027E
    FORMAT = 0x041E
    SHARED_FORMULA = 0x04BC
    BEGIN = 0x0809


_OF_A_FORMULA = frozenset({_Is.SHARED_FORMULA, _Is.ARRAY_FORMULA, _Is.FORMULA_TABLE})
"""What may stand between a formula and the text that is its result."""

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(frozen=True, slots=True)
class _Record:
    """A record with the pieces that continue it."""

    sort: int
    pieces: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        return self.pieces[0]


@dataclass
class _Book:
    """What all sheets share. `computed` is whether any formula has a result other than an empty text."""

    texts: Texts
    shared: Sequence[str] = ()
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[str, int, bool]] = field(default_factory=list)
    from_1904: bool = False
    computed: bool = False

    def look(self, style: int) -> Look:
        number = self.styles[style] if style < len(self.styles) else 0
        return look_of(self.codes[number]) if number in self.codes else BUILT_IN.get(number, PLAIN_LOOK)


def grids_of_xls(file: str, data: bytes) -> tuple[Grid, ...]:
    """Every sheet of the stream of a workbook. Raises Refused where it cannot be read."""
    try:
        book = _book(data)
        book.computed = any(_has_result(record) for _, at, _ in book.sheets for record in _sheet(data, at))
        room = Room()
        return tuple(
            _grid(file, Sheet(name, room, hidden=hidden), _sheet(data, at), book) for name, at, hidden in book.sheets
        )
    except (struct.error, IndexError, LookupError):
        raise Refused(damaged(_WHAT)) from None


def _records(data: bytes, at: int) -> Iterator[_Record]:
    """The records from that place on. Raises Refused where the data ends without a word."""
    while True:
        sort, piece = _piece(data, at)
        pieces = [piece]
        at += 4 + len(piece)
        while data[at : at + 2] == _CONTINUED:
            pieces.append(_piece(data, at)[1])
            at += 4 + len(pieces[-1])
        yield _Record(sort, tuple(pieces))


_CONTINUED = struct.pack("<H", _Is.CONTINUE)


def _piece(data: bytes, at: int) -> tuple[int, bytes]:
    sort, length = struct.unpack_from("<HH", data, at)
    found = data[at + 4 : at + 4 + length]
    if len(found) < length:
        raise Refused(damaged(_WHAT))
    return sort, found


def _book(data: bytes) -> _Book:
    first = next(_records(data, 0))
    if first.sort != _Is.BEGIN or len(first.data) < 4:
        raise Refused(damaged(_WHAT))
    book = _Book(Texts(wide=struct.unpack_from("<H", first.data)[0] >= 0x0600))
    for record in _records(data, 0):
        if record.sort == _Is.END:
            break
        _learn(record, book)
    if not book.sheets:
        raise Refused(damaged(_WHAT, "it has no sheet"))
    return book


def _learn(record: _Record, book: _Book) -> None:
    data = record.data
    match record.sort:
        case _Is.LOCK:
            raise Refused(locked(_WHAT))
        case _Is.CODEPAGE:
            book.texts.codec = codec_of(struct.unpack_from("<H", data)[0])
        case _Is.EPOCH:
            book.from_1904 = data[:2] == b"\x01\x00"
        case _Is.FORMAT:
            number = struct.unpack_from("<H", data)[0]
            book.codes[number] = book.texts.long(data, 2) if book.texts.wide else book.texts.short(data, 2)
        case _Is.STYLE:
            book.styles.append(struct.unpack_from("<H", data, 2)[0])
        case _Is.SHEET:
            at, state, sort = struct.unpack_from("<IBB", data)
            if len(book.sheets) == MOST_SHEETS:
                raise Refused(too_many_sheets())
            if sort == 0:
                book.sheets.append((book.texts.short(data, 6), at, state & 3 != 0))
        case _Is.TEXTS:
            book.shared = book.texts.shared(record.pieces)
        case _:
            pass


def _sheet(data: bytes, at: int) -> Iterator[_Record]:
    """The records of a sheet, without those of charts inside it."""
    depth = 0
    for record in _records(data, at):
        depth += (record.sort == _Is.BEGIN) - (record.sort == _Is.END)
        if depth == 0 and record.sort == _Is.END:
            return
        if depth == 0:
            raise Refused(damaged(_WHAT))
        if depth == 1 and record.sort not in (_Is.BEGIN, _Is.END):
            yield record


def _has_result(record: _Record) -> bool:
    return record.sort == _Is.FORMULA and not _is_empty_text(record.data[6:14])


def _is_empty_text(result: bytes) -> bool:
    return result[6:8] == b"\xff\xff" and result[:1] == b"\x03"


def _grid(file: str, sheet: Sheet, records: Iterator[_Record], book: _Book) -> Grid:
    pending: tuple[int, int] | None = None
    for record in records:
        if record.sort == _Is.RESULT and pending is not None:
            sheet.put(*pending, book.texts.over(record.pieces))
        if record.sort not in _OF_A_FORMULA:
            pending = None
        if record.sort == _Is.FORMULA:
            pending = _formula(record.data, sheet, book)
        else:
            _put(record, sheet, book)
    return sheet.grid(file)


def _put(record: _Record, sheet: Sheet, book: _Book) -> None:
    data = record.data
    match record.sort:
        case _Is.NUMBER:
            row, column, style = struct.unpack_from("<HHH", data)
            sheet.put(row, column, *_number(data[6:14], style, book))
        case _Is.PACKED:
            row, column, style, packed = struct.unpack_from("<HHHI", data)
            sheet.put(row, column, *_shown(_unpacked(packed), style, book))
        case _Is.SEVERAL_PACKED:
            row, first = struct.unpack_from("<HH", data)
            for at in range(4, len(data) - 7, 6):
                style, packed = struct.unpack_from("<HI", data, at)
                sheet.put(row, first + (at - 4) // 6, *_shown(_unpacked(packed), style, book))
        case _Is.SHARED_TEXT:
            row, column, _, number = struct.unpack_from("<HHHI", data)
            sheet.put(row, column, book.shared[number])
        case _Is.TEXT | _Is.RICH_TEXT:
            row, column = struct.unpack_from("<HH", data)
            sheet.put(row, column, book.texts.over((data[6:], *record.pieces[1:])))
        case _Is.TRUTH:
            row, column, _, value, failed = struct.unpack_from("<HHHBB", data)
            sheet.put(row, column, *_truth(value, failed=failed != 0))
        case _Is.ROW:
            row, options = struct.unpack_from("<H10xH", data)
            if options & 0x20:
                sheet.hidden_rows.add(row)
        case _Is.MERGED:
            for at in range(2, len(data) - 7, 8):
                top, last, left = struct.unpack_from("<HHH", data, at)
                sheet.merge(top, last, left)
        case _:
            pass


def _formula(data: bytes, sheet: Sheet, book: _Book) -> tuple[int, int] | None:
    """Put the result of a formula; where it is a text, that follows, and its place is given back."""
    row, column, style = struct.unpack_from("<HHH", data)
    result = data[6:14]
    if result[6:8] != b"\xff\xff":
        sheet.put(row, column, *_number(result, style, book))
        return None
    match result[0]:
        case 0:
            return row, column
        case 1 | 2:
            sheet.put(row, column, *_truth(result[2], failed=result[0] == 2))
        case 3 if not book.computed:
            sheet.put(row, column, "=", CellKind.NO_RESULT)
    return None


def _number(data: bytes, style: int, book: _Book) -> tuple[str, CellKind]:
    return _shown(Decimal(repr(struct.unpack("<d", data)[0])), style, book)


def _shown(number: Decimal, style: int, book: _Book) -> tuple[str, CellKind]:
    return shown(number, book.look(style), book.from_1904)


def _unpacked(packed: int) -> Decimal:
    """A number in four bytes: a whole one, or the upper half of one; perhaps in hundredths."""
    if packed & 2:
        number = Decimal(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        number = Decimal(repr(struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]))
    return number / 100 if packed & 1 else number


def _truth(value: int, *, failed: bool) -> tuple[str, CellKind | None]:
    if failed:
        return _ERRORS.get(value, "#ERROR!"), CellKind.FAILED
    return ("yes" if value else "no"), None

"""Workbooks of Excel and its kin (.xlsx, .xlsm), read part by part as they are unpacked.

They are read here and not by a library, because of what a verdict hangs on: a formula without a stored result, a failed
cell, `007` shown for a stored 7, and a damaged or hostile file that must end in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from posixpath import normpath

from cedsl.lean import dataclass, regex
from cedsl.records.intake_grid import Room, Sheet
from cedsl.records.intake_looks import BUILT_IN, PLAIN_LOOK, Look, look_of, numeral, shown
from cedsl.records.intake_packed import Element, Packed, elements, listen
from cedsl.records.intake_refused import LONGEST_CELL, MOST_ROWS, Refused, damaged, too_long_a_cell
from cedsl.records.intake_xlsx_text import shared_texts, unescaped
from cedsl.records.table import CellKind, Grid

WORKBOOK = "xl/workbook.xml"
_WHAT = "workbook"


def grids_of_xlsx(file: str, packed: Packed) -> tuple[Grid, ...]:
    """Every sheet of a workbook. Raises Refused where it cannot be read."""
    book = _book(packed)
    room = Room()
    return tuple(_grid(file, sheet, book, packed, room) for sheet in book.sheets)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share: the texts that cells refer to by number, how each style shows a number, the day from which
    days are counted, and whether formulas were to be computed when a spreadsheet next opens the workbook.
    """

    sheets: tuple[_Place, ...]
    texts: Sequence[str]
    looks: Sequence[Look]
    from_1904: bool
    uncomputed: bool


def _book(packed: Packed) -> _Book:
    found = elements(packed, WORKBOOK, frozenset({"sheet", "workbookPr", "calcPr"}))
    related = elements(packed, "xl/_rels/workbook.xml.rels", frozenset({"Relationship"}))
    parts = {each.get("Id"): each for each in related}
    sheets = [_place(each, parts) for each in found if each.name == "sheet"]
    if not sheets:
        raise Refused(damaged(_WHAT, "it has no sheet"))
    settings = {each.name: each for each in found if each.name != "sheet"}
    texts = _part_of("sharedStrings", related, "xl/sharedStrings.xml")
    return _Book(
        tuple(each for each in sheets if each is not None),
        shared_texts(packed, texts),
        _looks(packed, _part_of("styles", related, "xl/styles.xml")),
        _is_on(settings, "workbookPr", "date1904"),
        _is_on(settings, "calcPr", "fullCalcOnLoad"),
    )


def _place(sheet: Element, parts: Mapping[str, Element]) -> _Place | None:
    """Where the sheet is; None for a sheet of another sort, such as a chart."""
    link = next((value for key, value in sheet.attributes.items() if key.endswith("relationships}id")), "")
    part = parts.get(link)
    if part is None:
        raise Refused(damaged(_WHAT, "a sheet is missing"))
    if not part.get("Type").endswith("/worksheet"):
        return None
    return _Place(sheet.get("name"), _inside(part.get("Target")), sheet.get("state") in ("hidden", "veryHidden"))


def _part_of(kind: str, related: Sequence[Element], usual: str) -> str:
    found = (each.get("Target") for each in related if each.get("Type").endswith(f"/{kind}"))
    target = next(found, "")
    return _inside(target) if target else usual


def _inside(target: str) -> str:
    """The name of a part, seen from the folder of the workbook."""
    target = target.replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _is_on(settings: Mapping[str, Element], name: str, attribute: str) -> bool:
    return name in settings and settings[name].get(attribute) in ("1", "true", "on")


def _looks(packed: Packed, part: str) -> tuple[Look, ...]:
    """How each style of a cell shows a number, in the order of the styles."""
    found = elements(packed, part, frozenset({"numFmt", "cellXfs", "cellStyles", "cellStyleXfs", "dxfs", "xf"}))
    codes = {each.get("numFmtId"): each.get("formatCode") for each in found if each.name == "numFmt"}
    looks, inside = [], False
    for each in found:
        if each.name == "xf" and inside:
            looks.append(_look(each.get("numFmtId"), codes))
        elif each.name not in ("xf", "numFmt"):
            inside = each.name == "cellXfs"
    return tuple(looks)


def _look(number: str, codes: Mapping[str, str]) -> Look:
    if number in codes:
        return look_of(codes[number])
    return BUILT_IN.get(int(number), PLAIN_LOOK) if number.isdecimal() and len(number) < 9 else PLAIN_LOOK


# ---------------------------------------------------------------------------------------------- sheets


def _grid(file: str, place: _Place, book: _Book, packed: Packed, room: Room) -> Grid:
    sheet = Sheet(place.name, room, hidden=place.hidden)
    listen(packed, place.part, _Cells(sheet, book))
    return sheet.grid(file)


_CELL = regex(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def _position(text: str) -> tuple[int, int]:
    """The row and column, from 0, of a place such as `B11`."""
    found = _CELL.fullmatch(text)
    if found is None or int(found[2]) > MOST_ROWS:
        raise Refused(damaged(_WHAT))
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


@cache
def _local(name: str) -> str:
    return name.rpartition("}")[2]


class _Cells:
    """Hears a sheet and puts its cells into their places."""

    def __init__(self, sheet: Sheet, book: _Book) -> None:
        self._sheet = sheet
        self._book = book
        self._row = self._column = -1
        self._columns: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], tuple[str, CellKind | None]] = {}
        self._inside = False
        self._attributes: dict[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._into = ""
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if not self._inside:
            self._outside(local, attributes)
        elif local == "c":
            self._attributes = attributes
            self._value = self._formula = None
        elif local == "v" or (local == "t" and not self._aside):
            self._value = self._value or ""
            self._into = "value"
        elif local == "f":
            self._formula = ""
            self._into = "formula"
        elif local == "row":
            self._begin_row(attributes)
        elif local == "rPh":
            self._aside += 1

    def end(self, name: str) -> None:
        local = _local(name)
        self._into = ""
        if local == "c":
            if self._inside:
                self._end_cell()
        elif local == "rPh":
            self._aside -= 1
        elif local == "sheetData":
            self._inside = False

    def text(self, text: str) -> None:
        if self._into == "value":
            self._value = f"{self._value}{text}"
            if len(self._value) > LONGEST_CELL:
                raise Refused(too_long_a_cell(self._sheet.name, self._row + 1))
        elif self._into and len(self._formula or "") < LONGEST_CELL:
            self._formula = f"{self._formula}{text}"

    def _outside(self, local: str, attributes: dict[str, str]) -> None:
        if local == "sheetData":
            self._inside = True
        elif local == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            top, left = _position(first)
            self._sheet.merge(top, _position(last)[0] if last else top, left)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r", "")
        if stated and not (stated.isdecimal() and len(stated) < 8):
            raise Refused(damaged(_WHAT))
        self._row = int(stated) - 1 if stated else self._row + 1
        if not 0 <= self._row < MOST_ROWS:
            raise Refused(damaged(_WHAT))
        self._column = -1
        if attributes.get("hidden") in ("1", "true"):
            self._sheet.hidden_rows.add(self._row)

    def _end_cell(self) -> None:
        self._column = self._place(self._attributes.get("r"))
        value, formula = self._value, self._formula
        if value is None and formula is None:
            return
        text, kind = self._read(self._attributes.get("t", "n"), value, formula)
        self._sheet.put(self._row, self._column, text, kind)

    def _place(self, stated: str | None) -> int:
        """The column of a cell, which stands in the row that its place says."""
        if stated is None:
            return self._column + 1
        letters = stated.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None or stated[len(letters) :] != str(self._row + 1):
            self._row, column = _position(stated)
            self._columns[letters] = column
        return column

    def _read(self, sort: str, value: str | None, formula: str | None) -> tuple[str, CellKind | None]:
        if formula is not None and self._is_uncomputed(sort, value):
            return f"={formula}", CellKind.NO_RESULT
        value = value or ""
        match sort:
            case "n":
                return self._number(value, self._attributes.get("s", "0"))
            case "s":
                return self._shared(value), None
            case "str" | "inlineStr":
                return unescaped(value), None
            case "b":
                return ("yes" if value in ("1", "true") else "no"), None
            case "d":
                return _iso(value), CellKind.DAY
            case _:
                return value, CellKind.FAILED

    def _is_uncomputed(self, sort: str, value: str | None) -> bool:
        """Whether the result of a formula was never stored. A result may well be an empty text; what wants to be
        computed first holds a 0 in the meantime.
        """
        if not value:
            return value is None or sort != "str"
        return self._book.uncomputed and value == "0" and sort == "n"

    def _shared(self, value: str) -> str:
        if not (value.isdecimal() and len(value) < 9 and int(value) < len(self._book.texts)):
            raise Refused(damaged(_WHAT, "a text is missing"))
        return self._book.texts[int(value)]

    def _number(self, value: str, style: str) -> tuple[str, CellKind | None]:
        found = self._numbers.get((value, style))
        if found is None:
            if len(self._numbers) == _MOST_KNOWN:
                self._numbers.clear()
            found = self._numbers[value, style] = self._read_number(value, style)
        return found

    def _read_number(self, value: str, style: str) -> tuple[str, CellKind | None]:
        if not value:
            return "", None
        number = numeral(value)
        if number is None:
            return value, CellKind.FAILED
        at = int(style) if style.isdecimal() and len(style) < 9 else 0
        look = self._book.looks[at] if at < len(self._book.looks) else PLAIN_LOOK
        return shown(number, look, self._book.from_1904)


_MOST_KNOWN = 100_000
_MIDNIGHT = regex(r"T00:00(?::00(?:\.0*)?)?Z?")


def _iso(value: str) -> str:
    """A day, with its time where it has one."""
    day = _MIDNIGHT.sub("", value)
    return day.replace("T", " ", 1)

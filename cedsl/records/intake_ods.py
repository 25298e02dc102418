"""Workbooks of OpenDocument (.ods), read as they are unpacked."""

from __future__ import annotations

from decimal import Decimal

from cedsl.lean import regex
from cedsl.records.intake_grid import Room, Sheet
from cedsl.records.intake_looks import number_written, numeral, span_written
from cedsl.records.intake_packed import Packed, listen
from cedsl.records.intake_refused import (
    LONGEST_CELL,
    MOST_ROWS,
    Refused,
    damaged,
    locked,
    too_long_a_cell,
    too_many_rows,
)
from cedsl.records.table import MOST_COLUMNS, CellKind, Grid

CONTENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_WHAT = "workbook"

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

_CELLS = frozenset({_TABLE + "table-cell", _TABLE + "covered-table-cell"})
_ASIDE = frozenset(
    {
        _OFFICE + "annotation",
        _TABLE + "shapes",
        _TABLE + "tracked-changes",
        _TABLE + "dde-links",
        _TEXT + "ruby-text",
        _TEXT + "note",
    }
)
"""What stands in a cell or beside one and is no content of it; so are drawings."""
_DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


def grids_of_ods(file: str, packed: Packed) -> tuple[Grid, ...]:
    """Every sheet of a workbook. Raises Refused where it cannot be read."""
    if _MANIFEST in packed.names() and b"encryption-data" in packed.part(_MANIFEST):
        raise Refused(locked(_WHAT))
    heard = _Cells()
    listen(packed, CONTENT, heard)
    return tuple(sheet.grid(file) for sheet in heard.sheets)


class _Cells:
    """Hears the content and puts its cells into their places."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._room = Room()
        self._sheet: Sheet | None = None
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._aside = self._tables = 0
        self._row = self._rows = self._column = 0
        self._attributes: dict[str, str] | None = None
        self._paragraphs = self._length = 0
        self._words: list[str] = []
        self._within = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in _ASIDE or name.startswith(_DRAWING):
            self._aside += 1
        elif name == _TABLE + "table":
            self._begin_table(attributes)
        elif name == _TABLE + "table-row" and self._tables == 1:
            self._begin_row(attributes)
        elif name in _CELLS and self._tables == 1:
            self._attributes, self._words, self._paragraphs, self._length = attributes, [], 0, 0
        elif name.startswith(_TEXT):
            self._begin_text(name, attributes)
        elif name == _STYLE + "style":
            self._style = attributes.get(_STYLE + "name", "")
        elif name == _STYLE + "table-properties" and attributes.get(_TABLE + "display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == _TABLE + "table":
            self._tables -= 1
        elif name == _TABLE + "table-row" and self._tables == 1:
            self._row += self._rows
        elif name in _CELLS and self._tables == 1:
            self._end_cell()
        elif name == _TEXT + "p":
            self._within = False

    def text(self, text: str) -> None:
        if self._within and not self._aside:
            self._say(_BLANKS.sub(" ", text))

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            hidden = attributes.get(_TABLE + "style-name", "") in self._hidden_styles
            self._sheet = Sheet(attributes.get(_TABLE + "name", ""), self._room, hidden=hidden)
            self.sheets.append(self._sheet)
            self._row = self._rows = 0

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._rows = _count(attributes.get(_TABLE + "number-rows-repeated"))
        self._column = 0
        if attributes.get(_TABLE + "visibility") in ("collapse", "filter") and self._sheet is not None:
            self._sheet.hidden_rows.update(range(self._row, min(self._row + self._rows, MOST_ROWS)))

    def _begin_text(self, name: str, attributes: dict[str, str]) -> None:
        """A paragraph, or a sign inside one that XML would lose."""
        if name == _TEXT + "p" and self._attributes is not None:
            if self._paragraphs:
                self._say("\n")
            self._paragraphs += 1
            self._within = True
        elif name == _TEXT + "s":
            self._say(" " * min(_count(attributes.get(_TEXT + "c")), LONGEST_CELL + 1))
        elif name in (_TEXT + "tab", _TEXT + "line-break"):
            self._say("\t" if name == _TEXT + "tab" else "\n")

    def _say(self, words: str) -> None:
        self._words.append(words)
        self._length += len(words)
        if self._length > LONGEST_CELL:
            raise Refused(too_long_a_cell("" if self._sheet is None else self._sheet.name, self._row + 1))

    def _end_cell(self) -> None:
        attributes, sheet = self._attributes or {}, self._sheet
        self._attributes = None
        count = _count(attributes.get(_TABLE + "number-columns-repeated"))
        text, kind = _read(attributes, "".join(self._words))
        if text.strip() and sheet is not None:
            if self._row + self._rows > MOST_ROWS:
                raise Refused(too_many_rows(_WHAT))
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, min(self._column + count, MOST_COLUMNS + 1)):
                    sheet.put(row, column, text, kind)
            last = self._row + _count(attributes.get(_TABLE + "number-rows-spanned")) - 1
            sheet.merge(self._row, min(last, MOST_ROWS), self._column)
        self._column += count


_BLANKS = regex(r"[ \t\r\n]+")


def _count(text: str | None) -> int:
    """How often something is repeated; once where that is not said."""
    if text is None:
        return 1
    if not (text.isdecimal() and len(text) < 10):
        raise Refused(damaged(_WHAT))
    return max(1, int(text))


def _attribute(attributes: dict[str, str], local: str) -> str | None:
    """The attribute of that name, in the space of OpenDocument or in one of its extensions."""
    found = attributes.get(_OFFICE + local)
    return found if found is not None else next((v for k, v in attributes.items() if k.endswith("}" + local)), None)


def _read(attributes: dict[str, str], words: str) -> tuple[str, CellKind | None]:
    """What a cell says, given the text in which the spreadsheet shows it."""
    formula, sort = attributes.get(_TABLE + "formula"), _attribute(attributes, "value-type")
    if formula is not None and (sort == "error" or _is_error(words)):
        return words, CellKind.FAILED
    if formula is not None and sort is None and not words:
        return "=" + formula.partition("=")[2], CellKind.NO_RESULT
    match sort:
        case "float" | "currency":
            return _number(attributes.get(_OFFICE + "value", ""), words)
        case "percentage":
            number = numeral(attributes.get(_OFFICE + "value", ""))
            return (words, None) if number is None else (number_written(number * 100) + "%", CellKind.NUMBER)
        case "date":
            return _day(attributes.get(_OFFICE + "date-value", "")), CellKind.DAY
        case "time":
            return _time(attributes.get(_OFFICE + "time-value", ""), words)
        case "boolean":
            return ("yes" if attributes.get(_OFFICE + "boolean-value") == "true" else "no"), None
        case _:
            return words or attributes.get(_OFFICE + "string-value", ""), None


_ERROR = regex(r"#[A-Z/0]{2,7}[!?]?|#N/A|Err:[0-9]{3}")


def _is_error(words: str) -> bool:
    return _ERROR.fullmatch(words) is not None


_SHOWN = regex(r"(?P<before>[^0-9]*)(?P<number>[0-9](?:[0-9.,'/\- \u00a0\u202f]*[0-9])?)(?P<after>[^0-9]*)")


def _number(value: str, words: str) -> tuple[str, CellKind | None]:
    """The number that is stored, with the leading zeros, the signs between and the words beside with which it is
    shown.
    """
    number = numeral(value)
    if number is None:
        return words or value, None
    written = number_written(number)
    found = _SHOWN.fullmatch(words)
    if found is None or number < 0:
        return written, CellKind.NUMBER
    before, after = (text if any(map(str.isalnum, text)) else "" for text in (found["before"], found["after"]))
    return before + _with_zeros(written, found["number"]) + after, CellKind.NUMBER


def _with_zeros(written: str, as_shown: str) -> str:
    """`007` or `00-07` where that is how a 7 is shown."""
    digits = as_shown.replace("-", "").replace("/", "")
    fits = digits.isdecimal() and digits.lstrip("0") == written.lstrip("0")
    return as_shown if fits and (len(digits) < len(as_shown) or len(digits) > len(written)) else written


_MIDNIGHT = regex(r"T00:00(?::00(?:[.,]0*)?)?Z?")


def _day(value: str) -> str:
    return _MIDNIGHT.sub("", value).replace("T", " ", 1)


_DURATION = regex(
    r"(?P<sign>-?)P(?:(?P<days>[0-9]{1,7})D)?T?(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,9}(?:[.,][0-9]{1,18})?)S)?"
)


def _time(value: str, words: str) -> tuple[str, CellKind | None]:
    found = _DURATION.fullmatch(value)
    if found is None:
        return words or value, None
    hours = int(found["days"] or 0) * 24 + int(found["hours"] or 0)
    seconds = Decimal((found["seconds"] or "0").replace(",", ".")) + (hours * 60 + int(found["minutes"] or 0)) * 60
    return span_written(-seconds * 1000 if found["sign"] else seconds * 1000), CellKind.TIME

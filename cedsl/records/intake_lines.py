"""JSON lines: one object in each line, its keys are the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from cedsl.diagnostic import Diagnostic
from cedsl.records.encoding import Decoded
from cedsl.records.folding import bare
from cedsl.records.intake_grid import Room, Sheet
from cedsl.records.intake_looks import exactly_written, numeral
from cedsl.records.intake_refused import LONGEST_LINE, Refused, another_program, too_many_keys
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import MOST_COLUMNS, Heading, Table
from cedsl.source import Source, Span

Json: TypeAlias = "str | bool | list[Json] | dict[str, Json] | None"
"""A value in which every number is a `_Number`."""

_DEEPEST = 4
_SAYS_SO = "the file is read as JSON Lines, one object in each line"


class _Number(str):
    """A number as the file writes it."""

    __slots__ = ()


class _BrokenLineError(Exception):
    """A line is no object; the words of the exception are the end of a sentence."""


def table_of_lines(decoded: Decoded) -> Table:
    """The table in a text of JSON lines; rows are numbered as lines. A line that is no object is a refused row.

    Objects in objects become columns of their own, `result.duration`; values in a list are joined by semicolons. Raises
    Refused where no line at all is an object.
    """
    source = decoded.source
    columns = _Columns(source)
    sheet = Sheet("", Room("file"))
    broken: dict[int, Remark] = {}
    count = 0
    for count, (start, line) in enumerate(_lines(source.text), 1):
        if not line.strip():
            continue
        try:
            for name, value in _flat(_object(line)):
                sheet.put(count - 1, columns.at(name, start, line), _text(value))
        except _BrokenLineError as error:
            sentence = f"the line cannot be read: {error}"
            broken[count] = Remark(Outcome.REFUSED, "broken-line", sentence, cell=line.strip()[:200])
    if not columns.found:
        raise Refused(_no_object(source), source)
    rows = sheet.grid(source.name, count).rows
    notices = (*decoded.notices, _SAYS_SO)
    return Table(source, ",", columns.header(), rows, notices, (), 0, settled=broken, form="JSON lines")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the place where it begins."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end + 1


def _no_object(source: Source) -> Diagnostic:
    at = len(source.text) - len(source.text.lstrip())
    do = "save it as JSON Lines, one object in each line, or as `CSV UTF-8`"
    return another_program("JSON, but without an object in each line", do, Span(at, at + 1))


class _Columns:
    """The columns in the order in which their keys first appear."""

    def __init__(self, source: Source) -> None:
        self.found: dict[str, Span] = {}
        self._places: dict[str, int] = {}
        self._source = source

    def at(self, name: str, start: int, line: str) -> int:
        """The place of a column, from 0; `line` is the one in which it was met, and begins at `start`."""
        place = self._places.get(name)
        if place is None:
            if len(self.found) == MOST_COLUMNS:
                raise Refused(too_many_keys(MOST_COLUMNS, Span(start, start + len(line))), self._source)
            written = json.dumps(name.partition(".")[0], ensure_ascii=False)
            offset = start + max(0, line.find(written))
            self.found[name] = Span(offset, offset + len(written))
            place = self._places[name] = len(self._places)
        return place

    def header(self) -> tuple[Heading, ...]:
        return tuple(Heading(at, bare(name), span) for at, (name, span) in enumerate(self.found.items()))


def _object(line: str) -> Mapping[str, Json]:
    if len(line) > LONGEST_LINE:
        raise _BrokenLineError(f"it is longer than {LONGEST_LINE} characters")
    try:
        found = json.loads(
            line, parse_float=_Number, parse_int=_Number, parse_constant=_Number, object_pairs_hook=_once_each
        )
    except RecursionError:
        raise _BrokenLineError("its lists or objects are nested too deep") from None
    except ValueError:
        raise _BrokenLineError("it is no complete object in braces") from None
    if not isinstance(found, dict):
        raise _BrokenLineError("it is no object in braces")
    return found


def _once_each(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _BrokenLineError(f"the key {quoted(twice)} stands in it twice")
    return found


def _flat(found: Mapping[str, Json], above: str = "", depth: int = 0) -> Iterator[tuple[str, Json]]:
    """Every value with its key; that of an inner object follows those around it."""
    for key, value in found.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, f"{above}{key}.", depth + 1)
        else:
            yield f"{above}{key}", value


def _text(value: Json) -> str:
    """A value as the text of a cell. What cells cannot say, lists of lists, stays as it is written."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _Number():
            number = numeral(value)
            return value if number is None else exactly_written(number)
        case str():
            return _whole(value)
        case list() if not any(isinstance(each, list | dict) for each in value):
            return "; ".join(filter(None, map(_text, value)))
        case _:
            return _whole(json.dumps(value, ensure_ascii=False))


def _whole(text: str) -> str:
    """The text, where none of its letters is cut in half."""
    if not text.isascii() and any("\ud800" <= each <= "\udfff" for each in text):
        raise _BrokenLineError("it holds half a letter")
    return text

"""A profile as settings: each a path of words and a value, which is one line of its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias, TypeVar

import tomli_w

from cedsl.lean import dataclass
from cedsl.records.days import Order
from cedsl.records.folding import folded, folded_heading
from cedsl.records.numerals import Mark
from cedsl.records.profile import About, ColumnSetting, Hours, Profile, Status

T = TypeVar("T")

Worth: TypeAlias = str | bool | int | list[list[str]]
"""What a setting may be set to."""

Document: TypeAlias = dict[str, Any]
"""Settings as the tables of their file, in the order in which they are written; none that says nothing."""

ABOUTS = {"records": About.RECORDS, "members": About.MEMBERS}
ORDERS = {"day first": Order.DAY_FIRST, "month first": Order.MONTH_FIRST, "year first": Order.YEAR_FIRST}
MARKS = {"point": Mark.POINT, "comma": Mark.COMMA}
AMOUNTS = {"row": Hours.ROW, "course": Hours.COURSE}
STATUSES = {each.value: each for each in Status}
ENCODINGS = {"UTF-8": "utf-8", "UTF-16": "utf-16-le", "UTF-16 BE": "utf-16-be", "Windows-1252": "cp1252"}
SEPARATORS = {each: each for each in ("comma", "semicolon", "tab", "bar")}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that is settled, such as `columns.Datum.order` as `day first`."""

    path: tuple[str, ...]
    worth: Worth

    def line(self) -> str:
        """The line of a profile that says it, without its line ending."""
        return f"{'.'.join(map(_key, self.path))} = {_value(self.worth)}"


def _key(word: str) -> str:
    return tomli_w.dumps({word: 0}).removesuffix(" = 0\n")


def _value(worth: Any) -> str:
    if isinstance(worth, list):
        return f"[{', '.join(map(_value, worth))}]"
    return tomli_w.dumps({"v": worth}).removeprefix("v = ").removesuffix("\n")


def settings(profile: Profile) -> tuple[Setting, ...]:
    """Everything that the profile settles, in the order in which a file says it."""
    return tuple(_flat((), document(profile)))


def _flat(path: tuple[str, ...], tables: Document) -> Iterable[Setting]:
    for word, worth in tables.items():
        if isinstance(worth, dict):
            yield from _flat((*path, word), worth)
        else:
            yield Setting((*path, word), worth)


def document(profile: Profile) -> Document:
    """The settings of a profile as tables."""
    return _stated(
        {
            "name": profile.name,
            "title": profile.title,
            "about": _word(ABOUTS, profile.about),
            "encoding": _word(ENCODINGS, profile.encoding),
            "separator": profile.separator,
            "header": profile.header,
            "sheet": profile.sheet,
            "order": _word(ORDERS, profile.order),
            "decimals": _word(MARKS, profile.decimals),
            "serials": profile.serials,
            "thirds": profile.thirds,
            "whole": profile.whole,
            "hours": None if profile.hours is Hours.ROW else _word(AMOUNTS, profile.hours),
            "known-by": profile.known_by,
            "member": profile.member,
            "either": [list(each) for each in profile.either],
            "columns": {heading: _column(each) for heading, each in profile.columns.items()},
            "statuses": {word: each.value for word, each in profile.statuses.items()},
            "courses": dict(profile.courses),
            "session": {} if profile.session is None else asdict(profile.session),
        }
    )


def _column(column: ColumnSetting) -> Document:
    return _stated(
        {
            "means": column.means,
            "order": _word(ORDERS, column.order),
            "decimals": _word(MARKS, column.decimals),
            "unit": column.unit,
            "prefix": column.prefix,
            "fill": column.fill,
            "values": dict(column.values),
        }
    )


def _word(words: Mapping[str, T], meant: T | None) -> str | None:
    return next((word for word, each in words.items() if each == meant), None)


def _stated(tables: Document) -> Document:
    """Without what is not settled; `header` may be 0."""
    return {word: each for word, each in tables.items() if each not in (None, "", [], {}) and each is not False}


def with_settings(tables: Document, more: Iterable[Setting]) -> Document:
    """The tables with more settings; what was settled before is replaced. A heading is known in any spelling."""
    found = _copied(tables)
    for each in more:
        *sections, last = each.path
        table = found
        for number, word in enumerate(sections):
            table = table.setdefault(_as_there(word, table, folded_heading) if number == 1 else word, {})
        table[_as_there(last, table, folded)] = each.worth
    return found


def _copied(tables: Document) -> Document:
    return {word: _copied(each) if isinstance(each, dict) else each for word, each in tables.items()}


def _as_there(word: str, table: Document, fold: Callable[[str], str]) -> str:
    """The word in the spelling that the table has already."""
    return next((each for each in table if fold(each) == fold(word)), word)

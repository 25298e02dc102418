"""Columns whose cells say themselves what they are about: `State=FL`."""

from __future__ import annotations

import re
from dataclasses import replace

from cedsl.lean import regex
from cedsl.records.folding import folded_heading
from cedsl.records.manners import setting
from cedsl.records.mend import Mended, Source, mentions, with_cell
from cedsl.records.remark import quoted
from cedsl.records.table import Heading, Row


def with_keys_for_headings(mended: Mended, about: Source) -> Mended:
    """A column in which every cell begins with one key and `=` holds what stands behind it.

    That is so where the column has no heading of its own, and is then called by the key, or where the key is its
    heading. Below any other heading a text such as `E=mc2` stays as it is.
    """
    if not mentions(mended.table, "="):
        return mended
    for heading in mended.table.header:
        key = _common_key(mended, heading)
        if key:
            mended = _opened(mended, heading, key, about)
    return mended


_CELL = regex(r"([^\W\d_][\w .\-]{0,40}?)\s*=\s*(.*)", re.DOTALL)


def _common_key(mended: Mended, heading: Heading) -> str:
    """The key of every cell in the column, as its first cell spells it; nothing where they have none in common."""
    key = ""
    for row in mended.open_rows():
        cell = row.cell(heading.index)
        if not cell:
            continue
        found = _CELL.fullmatch(cell)
        if found is None or (key and folded_heading(found[1]) != folded_heading(key)):
            return ""
        key = key or found[1]
    own = _is_nameless(mended, heading) or folded_heading(key) == folded_heading(heading.text)
    return key if own else ""


def _is_nameless(mended: Mended, heading: Heading) -> bool:
    return not heading.text or not mended.table.head


def _opened(mended: Mended, heading: Heading, key: str, about: Source) -> Mended:
    changed: dict[int, Row] = {}
    for row in mended.open_rows():
        found = _CELL.fullmatch(row.cell(heading.index))
        if found is not None:
            changed[row.number] = with_cell(row, heading.index, found[2])
    called = _is_nameless(mended, heading) and _may_be_called(key, mended, heading, about)
    table = mended.with_rows(changed).table
    if called:
        header = tuple(replace(each, text=key) if each == heading else each for each in table.header)
        table = replace(table, header=header)
    where = f"column {heading.index + 1 - table.added}"
    said = f"every cell in {where} begins with {quoted(key + '=')}"
    named = f", so the column is called {quoted(key)}" if called else ", which is not read with it"
    return replace(mended, table=table).noticing(said + named)


def _may_be_called(key: str, mended: Mended, heading: Heading, about: Source) -> bool:
    """Not where something is settled about the column by its number, or another column has that name."""
    others = {folded_heading(each.text) for each in mended.table.header}
    is_settled = bool(heading.text) and setting(about.profile, heading).means is not None
    return not is_settled and folded_heading(key) not in others

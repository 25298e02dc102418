"""The sections about other periods and reference tables: what carries over, what is listed."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.model.ruleset import Requirement, Ruleset, Table, TableRow
from cedsl.publishing.page_rows import after_remarks, anchor
from cedsl.publishing.page_view import Carrying, Item, Link, Listing, Listings, Over, Part
from cedsl.publishing.phrase_carry import NOTHING, in_order_sentence, over_sentence, over_statements
from cedsl.publishing.phrase_english import capital, day_written
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import declared, field_title, value_written

MOST_ROWS = 20
"""How many rows of a reference table the page shows; of a longer one it says how many there are."""


def carrying(ruleset: Ruleset) -> Carrying | None:
    """What a period leaves to the next and what later hours make good, for each requirement that says so."""
    found = [(block, tuple(_items(ruleset, block))) for block in ruleset.requirements]
    told = [(block, items) for block, items in found if items]
    if not told:
        return None
    several = len(ruleset.requirements) > 1
    overs = tuple(Over(statement_label(ruleset, block) if several else "", items) for block, items in told)
    uses = any(carry.amount is None or carry.amount != NOTHING for block, _ in told for carry in block.carries)
    return Carrying(
        Link(Part.CARRYING.value, "What carries over"), overs, (in_order_sentence(ruleset),) if uses else ()
    )


def _items(ruleset: Ruleset, block: Requirement) -> Iterator[Item]:
    for each in over_statements(block):
        said = over_sentence(ruleset, block, each)
        yield Item(anchor(each.words.id), said, after_remarks(each.words, figure=True), each.words.cite)


def listings(ruleset: Ruleset) -> Listings | None:
    """Every reference table: its rows where they are few, else how many it has."""
    found = tuple(_listing(ruleset, each) for each in ruleset.tables)
    return Listings(Link(Part.TABLES.value, "Lists that decide"), found) if found else None


def _listing(ruleset: Ruleset, table: Table) -> Listing:
    dated = any(row.first is not None or row.last is not None for row in table.rows)
    titles = [capital(column.title or column.name) for column in table.columns]
    columns = (capital(field_title(ruleset, table.key)), *titles, *(["Listed"] if dated else []))
    shown = len(table.rows) <= MOST_ROWS
    return Listing(
        f"t--{anchor(table.name)}",
        capital(table.title or table.name),
        columns,
        tuple(tuple(_cells(ruleset, table, row, dated=dated)) for row in table.rows) if shown else (),
        "" if shown else f"This list has {len(table.rows)} entries. They are kept in the ruleset.",
    )


def _cells(ruleset: Ruleset, table: Table, row: TableRow, *, dated: bool) -> Iterator[str]:
    yield row.key
    for column in table.columns:
        value = row.values.get(column.name)
        field = declared(table.columns, column.name)
        yield "" if value is None else value_written(ruleset, value, field).removeprefix("“").removesuffix("”")
    if dated:
        yield _listed(row)


def _listed(row: TableRow) -> str:
    """From when until when a row holds; both days are included."""
    first = "" if row.first is None else f"from {day_written(row.first)}"
    last = "" if row.last is None else f"until {day_written(row.last)}"
    return " ".join(filter(None, (first, last))) or "at any time"

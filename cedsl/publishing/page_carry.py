"""The sections about other periods and reference tables: what carries over, what is listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cedsl.model.ruleset import Requirement, Ruleset, Table, TableRow
from cedsl.publishing.document import Block, Bullets, Cell, Item, Paragraph, Row, Section, Subheading
from cedsl.publishing.document import Table as Listing
from cedsl.publishing.page_rows import after_remarks, anchor
from cedsl.publishing.phrase_carry import NOTHING, in_order_sentence, over_sentence, over_statements
from cedsl.publishing.phrase_label import statement_label
from cedsl.publishing.phrase_names import declared, field_title, value_bare
from cedsl.publishing.phrase_words import capital, clauses, day_written, sentences
from cedsl.publishing.tongue import figures, say

MOST_ROWS = 20
"""How many rows of a reference table the page shows; of a longer one it says how many there are."""


def carrying(ruleset: Ruleset) -> Section | None:
    """What a period leaves to the next and what later hours make good, for each requirement that says so."""
    found = [(block, tuple(_items(ruleset, block))) for block in ruleset.requirements]
    told = [(block, items) for block, items in found if items]
    if not told:
        return None
    blocks: list[Block] = []
    for block, items in told:
        if len(ruleset.requirements) > 1:
            blocks.append(Subheading(statement_label(ruleset, block)))
        blocks.append(Bullets(items))
    if any(carry.amount is None or carry.amount != NOTHING for block, _ in told for carry in block.carries):
        blocks.append(Paragraph(in_order_sentence(ruleset)))
    return Section("what-carries-over", say("What carries over"), tuple(blocks))


def _items(ruleset: Ruleset, block: Requirement) -> Iterator[Item]:
    for each in over_statements(block):
        said = sentences(each.words.title or "", over_sentence(ruleset, block, each))
        yield Item(said, anchor(each.words.id), after_remarks(each.words, figure=True), each.words.cite)


def listings(ruleset: Ruleset) -> Section | None:
    """Every reference table: its rows where they are few, else how many it has."""
    blocks = tuple(each for table in ruleset.tables for each in _listing(ruleset, table))
    return Section("lists", say("Lists that decide"), blocks) if blocks else None


def _listing(ruleset: Ruleset, table: Table) -> Iterator[Block]:
    name, caption = f"t--{anchor(table.name)}", capital(table.title or table.name)
    if len(table.rows) > MOST_ROWS:
        yield Subheading(caption, name)
        yield Paragraph(_kept(len(table.rows)))
        return
    dated = any(row.first is not None or row.last is not None for row in table.rows)
    titles = [capital(column.title or column.name) for column in table.columns]
    columns = (capital(field_title(ruleset, table.key)), *titles, *([say("Listed")] if dated else []))
    rows = tuple(_row(columns, tuple(_cells(ruleset, table, row, dated=dated))) for row in table.rows)
    yield Listing(caption, columns, rows, "list", name)


def _row(columns: Sequence[str], texts: Sequence[str]) -> Row:
    """On one line each value is named by its column, for what stands alone says little."""
    beside = [say("{label}: {line}", label=column, line=text) for column, text in zip(columns, texts, strict=True)]
    return Row(tuple(map(Cell, texts)), clauses(beside))


def _kept(rows: int) -> str:
    return say("This list has {number} entries. They are kept in the ruleset.", number=figures(rows))


def _cells(ruleset: Ruleset, table: Table, row: TableRow, *, dated: bool) -> Iterator[str]:
    yield row.key
    for column in table.columns:
        value = row.values.get(column.name)
        field = declared(table.columns, column.name)
        yield "" if value is None else value_bare(ruleset, value, field)
    if dated:
        yield _listed(row)


def _listed(row: TableRow) -> str:
    """From when until when a row holds; both days are included."""
    if row.first is not None and row.last is not None:
        return say("from {first} until {last}", first=day_written(row.first), last=day_written(row.last))
    if row.first is not None:
        return say("from {day}", day=day_written(row.first))
    if row.last is not None:
        return say("until {day}", day=day_written(row.last))
    return say("at any time")

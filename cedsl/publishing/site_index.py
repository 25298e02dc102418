"""The first page of a site: every ruleset with its title, its body, its edition, and when it was last changed."""

from __future__ import annotations

from collections.abc import Sequence

from cedsl.model.ruleset import UNTITLED, Ruleset
from cedsl.publishing.document import Cell, Document, Downloads, Link, Row, Section, Table
from cedsl.publishing.phrase_words import capital, day_written
from cedsl.publishing.site_plan import Entry
from cedsl.publishing.tongue import say, spoken


def index(
    said: Sequence[tuple[Entry, tuple[Ruleset, ...]]], addresses: Sequence[str], forms: Sequence[Link]
) -> Document:
    """`said` holds each ruleset and its editions in the language of the call, `addresses` leads to the page of each."""
    rows = tuple(_row(entry, editions, address) for (entry, editions), address in zip(said, addresses, strict=True))
    columns = (say("Requirements"), say("Issued by"), say("Edition"), say("In force"), say("Last changed"))
    table = Table(say("All requirements"), columns, rows, "list")
    sections = [Section("requirements", say("Requirements"), (table,))]
    if forms:
        sections.append(Section("languages", say("Other languages"), (Downloads(tuple(forms)),)))
    return Document(
        spoken().code,
        say("Continuing education requirements"),
        (),
        (),
        tuple(sections),
        (say("cedsl makes these pages from the same rules that decide."),),
    )


def title_of(ruleset: Ruleset) -> str:
    header = ruleset.header
    return say("Requirements") if header.title == UNTITLED else capital(header.title or header.name)


def _row(entry: Entry, editions: Sequence[Ruleset], address: str) -> Row:
    ruleset = editions[entry.book.current]
    header = ruleset.header
    cells = (
        Cell(title_of(ruleset), address=address),
        Cell(header.issued_by or ""),
        Cell(header.edition or ""),
        Cell(in_force(ruleset), _coming(entry, editions)),
        Cell(_last_changed(entry, editions)),
    )
    return Row(cells, ", ".join(each.line for each in cells if each.line))


def in_force(ruleset: Ruleset) -> str:
    first, last = ruleset.header.in_force_from, ruleset.header.in_force_until
    if first is not None and last is not None:
        return say("From {first} until {last}", first=day_written(first), last=day_written(last))
    if first is not None:
        return say("From {day}", day=day_written(first))
    return "" if last is None else say("Until {day}", day=day_written(last))


def _coming(entry: Entry, editions: Sequence[Ruleset]) -> tuple[str, ...]:
    later = editions[entry.book.current + 1 :]
    days = [each.header.in_force_from for each in later if each.header.in_force_from is not None]
    return (say("A new edition is in force from {day}.", day=day_written(days[0])),) if days else ()


def _last_changed(entry: Entry, editions: Sequence[Ruleset]) -> str:
    """The first day of the edition, where another one came before it."""
    first = editions[entry.book.current].header.in_force_from
    return day_written(first) if entry.book.current and first is not None else ""

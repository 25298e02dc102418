"""What an author asks of rules without any records: their findings, their examples, their page. Each takes a folder
of editions and rows of tables as a check does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cedsl.diagnostic import has_errors, in_reading_order
from cedsl.model.ruleset import Ruleset
from cedsl.workspace.editions import Rulebook, load_editions, none_in_force, out_of_order
from cedsl.workspace.files import Stdin, Unread, nowhere
from cedsl.workspace.rules import Loaded, findings
from cedsl.workspace.tables import with_rows

if TYPE_CHECKING:
    from cedsl.analysis.readability import Readability


def examined(argument: str, tables: Sequence[tuple[str, str]], stdin: Stdin) -> tuple[Loaded, ...] | Unread:
    """The rules, or every edition in a folder, with all that is wrong or doubtful in each."""
    loaded = load_editions(argument, stdin)
    if isinstance(loaded, Unread):
        return loaded
    read = [each.ruleset for each in loaded if each.ruleset is not None]
    if len(read) < len(loaded):
        return tuple(findings(each) for each in loaded)
    rows = with_rows((read,), tables, stdin)
    if isinstance(rows, Unread):
        return rows
    wrong = out_of_order(read)
    return tuple(_examined(each, ruleset, wrong) for each, ruleset in zip(loaded, rows[0], strict=True))


def _examined(loaded: Loaded, ruleset: Ruleset, wrong: Unread | None) -> Loaded:
    """`wrong` is why the editions do not follow one another; it stands with the edition whose source it names."""
    found = findings(replace(loaded, ruleset=ruleset))
    if wrong is None or wrong.source is not loaded.source:
        return found
    return replace(found, diagnostics=in_reading_order((*found.diagnostics, *wrong.diagnostics)))


def readable(loaded: Loaded) -> tuple[Loaded, Readability | None]:
    """The rules with a remark on each long sentence of their author's, and how easily the page is read; None where the
    rules have an error.
    """
    from cedsl.analysis.readability import long_sentences, readability

    if loaded.ruleset is None or has_errors(loaded.diagnostics):
        return loaded, None
    more = (*loaded.diagnostics, *long_sentences(loaded.ruleset))
    return replace(loaded, diagnostics=in_reading_order(more)), readability(loaded.ruleset)


def filled(books: Sequence[Rulebook], tables: Sequence[tuple[str, str]], stdin: Stdin) -> tuple[Rulebook, ...] | Unread:
    """The rulesets with the rows of the files in their tables."""
    rows = with_rows([each.editions for each in books], tables, stdin)
    if isinstance(rows, Unread):
        return rows
    return tuple(replace(book, editions=editions) for book, editions in zip(books, rows, strict=True))


def edition_of(book: Rulebook, day: date) -> Ruleset | Unread:
    """The edition in force on the day; a single one whatever its days."""
    number = book.in_force(day)
    return nowhere(book.argument, none_in_force(book, day)) if number is None else book.editions[number]


def edition_before(book: Rulebook, edition: Ruleset) -> Ruleset | None:
    """The edition that came before this one, which is one of the ruleset's; None for the first."""
    number = next(number for number, each in enumerate(book.editions) if each is edition)
    return book.editions[number - 1] if number else None

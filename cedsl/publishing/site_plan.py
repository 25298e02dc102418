"""Where everything of a site lies, and how one page of it leads to another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.page_boundary import Boundary
from cedsl.publishing.render import Alternate
from cedsl.publishing.site_slug import distinct, slugged

SiteForm: TypeAlias = Literal["html", "md", "txt", "json", "pdf", "docx"]
"""The forms of a page in a site. HTML is always there."""

INDEX, CHANGES = "index.html", "changes.html"
SHEETS = ("records.csv", "records.xlsx")
LANGUAGE_CODES = ("en", "es", "fr")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a site. The first of the `languages` (codes) lies at the top, each other in a folder of its own;
    `base` is the address at which the site will stand, or empty; `produced` a day that each page tells as the one on
    which it was made.
    """

    languages: tuple[str, ...] = ("en",)
    forms: tuple[SiteForm, ...] = ("html", "md", "txt", "json")
    base: str = ""
    workbooks: bool = True
    produced: date | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """A ruleset of the site: its editions in the order of time, of each whether its examples hold, and which of them
    is in force. `wanted` is what its folder would be called; `boundary` are the examples that cedsl made of each.
    """

    wanted: str
    editions: tuple[Ruleset, ...]
    outcomes: tuple[Mapping[str, bool], ...]
    current: int
    boundary: tuple[tuple[Boundary, ...], ...] = ()

    def boundary_of(self, edition: int) -> tuple[Boundary, ...]:
        return self.boundary[edition] if self.boundary else ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A ruleset with its own folder, and the folders of its editions in it."""

    book: Book
    folder: str
    editions: tuple[str, ...]

    @property
    def has_several(self) -> bool:
        return len(self.editions) > 1

    def folder_of(self, edition: int | None) -> str:
        """Where an edition lies; None for the one in force, which also lies at the top of the ruleset's folder."""
        return self.folder if edition is None else f"{self.folder}/{self.editions[edition]}"


def entries(books: Sequence[Book], wish: Wish) -> tuple[Entry, ...]:
    """Every ruleset with its folders, in the order given. No two lie in one folder, also where capitals are ignored."""
    taken = {*LANGUAGE_CODES, *map(folder_of_language, wish.languages), "changes", "index"}
    folders = distinct((slugged(each.wanted, "ruleset") for each in books), taken, "ruleset")
    return tuple(
        Entry(book, folder, distinct(_edition_names(book), taken, "edition"))
        for book, folder in zip(books, folders, strict=True)
    )


def _edition_names(book: Book) -> Iterator[str]:
    for each in book.editions:
        first = each.header.in_force_from
        yield slugged(each.header.edition or ("" if first is None else first.isoformat()), "edition")


def folder_of_language(code: str) -> str:
    return code.casefold()


def inside(folder: str, language: str, wish: Wish) -> str:
    """The folder's part for a language."""
    if language == wish.languages[0]:
        return folder
    return posixpath.join(folder, folder_of_language(language))


def leading(folder: str, to: str) -> str:
    """The address of a file of the site, as a page in the folder has it."""
    return posixpath.relpath(to, folder or ".")


def languages_of(folder: str, file: str, here: str, wish: Wish) -> tuple[Alternate, ...]:
    """The same page in every language, itself too; with the address of the site whole addresses, as searching
    machines want them. `here` is the folder of the page.
    """
    if len(wish.languages) == 1:
        return ()
    places = [(code, posixpath.join(inside(folder, code, wish), file)) for code in wish.languages]
    found = [Alternate(_address(here, place, wish), code) for code, place in places]
    return (*found, Alternate(found[0].address, "x-default"))


def _address(here: str, place: str, wish: Wish) -> str:
    return f"{wish.base.rstrip('/')}/{place}" if wish.base else leading(here, place)

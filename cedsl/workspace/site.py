"""A site of pages from a folder of rules: its rulesets found, their examples run, its files written whole or compared
with those that are there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cedsl.lean import dataclass
from cedsl.model.ruleset import UNTITLED, Ruleset
from cedsl.workspace.editions import MOST_EDITIONS, Rulebook, begin, is_folder, no_editions, out_of_order
from cedsl.workspace.files import STDIN, Stdin, Unread, nowhere
from cedsl.workspace.folders import check_place, write_folder
from cedsl.workspace.pages import Refused, load_templates, worked
from cedsl.workspace.rules import Loaded, load_rules, no_such_folder

if TYPE_CHECKING:
    from cedsl.publishing.site_plan import Book, Entry, SiteForm

MARKER = "cedsl-site.json"
"""The file by which a site is known as ours: its list of files, with the hash of each."""

SHAPE = "cedsl/site-1"

Problem: TypeAlias = Unread | Loaded
Watched: TypeAlias = "Callable[[Sequence[Entry]], Iterable[Entry]]"
"""Gives the rulesets one after another, and may tell somebody how far that is."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rulesets in a folder, what the folder of each would be called, and everything that could not be read."""

    books: tuple[Rulebook, ...]
    wanted: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SiteAsked:
    """A site as it is asked for: languages by their codes, forms of each page beside HTML, the day that decides which
    edition is in force, the address at which the site will stand, a folder of templates, a day to be told as the one on
    which the pages were made.
    """

    languages: tuple[str, ...]
    forms: tuple[SiteForm, ...]
    day: date
    base: str = ""
    templates: str | None = None
    produced: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Every file of a site by its path in it, the marker too."""

    files: Mapping[str, bytes]

    @property
    def pages(self) -> int:
        return sum(path.endswith(".html") for path in self.files)


@dataclass(frozen=True, slots=True)
class Stale:
    """A file that is not as it would be published now."""

    path: str
    why: str


def shelf(folder: str, stdin: Stdin, beside: str | None = None) -> Shelf | Unread:
    """The rulesets in a folder and the folders in it, by the names of the files. Files of one folder that name the same
    ruleset are its editions. `beside` is a folder that is not looked into: the site itself.
    """
    absent = None if is_folder(folder) else no_such_folder(folder)
    if absent is not None:
        return nowhere(folder, absent)
    paths = _rule_files(folder, beside) if is_folder(folder) else [folder]
    if not paths:
        return nowhere(folder, no_editions(folder, 0))
    problems: list[Problem] = []
    several: dict[tuple[str, str], list[Loaded]] = {}
    for path in paths:
        loaded = load_rules(path, stdin)
        if isinstance(loaded, Unread) or loaded.ruleset is None:
            problems.append(loaded)
            continue
        several.setdefault((str(Path(path).parent), _name(loaded.ruleset, path)), []).append(loaded)
    books: list[Rulebook] = []
    wanted: list[str] = []
    for (place, name), editions in several.items():
        book = _book(place, editions)
        if isinstance(book, Unread):
            problems.append(book)
        else:
            books.append(book)
            wanted.append(_wanted(folder, place, name))
    return Shelf(tuple(books), tuple(wanted), tuple(problems))


def _rule_files(folder: str, beside: str | None) -> list[str]:
    """Every file of rules, sorted; hidden folders are not looked into."""
    apart = None if beside is None else Path(beside).resolve()
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and Path(place, each).resolve() != apart
        )
        found += [str(Path(place) / each) for each in files if each.endswith(".ce") and not each.startswith(".")]
    return sorted(found)


def _name(ruleset: Ruleset, path: str) -> str:
    """By what the editions of a ruleset are known; one without a header is called as its file."""
    if ruleset.header.title == UNTITLED:
        return "rules" if path == STDIN else Path(path).stem
    return ruleset.header.name


def _book(place: str, editions: Sequence[Loaded]) -> Rulebook | Unread:
    rulesets = [each.ruleset for each in editions if each.ruleset is not None]
    if len(rulesets) > MOST_EDITIONS:
        return nowhere(place, no_editions(place, len(rulesets)))
    warnings = sum(len(each.diagnostics) for each in editions)
    argument = editions[0].source.name if len(editions) == 1 else place
    return out_of_order(rulesets) or Rulebook(argument, tuple(sorted(rulesets, key=begin)), warnings)


def _wanted(folder: str, place: str, name: str) -> str:
    """The folders on the way, then the name of the ruleset, what comes twice in a row only once."""
    parts = list(Path(place).relative_to(folder).parts) if is_folder(folder) else []
    words = [*parts, name]
    kept = [each for number, each in enumerate(words) if number == 0 or each.casefold() != words[number - 1].casefold()]
    return " ".join(kept)


def books_of(found: Shelf, day: date) -> tuple[Book, ...] | tuple[Problem, ...]:
    """The rulesets of the site, their examples run; or every problem, where an example does not hold."""
    from cedsl.publishing.page_examples import false_examples
    from cedsl.publishing.site_plan import Book

    books: list[Book] = []
    problems: list[Problem] = []
    for book, wanted in zip(found.books, found.wanted, strict=True):
        ran = [worked(edition) for edition in book.editions]
        outcomes = tuple(passed for passed, _ in ran)
        for edition, passed in zip(book.editions, outcomes, strict=True):
            if wrong := false_examples(edition, passed):
                problems.append(Unread(edition.source, wrong))
        made = tuple(boundary for _, boundary in ran)
        books.append(Book(wanted, book.editions, outcomes, current(book, day), made))
    return tuple(problems) or tuple(books)


def current(book: Rulebook, day: date) -> int:
    """The edition in force on the day; where there is none, the last that began before it, else the first to come."""
    number = book.in_force(day)
    if number is not None:
        return number
    return max((at for at, each in enumerate(book.editions) if begin(each) <= day), default=0)


def site_of(books: Sequence[Book], asked: SiteAsked, watched: Watched = tuple) -> Site | Refused:
    """Every file of the site."""
    from cedsl.publishing.languages import UnknownLanguageError, tongue_of
    from cedsl.publishing.render_refused import RefusedError
    from cedsl.publishing.site import site
    from cedsl.publishing.site_plan import Wish, entries

    try:
        languages = tuple(dict.fromkeys(tongue_of(each).code for each in asked.languages))
        forms = tuple(dict.fromkeys(("html", *asked.forms)))
        wish = Wish(languages, forms, asked.base, find_spec("openpyxl") is not None, asked.produced)
        templates = None if asked.templates is None else load_templates(asked.templates)
        found = entries(books, wish)
        files = dict(site(found, wish, templates, watched))
    except UnknownLanguageError as error:
        return Refused(str(error))
    except RefusedError as error:
        return Refused(str(error), error.help)
    return Site({**files, MARKER: _marker(files)})


def _marker(files: Mapping[str, bytes]) -> bytes:
    listed = {path: sha256(files[path]).hexdigest() for path in sorted(files)}
    return f"{json.dumps({'schema': SHAPE, 'files': listed}, indent=2)}\n".encode()


def may_replace(output: str) -> None:
    """Raises OSError where the folder cannot be replaced by a site: TakenError where it holds files of somebody's."""
    check_place(output, _is_ours)


def write_site(site: Site, output: str) -> None:
    """The site in the place of the former one, whole or not at all. Raises OSError as `may_replace` does."""
    write_folder(output, site.files.items(), _is_ours)


def _is_ours(folder: Path) -> bool:
    """Whether the marker is there, and names every file in the folder."""
    listed = _listed(folder)
    return listed is not None and not (_there(folder) - {MARKER} - set(listed))


def strangers(output: str) -> tuple[str, ...]:
    """The files in the folder of a site that cedsl did not write; empty where there is no site of ours."""
    folder = Path(output)
    listed = _listed(folder)
    return () if listed is None else tuple(sorted(_there(folder) - {MARKER} - set(listed)))


def _listed(folder: Path) -> Mapping[str, str] | None:
    """What the marker lists; None where there is none that can be read."""
    try:
        read = json.loads((folder / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    files = read.get("files") if isinstance(read, dict) and read.get("schema") == SHAPE else None
    return files if isinstance(files, dict) else None


def _there(folder: Path) -> set[str]:
    """Every file in the folder, by its path in it."""
    return {
        (Path(place) / each).relative_to(folder).as_posix() for place, _, files in os.walk(folder) for each in files
    }


def stale(site: Site, output: str) -> tuple[Stale, ...]:
    """Every file of the folder that is not as the site has it, by its path; empty where all are current."""
    folder = Path(output)
    there = _there(folder) if folder.is_dir() else set()
    found = [Stale(path, "missing") for path in site.files if path not in there]
    found += [Stale(path, "no longer published") for path in there if path not in site.files]
    for path in sorted(there & set(site.files)):
        try:
            same = (folder / path).read_bytes() == site.files[path]
        except OSError:
            same = False
        if not same:
            found.append(Stale(path, "stale"))
    return tuple(sorted(found, key=lambda each: each.path))

"""A whole site as files: pages in every language, downloads, an index. The same rules give the same bytes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Document, Link
from cedsl.publishing.languages import missing_messages, tongue_of
from cedsl.publishing.page import page
from cedsl.publishing.page_changes import changes_document, edition_title, what_changed
from cedsl.publishing.page_check import Beside, check_yourself
from cedsl.publishing.render import Alternate
from cedsl.publishing.render_page import Wanted, by_new_titles, counted_at_foot, made, produced_on
from cedsl.publishing.site_index import index
from cedsl.publishing.site_plan import (
    CHANGES,
    INDEX,
    SHEETS,
    Entry,
    SiteForm,
    Wish,
    inside,
    languages_of,
    leading,
)
from cedsl.publishing.template import as_sheet, columns_of
from cedsl.publishing.tongue import Tongue, say, speaking
from cedsl.publishing.translated import translated
from cedsl.records.profile import About

if TYPE_CHECKING:
    from cedsl.publishing.render_sandbox import Templates

FILE = "requirements"
"""What a page is called in its other forms."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all pages of a site share."""

    entries: tuple[Entry, ...]
    wish: Wish
    templates: Templates | None = None


def site(
    entries: Sequence[Entry],
    wish: Wish,
    templates: Templates | None = None,
    watched: Callable[[Sequence[Entry]], Iterable[Entry]] = tuple,
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site by its path in it; `watched` gives the rulesets one after another.

    Raises RefusedError where a form cannot be made, and UnknownLanguageError.
    """
    setting = Setting(tuple(entries), wish, templates)
    for entry in watched(setting.entries):
        yield from _sheets(setting, entry)
        for code in wish.languages:
            yield from _of_entry(setting, entry, code)
    for code in wish.languages:
        yield _index(setting, code)


def _sheets(setting: Setting, entry: Entry) -> Iterator[tuple[str, bytes]]:
    """The empty sheet of each edition, in the words in which records are read: those of the rules themselves."""
    for number, ruleset in enumerate(entry.book.editions):
        columns = columns_of(ruleset, About.RECORDS)
        sheets = [as_sheet(columns).encode()]
        if setting.wish.workbooks:
            from cedsl.publishing.template_xlsx import as_workbook

            sheets.append(as_workbook(columns, About.RECORDS.value.capitalize()))
        for folder in _folders(entry, number):
            yield from ((f"{folder}/{name}", data) for name, data in zip(SHEETS, sheets, strict=False))


def _folders(entry: Entry, number: int) -> tuple[str, ...]:
    """Where an edition lies: at the top of the ruleset's folder where it is in force, and in its own of several."""
    own = (entry.folder_of(number),) if entry.has_several else ()
    return (entry.folder, *own) if number == entry.book.current else own


def _of_entry(setting: Setting, entry: Entry, code: str) -> Iterator[tuple[str, bytes]]:
    """Everything of a ruleset in one language."""
    tongue = tongue_of(code)
    told = [translated(each, tongue) for each in entry.book.editions]
    said = tuple(each.ruleset for each in told)
    with speaking(tongue):
        for number, each in enumerate(told):
            yield from _edition(
                setting, Printing(setting, tongue, entry.book.editions[number], each.untranslated), entry, said, number
            )
        if entry.has_several:
            folder = inside(entry.folder, code, setting.wish)
            left = tuple(dict.fromkeys(text for each in told for text in each.untranslated))
            newest = Printing(setting, tongue, entry.book.editions[-1], left)
            document = changes_document(said, entry.editions, _editions(setting, entry, said, code, folder))
            alternates = languages_of(entry.folder, CHANGES, folder, setting.wish)
            yield posixpath.join(folder, CHANGES), newest.printed(document, "html", alternates)


@dataclass(frozen=True, slots=True)
class Printing:
    """How a document about a ruleset, as its author wrote it, gets into a form."""

    setting: Setting
    tongue: Tongue
    ruleset: Ruleset
    untranslated: tuple[str, ...] = ()

    def printed(self, document: Document, form: SiteForm, alternates: Sequence[Alternate] = ()) -> bytes:
        """The document in the form; at its foot when it was made, and how many texts are not translated."""
        document = produced_on(document, self.setting.wish.produced)
        wanted = Wanted(form, self.tongue, templates=self.setting.templates)
        while True:
            missing = missing_messages(self.tongue)
            counted = counted_at_foot(document, (*self.untranslated, *missing))
            data = made(counted, self.ruleset, wanted, self.untranslated, alternates)
            if missing == missing_messages(self.tongue):
                return data


def _edition(
    setting: Setting, printing: Printing, entry: Entry, said: Sequence[Ruleset], number: int
) -> Iterator[tuple[str, bytes]]:
    """The page of an edition in all forms, wherever it lies."""
    code, book, wish = printing.tongue.code, entry.book, setting.wish
    outcomes = by_new_titles(book.editions[number], said[number], book.outcomes[number])
    before = said[number - 1] if number else None
    alone = page(said[number], outcomes, before=before, boundary=book.boundary_of(number))
    forms = [form for form in wish.forms if form != "html"]
    others = [(f"{FILE}.{form}", printing.printed(alone, form)) for form in forms]
    for top in _folders(entry, number):
        folder = inside(top, code, wish)
        yield from ((posixpath.join(folder, name), data) for name, data in others)
        beside = Beside(
            _editions(setting, entry, said, code, folder) if entry.has_several else (),
            _links_to_sheets(wish, top, folder),
            _forms(wish, top, code, folder),
        )
        document = with_beside(alone, said[number], before, beside)
        alternates = (*languages_of(top, INDEX, folder, wish), *_alternates(forms))
        yield posixpath.join(folder, INDEX), printing.printed(document, "html", alternates)


def with_beside(document: Document, ruleset: Ruleset, before: Ruleset | None, beside: Beside) -> Document:
    """The page with what lies beside it in the site: the two last sections are made anew, all others kept."""
    last = {"what-changed", "check-yourself"}
    kept = tuple(each for each in document.sections if each.name not in last)
    changed = what_changed(before, ruleset, beside.editions)
    more = (changed,) if changed is not None else ()
    return replace(document, sections=(*kept, *more, check_yourself(ruleset, beside)))


def _editions(setting: Setting, entry: Entry, said: Sequence[Ruleset], code: str, here: str) -> tuple[Link, ...]:
    """All editions, the newest first, and the page of what changed from one to the next."""
    links = [
        Link(
            leading(here, posixpath.join(inside(entry.folder_of(number), code, setting.wish), INDEX)),
            edition_title(each),
        )
        for number, each in enumerate(said)
    ]
    changes = leading(here, posixpath.join(inside(entry.folder, code, setting.wish), CHANGES))
    return (Link(changes, say("What changed from edition to edition")), *reversed(links))


def _links_to_sheets(wish: Wish, top: str, here: str) -> tuple[Link, ...]:
    """The empty sheets and the rules for programs."""
    csv, workbook = (leading(here, f"{top}/{name}") for name in SHEETS)
    found = [Link(csv, say("The empty sheet, as a table (CSV)"))]
    if wish.workbooks:
        found.append(Link(workbook, say("The empty sheet, as a workbook (XLSX)")))
    if "json" in wish.forms:
        found.append(Link(f"{FILE}.json", say("These requirements for programs (JSON)")))
    return tuple(found)


def _forms(wish: Wish, top: str, code: str, here: str) -> tuple[Link, ...]:
    """The page in its other languages and forms, and the way back to all requirements."""
    others = [
        Link(leading(here, posixpath.join(inside(top, each, wish), INDEX)), named(each), each)
        for each in wish.languages
        if each != code
    ]
    forms = [Link(f"{FILE}.{form}", form_name(form)) for form in wish.forms if form not in {"html", "json"}]
    home = Link(leading(here, inside_root(code, wish)), say("All requirements"))
    return (*others, *forms, home)


def inside_root(code: str, wish: Wish) -> str:
    return posixpath.join(inside("", code, wish), INDEX)


def named(code: str) -> str:
    """The name of a language in itself: `Español`."""
    language, _, region = code.partition("-")
    name = {"en": "English", "es": "Español", "fr": "Français"}.get(language, language)
    return f"{name} ({region.upper()})" if region else name


def form_name(form: SiteForm) -> str:
    match form:
        case "html":
            return say("Web page")
        case "md":
            return say("Markdown")
        case "txt":
            return say("Plain text")
        case "json":
            return say("Data (JSON)")
        case "pdf":
            return say("For printing (PDF)")
        case "docx":
            return say("For a word processor (DOCX)")
        case _:
            assert_never(form)


TYPES = {
    "md": "text/markdown",
    "txt": "text/plain",
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _alternates(forms: Sequence[SiteForm]) -> tuple[Alternate, ...]:
    return tuple(Alternate(f"{FILE}.{form}", type=TYPES[form]) for form in forms)


def _index(setting: Setting, code: str) -> tuple[str, bytes]:
    """The first page in a language."""
    wish, tongue = setting.wish, tongue_of(code)
    here = inside("", code, wish)
    told = [[translated(each, tongue) for each in entry.book.editions] for entry in setting.entries]
    said = [
        (entry, tuple(each.ruleset for each in several)) for entry, several in zip(setting.entries, told, strict=True)
    ]
    pages = [leading(here, posixpath.join(inside(entry.folder, code, wish), INDEX)) for entry in setting.entries]
    others = [
        Link(leading(here, inside_root(each, wish)), named(each), each) for each in wish.languages if each != code
    ]
    with speaking(tongue):
        document = index(said, pages, others)
        data = Printing(setting, tongue, said[0][1][0]).printed(document, "html", languages_of("", INDEX, here, wish))
    return posixpath.join(here, INDEX), data

"""The page of a ruleset in any form and language, with what could not be said in that language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Document
from cedsl.publishing.languages import missing_messages
from cedsl.publishing.page import page
from cedsl.publishing.page_boundary import Boundary
from cedsl.publishing.phrase_words import day_written
from cedsl.publishing.render import Alternate, Format, laid_out
from cedsl.publishing.render_pdf import Paper
from cedsl.publishing.tongue import ENGLISH, Tongue, say, say_count, speaking
from cedsl.publishing.translated import translated

if TYPE_CHECKING:
    from cedsl.publishing.render_sandbox import Templates

Form: TypeAlias = Literal[Format, "pdf", "docx", "json"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a page is wanted. `level` is that of the title's heading in HTML, 1 to 4; `paper` is for a PDF; `templates`
    are for the forms that are made by templates of ours: HTML, Markdown, plain text. `produced` is a day that is told
    as the one on which the page was made.
    """

    form: Form = "html"
    tongue: Tongue = ENGLISH
    level: int = 1
    paper: Paper = "a4"
    templates: Templates | None = None
    produced: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The finished page; the texts of the rules, and the messages of cedsl, that its language does not have."""

    data: bytes
    untranslated: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def page_as(
    ruleset: Ruleset,
    outcomes: Mapping[str, bool] | None,
    wanted: Wanted,
    before: Ruleset | None = None,
    boundary: Sequence[Boundary] = (),
) -> Page:
    """The page, in its language. `outcomes` says of each example, by the title that its author gave it, whether it
    holds; `boundary` are examples that cedsl made itself. `before` is the edition before this one, of which the page
    tells what changed. How many texts are not translated is said at the foot of the page.

    Raises RefusedError where the form cannot be made.
    """
    tongue = wanted.tongue
    said = translated(ruleset, tongue)
    earlier = None if before is None else translated(before, tongue).ruleset
    with speaking(tongue):
        held = by_new_titles(ruleset, said.ruleset, outcomes)
        document = page(said.ruleset, held, before=earlier, boundary=boundary)
        document = produced_on(document, wanted.produced)
        while True:
            missing = missing_messages(tongue)
            data = made(counted_at_foot(document, (*said.untranslated, *missing)), ruleset, wanted, said.untranslated)
            if missing == missing_messages(tongue):
                return Page(data, said.untranslated, missing)


def by_new_titles(ruleset: Ruleset, said: Ruleset, outcomes: Mapping[str, bool] | None) -> Mapping[str, bool] | None:
    """The outcomes by the titles as translated; of two examples that are called alike there, both must hold."""
    if outcomes is None:
        return None
    found: dict[str, bool] = {}
    for old, new in zip(ruleset.examples, said.examples, strict=True):
        if old.title in outcomes:
            found[new.title] = outcomes[old.title] and found.get(new.title, True)
    return found


def produced_on(document: Document, day: date | None) -> Document:
    """The document with the day at its foot on which it was made, where that is to be told."""
    if day is None:
        return document
    told = say("This page was made on {day}.", day=day_written(day))
    return replace(document, footer=(*document.footer, told))


def counted_at_foot(document: Document, untranslated: tuple[str, ...]) -> Document:
    """The document with a sentence at its foot where something is not translated."""
    if not untranslated:
        return document
    told = say_count(
        len(untranslated),
        "{number} text of this page is not translated and stands here in English.",
        "{number} texts of this page are not translated and stand here in English.",
    )
    return replace(document, footer=(*document.footer, told))


def made(
    document: Document,
    ruleset: Ruleset,
    wanted: Wanted,
    untranslated: tuple[str, ...],
    alternates: Sequence[Alternate] = (),
) -> bytes:
    """The document in the form that is wanted, in the language of the call. `alternates` stand in the head of HTML."""
    match wanted.form:
        case "pdf":
            from cedsl.publishing.render_pdf import as_pdf

            return as_pdf(document, wanted.paper)
        case "docx":
            from cedsl.publishing.render_docx import as_docx

            return as_docx(document)
        case "json":
            from cedsl.publishing.render_json import as_json

            return as_json(document, ruleset).encode()
        case form:
            marked = (*untranslated, *missing_messages(wanted.tongue))
            text = laid_out(
                document,
                form,
                level=wanted.level,
                alternates=alternates,
                templates=wanted.templates,
                untranslated=marked,
            )
            return text.encode()

"""The page that members read: its templates read from a folder, and the page made in the form that is asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.ruletest import run_examples
from cedsl.workspace.files import MIB, Unread

if TYPE_CHECKING:
    from cedsl.publishing.page_boundary import Boundary
    from cedsl.publishing.render_page import Form, Page
    from cedsl.publishing.render_pdf import Paper

MOST_TEMPLATE = MIB // 4
MOST_TEMPLATES = 200
SUFFIXES = (".jinja", ".css")


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page as it is asked for. `templates` is a folder; None of `level` and `paper` leaves the choice to cedsl.
    `produced` is a day that the page tells as the one on which it was made.
    """

    form: Form = "html"
    language: str = "en"
    level: int | None = None
    paper: Paper | None = None
    templates: str | None = None
    produced: date | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no page, in one sentence, and what to do."""

    sentence: str
    help: str | None = None


def publish(ruleset: Ruleset, asked: PageAsked, before: Ruleset | None = None) -> Page | Unread | Refused:
    """The page that members read; a page with an example that the rules do not bear out is refused. `before` is the
    edition before this one, of which the page tells what changed.
    """
    from cedsl.publishing.languages import UnknownLanguageError, tongue_of
    from cedsl.publishing.page_examples import false_examples
    from cedsl.publishing.render_page import Wanted, page_as
    from cedsl.publishing.render_refused import RefusedError

    try:
        wanted = Wanted(
            asked.form,
            tongue_of(asked.language),
            asked.level or 1,
            asked.paper or "a4",
            None if asked.templates is None else load_templates(asked.templates),
            asked.produced,
        )
        outcomes, boundary = worked(ruleset)
        found = false_examples(ruleset, outcomes)
        return Unread(ruleset.source, found) if found else page_as(ruleset, outcomes, wanted, before, boundary)
    except UnknownLanguageError as error:
        return Refused(str(error))
    except RefusedError as error:
        return Refused(str(error), error.help)


def worked(ruleset: Ruleset) -> tuple[Mapping[str, bool], tuple[Boundary, ...]]:
    """Whether the author's examples hold, by title, and the examples that cedsl makes beside them."""
    from cedsl.analysis.boundary import boundary_examples

    ran = run_examples(ruleset)
    outcomes = {each.example.title: each.passed for each in ran}
    return outcomes, boundary_examples(ruleset, [(each.example, each.result) for each in ran])


def load_templates(folder: str) -> dict[str, str]:
    """The templates in a folder, by their names in it. Raises RefusedError where there is none, or where one lies
    outside the folder, is too large or is no text.
    """
    from cedsl.publishing.render import own_names
    from cedsl.publishing.render_refused import RefusedError

    root = Path(folder)
    if not root.is_dir():
        raise RefusedError(f"there is no folder `{folder}` with templates")
    names = sorted(
        (Path(place) / file).relative_to(root).as_posix()
        for place, _, files in os.walk(root)
        for file in files
        if file.endswith(SUFFIXES)
    )
    if not own_names() & set(names):
        help_ = "cedsl's own are named in docs/reference/templates.md; the nearest is html/document.html.jinja"
        raise RefusedError(f"`{folder}` holds no template that takes the place of one of cedsl's own", help_)
    if len(names) > MOST_TEMPLATES:
        raise RefusedError(f"`{folder}` holds more than {MOST_TEMPLATES} templates")
    return {name: _template(root, name) for name in names}


def _template(root: Path, name: str) -> str:
    from cedsl.publishing.render_refused import RefusedError

    path = root / name
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise RefusedError(f"`{path}` lies outside the folder of templates")
        if not path.is_file():
            raise RefusedError(f"`{path}` is no file")
        if path.stat().st_size > MOST_TEMPLATE:
            raise RefusedError(f"`{path}` is larger than {MOST_TEMPLATE // 1024} KiB")
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"`{path}` is no text in UTF-8") from None
    except OSError as error:
        raise RefusedError(f"`{path}` cannot be read: {(error.strerror or 'the system refuses').lower()}") from None

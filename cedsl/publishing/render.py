"""A document as one text: HTML, a fragment of HTML, Markdown or plain text. The same rules give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from cedsl.diagnostic import Diagnostic
from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Document
from cedsl.publishing.page import page
from cedsl.publishing.page_examples import false_examples
from cedsl.publishing.render_escape import Finish, finish, wrapped
from cedsl.publishing.render_foot import foot
from cedsl.publishing.render_marks import marked, marker, spanned
from cedsl.publishing.tongue import ENGLISH, Tongue, say, say_as, speaking

if TYPE_CHECKING:
    from jinja2 import Environment, PackageLoader

    from cedsl.publishing.render_sandbox import Templates

Format: TypeAlias = Literal["html", "fragment", "md", "txt"]
FORMATS: tuple[Format, ...] = get_args(Format)
MOST_LEVEL = 6
"""HTML has six levels of headings."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of the document: the language (`es`) or the type (`application/json`), and the address."""

    address: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of the headings: of the title, of a section, and inside a section."""

    title: int
    section: int
    sub: int


class FalseExampleError(ValueError):
    """A page would show an example that the rules do not bear out. `diagnostics` has one for each."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(each.message for each in diagnostics))
        self.diagnostics = diagnostics


def render(
    ruleset: Ruleset,
    format: Format,  # noqa: A002
    outcomes: Mapping[str, bool] | None = None,
    tongue: Tongue = ENGLISH,
    before: Ruleset | None = None,
) -> str:
    """The page of a ruleset, to be published. `outcomes` says of each example, by title, whether it holds; `before` is
    the edition before this one.

    Raises FalseExampleError rather than publish a false example; ask `false_examples` first to have values.
    """
    found = () if outcomes is None else false_examples(ruleset, outcomes)
    if found:
        raise FalseExampleError(found)
    with speaking(tongue):
        return laid_out(page(ruleset, outcomes, before=before), format)


def laid_out(
    document: Document,
    format: Format,  # noqa: A002
    *,
    level: int = 1,
    alternates: Sequence[Alternate] = (),
    templates: Templates | None = None,
    untranslated: Collection[str] = (),
) -> str:
    """The document in one format, in the language of the call: also a false example, which is marked as an error.

    `level` is that of the title's heading in HTML, 1 to 4. `templates` take the place of cedsl's own of the same
    name; they run in a sandbox, and RefusedError says what is wrong in them and where. The texts and messages that
    are `untranslated` are marked as English in HTML.
    """
    folder = _folder(format)
    name = "html/fragment.html.jinja" if format == "fragment" else f"{folder}/document.{folder}.jinja"
    found = marker(untranslated) if folder == "html" and untranslated else None
    slots = {"document": document, "alternates": alternates, "levels": _levels(level), "_": say, "in_sense": say_as}
    slots["foot"] = foot(document)
    if templates is None:
        text = environment(folder, found).get_template(name).render(slots)
    else:
        text = _by_theirs(name, slots, finish(folder, found and partial(marked, found=found)), templates)
    if format == "txt":
        return wrapped(text)
    return text if found is None else spanned(text)


def _folder(format: Format) -> Literal["html", "md", "txt"]:  # noqa: A002
    return "html" if format == "fragment" else format


def _by_theirs(name: str, slots: dict[str, object], finished: Finish, templates: Templates) -> str:
    from cedsl.publishing.render_sandbox import Sandbox, only_words, refused

    slots |= {"_": only_words(say), "in_sense": only_words(say_as)}
    try:
        return Sandbox(templates, _own(), finished).get_template(name).render(slots)
    except Exception as error:  # whatever a template runs into is a mistake in the template
        raise refused(error, templates) from error


def _levels(title: int) -> Levels:
    return Levels(title, min(title + 1, MOST_LEVEL), min(title + 2, MOST_LEVEL))


@lru_cache(maxsize=8)
def environment(folder: Literal["html", "md", "txt", "typ"], found: re.Pattern[str] | None = None) -> Environment:
    """How cedsl's own templates of one kind are found, and what every slot goes through on its way out."""
    from jinja2 import Environment, StrictUndefined

    return Environment(
        loader=_own(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finish(folder, found and partial(marked, found=found)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def _own() -> PackageLoader:
    from jinja2 import PackageLoader

    return PackageLoader("cedsl.publishing", "templates")


@lru_cache(maxsize=1)
def own_names() -> frozenset[str]:
    """The names of cedsl's own templates for texts, which templates of others can take the place of."""
    return frozenset(name for name in _own().list_templates() if not name.startswith(("typ/", "registry/")))

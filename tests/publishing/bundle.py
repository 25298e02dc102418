"""The pages of the bundled rulesets, in each format and language."""

from __future__ import annotations

from cedsl.model.ruleset import Ruleset
from cedsl.publishing import languages
from cedsl.publishing.document import Document
from cedsl.publishing.page import page
from cedsl.publishing.render import Format, laid_out
from cedsl.publishing.tongue import speaking
from cedsl.publishing.translated import translated
from tests.rulesets.bundled import ruleset


def document(of: Ruleset) -> Document:
    """The page, its examples taken as true: other tests run them."""
    return page(of, {each.title: True for each in of.examples})


def shown(name: str, form: Format, language: str = "en") -> str:
    """The page of a bundled ruleset in one format and one language."""
    tongue = languages.tongue_of(language)
    said = translated(ruleset(name), tongue).ruleset
    with speaking(tongue):
        return laid_out(document(said), form)

"""The page of every bundled ruleset: its words as a golden file, every other form and language by its fingerprint.

Read the words when they change. A fingerprint that changes alone says that only the form did.
"""

from __future__ import annotations

import hashlib

import pytest

from cedsl.publishing.languages import tongue_of
from cedsl.publishing.page import page
from cedsl.publishing.render import FORMATS, laid_out, render
from cedsl.publishing.render_json import as_json
from cedsl.publishing.render_page import by_new_titles
from cedsl.publishing.render_pdf import typst_source
from cedsl.publishing.tongue import speaking
from cedsl.publishing.translated import translated
from tests.rulesets.bundled import NAMES, ruleset

LANGUAGES = ("en", "es", "fr")


def held(name: str) -> dict[str, bool]:
    return {each.title: True for each in ruleset(name).examples}


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_the_page(golden, name: str) -> None:
    golden(render(ruleset(name), "txt", held(name)), f"page-{name.replace('/', '-')}.txt")


def test_every_form_in_every_language(golden) -> None:
    golden("".join(_fingerprints(name) for name in NAMES), "fingerprints.txt")


def _fingerprints(name: str) -> str:
    return "".join(_line(name, language) for language in LANGUAGES)


def _line(name: str, language: str) -> str:
    tongue = tongue_of(language)
    with speaking(tongue):
        said = translated(ruleset(name), tongue).ruleset
        document = page(said, by_new_titles(ruleset(name), said, held(name)))
        prints = [_short(laid_out(document, form)) for form in FORMATS]
        prints.extend((_short(typst_source(document)), _short(as_json(document, said))))
    assert not getattr(tongue, "untranslated", {}), (name, language)
    return " ".join((f"{name} {language}", *prints)) + "\n"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]

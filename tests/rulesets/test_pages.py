"""The page of every bundled ruleset: its words as a golden file, every other form and language by its fingerprint.

Read the words when they change. A fingerprint that changes alone says that only the form did. They are, in this order,
those of HTML, a fragment, Markdown, plain text, typst, JSON and a Word file: of that its paragraphs, tables and styles.
`pytest --update-golden tests/rulesets/test_pages.py` writes them anew.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from xml.etree.ElementTree import canonicalize

import pytest

from cedsl.publishing.languages import tongue_of
from cedsl.publishing.page import page
from cedsl.publishing.render import FORMATS, laid_out, render
from cedsl.publishing.render_docx import as_docx
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
        prints.extend(
            (_short(typst_source(document)), _short(as_json(document, said)), _short(body(as_docx(document))))
        )
    assert not getattr(tongue, "untranslated", {}), (name, language)
    return " ".join((f"{name} {language}", *prints)) + "\n"


def body(data: bytes) -> str:
    """What a Word file holds, as it is marked up, and without what the package adds to every file."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return canonicalize(parts.read("word/document.xml").decode())


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]

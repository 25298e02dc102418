"""The page of every bundled ruleset as a PDF, in every language: PDF/UA-1, as a validator reads it.

typst itself refuses, in its mode for PDF/UA-1, what it can see of a breach. What it made is judged by `page-validation`
(MIT, on PyPI), an independent checker of the machine-checkable conditions of the Matterhorn Protocol: 104 rules. No
package of Debian, PyPI or npm holds veraPDF, with whose test files that checker is proved. What a checker of rules does
not ask is counted here from the tags: one title, every heading and table, a header for each table, words for every drawing, the language.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import page as pdfua
import pytest
import typst
from pypdf import PdfReader

from cedsl.publishing import languages
from cedsl.publishing.document import Document, Example, Section, Table
from cedsl.publishing.languages import LANGUAGES
from cedsl.publishing.render_pdf import as_pdf
from cedsl.publishing.tongue import speaking
from cedsl.publishing.translated import translated
from tests.publishing.bundle import document
from tests.rulesets.bundled import NAMES, ruleset


def breaches(pdf: bytes) -> list[str]:
    """What the validator finds: the rule and what is wrong."""
    report = pdfua.validate_pdf_bytes(pdf, profile="ua1")
    return [f"{each.rule_id}: {each.message}" for each in report.failures]


def tagged(node: object) -> Iterator[dict[str, object]]:
    """Every element of the structure, outer before inner."""
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, list):
        for each in found:
            yield from tagged(each)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found
        yield from tagged(found.get("/K"))


def faults(pdf: bytes, document: Document) -> list[str]:
    """What of the document its tags do not say."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    elements = list(tagged(root["/StructTreeRoot"]))
    kinds = [each["/S"] for each in elements]
    tables = [each for each in elements if each["/S"] == "/Table"]
    asked = {
        "the language": root["/Lang"] == document.language,
        "one title": kinds.count("/H1") == 1,
        "every heading of a section": kinds.count("/H2") == len(document.sections),
        "every table": len(tables) == sum(map(tables_of, document.sections)),
        "a header for every table": all("/TH" in [each["/S"] for each in tagged(table)] for table in tables),
        "words for every drawing": all(each.get("/Alt") for each in elements if each["/S"] == "/Figure"),
    }
    return [name for name, is_so in asked.items() if not is_so]


def tables_of(section: Section) -> int:
    tables = sum(isinstance(each, Table) for each in section.blocks)
    return tables + sum(isinstance(each, Example) and each.table is not None for each in section.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_a_pdf_for_everybody(language: str) -> None:
    tongue = languages.tongue_of(language)
    found = {}
    for name in NAMES:
        with speaking(tongue):
            shown = document(translated(ruleset(name), tongue).ruleset)
            pdf = as_pdf(shown)
        found[name] = [*breaches(pdf), *faults(pdf, shown)]
    assert {name: each for name, each in found.items() if each} == {}


def test_a_pdf_for_nobody_is_caught() -> None:
    """Two titles, a table without a header, and a language that is not that of the document."""
    plain = typst.compile(b"= One\n= Two\n#table[a]", format="pdf")
    assert {each.partition(":")[0] for each in breaches(plain)} >= {"PDFUA1-ID-PART-001", "PDFUA1-METADATA-TITLE-001"}
    section = Section("one", "One", ())
    assert faults(plain, Document("es", "Title", (), (), (section,), ())) == [
        "the language", "one title", "every heading of a section", "every table", "a header for every table",
    ]  # fmt: skip

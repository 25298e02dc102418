"""The forms of a page that are no text of templates: PDF, a Word file, JSON."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import jsonschema
import pytest
from pypdf import PdfReader
from referencing import Registry, Resource

from cedsl.publishing.document import (
    Bar,
    Bars,
    Bullets,
    Cell,
    Document,
    Downloads,
    Item,
    Link,
    Paragraph,
    Row,
    Section,
    Steps,
    Subheading,
    Table,
)
from cedsl.publishing.page import page
from cedsl.publishing.render_docx import as_docx
from cedsl.publishing.render_escape import harmless
from cedsl.publishing.render_json import as_json
from cedsl.publishing.render_pdf import as_pdf, typst_source
from cedsl.publishing.render_refused import RefusedError
from tests.publishing.test_page_hostile import ATTACKS, ruleset_with
from tests.rulesets import bundled
from tests.rulesets.test_pdf import breaches

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
SUITE = Resource.from_contents(json.loads((SCHEMAS / "suite-1.json").read_text("utf-8")))
VALID = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "page-1.json").read_text("utf-8")),
    registry=Registry().with_resource("urn:cedsl:suite-1", SUITE),
)
CLM = "ala/clm"


def document_of(name: str) -> Document:
    ruleset = bundled.ruleset(name)
    return page(ruleset, {each.title: True for each in ruleset.examples})


def made_of(*blocks) -> Document:
    return Document("en", "Title", (), (), (Section("one", "One", blocks),), ("The foot.",))


def words(text: str) -> str:
    return "".join(text.split())


def pdf_text(data: bytes) -> str:
    return words("".join(each.extract_text() for each in PdfReader(io.BytesIO(data)).pages))


def docx_texts(data: bytes) -> list[str]:
    """The paragraphs and the rows of tables, in the order of the file."""
    lines: list[str] = []
    for each in docx.Document(io.BytesIO(data)).iter_inner_content():
        if hasattr(each, "rows"):
            lines.extend(" | ".join(cell.text for cell in row.cells) for row in each.rows)
        else:
            lines.append(f"{each.style.name}: {each.text}" if each.text else "")
    return lines


# --------------------------------------------------------------------------------------------- PDF


def test_what_typst_is_given(golden):
    golden(typst_source(document_of(CLM), "letter"), "clm.typ")


def test_a_pdf_is_made_for_screen_readers():
    reader = PdfReader(io.BytesIO(as_pdf(replace(document_of(CLM), language="fr-CA"))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-CA"
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Certified Legal Manager: recertification"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert [each.title for each in reader.outline if not isinstance(each, list)] == [reader.metadata.title]


def roles(node, found: dict[str, int]) -> dict[str, int]:
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            roles(each, found)
    elif hasattr(node, "get"):
        if "/S" in node:
            found[node["/S"]] = found.get(node["/S"], 0) + 1
        if "/K" in node:
            roles(node.raw_get("/K"), found)
    return found


def test_headings_tables_and_lists_are_what_they_are():
    table = Table("Caption", ("A", "B"), (Row((Cell("a"), Cell("b")), "a b"), Row((Cell("c"), Cell("d")), "c d")))
    data = as_pdf(made_of(table, Subheading("Sub"), Bullets((Item("x"), Item("y"))), Steps(("z",))))
    found = roles(PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"].raw_get("/K"), {})
    assert {name: found[name] for name in ("/H1", "/H2", "/H3", "/Table", "/TR", "/TH", "/TD", "/L", "/LI")} == {
        "/H1": 1, "/H2": 1, "/H3": 1, "/Table": 1, "/TR": 3, "/TH": 2, "/TD": 4, "/L": 2, "/LI": 3,
    }  # fmt: skip


def test_the_header_of_a_table_comes_again_on_every_page():
    rows = tuple(Row((Cell(f"row {number}"), Cell("x")), "") for number in range(100))
    reader = PdfReader(io.BytesIO(as_pdf(made_of(Table("Caption", ("First", "Second"), rows)))))
    assert len(reader.pages) > 1
    assert all("First Second" in " ".join(each.extract_text().split()) for each in reader.pages)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper(paper, size):
    box = PdfReader(io.BytesIO(as_pdf(made_of(Paragraph("Text.")), paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_no_page_holds_the_foot_alone():
    """However long the last section is: the foot stands before the sections."""
    for count in range(44, 52):
        pages = PdfReader(io.BytesIO(as_pdf(made_of(Steps(("Step.",) * count))))).pages
        assert "Step." in pages[-1].extract_text()


def test_the_same_document_gives_the_same_pdf():
    assert as_pdf(document_of(CLM)) == as_pdf(document_of(CLM))


def test_bars_and_downloads_are_set():
    bars = Bars("Counted", (Bar("Total", "12 of 36", "333", "short"), Bar("Ethics", "1 of 1", "1000", "met")))
    text = pdf_text(as_pdf(made_of(bars, Downloads((Link("x.pdf", "PDF"),)))))
    assert words("Counted Total 12 of 36 Ethics 1 of 1") in text
    assert text.count("PDF") == 1


def test_a_letter_that_no_font_shows_is_shown_by_its_number():
    assert "[U+4E2D][U+6587]ÄΩЖ" in pdf_text(as_pdf(made_of(Paragraph("中文 Ä Ω Ж"))))


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_are_text_in_a_pdf(name):
    document = page(ruleset_with(ATTACKS[name]))
    data = as_pdf(document)
    assert breaches(data) == []
    text = pdf_text(data)
    expected = "".join(each if each.isascii() or each in SHOWN else f"[U+{ord(each):04X}]" for each in shown(name))
    assert expected[:60] in text.replace("\ufe0f", "")


SHOWN = "ÄÖÜ⚖"


def shown(name: str) -> str:
    """The attack without blanks, and without the marks that nobody sees."""
    return words(harmless(ATTACKS[name])).replace("\u200e", "").replace("\u200f", "").replace("\ufe0f", "")


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', '"; #panic("x") "', "$x$ \\u{41} @label <label> = h", '\\"\\']
)
def test_markup_of_typst_is_text(text):
    assert words(text) in pdf_text(as_pdf(made_of(Paragraph(text), Steps((text,)))))


# --------------------------------------------------------------------------------------- a Word file


def test_the_text_of_a_word_file(golden):
    golden("\n".join(docx_texts(as_docx(document_of(CLM)))) + "\n", "clm.docx.txt")


def test_a_word_file_says_what_things_are():
    data = as_docx(replace(document_of(CLM), language="es"))
    file = docx.Document(io.BytesIO(data))
    assert file.core_properties.title == "Certified Legal Manager: recertification"
    assert file.core_properties.language == "es"
    assert 'w:val="es-ES"' in file.styles.element.xml
    for table in file.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)
        assert 'w:firstColumn="1"' in table._tbl.xml


def test_each_numbered_list_begins_with_one():
    file = docx.Document(io.BytesIO(as_docx(made_of(Steps(("a", "b")), Steps(("c",))))))
    numbers = [each._p.pPr.numPr.numId.val for each in file.paragraphs if each.style.name == "List Number"]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]
    assert file.part.numbering_part.element.xml.count('<w:startOverride w:val="1"/>') == 2


def test_the_same_document_gives_the_same_word_file():
    data = as_docx(document_of(CLM))
    assert data == as_docx(document_of(CLM))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_are_text_in_a_word_file(name):
    text = "".join(docx_texts(as_docx(page(ruleset_with(ATTACKS[name])))))
    assert words(harmless(ATTACKS[name])) in words(text)


def test_what_xml_cannot_hold_is_shown_by_its_number():
    assert "Paragraph: [U+FFFE][U+D800][U+0000]" in str(
        docx_texts(as_docx(made_of(Paragraph("\ufffe\ud800\0"))))
    ).replace("Normal", "Paragraph")


# ---------------------------------------------------------------------------------------------- JSON


@pytest.mark.parametrize("name", bundled.NAMES)
def test_the_page_as_data_fits_its_schema(name):
    VALID.validate(json.loads(as_json(document_of(name), bundled.ruleset(name))))


def test_every_kind_of_block_fits_the_schema():
    blocks = (Bars("Counted", (Bar("a", "b", "1", "met"),)), Downloads((Link("a", "b"),)), Subheading("x"))
    VALID.validate(json.loads(as_json(made_of(*blocks), bundled.ruleset(CLM))))


def test_the_schema_allows_nothing_else():
    whole = json.loads(as_json(document_of(CLM), bundled.ruleset(CLM)))
    whole["sections"][0]["blocks"][0]["more"] = ""
    assert not VALID.is_valid(whole)


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_are_text_in_json(name):
    """A program reads the very text."""
    document = made_of(Paragraph(ATTACKS[name]))
    whole = json.loads(as_json(document, bundled.ruleset(CLM)))
    assert whole["sections"][0]["blocks"][0] == {"kind": "paragraph", "text": ATTACKS[name], "tone": "plain"}


# ------------------------------------------------------------------------------------- what is missing


@pytest.mark.parametrize(("form", "package", "extra"), [(as_pdf, "typst", "pdf"), (as_docx, "docx", "docx")])
def test_a_missing_package_is_one_sentence(monkeypatch, form, package, extra):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(RefusedError, match=rf'needs a package that is not installed: pip install "cedsl\[{extra}\]"'):
        form(made_of(Paragraph("Text.")))

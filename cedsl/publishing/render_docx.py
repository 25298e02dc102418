"""A document for a word processor: real headings, tables whose header comes again on every page, lists. The same
document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from cedsl.publishing import document as d
from cedsl.publishing.render_escape import harmless
from cedsl.publishing.render_refused import RefusedError

if TYPE_CHECKING:
    from docx.document import Document as Docx

Element: TypeAlias = Any
"""An element of the file, of which python-docx says no more."""

LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
"""The first day that such a file can state; it says nothing of when the rules were made."""

REGIONS = {"en": "en-US", "es": "es-ES", "fr": "fr-FR"}
"""Word knows languages only with a region."""


def as_docx(document: d.Document) -> bytes:
    """The document in the language of the call; raises RefusedError where the package is not installed."""
    try:
        import docx
    except ImportError:
        raise RefusedError('a Word file needs a package that is not installed: pip install "cedsl[docx]"') from None
    file = docx.Document()
    _head(file, document)
    for section in document.sections:
        file.add_heading(harmless(section.heading), 1)
        for block in section.blocks:
            _block(file, block)
    _lines(file, document.footer)
    return _packed(file)


def _head(file: Docx, document: d.Document) -> None:
    about = file.core_properties
    about.title, about.language = harmless(document.title)[:255], document.language
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = LONG_AGO
    _language(file, REGIONS.get(document.language, document.language))
    file.add_heading(harmless(document.title), 0)
    _lines(file, (*document.facts, *document.sources, *(each.line for each in document.contacts)))


def _language(file: Docx, code: str) -> None:
    """The language of every text, for spelling and for screen readers."""
    from docx.oxml.ns import qn

    for each in file.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), code)


def _lines(file: Docx, texts: Iterable[str]) -> None:
    for text in texts:
        file.add_paragraph(harmless(text))


def _block(file: Docx, block: d.Block) -> None:
    match block:
        case d.Paragraph(text=text, tone=tone):
            file.add_paragraph().add_run(harmless(text)).bold = tone in {"lead", "wrong"}
        case d.Subheading(text=text):
            file.add_heading(harmless(text), 2)
        case d.Bullets(items=items):
            _listed(file, "List Bullet", (("", item.line) for item in items))
        case d.Steps(texts=texts):
            _numbered(file, texts)
        case d.Figures(figures=figures):
            _listed(file, "List Bullet", ((each.number, each.words) for each in figures))
        case d.Table():
            _table(file, block)
        case d.Timeline(text=text, marks=marks):
            file.add_paragraph(harmless(text)).paragraph_format.keep_with_next = True
            _listed(file, "List Bullet", ((mark.day, mark.words) for mark in marks))
        case d.Example():
            _example(file, block)
        case d.Further(heading=heading, left_out=left_out, examples=examples):
            file.add_heading(harmless(heading), 2)
            file.add_paragraph(harmless(left_out))
            _listed(file, "List Bullet", ((each.title, each.line) for each in examples))
        case d.Questions(questions=questions):
            for each in questions:
                _pair(file.add_paragraph(), each.question, each.answer, apart=True)
        case d.Bars(caption=caption, bars=bars):
            file.add_paragraph(harmless(caption)).paragraph_format.keep_with_next = True
            _listed(file, "List Bullet", ((bar.label, bar.words) for bar in bars))
        case d.Downloads(links=links):
            _listed(file, "List Bullet", (("", d.labelled(link.text, link.anchor)) for link in links))
        case _:
            assert_never(block)


def _listed(file: Docx, style: str, pairs: Iterable[tuple[str, str]]) -> None:
    for strong, text in pairs:
        _pair(file.add_paragraph(style=style), strong, text)


def _numbered(file: Docx, texts: Iterable[str]) -> None:
    """A list with numbers of its own, from 1."""
    style: Element = file.styles["List Number"]
    numbering: Element = file.part.numbering_part.element
    usual = next(each for each in numbering.num_lst if each.numId == style.element.pPr.numPr.numId.val)
    own = numbering.add_num(usual.abstractNumId.val)
    own.add_lvlOverride(0).add_startOverride(1)
    for text in texts:
        paragraph = file.add_paragraph(harmless(text), style=style)
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = own.numId  # noqa: SLF001


def _pair(paragraph: Element, strong: str, text: str, *, apart: bool = False) -> None:
    """What stands out and what follows it, on a line of its own where the two are `apart`."""
    if strong:
        run = paragraph.add_run(harmless(strong))
        run.bold = True
        if apart:
            run.add_break()
    paragraph.add_run(harmless(text if apart or not strong else f" {text}"))


def _example(file: Docx, example: d.Example) -> None:
    file.add_heading(harmless(example.title), 2)
    _lines(file, example.facts)
    if example.table is None:
        file.add_paragraph(harmless(example.caption))
    else:
        _table(file, example.table)
    file.add_paragraph(harmless(example.says)).paragraph_format.keep_with_next = True
    _listed(file, "List Bullet", ((text, "") for text in example.expected))
    _lines(file, filter(None, (example.because, example.source)))
    if example.wrong:
        file.add_paragraph().add_run(harmless(example.wrong)).bold = True


def _table(file: Docx, table: d.Table) -> None:
    """Its caption keeps with it; the header comes again on each page, and no row is cut."""
    caption = file.add_paragraph()
    caption.add_run(harmless(table.caption)).bold = True
    caption.paragraph_format.keep_with_next = True
    made = file.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    header = made.rows[0]
    for cell, column in zip(header.cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(harmless(column)).bold = True
    _property(header, "w:cantSplit")
    _property(header, "w:tblHeader")
    _first_column(made)
    for row in table.rows:
        cells = made.add_row()
        _property(cells, "w:cantSplit")
        for number, (cell, said) in enumerate(zip(cells.cells, row.cells, strict=True)):
            _cell(cell, said, row.dashes if number == 0 else "", is_header=number == 0)
    file.add_paragraph()


def _cell(cell: Element, said: d.Cell, dashes: str, *, is_header: bool) -> None:
    paragraph = cell.paragraphs[0]
    text = "☐" if said.role == "box" else d.joined(dashes, harmless(said.text))
    paragraph.add_run(text).bold = is_header
    if said.remarks:
        paragraph.add_run().add_break()
        paragraph.add_run(harmless(" ".join(said.remarks)))
    if said.cites:
        paragraph.add_run(harmless(f" {d.in_brackets(said.source)}"))


def _property(row: Element, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - the only way that python-docx has


def _first_column(table: Element) -> None:
    """The first cell of each row names it, also for a screen reader."""
    from docx.oxml.ns import qn

    for look in table._tbl.iter(qn("w:tblLook")):  # noqa: SLF001
        look.set(qn("w:firstColumn"), "1")
        look.set(qn("w:firstRow"), "1")


def _packed(file: Docx) -> bytes:
    """The file, with no day in it: neither of its making nor of its parts."""
    made, packed = io.BytesIO(), io.BytesIO()
    file.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(part, parts.read(name))
    return packed.getvalue()

"""A page without its texts, and its texts without the page: what must stay, and what may change, when an author writes
something else.
"""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from itertools import chain
from typing import Literal, TypeAlias, get_args

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Document
from cedsl.publishing.render import Format, laid_out
from cedsl.publishing.render_docx import as_docx
from cedsl.publishing.render_json import as_json
from cedsl.publishing.render_pdf import typst_source

Form: TypeAlias = Literal[Format, "typ", "docx", "json"]
FORMS: tuple[Form, ...] = (*get_args(Format), "typ", "docx", "json")

TYPST_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
IN_STYLE = re.compile(r'content: "([^"]*)"')
"""A string of the style sheet, in which signs are written by their numbers."""

SPACE_AND_QUOTES = re.compile(r"[\s\xa0“”]+")


class Seen(HTMLParser):
    """The text of a page, and its tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[str]]] = []
        self.comments: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, [name for name, _ in attrs]))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data


def markdown_seen(text: str) -> Seen:
    """Markdown as a reader of CommonMark with the tables of GitHub shows it."""
    return Seen(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def skeleton(document: Document, ruleset: Ruleset, form: Form) -> tuple[list[object], str]:
    """The structure of the page in the form, without any text; and all that it says, as `bare` makes it."""
    match form:
        case "html" | "fragment":
            seen = Seen(laid_out(document, form))
            return list(seen.tags), bare(IN_STYLE.sub(_of_style, seen.text))
        case "md":
            seen = markdown_seen(laid_out(document, form))
            return list(seen.tags), bare(seen.text)
        case "txt":
            return [], bare(laid_out(document, form))
        case "typ":
            source = typst_source(document)
            texts = (re.sub(r"\\(.)", r"\1", each) for each in TYPST_TEXT.findall(source))
            return [TYPST_TEXT.sub('""', source)], bare(" ".join(texts))
        case "docx":
            return _of_docx(as_docx(document))
        case "json":
            whole = json.loads(as_json(document, ruleset))
            return [_emptied(whole)], bare(" ".join(_texts(whole)))


def bare(text: str) -> str:
    """Without blanks, quotation marks and capitals: a line is broken, a name quoted and a sentence begun as it needs."""
    return SPACE_AND_QUOTES.sub("", text).casefold()


def _of_style(found: re.Match[str]) -> str:
    return 'content: "' + re.sub(r"\\([0-9a-f]+) ", lambda each: chr(int(each[1], 16)), found[1]) + '"'


def _of_docx(data: bytes) -> tuple[list[object], str]:
    """Each paragraph as its style and its parts, each table as its header, its columns and its cells."""
    structure: list[object] = []
    texts: list[str] = []
    for each in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(each, Table):
            structure.append(("table", len(each.rows), len(each.columns), "w:tblHeader" in each.rows[0]._tr.xml))
            inside = list(chain.from_iterable(cell.paragraphs for row in each.rows for cell in row.cells))
        else:
            inside = [each]
        structure.extend(_of_paragraph(part) for part in inside)
        texts.extend(part.text for part in inside)
    return structure, bare(" ".join(texts))


def _of_paragraph(paragraph: Paragraph) -> tuple[object, ...]:
    return (paragraph.style and paragraph.style.name, *(run.bold for run in paragraph.runs))


def _emptied(value: object) -> object:
    match value:
        case dict():
            return {name: each if name in {"kind", "role", "tone"} else _emptied(each) for name, each in value.items()}
        case list():
            return [_emptied(each) for each in value]
        case str():
            return ""
        case _:
            return value


def _texts(value: object) -> list[str]:
    match value:
        case dict():
            return [text for name, each in value.items() if name != "anchor" for text in _texts(each)]
        case list():
            return [text for each in value for text in _texts(each)]
        case str():
            return [value]
        case _:
            return []

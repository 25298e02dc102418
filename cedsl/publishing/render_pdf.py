"""A document as a PDF for paper and for screen readers (PDF/UA-1), set by typst. The same document gives the same
bytes: no clock, no file and no font of this computer has a part in it.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from cedsl.lean import regex
from cedsl.publishing.document import Document
from cedsl.publishing.render import environment
from cedsl.publishing.render_refused import RefusedError
from cedsl.publishing.tongue import say, say_as

Paper: TypeAlias = Literal["a4", "letter"]
PAPERS = {"a4": "a4", "letter": "us-letter"}
"""What typst calls each."""

MISSING = regex(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
NUMBERED = regex(r"\\u\{([0-9a-f]+)\}")
JOINER = "\u200d"
"""Letters that it joins are one for typst, and it says nothing of those that no font has."""

ROUNDS = 4
"""A letter that is shown by its number may leave its accent alone, which is then missing in its turn."""


def as_pdf(document: Document, paper: Paper = "a4") -> bytes:
    """The document in the language of the call. A letter that the fonts lack is shown by its number: `[U+4E2D]`.

    Raises RefusedError where the package is not installed or the document cannot be set.
    """
    try:
        import typst
    except ImportError:
        raise RefusedError('a PDF needs a package that is not installed: pip install "cedsl[pdf]"') from None
    source = typst_source(document, paper).replace(JOINER, _numbered(JOINER))
    for _ in range(ROUNDS):
        try:
            made = typst.compile(source.encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
        except typst.TypstError as error:
            missing = _missing(error.diagnostic)
            if not missing:
                raise RefusedError(f"the PDF cannot be set: {error.message}") from error
            source = "".join(_numbered(each) if each in missing else each for each in source)
        else:
            assert isinstance(made, bytes)
            return made
    raise RefusedError("the PDF cannot be set: it holds letters that no font shows")


def typst_source(document: Document, paper: Paper = "a4") -> str:
    """What typst is given: every text of the document is a string in it, and none is markup."""
    language, _, region = document.language.partition("-")
    template = environment("typ").get_template("typ/document.typ.jinja")
    slots = {"document": document, "language": language, "region": region, "paper": PAPERS[paper]}
    return template.render(slots, _=say, in_sense=say_as)


def _missing(diagnostic: str) -> frozenset[str]:
    """The letters that no font has, as typst names them. Its own markup is ASCII, and is never replaced."""
    found = (NUMBERED.sub(lambda each: chr(int(each[1], 16)), text) for text in MISSING.findall(diagnostic))
    return frozenset(letter for text in found for letter in text if not letter.isascii())


def _numbered(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"

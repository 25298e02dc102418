"""Looking into a document: the blocks of one kind in a section."""

from __future__ import annotations

from typing import TypeVar

from cedsl.publishing.document import Document

Kind = TypeVar("Kind")


def blocks(document: Document, section: str, kind: type[Kind]) -> list[Kind]:
    """The blocks of this kind, in their order; the section must be there."""
    found = document.section(section)
    assert found is not None, section
    return [each for each in found.blocks if isinstance(each, kind)]

"""Categories that members read as an abbreviation, with nothing to say what it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.lean import regex
from cedsl.model.ruleset import Category, Ruleset

ABBREVIATED = regex(r"[A-Z][A-Z0-9]+")


def untitled_abbreviations(ruleset: Ruleset) -> Iterator[Category]:
    """The categories in capitals that were declared without a title, where others have one. Where no category has a
    title, the author means the names themselves to be read.
    """
    declared = [each for each in ruleset.categories if not each.inferred]
    if any(_has_title(each) for each in declared):
        yield from (each for each in declared if not _has_title(each) and ABBREVIATED.fullmatch(each.name))


def _has_title(category: Category) -> bool:
    return bool(category.title) and category.title != category.name

"""Anchors of rules that were renamed: whoever kept the old link still arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Block, Bullets, Item, Row, Section, Table
from cedsl.publishing.page_rows import anchor
from cedsl.suite import stated

Anchored = TypeVar("Anchored", Row, Item)


def with_former(sections: tuple[Section, ...], ruleset: Ruleset) -> tuple[Section, ...]:
    """The sections, with the former anchors of each rule beside its anchor of now."""
    former = {anchor(words.id): tuple(map(anchor, words.former)) for _, words in stated(ruleset) if words.former}
    if not former:
        return sections
    return tuple(replace(each, blocks=tuple(_block(block, former) for block in each.blocks)) for each in sections)


def _block(block: Block, former: Mapping[str, tuple[str, ...]]) -> Block:
    match block:
        case Table(rows=rows):
            return replace(block, rows=tuple(_anchored(each, (each.anchor, each.also), former) for each in rows))
        case Bullets(items=items):
            return replace(block, items=tuple(_anchored(each, (each.anchor,), former) for each in items))
        case _:
            return block


def _anchored(part: Anchored, own: tuple[str, ...], former: Mapping[str, tuple[str, ...]]) -> Anchored:
    found = tuple(old for each in own for old in former.get(each, ()))
    return replace(part, former=found) if found else part

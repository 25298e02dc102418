"""The page of a ruleset as data, so that another program can lay it out: docs/schema/page-1.json.

It holds the sections and blocks of the page, every text of them ready to print, and the words and statements of the
rules by their names, as a suite has them.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TypeAlias

from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Document
from cedsl.suite import ruleset_json

SCHEMA = "cedsl/page-1"

Json: TypeAlias = dict[str, object]


def as_json(document: Document, ruleset: Ruleset) -> str:
    return json.dumps(page_json(document, ruleset), ensure_ascii=False, indent=2) + "\n"


def page_json(document: Document, ruleset: Ruleset) -> Json:
    """The document by the names of `document.py`, each block with its `kind`, and the rules."""
    said = plain(document)
    assert isinstance(said, dict)
    return {"schema": SCHEMA, **said, "rules": ruleset_json(ruleset)}


def plain(value: object) -> object:
    """The value as JSON has it; a lone surrogate, which no UTF-8 can hold, is shown as `harmless` shows it."""
    match value:
        case tuple():
            return [plain(each) for each in value]
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case _ if is_dataclass(value):
            kind: Json = {"kind": value.kind} if hasattr(value, "kind") else {}
            inside = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
            anchor: Json = {"anchor": value.anchor} if hasattr(value, "anchor") else {}
            return {**kind, **inside, **anchor}
        case _:
            return value

"""A ruleset made of a few lines beside names that many of them use."""

from __future__ import annotations

from cedsl.model import resolve
from cedsl.model import ruleset as r
from cedsl.source import Source
from cedsl.syntax import parse

FACTS = """
member joined: date "Joined on"
member birth: date "Born on"
member status: one of active, inactive, exempt "Status"
member abroad: yes or no "Abroad"
member ill: yes or no "Ill"
member weekly: number "weekly hours"
member number: number "member number"
category ETH "Ethics"
category LAW "Law"
field pages: number
field preparation: time
table providers by provider "Approved providers" { column sort: one of hospital, school "Sort of provider" }
"""


def rules(text: str) -> r.Ruleset:
    source = Source("rules.ce", FACTS + text)
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset

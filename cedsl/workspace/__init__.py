"""The only place that knows the order of the passes, and that touches files. It reads no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cedsl.model.ruleset import Ruleset
from cedsl.ruletest import run_examples
from cedsl.workspace.checking import Asked, check, known_members, members_of
from cedsl.workspace.editions import Rulebook, is_folder, load_rulebook
from cedsl.workspace.files import MIB, MOST_RECORDS, MOST_RULES, NO_PLACE, STDIN, Stdin, Unread, write_output
from cedsl.workspace.rules import Loaded, findings, load_rules
from cedsl.workspace.tables import Files, Gathered, Section, gather, load_members, load_records

if TYPE_CHECKING:
    from cedsl.publishing.render import Format

__all__ = [
    "MIB",
    "MOST_RECORDS",
    "MOST_RULES",
    "NO_PLACE",
    "STDIN",
    "Asked",
    "Files",
    "Gathered",
    "Loaded",
    "Rulebook",
    "Section",
    "Stdin",
    "Unread",
    "check",
    "findings",
    "gather",
    "is_folder",
    "known_members",
    "load_members",
    "load_records",
    "load_rulebook",
    "load_rules",
    "members_of",
    "publish",
    "write_output",
]


def publish(ruleset: Ruleset, form: Format) -> str | Unread:
    """The page that members read; a page with an example that the rules do not bear out is refused."""
    from cedsl.publishing.page_examples import false_examples
    from cedsl.publishing.render import render

    outcomes = {each.example.title: each.passed for each in run_examples(ruleset)}
    found = false_examples(ruleset, outcomes)
    return Unread(ruleset.source, found) if found else render(ruleset, form, outcomes)

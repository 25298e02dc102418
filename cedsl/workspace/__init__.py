"""The only place that knows the order of the passes, and that touches files. It reads no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cedsl.model.ruleset import Ruleset
from cedsl.records.profile import About
from cedsl.ruletest import run_examples
from cedsl.workspace.annotate import Changed, annotated, is_one_of
from cedsl.workspace.authoring import edition_of, examined, filled
from cedsl.workspace.checking import Asked, known_members, members_of
from cedsl.workspace.editions import Rulebook, is_folder, load_rulebook
from cedsl.workspace.files import MIB, MOST_RECORDS, MOST_RULES, NO_PLACE, STDIN, Stdin, Unread, is_there, write_output
from cedsl.workspace.importing import Imported, Sources, clean, held, open_sources, saved, settle, understand
from cedsl.workspace.profiles import Profiles, load_profiles
from cedsl.workspace.rules import Loaded, load_rules
from cedsl.workspace.tables import Files, Gathered, Section, gather, load_members, load_records
from cedsl.workspace.template import Sheet, template
from cedsl.workspace.together import check_all

if TYPE_CHECKING:
    from cedsl.publishing.render import Format

__all__ = [
    "MIB",
    "MOST_RECORDS",
    "MOST_RULES",
    "NO_PLACE",
    "STDIN",
    "About",
    "Asked",
    "Changed",
    "Files",
    "Gathered",
    "Imported",
    "Loaded",
    "Profiles",
    "Rulebook",
    "Section",
    "Sheet",
    "Sources",
    "Stdin",
    "Unread",
    "annotated",
    "check_all",
    "clean",
    "edition_of",
    "examined",
    "filled",
    "gather",
    "held",
    "is_folder",
    "is_one_of",
    "is_there",
    "known_members",
    "load_members",
    "load_profiles",
    "load_records",
    "load_rulebook",
    "load_rules",
    "members_of",
    "open_sources",
    "publish",
    "saved",
    "settle",
    "template",
    "understand",
    "write_output",
]


def publish(ruleset: Ruleset, form: Format) -> str | Unread:
    """The page that members read; a page with an example that the rules do not bear out is refused."""
    from cedsl.publishing.page_examples import false_examples
    from cedsl.publishing.render import render

    outcomes = {each.example.title: each.passed for each in run_examples(ruleset)}
    found = false_examples(ruleset, outcomes)
    return Unread(ruleset.source, found) if found else render(ruleset, form, outcomes)

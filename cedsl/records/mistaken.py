"""A file of one kind that was given for one of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cedsl.diagnostic import Diagnostic
from cedsl.records.folding import folded_heading
from cedsl.records.headings import Assigned
from cedsl.records.outcome import Unreadable
from cedsl.records.remark import quoted
from cedsl.records.schema import Schema

_OF_MEMBERS = (
    "is this the file of members? `cedsl check` takes it with --members, and `cedsl import` with --about members"
)
_MOST_NAMED = 3


def with_facts(problems: Iterable[Diagnostic], assigned: Assigned, schema: Schema) -> Iterator[Diagnostic]:
    """What is missing in the header of a file of activities. Where there is no day, and columns that nobody reads are
    facts about members, that is said as well.
    """
    known = {folded_heading(word) for word in (*schema.facts, *schema.fact_titles.values())} - {""}
    facts = [quoted(each.text) for each in assigned.unread if folded_heading(each.text) in known]
    for each in problems:
        yield replace(each, message=f"{each.message}; {_are(facts)}", help=_OF_MEMBERS) if _fits(each, facts) else each


def _fits(problem: Diagnostic, facts: list[str]) -> bool:
    return bool(facts) and problem.code == "CE311"


def _are(facts: list[str]) -> str:
    """That each is a fact; of many, the first few are named."""
    if len(facts) == 1:
        return f"{facts[0]} is a fact about members"
    few = facts if len(facts) <= _MOST_NAMED else [*facts[: _MOST_NAMED - 1], "others"]
    return f"{', '.join(few[:-1])} and {few[-1]} are facts about members"


def leave_columns_open(problems: Iterable[Diagnostic]) -> bool:
    """Whether the columns of a file are what nobody knows, so that `cedsl import` can ask about them."""
    return any(each.code in _OF_COLUMNS for each in problems)


_OF_COLUMNS = frozenset(("CE310", "CE311", "CE312"))


def is_of_members(problem: Unreadable) -> bool:
    """Whether a file of activities may well be the file of members."""
    return any(each.help == _OF_MEMBERS for each in problem.diagnostics)

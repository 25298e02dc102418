"""What the user named on the command line, loaded; what cannot be loaded is told, and the command stops."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from cedsl import workspace
from cedsl.cli.exits import Exit
from cedsl.cli.terminal import shown, stdin, stop, tell
from cedsl.diagnostic import did_you_mean
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.report import printable
from cedsl.records.outcome import Records, Register
from cedsl.workspace import Loaded, Unread


@dataclass(frozen=True, slots=True)
class Given:
    """Rules and tables, all of them readable."""

    ruleset: Ruleset
    records: Records
    register: Register | None


def ruleset(argument: str, records: str = "") -> Ruleset:
    """The rules; their errors stop the command, their warnings are only counted, for `lint` tells them.

    `records` is the other file of the command line, for whoever exchanged the two.
    """
    loaded = workspace.load_rules(argument, stdin)
    if isinstance(loaded, Unread):
        unable(loaded)
    if loaded.ruleset is None:
        _unless_exchanged(argument, records)
        unable(loaded)
    if loaded.diagnostics:
        count = len(loaded.diagnostics)
        found = "1 warning" if count == 1 else f"{count} warnings"
        tell(f"{found} about the rules; to read: cedsl lint {printable(argument)}")
    return loaded.ruleset


def tables(rules: str, records: str, members: str | None) -> Given:
    """The rules, the records and the member facts (None where none are named)."""
    if (rules, records, members).count(workspace.STDIN) > 1:
        raise click.UsageError("only one of the files can be `-`, standard input")
    found = ruleset(rules, records)
    activities = workspace.load_records(records, stdin, found)
    if isinstance(activities, Unread):
        unable(activities)
    register = None if members is None else workspace.load_members(members, stdin, found)
    if isinstance(register, Unread):
        unable(register)
    return Given(found, activities, register)


def known_member(given: Given, member: str) -> str:
    """The member, if there is one of that id."""
    known = workspace.members_of(given.records, given.register)
    if member in known:
        return member
    guess = did_you_mean(member, known)
    files = (given.records,) if given.register is None else (given.records, given.register)
    where = " and ".join(each.file for each in files)
    told = () if guess is None else (f"  help: {printable(guess)}",)
    return stop(f"there is no member `{printable(member)}` among {len(known)} in {printable(where)}", *told)


def _unless_exchanged(rules: str, records: str) -> None:
    """Where the name says that the rules are a table or the records are rules, that is all that is told."""
    one, other = (Path(each).suffix.casefold() for each in (rules, records))
    if one != other and (one == ".csv" or other == ".ce"):
        command = click.get_current_context().command_path
        order = f"{command} {printable(records)} {printable(rules)} ..."
        stop(f"`{printable(rules)}` holds no rules; the rules come first, then the records", f"  help: {order}")


def unable(problem: Unread | Loaded) -> NoReturn:
    """Tell why there is no result, and exit."""
    tell(shown(problem.diagnostics, problem.source).rstrip("\n"))
    raise click.exceptions.Exit(Exit.UNABLE)

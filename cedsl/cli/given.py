"""What the user named on the command line, loaded; what cannot be loaded is told, and the command stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from cedsl import workspace
from cedsl.cli.exits import Exit
from cedsl.cli.terminal import shown, stdin, stop, tell
from cedsl.diagnostic import did_you_mean
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.report import Checked, printable
from cedsl.workspace import Asked, Files, Gathered, Loaded, Rulebook, Unread


@dataclass(frozen=True, slots=True)
class Named:
    """The rules and tables of a check, as the user named them."""

    rules: tuple[str, ...]
    files: Files

    def options(self, asked: Asked) -> tuple[str, ...]:
        """The options beside members and as-of date, to be typed again."""
        also = [word for each in self.rules[1:] for word in ("--also", each)]
        decided = () if self.files.adjustments is None else ("--adjustments", self.files.adjustments)
        tables = [word for name, file in self.files.tables for word in ("--table", f"{name}={file}")]
        period = () if asked.period is None else ("--period", asked.period.isoformat())
        return (*also, *decided, *tables, *period)


def ruleset(argument: str) -> Ruleset:
    """The rules; their errors stop the command, their warnings are only counted, for `lint` tells them."""
    loaded = workspace.load_rules(argument, stdin)
    if isinstance(loaded, Unread) or loaded.ruleset is None:
        unable(loaded)
    _warned(argument, len(loaded.diagnostics))
    return loaded.ruleset


def checked(named: Named, asked: Asked) -> tuple[Checked, ...]:
    """Everything named, read and checked: a report for each ruleset, and for each edition that decides."""
    files = named.files
    every = (*named.rules, files.records, files.members, files.adjustments, *(file for _, file in files.tables))
    if every.count(workspace.STDIN) > 1:
        raise click.UsageError("only one of the files can be `-`, standard input")
    found = workspace.gather([_rulebook(each, files.records) for each in named.rules], files, stdin)
    if isinstance(found, Unread):
        unable(found)
    if asked.member is not None:
        _known_member(found, asked.member, files)
    reports: list[Checked] = []
    for each in found:
        report = workspace.check(each, asked)
        if isinstance(report, Unread):
            unable(report)
        reports.extend(report)
    return tuple(reports)


def is_one(named: Named) -> bool:
    """Whether there is one report by the very form of the command: one ruleset, and no folder of editions."""
    return len(named.rules) == 1 and not workspace.is_folder(named.rules[0])


def _rulebook(argument: str, records: str) -> Rulebook:
    """One ruleset in its editions. `records` is the other file of the command line, for whoever exchanged the two."""
    found = workspace.load_rulebook(argument, stdin)
    if isinstance(found, Loaded):
        _unless_exchanged(argument, records)
    if not isinstance(found, Rulebook):
        unable(found)
    _warned(argument, found.warnings)
    return found


def _warned(argument: str, count: int) -> None:
    if count:
        found = "1 warning" if count == 1 else f"{count} warnings"
        tell(f"{found} about the rules; to read: cedsl lint {printable(argument)}")


def _known_member(found: Sequence[Gathered], member: str, files: Files) -> None:
    """Stops where no file names the member."""
    known = tuple(dict.fromkeys(each for gathered in found for each in workspace.known_members(gathered)))
    if member in known:
        return
    guess = did_you_mean(member, known)
    named = [each for each in (files.records, files.members, files.adjustments) if each is not None]
    where = " and ".join("<stdin>" if each == workspace.STDIN else each for each in named)
    told = () if guess is None else (f"  help: {printable(guess)}",)
    stop(f"there is no member `{printable(member)}` among {len(known)} in {printable(where)}", *told)


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

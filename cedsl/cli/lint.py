from __future__ import annotations

from collections import Counter

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import Exit
from cedsl.diagnostic import Diagnostic, Severity
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.report import printable
from cedsl.workspace import Loaded, Unread


@click.command(
    cls=options.Command,
    short_help="What is wrong or doubtful in rules.",
    examples=("cedsl lint rules.ce", "cedsl lint - < rules.ce", "cedsl lint editions/"),
)
@click.argument("rules")
@options.rows()
@options.output()
@click.pass_context
def lint(context: click.Context, rules: str, table: options.Tables, output: str | None) -> None:
    """Tell everything that is wrong or doubtful in RULES, with its place; of a folder, in every edition.

    Exit code: 0 nothing found; 1 something found; 2 a file cannot be read.
    """
    given.one_stdin((rules,), table)
    given.own_files((rules, *(file for _, file in table)), output=output)
    examined = workspace.examined(rules, table, terminal.stdin)
    if isinstance(examined, Unread):
        given.unable(examined)
    found = any(each.diagnostics for each in examined)
    terminal.deliver(("\n" if found else "").join(map(_told, examined)), output)
    context.exit(Exit.FOUND if found else Exit.CLEAN)


def _told(loaded: Loaded) -> str:
    """What was found in one file, then how much."""
    last = f"{printable(loaded.source.name)}: {_summary(loaded)}\n"
    return "\n".join([terminal.shown(loaded.diagnostics, loaded.source), last] if loaded.diagnostics else [last])


def _summary(loaded: Loaded) -> str:
    if loaded.diagnostics:
        return _counted(loaded.diagnostics)
    return "clean" if loaded.ruleset is None else f"clean ({_contents(loaded.ruleset)})"


def _counted(diagnostics: tuple[Diagnostic, ...]) -> str:
    found = Counter(each.severity for each in diagnostics)
    return ", ".join(_number(found[severity], severity.value) for severity in Severity if found[severity])


def _contents(ruleset: Ruleset) -> str:
    parts = ((len(outline(ruleset)), "statement"), (len(ruleset.examples), "example"))
    return ", ".join(_number(count, noun) for count, noun in parts)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

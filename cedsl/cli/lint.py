from __future__ import annotations

from collections import Counter
from typing import assert_never

import click

from cedsl import workspace
from cedsl.cli import options, terminal
from cedsl.cli.exits import Exit
from cedsl.diagnostic import Diagnostic, Severity
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.report import printable
from cedsl.workspace import Loaded, Unread


@click.command(
    cls=options.Command,
    short_help="What is wrong or doubtful in rules.",
    examples=("cedsl lint rules.ce", "cedsl lint - < rules.ce"),
)
@click.argument("rules")
@options.output()
@click.pass_context
def lint(context: click.Context, rules: str, output: str | None) -> None:
    """Tell everything that is wrong or doubtful in RULES, with its place.

    Exit code: 0 nothing found; 1 something found; 2 the file cannot be read.
    """
    loaded = workspace.load_rules(rules, terminal.stdin)
    match loaded:
        case Unread(source=source, diagnostics=diagnostics):
            terminal.tell(terminal.shown(diagnostics, source).rstrip("\n"))
            context.exit(Exit.UNABLE)
        case Loaded(source=source):
            loaded = workspace.findings(loaded)
            diagnostics = loaded.diagnostics
            last = f"{printable(source.name)}: {_summary(loaded)}\n"
            parts = [terminal.shown(diagnostics, source)] if diagnostics else []
            terminal.deliver("\n".join([*parts, last]), output)
            context.exit(Exit.FOUND if diagnostics else Exit.CLEAN)
        case _:
            assert_never(loaded)


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

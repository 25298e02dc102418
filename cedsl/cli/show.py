from __future__ import annotations

import click

from cedsl.cli import given, options, terminal
from cedsl.publishing.report_show import show as shown


@click.command(
    cls=options.Command,
    short_help="How rules are understood: tree, names, defaults.",
    examples=("cedsl show ala/clm", "cedsl show rules.ce"),
)
@click.argument("rules")
@options.output()
def show(rules: str, output: str | None) -> None:
    """Show how RULES are understood: every statement as a tree, the inferred names, and every default."""
    terminal.deliver(shown(given.ruleset(rules)), output)

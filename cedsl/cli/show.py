from __future__ import annotations

import click

from cedsl.cli import given, options, terminal
from cedsl.publishing.report_show import show as shown


@click.command(
    cls=options.Command,
    short_help="How rules are understood: tree, names, defaults.",
    examples=("cedsl show ala/clm", "cedsl show rules.ce", "cedsl show editions/"),
)
@click.argument("rules")
@options.rows()
@options.output()
def show(rules: str, table: options.Tables, output: str | None) -> None:
    """Show how RULES are understood: every statement as a tree, the inferred names, and every default.

    Of a folder, every edition is shown, the oldest first.
    """
    given.own_files((rules, *(file for _, file in table)), output=output)
    book = given.editions(rules, table)
    terminal.deliver("\n".join(shown(each) for each in book.editions), output)

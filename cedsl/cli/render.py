from __future__ import annotations

import click

from cedsl.cli import given, options, terminal


@click.command(
    cls=options.Command,
    examples=("cedsl render ala/clm --output clm.html", "cedsl render rules.ce --format txt"),
)
@click.argument("rules")
@options.form("html", "md", "txt")
@options.output()
@click.pass_context
def render(context: click.Context, rules: str, form: str, output: str | None) -> None:
    """Write the page that members read, from RULES."""
    from cedsl.publishing.render import render as page

    del context
    terminal.deliver(page(given.ruleset(rules), form), output, machine=True)

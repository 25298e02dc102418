from __future__ import annotations

import click

from cedsl.cli import given, options, terminal


@click.command(
    cls=options.Command,
    short_help="The page that members read.",
    examples=("cedsl render ala/clm --output clm.html", "cedsl render rules.ce --format txt"),
)
@click.argument("rules")
@options.form("html", "md", "txt")
@options.output()
def render(rules: str, form: str, output: str | None) -> None:
    """Write the page that members read, from RULES."""
    ruleset = given.ruleset(rules)
    from cedsl.publishing.render import render as page

    terminal.deliver(page(ruleset, form), output, machine=True)

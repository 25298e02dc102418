from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.workspace import Unread

if TYPE_CHECKING:
    from cedsl.publishing.render import Format


@click.command(
    cls=options.Command,
    short_help="The page that members read.",
    examples=("cedsl render ala/clm --output clm.html", "cedsl render rules.ce --format txt"),
)
@click.argument("rules")
@options.form("html", "md", "txt")
@options.output()
def render(rules: str, form: Format, output: str | None) -> None:
    """Write the page that members read, from RULES. A page with a false example is refused."""
    page = workspace.publish(given.ruleset(rules), form)
    if isinstance(page, Unread):
        given.unable(page)
    terminal.deliver(page, output, machine=True)

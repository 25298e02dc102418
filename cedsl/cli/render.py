from __future__ import annotations

from datetime import date
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
    examples=(
        "cedsl render ala/clm --output clm.html",
        "cedsl render rules.ce --format txt",
        "cedsl render editions/ --as-of 2027-01-01 --output page.html",
    ),
)
@click.argument("rules")
@options.rows()
@options.as_of("Of several editions, the one in force on this day. Today unless given.")
@options.form("html", "md", "txt")
@options.output()
def render(rules: str, table: options.Tables, as_of: date | None, form: Format, output: str | None) -> None:
    """Write the page that members read, from RULES. A page with a false example is refused.

    Of a folder, it is the page of the edition that is in force.
    """
    edition = workspace.edition_of(given.editions(rules, table), as_of or options.today())
    page = edition if isinstance(edition, Unread) else workspace.publish(edition, form)
    if isinstance(page, Unread):
        given.unable(page)
    terminal.deliver(page, output, machine=True)

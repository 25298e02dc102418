from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.publishing.report import printable
from cedsl.workspace import PageAsked, Refused, Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cedsl.publishing.render_page import Form
    from cedsl.publishing.render_pdf import Paper

MEANT_FOR = {"heading-level": ("html", "fragment"), "paper": ("pdf",), "templates": ("html", "fragment", "md", "txt")}
"""The forms that an option has a meaning for."""


@click.command(
    cls=options.Command,
    short_help="The page that members read.",
    examples=(
        "cedsl render ala/clm --output clm.html",
        "cedsl render ala/clm --format pdf --paper letter --output clm.pdf",
        "cedsl render rules.ce --format txt --lang es",
        "cedsl render rules.ce --templates templates/ --output page.html",
        "cedsl render editions/ --as-of 2027-01-01 --output page.html",
    ),
)
@click.argument("rules")
@options.rows()
@options.as_of("Of several editions, the one in force on this day. Today unless given.")
@options.form("html", "fragment", "md", "txt", "pdf", "docx", "json")
@click.option("--lang", metavar="CODE", default="en", show_default=True, help="The language: en, es, fr, fr-CA, ...")
@click.option("--templates", metavar="DIR", help="A folder with templates of your own, for html, fragment, md and txt.")
@click.option("--heading-level", type=click.IntRange(1, 4), help="The level of the title, in html.  [default: 1]")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="The paper of a pdf.  [default: a4]")
@options.produced()
@options.output()
def render(
    *,
    rules: str,
    table: options.Tables,
    as_of: date | None,
    form: Form,
    lang: str,
    templates: str | None,
    heading_level: int | None,
    paper: Paper | None,
    produced: date | None,
    output: str | None,
) -> None:
    """Write the page that members read, from RULES. A page with a false example is refused.

    Of a folder, it is the page of the edition that is in force. A fragment is HTML to be put into another page.
    """
    _meant(form, {"heading-level": heading_level, "paper": paper, "templates": templates})
    given.own_files((rules, *(file for _, file in table)), output=output)
    book = given.editions(rules, table)
    edition = workspace.edition_of(book, as_of or options.today())
    if isinstance(edition, Unread):
        given.unable(edition)
    asked = PageAsked(form, lang, heading_level, paper, templates, produced)
    page = workspace.publish(edition, asked, workspace.edition_before(book, edition))
    if isinstance(page, Unread):
        given.unable(page)
    if isinstance(page, Refused):
        terminal.stop(printable(page.sentence), *([] if page.help is None else [f"  help: {printable(page.help)}"]))
    given.tell_untranslated(page.untranslated, page.missing, lang, "the page")
    terminal.hand_over(page.data, output, is_text=form not in {"pdf", "docx"})


def _meant(form: Form, given_: dict[str, object]) -> None:
    """Stops where an option would change nothing."""
    for option, value in given_.items():
        if value is not None and form not in MEANT_FOR[option]:
            raise click.UsageError(f"--{option} is for --format {_one_of(MEANT_FOR[option])}, not {form}")


def _one_of(forms: Sequence[str]) -> str:
    """`html, fragment or md`."""
    *first, last = forms
    return f"{', '.join(first)} or {last}" if first else last

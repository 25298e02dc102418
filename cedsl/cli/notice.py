from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import of_verdicts
from cedsl.publishing.languages import missing_messages
from cedsl.publishing.notice_files import INDEX, listing
from cedsl.publishing.render_refused import RefusedError
from cedsl.publishing.report import printable
from cedsl.publishing.tongue import Tongue
from cedsl.workspace import Asked, Files, notices
from cedsl.workspace.folders import TakenError
from cedsl.workspace.notices import NoticeForm, Pending, Wanted
from cedsl.workspace.pages import load_templates

if TYPE_CHECKING:
    from cedsl.publishing.render_pdf import Paper


MOST_NAMED = 3
"""How many files are named that are in the way."""


@click.command(
    cls=options.Command,
    short_help="A personal statement for one member, or for all of them.",
    examples=(
        "cedsl notice ala/clm records.csv --member M-004 --output M-004.html",
        "cedsl notice rules.ce records.csv --member M-004 --format txt --lang es",
        "cedsl notice rules.ce records.csv --members members.csv --format pdf --output notices/",
    ),
)
@options.tables()
@options.period()
@click.option("--member", metavar="ID", help="Only this member. Otherwise all of them, into a folder.")
@options.form("html", "pdf", "txt")
@options.language()
@click.option("--templates", metavar="DIR", help="A folder with templates of your own, for html and txt.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="The paper of a pdf.  [default: a4]")
@click.option("--output", "-o", metavar="FILE|DIR", help="Write into a file, or a folder of them, whole or not at all.")
@click.pass_context
def notice(
    context: click.Context,
    *,
    rules: str,
    also: tuple[str, ...],
    files: Files,
    as_of: date | None,
    period: date | None,
    history: bool,
    member: str | None,
    form: NoticeForm,
    tongue: Tongue,
    templates: str | None,
    paper: Paper | None,
    output: str | None,
) -> None:
    """Write to a member what counts, what is missing, and what became of every activity.

    With --member it is one notice. Otherwise, and with --also, every notice is a file in the folder --output, beside
    `index.csv`, which lists them. A former folder of notices is replaced when all of them are made.

    The exit code is that of `cedsl check`.
    """
    named = given.Named((rules, *also), files)
    alone = member is not None and not also
    _meant(form, templates, paper)
    place = _place(named, output, alone=alone)
    reports = given.checked(named, Asked(as_of or options.today(), member, period, history))
    pending = notices.pending(reports, form, tongue)
    try:
        theirs = None if templates is None else load_templates(templates)
        wanted = Wanted(form, tongue, paper or "a4", theirs)
        if alone:
            terminal.hand_over(notices.made(pending[0], wanted), output, is_text=form != "pdf")
        else:
            _deliver(pending, wanted, place)
    except RefusedError as error:
        terminal.stop(printable(str(error)), *([] if error.help is None else [f"  help: {printable(error.help)}"]))
    own = dict.fromkeys(text for each in pending for text in each.sheaf.untranslated)
    given.tell_untranslated(tuple(own), missing_messages(tongue), tongue.code, "a notice")
    context.exit(of_verdicts(result for each in reports for result in each.members))


def _meant(form: NoticeForm, templates: str | None, paper: str | None) -> None:
    """Stops where an option would change nothing."""
    if form == "pdf" and templates is not None:
        raise click.UsageError("--templates is for --format html or txt, not pdf")
    if form != "pdf" and paper is not None:
        raise click.UsageError(f"--paper is for --format pdf, not {form}")


def _place(named: given.Named, output: str | None, *, alone: bool) -> str:
    """Where the result goes; stops, before anything is done, where it cannot go there."""
    if alone:
        given.own_files(named.read, output=output)
    elif output is None:
        raise click.UsageError("the notices of several members go into a folder: --output DIR")
    elif output == workspace.STDIN:
        raise click.UsageError("`-` is no folder; --output needs one")
    else:
        _check_folder(output)
    return output or ""


def _check_folder(place: str) -> None:
    if not Path(place).absolute().parent.is_dir():
        terminal.no_folder(place)
    try:
        notices.check_notices(place)
    except OSError as error:
        _stop_folder(place, error)


def _stop_folder(place: str, error: OSError) -> None:
    shown = printable(place)
    if isinstance(error, TakenError):
        found = _named(notices.foreign(place))
        terminal.stop(f"`{shown}` holds what is no notice: {found}", "  help: name a new folder, or an empty one")
    terminal.stop(f"cannot write the folder `{shown}`: {terminal.refusal(error)}")


def _named(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    first = ", ".join(f"`{printable(each)}`" for each in names[:MOST_NAMED])
    return first if len(names) <= MOST_NAMED else f"{first} and {len(names) - MOST_NAMED} more"


def _deliver(pending: Sequence[Pending], wanted: Wanted, place: str) -> None:
    """All notices into the folder, the list of them last."""

    def files() -> Iterator[tuple[str, bytes]]:
        for each in terminal.progress(pending, len(pending), "Writing notices"):
            yield each.file, notices.made(each, wanted)
        yield INDEX, listing(each.listed for each in pending).encode("utf-8", "backslashreplace")

    try:
        notices.write_notices(place, files())
    except OSError as error:
        _stop_folder(place, error)
    count = "1 notice" if len(pending) == 1 else f"{len(pending)} notices"
    terminal.tell(f"wrote {count} and {INDEX} into {printable(place)}")

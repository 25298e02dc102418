from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import of_verdicts
from cedsl.publishing.notice_files import INDEX, listing
from cedsl.publishing.render_refused import RefusedError
from cedsl.publishing.report import printable
from cedsl.publishing.tongue import Tongue
from cedsl.workspace import Asked, Files, notices
from cedsl.workspace.folders import TakenError
from cedsl.workspace.layouts import load_templates
from cedsl.workspace.notices import NoticeForm, Pending


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
@options.templates()
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
    output: str | None,
) -> None:
    """Write to a member what counts, what is missing, and what became of every activity.

    With --member it is one notice. Otherwise, and with --also, every notice is a file in the folder --output, beside
    `index.csv`, which lists them. A former folder of notices is replaced when all of them are made.

    The exit code is that of `cedsl check`.
    """
    named = given.Named((rules, *also), files)
    alone = member is not None and not also
    place = _place(named, output, form, templates, alone=alone)
    reports = given.checked(named, Asked(as_of or options.today(), member, period, history))
    pending = notices.pending(reports, form, tongue)
    try:
        made = _made(pending, form, tongue, templates)
        if alone:
            _deliver_one(next(made), form, output)
        else:
            _deliver_all(made, pending, place)
    except RefusedError as error:
        terminal.stop(printable(str(error)), *([] if error.help is None else [f"  help: {printable(error.help)}"]))
    _tell_untranslated(pending, tongue)
    context.exit(of_verdicts(result for each in reports for result in each.members))


def _place(named: given.Named, output: str | None, form: NoticeForm, templates: str | None, *, alone: bool) -> str:
    """Where the result goes; stops, before anything is done, where it cannot go there."""
    if form == "pdf" and templates is not None:
        raise click.UsageError("--templates are for --format html and txt; a PDF has its own")
    if output is None and not alone:
        raise click.UsageError("the notices of several members go into a folder: --output DIR")
    if output is None and form == "pdf":
        raise click.UsageError("a PDF is no text to print: --output FILE")
    place = output or ""
    if alone:
        given.own_files(named.read, output=output)
    elif place == workspace.STDIN:
        raise click.UsageError("`-` is no folder; --output needs one")
    else:
        _check_folder(place)
    return place


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
        terminal.stop(f"`{shown}` holds files that are no notices", "  help: name a new folder, or an empty one")
    terminal.stop(f"cannot write the folder `{shown}`: {(error.strerror or str(error)).lower()}")


def _made(
    pending: Sequence[Pending], form: NoticeForm, tongue: Tongue, templates: str | None
) -> Iterator[tuple[str, bytes]]:
    """Every notice with the name of its file, one by one."""
    theirs = None if templates is None else load_templates(templates)
    for each in pending:
        yield each.file, notices.made(each, form, tongue, theirs)


def _deliver_one(made: tuple[str, bytes], form: NoticeForm, output: str | None) -> None:
    _, data = made
    if output is None:
        terminal.deliver(data.decode("utf-8"), machine=form == "html")
    else:
        terminal.keep(data, output)


def _deliver_all(made: Iterator[tuple[str, bytes]], pending: Sequence[Pending], place: str) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield from terminal.progress(made, len(pending), "Writing notices")
        yield INDEX, listing(each.listed for each in pending).encode("utf-8", "backslashreplace")

    try:
        notices.write_notices(place, files())
    except OSError as error:
        _stop_folder(place, error)
    count = "1 notice" if len(pending) == 1 else f"{len(pending)} notices"
    terminal.tell(f"wrote {count} and {INDEX} into {printable(place)}")


def _tell_untranslated(pending: Sequence[Pending], tongue: Tongue) -> None:
    """How many texts stand as they were written, because the language does not have them."""
    own = {text for each in pending for text in each.sheaf.untranslated}
    number = len(own | set(notices.untranslated(tongue)))
    if number:
        texts = "1 text has" if number == 1 else f"{number} texts have"
        terminal.tell(f"{texts} no translation into {tongue.code}")

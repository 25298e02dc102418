from __future__ import annotations

import shlex
from contextlib import suppress
from datetime import date

import click

from cedsl import workspace
from cedsl.cli import ask, given, options, template, terminal
from cedsl.cli.exits import Exit
from cedsl.publishing.import_json import as_import_json
from cedsl.publishing.import_text import ImportReport, as_import_text, files_text
from cedsl.publishing.report import printable
from cedsl.records.outcome import Outcome
from cedsl.workspace import About, Imported, Unread

STDOUT = "-"


@click.command(
    "import",
    cls=options.Command,
    short_help="How files of other programs are understood.",
    examples=(
        "cedsl import export.csv --rules rules.ce",
        "cedsl import export.csv --rules rules.ce --save-profile portal.toml",
        "cedsl import meeting.csv --profile zoom-participants --output clean.csv --held held.csv",
        "cedsl check rules.ce export.csv --profile portal.toml",
        "cedsl import --template ala/clm --output sheet.xlsx",
    ),
)
@click.argument("files", nargs=-1)
@click.option("--rules", metavar="RULES", help="In whose words. Without rules, any word is a category.")
@options.profiles()
@click.option("--save-profile", metavar="FILE", help="Write what is settled, the answers too, into a profile.")
@click.option("--output", "-o", metavar="FILE", help="Write a clean CSV file that every check reads; - prints it.")
@click.option("--held", metavar="FILE", help="Write the held rows, and why, into a CSV file to work through.")
@click.option("--about", type=click.Choice([each.value for each in About]), help="What the files are about.")
@click.option("--template", "template_of", metavar="RULES", help="Write an empty sheet for members to fill in.")
@options.as_of("A day after this, and after today, is held. Today unless given.")
@options.form("text", "json")
@click.pass_context
def import_(
    context: click.Context,
    *,
    files: tuple[str, ...],
    rules: str | None,
    profile: tuple[str, ...],
    save_profile: str | None,
    output: str | None,
    held: str | None,
    about: str | None,
    template_of: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Show how FILES are understood: their columns, what became of each row, and what a person must settle.

    FILES are tables of activities, or of member facts with --about members: CSV, workbooks and others, or -. On
    a terminal each question is asked once; elsewhere the line of a profile that settles it stands beside each answer.

    With --template a sheet for members is written instead: CSV, or a workbook where FILE ends in .xlsx.

    Exit code: 0 every row is settled; 2 something cannot be read before you say what it is; 3 rows are held.
    """
    if template_of is not None:
        template.alone(context)
        template.write(template_of, About(about or About.RECORDS), output)
        return
    given.one_stdin((rules,) if rules else (), (), *files)
    given.each_once(files)
    read = (*files, *profile, *(() if rules is None else (rules,)))
    _places(read, save_profile, save_profile in profile, None if output == STDOUT else output, held)
    first = imported = _opened(files, rules, profile, about, as_of)
    if form == "text" and output != STDOUT and terminal.is_conversation():
        click.echo(files_text(_report(imported, files, rules, profile)))
        imported = ask.settle(imported)
        save_profile = _kept(save_profile, imported, first, read)
    kept = profile if save_profile is None else (save_profile,)
    report = _report(imported, files, rules, kept, as_of)
    told = as_import_json(report) if form == "json" else as_import_text(report)
    if output == STDOUT:
        terminal.tell(told.rstrip("\n"))
    else:
        terminal.deliver(told, machine=form == "json")
    if save_profile is not None:
        _save(imported, save_profile)
    elif imported.profile != first.profile:
        terminal.tell("your answers are not saved; --save-profile FILE keeps them")
    _write(imported, output, held)
    context.exit(_code(imported))


def _opened(
    files: tuple[str, ...], rules: str | None, profile: tuple[str, ...], about: str | None, as_of: date | None
) -> Imported:
    """The files as they read now; what cannot be read at all stops the command."""
    if not files:
        raise click.MissingParameter(param_type="argument", param_hint="'FILES...'")
    profiles = workspace.load_profiles(profile)
    if isinstance(profiles, Unread):
        given.unable(profiles)
    kind = profiles.kind if about is None else About(about)
    if kind is About.MEMBERS and (rules is None or len(files) > 1):
        raise click.UsageError("facts of members are read in the words of rules, one file at a time: give --rules")
    book = None if rules is None else given.rulebook(rules, files)
    sources = workspace.open_sources(files, kind, terminal.stdin, given.horizon(as_of or options.today()), book)
    if isinstance(sources, Unread):
        given.unable(sources)
    wrong = workspace.wrong_settings(profiles, [sources.schema])
    if wrong is not None:
        given.unable(wrong)
    found = workspace.understand(sources, profiles.of(kind))
    if isinstance(found, Unread):
        given.unable(found)
    return found


def _report(
    imported: Imported, files: tuple[str, ...], rules: str | None, profile: tuple[str, ...], as_of: date | None = None
) -> ImportReport:
    """What is told; `profile` are the files that hold, or will hold, what is settled."""
    settled = [word for each in profile for word in ("--profile", each)]
    settled += [] if as_of is None else ["--as-of", as_of.isoformat()]
    command = _next(imported, files, rules)
    next_ = printable(shlex.join((*command, *settled))) if command else ""
    return ImportReport(imported.found, imported.questions, rules, " and ".join(profile), next_)


def _next(imported: Imported, files: tuple[str, ...], rules: str | None) -> tuple[str, ...]:
    """The command that comes next: a check, or the same once more about members where the file may well be theirs."""
    if rules is None or imported.sources.about is About.MEMBERS:
        return ()
    if not imported.unclear:
        return ("cedsl", "check", rules, *files)
    may_be_members = len(files) == 1 and workspace.may_be_members(imported)
    return ("cedsl", "import", *files, "--about", "members", "--rules", rules) if may_be_members else ()


def _places(read: tuple[str, ...], path: str | None, is_its_own: bool, output: str | None, held: str | None) -> None:
    """Stops, before anything is asked, where a result has no place of its own, or the profile's place is taken and
    nobody says that it may be replaced. A profile may be replaced by itself.
    """
    given.own_files(read, output=output, held=held, save_profile=None if is_its_own else path)
    if path is not None and workspace.is_there(path) and not (terminal.is_conversation() and ask.overwrites(path)):
        terminal.stop(f"`{printable(path)}` exists and was left as it is; save the profile under another name")


def _kept(path: str | None, imported: Imported, first: Imported, read: tuple[str, ...]) -> str | None:
    """Where the answers are kept: asked where there are some, and no place was named for them."""
    if path is None and imported.profile != first.profile:
        with suppress(click.Abort):
            return ask.place(read)
    return path


def _save(imported: Imported, path: str) -> None:
    terminal.deliver(workspace.saved(imported), path, machine=True)


def _write(imported: Imported, output: str | None, held: str | None) -> None:
    """The clean file, and the table of held rows; what is in neither is told."""
    count = imported.count(Outcome.HELD)
    if output is not None and imported.unclear:
        terminal.tell("no clean file is written: somebody must say first what the columns are")
    elif output is not None:
        clean = workspace.clean(imported)
        terminal.deliver(clean.text, None if output == STDOUT else output, machine=True)
        for each in clean.left_out:
            place = f"{printable(each.file)} row {each.row}"
            terminal.tell(f"{place} is not in the clean file: it cannot be written so that it reads back the same")
        if count and held is None:
            rows = "1 held row is" if count == 1 else f"{count} held rows are"
            terminal.tell(f"{rows} not in the clean file; --held FILE writes them into a file of their own")
    if held is not None:
        terminal.deliver(workspace.held(imported), held, machine=True)


def _code(imported: Imported) -> Exit:
    if imported.unclear:
        return Exit.UNABLE
    return Exit.DEPENDS if imported.count(Outcome.HELD) else Exit.CLEAN

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import Exit
from cedsl.publishing.report import printable
from cedsl.workspace import Loaded, Lost, Refused, Shelf, Site, SiteAsked, Stale, Unread

if TYPE_CHECKING:
    from cedsl.publishing.site_plan import Entry, SiteForm

FORMS = ("md", "txt", "json", "pdf", "docx")
USUAL: tuple[SiteForm, ...] = ("md", "txt", "json")


@click.command(
    cls=options.Command,
    short_help="A site with the pages of many rules.",
    examples=(
        "cedsl publish rules/ --output site/",
        "cedsl publish rules/ --output site/ --lang en --lang es",
        "cedsl publish rules/ --output site/ --check",
    ),
)
@click.argument("folder", metavar="DIR")
@options.rows()
@click.option(
    "--lang",
    "languages",
    metavar="CODE",
    multiple=True,
    help="A language of the pages: en, es, fr, fr-CA, ... The first lies at the top. May be repeated.  [default: en]",
)
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMS),
    multiple=True,
    help="A form of each page beside html. May be repeated.  [default: md, txt, json]",
)
@click.option("--templates", metavar="DIR", help="A folder with templates of your own, for html, md and txt.")
@click.option("--base-url", "base", metavar="URL", default="", help="The address at which the site will stand.")
@options.as_of("The day that decides which edition is in force. Today unless given.")
@options.produced()
@click.option("--check", is_flag=True, help="Write nothing; tell which files are not as they would be published now.")
@click.option(
    "--output", "-o", metavar="DIR", required=True, help="The folder of the site, written whole or not at all."
)
@click.pass_context
def publish(
    context: click.Context,
    *,
    folder: str,
    table: options.Tables,
    languages: tuple[str, ...],
    forms: tuple[SiteForm, ...],
    templates: str | None,
    base: str,
    as_of: date | None,
    produced: date | None,
    check: bool,
    output: str,
) -> None:
    """Publish a site from the rules in DIR: pages, editions, languages, downloads, and what changed.

    Files of one folder that name the same ruleset are its editions. Nothing is replaced while any rules have an error
    or an example that does not hold.

    Exit code: 0 published, or with --check all is current; 1 with --check something is not; 2 could not run.
    """
    if output == workspace.STDIN:
        raise click.UsageError("`-` is no folder; --output needs one")
    if base and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", base):
        raise click.UsageError(
            f"--base-url needs a whole address, such as https://example.org/rules; not `{printable(base)}`"
        )
    if not check:
        _place(output)
    found = _shelf(folder, table, output)
    day = as_of or options.today()
    books = workspace.books_of(found, day)
    if problems := [each for each in books if isinstance(each, Unread | Loaded)]:
        _unable(problems)
    asked = SiteAsked(languages or ("en",), forms or USUAL, day, base, templates, produced)
    site = workspace.site_of([each for each in books if not isinstance(each, Unread | Loaded)], asked, _watched)
    if isinstance(site, Refused):
        terminal.stop(printable(site.sentence), *([] if site.help is None else [f"  help: {printable(site.help)}"]))
    if check:
        context.exit(_checked(workspace.stale(site, output), workspace.lost_anchors(site.files, output), site))
    lost = workspace.lost_anchors(site.files, output)
    _write(site, output)
    if lost:
        terminal.tell("\n".join(_lost(lost)))


def _shelf(folder: str, tables: options.Tables, output: str) -> Shelf:
    """The rulesets with the rows of the files in their tables; everything that cannot be read is told at once."""
    given.one_stdin((folder,), tables)
    found = workspace.shelf(folder, terminal.stdin, output)
    if isinstance(found, Unread):
        given.unable(found)
    if found.problems:
        _unable(found.problems)
    if warnings := sum(each.warnings for each in found.books):
        many = "1 warning" if warnings == 1 else f"{warnings} warnings"
        terminal.tell(f"{many} about the rules; to read: cedsl lint, with one of the files")
    return Shelf(given.filled(found.books, tables), found.wanted, ())


def _unable(problems: Sequence[Unread | Loaded]) -> NoReturn:
    """Everything that is wrong, in the order of the files."""
    texts = [terminal.shown(each.diagnostics, each.source) for each in problems]
    terminal.tell("\n".join(texts).rstrip("\n"))
    raise click.exceptions.Exit(Exit.UNABLE)


def _place(output: str) -> None:
    """Stops where a site must not take the place of what is there."""
    try:
        workspace.may_replace(output)
    except OSError as error:
        _refused(output, error)


def _write(site: Site, output: str) -> None:
    try:
        workspace.write_site(site, output)
    except FileNotFoundError:
        terminal.no_folder(output)
    except OSError as error:
        _refused(output, error)
    terminal.tell(f"wrote {printable(output)}: {site.pages} pages, {len(site.files)} files")


def _refused(output: str, error: OSError) -> NoReturn:
    others = workspace.strangers(output)
    if others:
        terminal.stop(
            f"`{printable(output)}` holds `{printable(others[0])}`, which cedsl did not write, and is left as it is",
            "  help: move that file away, or publish into another folder",
        )
    if isinstance(error, workspace.TakenError):
        terminal.stop(
            f"`{printable(output)}` is no site that cedsl made, and is left as it is",
            "  help: publish into a folder that is empty or not there yet",
        )
    terminal.stop(f"cannot write `{printable(output)}`: {terminal.refusal(error)}")


def _lost(lost: Sequence[Lost]) -> Iterator[str]:
    """The links into the site that lead nowhere now, and how to keep them."""
    for each in lost:
        named = " and ".join(f"`#{printable(anchor)}`" for anchor in each.anchors)
        led = "led to a rule and leads" if len(each.anchors) == 1 else "led to rules and lead"
        yield f"{printable(each.path)}: {named} {led} nowhere now"
    yield f"  help: if a rule has a new name, write `formerly {printable(lost[0].anchors[0])}` after it"


def _checked(found: Sequence[Stale], lost: Sequence[Lost], site: Site) -> Exit:
    if not found:
        terminal.deliver(f"all {len(site.files)} files are current\n")
        return Exit.CLEAN
    told = [f"{printable(each.path)}: {each.why}" for each in found]
    terminal.deliver("".join(f"{line}\n" for line in (*told, *(_lost(lost) if lost else ()))))
    return Exit.FOUND


def _watched(entries: Sequence[Entry]) -> Iterator[Entry]:
    yield from terminal.progress(entries, len(entries), "Publishing")

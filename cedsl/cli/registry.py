"""A whole registry in one check: tables of verdicts, the report for a board, and the summary on the terminal."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote

import click

from cedsl.cli import given, terminal
from cedsl.cli.exits import Exit, of_words
from cedsl.lean import dataclass
from cedsl.publishing.report import Checked, printable
from cedsl.publishing.tongue import Tongue
from cedsl.registry.verdicts import Tables, ending_of, files_of
from cedsl.workspace import MOST_RECORDS, STDIN, Asked, are_large

if TYPE_CHECKING:
    from cedsl.publishing.registry_figures import RegistryFigures
    from cedsl.registry.engine import Progress
    from cedsl.workspace import Loaded, Unread
    from cedsl.workspace.registry import RegistryRun
    from cedsl.workspace.remote import RemoteRun


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made of a check. `form` is None where the user did not ask for one. `output` is the file of the
    tables, or of the text; `report` that of the page for a board. `typed` are the records as the user named them.
    """

    engine: str
    form: str | None
    output: str | None
    report: str | None
    tongue: Tongue
    typed: tuple[str, ...]
    annotates: bool
    on: str | None = None
    """The address of the database in which the records are."""

    @property
    def tables(self) -> str | None:
        """The file with the tables of verdicts, where one is wanted: its ending asks for it, unless a form does."""
        if self.output is None or self.form is not None or ending_of(self.output) is None:
            return None
        return self.output

    @property
    def text(self) -> str | None:
        """The file into which the text goes that would be printed."""
        return None if self.tables else self.output

    @property
    def is_machine(self) -> bool:
        return self.form not in {None, "text"}


def settled(named: given.Named, wanted: Wanted, annotate: str | None) -> None:
    """Stops, before anything is done, where files or options are in one another's way."""
    given.own_files(named.read, output=wanted.output, report=wanted.report, annotate=annotate)
    if wanted.output is not None and wanted.form is not None and ending_of(wanted.output) in {".parquet", ".duckdb"}:
        raise click.UsageError(
            f"`{printable(wanted.output)}` holds tables of verdicts; leave out --format {wanted.form}"
        )
    if wanted.tables is not None:
        *_, companion = files_of(wanted.tables)
        if companion != wanted.tables:
            given.own_files(named.read, output=companion, report=wanted.report, annotate=annotate)
    if (wanted.tables or wanted.report) and not given.is_one(named):
        option = "--report" if wanted.tables is None else "--output"
        raise click.UsageError(f"{option} tells of one ruleset in one edition; name its file, and leave out --also")
    if wanted.report is None and wanted.tongue.code != "en":
        raise click.UsageError("--lang is for the page of --report")


def wants_columns(named: given.Named, asked: Asked, wanted: Wanted) -> bool:
    """Whether the members are to be decided in columns; stops where that was asked for and cannot be."""
    in_the_way = _in_the_way(named, asked, wanted)
    if wanted.on is not None:
        _unless_on_tables(named, wanted, in_the_way)
        return True
    if wanted.engine == "exact":
        return False
    if wanted.engine == "columns" and in_the_way:
        raise click.UsageError(f"--engine columns cannot be used with {in_the_way}; leave one of them out")
    return wanted.engine == "columns" or (not in_the_way and are_large(named.files.records))


def _unless_on_tables(named: given.Named, wanted: Wanted, in_the_way: str) -> None:
    """Stops where a check cannot be made of tables in a database."""
    in_the_way = "--engine exact" if wanted.engine == "exact" else in_the_way
    if in_the_way:
        raise click.UsageError(f"--on cannot be used with {in_the_way}; leave one of them out")
    if len(named.files.records) > 1:
        raise click.UsageError("--on reads one table of activities; make a view of several in the database")


def _in_the_way(named: given.Named, asked: Asked, wanted: Wanted) -> str:
    """What columns do not have; empty where there is nothing of that kind."""
    found = {
        "--also": len(named.rules) > 1,
        "a folder of editions": not given.is_one(named),
        "--table": bool(named.files.tables),
        "--history": asked.history,
        "--member": asked.member is not None,
        "--annotate": wanted.annotates,
        "records from standard input": STDIN in named.files.records,
        f"--format {wanted.form}": wanted.is_machine,
    }
    return next((name for name, stands in found.items() if stands), "")


def check_columns(context: click.Context, named: given.Named, asked: Asked, wanted: Wanted) -> Exit:
    """Check all members, many at a time."""
    _need_parts()
    from cedsl.publishing.report_registry import Command, registry_text
    from cedsl.workspace.registry import StoppedError
    from cedsl.workspace.verdicts import UnwritableError

    files = named.files
    given.one_stdin(named.rules, files.tables, files.members, files.adjustments)
    given.each_once(files.records)
    if named.rules[0] != STDIN:
        given.rulebook(named.rules[0], files.records)
    with terminal.stoppable():
        try:
            found, guarded = _counted(named, asked, wanted)
        except StoppedError as stopped:
            given.unable(stopped.problem, "" if wanted.on else given.asks(stopped.problem, named))
        except UnwritableError as error:
            _unwritable(wanted.tables or "", error)
    _keep_report(found, wanted)
    _tell_guarded(guarded)
    options = (*_where(wanted), *_options(named, asked))
    too_large = are_large(found.files, MOST_RECORDS)
    typed = Command(named.rules[0], wanted.typed, options, tuple(_made(wanted)), too_large)
    told = registry_text(found, typed, terminal.painter(context, wanted.text))
    terminal.deliver(told, wanted.text)
    return of_words(word for word, count in found.verdicts.items() if count)


def _need_parts() -> None:
    """Stops where a package is missing that columns and tables need."""
    missing = [name for name in ("duckdb", "numpy", "pyarrow") if find_spec(name) is None]
    if missing:
        parts = "one more part" if len(missing) == 1 else "more parts"
        terminal.stop(f'whole registries and their tables need {parts}. Install with: pip install "cedsl[registry]"')


def _counted(named: given.Named, asked: Asked, wanted: Wanted) -> tuple[RegistryFigures, int]:
    """The figures of all members, the tables written meanwhile; and how many cells were given an apostrophe."""
    from cedsl.registry.summary import Summary

    with terminal.meter() as show:
        run = _begun(named, asked, wanted, lambda each: show(each.stage.value, each.done, each.whole, _what(each)))
        summary = Summary(run.ruleset, run.as_of)
        with run, _tables(wanted.tables, _about(run.ruleset.header.name, run.ruleset.header.edition, asked)) as tables:
            for batch in run.batches():
                summary.add(batch)
                if tables is not None:
                    tables.write(batch)
            found = summary.figures(run.files, run.tally())
    return found, 0 if tables is None else tables.guarded


def _what(progress: Progress) -> str:
    """What is counted while it is done: files are read by their bytes."""
    return "MiB" if progress.stage.value == "reading" else "members"


def _begun(
    named: given.Named, asked: Asked, wanted: Wanted, progress: Callable[[Progress], None]
) -> RegistryRun | RemoteRun:
    """The check with all it needs; what cannot be read stops the command."""
    from cedsl.workspace import registry, remote

    rules, files, horizon = named.rules[0], named.files, given.horizon(asked.as_of)
    run: RegistryRun | RemoteRun | Loaded | Unread
    if wanted.on is not None:
        run = remote.check_on(wanted.on, rules, files, asked, horizon, stdin=terminal.stdin, progress=progress)
    else:
        engine = registry.Engine(wanted.engine)
        run = registry.check_registry(
            rules, files, asked, horizon, stdin=terminal.stdin, progress=progress, engine=engine
        )
    if not isinstance(run, (registry.RegistryRun, remote.RemoteRun)):
        given.unable(run)
    return run


def _where(wanted: Wanted) -> tuple[str, ...]:
    """The address of the database, to be typed again, without its password."""
    if wanted.on is None:
        return ()
    from cedsl.workspace.remote import without_password

    return ("--on", without_password(wanted.on))


def keep_exact(reports: tuple[Checked, ...], named: given.Named, asked: Asked, wanted: Wanted) -> None:
    """The tables and the page of members who were decided one by one, where they are wanted."""
    _need_parts()
    from cedsl.publishing.report import totals_of
    from cedsl.registry.result import Tally
    from cedsl.registry.summary import Summary
    from cedsl.registry.told import batches_of
    from cedsl.workspace.verdicts import UnwritableError

    (report,) = reports
    header = report.ruleset.header
    summary = Summary(report.ruleset, report.as_of)
    try:
        with terminal.stoppable(), _tables(wanted.tables, _about(header.name, header.edition, asked)) as tables:
            for batch in batches_of(report.members):
                summary.add(batch)
                if tables is not None:
                    tables.write(batch)
    except UnwritableError as error:
        _unwritable(wanted.tables or "", error)
    for each in () if wanted.tables is None else files_of(wanted.tables):
        terminal.tell(f"wrote {printable(each)}")
    _tell_guarded(0 if tables is None else tables.guarded)
    tally = Tally(totals_of(report), len(report.members), {})
    _keep_report(summary.figures(named.files.records, tally), wanted)
    if wanted.report is not None:
        terminal.tell(f"wrote {printable(wanted.report)}")


@contextmanager
def _tables(path: str | None, about: dict[str, str]) -> Iterator[Tables | None]:
    from cedsl.workspace.verdicts import verdict_tables

    with nullcontext() if path is None else verdict_tables(path, about) as tables:
        yield tables


def _about(name: str, edition: str | None, asked: Asked) -> dict[str, str]:
    told = {"ruleset": name, "edition": edition or "", "as of": asked.as_of.isoformat()}
    return {key: value for key, value in told.items() if value}


def _keep_report(found: RegistryFigures, wanted: Wanted) -> None:
    if wanted.report is None:
        return
    from cedsl.publishing.registry_page import registry_html

    tables = () if wanted.tables is None else files_of(wanted.tables)
    page = registry_html(found, wanted.tongue, tuple(_address(each, wanted.report) for each in tables))
    terminal.keep(page.encode("utf-8", "backslashreplace"), wanted.report, aloud=False)


def _address(file: str, page: str) -> str:
    """Where the file lies, from the page."""
    return quote(os.path.relpath(file, Path(page).parent).replace(os.sep, "/"))


def _tell_guarded(count: int) -> None:
    if count:
        terminal.tell(given.guarded(count))


def _made(wanted: Wanted) -> Iterator[str]:
    """The files that were made, each with what it holds."""
    if wanted.tables is not None:
        members, *more = files_of(wanted.tables)
        yield f"{members}: " + ("a row for each member" if more else "the tables members and statements")
        yield from (f"{each}: a row for each statement of each member" for each in more)
    if wanted.report is not None:
        yield f"{wanted.report}: the page for your board"


def _options(named: given.Named, asked: Asked) -> tuple[str, ...]:
    facts = () if named.files.members is None else ("--members", named.files.members)
    return (*facts, *named.options(asked), "--as-of", asked.as_of.isoformat())


def _unwritable(path: str, error: OSError) -> NoReturn:
    if isinstance(error.__cause__, (FileNotFoundError, NotADirectoryError)):
        terminal.no_folder(path)
    terminal.stop(f"cannot write `{printable(path)}`: {terminal.refusal(error)}; nothing was written")

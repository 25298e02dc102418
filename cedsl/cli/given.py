"""What the user named on the command line, loaded; what cannot be loaded is told, and the command stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from cedsl import workspace
from cedsl.cli.exits import Exit
from cedsl.cli.options import Tables, today
from cedsl.cli.terminal import no_folder, shown, stdin, stop, tell
from cedsl.diagnostic import did_you_mean
from cedsl.lean import dataclass
from cedsl.publishing.languages import ENGLISH_NAMES
from cedsl.publishing.phrase_apart import unshared
from cedsl.publishing.report import Checked, printable
from cedsl.records.mistaken import leave_columns_open
from cedsl.workspace import Asked, Files, Gathered, Loaded, Rulebook, Stdin, Unread

if TYPE_CHECKING:
    from cedsl.publishing.annotate import Annotated

MOST_NAMED = 3
"""So many texts are quoted where some are not translated; the others are counted."""


@dataclass(frozen=True, slots=True)
class Named:
    """The rules and tables of a check, as the user named them."""

    rules: tuple[str, ...]
    files: Files

    @property
    def read(self) -> tuple[str, ...]:
        """Every file that is read."""
        files = self.files
        several = (*self.rules, *files.records, *(file for _, file in files.tables), *files.profiles)
        return (*several, *(each for each in (files.members, files.adjustments) if each is not None))

    def options(self, asked: Asked) -> tuple[str, ...]:
        """The options beside members and as-of date, to be typed again."""
        also = [word for each in self.rules[1:] for word in ("--also", each)]
        decided = () if self.files.adjustments is None else ("--adjustments", self.files.adjustments)
        tables = [word for name, file in self.files.tables for word in ("--table", f"{name}={file}")]
        profiles = [word for each in self.files.profiles for word in ("--profile", each)]
        period = () if asked.period is None else ("--period", asked.period.isoformat())
        return (*also, *decided, *tables, *profiles, *period)


def editions(rules: str, tables: Tables) -> Rulebook:
    """The rules in their editions, with these rows in their tables; errors stop the command, warnings are only
    counted, for `lint` tells them.
    """
    one_stdin((rules,), tables)
    (book,) = filled((rulebook(rules),), tables)
    return book


def filled(books: Sequence[Rulebook], tables: Tables) -> tuple[Rulebook, ...]:
    """The rulesets with the rows of the files in their tables; a file that cannot be read stops the command."""
    found = workspace.filled(books, tables, stdin)
    if isinstance(found, Unread):
        unable(found)
    return found


def one_stdin(rules: Sequence[str], tables: Tables, *more: str | None) -> None:
    """Stops where standard input would be read twice."""
    if (*rules, *more, *(file for _, file in tables)).count(workspace.STDIN) > 1:
        raise click.UsageError("only one of the files can be `-`, standard input")


def checked(named: Named, asked: Asked) -> tuple[Checked, ...]:
    """Everything named, read and checked: a report for each ruleset, and for each edition that decides."""
    return _checked(named, asked, stdin)[1]


def annotated(named: Named, asked: Asked) -> tuple[tuple[Checked, ...], Annotated]:
    """The same, and the files of records with what became of each row."""
    files, again = named.files, cache(stdin)
    found, reports = _checked(named, asked, again)
    text = workspace.annotated(found, reports, files, again, horizon(asked.as_of))
    if isinstance(text, workspace.Changed):
        them = " and ".join(f"`{printable(each)}`" for each in text.files)
        stop(f"{them} did not say the same when read again", "  help: save what is piped as a file first")
    return reports, text


def _checked(named: Named, asked: Asked, read: Stdin) -> tuple[tuple[Gathered, ...], tuple[Checked, ...]]:
    files = named.files
    one_stdin(named.rules, files.tables, *files.records, files.members, files.adjustments)
    each_once(files.records)
    books = [rulebook(each, files.records) for each in named.rules]
    found = workspace.gather(books, files, read, horizon(asked.as_of))
    if isinstance(found, Unread):
        unable(found, asks(found, named))
    if asked.member is not None:
        _known_member(found, asked.member, files)
    reports = workspace.check_all(found, asked)
    if isinstance(reports, Unread):
        unable(reports)
    return found, reports


def own_files(read: Sequence[str], **options: str | None) -> None:
    """Stops, before anything is done, where a result would be written over a file that is read or over another result,
    or has no folder. `options` are the files of the results, by the names of their options.
    """
    written: dict[Path, str] = {}
    for name, path in options.items():
        if path is None:
            continue
        option = f"--{name.replace('_', '-')}"
        if path == workspace.STDIN:
            raise click.UsageError(f"`-` is no file; {option} needs a file of its own")
        if workspace.is_one_of(path, read):
            raise click.UsageError(f"`{printable(path)}` is read here; {option} needs a file of its own")
        if not Path(path).parent.is_dir():
            no_folder(path)
        if (other := written.setdefault(Path(path).absolute(), option)) != option:
            raise click.UsageError(f"`{printable(path)}` is for {other}; {option} needs a file of its own")


def patterns(files: Files) -> Files:
    """The files with every pattern among the records replaced by what it fits."""
    found = workspace.expanded(files.records)
    if isinstance(found, Unread):
        unable(found)
    return replace(files, records=found)


def guarded(count: int) -> str:
    """What is told where cells were given an apostrophe, so that no spreadsheet runs them."""
    cells = "1 cell that begins as a formula does" if count == 1 else f"{count} cells that begin as formulas do"
    return f"an apostrophe was put before {cells}"


def each_once(files: Sequence[str]) -> None:
    """Stops where a file is named twice: its activities would count twice."""
    again = next((each for number, each in enumerate(files) if each in files[:number]), None)
    if again is not None:
        raise click.UsageError(f"`{printable(again)}` is named twice")


def horizon(as_of: date) -> date:
    """The last day on which anything can have been completed."""
    return max(as_of, today())


def tell_unshared(reports: Sequence[Checked]) -> None:
    """Tells of what was not told apart, where the form of the report has no place for it."""
    for each in reports:
        for sentence in unshared(each.ruleset, each.apart):
            tell(printable(sentence))


def tell_untranslated(untranslated: Sequence[str], missing: Sequence[str], lang: str, shown_in: str) -> None:
    """Tells which texts of the rules, and messages of cedsl, the language does not have. `shown_in` is what shows them
    as they were written: `the page`, `a notice`.
    """
    language = ENGLISH_NAMES[lang.replace("_", "-").partition("-")[0].lower()]
    if untranslated:
        is_one = len(untranslated) == 1
        texts = "1 text of the rules is" if is_one else f"{len(untranslated)} texts of the rules are"
        shows, it = ("shows it as it was written", "it") if is_one else ("shows them as they were written", "them")
        tell(f"{texts} not said in {language}: {_quoted(untranslated)}")
        tell(f"  help: {shown_in} {shows}; add {it} under `in {language} {{ … }}`")
    if missing:
        several = "1 message" if len(missing) == 1 else f"{len(missing)} messages"
        tell(f"{several} of cedsl itself cannot be said in {language} yet: {_quoted(missing)}")


def _quoted(texts: Sequence[str]) -> str:
    """The first few texts, and how many more there are."""
    first = ", ".join(f"“{printable(each)}”" for each in texts[:MOST_NAMED])
    return first if len(texts) <= MOST_NAMED else f"{first} and {len(texts) - MOST_NAMED} more"


def is_one(named: Named) -> bool:
    """Whether there is one report by the very form of the command: one ruleset, and no folder of editions."""
    return len(named.rules) == 1 and not workspace.is_folder(named.rules[0])


def rulebook(argument: str, records: Sequence[str] = ()) -> Rulebook:
    """One ruleset in its editions. `records` are the other files of the command line, for whoever exchanged the two."""
    found = workspace.load_rulebook(argument, stdin)
    if isinstance(found, Loaded):
        for each in records:
            _unless_exchanged(argument, each)
    if not isinstance(found, Rulebook):
        unable(found)
    _warned(argument, found.warnings)
    return found


def _warned(argument: str, count: int) -> None:
    if count:
        found = "1 warning" if count == 1 else f"{count} warnings"
        tell(f"{found} about the rules; to read: cedsl lint {printable(argument)}")


def _known_member(found: Sequence[Gathered], member: str, files: Files) -> None:
    """Stops where no file names the member."""
    known = tuple(dict.fromkeys(each for gathered in found for each in workspace.known_members(gathered)))
    if member in known:
        return
    guess = did_you_mean(member, known)
    named = [each for each in (*files.records, files.members, files.adjustments) if each is not None]
    where = " and ".join("<stdin>" if each == workspace.STDIN else each for each in named)
    told = () if guess is None else (f"  help: {printable(guess)}",)
    stop(f"there is no member `{printable(member)}` among {len(known)} in {printable(where)}", *told)


def _unless_exchanged(rules: str, records: str) -> None:
    """Where the name says that the rules are a table or the records are rules, that is all that is told."""
    one, other = (Path(each).suffix.casefold() for each in (rules, records))
    if one != other and (one == ".csv" or other == ".ce"):
        command = click.get_current_context().command_path
        where, order = "the rules come first, then the records", f"{printable(records)} {printable(rules)}"
        if command.endswith("import"):
            where, order = "--rules names the file of rules", f"{printable(rules)} --rules {printable(records)}"
        stop(f"`{printable(rules)}` holds no rules; {where}", f"  help: {command} {order} ...")


def asks(problem: Unread, named: Named) -> str:
    """The command that asks what the columns of a file are, where nobody understands its header."""
    files, name = named.files, problem.source.name
    if name not in (*files.records, files.members) or not leave_columns_open(problem.diagnostics):
        return ""
    about = () if name in files.records else ("--about", "members")
    settled = [word for each in files.profiles for word in ("--profile", each)]
    import shlex

    return printable(shlex.join(("cedsl", "import", name, *about, "--rules", named.rules[0], *settled)))


def unable(problem: Unread | Loaded, next_: str = "") -> NoReturn:
    """Tell why there is no result and, where there is one, the command to type next; and exit."""
    tell(shown(problem.diagnostics, problem.source).rstrip("\n"))
    if next_:
        tell(f"\nNext   {next_}")
    raise click.exceptions.Exit(Exit.UNABLE)

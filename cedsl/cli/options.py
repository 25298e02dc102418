"""Arguments and options that several commands share, and a command whose help shows examples first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from importlib import import_module
from typing import Any, TypeVar, cast

import click

from cedsl.cli import terminal
from cedsl.diagnostic import did_you_mean
from cedsl.publishing.languages import UnknownLanguageError, tongue_of
from cedsl.publishing.tongue import Tongue
from cedsl.workspace import Files

F = TypeVar("F", bound=Callable[..., Any])


def day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """A calendar day written as 2026-11-22."""
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise click.BadParameter(f"`{value}` is not a day; write year-month-day, such as 2026-11-22")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"there is no day {value}") from None


def today() -> date:
    """The only reading of the clock."""
    return datetime.now().astimezone().date()


class Command(click.Command):
    """A command with examples, which stand before its options in the help."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        write_examples(formatter, self.examples)


class Group(click.Group):
    """A group that guesses at a misspelt command. `homes` names the module of each command, which is imported when the
    command is called; the command is what the module calls by the module's own name.
    """

    def __init__(
        self, *args: Any, examples: tuple[str, ...] = (), homes: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples
        self._homes = homes or {}

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        write_examples(formatter, self.examples)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name in self._homes or name.startswith("-"):
            return super().resolve_command(ctx, args)
        guess = did_you_mean(name, self.list_commands(ctx))
        return ctx.fail(f"there is no command `{name}`" + ("" if guess is None else f"; {guess}"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        home = self._homes.get(cmd_name)
        if home is None:
            return None
        command: click.Command = getattr(import_module(home), home.rpartition(".")[2])
        return command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """In the order of use."""
        return list(self._homes)


def write_examples(formatter: click.HelpFormatter, examples: tuple[str, ...]) -> None:
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def tables() -> Callable[[F], F]:
    """RULES and RECORDS with every file beside them, given to the command as `rules`, `also` and `files`."""

    def decorate(command: F) -> F:
        @wraps(command)
        def with_files(
            *args: Any,
            records: tuple[str, ...],
            members: str | None,
            adjustments: str | None,
            table: Tables,
            profile: tuple[str, ...],
            **kwargs: Any,
        ) -> Any:
            return command(*args, files=Files(records, members, adjustments, table, profile), **kwargs)

        named: Any = with_files
        for option in reversed(_TABLES):
            named = option(named)
        return cast("F", named)

    return decorate


Tables = tuple[tuple[str, str], ...]


def _named_files(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Names with their files, written as `providers=providers.csv`."""
    found = [tuple(value.split("=", 1)) for value in values]
    for value, pair in zip(values, found, strict=True):
        if len(pair) < 2 or not all(pair):
            raise click.BadParameter(f"`{value}` is no name with a file; write NAME=FILE, as providers=providers.csv")
    return tuple((pair[0], pair[1]) for pair in found)


def rows() -> Callable[[F], F]:
    """Files with rows of the tables that rules declare, given to the command as `table`."""
    return click.option(
        "--table",
        metavar="NAME=FILE",
        multiple=True,
        callback=_named_files,
        help="Rows of a table that the rules declare: CSV. May be repeated.",
    )


def profiles() -> Callable[[F], F]:
    """What is settled about the files of a source, given to the command as `profile`."""
    return click.option(
        "--profile",
        metavar="PROFILE",
        multiple=True,
        help="How the files are written, as `cedsl import` saved it: a file, or a bundled name. One about records, "
        "and one about members.",
    )


_TABLES: tuple[Callable[[Any], Any], ...] = (
    click.argument("rules"),
    click.argument("records", nargs=-1, required=True),
    click.option("--members", metavar="FILE", help="Facts about the members: CSV, one row a member."),
    click.option("--adjustments", metavar="FILE", help="Waivers, extensions and opening balances: CSV."),
    rows(),
    profiles(),
    click.option(
        "--also", metavar="RULES", multiple=True, help="Check the same records against these, too. May be repeated."
    ),
)


def period() -> Callable[[F], F]:
    """The as-of date, the period that is meant, and whether earlier ones are told."""

    def decorate(command: F) -> F:
        named: Any = command
        for option in (
            click.option("--history", is_flag=True, help="Tell the earlier periods, and what each carried, too."),
            click.option(
                "--period",
                callback=day_or_year,
                metavar="DAY",
                help="Assess the period that holds this day; 2025 is the one that holds 2025-12-31.",
            ),
            as_of(),
        ):
            named = option(named)
        return cast("F", named)

    return decorate


def day_or_year(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """A calendar day; a year alone is its last day."""
    if value is not None and re.fullmatch(r"[0-9]{4}", value):
        if value == "0000":
            raise click.BadParameter("there is no year 0000")
        return date(int(value), 12, 31)
    return day(context, option, value)


def as_of(help_: str = "The day of the check, as 2026-11-22. Today unless given.") -> Callable[[F], F]:
    return click.option("--as-of", callback=day, metavar="DATE", help=help_)


def produced() -> Callable[[F], F]:
    return click.option(
        "--produced", callback=day, metavar="DATE", help="A day that the page tells as the one on which it was made."
    )


def output() -> Callable[[F], F]:
    return click.option("--output", "-o", metavar="FILE", help="Write into a file, whole or not at all.")


def form(*names: str) -> Callable[[F], F]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="The form of the result.",
    )


def language() -> Callable[[F], F]:
    """The language of a notice, given to the command as `tongue`."""
    return click.option(
        "--lang",
        "tongue",
        metavar="CODE",
        default="en",
        show_default=True,
        callback=_tongue,
        help="The language: en, es, fr, fr-CA, ...",
    )


def _tongue(_context: click.Context, _option: click.Parameter, value: str) -> Tongue:
    try:
        return tongue_of(value)
    except UnknownLanguageError as error:
        terminal.stop(str(error))

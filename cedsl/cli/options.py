"""Arguments and options that several commands share, and a command whose help shows examples first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from cedsl.diagnostic import did_you_mean

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
    """A group that guesses at a misspelt command."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        write_examples(formatter, self.examples)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        guess = did_you_mean(name, self.list_commands(ctx))
        return ctx.fail(f"there is no command `{name}`" + ("" if guess is None else f"; {guess}"))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """In the order in which they were added, which is that of use."""
        return list(self.commands)


def write_examples(formatter: click.HelpFormatter, examples: tuple[str, ...]) -> None:
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def as_of() -> Callable[[F], F]:
    return click.option(
        "--as-of",
        callback=day,
        metavar="DATE",
        help="The day of the check, as 2026-11-22. Today unless given.",
    )


def members() -> Callable[[F], F]:
    return click.option("--members", metavar="FILE", help="Facts about the members: CSV, one row a member.")


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

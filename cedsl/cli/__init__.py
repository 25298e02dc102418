"""The command line. `main` is the program; `cedsl` is its group of commands, one file each."""

from __future__ import annotations

import sys

import click

from cedsl import __version__
from cedsl.cli import options
from cedsl.cli.check import check
from cedsl.cli.exits import Exit
from cedsl.cli.explain import explain
from cedsl.cli.lint import lint
from cedsl.cli.render import render
from cedsl.cli.show import show
from cedsl.cli.test import test
from cedsl.cli.why import why

COMMANDS = (check, why, lint, test, render, show, explain)

EXAMPLES = (
    "cedsl check ala/clm records.csv                    who meets the rules, as of today",
    "cedsl why ala/clm records.csv --member M-004       one member, every number explained",
    "cedsl lint rules.ce                                what is wrong in rules that you write",
    "cedsl render ala/clm --output clm.html             the page that members read",
)


@click.group(cls=options.Group, examples=EXAMPLES, invoke_without_command=True)
@click.version_option(__version__, prog_name="cedsl", message="%(prog)s %(version)s")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours on a terminal; none under NO_COLOR. A colour never says what a word does not.",
)
@click.pass_context
def cedsl(context: click.Context, color: str) -> None:
    """Continuing-education rules as one text file: check records, explain each verdict, publish the page.

    Nothing leaves this computer.
    """
    context.obj = color
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        click.echo("\nNext: cedsl COMMAND --help, or start with: cedsl show ala/clm")


for _command in COMMANDS:
    cedsl.add_command(_command)


def main() -> None:
    """Run the command line and exit; an interrupt leaves no traceback."""
    try:
        code = cedsl.main(prog_name="cedsl", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        code = Exit.UNABLE
    except (click.Abort, KeyboardInterrupt):
        code = Exit.INTERRUPTED
    sys.exit(int(code or 0))

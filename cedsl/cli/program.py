"""`cedsl`, the group of commands, one file each; and how it is run, so that nothing leaves a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cedsl import __version__
from cedsl.cli import options, terminal
from cedsl.cli.exits import Exit

COMMANDS = ("check", "why", "import", "lint", "test", "render", "publish", "notice", "show", "explain")
"""Every command, in the order of use; each is a file of its own, imported when it is called."""

EXAMPLES = (
    "cedsl check ala/clm records.csv                    who meets the rules, as of today",
    "cedsl why ala/clm records.csv --member M-004       one member, every number explained",
    "cedsl lint rules.ce                                what is wrong in rules that you write",
    "cedsl render ala/clm --output clm.html             the page that members read",
)


@click.group(
    cls=options.Group,
    examples=EXAMPLES,
    homes={name: f"cedsl.cli.{'import_' if name == 'import' else name}" for name in COMMANDS},
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
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


def run() -> int:
    """Run the command line and give its exit code; an interrupt or a mistake becomes one, too."""
    try:
        code: int | None = cedsl.main(prog_name="cedsl", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return Exit.UNABLE
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except Exception as defect:  # noqa: BLE001 - whatever it is, it is no verdict: Python's own exit code is 1
        terminal.tell(_report(defect))
        return Exit.UNABLE
    return int(code or 0)


def _report(defect: Exception) -> str:
    """What to say of a mistake in cedsl itself; the whole trace for whoever wants to mend it."""
    import traceback

    if os.environ.get("CEDSL_TRACE"):
        return "".join(traceback.format_exception(defect)).rstrip()
    last = traceback.extract_tb(defect.__traceback__)[-1]
    said = f"{type(defect).__name__} in {Path(last.filename).name}, line {last.lineno}: {defect}"
    return f"cedsl: a mistake in cedsl, not in your files: {said}\n  help: set CEDSL_TRACE=1 to see the whole trace"

from __future__ import annotations

import sys

import click

from cedsl import resources
from cedsl.cli import options, terminal
from cedsl.diagnostic import did_you_mean
from cedsl.publishing.report import printable


@click.command(
    cls=options.Command,
    short_help="What a message's code means.",
    examples=("cedsl explain CE401", "cedsl explain"),
)
@click.argument("code", required=False)
@click.pass_context
def explain(context: click.Context, code: str | None) -> None:
    """Explain a message by its CODE: what it means, an example, the repair. Without CODE, list all."""
    if code is None:
        terminal.deliver("".join(f"{each}  {_title(each)}\n" for each in resources.diagnostic_codes()))
        return
    page = resources.diagnostic_page(code.upper())
    if page is None:
        guess = did_you_mean(code, resources.diagnostic_codes())
        told = () if guess is None else (f"  help: {guess}",)
        terminal.stop(f"there is no code `{printable(code)}`", *told, "  all of them: cedsl explain")
    if terminal.wants_colour(context, None):
        _on_terminal(page)
    else:
        terminal.deliver(page)


def _title(code: str) -> str:
    """The page's first heading without the code in it."""
    first = (resources.diagnostic_page(code) or "").partition("\n")[0]
    return first.lstrip("# ").removeprefix(code).lstrip(" :-–")


def _on_terminal(page: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    Console(file=sys.stdout, width=100).print(Markdown(page))

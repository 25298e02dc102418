"""`cedsl import --template`: an empty sheet to be filled in."""

from __future__ import annotations

import click

from cedsl import workspace
from cedsl.cli import given, terminal
from cedsl.publishing.report import printable
from cedsl.workspace import About, Sheet

STDOUT = "-"


def write(rules: str, about: About, output: str | None) -> None:
    """The sheet, printed as CSV or in a file whose name says its form. A file that exists may have been filled in, and
    is left as it is.
    """
    given.one_stdin((rules,), ())
    form = Sheet.WORKBOOK if (output or "").casefold().endswith(".xlsx") else Sheet.CSV
    sheet = workspace.template(given.rulebook(rules), about, form)
    if sheet is None:
        terminal.stop('writing workbooks needs one more part. Install it with: pip install "cedsl[import]"')
    if output in (None, STDOUT):
        terminal.deliver(sheet.decode(), machine=True)
    elif workspace.is_there(output):
        terminal.stop(f"`{printable(output)}` exists and was left as it is; write the sheet under another name")
    else:
        terminal.keep(sheet, output)


def alone(context: click.Context) -> None:
    """Stops where something else is asked beside the sheet."""
    beside = {"template_of", "about", "output"}
    source = click.core.ParameterSource.COMMANDLINE
    more = [name for name in context.params if context.get_parameter_source(name) is source and name not in beside]
    if more:
        raise click.UsageError("--template goes with --about and --output alone")

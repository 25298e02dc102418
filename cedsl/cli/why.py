from __future__ import annotations

from datetime import date

import click

from cedsl.cli import given, options, terminal
from cedsl.cli.exits import of_verdicts
from cedsl.publishing.report_json import as_json
from cedsl.publishing.report_several import several_json
from cedsl.publishing.report_why import why as explained
from cedsl.workspace import Asked, Files


@click.command(
    cls=options.Command,
    short_help="One member's verdict, every number explained.",
    examples=(
        "cedsl why ala/clm records.csv --member M-004",
        "cedsl why rules.ce records.csv --members members.csv --member M-004 --as-of 2026-12-31",
        "cedsl why rules.ce records.csv --member M-004 --period 2025 --history",
    ),
)
@click.option("--member", metavar="ID", required=True, help="Whose verdict.")
@options.tables()
@options.period()
@options.form("text", "json")
@options.output()
@click.pass_context
def why(
    context: click.Context,
    *,
    rules: str,
    also: tuple[str, ...],
    files: Files,
    member: str,
    as_of: date | None,
    period: date | None,
    history: bool,
    form: str,
    output: str | None,
) -> None:
    """Explain one member's verdict: every statement, the reasons, then every activity.

    Each number stands beside its line in the rules or its row in the records. The exit code is that of
    `cedsl check` for this member.
    """
    named = given.Named((rules, *also), files)
    given.own_files(named.read, output=output)
    reports = given.checked(named, Asked(as_of or options.today(), member, period, history))
    if form == "json":
        told = as_json(reports[0]) if given.is_one(named) else several_json(reports)
    else:
        paint = terminal.painter(context, output)
        told = "\n".join(explained(each, paint) for each in reports)
    terminal.deliver(told, output, machine=form == "json")
    context.exit(of_verdicts(result for each in reports for result in each.members))

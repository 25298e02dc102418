from __future__ import annotations

from datetime import date

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import of_verdicts
from cedsl.publishing.report_json import as_json
from cedsl.publishing.report_why import why as explained


@click.command(
    cls=options.Command,
    short_help="One member's verdict, every number explained.",
    examples=(
        "cedsl why ala/clm records.csv --member M-004",
        "cedsl why rules.ce records.csv --members members.csv --member M-004 --as-of 2026-12-31",
    ),
)
@click.argument("rules")
@click.argument("records")
@click.option("--member", metavar="ID", required=True, help="Whose verdict.")
@options.members()
@options.as_of()
@options.form("text", "json")
@options.output()
@click.pass_context
def why(
    context: click.Context,
    *,
    rules: str,
    records: str,
    member: str,
    members: str | None,
    as_of: date | None,
    form: str,
    output: str | None,
) -> None:
    """Explain one member's verdict: every statement, the reasons, then every activity.

    Each number stands beside its line in the rules or its row in the records. The exit code is that of
    `cedsl check` for this member.
    """
    found = given.tables(rules, records, members)
    only = given.known_member(found, member)
    checked = workspace.check(found.ruleset, found.records, found.register, as_of or options.today(), only)
    told = as_json(checked) if form == "json" else explained(checked, terminal.painter(context, output))
    terminal.deliver(told, output, machine=form == "json")
    context.exit(of_verdicts(checked.members))

from __future__ import annotations

from datetime import date

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import of_verdicts
from cedsl.publishing.report import Checked, Paint
from cedsl.publishing.report_csv import as_csv
from cedsl.publishing.report_json import as_json, as_ndjson
from cedsl.publishing.report_junit import as_junit
from cedsl.publishing.report_text import Asked, as_text


@click.command(
    cls=options.Command,
    short_help="Who meets the rules, who falls short and by how much.",
    examples=(
        "cedsl check ala/clm records.csv",
        "cedsl check rules.ce records.csv --members members.csv --as-of 2026-12-31",
        "cedsl check rules.ce - --format json < records.csv",
    ),
)
@click.argument("rules")
@click.argument("records")
@options.members()
@options.as_of()
@click.option("--member", metavar="ID", help="Only this member, with every statement.")
@options.form("text", "json", "ndjson", "csv", "junit")
@options.output()
@click.pass_context
def check(
    context: click.Context,
    *,
    rules: str,
    records: str,
    members: str | None,
    as_of: date | None,
    member: str | None,
    form: str,
    output: str | None,
) -> None:
    """Check RECORDS against RULES: who meets them, who falls short and by how much.

    RULES is a file, - for standard input, or a bundled name such as ala/clm. RECORDS is a CSV file with a
    header, or -.

    Exit code: 0 all met; 1 someone is short or failed; 2 could not run; 3 nobody is, but some verdict depends
    on a record or a fact that a person must settle.
    """
    found = given.tables(rules, records, members)
    only = None if member is None else given.known_member(found, member)
    checked = workspace.check(found.ruleset, found.records, found.register, as_of or options.today(), only)
    paint = terminal.painter(context, output)
    report = _report(form, checked, Asked(rules, records, members), paint)
    terminal.deliver(report, output, machine=form != "text")
    context.exit(of_verdicts(checked.members))


def _report(form: str, checked: Checked, asked: Asked, paint: Paint) -> str:
    match form:
        case "json":
            return as_json(checked)
        case "ndjson":
            return as_ndjson(checked)
        case "csv":
            return as_csv(checked)
        case "junit":
            return as_junit(checked)
        case _:
            return as_text(checked, asked, paint)

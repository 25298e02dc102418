from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from cedsl.cli import given, options, terminal
from cedsl.cli.exits import of_verdicts
from cedsl.publishing.report import Checked, Paint
from cedsl.publishing.report_csv import as_csv
from cedsl.publishing.report_json import as_json, as_ndjson
from cedsl.publishing.report_junit import as_junit
from cedsl.publishing.report_several import several_csv, several_json, several_junit, several_ndjson
from cedsl.publishing.report_text import Asked, as_text
from cedsl.workspace import Asked as Question
from cedsl.workspace import Files


@click.command(
    cls=options.Command,
    short_help="Who meets the rules, who falls short and by how much.",
    examples=(
        "cedsl check ala/clm records.csv",
        "cedsl check rules.ce records.csv --members members.csv --as-of 2026-12-31",
        "cedsl check rules.ce records.csv --adjustments waivers.csv --period 2025",
        "cedsl check rules.ce - --format json < records.csv",
        "cedsl check rules.ce records.csv --annotate annotated.csv",
    ),
)
@options.tables()
@options.period()
@click.option("--member", metavar="ID", help="Only this member, with every statement.")
@options.form("text", "json", "ndjson", "csv", "junit")
@options.output()
@click.option("--annotate", metavar="FILE", help="Write the records back, with what became of each row: CSV.")
@click.pass_context
def check(
    context: click.Context,
    *,
    rules: str,
    also: tuple[str, ...],
    files: Files,
    as_of: date | None,
    period: date | None,
    history: bool,
    member: str | None,
    form: str,
    output: str | None,
    annotate: str | None,
) -> None:
    """Check RECORDS against RULES: who meets them, who falls short and by how much.

    RULES is a file, - for standard input, a bundled name such as ala/clm, or a folder that holds the editions
    of one ruleset. RECORDS are tables of activities: CSV, workbooks and others, or -.

    Exit code: 0 all met; 1 someone is short or failed; 2 could not run; 3 nobody is, but some verdict depends
    on a record or a fact that a person must settle.
    """
    named = given.Named((rules, *also), files)
    question = Question(as_of or options.today(), member, period, history)
    given.own_files(named.read, output=output, annotate=annotate)
    if annotate is None:
        reports = given.checked(named, question)
    else:
        reports, text = given.annotated(named, question)
        terminal.deliver(text.text, annotate, machine=True)
        if text.guarded:
            terminal.tell(_guarded(text.guarded))
    asked = Asked(rules, files.records, files.members, named.options(question))
    told = _report(form, reports, asked, terminal.painter(context, output), whole=given.is_one(named))
    terminal.deliver(told, output, machine=form != "text")
    context.exit(of_verdicts(result for each in reports for result in each.members))


def _guarded(count: int) -> str:
    cells = "1 cell that begins as a formula does" if count == 1 else f"{count} cells that begin as formulas do"
    return f"an apostrophe was put before {cells}"


def _report(form: str, reports: Sequence[Checked], asked: Asked, paint: Paint, *, whole: bool) -> str:
    match form:
        case "json":
            return as_json(reports[0]) if whole else several_json(reports)
        case "ndjson":
            return as_ndjson(reports[0]) if whole else several_ndjson(reports)
        case "csv":
            given.tell_unshared(reports)
            return as_csv(reports[0]) if whole else several_csv(reports)
        case "junit":
            return as_junit(reports[0]) if whole else several_junit(reports)
        case _:
            return "\n".join(as_text(each, asked, paint) for each in reports)

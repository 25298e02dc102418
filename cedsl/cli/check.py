from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from cedsl.cli import given, options, terminal
from cedsl.cli.exits import of_verdicts
from cedsl.cli.registry import Wanted, check_columns, keep_exact, settled, wants_columns
from cedsl.publishing.report import Checked, Paint
from cedsl.publishing.report_text import Asked, as_text
from cedsl.publishing.tongue import Tongue
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
        'cedsl check rules.ce "records/*.csv" --output verdicts.parquet --report report.html',
        "cedsl check rules.ce board.activities --members board.members --on postgresql://user@host/database",
    ),
)
@options.tables()
@options.period()
@click.option("--member", metavar="ID", help="Only this member, with every statement.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ndjson", "csv", "junit"]),
    help="The form of the result.  [default: text]",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="Write into a file, whole or not at all. Without --format, .parquet, .csv and .duckdb are tables of verdicts.",
)
@click.option("--report", metavar="FILE", help="Write a page about all members, for a board: HTML.")
@options.language()
@click.option(
    "--engine",
    type=click.Choice(["auto", "columns", "exact"]),
    default="auto",
    show_default=True,
    help="Decide members many at a time, in columns, or each by itself. The verdicts are the same.",
)
@click.option(
    "--on",
    metavar="URL",
    help="Read RECORDS and --members as tables of a database: postgresql://user@host/name, spark://host:7077.",
)
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
    form: str | None,
    output: str | None,
    report: str | None,
    tongue: Tongue,
    engine: str,
    on: str | None,
    annotate: str | None,
) -> None:
    """Check RECORDS against RULES: who meets them, who falls short and by how much.

    RULES is a file, - for standard input, a bundled name such as ala/clm, or a folder that holds the editions
    of one ruleset. RECORDS are tables of activities: CSV, workbooks and others, or -. In quotes, a pattern such as
    "records/*.csv" names every file that fits.

    Exit code: 0 all met; 1 someone is short or failed; 2 could not run; 3 nobody is, but some verdict depends
    on a record or a fact that a person must settle.
    """
    named = given.Named((rules, *also), files if on else given.patterns(files))
    question = Question(as_of or options.today(), member, period, history)
    wanted = Wanted(engine, form, output, report, tongue, files.records, annotates=annotate is not None, on=on)
    settled(named, wanted, annotate)
    if wants_columns(named, question, wanted):
        context.exit(check_columns(context, named, question, wanted))
    reports = _checked(named, question, annotate)
    if wanted.tables or wanted.report:
        keep_exact(reports, named, question, wanted)
    asked = Asked(rules, named.files.records, files.members, named.options(question))
    told = _report(form, reports, asked, terminal.painter(context, wanted.text), whole=given.is_one(named))
    terminal.deliver(told, wanted.text, machine=wanted.is_machine)
    context.exit(of_verdicts(result for each in reports for result in each.members))


def _checked(named: given.Named, question: Question, annotate: str | None) -> tuple[Checked, ...]:
    """Every member decided by itself; the records written back where that is wanted."""
    if annotate is None:
        return given.checked(named, question)
    reports, text = given.annotated(named, question)
    terminal.deliver(text.text, annotate, machine=True)
    if text.guarded:
        terminal.tell(given.guarded(text.guarded))
    return reports


def _report(form: str | None, reports: Sequence[Checked], asked: Asked, paint: Paint, *, whole: bool) -> str:
    if form in {None, "text"}:
        return "\n".join(as_text(each, asked, paint) for each in reports)
    return _for_machines(form, reports, whole=whole)


def _for_machines(form: str | None, reports: Sequence[Checked], *, whole: bool) -> str:
    from cedsl.publishing.report_csv import as_csv
    from cedsl.publishing.report_json import as_json, as_ndjson
    from cedsl.publishing.report_junit import as_junit
    from cedsl.publishing.report_several import several_csv, several_json, several_junit, several_ndjson

    match form:
        case "json":
            return as_json(reports[0]) if whole else several_json(reports)
        case "ndjson":
            return as_ndjson(reports[0]) if whole else several_ndjson(reports)
        case "csv":
            given.tell_unshared(reports)
            return as_csv(reports[0]) if whole else several_csv(reports)
        case _:
            return as_junit(reports[0]) if whole else several_junit(reports)

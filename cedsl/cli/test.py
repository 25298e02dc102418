from __future__ import annotations

from collections.abc import Iterator

import click

from cedsl import suite, workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import Exit
from cedsl.model.ruleset import Ruleset, Word
from cedsl.publishing.report import Paint, printable
from cedsl.ruletest import ExampleOutcome, run_examples
from cedsl.workspace import Rulebook


@click.command(
    cls=options.Command,
    short_help="Run the examples written in rules.",
    examples=(
        "cedsl test rules.ce",
        "cedsl test rulesets/*/*.ce",
        "cedsl test editions/ --table providers=providers.csv",
        "cedsl test ala/clm --example substance",
        "cedsl test rulesets/*/*.ce --export suite.json",
    ),
)
@click.argument("rules", nargs=-1, required=True)
@click.option("--example", metavar="TEXT", help="Only the examples whose title holds this text.")
@options.rows()
@click.option("--export", metavar="FILE", help="Also write the examples as JSON, for other programs; - prints them.")
@options.output()
@click.pass_context
def test(
    context: click.Context,
    *,
    rules: tuple[str, ...],
    table: options.Tables,
    example: str | None,
    export: str | None,
    output: str | None,
) -> None:
    """Run the examples written in RULES; of a folder, those of every edition.

    Exit code: 0 all pass; 1 one fails, or there is none to run; 2 some rules could not be read (the examples
    of the others are run).
    """
    paint = terminal.painter(context, output)
    given.one_stdin(rules, table)
    given.own_files((*rules, *(file for _, file in table)), output=output, export=None if export == STDOUT else export)
    if export is not None and table:
        raise click.UsageError("a suite holds what stands in the rules alone: leave out --export or --table")
    read = [book for each in rules if (book := _rulebook(each)) is not None]
    unread = len(rules) - len(read)
    lines: list[str] = []
    passed = failed = 0
    ran: list[tuple[Ruleset, list[ExampleOutcome]]] = []
    for ruleset in (each for book in given.filled(read, table) for each in book.editions):
        outcomes = [each for each in run_examples(ruleset) if _chosen(each, example)]
        ran.append((ruleset, outcomes))
        lines.extend(_told(ruleset, outcomes, paint))
        passed += sum(each.passed for each in outcomes)
        failed += sum(not each.passed for each in outcomes)
    lines.append(_summary(passed, failed, unread, example))
    code = Exit.UNABLE if unread else Exit.FOUND if failed or not passed else Exit.CLEAN
    if export == STDOUT and output is None:
        terminal.tell("\n".join(lines))
    else:
        terminal.deliver("".join(f"{line}\n" for line in lines), output)
    if export is not None:
        _export(ran, export, whole=code is Exit.CLEAN)
    context.exit(code)


STDOUT = "-"


def _export(ran: list[tuple[Ruleset, list[ExampleOutcome]]], export: str, *, whole: bool) -> None:
    """The suite; an example that does not hold is told to nobody."""
    if not whole:
        terminal.tell("no suite is written: an example fails, or there is none, or some rules could not be read")
        return
    text = suite.as_json((ruleset, [each.example for each in outcomes]) for ruleset, outcomes in ran)
    terminal.deliver(text, None if export == STDOUT else export, machine=True)


def _rulebook(argument: str) -> Rulebook | None:
    """The rules in their editions, or None after telling why there are none."""
    found = workspace.load_rulebook(argument, terminal.stdin)
    if isinstance(found, Rulebook):
        return found
    terminal.tell(terminal.shown(found.diagnostics, found.source).rstrip("\n"))
    return None


def _chosen(outcome: ExampleOutcome, text: str | None) -> bool:
    return text is None or text.casefold() in outcome.example.title.casefold()


def _told(ruleset: Ruleset, outcomes: list[ExampleOutcome], paint: Paint) -> Iterator[str]:
    """Each failure with its place, its title, and expected against actual; then the file's line."""
    name = printable(ruleset.source.name)
    for each in outcomes:
        if not each.passed:
            line = ruleset.source.line_of(each.example.span.start)
            yield f"{name}:{line}  {paint('FAILED', Word.FAILED)}  {printable(each.example.title)}"
            yield from (f"   {printable(problem)}" for problem in each.problems)
    yield f"{name}: {sum(each.passed for each in outcomes)} of {len(outcomes)} examples pass"


def _summary(passed: int, failed: int, unread: int, example: str | None) -> str:
    if unread and not passed + failed:
        return f"no rules that could be read ({unread} could not)"
    if not passed + failed:
        whose = "" if example is None else f" whose title holds `{printable(example)}`"
        return f"there is no example{whose} to run"
    could_not = f", {unread} rules could not be read" if unread else ""
    return f"{passed} passed, {failed} failed{could_not}"

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from cedsl import workspace
from cedsl.cli import given, options, terminal
from cedsl.cli.exits import Exit
from cedsl.diagnostic import Diagnostic, Severity
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.report import printable
from cedsl.workspace import Loaded, Unread

if TYPE_CHECKING:
    from cedsl.analysis.readability import Readability


@click.command(
    cls=options.Command,
    short_help="What is wrong or doubtful in rules.",
    examples=("cedsl lint rules.ce", "cedsl lint - < rules.ce", "cedsl lint editions/ --readability"),
)
@click.argument("rules")
@options.rows()
@click.option("--readability", is_flag=True, help="Also tell which sentences are long, and the grade of the page.")
@options.output()
@click.pass_context
def lint(context: click.Context, *, rules: str, table: options.Tables, readability: bool, output: str | None) -> None:
    """Tell everything that is wrong or doubtful in RULES, with its place; of a folder, in every edition.

    Exit code: 0 nothing found; 1 something found; 2 a file cannot be read.
    """
    given.one_stdin((rules,), table)
    given.own_files((rules, *(file for _, file in table)), output=output)
    examined = workspace.examined(rules, table, terminal.stdin)
    if isinstance(examined, Unread):
        given.unable(examined)
    read = [workspace.readable(each) if readability else (each, None) for each in examined]
    found = any(each.diagnostics or (page is not None and page.long) for each, page in read)
    texts = [_told(each) + ("" if page is None else _read(page)) for each, page in read]
    terminal.deliver(("\n" if found else "").join(texts), output)
    context.exit(Exit.FOUND if found else Exit.CLEAN)


def _told(loaded: Loaded) -> str:
    """What was found in one file, then how much."""
    last = f"{printable(loaded.source.name)}: {_summary(loaded)}\n"
    return "\n".join([terminal.shown(loaded.diagnostics, loaded.source), last] if loaded.diagnostics else [last])


def _read(page: Readability) -> str:
    """How easily the page is read, with the long sentences that are none of the author's own texts."""
    from cedsl.analysis.readability import HIGHEST_GRADE, MOST_WORDS, words_of

    if page.grade is None:
        return "the page has no whole sentence\n"
    tenths = int(page.grade * 10 + Fraction(1, 2))
    grade = f"grade {tenths // 10}.{tenths % 10}" if tenths > 0 else "grade 0"
    long = f"{_number(page.sentences, 'sentence')}, {len(page.long)} of cedsl's own longer than {MOST_WORDS} words"
    lines = [f"  {len(words_of(each))} words: {printable(each)}\n" for each in page.long]
    return f"the page: {grade} (aim for {HIGHEST_GRADE} or less), {long}\n{''.join(lines)}"


def _summary(loaded: Loaded) -> str:
    if loaded.diagnostics:
        return _counted(loaded.diagnostics)
    return "clean" if loaded.ruleset is None else f"clean ({_contents(loaded.ruleset)})"


def _counted(diagnostics: tuple[Diagnostic, ...]) -> str:
    found = Counter(each.severity for each in diagnostics)
    return ", ".join(_number(found[severity], severity.value) for severity in Severity if found[severity])


def _contents(ruleset: Ruleset) -> str:
    parts = ((len(outline(ruleset)), "statement"), (len(ruleset.examples), "example"))
    return ", ".join(_number(count, noun) for count, noun in parts)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

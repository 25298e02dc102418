"""The questions about files that are imported, one after another on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from cedsl import workspace
from cedsl.cli import given
from cedsl.publishing.import_text import question_words
from cedsl.publishing.report import printable, printable_cell
from cedsl.records.folding import folded
from cedsl.records.questions import Choice, Question
from cedsl.workspace import Imported, Unread

MOST_LISTED = 20
STOP = "q"


def settle(imported: Imported) -> Imported:
    """The files after every question was asked, each once; an answer is taken into account at once."""
    asked: set[tuple[str, str, str]] = set()
    while (question := next((each for each in imported.questions if each.key not in asked), None)) is not None:
        asked.add(question.key)
        answer = _asked(question, more=len(imported.questions) > 1)
        if answer == STOP:
            return imported
        if isinstance(answer, Choice):
            found = workspace.settle(imported, answer)
            if isinstance(found, Unread):
                given.unable(found)
            imported = found
    return imported


def overwrites(path: str) -> bool:
    """Whether what stands in the file may be replaced."""
    return click.confirm(f"`{printable(path)}` exists. Replace it?", default=False)


def place(read: Sequence[str]) -> str | None:
    """The file in which the answers are kept; None where they are not. `read` are the files that are in use."""
    click.echo("\nYour answers can be kept in a file, which later checks are given with --profile.")
    wanted = "Name of the file, such as portal.toml, or Enter to forget them"
    while True:
        path = click.prompt(wanted, default="", show_default=False).strip()
        if not path:
            return None
        if workspace.is_one_of(path, read):
            click.echo(f"  `{printable(path)}` is read here; give another name")
        elif not Path(path).parent.is_dir() or Path(path).is_dir():
            click.echo(f"  `{printable(path)}` cannot be written; give another name")
        elif not workspace.is_there(path) or overwrites(path):
            return path


def _asked(question: Question, *, more: bool) -> Choice | str | None:
    """The answer; None to leave it open, `STOP` to leave all that follow."""
    click.echo(f"\n{question_words(question)}")
    if question.cells:
        click.echo(f"  cells: {', '.join(map(printable_cell, question.cells))}")
    _list(question)
    stop = f", {STOP} asks no more" if more else ""
    while True:
        what = "Type it" if question.typed else "Number"
        typed = click.prompt(f"{what}, or Enter to leave it open{stop}", default="", show_default=False).strip()
        if not typed or typed == STOP:
            return typed or None
        chosen = _chosen(typed, question)
        if chosen is not None:
            return chosen
        click.echo(f"  `{printable(typed)}` is none of the answers")


def _list(question: Question) -> None:
    if question.typed:
        click.echo(f"  {printable(question.choices[0].words)}")
        return
    for number, choice in enumerate(question.choices[:MOST_LISTED], 1):
        click.echo(f"  {number:>2}  {printable(choice.words)}")
    if len(question.choices) > MOST_LISTED:
        click.echo(f"  or type one of {len(question.choices) - MOST_LISTED} others")


def _chosen(typed: str, question: Question) -> Choice | None:
    """By its number, or by its first words; where it is typed, as it is typed."""
    if question.typed:
        (example,) = question.choices
        return replace(example, settings=tuple(replace(each, worth=typed) for each in example.settings))
    if typed.isdecimal():
        number = int(typed) - 1
        return question.choices[number] if 0 <= number < len(question.choices) else None
    named = [each for each in question.choices if folded(each.words.partition(" (")[0]) == folded(typed)]
    return named[0] if len(named) == 1 else None

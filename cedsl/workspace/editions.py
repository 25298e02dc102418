"""One ruleset in its editions: a file, or a folder whose files follow one another in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from cedsl.diagnostic import Diagnostic, Label, of_file
from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.period import ONE_DAY
from cedsl.workspace.files import STDIN, Stdin, Unread, nowhere
from cedsl.workspace.rules import Loaded, load_rules

MOST_EDITIONS = 200


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A ruleset by the name that the user gave it, its editions in order of time; one that is read from a single
    file has one edition, in force whenever it says so. `warnings` counts what reading found.
    """

    argument: str
    editions: tuple[Ruleset, ...]
    warnings: int = 0

    def in_force(self, day: date) -> int | None:
        """The number of the edition in force on the day; a single one is never asked."""
        if len(self.editions) == 1:
            return 0
        for number, ruleset in enumerate(self.editions):
            if begin(ruleset) <= day and (number + 1 == len(self.editions) or day < begin(self.editions[number + 1])):
                last = ruleset.header.in_force_until
                return number if last is None or day <= last else None
        return None


def begin(ruleset: Ruleset) -> date:
    """The first day of an edition."""
    return ruleset.header.in_force_from or date.min


def load_editions(argument: str, stdin: Stdin) -> tuple[Loaded, ...] | Unread:
    """The rules in a file, or every edition in a folder, by the names of the files; each with what reading found."""
    if not is_folder(argument):
        loaded = load_rules(argument, stdin)
        return loaded if isinstance(loaded, Unread) else (loaded,)
    try:
        folder = Path(argument).iterdir()
        files = sorted(each for each in folder if each.suffix == ".ce" and not each.name.startswith("."))
    except OSError:
        files = []
    if not files or len(files) > MOST_EDITIONS:
        return nowhere(argument, no_editions(argument, len(files)))
    editions: list[Loaded] = []
    for file in files:
        loaded = load_rules(str(file), stdin)
        if isinstance(loaded, Unread):
            return loaded
        editions.append(loaded)
    return tuple(editions)


def load_rulebook(argument: str, stdin: Stdin) -> Rulebook | Loaded | Unread:
    """The rules in a file, or the editions in a folder; what was found of the first that has errors."""
    loaded = load_editions(argument, stdin)
    if isinstance(loaded, Unread):
        return loaded
    rulesets: list[Ruleset] = []
    for each in loaded:
        if each.ruleset is None:
            return each
        rulesets.append(each.ruleset)
    warnings = sum(len(each.diagnostics) for each in loaded)
    return out_of_order(rulesets) or Rulebook(argument, tuple(sorted(rulesets, key=begin)), warnings)


def is_folder(argument: str) -> bool:
    """Whether RULES names a folder."""
    if argument in {"", STDIN}:
        return False
    try:
        return Path(argument).is_dir()
    except (OSError, ValueError):
        return False


def out_of_order(rulesets: Sequence[Ruleset]) -> Unread | None:
    """Why the files are no editions of one ruleset, one after the other; one by itself always is."""
    if len(rulesets) < 2:
        return None
    first = rulesets[0]
    for each in rulesets:
        if each.header.name != first.header.name:
            return Unread(each.source, (other_ruleset(each, first),))
        if each.header.in_force_from is None:
            return Unread(each.source, (no_first_day(each),))
    for one, other in pairwise(sorted(rulesets, key=begin)):
        last = one.header.in_force_until
        if begin(one) == begin(other) or (last is not None and last != begin(other) - ONE_DAY):
            return Unread(other.source, (not_adjoining(one, other),))
    return None


def no_editions(folder: str, count: int) -> Diagnostic:
    found = f"{count} files of rules, more than {MOST_EDITIONS}" if count else "no file that ends in `.ce`"
    return of_file(
        "CE402",
        f"`{folder}` is a folder with {found}",
        do="name a file of rules, or a folder that holds the editions of one ruleset",
    )


def other_ruleset(ruleset: Ruleset, first: Ruleset) -> Diagnostic:
    return Diagnostic(
        "CE409",
        f"the folder holds editions of `{first.header.name}`, but this is `{ruleset.header.name}`",
        Label(ruleset.header.span),
        help="keep the editions of one ruleset in a folder of their own, each with the same `ruleset` name",
    )


def no_first_day(ruleset: Ruleset) -> Diagnostic:
    return Diagnostic(
        "CE409",
        "the edition does not say from when it is in force",
        Label(ruleset.header.span),
        help='add it: `edition "2024" in force from 2024-01-01`',
    )


def not_adjoining(one: Ruleset, other: Ruleset) -> Diagnostic:
    last, first = one.header.in_force_until, begin(other)
    if last is None or begin(one) == first:
        found = f"two editions are in force from {first}"
    elif last < first:
        found = f"no edition is in force from {last + ONE_DAY} to {first - ONE_DAY}"
    else:
        found = f"two editions are in force from {first} to {last}"
    return Diagnostic(
        "CE410",
        f"{found}: this one, and that in `{one.source.name}`" if last is None or last >= first else found,
        Label(other.header.span),
        help="let each edition begin on the day after the one before it ends",
    )


def none_in_force(book: Rulebook, day: date) -> Diagnostic:
    return of_file(
        "CE411",
        f"no edition is in force on {day}",
        do=f"{_reach(book)}; choose another day with `--as-of`",
    )


def left_without(book: Rulebook, last: date) -> str:
    """What a verdict waits for where no edition is in force on the last day of the member's period."""
    return f"no edition is in force on {last}, the last day of the period; {_reach(book)}"


def _reach(book: Rulebook) -> str:
    last = book.editions[-1].header.in_force_until
    first = f"the first begins on {begin(book.editions[0])}"
    return first if last is None else f"{first}, the newest ends on {last}"

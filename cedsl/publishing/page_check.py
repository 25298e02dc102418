"""How a member checks themselves: the empty sheet, the command, and the page in other forms."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.lean import dataclass
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.document import Block, Downloads, Link, Paragraph, Section, Steps, Subheading
from cedsl.publishing.tongue import say

COMMAND = "cedsl check RULES your-records.csv"
WITH_FACTS = f"{COMMAND} --members your-facts.csv"


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a page in a site: the other `editions`, the `sheets` to fill in and the rules for programs, and
    the page in other `forms` and languages. Each address is relative to the page.
    """

    editions: tuple[Link, ...] = ()
    sheets: tuple[Link, ...] = ()
    forms: tuple[Link, ...] = ()


ALONE = Beside()


def check_yourself(ruleset: Ruleset, beside: Beside = ALONE) -> Section:
    """What to do, step by step, and what there is to fetch."""
    return Section("check-yourself", say("Check yourself"), tuple(_blocks(ruleset, beside)))


def _blocks(ruleset: Ruleset, beside: Beside) -> Iterator[Block]:
    yield Paragraph(say("You can check your activities against these rules on your own computer. Nothing leaves it."))
    yield Steps(tuple(_steps(ruleset, sheet=bool(beside.sheets))))
    if beside.sheets:
        yield Downloads(beside.sheets)
    yield from (
        Paragraph(say("If you have a question about these rules, ask here: {contact}", contact=each))
        for each in ruleset.header.contacts
    )
    if beside.forms:
        yield Subheading(say("This page in other forms"))
        yield Downloads(beside.forms)


def _steps(ruleset: Ruleset, *, sheet: bool) -> Iterator[str]:
    if sheet:
        yield say("Fill in the empty sheet below, a row for each activity, and save it as your-records.csv.")
    else:
        yield say("Write your activities into a table, a row for each, and save it as your-records.csv.")
    if ruleset.facts:
        yield say("Write what we ask about you into a second table, your-facts.csv.")
    yield say(
        "Type this, with the file of these rules in the place of RULES: {command}",
        command=WITH_FACTS if ruleset.facts else COMMAND,
    )
    yield say("Read what counts, what is still missing, and why.")

"""What changed from one edition to the next: a section of the page, and a document of its own for all editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from cedsl.model.ruleset import UNTITLED, Ruleset
from cedsl.publishing.document import Block, Bullets, Document, Downloads, Item, Link, Paragraph, Section, Subheading
from cedsl.publishing.page_change_words import general_changes, word_changes
from cedsl.publishing.page_rows import anchor
from cedsl.publishing.phrase_change import Change, Group, statement_changes
from cedsl.publishing.phrase_words import capital, day_written
from cedsl.publishing.tongue import say, spoken

GROUPS: tuple[Group, ...] = ("asked", "credited", "words", "said")


def changes(before: Ruleset, after: Ruleset) -> tuple[Change, ...]:
    """Every difference in what two editions say, in the language of the call: first what is asked, then what an
    activity earns, then the words. Comments, the order of statements, examples and the days of the editions make none.
    """
    found = (*statement_changes(before, after), *word_changes(before, after), *general_changes(before, after))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: GROUPS.index(each.group)))


def what_changed(before: Ruleset | None, after: Ruleset, links: Sequence[Link] = ()) -> Section | None:
    """The section about the edition before, with `links` to the other editions; None where there is neither."""
    told = () if before is None else tuple(change_blocks(before, after))
    others = (Downloads(tuple(links)),) if links else ()
    if not (told or others):
        return None
    return Section("what-changed", say("What changed"), (*told, *others))


def change_blocks(before: Ruleset, after: Ruleset, prefix: str = "changed") -> Iterator[Block]:
    """From when the edition is in force and for whom, then each difference; also that there is none."""
    yield Paragraph(_since(before, after), "lead")
    yield Paragraph(" ".join(_in_between(after)))
    found = changes(before, after)
    if not found:
        yield Paragraph(say("Nothing has changed in what the rules say."))
    groups = [group for group in GROUPS if any(each.group == group for each in found)]
    seen: dict[str, int] = {}
    for group in groups:
        if len(groups) > 1:
            yield Subheading(_heading(group))
        yield Bullets(tuple(_item(each, prefix, seen) for each in found if each.group == group))


def _since(before: Ruleset, after: Ruleset) -> str:
    """Which edition takes the place of which, and from when."""
    first, old = after.header.in_force_from, before.header.edition
    if first is None and old is None:
        return say("This edition takes the place of an earlier one.")
    if first is None:
        return say("This edition takes the place of edition {edition}.", edition=old or "")
    if old is None:
        return say("In force from {day}, in the place of an earlier edition.", day=day_written(first))
    return say("In force from {day}, in the place of edition {edition}.", day=day_written(first), edition=old)


def _in_between(after: Ruleset) -> Iterator[str]:
    """Which edition judges a period that began under the edition before."""
    yield say("Were you in the middle of a period? Each period is judged by the edition in force on its last day.")
    first = after.header.in_force_from
    if first is not None:
        yield say("The edition before still applies to a period that ends before {day}.", day=day_written(first))


def _heading(group: Group) -> str:
    match group:
        case "asked":
            return say("What is asked of you")
        case "credited":
            return say("What an activity earns")
        case "words":
            return say("Words and lists")
        case "said":
            return say("What else is said")
        case _:
            assert_never(group)


def _item(change: Change, prefix: str, seen: dict[str, int]) -> Item:
    """With an anchor of its own, also where several differences are about one statement."""
    name = f"{prefix}--{anchor(change.id)}"
    seen[name] = seen.get(name, 0) + 1
    own = name if seen[name] == 1 else f"{name}--{seen[name]}"
    return Item(change.text, own, change.remarks, change.cites)


def changes_document(editions: Sequence[Ruleset], names: Sequence[str], links: Sequence[Link] = ()) -> Document:
    """What changed from edition to edition, the newest first. `editions` stand in the order of time, `names` are their
    names in addresses; `links` lead to the pages of the editions.
    """
    newest = editions[-1].header
    sections = [
        Section(f"edition-{name}", edition_title(after), tuple(change_blocks(before, after, f"changed-{name}")))
        for (before, after), name in zip(pairwise(editions), names[1:], strict=True)
    ]
    first = Section(
        f"edition-{names[0]}", edition_title(editions[0]), (Paragraph(say("This is the first edition here.")),)
    )
    nav = [Section("editions", say("All editions"), (Downloads(tuple(links)),))] if links else []
    title = say("Requirements") if newest.title == UNTITLED else capital(newest.title or newest.name)
    return Document(
        spoken().code,
        say("What changed: {title}", title=title),
        (say("Issued by {body}", body=newest.issued_by),) if newest.issued_by is not None else (),
        (),
        (*reversed(sections), first, *nav),
        (say("cedsl makes this page from the same rules that decide."),),
    )


def edition_title(ruleset: Ruleset) -> str:
    """`Edition 2026, in force from 1 January 2026`, as far as the header says so."""
    edition, first = ruleset.header.edition, ruleset.header.in_force_from
    if edition is None:
        return say("An earlier edition") if first is None else say("In force from {day}", day=day_written(first))
    if first is None:
        return say("Edition {edition}", edition=edition)
    return say("Edition {edition}, in force from {day}", edition=edition, day=day_written(first))

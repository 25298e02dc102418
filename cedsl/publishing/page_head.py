"""What heads a page: whose rules they are, which edition, for which periods, since when, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.lean import regex
from cedsl.model.ruleset import UNTITLED, Ever, Header, Ruleset
from cedsl.publishing.document import Contact, Link
from cedsl.publishing.page_changes import changes
from cedsl.publishing.phrase_words import capital, day_written
from cedsl.publishing.tongue import say, spoken

ADDRESS = regex(
    r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^\s<>\"'“”()]*)?(?<![.,;:!?])"
    r"|[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
"""What becomes a link in a contact: an address of a page, or of mail."""


def title_of(header: Header) -> str:
    return say("Requirements") if header.title == UNTITLED else capital(header.title or header.name)


def stamp(header: Header) -> str:
    """What stands at the foot of every printed page: the title, with the edition."""
    title = title_of(header)
    if header.edition is None:
        return title
    return say("{title}, edition {edition}", title=title, edition=header.edition)


def facts(ruleset: Ruleset, before: Ruleset | None) -> Iterator[str]:
    """By whom, which edition, for which periods, since when, and which language decides. `before` is the edition
    before this one.
    """
    header = ruleset.header
    if header.issued_by is not None:
        yield say("Issued by {body}", body=header.issued_by)
    if header.edition is not None:
        yield say("Edition {edition}", edition=header.edition)
    yield from _in_force(header)
    if any(not isinstance(each.window, Ever) for each in ruleset.requirements):
        yield from _applies(header)
    if before is not None and header.in_force_from is not None and _has_changed(before, ruleset):
        yield say("Last changed on {day}", day=day_written(header.in_force_from))
    if not spoken().code.startswith("en"):
        yield say("The rules are written in English. Where this translation differs, the English text applies.")


def _in_force(header: Header) -> Iterator[str]:
    first, last = header.in_force_from, header.in_force_until
    if first is not None and last is not None:
        yield say("In force from {first} until {last}", first=day_written(first), last=day_written(last))
    elif first is not None:
        yield say("In force from {day}", day=day_written(first))
    elif last is not None:
        yield say("In force until {day}", day=day_written(last))


def _applies(header: Header) -> Iterator[str]:
    """To which periods: each is judged by the edition in force on its last day."""
    first, last = header.in_force_from, header.in_force_until
    if first is not None and last is not None:
        yield say(
            "Applies to periods that end from {first} until {last}", first=day_written(first), last=day_written(last)
        )
    elif first is not None:
        yield say("Applies to periods that end on or after {day}", day=day_written(first))
    elif last is not None:
        yield say("Applies to periods that end on or before {day}", day=day_written(last))


def _has_changed(before: Ruleset, after: Ruleset) -> bool:
    """Whether the rules differ, and not only what is said about them."""
    return any(each.group != "said" for each in changes(before, after))


def contacts(header: Header) -> tuple[Contact, ...]:
    return tuple(Contact(linked(say("Contact: {contact}", contact=each))) for each in header.contacts)


def linked(text: str) -> tuple[Link, ...]:
    """The text in parts: each address in it leads there, what stands between leads nowhere."""
    parts: list[Link] = []
    end = 0
    for found in ADDRESS.finditer(text):
        parts.append(Link("", text[end : found.start()]))
        parts.append(Link(found[0] if found[0].startswith("https://") else f"mailto:{found[0]}", found[0]))
        end = found.end()
    return tuple(part for part in (*parts, Link("", text[end:])) if part.text)

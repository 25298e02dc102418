"""Requirements of several rulesets of one check that may not count the same hour: which rulesets they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from cedsl.diagnostic import Diagnostic, Label, nearest
from cedsl.lean import dataclass
from cedsl.model.ruleset import Apart, NotBoth, Ruleset
from cedsl.quantity import TIME
from cedsl.records.folding import folded_loosely
from cedsl.source import Span
from cedsl.workspace.editions import Rulebook
from cedsl.workspace.files import Unread
from cedsl.workspace.names import called


@dataclass(frozen=True, slots=True)
class Link:
    """One `not both` of an edition. `books` are the rulesets of its members by their number in the check; None for one
    that is not part of it.
    """

    said: NotBoth
    books: tuple[int | None, ...]

    def members(self) -> Iterator[tuple[Apart, int | None]]:
        return zip(self.said.members, self.books, strict=True)


@dataclass(frozen=True, slots=True)
class Links:
    """The links of every edition by (ruleset, edition). `order` are the rulesets in the order in which their
    requirements are served.
    """

    of: Mapping[tuple[int, int], tuple[Link, ...]]
    order: tuple[int, ...]

    def group(self, book: int) -> tuple[int, ...]:
        """The ruleset with all that hang together with it, in their order."""
        found, waiting = {book}, [book]
        while waiting:
            current = waiting.pop()
            beside = {each for several in self._together() if current in several for each in several} - found
            found |= beside
            waiting.extend(beside)
        return tuple(each for each in self.order if each in found)

    def _together(self) -> Iterator[set[int]]:
        for links in self.of.values():
            for link in links:
                yield {each for each in link.books if each is not None}


def linked(books: Sequence[Rulebook]) -> Links | Unread:
    """The links of all rulesets; why there are none, with the place, where one cannot be settled."""
    found: dict[tuple[int, int], tuple[Link, ...]] = {}
    for number, book in enumerate(books):
        for edition, ruleset in enumerate(book.editions):
            links: list[Link] = []
            for said in ruleset.not_both_outside:
                link = _link(books, number, ruleset, said)
                if isinstance(link, Diagnostic):
                    return Unread(ruleset.source, (link,))
                links.append(link)
            found[number, edition] = tuple(links)
    return _in_order(books, found)


def _link(books: Sequence[Rulebook], own: int, ruleset: Ruleset, said: NotBoth) -> Link | Diagnostic:
    numbers: list[int | None] = []
    for member in said.members:
        meant = _meant(books, own, member)
        if isinstance(meant, Diagnostic):
            return meant
        if meant not in {None, own}:
            problem = _unfit(books[meant or 0], ruleset, member)
            if problem is not None:
                return problem
        numbers.append(meant)
    return Link(said, tuple(numbers))


def _meant(books: Sequence[Rulebook], own: int, member: Apart) -> int | Diagnostic | None:
    """The number of the ruleset that is meant; None where it is not part of the check."""
    if not member.ruleset:
        return own
    word = folded_loosely(member.ruleset)
    found = [number for number, book in enumerate(books) if number != own and word in _words(book)]
    if len(found) > 1:
        return several_called(member.ruleset, [books[each] for each in found], member.span)
    if not found and word in _words(books[own]):
        return itself(member.ruleset, member.span)
    return found[0] if found else None


def _words(book: Rulebook) -> frozenset[str]:
    """What a ruleset may be called: by its name, its title, as on the command line, or by body and credential."""
    parts = PurePath(book.argument).with_suffix("").parts if book.argument not in {"", "-"} else ()
    short = frozenset({folded_loosely("/".join(parts[-2:]))}) if len(parts) > 1 else frozenset()
    return called(book) | short


def _unfit(book: Rulebook, ruleset: Ruleset, member: Apart) -> Diagnostic | None:
    """Why the requirement cannot be kept apart from the ruleset's own."""
    asking = [each for each in book.editions if member.requirement in _ids(each)]
    if not asking:
        known = dict.fromkeys(name for each in book.editions for name in _ids(each))
        return no_such_requirement(member, book.editions[-1], tuple(known))
    unlike = next((each for each in asking if each.unit.dimension != ruleset.unit.dimension), None)
    return None if unlike is None else unlike_units(ruleset, unlike, member.span)


def _ids(ruleset: Ruleset) -> list[str]:
    return [each.words.id for each in ruleset.requirements]


# -------------------------------------------------------------------------------------------------- order


def _in_order(books: Sequence[Rulebook], links: Mapping[tuple[int, int], tuple[Link, ...]]) -> Links | Unread:
    """The rulesets as every `not both` has them, else as on the command line."""
    before: dict[tuple[int, int], tuple[Ruleset, Link]] = {}
    for (number, edition), several in links.items():
        ruleset = books[number].editions[edition]
        for link in several:
            order = [each for each in dict.fromkeys(link.books) if each is not None]
            for place, one in enumerate(order):
                for other in order[place + 1 :]:
                    against = _way(before, other, one)
                    if against is not None:
                        return Unread(ruleset.source, (other_order(link.said.span, *against),))
                    before.setdefault((one, other), (ruleset, link))
    found: list[int] = []
    while len(found) < len(books):
        rest = [each for each in range(len(books)) if each not in found]
        found.append(next(each for each in rest if not any((other, each) in before for other in rest)))
    return Links(links, tuple(found))


def _way(before: Mapping[tuple[int, int], tuple[Ruleset, Link]], one: int, other: int) -> tuple[Ruleset, Link] | None:
    """Whether one ruleset already comes before another; then a statement that says so, first."""
    found: dict[int, tuple[Ruleset, Link]] = {}
    waiting = [one]
    while waiting and other not in found:
        current = waiting.pop()
        for (early, late), said in before.items():
            if early == current and late not in found:
                found[late] = found.get(current, said)
                waiting.append(late)
    return found.get(other)


# ----------------------------------------------------------------------------------------------- problems


def several_called(written: str, books: Sequence[Rulebook], span: Span) -> Diagnostic:
    titles = " and ".join(f"`{each.editions[-1].header.title}`" for each in books[:2])
    return Diagnostic(
        "CE420",
        f"{len(books)} rulesets of this check are called `{written}`",
        Label(span, "which of them?"),
        help=f"call it by its title, in quotes: {titles}",
    )


def itself(written: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "CE420",
        f"`{written}` is this ruleset itself",
        Label(span, "not another one"),
        help="leave out `of` for a requirement of this file",
    )


def no_such_requirement(member: Apart, ruleset: Ruleset, known: Sequence[str]) -> Diagnostic:
    listed = ", ".join(f"`{each}`" for each in known)
    guess = nearest(member.requirement, known)
    return Diagnostic(
        "CE420",
        f"`{ruleset.header.name}` ({ruleset.source.name}) has no requirement `{member.requirement}`",
        Label(member.span, "not found there"),
        help=f"it has {listed}" if guess is None else f"did you mean `{guess}`? It has {listed}",
    )


def unlike_units(ruleset: Ruleset, other: Ruleset, span: Span) -> Diagnostic:
    wanted = "minutes or hours" if ruleset.unit.dimension == TIME else ruleset.unit.plural
    return Diagnostic(
        "CE421",
        f"{other.unit.plural} of `{other.header.name}` and {ruleset.unit.plural} do not convert into one another",
        Label(span, f"counts in {other.unit.plural}"),
        help=f"in one of the two files, say what the unit is worth in {wanted}, such as `unit CEU = 10h`",
    )


def other_order(span: Span, ruleset: Ruleset, link: Link) -> Diagnostic:
    place = f"{ruleset.source.name}:{ruleset.source.line_of(link.said.span.start)}"
    return Diagnostic(
        "CE422",
        f"this order is the other way round than that in {place}",
        Label(span, "who comes first is served first"),
        help="write the requirements in the same order in both files; the first may be one of the other ruleset",
    )

"""Several rulesets in one check: those that share no hour of some requirements are decided together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cedsl.assessment.apart import Bond
from cedsl.assessment.assess import assess_together
from cedsl.lean import dataclass
from cedsl.model.ruleset import Apart, Ruleset
from cedsl.publishing.report import Checked, natural
from cedsl.verdict import Beside, KeptApart, MemberResult, Outside
from cedsl.workspace.apart import Link, Links, linked
from cedsl.workspace.checking import Asked, Desk, check, choose, known_members, reports
from cedsl.workspace.files import Unread
from cedsl.workspace.tables import Gathered


def check_all(found: Sequence[Gathered], asked: Asked) -> tuple[Checked, ...] | Unread:
    """The reports about every ruleset in the order given, or why two of them cannot be told apart."""
    links = linked([each.book for each in found])
    if isinstance(links, Unread):
        return links
    by_book: dict[int, tuple[Checked, ...]] = {}
    for number, gathered in enumerate(found):
        if number in by_book:
            continue
        group = links.group(number)
        if len(group) == 1:
            by_book[number] = tuple(_noted(found, links, number, each, set()) for each in check(gathered, asked))
        else:
            by_book.update(_Group(found, links, group, asked).checked())
    return tuple(report for number in range(len(found)) for report in by_book[number])


@dataclass
class _Group:
    """Rulesets that hang together, by their numbers, in the order in which their requirements are served."""

    found: Sequence[Gathered]
    links: Links
    numbers: tuple[int, ...]
    asked: Asked

    def __post_init__(self) -> None:
        self.desks = {number: [Desk(each) for each in self.found[number].sections] for number in self.numbers}
        self.known = {number: frozenset(known_members(self.found[number])) for number in self.numbers}
        self.undecided: set[int] = set()

    def checked(self) -> Iterator[tuple[int, tuple[Checked, ...]]]:
        results: dict[int, dict[int, list[MemberResult]]] = {number: {} for number in self.numbers}
        for member in self._members():
            for number, edition, result in self._decided(member):
                results[number].setdefault(edition, []).append(result)
        for number in self.numbers:
            told = reports(self.found[number], results[number], self.asked)
            yield number, tuple(_noted(self.found, self.links, number, each, self.undecided) for each in told)

    def _members(self) -> tuple[str, ...]:
        if self.asked.member is not None:
            return (self.asked.member,)
        return tuple(sorted({member for known in self.known.values() for member in known}, key=natural))

    def _decided(self, member: str) -> Iterator[tuple[int, int, MemberResult]]:
        """The member under every ruleset that knows one, as (ruleset, edition, result)."""
        seated: dict[int, int] = {}
        for number in self.numbers:
            if self.asked.member is None and member not in self.known[number]:
                continue
            chosen = choose(self.found[number].book, self.desks[number], member, self.asked)
            if chosen.undecided and chosen.known is not None:
                self.undecided.add(number)
                yield number, chosen.edition, chosen.known
            else:
                seated[number] = chosen.edition
        results = assess_together(
            member,
            [self.desks[number][edition].seat(member) for number, edition in seated.items()],
            self.asked.as_of,
            bonds=list(self._bonds(seated)),
            asked=self.asked.period,
            history=self.asked.history,
        )
        for (number, edition), result in zip(seated.items(), results, strict=True):
            yield number, edition, result

    def _bonds(self, seated: dict[int, int]) -> Iterator[Bond]:
        """What the deciding editions keep apart."""
        places = {number: place for place, number in enumerate(seated)}
        for number, edition in seated.items():
            for link in self.links.of[number, edition]:
                bond = frozenset(
                    (places[book], member.requirement) for member, book in link.members() if book in places
                )
                if len({place for place, _ in bond}) > 1:
                    yield bond


def _noted(found: Sequence[Gathered], links: Links, number: int, checked: Checked, undecided: set[int]) -> Checked:
    """The report with what its requirements are kept apart from: by its own rules first, then by those of others."""
    editions = [each.ruleset for each in found[number].sections]
    own = number, next(place for place, each in enumerate(editions) if each is checked.ruleset)
    others = (links.of[place] for place in sorted(links.of) if place[0] != number)
    notes = (
        note
        for several in (links.of[own], *others)
        for link in several
        for note in _notes(found, link, number, checked.ruleset, undecided)
    )
    return replace(checked, apart=tuple(dict.fromkeys(notes)))


def _notes(
    found: Sequence[Gathered], link: Link, number: int, ruleset: Ruleset, undecided: set[int]
) -> Iterator[KeptApart]:
    """What one statement says of this ruleset."""
    known = {each.words.id for each in ruleset.requirements}
    mine = [member.requirement for member, book in link.members() if book == number]
    own = tuple(each for each in mine if each in known)
    for member, book in link.members():
        if own and book != number:
            yield _note(found, own, member, book, undecided)


def _note(
    found: Sequence[Gathered], own: tuple[str, ...], member: Apart, book: int | None, undecided: set[int]
) -> KeptApart:
    if book is None:
        return KeptApart(own, Outside(member.ruleset, member.ruleset, member.requirement, ""), Beside.ABSENT)
    editions = [each.ruleset for each in found[book].sections]
    words = [each.words for ruleset in editions for each in ruleset.requirements if each.words.id == member.requirement]
    header = editions[-1].header
    outside = Outside(header.name, header.title, member.requirement, words[-1].title or "")
    if book in undecided:
        return KeptApart(own, outside, Beside.UNDECIDED)
    return KeptApart(own, outside, Beside.TOGETHER if len(words) == len(editions) else Beside.NOT_ASKED)

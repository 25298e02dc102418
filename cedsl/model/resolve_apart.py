"""Requirements that may not count the same hour, of this ruleset and of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cedsl.lean import dataclass
from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.scope import folded
from cedsl.syntax import tree as t


@dataclass(frozen=True, slots=True)
class KeptApart:
    """The groups of the ruleset's own requirements, and those that reach into other rulesets."""

    inside: tuple[tuple[str, ...], ...]
    outside: tuple[r.NotBoth, ...]


def resolve_apart(
    names: Names, items: Iterable[t.Item], header: r.Header, requirements: Iterable[r.Requirement]
) -> KeptApart:
    """What is kept apart. A requirement of another ruleset is looked for only where both are checked together."""
    known = [each.words.id for each in requirements]
    inside: list[tuple[str, ...]] = []
    outside: list[r.NotBoth] = []
    for item in items:
        if isinstance(item, t.NotBoth):
            own = _own(names, item, header, known)
            if len(own) > 1:
                inside.append(own)
            if any(part.of is not None for part in item.parts):
                outside.append(r.NotBoth(tuple(_in_order(item, own)), span=item.span))
    return KeptApart(tuple(inside), tuple(outside))


def own_of(item: t.NotBoth) -> set[str]:
    """The names of the ruleset's own requirements in a statement."""
    return {part.name.text for part in item.parts if part.of is None}


def _own(names: Names, item: t.NotBoth, header: r.Header, known: Sequence[str]) -> tuple[str, ...]:
    """The ruleset's own requirements, in the order of the file."""
    for part in item.parts:
        if part.of is not None and folded(part.of.text) in {"", folded(header.name), folded(header.title)}:
            names.report(problems.of_itself(part.of.text, part.of.span))
        if part.of is None and part.name.text not in known:
            names.report(problems.unknown_statement(part.name.text, part.name.span, known))
    if not own_of(item):
        names.report(problems.nothing_of_its_own(item.span))
    return tuple(each for each in known if each in own_of(item))


def _in_order(item: t.NotBoth, own: Sequence[str]) -> Iterator[r.Apart]:
    """Ruleset by ruleset in the order in which each is first named; its own requirements in the order of the file."""
    rulesets = dict.fromkeys("" if part.of is None else part.of.text for part in item.parts)
    for ruleset in rulesets:
        if not ruleset:
            yield from (r.Apart(each, span=item.span) for each in own)
        for part in item.parts:
            if part.of is not None and part.of.text == ruleset:
                yield r.Apart(part.name.text, ruleset, span=part.span)

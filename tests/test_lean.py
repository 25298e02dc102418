"""A dataclass whose methods are written later does what one of the standard library does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

import pytest

from cedsl import lean

T = TypeVar("T")


def classes(dataclass: Any) -> SimpleNamespace:
    """The same classes, made by one decorator or the other."""

    @dataclass(frozen=True, slots=True)
    class Node:
        span: int = dataclasses.field(kw_only=True, compare=False, repr=False, default=0)

    @dataclass(frozen=True, slots=True)
    class Word(Node):
        text: str
        kind: str = "name"
        parts: list[int] = dataclasses.field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Title(Word):
        kind: str
        size: int = 9

        def __hash__(self) -> int:
            return 5

    @dataclass
    class Count:
        number: int
        seen: dict[str, int] = dataclasses.field(default_factory=dict)
        most: int = dataclasses.field(init=False, default=3)

        def __post_init__(self) -> None:
            self.twice = 2 * self.number

    @dataclass(frozen=True)
    class Box(Generic[T]):  # noqa: PLW1641 - as it is meant to be tried
        held: T
        wide: int = 4

        def __eq__(self, other: object) -> bool:
            return True

    @dataclass(frozen=True, slots=True, order=True)
    class Place:
        line: int
        column: int = 1

    return SimpleNamespace(node=Node, word=Word, title=Title, count=Count, box=Box, place=Place)


THEIRS, OURS = classes(dataclasses.dataclass), classes(lean.dataclass)

Deed = Callable[[SimpleNamespace], object]
DEEDS: dict[str, Deed] = {
    "told": lambda of: repr(of.word("a", span=3)),
    "told below": lambda of: repr(of.title("a", "b", span=3)),
    "told with what is set inside": lambda of: repr(of.count(1)),
    "equal wherever it stands": lambda of: of.word("a", span=1) == of.word("a", span=2),
    "unequal": lambda of: of.word("a") == of.word("b"),
    "of another class": lambda of: of.word("a") == "a",
    "as a key": lambda of: hash(of.word("a", "b", ())) == hash(("a", "b", ())),
    "no key": lambda of: hash(of.count(1)),
    "a key of its own": lambda of: hash(of.title("a", "b")),
    "equality of its own": lambda of: (of.box(1) == of.box(2), hash(of.box(1)) == hash((1, 4))),
    "matched": lambda of: [each.__match_args__ for each in (of.node, of.word, of.title, of.count)],
    "slots": lambda of: [each.__slots__ for each in (of.node, of.word, of.title)],
    "nothing given": lambda of: of.word(),
    "too much given": lambda of: of.word(1, 2, 3, 4, 5),
    "given twice": lambda of: of.word("a", text="b"),
    "given by an unknown name": lambda of: of.word("a", nothing=1),
    "given what is set inside": lambda of: of.count(1, most=2),
    "frozen": lambda of: setattr(of.word("a"), "text", "b"),
    "frozen for good": lambda of: delattr(of.word("a"), "text"),
    "a list for each": lambda of: of.word("a").parts is of.word("a").parts,
    "set inside": lambda of: (of.count(4).twice, of.count(4).most, of.count(4).seen),
    "set afterwards": lambda of: setattr(of.count(4), "number", 5),
    "generic": lambda of: repr(of.box[int](2)),
    "replaced": lambda of: (dataclasses.replace(of.word("a", span=5), text="b").span, repr(of.word("b"))),
    "as a dictionary": lambda of: dataclasses.asdict(of.word("a")),
    "its fields": lambda of: [
        (each.name, each.type, each.kw_only, each.compare, each.repr, each.init) for each in dataclasses.fields(of.title)
    ],
    "copied": lambda of: (repr(copy.copy(of.word("a"))), copy.deepcopy(of.word("a", span=3)).span),
    "its state": lambda of: of.word("a").__reduce_ex__(2)[2],
    "a default at the class": lambda of: (of.count.most, of.box.wide, hasattr(of.count, "number")),
    "in order": lambda of: sorted([of.place(2), of.place(1, 5), of.place(1)]) == [of.place(1), of.place(1, 5), of.place(2)],
    "a class of the standard library below": lambda of: repr(
        dataclasses.dataclass(frozen=True)(type("Below", (of.box,), {"__annotations__": {"more": int}, "more": 1}))(4)
    ),
    "a class below that may change": lambda of: dataclasses.dataclass(
        type("Below", (of.box,), {"__annotations__": {"more": int}, "more": 1})
    ),
}  # fmt: skip


def done(deed: Deed, of: SimpleNamespace) -> object:
    try:
        return deed(of)
    except Exception as error:  # noqa: BLE001 - whatever the standard library raises is raised here
        return type(error), str(error)


@pytest.mark.parametrize("name", DEEDS)
def test_it_does_what_the_standard_library_does(name: str) -> None:
    for _ in range(12):  # the first few are filled one by one, the others by a method that was written meanwhile
        assert done(DEEDS[name], OURS) == done(DEEDS[name], THEIRS)


@lean.dataclass(frozen=True, slots=True)
class Kept:
    text: str
    number: int = dataclasses.field(default=1, compare=False)


def test_it_can_be_sent_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(Kept("a", 2)))
    assert (again, again.number) == (Kept("a"), 2)


def test_a_frozen_one_takes_nothing_that_it_does_not_know() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Kept("a").nothing = 1


def test_a_pattern_that_is_compiled_later_is_a_pattern() -> None:
    ours, theirs = lean.regex(r"(?P<year>[0-9]{4})", re.ASCII), re.compile(r"(?P<year>[0-9]{4})", re.ASCII)
    text = "2024 and 2025"
    assert ours.groupindex == theirs.groupindex
    assert (ours.pattern, ours.flags) == (theirs.pattern, theirs.flags)
    assert ours.findall(text) == theirs.findall(text)
    assert ours.sub("x", text) == theirs.sub("x", text)
    assert [each.span() for each in ours.finditer(text, 3)] == [each.span() for each in theirs.finditer(text, 3)]
    assert copy.copy(ours).findall(text) == theirs.findall(text)
    with pytest.raises(AttributeError):
        ours.nothing_of_the_kind

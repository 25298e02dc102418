"""Reads a text by tables that were made of the grammar beforehand: quick, and silent about errors.

The tables are those of Lark's LALR(1) parser with its contextual lexer (`grammars/cedsl.tables`). Whoever gets None
reads the text with Lark itself, which takes longer and can tell what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from cedsl import resources
from cedsl.source import NOWHERE, Span
from cedsl.syntax import tree as t
from cedsl.syntax.lower_file import ToTree
from cedsl.syntax.lower_words import Token

_Match = Callable[[str, int], re.Match[str] | None]
_Row = tuple[dict[int, int], tuple[tuple[_Match, int], ...]]


class Reduction:
    """What happens where a rule of the grammar is recognised: how many parts it has, what is made of them.

    `kept` are the parts that are handed on, each with whether it is a list whose members are parts themselves; `made`
    is None for a rule that only hands its parts on.
    """

    __slots__ = ("hands_on", "kept", "made", "size", "symbol")

    def __init__(self, line: str, lowering: ToTree) -> None:
        name, size, symbol, *kept = line.split()
        self.size = int(size)
        self.symbol = int(symbol)
        self.kept = [(int(each.rstrip("*")), each.endswith("*")) for each in kept]
        self.hands_on = self.kept == [(0, True)]
        self.made: Callable[[Span, list[Any]], Any] | None = None if name == "_" else getattr(lowering, name)

    def parts(self, values: Sequence[Any]) -> list[Any]:
        """The parts that are handed on. A list that comes first is the caller's alone and is gone on with."""
        parts: list[Any] = []
        for at, is_list in self.kept:
            if not is_list:
                parts.append(values[at])
            elif parts:
                parts += values[at]
            else:
                parts = values[at]
        return parts


class Tables:
    """The tables: for each state what each symbol leads to; a row or a rule is unpacked when it is first needed.

    A symbol is a number: the terminals first, then the end of the text, then the rules. What it leads to is the next
    state, or `~n` for the rule n that is recognised.
    """

    def __init__(self, text: str) -> None:
        head, terminals, rules, rows = text.split("\n\n", 3)
        self.grammar = int(head.split()[-1])
        self.names: list[str] = []
        self.kept: set[int] = set()
        self.literals: dict[str, int] = {}
        self.keywords: dict[str, int] = {}
        self._patterns: list[tuple[str, int]] = []
        self.ignored: set[int] = set()
        for number, line in enumerate(terminals.split("\n")):
            self._terminal(number, *line.split(" ", 2))
        self.end = len(self.names)
        self.name = self.names.index("NAME")
        self._lowering = ToTree()
        self._rules: list[str | Reduction] = list(rules.split("\n"))
        self._rows = rows.removesuffix("\n").split("\n")
        self._known: list[_Row | None] = [None] * len(self._rows)
        self._matches: list[tuple[_Match, int]] | None = None
        start = next(line for line in rules.split("\n") if line.startswith("start "))
        self.whole = [0, self.row(0)[0][int(start.split()[2])]]

    def _terminal(self, number: int, name: str, kind: str, text: str) -> None:
        self.names.append(name)
        text = text.encode().decode("unicode_escape")
        match kind[0]:
            case "'":
                (self.keywords if text.isalpha() else self.literals)[text] = number
            case _:
                self._patterns.append((text, number))
        if "-" in kind:
            self.ignored.add(number)
        if "+" in kind:
            self.kept.add(number)

    def rule(self, number: int) -> Reduction:
        """What is recognised, by its number."""
        found = self._rules[number]
        if isinstance(found, str):
            found = self._rules[number] = Reduction(found, self._lowering)
        return found

    def row(self, state: int) -> _Row:
        """What each symbol leads to in a state, and the patterns that are looked for there, in their order."""
        known = self._known[state]
        if known is None:
            numbers = list(map(int, self._rows[state].split()))
            leads = dict(zip(numbers[::2], numbers[1::2], strict=True))
            if self._matches is None:
                self._matches = [(re.compile(pattern).match, number) for pattern, number in self._patterns]
            always = self.ignored | {self.name}
            matches = tuple(each for each in self._matches if each[1] in leads or each[1] in always)
            known = self._known[state] = (leads, matches)
        return known


@lru_cache(maxsize=1)
def tables() -> Tables | None:
    """The tables of the grammar; None where they are missing, or were made of another grammar than the one beside."""
    text = resources.grammar_tables()
    if not text:
        return None
    found = Tables(text)
    return found if found.grammar == crc32(resources.grammar().encode()) else None


def read(tables: Tables, text: str) -> t.File | None:
    """The tree of a text whose last line is ended; None where anything in it does not fit."""
    row, rules, kept, names = tables.row, tables.rule, tables.kept, tables.names
    states, values, starts, ends = [0], list[Any](), list[int](), list[int]()
    state = position = 0
    while True:
        leads, matches = row(state)
        kind, start, position = _next(tables, text, position, leads, matches)
        while (step := leads.get(kind)) is not None and step < 0:
            rule = rules(~step)
            _reduce(rule, values, starts, ends)
            if rule.size:
                del states[-rule.size :]
            leads, _ = row(states[-1])
            state = leads[rule.symbol]
            states.append(state)
            leads, _ = row(state)
        if kind == tables.end and states == tables.whole:
            file: t.File = values[0]
            return file
        if step is None:
            return None
        state = step
        states.append(state)
        values.append(Token(names[kind], text[start:position], Span(start, position)) if kind in kept else None)
        starts.append(start)
        ends.append(position)


def _next(
    tables: Tables, text: str, start: int, leads: dict[int, int], matches: tuple[tuple[_Match, int], ...]
) -> tuple[int, int, int]:
    """The next word from an offset: its terminal (-1 where nothing fits), where it starts and ends."""
    while start < len(text):
        literal = tables.literals.get(text[start])
        if literal is not None:
            return literal, start, start + 1
        found, kind = None, -1
        for match, kind in matches:  # noqa: B007 - the kind of the one that is found
            if found := match(text, start):
                break
        if found is None:
            return -1, start, start
        end = found.end()
        if kind == tables.name:
            keyword = tables.keywords.get(found.group(), kind)
            return (keyword if keyword in leads else kind), start, end
        if kind not in tables.ignored:
            return kind, start, end
        start = end
    return tables.end, start, start


def _reduce(rule: Reduction, values: list[Any], starts: list[int], ends: list[int]) -> None:
    """Puts what a rule makes in the place of its parts. What is empty has no place: -1."""
    size, made = rule.size, rule.made
    if size == 1:
        part, is_list = values[-1], rule.hands_on
        parts = part if is_list else [part] if rule.kept else []
        if made is not None:
            values[-1] = made(Span(starts[-1], ends[-1]) if ends[-1] >= 0 else NOWHERE, parts)
        elif not is_list:
            values[-1] = parts
        return
    if not size:
        values.append([] if made is None else made(NOWHERE, []))
        starts.append(-1)
        ends.append(-1)
        return
    parts = rule.parts(values[-size:])
    start, end = starts[-size], ends[-1]
    if start < 0 or end < 0:
        start = next((each for each in starts[-size:] if each >= 0), -1)
        end = next((each for each in reversed(ends[-size:]) if each >= 0), -1)
    del values[-size:], starts[-size:], ends[-size:]
    starts.append(start)
    ends.append(end)
    values.append(parts if made is None else made(Span(start, end) if end >= 0 else NOWHERE, parts))

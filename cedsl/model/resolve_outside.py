"""Statements outside every block: which `require` they belong to, and which stand by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from cedsl.lean import dataclass, regex
from cedsl.model import problems
from cedsl.model.names import Names
from cedsl.source import Source, Span
from cedsl.syntax import tree as t

_EMPTY_LINE = regex(r"\n[ \t\f]*\r?\n")


@dataclass
class Open:
    """A `require` while what belongs to it is gathered: its own block, or the statements that follow it. Without a
    `require`: statements that stand by themselves.
    """

    require: t.Require | None
    statements: list[t.Statement]
    span: Span

    @property
    def takes(self) -> bool:
        """Whether statements outside every block may belong to it."""
        return self.require is None or self.require.block is None

    @property
    def end(self) -> int:
        """The offset behind the last statement that belongs to it."""
        return max([self.span.end, *(each.span.end for each in self.statements)])


def gather(names: Names, items: Iterable[t.Item], source: Source) -> list[Open]:
    """Every requirement with its statements, in the order written."""
    gathered: list[Open] = []
    for item in items:
        match item:
            case t.Require(block=block):
                gathered.append(Open(item, list(block.statements) if block else [], item.span))
            case t.Limit() | t.Duty() | t.Count() | t.Conditional():
                _place(names, gathered, item, source)
            case (
                t.Minimum()
                | t.Cap()
                | t.CapDifferent()
                | t.Threshold()
                | t.Addition()
                | t.Distinct()
                | t.AnyOf()
                | t.Option()
                | t.Carry()
                | t.MakeGood()
                | t.AlsoCount()
            ):
                _attach(names, gathered, item, source)
            case _:
                continue
    return gathered


def _attach(names: Names, gathered: list[Open], item: t.Statement, source: Source) -> None:
    """A `min` or `cap` outside a block belongs to the `require` before it, where that has no block."""
    last = next((each for each in reversed(gathered) if each.require is not None), None)
    if last is None or not last.takes:
        names.report(problems.outside_require(_word(item), item.span))
        return
    if _empty_line(last, item, source):
        names.report(problems.joined_from_afar(_word(item), item.span, _first_word(last.span)))
    last.statements.append(item)


def _place(
    names: Names, gathered: list[Open], item: t.Limit | t.Duty | t.Count | t.Conditional, source: Source
) -> None:
    """A limit or duty may stand alone: it joins a `require` without a block where no empty line parts the two, else
    it is, with others of its kind, a requirement without a total.
    """
    last = gathered[-1] if gathered else None
    if last is None or not last.takes or (last.require is not None and _empty_line(last, item, source)):
        gathered.append(Open(None, [item], item.span))
        return
    if last.require is not None and _is_outermost(item.span, last.span, source):
        names.report(problems.joined_at_margin(_word(item), item.span, _first_word(last.span)))
    last.statements.append(item)


def _empty_line(last: Open, item: t.Statement, source: Source) -> bool:
    return _EMPTY_LINE.search(source.text, last.end, item.span.start) is not None


def _is_outermost(item: Span, require: Span, source: Source) -> bool:
    """Whether the item begins a line that is indented no more than that of the `require`."""
    before, margin = _line_before(item, source), _line_before(require, source)
    return not before.strip() and len(before) <= len(margin) - len(margin.lstrip())


def _line_before(span: Span, source: Source) -> str:
    """The text of the line before the span."""
    return source.text[source.text.rfind("\n", 0, span.start) + 1 : span.start]


def _first_word(span: Span) -> Span:
    """Where `require` stands."""
    return Span(span.start, min(span.end, span.start + len("require")))


def _word(item: t.Statement) -> str:
    """The statement's kind as its author calls it: the class is named after the keyword's meaning."""
    match item:
        case t.Conditional(when=when):
            return "unless" if when.negated else "when"
        case _:
            return _WORDS.get(type(item), type(item).__name__.lower())


_WORDS: dict[type, str] = {
    t.Minimum: "min",
    t.Count: "min",
    t.AnyOf: "any of",
    t.Addition: "plus",
    t.MakeGood: "make good",
    t.AlsoCount: "also count",
}

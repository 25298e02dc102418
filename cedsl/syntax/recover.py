"""Reads a text with Lark itself, which goes on behind an error and knows what was expected, and takes its time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.lark import PostLex
from lark.lexer import PatternStr

from cedsl import resources
from cedsl.diagnostic import Diagnostic, in_reading_order, nearest
from cedsl.lean import dataclass
from cedsl.source import NOWHERE, Source, Span
from cedsl.syntax import lower_words, problems
from cedsl.syntax import tree as t
from cedsl.syntax.lower_file import ToTree

_MOST_PROBLEMS = 25


class _WholeWords(PostLex):
    """Lets the lexer see a name anywhere, so that a keyword is never found inside a longer word."""

    always_accept = ("NAME",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


@dataclass(frozen=True, slots=True)
class Grammar:
    """`literals` maps each keyword's terminal to its spelling."""

    lark: Lark
    literals: dict[str, str]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Lark's parser of the grammar; built once, which takes most of a second."""
    lark = Lark(
        resources.grammar(),
        parser="lalr",
        lexer="contextual",
        postlex=_WholeWords(),
        propagate_positions=True,
        maybe_placeholders=False,
    )
    literals = {each.name: each.pattern.value for each in lark.terminals if isinstance(each.pattern, PatternStr)}
    return Grammar(lark, literals)


def read_on(source: Source, text: str) -> tuple[t.File, tuple[Diagnostic, ...], bool]:
    """The tree of what could be read, every problem in reading order, and whether every declaration was read.

    `text` is that of the source with its last line ended.
    """
    recovery = _Recovery(source, grammar().literals)
    file = t.File(())
    try:
        file = _lowered(ToTree(), grammar().lark.parse(text, on_error=recovery.on_error))
    except UnexpectedInput as error:
        recovery.report(error)
        recovery.names_known = False
    except _TooMany:
        recovery.names_known = False
    return file, in_reading_order(recovery.found), recovery.names_known


def _lowered(lowering: ToTree, part: Any) -> Any:
    """Our tree of Lark's."""
    if isinstance(part, Token):
        start = part.start_pos or 0
        return lower_words.Token(part.type, str(part), Span(start, part.end_pos or start))
    parts = [_lowered(lowering, each) for each in part.children]
    span = NOWHERE if part.meta.empty else Span(part.meta.start_pos, part.meta.end_pos)
    return getattr(lowering, part.data)(span, parts)


class _TooMany(Exception):
    """Raised to stop after so many problems that more would not help."""


class _Recovery:
    """Answers Lark's errors: repairs a misspelt keyword, else drops the statement and goes on behind it."""

    def __init__(self, source: Source, literals: dict[str, str]) -> None:
        self.found: list[Diagnostic] = []
        self.names_known = True
        self._source = source
        self._literals = literals
        self._last = -1

    def on_error(self, error: UnexpectedInput) -> bool:
        """Called by Lark at each error; True to go on."""
        if self._taken_for_unit(error):
            return self._skip_statement(error)
        if isinstance(error, UnexpectedToken) and self._repaired(error):
            return True
        if not self._lacks_unit(error):
            self.report(error)
        return self._skip_statement(error)

    def _lacks_unit(self, error: Any) -> bool:
        """A number whose unit was forgotten takes the keyword behind it for one: `require 36 within`."""
        keywords_ = set(self._literals.values())
        for number, unit in _quantities(error.interactive_parser.parser_state.value_stack[-4:]):
            if str(unit) in keywords_ and str(unit) not in _UNITS_TOO:
                start = number.start_pos or 0
                self._last = error.pos_in_stream or start
                self._add(problems.no_unit(Span(start, start + len(number)), str(number)))
                return True
        return False

    def _taken_for_unit(self, error: Any) -> bool:
        """A misspelt keyword behind a number was taken for its unit: `cap 3 diferent provider`."""
        parser = error.interactive_parser.copy()
        state = parser.parser_state
        for depth, value in enumerate(reversed(state.value_stack[-4:]), 1):
            for number, unit in _quantities([value]):
                del state.state_stack[-depth:], state.value_stack[-depth:]
                if number.type not in _accepted(parser):
                    return False
                parser.feed_token(number)
                meant = nearest(str(unit), (self._literals.get(name, "") for name in sorted(_accepted(parser))))
                if meant is None:
                    return False
                start = unit.start_pos or 0
                self._last = error.pos_in_stream or start
                self._add(problems.misspelt(Span(start, start + len(unit)), str(unit), meant))
                return True
        return False

    def report(self, error: UnexpectedInput) -> None:
        """Adds the diagnostic of an error; one for each place, and no more than a screen can hold."""
        start = error.pos_in_stream or 0
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            start = max(0, len(self._source.text.rstrip()) - 1)
        if start <= self._last and self.found:
            return
        self._last = start
        self._add(self._worded(error, start))

    def _worded(self, error: UnexpectedInput, start: int) -> Diagnostic:
        if isinstance(error, UnexpectedCharacters):
            return problems.stray_character(self._source, start)
        assert isinstance(error, UnexpectedToken), error
        token = error.token
        span = Span(start, start + max(1, len(token)) if token.type != "$END" else start + 1)
        return problems.unexpected(self._source, span, token.type, frozenset(error.accepts or ()))

    def _repaired(self, error: UnexpectedToken) -> bool:
        """Feeds the keyword that was meant, where a name stands that is close to one that fits there.

        The name is the word at the error, or the one before it, when that was taken for a field's name.
        """
        parser = error.interactive_parser
        token = error.token
        if token.type == "NAME" and self._feed_meant(parser, token):
            return True
        state = parser.parser_state
        before = state.value_stack[-1] if state.value_stack else None
        if not (isinstance(before, Token) and before.type == "NAME") or not token.type.isupper():
            return False
        kept = list(state.state_stack), list(state.value_stack), list(self.found), self._last
        state.value_stack.pop()
        state.state_stack.pop()
        if self._feed_meant(parser, before) and token.type in _accepted(parser):
            parser.feed_token(token)
            return True
        state.state_stack[:], state.value_stack[:], self.found, self._last = kept
        return False

    def _feed_meant(self, parser: Any, word: Token) -> bool:
        """Replaces a misspelt keyword by the nearest that fits, and reports it."""
        fitting = {self._literals[name]: name for name in sorted(_accepted(parser)) if name in self._literals}
        other = problems.OTHER_WORDS.get(str(word).casefold())
        meant = other if other in fitting else nearest(str(word), (each for each in fitting if each.isalpha()))
        if meant is None:
            return False
        start = word.start_pos or 0
        self._last = start
        self._add(problems.misspelt(Span(start, start + len(word)), str(word), meant))
        parser.feed_token(Token.new_borrow_pos(fitting[meant], meant, word))
        return True

    def _add(self, diagnostic: Diagnostic) -> None:
        self.found.append(diagnostic)
        if len(self.found) >= _MOST_PROBLEMS:
            raise _TooMany

    def _skip_statement(self, error: Any) -> bool:
        """Drops what was read of the statement, then its remaining text up to the separator."""
        parser = error.interactive_parser
        dropped = _rewind(parser.parser_state)
        self.names_known &= dropped in _DECLARE_NOTHING
        kind = error.token.type if isinstance(error, UnexpectedToken) else ""
        if kind == "$END":
            return False
        if kind in {"_SEP", "RBRACE"}:
            if kind in _accepted(parser):
                parser.feed_token(error.token)
            return True
        _skip_text(parser.lexer_thread.state, 1 if kind == "LBRACE" else 0)
        return True


_UNITS_TOO = {"h", "min", "hours", "record", "records", "activity", "time", "times"}
"""Keywords that may also be meant as units."""


def _quantities(values: list[Any]) -> Iterator[tuple[Token, Token]]:
    """The numbers among the last values, each with the word taken for its unit."""
    match values:
        case [*_, Token(type="NUMBER") as number, Token(type="NAME") as unit]:
            yield number, unit
        case _:
            trees = [value for value in values if isinstance(value, Tree)]
            for tree in (each for value in trees for each in value.find_data("quantity")):
                match tree.children:
                    case [Token() as number, Tree(children=[Token() as unit])]:
                        yield number, unit
                    case _:
                        continue


def _accepted(parser: Any) -> set[str]:
    """The terminals that the parser would take next."""
    accepts: set[str] = parser.accepts()
    return accepts


def _skip_text(lexer_state: Any, depth: int) -> None:
    """Moves the lexer to the separator that ends the statement, over whole blocks."""
    text = lexer_state.text.text if hasattr(lexer_state.text, "text") else lexer_state.text
    counter = lexer_state.line_ctr
    counter.feed(text[counter.char_pos : _statement_end(text, counter.char_pos, depth)])


_DECLARE_NOTHING = {"MIN", "CAP", "LIMIT", "PLUS", "THRESHOLD", "DUTY", "EXPECT", "DATE"}
"""First terminals of statements that declare no name and hold no block that does."""


def _rewind(state: Any) -> str:
    """Pops the parser to the last place where a statement may begin; the first terminal popped, or "".

    Such a place is a state that takes a separator and a statement's first word alike.
    """
    table = state.parse_conf.parse_table.states
    first = ""
    while len(state.state_stack) > 1 and not _begins_statement(table[state.state_stack[-1]]):
        state.state_stack.pop()
        value = state.value_stack.pop()
        first = value.type if isinstance(value, Token) else first
    return first


def _begins_statement(actions: dict[str, Any]) -> bool:
    firsts = {"MIN", "CATEGORY", "EXPECT", "WHEN"}
    inside = "CITE" in actions and "EXPECT" not in actions  # `cite` begins a line in an example only
    return "_SEP" in actions and not firsts.isdisjoint(actions) and "OR" not in actions and not inside


def _statement_end(text: str, start: int, depth: int) -> int:
    """The offset of the separator or closing brace that ends the statement around `start`."""
    quoted, comment = False, False
    for offset in range(start, len(text)):
        character = text[offset]
        if character == "\n":
            quoted = comment = False
            if depth <= 0:
                return offset
        elif comment:
            continue
        elif character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character == "#":
            comment = True
        elif character == "{":
            depth += 1
        elif character == "}":
            if depth <= 0:
                return offset
            depth -= 1
        elif character == ";" and depth <= 0:
            return offset
    return len(text)

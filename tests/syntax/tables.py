"""Makes `grammars/cedsl.tables` of the grammar: `python -m tests.syntax.tables` (`make tables`).

The states are numbered as they are reached from the first one, so that the file says the same whenever it is made.
"""

from __future__ import annotations

from collections import deque
from typing import Any
from zlib import crc32

from lark import Lark
from lark.lexer import PatternStr
from lark.parsers.lalr_analysis import Shift

from cedsl import resources
from cedsl.syntax.recover import grammar

END = "$END"


def ordered_terminals(lark: Lark) -> list[Any]:
    """Every terminal, in the order in which Lark's lexer tries them."""
    return sorted(lark.terminals, key=lambda x: (-x.priority, -x.pattern.max_width, -len(x.pattern.value), x.name))


def terminal_line(terminal: Any, ignored: set[str], kept: set[str]) -> str:
    is_text = isinstance(terminal.pattern, PatternStr)
    text = terminal.pattern.value if is_text else terminal.pattern.to_regexp()
    if is_text:
        assert text.isalpha() or len(text) == 1, f"a terminal that is neither a word nor a mark: {text}"
    assert not (is_text and terminal.priority)
    kind = ("'" if is_text else "/") + "-" * (terminal.name in ignored) + "+" * (terminal.name in kept)
    return f"{terminal.name} {kind} {text.encode('unicode_escape').decode()}"


def rule_line(rule: Any, symbols: dict[str, int]) -> str:
    assert not rule.options.expand1
    assert not rule.options.keep_all_tokens
    inline = rule.origin.name.startswith("_")
    assert not (inline and rule.alias)
    kept = [
        f"{at}{'*' if not symbol.is_term and symbol.name.startswith('_') else ''}"
        for at, symbol in enumerate(rule.expansion)
        if not (symbol.is_term and symbol.filter_out)
    ]
    name = "_" if inline else rule.alias or rule.origin.name
    return " ".join([str(name), str(len(rule.expansion)), str(symbols[rule.origin.name]), *kept])


def made() -> str:
    """The text of the tables."""
    lark = grammar().lark
    table = lark.parser.parser._parse_table
    terminals = ordered_terminals(lark)
    assert {END, *(each.name for each in terminals)} >= {
        name for row in table.states.values() for name in row if name.isupper()
    }
    symbols = {each.name: number for number, each in enumerate(terminals)}
    symbols[END] = len(symbols)
    rules: dict[Any, int] = {}
    numbers = {table.start_states["start"]: 0}
    waiting = deque(numbers)
    rows = []
    while waiting:
        row = table.states[waiting.popleft()]
        cells = []
        for name in sorted(row, key=lambda name: (name not in symbols, symbols.get(name, 0), name)):
            number = symbols.setdefault(str(name), len(symbols))
            action, to = row[name]
            if action is Shift:
                if to not in numbers:
                    numbers[to] = len(numbers)
                    waiting.append(to)
                cells.append((number, numbers[to]))
            else:
                cells.append((number, ~rules.setdefault(to, len(rules))))
        rows.append(" ".join(f"{symbol} {lead}" for symbol, lead in sorted(cells)))
    for rule in rules:
        symbols.setdefault(rule.origin.name, len(symbols))
    kept = {s.name for rule in rules for s in rule.expansion if s.is_term and not s.filter_out}
    ignored = set(lark.ignore_tokens)
    return "\n\n".join([
        f"The tables of cedsl.lark, made by `make tables`; the sum of its bytes is {crc32(resources.grammar().encode())}",
        "\n".join(terminal_line(each, ignored, kept) for each in terminals),
        "\n".join(rule_line(rule, symbols) for rule in rules),
        "\n".join(rows),
    ]) + "\n"  # fmt: skip


def main() -> None:
    path = resources.folder("grammars") / "cedsl.tables"
    path.write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Where an administrator's templates run: they see plain values, change nothing, and come to an end.

Every iteration, call, look-up and inclusion is a step, and every text has a length; a page that takes more of either
than any page needs is refused.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeAlias

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.loaders import BaseLoader, ChoiceLoader, FunctionLoader, PrefixLoader
from jinja2.runtime import markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from cedsl.lean import regex
from cedsl.publishing.render_refused import RefusedError
from cedsl.publishing.render_template_words import wrong

Templates: TypeAlias = Mapping[str, str]
"""Templates by name (`html/document.html.jinja`, `html/style.css`)."""

MOST_STEPS = 400_000
"""Some twenty times what a long page takes."""

MOST_LENGTH = 50_000_000
"""So many characters all that is written may have; a long page has less than a million."""

FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "groupby", "int", "items",
    "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
"""What is missing writes unescaped text, is different every time, or makes long texts of short ones."""

METHODS = frozenset({"capitalize", "endswith", "lower", "lstrip", "rstrip", "split", "startswith", "strip", "upper"})
"""The methods of texts that may be called, for the same reasons."""

MOST_NUMBER = 10**9
SLOT = regex(r"\{[a-z_]+\}")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with a measure of how much was done; one for each document."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, templates: Templates, own: BaseLoader, finish: Callable[..., object]) -> None:
        self.steps = self.written = 0
        super().__init__(
            loader=ChoiceLoader([PrefixLoader({"cedsl": own}), FunctionLoader(_found(templates)), own]),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._measured(finish),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.globals.clear()
        self.filters = {name: self._measured(self.filters[name]) for name in FILTERS}

    def spend(self, steps: int, length: int = 0) -> None:
        """Counts; raises SecurityError when it is too much."""
        self.steps += steps
        self.written += length
        if self.steps > MOST_STEPS:
            raise SecurityError("the templates come to no end")
        if self.written > MOST_LENGTH:
            raise SecurityError("the templates write too much")

    def _measured(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            made = function(*args, **kwargs)
            self.spend(1, len(made) if isinstance(made, str | list) else 0)
            return made

        return measured

    def counted(self, several: Iterable[Any], length: int) -> list[Any]:
        """What a loop goes through; `length` is what the template itself writes each time."""
        found = list(several)
        self.spend(len(found), len(found) * length)
        return found

    def joined(self, *parts: Any) -> str:
        """The texts one after the other, as `~` has them."""
        made: str = markup_join(parts)
        self.spend(1, len(made))
        return made

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers are reckoned with as long as they are small; what is no number can only be put together."""
        if isinstance(left, int) and isinstance(right, int):
            if operator != "**" and max(abs(left), abs(right)) < MOST_NUMBER:
                return super().call_binop(context, operator, left, right)
        elif operator == "+":
            made = super().call_binop(context, operator, left, right)
            self.spend(1, len(made) if isinstance(made, str | list | tuple) else 0)
            return made
        raise SecurityError(f"`{operator}` cannot be used like this in a template")

    def call(self, context: Any, function: Any, *args: Any, **kwargs: Any) -> Any:
        self.spend(1)
        return super().call(context, function, *args, **kwargs)

    def getattr(self, obj: Any, attribute: str) -> Any:
        self._look_up(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        self._look_up(obj, argument)
        return super().getitem(obj, argument)

    def _look_up(self, obj: Any, name: object) -> None:
        self.spend(1)
        if isinstance(obj, str) and isinstance(name, str) and hasattr(obj, name) and name not in METHODS:
            raise SecurityError(f"`{name}` cannot be used in a template")

    def _load_template(self, name: str, globals: Any) -> Any:  # noqa: A002
        self.spend(1)
        return super()._load_template(name, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        guarded: nodes.Template = Guard(name, filename).visit(tree)
        return guarded


def only_words(say: Callable[..., str]) -> Callable[..., str]:
    """`say` for a template, whose messages have nothing in braces but the names of texts."""

    def said(*messages: str, **slots: str) -> str:
        if not all(isinstance(each, str) for each in (*messages, *slots.values())):
            raise SecurityError("a message and what is put into it must be texts")
        if any({"{", "}"} & set(SLOT.sub("", each)) for each in messages):
            raise SecurityError("in a message, braces hold a name and nothing else")
        return say(*messages, **slots)

    return said


class Guard(NodeTransformer):
    """Sends through the sandbox what Jinja would do by itself, and refuses what has no measure."""

    def __init__(self, name: str | None, filename: str | None) -> None:
        self.name, self.filename = name, filename

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja calls it by the name of the node
        if node.recursive:
            self._refuse("a loop cannot be recursive", node)
        length = sum(len(each.data) for each in node.find_all(nodes.TemplateData))
        self.generic_visit(node)
        node.iter = _call("counted", [node.iter, nodes.Const(length)], node)  # type: ignore[list-item]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        return _call("joined", node.nodes, node)

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802
        return self._refuse("escaping cannot be turned off", node)

    def _refuse(self, message: str, node: nodes.Node) -> nodes.Node:
        raise TemplateSyntaxError(message, node.lineno, self.name, self.filename)


def _call(method: str, arguments: list[nodes.Expr], node: nodes.Node) -> nodes.Call:
    called = nodes.EnvironmentAttribute(method, lineno=node.lineno)
    made = nodes.Call(called, arguments, [], None, None, lineno=node.lineno)
    made.set_environment(node.environment)  # type: ignore[arg-type]
    return made


def _found(templates: Templates) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    """How Jinja asks for a template: its text, its name for messages, and that it does not change."""

    def found(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return None if name not in templates else (templates[name], name, lambda: True)

    return found


def refused(error: Exception, templates: Templates) -> RefusedError:
    """One sentence that says where in the templates something is wrong, and what."""
    place = _place(error, templates)
    return RefusedError(f"{place}: {wrong(error)}" if place else wrong(error))


def _place(error: Exception, templates: Templates) -> str:
    """`html/document.html.jinja, line 3`; the innermost place in one of theirs."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    return next((f"{each.filename}, line {each.lineno}" for each in reversed(frames) if each.filename in templates), "")

"""A day that a sentence leaves open as "a certain day", because the next sentence says which day it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cedsl.model.predicate import Term

_OPEN: ContextVar[Term | None] = ContextVar("open", default=None)


@contextmanager
def left_open(day: Term) -> Iterator[None]:
    """Inside, the day is "a certain day". It belongs to one call, as the language does."""
    before = _OPEN.set(day)
    try:
        yield
    finally:
        _OPEN.reset(before)


def is_left_open(term: Term) -> bool:
    return term == _OPEN.get()

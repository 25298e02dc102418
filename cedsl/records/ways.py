"""All ways in which several things that can be read variously may be read together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from math import prod
from typing import Any

MOST_READINGS = 64


def every_way(several: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """All combinations of one value of each; where they are very many, the first of each and every other one alone."""
    if prod(map(len, several)) <= MOST_READINGS:
        return tuple(product(*several))
    return tuple(islice(_one_at_a_time(several), MOST_READINGS))


def _one_at_a_time(several: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    first = tuple(values[0] for values in several)
    yield first
    for place, values in enumerate(several):
        for value in values[1:]:
            yield (*first[:place], value, *first[place + 1 :])

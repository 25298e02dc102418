"""Requirements of which no two may count the same hour, for the oracle: one linear program for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.language.oracle_terms import Env

if TYPE_CHECKING:
    from tests.language.oracle import Block


def keep_apart(env: Env, blocks: Sequence[Block]) -> list[Block]:
    """The blocks as they are where nothing is declared *not both*."""
    return list(blocks)

"""Reading many rows without the interpreter looking again and again for what could be thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """While a file is read everything that is made is kept, so looking for rubbish finds none; it took two fifths of
    the time. Afterwards the collector does what it did before, and takes what was made for old: to look through all of
    it at once, as if it were new, took a twentieth. What the program around this one has frozen stays frozen.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()

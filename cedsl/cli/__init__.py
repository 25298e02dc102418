"""The command line. `main` is the program; `cedsl`, in `cedsl.cli.program`, is its group of commands.

This file imports nothing large: an interrupt while the rest is still being imported finds `main` running.
"""

from __future__ import annotations

import atexit
import gc
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cedsl.cli.program import COMMANDS as COMMANDS
    from cedsl.cli.program import cedsl as cedsl

_LATER = ("cedsl", "COMMANDS")


def main() -> None:
    """Run the command line and exit; an interrupt leaves no traceback, and neither does a mistake."""
    atexit.register(gc.freeze)  # on the way out, nothing that was made is worth looking through once more
    try:
        from cedsl.cli.program import run

        code = run()
    except KeyboardInterrupt:
        code = 130  # Exit.INTERRUPTED, which cannot be imported where the interrupt came during an import
    sys.exit(code)


def __getattr__(name: str) -> Any:
    """The group of commands, imported by whoever asks for it."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cedsl.cli import program

    return getattr(program, name)

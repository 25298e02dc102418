"""Why a document cannot be made in a form."""

from __future__ import annotations


class RefusedError(ValueError):
    """The form cannot be made: a package is missing, a template is wrong, the typesetter refuses. The text is one
    sentence for whoever asked; `help` is what to do, where there is something.
    """

    def __init__(self, sentence: str, help: str | None = None) -> None:  # noqa: A002
        super().__init__(sentence)
        self.help = help

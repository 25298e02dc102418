"""Finds the grammar, the bundled rulesets and profiles, the pages of diagnostics: in the package, or in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cedsl.lean import regex

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

CHECKOUT = {
    "grammars": "grammars",
    "rulesets": "rulesets",
    "profiles": "profiles",
    "diagnostics": "docs/diagnostics",
}
"""The folders that a wheel carries inside the package, and where a checkout keeps them."""


def folder(kind: str) -> Traversable:
    """The folder of that kind (a key of `CHECKOUT`); its files are read only."""
    inside = Path(__file__).resolve().parent
    for place in (inside / kind, inside.parent / CHECKOUT[kind]):
        if place.is_dir():
            return place
    from importlib.resources import files  # where the package is no folder, but packed

    return files("cedsl") / kind


def grammar() -> str:
    """The text of the grammar."""
    return (folder("grammars") / "cedsl.lark").read_text("utf-8")


def grammar_tables() -> str:
    """The text of the tables that were made of the grammar; empty where there are none."""
    file = folder("grammars") / "cedsl.tables"
    return file.read_text("utf-8") if file.is_file() else ""


def bundled_names() -> tuple[str, ...]:
    """Every bundled ruleset as `body/credential`, sorted."""
    names = (
        f"{body.name}/{file.name.removesuffix('.ce')}"
        for body in folder("rulesets").iterdir()
        if body.is_dir()
        for file in body.iterdir()
        if file.name.endswith(".ce")
    )
    return tuple(sorted(names))


def bundled(name: str) -> bytes | None:
    """The bytes of a bundled ruleset, or None when there is none of that name."""
    if not _NAME.fullmatch(name):
        return None
    body, _, credential = name.partition("/")
    file = folder("rulesets") / body / f"{credential}.ce"
    return file.read_bytes() if file.is_file() else None


_NAME = regex(r"[a-z0-9-]+/[a-z0-9-]+")


def bundled_profiles() -> tuple[str, ...]:
    """Every bundled profile by its name, sorted."""
    files = (file.name for file in folder("profiles").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def bundled_profile(name: str) -> bytes | None:
    """The bytes of a bundled profile, or None when there is none of that name."""
    return (folder("profiles") / f"{name}.toml").read_bytes() if name in bundled_profiles() else None


def diagnostic_codes() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    pages = (page.name for page in folder("diagnostics").iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in pages if name.endswith(".md")))


def diagnostic_page(code: str) -> str | None:
    """The page of a code such as `CE301` in Markdown, or None when there is none."""
    if code not in diagnostic_codes():
        return None
    return (folder("diagnostics") / f"{code}.md").read_text("utf-8")

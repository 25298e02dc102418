"""Finds the grammar, the bundled rulesets and profiles, the pages of diagnostics: in the package, or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

CHECKOUT = {
    "grammars": "grammars",
    "rulesets": "rulesets",
    "profiles": "profiles",
    "diagnostics": "docs/diagnostics",
}
"""The folders that a wheel carries inside the package, and where a checkout keeps them."""


def folder(kind: str) -> Traversable:
    """The folder of that kind (a key of `CHECKOUT`); its files are read only."""
    inside = files("cedsl") / kind
    if inside.is_dir():
        return inside
    return Path(__file__).resolve().parent.parent / CHECKOUT[kind]


def grammar() -> str:
    """The text of the grammar."""
    return (folder("grammars") / "cedsl.lark").read_text("utf-8")


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
    if name not in bundled_names():
        return None
    body, _, credential = name.partition("/")
    return (folder("rulesets") / body / f"{credential}.ce").read_bytes()


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

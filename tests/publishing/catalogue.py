"""The messages in the source, and the catalogues brought up to date with them: `make catalogues`.

A message is the literal of a call of `say`, `say_as` and `say_count`, of `_` in a template, and the word of a unit that
is built in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from cedsl.quantity import STANDARD_UNITS

ROOT = Path(__file__).parents[2]
SOURCES = ("cedsl/publishing",)
LOCALES = ROOT / "cedsl/publishing/locales"
LANGUAGES = ("es", "fr")
SPEAKING = {"say", "say_as", "say_count"}
IN_TEMPLATE = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"\)')


@dataclass(frozen=True)
class Found:
    """A message: one form, or two that a number chooses between; what it is about; where it stands; what it can use."""

    forms: tuple[str, ...]
    about: str
    where: str
    slots: tuple[str, ...] = ()


class NotLiteralError(ValueError):
    """A call whose message cannot be read from the source."""


def messages() -> list[Found]:
    """Every message of the source, each once for what it is about, in the order of files and lines."""
    found: dict[tuple[str, str], Found] = {}
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for each in _of_module(path):
                known = found.get((each.about, each.forms[0]))
                if known is None or len(known.forms) < len(each.forms):
                    found[each.about, each.forms[0]] = each
    for path in sorted((ROOT / "cedsl/publishing/templates").rglob("*.jinja")):
        for text in IN_TEMPLATE.findall(path.read_text("utf-8")):
            found.setdefault(("", text), Found((text,), "", path.name))
    for unit in STANDARD_UNITS:
        for word in (unit.name, unit.plural):
            found.setdefault(("a unit", word), Found((word,), "a unit", "quantity.py"))
    return list(found.values())


def _of_module(path: Path) -> Iterator[Found]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield from _of_call(node, path.name)


def _of_call(call: ast.Call, module: str) -> Iterator[Found]:
    name = (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )
    if (
        name not in SPEAKING
        or isinstance(call.func, ast.Attribute)
        or any(isinstance(each, ast.Starred) for each in call.args)
    ):
        return
    match name:
        case "say":
            yield Found((_literal(call, 0, module),), "", module, _slots(call))
        case "say_as":
            yield Found((_literal(call, 1, module),), _literal(call, 0, module), module, _slots(call))
        case _:
            yield Found((_literal(call, 1, module), _literal(call, 2, module)), "", module, ("number", *_slots(call)))


def _slots(call: ast.Call) -> tuple[str, ...]:
    """The slots that a translation may use; of several given at once (`**days`) the name of what gives them."""
    return tuple(each.arg or f"**{ast.unparse(each.value)}" for each in call.keywords)


def _literal(call: ast.Call, place: int, module: str) -> str:
    given = call.args[place] if place < len(call.args) else None
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value
    raise NotLiteralError(f"{module}, line {call.lineno}: the message is no literal: {ast.unparse(call)[:80]}")


def updated(language: str, found: list[Found]) -> Catalog:
    """The catalogue with every message of the source, and no other; what was translated stays."""
    path = LOCALES / f"{language}.po"
    kept = {(each.context or "", _first(each)): each.string for each in _read(path, language)} if path.exists() else {}
    catalogue = Catalog(
        locale=language,
        project="cedsl",
        version="1",
        header_comment=f"# cedsl in {language}",
        fuzzy=False,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
    )
    for each in found:
        id_ = each.forms[0] if len(each.forms) == 1 else each.forms
        string = kept.get((each.about, each.forms[0]), "" if len(each.forms) == 1 else ("", ""))
        if len(each.forms) == 2 and isinstance(string, str):
            string = (string, string)
        if len(each.forms) == 1 and not isinstance(string, str):
            string = string[0]
        catalogue.add(id_, string, context=each.about or None, auto_comments=_comments(each))
    return catalogue


def _comments(found: Found) -> list[str]:
    """For whoever translates: where the message stands, and the slots that it can use."""
    return [found.where, *([f"slots: {', '.join(found.slots)}"] if found.slots else [])]


def _read(path: Path, language: str) -> list[Message]:
    with path.open("rb") as file:
        return [each for each in read_po(file, language) if each.id]


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main() -> None:
    found = messages()
    for language in LANGUAGES:
        catalogue = updated(language, found)
        catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
        with (LOCALES / f"{language}.po").open("wb") as file:
            write_po(file, catalogue, width=120, omit_header=False)
        missing = sum(
            1
            for each in catalogue
            if each.id and not (each.string if isinstance(each.string, str) else all(each.string))
        )
        print(f"{language}: {len(found)} messages, {missing} without a translation")


if __name__ == "__main__":
    main()

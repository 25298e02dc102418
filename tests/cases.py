"""Case files: chunks split by `---`; `#!! CODE "words"` on a line expects that diagnostic there, and no other.

The mark is a comment to the language. A chunk without marks must be clean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from cedsl.analysis import analyse
from cedsl.diagnostic import Diagnostic
from cedsl.model import resolve
from cedsl.source import Source
from cedsl.syntax import parse

MARK = re.compile(r'#!! (CE\d{3})(?: "([^"]*)")?')


@dataclass(frozen=True)
class Case:
    name: str
    text: str

    def expected(self) -> list[tuple[int, str]]:
        return sorted(
            (number, code)
            for number, line in enumerate(self.text.split("\n"), 1)
            for code, _ in MARK.findall(line)
        )


def cases(folder: Path) -> list[Case]:
    found = []
    for path in sorted(folder.glob("*.ce")):
        chunks = path.read_text("utf-8").split("\n---\n")
        found.extend(Case(f"{path.stem}-{number}", chunk) for number, chunk in enumerate(chunks, 1))
    return found


def diagnosed(text: str, *, findings: bool = False) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Everything that reading the text finds; with `findings` what analysis proves as well."""
    source = Source("case.ce", text)
    parsed = parse(source)
    resolved = resolve(parsed.file, source, names_known=parsed.names_known, whole=not parsed.diagnostics)
    found = (*parsed.diagnostics, *resolved.diagnostics)
    if findings and not found and resolved.ruleset is not None:
        found = analyse(resolved.ruleset)
    return source, found


def check(case: Case, *, findings: bool = False) -> None:
    source, found = diagnosed(case.text, findings=findings)
    places = sorted((source.line_of(each.primary.span.start), each.code) for each in found)
    assert places == case.expected(), [(place, each.message) for place, each in zip(places, found, strict=False)]
    for number, line in enumerate(case.text.split("\n"), 1):
        for code, words in MARK.findall(line):
            told = [
                f"{each.message} {each.help}"
                for each in found
                if each.code == code and source.line_of(each.primary.span.start) == number
            ]
            assert any(words in each for each in told), (words, told)

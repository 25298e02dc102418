"""Profiles as files in TOML: read with every problem in its place, and written so that they read back the same."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import TypeVar

from cedsl.diagnostic import Diagnostic, Label, did_you_mean, in_reading_order
from cedsl.lean import dataclass, regex
from cedsl.records.folding import folded, folded_heading
from cedsl.records.outcome import Unreadable
from cedsl.records.profile import About, ColumnSetting, Hours, Profile, SessionSetting, Status
from cedsl.records.profile_places import Places, places
from cedsl.records.profile_settings import (
    ABOUTS,
    AMOUNTS,
    ENCODINGS,
    MARKS,
    ORDERS,
    SEPARATORS,
    STATUSES,
    Document,
    Setting,
    document,
    settings,
    with_settings,
)
from cedsl.records.remark import quoted
from cedsl.source import Source, Span

T = TypeVar("T")


def read_profile(name: str, data: bytes) -> Profile | Unreadable:
    """The profile in the bytes of a file; everything that is wrong with it, where something is."""
    try:
        source = profile_source(name, data)
    except UnicodeDecodeError as error:
        problem = no_toml("the profile is not text in UTF-8", Span(error.start, error.start + 1))
        return Unreadable(name, (problem,), Source(name, data.decode("latin-1")))
    try:
        tables = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return Unreadable(name, (_unparsed(str(error), source),), source)
    profile, problems = _understood(tables, places(source.text))
    return Unreadable(name, in_reading_order(problems), source) if problems else profile


def profile_source(name: str, data: bytes) -> Source:
    """The text of a profile's file, into which its problems point. Raises UnicodeDecodeError."""
    return Source(name, data.decode("utf-8-sig").replace("\r\n", "\n"))


def profile_text(profile: Profile) -> str:
    """The file of a profile: one setting a line, an empty line between the groups of them."""
    groups: dict[str, list[str]] = {}
    for each in settings(profile):
        groups.setdefault(each.path[0] if len(each.path) > 1 else "", []).append(each.line() + "\n")
    return "\n".join("".join(lines) for lines in groups.values())


def settled(profile: Profile, more: Iterable[Setting]) -> Profile:
    """The profile with more settings, which are right ones; what was settled before is replaced."""
    found, problems = _understood(with_settings(document(profile), more), Places({}))
    # Invariant: whoever offers a setting offers one that a file could say.
    assert not problems, problems
    return found


def _understood(tables: Document, where: Places) -> tuple[Profile, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    section = _Section(tables, (), where, problems)
    profile = _profile(section)
    section.close()
    return profile, problems


def _profile(at: _Section) -> Profile:
    return Profile(
        name=at.text("name"),
        title=at.text("title"),
        about=at.one_of("about", ABOUTS) or About.RECORDS,
        encoding=at.one_of("encoding", ENCODINGS) or "",
        separator=at.one_of("separator", SEPARATORS) or "",
        header=at.row("header"),
        sheet=at.text("sheet"),
        order=at.one_of("order", ORDERS),
        decimals=at.one_of("decimals", MARKS),
        serials=at.flag("serials"),
        thirds=at.flag("thirds"),
        whole=at.flag("whole"),
        hours=at.one_of("hours", AMOUNTS) or Hours.ROW,
        columns={heading: _column(each) for heading, each in at.sections("columns")},
        statuses=_statuses(at),
        courses=at.texts("courses"),
        either=at.groups("either"),
        known_by=at.text("known-by"),
        member=at.text("member"),
        session=_session(at),
    )


def _column(at: _Section) -> ColumnSetting:
    column = ColumnSetting(
        means=at.text("means") or None,
        order=at.one_of("order", ORDERS),
        decimals=at.one_of("decimals", MARKS),
        unit=at.text("unit") or None,
        values=at.texts("values"),
        prefix=at.text("prefix"),
        fill=at.flag("fill"),
    )
    at.close()
    return column


def _statuses(at: _Section) -> Mapping[str, Status]:
    section = at.section("statuses")
    if section is None:
        return {}
    section.once(folded)
    found = {word: section.one_of(word, STATUSES) for word in section.tables}
    return {word: status for word, status in found.items() if status is not None}


def _session(at: _Section) -> SessionSetting | None:
    section = at.section("session")
    if section is None:
        return None
    found = SessionSetting(section.text("start"), section.text("end"))
    section.close()
    for word, said in (("start", found.start), ("end", found.end)):
        if not said and word not in section.tables:
            section.refuse((), f"`session` does not say its `{word}`")
    return found


@dataclass(slots=True)
class _Section:
    """One table of the file, while it is read. `asked` are the words that it may have."""

    tables: Mapping[str, object]
    path: tuple[str, ...]
    where: Places
    problems: list[Diagnostic]
    asked: list[str] = field(default_factory=list)

    def text(self, word: str) -> str:
        found = self._found(word)
        if found is None or isinstance(found, str):
            return found or ""
        self.refuse((word,), f"`{word}` should be a text in quotes")
        return ""

    def flag(self, word: str) -> bool:
        found = self._found(word)
        if found is None or isinstance(found, bool):
            return bool(found)
        self.refuse((word,), f"`{word}` should be `true` or `false`, without quotes")
        return False

    def row(self, word: str) -> int | None:
        found = self._found(word)
        if found is None or (isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST_ROWS):
            return found
        self.refuse((word,), f"`{word}` should be the number of a row, or 0 where there is none")
        return None

    def one_of(self, word: str, words: Mapping[str, T]) -> T | None:
        found = self._found(word)
        if found is None:
            return None
        known = {folded(each): meant for each, meant in words.items()}
        if isinstance(found, str) and folded(found) in known:
            return known[folded(found)]
        listed = ", ".join(f'"{each}"' for each in words)
        guess = did_you_mean(found, words) if isinstance(found, str) else None
        self.refuse((word,), f"`{word}` should be one of {listed}", guess)
        return None

    def texts(self, word: str) -> dict[str, str]:
        """Texts by texts, no two of which are one word in two spellings."""
        section = self.section(word)
        if section is None:
            return {}
        section.once(folded)
        return {each: section.text(each) for each in section.tables}

    def groups(self, word: str) -> tuple[tuple[str, ...], ...]:
        found = self._found(word)
        if found is None:
            return ()
        groups = found if isinstance(found, list) else [found]
        lists = [_texts(group) for group in groups]
        if any(len(each) < 2 for each in lists):
            self.refuse((word,), f"`{word}` should be a list of lists of headings", 'as in: [["Course", "Own course"]]')
        return tuple(lists)

    def section(self, word: str) -> _Section | None:
        found = self._found(word)
        if found is None:
            return None
        if isinstance(found, dict):
            return _Section(found, (*self.path, word), self.where, self.problems)
        self.refuse((word,), f"`{word}` should be a section of its own, headed by `[{word}]`")
        return None

    def sections(self, word: str) -> Iterator[tuple[str, _Section]]:
        """A section for each heading, no two of which are one heading in two spellings."""
        section = self.section(word)
        if section is None:
            return
        section.once(folded_heading)
        for heading in section.tables:
            if not folded_heading(heading):
                section.refuse((heading,), "a heading without a letter or a digit cannot be named")
            inner = section.section(heading)
            if inner is not None:
                yield heading, inner

    def once(self, fold: Callable[[str], str]) -> None:
        """Refuses a word that says what an earlier one says in another spelling."""
        first: dict[str, str] = {}
        for word in self.tables:
            earlier = first.setdefault(fold(word), word)
            if earlier != word:
                self.problems.append(twice(earlier, word, self._at(earlier), self._at(word)))

    def refuse(self, path: tuple[str, ...], message: str, help_: str | None = None) -> None:
        self.problems.append(wrong_setting(message, self.where.of((*self.path, *path)), help_))

    def close(self) -> None:
        """Refuses every word that was not asked for."""
        self.once(folded)
        known = {folded(each) for each in self.asked}
        for word in self.tables:
            if folded(word) not in known:
                self.problems.append(unknown_setting(word, self.asked, self._at(word)))

    def _found(self, word: str) -> object:
        self.asked.append(word)
        if word in self.tables:
            return self.tables[word]
        return next((each for found, each in self.tables.items() if folded(found) == folded(word)), None)

    def _at(self, word: str) -> Span:
        return self.where.of((*self.path, word))


MOST_ROWS = 1_000_000


def _texts(group: object) -> tuple[str, ...]:
    """The texts in a list of nothing but texts."""
    found = tuple(each for each in group if isinstance(each, str)) if isinstance(group, list) else ()
    return found if isinstance(group, list) and len(found) == len(group) else ()


_PLACE = regex(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")


def _unparsed(message: str, source: Source) -> Diagnostic:
    """What the parser of TOML could not read, in its place."""
    found = _PLACE.search(message)
    at = len(source.text.rstrip())
    if found and found[1]:
        lines = source.text.split("\n")
        at = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
    at = max(0, min(at, len(source.text) - 1))
    if "twice" in message or "overwrite" in message or "mutable" in message:
        return no_toml("a setting or a section stands here for the second time", Span(at, at + 1), _ONCE)
    return no_toml("here the profile cannot be read as settings", Span(at, at + 1), _SETTINGS)


_ONCE = "keep one of the two; the lines of a section stand together under one heading"
_SETTINGS = 'a setting is a word, an equals sign and what it is: `order = "day first"`'


def no_toml(message: str, place: Span, help_: str | None = None) -> Diagnostic:
    return Diagnostic("CE320", message, Label(place, "here"), help=help_ or "save the file as UTF-8 text")


def unknown_setting(word: str, known: Iterable[str], place: Span) -> Diagnostic:
    several = list(known)
    listed = ", ".join(f"`{each}`" for each in several)
    return Diagnostic(
        "CE321",
        f"no setting is called {quoted(word)}",
        Label(place, "unknown"),
        help=did_you_mean(word, several) or f"here may stand: {listed}",
    )


def wrong_setting(message: str, place: Span, help_: str | None = None) -> Diagnostic:
    return Diagnostic("CE322", message, Label(place, "here"), help=help_)


def twice(first: str, second: str, place: Span, again: Span) -> Diagnostic:
    return Diagnostic(
        "CE323",
        f"{quoted(first)} and {quoted(second)} are the same here",
        Label(again, "which of the two holds?"),
        (Label(place, "this one as well"),),
        help="keep one of the two",
    )

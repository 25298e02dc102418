"""Loading and writing profiles: what is settled about the files of one source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from cedsl import resources
from cedsl.diagnostic import Diagnostic, did_you_mean, of_file
from cedsl.lean import dataclass
from cedsl.records.outcome import Unreadable
from cedsl.records.profile import PLAIN, About, Profile
from cedsl.records.read import source_of
from cedsl.records.schema import Schema
from cedsl.source import Source
from cedsl.workspace.files import MIB, Unread, file_bytes, is_there, neighbour, no_name, nowhere

MOST_PROFILE = MIB


@dataclass(frozen=True, slots=True)
class Profiles:
    """What is settled about each kind of file. `texts` are the files of those that were loaded."""

    records: Profile = PLAIN
    members: Profile = PLAIN
    texts: Mapping[About, Source] = field(default_factory=dict)

    @property
    def kind(self) -> About:
        """What a command is about that takes one kind of file: the members where only theirs is settled."""
        return About.MEMBERS if self.members != PLAIN and self.records == PLAIN else About.RECORDS

    def of(self, kind: About) -> Profile:
        return self.members if kind is About.MEMBERS else self.records


def load_profile(argument: str) -> tuple[Profile, Source] | Unread:
    """The profile at a path, or bundled under a name such as `zoom-participants`; a file that exists is preferred. Its
    text comes with it.
    """
    from cedsl.records.profile_toml import profile_source, read_profile

    data = _bytes(argument)
    if isinstance(data, Diagnostic):
        return nowhere(argument, data)
    found = read_profile(argument, data)
    if isinstance(found, Unreadable):
        return Unread(found.source, found.diagnostics)
    return found, profile_source(argument, data)


def load_profiles(arguments: Sequence[str]) -> Profiles | Unread:
    """At most one profile about records and one about members."""
    by_kind: dict[About, Profile] = {}
    texts: dict[About, Source] = {}
    for argument in arguments:
        found = load_profile(argument)
        if isinstance(found, Unread):
            return found
        profile, text = found
        if profile.about in by_kind:
            return nowhere(argument, second_profile(texts[profile.about].name, argument, profile.about))
        by_kind[profile.about], texts[profile.about] = profile, text
    return Profiles(by_kind.get(About.RECORDS, PLAIN), by_kind.get(About.MEMBERS, PLAIN), texts)


def wrong_settings(profiles: Profiles, schemas: Sequence[Schema]) -> Unread | None:
    """What a profile says that it cannot mean under any of the rules."""
    for kind, text in profiles.texts.items():
        from cedsl.records.profile_against import against
        from cedsl.records.register import members_source

        source = members_source if kind is About.MEMBERS else source_of
        first, *others = [against(source(schema, profiles.of(kind)), text) for schema in schemas]
        everywhere = [each for each in first if all(_is_in(each, other) for other in others)]
        if everywhere:
            return Unread(text, tuple(everywhere))
    return None


def _is_in(problem: Diagnostic, others: Sequence[Diagnostic]) -> bool:
    return any(problem.primary.span == each.primary.span for each in others)


def _bytes(argument: str) -> bytes | Diagnostic:
    if not argument:
        return no_name()
    if is_there(argument):
        return file_bytes(argument, MOST_PROFILE)
    known = resources.bundled_profiles()
    near = did_you_mean(argument, known) or neighbour(argument)
    return resources.bundled_profile(argument) or no_such_profile(argument, near, known)


def no_such_profile(argument: str, near: str | None, known: Sequence[str]) -> Diagnostic:
    bundled = ", ".join(f"`{name}`" for name in known)
    return of_file(
        "CE413",
        f"there is no file and no bundled profile `{argument}`",
        do=near or f"give a path, or a bundled name: {bundled}",
    )


def second_profile(first: str, second: str, about: About) -> Diagnostic:
    return of_file(
        "CE414",
        f"`{first}` and `{second}` are both about {about.value}",
        do="name one profile about records, and perhaps one about members; put the settings of both into one file",
    )

"""Loading and writing profiles: what is settled about the files of one source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cedsl import resources
from cedsl.diagnostic import Diagnostic, Label, did_you_mean
from cedsl.records.outcome import Unreadable
from cedsl.records.profile import PLAIN, About, Profile
from cedsl.records.profile_toml import read_profile
from cedsl.source import NOWHERE
from cedsl.workspace.files import MIB, Unread, file_bytes, is_there, neighbour, no_name, nowhere

MOST_PROFILE = MIB


@dataclass(frozen=True, slots=True)
class Profiles:
    """What is settled about each kind of file."""

    records: Profile = PLAIN
    members: Profile = PLAIN

    @property
    def kind(self) -> About:
        """What a command is about that takes one kind of file: the members where only theirs is settled."""
        return About.MEMBERS if self.members != PLAIN and self.records == PLAIN else About.RECORDS

    def of(self, kind: About) -> Profile:
        return self.members if kind is About.MEMBERS else self.records


def load_profile(argument: str) -> Profile | Unread:
    """The profile at a path, or bundled under a name such as `zoom-participants`; a file that exists is preferred."""
    data = _bytes(argument)
    if isinstance(data, Diagnostic):
        return nowhere(argument, data)
    found = read_profile(argument, data)
    return Unread(found.source, found.diagnostics) if isinstance(found, Unreadable) else found


def load_profiles(arguments: Sequence[str]) -> Profiles | Unread:
    """At most one profile about records and one about members."""
    by_kind: dict[About, tuple[str, Profile]] = {}
    for argument in arguments:
        found = load_profile(argument)
        if isinstance(found, Unread):
            return found
        if found.about in by_kind:
            return nowhere(argument, second_profile(by_kind[found.about][0], argument, found.about))
        by_kind[found.about] = argument, found
    profiles = {about: profile for about, (_, profile) in by_kind.items()}
    return Profiles(profiles.get(About.RECORDS, PLAIN), profiles.get(About.MEMBERS, PLAIN))


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
    return Diagnostic(
        "CE413",
        f"there is no file and no bundled profile `{argument}`",
        Label(NOWHERE),
        help=near or f"give a path, or a bundled name: {bundled}",
    )


def second_profile(first: str, second: str, about: About) -> Diagnostic:
    return Diagnostic(
        "CE414",
        f"`{first}` and `{second}` are both about {about.value}",
        Label(NOWHERE),
        help="name one profile about records, and perhaps one about members; put the settings of both into one file",
    )

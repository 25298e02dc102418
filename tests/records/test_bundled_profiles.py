"""The profiles that are bundled are those under which the fixtures are tested, but for what only their owners know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cedsl import resources
from cedsl.records.profile import Profile
from cedsl.records.profile_toml import profile_text, read_profile
from tests.records import fixture_profiles

OF_FIXTURES = {
    "ce-broker-roster": fixture_profiles.ROSTER,
    "credit-claims-wide": fixture_profiles.WIDE,
    "german-spreadsheet": fixture_profiles.EXCEL_DE,
    "lms-completions": fixture_profiles.LMS,
    "mixed-dates": fixture_profiles.MIXED,
    "personal-log": fixture_profiles.LOG,
    "webex-attendees": fixture_profiles.WEBEX,
    "zoom-participants": fixture_profiles.ZOOM,
}


def bundled(name: str) -> Profile:
    data = resources.bundled_profile(name)
    assert data is not None
    profile = read_profile(name, data)
    assert isinstance(profile, Profile), profile
    return profile


def test_every_profile_belongs_to_a_fixture() -> None:
    assert resources.bundled_profiles() == tuple(sorted(OF_FIXTURES))
    assert resources.bundled_profile("no-such") is None


@pytest.mark.parametrize("name", OF_FIXTURES)
def test_a_bundled_profile_is_that_of_its_fixture(name: str) -> None:
    """Which course is worth what, and which word is which category of one's rules, nobody else can know."""
    own = OF_FIXTURES[name]
    columns = {heading: replace(each, values={}) for heading, each in own.columns.items()}
    found = bundled(name)
    assert found == replace(own, name=name, title=found.title, columns=columns, courses={})


@pytest.mark.parametrize("name", OF_FIXTURES)
def test_a_bundled_profile_says_what_it_is_for(name: str) -> None:
    data = resources.bundled_profile(name)
    assert data is not None
    text = data.decode("utf-8")
    assert text.startswith("# ")
    settings = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    assert "".join(settings) == profile_text(bundled(name))
    assert len(bundled(name).title) > 10

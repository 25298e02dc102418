"""What a registry is checked against, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cedsl.model import ruleset as r
from cedsl.records.activity import Facts
from cedsl.records.adjustment import NONE, Adjustments
from cedsl.records.outcome import Decisions, Register
from cedsl.records.profile import PLAIN, Profile
from cedsl.records.schema import Schema

NOTHING_KNOWN: Facts = {}


@dataclass(frozen=True)
class Check:
    """A ruleset, the days that are asked about, and everything known beside the files of activities (`paths`).

    `horizon` is the last day on which anything can be completed; `asked` a day of the period that is meant.
    """

    ruleset: r.Ruleset
    schema: Schema
    as_of: date
    horizon: date
    paths: tuple[str, ...]
    asked: date | None = None
    profile: Profile = PLAIN
    register: Register | None = None
    decisions: Decisions | None = None
    names: tuple[str, ...] = field(default=())
    """What messages call the files."""

    def facts(self, member: str) -> Facts:
        """What is known of the member."""
        return NOTHING_KNOWN if self.register is None else self.register.facts.get(member, NOTHING_KNOWN)

    def decided(self, member: str) -> Adjustments:
        """What was decided about the member."""
        return NONE if self.decisions is None else self.decisions.members.get(member, NONE)

    @cached_property
    def named(self) -> Mapping[str, None]:
        """Everybody whom the files beside the activities name, in their order."""
        others = () if self.decisions is None else self.decisions.members
        return dict.fromkeys((*(() if self.register is None else self.register.facts), *others))

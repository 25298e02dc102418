"""Credit: what an activity has become after crediting, before it is counted anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cedsl.model.evaluate import Subject, Vocabulary
from cedsl.model.ruleset import CreditRule
from cedsl.records.activity import Activity
from cedsl.verdict import Loss


@dataclass(frozen=True, slots=True)
class CreditedTag:
    """A category of the activity; `most` is the credit of its stated part, None where none is stated."""

    category: str
    most: Fraction | None


@dataclass(frozen=True, slots=True)
class Credited:
    """One activity with its credit in the ruleset's unit (not negative).

    `accepted` tells whether the rules recognise it at all; `losses` say what crediting took off and why.
    `stated` is its amount in the ruleset's unit before anything was taken off, where it has one.
    """

    activity: Activity
    on: date
    credit: Fraction
    tags: tuple[CreditedTag, ...]
    accepted: bool
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
    length: Fraction | None = None

    def subject(self, vocabulary: Vocabulary, categories: tuple[str, ...] | None = None) -> Subject:
        """The activity as a filter sees it: with all its categories, or those of one place."""
        names = tuple(tag.category for tag in self.tags) if categories is None else categories
        activity = self.activity
        above = vocabulary.all_above(names)
        return Subject(self.on, above, activity.fields, activity.started, self.length)


@dataclass(frozen=True, slots=True)
class Draft:
    """A record between rounding and repeats: its credit so far, and the credit rules that describe it."""

    credited: Credited
    rules: tuple[CreditRule, ...]


def canonical_key(activity: Activity) -> tuple[str, ...]:
    """Orders activities of one day by what they say, never by their row."""
    amount = activity.amount
    return (
        activity.on.isoformat() if activity.on else "",
        activity.started.isoformat() if activity.started else "",
        f"{amount.number.numerator:>20}/{amount.number.denominator} {amount.unit}" if amount else "",
        "|".join(f"{tag.category}:{tag.amount}" for tag in activity.tags),
        "|".join(f"{name}={activity.fields[name]}" for name in sorted(activity.fields)),
    )

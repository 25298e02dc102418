"""Credit: what an activity has become after crediting, before it is counted anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from cedsl.model.ruleset import CreditRule
from cedsl.model.scope import Subject, Vocabulary
from cedsl.records.activity import Activity
from cedsl.verdict import Loss, Refused


@dataclass(frozen=True, slots=True)
class CreditedTag:
    """A category of the activity; `most` is the credit of its stated part, None where none is stated. A `fixed`
    part stays as it was stated, whatever the whole is multiplied by.
    """

    category: str
    most: Fraction | None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Credit from another period: carried in, with its rank by age (`order` 0 for the oldest), or, where `order`
    is None, hours of other days that this period may use. Of those with one `source` at most `most` are used.
    """

    order: int | None
    source: str = ""
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Credited:
    """One activity with its credit in the ruleset's unit (not negative).

    `accepted` tells whether the rules recognise it at all; `losses` say what crediting took off and why.
    `length` is its time in the unit in which fields of time are kept, where it states one. `held_back` tells that
    another period has it to spare: it is used only as far as this one lacks it. `whole` is what the credit would be
    if nothing had been lost to rounding, to a repeat or to a most for one activity; `rest` the most that counts
    beyond the stated parts of an activity of which other requirements count some (None: what its parts leave).
    """

    activity: Activity
    on: date
    credit: Fraction
    tags: tuple[CreditedTag, ...]
    accepted: bool
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
    length: Fraction | None = None
    held_back: HeldBack | None = None
    whole: Fraction = Fraction(0)
    rest: Fraction | None = None

    @property
    def bare(self) -> bool:
        """Whether it was carried in, so that it has kept its categories and nothing else."""
        return self.held_back is not None and self.held_back.order is not None

    def less(self, amount: Fraction, why: Refused) -> Credited:
        """The record without credit that is counted elsewhere."""
        lost = Loss(amount, why)
        return replace(self, credit=self.credit - amount, losses=(*self.losses, lost))

    def subject(self, vocabulary: Vocabulary, categories: tuple[str, ...] | None = None) -> Subject:
        """The activity as a filter sees it: with all its categories, or those of one place."""
        names = tuple(tag.category for tag in self.tags) if categories is None else categories
        activity = self.activity
        above = vocabulary.all_above(names)
        return Subject(self.on, above, activity.fields, activity.started, self.length, self.bare)


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

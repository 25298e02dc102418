"""Credit: what an activity has become after crediting, before it is counted anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from cedsl.lean import dataclass
from cedsl.model.ruleset import CreditRule
from cedsl.model.scope import Subject, Vocabulary
from cedsl.records.activity import Activity
from cedsl.verdict import Loss


@dataclass(frozen=True, slots=True)
class CreditedTag:
    """A category of the activity; `most` is the credit of its stated part, None where none is stated. A `fixed`
    part stays as it was stated, whatever the whole is multiplied by.
    """

    category: str
    most: Fraction | None
    fixed: bool = False


class Used(NamedTuple):
    """So much of an activity's credit, and how much of that is counted through each of its tags ("" for none)."""

    amount: Fraction = Fraction(0)
    through: Mapping[str, Fraction] = MappingProxyType({})

    def more(self, amount: Fraction, tags: Iterable[str]) -> Used:
        """The same with so much more, counted through the tags."""
        return self.plus(Used(amount, dict.fromkeys(tags, amount)))

    def plus(self, other: Used) -> Used:
        """Both together."""
        added = {tag: self.through.get(tag, Fraction(0)) + amount for tag, amount in other.through.items()}
        return Used(self.amount + other.amount, {**self.through, **added})


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

    @property
    def beyond(self) -> Fraction:
        """What is left of an activity all of whose tags state their part: hours without any tag; never below 0."""
        if not self.tags or any(tag.most is None for tag in self.tags):
            return Fraction(0)
        if self.rest is not None:
            return min(self.rest, self.credit)
        parts = sum((tag.most for tag in self.tags if tag.most is not None), Fraction(0))
        return max(Fraction(0), self.credit - parts)

    def less(self, amount: Fraction, loss: Loss | None, through: Mapping[str, Fraction] | None = None) -> Credited:
        """The record without credit that is counted elsewhere, nor the stated parts through which it is counted."""
        losses = self.losses if loss is None else (*self.losses, loss)
        left = replace(self, credit=self.credit - amount, losses=losses)
        if not through or all(tag.most is None for tag in self.tags):
            return left
        tags = tuple(
            tag if tag.most is None else replace(tag, most=max(Fraction(0), tag.most - through.get(tag.category, 0)))
            for tag in self.tags
        )
        return replace(left, tags=tags, rest=max(Fraction(0), self.beyond - through.get("", 0)))

    def within(self, used: Used) -> Credited:
        """So much of the record, and of its stated parts what is used through them."""
        amount, through = used
        if all(tag.most is None for tag in self.tags):
            return replace(self, credit=amount)
        tags = tuple(
            tag if tag.most is None else replace(tag, most=min(tag.most, through.get(tag.category, Fraction(0))))
            for tag in self.tags
        )
        return replace(self, credit=amount, tags=tags, rest=min(self.beyond, through.get("", Fraction(0))))

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

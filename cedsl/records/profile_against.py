"""What a profile says that cannot be so under the rules: units and categories that they do not know, and manners of
writing that the column cannot have.
"""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.diagnostic import Diagnostic, did_you_mean, in_reading_order
from cedsl.lean import dataclass
from cedsl.quantity import TIME
from cedsl.records.amounts import AmountManner, Units, read_amount
from cedsl.records.folding import folded_heading, folded_loosely
from cedsl.records.headings import AmountIn, FieldNamed, Meaning, Part, PartOf, assign
from cedsl.records.mend import Source as About
from cedsl.records.numerals import Mark
from cedsl.records.profile import About as Kind
from cedsl.records.profile import ColumnSetting
from cedsl.records.profile_places import places
from cedsl.records.profile_toml import wrong_setting
from cedsl.records.remark import quoted
from cedsl.records.schema import OWN_UNIT, AmountType, DayType, FieldType, NumberType
from cedsl.records.table import Heading
from cedsl.source import NOWHERE, Source


def against(about: About, text: Source) -> tuple[Diagnostic, ...]:
    """Everything in a profile that its rules cannot mean, each in its place. `text` is the profile's own file."""
    where = places(text.text)
    found = [
        wrong_setting(message, where.of(path), help_) for path, message, help_ in (*_columns(about), *_courses(about))
    ]
    return in_reading_order(found)


_Problem = tuple[tuple[str, ...], str, str | None]
"""The path of the setting, what is wrong with it, and what to do."""


def _columns(about: About) -> Iterator[_Problem]:
    for heading, settled in about.profile.columns.items():
        column = _Column(heading, settled, _meaning(heading, about), about)
        for word, message, help_ in (*column.means(), *column.unit(), *column.order(), *column.decimals()):
            yield ("columns", heading, word), message, help_


def _meaning(heading: str, about: About) -> Meaning | None:
    """What the column with that heading is, as far as its heading says it."""
    taken = assign([Heading(0, heading, NOWHERE)], about.vocabulary).taken
    return next(iter(taken), None)


_Wrong = tuple[str, str, str | None]
"""The setting of the column, what is wrong with it, and what to do."""


@dataclass(frozen=True)
class _Column:
    """What is settled about a column that means something, or nothing that is known."""

    heading: str
    settled: ColumnSetting
    meaning: Meaning | None
    about: About

    def means(self) -> Iterator[_Wrong]:
        schema = self.about.schema
        if not isinstance(self.meaning, PartOf) or self.settled.means is None or schema.open_categories:
            return
        category = self.meaning.category
        if category not in schema.categories and folded_loosely(category) not in schema.elsewhere.categories:
            known = [word for pair in schema.categories.items() for word in pair if word]
            listed = ", ".join(f"`{each}`" for each in schema.categories)
            help_ = did_you_mean(category, known) or (f"the rules know {listed}" if listed else None)
            yield "means", f"no category is called {quoted(category)}", help_

    def unit(self) -> Iterator[_Wrong]:
        word, units = self.settled.unit, self.about.units
        if word is None or self.meaning is Part.NOTHING:
            return
        named = units.named(word)
        if named is None and folded_heading(word) not in units.elsewhere:
            yield "unit", f"no unit is called {quoted(word)}", _which_unit(word, units)
        elif not self._may_hold(AmountType):
            help_ = "take the line out, or say with `means` that the column holds the amount"
            yield "unit", f"the column {quoted(self.heading)} holds no amount, and `unit` is about amounts", help_
        elif named is not None and self._type() is not None and units.by_name[named].dimension != TIME:
            plural = units.by_name[named].plural
            help_ = "write a unit of time, such as `minutes`"
            yield "unit", f"the column {quoted(self.heading)} holds a time, and {plural} are none", help_

    def order(self) -> Iterator[_Wrong]:
        if self.settled.order is not None and not (self.meaning in _OF_DAYS or self._may_hold(DayType)):
            help_ = "take the line out, or say with `means` that the column holds a day"
            yield "order", f"the column {quoted(self.heading)} holds no days, and `order` is about days", help_

    def decimals(self) -> Iterator[_Wrong]:
        is_one = self.meaning is Part.CATEGORY or self._may_hold(AmountType, NumberType)
        if self.settled.decimals is not None and not is_one:
            help_ = "take the line out, or say with `means` that the column holds a number"
            yield (
                "decimals",
                f"the column {quoted(self.heading)} holds no numbers, and `decimals` is about numbers",
                help_,
            )

    def _may_hold(self, *types: type[FieldType]) -> bool:
        """Whether values of one of the types may stand in the column; so they may where nobody knows what it holds."""
        match self.meaning:
            case None | Part.NOTHING:
                return True
            case AmountIn() | PartOf():
                return AmountType in types
            case FieldNamed():
                type_ = self._type()
                return type_ is None or isinstance(type_, types)
            case Part():
                return False

    def _type(self) -> FieldType | None:
        """The type of the field or fact that it holds, where the rules declare one."""
        if not isinstance(self.meaning, FieldNamed):
            return None
        schema = self.about.schema
        return (schema.facts if self.about.profile.about is Kind.MEMBERS else schema.fields).get(self.meaning.name)


_OF_DAYS = frozenset((Part.DATE, Part.STARTED, Part.ENDED, Part.FROM, Part.UNTIL, Part.JOINED, Part.LEFT))


def _which_unit(word: str, units: Units) -> str:
    known = [each for unit in units.by_name.values() for each in (unit.plural, *unit.words()) if unit.name != OWN_UNIT]
    plurals = [unit.plural for unit in units.by_name.values() if unit.name != OWN_UNIT]
    return did_you_mean(word, known) or f"units that are known: {', '.join(f'`{each}`' for each in plurals)}"


def _courses(about: About) -> Iterator[_Problem]:
    """What a course is worth must be an amount."""
    for course, text in about.profile.courses.items():
        reading = read_amount(text, AmountManner(about.schema.unit, Mark.UNPROVEN), about.units)
        if reading.is_held():
            said = "" if reading.remark is None else reading.remark.sentence
            yield ("courses", course), f"what the course {quoted(course)} is worth is not clear: {said}", _LIKE


_LIKE = "write an amount with its unit, such as `2h` or `90 min`"

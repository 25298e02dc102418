"""The names of one ruleset while it is being resolved: what is declared, what is inferred, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction

from cedsl.diagnostic import Diagnostic
from cedsl.lean import dataclass
from cedsl.model import problems
from cedsl.model.predicate import Measure
from cedsl.model.ruleset import Category, Choice, Default, Field, Table
from cedsl.quantity import HOUR, STANDARD_UNITS, TIME, Amount, Unit, convert, written
from cedsl.records.schema import (
    AmountType,
    ChoiceType,
    DayType,
    FieldType,
    NumberType,
    TextType,
)
from cedsl.source import Span
from cedsl.syntax import tree as t

GRADES = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
"""The scale of `grade`, lowest first, where the ruleset declares none."""

BUILT_IN: Mapping[str, FieldType] = {
    "mode": TextType(),
    "role": TextType(),
    "kind": TextType(),
    "provider": TextType(),
    "course": TextType(),
    "title": TextType(),
    "grade": ChoiceType(GRADES, ordered=True),
    "score": NumberType(),
    "status": TextType(),
    "evidence": TextType(),
    "approved-on": DayType(),
    "started": DayType(),
    "preparation": AmountType(),
    "breaks": AmountType(),
    "length": AmountType(),
}
"""Fields that every activity may have without a declaration."""


@dataclass
class Names:
    """Everything that a name can mean, filled from the declarations before any statement is resolved."""

    units: dict[str, Unit] = field(default_factory=lambda: {unit.name: unit for unit in STANDARD_UNITS})
    unit: Unit = HOUR
    categories: dict[str, Category] = field(default_factory=dict)
    choices: dict[str, dict[str, Choice]] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    facts: dict[str, Field] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    columns: dict[str, Field] = field(default_factory=dict)
    categories_declared: bool = False
    found: list[Diagnostic] = field(default_factory=list)
    defaults: dict[str, Default] = field(default_factory=dict)
    ids: dict[str, Span] = field(default_factory=dict)
    numbered: dict[str, int] = field(default_factory=dict)
    former: dict[str, Span] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    complete: bool = True
    whole: bool = True

    def report(self, diagnostic: Diagnostic) -> None:
        """Keeps the problem, unless it only follows from text that could not be read."""
        follows = (set() if self.complete else {"CE101", "CE106"}) | (set() if self.whole else {"CE113", "CE115"})
        if diagnostic.code not in follows:
            self.found.append(diagnostic)

    def assume(self, name: str, sentence: str, *, but: bool = False, of_member: bool = False) -> None:
        """Notes a default that decides something."""
        self.defaults.setdefault(name, Default(name, sentence, but, of_member))

    # ------------------------------------------------------------------------------------ look-ups

    def category(self, name: t.Name) -> str | None:
        """The category's name; inferred where none is declared; None (and a diagnostic) where unknown."""
        if name.text in self.categories:
            return name.text
        if self.categories_declared:
            known = tuple(self.categories)
            self.report(
                problems.unknown_name("category", name.text, name.span, known, f"add `category {name.text}`")
            )
            return None
        self.categories[name.text] = Category(name.text, name.text, inferred=True, span=name.span)
        return name.text

    def field_type(self, name: str) -> FieldType | None:
        """The type of a field by name; that of a choice field holds its declared values. Asking is using."""
        self.used.add(name)
        if name in self.choices and not any(each.inferred for each in self.choices[name].values()):
            values = tuple(self.choices[name].values())
            return ChoiceType(
                tuple(each.name for each in values), titles=tuple(each.title for each in values)
            )
        if name in self.fields:
            return self.fields[name].type
        if name in self.columns:
            return self.columns[name].type
        return BUILT_IN.get(name)

    def choice(self, field_name: str, value: t.Name | t.Text) -> str:
        """A value of an open or declared choice field; an undeclared one is inferred or reported."""
        declared = self.choices.setdefault(field_name, {})
        if value.text in declared:
            return value.text
        if declared and not any(each.inferred for each in declared.values()):
            known = tuple(declared)
            declare = f"add `{field_name} {value.text}`"
            self.report(problems.unknown_name(field_name, value.text, value.span, known, declare))
            return value.text
        declared[value.text] = Choice(field_name, value.text, value.text, inferred=True, span=value.span)
        return value.text

    def fact(self, name: t.Name) -> Field | None:
        found = self.facts.get(name.text)
        if found is None:
            declare = f"declare it: `member {name.text}: date` (or text, number, yes or no, one of ...)"
            self.report(problems.unknown_name("member fact", name.text, name.span, self.facts, declare))
        return found

    def table(self, name: t.Name) -> str:
        if name.text not in self.tables:
            declare = f"declare it: `table {name.text} by provider`"
            self.report(problems.unknown_name("table", name.text, name.span, self.tables, declare))
        return name.text

    def measure(self, name: t.Name) -> Measure | None:
        found = self.measures.get(name.text)
        if found is None:
            declare = f"declare it: `measure {name.text} = full months in which (...)`"
            self.report(problems.unknown_name("measure", name.text, name.span, self.measures, declare))
        return found

    def unit_named(self, name: t.Name) -> Unit | None:
        """The unit that a word means, without regard to case."""
        folded = name.text.casefold()
        for unit in self.units.values():
            if folded in (word.casefold() for word in unit.words()):
                return unit
        known = tuple(word for unit in self.units.values() for word in unit.words() if len(word) > 1)
        self.report(
            problems.unknown_name("unit", name.text, name.span, known, f"say what one is: `unit {name.text} = 1 hour`")
        )
        return None

    # ------------------------------------------------------------------------------------- amounts

    def amount(self, quantity: t.Quantity) -> Amount | None:
        unit = self.unit_named(quantity.unit)
        return None if unit is None else Amount(quantity.number, unit.name)

    def credit(self, quantity: t.Quantity) -> Fraction:
        """The quantity in the ruleset's unit; 0 (and a diagnostic) where it does not convert."""
        amount = self.amount(quantity)
        if amount is None:
            return Fraction(0)
        number = convert(amount, self.units, self.unit)
        if number is None:
            unit = self.units[amount.unit]
            hint = f"say what one is: `unit {unit.name} = 10 {self.unit.plural}`, or a `credit` rate"
            text = f"{written(quantity.number)} {quantity.unit.text}"
            self.report(problems.unlike_units(text, self.unit.plural, quantity.span, hint))
            return Fraction(0)
        return number

    def time(self, quantity: t.Quantity) -> Fraction:
        """The quantity in the unit in which fields of time are kept: the ruleset's where it is time, else hours."""
        amount = self.amount(quantity)
        if amount is None:
            return Fraction(0)
        kept = self.unit if self.unit.dimension == TIME else self.units["hour"]
        number = convert(amount, self.units, kept)
        if number is None:
            text = f"{written(quantity.number)} {quantity.unit.text}"
            self.report(problems.unlike_units(text, "time", quantity.span, "use hours or minutes"))
            return Fraction(0)
        return number

    def day(self, day: t.Day) -> date:
        """The calendar day; an impossible one is reported and read as the first day there is."""
        try:
            return date.fromisoformat(day.text)
        except ValueError:
            self.report(problems.no_such_day(day.text, day.span))
            return date.min

    # ----------------------------------------------------------------------------------------- ids

    def claim_id(self, wanted: str, span: Span, *, given: bool) -> str:
        """A unique id: the author's own (a second use is reported), or one numbered from 2 where taken."""
        if wanted not in self.ids:
            self.ids[wanted] = span
            return wanted
        if given:
            self.report(problems.same_id(wanted, span, self.ids[wanted]))
            return wanted
        number = self.numbered.get(wanted, 2)
        while f"{wanted}-{number}" in self.ids:
            number += 1
        self.numbered[wanted] = number + 1
        self.ids[f"{wanted}-{number}"] = span
        return f"{wanted}-{number}"

    def claim_former(self, names: Sequence[t.Name]) -> tuple[str, ...]:
        """The former names of a statement; one that another statement claims too is reported."""
        for each in names:
            if each.text in self.former:
                self.report(problems.same_former(each.text, each.span, self.former[each.text]))
            self.former.setdefault(each.text, each.span)
        return tuple(dict.fromkeys(each.text for each in names))

    def check_former(self) -> None:
        """Reports every former name that is the name of a statement now. To be asked when all are resolved."""
        for name, span in self.former.items():
            if name in self.ids:
                self.report(problems.former_in_use(name, span, self.ids[name]))

    def above(self, name: str) -> frozenset[str]:
        """The category and every category above it, through nesting and "also counts as"."""
        return closure(name, self.categories)


def closure(name: str, categories: Mapping[str, Category]) -> frozenset[str]:
    """The category and every one above it. Safe on circles."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if current in categories:
            category = categories[current]
            waiting.extend((*category.inside, *category.counts_as))
    return frozenset(seen)

"""What the author left unsaid and cedsl decides, each as a sentence with the titles that readers know."""

from __future__ import annotations

from cedsl.model.names import GRADES
from cedsl.model.predicate import Constant
from cedsl.model.ruleset import Default, Field, Ruleset
from cedsl.publishing.phrase_names import choice_of, declared, fact_title, field_title, term_quoted
from cedsl.publishing.phrase_term import values_phrased
from cedsl.publishing.phrase_words import capital, sentence
from cedsl.publishing.tongue import figures, say
from cedsl.quantity import HOUR

OF_A_NAME = "default-"


def default_sentence(ruleset: Ruleset, default: Default) -> str:
    """What is taken for granted; of a fact or field by its title, where the resolved sentence has only its name."""
    if default.name.startswith(OF_A_NAME):
        return _stated_nowhere(ruleset, default, default.name.removeprefix(OF_A_NAME))
    return _of_days(default) or _of_places(ruleset, default) or _of_credit(ruleset, default) or default.sentence


def _stated_nowhere(ruleset: Ruleset, default: Default, name: str) -> str:
    """The value of a fact or field where nothing is stated."""
    fact, field = declared(ruleset.facts, name), declared(ruleset.fields, name)
    if default.of_member and fact is not None:
        title = term_quoted(fact_title(ruleset, name))
        return say("Where your record does not say, {title} is {value}.", title=title, value=_value(ruleset, fact))
    if field is None or default.of_member:
        return sentence(default.sentence)
    match name:
        case "mode":
            return say("An activity that states no mode counts as {value}.", value=_choice(ruleset, field))
        case "role":
            return say("An activity that states no role counts as {value}.", value=_choice(ruleset, field))
        case "kind":
            return say("An activity that states no kind counts as {value}.", value=_choice(ruleset, field))
        case _:
            title = term_quoted(field_title(ruleset, name))
            return say("Where a record does not say, {title} is {value}.", title=title, value=_value(ruleset, field))


def _choice(ruleset: Ruleset, field: Field) -> str:
    """The title of the choice that holds where nothing is stated, as its author wrote it."""
    name = str(field.default)
    choice = choice_of(ruleset, field.name, name)
    return name if choice is None else choice.title or name


def _value(ruleset: Ruleset, field: Field) -> str:
    """The value in words; one of several words or with a hyphen, which has no title, in quotes."""
    if field.default is None:
        return ""
    (shown,) = values_phrased(ruleset, [Constant(field.default)], field)
    return shown


def _of_days(default: Default) -> str:
    """When days and activities count; empty for any other default."""
    match default.name:
        case "ends-included":
            return say("The first and the last day of a period both belong to it.")
        case "falls-on-completion":
            return say("An activity counts on the day on which it was completed.")
        case "years-of-period":
            return say("A year of the period is counted from the period's first day.")
        case "weeks":
            return say("A week begins on Monday.")
        case "repeats-in-period":
            return say("A repeat is looked for in the period, unless a rule names a longer time.")
        case _:
            return ""


def _of_places(ruleset: Ruleset, default: Default) -> str:
    """Where credit counts; empty for any other default."""
    units = ruleset.unit.plural
    match default.name:
        case "counted-once":
            return _counted_once(ruleset, default)
        case "divisible" if default.but:
            return say(
                "Except in requirements that say otherwise, the credit of one activity may be divided over its "
                "categories."
            )
        case "divisible":
            return say("The credit of one activity may be divided over its categories.")
        case "over-cap":
            return capital(say("{units} above a limit do not count, and are no fault.", units=units))
        case "earlier-first":
            return say("Where a limit leaves a choice, earlier activities count before later ones.")
        case "of-counted":
            return say(
                "The {units} that count, of which a share is taken, are all that count toward the total, even "
                "beyond what is required.",
                units=units,
            )
        case "blank":
            return say("A limit or minimum that names a field does not describe an activity that leaves it blank.")
        case "separate" if default.but:
            return say(
                "Each requirement counts for itself: one activity may serve several of them, except where one of "
                "them excludes another."
            )
        case "separate":
            return say("Each requirement counts for itself: one activity may serve several of them.")
        case _:
            return ""


def _counted_once(ruleset: Ruleset, default: Default) -> str:
    """How often credit counts that could count in several categories."""
    unit, units = ruleset.unit.name, ruleset.unit.plural
    shares = any(category.shares_with for category in ruleset.categories)
    match default.but, shares:
        case True, True:
            return say(
                "Except in requirements that say otherwise, each {unit} counts once, except where categories are "
                "said to share it.",
                unit=unit,
                units=units,
            )
        case True, False:
            return say(
                "Except in requirements that say otherwise, each {unit} counts once: with several categories it "
                "serves one of them, whichever leaves the least to earn.",
                unit=unit,
                units=units,
            )
        case False, True:
            return say(
                "Each {unit} counts once, except where categories are said to share it.",
                unit=unit,
                units=units,
            )
        case _:
            return say(
                "Each {unit} counts once: with several categories it serves one of them, whichever leaves the "
                "least to earn.",
                unit=unit,
                units=units,
            )


def _of_credit(ruleset: Ruleset, default: Default) -> str:
    """What an activity is worth; empty for any other default."""
    units = ruleset.unit.plural
    match default.name:
        case "hour":
            minutes = figures(ruleset.units[HOUR.name].size)
            return say("An hour is {minutes} minutes.", minutes=minutes)
        case "no-rounding":
            return say("Nothing is rounded.")
        case "own-unit":
            return say("A record that already states {units} earns what it states.", units=units)
        case "as-claimed":
            return say("An activity earns the {units} that its record states.", units=units)
        case "grade-scale":
            return say("Grades are ordered from lowest to highest: {grades}.", grades=", ".join(GRADES))
        case "same-course":
            return say(
                "Two activities are the same course when they have the same course number, or, without one, the "
                "same provider and title."
            )
        case _:
            return ""

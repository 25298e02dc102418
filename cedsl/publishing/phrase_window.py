"""Windows, stretches of days and keys: "in the 3 years up to the date of assessment", "for each course"."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from cedsl.model.predicate import Anniversary, AsOfTerm, Chosen, Constant, EdgeDay, Shifted, Term
from cedsl.model.ruleset import (
    CalendarYears,
    CountedFrom,
    Cycle,
    DayKey,
    EitherWindow,
    Ever,
    FieldKey,
    Following,
    Key,
    LookBack,
    Ruleset,
    Stretch,
    WindowCases,
    WindowRule,
)
from cedsl.period import Duration
from cedsl.publishing.phrase_names import field_is_term, field_mention, field_title
from cedsl.publishing.phrase_term import is_composed, on_phrase, term_phrase
from cedsl.publishing.phrase_words import (
    day_written,
    duration_adjective,
    duration_written,
    listed,
    period_noun,
    plural,
)
from cedsl.publishing.tongue import figures, say, say_count, spoken

YEAR = Duration(12)


def window_phrase(ruleset: Ruleset, window: WindowRule) -> str:
    """The window as the end of a sentence: `in the 3 years up to the date of assessment`."""
    match window:
        case LookBack() | CountedFrom() | Following() | CalendarYears():
            return say("in {stretch}", stretch=stretch_named(ruleset, window))
        case Cycle():
            return _in_each(ruleset, window)
        case WindowCases(cases=cases):
            cycles = [each for _, each in cases if isinstance(each, Cycle)]
            if len(cycles) < len(cases):
                return say("in your period")
            return say("in each {period}", period=listed(list(dict.fromkeys(map(cycle_noun, cycles))), "or"))
        case EitherWindow():
            number = figures(len(alternatives(window)))
            return say("in one of {number} periods, whichever serves you better", number=number)
        case Ever():
            return say("at any time up to the date of assessment")
        case _:
            assert_never(window)


def window_lead(ruleset: Ruleset, window: WindowRule) -> str:
    """The same without the day from which periods are counted, where that is told in a sentence of its own."""
    match window:
        case Cycle() if is_told_apart(window):
            return say("in each {length} period", **length_slots(window.duration))
        case _:
            return window_phrase(ruleset, window)


def is_told_apart(cycle: Cycle) -> bool:
    """Whether the day from which periods are counted is found from another one, and so takes many words."""
    return not is_calendar_year(cycle) and isinstance(cycle.anchor, Shifted | EdgeDay | Chosen | Anniversary)


def _in_each(ruleset: Ruleset, cycle: Cycle) -> str:
    if is_calendar_year(cycle):
        return say("in each calendar year")
    if is_composed(cycle.anchor):
        return say("in each {length} period", **length_slots(cycle.duration))
    slots = length_slots(cycle.duration) | day_slots(ruleset, cycle.anchor)
    return say("in each {length} period counted from {day}", **slots)


def length_slots(duration: Duration) -> dict[str, str]:
    """The slots `length` (`3-year`, as it stands before "period") and `duration` (`3 years`)."""
    return {"length": duration_adjective(duration), "duration": duration_written(duration)}


def day_slots(ruleset: Ruleset, term: Term) -> dict[str, str]:
    """The slots `day` (`your admission date`) and `on` (`on your admission date`, as it stands after a verb)."""
    return {"day": term_phrase(ruleset, term), "on": on_phrase(ruleset, term)}


def stretch_named(ruleset: Ruleset, window: LookBack | CountedFrom | Following | CalendarYears) -> str:
    """The days of a window that does not come again: `the 3 years up to the date of assessment`."""
    match window:
        case LookBack(duration=duration, end=end):
            slots = _stretch_slots(ruleset, duration, AsOfTerm() if end is None else end)
            return say("the {length} up to {day}", **slots)
        case CountedFrom(duration=duration, start=start):
            return say("the {length} from {day}", **_stretch_slots(ruleset, duration, start))
        case Following(duration=duration, start=start):
            return say("the {length} after {day}", **_stretch_slots(ruleset, duration, start))
        case CalendarYears(number=1):
            return say("the calendar year of the date of assessment")
        case CalendarYears(number=number):
            return say("the {number} calendar years up to that of the date of assessment", number=figures(number))
        case _:
            assert_never(window)


def _stretch_slots(ruleset: Ruleset, duration: Duration, day: Term) -> dict[str, str]:
    """The slots of a day, `length` (`3 years` or `year`, as it stands after "the") and `duration` (`1 year`)."""
    length = {"length": period_noun(duration), "duration": duration_written(duration)}
    return length | day_slots(ruleset, day)


def alternatives(window: WindowRule) -> list[WindowRule]:
    """The windows of which the better one serves; a window that gives no choice is the only one."""
    match window:
        case EitherWindow(one=one, other=other):
            return [*alternatives(one), *alternatives(other)]
        case _:
            return [window]


def window_short(window: WindowRule) -> str:
    """The window beside a number: `in 3 years`, `each calendar year`, `in 3 years or 2 years`."""
    length = _short_length(window)
    if length:
        return say("in {duration}", duration=length)
    match window:
        case Ever():
            return say("at any time")
        case WindowCases() | EitherWindow():
            return listed(list(dict.fromkeys(map(window_short, _parts(window)))), "or")
        case _:
            return say("each calendar year")


def _parts(window: WindowCases | EitherWindow) -> list[WindowRule]:
    return [each for _, each in window.cases] if isinstance(window, WindowCases) else alternatives(window)


def _short_length(window: WindowRule) -> str:
    """What follows "in" beside a number; empty where the window is not told by its length alone."""
    match window:
        case LookBack(duration=duration) | CountedFrom(duration=duration) | Following(duration=duration):
            return duration_written(duration)
        case Cycle(duration=duration):
            return "" if is_calendar_year(window) else duration_written(duration)
        case CalendarYears(number=number):
            return say_count(number, "{number} calendar year", "{number} calendar years")
        case WindowCases() | EitherWindow():
            lengths = list(dict.fromkeys(map(_short_length, _parts(window))))
            return listed(lengths, "or") if all(lengths) else ""
        case Ever():
            return ""
        case _:
            assert_never(window)


def is_calendar_year(cycle: Cycle) -> bool:
    return cycle.duration == YEAR and _first_of_january(cycle.anchor)


def _first_of_january(anchor: Term) -> bool:
    match anchor:
        case Constant(value=date(month=1, day=1)):
            return True
        case _:
            return False


def cycle_noun(cycle: Cycle) -> str:
    """`3-year period`, `calendar year`: what follows "each"."""
    if is_calendar_year(cycle):
        return say("calendar year")
    return say("{length} period", **length_slots(cycle.duration))


def stretch_phrase(stretch: Stretch) -> str:
    """`day`, `week (Monday to Sunday)`, `calendar month`, ...: what follows "each"."""
    match stretch:
        case Stretch.DAY:
            return say("day")
        case Stretch.WEEK:
            return say("week (Monday to Sunday)")
        case Stretch.MONTH:
            return say("calendar month")
        case Stretch.CALENDAR_YEAR:
            return say("calendar year")
        case Stretch.YEAR:
            return say("year of your period")
        case _:
            assert_never(stretch)


def in_each(stretch: Stretch) -> str:
    """`in each calendar year`, `in each week (Monday to Sunday)`."""
    match stretch:
        case Stretch.DAY:
            return say("in each day")
        case Stretch.WEEK:
            return say("in each week (Monday to Sunday)")
        case Stretch.MONTH:
            return say("in each calendar month")
        case Stretch.CALENDAR_YEAR:
            return say("in each calendar year")
        case Stretch.YEAR:
            return say("in each year of your period")
        case _:
            assert_never(stretch)


def key_phrase(ruleset: Ruleset, key: Key) -> str:
    """What a keyed cap follows by itself: `for any one course`, `in any one calendar year`."""
    match key:
        case FieldKey(fields=fields, stretch=stretch):
            keyed = say("for any one {field}", field=listed([field_title(ruleset, name) for name in fields]))
            return keyed if stretch is None else f"{keyed} {_in_any_one(stretch)}"
        case DayKey(stretch=stretch):
            return _in_any_one(stretch)
        case _:
            assert_never(key)


def _in_any_one(stretch: Stretch) -> str:
    match stretch:
        case Stretch.DAY:
            return say("on any one day")
        case Stretch.WEEK:
            return say("in any one week (Monday to Sunday)")
        case Stretch.MONTH:
            return say("in any one calendar month")
        case Stretch.CALENDAR_YEAR:
            return say("in any one calendar year")
        case Stretch.YEAR:
            return say("in any one year of your period")
        case _:
            assert_never(stretch)


def different_phrase(ruleset: Ruleset, key: Key) -> str:
    """How counted activities must differ: `each with a different course`, `each in a different week`."""
    match key:
        case FieldKey(fields=fields, stretch=stretch):
            keyed = say(
                "each with a different {field}", field=listed([field_title(ruleset, name) for name in fields], "or")
            )
            if stretch is None:
                return keyed
            return say("{different}, or {stretch}", different=keyed, stretch=_in_a_different(stretch))
        case DayKey(stretch=stretch):
            return say("each {stretch}", stretch=_in_a_different(stretch))
        case _:
            assert_never(key)


def _in_a_different(stretch: Stretch) -> str:
    match stretch:
        case Stretch.DAY:
            return say("on a different day")
        case Stretch.WEEK:
            return say("in a different week (Monday to Sunday)")
        case Stretch.MONTH:
            return say("in a different calendar month")
        case Stretch.CALENDAR_YEAR:
            return say("in a different calendar year")
        case Stretch.YEAR:
            return say("in a different year of your period")
        case _:
            assert_never(stretch)


def values_phrase(ruleset: Ruleset, key: FieldKey, number: int) -> str:
    """So many values of a key: `3 different providers`, `2 different combinations of provider and title`."""
    match key.fields:
        case (name,) if not field_is_term(ruleset, name):
            title = field_title(ruleset, name)
            slots = {"field": title, "fields": plural(title)}
            return say_count(number, "{number} {field}", "{number} different {fields}", **slots)
        case (name,):
            field = field_mention(ruleset, name)
            return say_count(number, "{number} value of {field}", "{number} different values of {field}", field=field)
        case names:
            fields = listed([field_mention(ruleset, name) for name in names])
            return say_count(
                number,
                "{number} combination of {fields}",
                "{number} different combinations of {fields}",
                fields=fields,
            )


def same_phrase(ruleset: Ruleset, key: FieldKey) -> str:
    """What repeats have in common: `the same course`, `the same provider and title`."""
    return say("the same {field}", field=listed([field_title(ruleset, name) for name in key.fields]))


def key_value_written(key: Key | None, value: str) -> str:
    """The value after `@` in a result's id, as a label says it: a day in words, the rest as it is."""
    match key:
        case DayKey(stretch=Stretch.DAY):
            day = _day_of(value)
            return value if day is None else day_written(day)
        case DayKey(stretch=Stretch.WEEK):
            day = _day_of(value[-len("2025-01-31") :])
            return value if day is None else say("week of {day}", day=day_written(day))
        case DayKey(stretch=Stretch.MONTH):
            day = _day_of(f"{value}-01")
            return value if day is None else spoken().month(day)
        case DayKey(stretch=Stretch.YEAR) if value[:5] in {"year-", "year "} and value[5:].isdecimal():
            return say("year {number}", number=figures(int(value[5:])))
        case _:
            return value


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""Words that do not know the model, in the language of the call: lists, plurals, dates, durations, quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from cedsl.lean import regex
from cedsl.period import Duration
from cedsl.publishing.tongue import figures, say, say_count, spoken
from cedsl.quantity import Unit, written

LOWERED = frozenset({
    "a", "all", "an", "any", "as", "at", "before", "by", "each", "every", "for", "from", "he", "her", "his", "if",
    "in", "it", "its", "no", "nobody", "nothing", "of", "on", "one", "only", "or", "our", "she", "some", "that",
    "the", "their", "there", "these", "they", "this", "those", "to", "under", "we", "when", "where", "whether",
    "which", "whoever", "who", "whose", "with", "within", "without", "you", "your",
})  # fmt: skip
"""Words that begin an author's sentence with a capital only because they stand first."""

LONGEST_SENTENCE = 25
"""Words. What is longer is said in two sentences where it can be; the titles of authors may be long."""

WORD = regex(r"\w")
"""What makes a sign between blanks a word: in French a semicolon stands by itself."""

QUOTED = regex("“[^”]*”|«[^»]*»")

CONJUNCTIONS = (" or ", " and ", " o ", " u ", " y ", " e ", " ou ", " et ")
"""What could be taken for the joint of a list, in each language of the pages."""

QUOTES = ("“", "«")
"""How quotes begin, in each language of the pages."""


def listed(words: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """`a`, `a and b`, `a, b and c`; with commas before `last` where a word holds one of its own."""
    return spoken().listed(words, last)


def titles_listed(titles: Sequence[str], last: Literal["and", "or"] = "or") -> str:
    """Titles as a list, quoted where a comma or an "and" inside one could be taken for the list's own."""
    signs = (",", *CONJUNCTIONS) if len(titles) > 1 else (",",)
    if any(sign in title for title in titles for sign in signs):
        return listed([quoted_once(title) for title in titles], last)
    return listed(titles, last)


def clauses(texts: Iterable[str]) -> str:
    """`a; b; c`, each a clause of its own."""
    first, *rest = list(texts) or [""]
    for each in rest:
        first = say("{clause}; {next}", clause=first, next=each)
    return first


def quoted(text: str) -> str:
    return say("“{text}”", text=text)


def has_quotes(text: str) -> bool:
    """Whether the text holds quotes of its own, in any language of the pages."""
    return any(sign in text for sign in QUOTES)


def quoted_once(text: str) -> str:
    """The text in quotes, unless it holds quotes of its own."""
    return text if has_quotes(text) else quoted(text)


def sentence(text: str) -> str:
    """The text with a capital first and a full stop last (or the mark that it ends with already)."""
    trimmed = spoken().filled(text.strip())
    if not trimmed:
        return ""
    return capital(trimmed) + ("" if trimmed.endswith((".", "!", "?", ":", "…", ".”", ".»", ".\u00a0»")) else ".")


def sentences(*texts: str) -> str:
    """Each text as a sentence of its own, empty ones left out."""
    return " ".join(each for each in map(sentence, texts) if each)


def is_long(text: str) -> bool:
    """Whether the text is too long for one sentence."""
    return sum(1 for word in text.split() if WORD.search(word)) > LONGEST_SENTENCE


def is_long_without_titles(text: str) -> bool:
    """Whether it is too long even if what it quotes is one word each."""
    return is_long(QUOTED.sub("“a”", text))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text as it goes on after a colon: a small first letter where the first word is no name.

    Only English has the words for it; in other languages the text stays as it is.
    """
    if spoken().code != "en":
        return text
    first = text.split(" ", maxsplit=1)[0]
    is_common = first.lower() in LOWERED and not first[1:].isupper()
    return text[:1].lower() + text[1:] if is_common else text


def article(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"


def day_written(day: date) -> str:
    """`30 June 2025`."""
    return spoken().day(day)


def day_of_year(month: int, day: int) -> str:
    """`31 December`, of any year."""
    return spoken().day_of_year(date(2000, month, day))


def is_one(number: Fraction | int) -> bool:
    """Whether what is counted stands in the singular: of 1, and in French also of 1.5."""
    return spoken().is_one(Fraction(number))


def unit_of(number: Fraction | int, unit: Unit) -> str:
    """`hour` or `hours`, as the number asks."""
    return unit.name if is_one(number) else unit.plural


def counted(number: Fraction | int, unit: Unit) -> str:
    """`1 hour`, `2.5 hours`."""
    return f"{figures(number)} {unit_of(number, unit)}"


def number_of(count: int | Fraction, noun: str) -> str:
    """`1 activity`, `2 activities`."""
    return f"{written(Fraction(count))} {noun if count == 1 else plural(noun)}"


def plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def duration_written(duration: Duration) -> str:
    """`3 years`, `18 months`, `60 days`, `1 year and 10 days`; `48 months` where the author wrote months."""
    parts = [_stretch(length) for length in _lengths(duration)]
    return listed(parts) or say_count(0, "{number} day", "{number} days")


def duration_adjective(duration: Duration) -> str:
    """`3-year`, `18-month`, `60-day`; a length of two parts says the months, then the days.

    A language without such adjectives says the length as it is: whoever writes a message gives both.
    """
    parts = [_adjective(length) for length in _lengths(duration)]
    return listed(parts) or say("{number}-day", number=figures(0))


def period_noun(duration: Duration) -> str:
    """`3 years`, but `year` for one: what follows "in the"."""
    match _lengths(duration):
        case [(1, noun)]:
            return _one(noun)
        case _:
            return duration_written(duration)


Length: TypeAlias = tuple[int, Literal["year", "month", "week", "day"]]


def _lengths(duration: Duration) -> list[Length]:
    found: list[Length] = []
    if duration.months:
        years, rest = divmod(duration.months, 12)
        in_years = rest == 0 and not duration.in_months
        found.append((years, "year") if in_years else (duration.months, "month"))
    if duration.days:
        weeks, rest = divmod(duration.days, 7)
        found.append((weeks, "week") if rest == 0 else (duration.days, "day"))
    return found


def _stretch(length: Length) -> str:
    match length:
        case (number, "year"):
            return say_count(number, "{number} year", "{number} years")
        case (number, "month"):
            return say_count(number, "{number} month", "{number} months")
        case (number, "week"):
            return say_count(number, "{number} week", "{number} weeks")
        case (number, _):
            return say_count(number, "{number} day", "{number} days")


def _adjective(length: Length) -> str:
    match length:
        case (number, "year"):
            return say("{number}-year", number=figures(number))
        case (number, "month"):
            return say("{number}-month", number=figures(number))
        case (number, "week"):
            return say("{number}-week", number=figures(number))
        case (number, _):
            return say("{number}-day", number=figures(number))


def _one(noun: Literal["year", "month", "week", "day"]) -> str:
    match noun:
        case "year":
            return say("year")
        case "month":
            return say("month")
        case "week":
            return say("week")
        case "day":
            return say("day")


def mentioned(title: str, name: str) -> str:
    """The title as it stands inside a sentence: as declared, or lower where it is but the name."""
    same = title.lower() in {name, name.replace("-", " ")}
    return title[:1].lower() + title[1:] if same and not title[1:2].isupper() else title


def share_written(share: Fraction) -> str:
    """`half`, `one third`, `25%`, or a plain fraction where no percentage is exact to two places."""
    named = {
        Fraction(1, 2): say("half"),
        Fraction(1, 3): say("one third"),
        Fraction(2, 3): say("two thirds"),
        Fraction(1, 6): say("one sixth"),
    }
    if share in named:
        return named[share]
    percent = share * 100
    is_exact = (percent * 100).denominator == 1
    return say("{number}%", number=figures(percent)) if is_exact else figures(share)

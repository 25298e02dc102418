"""English that does not know the model: lists, plurals, numbers in words, dates, durations, quotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from cedsl.period import Duration
from cedsl.quantity import written

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
LOWERED = frozenset({
    "a", "all", "an", "any", "as", "at", "before", "by", "each", "every", "for", "from", "he", "her", "his", "if",
    "in", "it", "its", "no", "nobody", "nothing", "of", "on", "one", "only", "or", "our", "she", "some", "that",
    "the", "their", "there", "these", "they", "this", "those", "to", "under", "we", "when", "where", "whether",
    "which", "whoever", "who", "whose", "with", "within", "without", "you", "your",
})  # fmt: skip
"""Words that begin an author's sentence with a capital only because they stand first."""

LONGEST_SENTENCE = 25
"""Words. What is longer is said in two sentences where it can be; the titles of authors may be long."""

SHARES = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "one third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 6): "one sixth",
}


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; with commas before `last` where a word holds one of its own."""
    if len(words) < 2:
        return "".join(words)
    joint = f", {last} " if len(words) > 2 and any("," in word for word in words) else f" {last} "
    return ", ".join(words[:-1]) + joint + words[-1]


def titles_listed(titles: Sequence[str], last: str = "or") -> str:
    """Titles as a list, quoted where a comma or an "and" inside one could be taken for the list's own."""
    signs = (",", " or ", " and ") if len(titles) > 1 else (",",)
    if any(sign in title for title in titles for sign in signs):
        return listed([quoted(title) for title in titles], last)
    return listed(titles, last)


def quoted(text: str) -> str:
    return f"“{text}”"


def sentence(text: str) -> str:
    """The text with a capital first and a full stop last (or the mark that it ends with already)."""
    trimmed = text.strip()
    if not trimmed:
        return ""
    return capital(trimmed) + ("" if trimmed.endswith((".", "!", "?", ":", "…", ".”")) else ".")


def sentences(*texts: str) -> str:
    """Each text as a sentence of its own, empty ones left out."""
    return " ".join(each for each in map(sentence, texts) if each)


def is_long(text: str) -> bool:
    """Whether the text is too long for one sentence."""
    return len(text.split()) > LONGEST_SENTENCE


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text as it goes on after a colon: a small first letter where the first word is no name."""
    first = text.split(" ", maxsplit=1)[0]
    is_common = first.lower() in LOWERED and not first[1:].isupper()
    return text[:1].lower() + text[1:] if is_common else text


def article(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"


def day_written(day: date) -> str:
    """`30 June 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def ordinal(number: int) -> str:
    """`first` to `tenth`, then `11th`."""
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def number_of(count: int | Fraction, noun: str) -> str:
    """`1 activity`, `2 activities`."""
    return f"{written(Fraction(count))} {noun if count == 1 else plural(noun)}"


def plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def duration_written(duration: Duration) -> str:
    """`3 years`, `18 months`, `60 days`, `1 year and 10 days`; `48 months` where the author wrote months."""
    return listed(_duration_parts(duration)) or "0 days"


def duration_adjective(duration: Duration) -> str:
    """`3-year`, `18-month`, `60-day`; a length of two parts says the months, then the days."""
    parts = [part.split(" ") for part in _duration_parts(duration)]
    return " and ".join(f"{number}-{noun.removesuffix('s')}" for number, noun in parts) or "0-day"


def _duration_parts(duration: Duration) -> list[str]:
    parts: list[str] = []
    if duration.months:
        years, rest = divmod(duration.months, 12)
        in_years = rest == 0 and not duration.in_months
        parts.append(number_of(years, "year") if in_years else number_of(duration.months, "month"))
    if duration.days:
        weeks, rest = divmod(duration.days, 7)
        parts.append(number_of(weeks, "week") if rest == 0 else number_of(duration.days, "day"))
    return parts


def period_noun(duration: Duration) -> str:
    """`3 years`, but `year` for one: what follows "in the"."""
    words = duration_written(duration)
    return words.removeprefix("1 ") if words in {"1 year", "1 month", "1 week", "1 day"} else words


def mentioned(title: str, name: str) -> str:
    """The title as it stands inside a sentence: as declared, or lower where it is but the name."""
    same = title.lower() in {name, name.replace("-", " ")}
    return title[:1].lower() + title[1:] if same and not title[1:2].isupper() else title


def share_written(share: Fraction) -> str:
    """`half`, `one third`, `25%`, or a plain fraction where no percentage is exact to two places."""
    if share in SHARES:
        return SHARES[share]
    percent = share * 100
    return f"{written(percent)}%" if (percent * 100).denominator == 1 else written(share)

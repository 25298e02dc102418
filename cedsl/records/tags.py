"""A cell of categories: `HR; SUB`, `HR 2h / SUB 1h`, `HR: 2`. A category may itself contain a separator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from cedsl.diagnostic import did_you_mean
from cedsl.lean import dataclass, regex
from cedsl.quantity import Amount
from cedsl.records.activity import Tag
from cedsl.records.amounts import AmountManner, Units, read_amount
from cedsl.records.folding import folded, folded_loosely, trimmed
from cedsl.records.outcome import Outcome
from cedsl.records.remark import OTHER_RULES, Reading, held, joined, noted, plain, quoted
from cedsl.records.schema import Schema


@dataclass(frozen=True, slots=True)
class Categories:
    """The declared categories in order, and their spellings: exact, folded, and folded loosely.

    Where `is_open`, any other name is a category too. `elsewhere` are categories of other rules alone. `settled` are
    words of the source that are known to mean some category.
    """

    titles: Mapping[str, str]
    is_open: bool
    by_word: Mapping[str, str]
    loosely: Mapping[str, str]
    elsewhere: frozenset[str] = frozenset()
    settled: tuple[str, ...] = ()

    def named(self, word: str) -> str | None:
        return word if word in self.titles else self.by_word.get(folded(word))

    def is_foreign(self, word: str) -> bool:
        """Whether only other rulesets of the check know the category."""
        return bool(self.elsewhere) and self.named(word) is None and folded_loosely(word) in self.elsewhere

    def knows(self, word: str) -> bool:
        return self.named(word) is not None or self.is_foreign(word)


def every_category(schema: Schema) -> Categories:
    """Names before titles; a spelling that two categories share names neither of them loosely."""
    words = [(name, name) for name in schema.categories]
    words += [(title, name) for name, title in schema.categories.items() if title]
    return Categories(
        schema.categories,
        schema.open_categories,
        _unshared([(folded(word), name) for word, name in words]),
        _unshared([(folded_loosely(word), name) for word, name in words]),
        frozenset() if schema.open_categories else schema.elsewhere.categories,
    )


def _unshared(words: Sequence[tuple[str, str]]) -> dict[str, str]:
    named: dict[str, set[str]] = {}
    for word, name in words:
        named.setdefault(word, set()).add(name)
    return {word: name for word, name in words if word and len(named[word]) == 1}


@dataclass(frozen=True, slots=True)
class TagManner:
    """How the column of categories is written. `comma` tells whether a comma separates the file's cells."""

    amounts: AmountManner
    comma: bool
    guess: bool = True


Tags = tuple[Tag, ...]


def read_tags(text: str, manner: TagManner, categories: Categories, units: Units) -> Reading[Tags]:
    """The categories in a cell that is not blank, each once, in the order written."""
    pieces = _pieces(text, manner, categories)
    readings = [_tag(piece, manner, categories, units) for piece in pieces[:MOST_TAGS]]
    if len(pieces) > MOST_TAGS:
        return held(
            (_all_declared((), categories),),
            "too-many-categories",
            f"{quoted(text)} names {len(pieces)} categories",
        )
    return _together(text, readings, categories)


MOST_TAGS = 50
_MOST_READINGS = 64
_STRONG = regex(r"[;|\n]")
_WEAK = regex(r"[/,]")
_SLASH = regex(r"(?<![0-9])/|/(?![0-9])")
_COMMA = regex(r"(?<![0-9]),|,(?![0-9])")
_OWN_AMOUNT = (
    regex(r"(?P<name>[^:=]+)[:=]\s*(?P<amount>[0-9.,½¼¾][^:=]*(?::[0-9]{2})?)"),
    regex(r"(?P<name>[^()]+)\((?P<amount>\s*[0-9.,½¼¾][^()]*)\)"),
    regex(r"(?P<name>.*[^\s0-9.,/:])\s+(?P<amount>[0-9.,½¼¾][0-9.,/ ½¼¾]*\s*[^\W\d_][\w .]*)"),
    regex(r"(?P<name>.*[^\s0-9.,/:])\s+(?P<amount>[0-9]+:[0-9]{2})"),
)
_LONGEST = 200


def _pieces(text: str, manner: TagManner, categories: Categories) -> list[str]:
    """Cut at `;` and `|`; at `/` and `,` only where that yields known categories."""
    if categories.knows(text):
        return [text]
    parts = [part for each in _STRONG.split(text) if (part := trimmed(each))]
    return [piece for part in parts for piece in _weakly_cut(part, manner, categories)]


def _weakly_cut(part: str, manner: TagManner, categories: Categories) -> list[str]:
    if not _WEAK.search(part) or _known(part, categories) or len(part) > _LONGEST * 10:
        return [part]
    exact = [trimmed(each) for each in _WEAK.split(part)]
    if all(categories.knows(piece) for piece in exact):
        return exact
    slashed = [piece for each in _SLASH.split(part) if (piece := trimmed(each))]
    pieces = [piece for each in slashed for piece in _cut_at_commas(each, manner, categories)]
    if categories.is_open or any(_known(piece, categories) for piece in pieces):
        return pieces
    return _cut_at_commas(part, manner, categories)


def _cut_at_commas(part: str, manner: TagManner, categories: Categories) -> list[str]:
    """In a file whose cells are separated by commas, only where every piece is known."""
    if _known(part, categories):
        return [part]
    pieces = [piece for each in _COMMA.split(part) if (piece := trimmed(each))]
    known = [_known(piece, categories) for piece in pieces]
    enough = all(known) if manner.comma else any(known) or categories.is_open
    return pieces if enough else [part]


def _known(piece: str, categories: Categories) -> bool:
    if categories.knows(piece):
        return True
    return any(categories.knows(name) for name, _ in _with_amounts(piece))


def _with_amounts(piece: str) -> list[tuple[str, str]]:
    """The ways of reading a piece as a category and its own amount."""
    if len(piece) > _LONGEST:
        return []
    found = [pattern.fullmatch(piece) for pattern in _OWN_AMOUNT]
    return [(trimmed(each["name"]), trimmed(each["amount"])) for each in found if each is not None]


def _tag(piece: str, manner: TagManner, categories: Categories, units: Units) -> Reading[Tag | None]:
    """One piece; None among the readings is "without it"."""
    if (name := categories.named(piece)) is not None:
        return plain(Tag(name))
    if categories.is_foreign(piece):
        return _foreign(piece)
    ways = _with_amounts(piece)
    known = [way for way in ways if _meant(way[0], categories) is not None]
    if known or (ways and categories.is_open):
        return _with_amount(*(known or ways)[0], manner, categories, units)
    if (name := _meant(piece, categories)) is not None:
        return noted(Tag(name), "category-spelling", f"the category {quoted(piece)} was read as `{name}`")
    if categories.is_open:
        return plain(Tag(piece))
    foreign = next((word for word, _ in ways if categories.is_foreign(word)), None)
    if foreign is not None:
        return _foreign(foreign)
    word, amount = ways[0] if ways else (piece, "")
    return _unknown(word, _own_amount(amount, manner, units), manner, categories)


def _foreign(word: str) -> Reading[Tag | None]:
    return noted(None, OTHER_RULES, f"{quoted(word)} is a category of other rules")


def _meant(word: str, categories: Categories) -> str | None:
    return categories.named(word) or categories.loosely.get(folded_loosely(word))


def _with_amount(
    word: str, amount: str, manner: TagManner, categories: Categories, units: Units
) -> Reading[Tag | None]:
    name = _meant(word, categories) or word
    reading = read_amount(amount, manner.amounts, units)
    if reading.remark is None and categories.named(word) is None and name != word:
        tag = Tag(name, reading.values[0].amount)
        return noted(tag, "category-spelling", f"the category {quoted(word)} was read as `{name}`")
    return reading.mapped(lambda claim: Tag(name, claim.amount))


def _own_amount(text: str, manner: TagManner, units: Units) -> Amount | None:
    return read_amount(text, manner.amounts, units).values[0].amount if text else None


def _unknown(word: str, amount: Amount | None, manner: TagManner, categories: Categories) -> Reading[Tag | None]:
    sentence = f"unknown category {quoted(word)}"
    known = [*categories.settled, *categories.titles, *(title for title in categories.titles.values() if title)]
    guess = did_you_mean(word, known) if manner.guess else None
    readings = (*(Tag(name, amount) for name in categories.titles), None)
    return held(readings, "unknown-category", f"{sentence}; {guess}" if guess else sentence, word)


def _together(text: str, readings: Sequence[Reading[Tag | None]], categories: Categories) -> Reading[Tags]:
    certain = [tag for each in readings if not each.is_held() for tag in each.values if tag is not None]
    if prod(len(each.values) for each in readings) > _MOST_READINGS:
        every: tuple[Tags, ...] = (_all_declared(certain, categories),)
    else:
        ways = product(*(reading.values for reading in readings))
        every = tuple(dict.fromkeys(_each_once([tag for tag in way if tag is not None]) for way in ways))
    remark = joined([each.remark for each in readings if each.remark is not None])
    twice = _named_twice(certain)
    if twice and (remark is None or remark.outcome is Outcome.NOTED):
        return held(every, "category-twice", f"{quoted(text)} names `{twice}` twice with different amounts")
    return Reading(every, remark)


def _each_once(tags: Iterable[Tag]) -> Tags:
    """Each category in its first place; two amounts of one category add up where their unit is one."""
    amounts: dict[str, Amount | None] = {}
    for tag in dict.fromkeys(tags):
        before = amounts.get(tag.category)
        if tag.category not in amounts:
            amounts[tag.category] = tag.amount
        elif before is None or tag.amount is None or before.unit != tag.amount.unit:
            amounts[tag.category] = None
        else:
            amounts[tag.category] = Amount(before.number + tag.amount.number, before.unit)
    return tuple(Tag(category, amount) for category, amount in amounts.items())


def _named_twice(tags: Iterable[Tag]) -> str:
    names = [tag.category for tag in dict.fromkeys(tags)]
    return next((name for number, name in enumerate(names) if name in names[:number]), "")


def _all_declared(certain: Iterable[Tag], categories: Categories) -> Tags:
    """The row that could serve most: used where there are too many readings to list."""
    return _each_once([*certain, *(Tag(name) for name in categories.titles)])

"""What headings mean: a fixed vocabulary, the ruleset's fields, and its units.

A heading has at most one meaning. The most particular source of it wins: the words `member`, `date`,
`category`, `unit`; then the ruleset's own fields; then synonyms and units. Weak words (`id`, `activity`, the titles of
fields) mean something only where no better heading has taken that meaning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import Enum, unique
from typing import TypeAlias

from cedsl.lean import dataclass, regex
from cedsl.records.amounts import Units
from cedsl.records.folding import folded_heading
from cedsl.records.heading_units import unit_in
from cedsl.records.schema import AmountType, FieldType, Schema, TextType
from cedsl.records.table import Heading


@unique
class Part(Enum):
    """A column that every ruleset understands, by the name that messages give it."""

    MEMBER = "member"
    DATE = "date"
    STARTED = "started"
    CATEGORY = "category"
    UNIT = "unit"
    FROM = "from"
    UNTIL = "until"
    TYPE = "type"
    RULE = "rule"
    RULESET = "ruleset"
    ON = "on"
    REASON = "reason"
    APPROVER = "approver"
    JOINED = "joined"
    LEFT = "left"
    EVENT = "event"
    ENDED = "ended after midnight"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class AmountIn:
    """An amount in the named unit; None: in the unit that the row states, or else the ruleset's."""

    unit: str | None


@dataclass(frozen=True, slots=True)
class FieldNamed:
    """A field or fact; `unit` is set where the heading of a column of times names one."""

    name: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PartOf:
    """How much of the activity was in one category; in the named unit, or the one of the amount beside it."""

    category: str
    unit: str | None = None


Meaning: TypeAlias = Part | AmountIn | FieldNamed | PartOf

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Meanings by folded heading, and the weak words in the order in which they are tried.

    `times` names the fields whose headings may end in a unit of time (`break minutes`); `categories` are categories by
    folded name and title, which may head a column of their own; `titled` are fields by folded title, for headings that
    say nothing else. `settled` are meanings that were settled for headings of this source, before anything else is
    asked.
    """

    strong: Mapping[str, Meaning]
    weak: tuple[tuple[Meaning, tuple[str, ...]], ...]
    units: Units
    times: frozenset[str]
    categories: Mapping[str, str] = field(default_factory=dict)
    titled: Mapping[str, FieldNamed] = field(default_factory=dict)
    settled: Mapping[str, Meaning] = field(default_factory=dict)

    def words(self) -> tuple[str, ...]:
        """Every heading that would be understood, folded."""
        return tuple(self.strong)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Which headings took which meaning (more than one: they clash), and which took none."""

    taken: Mapping[Meaning, tuple[Heading, ...]]
    unread: tuple[Heading, ...]

    def first(self, meaning: Meaning) -> Heading | None:
        return next(iter(self.taken.get(meaning, ())), None)


def activity_vocabulary(schema: Schema, units: Units) -> Vocabulary:
    """What the headings of a file of activities can mean under a ruleset."""
    strong: dict[str, Meaning] = {}
    _add(strong, _CORE)
    _add(strong, [(FieldNamed(name), (name,)) for name in schema.fields if name != "course"])
    _add(strong, _PARTS)
    _add(strong, [(AmountIn(None), _AMOUNT_WORDS)])
    categories = {folded_heading(word) for pair in schema.categories.items() for word in pair}
    _add(strong, [(AmountIn(unit), (word,)) for word, unit in units.by_word.items() if word not in categories])
    usual = {name: FieldNamed(_declared_as(name, words, schema.fields)) for name, words in _FIELDS}
    _add(strong, [(usual[name], words) for name, words in _FIELDS])
    _add(strong, [*_SESSION, (Part.ENDED, (Part.ENDED.value,)), (Part.NOTHING, (ROW_IN_THIS_FILE,))])
    weak = tuple((usual[name], words) for name, words in _WEAK)
    titled = _titled(schema.field_titles)
    return Vocabulary(strong, (*_WEAK_MEMBER, *weak), units, _times(schema.fields), _categories(schema), titled)


def with_settled(vocabulary: Vocabulary, columns: Mapping[str, str]) -> Vocabulary:
    """The vocabulary in which each heading in `columns` means that; an amount is in the unit that its heading names."""
    every = ((heading, settled_meaning(means, vocabulary)) for heading, means in columns.items())
    bare, units = AmountIn(None), vocabulary.units
    settled = {folded_heading(each): AmountIn(unit_in(each, units)) if it == bare else it for each, it in every}
    return replace(vocabulary, settled={**vocabulary.settled, **settled})


def settled_meaning(means: str, vocabulary: Vocabulary) -> Meaning:
    """What an administrator's words for a column come to: `nothing`, `category ethics`, a heading that is understood,
    or the name of a field that no rule knows. A heading may itself say `field: region`.
    """
    words = means.split(None, 1)
    if folded_heading(means) == Part.NOTHING.value:
        return Part.NOTHING
    if len(words) == 2 and words[0].casefold() == Part.CATEGORY.value:
        return PartOf(vocabulary.categories.get(folded_heading(words[1]), words[1]))
    found = _meaning(means, replace(vocabulary, settled={}))
    if found is not None:
        return found
    weak = (meaning for meaning, several in vocabulary.weak if folded_heading(means) in map(folded_heading, several))
    return next(weak, FieldNamed(means))


def member_vocabulary(facts: Mapping[str, FieldType], units: Units, titles: Mapping[str, str] = _NONE) -> Vocabulary:
    """What the headings of a file of member facts can mean under a ruleset; `titles` are those of the facts."""
    strong: dict[str, Meaning] = {}
    _add(strong, _CORE[:1])
    _add(strong, [(FieldNamed(name), (name,)) for name in facts])
    _add(strong, [*_PARTS[:1], *_VALIDITY])
    return Vocabulary(strong, _WEAK_MEMBER, units, _times(facts), titled=_titled(titles))


def decision_vocabulary(units: Units) -> Vocabulary:
    """What the headings of a file of waivers, extensions and opening balances can mean."""
    strong: dict[str, Meaning] = {}
    _add(strong, [*_CORE[:1], *_DECISION, *_VALIDITY, *_CORE[2:], (AmountIn(None), _AMOUNT_WORDS)])
    _add(strong, [*_PARTS[:1], *_PARTS[3:], *((AmountIn(unit), (word,)) for word, unit in units.by_word.items())])
    return Vocabulary(strong, _WEAK_MEMBER, units, frozenset())


def reference_vocabulary(key: str, columns: Mapping[str, FieldType], units: Units) -> Vocabulary:
    """What the headings of a file of rows for a reference table can mean: its key, its columns, the validity."""
    strong: dict[str, Meaning] = {}
    _add(strong, [(FieldNamed(name), (name,)) for name in (key, *columns)])
    _add(strong, [*_VALIDITY, *((FieldNamed(key), words) for name, words in _FIELDS if name == key)])
    return Vocabulary(strong, (), units, _times(columns))


def assign(header: Iterable[Heading], vocabulary: Vocabulary) -> Assigned:
    """Each heading's meaning: strong words first, then titles and weak words for what is still missing."""
    taken: dict[Meaning, tuple[Heading, ...]] = {}
    left: list[Heading] = []
    for heading in header:
        meaning = _meaning(heading.text, vocabulary)
        if meaning is None:
            left.append(heading)
        else:
            taken[meaning] = (*taken.get(meaning, ()), heading)
    by_name = {meaning.name for meaning in taken if isinstance(meaning, FieldNamed)}
    for heading in tuple(left):
        named = vocabulary.titled.get(folded_heading(heading.text))
        if named is not None and named.name not in by_name:
            taken[named] = (*taken.get(named, ()), heading)
            left.remove(heading)
    for meaning, words in vocabulary.weak:
        if meaning not in taken and (heading_found := _ranked(left, words)) is not None:
            taken[meaning] = (heading_found,)
            left.remove(heading_found)
    return Assigned(taken, tuple(left))


def _titled(titles: Mapping[str, str]) -> Mapping[str, FieldNamed]:
    """Fields and facts by their folded titles; a title that two of them share means neither."""
    spelled = Counter(map(folded_heading, titles.values()))
    return {word: FieldNamed(name) for name, title in titles.items() if spelled[word := folded_heading(title)] == 1}


def _categories(schema: Schema) -> Mapping[str, str]:
    """Categories by folded name and title; a spelling that two of them share names neither."""
    spelled: dict[str, set[str]] = {}
    for name, title in schema.categories.items():
        for word in (name, title):
            spelled.setdefault(folded_heading(word), set()).add(name)
    return {word: next(iter(names)) for word, names in spelled.items() if word and len(names) == 1}


def _add(strong: dict[str, Meaning], entries: Iterable[tuple[Meaning, tuple[str, ...]]]) -> None:
    for meaning, words in entries:
        for word in words:
            strong.setdefault(folded_heading(word), meaning)
    strong.pop("", None)


def _ranked(headings: Sequence[Heading], words: tuple[str, ...]) -> Heading | None:
    by_word = {folded_heading(heading.text): heading for heading in reversed(headings)}
    return next((by_word[word] for each in words if (word := folded_heading(each)) in by_word), None)


def _meaning(text: str, vocabulary: Vocabulary) -> Meaning | None:
    """By the whole heading; else without qualifiers (`Total CPE hours`); else as a time (`breaks (min)`)."""
    settled = vocabulary.settled.get(folded_heading(text))
    whole = settled or vocabulary.strong.get(folded_heading(text))
    if whole is not None or len(text) > _LONGEST:
        return whole
    if own := _OWN_FIELD.fullmatch(text):
        return FieldNamed(own[1])
    words = _WORDS.findall(text)
    if (part := _part_of(text, words, vocabulary)) is not None:
        return part
    rest = vocabulary.strong.get(folded_heading("".join(each for each in words if _counts(each))))
    if isinstance(rest, AmountIn) and any(map(_counts, words)):
        return rest
    unit = vocabulary.units.named(words[-1]) if words else None
    base = vocabulary.strong.get(folded_heading("".join(words[:-1])))
    if unit is None or not isinstance(base, FieldNamed) or base.name not in vocabulary.times:
        return None
    return FieldNamed(base.name, unit)


def _part_of(text: str, words: Sequence[str], vocabulary: Vocabulary) -> PartOf | None:
    """`Ethics`, `Ethics hours`, `Of which ethics`: an amount in one category."""
    if not vocabulary.categories:
        return None
    unit = vocabulary.units.named(words[-1]) if len(words) > 1 else None
    rest = [word for word in (words[:-1] if unit else words) if word.casefold() not in _OF_WHICH]
    for each in (text, "".join(rest), "".join(words[:-1]) if unit else ""):
        category = vocabulary.categories.get(folded_heading(each))
        if category is not None:
            return PartOf(category, unit)
    return None


def _counts(word: str) -> bool:
    return word.casefold() not in _QUALIFIERS


def _declared_as(usual: str, words: tuple[str, ...], fields: Mapping[str, FieldType]) -> str:
    """The usual name, or the one of its synonyms that the ruleset declares instead."""
    known = {folded_heading(word) for word in words}
    return usual if usual in fields else next((name for name in fields if folded_heading(name) in known), usual)


def _times(fields: Mapping[str, FieldType]) -> frozenset[str]:
    return frozenset(name for name, each in fields.items() if isinstance(each, AmountType))


def type_of(name: str, fields: Mapping[str, FieldType]) -> FieldType:
    """The declared type; a field that the ruleset does not know is text, for no rule can ask about it."""
    return fields.get(name, TextType())


_LONGEST = 80
_OF_WHICH = frozenset(("of", "which", "thereof", "including", "credit", "credits", "in", "on"))
_WORDS = regex(r"[^\W_]+")
_OWN_FIELD = regex(r"field:\s*(\S.*)", re.IGNORECASE)

_CORE: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Part.MEMBER, ("member", "member id")),
    (Part.DATE, ("date",)),
    (Part.CATEGORY, ("category", "categories")),
    (Part.UNIT, ("unit",)),
    (AmountIn(None), ("amount",)),
)

_PARTS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (
        Part.MEMBER,
        (
            "member no", "member number", "membership no", "membership number", "membership id",
            "license", "licence", "license no", "licence no", "license number", "licence number",
            "license id", "licence id", "holder", "holder id", "credential holder", "certificate holder",
            "certificant", "person", "person id", "registrant", "registrant id", "registration no",
            "registration number", "bar no", "bar number", "bar id", "learner", "learner id", "user id",
            "employee id", "participant", "participant id", "attendee", "attendee id",
        ),
    ),
    (
        Part.DATE,
        (
            "completed", "completed on", "completion date", "date completed", "date of completion",
            "completed date", "end date", "date ended", "ended", "ended on", "activity date",
            "date of activity", "event date", "course date", "class date", "earned on", "date earned",
            "credit earned on", "attended on", "date attended", "date taken",
        ),
    ),
    (
        Part.STARTED,
        ("started", "started on", "start", "start date", "date started", "begin", "begun", "begin date"),
    ),
    (
        Part.CATEGORY,
        (
            "subject", "subjects", "topic", "topics", "subject area", "field of study", "credit type",
            "type of credit", "education credit type", "ce category", "cpe category", "credit category",
        ),
    ),
    (Part.UNIT, ("amount unit", "credit unit", "duration unit", "unit of measure", "unit of credit")),
)  # fmt: skip

ROW_IN_THIS_FILE = "row in this file"
"""The heading of a column that tells rows apart and says nothing else."""

_SESSION: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Part.JOINED, ("joined", "join time", "joined at", "time joined", "arrival", "sign in", "sign in time")),
    (Part.LEFT, ("left", "leave time", "left at", "time left", "departure", "sign out", "sign out time")),
    (Part.EVENT, ("meeting id", "webinar id", "session id", "meeting uuid")),
)  # fmt: skip

_VALIDITY: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Part.FROM, ("from", "valid from", "from date", "effective from", "effective", "since")),
    (Part.UNTIL, ("until", "valid until", "to", "valid to", "to date", "through", "effective until")),
)

_DECISION: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Part.TYPE, ("type", "decision", "decision type", "type of decision", "kind", "adjustment", "adjustment type")),
    (
        Part.RULE,
        ("rule", "rule id", "rule name", "statement", "statement id", "requirement", "requirement id", "about"),
    ),
    (Part.RULESET, ("ruleset", "rules", "credential", "certification", "designation")),
    (Part.ON, ("on", "date", "day", "opening day", "opening date", "balance date", "date of balance")),
    (
        Part.REASON,
        ("reason", "reasons", "because", "grounds", "justification", "explanation", "notes", "note", "comment"),
    ),
    (
        Part.APPROVER,
        ("approver", "approved by", "decided by", "granted by", "authorised by", "authorized by", "signed by"),
    ),
    (Part.UNTIL, ("extended until", "extended to", "new deadline", "deadline", "expires", "expires on", "end date")),
    (Part.FROM, ("start date", "starts", "starts on", "begins", "begins on")),
)

_AMOUNT_WORDS = ("amount", "credit", "credits", "duration", "quantity", "time spent", "length")
_QUALIFIERS = frozenset(
    ("total", "number", "no", "of", "in", "the", "contact", "clock", "credit", "ce", "cpe", "cle", "cme",
     "cpd", "earned", "claimed", "awarded", "duration", "time", "spent", "length", "amount")
)  # fmt: skip

_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mode", (
        "mode", "delivery mode", "delivery method", "delivery", "format", "method",
        "instructional delivery method", "mode of delivery", "method of delivery",
    )),
    ("role", ("role", "capacity", "attended as", "participation", "participant role")),
    ("kind", ("kind", "type", "activity type", "activity kind", "type of activity", "kind of activity")),
    ("provider", ("provider", "sponsor", "provider name", "sponsor name", "organizer", "organiser")),
    ("course", ("course id", "course code", "course no", "course number")),
    ("title", ("title", "activity title", "course title", "course name", "activity name", "event title")),
    ("grade", ("grade", "letter grade")),
    ("status", ("status", "approval status", "completion status", "claim status")),
    ("evidence", ("evidence", "certificate", "proof", "documentation", "certificate of completion")),
    ("approved-on", ("approved on", "approval date", "date approved", "approved date")),
    ("preparation", ("preparation", "preparation time", "prep", "prep time")),
    ("breaks", ("breaks", "break", "break time")),
    ("activity-id", (
        "activity id", "record id", "claim", "claim id", "claim no", "claim number", "entry id",
        "activity no", "activity number", "certificate no", "certificate number",
    )),
    ("notes", ("notes", "note", "comment", "comments", "remarks")),
)  # fmt: skip
"""Fields by their usual name, and the headings that mean them; names of their own are in `_WEAK` for some."""

_WEAK_MEMBER: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Part.MEMBER, ("id", "user", "name", "full name", "e-mail", "email")),
)
_WEAK = (
    ("activity-id", ("id",)),
    ("course", ("course",)),
    ("title", ("activity", "event", "session", "course", "description")),
    ("grade", ("score", "result", "mark")),
)

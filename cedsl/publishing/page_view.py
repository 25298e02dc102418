"""The page as values: every field is a text ready to print. Templates place them and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique

from cedsl.publishing.phrase_english import sentence, sentences


@unique
class Part(Enum):
    """The sections, in the order of the page. The name is the anchor: no statement's id has two hyphens."""

    GLANCE = "s--at-a-glance"
    NEEDS = "s--what-you-need"
    LIMITS = "s--limits"
    PERIOD = "s--your-period"
    CARRYING = "s--what-carries-over"
    CREDIT = "s--what-counts"
    TABLES = "s--lists"
    COUNTING = "s--how-we-count"
    NOTES = "s--notes"
    EXAMPLES = "s--worked-examples"
    QUESTIONS = "s--questions"
    CHECKLIST = "s--checklist"
    WORDS = "s--words"
    CONSEQUENCES = "s--consequences"


@dataclass(frozen=True, slots=True)
class Link:
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number large enough to be seen first, and the words under it."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Glance:
    link: Link
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. `depth` (0, 1, 2, ...) is how far it is set in; the words say so too.

    `cell` is the other column; `remarks` are sentences under it, `cites` where the row comes from. `also` is
    a second anchor, where the row stands for two statements.
    """

    anchor: str
    label: str
    cell: str
    remarks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    depth: str = "0"
    also: str = ""

    @property
    def indent(self) -> str:
        return "  " * int(self.depth)

    @property
    def dashes(self) -> str:
        return "–" * int(self.depth)

    @property
    def line(self) -> str:
        """The cell, the remarks and the source on one line."""
        said = sentences(self.cell, *self.remarks) if self.remarks else self.cell
        return " ".join(filter(None, (said, in_brackets(self.source))))

    @property
    def whole(self) -> str:
        """The label and the line: what is to be done has no cell beside it."""
        if self.cell:
            return f"{self.label}: {self.line}"
        return " ".join(filter(None, (sentence(self.label), self.line)))

    @property
    def source(self) -> str:
        return source_of(self.cites)


def source_of(cites: tuple[str, ...]) -> str:
    """`Source: R1.1, R1.4`, each once; empty where nothing is cited."""
    return f"Source: {', '.join(dict.fromkeys(cites))}" if cites else ""


def in_brackets(text: str) -> str:
    return f"({text})" if text else ""


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` name the row header and the other column."""

    caption: str
    columns: tuple[str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with an anchor of its own, and what else is to be said of it."""

    anchor: str
    text: str
    remarks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of it on one line."""
        return " ".join(filter(None, (self.text, *self.remarks, in_brackets(self.source))))

    @property
    def source(self) -> str:
        return source_of(self.cites)


@dataclass(frozen=True, slots=True)
class Needs:
    link: Link
    tables: tuple[Table, ...]
    duties: tuple[Item, ...]
    exempt: tuple[Item, ...]
    counting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    link: Link
    table: Table


@dataclass(frozen=True, slots=True)
class Clock:
    """One period; `name` is empty where the ruleset has only one."""

    name: str
    sentences: tuple[str, ...]
    sample: str


@dataclass(frozen=True, slots=True)
class Periods:
    link: Link
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """What one requirement carries over; `name` is empty where there is only one."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Carrying:
    link: Link
    overs: tuple[Over, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A reference table: `said` stands in the place of its rows where they are too many."""

    anchor: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    said: str


@dataclass(frozen=True, slots=True)
class Listings:
    link: Link
    tables: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    link: Link
    table: Table | None
    refusals: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    link: Link
    sentences: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    on: str
    amount: str
    categories: str
    details: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked example. `is_false` marks one that the rules do not bear out; `outcome` then says so.

    `says` leads to what is expected; `because` is the sum in the author's words.
    """

    title: str
    caption: str
    facts: tuple[str, ...]
    records: tuple[Record, ...]
    has_details: bool
    says: str
    expected: tuple[str, ...]
    because: str
    outcome: str
    is_false: bool
    cites: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return source_of(self.cites)

    @property
    def line(self) -> str:
        """What the rules say and why, on one line."""
        return " ".join(filter(None, (*self.expected, self.because)))


@dataclass(frozen=True, slots=True)
class Examples:
    """`shown` are worked out in full. Of `more`, under `heading`, only the outcome is seen at once.

    The activities of these are folded away; a form that cannot fold leaves them out and says `left_out`.
    `checked` says of all examples that the rules bear them out; it is empty where that is not so.
    """

    link: Link
    checked: str
    shown: tuple[Worked, ...]
    more: tuple[Worked, ...]
    heading: str
    left_out: str


@dataclass(frozen=True, slots=True)
class Question:
    """`rule` leads to the statement that the answer comes from; its text is empty where no statement does."""

    question: str
    answer: str
    rule: Link


@dataclass(frozen=True, slots=True)
class Questions:
    link: Link
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    link: Link
    caption: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Word:
    term: str
    written: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    caption: str
    words: tuple[Word, ...]
    has_meanings: bool


@dataclass(frozen=True, slots=True)
class Words:
    link: Link
    lists: tuple[Vocabulary, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    link: Link
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page. A section that has nothing to say is None; `contents` lists the others in order."""

    title: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    contents: tuple[Link, ...]
    glance: Glance | None
    needs: Needs | None
    limits: Limits | None
    period: Periods | None
    carrying: Carrying | None
    credit: Credit | None
    listings: Listings | None
    counting: Counting | None
    notes: Texts | None
    examples: Examples | None
    questions: Questions | None
    checklist: Checklist | None
    words: Words | None
    consequences: Texts | None
    footer: str

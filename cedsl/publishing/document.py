"""A document as values: every field is a text ready to print. Templates place them and decide nothing.

One tree serves all documents (the page of a ruleset, a notice to a member, what changed between editions) and all
formats. Its shape is published: whoever brings templates of their own builds on the names in this module. A block's
`kind` is the name of the template that prints it.
"""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from cedsl.lean import dataclass
from cedsl.publishing.phrase_words import quoted, sentence, sentences
from cedsl.publishing.tongue import say


@dataclass(frozen=True, slots=True)
class Link:
    """`anchor` is an id on the page; in a site it may be the address of another page. `language` is the code of the one
    in which that page and the text are, where it is another one.
    """

    anchor: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask, in parts: those with an address in `anchor` lead there, the others stand between."""

    parts: tuple[Link, ...]

    @property
    def line(self) -> str:
        return "".join(each.text for each in self.parts)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`tone`: `lead` stands out, `checked` says that something was verified, `wrong` is an error."""

    kind: ClassVar = "paragraph"
    text: str
    tone: Literal["plain", "lead", "checked", "wrong"] = "plain"


@dataclass(frozen=True, slots=True)
class Subheading:
    kind: ClassVar = "subheading"
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with an anchor of its own, what else is to be said of it, and where it comes from. `former` are
    anchors that it had before.
    """

    text: str
    anchor: str = ""
    remarks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return source_of(self.cites)

    @property
    def line(self) -> str:
        """All of it on one line."""
        return joined(self.text, *self.remarks, in_brackets(self.source))


@dataclass(frozen=True, slots=True)
class Bullets:
    kind: ClassVar = "bullets"
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list."""

    kind: ClassVar = "steps"
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number large enough to be seen first, and the words under it."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Figures:
    kind: ClassVar = "figures"
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """`role`: `code` is written as in a record; `blank` and `box` are to be filled in by hand. `address` is that of the
    page to which the text leads, where it leads to one.
    """

    text: str
    remarks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    role: Literal["plain", "code", "blank", "box"] = "plain"
    address: str = ""

    @property
    def source(self) -> str:
        return source_of(self.cites)

    @property
    def line(self) -> str:
        """The text, the remarks and the source on one line."""
        said = sentences(self.text, *self.remarks) if self.remarks else self.text
        return joined(said, in_brackets(self.source))


@dataclass(frozen=True, slots=True)
class Row:
    """The first cell names the row. `depth` (0, 1, 2, ...) is how far it is set in; the words say so too.

    `also` is a second anchor, where the row stands for two statements; `former` are anchors that it had before. `line`
    is the row as one line of text.
    """

    cells: tuple[Cell, ...]
    line: str
    anchor: str = ""
    also: str = ""
    depth: str = "0"
    former: tuple[str, ...] = ()

    @property
    def indent(self) -> str:
        return "  " * int(self.depth)

    @property
    def dashes(self) -> str:
        """What sets the row in where blanks would be lost; empty for depth 0."""
        return "–" * int(self.depth)


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` name the cells of each row. `style` is what the table is for; a `checklist` is filled in by hand."""

    kind: ClassVar = "table"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    style: Literal["rules", "records", "words", "list", "checklist", "ledger"] = "rules"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a timeline: its number in the drawing, where it lies from left to right in thousandths, its date,
    and what it is.
    """

    number: str
    at: str
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A period drawn: `marks` in the order of time; what counts begins at `first` and is `length` long, both in
    thousandths of the width. `text` says all of it in words.
    """

    kind: ClassVar = "timeline"
    text: str
    first: str
    length: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example. `wrong` is what to say of one that the rules do not bear out, else empty.

    `says` leads to what is expected; `because` is the sum in the author's words. `table` holds the activities;
    `caption` names them, or says that there are none.
    """

    kind: ClassVar = "example"
    title: str
    facts: tuple[str, ...]
    caption: str
    table: Table | None
    says: str
    expected: tuple[str, ...]
    because: str
    wrong: str = ""
    cites: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return source_of(self.cites)

    @property
    def whole(self) -> str:
        """The title, what the rules say and why, on one line."""
        return labelled(quoted(self.title), self.line)

    @property
    def line(self) -> str:
        """What the rules say and why, on one line."""
        return joined(*self.expected, self.because)


@dataclass(frozen=True, slots=True)
class Further:
    """Examples of which only the outcome is seen at once. A form that cannot fold leaves their activities out and
    says `left_out`.
    """

    kind: ClassVar = "further"
    heading: str
    left_out: str
    show: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`rule` leads to the statement that the answer comes from; its text is empty where no statement does."""

    question: str
    answer: str
    rule: Link


@dataclass(frozen=True, slots=True)
class Questions:
    kind: ClassVar = "questions"
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of what is needed is counted; `filled` is in thousandths, at most 1000."""

    label: str
    words: str
    filled: str
    state: Literal["met", "short", "open"]

    @property
    def line(self) -> str:
        return labelled(self.label, self.words)


@dataclass(frozen=True, slots=True)
class Bars:
    kind: ClassVar = "bars"
    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Downloads:
    """Other forms and languages of the document: `anchor` is an address, relative to the document's own."""

    kind: ClassVar = "downloads"
    links: tuple[Link, ...]


Block: TypeAlias = (
    Paragraph
    | Subheading
    | Bullets
    | Steps
    | Figures
    | Table
    | Timeline
    | Example
    | Further
    | Questions
    | Bars
    | Downloads
)


@dataclass(frozen=True, slots=True)
class Section:
    """`name` is the same in every language and edition (`needs`, `limits`); the anchor is `s--` and the name."""

    name: str
    heading: str
    blocks: tuple[Block, ...]

    @property
    def anchor(self) -> str:
        return f"s--{self.name}"


@dataclass(frozen=True, slots=True)
class Document:
    """`language` is a code as HTML states it. `facts`, `sources` and `contacts` stand under the title, `footer` last.
    `stamp` stands at the foot of every printed page of HTML.
    """

    language: str
    title: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...]
    contacts: tuple[Contact, ...] = ()
    stamp: str = ""

    def section(self, name: str) -> Section | None:
        """The section of this name; None where the document has nothing to say there."""
        return next((each for each in self.sections if each.name == name), None)


def source_of(cites: tuple[str, ...]) -> str:
    """`Source: R1.1, R1.4`, each once; empty where nothing is cited."""
    return say("Source: {sources}", sources=", ".join(dict.fromkeys(cites))) if cites else ""


def in_brackets(text: str) -> str:
    return f"({text})" if text else ""


def joined(*texts: str) -> str:
    """The texts with a space between, empty ones left out."""
    return " ".join(filter(None, texts))


def labelled(label: str, line: str) -> str:
    """`Total: 36 hours`; what has nothing beside it is a sentence by itself."""
    return say("{label}: {line}", label=label, line=line) if line else sentence(label)

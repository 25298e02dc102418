"""No digit is on a page that no slot put there: numbers and days are written by the language, from the rules."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from cedsl.publishing.render import laid_out
from cedsl.publishing.tongue import speaking
from tests.publishing.bundle import document
from tests.publishing.catalogue import messages
from tests.publishing.marked import PLAIN, Marked, with_marks
from tests.rulesets.bundled import NAMES, ruleset

UNREAD = {"style", "code"}
"""What is no text of the page: how it looks, and the words of records, which are written as they are in a file."""

NUMBERS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|double[ds]?|half|halves|thirds?|quarters?|"
    r"dozen|hundred|thousand|second|single|both|pairs?|one)\b",
    re.IGNORECASE,
)


class Text(HTMLParser):
    """What a reader reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in UNREAD:
            self.inside.append(tag)
        self.texts.extend(value for name, value in attrs if name == "aria-label" and value)

    def handle_endtag(self, tag):
        if tag in UNREAD:
            self.inside.remove(tag)

    def handle_data(self, data):
        if not self.inside:
            self.texts.append(data)


@pytest.mark.parametrize("name", NAMES)
def test_every_digit_of_a_page_came_through_a_slot(name):
    with speaking(Marked()):
        html = laid_out(document(with_marks(ruleset(name))), "html")
    read = Text(html).texts
    assert [text for text in read if re.search("[0-9]", text)] == []
    assert any(text != text.translate(PLAIN) for text in read), "the test's own digits are on the page"


def test_the_number_words_of_the_messages_have_been_read(golden):
    """A number word in a message is no figure of the rules: "the one that serves you best", "more than once". Where it
    is one ("half of the credit"), the message is chosen by the figure. Read what is new in the golden file.
    """
    forms = (form for each in messages() for form in each.forms)
    held = {form for form in forms if NUMBERS.search(re.sub(r"\{\w+\}", "", form))}
    golden("".join(f"{form}\n" for form in sorted(held)), "number-words.txt")


def test_no_message_holds_a_digit():
    assert [each.forms for each in messages() if any(re.search("[0-9]", form) for form in each.forms)] == []

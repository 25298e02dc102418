"""What a page cannot say in its language is told, counted at the foot, and marked in HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.languages import tongue_of
from cedsl.publishing.render_marks import CLOSE, END, OPEN, START, marked, marker, spanned
from cedsl.publishing.render_page import Wanted, page_as
from cedsl.publishing.tongue_catalogue import Catalogued
from cedsl.source import Source
from cedsl.syntax import parse
from tests.publishing.test_page_hostile import ATTACKS, ruleset_with

RULES = """ruleset registry "Registry of Guides"
category FLD "field work"
category LAW "law & order"
require 20h within 2y
min 5h category FLD
min 2h category LAW
example "twenty hours" {
    as of 2025-06-30
    2025-03-01 18h FLD
    2025-04-01 2h LAW
    expect met
}
"""
SAID = RULES + 'in French { "Registry of Guides" is "Registre des guides"; "twenty hours" is "vingt heures" }\n'


def rules(text: str) -> Ruleset:
    source = Source("rules.ce", text)
    resolved = resolve(parse(source).file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return resolved.ruleset


class Seen(HTMLParser):
    """The texts in elements of the class, and all tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside, self.depth = [], 0
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if ("class", "untranslated") in attrs:
            assert ("lang", "en") in attrs
            self.inside.append("")
            self.depth = 1

    def handle_endtag(self, tag):
        if tag == "span":
            self.depth = 0

    def handle_data(self, data):
        if self.depth:
            self.inside[-1] += data


def french(text: str, form: str = "html", **outcomes: bool):
    return page_as(rules(text), outcomes or None, Wanted(form, tongue_of("fr")))


def test_what_the_author_did_not_translate_is_named():
    found = french(SAID)
    assert found.untranslated == ("field work", "law & order")
    assert french(RULES).untranslated == ("Registry of Guides", "field work", "law & order", "twenty hours")


def test_in_html_each_such_text_is_marked_as_english():
    seen = Seen(french(SAID).data.decode())
    assert {each.lower() for each in seen.inside} == {"field work", "law & order"}
    assert not [each for each in seen.inside if "Registre" in each]
    assert "<title>Registre des guides</title>" in french(SAID).data.decode()


def test_the_page_says_at_its_foot_how_many():
    found = french(SAID)
    count = len(found.untranslated) + len(found.missing)
    for form in ("html", "fragment", "md", "txt"):
        text = french(SAID, form).data.decode()
        assert re.search(rf"\b{count}\b", text.rstrip().splitlines()[-4:].__str__()), form


def test_a_page_in_english_has_no_such_mark():
    found = page_as(rules(RULES), None, Wanted("html"))
    assert not found.untranslated
    assert not found.missing
    assert 'class="untranslated"' not in found.data.decode()


def test_examples_are_known_by_their_new_titles():
    """The outcome of `twenty hours` is that of `vingt heures`: a page that knows it says that all are checked."""
    known = page_as(rules(SAID), {"twenty hours": True}, Wanted("txt", tongue_of("fr"))).data
    unknown = page_as(rules(SAID), None, Wanted("txt", tongue_of("fr"))).data
    assert b"Vingt heures" in known
    assert len(known.splitlines()) > len(unknown.splitlines())


def test_a_message_that_the_catalogue_lacks_is_named_and_marked():
    whole = tongue_of("fr")
    assert isinstance(whole, Catalogued)
    lacking = replace(
        whole, messages={k: v for k, v in whole.messages.items() if k[1] != "How we count"}, untranslated={}
    )
    found = page_as(rules(RULES), None, Wanted("html", lacking))
    assert "How we count" in found.missing
    assert f"{START}How we count{END}" in found.data.decode()


@pytest.mark.parametrize("name", ATTACKS)
def test_marks_never_break_a_page(name):
    """The elements are those of the page in English and the marks, whatever the untranslated texts are."""
    ruleset = ruleset_with(ATTACKS[name])
    plain = page_as(ruleset, None, Wanted("html", replace(tongue_of("fr"), untranslated={}))).data.decode()
    assert spanned(plain) == plain
    seen, tags = Seen(plain), Seen(re.sub(rf"{re.escape(START)}(.*?){END}", r"\1", plain)).tags
    assert [each for each in seen.tags if each != "span"] == [each for each in tags if each != "span"]
    assert "script" not in seen.tags
    assert "img" not in seen.tags


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Field work", "(Field work)"),
        ("the field work done", "the (field work) done"),
        ("fieldwork, afield work", "fieldwork, afield work"),
        ("2 files of field works", "2 files of field works"),
    ],
)
def test_a_text_is_found_whole_and_with_a_capital(text, shown):
    found = marker(["field work"])
    assert found is not None
    assert marked(text, found).replace(OPEN, "(").replace(CLOSE, ")") == shown


def test_a_message_with_slots_is_found_and_one_of_slots_alone_is_not():
    found = marker(["You need {amount} in all", "{label}: {line}"])
    assert found is not None
    assert marked("You need 3 hours in all: so", found) == f"{OPEN}You need 3 hours in all{CLOSE}: so"
    assert marker(["{label}: {line}"]) is None


def test_no_mark_is_left_where_no_element_can_be():
    mark = f"{OPEN}a{CLOSE}"
    html = f'<title>{mark}</title><style>{mark}</style><p title="b > {mark}">{mark}</p><!-- {mark} -->'
    assert spanned(html) == f'<title>a</title><style>a</style><p title="b > a">{START}a{END}</p><!-- a -->'

"""Whatever an author writes is text on the page: it runs nowhere, and it stands there as written."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache

import pytest

from cedsl.model import resolve
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.render import FORMATS, render
from cedsl.publishing.render_escape import harmless
from cedsl.source import Source
from cedsl.syntax import parse
from tests.publishing.bundle import document
from tests.publishing.skeleton import FORMS, Form, Seen, bare, markdown_seen, skeleton

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "image": "</style></title><img src=x onerror=alert(1)>",
    "comment": "<!-- gone --> &lt;b&gt; &amp;",
    "attribute": "' onmouseover='alert(1)",
    "jinja": "{{ 7 * 7 }} {% raw %} {# gone #}",
    "markdown": "`code` **bold** _thin_ ~~gone~~ [link](javascript:alert(1)) ![image](x) <http://x.y>",
    "pipes": "one | two || three",
    "heading": "# heading",
    "rule": "--- === ***",
    "list": "- item",
    "number": "1. item",
    "quote": "> quote",
    "code": "    indented",
    "backslash": "\\ \\n \\| \\",
    "turned": "safe \u202etxet\u202c \u2066x\u2069",
    "marks": "\u200eleft \u200fright",
    "control": "bell \x07 escape \x1b[31m",
    "lines": "one\u2028two\x0bthree",
    "long": "W" * 10_000,
    "emoji": "👩‍⚖️ ÄÖÜ 法律",
    "latex": "\\input{/etc/passwd} $x^2$ \\write18{ls} %",
    "typst": '#read("/etc/passwd") #import "x" $x$ = heading *bold* @ref <label> //',
    "climbing": "../../../etc/passwd",
}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "ul", "ol", "li", "p",
    "nav", "main", "section", "article", "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "strong", "em", "span", "dl", "dt", "dd", "code", "footer", "hr", "input", "details", "summary",
    "figure", "figcaption", "svg", "line", "rect", "text",
}  # fmt: skip


CALM = "calm"


def ruleset_with(text: str) -> Ruleset:
    """A ruleset with the text wherever an author may write one, also a text that the parser would refuse."""
    source = Source("bad.ce", written(CALM))
    resolved = resolve(parse(source).file, source)
    assert resolved.ruleset is not None, resolved.diagnostics
    return replaced(resolved.ruleset, text)


def replaced(value, text):
    """The value with the text for the calm one, in every dataclass, tuple and mapping inside it."""
    match value:
        case str():
            return value.replace(CALM, text)
        case tuple():
            return tuple(replaced(each, text) for each in value)
        case dict():
            return {name: replaced(each, text) for name, each in value.items()}
        case Enum() | Source():
            return value
        case _ if is_dataclass(value):
            return replace(value, **{each.name: replaced(getattr(value, each.name), text) for each in fields(value)})
        case _:
            return value


def written(text: str) -> str:
    return f"""ruleset bad "{text}"
issued by "{text}"
edition "{text}" in force from 2024-01-01
source "{text}"
note "{text}"
consequence "{text}"
category HR "{text}"
mode passive "{text}"
role teacher "{text}"
field kind-of-room: yes or no "{text}"
member joined: date "{text}"
member class: one of "A {text}", "B"
credit role teacher "{text}": contact time only
refuse mode passive and kind-of-room is yes "{text}"
require 36h within 3y from member joined "{text}" cite "{text}" failing "{text}" {{
    min 3h category HR
    min 2h provider "{text}" cite "{text}"
    cap 12h mode passive
    duty "{text}"
    exempt when member class is "A {text}" "{text}" cite "{text}"
}}
example "{text}" {{
    as of 2025-06-30
    member joined 2024-01-01
    2024-03-01 8h HR provider "{text}"
    expect short 1h
    because "{text}"
}}
"""


def shown(text: str, form: str) -> str:
    return render(ruleset_with(text), form)


def test_the_parser_lets_most_of_it_through():
    source = Source("bad.ce", written(ATTACKS["script"] + ATTACKS["jinja"] + ATTACKS["markdown"]))
    assert resolve(parse(source).file, source).ruleset is not None


def plain(text: str) -> str:
    return " ".join(harmless(text).split())


def inert(seen: Seen) -> None:
    assert {tag for tag, _ in seen.tags} <= ALLOWED
    assert not [name for _, names in seen.tags for name in names if name.startswith("on")]
    assert seen.comments == []


@pytest.mark.parametrize("name", ATTACKS)
def test_html(name):
    seen = Seen(shown(ATTACKS[name], "html"))
    inert(seen)
    assert [tag for tag, _ in seen.tags].count("title") == 1
    assert plain(ATTACKS[name]) in " ".join(seen.text.split())


@pytest.mark.parametrize("name", ATTACKS)
def test_markdown(name):
    text = shown(ATTACKS[name], "md")
    seen = markdown_seen(text)
    inert(seen)
    assert "code" not in {tag for tag, _ in seen.tags}
    assert "a" not in {tag for tag, _ in seen.tags}
    assert [tag for tag, _ in seen.tags].count("h1") == 1
    assert plain(ATTACKS[name]) in " ".join(seen.text.split())


@pytest.mark.parametrize("name", ATTACKS)
def test_plain_text(name):
    text = shown(ATTACKS[name], "txt")
    assert plain(ATTACKS[name]) in " ".join(text.split())
    assert "49" not in shown(ATTACKS["jinja"], "txt").split()


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_turns_the_direction_or_rings_the_bell(form):
    text = shown(ATTACKS["turned"] + ATTACKS["control"], form)
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x07\x1b")
    assert "[U+202E]" in text.replace("\\", "")


@cache
def skeleton_with(text: str, form: Form) -> tuple[list[object], str]:
    """The skeleton of the page, and what it says where the text does not stand. The rules as they were written, which
    are in the page for programs, stay calm.
    """
    rules = ruleset_with(text)
    structure, said = skeleton(document(rules), rules, form)
    return structure, said.replace(bare(text if form == "json" else harmless(text)), CALM)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_change_no_other_line(name: str, form: Form) -> None:
    """The skeleton of the page is the same whatever the texts are, and so is everything that others say. A long text
    is compared with one as long, since a long sentence is told in two.
    """
    text = ATTACKS[name].strip()
    calm = CALM if len(text) < 1000 else "V" * len(text)
    assert skeleton_with(text, form) == skeleton_with(calm, form)

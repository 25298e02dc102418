"""Templates of an administrator's own: they take the place of ours, see plain values, and can do no harm."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from cedsl import workspace
from cedsl.publishing import document as d
from cedsl.publishing.page import page
from cedsl.publishing.render import Alternate, Levels, laid_out, own_names
from cedsl.publishing.render_refused import RefusedError
from cedsl.publishing.render_sandbox import FILTERS, METHODS
from cedsl.workspace.pages import load_templates
from tests.docs.pages import blocks
from tests.rulesets import bundled

PAGE = "html/document.html.jinja"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "templates.md"


def made(template: str, **more: str) -> str:
    document = page(bundled.ruleset("ala/clm"), None)
    return laid_out(document, "html", templates={PAGE: template, **more})


def refused(template: str) -> str:
    with pytest.raises(RefusedError) as caught:
        made(template)
    return str(caught.value)


def test_a_block_of_ours_is_replaced():
    text = made(
        '{% extends "cedsl/html/document.html.jinja" %}{% block footer %}<footer>{{ document.title }} &</footer>{% endblock %}'
    )
    assert "<footer>Certified Legal Manager: recertification &</footer>" in text
    assert "from the same rules that decide" not in text
    assert "<h1>Certified Legal Manager: recertification</h1>" in text


def test_a_template_takes_the_place_of_ours_of_the_same_name():
    document = d.Document("en", "T", (), (), (d.Section("a", "A", (d.Paragraph("<b>"),)),), ())
    text = laid_out(document, "fragment", templates={"html/paragraph.html.jinja": "<p>so: {{ block.text }}</p>\n"})
    assert "<p>so: &lt;b&gt;</p>" in text


def test_the_templates_of_ours_stay_as_they_are():
    """In the sandbox they give the very page that they give without."""
    document = page(bundled.ruleset("nremt/nccp"), None)
    for form in ("html", "fragment", "md", "txt"):
        assert laid_out(document, form, templates={"html/none.jinja": ""}) == laid_out(document, form)


def test_texts_and_lists_can_be_worked_with():
    text = made(
        '{{ "<b>" ~ document.title.upper() }} {{ document.section("limits").heading }} {{ _("Skip to the text") }}'
    )
    assert text == "&lt;b&gt;CERTIFIED LEGAL MANAGER: RECERTIFICATION Limits Skip to the text"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("\n{{ documnt.title }}", f"{PAGE}, line 2: nothing is called `documnt` here"),
        ("\n\n{{ document.titel }}", f"{PAGE}, line 3: `Document` has no `titel`"),
        ("\n{% for %}", f"{PAGE}, line 2: Expected an expression, got `end of statement block`"),
        ("{% include 'html/mine.jinja' %}", f"{PAGE}, line 1: there is no template `html/mine.jinja`"),
        ("{{ 1 / 0 }}", f"{PAGE}, line 1: a number is divided by 0"),
        ("{{ _('{x}') }}", f"{PAGE}, line 1: nothing is called `x` here"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(template, said):
    assert refused(template) == said


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ document.__class__ }}", "`__class__` cannot be used in a template"),
        ("{{ document.__class__.__init__.__globals__ }}", "`__init__` cannot be used in a template"),
        ("{{ _.__globals__ }}", "`__globals__` cannot be used in a template"),
        ("{{ self._TemplateReference__context }}", "`_TemplateReference__context` cannot be used"),
        ("{{ _('{x.__class__}', x='a') }}", "braces hold a name and nothing else"),
        ("{{ _('{x:>999999999}', x='a') }}", "braces hold a name and nothing else"),
        ("{{ _('{x}', x=document) }}", "must be texts"),
        ("{{ document.title | safe }}", "nothing called `safe` can stand behind `|`"),
        ("{% autoescape false %}{{ document.title }}{% endautoescape %}", "escaping cannot be turned off"),
        ("{{ document.sections.append(1) }}", "there is no `append` here"),
        ("{% do document %}", "a template knows no `{% do %}`"),
        ("{% include '../../../etc/passwd' %}", "there is no template"),
        ("{% include '/etc/passwd' %}", "there is no template"),
        ("{% include 'cedsl/../document.py' %}", "there is no template"),
        ("{{ lipsum() }}", "nothing is called `lipsum` here"),
    ],
)
def test_nothing_is_reached_and_nothing_unescaped(template, said):
    assert said in refused(template)


DOUBLED = "{% set s = document.title %}" + "{% set s = DOUBLE %}" * 60 + "{{ s }}"
NESTED = "".join(f"{{% for {name} in document.title %}}" for name in "abcdefgh") + "{% endfor %}" * 8
TWICE = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% for i in range(1000000000) %}{% endfor %}", "nothing is called `range` here"),
        ("{% for a in document.sections recursive %}{{ loop(document.sections) }}{% endfor %}", "cannot be recursive"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "without end"),
        (f"{{% include '{PAGE}' %}}{{% include '{PAGE}' %}}", "without end"),
        (TWICE, "come to no end"),
        (NESTED, "come to no end"),
        (DOUBLED.replace("DOUBLE", "s ~ s"), "write too much"),
        (DOUBLED.replace("DOUBLE", "s + s"), "write too much"),
        (DOUBLED.replace("DOUBLE", "[s, s] | join"), "write too much"),
        ("{{ document.title * 1000000000 }}", "`*` cannot be used like this"),
        ("{{ 10 ** 10 ** 10 }}", "`**` cannot be used like this"),
        ("{{ '%1000000000d' % 1 }}", "`%` cannot be used like this"),
        ("{{ 'x'.ljust(1000000000) }}", "`ljust` cannot be used"),
        ("{{ '{:>1000000000}'.format(1) }}", "`format` cannot be used"),
        ("{{ '{:>1000000000}'['format'](1) }}", "`format` cannot be used"),
        ("{{ ['{:>1000000000}'] | map(attribute='format') | list }}", "`format` cannot be used"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "without end"),
    ],
)
def test_every_template_comes_to_an_end(template, said):
    assert said in refused(template)


# ------------------------------------------------------------------------------------------ the folder


def folder_with(tmp_path: Path, name: str, text: str) -> Path:
    file = tmp_path / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return tmp_path / "templates"


def test_a_folder_is_read_by_the_names_in_it(tmp_path):
    folder = folder_with(tmp_path, PAGE, "{{ document.title }}")
    folder_with(tmp_path, "html/mine/part.jinja", "x")
    folder_with(tmp_path, "notes.txt", "not read")
    assert load_templates(str(folder)) == {PAGE: "{{ document.title }}", "html/mine/part.jinja": "x"}


def test_what_lies_outside_the_folder_is_not_read(tmp_path):
    folder = folder_with(tmp_path, PAGE, "{% include 'html/secret.jinja' %}")
    (tmp_path / "secret.jinja").write_text("secret", "utf-8")
    (folder / "html" / "secret.jinja").symlink_to(tmp_path / "secret.jinja")
    with pytest.raises(RefusedError, match="lies outside the folder of templates"):
        load_templates(str(folder))


def test_a_linked_folder_is_not_entered(tmp_path):
    folder = folder_with(tmp_path, PAGE, "x")
    other = tmp_path / "other"
    other.mkdir()
    (other / "part.jinja").write_text("secret", "utf-8")
    (folder / "linked").symlink_to(other)
    assert load_templates(str(folder)) == {PAGE: "x"}


def test_a_folder_without_a_name_of_ours_would_change_nothing(tmp_path):
    folder = folder_with(tmp_path, "html/documnt.html.jinja", "x")
    with pytest.raises(RefusedError, match="no template that takes the place of one of cedsl's own"):
        load_templates(str(folder))


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\xff\xfe", "is no text in UTF-8"), (b"x" * (256 * 1024 + 1), "is larger than 256 KiB")],
)
def test_a_template_is_a_text_of_reasonable_length(tmp_path, data, said):
    folder = folder_with(tmp_path, PAGE, "")
    (folder / PAGE).write_bytes(data)
    with pytest.raises(RefusedError, match=said):
        load_templates(str(folder))


def test_there_must_be_a_folder(tmp_path):
    with pytest.raises(RefusedError, match="there is no folder"):
        load_templates(str(tmp_path / "none"))


def test_a_false_page_is_refused_before_its_templates_run(tmp_path):
    folder = folder_with(tmp_path, PAGE, "{{ nothing }}")
    found = workspace.publish(bundled.ruleset("ala/clm"), workspace.PageAsked(templates=str(folder)))
    assert found == workspace.Refused(f"{PAGE}, line 1: nothing is called `nothing` here")


# --------------------------------------------------------------------------------------- the reference


KINDS = [each for each in vars(d).values() if isinstance(each, type) and is_dataclass(each)]
VALUES = [*KINDS, Alternate, Levels]


def names_of(value: type) -> set[str]:
    """What a template can read: fields, and what is derived from them."""
    derived = {name for name, each in vars(value).items() if isinstance(each, property)}
    return {each.name for each in fields(value)} | derived


def described() -> dict[str, set[str]]:
    """The fields in the tables of the reference, by the name of the value in the heading before."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in REFERENCE.read_text("utf-8").splitlines():
        if heading := re.match(r"#+ (?:`\w+`: )?([A-Z]\w+)$", line):
            name = heading[1]
        elif row := re.match(r"\| `(\w+)`", line):
            found.setdefault(name, set()).add(row[1])
    return found


def test_the_example_of_the_reference_does_what_it_says(tmp_path):
    """Its session runs with the documents; here is what it makes."""
    for block in blocks(REFERENCE):
        if "file" in block.options:
            file = tmp_path / block.options["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.body, "utf-8")
    rules = workspace.load_rulebook(str(tmp_path / "rules.ce"), lambda _: b"").editions[0]
    made = workspace.publish(rules, workspace.PageAsked(templates=str(tmp_path / "templates")))
    text = made.data.decode()
    assert ".cedsl { --accent: #6b2d5c; }\n</style>" in text
    footer = "<footer>\n<p>Registry of Guides is administered by the Board of Examiners.</p>\n<p>cedsl makes this page"
    assert footer in text
    assert '<ol class="steps">\n<li>We accept the activity or refuse it.</li>' in text


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_field_is_in_the_reference(value):
    assert described()[value.__name__] == names_of(value)


def test_every_kind_is_in_the_reference_by_its_name():
    text = REFERENCE.read_text("utf-8")
    for kind in KINDS:
        if hasattr(kind, "kind"):
            assert f"`{kind.kind}`: {kind.__name__}\n" in text


def test_the_reference_names_every_template_filter_and_method():
    text = REFERENCE.read_text("utf-8")
    kinds = {kind.kind for kind in KINDS if hasattr(kind, "kind")}
    by_kind = {f"{folder}/{kind}.{folder}.jinja" for folder in ("html", "md", "txt") for kind in kinds}
    assert by_kind <= own_names()
    assert {name for name in own_names() - by_kind if f"`{name}`" not in text} == set()
    assert {name for name in (*FILTERS, *METHODS) if f"`{name}`" not in text} == set()

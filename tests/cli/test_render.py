"""`cedsl render`: the forms, the languages, and everything that stops it."""

from __future__ import annotations

import sys

import pytest

RULES = 'ruleset registry "Registry of Guides"\ncategory FLD "Field work"\nrequire 20h within 2y\nmin 5h category FLD\n'


@pytest.fixture
def rules(tmp_path):
    file = tmp_path / "rules.ce"
    file.write_text(RULES, "utf-8")
    return file


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("html", b"<!DOCTYPE html>"),
        ("fragment", b'<div class="cedsl" lang="en">'),
        ("md", b"# Registry of Guides"),
        ("txt", b"Registry of Guides\n"),
        ("pdf", b"%PDF-1."),
        ("docx", b"PK"),
        ("json", b'{\n  "schema": "cedsl/page-1"'),
    ],
)
def test_every_form_into_a_file_and_through_a_pipe(run, rules, tmp_path, form, begins):
    page = tmp_path / "page"
    piped = run("render", str(rules), "--format", form)
    written = run("render", str(rules), "--format", form, "--output", str(page))
    assert (piped.exit_code, written.exit_code) == (0, 0)
    assert piped.stdout_bytes.lstrip().startswith(begins)
    assert page.read_bytes() == piped.stdout_bytes


def test_the_same_rules_give_the_same_bytes(run, rules):
    for form in ("pdf", "docx", "json"):
        made = [run("render", str(rules), "--format", form).stdout_bytes for _ in range(2)]
        assert made[0] == made[1]


def test_levels_of_headings(run, rules):
    page = run("render", str(rules), "--format", "fragment", "--heading-level", "3").stdout
    assert "<h3>Registry of Guides</h3>" in page
    assert "<h1" not in page
    assert "<h2" not in page


def test_paper(run, rules):
    assert run("render", str(rules), "--format", "pdf").stdout_bytes != (
        run("render", str(rules), "--format", "pdf", "--paper", "letter").stdout_bytes
    )


def test_a_language(run, rules):
    found = run("render", str(rules), "--lang", "fr-CA")
    assert found.exit_code == 0
    assert '<html lang="fr-CA">' in found.stdout
    assert found.stderr.startswith(
        "2 texts of the rules are not said in French: “Registry of Guides”, “Field work”\n"
        "  help: the page shows them as they were written; add them under `in French { … }`\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "xx"], "cedsl: there is no language `xx` here; there are en, es, fr\n"),
        (["--format", "md", "--paper", "a4"], "--paper is for --format pdf, not md"),
        (["--format", "txt", "--heading-level", "2"], "--heading-level is for --format html or fragment, not txt"),
        (["--format", "pdf", "--templates", "."], "--templates is for --format html, fragment, md or txt, not pdf"),
        (["--heading-level", "5"], "5 is not in the range 1<=x<=4"),
        (["--templates", "nowhere"], "cedsl: there is no folder `nowhere` with templates\n"),
    ],
)
def test_what_cannot_be_is_said(run, rules, arguments, said):
    found = run("render", str(rules), *arguments)
    assert found.exit_code == 2
    assert said in found.stderr
    assert not found.stdout


@pytest.mark.parametrize(("form", "package"), [("pdf", "typst"), ("docx", "docx")])
def test_a_missing_package(run, rules, monkeypatch, form, package):
    monkeypatch.setitem(sys.modules, package, None)
    found = run("render", str(rules), "--format", form)
    assert found.exit_code == 2
    assert found.stderr.count("\n") == 1
    assert f'is not installed: pip install "cedsl[{form}]"' in found.stderr


def test_a_mistake_in_a_template_has_its_place(run, rules, tmp_path):
    folder = tmp_path / "templates" / "html"
    folder.mkdir(parents=True)
    (folder / "title.html.jinja").write_text("<h1>\n{{ document.titel }}</h1>", "utf-8")
    found = run("render", str(rules), "--templates", str(folder.parent), "--output", str(tmp_path / "page.html"))
    assert found.exit_code == 2
    assert found.stderr == "cedsl: html/title.html.jinja, line 2: `Document` has no `titel`\n"
    assert not (tmp_path / "page.html").exists()

"""What is wrong in a template is told in an administrator's words."""

from __future__ import annotations

import pytest
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cedsl.publishing.render_template_words import wrong

SAID = {
    "{{ foo }}": "nothing is called `foo` here",
    "{{ page.titel }}": "there is no `titel` here",
    "{{ page.parts[9] }}": "the list has no entry 9; the first is 0",
    "{% if page %}<p>": "`{% if %}` is never closed: write `{% endif %}`",
    "{% if page %}{% endfor %}": "`{% endif %}` must come before `{% endfor %}`: `{% if %}` is still open",
    "{% endif %}": "`{% endif %}` closes nothing",
    "{% else %}": "`{% else %}` stands outside `{% if %}`",
    "{% frob %}": "a template knows no `{% frob %}`",
    "{% for x page %}": "`in` is missing before `page`",
    "{% for x in 5 %}{% endfor %}": "`{% for %}` needs a list, and this is none",
    "{{ 1 + }}": "something is missing before `}}`",
    "{{ (1, 2 }}": "`)` is missing before `}`",
    "{{ page.title }": "`}` does not fit here; look whether every `{{`, `{%` and bracket is closed",
    '{{ "abc }}': "words in quotes never end",
    "{{ 'abc }}": "words in quotes never end",
    "{{ 1 $ }}": "`$` means nothing here",
    "{{ page | markdown }}": "nothing called `markdown` can stand behind `|`",
    "{{ page is foo }}": "nothing called `foo` can stand behind `is`",
    "{{ page.title() }}": "what stands before `(` cannot be called",
    '{{ "a" - 3 }}': "these cannot be reckoned with or compared",
    "{{ 1 / 0 }}": "a number is divided by 0",
    "{# note": "`{#` is never closed: write `#}`",
    "{{ page.title.__class__ }}": "`__class__` cannot be used in a template",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}": "`{% block a %}` stands twice",
    "{% set page.title = 3 %}": "what a document holds cannot be changed; `{% set %}` gives a new name",
}


@pytest.mark.parametrize(("template", "said"), SAID.items())
def test_the_words(template: str, said: str) -> None:
    jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    with pytest.raises(Exception) as error:
        jinja.from_string(template).render(page={"title": "Rules", "parts": ("one",)})
    assert wrong(error.value) == said

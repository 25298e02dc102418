"""The checklist to print and sign: room for what one has, the number of its certificate, and a tick, in every form."""

from __future__ import annotations

import pytest

from cedsl.publishing.document import Table
from cedsl.publishing.page import page
from cedsl.publishing.render import laid_out
from tests.publishing.documents import blocks
from tests.publishing.spoken import rules

RULES = 'require 20h within 3y { min 3h category ETH; duty "Sign the form." }'
ROOM = "(You have: .......... Certificate number: ..........)"


def test_each_row_has_room_to_write_in():
    (table,) = blocks(page(rules(RULES)), "checklist", Table)
    assert table.columns == ("What", "Needed", "You have", "Certificate number", "Done")
    roles = {tuple(cell.role for cell in row.cells) for row in table.rows}
    assert roles == {("plain", "plain", "blank", "blank", "box")}
    assert all(row.cells[3].text == "" for row in table.rows)


@pytest.mark.parametrize("form", ["txt", "md"])
def test_a_form_without_columns_has_dots_to_write_on(form):
    text = " ".join(laid_out(page(rules(RULES)), form).split())
    assert f"[ ] Ethics: 3 hours {ROOM}" in text
    assert f"[ ] Sign the form. {ROOM}" in text


def test_a_narrow_screen_shows_no_empty_columns():
    html = laid_out(page(rules(RULES)), "html")
    assert html.count('<td class="blank">') == 2 * html.count('<td class="box">')
    assert ".checklist :is(td.blank, th:nth-child(3), th:nth-child(4)) { display: none; }" in html

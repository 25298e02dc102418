"""JSON lines: keys are columns, numbers are exact, a line that is broken is a refused row."""

import json

import pytest

from cedsl.records.intake import tables_in
from cedsl.records.outcome import Unreadable
from cedsl.records.read import read_files
from tests.records.examples import SCHEMA


def table(text):
    (found,) = tables_in("log.jsonl", text.encode(), lambda cells: False)
    return found


def unreadable(text):
    found = tables_in("log.jsonl", text.encode(), lambda cells: False)
    assert isinstance(found, Unreadable)
    (problem,) = found.diagnostics
    return problem, found.source


def one(value):
    """The cells of a line that holds this value, by heading."""
    found = table(f'{{"a": {value}}}')
    (row,) = found.rows
    return {heading.text: row.cell(heading.index) for heading in found.header}


def test_columns_in_the_order_in_which_their_keys_appear():
    found = table('{"b": 1, "a": 2}\n\n{"c": 3, "b": 4}\r\n')
    assert [heading.text for heading in found.header] == ["b", "a", "c"]
    assert [(row.number, row.cells) for row in found.rows] == [(1, ("1", "2")), (2, ()), (3, ("4", "", "3"))]
    assert (found.head, found.above) == (0, ())


VALUES = [
    ("1.5", "1.5"),
    ("1.50", "1.5"),
    ("0.30000000000000004", "0.30000000000000004"),
    ("45700.0", "45700"),
    ("1e3", "1000"),
    ("12345678901234567890", "12345678901234567890"),
    ("-0.0", "0"),
    ("1e999999", "1E+999999"),
    ("1e99999999999", "1e99999999999"),
    ("NaN", "NaN"),
    ("true", "yes"),
    ("false", "no"),
    ("null", ""),
    ('"007"', "007"),
    ('"  é "', "é"),
    ('"\\u00e9\\n"', "é"),
    ('["Ethics", "HR"]', "Ethics; HR"),
    ('["Ethics", null, ""]', "Ethics"),
    ("[1.50, true]", "1.5; yes"),
    ("[]", ""),
    ('[["x"], {"b": 1}]', '[["x"], {"b": "1"}]'),
]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_a_value_as_text(value, text):
    assert one(value) == {"a": text}


def test_objects_in_objects_are_columns_of_their_own():
    assert one('{"b": {"c": 1}, "d": "x"}') == {"a.b.c": "1", "a.d": "x"}
    assert one('{"b": {"c": {"d": {"e": {"f": 1}}}}}') == {"a.b.c.d.e": '{"f": "1"}'}
    assert [heading.text for heading in table('{"a": {}, "b": 1}').header] == ["b"]


BROKEN = [
    ('{"member": "M-1", "hours":', "the line cannot be read: it is no complete object in braces"),
    ('{"member": "M-1"},', "the line cannot be read: it is no complete object in braces"),
    ('["M-1"]', "the line cannot be read: it is no object in braces"),
    ('"M-1"', "the line cannot be read: it is no object in braces"),
    ("M-1,2025-02-03", "the line cannot be read: it is no complete object in braces"),
    ('{"hours": 1, "hours": 2}', "the line cannot be read: the key `hours` stands in it twice"),
    ('{"a": {"b": 1, "b": 1}}', "the line cannot be read: the key `b` stands in it twice"),
    ('{"member": "\\ud800"}', "the line cannot be read: it holds half a letter"),
    ('{"a": ' + "[" * 100_000, "the line cannot be read: its lists or objects are nested too deep"),
    ('{"a": "' + "x" * 1_048_576 + '"}', "the line cannot be read: it is longer than 1048576 characters"),
]


@pytest.mark.parametrize(("line", "sentence"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_line_is_a_refused_row(line, sentence):
    """The lines around it are read; all rows add up to the lines."""
    good = json.dumps({"member": "M-1", "date": "2025-02-03", "hours": 1, "category": "Ethics"})
    (records,) = read_files((("log.jsonl", f"{good}\n{line}\n{good}\n".encode()),), SCHEMA)
    assert [(each.row, each.outcome.value, each.reason) for each in records.outcomes] == [
        (1, "used", ""),
        (2, "refused", "broken-line"),
        (3, "noted", "same-row"),
    ]
    assert records.outcomes[1].sentence == sentence
    assert records.outcomes[1].cell == line[:200]
    assert len(records.activities) == 2


@pytest.mark.parametrize("text", ['{\n"member": "M-1"\n}\n', '\n{"member"\n{"member"\n', "{}\n{}\n"])
def test_nothing_readable_at_all(text):
    problem, source = unreadable(text)
    assert (problem.code, problem.message) == ("CE307", "this is JSON, but without an object in each line, not a table")
    assert source.text_at(problem.primary.span) == "{"


def test_too_many_keys():
    lines = "\n".join(f'{{"k{number}": 1}}' for number in range(1001))
    problem, source = unreadable(lines)
    assert (problem.code, source.text_at(problem.primary.span)) == ("CE318", '{"k1000": 1}')


def test_messages_point_at_the_keys():
    found = read_files((("log.jsonl", b'{"who": "M-1", "date": "2025-02-03"}\n'),), SCHEMA)
    assert isinstance(found, Unreadable)
    (problem,) = found.diagnostics
    assert (problem.code, found.source.text_at(problem.primary.span)) == ("CE310", '"who": "M-1", "date"')


def test_a_text_with_a_brace_is_no_json():
    assert table("{member},date\n{M-1},2025-02-03\n").header[0].text == "{member}"

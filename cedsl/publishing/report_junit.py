"""The report as JUnit XML, for the services that show test results: one case a member."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cedsl.model.ruleset import Word
from cedsl.publishing import phrase
from cedsl.publishing.phrase_apart import kept_apart_sentence
from cedsl.publishing.report import Checked, by_verdict, printable, totals_of
from cedsl.verdict import MemberResult


def as_junit(checked: Checked) -> str:
    """Short and failed are failures; depends is an error (the case could not be decided); exempt is skipped;
    met and waived pass. The as-of date and the rows by outcome are properties.
    """
    counted = by_verdict(checked.members)
    suite = Element(
        "testsuite",
        name=printable(checked.ruleset.header.name),
        tests=str(len(checked.members)),
        failures=str(counted[Word.SHORT] + counted[Word.FAILED]),
        errors=str(counted[Word.DEPENDS]),
        skipped=str(counted[Word.EXEMPT]),
    )
    properties = SubElement(suite, "properties")
    for name, value in _properties(checked):
        SubElement(properties, "property", name=name, value=printable(value))
    for member in checked.members:
        _case(checked, suite, member)
    indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suite, encoding="unicode") + "\n"


def _properties(checked: Checked) -> list[tuple[str, str]]:
    rows = totals_of(checked)
    return [
        ("as of", checked.as_of.isoformat()),
        ("rules", checked.ruleset.source.name),
        ("records", ", ".join(dict.fromkeys(each.file for each in checked.records))),
        *((f"rows {outcome.value}", str(count)) for outcome, count in rows.items()),
        *(("kept apart", kept_apart_sentence(checked.ruleset, each)) for each in checked.apart),
    ]


def _case(checked: Checked, suite: Element, member: MemberResult) -> None:
    name = printable(checked.ruleset.header.name)
    case = SubElement(suite, "testcase", classname=name, name=printable(member.member))
    said = printable(phrase.verdict_sentence(checked.ruleset, member))
    match member.verdict:
        case Word.SHORT | Word.FAILED:
            SubElement(case, "failure", type=member.verdict.value, message=said)
        case Word.DEPENDS:
            SubElement(case, "error", type=member.verdict.value, message=said)
        case Word.EXEMPT:
            SubElement(case, "skipped", message=said)
        case Word.MET | Word.WAIVED:
            SubElement(case, "system-out").text = said

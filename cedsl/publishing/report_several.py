"""One report about several rulesets, or several editions of one: a report for each, in the order given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element, fromstring, indent, tostring

from cedsl.publishing.report import Checked
from cedsl.publishing.report_csv import as_csv
from cedsl.publishing.report_json import as_ndjson, document
from cedsl.publishing.report_junit import as_junit

SCHEMA = "cedsl/checks-1"


def several_json(several: Sequence[Checked]) -> str:
    """One document whose `rulesets` are documents such as the report about one ruleset is."""
    whole = {"schema": SCHEMA, "rulesets": [document(each) for each in several]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def several_ndjson(several: Sequence[Checked]) -> str:
    """The lines of each report after those of the one before: a line without `member` begins the next."""
    return "".join(as_ndjson(each) for each in several)


def several_csv(several: Sequence[Checked]) -> str:
    """One table; its first column names the ruleset."""
    first, *rest = [as_csv(each) for each in several]
    return first + "".join(each.partition("\r\n")[2] for each in rest)


def several_junit(several: Sequence[Checked]) -> str:
    """A test suite for each."""
    suites = Element("testsuites")
    suites.extend(fromstring(as_junit(each)) for each in several)  # noqa: S314 - written by ourselves
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"

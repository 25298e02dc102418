"""What was understood of files that are imported, for programs. The shape is docs/schema/import-1.json."""

from __future__ import annotations

import json

from cedsl.publishing.import_text import ImportReport
from cedsl.publishing.report import totals
from cedsl.publishing.report_json import Json, remarks_json
from cedsl.records.profile_settings import settings
from cedsl.records.questions import Choice, Question
from cedsl.records.table import Table
from cedsl.records.unclear import Unclear
from cedsl.records.understanding import ColumnRead, Understood, Way

SCHEMA = "cedsl/import-1"


def as_import_json(report: ImportReport) -> str:
    """The whole report as one document."""
    found = report.found[0] if report.found else None
    profile = () if found is None else settings(found.about.profile)
    whole = {
        "schema": SCHEMA,
        "rules": report.rules,
        "settings": [each.line() for each in profile],
        "files": [_unclear(each) if isinstance(each, Unclear) else _file(each) for each in report.found],
        "questions": [_question(each) for each in report.questions],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _file(of: Understood) -> Json:
    return _table(of.table) | {
        "columns": [_column(each) for each in of.columns],
        "rows": {outcome.value: count for outcome, count in totals(of.read.outcomes).items()},
        "remarks": remarks_json(of.read.outcomes),
        "notices": list(of.notices()),
        "problems": [],
    }


def _unclear(of: Unclear) -> Json:
    problems = [{"code": each.code, "message": each.message, "help": each.help} for each in of.problem.diagnostics]
    nothing: Json = {"columns": [], "rows": None, "remarks": []}
    return _table(of.table) | nothing | {"notices": list(of.table.notices), "problems": problems}


def _table(table: Table) -> Json:
    return {
        "file": table.source.name,
        "sheet": table.sheet,
        "form": table.form,
        "separator": table.separator if table.begins >= 0 else "",
        "header": table.head,
    }


def _column(column: ColumnRead) -> Json:
    return {
        "heading": column.heading,
        "means": column.means,
        "known": column.is_known,
        "gives": column.gives,
        "order": _way(column.order),
        "decimals": _way(column.decimals),
        "unit": column.unit,
        "filled": column.filled,
    }


def _way(way: Way | None) -> Json | None:
    return None if way is None else {"word": way.word, "by": way.by.value, "cell": way.cell}


def _question(question: Question) -> Json:
    return {
        "reason": question.reason,
        "column": question.column,
        "word": question.word,
        "question": question.text,
        "rows": question.rows,
        "cells": list(question.cells),
        "typed": question.typed,
        "choices": [_choice(each) for each in question.choices],
    }


def _choice(choice: Choice) -> Json:
    return {"answer": choice.words, "settings": [each.line() for each in choice.settings]}

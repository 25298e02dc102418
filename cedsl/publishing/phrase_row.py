"""What a row of a file leaves open, or why it can never count: in English as it was first said, else by its reason."""

from __future__ import annotations

from cedsl.publishing.phrase_words import clauses, quoted
from cedsl.publishing.tongue import only_english, say, spoken
from cedsl.records.outcome import Point, RowOutcome
from cedsl.records.remark import shortened


def row_said(outcome: RowOutcome) -> str:
    """A clause without capital and stop. A reason for which there are no words here is told in English."""
    if spoken().code == "en":
        return outcome.sentence
    said = [_point(each) for each in outcome.points or (_only_point(outcome),)]
    if not all(said):
        return only_english(outcome.sentence)
    return clauses(dict.fromkeys(said))


def _only_point(outcome: RowOutcome) -> Point:
    return Point(outcome.reason, outcome.column, outcome.cell)


def _point(point: Point) -> str:
    """Empty for a reason for which there are no words here."""
    cell = quoted(shortened(point.word or point.cell))
    said = _of_days(point.reason, cell) or _of_amounts(point.reason, cell) or _of_names(point.reason, cell)
    said = said or _of_rows(point.reason, cell) or _of_decisions(point.reason)
    if not said or not point.column:
        return said
    return say("{problem} (column {column})", problem=said, column=quoted(point.column))


def _of_days(reason: str, cell: str) -> str:
    match reason:
        case "impossible-date":
            return say("there is no such day as {cell}", cell=cell)
        case "unlikely-year" | "ambiguous-date" | "mixed-date-order" | "day-number" | "unreadable-date":
            return say("it is not clear which day {cell} means", cell=cell)
        case "in-the-future":
            return say("the day {cell} lies in the future", cell=cell)
        case "no-date":
            return say("no day is stated")
        case "start-after-end":
            return say("the first day lies after the last one")
        case "unreadable-time":
            return say("it is not clear which time {cell} means", cell=cell)
        case "no-join-time":
            return say("the time of joining is not stated")
        case "no-leave-time":
            return say("the time of leaving is not stated")
        case "leaves-before-joining":
            return say("the time of leaving lies before that of joining")
        case "zones-differ":
            return say("the times are those of two time zones")
        case "outside-the-session":
            return say("the times lie outside those of the session")
        case _:
            return ""


def _of_amounts(reason: str, cell: str) -> str:
    match reason:
        case "ambiguous-number" | "comma-or-point" | "third-or-decimal" | "ambiguous-amount" | "unreadable-number":
            return say("it is not clear which number {cell} means", cell=cell)
        case "unknown-unit" | "unit-without-worth":
            return say("it is not known how much {cell} is worth", cell=cell)
        case "unit-differs":
            return say("the units in the row do not agree")
        case "amounts-differ" | "parts-differ":
            return say("the amounts in the row do not agree")
        case "lengths-differ":
            return say("the stated length is not that of the stated times")
        case "more-than-a-day":
            return say("the amount is more than one day can hold")
        case "hours-missing":
            return say("nobody stated how much the course {course} is worth", course=cell)
        case "failed-formula" | "no-result":
            return say("the cell holds a formula without a result")
        case "merged-amount" | "blank-or-repeated":
            return say("it is not clear whether the blank cell repeats the one above")
        case _:
            return ""


def _of_names(reason: str, cell: str) -> str:
    match reason:
        case "unknown-category":
            return say("the rules know no category {cell}", cell=cell)
        case "category-twice":
            return say("the same category is named twice in {cell}", cell=cell)
        case "too-many-categories":
            return say("{cell} names more categories than one activity can have", cell=cell)
        case "unknown-choice" | "unreadable-yes-no":
            return say("it is not known what {cell} means", cell=cell)
        case "unknown-status":
            return say("it is not known what the status {cell} means", cell=cell)
        case "rejected":
            return say("the status of the activity is {cell}", cell=cell)
        case "not-approved":
            return say("the activity is not approved: its status is {cell}", cell=cell)
        case "not-completed":
            return say("the activity is not completed: its status is {cell}", cell=cell)
        case _:
            return ""


def _of_rows(reason: str, cell: str) -> str:
    match reason:
        case "duplicate":
            return say("it says the same as an earlier row")
        case "claim-twice":
            return say("another row makes the same claim: {cell}", cell=cell)
        case "nobody-to-credit":
            return say("it is not known to whom the activity belongs")
        case "too-many-cells":
            return say("the row has more cells than the heading")
        case "broken-line":
            return say("the line cannot be read")
        case _:
            return ""


def _of_decisions(reason: str) -> str:
    match reason:
        case "no-decision" | "unknown-decision":
            return say("it is not clear what was decided")
        case "no-rule" | "ambiguous-rule" | "unknown-rule" | "no-requirement" | "which-ruleset":
            return say("it is not clear which requirement the decision is about")
        case "no-amount":
            return say("the decision states no amount")
        case "waivers-disagree":
            return say("two decisions about the same requirement do not agree")
        case _:
            return ""

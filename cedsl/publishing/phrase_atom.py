"""One comparison, one phrase: "in Business ethics", "by webcast", "whose grade is at least C"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, unique
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import (
    AllOf,
    Anniversary,
    AnyOf,
    AsOfTerm,
    BeginsWith,
    Chosen,
    Compare,
    Constant,
    During,
    Edge,
    EdgeDay,
    FactTerm,
    FieldTerm,
    HasEarned,
    HasRecords,
    InCategory,
    Listed,
    Measure,
    Not,
    Op,
    Parity,
    PeriodNumber,
    PeriodTerm,
    Predicate,
    SeenOn,
    Shifted,
    Stated,
    Term,
)
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.phrase_english import listed, number_of, ordinal, quoted, titles_listed
from cedsl.publishing.phrase_measure import Clause, measured_compared
from cedsl.publishing.phrase_names import (
    category_titles,
    choice_title,
    fact_title,
    field_is_term,
    field_mention,
    field_title,
    is_yes_no,
    table_title,
    term_quoted,
    time_written,
)
from cedsl.publishing.phrase_term import compared, day_phrase, is_day, subject_of, term_phrase
from cedsl.publishing.phrase_tidy import Atom
from cedsl.quantity import counted_in

FilterPhrase = Callable[[Ruleset, Predicate], str]

NAMED_FIELDS = ("mode", "role", "kind", "provider", "course")
LASTING = "from activities that "
STANDS_ALONE = ("in", "on", "at", "live", "online", "by", "via")


@unique
class Shape(Enum):
    """How a phrase attaches: right after the noun, after "whose" or "for which", or as a condition."""

    PLAIN = "plain"
    WHOSE = "whose"
    WHICH = "for which"
    CONDITION = "condition"


@unique
class Head(Enum):
    """The noun that a filter describes; hours have no grade of their own, their activities have. Of a member one
    asks day by day: `date` is the day itself.
    """

    CREDIT = "credit"
    ACTIVITY = "activity"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phrase. `subject` begins the text of all but a PLAIN one; `title` is what a table says instead, if
    anything; `mark` is the answer of a yes-or-no field.
    """

    text: str
    shape: Shape
    subject: str = ""
    title: str = ""
    mark: str = ""


def atom_spoken(
    ruleset: Ruleset, atom: Atom, head: Head, *, negated: bool, filter_phrase: FilterPhrase, clause: Clause
) -> Spoken:
    """The phrase of one atom. `filter_phrase` and `clause` word the filters and the conditions inside it."""
    match atom:
        case InCategory(names=names):
            titles = titles_listed(category_titles(ruleset, names))
            return _plain(f"in {titles}", negated=negated, title=titles)
        case Compare(left=FieldTerm(name=name), op=Op.IS, right=right) if name in NAMED_FIELDS and _fixed(right):
            return _named(ruleset, name, right, head, negated=negated)
        case Compare(left=FieldTerm()):
            return _field_compared(ruleset, atom, head, negated=negated)
        case Compare(left=Measure() as measure, op=op, right=right):
            return Spoken(measured_compared(ruleset, measure, op, right, clause, negated=negated), Shape.CONDITION)
        case Compare():
            return _member_compared(ruleset, atom, negated=negated)
        case Parity():
            return _parity(ruleset, atom, negated=negated)
        case Listed(table=table):
            title = f"listed in {table_title(ruleset, table)}"
            text = f"from activities {title}" if head is Head.CREDIT else title
            return _plain(text, negated=negated, title=title)
        case During(part=part, sometime=sometime):
            when = "on at least one day of your period" if sometime else "throughout your period"
            when = "on no day of your period" if sometime and negated else when
            return Spoken(_timed(clause(ruleset, part), when, part), Shape.CONDITION)
        case SeenOn(day=day, part=part):
            return _seen(ruleset, day, part, clause)
        case BeginsWith(left=left):
            return _begins(ruleset, atom, left, negated=negated)
        case Stated(term=term):
            return _stated(ruleset, term, negated=negated)
        case HasRecords(count=count, filter=filter_):
            return Spoken(_has_records(count, filter_phrase(ruleset, filter_), negated=negated), Shape.CONDITION)
        case HasEarned(amount=amount, filter=filter_):
            modifier = filter_phrase(ruleset, filter_)
            return Spoken(_has_earned(ruleset, amount, modifier, negated=negated), Shape.CONDITION)
        case _:
            assert_never(atom)


def _timed(clause: str, when: str, part: Predicate) -> str:
    """The condition with the days on which it holds; these first where it has several parts."""
    match part:
        case AnyOf():
            return f"{when} either {clause}"
        case AllOf(parts=parts):
            return f"{when} {'both' if len(parts) == 2 else 'all of this is so:'} {clause}"
        case _:
            return f"{clause} {when}"


def _seen(ruleset: Ruleset, day: Term, part: Predicate, clause: Clause) -> Spoken:
    on = day_phrase(ruleset, day)
    match part:
        case Compare(left=FactTerm() as left) | Not(part=Compare(left=FactTerm() as left)) if not is_day(ruleset, left):
            return Spoken(f"{clause(ruleset, part)} on {on}", Shape.CONDITION)
        case _:
            return Spoken(f"as of {on}, {clause(ruleset, part)}", Shape.CONDITION)


def _parity(ruleset: Ruleset, atom: Parity, *, negated: bool) -> Spoken:
    words = f"{'not ' if negated else ''}{'odd' if atom.odd else 'even'}"
    if isinstance(atom.term, FieldTerm) and not atom.year:
        subject = field_mention(ruleset, atom.term.name)
        return Spoken(f"{subject} is {words}", _relative(ruleset, atom.term.name), subject=subject)
    subject = term_phrase(ruleset, atom.term)
    if atom.year and isinstance(atom.term, FieldTerm):
        subject = f"the activity's {field_mention(ruleset, atom.term.name)}"
    subject = f"the year of {subject}" if atom.year else subject
    return Spoken(f"{subject} is {words}", Shape.CONDITION, subject=subject)


def _plain(text: str, *, negated: bool, title: str) -> Spoken:
    return (
        Spoken(f"not {text}", Shape.PLAIN, title=f"not {title}") if negated else Spoken(text, Shape.PLAIN, title=title)
    )


def _fixed(terms: Sequence[Term]) -> bool:
    return all(isinstance(term, Constant) and isinstance(term.value, str) for term in terms)


def _named(ruleset: Ruleset, field: str, right: Sequence[Term], head: Head, *, negated: bool) -> Spoken:
    """Mode, role, kind, provider and course have a preposition of their own."""
    names = [term.value for term in right if isinstance(term, Constant) and isinstance(term.value, str)]
    titles = [choice_title(ruleset, field, name) for name in names]
    shown = titles_listed([title or name for title, name in zip(titles, names, strict=True)])
    said = _as_terms([title or name for title, name in zip(titles, names, strict=True)], titles)
    match field:
        case "mode":
            text = _by_mode(titles, names)
        case "role":
            text = f"as {said}"
        case "kind":
            text = f"from {said}" if head is Head.CREDIT else f"of the kind {said}"
        case "provider":
            text = f"offered by {shown}"
        case _:
            text = f"in the {field} {shown}"
    return _plain(text, negated=negated, title=shown)


def _by_mode(titles: Sequence[str | None], names: Sequence[str]) -> str:
    """`by webcast`, `in passive mode` for a bare name, `live online` for a title that is an adverb, and for
    a title with a capital of its own, which may be any clause, `in the mode “...”`.
    """
    known = [title for title in titles if title]
    shown = [title or name for title, name in zip(titles, names, strict=True)]
    if len(known) == len(names) and all(map(_stands_alone, known)):
        return f"taken {listed([title[:1].lower() + title[1:] for title in known], 'or')}"
    if any(title[:1].isupper() for title in known):
        return f"in the mode {_as_terms(shown, titles)}"
    return f"by {titles_listed(shown)}" if len(known) == len(names) else f"in {titles_listed(shown)} mode"


def _as_terms(words: Sequence[str], titles: Sequence[str | None]) -> str:
    """Choices inside a sentence: a title with a capital of its own is a term, and so is quoted."""
    if any(title is not None and title[:1].isupper() for title in titles):
        return listed(
            [term_quoted(word) if title else quoted(word) for word, title in zip(words, titles, strict=True)], "or"
        )
    return titles_listed(words)


def _stands_alone(title: str) -> bool:
    return title.split(" ", maxsplit=1)[0].lower() in STANDS_ALONE


def _field_compared(ruleset: Ruleset, atom: Compare, head: Head, *, negated: bool) -> Spoken:
    assert isinstance(atom.left, FieldTerm), atom
    name, not_ = atom.left.name, "not " if negated else ""
    words = compared(ruleset, atom.left, atom.op, atom.right)
    if name == "date" and head is Head.MEMBER:
        return Spoken(f"the day is {not_}{words}", Shape.CONDITION, subject="the day")
    if name == "date":
        return Spoken(f"{not_}taken {words}", Shape.PLAIN)
    if name == "length":
        return _lasting(ruleset, atom, words, head, negated=negated)
    if is_yes_no(ruleset.fields, name):
        return _marked(ruleset, atom, negated=negated)
    subject = field_mention(ruleset, name)
    return Spoken(f"{subject} is {not_}{words}", _relative(ruleset, name), subject=subject)


def _relative(ruleset: Ruleset, name: str) -> Shape:
    """`whose grade is ...`, but `for which “Number of pages” is ...`."""
    return Shape.WHICH if field_is_term(ruleset, name) else Shape.WHOSE


def _lasting(ruleset: Ruleset, atom: Compare, words: str, head: Head, *, negated: bool) -> Spoken:
    """The time that a record states, which is not what it is worth: `from activities that last at least 3 hours`."""
    time = _length(ruleset, atom, words)
    lasting = f"{'not ' if negated else ''}lasting {time}"
    if head is not Head.CREDIT:
        return Spoken(lasting, Shape.PLAIN)
    return Spoken(f"{LASTING}{'do not last' if negated else 'last'} {time}", Shape.PLAIN, title=lasting)


def _length(ruleset: Ruleset, atom: Compare, words: str) -> str:
    match atom.right:
        case (Constant(value=Fraction() as number),):
            amount = time_written(ruleset, number)
            return amount if atom.op is Op.IS else f"{atom.op.value} {amount}"
        case _:
            return words


def _marked(ruleset: Ruleset, atom: Compare, *, negated: bool) -> Spoken:
    """A yes-or-no field: `for which “Accredited” is marked yes`; a plain no is no blank, so it is said."""
    assert isinstance(atom.left, FieldTerm), atom
    title = field_title(ruleset, atom.left.name)
    answer = _answer(ruleset, atom, negated=negated)
    label = title if answer == "yes" else f"{title}: {answer}"
    subject = term_quoted(title)
    return Spoken(f"{subject} is marked {answer}", Shape.WHICH, subject, label, mark=answer)


def _answer(ruleset: Ruleset, atom: Compare, *, negated: bool) -> str:
    """What a yes-or-no subject is compared with; "not yes" is "no", for a blank is described by neither."""
    match atom.right:
        case (Constant(value=bool() as flag),):
            return "yes" if flag is not negated else "no"
        case _:
            beside = subject_of(ruleset, atom.left)
            words = listed([term_phrase(ruleset, each, beside) for each in atom.right], "or")
            return f"not {words}" if negated else words


def _member_compared(ruleset: Ruleset, atom: Compare, *, negated: bool) -> Spoken:
    words = compared(ruleset, atom.left, atom.op, atom.right)
    match atom.left:
        case FactTerm(name=name) if is_yes_no(ruleset.facts, name):
            answer = _answer(ruleset, atom, negated=negated)
            says = f"your record says {answer} to"
            return Spoken(f"{says} {term_quoted(fact_title(ruleset, name))}", Shape.CONDITION, subject=says)
        case PeriodNumber():
            return Spoken(_period_number(ruleset, atom, negated=negated), Shape.CONDITION)
        case PeriodTerm(edge=edge):
            verb = "begins" if edge is Edge.FIRST else "ends"
            denied = f"does not {verb.removesuffix('s')}" if negated else verb
            subject = f"your period {denied}"
            return Spoken(f"{subject} {words}", Shape.CONDITION, subject=subject)
        case Measure():
            raise AssertionError(atom)
        case FactTerm() | AsOfTerm() | Shifted() | Constant() | FieldTerm() | EdgeDay() | Chosen() | Anniversary():
            subject = term_phrase(ruleset, atom.left)
            return Spoken(f"{subject} is {'not ' if negated else ''}{words}", Shape.CONDITION, subject=subject)
        case _:
            assert_never(atom.left)


def _period_number(ruleset: Ruleset, atom: Compare, *, negated: bool) -> str:
    match atom.right:
        case (Constant(value=Fraction() as number),) if number.denominator == 1:
            return _nth_period(int(number), atom.op, negated=negated)
        case _:
            words = compared(ruleset, atom.left, atom.op, atom.right)
            return f"the number of your period is {'not ' if negated else ''}{words}"


def _nth_period(number: int, op: Op, *, negated: bool) -> str:
    match op:
        case Op.IS:
            return f"this is {'not ' if negated else ''}your {ordinal(number)} period"
        case Op.AT_LEAST:
            return f"this is your {ordinal(number)} period or a later one"
        case Op.AT_MOST:
            return f"this is your {ordinal(number)} period or an earlier one"
        case Op.MORE:
            return f"this is a later period than your {ordinal(number)}"
        case Op.LESS:
            return f"this is an earlier period than your {ordinal(number)}"
        case _:
            assert_never(op)


def _begins(ruleset: Ruleset, atom: BeginsWith, left: Term, *, negated: bool) -> Spoken:
    verb = "does not begin with" if negated else "begins with"
    letters = atom.low if atom.low == atom.high else f"a letter from {atom.low} to {atom.high}"
    if isinstance(left, FieldTerm):
        subject = field_mention(ruleset, left.name)
        return Spoken(f"{subject} {verb} {letters}", _relative(ruleset, left.name), subject=subject)
    return Spoken(f"{term_phrase(ruleset, left)} {verb} {letters}", Shape.CONDITION)


def _stated(ruleset: Ruleset, term: Term, *, negated: bool) -> Spoken:
    not_ = "not " if negated else ""
    match term:
        case FieldTerm(name=name):
            subject = field_mention(ruleset, name)
            return Spoken(f"{subject} is {not_}given", _relative(ruleset, name), subject=subject)
        case FactTerm(name=name) if is_yes_no(ruleset.facts, name):
            says = "nothing about" if negated else "yes or no to"
            return Spoken(f"your record says {says} {term_quoted(fact_title(ruleset, name))}", Shape.CONDITION)
        case (
            FactTerm()
            | PeriodTerm()
            | PeriodNumber()
            | AsOfTerm()
            | Constant()
            | Shifted()
            | EdgeDay()
            | Chosen()
            | Anniversary()
            | Measure()
        ):
            words = term_phrase(ruleset, term, subject_of(ruleset, term))
            known = "known" if is_day(ruleset, term) else "recorded"
            return Spoken(f"{words} is {not_}{known}", Shape.CONDITION, subject=words)
        case _:
            assert_never(term)


def _has_records(count: int, modifier: str, *, negated: bool) -> str:
    if negated:
        amount = "no accepted activity" if count == 1 else f"fewer than {number_of(count, 'accepted activity')}"
    else:
        amount = f"at least {number_of(count, 'accepted activity')}"
    return f"you have {amount} {modifier}".rstrip()


def _has_earned(ruleset: Ruleset, amount: Fraction, modifier: str, *, negated: bool) -> str:
    least = "less than" if negated else "at least"
    return f"you have earned {least} {counted_in(amount, ruleset.unit)} {modifier}".rstrip()

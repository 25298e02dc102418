"""The sections that state the rules: at a glance, needs, limits, periods, crediting, counting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from cedsl.model.predicate import Always, InCategory, Predicate
from cedsl.model.ruleset import (
    Cap,
    Conditional,
    CreditRule,
    Cycle,
    Duty,
    EitherWindow,
    Exemption,
    Falls,
    Fixed,
    Minimum,
    Refusal,
    Requirement,
    Ruleset,
    Statement,
    WindowCases,
    WindowRule,
)
from cedsl.publishing.page_rows import (
    after_remarks,
    anchor,
    common_remarks,
    limit_row,
    need_rows,
)
from cedsl.publishing.page_sample import sample_sentence
from cedsl.publishing.page_view import (
    Clock,
    Counting,
    Credit,
    Figure,
    Glance,
    Item,
    Limits,
    Link,
    Needs,
    Part,
    Periods,
    Row,
    Table,
)
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_apart import apart_sentences
from cedsl.publishing.phrase_atom import Head
from cedsl.publishing.phrase_credit import clause_phrase, in_order
from cedsl.publishing.phrase_default import default_sentence
from cedsl.publishing.phrase_english import capital, listed, sentence, titles_listed
from cedsl.publishing.phrase_label import rule_label, statement_label
from cedsl.publishing.phrase_named import measure_sentences
from cedsl.publishing.phrase_names import (
    category_titles,
    shared_pairs,
)
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.phrase_period import window_sentences
from cedsl.publishing.phrase_predicate import condition_phrase, predicate_phrase
from cedsl.publishing.phrase_statement import requirement_lead, statement_sentence
from cedsl.publishing.phrase_term import is_composed
from cedsl.publishing.phrase_window import window_phrase, window_short

MOST_FIGURES = 6


def glance(ruleset: Ruleset) -> Glance | None:
    """The first requirement in a sentence, and the numbers to remember."""
    blocks = [block for block in ruleset.requirements if block.total is not None]
    if not blocks:
        return None
    everybody = [block for block in blocks if isinstance(block.words.when, Always)]
    figures = tuple(figure for block in everybody for figure in _figures(ruleset, block))
    leads = [requirement_lead(ruleset, block) for block in blocks]
    if any(_is_told_below(block.window) for block in blocks):
        leads.append("“Your period” says how your periods are counted.")
    return Glance(Link(Part.GLANCE.value, "At a glance"), tuple(leads), figures[:MOST_FIGURES])


def _is_told_below(window: WindowRule) -> bool:
    """Whether the sentence about a requirement leaves out how its periods are counted."""
    match window:
        case WindowCases() | EitherWindow():
            return True
        case Cycle(anchor=anchor):
            return is_composed(anchor)
        case _:
            return False


def _figures(ruleset: Ruleset, block: Requirement) -> Iterator[Figure]:
    """The total, then minimums and caps as written; equal minimums in plain categories are one figure."""
    match block.total:
        case Fixed(number=number):
            yield Figure(credit_written(ruleset, number), window_short(block.window))
        case _:
            pass
    told: set[str] = set()
    for statement in block.statements:
        figure = _figure(ruleset, statement, block) if _is_for_everybody(statement) else None
        if figure is not None and figure.number + figure.words not in told:
            told.add(figure.number + figure.words)
            yield figure


def _is_for_everybody(statement: Statement) -> bool:
    return not isinstance(statement, Conditional) and isinstance(statement.words.when, Always)


def _figure(ruleset: Ruleset, statement: Statement, block: Requirement) -> Figure | None:
    match statement:
        case Minimum(amount=Fixed(number=number), filter=InCategory(names=(_,)), each=None):
            alike = _alike(block, number)
            return Figure(credit_written(ruleset, number), f"at least, {_in_categories(ruleset, alike)}")
        case Minimum(amount=Fixed(number=number), filter=filter_, each=None):
            return Figure(credit_written(ruleset, number), _spoken(ruleset, "at least", filter_))
        case Cap(amount=Fixed(number=number), per=None, filter=filter_) if number > 0:
            return Figure(credit_written(ruleset, number), _spoken(ruleset, "at most", filter_))
        case _:
            return None


def _alike(block: Requirement, asked: Fraction) -> list[str]:
    """The categories of each of which the block asks this amount."""
    everybody = filter(_is_for_everybody, block.statements)
    names: list[str] = []
    for statement in everybody:
        match statement:
            case Minimum(amount=Fixed(number=number), filter=InCategory(names=(name,)), each=None) if number == asked:
                names.append(name)
            case _:
                continue
    return names


def _spoken(ruleset: Ruleset, lead: str, filter_: Predicate) -> str:
    described = predicate_phrase(ruleset, filter_, Head.CREDIT)
    return f"{lead}, {described}" if described else lead


def _in_categories(ruleset: Ruleset, names: list[str]) -> str:
    if len(names) > 2:
        return f"in each of {len(names)} categories"
    titles = category_titles(ruleset, names)
    return f"in each of {listed(titles)}" if len(titles) > 1 else f"in {titles[0]}"


def needs(ruleset: Ruleset) -> Needs | None:
    """A table for each requirement, the duties, who owes nothing, and where an hour may count."""
    made = [_need_table(ruleset, block) for block in ruleset.requirements]
    tables = tuple(table for table in made if table.rows)
    duties = tuple(_duties(ruleset))
    exemptions = {each.words.id: each for block in ruleset.requirements for each in block.exempt}
    exempt = tuple(_item(ruleset, each, after_remarks(each.words, figure=False)) for each in exemptions.values())
    if not (tables or duties or exempt):
        return None
    return Needs(Link(Part.NEEDS.value, "What you need"), tables, duties, exempt, tuple(_sharing(ruleset)))


def _need_table(ruleset: Ruleset, block: Requirement) -> Table:
    name = f"{statement_label(ruleset, block)}: " if len(ruleset.requirements) > 1 else ""
    caption = capital(f"{name}the least that you need {window_phrase(ruleset, block.window)}")
    return Table(caption, ("What", "At least"), tuple(need_rows(ruleset, block)))


def _duties(ruleset: Ruleset) -> Iterator[Item]:
    for place in outline(ruleset):
        if isinstance(place.statement, Duty):
            yield _item(ruleset, place.statement, common_remarks(ruleset, place, said=True))


def _item(ruleset: Ruleset, statement: Duty | Exemption | Refusal, remarks: tuple[str, ...]) -> Item:
    words = statement.words
    return Item(anchor(words.id), statement_sentence(ruleset, statement), remarks, words.cite)


def _sharing(ruleset: Ruleset) -> Iterator[str]:
    """Which categories may count one hour together, or may stand in for another."""
    unit = ruleset.unit.name
    for one, other in shared_pairs(ruleset):
        yield f"One {unit} may count in {one} and in {other} at once."
    yield from apart_sentences(ruleset)
    for category in ruleset.categories:
        if category.spills_into:
            titles = titles_listed(category_titles(ruleset, category.spills_into))
            title = titles_listed(category_titles(ruleset, (category.name,)))
            yield f"One {unit} in {title} may be counted in {titles} instead."


def limits(ruleset: Ruleset) -> Limits | None:
    rows = [row for place in outline(ruleset) if (row := limit_row(ruleset, place)) is not None]
    if not rows:
        return None
    made = Table("What is limited", ("What", "Limit"), tuple(rows))
    return Limits(Link(Part.LIMITS.value, "Limits"), made)


def periods(ruleset: Ruleset) -> Periods | None:
    several = len(dict.fromkeys(block.window for block in ruleset.requirements)) > 1
    clocks = tuple(
        Clock(
            _names_of(ruleset, block) if several else "",
            (*window_sentences(ruleset, block.window), *_falls(ruleset)),
            sample_sentence(ruleset, block.window),
        )
        for block in _first_of_each_window(ruleset.requirements)
    )
    return Periods(Link(Part.PERIOD.value, "Your period"), clocks) if clocks else None


def _first_of_each_window(blocks: Iterable[Requirement]) -> list[Requirement]:
    return list({block.window: block for block in reversed(tuple(blocks))}.values())[::-1]


def _names_of(ruleset: Ruleset, block: Requirement) -> str:
    same = [each for each in ruleset.requirements if each.window == block.window]
    return listed([statement_label(ruleset, each) for each in same])


def _falls(ruleset: Ruleset) -> tuple[str, ...]:
    """How an activity with two dates falls, where the author says; the default is told under how we count."""
    match ruleset.falls:
        case Falls.COMPLETION:
            return ()
        case Falls.START:
            return ("An activity with two dates falls on the day on which it starts.",)
        case Falls.INSIDE:
            return ("An activity counts only if it starts and finishes inside the period.",)


def credit(ruleset: Ruleset) -> Credit | None:
    """What an activity earns, and which are refused."""
    if not (ruleset.credits or ruleset.refusals):
        return None
    rows = tuple(_credit_row(ruleset, rule) for rule in ruleset.credits)
    made = Table("What an activity earns", ("Activity", "What it earns"), rows) if rows else None
    refusals = tuple(_item(ruleset, rule, after_remarks(rule.words, figure=False)) for rule in ruleset.refusals)
    return Credit(Link(Part.CREDIT.value, "What counts"), made, refusals)


def _credit_row(ruleset: Ruleset, rule: CreditRule) -> Row:
    words, label, after = rule.words, rule_label(ruleset, rule), after_remarks(rule.words, figure=True)
    if words.title is not None:
        return Row(anchor(words.id), label, statement_sentence(ruleset, rule), after, words.cite)
    clauses = [sentence(clause_phrase(ruleset, clause)) for clause in in_order(rule.clauses)]
    applies = () if isinstance(words.when, Always) else (f"Only if {condition_phrase(ruleset, words.when)}.",)
    return Row(anchor(words.id), label, " ".join(clauses), (*applies, *after), words.cite)


STEPS = (
    "We accept the activity or refuse it.",
    "We check that it is long enough.",
    "We convert its length into {units}.",
    "We round.",
    "We look for repeats.",
    "We multiply.",
    "We apply the most that one activity earns.",
    "We place it in your period.",
    "We count it where it helps you most, under all limits and minimums together.",
)
"""The order of evaluation, which is the same for every ruleset (the contract's section 2)."""


def counting(ruleset: Ruleset) -> Counting:
    """Everything that the author left unsaid and that decides, then the steps in their order."""
    steps = tuple(step.format(units=ruleset.unit.plural) for step in STEPS)
    said = tuple(default_sentence(ruleset, default) for default in ruleset.defaults)
    first = ("An activity serves only the first category that its record names.",) if ruleset.first_tag_only else ()
    return Counting(Link(Part.COUNTING.value, "How we count"), (*first, *said, *measure_sentences(ruleset)), steps)

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
from cedsl.publishing.document import (
    Block,
    Bullets,
    Figure,
    Figures,
    Item,
    Paragraph,
    Row,
    Section,
    Steps,
    Subheading,
    Table,
)
from cedsl.publishing.page_limits import limit_row
from cedsl.publishing.page_rows import Told, after_remarks, anchor, common_remarks, need_rows, only_if
from cedsl.publishing.page_sample import samples_of
from cedsl.publishing.page_timeline import timeline
from cedsl.publishing.phrase_amount import credit_written
from cedsl.publishing.phrase_apart import apart_sentences
from cedsl.publishing.phrase_credit import clause_phrase, in_order
from cedsl.publishing.phrase_default import default_sentence
from cedsl.publishing.phrase_label import label_quoted, rule_label, statement_label
from cedsl.publishing.phrase_named import measure_sentences
from cedsl.publishing.phrase_names import (
    category_titles,
    shared_pairs,
)
from cedsl.publishing.phrase_outline import outline
from cedsl.publishing.phrase_parted import only_if_parted
from cedsl.publishing.phrase_period import window_told
from cedsl.publishing.phrase_predicate import predicate_phrase
from cedsl.publishing.phrase_spoken import Head
from cedsl.publishing.phrase_statement import is_window_left_out, requirement_lead, statement_sentence
from cedsl.publishing.phrase_term import is_composed
from cedsl.publishing.phrase_window import window_lead, window_phrase, window_short
from cedsl.publishing.phrase_words import capital, is_long_without_titles, listed, sentence, titles_listed
from cedsl.publishing.tongue import say, say_count

MOST_FIGURES = 6


def glance(ruleset: Ruleset) -> Section | None:
    """The first requirement in a sentence, and the numbers to remember."""
    blocks = [block for block in ruleset.requirements if block.total is not None]
    if not blocks:
        return None
    everybody = [block for block in blocks if isinstance(block.words.when, Always)]
    figures = tuple(figure for block in everybody for figure in _figures(ruleset, block))[:MOST_FIGURES]
    leads = [requirement_lead(ruleset, block) for block in blocks]
    if any(_is_told_below(block.window) or is_window_left_out(ruleset, block) for block in blocks):
        leads.append(say("“Your period” says how your periods are counted."))
    paragraphs = tuple(Paragraph(text, "lead") for text in leads)
    return Section("at-a-glance", say("At a glance"), (*paragraphs, *([Figures(figures)] if figures else [])))


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
            return Figure(credit_written(ruleset, number), _at_least_in(ruleset, alike))
        case Minimum(amount=Fixed(number=number), filter=filter_, each=None):
            return _described_figure(ruleset, statement, number, _at_least(ruleset, filter_))
        case Cap(amount=Fixed(number=number), per=None, filter=filter_) if number > 0:
            return _described_figure(ruleset, statement, number, _at_most(ruleset, filter_))
        case _:
            return None


def _described_figure(ruleset: Ruleset, statement: Minimum | Cap, number: Fraction, described: str) -> Figure | None:
    """A figure with what it is about; where that is too long, under its title, and without a title not at all."""
    words = described
    if is_long_without_titles(described):
        if statement.words.title is None:
            return None
        label = label_quoted(ruleset, statement)
        least = isinstance(statement, Minimum)
        words = say("at least, under {label}", label=label) if least else say("at most, under {label}", label=label)
    return Figure(credit_written(ruleset, number), words)


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


def _at_least(ruleset: Ruleset, filter_: Predicate) -> str:
    described = predicate_phrase(ruleset, filter_, Head.CREDIT)
    return say("at least, {described}", described=described) if described else say("at least")


def _at_most(ruleset: Ruleset, filter_: Predicate) -> str:
    described = predicate_phrase(ruleset, filter_, Head.CREDIT)
    return say("at most, {described}", described=described) if described else say("at most")


def _at_least_in(ruleset: Ruleset, names: list[str]) -> str:
    if len(names) > 2:
        return say_count(
            len(names), "at least, in each of {number} category", "at least, in each of {number} categories"
        )
    titles = category_titles(ruleset, names)
    if len(titles) > 1:
        return say("at least, in each of {categories}", categories=listed(titles))
    return say("at least, in {category}", category=titles[0])


def needs(ruleset: Ruleset) -> Section | None:
    """A table for each requirement, the duties, who owes nothing, and where an hour may count."""
    made = [_need_table(ruleset, block) for block in ruleset.requirements]
    tables = tuple(table for table in made if table.rows)
    duties = tuple(_duties(ruleset))
    exemptions = {each.words.id: each for block in ruleset.requirements for each in block.exempt}
    exempt = tuple(_item(ruleset, each, after_remarks(each.words, figure=False)) for each in exemptions.values())
    if not (tables or duties or exempt):
        return None
    blocks = (
        *tables,
        *map(Paragraph, sharing_sentences(ruleset)),
        *under(say("What you must do"), duties),
        *under(say("Who owes nothing"), exempt),
    )
    return Section("what-you-need", say("What you need"), blocks)


def under(heading: str, items: tuple[Item, ...]) -> Iterator[Block]:
    """The items under a heading of their own; nothing where there are none."""
    if items:
        yield Subheading(heading)
        yield Bullets(items)


def _need_table(ruleset: Ruleset, block: Requirement) -> Table:
    caption = _need_caption(ruleset, block, window_phrase(ruleset, block.window))
    if is_long_without_titles(caption):
        caption = _need_caption(ruleset, block, window_lead(ruleset, block.window))
    told = tuple(need_rows(ruleset, block))
    columns = (say("What"), say("At least"))
    if not any(each.elsewhere for each in told):
        return Table(capital(caption), columns, tuple(each.row() for each in told))
    wide = (*columns, say("Does it count elsewhere too?"))
    return Table(capital(caption), wide, tuple(each.wide_row() for each in told))


def _need_caption(ruleset: Ruleset, block: Requirement, window: str) -> str:
    caption = say("the least that you need {window}", window=window)
    if len(ruleset.requirements) == 1:
        return caption
    return say("{label}: {line}", label=statement_label(ruleset, block), line=caption)


def _duties(ruleset: Ruleset) -> Iterator[Item]:
    for place in outline(ruleset):
        if isinstance(place.statement, Duty):
            yield _item(ruleset, place.statement, common_remarks(ruleset, place, said=True))


def _item(ruleset: Ruleset, statement: Duty | Exemption | Refusal, remarks: tuple[str, ...]) -> Item:
    words = statement.words
    return Item(statement_sentence(ruleset, statement), anchor(words.id), remarks, words.cite)


def sharing_sentences(ruleset: Ruleset) -> Iterator[str]:
    """Which categories may count one hour together, or may stand in for another."""
    amount, unit = credit_written(ruleset, Fraction(1)), ruleset.unit.name
    for one, other in shared_pairs(ruleset):
        yield say(
            "One {unit} may count in {one} and in {other} at once.", unit=unit, amount=amount, one=one, other=other
        )
    yield from apart_sentences(ruleset)
    for category in ruleset.categories:
        if category.spills_into:
            titles = titles_listed(category_titles(ruleset, category.spills_into))
            title = titles_listed(category_titles(ruleset, (category.name,)))
            yield say(
                "One {unit} in {category} may be counted in {categories} instead.",
                unit=unit, amount=amount, category=title, categories=titles,
            )  # fmt: skip


def limits(ruleset: Ruleset) -> Section | None:
    rows = [row for place in outline(ruleset) if (row := limit_row(ruleset, place)) is not None]
    if not rows:
        return None
    made = Table(say("What is limited"), (say("What"), say("Limit")), tuple(rows))
    return Section("limits", say("Limits"), (made,))


def periods(ruleset: Ruleset) -> Section | None:
    several = len(dict.fromkeys(block.window for block in ruleset.requirements)) > 1
    blocks = tuple(
        each for block in _first_of_each_window(ruleset.requirements) for each in _period(ruleset, block, named=several)
    )
    return Section("your-period", say("Your period"), blocks) if blocks else None


def _period(ruleset: Ruleset, block: Requirement, *, named: bool) -> Iterator[Block]:
    """How the period of a requirement begins and ends, one with real dates, and the same drawn."""
    if named:
        yield Subheading(_names_of(ruleset, block))
    told, cases = window_told(ruleset, block.window)
    if cases:
        yield from map(Paragraph, told)
        yield Bullets(tuple(Item(" ".join(texts)) for texts in cases))
        told = ()
    if said := (*told, *falls_sentences(ruleset)):
        yield Paragraph(" ".join(said))
    for sample in samples_of(ruleset, block.window):
        yield timeline(ruleset, sample)


def _first_of_each_window(blocks: Iterable[Requirement]) -> list[Requirement]:
    return list({block.window: block for block in reversed(tuple(blocks))}.values())[::-1]


def _names_of(ruleset: Ruleset, block: Requirement) -> str:
    same = [each for each in ruleset.requirements if each.window == block.window]
    return listed([statement_label(ruleset, each) for each in same])


def falls_sentences(ruleset: Ruleset) -> tuple[str, ...]:
    """How an activity with two dates falls, where the author says; the default is told under how we count."""
    match ruleset.falls:
        case Falls.COMPLETION:
            return ()
        case Falls.START:
            return (say("An activity with two dates falls on the day on which it starts."),)
        case Falls.INSIDE:
            return (say("An activity counts only if it starts and finishes inside the period."),)


def credit(ruleset: Ruleset) -> Section | None:
    """What an activity earns, and which are refused."""
    if not (ruleset.credits or ruleset.refusals):
        return None
    rows = tuple(_credit_row(ruleset, rule) for rule in ruleset.credits)
    columns = (say("Activity"), say("What it earns"))
    tables = (Table(say("What an activity earns"), columns, rows),) if rows else ()
    refusals = tuple(_item(ruleset, rule, after_remarks(rule.words, figure=False)) for rule in ruleset.refusals)
    return Section("what-counts", say("What counts"), (*tables, *under(say("What does not count"), refusals)))


def _credit_row(ruleset: Ruleset, rule: CreditRule) -> Row:
    words, label, after = rule.words, rule_label(ruleset, rule), after_remarks(rule.words, figure=True)
    if words.title is not None:
        return Told(label, statement_sentence(ruleset, rule), after, words.cite, anchor(words.id)).row()
    clauses = " ".join(sentence(clause_phrase(ruleset, clause)) for clause in in_order(rule.clauses))
    applies: tuple[str, ...] = ()
    if not isinstance(words.when, Always):
        applies = only_if_parted(ruleset, words.when, only_if, only_if)
    return Told(label, clauses, (*applies, *after), words.cite, anchor(words.id)).row()


def _steps(ruleset: Ruleset) -> tuple[str, ...]:
    """The order of evaluation, which is the same for every ruleset (the contract's section 2)."""
    return (
        say("We accept the activity or refuse it."),
        say("We check that it is long enough."),
        say("We convert its length into {units}.", units=ruleset.unit.plural),
        say("We round."),
        say("We look for repeats."),
        say("We multiply."),
        say("We apply the most that one activity earns."),
        say("We place it in your period."),
        say("We count it where it helps you most, under all limits and minimums together."),
    )


def first_tag(ruleset: Ruleset) -> tuple[str, ...]:
    """Whether an activity serves only one of the categories that its record names."""
    if ruleset.first_tag_only:
        return (say("An activity serves only the first category that its record names."),)
    return ()


def counting(ruleset: Ruleset) -> Section:
    """Everything that the author left unsaid and that decides, then the steps in their order."""
    said = [*first_tag(ruleset), *(default_sentence(ruleset, default) for default in ruleset.defaults)]
    said.extend(measure_sentences(ruleset))
    told = (Bullets(tuple(map(Item, said))),) if said else ()
    order = (Subheading(say("The order in which we count")), Steps(_steps(ruleset)))
    return Section("how-we-count", say("How we count"), (*told, *order))

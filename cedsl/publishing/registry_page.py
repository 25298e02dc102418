"""A whole registry on one page for a board: how many meet the rules, what is lacking, who is near, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from cedsl.model.ruleset import UNTITLED, Ruleset, Word
from cedsl.publishing.document import (
    Bullets,
    Document,
    Downloads,
    Figure,
    Figures,
    Item,
    Link,
    Paragraph,
    Section,
    Table,
)
from cedsl.publishing.languages import missing_messages
from cedsl.publishing.phrase_words import capital, day_written, listed
from cedsl.publishing.registry_drawn import hours, lacking, row_of, time_left
from cedsl.publishing.registry_figures import Near, RegistryFigures
from cedsl.publishing.registry_words import (
    amount_written,
    credit_grouped,
    grouped,
    line_written,
    members_written,
    percent,
    verdict_words,
)
from cedsl.publishing.render import Levels, environment
from cedsl.publishing.render_foot import foot
from cedsl.publishing.render_marks import marker, spanned
from cedsl.publishing.render_page import counted_at_foot
from cedsl.publishing.tongue import ENGLISH, Tongue, only_english, say, say_as, say_count, speaking, spoken
from cedsl.publishing.translated import translated
from cedsl.records.outcome import Outcome


def registry_html(found: RegistryFigures, tongue: Tongue = ENGLISH, tables: Sequence[str] = ()) -> str:
    """The page as HTML that needs nothing else. `tables` are the addresses of the files with every verdict."""
    said = translated(found.ruleset, tongue)
    with speaking(tongue):
        while True:
            missing = missing_messages(tongue)
            untranslated = (*said.untranslated, *missing)
            document = counted_at_foot(registry_page(replace(found, ruleset=said.ruleset), tables), untranslated)
            html = _laid_out(document, untranslated)
            if missing == missing_messages(tongue):
                return html


def _laid_out(document: Document, untranslated: Sequence[str]) -> str:
    signs = marker(untranslated) if untranslated else None
    slots = {"document": document, "alternates": (), "levels": Levels(1, 2, 3), "foot": foot(document)}
    slots |= {"_": say, "in_sense": say_as}
    text = environment("html", signs).get_template("registry/report.html.jinja").render(slots)
    return text if signs is None else spanned(text)


def registry_page(found: RegistryFigures, tables: Sequence[str] = ()) -> Document:
    """The page in the language of the call. `tables` are the addresses of the files with every verdict."""
    sections = (
        _headline(found),
        *hours(found),
        lacking(found),
        time_left(found),
        _near(found),
        _open(found),
        _read(found, tables),
    )
    header = found.ruleset.header
    title = capital(header.name if header.title in {None, UNTITLED} else header.title or "")
    return Document(
        spoken().code,
        say("All members: {title}", title=title),
        tuple(_facts(found)),
        (),
        tuple(each for each in sections if each is not None),
        (say("cedsl makes this page from the records of all members and from the same rules that decide."),),
    )


def _facts(found: RegistryFigures) -> Iterator[str]:
    header = found.ruleset.header
    if header.issued_by is not None:
        yield say("Issued by {body}", body=header.issued_by)
    if header.edition is not None:
        yield say("Edition {edition}", edition=header.edition)
    yield say("As of {day}", day=day_written(found.as_of))
    yield members_written(found.members)


# ----------------------------------------------------------------------------------------------- at a glance


def _headline(found: RegistryFigures) -> Section:
    met = found.members - found.unmet - found.verdicts.get(Word.DEPENDS, 0)
    lead = say(
        "{number} of {members} meet the rules or owe nothing: {share}.",
        number=grouped(met),
        members=members_written(found.members),
        share=percent(met, found.members),
    )
    shown = tuple(
        Figure(grouped(count), _under(word, count, found.members))
        for word, count in reversed(tuple(found.verdicts.items()))
        if count
    )
    nobody = Paragraph(say("There was nobody to check."), "lead")
    blocks = (Paragraph(lead, "lead"), Figures(shown)) if shown else (nobody,)
    return Section("headline", say("At a glance"), blocks)


def _under(word: Word, count: int, members: int) -> str:
    return say("{what} ({share})", what=verdict_words(word), share=percent(count, members))


# ------------------------------------------------------------------------------ near misses and open questions


def _near(found: RegistryFigures) -> Section | None:
    if not found.nearest:
        return None
    heads = (say("Member"), say("Still to earn"), say("What is lacking"))
    rows = tuple(
        row_of(each.member, credit_grouped(found.ruleset, each.still), _lacks(found.ruleset, each))
        for each in found.nearest
    )
    caption = say("The members who have the least still to earn")
    return Section("near", say("Nearest misses"), (Table(caption, heads, rows, "list"),))


def _lacks(ruleset: Ruleset, near: Near) -> str:
    """Each line that the member lacks, with the amount."""
    told = []
    for line, short in near.lacks:
        label = line_written(ruleset, line)
        amount = "" if short is None else amount_written(ruleset, line, short)
        told.append(say("{label}: {line}", label=label, line=amount) if amount else label)
    return "; ".join(told)


def _open(found: RegistryFigures) -> Section | None:
    number = found.verdicts.get(Word.DEPENDS, 0)
    if not number:
        return None
    text = say_count(
        number,
        "For {number} member a person must settle a record or a fact before there is a verdict.",
        "For {number} members a person must settle a record or a fact before there is a verdict.",
        number=grouped(number),
    )
    first = say("The first of them: {members}.", members=listed(found.waiting))
    return Section("open", say("What depends on open questions"), (Paragraph(text), Paragraph(first)))


# ------------------------------------------------------------------------------------------ what was read


def _read(found: RegistryFigures, tables: Sequence[str]) -> Section:
    closely = sum(found.one_by_one.values())
    rows = tuple(
        row_of(_outcome(outcome), grouped(found.rows[outcome])) for outcome in Outcome if found.rows.get(outcome)
    )
    whole = row_of(say("all rows"), grouped(sum(found.rows.values())))
    items = [
        say("Records were read from {files}.", files=_files(found.files)),
        say_count(
            found.members - closely,
            "{number} member was decided together with others in columns.",
            "{number} members were decided together, in columns.",
            number=grouped(found.members - closely),
        ),
        say_count(
            closely,
            "{number} member was decided one by one; the verdicts are exact either way.",
            "{number} members were decided one by one; the verdicts are exact either way.",
            number=grouped(closely),
        ),
        *(_closely(reason, count) for reason, count in sorted(found.one_by_one.items())),
    ]
    table = Table(say("What became of the rows"), (say("Outcome"), say("Rows")), (*rows, whole), "list")
    blocks = [Bullets(tuple(map(Item, items))), table, *_links(tables)]
    return Section("read", say("How this was worked out"), tuple(blocks))


def _closely(reason: str, count: int) -> str:
    return say("{label}: {line}", label=capital(only_english(reason)), line=members_written(count))


def _files(files: Sequence[str]) -> str:
    if len(files) <= 3:
        return listed([PurePath(each).name for each in files])
    return say_count(len(files), "{number} file", "{number} files", number=grouped(len(files)))


def _outcome(outcome: Outcome) -> str:
    match outcome:
        case Outcome.USED:
            return say("used as they stand")
        case Outcome.NOTED:
            return say("used after a repair that changes no meaning")
        case Outcome.HELD:
            return say("held until a person settles them")
        case Outcome.REFUSED:
            return say("refused: they can never count")
        case Outcome.SKIPPED:
            return say("skipped: no records, such as the header")


def _links(tables: Sequence[str]) -> Iterator[Paragraph | Downloads]:
    """The lists of every verdict beside the page."""
    words: tuple[str, ...]
    match len(tables):
        case 0:
            return
        case 1:
            words = (say("Every member and every statement, in one file"),)
        case _:
            words = (say("Every member with the verdict"), say("Every statement of every member"))
    yield Paragraph(say("The verdict of every member stands in the lists beside this page."))
    yield Downloads(tuple(map(Link, tables, words)))

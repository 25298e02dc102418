"""What is different in the words, tables and general rules of two editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from cedsl.model.ruleset import Category, Choice, Field, Header, Ruleset, Table, TableRow
from cedsl.publishing.compare import by_name
from cedsl.publishing.page_sections import falls_sentences, first_tag
from cedsl.publishing.page_words import category_meaning, fact_meaning, field_meaning, is_declared
from cedsl.publishing.phrase_apart import apart_sentences
from cedsl.publishing.phrase_change import Change, Group
from cedsl.publishing.phrase_default import default_sentence
from cedsl.publishing.phrase_named import measure_sentences
from cedsl.publishing.phrase_names import fact_title, field_title, table_title
from cedsl.publishing.phrase_words import capital, quoted, quoted_once, sentence
from cedsl.publishing.tongue import figures, say, say_count
from cedsl.quantity import TIME, Unit
from cedsl.records.schema import ChoiceType, FieldType


def word_changes(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    """What is different in categories, in the values of fields, in fields, in the facts asked, in tables, in units."""
    yield from _categories(before, after)
    yield from _choices(before, after)
    yield from _facts(before, after)
    yield from _fields(before, after)
    yield from _tables(before, after)
    yield from _units(before, after)


def general_changes(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    """What holds for all statements together, and what the header says."""
    yield from _texts("asked", "apart", apart_sentences(before), apart_sentences(after))
    yield from _texts("said", "measures", measure_sentences(before), measure_sentences(after))
    yield from _texts("asked", "counting", _counting(before), _counting(after))
    if _order_of_apart(before) != _order_of_apart(after) and _apart(before) == _apart(after):
        text = say("Where a choice is left between requirements that share nothing, another one is now served first.")
        yield Change("asked", "apart-order", text)
    if before.open_categories != after.open_categories:
        yield Change("words", "open-categories", _open(after))
    yield from _header(before.header, after.header)


def _categories(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    def same(each: Category) -> Category:
        inside, counts_as, spills, shares = (
            tuple(sorted(several))
            for several in (each.inside, each.counts_as, each.spills_into, each.shares_with)
        )  # fmt: skip
        return replace(
            each, inside=inside, counts_as=counts_as, spills_into=spills, shares_with=shares, title="", inferred=False
        )

    for was, now in by_name(before.categories, after.categories, lambda each: each.name):
        if was is None and now is not None:
            text = say("There is a new category, {category}.", category=_titled(now))
            yield Change("words", now.name, text, _remarks(category_meaning(after, now)))
        elif was is not None and now is None:
            yield Change("words", was.name, say("The category {category} is gone.", category=_titled(was)))
        elif was is not None and now is not None:
            yield from _called("words", now.name, _titled(was), _titled(now))
            if same(was) != same(now):
                meanings = (category_meaning(before, was), category_meaning(after, now))
                yield _reads("words", now.name, _titled(now), *meanings)


def _titled(word: Category | Choice) -> str:
    return quoted(capital(word.title or word.name))


def _remarks(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _called(group: Group, id_: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(group, id_, say("{old} is now called {new}.", old=old, new=new))


def _reads(group: Group, id_: str, label: str, old: str, new: str) -> Change:
    """What was said of a word and what is said of it now; either may be nothing."""
    if old == new:
        text = say("{statement} is decided in another way, with the same words.", statement=label)
        return Change(group, id_, text, _remarks(new))
    if not old:
        return Change(group, id_, say("This is new about {word}: {sentence}", word=label, sentence=new))
    if not new:
        return Change(group, id_, say("This no longer holds about {word}: {sentence}", word=label, sentence=old))
    text = say("{statement} has changed. Until now: {sentence}", statement=label, sentence=old)
    return Change(group, id_, text, (say("From now on: {sentence}", sentence=new),))


def _choices(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    for was, now in by_name(before.choices, after.choices, lambda each: (each.field, each.name)):
        if was is None and now is not None:
            field = quoted_once(capital(field_title(after, now.field)))
            text = say("A record may now say {value} under {field}.", value=_titled(now), field=field)
            yield Change("words", f"{now.field}-{now.name}", text)
        elif was is not None and now is None:
            field = quoted_once(capital(field_title(before, was.field)))
            text = say("A record no longer says {value} under {field}.", value=_titled(was), field=field)
            yield Change("words", f"{was.field}-{was.name}", text)
        elif was is not None and now is not None:
            yield from _called("words", f"{now.field}-{now.name}", _titled(was), _titled(now))


def _facts(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    for was, now in by_name(before.facts, after.facts, lambda each: each.name):
        if was is None and now is not None:
            title = quoted_once(capital(fact_title(after, now.name)))
            text = say("We now also ask about you: {fact}.", fact=title)
            yield Change("words", now.name, text, _remarks(fact_meaning(after, now)))
        elif was is not None and now is None:
            title = quoted_once(capital(fact_title(before, was.name)))
            yield Change("words", was.name, say("We no longer ask about you: {fact}.", fact=title))
        elif was is not None and now is not None:
            titles = [quoted_once(capital(fact_title(each, now.name))) for each in (before, after)]
            yield from _called("words", now.name, *titles)
            if _bare(was) != _bare(now):
                yield _reads("words", now.name, titles[1], fact_meaning(before, was), fact_meaning(after, now))


def _fields(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    earlier, later = (filter(_is_told, each.fields) for each in (before, after))
    for was, now in by_name(earlier, later, lambda each: each.name):
        if was is None and now is not None:
            title = quoted_once(capital(field_title(after, now.name)))
            text = say("A record may now also say this: {field}.", field=title)
            yield Change("words", now.name, text, _remarks(field_meaning(now)))
        elif was is not None and now is None:
            title = quoted_once(capital(field_title(before, was.name)))
            yield Change("words", was.name, say("A record no longer says this: {field}.", field=title))
        elif was is not None and now is not None:
            titles = [quoted_once(capital(field_title(each, now.name))) for each in (before, after)]
            yield from _called("words", now.name, *titles)
            if _bare(was) != _bare(now):
                yield _reads("words", now.name, titles[1], field_meaning(was), field_meaning(now))


def _is_told(field: Field) -> bool:
    """Whether the author said something about the field."""
    return is_declared(field) or field.default is not None


def _bare(field: Field) -> Field:
    """The field without its title and, where values have no order, without theirs."""
    return replace(field, title="", type=_type(field.type))


def _type(type_: FieldType) -> FieldType:
    match type_:
        case ChoiceType(values=values, ordered=False, titles=titles):
            order = sorted(range(len(values)), key=lambda at: values[at])
            named = tuple(titles[at] for at in order) if len(titles) == len(values) else titles
            return ChoiceType(tuple(values[at] for at in order), ordered=False, titles=named)
        case _:
            return type_


def _tables(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    for was, now in by_name(before.tables, after.tables, lambda each: each.name):
        if was is None and now is not None:
            yield Change("words", now.name, say("There is a new list, {table}.", table=table_title(after, now.name)))
        elif was is not None and now is None:
            yield Change("words", was.name, say("The list {table} is gone.", table=table_title(before, was.name)))
        elif was is not None and now is not None:
            title = table_title(after, now.name)
            yield from _called("words", now.name, table_title(before, was.name), title)
            yield from _table(was, now, title)


def _table(was: Table, now: Table, title: str) -> Iterator[Change]:
    found = by_name(was.rows, now.rows, _row_key)
    rows = list(found)
    new, gone = sum(one is None for one, _ in rows), sum(one is None for _, one in rows)
    other = sum(one is not None and two is not None and one != two for one, two in rows)
    told = (
        (new, _new_rows(new, title)),
        (gone, _gone_rows(gone, title)),
        (other, _other_rows(other, title)),
    )
    yield from (Change("words", now.name, text) for many, text in told if many)
    for before, after in by_name(was.columns, now.columns, lambda each: each.name):
        if before is not None and after is not None:
            titles = [quoted(capital(each.title or each.name)) for each in (before, after)]
            yield from _called("words", f"{now.name}-{after.name}", *titles)
    if (was.key, tuple(map(_bare, was.columns))) != (now.key, tuple(map(_bare, now.columns))):
        yield Change("words", now.name, say("The list {table} says other things about its rows.", table=title))


def _row_key(row: TableRow) -> tuple[str, date | None, date | None]:
    return (row.key, row.first, row.last)


def _new_rows(many: int, table: str) -> str:
    return say_count(
        many, "The list {table} has {number} new row.", "The list {table} has {number} new rows.", table=table
    )


def _gone_rows(many: int, table: str) -> str:
    return say_count(
        many, "The list {table} has lost {number} row.", "The list {table} has lost {number} rows.", table=table
    )


def _other_rows(many: int, table: str) -> str:
    return say_count(
        many, "In the list {table}, {number} row is different.", "In the list {table}, {number} rows are different.",
        table=table,
    )  # fmt: skip


def _units(before: Ruleset, after: Ruleset) -> Iterator[Change]:
    if before.unit.name != after.unit.name or before.unit.plural != after.unit.plural:
        units, old = after.unit.plural, before.unit.plural
        yield Change("words", "unit", say("We now count in {units}, no longer in {old}.", units=units, old=old))
    for was, now in by_name(before.units.values(), after.units.values(), lambda each: each.name):
        if was is not None and now is not None and was != now:
            yield Change("words", f"unit-{now.name}", _unit(was, now))


def _unit(was: Unit, now: Unit) -> str:
    if was.dimension == now.dimension == TIME and was.size != now.size:
        one, slots = figures(1), {"before": figures(was.size), "after": figures(now.size)}
        return say("In {units}, {one} goes from {before} to {after} minutes.", units=now.plural, one=one, **slots)
    return say("{units} are written or converted in another way.", units=capital(now.plural))


def _texts(group: Group, id_: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """Sentences that only one of the editions says."""
    old, new = list(before), list(after)
    for number, text in enumerate(each for each in new if each not in old):
        yield Change(group, f"{id_}-new-{number}", say("This is new: {statement}", statement=text))
    for number, text in enumerate(each for each in old if each not in new):
        yield Change(group, f"{id_}-gone-{number}", say("This no longer applies: {statement}", statement=text))


def _counting(ruleset: Ruleset) -> Iterator[str]:
    """What decides and is said nowhere else."""
    yield from (sentence(default_sentence(ruleset, each)) for each in ruleset.defaults)
    yield from falls_sentences(ruleset)
    yield from first_tag(ruleset)


def _apart(ruleset: Ruleset) -> object:
    return (
        frozenset(map(frozenset, ruleset.not_both)),
        frozenset(frozenset(each.members) for each in ruleset.not_both_outside),
    )


def _order_of_apart(ruleset: Ruleset) -> object:
    return (
        frozenset(ruleset.not_both),
        frozenset(each.members for each in ruleset.not_both_outside),
    )


def _open(ruleset: Ruleset) -> str:
    if ruleset.open_categories:
        return say("A record may now also name a category that is not in the list.")
    return say("A record may now name only the categories in the list.")


def _header(was: Header, now: Header) -> Iterator[Change]:
    if was.title != now.title:
        old, new = quoted(was.title), quoted(now.title)
        yield Change("said", "title", say("{old} is now called {new}.", old=old, new=new))
    if was.issued_by != now.issued_by and now.issued_by is not None:
        yield Change("said", "issued-by", say("The rules are now issued by {body}.", body=now.issued_by))
    elif was.issued_by != now.issued_by:
        yield Change("said", "issued-by", say("It is no longer said who issues the rules."))
    if was.sources != now.sources:
        yield Change("said", "source", say("The rules as a whole have other sources."))
    yield from _texts("said", "contact", _contacts(was), _contacts(now))
    yield from _texts("said", "notes", map(sentence, was.notes), map(sentence, now.notes))
    yield from _texts("said", "consequences", map(sentence, was.consequences), map(sentence, now.consequences))


def _contacts(header: Header) -> list[str]:
    return [say("Contact: {contact}", contact=each) for each in header.contacts]

"""What a profile says in vain: headings that a file does not have, and meanings that no rule knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from cedsl.diagnostic import nearest
from cedsl.records.folding import folded_heading
from cedsl.records.headings import FieldNamed, Vocabulary, settled_meaning
from cedsl.records.mend import Mended, Source
from cedsl.records.profile import About, Profile
from cedsl.records.remark import quoted
from cedsl.records.table import Table

MOST_VAIN = 10
"""How many columns are told of that the profile speaks of in vain."""


def in_vain(table: Table, mended: Mended, about: Source) -> tuple[str, ...]:
    """A sentence for each column that the profile speaks of and the file does not have, and for each that it gives a
    meaning which no rule knows, where another word is likely meant. `table` is how the file stands.
    """
    profile = about.profile
    here = {folded_heading(each.text) for each in (*table.header, *mended.table.header)}
    absent = (name for name in _named(profile) if folded_heading(name) not in here)
    told = [f"the profile speaks of the column {quoted(each)}, which is not here" for each in islice(absent, MOST_VAIN)]
    return (*told, *_without_session(table, profile), *islice(_unlikely(about, here), MOST_VAIN))


def _named(profile: Profile) -> Iterable[str]:
    """Every heading that the profile names, each once."""
    found: dict[str, str] = {}
    for name in (*profile.columns, profile.known_by, *(each for group in profile.either for each in group)):
        found.setdefault(folded_heading(name), name)
    return [name for word, name in found.items() if word]


def _without_session(table: Table, profile: Profile) -> Iterator[str]:
    """The day and time of the session stand above the header, beside or below a heading."""
    above = {folded_heading(cell.rstrip(":")) for row in table.above for cell in row.cells}
    for each in () if profile.session is None else (profile.session.start, profile.session.end):
        if folded_heading(each) not in above:
            yield f"the profile speaks of {quoted(each)} above the header, which is not there"


def _unlikely(about: Source, here: Iterable[str]) -> Iterator[str]:
    schema = about.schema
    types = schema.facts if about.profile.about is About.MEMBERS else schema.fields
    for heading, each in about.profile.columns.items():
        if each.means is None or folded_heading(heading) not in here or _is_usual(each.means, about.vocabulary):
            continue
        meaning, own = settled_meaning(each.means, about.vocabulary), folded_heading(each.means)
        if not isinstance(meaning, FieldNamed) or meaning.name in types:
            continue
        guess = None if own in schema.elsewhere.headings else nearest(each.means, (*types, *about.vocabulary.strong))
        if guess is not None and own != folded_heading(heading):
            said = f"the profile reads the column {quoted(heading)} as {quoted(each.means)}, which no rule knows"
            yield f"{said}; did you mean {quoted(guess)}?"


def _is_usual(means: str, vocabulary: Vocabulary) -> bool:
    """Whether it is a word that headings use."""
    return folded_heading(means) in vocabulary.strong

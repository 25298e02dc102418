"""The order in which tables are mended."""

from __future__ import annotations

from cedsl.records.headings import Part
from cedsl.records.mend import Mended, Source, Step
from cedsl.records.mend_book import with_stored_cells
from cedsl.records.mend_cells import filled, with_letters, with_values, without_prefixes, without_wrappers
from cedsl.records.mend_clean import with_midnight, without_guards
from cedsl.records.mend_courses import with_course_hours, with_one_of_each
from cedsl.records.mend_header import with_member, without_headers
from cedsl.records.mend_keys import with_keys_for_headings
from cedsl.records.mend_status import without_nobody, without_unapproved
from cedsl.records.mend_totals import without_foot, without_members_foot


def with_attendance(mended: Mended, about: Source) -> Mended:
    """Rows that say when somebody came and went become activities with a day and a length."""
    if not _ATTENDED & mended.columns(about).taken.keys():
        return mended
    from cedsl.records import mend_sessions

    return mend_sessions.with_attendance(mended, about)


_ATTENDED = {Part.JOINED, Part.LEFT, Part.EVENT}

_CELLS: tuple[Step, ...] = (
    without_headers,
    without_wrappers,
    without_guards,
    with_letters,
    with_keys_for_headings,
    without_prefixes,
    with_values,
    with_stored_cells,
)
"""Each cell says what it says; what is no data may still stand among the rows."""

ACTIVITY_STEPS: tuple[Step, ...] = (
    *_CELLS,
    without_foot,
    with_member,
    filled,
    without_nobody,
    without_unapproved,
    with_attendance,
    with_midnight,
    with_one_of_each,
    with_course_hours,
)
"""Of files of activities. Claims that stand twice are looked for in all tables of a source, when these are done."""

MEMBER_STEPS: tuple[Step, ...] = (*_CELLS, without_members_foot, filled)
"""Of files of member facts."""

"""The only place that knows the order of the passes, and that touches files. It reads no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cedsl.lean import later

if TYPE_CHECKING:
    from cedsl.records.profile import About
    from cedsl.workspace.anchors import Lost, lost_anchors
    from cedsl.workspace.annotate import Changed, annotated, is_one_of
    from cedsl.workspace.authoring import edition_before, edition_of, examined, filled, readable
    from cedsl.workspace.checking import Asked, known_members, members_of
    from cedsl.workspace.editions import Rulebook, is_folder, load_rulebook
    from cedsl.workspace.files import (
        MIB,
        MOST_RECORDS,
        MOST_RULES,
        NO_PLACE,
        STDIN,
        Stdin,
        Unread,
        is_there,
        write_output,
    )
    from cedsl.workspace.folders import TakenError
    from cedsl.workspace.importing import (
        Imported,
        Sources,
        clean,
        held,
        may_be_members,
        open_sources,
        saved,
        settle,
        understand,
    )
    from cedsl.workspace.pages import PageAsked, Refused, publish
    from cedsl.workspace.patterns import are_large, expanded
    from cedsl.workspace.profiles import Profiles, load_profiles, wrong_settings
    from cedsl.workspace.rules import Loaded, load_rules
    from cedsl.workspace.site import (
        Shelf,
        Site,
        SiteAsked,
        Stale,
        books_of,
        may_replace,
        shelf,
        site_of,
        stale,
        strangers,
        write_site,
    )
    from cedsl.workspace.tables import Files, Gathered, Section, gather, load_members, load_records
    from cedsl.workspace.template import Sheet, template
    from cedsl.workspace.together import check_all
else:
    # each is imported when it is first asked for: no command needs them all
    _HOMES = {
        "cedsl.records.profile": "About",
        "cedsl.workspace.anchors": "Lost lost_anchors",
        "cedsl.workspace.annotate": "Changed annotated is_one_of",
        "cedsl.workspace.authoring": "edition_before edition_of examined filled readable",
        "cedsl.workspace.checking": "Asked known_members members_of",
        "cedsl.workspace.editions": "Rulebook is_folder load_rulebook",
        "cedsl.workspace.files": "MIB MOST_RECORDS MOST_RULES NO_PLACE STDIN Stdin Unread is_there write_output",
        "cedsl.workspace.folders": "TakenError",
        "cedsl.workspace.importing": "Imported Sources clean held may_be_members open_sources saved settle understand",
        "cedsl.workspace.pages": "PageAsked Refused publish",
        "cedsl.workspace.patterns": "are_large expanded",
        "cedsl.workspace.profiles": "Profiles load_profiles wrong_settings",
        "cedsl.workspace.rules": "Loaded load_rules",
        "cedsl.workspace.site": "Shelf Site SiteAsked Stale books_of may_replace shelf site_of stale strangers "
        "write_site",
        "cedsl.workspace.tables": "Files Gathered Section gather load_members load_records",
        "cedsl.workspace.template": "Sheet template",
        "cedsl.workspace.together": "check_all",
    }
    __getattr__ = later(__name__, _HOMES)

__all__ = [
    "MIB",
    "MOST_RECORDS",
    "MOST_RULES",
    "NO_PLACE",
    "STDIN",
    "About",
    "Asked",
    "Changed",
    "Files",
    "Gathered",
    "Imported",
    "Loaded",
    "Lost",
    "PageAsked",
    "Profiles",
    "Refused",
    "Rulebook",
    "Section",
    "Sheet",
    "Shelf",
    "Site",
    "SiteAsked",
    "Sources",
    "Stale",
    "Stdin",
    "TakenError",
    "Unread",
    "annotated",
    "are_large",
    "books_of",
    "check_all",
    "clean",
    "edition_before",
    "edition_of",
    "examined",
    "expanded",
    "filled",
    "gather",
    "held",
    "is_folder",
    "is_one_of",
    "is_there",
    "known_members",
    "load_members",
    "load_profiles",
    "load_records",
    "load_rulebook",
    "load_rules",
    "lost_anchors",
    "may_be_members",
    "may_replace",
    "members_of",
    "open_sources",
    "publish",
    "readable",
    "saved",
    "settle",
    "shelf",
    "site_of",
    "stale",
    "strangers",
    "template",
    "understand",
    "write_output",
    "write_site",
    "wrong_settings",
]

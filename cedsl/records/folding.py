"""When two spellings are the same word."""

from __future__ import annotations

import unicodedata

from cedsl.lean import regex

_JOINTS = regex(r"(?<=[^\W_])[\s_\-\u2010-\u2015]+(?=[^\W_])")
_DECORATION = str.maketrans("", "", ".,:*'\"\u2018\u2019\u201c\u201d")


def trimmed(text: str) -> str:
    """Without blanks at both ends, visible or not."""
    return text.strip().strip("\ufeff\u200b").strip()


def bare(text: str) -> str:
    """The same, and the one sign that no text has (a byte 0) as the sign for what cannot be shown."""
    return trimmed(text).replace("\0", "\ufffd")


def folded(text: str) -> str:
    """Case, and spaces, hyphens and underscores between letters or digits, do not matter. `B-` is not `B`."""
    return _JOINTS.sub("", trimmed(text)).casefold()


def folded_loosely(text: str) -> str:
    """As `folded`; nor do accents, full stops, quotes, or the choice between `&` and `and`."""
    bare = unicodedata.normalize("NFKD", text.replace("&", " and "))
    kept = "".join(each for each in bare if not unicodedata.combining(each))
    return folded(kept.translate(_DECORATION))


def folded_heading(text: str) -> str:
    """Only letters and digits matter: `License No.`, `license_no` and `LICENSE NO` are one heading."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())

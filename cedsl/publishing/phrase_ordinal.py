"""Numbers that say which one: `first`, `second`, `11th`."""

from __future__ import annotations

from cedsl.publishing.tongue import figures, say, say_as


def ordinals(number: int) -> dict[str, str]:
    """The slots `ordinal`, `masculine` and `feminine` (as it stands before a noun of that gender) and `number`.

    English needs only the first; a translation takes the one that its noun asks for.
    """
    return {
        "ordinal": ordinal(number),
        "masculine": _masculine(number),
        "feminine": _feminine(number),
        "number": figures(number),
    }


def ordinal(number: int) -> str:
    """`first` to `tenth`, then `11th`: by itself, as before a colon."""
    words = (
        say("first"), say("second"), say("third"), say("fourth"), say("fifth"),
        say("sixth"), say("seventh"), say("eighth"), say("ninth"), say("tenth"),
    )  # fmt: skip
    if 1 <= number <= len(words):
        return words[number - 1]
    return _in_figures(number)


def _in_figures(number: int) -> str:
    is_teen = number % 100 in {11, 12, 13}
    match 0 if is_teen else number % 10:
        case 1:
            return say("{number}st", number=figures(number))
        case 2:
            return say("{number}nd", number=figures(number))
        case 3:
            return say("{number}rd", number=figures(number))
        case _:
            return say("{number}th", number=figures(number))


def _masculine(number: int) -> str:
    words = (
        say_as("before a masculine noun", "first"), say_as("before a masculine noun", "second"),
        say_as("before a masculine noun", "third"), say_as("before a masculine noun", "fourth"),
        say_as("before a masculine noun", "fifth"), say_as("before a masculine noun", "sixth"),
        say_as("before a masculine noun", "seventh"), say_as("before a masculine noun", "eighth"),
        say_as("before a masculine noun", "ninth"), say_as("before a masculine noun", "tenth"),
    )  # fmt: skip
    if 1 <= number <= len(words):
        return words[number - 1]
    return say_as("before a masculine noun", "{number}th", number=figures(number))


def _feminine(number: int) -> str:
    words = (
        say_as("before a feminine noun", "first"), say_as("before a feminine noun", "second"),
        say_as("before a feminine noun", "third"), say_as("before a feminine noun", "fourth"),
        say_as("before a feminine noun", "fifth"), say_as("before a feminine noun", "sixth"),
        say_as("before a feminine noun", "seventh"), say_as("before a feminine noun", "eighth"),
        say_as("before a feminine noun", "ninth"), say_as("before a feminine noun", "tenth"),
    )  # fmt: skip
    if 1 <= number <= len(words):
        return words[number - 1]
    return say_as("before a feminine noun", "{number}th", number=figures(number))

"""The languages of the pages: what differs between them apart from the messages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cedsl.publishing.languages import UnknownLanguageError, tongue_of
from cedsl.publishing.phrase_words import counted, day_written, listed, share_written
from cedsl.publishing.tongue import figures, say, speaking
from cedsl.publishing.tongue_contraction import contracted
from cedsl.quantity import HOUR


@pytest.mark.parametrize(
    ("code", "number", "expected"),
    [
        ("en", Fraction(5, 2), "2.5"),
        ("es", Fraction(5, 2), "2,5"),
        ("fr", Fraction(5, 2), "2,5"),
        ("fr", Fraction(25000, 1), "25\u00a0000"),
        ("fr-CA", Fraction(5, 2), "2,5"),
        ("es-US", Fraction(5, 2), "2.5"),
        ("es", Fraction(1, 3), "1/3"),
        ("fr", Fraction(1234567891, 10**7), "123,4567891"),
    ],
)
def test_numbers_are_exact_with_the_decimal_sign_of_the_language(code, number, expected):
    with speaking(tongue_of(code)):
        assert figures(number) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "1 June 2025"), ("es", "1 de junio de 2025"), ("fr", "1er juin 2025")],
)
def test_days(code, expected):
    with speaking(tongue_of(code)):
        assert day_written(date(2025, 6, 1)) == expected


@pytest.mark.parametrize(
    ("code", "words", "last", "expected"),
    [
        ("en", ["a", "b", "c"], "and", "a, b and c"),
        ("es", ["leyes", "ética"], "and", "leyes y ética"),
        ("es", ["leyes", "investigación"], "and", "leyes e investigación"),
        ("es", ["hierro", "hielo"], "and", "hierro y hielo"),
        ("es", ["uno", "otro"], "or", "uno u otro"),
        ("fr", ["a", "b", "c"], "or", "a, b ou c"),
        ("fr", ["a"], "and", "a"),
    ],
)
def test_lists(code, words, last, expected):
    with speaking(tongue_of(code)):
        assert listed(words, last) == expected


def test_which_numbers_stand_in_the_singular():
    """CLDR: in French 0 and 1.5 are singular, in English and Spanish only 1 is."""
    with speaking(tongue_of("fr")):
        assert counted(Fraction(3, 2), HOUR) == "1,5 hour"
        assert counted(Fraction(2), HOUR) == "2 hours"
    with speaking(tongue_of("es")):
        assert counted(Fraction(3, 2), HOUR) == "1,5 hours"
        assert counted(Fraction(1), HOUR) == "1 hour"


@pytest.mark.parametrize(
    ("language", "apart", "together"),
    [
        ("es", "antes de el 1 de mayo", "antes del 1 de mayo"),
        ("es", "De el a el", "Del al"),
        ("es", "de El Salvador, a él", "de El Salvador, a él"),
        ("es", "escuela de El Alto", "escuela de El Alto"),
        ("fr", "à partir de le 1er mai", "à partir du 1er mai"),
        ("fr", "de les heures, à les heures", "des heures, aux heures"),
        ("fr", "le activité de elle, si il le sait", "l’activité d’elle, s’il le sait"),
        ("fr", "de la activité", "de l’activité"),
        ("fr", "de le activité", "de l’activité"),
        ("fr", "pas de heures; de heures; puis-je obtenir", "pas d’heures; d’heures; puis-je obtenir"),
        ("fr", "un plafond de huit heures", "un plafond de huit heures"),
        ("en", "de el a el; b", "de el a el; b"),
    ],
)
def test_what_is_drawn_together(language, apart, together):
    assert contracted(apart, language) == together


@pytest.mark.parametrize("code", ["de", "xx", "", "es-XX", "../es", "fr-"])
def test_a_language_that_is_not_known(code):
    with pytest.raises(UnknownLanguageError):
        tongue_of(code)


def test_a_message_that_the_catalogue_lacks_is_said_in_english_and_counted():
    tongue = tongue_of("es")
    with speaking(tongue):
        assert say("No catalogue has {this}.", this="it") == "No catalogue has it."
    assert list(tongue.untranslated) == ["No catalogue has {this}."]


def test_the_language_ends_with_the_call():
    with speaking(tongue_of("fr")), speaking(tongue_of("es")):
        assert figures(Fraction(3, 2)) == "1,5"
    assert figures(Fraction(3, 2)) == "1.5"
    assert share_written(Fraction(1, 4)) == "25%"

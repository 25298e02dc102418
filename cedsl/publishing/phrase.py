"""The words of cedsl: every public sentence and label, from the resolved rules or a result to English.

All functions are pure. Sentences are in the second person and the present tense, numbers first, and end in
a full stop; phrases have neither capital nor stop. What an author wrote goes in as it is: whoever prints a
sentence escapes it for the place where it is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cedsl.lean import later

if TYPE_CHECKING:
    from cedsl.publishing.phrase_amount import amount_phrase, credit_written
    from cedsl.publishing.phrase_credit import clause_phrase
    from cedsl.publishing.phrase_further import completion_sentence, further_phrase, serving_phrase
    from cedsl.publishing.phrase_label import rule_label, statement_label
    from cedsl.publishing.phrase_loss import loss_sentence
    from cedsl.publishing.phrase_period import window_sentences
    from cedsl.publishing.phrase_predicate import condition_phrase, predicate_label, predicate_phrase
    from cedsl.publishing.phrase_reason import reason_sentence
    from cedsl.publishing.phrase_spoken import Head
    from cedsl.publishing.phrase_statement import statement_sentence
    from cedsl.publishing.phrase_varies import depends_sentence, more_sentence
    from cedsl.publishing.phrase_verdict import question_clause, question_phrase, verdict_sentence
    from cedsl.publishing.phrase_window import key_phrase, stretch_phrase, window_phrase
    from cedsl.publishing.phrase_words import day_written, duration_written, listed
else:
    _HOMES = {
        "cedsl.publishing.phrase_amount": "amount_phrase credit_written",
        "cedsl.publishing.phrase_credit": "clause_phrase",
        "cedsl.publishing.phrase_further": "completion_sentence further_phrase serving_phrase",
        "cedsl.publishing.phrase_label": "rule_label statement_label",
        "cedsl.publishing.phrase_loss": "loss_sentence",
        "cedsl.publishing.phrase_period": "window_sentences",
        "cedsl.publishing.phrase_predicate": "condition_phrase predicate_label predicate_phrase",
        "cedsl.publishing.phrase_reason": "reason_sentence",
        "cedsl.publishing.phrase_spoken": "Head",
        "cedsl.publishing.phrase_statement": "statement_sentence",
        "cedsl.publishing.phrase_varies": "depends_sentence more_sentence",
        "cedsl.publishing.phrase_verdict": "question_clause question_phrase verdict_sentence",
        "cedsl.publishing.phrase_window": "key_phrase stretch_phrase window_phrase",
        "cedsl.publishing.phrase_words": "day_written duration_written listed",
    }
    __getattr__ = later(__name__, _HOMES)

__all__ = [
    "Head",
    "amount_phrase",
    "clause_phrase",
    "completion_sentence",
    "condition_phrase",
    "credit_written",
    "day_written",
    "depends_sentence",
    "duration_written",
    "further_phrase",
    "key_phrase",
    "listed",
    "loss_sentence",
    "more_sentence",
    "predicate_label",
    "predicate_phrase",
    "question_clause",
    "question_phrase",
    "reason_sentence",
    "rule_label",
    "serving_phrase",
    "statement_label",
    "statement_sentence",
    "stretch_phrase",
    "verdict_sentence",
    "window_phrase",
    "window_sentences",
]

"""What the words of a status come to, in the languages in which learning platforms write them."""

from __future__ import annotations

from collections.abc import Mapping

from cedsl.records.folding import folded_loosely
from cedsl.records.profile import Status

PLAIN_WORDS = frozenset(folded_loosely(word) for word in ("approved", "accepted", "completed", "complete", "passed"))
"""Words that need no note: they say themselves that the activity counts."""

_WORDS: Mapping[Status, str] = {
    Status.APPROVED: """
        approved, accepted, completed, complete, passed, pass, attended, credited, awarded, granted, verified,
        confirmed, successful, finished, done,
        abgeschlossen, genehmigt, anerkannt, bestanden, teilgenommen, bestätigt, vollständig,
        terminé, terminée, achevé, achevée, complété, complétée, approuvé, approuvée, validé, validée, accepté, réussi,
        completado, completada, completo, aprobado, aprobada, finalizado, finalizada, terminado, aceptado,
        completato, completata, approvato, approvata, superato, concluso,
        concluído, concluída, aprovado, aprovada, finalizado,
        voltooid, goedgekeurd, afgerond, geslaagd
    """,
    Status.PENDING: """
        pending, pending approval, pending review, submitted, in review, under review, awaiting approval,
        awaiting review, received, to be approved, on hold,
        ausstehend, eingereicht, in prüfung, wird geprüft, beantragt, offen,
        en attente, soumis, soumise, en cours d'examen, à valider,
        pendiente, enviado, enviada, en revisión, por aprobar,
        in attesa, inviato, in revisione, pendente, enviado, em análise, em revisão,
        in behandeling, ingediend
    """,
    Status.UNFINISHED: """
        in progress, not started, not yet started, incomplete, not completed, not complete, unfinished, started,
        enrolled, registered, overdue, withdrawn, cancelled, canceled, no show, absent, expired,
        in bearbeitung, nicht begonnen, nicht gestartet, nicht abgeschlossen, begonnen, angemeldet, eingeschrieben,
        en cours, non commencé, pas commencé, non terminé, inachevé, inscrit, inscrite,
        en curso, en progreso, no iniciado, no comenzado, incompleto, no completado, inscrito,
        in corso, non iniziato, incompleto, non completato, iscritto,
        em andamento, não iniciado, em progresso, bezig, niet gestart, niet voltooid
    """,
    Status.REJECTED: """
        rejected, refused, denied, declined, disapproved, not approved, not accepted, failed, fail, not passed,
        abgelehnt, nicht genehmigt, nicht bestanden, nicht anerkannt, refusé, refusée, rejeté, rejetée, échoué, échec,
        rechazado, rechazada, denegado, no aprobado, suspendido, respinto, rifiutato, non superato,
        rejeitado, recusado, reprovado, afgewezen, geweigerd, niet geslaagd
    """,
}

_KNOWN = {folded_loosely(word): status for status, text in _WORDS.items() for word in text.split(",")}


def status_of(word: str) -> Status | None:
    """What the word comes to; None where nobody knows."""
    return _KNOWN.get(folded_loosely(word))


def is_plain(word: str) -> bool:
    """Whether the word is that of approval itself, and not another for it."""
    return folded_loosely(word) in PLAIN_WORDS

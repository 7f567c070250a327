from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain import chronology_words as words
from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import Outcome
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.chronology import ERASED, chronology_entry, summary_of
from chalicelib.domain.chronology_mandate import MANDATE_TELLERS
from chalicelib.domain.chronology_negotiation import NEGOTIATION_TELLERS
from chalicelib.domain.chronology_phrases import LONGEST_QUOTE
from chalicelib.domain.contact import Channel
from chalicelib.domain.events import EventType
from chalicelib.domain.evidence import EventHeader, header_hash
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.invoice import DocumentType
from chalicelib.domain.next_step import Action
from chalicelib.domain.scenarios.presets import PROGRESSIF

NB, NN = "\u00a0", "\u202f"
EUROS = {"amount": 120_000, "currency": "EUR"}
LEFT = {"amount": 0, "currency": "EUR"}
INVOICE = {"id": "inv_1", "number": "F-7", "due_date": "2026-09-01", "principal": EUROS}

SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    (
        "case.opened",
        {"invoices": [INVOICE]},
        f"Facture n°{NB}F-7, échue le 1er{NB}septembre 2026, restant due pour 1{NN}200,00{NB}€.",
    ),
    (
        "case.opened",
        {"invoices": [INVOICE, {**INVOICE, "number": "F-8"}]},
        f"Factures n°{NB}F-7 et F-8, restant dues pour 2{NN}400,00{NB}€ en principal.",
    ),
    ("case.phase_changed", {"phase": "judicial"}, "Passage à la phase judiciaire."),
    (
        "case.paused",
        {"kind": "manual", "until": None, "reason": ""},
        "Démarches suspendues, à la demande du créancier.",
    ),
    (
        "case.paused",
        {"kind": "dispute", "until": "2026-12-01", "reason": "le carton\nétait vide"},
        (
            f"Démarches suspendues jusqu’au 1er{NB}décembre 2026, en raison d’une contestation. "
            f"Motif indiqué{NB}: «{NB}le carton était vide{NB}»."
        ),
    ),
    ("case.resumed", {"reason": None}, "Démarches reprises."),
    ("case.decision_required", {"times_asked": 1}, "Première demande."),
    ("case.decision_required", {"times_asked": 2}, "2e demande."),
    ("case.needs_attention", {"code": "letter_returned"}, "Courrier retourné, adresse inconnue."),
    ("case.needs_attention", {"code": "CON_06"}, "Une personne doit décider de la suite."),
    (
        "case.attention_resolved",
        {"action": "retry", "reason": "nouvelle adresse"},
        f"Étape à refaire. Motif indiqué{NB}: «{NB}nouvelle adresse{NB}».",
    ),
    ("case.closed", {"outcome": "paid"}, "Créance réglée."),
    (
        "case.scenario_changed",
        {"scenario": "ferme", "scenario_version": 1, "scenario_before": "progressif", "scenario_version_before": 1},
        "Le dossier suit désormais le scénario ferme (version 1), et non plus progressif (version 1).",
    ),
    ("case.reopened", {"reason": "payment_reversed"}, "Un paiement a été annulé, la dette renaît."),
    (
        "reply.received",
        {"direction": "incoming", "channel": "email", "summary": "Je paie vendredi"},
        f"Reçu du débiteur par e-mail{NB}: «{NB}Je paie vendredi{NB}».",
    ),
    (
        "step.scheduled",
        {"action": "send_email", "step_id": "first_reminder", "due_at": "2026-10-15T08:00:00+00:00", "moves": []},
        f"Premier rappel{NB}: le 15{NB}octobre 2026.",
    ),
    (
        "step.scheduled",
        {"action": "check_delivery", "step_id": "formal_notice", "due_at": "2026-11-19T08:00:00+00:00"},
        f"Suivi de l’envoi (mise en demeure){NB}: le 19{NB}novembre 2026.",
    ),
    ("step.scheduled", {"action": "stand_still", "step_id": None, "due_at": None}, "Aucune démarche prévue."),
    (
        "step.moved",
        {
            "action": "send_formal_notice",
            "step_id": "formal_notice",
            "due_at": "2026-11-15T23:30:00+00:00",
            "moves": [{"rule": "CON_01"}, {"rule": "CON_06"}, {"rule": "CON_01"}],
        },
        f"Mise en demeure{NB}: le 16{NB}novembre 2026 (CON_01 et CON_06).",
    ),
    (
        "step.skipped",
        {"step_id": "verification_call", "reason": "opened_late"},
        f"Appel de vérification{NB}: dossier ouvert après cette date.",
    ),
    (
        "step.skipped",
        {"step_id": "second_reminder", "reason": "condition_not_met", "conditions": ["new_customer", "amount"]},
        f"Deuxième rappel{NB}: étape sans objet au vu du dossier (nouveau client et montant restant dû).",
    ),
    (
        "step.skipped",
        {
            "step_id": "second_reminder",
            "reason": "branch_taken",
            "branch": {"step_id": "first_reminder", "number": 1, "go_to": "last_call"},
        },
        f"Deuxième rappel{NB}: étape omise selon le scénario, suite{NB}: dernier appel.",
    ),
    ("step.blocked", {"step_id": "last_call", "reason": "CON_09"}, f"Dernier appel{NB}: CON_09."),
    (
        "contact.sent",
        {"template": "reminder_1", "channel": "email", "recipient": "z@example.org"},
        "Premier rappel par e-mail à z@example.org.",
    ),
    (
        "contact.sent",
        {"template": "reminder_2_sms", "channel": "sms", "recipient": "+33611223344", "duplicate_possible": True},
        (
            f"Message d’accompagnement du deuxième rappel par SMS à 06{NB}11{NB}22{NB}33{NB}44."
            " Envoi possiblement reçu deux fois."
        ),
    ),
    (
        "contact.sent",
        {"template": "formal_notice", "channel": "registered_letter", "recipient": "M. X\n1 rue Y\n75001 Paris"},
        "Mise en demeure par lettre recommandée à M. X, 1 rue Y, 75001 Paris.",
    ),
    ("contact.failed", {"template": "reminder_1", "channel": "email"}, "Premier rappel par e-mail, non parti."),
    (
        "contact.unknown",
        {"template": "receipt", "channel": "letter"},
        "Quittance par courrier, sort incertain.",
    ),
    (
        "contact.bounced",
        {"step_id": "first_reminder", "kind": "complained", "on": "2026-10-16"},
        f"Premier rappel{NB}: signalé comme indésirable par le destinataire, le 16{NB}octobre 2026.",
    ),
    (
        "letter.presented",
        {"step_id": "formal_notice", "on": "2026-11-19", "presumed": True},
        f"Mise en demeure{NB}: le 19{NB}novembre 2026, date présumée en l’absence de retour du transporteur.",
    ),
    (
        "call_task.created",
        {"step_id": "last_call", "due_on": "2026-12-07"},
        f"Dernier appel, à passer le 7{NB}décembre 2026.",
    ),
    (
        "call_task.done",
        {"outcome": "reached_promise", "date": "2026-12-11"},
        f"Le débiteur promet de payer (11{NB}décembre 2026).",
    ),
    (
        "call_task.done",
        {"outcome": "voicemail", "date": None, "by": "nadia.b", "duration_seconds": 95, "notes": "Message {laissé}."},
        (f"Répondeur. Appel passé par nadia.b. Durée{NB}: 1{NB}min 35{NB}s. Noté{NB}: «{NB}Message {{laissé}}.{NB}»."),
    ),
    ("dispute.opened", {"reason": "marchandise abîmée"}, f"Motif indiqué{NB}: «{NB}marchandise abîmée{NB}»."),
    ("dispute.opened", {"reason": "invoiced_twice", "code": "invoiced_twice"}, "Facturation en double."),
    (
        "dispute.opened",
        {
            "reason": "not_as_agreed: deux cartons",
            "code": "not_as_agreed",
            "amount": {"amount": 30_000, "currency": "EUR"},
            "answer_by": "2026-12-08",
        },
        (
            f"Prestation ou marchandise non conforme. Somme contestée{NB}: 300,00{NB}€. "
            f"Motif indiqué{NB}: «{NB}deux cartons{NB}». Réponse attendue au plus tard le 8{NB}décembre 2026."
        ),
    ),
    (
        "payment.recorded",
        {"amount": EUROS, "method": "cheque", "received_on": "2026-12-07", "outstanding": LEFT},
        f"1{NN}200,00{NB}€ reçus par chèque le 7{NB}décembre 2026. Reste dû{NB}: 0,00{NB}€.",
    ),
    (
        "payment.reversed",
        {"on": "2026-12-09", "outstanding": EUROS, "reason": "provision insuffisante"},
        (
            f"Paiement annulé le 9{NB}décembre 2026. Reste dû{NB}: 1{NN}200,00{NB}€. "
            f"Motif indiqué{NB}: «{NB}provision insuffisante{NB}»."
        ),
    ),
    ("payment.overpaid", {"excess": EUROS}, f"1{NN}200,00{NB}€ reçus au-delà de la dette."),
    (
        "credit_note.recorded",
        {"number": "AV-1", "amount": EUROS, "outstanding": LEFT},
        f"Avoir n°{NB}AV-1 de 1{NN}200,00{NB}€. Reste dû{NB}: 0,00{NB}€.",
    ),
    (
        "complementary_indemnity.recorded",
        {"amount": EUROS, "outstanding": LEFT, "reason": "Acte de commissaire"},
        (
            f"Indemnité complémentaire de 1{NN}200,00{NB}€, sur justificatif. Reste dû{NB}: 0,00{NB}€. "
            f"Motif indiqué{NB}: «{NB}Acte de commissaire{NB}»."
        ),
    ),
    (
        "complementary_indemnity.withdrawn",
        {"amount": EUROS, "outstanding": LEFT},
        f"Indemnité complémentaire de 1{NN}200,00{NB}€ retirée. Reste dû{NB}: 0,00{NB}€.",
    ),
    (
        "insolvency.detected",
        {"procedure": "receivership", "judgment_on": "2026-11-10", "declaration_deadline": "2027-01-19"},
        (f"Redressement judiciaire ouvert le 10{NB}novembre 2026. Créance à déclarer jusqu’au 19{NB}janvier 2027."),
    ),
    (
        "insolvency.detected",
        {"procedure": "safeguard", "judgment_on": "2026-11-10", "declaration_deadline": None},
        f"Sauvegarde ouverte le 10{NB}novembre 2026.",
    ),
    (
        "declaration.issued",
        {"as_of": "2026-11-09", "total": EUROS},
        f"Déclaration de créance de 1{NN}200,00{NB}€, arrêtée au 9{NB}novembre 2026.",
    ),
    (
        "debtor.fact_recorded",
        {"kind": "guardianship", "on": "2026-11-10"},
        f"Mesure de protection juridique, le 10{NB}novembre 2026.",
    ),
    (
        "debtor.fact_withdrawn",
        {"kind": "death", "reason": "un homonyme"},
        f"Décès{NB}: enregistré par erreur. Motif indiqué{NB}: «{NB}un homonyme{NB}».",
    ),
    ("receipt.issued", {"number": "AM-1-Q1", "is_final": True}, f"Quittance pour solde n°{NB}AM-1-Q1."),
    (
        "receipt.issued",
        {"number": "AM-1-Q1-R1", "is_final": False, "corrects": "AM-1-Q1"},
        f"Quittance n°{NB}AM-1-Q1-R1, annulant et remplaçant la quittance n°{NB}AM-1-Q1.",
    ),
    (
        "payment.recorded",
        {"amount": EUROS, "method": "bank_transfer", "received_on": "2026-10-20", "outstanding": None},
        (
            f"1{NN}200,00{NB}€ reçus par virement le 20{NB}octobre 2026."
            f" Reste dû{NB}: en attente du taux d’intérêt applicable."
        ),
    ),
    (
        "payment.reversed",
        {"on": "2026-10-20", "outstanding": LEFT, "not_reopened": "invoice_already_in_case"},
        (
            f"Paiement annulé le 20{NB}octobre 2026. Reste dû{NB}: 0,00{NB}€."
            " Dossier non rouvert, une facture figurant dans un autre dossier."
        ),
    ),
    (
        "document.added",
        {"kind": "delivery_note", "name": "{livraison}.pdf"},
        f"Bon de livraison{NB}: {{livraison}}.pdf.",
    ),
    (
        "call_task.done",
        {"outcome": "voicemail", "limitation": {"effect": "none", "rule": "PRE_08", "last_day": "2031-08-31"}},
        f"Répondeur. Sans effet sur la prescription (PRE_08), acquise à la fin du 31{NB}août 2031.",
    ),
    (
        "case.closed",
        {"outcome": "time_barred", "limitation": {"last_day": "2028-03-15", "rule": "PRE_15"}},
        f"Créance prescrite depuis la fin du 15{NB}mars 2028.",
    ),
    (
        "limitation.warning",
        {"last_day": "2031-08-31", "safe_last_day": "2031-08-30", "days_left": 90},
        f"Prescription à la fin du 31{NB}août 2031{NB}; dernier jour sûr{NB}: le 30{NB}août 2031.",
    ),
    (
        "limitation.act_recorded",
        {
            "kind": "acknowledgement",
            "on": "2026-11-02",
            "limitation": {"effect": "interrupts", "rule": "PRE_07", "last_day": "2031-11-02"},
        },
        (
            f"Reconnaissance de dette du 2{NB}novembre 2026. Prescription interrompue (PRE_07), "
            f"acquise à la fin du 2{NB}novembre 2031."
        ),
    ),
    (
        "limitation.act_withdrawn",
        {"kind": "court_claim", "on": "2026-11-02", "cause": "claim_withdrawn"},
        f"Demande en justice du 2{NB}novembre 2026{NB}: désistement.",
    ),
    (
        "limitation.suspension_recorded",
        {"kind": "mediation", "from": "2026-11-02", "to": "2026-12-01"},
        f"Médiation{NB}: prescription suspendue du 2{NB}novembre 2026 au 1er{NB}décembre 2026.",
    ),
    (
        "limitation.suspension_withdrawn",
        {"kind": "mediation", "from": "2026-11-02", "to": "2026-12-01"},
        f"Suspension retirée{NB}: médiation du 2{NB}novembre 2026 au 1er{NB}décembre 2026.",
    ),
    (
        "step.scheduled",
        {"action": "stand_still", "step_id": None, "due_at": "2026-11-15T08:00:00+00:00"},
        f"Aucune démarche avant le 15{NB}novembre 2026.",
    ),
    (
        "balance.confirmed",
        {"step_id": "first_reminder", "source": "callback", "as_of": "2026-10-15"},
        f"Solde confirmé par le créancier au 15{NB}octobre 2026.",
    ),
    (
        "balance.doubted",
        {"step_id": "first_reminder", "reason": "balance_differs", "asked": 1},
        f"Démarche retenue (premier rappel){NB}: solde non confirmé, montant différent.",
    ),
    (
        "balance.doubted",
        {"step_id": None, "reason": "connect_timeout", "asked": 1},
        f"Démarche retenue{NB}: solde non confirmé, sans réponse.",
    ),
    (
        "balance.confirmation_required",
        {"step_id": "first_reminder", "balance_as_of": "2026-10-01", "max_age_days": 5},
        f"Démarche retenue (premier rappel){NB}: solde connu au 1er{NB}octobre 2026, à confirmer.",
    ),
    (
        "step.deviated",
        {"kind": "move", "step_id": "first_reminder", "from": "2026-10-15", "to": "2026-10-22", "reason": "congés"},
        (
            f"Premier rappel{NB}: étape déplacée du 15{NB}octobre 2026 au 22{NB}octobre 2026. "
            f"Motif indiqué{NB}: «{NB}congés{NB}»."
        ),
    ),
    (
        "step.deviated",
        {"kind": "skip", "step_id": "first_reminder", "from": "2026-10-15", "to": None},
        f"Premier rappel{NB}: étape non effectuée, prévue le 15{NB}octobre 2026.",
    ),
    (
        "step.deviated",
        {"kind": "add", "step_id": "added_1", "to": "2026-10-22", "channel": "email", "template": "reminder_1"},
        f"Étape ajoutée{NB}: premier rappel par e-mail, le 22{NB}octobre 2026.",
    ),
    (
        "step.deviation_withdrawn",
        {"kind": "move", "step_id": "first_reminder"},
        f"Premier rappel{NB}: retour au scénario prévu.",
    ),
    ("evidence_pack.ready", {"sequence": 25}, f"Dossier établi jusqu’à l’événement n°{NB}25."),
]


def test_a_step_of_an_own_scenario_goes_by_its_title_and_so_does_its_own_text() -> None:
    """R-122, R-125: ids are no words for a reader."""
    titles = {"garage_word": "mot du garage", "first_reminder": "rappel maison"}
    skipped = {"step_id": "garage_word", "reason": "opened_late"}
    assert summary_of("step.skipped", skipped, titles) == f"Mot du garage{NB}: dossier ouvert après cette date."
    own = {"step_id": "garage_word", "template": "tpl_1", "channel": "email", "recipient": "z@example.org"}
    assert summary_of("contact.sent", own, titles) == "Mot du garage par e-mail à z@example.org."
    jumped = {**skipped, "reason": "branch_taken", "branch": {"step_id": "a", "number": 1, "go_to": "decision"}}
    assert summary_of("step.skipped", jumped, titles).endswith(f"suite{NB}: décision du créancier.")


@pytest.mark.parametrize(("kind", "payload", "sentence"), SENTENCES)
def test_an_event_reads_as_a_sentence(kind: str, payload: dict[str, Any], sentence: str) -> None:
    assert summary_of(kind, payload) == sentence


def test_every_event_of_a_case_has_its_sentence() -> None:
    told = {kind for kind, _, _ in SENTENCES}
    same_teller = {
        "interaction.recorded",
        "contact.intended",
        "contact.delivered",
        "letter.posted",
        "letter.received",
        "letter.unclaimed",
        "letter.refused",
        "letter.returned",
        *NEGOTIATION_TELLERS,
        "handover.ready",
        *MANDATE_TELLERS,
    }
    of_no_case = {"test_clock.ready", "import.completed", "webhook_endpoint.disabled", "ping"}
    assert {kind.value for kind in EventType} - told - same_teller == of_no_case


def test_every_code_of_the_case_has_its_words() -> None:
    assert {step.id for step in PROGRESSIF.steps} <= set(words.STEPS)
    assert {message.template for step in PROGRESSIF.steps for message in step.messages} <= set(words.TEMPLATES)
    assert {channel.value for channel in Channel} <= set(words.BY_CHANNEL)
    assert {kind.value for kind in PauseKind} == set(words.PAUSES)
    assert {outcome.value for outcome in Outcome} == set(words.OUTCOMES)
    assert {outcome.value for outcome in CallOutcome} == set(words.CALLS)
    assert {action.value for action in Action} - {"stand_still"} == set(words.ACTIONS)
    assert {action.value for action in AttentionAction} == set(words.ATTENTION_ACTIONS)
    assert {kind.value for kind in DocumentType} <= set(words.DOCUMENTS)


def test_a_long_text_is_quoted_in_part() -> None:
    sentence = summary_of("dispute.opened", {"reason": "x" * 1000})
    assert len(sentence) < LONGEST_QUOTE + 40
    assert "…" in sentence


def test_an_erased_event_says_so_and_keeps_its_place() -> None:
    at = datetime(2026, 10, 15, 8, 0, tzinfo=UTC)
    header = EventHeader(4, "contact.sent", at, at, "key_1", "0" * 64, "1" * 64)
    entry = chronology_entry(header, None)
    assert (entry.summary, entry.actor, entry.sequence) == (ERASED, "api", 4)
    assert entry.event_hash == header_hash(header)
    assert chronology_entry(header, {"template": "reminder_1", "channel": "email"}).summary != ERASED


def test_an_event_of_a_later_version_is_left_to_its_name() -> None:
    assert summary_of("visit.made", {"anything": 1}) == ""


def test_what_the_product_wrote_itself_is_told_in_french() -> None:
    told = summary_of("case.resumed", {"reason": "the fact was withdrawn"})
    assert told == f"Démarches reprises. Motif{NB}: le fait a été retiré."
    assert "«" not in told

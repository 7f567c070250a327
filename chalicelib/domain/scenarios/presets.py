"""The scenarios that are shipped (R-043): French practice as data. A version never changes once it was published.

Every one rises in tone, calls the debtor (R-035), writes a reminder before its formal notice, sends nothing in writing
after it (R-041), and ends in the creditor's decision within 90 days (R-026, R-042).
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.contact import Channel
from chalicelib.domain.parties import CollectorMode, Solvency

from .conditions import CallOutcomeIs, Conditions, Range
from .model import DECISION, Anchor, Branch, Message, Phase, Scenario, Step
from .preset_steps import REMINDER_1, REMINDER_2, call, formal_notice, last_call, last_notice

WORTH_A_REGISTERED_LETTER = 10_000
"""Cents: below it the postage and handling of a registered letter would be more than a tenth of the claim (R-064)."""

_OWN_NAME = Conditions(collector_mode=(CollectorMode.CREDITOR_OWN,))
_NEVER_WRITTEN_TO = Conditions(reminded_before=False)
_NEW_AND_SILENT = Conditions(new_customer=True, unanswered_contacts=Range(at_least=1))
_POOR_AND_SILENT = Conditions(solvency=(Solvency.POOR,), unanswered_contacts=Range(at_least=1))
_TOO_SMALL = Conditions(amount=Range(below=WORTH_A_REGISTERED_LETTER))
_REFUSES = Conditions(call_outcome=CallOutcomeIs((CallOutcome.REACHED_REFUSES,)))

PROGRESSIF = Scenario(
    id="progressif",
    version=1,
    name="Progressif",
    description=(
        "La relance classique d’un bon client\u00a0: un appel de courtoisie à J+8, un rappel écrit à J+15, un "
        "second plus ferme à J+30, la mise en demeure à J+45, puis un dernier appel."
    ),
    notice_days=10,
    minimum_gap_days=5,
    decision_after_days=7,
    ends_within_days=90,
    decision_reminder_days=(15, 30),
    steps=(
        call(
            "verification_call",
            1,
            Anchor.DUE_DATE,
            8,
            "call_verification",
            title="Appel de vérification",
        ),
        Step("first_reminder", 1, Anchor.DUE_DATE, 15, REMINDER_1, title="Premier rappel"),
        Step("second_reminder", 2, Anchor.DUE_DATE, 30, REMINDER_2, answer_days=9, title="Deuxième rappel"),
        formal_notice(Anchor.DUE_DATE, 45),
        last_call(3),
    ),
)

FERME = Scenario(
    id="ferme",
    version=1,
    name="Ferme",
    description=(
        "Pour un débiteur déjà relancé\u00a0: la mise en demeure d’abord, le téléphone ensuite\u00a0; s’il n’a "
        "jamais reçu de rappel écrit, un dernier avis la précède de huit jours."
    ),
    notice_days=8,
    minimum_gap_days=5,
    decision_after_days=7,
    ends_within_days=60,
    decision_reminder_days=(15, 30),
    steps=(
        last_notice(Anchor.DUE_DATE, 8, essential=True, conditions=_NEVER_WRITTEN_TO),
        formal_notice(Anchor.DUE_DATE, 16),
        call(
            "firm_call",
            4,
            Anchor.NOTICE_DEADLINE,
            2,
            "call_firm",
            essential=True,
            answer_days=7,
            branches=(Branch(_REFUSES, DECISION),),
            title="Appel de relance ferme",
        ),
        last_call(9),
    ),
)

COURT = Scenario(
    id="court",
    version=1,
    name="Court",
    description=(
        "Pour un nouveau client\u00a0: s’il ne répond pas au premier rappel, le second lui est épargné et il est "
        "appelé sans attendre, avant un dernier avis puis la mise en demeure."
    ),
    notice_days=8,
    minimum_gap_days=5,
    decision_after_days=7,
    ends_within_days=75,
    decision_reminder_days=(15, 30),
    steps=(
        Step(
            "first_reminder",
            1,
            Anchor.DUE_DATE,
            5,
            REMINDER_1,
            essential=True,
            conditions=_NEVER_WRITTEN_TO,
            answer_days=7,
            branches=(Branch(_NEW_AND_SILENT, "firm_call"),),
            title="Premier rappel",
        ),
        Step(
            "second_reminder",
            2,
            Anchor.PREVIOUS_STEP,
            10,
            REMINDER_2,
            conditions=_NEVER_WRITTEN_TO,
            answer_days=7,
            title="Deuxième rappel",
        ),
        call("firm_call", 2, Anchor.OPENING, 1, "call_firm", title="Appel de relance ferme"),
        last_notice(Anchor.PREVIOUS_STEP, 7),
        formal_notice(Anchor.PREVIOUS_STEP, 8),
        last_call(3),
    ),
)

COLLECTIVITE = Scenario(
    id="collectivite",
    version=1,
    name="Collectivité publique",
    description=(
        "Pour une personne publique\u00a0: le service des finances est appelé, puis saisi par une demande écrite "
        "qui interrompt la prescription quadriennale\u00a0; le temps du mandatement lui est laissé avant la mise "
        "en demeure."
    ),
    notice_days=15,
    minimum_gap_days=7,
    decision_after_days=7,
    ends_within_days=90,
    decision_reminder_days=(15, 30),
    steps=(
        call(
            "finance_call",
            1,
            Anchor.DUE_DATE,
            8,
            "call_public_body",
            essential=True,
            title="Appel au service des finances",
        ),
        Step(
            "written_demand",
            2,
            Anchor.DUE_DATE,
            15,
            (Message(Channel.LETTER, "public_body_letter"),),
            essential=True,
            answer_days=15,
            title="Demande écrite de paiement",
        ),
        call(
            "second_finance_call",
            2,
            Anchor.DUE_DATE,
            35,
            "call_public_body",
            title="Second appel au service des finances",
        ),
        formal_notice(Anchor.DUE_DATE, 50),
        last_call(3),
    ),
)

PETITE_CREANCE = Scenario(
    id="petite_creance",
    version=1,
    name="Petite créance",
    description=(
        "Des moyens à la mesure de la somme\u00a0: deux rappels par e-mail, un appel, et une mise en demeure à "
        "partir de 100\u00a0€ restant dus\u00a0; en dessous, le créancier décide dix jours après l’appel."
    ),
    notice_days=10,
    minimum_gap_days=5,
    decision_after_days=7,
    ends_within_days=75,
    decision_reminder_days=(15, 30),
    steps=(
        Step("first_reminder", 1, Anchor.DUE_DATE, 10, REMINDER_1, title="Premier rappel"),
        Step(
            "second_reminder",
            2,
            Anchor.DUE_DATE,
            20,
            REMINDER_2,
            essential=True,
            answer_days=8,
            title="Deuxième rappel",
        ),
        call(
            "firm_call",
            3,
            Anchor.DUE_DATE,
            30,
            "call_firm",
            essential=True,
            answer_days=10,
            branches=(Branch(_TOO_SMALL, DECISION),),
            title="Appel de relance ferme",
        ),
        formal_notice(Anchor.DUE_DATE, 40),
    ),
)

RISQUE = Scenario(
    id="risque",
    version=1,
    name="Débiteur à risque",
    description=(
        "Pour une solvabilité fragile ou compromise\u00a0: le débiteur est appelé le premier, dès le surlendemain "
        "de l’échéance, et tout se suit de près\u00a0; si elle est compromise et qu’il reste silencieux, il reçoit "
        "le dernier avis sans autre rappel."
    ),
    notice_days=8,
    minimum_gap_days=5,
    decision_after_days=5,
    ends_within_days=60,
    decision_reminder_days=(10, 20),
    steps=(
        call(
            "verification_call",
            1,
            Anchor.DUE_DATE,
            2,
            "call_verification",
            essential=True,
            branches=(Branch(_POOR_AND_SILENT, "last_notice"),),
            title="Appel de vérification",
        ),
        Step("first_reminder", 1, Anchor.DUE_DATE, 7, REMINDER_1, answer_days=7, title="Premier rappel"),
        last_notice(Anchor.PREVIOUS_STEP, 5),
        formal_notice(Anchor.PREVIOUS_STEP, 8),
        last_call(1),
    ),
)

PREVENTIF = replace(
    PROGRESSIF,
    id="preventif",
    name="Progressif, avec un mot avant l’échéance",
    description=(
        "Pour des factures confiées dès leur émission\u00a0: un message de courtoisie trois jours avant l’échéance, "
        "puis, si elle passe sans paiement, la relance progressive."
    ),
    steps=(
        Step(
            "due_soon",
            1,
            Anchor.DUE_DATE,
            -3,
            (Message(Channel.EMAIL, "reminder_preventive"),),
            phase=Phase.PRE_COLLECTION,
            conditions=_OWN_NAME,
            title="Avant l’échéance",
        ),
        *PROGRESSIF.steps,
    ),
)
"""The optional preventive phase (R-046), in the creditor's own name alone (LTR_01)."""

PRESETS = (PROGRESSIF, FERME, COURT, COLLECTIVITE, PETITE_CREANCE, RISQUE, PREVENTIF)
SCENARIOS: dict[tuple[str, int], Scenario] = {(preset.id, preset.version): preset for preset in PRESETS}
LATEST: dict[str, Scenario] = {preset.id: preset for preset in PRESETS}

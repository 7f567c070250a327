"""What the linter of scenarios may find: each with its severity, the rule behind it, and what cures it (R-122)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.errors import FieldProblem
from chalicelib.domain.findings import Severity


@dataclass(frozen=True)
class LintFinding:
    """One fault: ``pointer`` (RFC 6901) into the definition, ``rule`` an id of the law or of the method, and why."""

    code: str
    severity: Severity
    pointer: str
    rule: str
    detail: str
    cure: str

    @property
    def refuses(self) -> bool:
        return self.severity is Severity.BLOCKING

    def as_problem(self, prefix: str) -> FieldProblem:
        """As one of the ``errors`` of a refusal; ``prefix`` is where the definition stands in the request."""
        pointer = self.pointer.replace("#", prefix, 1)
        return FieldProblem(pointer, self.code, f"{self.detail} ({self.rule}). {self.cure}")


@dataclass(frozen=True)
class Told:
    """What stands in the documentation of a code: what is wrong, the rule it breaks, the cure."""

    severity: Severity
    rule: str
    meaning: str
    cure: str


_NO, _LOOK = Severity.BLOCKING, Severity.WARNING
CATALOGUE: dict[str, Told] = {
    "too_long": Told(
        _NO,
        "R-026",
        "The amicable phase would last more than 90 days, or longer than the scenario itself allows.",
        "Bring the step forward, shorten the waiting times, or branch around it.",
    ),
    "tone_goes_down": Told(
        _NO, "R-022", "A step can follow one of a firmer tone.", "Raise the tone of the later step, or reorder them."
    ),
    "notice_delay": Told(
        _NO, "R-040", "The formal notice leaves fewer than 8 or more than 15 days.", "Set notice_days from 8 to 15."
    ),
    "several_formal_notices": Told(
        _NO, "R-039", "There is more than one formal notice.", "Keep one step called formal_notice."
    ),
    "notice_missing": Told(
        _NO,
        "R-039",
        "A step counts from the formal notice's last day on a way that sends no formal notice.",
        "Send the formal notice on every way that leads there, or give the step another anchor.",
    ),
    "announced_notice_missing": Told(
        _NO,
        "R-050",
        "A last notice says that the formal notice comes next, where none can follow.",
        "Send reminder_2 instead, or let a formal notice follow.",
    ),
    "notice_not_last_written": Told(
        _NO,
        "R-041",
        "Something is written to the debtor after the formal notice.",
        "Call after the formal notice, or write before it.",
    ),
    "notice_without_reminder": Told(
        _NO,
        "R-037",
        "No written reminder stands before the formal notice.",
        "Put one before it, or let the notice ask for reminded_before. Of several reminders the last is kept at least.",
    ),
    "notice_not_registered": Told(
        _NO,
        "R-041",
        "The formal notice is not a registered letter.",
        "Send formal_notice by registered_letter, and by nothing else.",
    ),
    "notice_not_essential": Told(
        _NO,
        "R-039",
        "A late opening would leave the formal notice out.",
        "Set essential to true: it is moved instead.",
    ),
    "registered_letter_elsewhere": Told(
        _NO,
        "R-041",
        "A registered letter that is no formal notice.",
        "Use a letter, or call the step formal_notice.",
    ),
    "branch_unknown_target": Told(
        _NO, "R-028", "A branch leads to a step that is not there.", "Name a later step, or decision."
    ),
    "branch_backward": Told(
        _NO,
        "R-026",
        "A branch leads back, or to its own step: the scenario might never end.",
        "Branch to a later step, or to decision.",
    ),
    "branch_never_taken": Told(
        _NO,
        "R-028",
        "A branch that cannot be taken: one before it always is, or its conditions never hold there.",
        "Put it before the other, change its conditions, or take it out.",
    ),
    "unreachable_step": Told(
        _NO, "R-028", "No way leads to the step.", "Change the branches before it, its conditions, or take it out."
    ),
    "contradictory_conditions": Told(
        _NO, "R-028", "Conditions that nothing can satisfy.", "at_least lies below below; lists name something."
    ),
    "too_many_bands": Told(
        _NO,
        "R-020",
        "The conditions cut amounts or days overdue at more than 4 places.",
        "Use fewer bands, or another scenario chosen by a rule.",
    ),
    "duplicate_step_id": Told(_NO, "R-028", "Two steps have the same id.", "Give each step its own id."),
    "reserved_step_id": Told(
        _NO,
        "LTR_01",
        "first_letter, decision and ids that begin with added_ are no steps of a scenario.",
        "Call the step otherwise; the first letter of a mandate goes out by itself.",
    ),
    "condition_unknown_step": Told(
        _NO, "R-031", "A condition looks at a step that is not there.", "Name a step of the scenario."
    ),
    "condition_looks_ahead": Told(
        _NO,
        "R-031",
        "A condition looks at a step that comes later.",
        "Look at an earlier step; a branch may look at its own.",
    ),
    "condition_never_holds": Told(
        _NO,
        "R-031",
        "A condition on a call of a step that calls nobody, or on a delivery of one that only calls.",
        "Ask call_outcome of a step that calls, delivery of one that writes.",
    ),
    "offsets_not_rising": Told(
        _NO,
        "R-021",
        "A later step counts fewer days, or as many, from the same anchor.",
        "Let the days from one anchor rise from step to step.",
    ),
    "gap_too_short": Told(
        _NO,
        "R-064",
        "Steps are closer together than the scenario's gap, or the gap is under 5 days.",
        "Leave at least minimum_gap_days between steps, and 5 at least.",
    ),
    "not_yet_due": Told(
        _NO,
        "R-001",
        "Something is claimed before it is due, or before the formal notice's delay is over.",
        "Count from 1, or give the step the phase pre_collection where it only reminds of the due date.",
    ),
    "phase_goes_back": Told(
        _NO,
        "R-015",
        "A step of the creditor's own reminders can follow an amicable one.",
        "Put the steps of pre_collection first.",
    ),
    "judicial_step": Told(
        _NO,
        "R-098",
        "A step of the judicial phase: nothing is handed over by itself.",
        "End the scenario; the creditor decides after it.",
    ),
    "pre_collection_under_mandate": Told(
        _NO,
        "LTR_01",
        "The creditor's own reminders would go out under a mandate, before the letter of CPCE R124-4.",
        "Give the step the condition collector_mode creditor_own.",
    ),
    "reminders_not_rising": Told(
        _NO,
        "R-098",
        "The days on which the creditor is asked again do not rise.",
        "Let decision_reminder_days rise, each day once.",
    ),
    "channel_twice": Told(
        _NO, "R-024", "A step uses the same channel twice.", "One message a channel; the caps count the step once."
    ),
    "template_twice": Told(
        _NO,
        "R-123",
        "A step sends the same text by two channels: a step says each of its texts once.",
        "Keep one of them; a letter takes the place of an e-mail that cannot arrive.",
    ),
    "channel_forbidden": Told(
        _NO,
        "CON_07",
        "A step for public bodies alone sends an SMS: it reaches a person's own phone, not the body.",
        "Write, or call.",
    ),
    "template_unknown": Told(
        _NO,
        "R-125",
        "The text does not exist, or not in that version.",
        "Name a shipped text, or one of your own with its version.",
    ),
    "template_other_channel": Told(
        _NO, "R-125", "The text was not written for this channel.", "Name a text of the channel."
    ),
    "template_refused": Told(
        _NO,
        "LTR_06",
        "The text misses a mention, or says what may not be said.",
        "Mend the text; its detail names the rule.",
    ),
    "sms_too_long": Told(
        _NO,
        "R-072",
        "With long names the SMS takes more than one segment.",
        "Shorten the text, and use letters of GSM 03.38 alone.",
    ),
    "template_archived": Told(
        _LOOK, "R-125", "The text was archived: it is offered to no new scenario.", "Name another text."
    ),
    "caps_push_later": Told(
        _LOOK,
        "CON_05, CON_06",
        "The caps on contacts would move a step to a later day than planned.",
        "Leave more days before it, or call less often.",
    ),
    "no_call": Told(_LOOK, "R-035", "Nobody is called.", "Add a step that calls."),
    "no_formal_notice": Told(
        _LOOK,
        "R-039",
        "No formal notice is sent: a consumer owes no interest without one (INT_05).",
        "Add a step formal_notice.",
    ),
    "no_arrangement": Told(
        _LOOK, "R-051", "No text shows a way to an arrangement.", "Use a text that offers one in a step."
    ),
}


def found(code: str, pointer: str, detail: str, rule: str | None = None) -> LintFinding:
    """A finding of this code; ``detail`` says what is wrong here, without a full stop."""
    told = CATALOGUE[code]
    return LintFinding(code, told.severity, pointer, rule or told.rule, detail, told.cure)

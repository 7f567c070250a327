"""Why an act moved the last day to sue, or did not, in one plain sentence (PRE_06..PRE_10)."""

from __future__ import annotations

from .case_acts import NEVER_ARRIVED, REVERSED
from .case_limitation import JudgedCaseAct
from .limitation import JUDICIAL, ActEffect, ActKind

UNDONE = {
    REVERSED: "The payment was reversed: the debtor acknowledged nothing by it.",
    NEVER_ARRIVED: "The message came back: it never reached the debtor.",
    "recorded_by_mistake": "It was recorded by mistake.",
    "claim_withdrawn": "The claim was withdrawn: the interruption is as if it had never been (C. civ. 2243).",
    "claim_rejected": "The claim was rejected: the interruption is as if it had never been (C. civ. 2243).",
    "act_annulled": "The act was annulled.",
}
NOT_PRIVATE = {
    ActKind.PAYMENT_ORDER_FILED: "Filing a payment order does not interrupt; the service of the order does.",
    ActKind.OFFICER_SUMMONS: "A summons to pay is not in the list of C. civ. 2240-2244, even by an officer.",
    ActKind.WRITTEN_DEMAND: "A demand interrupts for a public body alone: it is not in the list of C. civ. 2240-2244.",
}
REMINDER = "A reminder interrupts nothing, in whatever form: the list of C. civ. 2240-2244 is limitative."
BY_RULE = {
    "PRE_06": "It came before the period started.",
    "PRE_09": "A public body's four years are interrupted by a written demand; this was none that can be relied on.",
    "PRE_10": "The period was over: nothing is left to interrupt. Whether it waives limitation is for a person to say "
    "(C. civ. 2250, 2251).",
}


def why(judged: JudgedCaseAct) -> str:
    """English, complete, without personal data."""
    act = judged.act
    if act.undone is not None:
        return UNDONE.get(act.undone, "It was undone.")
    if act.invoice_ids is not None and not act.invoice_ids:
        return "No invoice is known that it paid."
    if judged.effect is ActEffect.INTERRUPTS:
        return _interrupted(judged)
    return BY_RULE.get(judged.rule) or NOT_PRIVATE.get(act.kind, REMINDER)


def _interrupted(judged: JudgedCaseAct) -> str:
    if judged.rule == "PRE_09":
        return "It interrupted: a new period of four years starts on 1 January after it (law 68-1250, art. 2)."
    cause = "a judicial act" if judged.act.kind in JUDICIAL else "an acknowledgement by the debtor"
    proof = " It was only said: the safe last day does not rest on it." if judged.act.oral else ""
    return f"It interrupted, as {cause}: a new period of the same length starts on that day (C. civ. 2231).{proof}"

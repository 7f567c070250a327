"""What texts see of a mandate: who acts for whom, the letter that is recalled, what the creditor is told."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.collector import FirstLetter, Mandate, Payee
from chalicelib.domain.messages import MessageFacts, Proposal
from chalicelib.domain.written_form import WrittenForm

from .wording import written


def is_first_letter(facts: MessageFacts) -> bool:
    """Whether what is written is the first letter, or comes before it (LTR_01)."""
    return facts.collector is not None and facts.first_letter is None


def mandate_view(facts: MessageFacts, labels: dict[str, Any]) -> dict[str, object]:
    """``mandate`` is false in the creditor's own name; ``letter`` only once the first letter went out.

    Until then nothing but that letter asks for money: what acknowledges a payment says no more (``may_ask``, LTR_01).
    """
    collector, form = facts.collector, written(labels)
    return {
        "mandate": collector is not None,
        "agency": collector is not None and facts.public_name != facts.creditor.sender_name,
        "collector": {"name": collector.name} if collector else None,
        "insurance": _insurance(facts, form),
        "letter": _letter(facts.first_letter, form) if collector and facts.first_letter else None,
        "may_ask": not is_first_letter(facts),
        "own_reference": facts.own_reference,
        "creditor_name": facts.creditor.sender_name,
        "payee_is_collector": facts.payee is Payee.COLLECTOR,
        "agreement": _agreement(facts.mandate, form),
        "proposal": _proposal(facts.proposal, labels, form),
        "remit_by": form.format_date(facts.remit_by) if facts.remit_by else "",
    }


def _insurance(facts: MessageFacts, form: WrittenForm) -> dict[str, str] | None:
    if facts.collector is None:
        return None
    cover = facts.collector.insurance
    return {
        "insurer": cover.insurer,
        "policy": cover.policy_number,
        "valid_until": form.format_date(cover.valid_until),
        "iban": form.format_iban(facts.collector.dedicated_iban),
    }


def _letter(letter: FirstLetter, form: WrittenForm) -> dict[str, str]:
    """The day it was posted is the one recalled; until that is known, the day it was handed over."""
    day = letter.posted_on or letter.handed_over_on
    return {
        "reference": letter.reference,
        "date": form.format_date(day),
        "short_date": form.format_short_date(day),
    }


def _agreement(mandate: Mandate | None, form: WrittenForm) -> dict[str, object] | None:
    if mandate is None:
        return None
    return {
        "reference": mandate.reference,
        "signed_on": form.format_date(mandate.signed_on),
        "fee_basis": mandate.fee_basis.rstrip(". "),
        "remittance_days": mandate.remittance_days or 0,
        "payee_is_collector": mandate.payee is Payee.COLLECTOR,
    }


def _proposal(proposal: Proposal | None, labels: dict[str, Any], form: WrittenForm) -> dict[str, str] | None:
    if proposal is None:
        return None
    return {
        "made_on": form.format_date(proposal.made_on),
        "channel": labels["by_channel"].get(proposal.channel or "", ""),
        "summary": proposal.summary,
    }

"""Erase a debtor's personal data on a justified request: the key goes, and with it every copy at once (R-142, GDPR 17).

Headers, hashes and the cases' own numbers stay, so the evidence trail still verifies; what it said is gone for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.errors import Conflict
from chalicelib.domain.negotiation.payment_plan import PaymentPlan
from chalicelib.domain.parties import Scope

from .debtor_cases import PAGE, cases_of
from .pack_ports import KeyMemory, PlainCopies
from .store_ports import Store
from .writes import Update


@dataclass(frozen=True)
class ErasedDebtor:
    """``cases`` are the ids of the closed cases that are mute from now on."""

    debtor_id: str
    cases: tuple[str, ...]


def erase_debtor(scope: Scope, debtor_id: str, *, store: Store, vault: KeyMemory, files: PlainCopies) -> ErasedDebtor:
    """Plain copies first, the key last: whoever repeats an interrupted erasure finishes it. Twice is harmless.

    Errors: ``not_found``; ``debtor_has_open_cases`` (409): a claim that is being collected needs its data.
    """
    key = store.debtor_key(scope, debtor_id)
    summaries = tuple(cases_of(scope, debtor_id, store))
    if key is None and not summaries:
        store.debtor(scope, debtor_id)  # tells a debtor that never was from one that is erased
    cases = [store.case(scope, summary.id) for summary in summaries]
    if any(not case.is_closed for case in cases):
        raise Conflict("A case of this debtor is still open; close it first.", code="debtor_has_open_cases")
    if key is not None:
        for case in cases:
            _forget_contacts(case, store, files)
            _scrub(case, store)
        files.forget_debtor(scope, debtor_id)
        try:
            store.erase_debtor_key(scope, debtor_id)
        finally:  # whoever cannot tell whether it is gone does not go on reading with it either
            vault.forget(key)
    return ErasedDebtor(debtor_id, tuple(case.id for case in cases))


def _forget_contacts(case: Case, store: Store, files: PlainCopies) -> None:
    position: str | None = None
    while True:
        page = store.contacts(case.scope, case.id, limit=PAGE, position=position)
        for contact in page.items:
            files.forget_contact(case.scope, contact.id)
        position = page.position
        if position is None:
            return


def _scrub(case: Case, store: Store) -> None:
    """What a case holds in clear and could still point to a person: where they live, what their bank wrote.

    So does what stopped it (a death, a guardianship, an insolvency), what the debtor answered, and who was in charge;
    the steps that a person put in, moved or took over from another scenario, and what the creditor's books said.
    The day interest stopped stays: the case's numbers rest on it.
    The case falls silent too: whatever was still to go out cannot be written any more. The integrator's own
    ``external_reference`` stays; it is how they find the case again.
    """
    payments = tuple(replace(payment, reference=None) for payment in case.payments)
    invoices = tuple(replace(invoice, payment_terms=None) for invoice in case.invoices)
    receipts = tuple(
        replace(each, remittance=replace(each.remittance, reference=None)) if each.remittance else each
        for each in case.receipts
    )
    clean = replace(
        case,
        receipts=receipts,
        postal_code=None,
        payments=payments,
        invoices=invoices,
        case_manager=None,
        pause=None,
        other_pauses=(),
        attention=None,
        hold=None,
        refused_on=None,
        answered_at=None,
        steps=tuple(replace(record, outcome=None) for record in case.steps),
        insolvency=None,
        metadata=(),
        next_step=None,
        simulation=None,
        former=None,
        look=None,
        deviations=(),
        negotiation=replace(case.negotiation, plans=tuple(_unsigned(each) for each in case.negotiation.plans)),
    )
    if clean != case:
        store.commit([Update(replace(clean, version=case.version + 1))])


def _unsigned(plan: PaymentPlan) -> PaymentPlan:
    """What a person wrote to sign is gone; that they signed, when, and the digest of the text stay."""
    signed = tuple(replace(each, figures=None, words=None, signatory=None) for each in plan.signatures)
    return replace(plan, signatures=signed)

"""The first state of a case, from what was assessed and found eligible."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain import evidence
from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.limitation_record import LimitationRecord
from chalicelib.domain.mandates import case_mandate, chosen
from chalicelib.domain.parties import Debtor
from chalicelib.domain.scenarios.model import Phase
from chalicelib.domain.scenarios.selection import day_zero_of

from .assess_opening import Opening
from .recording import Recording
from .stated_acts import stated_acts


def new_case(opening: Opening, debtor: Debtor, recording: Recording) -> Case:
    """Day 0 is the due date of the oldest invoice that is due, else of the first to fall due (R-046).

    Only after every blocking finding is gone.
    """
    command, creditor, scenario = opening.command, opening.creditor, opening.scenario
    invoices, now, today = opening.invoices, opening.now, opening.today
    case_id = recording.ids.new("case")
    mandate = chosen(creditor, command.mandate_id, today) if opening.under_mandate else None
    stated = stated_acts(command, invoices)
    day_zero = day_zero_of(invoices, today)
    return Case(
        id=case_id,
        scope=command.scope,
        version=0,
        run=0,
        creditor_id=creditor.id,
        debtor_id=debtor.id,
        debtor_kind=debtor.kind,
        postal_code=debtor.address.postal_code if debtor.address else None,
        status=CaseStatus.OPEN,
        phase=Phase.AMICABLE if day_zero < today else Phase.PRE_COLLECTION,
        opened_at=now,
        created_at=recording.wall.now(),
        day_zero=day_zero,
        scenario_id=scenario.id,
        scenario_version=scenario.version,
        scenario_choice=opening.choice,
        collector_mode=opening.mode,
        mandate=case_mandate(mandate, now) if mandate else None,
        case_manager=command.case_manager,
        reference=f"AM-{case_id[-8:]}",
        invoices=invoices,
        chain=evidence.genesis(case_id),
        last_instant=now,
        external_reference=command.external_reference,
        test_clock_id=command.test_clock_id,
        metadata=command.metadata,
        prior_reminders=command.prior_reminders,
        limitation=LimitationRecord(tuple(replace(act, id=recording.ids.new("act")) for act in stated)),
        creditor_is_private_individual=creditor.is_private_individual,
        allocation_order=creditor.allocation_order,
    )

"""The blocks of a mandate: who collects and for whom, the sums one by one (CPCE R124-3, R124-4), proposals."""

from __future__ import annotations

from chalicelib.domain import french
from chalicelib.domain.messages import MessageFacts

from .addresses import address_lines
from .blocks import Column, Columns, Fields, Table
from .marks import clean_value
from .party_blocks import identity
from .view import vocabulary
from .wording import Labels, written


def mandate_columns(facts: MessageFacts, labels: Labels) -> Columns | None:
    """The collector and the creditor, each with its address (R124-4, 1° and 2°)."""
    if facts.collector is None:
        return None
    names = labels["fields"]
    return Columns(names["collector"], _collector(facts, labels), names["creditor"], identity(facts.creditor, labels))


def _collector(facts: MessageFacts, labels: Labels) -> tuple[str, ...]:
    collector = facts.collector
    if collector is None:
        return ()
    siren = (f"{labels['siren']}{french.NO_BREAK}{collector.siren}",) if collector.siren else ()
    return tuple(clean_value(line) for line in (collector.name, *address_lines(collector.address), *siren))


def signing_columns(facts: MessageFacts, labels: Labels) -> Columns | None:
    """Where both sides of the mandate sign."""
    if facts.collector is None:
        return None
    names, blank = labels["fields"], labels["signed_at"]
    return Columns(
        names["for_creditor"], (facts.creditor.name, blank), names["for_agent"], (facts.collector.name, blank)
    )


def claim_fields(facts: MessageFacts, labels: Labels) -> Fields:
    """Whose debt, to whom, under which reference."""
    names = labels["fields"]
    rows = ((names["debtor"], facts.debtor.name), (names["case"], facts.case_reference))
    return Fields(rows)


def amounts_table(facts: MessageFacts, labels: Labels) -> Table:
    """Principal, interest and each accessory apart, then the total (R124-4, 3°)."""
    titles, account, form = labels["columns"], facts.statement, written(labels)
    elements = (
        (titles["principal_left"], account.principal),
        (labels["interest"][vocabulary(facts)], account.interest),
        (titles["indemnity"], account.fixed_indemnity),
        (titles["complementary"], account.complementary_indemnity),
    )
    rows = tuple((name, form.format_money(amount)) for name, amount in elements if amount.amount > 0)
    columns = (Column(titles["element"], 4.0), Column(titles["paid_amount"], 1.6, right=True))
    return Table(columns, rows, ((labels["total"], form.format_money(account.total)),))


def proposal_fields(facts: MessageFacts, labels: Labels) -> Fields | None:
    """The amount and the day that were proposed, where there are any."""
    proposal, names, form = facts.proposal, labels["fields"], written(labels)
    if proposal is None:
        return None
    rows = (
        (names["proposed_amount"], form.format_money(proposal.amount) if proposal.amount else ""),
        (names["proposed_day"], form.format_date(proposal.pay_on) if proposal.pay_on else ""),
    )
    kept = tuple(row for row in rows if row[1])
    return Fields(kept) if kept else None

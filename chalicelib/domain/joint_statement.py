"""One statement of account over several cases of one debtor and creditor (R-123): each line as in its own case's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from .ledger_lines import InvoiceStatement, Statement
from .messages import MessageFacts
from .money import ZERO, Money


def joint(statements: Sequence[Statement]) -> Statement:
    """The first one with the lines of the others, the oldest due date first, and every sum added up to the cent.

    All are of one day. A payment is spread within its own case alone: what one case was paid too much stays there.
    """
    first, *others = statements
    if not others:
        return first
    return replace(
        first,
        lines=_by_age(each.lines for each in statements),
        not_yet_due=_by_age(each.not_yet_due for each in statements),
        allocations=tuple(chain.from_iterable(each.allocations for each in statements)),
        principal=_sum(each.principal for each in statements),
        interest=_sum(each.interest for each in statements),
        fixed_indemnity=_sum(each.fixed_indemnity for each in statements),
        complementary_indemnity=_sum(each.complementary_indemnity for each in statements),
        total=_sum(each.total for each in statements),
        overpaid=_sum(each.overpaid for each in statements),
        contested=_sum(each.contested for each in statements),
        waived=_sum(each.waived for each in statements),
        credit_left=_sum(each.credit_left for each in statements),
        payments=tuple(chain.from_iterable(each.payments for each in statements)),
        credit_notes=tuple(chain.from_iterable(each.credit_notes for each in statements)),
        complementary_indemnities=tuple(chain.from_iterable(each.complementary_indemnities for each in statements)),
    )


def speaking_for(facts: MessageFacts, others: Sequence[MessageFacts]) -> MessageFacts:
    """The facts of a message that speaks for further cases too: one statement, and nothing that is not true of each.

    What was sent before is recalled where every case had it; a notice that one of them has to be given is given.
    """
    if not others:
        return facts
    known = [{(past.channel, past.on) for past in each.past_messages} for each in others]
    return replace(
        facts,
        statement=joint([facts.statement, *(each.statement for each in others)]),
        payments=(*facts.payments, *chain.from_iterable(each.payments for each in others)),
        past_messages=tuple(
            past for past in facts.past_messages if all((past.channel, past.on) in each for each in known)
        ),
        first_message=facts.first_message or any(each.first_message for each in others),
        other_references=tuple(sorted(each.case_reference for each in others)),
    )


def _by_age(lines: Iterable[tuple[InvoiceStatement, ...]]) -> tuple[InvoiceStatement, ...]:
    found = chain.from_iterable(lines)
    return tuple(sorted(found, key=lambda line: (line.invoice.due_date, line.invoice.number)))


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, ZERO)

"""Payment links made from the creditor's own address: nothing is called, so nothing can fail while a page is shown."""

from __future__ import annotations

from chalicelib.domain.money import Money
from chalicelib.domain.parties import Creditor
from chalicelib.domain.payment_link import payment_link


class TemplatePaymentLinks:
    """The creditor's ``payment_link_template`` with amount and reference in their places."""

    def link(self, creditor: Creditor, amount: Money, reference: str) -> str | None:
        template = creditor.payment_link_template
        return payment_link(template, amount, reference) if template else None

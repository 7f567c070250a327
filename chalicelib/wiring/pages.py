"""What the debtor's page is shown with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.usecases.debtor_page_ports import Pages, PaymentLinks


class PagePorts:
    """The ports of the page, imported when the first page is asked for."""

    @cached_property
    def pages(self) -> Pages:
        from chalicelib.adapters.page_rendering import PageRenderer

        return PageRenderer()

    @cached_property
    def payment_links(self) -> PaymentLinks:
        from chalicelib.adapters.payment_links import TemplatePaymentLinks

        return TemplatePaymentLinks()

"""The fictitious case in every light in which somebody will read it: kinds, hands, languages, and extremes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.domain.arrangement import (
    ACCELERATION_NOTICE_DAYS,
    ACCELERATION_NOTICE_DAYS_PRIVATE,
    CodeFacts,
    DisputeFacts,
    InstalmentFacts,
    NoticedInstalment,
    PlanFacts,
    PromiseFacts,
    SettlementFacts,
)
from chalicelib.domain.messages import MessageFacts, PastMessage
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, CaseManager, DebtorKind, Sender

from .facts import CREDITOR, TODAY, facts, line, paid_up
from .mandate_facts import COLLECTOR, after_the_letter, before_the_letter

PAGE_LINK = "https://reglement.example/d/EHkqXbU3cD0mPz8r-Yw2LtV5nG7sAeJ1oQ4_hK9iFjTlRxMvBuNyWdCzSgPaHtEfLqIo"
LONG_COMPANY = "Société coopérative d’intérêt collectif des Œuvriers-Charpentiers-Couvreurs de l’Agglomération Sud"
LONG_COLLECTOR = "Compagnie méditerranéenne de gestion et de suivi amiable des créances commerciales SAS"
HYPHENATED = "Grand-Quevilly-lès-Saint-Étienne-du-Rouvray-Sotteville"


def company() -> MessageFacts:
    return _with_arrangements(facts())


def consumer() -> MessageFacts:
    return _with_arrangements(facts(DebtorKind.CONSUMER, invoices=1))


def sole_trader() -> MessageFacts:
    return _with_arrangements(facts(DebtorKind.SOLE_TRADER, invoices=4))


def non_professional() -> MessageFacts:
    return _with_arrangements(facts(DebtorKind.NON_PROFESSIONAL))


def public_body() -> MessageFacts:
    spoken = PastMessage("call", date(2026, 2, 25), "call_public_body", "reached_promise")
    some = facts(DebtorKind.PUBLIC_BODY)
    return _with_arrangements(replace(some, past_messages=(*some.past_messages, spoken)))


def mandate() -> MessageFacts:
    """A collector with a long name, who acts for a creditor with a trade name."""
    return _with_arrangements(after_the_letter(collector=replace(COLLECTOR, name=LONG_COLLECTOR)))


def consumer_under_mandate() -> MessageFacts:
    return _with_arrangements(after_the_letter(DebtorKind.CONSUMER))


def extremes() -> MessageFacts:
    """Long names, hyphenated long words, ligatures, sixty invoices."""
    address = Address(
        "1 bis, rue de l’Abbé-Grégoire-de-l’Église-Saint-Jean", "76300", HYPHENATED, line2="Zone d’activité"
    )
    creditor = replace(CREDITOR, name=LONG_COMPANY, address=address, sender=Sender("Les Œuvriers de l’Agglomération"))
    some = facts(invoices=60, creditor=creditor)
    debtor = replace(some.debtor, name=f"Établissements {HYPHENATED} & Cœur-de-Forêt SA", address=address)
    manager = CaseManager("Marie-Françoise de La Rochefoucauld-Châteauneuf", "+33478123457", "mf@oeuvriers.example")
    return _with_arrangements(replace(some, debtor=debtor, case_manager=manager, recipient_name="M. Zoë Œdipe-Ÿser"))


def english_company() -> MessageFacts:
    return in_english(company())


def english_consumer() -> MessageFacts:
    return in_english(consumer())


def english_under_mandate() -> MessageFacts:
    return in_english(mandate())


def first_letter() -> MessageFacts:
    return before_the_letter()


def english_first_letter() -> MessageFacts:
    return in_english(before_the_letter(DebtorKind.CONSUMER))


def everything_paid() -> MessageFacts:
    return paid_up(DebtorKind.CONSUMER)


SCENES: dict[str, Callable[[], MessageFacts]] = {
    scene.__name__: scene
    for scene in (
        company,
        consumer,
        sole_trader,
        non_professional,
        public_body,
        mandate,
        consumer_under_mandate,
        extremes,
        english_company,
        english_consumer,
        english_under_mandate,
    )
}


def in_english(some: MessageFacts) -> MessageFacts:
    return replace(some, debtor=replace(some.debtor, language="en"))


def _with_arrangements(some: MessageFacts) -> MessageFacts:
    """An invoice that falls due soon, a promise, and a plan over half of what is owed."""
    upcoming = replace(line("F-2026-0099", date(2026, 3, 10), 45_000, business=False), is_due=False, days_overdue=0)
    private = some.debtor.kind in (DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL)
    amounts = (Money(30_000), Money(25_000), Money(25_053))
    instalments = tuple(InstalmentFacts(TODAY + timedelta(days=3 + 30 * i), each) for i, each in enumerate(amounts))
    plan = PlanFacts(
        Money(sum(each.amount for each in amounts)),
        instalments,
        ACCELERATION_NOTICE_DAYS_PRIVATE if private else ACCELERATION_NOTICE_DAYS,
        answer_by=TODAY + timedelta(days=10),
        signed_on=TODAY,
    )
    promise = PromiseFacts(Money(50_000), date(2026, 3, 12), date(2026, 2, 27), "call")
    statement = replace(some.statement, not_yet_due=(upcoming,))
    return replace(
        some,
        statement=statement,
        promise=promise,
        plan=plan,
        instalment=NoticedInstalment(
            2, 3, TODAY - timedelta(days=3), Money(25_000), Money(25_000), Money(50_053), TODAY + timedelta(days=15)
        ),
        settlement=SettlementFacts(Money(60_000), TODAY + timedelta(days=20), waived=Money(49_200)),
        dispute=DisputeFacts(
            "not_as_agreed",
            TODAY - timedelta(days=4),
            ("F-2025-0412",),
            Money(30_000),
            answer_by=TODAY + timedelta(days=11),
            undisputed_goes_on=True,
            answer="Le bon de livraison du 12 janvier, que vous avez signé, mentionne les douze panneaux commandés.",
            resolution="partly",
            reduction=Money(12_000),
        ),
        code=CodeFacts("482915", 10),
        page_link=PAGE_LINK,
    )

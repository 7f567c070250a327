"""Facts of one fictitious case, for every debtor kind and every text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from chalicelib.domain.interest import InterestPeriod
from chalicelib.domain.invoice import DocumentType, Invoice
from chalicelib.domain.ledger import Allocation, InvoiceStatement, Payment, Statement
from chalicelib.domain.messages import (
    AttachedDocument,
    ChronologyEntry,
    Mediator,
    MessageFacts,
    PastMessage,
    ReceiptFacts,
)
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.parties import Address, CaseManager, ContactPerson, Creditor, Debtor, DebtorKind, Scope, Sender
from chalicelib.domain.rates import scaled_rate

SCOPE = Scope("ten_1", False)
CREATED = datetime(2026, 1, 2, tzinfo=UTC)
TODAY = date(2026, 3, 2)
IBAN = "FR7630006000011234567890189"

CREDITOR = Creditor(
    id="cred_1",
    scope=SCOPE,
    version=1,
    created_at=CREATED,
    name="Menuiserie Bellanger SARL",
    address=Address("18 rue des Charpentiers", "69007", "Lyon"),
    siren="732829320",
    siret="73282932000074",
    vat_number="FR44732829320",
    email="compta@menuiserie-bellanger.example",
    phone="+33478123456",
    iban=IBAN,
    bic="AGRIFRPP",
    sender=Sender("Menuiserie Bellanger", "compta@menuiserie-bellanger.example"),
)
MANAGER = CaseManager("Claire Fontaine", "+33478123457", "c.fontaine@menuiserie-bellanger.example")

NAMES = {
    DebtorKind.COMPANY: ("Hôtel des Trois Écluses SAS", "Hélène Marchand"),
    DebtorKind.SOLE_TRADER: ("Étienne L’Œuf, traiteur", "Étienne L’Œuf"),
    DebtorKind.CONSUMER: ("Jeanne Çelik-Duprêtre", "Jeanne Çelik-Duprêtre"),
    DebtorKind.NON_PROFESSIONAL: ("Syndicat des copropriétaires Les Tilleuls", None),
    DebtorKind.PUBLIC_BODY: ("Commune de Saint-Cyr-l’École", "Service des finances"),
}


def debtor(kind: DebtorKind = DebtorKind.COMPANY) -> Debtor:
    name, person = NAMES[kind]
    return Debtor(
        id="deb_1",
        scope=SCOPE,
        version=1,
        created_at=CREATED,
        kind=kind,
        name=name,
        siren="552100554" if kind is DebtorKind.COMPANY else None,
        address=Address("4 place du Tribunal", "21000", "Dijon", line2="Bâtiment B"),
        contacts=(ContactPerson(person, email="contact@debiteur.example", phone="+33612345678"),),
    )


def line(number: str, due: date, amount: int, *, business: bool, paid: int = 0) -> InvoiceStatement:
    days = (TODAY - due).days
    principal = Money(amount - paid)
    exact = Decimal(principal.amount) / 100 * Decimal("12.15") / 100 * days / 365
    interest = Money.from_decimal(exact) if business else ZERO
    accrued = principal.amount * scaled_rate(Decimal("12.15")) * days
    indemnity = Money(4000) if business else ZERO
    invoice = Invoice(f"inv_{number}", number, date(due.year - 1, 12, 15), due, Money(amount))
    periods = (
        (InterestPeriod(due + timedelta(days=1), TODAY, days, Decimal("12.15"), principal, accrued),)
        if business
        else ()
    )
    return InvoiceStatement(
        invoice=invoice,
        is_due=True,
        days_overdue=days,
        principal=Money(amount),
        credited=ZERO,
        principal_paid=Money(paid),
        principal_left=principal,
        interest=interest,
        interest_paid=ZERO,
        interest_left=interest,
        fixed_indemnity=indemnity,
        fixed_indemnity_paid=ZERO,
        fixed_indemnity_left=indemnity,
        periods=periods,
        total_left=principal + interest + indemnity,
    )


def statement_of(*lines: InvoiceStatement, not_yet_due: tuple[InvoiceStatement, ...] = ()) -> Statement:
    def total(field: str) -> Money:
        return Money(sum(getattr(x, field).amount for x in lines))

    return Statement(
        as_of=TODAY,
        lines=lines,
        not_yet_due=not_yet_due,
        allocations=(),
        principal=total("principal_left"),
        interest=total("interest_left"),
        fixed_indemnity=total("fixed_indemnity_left"),
        total=total("total_left"),
        overpaid=ZERO,
    )


def facts(kind: DebtorKind = DebtorKind.COMPANY, *, invoices: int = 2, **changes: object) -> MessageFacts:
    owes_fees = kind.is_business or kind is DebtorKind.PUBLIC_BODY
    lines = [line("F-2025-0412", date(2026, 1, 15), 124_560, business=owes_fees, paid=20_000)]
    lines += [
        line(f"F-2025-0{430 + i}", date(2026, 1, 30), 1_382_050 + i, business=owes_fees) for i in range(invoices - 1)
    ]
    made = MessageFacts(
        creditor=CREDITOR,
        debtor=debtor(kind),
        case_manager=MANAGER,
        case_reference="BEL-2026-0042",
        statement=statement_of(*lines),
        today=TODAY,
        recipient_name=NAMES[kind][1],
        first_message=True,
        notice_last_day=date(2026, 3, 14),
        letter_reference="LR-2026-0042-1",
        past_messages=(
            PastMessage("call", date(2026, 1, 23), "call_verification", "no_answer"),
            PastMessage("email", date(2026, 1, 30), "reminder_1", "delivered"),
            PastMessage("email", date(2026, 2, 16), "reminder_2", "delivered"),
        ),
        attachments=(AttachedDocument("Facture F-2025-0412.pdf", DocumentType.INVOICE),),
        mediator=Mediator("Médiateur du bâtiment", "1 rue de la Médiation, 75000 Paris", "www.mediateur.example"),
        receipt=receipt_facts(),
        payments=(Payment("pay_1", Money(20_000), date(2026, 2, 20), 1, "cheque", "n° 4455667"),),
        chronology=chronology(),
        head_hash="a3" * 32,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # field names are the caller's


def receipt_facts(method: str = "cheque", *, final: bool = False, **changes: object) -> ReceiptFacts:
    payment = Payment("pay_1", Money(20_000), date(2026, 2, 20), 1, method, "4455667")
    payment = replace(payment, **changes)  # type: ignore[arg-type]  # field names are the caller's
    allocation = Allocation("pay_1", "inv_F-2025-0412", Money(1_493), Money(4_000), Money(14_507), Money(110_053))
    return ReceiptFacts("Q-2026-0007", payment, (allocation,), is_final=final)


def paid_up(kind: DebtorKind = DebtorKind.COMPANY) -> MessageFacts:
    """Nothing is owed any more: the final receipt."""
    paid = replace(
        line("F-2025-0412", date(2026, 1, 15), 124_560, business=False),
        principal_left=ZERO,
        principal_paid=Money(124_560),
        total_left=ZERO,
    )
    return facts(kind, statement=statement_of(paid), receipt=receipt_facts(final=True), first_message=False)


def chronology() -> tuple[ChronologyEntry, ...]:
    told = (
        ("case.opened", "2 factures, 15 066,10 €", "api"),
        ("step.scheduled", "Appel de vérification prévu le 23 janvier 2026", "system"),
        ("call_task.done", "Pas de réponse, message laissé", "operator"),
        ("contact.sent", "Premier rappel à contact@debiteur.example", "system"),
        ("contact.delivered", "Premier rappel remis", "system"),
        ("letter.posted", "Mise en demeure, 1A 234 567 8901 2", "system"),
        ("payment.recorded", "200,00 € par chèque", "api"),
    )
    return tuple(
        ChronologyEntry(
            i, kind, datetime(2026, 1, 20 + i % 10, 8 + i % 9, 30, tzinfo=UTC), said, actor, f"{i % 16:x}7" * 32
        )
        for i, (kind, said, actor) in enumerate(told * 6, 1)
    )

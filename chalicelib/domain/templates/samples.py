"""Facts of a fictitious case, to show and try texts on: every kind of debtor, in both modes, one invoice or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.domain.address import Address
from chalicelib.domain.collector import (
    Collector,
    FirstLetter,
    LiabilityInsurance,
    Mandate,
    ProsecutorDeclaration,
)
from chalicelib.domain.invoice import DocumentType, Invoice
from chalicelib.domain.ledger import Statement, statement
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.messages import AttachedDocument, MessageFacts, PastMessage
from chalicelib.domain.money import Money
from chalicelib.domain.parties import CaseManager, CollectorMode, ContactPerson, Creditor, Debtor, DebtorKind, Scope
from chalicelib.domain.rates import RateTable

SAMPLE_DAY = date(2026, 3, 2)
LAST_DAY = date(2026, 3, 14)
SEVERAL = 4
_SCOPE = Scope("ten_sample", livemode=False)
_SINCE = datetime(2026, 1, 2, tzinfo=UTC)
SAMPLE_CREDITOR = "cred_sample"
"""Of fictitious cases; whichever creditor a text is written for, it may be shown on them."""
REFERENCE = "AM-7Q2M4K9D"
_FEE = "8 % des sommes encaissées"
_MANAGER = CaseManager("Marie-Christine Lefebvre-Dumont", "+33478123457", "mc.lefebvre@atelier-rhodanien.example")
_AGENT = CaseManager("Jean-Baptiste Grandchamp", "+33467120012", "jb.grandchamp@cabinet-aubrac.example")
_LETTER = FirstLetter("ctc_sample", f"{REFERENCE}-L1", date(2026, 2, 18), date(2026, 2, 19))
_CREDITOR = Creditor(
    id=SAMPLE_CREDITOR,
    scope=_SCOPE,
    version=1,
    created_at=_SINCE,
    name="Atelier Rhodanien de Menuiserie SARL",
    address=Address("18 rue des Charpentiers", "69007", "Lyon"),
    siren="732829320",
    siret="73282932000074",
    vat_number="FR44732829320",
    email="compta@atelier-rhodanien.example",
    phone="+33478123456",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
)
_COLLECTOR = Collector(
    name="Cabinet Aubrac et Associés SAS",
    address=Address("7 cours Gambetta", "34000", "Montpellier"),
    insurance=LiabilityInsurance("Mutuelle des Arts et Lettres", "RC-778812", date(2026, 12, 31)),
    declaration=ProsecutorDeclaration("Montpellier", date(2025, 11, 3)),
    dedicated_iban="FR1420041010050500013M02606",
    siren="404833048",
    email="dossiers@cabinet-aubrac.example",
    phone="+33467120000",
)
_NAMES = {
    DebtorKind.COMPANY: ("Société hôtelière des Trois Écluses SAS", "Hélène Marchand-Bonnefoy"),
    DebtorKind.SOLE_TRADER: ("Étienne L’Œuf, traiteur", "Étienne L’Œuf"),
    DebtorKind.CONSUMER: ("Marie-Jeanne Çelik-Duprêtre", "Marie-Jeanne Çelik-Duprêtre"),
    DebtorKind.NON_PROFESSIONAL: ("Syndicat des copropriétaires Les Tilleuls", None),
    DebtorKind.PUBLIC_BODY: ("Commune de Saint-Cyr-sous-Bois", "Service des finances"),
}
_AMOUNTS = (124_560, 1_382_050, 48_000, 9_990)


@dataclass(frozen=True)
class Sample:
    """Which fictitious case. ``invoices`` are at most four; ``first`` is the case's first message.

    ``upcoming``: the invoices are not yet due (R-046).
    """

    debtor_kind: DebtorKind = DebtorKind.COMPANY
    collector_mode: CollectorMode = CollectorMode.CREDITOR_OWN
    invoices: int = 1
    first: bool = False
    upcoming: bool = False

    @property
    def told(self) -> str:
        """As a finding names it."""
        mode = "under a mandate" if self.collector_mode is CollectorMode.THIRD_PARTY_MANDATE else "in the own name"
        return f"{self.debtor_kind.value}, {mode}, {self.invoices} invoice{'s' if self.invoices > 1 else ''}"


def samples(
    kinds: tuple[DebtorKind, ...], modes: tuple[CollectorMode, ...], *, upcoming: bool = False
) -> Iterator[Sample]:
    """Each kind of debtor in each mode, with one invoice as the first message and with several as a later one.

    Before an invoice is due nobody but the creditor speaks (R-015).
    """
    for kind in kinds:
        for mode in (CollectorMode.CREDITOR_OWN,) if upcoming else modes:
            yield Sample(kind, mode, 1, first=True, upcoming=upcoming)
            yield Sample(kind, mode, SEVERAL, upcoming=upcoming)


def sample_facts(sample: Sample, language: str, tone: int, rates: RateTable) -> MessageFacts:
    """The facts of that case on ``SAMPLE_DAY``."""
    kind, name_of = sample.debtor_kind, _NAMES[sample.debtor_kind]
    under_mandate = sample.collector_mode is CollectorMode.THIRD_PARTY_MANDATE
    mediator = Mediator("Médiateur du bâtiment", "1 rue de la Médiation, 75000 Paris", "www.mediateur.example")
    return MessageFacts(
        creditor=_CREDITOR,
        debtor=sample_debtor(kind, language),
        case_manager=_AGENT if under_mandate else _MANAGER,
        case_reference=REFERENCE,
        statement=_statement(sample, rates),
        today=SAMPLE_DAY,
        recipient_name=name_of[1],
        tone=tone,
        first_message=sample.first,
        notice_last_day=LAST_DAY,
        past_messages=() if sample.first else _past(),
        attachments=(AttachedDocument("Facture FA-2025-00412.pdf", DocumentType.INVOICE),),
        mediator=mediator if kind is DebtorKind.CONSUMER and not sample.first else None,
        collector=_COLLECTOR if under_mandate else None,
        first_letter=_LETTER if under_mandate else None,
        mandate=Mandate("mdt_sample", "M-2026-7", date(2026, 1, 5), _FEE) if under_mandate else None,
    )


def sample_creditor(today: date) -> Creditor:
    """The fictitious creditor, with a collector whose cover and mandate are in force on that day."""
    cover = replace(_COLLECTOR.insurance, valid_until=today + timedelta(days=730))
    declared = replace(_COLLECTOR.declaration, declared_on=today - timedelta(days=400))
    mandate = Mandate("mdt_sample", "M-2026-7", today - timedelta(days=60), _FEE, document_sha256="0" * 64)
    collector = replace(_COLLECTOR, insurance=cover, declaration=declared)
    return replace(_CREDITOR, collector=collector, mandates=(mandate,))


def sample_debtor(kind: DebtorKind, language: str) -> Debtor:
    """A fictitious debtor of a kind, who can be reached by every channel."""
    name, person = _NAMES[kind]
    return Debtor(
        id="deb_sample",
        scope=_SCOPE,
        version=1,
        created_at=_SINCE,
        kind=kind,
        name=name,
        siren="552100554" if kind is DebtorKind.COMPANY else None,
        address=Address("4 place du Tribunal", "21000", "Dijon", line2="Bâtiment B"),
        language=language,
        contacts=(ContactPerson(person, email="contact@debiteur.example", phone="+33612345678"),),
    )


def _statement(sample: Sample, rates: RateTable) -> Statement:
    invoices = [
        Invoice(
            id=f"inv_sample{index}",
            number=f"FA-2025-{412 + index:05d}",
            issue_date=date(2025, 12, 3),
            due_date=date(2026, 3, 12) if sample.upcoming else date(2026, 1, 15 + index),
            amount_incl_tax=Money(_AMOUNTS[index]),
            already_paid=Money(20_000 if index == 0 and sample.invoices > 1 and not sample.upcoming else 0),
            completed_on=date(2025, 12, 1),
        )
        for index in range(sample.invoices)
    ]
    return statement(invoices, (), (), debtor_kind=sample.debtor_kind, rates=rates, as_of=SAMPLE_DAY)


def _past() -> tuple[PastMessage, ...]:
    return (
        PastMessage("call", date(2026, 1, 23), "call_verification", "sent"),
        PastMessage("email", date(2026, 1, 30), "reminder_1", "delivered"),
        PastMessage("email", date(2026, 2, 16), "reminder_2", "delivered"),
    )

"""What a message is made of (facts in, content out), whatever its channel and its wording (R-048, R-125)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .arrangement import CodeFacts, DisputeFacts, NoticedInstalment, PlanFacts, PromiseFacts, SettlementFacts
from .brand import Brand
from .call_brief import CallBrief
from .collector import Collector, FirstLetter, Mandate, Payee
from .errors import Refused
from .invoice import DocumentType
from .ledger import Allocation, Payment, Statement
from .mediator import Mediator
from .money import Money
from .parties import CaseManager, Creditor, Debtor
from .secrecy import debt_words
from .sms_text import is_gsm7, sms_segments

__all__ = [
    "AttachedDocument",
    "CallScript",
    "ChronologyEntry",
    "EmailContent",
    "Mediator",
    "MessageFacts",
    "MessageIncomplete",
    "Objection",
    "PastMessage",
    "Printed",
    "Proposal",
    "ReceiptFacts",
    "UnknownTemplate",
    "first_letter_reference",
    "is_gsm7",
    "public_name",
    "sms_segments",
]

FINAL_METHODS = frozenset({"bank_transfer", "cash"})


class MessageIncomplete(Refused):
    """A text needs a fact that is missing; nothing is written with a hole in it."""

    code = "message_incomplete"


class UnknownTemplate(Refused):
    """No wording of that name is shipped for the channel."""

    code = "template_unknown"


@dataclass(frozen=True)
class AttachedDocument:
    """A document that travels with the message, as the reader will see it named."""

    name: str
    type: DocumentType = DocumentType.INVOICE


@dataclass(frozen=True)
class PastMessage:
    """An earlier contact that was really sent (or a reminder of the creditor's own). ``channel`` as in the guard."""

    channel: str
    on: date
    template: str | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class ReceiptFacts:
    """A receipt (quittance): the payment and how it was spread. ``corrects`` is the number of the one it replaces."""

    number: str
    payment: Payment
    allocations: tuple[Allocation, ...]
    is_final: bool = False
    corrects: str | None = None

    @property
    def can_bounce(self) -> bool:
        """A bank transfer and cash are final; a cheque, a direct debit, a card payment may still be returned."""
        return self.payment.method not in FINAL_METHODS


@dataclass(frozen=True)
class Proposal:
    """What the debtor proposed instead of paying at once: the creditor is told (PAY_04, CPCE R124-5).

    ``summary`` is what was noted of it, in the noting person's words; ``channel`` as in the guard.
    """

    made_on: date
    summary: str = ""
    channel: str | None = None
    amount: Money | None = None
    pay_on: date | None = None


@dataclass(frozen=True)
class ChronologyEntry:
    """A line of the chronology: an event of the case. ``summary`` is French and may be empty."""

    sequence: int
    type: str
    occurred_at: datetime
    summary: str = ""
    actor: str = ""
    event_hash: str = ""


@dataclass(frozen=True)
class MessageFacts:
    """Everything that a text may need, at case date ``today`` (Paris); equal facts give equal bytes (R-125).

    ``statement`` is as of ``today``. ``notice_last_day`` is the last day of a formal notice. ``tone`` is the step's,
    1 to 4. ``first_message`` adds the GDPR notice for a natural person (GDPR_01); so does a history in which the case
    has written nothing yet. ``stop_link`` is where the reader stops the e-mails; without it the message says to answer
    « STOP ».
    Under a mandate ``collector`` is whose letterhead it is, ``payee`` whose account is given (PAY_06), and
    ``first_letter`` what is recalled (LTR_04); it is ``None`` while the first letter itself is written, whose reference
    is ``letter_reference`` or, without one, made from the case's. ``mandate`` is for its annex (MAND_02);
    ``other_references`` are those of further cases that the message speaks for (R-123);
    ``proposal`` and ``remit_by`` are for what the creditor is told (PAY_04, PAY_05). ``promise``, ``plan``,
    ``instalment``, ``settlement``, ``dispute`` and ``code`` are for the texts about them (R-073 to R-082); ``call`` is
    for the call sheet (R-070). ``word_broken``: the debtor did not keep a promise or a plan, so that nothing is called
    an oversight any more. ``page_link`` is the debtor's own page, shown in every message to them (R-127).
    ``logo`` is the picture of the creditor's brand, shown in its own name alone.
    """

    creditor: Creditor
    debtor: Debtor
    case_manager: CaseManager
    case_reference: str
    statement: Statement
    today: date
    recipient_name: str | None = None
    tone: int = 1
    first_message: bool = False
    notice_last_day: date | None = None
    letter_reference: str | None = None
    other_references: tuple[str, ...] = ()
    receipt: ReceiptFacts | None = None
    payments: tuple[Payment, ...] = ()
    past_messages: tuple[PastMessage, ...] = ()
    attachments: tuple[AttachedDocument, ...] = ()
    stop_link: str | None = None
    stop_instruction: str | None = None
    mediator: Mediator | None = None
    chronology: tuple[ChronologyEntry, ...] = ()
    head_hash: str | None = None
    collector: Collector | None = None
    first_letter: FirstLetter | None = None
    payee: Payee = Payee.CREDITOR
    mandate: Mandate | None = None
    proposal: Proposal | None = None
    remit_by: date | None = None
    promise: PromiseFacts | None = None
    plan: PlanFacts | None = None
    instalment: NoticedInstalment | None = None
    settlement: SettlementFacts | None = None
    dispute: DisputeFacts | None = None
    code: CodeFacts | None = None
    word_broken: bool = False
    page_link: str | None = None
    logo: bytes | None = None
    call: CallBrief | None = None

    @property
    def brand(self) -> Brand | None:
        """The creditor's own face; under a mandate the letter is the collector's (R-056, R-057)."""
        return None if self.collector else self.creditor.brand

    @property
    def sender_name(self) -> str:
        """Who signs: the collector under a mandate (R-057), else the creditor by its trade name (R-056)."""
        return self.collector.name if self.collector else self.creditor.sender_name

    @property
    def public_name(self) -> str:
        """The sender as a subject line, an SMS or a voicemail says it."""
        return public_name(self.creditor, self.collector)

    @property
    def own_reference(self) -> str:
        """The reference that the letter being written carries."""
        return self.letter_reference or first_letter_reference(self.case_reference)


def public_name(creditor: Creditor, collector: Collector | None) -> str:
    """The sender as third parties may read or hear it: they learn of no debt (CON_07).

    A collector whose own name tells of debts leaves the word to the creditor's trade name.
    """
    return collector.name if collector and not debt_words(collector.name) else creditor.sender_name


def first_letter_reference(case_reference: str) -> str:
    """The reference of the letter of CPCE R124-4, printed on it and recalled ever after (LTR_04)."""
    return f"{case_reference}-L1"


@dataclass(frozen=True)
class Printed:
    """A document on paper with the words that are printed on it; ``window`` is what its envelope lets read."""

    pdf: bytes
    words: str
    window: tuple[str, ...] = ()


@dataclass(frozen=True)
class EmailContent:
    """An e-mail ready to be put into MIME: the same words as text and as HTML, which may show ``logo`` (PNG)."""

    subject: str
    text: str
    html: str
    logo: bytes | None = None


@dataclass(frozen=True)
class Objection:
    """What the debtor may say, and a courteous answer to it (R-058)."""

    says: str
    answer: str


@dataclass(frozen=True)
class CallScript:
    """What the caller has before their eyes (R-058, R-070). ``rules`` are for the caller, never read aloud."""

    title: str
    purpose: str
    identification: tuple[str, ...]
    opening: tuple[str, ...]
    questions: tuple[str, ...]
    objections: tuple[Objection, ...]
    solutions: tuple[str, ...]
    closing: tuple[str, ...]
    voicemail: str
    rules: tuple[str, ...]

"""Effects that only write down what they did: e-mail, SMS, letters with a carrier, archive, light texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain import french
from chalicelib.domain.archive_layout import ArchivedBody, ArchivedObject
from chalicelib.domain.call_task import CallTask
from chalicelib.domain.claim_declaration import DeclarationFacts
from chalicelib.domain.collector import Collector, Payee
from chalicelib.domain.contact import Channel, Contact, DeliveryEvent, DeliveryKind
from chalicelib.domain.messages import CallScript, EmailContent, MessageFacts, Printed
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.acknowledgement import AcknowledgementFacts
from chalicelib.domain.outgoing import Attachment, OutgoingEmail, OutgoingLetter, OutgoingSms, ProviderReceipt
from chalicelib.domain.templates.model import Template

PRESENTED_AFTER = timedelta(days=3)
L111_8 = """
Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent un
acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non écrite,
sauf disposition législative contraire.

Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance peut
demander au juge de l'exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de mauvaise
foi.
"""


@dataclass(frozen=True)
class Sent:
    """One thing that left the house. ``at`` is wall time."""

    channel: Channel
    contact_id: str
    to: str
    content: bytes
    at: datetime


class WallClock:
    """The wall clock, under the test's hand."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


class Ids:
    """Ids that sort in the order they were made, random bytes that differ each time."""

    def __init__(self) -> None:
        self._made = 0

    def new(self, prefix: str) -> str:
        self._made += 1
        return f"{prefix}_{self._made:026d}"

    def random_bytes(self, count: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(count, "big")


class RecordingMailer:
    def __init__(self, out: list[Sent], wall: WallClock) -> None:
        self._out = out
        self._wall = wall

    def send(self, email: OutgoingEmail) -> ProviderReceipt:
        self._out.append(Sent(Channel.EMAIL, email.contact_id, email.to, email.mime, self._wall.now()))
        return ProviderReceipt(f"ses-{email.contact_id}")

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        """As SES: it cannot be asked."""
        del contact_id
        return None


class RecordingTexter:
    def __init__(self, out: list[Sent], wall: WallClock) -> None:
        self._out = out
        self._wall = wall

    def send(self, sms: OutgoingSms) -> ProviderReceipt:
        self._out.append(Sent(Channel.SMS, sms.contact_id, sms.to, sms.text.encode(), self._wall.now()))
        return ProviderReceipt(f"sns-{sms.contact_id}")

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        """As SNS: it cannot be asked."""
        del contact_id
        return None


class Carrier:
    """A carrier of letters. ``reports`` says what becomes of a registered letter; ``None``: reports come otherwise.

    ``answers`` is whether it can be asked about a letter it may or may not have got.
    """

    def __init__(
        self,
        out: list[Sent],
        wall: WallClock,
        reports: Sequence[tuple[int, DeliveryKind]] | None = ((3, DeliveryKind.PRESENTED), (3, DeliveryKind.RECEIVED)),
        *,
        posts: bool = True,
        answers: bool = True,
    ) -> None:
        self._out = out
        self._wall = wall
        self.reports = reports
        self.posts = posts
        self.answers = answers
        self.letters: dict[str, OutgoingLetter] = {}

    def send(self, letter: OutgoingLetter) -> ProviderReceipt:
        channel = Channel.REGISTERED_LETTER if letter.registered else Channel.LETTER
        self._out.append(Sent(channel, letter.contact_id, letter.recipient, letter.pdf, self._wall.now()))
        self.letters[letter.contact_id] = letter
        return self._receipt(letter)

    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        letter = self.letters.get(contact_id)
        return self._receipt(letter) if letter and self.answers else None

    def track(self, contact: Contact, today: date, recorded_at: datetime) -> tuple[DeliveryEvent, ...]:
        letter = self.letters.get(contact.id)
        if letter is None or not letter.registered or self.reports is None:
            return ()
        known = {event.kind for event in contact.events}
        dated = [(letter.handed_over_on + timedelta(days=days), kind) for days, kind in self.reports]
        return tuple(DeliveryEvent(k, on, recorded_at) for on, k in dated if on <= today and k not in known)

    def _receipt(self, letter: OutgoingLetter) -> ProviderReceipt:
        if not self.posts:
            return ProviderReceipt(letter.contact_id)
        expects = letter.registered and self.reports
        expected = letter.handed_over_on + PRESENTED_AFTER if expects else None
        return ProviderReceipt(letter.contact_id, posted_on=letter.handed_over_on, expected_event_on=expected)


class MemoryArchive:
    """Write-once objects; ``puts`` counts, so that a test sees what was tried again."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.puts: Counter[str] = Counter()

    def put_once(
        self, key: str, body: bytes, *, livemode: bool, content_type: str, retain_until: datetime | None = None
    ) -> bool:
        del livemode, content_type, retain_until
        self.puts[key] += 1
        if key in self.bodies:
            assert self.bodies[key] == body, f"another body for {key}"
            return False
        self.bodies[key] = body
        return True

    def read_oldest_version(self, key: str) -> ArchivedBody:
        return ArchivedBody(ArchivedObject(key, "1", len(self.bodies[key])), self.bodies[key])


class FlatTariff:
    """The same price for everything, an SMS by its segments."""

    def cost(self, channel: Channel, on: date, livemode: bool, segments: int = 1) -> Money:
        del channel, on, livemode
        return Money(10 * segments)


class LightRenderer:
    """Texts of a few lines, for runs of thousands; each names template, day, what is owed and what the rules want."""

    def email(self, template: str, facts: MessageFacts) -> EmailContent:
        line = _line(template, facts)
        return EmailContent(template, line, line)

    def sms(self, template: str, facts: MessageFacts) -> str:
        return _line(template, facts)

    def letter(self, template: str, facts: MessageFacts) -> Printed:
        words = _line(template, facts)
        if template == "first_letter" and facts.collector is not None:
            words = f"{words}\n\n{_mentions(facts, facts.collector)}"
        if template == "acceleration_notice":
            words = f"{words}\n\n{_acceleration(facts)}"
        return Printed(words.encode(), words, (facts.debtor.name,))

    def letter_words(self, template: str, facts: MessageFacts) -> Printed:
        printed = self.letter(template, facts)
        return Printed(b"", printed.words, printed.window)

    def knowing(self, template: Template) -> LightRenderer:
        del template
        return self

    def receipt(self, facts: MessageFacts) -> Printed:
        return self.letter("receipt", facts)

    def declaration(self, facts: DeclarationFacts) -> bytes:
        return f"declaration {facts.edition} {facts.claim.as_of} {facts.claim.total.amount}".encode()

    def acknowledgement(self, facts: AcknowledgementFacts) -> bytes:
        signers = [f"{each.signature.side} {each.signature.signed_at} {each.masked}" for each in facts.signers]
        return f"{self.acknowledgement_text(facts)} {signers} {facts.signed_at}".encode()

    def acknowledgement_text(self, facts: AcknowledgementFacts) -> str:
        plan = facts.plan
        days = [(each.on.isoformat(), each.amount.amount) for each in plan.instalments]
        return f"{facts.debtor.name} owes {plan.total.amount} on {facts.reckoned_on}: {days} {facts.language}"

    def mandate_annex(self, facts: MessageFacts) -> bytes:
        return _line("mandate_annex", facts).encode()

    def call_script(self, template: str, facts: MessageFacts) -> CallScript:
        line = _line(template, facts)
        return CallScript(template, line, (), (), (), (), (), (), line, ())

    def call_list(self, tasks: Sequence[CallTask], printed_at: datetime, *, has_more: bool) -> bytes:
        return f"{len(tasks)} calls at {printed_at}, {has_more}".encode()

    def call_sheet(self, template: str, facts: MessageFacts) -> bytes:
        return _line(template, facts).encode()


def _line(template: str, facts: MessageFacts) -> str:
    line = f"{template} {facts.today} {facts.statement.total.amount} {facts.notice_last_day}"
    letter = facts.first_letter
    recalled = f" {letter.reference} {letter.posted_on:%d/%m/%Y}" if letter and letter.posted_on else ""
    code = f" code {facts.code.digits}" if facts.code else ""
    return f"{line} au nom et pour le compte de {facts.creditor.name}{recalled}{code}"


def _acceleration(facts: MessageFacts) -> str:
    """What PLAN_02 wants in a notice of acceleration."""
    told, plan = facts.instalment, facts.plan
    if told is None or plan is None or told.last_day is None:
        return ""
    lines = (
        f"{facts.creditor.name} : nous mettons en demeure {facts.debtor.name}",
        f"échéance du {french.format_date(told.on)}, il manque {french.format_money(told.missing)}",
        f"à régler au plus tard le {french.format_date(told.last_day)}, soit {plan.acceleration_days} jours",
        f"à défaut, déchéance du terme : {french.format_money(told.left)} exigibles en une fois",
    )
    return "\n".join(lines)


def _mentions(facts: MessageFacts, collector: Collector) -> str:
    """What CPCE R124-4 wants in the first letter."""
    account, creditor = facts.statement, facts.creditor
    accessories = (account.interest, account.fixed_indemnity, account.complementary_indemnity)
    amounts = [french.format_money(amount) for amount in (account.principal, *accessories, account.total)]
    ibans = {Payee.CREDITOR: creditor.iban, Payee.COLLECTOR: collector.dedicated_iban}
    who = [
        f"{each.name} {each.address.line1} {each.address.postal_code} {each.address.city}"
        for each in (collector, creditor)
    ]
    lines = (
        f"{who[0]}, activité de recouvrement amiable, pour {who[1]}",
        " ".join(line.invoice.number for line in account.lines),
        f"principal, intérêts, indemnité et total : {', '.join(amounts)}",
        f"Nous vous demandons de payer : {ibans[facts.payee]}, {facts.case_reference}, {collector.email}",
        f"{facts.own_reference}, {french.format_date(facts.today)}",
    )
    return "\n\n".join((*lines, L111_8.strip()))


def light_mime(
    *,
    sender_name: str,
    to: str,
    reply_to: str | None,
    subject: str,
    text: str,
    html: str,
    attachments: Sequence[Attachment],
    contact_id: str,
    date: datetime,
    logo: bytes | None = None,
) -> bytes:
    """Something like a MIME message, without its cost."""
    del html, logo
    names = ", ".join(attachment.name for attachment in attachments)
    return f"{sender_name}|{to}|{reply_to}|{subject}|{text}|{names}|{contact_id}|{date}".encode()

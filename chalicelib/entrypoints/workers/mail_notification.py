"""A notice of the mail provider (SES), in both of its shapes: identity notifications and published events."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from chalicelib.domain.contact import DeliveryKind
from chalicelib.usecases.record_mail_report import MailReport

CONTACT_TAG = "contact_id"
CONTACT_HEADER = "x-amiable-contact"
LONGEST_DETAIL = 500
GREETINGS = ("Successfully validated SNS topic", "AmazonSnsSubscriptionSucceeded")
"""What SES says to a topic when it is connected: no news of any e-mail."""


Kind = Literal[
    "Send", "Reject", "Bounce", "Complaint", "Delivery", "DeliveryDelay", "Rendering Failure", "Open", "Click"
]


class RejectedByProvider(RuntimeError):
    """SES took the message and then refused to send it (a virus): a person has to look."""


class Header(BaseModel):
    """A header of the e-mail as it was sent."""

    name: str
    value: str


class Mail(BaseModel):
    """``tags`` and ``headers`` are there in published events, headers in notifications only if asked for."""

    message_id: str = Field(alias="messageId", min_length=1)
    tags: dict[str, tuple[str, ...]] = {}
    headers: tuple[Header, ...] = ()

    def contact_id(self) -> str | None:
        tagged = self.tags.get(CONTACT_TAG, ())
        written = (header.value for header in self.headers if header.name.lower() == CONTACT_HEADER)
        return next(iter((*tagged, *written)), None)


class BouncedRecipient(BaseModel):
    """What the other side's server said."""

    diagnostic: str | None = Field(default=None, alias="diagnosticCode")


class Bounce(BaseModel):
    """Only ``Permanent`` says that the address is no good; a transient one may be an absence notice."""

    type: Literal["Permanent", "Transient", "Undetermined"] = Field(alias="bounceType")
    subtype: str = Field(default="", alias="bounceSubType")
    recipients: tuple[BouncedRecipient, ...] = Field(default=(), alias="bouncedRecipients")

    def detail(self) -> str:
        said = next((recipient.diagnostic for recipient in self.recipients if recipient.diagnostic), self.subtype)
        return said[:LONGEST_DETAIL]


class Complaint(BaseModel):
    """The recipient called it unwanted."""

    feedback: str | None = Field(default=None, alias="complaintFeedbackType")


class Delivery(BaseModel):
    """The other side's server took it."""

    smtp_response: str | None = Field(default=None, alias="smtpResponse")


class MailNotification(BaseModel):
    """Everything that is said about one e-mail at one time."""

    notification_type: Kind | None = Field(default=None, alias="notificationType")
    event_type: Kind | None = Field(default=None, alias="eventType")
    mail: Mail
    bounce: Bounce | None = None
    complaint: Complaint | None = None
    delivery: Delivery | None = None

    @model_validator(mode="after")
    def _says_its_kind(self) -> Self:
        kind = self.notification_type or self.event_type
        told = {"Bounce": self.bounce, "Complaint": self.complaint, "Delivery": self.delivery}
        if kind is None or told.get(kind, self.mail) is None:
            raise ValueError("a notice says its kind, and what it is about")
        return self

    def report(self) -> MailReport | None:
        """What is to be recorded; ``None`` for news that change nothing. A delivery proves the sending too."""
        if self.event_type == "Reject":
            raise RejectedByProvider(self.mail.message_id)
        if self.bounce is not None and self.bounce.type == "Permanent":
            return self._report(DeliveryKind.BOUNCED, self.bounce.detail())
        if self.complaint is not None:
            return self._report(DeliveryKind.COMPLAINED, self.complaint.feedback)
        if self.delivery is not None:
            return self._report(DeliveryKind.DELIVERED, self.delivery.smtp_response)
        return None

    def _report(self, kind: DeliveryKind, detail: str | None) -> MailReport:
        return MailReport(self.mail.message_id, self.mail.contact_id(), kind, detail and detail[:LONGEST_DETAIL])


def notification_of(text: str) -> MailNotification | None:
    """``None`` for the greeting of a new topic; anything else that is no notice raises ``ValidationError``."""
    if any(greeting in text for greeting in GREETINGS):
        return None
    return MailNotification.model_validate_json(text)

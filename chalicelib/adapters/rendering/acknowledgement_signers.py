"""What an acknowledgement of debt tells of its signatures: the debtor's own mention, who signed, when and how."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain import french
from chalicelib.domain.negotiation.acknowledgement import AcknowledgementFacts, SignerFacts
from chalicelib.domain.negotiation.payment_plan import Side, SignedBy

from .blocks import Fields
from .marks import clean_value
from .wording import Labels

FINGERPRINT_PARTS = 16


def mention_fields(facts: AcknowledgementFacts, labels: Labels) -> Fields | None:
    """The amount as the debtor wrote it, in words and in figures (C. civ. 1376)."""
    words = labels["acknowledgement"]
    signer = next((each for each in facts.signers if each.signature.side is Side.DEBTOR), None)
    if signer is None:
        return None
    written = signer.signature
    rows = (
        (words["in_words"], clean_value(written.words or "")),
        (words["in_figures"], clean_value(written.figures or "")),
    )
    return Fields(rows, framed=True)


def debtors_signature(facts: AcknowledgementFacts, labels: Labels) -> Fields:
    """By code, or on paper."""
    return _of(Side.DEBTOR, facts, labels)


def creditors_signature(facts: AcknowledgementFacts, labels: Labels) -> Fields:
    """By whoever holds its key, or its collector's."""
    return _of(Side.CREDITOR, facts, labels)


def _of(side: Side, facts: AcknowledgementFacts, labels: Labels) -> Fields:
    signers = [signer for signer in facts.signers if signer.signature.side is side]
    return Fields(tuple(row for signer in signers for row in _rows(signer, facts, labels)), framed=True)


def _rows(signer: SignerFacts, facts: AcknowledgementFacts, labels: Labels) -> tuple[tuple[str, str], ...]:
    words, signature = labels["acknowledgement"], signer.signature
    is_debtor = signature.side is Side.DEBTOR
    party = facts.debtor.name if is_debtor else facts.creditor.name
    acting = facts.collector.name if facts.collector and not is_debtor else ""
    name = f"{party}, {words['represented_by'].format(name=acting)}" if acting else party
    rows = [(words["for_debtor" if is_debtor else "for_creditor"], clean_value(name))]
    if signature.signatory:
        rows.append((words["signatory"], clean_value(signature.signatory)))
    if signature.by is SignedBy.PAPER:
        day = signature.signed_on or facts.day_of(signature.signed_at)
        rows.append((words["signed"], words["on_paper"].format(day=french.format_date(day))))
        return tuple(rows)
    rows.append((words["signed"], _moment(facts, signature.signed_at, words)))
    rows.append((words["how"], words["by_page" if signature.by is SignedBy.PAGE else "by_key"]))
    return (*rows, *_code(signer, facts, words))


def _code(signer: SignerFacts, facts: AcknowledgementFacts, words: Labels) -> tuple[tuple[str, str], ...]:
    """Where the code went and when it was confirmed, by the wall clock; and the digest of the text that was shown."""
    signature, rows = signer.signature, []
    if signature.code_sent_at is not None and signature.code_confirmed_at is not None:
        told = words["code_sent"].format(
            address=signer.masked or "",
            sent=_moment(facts, signature.code_sent_at, words),
            confirmed=_moment(facts, signature.code_confirmed_at, words),
        )
        rows.append((words["code"], told))
    if signer.name:
        rows.append((words["reader"], clean_value(signer.name)))
    if signature.text_sha256:
        digest = signature.text_sha256
        parts = [digest[at : at + FINGERPRINT_PARTS] for at in range(0, len(digest), FINGERPRINT_PARTS)]
        rows.append((words["text_sha256"], " ".join(parts)))
    return tuple(rows)


def _moment(facts: AcknowledgementFacts, instant: datetime, words: Labels) -> str:
    local = facts.local(instant)
    time = f"{local:%H}{french.NO_BREAK}h{french.NO_BREAK}{local:%M}"
    told: str = words["moment"].format(day=french.format_date(local.date()), time=time)
    return told

"""The acknowledgement of debt with its instalments, as the text that is signed and as the paper that tells of it."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain import french
from chalicelib.domain.negotiation.acknowledgement import AcknowledgementFacts
from chalicelib.domain.negotiation.payment_plan import PlanInterest, SignedBy
from chalicelib.domain.parties import DebtorKind

from .acknowledgement_signers import creditors_signature, debtors_signature, mention_fields
from .addresses import full_address
from .blocks import Block, Column, Columns, Paragraph, Run, Style, Table, parse_blocks
from .marks import clean_value
from .party_blocks import identity
from .sender import SenderIdentity, letterhead_lines
from .sheet import Sheet
from .view import View, kind_key
from .wording import DEFAULT_LANGUAGE, Labels, Wording, is_shipped, wording_for, written

TEMPLATE = "acknowledgement"


def write_acknowledgement(facts: AcknowledgementFacts) -> bytes:
    """PDF/A-3B; equal facts give equal bytes. ``facts.signed_at`` is its day."""
    if facts.signed_at is None:
        raise ValueError("the paper is written once both have signed")
    wording = wording_for(DEFAULT_LANGUAGE)
    sheet, blocks = _laid_out(facts, wording)
    from .documents import write_document  # the PDF library costs 0.4 s of cold start: only where paper is made

    return write_document(
        sheet,
        blocks,
        reference=facts.case_reference,
        today=facts.day_of(facts.signed_at),
        page_label=wording.labels["page"],
        language=DEFAULT_LANGUAGE,
    )


def acknowledgement_text(facts: AcknowledgementFacts) -> str:
    """The words of the sheet, before anybody signed it."""
    sheet, blocks = _laid_out(facts, wording_for(DEFAULT_LANGUAGE))
    return sheet.words(blocks)


def _laid_out(facts: AcknowledgementFacts, wording: Wording) -> tuple[Sheet, tuple[Block, ...]]:
    """French is what counts in law; a courtesy translation follows it, as under a formal notice."""
    body = wording.render(TEMPLATE, "body", _view(facts, wording.labels))
    blocks = parse_blocks(body, lambda name: BLOCKS[name](facts, wording.labels))
    if facts.language == DEFAULT_LANGUAGE or not is_shipped(facts.language):
        return _sheet(facts, wording), blocks
    own = wording_for(facts.language)
    translated = parse_blocks(own.render(TEMPLATE, "body", _view(facts, own.labels)), lambda _name: None)
    lead = Paragraph((Run(own.labels["courtesy_lead"]),), Style.SMALL)
    title = Paragraph((Run(own.labels["courtesy"]),), Style.HEADING)
    note = Paragraph((Run(own.labels["courtesy_note"]),), Style.SMALL)
    return _sheet(facts, wording), (lead, *blocks, title, note, *translated)


def _sheet(facts: AcknowledgementFacts, wording: Wording) -> Sheet:
    labels, creditor = wording.labels, facts.creditor
    title = wording.render(TEMPLATE, "object", {}).strip()
    sender = SenderIdentity(creditor.name, creditor.name, creditor.address, creditor.phone, creditor.email)
    numbers = [
        f"{labels[key]}{french.NO_BREAK}{value}"
        for key, value in (("siren", creditor.siren), ("vat_number", creditor.vat_number))
        if value
    ]
    name = f"{french.NO_BREAK}– ".join((creditor.name, full_address(creditor.address), *numbers))
    return Sheet(
        name=creditor.name,
        head=letterhead_lines(sender, labels),
        references=(f"{labels['reference']}{french.NO_BREAK}: {facts.case_reference}",),
        window=(),
        mention="",
        place="",
        subject_line="",
        title=title[:1].upper() + title[1:],
        identity=clean_value(name),
        author=creditor.name,
        colon=french.COLON,
    )


def _view(facts: AcknowledgementFacts, labels: Labels) -> View:
    plan, form, mediator = facts.plan, written(labels), facts.creditor.mediator
    basis = "other" if facts.creditor.is_private_individual else kind_key(facts.debtor.kind)
    told = (mediator.name, mediator.address, mediator.website) if mediator else ()
    return {
        "plan": {
            "total": form.format_money(plan.total),
            "total_in_words": form.amount_in_words(plan.total),
            "reckoned_on": form.format_date(facts.reckoned_on),
            "acceleration_days": plan.acceleration_days,
            "replaces": bool(plan.replaces),
        },
        "creditor": {"name": facts.creditor.name, "professional": not facts.creditor.is_private_individual},
        "debtor": {"name": facts.debtor.name},
        "numbers": form.format_list(facts.invoice_numbers),
        "one": len(facts.invoice_numbers) == 1,
        "waived": plan.interest_during is PlanInterest.WAIVED,
        "basis": basis,
        "public": facts.debtor.kind is DebtorKind.PUBLIC_BODY,
        "consumer": facts.debtor.kind is DebtorKind.CONSUMER,
        "mediator": ", ".join(part for part in told if part),
        "signed": bool(facts.signers),
        "electronic": any(each.signature.by is not SignedBy.PAPER for each in facts.signers),
    }


def _parties(facts: AcknowledgementFacts, labels: Labels) -> Columns:
    words, collector = labels["acknowledgement"], facts.collector
    creditor = identity(facts.creditor, labels)
    if collector is not None:
        creditor = (*creditor, words["represented_by"].format(name=clean_value(collector.name)))
    return Columns(words["creditor"], creditor, words["debtor"], identity(facts.debtor, labels))


def _split(facts: AcknowledgementFacts, labels: Labels) -> Table:
    """Principal, interest and each accessory apart, then the total."""
    titles, plan, form = labels["columns"], facts.plan, written(labels)
    basis = "other" if facts.creditor.is_private_individual else kind_key(facts.debtor.kind)
    elements = (
        (titles["principal_left"], plan.principal),
        (labels["interest"][basis], plan.interest),
        (titles["indemnity"], plan.fixed_indemnity),
        (titles["complementary"], plan.complementary_indemnity),
    )
    rows = tuple((name, form.format_money(amount)) for name, amount in elements if amount.amount > 0)
    columns = (Column(titles["element"], 4.0), Column(titles["paid_amount"], 1.6, right=True))
    return Table(columns, rows, ((labels["total"], form.format_money(plan.total)),))


def _instalments(facts: AcknowledgementFacts, labels: Labels) -> Table:
    """Exact days and amounts that add up (R-076)."""
    titles, form = labels["columns"], written(labels)
    columns = (
        Column(titles["instalment"], 1.0),
        Column(titles["pay_by"], 2.4),
        Column(titles["paid_amount"], 1.6, right=True),
    )
    rows = tuple(
        (str(each.number), form.format_date(each.on), form.format_money(each.amount)) for each in facts.plan.instalments
    )
    return Table(columns, rows, ((labels["total"], "", form.format_money(facts.plan.total)),))


BLOCKS: dict[str, Callable[[AcknowledgementFacts, Labels], Block | None]] = {
    "plan_parties": _parties,
    "plan_split": _split,
    "plan_instalments": _instalments,
    "plan_mention": mention_fields,
    "plan_signed_by_debtor": debtors_signature,
    "plan_signed_by_creditor": creditors_signature,
}

"""The declaration of a claim on paper: from its facts to words, tables and a place to sign."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain import french
from chalicelib.domain.claim_declaration import DeclarationFacts
from chalicelib.domain.debtor_fact import Procedure
from chalicelib.domain.parties import Creditor, Debtor

from .addresses import address_lines, full_address, postal_lines
from .blocks import Block, Column, Columns, Fields, Table, parse_blocks
from .marks import clean_value
from .sender import SenderIdentity, letterhead_lines
from .sheet import Sheet
from .statement_tables import interest_table
from .view import View, kind_key
from .wording import Labels, Wording, wording_for

TEMPLATE = "claim_declaration"


def write_declaration(facts: DeclarationFacts) -> bytes:
    """A letter for a window envelope, PDF/A-3B; equal facts give equal bytes."""
    wording = wording_for("fr")  # a court's paper is in French, whatever the debtor reads
    view = _view(facts, wording.labels)
    body = wording.render(TEMPLATE, "body", view)
    blocks = parse_blocks(body, lambda name: BLOCKS[name](facts, wording.labels))
    from .documents import write_document  # the PDF library costs 0.4 s of cold start: only where paper is made

    return write_document(
        _sheet(facts, wording, view),
        blocks,
        reference=facts.case_reference,
        today=facts.today,
        page_label=wording.labels["page"],
        language="fr",
    )


def _sheet(facts: DeclarationFacts, wording: Wording, view: View) -> Sheet:
    labels, creditor = wording.labels, facts.creditor
    sender = SenderIdentity(creditor.name, creditor.name, creditor.address, creditor.phone, creditor.email)
    subject = wording.render(TEMPLATE, "object", view).strip()
    numbers = [
        f"{labels[key]}{french.NO_BREAK}{value}"
        for key, value in (("siren", creditor.siren), ("vat_number", creditor.vat_number))
        if value
    ]
    identity = f"{french.NO_BREAK}– ".join((creditor.name, full_address(creditor.address), *numbers))
    return Sheet(
        name=creditor.name,
        head=letterhead_lines(sender, labels),
        references=(f"{labels['reference']}{french.NO_BREAK}: {facts.case_reference}",),
        window=_window(facts, labels),
        mention="",
        place=labels["city_and_date"].format(city=creditor.address.city, date=french.format_date(facts.today)),
        subject_line=f"{labels['subject_line']}{french.NO_BREAK}: {subject}",
        title=subject[:1].upper() + subject[1:],
        identity=clean_value(identity),
        author=creditor.name,
        colon=french.COLON,
    )


def _window(facts: DeclarationFacts, labels: Labels) -> tuple[str, ...]:
    """The one to whom it is declared; their office and the court while nobody is named yet."""
    told = facts.fact.insolvency
    someone = told.representative if told else None
    is_liquidation = facts.insolvency.procedure is Procedure.LIQUIDATION
    office = labels["declaration"]["liquidator" if is_liquidation else "agent"]
    if someone is None:
        return (office, *((told.court,) if told and told.court else ()))
    return (clean_value(someone.name), office, *(postal_lines(someone.address) if someone.address else ()))


def _view(facts: DeclarationFacts, labels: Labels) -> View:
    words, claim, known = labels["declaration"], facts.claim, facts.insolvency
    procedure = known.procedure.value
    told = facts.fact.insolvency
    return {
        "procedure": words["procedures"][procedure],
        "a_procedure": words["a_procedure"][procedure],
        "renvoi": words["renvoi"][procedure],
        "court": (told.court if told else None) or "",
        "debtor": {"name": facts.debtor.name},
        "siren": facts.debtor.siren or "",
        "creditor": {"city": facts.creditor.address.city},
        "judgment_on": french.format_date(known.judgment_on),
        "published_on": french.format_date(known.published_on) if known.published_on else "",
        "deadline": french.format_date(known.declaration_deadline) if known.declaration_deadline else "",
        "eve": french.format_date(claim.as_of),
        "today": french.format_date(facts.today),
        "replaced_on": french.format_date(facts.replaces) if facts.replaces else "",
        "due": bool(claim.due),
        "to_come": bool(claim.to_come),
        "has_periods": any(line.periods for line in claim.due),
        "of_interest": labels["of_interest"][kind_key(facts.debtor.kind)].replace("de pénalités", "des pénalités"),
        "enclosures": list(facts.enclosures),
    }


def _parties(facts: DeclarationFacts, labels: Labels) -> Columns:
    words = labels["declaration"]
    creditor, debtor = _party(facts.creditor, labels), _party(facts.debtor, labels)
    return Columns(words["creditor"], creditor, words["debtor"], debtor)


def _party(party: Creditor | Debtor, labels: Labels) -> tuple[str, ...]:
    number = (f"{labels['siren']}{french.NO_BREAK}{party.siren}",) if party.siren else ()
    return tuple(clean_value(line) for line in (party.name, *address_lines(party.address), *number))


def _amounts(facts: DeclarationFacts, labels: Labels) -> Fields:
    words, claim, money = labels["declaration"], facts.claim, french.format_money
    amounts = (
        (words["due_principal"], claim.principal),
        (labels["interest"][kind_key(facts.debtor.kind)], claim.interest),
        (words["indemnity"], claim.fixed_indemnity),
        (words["complementary"], claim.complementary_indemnity),
        (words["to_come"], claim.to_come_total),
    )
    rows = [(name, money(amount)) for name, amount in amounts if amount.amount > 0]
    return Fields((*rows, (words["total"], money(claim.total)), (words["nature"], words["unsecured"])), framed=True)


def _due(facts: DeclarationFacts, labels: Labels) -> Table:
    titles, money, short = labels["columns"], french.format_money, french.format_short_date
    columns = (
        Column(titles["invoice"], 2.3, breakable=True),
        Column(titles["issued"], 1.5),
        Column(titles["due"], 1.5),
        Column(titles["principal_left"], 2.2, right=True),
        Column(titles["interest"], 1.5, right=True),
        Column(titles["indemnity"], 1.6, right=True),
        Column(labels["total"], 1.8, right=True),
    )
    rows = tuple(
        (
            line.invoice.number,
            short(line.invoice.issue_date),
            short(line.invoice.due_date),
            money(line.principal_left),
            money(line.interest_left),
            money(line.fixed_indemnity_left + line.complementary_indemnity_left),
            money(line.total_left),
        )
        for line in facts.claim.due
    )
    claim = facts.claim
    indemnities = claim.fixed_indemnity + claim.complementary_indemnity
    sums = (claim.principal, claim.interest, indemnities, claim.due_total)
    total = (labels["total"], "", "", *(money(amount) for amount in sums))
    return Table(columns, rows, (total,) if len(rows) > 1 else (), small=True)


def _to_come(facts: DeclarationFacts, labels: Labels) -> Table:
    titles, money, short = labels["columns"], french.format_money, french.format_short_date
    columns = (
        Column(titles["invoice"], 2.3, breakable=True),
        Column(titles["issued"], 1.5),
        Column(titles["due"], 1.5),
        Column(titles["principal_left"], 1.8, right=True),
    )
    lines = facts.claim.to_come
    rows = tuple(
        (x.invoice.number, short(x.invoice.issue_date), short(x.invoice.due_date), money(x.principal_left))
        for x in lines
    )
    total = (labels["total"], "", "", money(facts.claim.to_come_total))
    return Table(columns, rows, (total,) if len(rows) > 1 else (), small=True)


def _periods(facts: DeclarationFacts, labels: Labels) -> Table:
    return interest_table(facts.claim.due, labels)


def _signature(_facts: DeclarationFacts, labels: Labels) -> Columns:
    words = labels["declaration"]
    space = (french.NO_BREAK,) * 5
    return Columns(words["signatory"], space, words["signature"], space)


BLOCKS: dict[str, Callable[[DeclarationFacts, Labels], Block | None]] = {
    "claim_parties": _parties,
    "claim_amounts": _amounts,
    "claim_due": _due,
    "claim_to_come": _to_come,
    "claim_periods": _periods,
    "claim_signature": _signature,
}

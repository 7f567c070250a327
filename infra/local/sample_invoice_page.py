"""The sample invoice as people see it: one A4 page in French, PDF/A-3, with its XML inside (Factur-X, EN 16931)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from .sample_invoice import SampleInvoice, SampleParty
from .sample_invoice_xml import INDEMNITY, NO_DISCOUNT, PENALTIES, cii_xml

FONTS = Path(__file__).resolve().parents[2] / "chalicelib/adapters/rendering/fonts"
# fmt: off
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)
# fmt: on
UNITS = {"C62": "", "HUR": " h"}
COUNTRIES = {"ES": "ESPAGNE"}
INK, MUTED, ACCENT, TINT, RULE = (33, 37, 41), (105, 113, 120), (24, 84, 74), (238, 244, 242), (205, 214, 211)
LEFT, RIGHT, WIDTH = 18.0, 192.0, 174.0
COLUMNS = (("Désignation", 86.0, "L"), ("Quantité", 20.0, "R"), ("Prix unitaire HT", 28.0, "R"))
COLUMNS_END = (("TVA", 14.0, "R"), ("Montant HT", 26.0, "R"))
NBSP, NARROW = "\u00a0", "\u202f"


def facturx_pdf(invoice: SampleInvoice) -> bytes:
    """Deterministic but for the metadata's timestamp, which the factur-x library writes."""
    from facturx import generate_from_binary

    title = f"{'Avoir' if invoice.is_credit_note else 'Facture'} {invoice.number}"
    content: bytes = generate_from_binary(
        _page(invoice, title),
        cii_xml(invoice),
        flavor="factur-x",
        level="en16931",
        check_xsd=True,
        check_schematron=False,
        pdf_metadata={
            "author": invoice.seller.name,
            "keywords": "Factur-X, facture",
            "title": f"{invoice.seller.name} : {title}",
            "subject": f"{title} du {_date(invoice.issue_date)}",
        },
        lang="fr-FR",
        afrelationship="data",
    )
    return content


def _page(invoice: SampleInvoice, title: str) -> bytes:
    page = FPDF(unit="mm", format="A4", enforce_compliance="PDF/A-3B")
    for style, name in (("", "Regular"), ("B", "Bold")):
        page.add_font("Source Sans", style, FONTS / f"SourceSans3-{name}.ttf")
    page.set_title(title)
    page.set_lang("fr-FR")
    page.set_margins(LEFT, 16, 210 - RIGHT)
    page.set_auto_page_break(auto=False)
    page.add_page()
    _seller(page, invoice.seller)
    _heading(page, invoice)
    _buyer(page, invoice.buyer)
    _lines(page, invoice)
    _totals(page, invoice)
    _payment(page, invoice)
    _legal(page, invoice.seller)
    return bytes(page.output())


def _seller(page: FPDF, seller: SampleParty) -> None:
    page.set_fill_color(*ACCENT)
    page.rect(0, 0, 210, 4, style="F")
    _text(page, LEFT, 16, seller.name, size=17, bold=True, color=ACCENT)
    details = (seller.line1, f"{seller.postal_code} {seller.city}", f"Tél.{NBSP}: {_phone(seller)}", seller.email or "")
    _block(page, LEFT, 25, details, color=MUTED)


def _heading(page: FPDF, invoice: SampleInvoice) -> None:
    title = "AVOIR" if invoice.is_credit_note else "FACTURE"
    _text(page, 120, 16, title, size=20, bold=True, width=RIGHT - 120, align="R")
    rows = [("Numéro", invoice.number), ("Date d’émission", _date(invoice.issue_date))]
    if invoice.completed_on:
        rows.append(("Date de livraison", _date(invoice.completed_on)))
    if invoice.preceding_invoice:
        rows.append(("Facture d’origine", invoice.preceding_invoice))
    rows.append(("Votre commande", invoice.order_reference))
    for row, (label, value) in enumerate(rows):
        _text(page, 112, 27 + row * 5, label, color=MUTED, width=40, align="R")
        _text(page, 152, 27 + row * 5, value, bold=True, width=RIGHT - 152, align="R")


def _buyer(page: FPDF, buyer: SampleParty) -> None:
    """Where the window of an envelope shows it."""
    _text(page, 110, 56, "FACTURÉ À", size=8, bold=True, color=ACCENT)
    _text(page, 110, 61, buyer.name, size=12, bold=True)
    lines = [buyer.line1, f"{buyer.postal_code} {buyer.city.upper()}"]
    if buyer.country != "FR":
        lines.append(COUNTRIES.get(buyer.country, buyer.country))
    _block(page, 110, 67.5, lines, size=10.5)
    numbers = [f"SIRET{NBSP}: {_spaced(buyer.siret)}"] if buyer.siret else []
    if buyer.vat_number:
        numbers.append(f"N° TVA{NBSP}: {buyer.vat_number}")
    _block(page, 110, 67.5 + 5.2 * len(lines) + 2, numbers, size=8.5, color=MUTED, step=4.2)
    _text(page, LEFT, 56, "OBJET", size=8, bold=True, color=ACCENT)
    _block(page, LEFT, 61, ("Agencement de la réception", "Livraison de biens et prestation de services"), size=10)


def _lines(page: FPDF, invoice: SampleInvoice) -> None:
    page.set_xy(LEFT, 102)
    page.set_fill_color(*ACCENT)
    _font(page, 9, bold=True, color=(255, 255, 255))
    for label, width, align in (*COLUMNS, *COLUMNS_END):
        page.cell(width, 8, label, align=align, fill=True)
    page.set_xy(LEFT, 110)
    page.set_draw_color(*RULE)
    for line in invoice.lines:
        values = (
            line.name,
            f"{_number(line.quantity, 0)}{UNITS.get(line.unit, '')}",
            _euros(line.price),
            f"{_number(line.vat_rate, 0)}{NBSP}%",
            _euros(line.total),
        )
        _font(page, 10)
        for (_, width, align), value in zip((*COLUMNS, *COLUMNS_END), values, strict=True):
            page.cell(width, 9, value, align=align, border="B")
        page.ln(9)


def _totals(page: FPDF, invoice: SampleInvoice) -> None:
    top = page.get_y() + 7
    _text(page, LEFT, top, "TVA", size=8, bold=True, color=ACCENT)
    for row, cells in enumerate((("Taux", "Base HT", "Montant"), *_vat_rows(invoice))):
        for column, cell in enumerate(cells):
            _text(
                page, LEFT + column * 26, top + 5 + row * 5, cell, size=9, width=24, align="R" if column else "L",
                color=INK if row else MUTED,
            )  # fmt: skip
    rows = [("Total HT", invoice.total_excl_tax), ("TVA", invoice.vat), ("Total TTC", invoice.total_incl_tax)]
    if invoice.already_paid:
        rows.append(("Acompte reçu", -invoice.already_paid))
    for row, (label, value) in enumerate(rows):
        _text(page, 122, top + row * 6, label, width=36, color=MUTED)
        _text(page, 158, top + row * 6, _euros(value), width=RIGHT - 158 - 3, align="R")
    bottom = top + len(rows) * 6 + 1
    page.set_fill_color(*TINT)
    page.rect(119, bottom, RIGHT - 119, 11, style="F")
    label = "Net à votre crédit" if invoice.is_credit_note else "Net à payer"
    _text(page, 122, bottom + 2.6, label, size=12, bold=True, color=ACCENT)
    _text(page, 150, bottom + 2.6, _euros(invoice.amount_due), 12, bold=True, width=39, align="R", color=ACCENT)
    page.set_y(bottom + 11)


def _vat_rows(invoice: SampleInvoice) -> Iterable[tuple[str, str, str]]:
    return [
        (f"{_number(rate, 2)}{NBSP}%", _euros(base), _euros(vat)) for rate, (base, vat) in invoice.vat_by_rate.items()
    ]


def _payment(page: FPDF, invoice: SampleInvoice) -> None:
    if invoice.is_credit_note:
        return
    top = page.get_y() + 12
    page.set_draw_color(*RULE)
    page.rect(LEFT, top, WIDTH, 27, style="D")
    _text(page, LEFT + 5, top + 4, "RÈGLEMENT PAR VIREMENT", size=8, bold=True, color=ACCENT)
    due = f"À régler au plus tard le {_date(invoice.due_date)}" if invoice.due_date else "À régler à 30 jours"
    _text(page, 110, top + 4, due, bold=True, width=RIGHT - 115, align="R")
    rows = (("IBAN", _spaced(invoice.iban, 4)), ("BIC", invoice.bic), ("Référence à rappeler", invoice.number))
    for row, (label, value) in enumerate(rows):
        _text(page, LEFT + 5, top + 10 + row * 5, label, color=MUTED, width=36)
        _text(page, LEFT + 41, top + 10 + row * 5, value)
    page.set_xy(LEFT, top + 32)
    _font(page, 8.5, color=MUTED)
    conditions = f"{PENALTIES} {INDEMNITY} {NO_DISCOUNT}".replace(" :", f"{NBSP}:").replace(" €", f"{NBSP}€")
    page.c_margin = 0
    page.multi_cell(WIDTH, 4.2, conditions, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _legal(page: FPDF, seller: SampleParty) -> None:
    page.set_draw_color(*RULE)
    page.line(LEFT, 278, RIGHT, 278)
    siren = _spaced(seller.siren)
    seat = f"siège{NBSP}: {seller.line1}, {seller.postal_code} {seller.city}"
    lines = (
        f"{seller.name}, SARL au capital de 15{NARROW}000{NBSP}€, {seat}",
        f"RCS {seller.city} {siren} · SIRET {_spaced(seller.siret)} · APE 4332A · N° TVA {seller.vat_number}",
    )
    for row, line in enumerate(lines):
        _text(page, LEFT, 280.5 + row * 4, line, size=7.5, color=MUTED, width=WIDTH, align="C")


def _block(
    page: FPDF, x: float, y: float, lines: Iterable[str], *, size: float = 9.5, color: tuple[int, int, int] = INK,
    step: float = 5.2,
) -> None:  # fmt: skip
    for row, line in enumerate(lines):
        _text(page, x, y + row * step, line, size=size, color=color)


def _text(
    page: FPDF, x: float, y: float, text: str, size: float = 9.5, *, bold: bool = False,
    color: tuple[int, int, int] = INK, width: float = 100, align: str = "L",
) -> None:  # fmt: skip
    page.set_xy(x, y)
    page.c_margin = 0
    _font(page, size, bold=bold, color=color)
    page.cell(width, 5, text, align=align)
    page.c_margin = 1.5


def _font(page: FPDF, size: float, *, bold: bool = False, color: tuple[int, int, int] = INK) -> None:
    page.set_font("Source Sans", "B" if bold else "", size)
    page.set_text_color(*color)


def _date(day: date | None) -> str:
    if day is None:
        return ""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def _number(value: Decimal, places: int) -> str:
    return f"{value:,.{places}f}".replace(",", NARROW).replace(".", ",")


def _euros(value: Decimal) -> str:
    return f"{_number(value, 2)}{NBSP}€".replace("-", "\u2212")


def _spaced(text: str | None, size: int = 3) -> str:
    """Digits in groups; the NIC of a SIRET (last five) stays in one piece."""
    digits, rest = ((text or "")[:9], (text or "")[9:]) if size == 3 else (text or "", "")
    groups = [digits[start : start + size] for start in range(0, len(digits), size)]
    return NBSP.join([*groups, rest] if rest else groups)


def _phone(party: SampleParty) -> str:
    return (party.phone or "").replace("+33 ", "0").replace(" ", NBSP)

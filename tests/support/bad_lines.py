"""Lines that cannot be opened, each with the code and the column that say why."""

from __future__ import annotations

from collections.abc import Iterator

from .imports import HEADER, row

BAD: tuple[tuple[dict[str, str], str, str | None], ...] = (
    ({"invoice_number": ""}, "required", "invoice_number"),
    ({"invoice_number": "F" * 61}, "too_long", "invoice_number"),
    ({"issue_date": "2026-13-01"}, "invalid_date", "issue_date"),
    ({"issue_date": "01/12/2026", "due_date": "31/12/2026"}, "issued_in_the_future", "issue_date"),
    ({"due_date": "31/02/2026"}, "invalid_date", "due_date"),
    ({"due_date": "14/09/26"}, "wrong_form", "due_date"),
    ({"due_date": "septembre"}, "wrong_form", "due_date"),
    ({"due_date": ""}, "required", "due_date"),
    ({"amount_incl_tax": ""}, "required", "amount_incl_tax"),
    ({"amount_incl_tax": "mille"}, "wrong_form", "amount_incl_tax"),
    ({"amount_incl_tax": "1,234"}, "ambiguous_amount", "amount_incl_tax"),
    ({"amount_incl_tax": "0"}, "amount_not_positive", "amount_incl_tax"),
    ({"amount_incl_tax": "-12,00"}, "out_of_range", "amount_incl_tax"),
    ({"already_paid": "1234,56"}, "nothing_left_to_pay", "already_paid"),
    ({"debtor_kind": "client"}, "unknown_value", "debtor_kind"),
    ({"debtor_kind": ""}, "required", "debtor_kind"),
    ({"debtor_name": ""}, "required", "debtor_name"),
    ({"debtor_name": "=HYPERLINK(1)"}, "formula_refused", "debtor_name"),
    ({"siret": "73282932000075"}, "invalid_siret", "siret"),
    ({"siren": "12 345"}, "invalid_siren", "siren"),
    ({"email": "compta"}, "invalid_email", "email"),
    ({"phone": "12"}, "too_short", "phone"),
    ({"postal_code": "690"}, "invalid_postal_code", "postal_code"),
    ({"country": "DE"}, "debtor_country_not_supported", "country"),
    ({"contested": "oui"}, "claim_contested", None),
)
FULL_HEADER = (*HEADER, "already_paid", "siren", "siret", "phone", "country", "contested")


def lines(count: int, bad: int) -> Iterator[dict[str, str]]:
    """``count`` lines; ``bad`` of them, spread evenly, are wrong in one way after the other."""
    every = count // bad
    for number in range(count):
        place, rest = divmod(number, every)
        changes = BAD[place % len(BAD)][0] if rest == every // 2 and place < bad else {}
        yield row(number, **changes)


def told(count: int, bad: int) -> dict[int, tuple[str, str | None]]:
    """By the number of the line in the file: the code and the column of what is wrong with it."""
    every = count // bad
    return {2 + place * every + every // 2: BAD[place % len(BAD)][1:] for place in range(bad)}

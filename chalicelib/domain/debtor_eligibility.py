"""Whether this debtor can be chased: one debtor, in a supported country, identified, and reachable (R-003, R-004)."""

from __future__ import annotations

from collections.abc import Iterator

from .fact_effects import stops
from .findings import Finding, Severity
from .parties import Debtor
from .territory import territory_of

SUPPORTED_COUNTRIES = frozenset({"FR", "GP", "MQ", "GF", "RE", "YT", "MF", "BL"})


def debtor_findings(debtor: Debtor, co_debtors: int = 0) -> Iterator[Finding]:
    """Every finding about the debtor; ``co_debtors`` counts the others the request names."""
    if co_debtors:
        yield Finding(
            "joint_debtors_unsupported",
            Severity.BLOCKING,
            "#/debtor",
            "The case names a co-debtor or guarantor; a case has one debtor.",
            "Name the principal debtor alone; claim from the others by another way.",
        )
    if debtor.address is not None and debtor.address.country not in SUPPORTED_COUNTRIES:
        yield country_not_supported(debtor.address.country, "#/debtor/address/country")
    yield from _identified(debtor)
    yield from _reachable(debtor)
    yield from _stopped(debtor)


def country_not_supported(country: str, pointer: str) -> Finding:
    """Collection follows French law and French territories only."""
    return Finding(
        "debtor_country_not_supported",
        Severity.BLOCKING,
        pointer,
        f"The debtor is in {country}; only debtors in France, overseas included "
        f"({', '.join(sorted(SUPPORTED_COUNTRIES))}), are collected from.",
        "Collect this claim by another way, for instance a European order for payment.",
    )


def _identified(debtor: Debtor) -> Iterator[Finding]:
    """A natural person has no number to give; a business or a legal person has one, and homonyms are frequent."""
    if debtor.kind.is_business and not (debtor.siren or debtor.siret or debtor.vat_number):
        yield Finding(
            "debtor_not_identified",
            Severity.WARNING,
            "#/debtor/siren",
            "The debtor has no SIREN, SIRET or VAT number: a formal notice has to say which company owes.",
            "Give `siren` or `siret`.",
        )


def _stopped(debtor: Debtor) -> Iterator[Finding]:
    """The case opens all the same: a claim is declared in an insolvency, a guardian may be written to."""
    for fact in debtor.facts:
        if fact.stands and stops(fact):
            yield Finding(
                "debtor_fact_stands",
                Severity.REVIEW,
                "#/debtor_id",
                f"{fact.kind} of {fact.on}: the case opens stopped, nobody is contacted.",
                "Withdraw the fact if it was recorded by mistake.",
            )


def _reachable(debtor: Debtor) -> Iterator[Finding]:
    emails, phones = debtor.usable_emails(), debtor.usable_phones()
    if not (emails or phones or debtor.address):
        yield Finding(
            "debtor_unreachable",
            Severity.BLOCKING,
            "#/debtor",
            "The debtor has no usable e-mail address, phone number or postal address: nobody can be reminded.",
            "Give at least one of `contacts[].email`, `contacts[].phone` and `address`.",
        )
        return
    if debtor.address is None:
        yield Finding(
            "missing_postal_address",
            Severity.BLOCKING,
            "#/debtor/address",
            "Without a postal address neither the debtor's local hours and holidays are known (CON_01, CON_03), nor "
            "where the formal notice goes.",
            "Give `address`.",
        )
    elif territory_of(debtor.address.postal_code) is None:
        yield Finding(
            "unknown_territory",
            Severity.BLOCKING,
            "#/debtor/address/postal_code",
            f"The postal code {debtor.address.postal_code} is in no territory whose local time and holidays are known.",
            "Give the postal code of a metropolitan or overseas département.",
        )
    if not emails:
        yield Finding(
            "missing_email",
            Severity.WARNING,
            "#/debtor/contacts",
            "Without an e-mail address the written reminders cannot be e-mailed.",
            "Give `contacts[].email`, if possible of the accounting department.",
        )
    if not phones:
        yield Finding(
            "missing_phone",
            Severity.WARNING,
            "#/debtor/contacts",
            "Without a phone number the debtor cannot be called.",
            "Give `contacts[].phone`.",
        )

"""Certain, liquid, due, uncontested, in time, against a debtor who can be reached (R-001 to R-004)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.eligibility import Application, Finding, Severity, assess, is_eligible
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.limitation import ClaimKind, limitation
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Address, ChannelBlock, ContactPerson, Debtor, DebtorKind, Scope

TODAY = date(2026, 3, 2)
INVOICE = Invoice(
    id="inv_1",
    number="FA-1",
    issue_date=date(2025, 12, 16),
    due_date=date(2026, 1, 15),
    amount_incl_tax=Money(100000),
    completed_on=date(2025, 12, 12),
)
DEBTOR = Debtor(
    id="deb_1",
    scope=Scope("ten_1", livemode=False),
    version=1,
    created_at=datetime(2026, 3, 2, tzinfo=UTC),
    kind=DebtorKind.COMPANY,
    name="Hôtel des Tilleuls",
    siren="999956782",
    address=Address("8 avenue de la Gare", "74000", "Annecy"),
    contacts=(ContactPerson(email="compta@tilleuls.example", phone="+33639980012"),),
)


def findings(*invoices: Invoice, debtor: Debtor = DEBTOR, **facts: object) -> dict[str, Finding]:
    application = replace(Application(invoices or (INVOICE,), debtor), **facts)  # type: ignore[arg-type]  # fields by name
    return {finding.code: finding for finding in assess(application, today=TODAY)}


def only(found: dict[str, Finding]) -> Finding:
    assert len(found) == 1, sorted(found)
    return next(iter(found.values()))


def test_a_certain_liquid_and_due_claim_raises_no_finding() -> None:
    """R-001."""
    assert findings() == {}
    assert is_eligible(())


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"completed_on": date(2026, 3, 3)}, "not_completed", "/completed_on"),
        ({"issue_date": date(2026, 3, 3), "due_date": date(2026, 3, 1)}, "issued_in_the_future", "/issue_date"),
        ({"amount_incl_tax": Money(0)}, "amount_not_positive", "/amount_incl_tax"),
        ({"amount_incl_tax": Money(-500)}, "amount_not_positive", "/amount_incl_tax"),
        ({"already_paid": Money(-1)}, "already_paid_negative", "/already_paid"),
        ({"already_paid": Money(100000)}, "nothing_left_to_pay", "/already_paid"),
        ({"already_paid": Money(100001)}, "nothing_left_to_pay", "/already_paid"),
        ({"due_date": date(2026, 3, 10)}, "not_yet_due", "/due_date"),
        (
            {"amount_incl_tax": Money(100000, "CHF"), "already_paid": Money(0, "CHF")},
            "currency_not_supported",
            "/amount_incl_tax",
        ),
    ],
)
def test_each_failing_point_of_a_claim_is_blocking_and_names_field_and_cure(
    change: dict[str, object], code: str, field: str
) -> None:
    """R-001: certain, liquid and due, each named with what would cure it."""
    found = findings(replace(INVOICE, **change))  # type: ignore[arg-type]  # fields of the case at hand
    finding = found[code]
    assert finding.severity is Severity.BLOCKING
    assert finding.pointer == f"#/invoices/0{field}"
    assert finding.cure
    assert "FA-1" in finding.detail
    assert not is_eligible(tuple(found.values()))


def test_a_finding_becomes_an_error_of_the_problem_with_its_cure() -> None:
    finding = only(findings(replace(INVOICE, due_date=TODAY)))
    problem = finding.as_problem()
    assert (problem.pointer, problem.code) == ("#/invoices/0/due_date", "not_yet_due")
    assert problem.detail == f"{finding.detail} {finding.cure}"


def test_the_word_of_the_missing_quality_is_in_the_detail() -> None:
    assert "not certain" in findings(contested=frozenset({"inv_1"}))["claim_contested"].detail
    assert "not liquid" in findings(replace(INVOICE, amount_incl_tax=Money(0)))["amount_not_positive"].detail
    assert "not due" in findings(replace(INVOICE, due_date=TODAY))["not_yet_due"].detail


def test_a_contested_claim_does_not_enter() -> None:
    """R-002."""
    finding = only(findings(contested=frozenset({"inv_1"})))
    assert (finding.code, finding.severity, finding.pointer) == ("claim_contested", Severity.BLOCKING, "#/invoices/0")


def test_an_invoice_is_due_from_the_day_after_its_due_date() -> None:
    assert "not_yet_due" in findings(replace(INVOICE, due_date=TODAY))
    assert findings(replace(INVOICE, due_date=TODAY - timedelta(days=1))) == {}


def test_invoices_not_yet_due_are_only_listed_apart_when_another_is_due() -> None:
    later = replace(INVOICE, id="inv_2", number="FA-2", due_date=date(2026, 4, 1))
    finding = only(findings(INVOICE, later))
    assert (finding.code, finding.severity, finding.pointer) == (
        "not_yet_due",
        Severity.WARNING,
        "#/invoices/1/due_date",
    )


def test_an_invoice_due_before_its_issue_is_only_a_warning() -> None:
    assert only(findings(replace(INVOICE, due_date=date(2025, 12, 1)))).severity is Severity.WARNING


@pytest.mark.parametrize("spelled", [" fa -1", "FA/1", "FA 1", "fa1", "ＦＡ-１", "FA\u200b1"])
def test_the_same_number_twice_is_refused_however_it_is_spelled(spelled: str) -> None:
    twin = replace(INVOICE, id="inv_2", number=spelled)
    finding = only(findings(INVOICE, twin))
    assert (finding.code, finding.pointer) == ("duplicate_invoice", "#/invoices/1/number")


def test_separators_tell_invoice_numbers_apart() -> None:
    assert findings(replace(INVOICE, number="1-11"), replace(INVOICE, id="inv_2", number="11-1")) == {}


def test_sixty_invoices_fit_and_sixty_one_do_not() -> None:
    many = [replace(INVOICE, id=f"inv_{n}", number=f"FA-{n}") for n in range(61)]
    assert findings(*many[:60]) == {}
    assert only(findings(*many)).code == "too_many_invoices"


def test_a_case_without_invoice_is_refused() -> None:
    application = Application((), DEBTOR)
    assert [finding.code for finding in assess(application, today=TODAY)] == ["no_invoice"]


def test_findings_point_at_the_file_when_the_invoice_came_from_one() -> None:
    found = findings(replace(INVOICE, due_date=TODAY), pointers={"inv_1": "#/invoice_files/0"})
    assert only(found).pointer == "#/invoice_files/0/due_date"


@pytest.mark.parametrize("country", ["FR", "GP", "MQ", "GF", "RE", "YT", "MF", "BL"])
def test_debtors_of_french_territories_are_accepted(country: str) -> None:
    assert findings(debtor=replace(DEBTOR, address=Address("1 rue A", "97400", "B", country))) == {}


@pytest.mark.parametrize("country", ["ES", "BE", "MC", "NC", "PM"])
def test_debtors_of_other_countries_are_refused(country: str) -> None:
    finding = only(findings(debtor=replace(DEBTOR, address=Address("1 calle A", "41004", "Sevilla", country))))
    assert (finding.code, finding.severity) == ("debtor_country_not_supported", Severity.BLOCKING)
    assert country in finding.detail


def test_a_debtor_nobody_can_reach_is_refused() -> None:
    """R-003."""
    finding = only(findings(debtor=replace(DEBTOR, address=None, contacts=())))
    assert (finding.code, finding.severity) == ("debtor_unreachable", Severity.BLOCKING)


def test_a_blocked_address_does_not_reach_the_debtor() -> None:
    blocked = replace(
        DEBTOR,
        address=None,
        contacts=(ContactPerson(email="compta@tilleuls.example"),),
        blocks=(ChannelBlock("email", "bounced", TODAY, "compta@tilleuls.example"),),
    )
    assert only(findings(debtor=blocked)).code == "debtor_unreachable"


def test_a_debtor_without_address_has_no_local_hours_and_the_missing_ways_are_named() -> None:
    """CON_01, CON_03: without a postal code nobody knows when the debtor may be contacted."""
    found = findings(debtor=replace(DEBTOR, address=None, contacts=(ContactPerson(phone="+33639980012"),)))
    assert {code: finding.severity for code, finding in found.items()} == {
        "missing_postal_address": Severity.BLOCKING,
        "missing_email": Severity.WARNING,
    }
    assert set(findings(debtor=replace(DEBTOR, contacts=()))) == {"missing_email", "missing_phone"}


def test_a_postal_code_of_no_known_territory_blocks() -> None:
    """CON_01: army codes and Pacific territories have no local time here."""
    assert DEBTOR.address is not None
    elsewhere = replace(DEBTOR, address=replace(DEBTOR.address, postal_code="98000"))
    assert findings(debtor=elsewhere)["unknown_territory"].severity is Severity.BLOCKING


def test_a_business_without_any_number_is_asked_for_one_a_consumer_is_not() -> None:
    """R-004."""
    assert only(findings(debtor=replace(DEBTOR, siren=None))).code == "debtor_not_identified"
    assert findings(debtor=replace(DEBTOR, siren=None, kind=DebtorKind.CONSUMER)) == {}


def test_a_case_has_one_debtor() -> None:
    assert only(findings(co_debtors=1)).code == "joint_debtors_unsupported"


def barred(kind: DebtorKind, completed_on: date) -> dict[str, Finding]:
    old = replace(INVOICE, issue_date=completed_on, completed_on=completed_on, due_date=completed_on)
    dates = limitation(
        debtor_kind=kind, claim_kind=ClaimKind.GOODS_OR_SERVICES, completed_on=completed_on, due_date=completed_on
    )
    return findings(old, debtor=replace(DEBTOR, kind=kind), limitations={"inv_1": dates})


def test_a_time_barred_debt_is_never_demanded_from_a_consumer() -> None:
    """PRE_02, PRE_15: two years, then a hard stop."""
    finding = only(barred(DebtorKind.CONSUMER, date(2024, 3, 1)))
    assert (finding.code, finding.severity) == ("time_barred", Severity.BLOCKING)
    assert only(barred(DebtorKind.CONSUMER, date(2024, 3, 2))).code == "limitation_near"


def test_a_time_barred_debt_of_a_business_is_reviewed() -> None:
    """PRE_01, PRE_15: five years, then a person decides."""
    finding = only(barred(DebtorKind.COMPANY, date(2021, 3, 1)))
    assert (finding.code, finding.severity) == ("time_barred", Severity.REVIEW)
    assert is_eligible((finding,))


def test_a_claim_soon_time_barred_opens_with_a_warning() -> None:
    """PRE_14: from 180 days before the safe last day."""
    assert only(barred(DebtorKind.COMPANY, date(2021, 6, 1))).severity is Severity.WARNING
    assert barred(DebtorKind.COMPANY, date(2022, 6, 1)) == {}


def test_an_uncertain_period_is_reviewed() -> None:
    """PRE_05: five years for a non-professional, but perhaps two."""
    assert only(barred(DebtorKind.NON_PROFESSIONAL, date(2023, 6, 1))).code == "limitation_uncertain"

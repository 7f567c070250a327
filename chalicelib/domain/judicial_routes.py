"""Which ways to a title are open for a claim, and why: facts of law, never advice (PROC_01..PROC_06, R-094..R-098).

A condition that the case cannot know is ``None``, not guessed; a route whose text was not read in its final form, or
whose conditions are disputed, is marked ``verify``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .limitation_clock import add_months
from .money import Money
from .parties import DebtorKind
from .route_costs import Cost, Duration
from .route_facts import Condition, Deadline, RouteFacts, common_conditions, is_commercial

SMALL_CLAIMS_CAP = Money(500_000)  # PROC_01, PROC_06: 5,000.00 EUR
SERVICE_SHORTENED_FROM = date(2026, 9, 1)  # PROC_03, decree 2026-96
CONTRIBUTION_FROM = date(2026, 5, 1)  # law 2026-103, art. 128
UNCONTESTED_FROM = date(2026, 4, 23)  # PROC_05

COMMERCIAL_COURT = (
    "The commercial court (or the economic activities court) of the debtor's seat where both are commerçants; "
    "otherwise the judicial court of the debtor's home or seat."
)
JUDICIAL_COURT = "The judicial court (tribunal judiciaire) of the debtor's home or seat."
ADMINISTRATIVE_COURT = "The administrative court in whose area the public body or the contract lies."


@dataclass(frozen=True)
class Route:
    """One way, whether it is open on the day asked about, and what it takes. Costs are the creditor's to advance."""

    name: str
    title: str
    article: str
    conditions: tuple[Condition, ...]
    deadlines: tuple[Deadline, ...]
    costs: tuple[Cost, ...]
    duration: Duration
    court: str
    verify: bool = False

    @property
    def open(self) -> bool:
        """No condition is known to fail; those not known to the case are still to be checked."""
        return all(condition.met is not False for condition in self.conditions)


def judicial_routes(facts: RouteFacts) -> tuple[Route, ...]:
    """Every route, open or not, in order of their cost."""
    return (
        _small_claims(facts),
        _payment_order(facts),
        _uncontested(facts),
        _summary_proceedings(facts),
        _full_claim(facts),
        _administrative(facts),
    )


def _not_public(facts: RouteFacts, rule: str, article: str) -> Condition:
    met = facts.debtor_kind is not DebtorKind.PUBLIC_BODY
    return Condition(rule, article, met, "The debtor is not a public body: those are sued in administrative courts.")


def _cap(facts: RouteFacts) -> bool | None:
    """Principal and interest up to 5,000.00 EUR; not known while a rate is missing, unless the principal exceeds it."""
    if facts.principal > SMALL_CLAIMS_CAP:
        return False
    return None if facts.interest is None else facts.principal + facts.interest <= SMALL_CLAIMS_CAP


def _small_claims(facts: RouteFacts) -> Route:
    agreeing = Condition(
        "PROC_02",
        "CPCE R125-2",
        None if not facts.dispute_open else False,
        "The debtor agrees within one month; silence is a refusal, and a debtor who disputes does not agree.",
    )
    silent = Condition("PROC_02", "CPCE R125-7", met=True, text="No payment is made while the procedure runs.")
    return Route(
        name="small_claims_procedure",
        title="Simplified recovery of small claims by a commissaire de justice",
        article="CPCE L125-1",
        conditions=(
            *common_conditions(facts, stayed=True),
            _not_public(facts, "PROC_01", "CPCE L125-1"),
            Condition("PROC_01", "CPCE R125-1", _cap(facts), "Principal and interest are 5,000.00 EUR at most."),
            agreeing,
            silent,
        ),
        deadlines=(
            Deadline("answer", "CPCE R125-2", "The debtor answers within one month of the invitation.", months=1),
            _limitation(facts, "The debtor's agreement suspends limitation; the invitation does not (C. civ. 2238)."),
        ),
        costs=(Cost.officer("All costs are the creditor's (CPCE L125-1)."),),
        duration=Duration(1, 3, "One month for the answer, then the title without a judge.", "estimate"),
        court="No court: a commissaire de justice in the area of the debtor's court of appeal; another one enforces.",
    )


def _payment_order(facts: RouteFacts) -> Route:
    months = 3 if facts.as_of >= SERVICE_SHORTENED_FROM else 6
    service = f"The order is void unless served within {months} months; the day is for an order made on {facts.as_of}."
    disputed = "A claim that is disputed is open to opposition, which brings a full hearing."
    return Route(
        name="payment_order",
        title="Order for payment (injonction de payer)",
        article="CPC 1405",
        conditions=(
            *common_conditions(facts),
            _not_public(facts, "PROC_03", "CPC 1405"),
            Condition(
                "PROC_03", "CPC 1405", met=True, text="The claim comes from a contract and its amount is determined."
            ),
            Condition("PROC_06", "CPC 750-1", met=True, text="No prior amicable attempt is needed, in either phase."),
            *((Condition("STOP_01", "CPC 1412", None, disputed),) if facts.dispute_open else ()),
        ),
        deadlines=(
            Deadline("service", "CPC 1411", service, months, add_months(facts.as_of, months), "PROC_03"),
            Deadline("opposition", "CPC 1416", "Opposition within one month of service.", 1, None, "PROC_04"),
            _limitation(facts, "Filing does not interrupt limitation; the service of the order does.", last=True),
        ),
        costs=(*_contribution(facts), Cost.officer("Service of the order.")),
        duration=Duration(3, 12, "Service in time, one month for opposition, and no opposition.", "estimate"),
        court=COMMERCIAL_COURT if is_commercial(facts) else JUDICIAL_COURT,
    )


def _uncontested(facts: RouteFacts) -> Route:
    return Route(
        name="uncontested_commercial_claim",
        title="Recovery of uncontested commercial claims by a commissaire de justice",
        article="CPCE L126-1 (law of 23 April 2026)",
        conditions=(
            *common_conditions(facts, stayed=True),
            Condition(
                "PROC_05",
                "CPCE L126-1",
                None if is_commercial(facts) else False,
                "Creditor and debtor are both commerçants: no artisan, liberal profession, association, consumer or "
                "public body.",
            ),
            Condition(
                "PROC_05", "CPCE L126-1", met=True, text="The claim was invoiced; there is no cap on its amount."
            ),
            Condition("PROC_05", "CPCE L126-1", not facts.dispute_open, "The debtor does not dispute the claim."),
            Condition("PROC_05", "law of 23 April 2026", facts.as_of >= UNCONTESTED_FROM, "The law is in force."),
        ),
        deadlines=(
            Deadline("answer", "CPCE L126-1", "One month to pay or contest, by the text before its final vote.", 1),
            _limitation(facts, "Its effect on limitation was not verified.", last=True),
        ),
        costs=(Cost.officer("Who bears the costs was not verified in the final text."),),
        duration=Duration(2, 4, "One month to contest, eight days, then the clerk's formula.", "estimate"),
        court="No hearing: a commissaire de justice, then the clerk of the commercial court.",
        verify=True,
    )


def _summary_proceedings(facts: RouteFacts) -> Route:
    return Route(
        name="summary_proceedings",
        title="Interim payment in summary proceedings (référé-provision)",
        article="CPC 835 al. 2, 873 al. 2",
        conditions=(
            *common_conditions(facts),
            _not_public(facts, "PROC_06", "CPC 835"),
            Condition(
                "STOP_01", "CPC 835, 873", not facts.dispute_open, "The obligation cannot be seriously disputed."
            ),
            *_prior_attempt(facts),
        ),
        deadlines=(_limitation(facts, "The summons interrupts limitation (C. civ. 2241)."),),
        costs=(*_contribution(facts), Cost.lawyer(), Cost.court(), Cost.officer("Summons and service.")),
        duration=Duration(2, 12, "From the summons to the order; an appeal takes longer.", "estimate"),
        court=COMMERCIAL_COURT if is_commercial(facts) else JUDICIAL_COURT,
        verify=bool(_prior_attempt(facts)),
    )


def _full_claim(facts: RouteFacts) -> Route:
    return Route(
        name="full_claim",
        title="Claim on the merits (assignation au fond)",
        article="CPC 54, 56",
        conditions=(*common_conditions(facts), _not_public(facts, "PROC_06", "CPC 54"), *_prior_attempt(facts)),
        deadlines=(_limitation(facts, "The claim interrupts unless withdrawn or rejected (C. civ. 2241, 2243)."),),
        costs=(*_contribution(facts), Cost.lawyer(), Cost.court(), Cost.officer("Summons and service.")),
        duration=Duration(6, 24, "First instance; an appeal takes longer.", "market_range"),
        court=COMMERCIAL_COURT if is_commercial(facts) else JUDICIAL_COURT,
    )


def _contribution(facts: RouteFacts) -> tuple[Cost, ...]:
    """Owed to open any case before a civil court since 1 May 2026, not before a commercial one."""
    return () if is_commercial(facts) or facts.as_of < CONTRIBUTION_FROM else (Cost.contribution(),)


def _prior_attempt(facts: RouteFacts) -> tuple[Condition, ...]:
    """Conciliation, mediation or the participatory procedure first: before the judicial court alone (PROC_06)."""
    if is_commercial(facts) or _cap(facts) is False:
        return ()
    said = (
        "Before the judicial court, up to 5,000.00 EUR, an amicable attempt came first (conciliation, mediation); a "
        "small claims procedure that failed (CPCE L125-1) stands in for it."
    )
    return (Condition("PROC_06", "CPC 750-1", None, said),)


def _administrative(facts: RouteFacts) -> Route:
    public = facts.debtor_kind is DebtorKind.PUBLIC_BODY
    return Route(
        name="administrative_claim",
        title="Claim before the administrative court, or an interim payment there (référé-provision)",
        article="CJA R541-1",
        conditions=(
            *common_conditions(facts),
            Condition("PRE_04", "CJA R541-1", public, "The debtor is a public body."),
            Condition("PRE_09", "law 68-1250, art. 2", None, "A written demand to the body came first."),
        ),
        deadlines=(_limitation(facts, "A written demand starts four years anew (law 68-1250, art. 2)."),),
        costs=(Cost.lawyer(),),
        duration=Duration(6, 24, "First instance.", "market_range"),
        court=ADMINISTRATIVE_COURT,
        verify=True,
    )


def _limitation(facts: RouteFacts, text: str, *, last: bool = False) -> Deadline:
    """The day that limitation leaves; the safe one for what a creditor does alone, the last for what others do."""
    return Deadline("limitation", "C. civ. 2224, 2228", text, on=facts.last_day if last else facts.safe_last_day)

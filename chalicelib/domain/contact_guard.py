"""The one guard of every contact: now, moved to an instant, or refused, with each rule that decided (R-126).

No statute sets hours or counts for collection; windows and caps are this product's policy, drawn from what the law
calls aggressive (C. conso L121-6) and, for the strict profile, from the hours of C. conso D223-9.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from .calendar import ONE_DAY, holiday_name, is_bridge_day, is_weekend
from .contact_policy import DEFAULT_POLICY, GuardPolicy, Profile
from .errors import FieldProblem, InvalidInput
from .parties import DebtorKind
from .territory import Territory, territory_of

CHANNELS = frozenset({"email", "sms", "call", "letter", "registered_letter"})
"""All there are: nobody is visited (CON_08, C. conso L121-7 2°), and a text that announces it is refused (LTR_06)."""


class Decision(StrEnum):
    """What the guard answers: send now, at a later instant, or never this way."""

    NOW = "now"
    DEFERRED = "deferred"
    REFUSED = "refused"


@dataclass(frozen=True)
class PastContact:
    """One solicitation of this debtor by this sender, in whatever case. Channels coupled in one step count once."""

    channel: str
    at: datetime


@dataclass(frozen=True)
class GuardReason:
    """A rule that moved or refused the contact. ``detail`` names no other case and no other creditor."""

    rule: str
    detail: str


@dataclass(frozen=True)
class GuardDecision:
    """The answer. ``allowed_at`` is in the debtor's local offset, ``None`` when refused."""

    decision: Decision
    allowed_at: datetime | None
    reasons: tuple[GuardReason, ...]


@dataclass(frozen=True)
class Hours:
    """The open hours of a working day; each opening is included, each closing excluded (CON_10)."""

    rule: str
    spans: tuple[tuple[time, time], ...]
    detail: str

    @property
    def opening(self) -> time:
        return self.spans[0][0]


@dataclass(frozen=True)
class Cap:
    """At most ``most`` contacts in any ``days`` times 24 hours; ``channel`` limits what is counted."""

    rule: str
    most: int
    days: int
    channel: str | None = None


HOURS = {
    Profile.STANDARD: Hours(
        "CON_01",
        ((time(8), time(20)),),
        "contacts are made Monday to Friday, 08:00 to 20:00, local time of the debtor",
    ),
    Profile.STRICT: Hours(
        "CON_02",
        ((time(10), time(13)), (time(14), time(20))),
        "contacts are made Monday to Friday, 10:00 to 13:00 and 14:00 to 20:00, local time of the debtor",
    ),
}
CONSUMER_CAPS = (Cap("CON_05", 2, 7), Cap("CON_05", 4, 30, "call"))
BUSINESS_CAPS = (Cap("CON_06", 3, 7),)
# Legal persons acting outside a business get the protection of consumers; public bodies that of businesses.
PROTECTED = frozenset({DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL})

Move = tuple[datetime, tuple[GuardReason, ...]]
Rule = Callable[[datetime], Move | None]


def evaluate(
    wanted_at: datetime,
    *,
    channel: str,
    debtor_kind: DebtorKind,
    postal_code: str | None,
    policy: GuardPolicy = DEFAULT_POLICY,
    past_contacts: Sequence[PastContact] = (),
    blocked_channels: frozenset[str] = frozenset(),
    counts: bool = True,
) -> GuardDecision:
    """The earliest allowed instant at or after ``wanted_at``, with every rule that moved it.

    ``counts=False`` marks a service message (receipt, answer, legal letter): windows apply to it, caps do not.
    Refused: a stopped channel (CON_09), or a postal code without a known territory, whose local time is unknown.
    Raises ``InvalidInput`` for an unknown channel or an instant without offset.
    """
    _check(wanted_at, channel, past_contacts)
    if channel in blocked_channels:
        return _refused("CON_09", f"contact by {channel} is stopped for this debtor")
    territory = territory_of(postal_code)
    if territory is None:
        return _refused("CON_01", "the debtor's territory is unknown, hence its local time and its holidays")
    zone = ZoneInfo(territory.time_zone)
    rules = [_window_rule(territory, zone, policy)]
    if counts:
        rules += _cap_rules(debtor_kind, channel, past_contacts, zone, HOURS[policy.profile].opening)
    return _settle(wanted_at.astimezone(UTC), rules, zone)


def refuse_contacts_to_come(past: Sequence[PastContact], wanted_at: datetime) -> None:
    """Raises ``InvalidInput`` (``in_the_future``) that names each contact after ``wanted_at``: it was not made yet."""
    problems = tuple(
        FieldProblem(f"#/past_contacts/{index}/at", "in_the_future", "a past contact lies before the one wanted")
        for index, contact in enumerate(past)
        if contact.at > wanted_at
    )
    if problems:
        raise InvalidInput("A past contact was not made yet at the instant wanted.", errors=problems)


def _settle(wanted: datetime, rules: Sequence[Rule], zone: ZoneInfo) -> GuardDecision:
    """Applies the rules until none moves the instant. Each move goes forward and past contacts age: it ends."""
    instant, reasons = wanted, dict[GuardReason, None]()
    while move := next((found for rule in rules if (found := rule(instant))), None):
        instant = move[0]
        reasons.update(dict.fromkeys(move[1]))
    decision = Decision.NOW if instant == wanted else Decision.DEFERRED
    return GuardDecision(decision, _local(instant, zone), tuple(reasons))


def _window_rule(territory: Territory, zone: ZoneInfo, policy: GuardPolicy) -> Rule:
    hours = HOURS[policy.profile]

    def rule(instant: datetime) -> Move | None:
        local = instant.astimezone(zone)
        day, clock = local.date(), local.time()
        closed = _closed_day(day, territory, hours, policy)
        if closed:
            return _at(day + ONE_DAY, hours.opening, zone), closed
        if any(opening <= clock < closing for opening, closing in hours.spans):
            return None
        later = [opening for opening, _ in hours.spans if opening > clock]
        goal = _at(day, later[0], zone) if later else _at(day + ONE_DAY, hours.opening, zone)
        return goal, _outside(clock, hours)

    return rule


def _outside(clock: time, hours: Hours) -> tuple[GuardReason, ...]:
    reasons = [GuardReason(hours.rule, hours.detail)]
    if any(clock == closing for _, closing in hours.spans):
        reasons.append(GuardReason("CON_10", f"the window closes at {clock:%H:%M}, that instant excluded"))
    return tuple(reasons)


def _closed_day(day: date, territory: Territory, hours: Hours, policy: GuardPolicy) -> tuple[GuardReason, ...]:
    reasons = []
    if is_weekend(day):
        reasons.append(GuardReason(hours.rule, hours.detail))
    if name := holiday_name(day, territory):
        reasons.append(GuardReason("CON_03", f"{day} is a public holiday of the debtor's territory: {name}"))
    if policy.block_bridge_days and is_bridge_day(day, territory):
        reasons.append(GuardReason("CON_04", f"{day} is a bridge day"))
    return tuple(reasons)


def _cap_rules(
    kind: DebtorKind, channel: str, past: Sequence[PastContact], zone: ZoneInfo, opening: time
) -> list[Rule]:
    caps = CONSUMER_CAPS if kind in PROTECTED else BUSINESS_CAPS
    rolling = [_rolling_rule(cap, past) for cap in caps if cap.channel in (None, channel)]
    return [_daily_rule(caps[0].rule, past, zone, opening), *rolling]


def _daily_rule(rule_id: str, past: Sequence[PastContact], zone: ZoneInfo, opening: time) -> Rule:
    taken = {contact.at.astimezone(zone).date() for contact in past}

    def rule(instant: datetime) -> Move | None:
        day = instant.astimezone(zone).date()
        if day not in taken:
            return None
        reason = GuardReason(rule_id, f"at most 1 contact a day; one was made on {day}")
        return _at(day + ONE_DAY, opening, zone), (reason,)

    return rule


def _rolling_rule(cap: Cap, past: Sequence[PastContact]) -> Rule:
    span = timedelta(days=cap.days)
    instants = sorted(c.at.astimezone(UTC) for c in past if cap.channel in (None, c.channel))
    what = "contacts" if cap.channel is None else f"{cap.channel}s"
    reason = GuardReason(cap.rule, f"at most {cap.most} {what} in any {cap.days} days")

    def rule(instant: datetime) -> Move | None:
        recent = [at for at in instants if at + span > instant]
        return (recent[-cap.most] + span, (reason,)) if len(recent) >= cap.most else None

    return rule


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A local wall-clock time as an instant; arithmetic is done in UTC, where every hour exists once."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The instant with the debtor's offset of that day, as a fixed offset; in UTC where that offset has seconds.

    It has until 1911, and RFC 3339 writes whole minutes.
    """
    local = instant.astimezone(zone)
    offset = local.utcoffset() or timedelta(0)
    return instant.astimezone(UTC) if offset.seconds % 60 else local.replace(tzinfo=timezone(offset))


def _refused(rule: str, detail: str) -> GuardDecision:
    return GuardDecision(Decision.REFUSED, None, (GuardReason(rule, detail),))


def _check(wanted_at: datetime, channel: str, past: Sequence[PastContact]) -> None:
    for name in (channel, *(contact.channel for contact in past)):
        if name not in CHANNELS:
            problem = FieldProblem("#/channel", "unknown_channel", f"one of {', '.join(sorted(CHANNELS))}")
            raise InvalidInput(f"{name} is not a channel", errors=(problem,))
    for instant in (wanted_at, *(contact.at for contact in past)):
        if instant.utcoffset() is None:
            problem = FieldProblem("#/wanted_at", "instant_without_offset", "give the instant with its offset")
            raise InvalidInput("an instant needs its offset from UTC", errors=(problem,))

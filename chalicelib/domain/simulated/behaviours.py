"""How simulated debtors behave: the one table to extend (R-132). Each plan is a pure function of the case.

A plan may name what has happened already or lies in the past: ``debtor`` leaves out the first and has the second
happen at once.
"""

from __future__ import annotations

from chalicelib.domain.contact import DeliveryKind
from chalicelib.domain.debtor_fact import FactKind

from .agreements import AGREEMENTS
from .call_answers import ANSWERS
from .happening import Behaviour, Discloses, Pays
from .payments import cheque_bounces, does, pays_after_formal_notice, pays_twice
from .post import BOUNCE_AFTER, COMPLAINT_AFTER, REACTION_DAYS, after_first_message, reports_emails, reports_letters

BEHAVIOURS = (
    Behaviour("silent", "silent", "Never reacts: pays nothing, says nothing, takes no call."),
    Behaviour("pays-on-day-N", "pays-on-day-20", "Pays on D+N what is owed that day, to the cent.", does(Pays())),
    Behaviour(
        "pays-half-on-day-N",
        "pays-half-on-day-20",
        "Pays on D+N half of what is owed that day, rounded down to the cent; then is silent.",
        does(Pays(half=True)),
    ),
    Behaviour(
        "pays-N-days-after-first-message",
        "pays-3-days-after-first-message",
        "Pays what is owed N days after the first message to them.",
        after_first_message(Pays()),
    ),
    Behaviour(
        "pays-N-days-after-formal-notice",
        "pays-3-days-after-formal-notice",
        "Pays what is owed N days after the formal notice was presented.",
        pays_after_formal_notice,
    ),
    Behaviour(
        "pays-twice-on-day-N",
        "pays-twice-on-day-20",
        "Pays what is owed on D+N, and by mistake the same amount again the day after.",
        pays_twice,
    ),
    Behaviour(
        "cheque-bounces-on-day-N",
        "cheque-bounces-on-day-20",
        "Pays what is owed on D+N by a cheque, which bounces seven days later; then is silent.",
        cheque_bounces,
    ),
    Behaviour(
        "bounces",
        "bounces",
        "Every e-mail to this address bounces for good within a minute; letters take its place.",
        reports_emails(DeliveryKind.BOUNCED, BOUNCE_AFTER),
    ),
    Behaviour(
        "complains",
        "complains",
        "Marks the first e-mail as spam two hours later; no e-mail goes to them any more.",
        reports_emails(DeliveryKind.COMPLAINED, COMPLAINT_AFTER),
    ),
    Behaviour(
        "letter-unclaimed",
        "letter-unclaimed",
        "Is not at home when a registered letter is presented (third day), and never fetches it (18th day).",
        reports_letters((DeliveryKind.PRESENTED, 3), (DeliveryKind.UNCLAIMED, 18)),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-refused",
        "letter-refused",
        "Refuses a registered letter on the third day after it was posted.",
        reports_letters((DeliveryKind.REFUSED, 3)),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-returned",
        "letter-returned",
        "Is unknown at the address: every letter, registered or not, comes back on the fifth day.",
        reports_letters((DeliveryKind.RETURNED, 5), registered_only=False),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-late",
        "letter-late",
        "Receives registered letters on the tenth day only, after their presentation was presumed.",
        reports_letters((DeliveryKind.PRESENTED, 10), (DeliveryKind.RECEIVED, 10)),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-lost",
        "letter-lost",
        "Registered letters to them leave no trace: the carrier reports nothing.",
        plays_the_carrier=True,
    ),
    Behaviour(
        "wrong-person",
        "wrong-person",
        "Turns out to be somebody else, two days after the first message.",
        after_first_message(Discloses(FactKind.WRONG_PERSON), REACTION_DAYS),
    ),
    Behaviour(
        "insolvent-on-day-N",
        "insolvent-on-day-30",
        "Is in receivership by a judgment of D+N, published that day. Not for consumers and public bodies.",
        does(Discloses(FactKind.INSOLVENCY)),
    ),
    Behaviour(
        "over-indebted-on-day-N",
        "over-indebted-on-day-30",
        "Is admitted on D+N to the procedure of over-indebtedness. Consumers and sole traders only.",
        does(Discloses(FactKind.OVER_INDEBTEDNESS)),
    ),
    Behaviour(
        "dies-on-day-N",
        "dies-on-day-30",
        "Dies on D+N. Consumers and sole traders only.",
        does(Discloses(FactKind.DEATH)),
    ),
    *ANSWERS,
    *AGREEMENTS,
)

"""How English puts a cost of collection on the debtor, as patterns over plain lower-case words (COST_01, COST_02)."""

from __future__ import annotations

_COLLECTION = (
    r"(?:(?:debt )?collection|recovery|files?|handling|reminders?|dunning|formal notice|letters?|postage|stamps?"
    r"|admin(?:istration|istrative)?|management|processing|intervention|litigation|legal|court|bailiffs?'?"
    r"|enforcement(?: officers?'?)?|lawyers?'?|solicitors?'?|agents?'?|late(?: payment)?|follow-up|investigation|visit"
    r"|tele(?:phone)?|phone|calls?|sms|rejection|chasing|unpaid)"
)
_COST = (
    rf"(?:{_COLLECTION}(?:'?s)? (?:costs?|fees?|charges?|expenses|commissions?|surcharges?|penalt(?:y|ies))"
    r"|(?:costs?|fees?|charges?|expenses|commissions?|contributions?) (?:of|for|towards) "
    rf"(?:the |our |this |your |any )?{_COLLECTION})"
)
_SHARE = r"(?:(?:€|eur|euros?) ?\d|\d[\d ,.]{0,18}(?:€|euros?\b|eur\b|%))"
_WITH = r"(?:including|increased by|plus|in addition to|together with|along with|inclusive of)"
_PAY = r"(?:pay|settle|reimburse|bear|refund|cover|charge|bill|invoice)"
_LETTER = r"(?:letter|notice|reminder|call|recovery|collection)"
_EXTRA = r"(?:contribution|supplement|surcharge|extra|increase|lump sum)s?"
_WORK = r"(?:collection|recovery|your file|reminders?|our (?:work|intervention|services)|letters?|unpaid)"
_OURS = r"(?:our|the agency's) (?:fees?|commission|remuneration|costs|expenses)"

ENGLISH_COSTS: tuple[str, ...] = (
    rf"\b{_COST}(?: \w+)?[^.;]{{0,25}}{_SHARE}",
    rf"{_SHARE}[\d,.]{{0,18}} (?:of|for|as|in) (?:the |our )?{_COST}",
    rf"\b(?:liable|owe|debtor|owing)\b[^.;]{{0,25}}\b{_COST}",
    rf"\b{_WITH}\b[^.;]{{0,20}}\b{_COST}",
    rf"\b{_COST}[^.;]{{0,30}}\b(?:included|payable|on top|to be paid|due)\b(?! (?:by|from) the creditor)",
    rf"\b{_PAY}\b[^.;]{{0,30}}\b{_COST}",
    rf"\b(?:the (?:cost|price) of (?:this|the|our) {_LETTER})\b[^.;]{{0,30}}\b(?:you|your|debtor)\b",
    rf"(?:^|[:;] |- )(?:fees?|costs?|charges?) ?[:=(]? ?{_SHARE}",
    rf"\bpenalty clause\b[^.;]{{0,30}}{_SHARE}",
    r"\bdamages\b",
    rf"\b{_EXTRA}\b[^.;]{{0,30}}{_SHARE}[^.;]{{0,50}}\b{_WORK}\b",
    rf"\b{_OURS}\b[^.;]{{0,30}}\b(?:included|payable|added|on top)\b",
    r"\b(?:stamps?|postage|registered letter|letter)\b[^.;,]{0,40}\b(?:charged|billed|invoiced|at your)\b",
)
ENGLISH_INDEMNITY = (
    r"\b(?:fixed|flat|flat-rate|complementary|statutory|recovery) (?:\w+ )?(?:indemnit(?:y|ies)|compensation)\b"
)

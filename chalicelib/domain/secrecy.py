"""What third parties may see or hear carries no word of debt (CON_07, C. pén. 226-22, GDPR 5(1)(f)).

Subject lines, SMS, the window of an envelope and messages left on a machine are read by whoever holds the phone or
sorts the post: an employer, a family, a neighbour. French and English words are sought at once.
"""

from __future__ import annotations

import re

from .plain_words import plain_words

_WORDS = re.compile(
    r"\b(?:dettes?|dues?|du(?= (?:a|le|au|en)\b)|redevable\w*|impay\w*|factur\w*|relanc\w*|pay(?:e|ez|er|ee|ees|es)\b"
    r"|pai(?:e|ement|ements|era|erez)\b|regl(?:e|ez|er|ee|ees|ement|ements|erez)\b|creanc\w*|debit(?:eur\w*|rice\w*)"
    r"|recouvr\w*|contentieu\w*|surendett\w*|insolv\w*|arrier\w*|penalit\w*|echean\w*|mises? en demeure|huissier\w*"
    r"|commissaires? de justice|tribuna\w+|saisies?|judiciaire\w*|poursuit\w*|solde a|somme|retard)"
    r"|\b(?:(?:in)?debt\w*|owe[sd]?|owing|overdue|unpaid|outstanding|arrears|invoic\w+|billed"
    r"|bills? (?:of|for|dated|no)"
    r"|reminders?|repay\w*|pay(?:ment|ments|ing|able|ee)?|paid|settl(?:e|ed|ing|ement)|creditors?"
    r"|collection (?:agency|letter|of)|recover(?:y|ies)|formal notice|legal (?:action|notice|proceedings)|proceedings"
    r"|bailiffs?|enforcement|seizures?|courts? (?:action|order|case|proceedings)|(?:in|to) court|lawsuits?"
    r"|late (?:fees?|payments?|interest)|penalt(?:y|ies)|instal+ments?|balance (?:due|of)|amount due|sum of"
    r"|insolven\w*|claims? (?:of|against|for)|due date)\b"
    r"|€|\beur(?:os?)?\b|\d,\d{3}\.\d\d\b|\d[  \u00a0\u202f]?\d{3},\d\d|\d,\d\d\b"
)


def debt_words(text: str) -> tuple[str, ...]:
    """The words, or amounts, from which a third party would learn of a debt; empty when there are none."""
    return tuple(match.group() for match in _WORDS.finditer(plain_words(text)))

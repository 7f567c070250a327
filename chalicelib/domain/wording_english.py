"""What English wording may not say, as patterns over plain lower-case words (LTR_06, COST_01, R-063).

The counterpart of the French rules (``wording_rules``, ``wording_pressure``), rule by rule and as strict.
"""

from __future__ import annotations

_PROCEEDING = (
    r"(?:(?:legal|court|judicial|civil|enforcement|recovery) (?:proceedings?|actions?|steps|measures)"
    r"|(?<!insolvency )proceedings|litigation|law ?suits?|prosecutions?|enforcement(?: measures?)?|seizures?"
    r"|garnishments?"
    r"|attachments?"
    r"|evictions?|writs?|summons(?:es)?|payment orders?|orders? to pay|injonctions? de payer|criminal complaints?"
    r"|(?:judicial|forced) recovery|repossessions?)"
)
_UNDER_WAY = (
    r"(?:under ?way|in progress|pending|started|begun|launched|opened|initiated|issued|filed|lodged|commenced|ordered"
    r"|scheduled|planned|imminent|inevitable|served|prepared|certain|decided|instituted|brought|taken|made|continuing"
    r"|carried out)"
)
_GAP = r"(?: (?!(?:may|might|could|can|no|not|never|nor|right)\b)[\w'-]+){0,7}? "
_COURT = (
    r"(?:courts?|tribunals?|judges?|bailiffs?|enforcement (?:officers?|agents?)|commissaires? de justice|huissiers?"
    r"|lawyers?|solicitors?|attorneys?|police|public prosecutor|litigation (?:department|team)|legal department"
    r"|debt collect(?:ors?|ion agency))"
)
_OFFICER = (
    r"(?:bailiffs?|enforcement (?:officers?|agents?)|commissaires? de justice|huissiers?|investigators?|inspectors?"
    r"|officers?|locksmiths?|agents?|(?:debt )?collectors?|representatives?|someone|somebody|collection officers?)"
)
_THINGS = (
    r"(?:assets|belongings|goods|furniture|possessions|(?:bank )?accounts?|wages|salary|pension|vehicles?|car|home"
    r"|house|stock|property|rent)"
)
_KNOWN = (
    r"(?:employers?|neighbou?rs?|family|bank|bankers?|customers?|clients?|suppliers?|spouse|wife|husband|partner"
    r"|relatives|colleagues|landlord)"
)
_SURE = r"(?:will|shall|are going to|is going to|am going to|'ll|are about to|is about to)"

ENGLISH_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "proceeding_stated",
        rf"\b{_PROCEEDING}{_GAP}{_UNDER_WAY}\b",
        "states a proceeding as under way or certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:start|launch|commenc|initiat|institut|bring|brought|tak|took|issu|fil|lodg|seek|pursu|open|appl"
            rf"|proceed|begin|began|begun|resort)\w*(?: [\w'-]+){{0,3}}? {_PROCEEDING}\b"
        ),
        "states a proceeding as under way or certain",
    ),
    (
        "proceeding_stated",
        (
            rf"\b{_PROCEEDING}(?: [\w'-]+){{0,3}}? (?:{_SURE}|begins?|starts?|follows?|continues?)"
            r"(?: (?:begin|start|follow)\b)?"
        ),
        "states a proceeding as under way or certain",
    ),
    (
        "proceeding_stated",
        (
            rf"\b(?:{_SURE}|have|has|are|is) (?:\w+ )?(?:go(?:ing)?|gone|apply(?:ing)?|applied|refer(?:ring|red)?"
            r"|tak(?:e|ing|en)|bring(?:ing)?|brought|appeal(?:ing|ed)?|turn(?:ing|ed)?)"
            r"(?: [\w'-]+){0,4}? (?:to|before) (?:the |a |our )?(?:[\w'-]+ ){0,2}?(?:courts?|judges?|tribunals?|law)\b"
        ),
        "announces a court action as certain",
    ),
    (
        "proceeding_stated",
        (
            rf"\b(?:(?:sue|prosecute) you|{_SURE} (?:\w+ )?(?:sue|prosecute)|(?:suing|prosecuting) you)\b"
            r"|\byou (?:will|shall|are going to|have been|are) (?:be )?(?:\w+ )?(?:sued|prosecuted|summoned|convicted"
            r"|ordered by|ordered to pay|taken to court|evicted|served|charged with)"
        ),
        "announces a court action as certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:file|case|debt|matter|claim|invoice|account)s?(?: [\w'-]+){0,3}? "
            r"(?:has been|have been|will be|is being|is|are|goes|go|passes|will go|will pass|moves)(?: [\w'-]+){0,2}? "
            r"(?:(?:passed|handed|sent|referred|transferred|entrusted|given|forwarded|moved|on)(?: over)? )?"
            rf"(?:to|into|in the hands of|with)(?: [\w'-]+){{0,3}}? (?:{_COURT}|litigation|legal)\b"
        ),
        "states a transmission to a court or officer as under way or certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:we|i|creditor|client|company)(?:'\w+)?(?: [\w'-]+){0,2}? "
            r"(?:pass|hand|send|refer|transfer|entrust|forward|giv|instruct|appoint|mandat)\w*(?: [\w'-]+){0,5}? "
            rf"(?:{_COURT}|litigation)\b"
        ),
        "states a transmission to a court or officer as certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:final|last) (?:notice|reminder|warning|chance|demand|letter) before (?:[\w'-]+ ){0,2}?"
            r"(?:action|proceedings|seizure|court|litigation|enforcement|bailiffs?|prosecution)\b"
            r"|\b(?:or|otherwise|failing which|failing that|or else),? (?:you )?"
            r"(?:face|legal action|court|seizure|bailiffs?)\b"
            r"|\b(?:on|under) pain of\b|\bpay(?: [\w'-]+){0,3}? or (?:face|we)\b"
            r"|\bto avoid (?:[\w'-]+ ){0,2}?(?:action|proceedings|seizure|court|litigation|enforcement|bailiffs?)\b"
        ),
        "announces a proceeding as certain",
    ),
    (
        "proceeding_stated",
        (
            rf"\b(?:a|an|our|the) {_COURT} (?:has|have|is|are|will|shall)(?: [\w'-]+){{0,2}}? "
            r"(?:seized|instructed|appointed|mandated|ruled|ordered|decided|order|condemn|rule|decide|act|contact you)"
        ),
        "states that a court or officer acts",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:judg(?:e)?ment|enforceable title|enforcement order|court order|court decision|titre executoire)"
            r"(?: [\w'-]+){0,2}? (?:has been|was|is|will be)(?: [\w'-]+){0,2}? "
            r"(?:given|obtained|issued|made|entered|enforced|rendered|served)\b"
        ),
        "states a judgment as given or certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:forced|obliged|compelled|bound|no (?:choice|option|alternative)(?: but)?|required) to "
            r"(?:sue|start|take|go|instruct|apply|issue|bring|commence|pass|hand|refer)\b"
        ),
        "announces a court action as certain",
    ),
    (
        "seizure_stated",
        (
            rf"\byour (?:[\w'-]+ )?{_THINGS} (?:(?:will|shall|is going to|are going to) (?:soon )?be|(?:has|have) been"
            r"|is|are)(?: being)? (?:\w+ )?(?:seized|frozen|blocked|sold|attached|garnished|taken|repossessed"
            r"|impounded|removed|clamped)"
        ),
        "states a seizure as certain",
    ),
    (
        "seizure_stated",
        (
            rf"\b{_SURE} (?:\w+ )?(?:seize|freeze|block|garnish|attach|repossess|take possession of|impound|sell off"
            rf"|remove)(?: [\w'-]+){{0,2}}? (?:[\w'-]+ )?{_THINGS}\b"
            rf"|\bha(?:ve|ving) your (?:[\w'-]+ )?{_THINGS} (?:seized|frozen|attached|garnished|sold|blocked)"
        ),
        "states a seizure as certain",
    ),
    (
        "visit_stated",
        (
            rf"\b{_OFFICER}(?: [\w'-]+){{0,4}}? (?:{_SURE}|is|are) (?:be )?(?:\w+ )?"
            r"(?:visit|visiting|call at|calling at|call on|come|coming|attend|at your|knock|enter|force|on the way"
            r"|on (?:his|her|their) way)"
        ),
        "states a visit as certain",
    ),
    (
        "visit_stated",
        (
            rf"\b(?:we|i) ?(?:{_SURE}|are|am) (?:be )?(?:[\w'-]+ ){{0,2}}?"
            r"(?:visit|visiting|call at|calling at|come|coming|at|on)"
            r"(?: [\w'-]+){0,4}? (?:your (?:home|house|door|premises|office|workplace|place of work|address)"
            r"|you at home|you in person)\b"
            rf"|\bvisits? (?:of|by|from) (?:an? |the |our )?{_OFFICER}\b"
            rf"|\b(?:will|shall) receive (?:[\w'-]+ ){{0,2}}?(?:visit|summons|writ)\b"
        ),
        "states a visit as certain",
    ),
    (
        "imitation",
        (
            r"\b(?:writ of (?:execution|summons)|order to pay|in the name of the (?:law|people|republic|french people)"
            r"|republique francaise|french republic|notice of (?:seizure|execution|enforcement|legal action)"
            r"|warrant of \w+|statutory demand|court summons|bailiff'?s? notice|judicial notice|ministry of justice"
            r"|(?:service|department|office|division|bureau) of (?:judicial|legal|court) \w+"
            r"|judicial (?:recovery )?(?:service|department|office)|enforcement (?:department|division|office)"
            r"|formal notice before (?:enforcement|prosecution|seizure|proceedings|court))\b"
        ),
        "imitates a paper of a court or officer",
    ),
    (
        "pressure",
        (
            r"\b(?<!please )(?<!should )(?<!can )"
            r"(?:inform|tell|notif|contact|alert|warn|call|write to|report(?:ed)? to)\w*"
            rf"(?: [\w'-]+){{0,3}}? your {_KNOWN}\b"
        ),
        "threatens to tell third parties",
    ),
    (
        "pressure",
        (
            rf"\byour {_KNOWN} (?:will|shall|is going to|are going to|has|have) (?:be(?:en)? )?"
            r"(?:informed|told|notified|contacted|alerted|warned|know|hear|learn)"
        ),
        "threatens to tell third parties",
    ),
    (
        "pressure",
        (
            r"\b(?:black ?list\w*|bad payers?|prison|jail|custody|fraud\w*|dishonest\w*|thie(?:f|ves)|steal\w*"
            r"|bad faith|criminal (?:record|offence|charges?|sanctions?)"
            r"|your (?:credit rating|credit score|credit record"
            r"|reputation|good name)|asham\w+|shame\w*|ruin(?:ed|ous)?|disgrace\w*|crooks?|liars?)\b"
        ),
        "insults, shames or threatens",
    ),
    (
        "pressure",
        (
            rf"\b{_SURE} (?:be )?(?:publish|publicis|publiciz|post|expos|reveal|disclos)\w*\b[^.;]{{0,40}}"
            r"\b(?:your|you|debts?|unpaid)\b|\byour name(?: \w+)? be (?:published|made public|posted)"
        ),
        "threatens to make it public",
    ),
    (
        "pressure",
        (
            r"\b(?:register|list|enter|report|record)(?:ed|ing)?\b[^.;]{0,30}"
            r"\b(?:register of|ficp|fcc|defaulters|(?:to|with|by) the banque de france|credit (?:agency|bureau))"
        ),
        "threatens with a file of bad payers",
    ),
    (
        "threat",
        (
            r"\b(?:you(?:'ll| will) (?:\w+ )?regret|you are going to regret|we know where you|beware|be warned"
            r"|you have been warned|consider yourself warned|before it is too late|before it's too late"
            r"|at your own (?:risk|peril)|(?:last|final|ultimate) warning|watch out|or else\b|face the consequences"
            r"|suffer the consequences|not hesitate to (?:sue|take|start|go|instruct|seize|bring|apply|commence)"
            r"|stop at nothing|all the way)\b"
        ),
        "threatens",
    ),
    (
        "costs_on_debtor",
        (
            r"\b(?:costs?|fees?|charges?|expenses)\b(?: [\w'€.,-]+){0,7}? "
            r"(?:(?:payable|borne|paid|met) by (?:you|the debtor)"
            r"|(?:at|to) your (?:expense|charge|cost)|(?:will|shall|are|is) (?:also )?(?:be )?"
            r"(?:added|charged|billed|invoiced|claimed|passed on|recovered)(?! by the)|for your account)"
        ),
        "puts costs on the debtor",
    ),
    (
        "costs_on_debtor",
        (
            r"\byou (?:will|shall|must|have to|are going to|are)(?: [\w'-]+){0,4}? "
            r"(?:pay|bear|reimburse|owe|cover|meet|liable for)(?: [\w'-]+){0,4}? "
            r"(?:costs|fees|expenses|collection charges)\b"
            r"|\bat your (?:own )?(?:expense|cost)\b"
        ),
        "puts costs on the debtor",
    ),
    (
        "costs_on_debtor",
        (
            r"\b(?:increased by|plus|in addition to|together with|add|adding|charge you|bill you|invoice you)"
            r"(?: [\w'€.,-]+){0,4}? "
            r"(?:costs|fees|expenses|(?:file|handling|collection|administration) (?:fee|charge))\b"
        ),
        "puts costs on the debtor",
    ),
)

ENGLISH_LINE_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "imitation",
        (
            r"^ ?(?:the )?(?:(?:commercial|judicial|civil|district|county|high|enforcement) )?"
            r"(?:court|tribunal|court registry|registry|bailiffs?|enforcement officers?)"
            r"(?:'s office)?(?: (?:of|for|in|at|de|du|[\w'-]+)){0,4} ?$"
        ),
        "looks like the letterhead of a court or officer",
    ),
    (
        "imitation",
        r"^ ?(?:summons|writ|seizure|injunction|notice of hearing|court order|subpoena) ?[.!:]? ?$",
        "is titled as a paper of an officer",
    ),
)

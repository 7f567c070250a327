"""Pressure and threats, as patterns over plain lower-case French (LTR_06, R-063): rule, pattern, why.

C. conso L121-6 and L121-7; telling others is blackmail besides (C. pén. 312-10).
"""

from __future__ import annotations

PRESSURE_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "threat",
        (
            r"\bn'hesiter(?:ons|a|ont) pas a(?: [\w'-]+){0,2}? (?:saisir|engager|poursuivre|assigner|mandater"
            r"|recourir|deposer)\b"
        ),
        "threatens with a court action",
    ),
    (
        "pressure",
        (
            r"\b(?<!merci de )(?<!bien vouloir )(?<!pouvez )(?!(?:inform|preven|contact|alert)ez )"
            r"(?:inform|prevenir|prevenons|previendr|avert|contact|signal|denonc|divulgu|alert)\w*(?: [\w'-]+){0,4}? "
            r"(?:votre |vos )(?:employeur|voisins?|famille|banque|banquier|clients?|fournisseurs?|conjointe?"
            r"|entourage|proches|collegues)"
        ),
        "threatens to tell third parties",
    ),
    (
        "pressure",
        (
            r"\b(?:votre|vos) (?:employeur|voisins?|famille|banque|banquier|clients?|fournisseurs?|conjointe?"
            r"|entourage|proches|collegues)"
            r" (?:sera|seront|est|sont|va etre|vont etre)(?: \w+)? (?:inform|preven|avert|contact|alert)"
        ),
        "threatens to tell third parties",
    ),
    (
        "pressure",
        (
            r"\b(?:liste noire|mauvais payeurs?|fich(?:e|ee|es|age) (?:a la |de la |par la )?banque de france"
            r"|interdit bancaire|prison|garde a vue"
            r"|escro\w+|malhonnet\w*|voleurs?|mauvaise foi|(?:delit|sanctions?|peines?|poursuites?) (?:penales?"
            r"|d'escroquerie)|casier judiciaire"
            r"|votre reputation|honte|ruin\w+|casser la gueule)\b"
        ),
        "insults, shames or threatens",
    ),
    (
        "pressure",
        (
            r"\ba la connaissance d[eu] (?:votre |vos )(?:employeur|voisins?|famille|banque|banquier|clients?"
            r"|fournisseurs?|conjointe?|entourage|proches|collegues)"
        ),
        "threatens to tell third parties",
    ),
    (
        "pressure",
        (
            r"\b(?:publi(?:erons|ons|era|eront)|diffus(?:erons|ons)|affich(?:erons|ons)|rend(?:rons|ons) public\w*)\b"
            r"[^.;]{0,30}\b(?:votre|vos|vous|impaye\w*|dettes?)\b"
        ),
        "threatens to make it public",
    ),
    (
        "pressure",
        (
            r"\b(?:inscri\w+|figurer\w*|signale(?:e|s|es|rons)?|declare(?:e|s|es|rons)?)\b[^.;]{0,30}"
            r"\b(?:au fichier|aux fichiers|ficp|(?:a|par) la banque de france)\b"
        ),
        "threatens with a file of bad payers",
    ),
    (
        "threat",
        (
            r"\b(?:vous (?:le |allez le )?regretterez|vous allez (?:le )?regretter|prenez garde|nous savons ou vous"
            r"|irons jusqu'au bout|avant qu'il ne soit trop tard|tenez-vous(?:-le)? pour dit|a vos risques et perils"
            r"|(?:gare|attention) a vous|ultime avertissement|dernier avertissement|vous etes prevenue?s?)\b"
        ),
        "threatens",
    ),
)

"""What wording may not say, as patterns over plain lower-case French (LTR_06, COST_01, R-063): rule, pattern, why."""

from __future__ import annotations

_PROCEEDING = (
    r"(?:procedures?(?! (?:collective|d[eu] (?:paiement|reclamation|mediation|conciliation|surendettement"
    r"|remboursement)))"
    r"(?: (?:judiciaires?|contentieuses?|civiles?|legales?|d['e ]\w+))?|poursuites?(?: \w+)?"
    r"|actions? en justice|action judiciaire|assignations?|injonctions? de payer|requetes?|plaintes?"
    r"|saisies?(?:[ -]\w+)?(?: (?:sur|de) \w+ \w+)?|recouvrement (?:judiciaire|force|contentieux)|expulsion"
    r"|citations?"
    r"|contentieux|execution forcee|visites?(?! (?:de maintenance|d'entretien|technique|de chantier|de controle))"
    r"(?: domiciliaires?)?"
    r"|mesures? d['e ]execution|inscription au fichier)"
)
_UNDER_WAY = (
    r"(?:en cours|engagee?s?|lancee?s?|ouverte?s?|initiee?s?|enclenchee?s?|declenchee?s?|entamee?s?|deposee?s?"
    r"|diligentee?s?"
    r"|introduite?s?|ordonnee?s?|pratiquee?s?|programmee?s?|prevue?s?|imminente?s?|inevitables?|delivree?s?"
    r"|signifiee?s?"
    r"|preparation|mise en oeuvre|mises en oeuvre|effectuee?s?|prononcee?s?|certaine?s?|demarree?s?|decidee?s?"
    r"|requise?s?)"
)
_GAP = r"(?: (?!(?:pourr\w+|peut|peuvent|susceptibles?|aucune?|pas|ni|droit|possibilite|faculte)\b)[\w'-]+){0,8}? "
_COURT = (
    r"(?:tribun\w+|juges?|justice|juridiction\w*|huissiers?|commissaires? de justice|avocats?|greffes?|prefets?"
    r"|procureur\w*|police|gendarmerie|cabinets? d'avocats?|service juridique|service (?:du )?contentieux"
    r"|contentieux|cabinet de recouvrement)"
)
_OFFICER = r"(?:huissiers?|commissaires? de justice|enqueteurs?|inspecteurs?|officiers?|serruriers?|forces? de l'ordre)"
_COMES = (
    r"(?:se presentera|se presenteront|nous presenterons|passera|passerons|passeront|viendra|viendront|viendrons"
    r"|se rendra|se rendront|nous rendrons|se deplacera|nous deplacerons|est en route|rendra visite|rendrons visite"
    r"|interviendra|interviendront|interviendrons|va (?:passer|venir|se presenter|intervenir)"
    r"|vont (?:passer|venir|se presenter|intervenir)|allons (?:passer|venir|nous presenter))"
)
_I_COME = (
    r"(?:me presenterai|passerai|viendrai|me rendrai|me deplacerai|rendrai visite|interviendrai|deplaceront"
    r"|(?:je|on|nous) (?:passe|passons|viens|vient|venons)|(?:vais|allons) (?:me |nous )?"
    r"(?:passer|venir|presenter|rendre))"
)
_COSTS = (
    r"(?:frais|honoraires|couts?|depens)(?: (?!forfaitaire)(?:de|d['e]|du|des|et|supplementaires|additionnels"
    r"|annexes|judiciaires"
    r"|bancaires|\w+'?\w*))?"
)

RULES: tuple[tuple[str, str, str], ...] = (
    (
        "proceeding_stated",
        r"\b" + _PROCEEDING + _GAP + _UNDER_WAY + r"\b",
        "states a proceeding as under way or certain",
    ),
    (
        "proceeding_stated",
        r"\b(?:engag|lanc|entam|initi|declench|depos|introdui|diligent|pratiqu|demarr|poursuiv|mettrons|mettons)\w*"
        r"(?: [\w'-]+){0,4}? " + _PROCEEDING + r"\b",
        "states a proceeding as under way or certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:nous|on|creancier|client|societe|cabinet|avocat|huissier|service juridique) (?:vous |y |en )?"
            r"(?:saisirons|saisissons|saisira|saisit|(?:avons|a) (?:deja )?saisi|allons saisir|va saisir|ferons saisir"
            r"|assign(?:erons|ons|era|e)|avons assigne|avons mandate|mandat(?:erons|ons)"
            r"|attaqu(?:erons|ons)|(?:allons|va) (?:vous )?(?:assigner|poursuivre|mandater|attaquer|traduire))\b"
        ),
        "announces a court action as certain",
    ),
    (
        "proceeding_stated",
        (
            r"\bvous (?:serez|etes|allez etre|avez ete|seriez) (?:\w+ )?"
            r"(?:assigne|poursuivi|condamne|convoque|saisi|cite|traduit|expulse|attaque|fiche|inculpe)"
        ),
        "announces a court action as certain",
    ),
    (
        "proceeding_stated",
        r"\b(?:dossier|creance|affaire|facture|impaye)s?(?: [\w'-]+){0,3}? (?:est|sera|a ete|va etre"
        r"|vient d'etre|part|partira|passe|passera)"
        r"(?: [\w'-]+){0,2}? (?:transmise?|confiee?|remise?|envoyee?|deposee?|adressee?|au|a l'|chez)"
        r"(?: [\w'-]+){0,3}? " + _COURT + r"\b",
        "states a transmission to a court or officer as under way or certain",
    ),
    (
        "proceeding_stated",
        r"\b(?:transmettons|transmettrons|confierons|confions|remettrons|adresserons|envoyons)(?: [\w'-]+){0,4}? "
        r"(?:a |au |aux |chez )(?:[\w'-]+ ){0,2}?" + _COURT + r"\b",
        "states a transmission to a court or officer as certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:avant|sous peine de|a defaut(?: d[e'] ?[\w-]+)?,?|derniere? (?:avis|chance|rappel|relance) avant"
            r"|faute de quoi|sinon)(?: [\w'-]+){0,3}? "
            r"(?:poursuites?|saisies?|huissiers?|assignation|expulsion|tribunal|contentieux|action en justice)\b"
        ),
        "announces a proceeding as certain",
    ),
    (
        "proceeding_stated",
        r"\b(?:un|notre|l'|le) ?" + _COURT + r" (?:a|est|sera|vient|va)(?: [\w'-]+){0,2}? "
        r"(?:saisi|mandate|charge|missionne|commis|requis|prononce|rendu|ordonne|decide|condamner)",
        "states that a court or officer acts",
    ),
    (
        "proceeding_stated",
        r"\b" + _PROCEEDING + r"(?: [\w'-]+){0,3}? (?:commenc\w+|suit son cours|suivra|suivront|aur(?:a"
        r"|ont) lieu|debuter\w*)\b",
        "states a proceeding as under way or certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:procederons|procedons|procedera|procederont) (?:a |au |aux )(?:l'|la |une |un )?"
            r"(?:saisies?|recouvrement (?:force|judiciaire)|ouverture forcee|expulsion|enlevement|execution)\b"
        ),
        "states an enforcement act as certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:(?:serons|sommes|sera|est) (?:contraints?|obliges?|tenus?|forces?|dans l'obligation) (?:a |de |d'))"
            r"(?: ?[\w'-]+){0,2}? ?(?:saisir|engager|poursuivre|assigner|mandater|attaquer|recourir|deposer)\b"
        ),
        "announces a court action as certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:dossier|creance|affaire)s?(?: [\w'-]+){0,3}? (?:entre les mains d|(?:passer?a?|entrer?a?"
            r"|bascul\w+|part|partira)"
            r" (?:en |dans |au |a )(?:[\w'-]+ ){0,2}?(?:judiciaire|contentieu\w+))"
        ),
        "states a transmission to a court or officer as under way or certain",
    ),
    (
        "proceeding_stated",
        (
            r"\b(?:jugement|titre executoire|ordonnance|decision de justice)(?: [\w'-]+){0,2}? "
            r"(?:a ete|est|sera|va etre)"
            r"(?: [\w'-]+){0,2}? (?:rendue?|prononcee?|obtenue?|delivree?|signifiee?|executee?)\b"
        ),
        "states a judgment as given or certain",
    ),
    (
        "proceeding_stated",
        r"\bvous poursuiv(?:rons|ons|ra|ront)\b",
        "announces a court action as certain",
    ),
    (
        "seizure_stated",
        (
            r"\b(?:vos|votre) (?:[\w'-]+ )?(?:biens|meubles|comptes?|salaires?|vehicules?|voitures?|logement"
            r"|mobilier|retraite|stocks?)"
            r"(?: bancaires?)? (?:seront?|sont|est|sera|vont etre|va etre|ont ete|a ete) (?:\w+ )?"
            r"(?:saisi|bloque|gele|vendu|prele|enleve|immobilise)"
        ),
        "states a seizure as certain",
    ),
    (
        "seizure_stated",
        (
            r"\b(?:saisi(?:rons|ssons|ra|t)|bloqu(?:erons|ons)|ferons (?:saisir|bloquer|vendre|enlever)|vendrons"
            r"|procederons a la saisie|procedons a la saisie|procederons a une saisie)\b"
        ),
        "states a seizure as certain",
    ),
    (
        "visit_stated",
        r"\b" + _OFFICER + r"(?: [\w'-]+){0,4}? " + _COMES + r"\b",
        "states a visit as certain",
    ),
    (
        "visit_stated",
        r"\b(?:(?:personne|nous|agents?|equipes?|collaborateurs?|livreurs?|representants?)(?: [\w'-]+){0,4}? )?(?:"
        + _COMES
        + "|"
        + _I_COME
        + r")(?: [\w'-]+){0,5}? "
        r"(?:domicile|chez vous|votre (?:porte|adresse|lieu de travail|travail|bureau)|vos (?:locaux|bureaux)"
        r"|vous voir|sur place|sur les lieux)\b",
        "states a visit as certain",
    ),
    (
        "visit_stated",
        (
            r"\bvous (?:allez recevoir|recevrez|aurez)(?: [\w'-]+){0,3}? (?:visite|assignation|convocation|citation"
            r"|commandement)\b"
        ),
        "states a visit or a summons as certain",
    ),
    (
        "visit_stated",
        r"\b(?:passage|venue|deplacement|intervention) (?:d'un |de l'|d'|de notre |de nos |du )?"
        + _OFFICER
        + r"(?: [\w'-]+){0,3}? (?:aura lieu|est prevue?|est programmee?|est fixee?|prevue?|programmee?"
        r"|chez vous|a votre domicile)",
        "states a visit as certain",
    ),
    (
        "imitation",
        (
            r"\b(?:commandement de payer|au nom (?:de la loi|du peuple francais)|republique francaise"
            r"|sommation(?: de payer)?"
            r"|exploit d[eu' ]+\w+|acte (?:d'huissier|de commissaire|extrajudiciaire|judiciaire)|avis (?:de saisie"
            r"|d'execution|avant saisie)"
            r"|formule executoire|proces[- ]verbal(?! de (?:reception|recette|livraison|chantier))"
            r"|mandement|signification (?:d'|de )\w+|avis a tiers detenteur"
            r"|ordonnance (?:portant|d'injonction)"
            r"|ministere de la justice|citation a comparaitre|ultime avis judiciaire|avis judiciaire"
            r"|pre-?contentieux judiciaire)\b"
        ),
        "imitates a paper of a court or officer",
    ),
    (
        "costs_on_debtor",
        r"\b" + _COSTS + r"(?: \S+){0,6}? (?:(?:a|sera|seront|est|sont|restent?|resteront)(?: [\w'-]+){0,2}? )?"
        r"(?:a votre charge|a vos frais|vous (?:seront|sera|est|sont) (?:factur|reclam|imput|demand|compt)\w*"
        r"|s'ajout\w+|(?:seront|sont|sera) (?:ajout|factur|imput|reclam|major|mis)\w*)",
        "puts costs on the debtor",
    ),
    (
        "costs_on_debtor",
        (
            r"\b(?:major|augment|ajout|"
            r"(?<!la )(?<!une )(?<!cette )(?<!votre )(?<!notre )(?<!les )(?<!vos )(?<!nos )(?<!des )(?<!de )(?<!: )"
            r"factur|supporter|rembours|paierez|devrez|reclam)\w*(?: [\w'€,.-]+){0,5}? "
            r"(?:de |des |les |nos |d'|aux |tous les )(?:frais|honoraires|couts|depens)\b(?! forfaitaire)"
        ),
        "puts costs on the debtor",
    ),
    (
        "costs_on_debtor",
        r"\bvous (?:aurez|devez|devrez|allez)(?: [\w'-]+){0,4}? (?:frais|honoraires|depens)\b(?! forfaitaire)",
        "puts costs on the debtor",
    ),
    ("costs_on_debtor", r"\ba vos (?:entiers )?(?:frais|depens)\b", "puts costs on the debtor"),
    (
        "proceeding_stated",
        (
            r"\b(?:(?:nous |on |creancier |mandant )?(?:allons|irons|ira|iront) (?:\w+ )?(?:en justice|au tribunal"
            r"|devant (?:le tribunal|la justice|le juge))|port(?:ons|erons|era|eront) (?:[\w'-]+ ){0,3}(?:devant|en) "
            r"(?:[\w'-]+ ){0,2}?(?:tribun\w+|juges?|justice|juridiction\w*)"
            r"|(?:juges?|tribunal|justice) vous (?:condamner|ordonner|contraindr)\w*)"
        ),
        "announces a court action as certain",
    ),
    (
        "seizure_stated",
        (
            r"\b(?:vos|votre) (?:[\w'-]+ )?(?:biens|meubles|comptes?|salaires?|vehicules?)(?: [\w'-]+){0,3}? "
            r"l'objet d'une? (?:saisie|blocage|immobilisation|gel|vente|prelevement)\b"
        ),
        "states a seizure as certain",
    ),
    (
        "visit_stated",
        r"\b(?:serons|serai|sera|seront) (?:a|devant) (?:votre (?:porte|domicile)|vos (?:portes|locaux))\b",
        "states a visit as certain",
    ),
    (
        "imitation",
        (
            r"\b(?:mise en demeure avant (?:execution|poursuites?|saisie|assignation|proces)"
            r"|(?:service|bureau|direction|pole|departement|cellule) (?:[\w']+ ){0,2}?"
            r"(?:judiciaires?|des saisies|des poursuites))\b"
        ),
        "imitates a paper of a court or officer",
    ),
)

# Over a line that stands alone, as a letterhead does.
LINE_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "imitation",
        (
            r"^ ?(?:le |l')?(?:tribunal|greffe|cour d'appel|etude (?:de )?maitre|commissaire de justice"
            r"|huissier de justice|scp d'huissiers)"
            r"(?! (?:competent|pourr|peut))(?: (?:de|du|judiciaire|commerce|proximite|paris|instance|[\w'-]+)){0,5} ?$"
        ),
        "looks like the letterhead of a court or officer",
    ),
    (
        "imitation",
        r"^ ?(?:signification|assignation|sommation|commandement|citation|saisie|exploit) ?[.!:]? ?$",
        "is titled as a paper of an officer",
    ),
)

"""Problem codes of templates and brands."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "brand_refused": (
        "The brand cannot be used as it is",
        "`errors` names the field: a colour too light to be read, a line that threatens, a file that is no logo.",
    ),
    "channel_unsuitable": (
        "The text does not go out that way",
        "Name a channel that the text is written for; only letters and call sheets are printed.",
    ),
    "template_archived": ("The text is archived", "It stays as it is for those who use it; write another one."),
    "template_channel_fixed": (
        "A text stays one for its channel",
        "Scenarios rely on it; write another text for the other channel.",
    ),
    "template_refused": (
        "The text breaks a rule",
        "Each of `errors` names the part, the rule and the cure. `POST /templates/lint` tells before anything is kept.",
    ),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "brand_refused": (
        "L'identité visuelle ne peut pas être utilisée telle quelle",
        "`errors` nomme le champ : une couleur illisible sur fond blanc, une ligne menaçante, un fichier illisible.",
    ),
    "channel_unsuitable": (
        "Ce texte ne part pas par ce canal",
        "Nommez un canal pour lequel le texte est écrit ; seuls les courriers et les fiches d'appel s'impriment.",
    ),
    "template_archived": (
        "Le texte est archivé",
        "Il reste tel quel pour ceux qui l'utilisent ; écrivez-en un autre.",
    ),
    "template_channel_fixed": (
        "Un texte garde son canal",
        "Des scénarios en dépendent ; écrivez un autre texte pour l'autre canal.",
    ),
    "template_refused": (
        "Le texte enfreint une règle",
        "Chaque entrée d'`errors` nomme le passage, la règle et le remède ; `POST /templates/lint` le dit d'avance.",
    ),
}

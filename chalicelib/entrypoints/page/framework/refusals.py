"""The pages that refuse: courteous, in French and English, and without a word about what lies behind the link."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from string import Template

from .answers import PageAnswer


@dataclass(frozen=True)
class Words:
    """A title and what can be done now, in one language."""

    title: str
    text: str


@dataclass(frozen=True)
class Refusal:
    """``again``: the page offers to begin again at the first page of the link."""

    status: int
    french: Words
    english: Words
    again: bool = False


class PageRefusal(Exception):
    """A request that stops here; nothing was changed. ``headers`` go with the answer."""

    def __init__(self, refusal: Refusal, **headers: str) -> None:
        super().__init__(refusal.english.title)
        self.refusal = refusal
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


UNKNOWN_LINK = Refusal(
    404,
    Words(
        "Ce lien n’ouvre aucune page",
        "Vérifiez qu’il est complet\u00a0: un message le coupe parfois en deux. Vous pouvez aussi utiliser le lien du "
        "dernier message reçu, ou répondre à ce message.",
    ),
    Words(
        "This link opens no page",
        "Please check that it is complete: a message sometimes cuts it in two. You can also use the link of the last "
        "message you received, or answer that message.",
    ),
)
ENDED_LINK = Refusal(
    410,
    Words(
        "Ce lien n’est plus valable",
        "Pour votre sécurité, il n’ouvre la page que pendant un certain temps. Utilisez le lien du dernier message "
        "reçu, ou répondez à ce message pour en demander un nouveau.",
    ),
    Words(
        "This link is no longer valid",
        "For your security it opens the page for a limited time only. Please use the link of the last message you "
        "received, or answer that message to ask for a new one.",
    ),
)
NO_SUCH_ACTION = Refusal(
    404,
    Words("Cette page n’existe pas", "Revenez à la première page\u00a0: tout ce que vous pouvez faire y figure."),
    Words("This page does not exist", "Go back to the first page: everything you can do is there."),
    again=True,
)
WRONG_METHOD = Refusal(
    405,
    Words("Cette page ne peut pas être demandée ainsi", "Revenez à la première page. Rien n’a été modifié."),
    Words("This page cannot be asked for like this", "Go back to the first page. Nothing was changed."),
    again=True,
)
NO_COOKIE = Refusal(
    403,
    Words(
        "Votre navigateur n’a pas renvoyé le cookie de cette page",
        "Rien n’a été enregistré. Ce cookie ne sert qu’à protéger vos démarches\u00a0: autorisez-le, puis recommencez "
        "depuis la première page. Vous pouvez aussi répondre au message que vous avez reçu.",
    ),
    Words(
        "Your browser did not send back this page’s cookie",
        "Nothing was recorded. This cookie only protects what you do here: please allow it, then begin again on the "
        "first page. You can also answer the message you received.",
    ),
    again=True,
)
STALE_FORM = Refusal(
    403,
    Words(
        "Cette page est ouverte depuis trop longtemps",
        "Rien n’a été enregistré. Pour votre sécurité, recommencez depuis la première page.",
    ),
    Words(
        "This page has been open for too long",
        "Nothing was recorded. For your security, please begin again on the first page.",
    ),
    again=True,
)
FOREIGN_FORM = Refusal(
    403,
    Words(
        "Cette demande ne vient pas de cette page",
        "Rien n’a été enregistré. Ouvrez le lien de votre message, puis faites votre démarche depuis la page.",
    ),
    Words(
        "This request does not come from this page",
        "Nothing was recorded. Please open the link of your message, then act from the page itself.",
    ),
    again=True,
)
USED_FORM = Refusal(
    409,
    Words(
        "Ce formulaire a déjà servi",
        "Votre première réponse a bien été enregistrée\u00a0; celle-ci ne l’a pas été. Revenez à la première page pour "
        "voir où vous en êtes.",
    ),
    Words(
        "This form was already used",
        "Your first answer was recorded; this one was not. Go back to the first page to see where you stand.",
    ),
    again=True,
)
UNREADABLE_FORM = Refusal(
    400,
    Words("Le formulaire n’a pas pu être lu", "Rien n’a été enregistré. Recommencez depuis la première page."),
    Words("The form could not be read", "Nothing was recorded. Please begin again on the first page."),
    again=True,
)
TOO_LARGE = Refusal(
    413,
    Words(
        "Cet envoi est trop volumineux",
        "Rien n’a été enregistré. Joignez un seul fichier, de 2\u00a0Mo au plus, par exemple une photo réduite.",
    ),
    Words(
        "This is too large",
        "Nothing was recorded. Please attach a single file of at most 2 MB, a smaller picture for example.",
    ),
    again=True,
)
WRONG_TYPE = Refusal(
    415,
    Words(
        "Ce fichier ne peut pas être accepté",
        "Rien n’a été enregistré. Joignez un fichier PDF, JPEG ou PNG.",
    ),
    Words("This file cannot be accepted", "Nothing was recorded. Please attach a PDF, JPEG or PNG file."),
    again=True,
)
TOO_MANY = Refusal(
    429,
    Words(
        "Trop de demandes en peu de temps",
        "Attendez une minute, puis rechargez la page. Rien n’a été modifié.",
    ),
    Words("Too many requests in a short time", "Please wait a minute, then reload the page. Nothing was changed."),
)
BUSY = Refusal(
    503,
    Words(
        "La page est occupée un instant",
        "Rechargez-la dans quelques secondes. Si vous veniez de confirmer une démarche, vérifiez d’abord sur la "
        "première page si elle est enregistrée.",
    ),
    Words(
        "The page is busy for a moment",
        "Please reload it in a few seconds. If you had just confirmed something, check on the first page whether it "
        "was recorded.",
    ),
    again=True,
)
NOT_POSSIBLE = Refusal(
    409,
    Words(
        "Cette démarche n’est pas possible en ce moment",
        "Rien n’a été enregistré. Revenez à la première page\u00a0: elle montre ce que vous pouvez faire aujourd’hui.",
    ),
    Words(
        "This is not possible at the moment",
        "Nothing was recorded. Go back to the first page: it shows what you can do today.",
    ),
    again=True,
)
FAILED = Refusal(
    500,
    Words(
        "Une erreur est survenue de notre côté",
        "Rechargez la page dans quelques minutes, ou répondez au message que vous avez reçu.",
    ),
    Words(
        "Something went wrong on our side",
        "Please reload the page in a few minutes, or answer the message you received.",
    ),
    again=True,
)

_STYLE = (
    ":root{color-scheme:light dark}body{font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:0 auto;"
    "padding:1.5rem 1rem;overflow-wrap:anywhere}h1,h2{line-height:1.25;font-size:1.5rem}"
    "section+section{border-top:1px solid;margin-top:2rem}a{color:inherit;display:inline-block;padding:.75rem 0}"
    "a:focus-visible{outline:3px solid;outline-offset:3px}small{opacity:.85}"
)
_PAGE = Template(
    '<!doctype html>\n<html lang="$language"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
    "<title>$title</title><style>$style</style></head>\n"
    "<body><main>$sections<p><small>$reference</small></p></main></body></html>\n"
)
_BACK = {"fr": "Revenir à la première page", "en": "Back to the first page"}


def refusal_page(refusal: Refusal, language: str, request_id: str, first_page: str | None) -> PageAnswer:
    """Both languages, the person's first. ``first_page`` is where to begin again, where there is something to."""
    words = {"fr": refusal.french, "en": refusal.english}
    order = ("en", "fr") if language == "en" else ("fr", "en")
    back = first_page if refusal.again else None
    sections = "".join(_section(each, words[each], level, back) for level, each in enumerate(order, start=1))
    body = _PAGE.substitute(
        language=order[0],
        title=escape(words[order[0]].title),
        style=_STYLE,
        sections=sections,
        reference=escape(request_id),
    )
    return PageAnswer.html(body, refusal.status)


def _section(language: str, words: Words, level: int, back: str | None) -> str:
    link = "" if back is None else f'<p><a href="{escape(back)}">{_BACK[language]}</a></p>'
    title, text = escape(words.title), escape(words.text)
    return f'<section lang="{language}"><h{level}>{title}</h{level}><p>{text}</p>{link}</section>\n'

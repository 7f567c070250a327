"""The way of every request to the debtor's page: link, limits, session, form, action, answer.

Nothing is changed before all of them agreed, and by no GET or HEAD at all: mail scanners follow links.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from chalice.app import Response

from chalicelib.bootstrap import Deps
from chalicelib.domain.errors import DomainError, NotFound
from chalicelib.domain.page_link import PageLink
from chalicelib.entrypoints.http.framework.exchange import Exchange
from chalicelib.entrypoints.http.framework.failure_log import log_failure
from chalicelib.entrypoints.http.framework.problem_page import reads_french
from chalicelib.entrypoints.http.framework.problems import INTERNAL_ERROR, problem_of
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.recording import CaseFile

from .actions import PageAction
from .answers import PageAnswer
from .call import CONFIRM_FIELD, DONE_FIELD, FORM_FIELD, PageCall, Session
from .form_tokens import FormTokens
from .forms import Form, read_form, read_query
from .headers import page_headers
from .limits import open_link
from .once import answered_before, kept_reply, with_what_was_done
from .origins import is_own_form
from .refusals import (
    BUSY,
    FAILED,
    FOREIGN_FORM,
    NO_COOKIE,
    NO_SUCH_ACTION,
    NOT_POSSIBLE,
    STALE_FORM,
    WRONG_METHOD,
    PageRefusal,
    refusal_page,
)
from .sessions import KnownSession, SessionCookies, new_session

LANGUAGE_FIELD = "lang"
SAID_IN_A_LINK = frozenset({LANGUAGE_FIELD, DONE_FIELD, "next", "get"})
"""What a query may say. It fills in no form: whoever wrote a link types nothing for the debtor (PLAN_03)."""
CODE_ACTION = "code"


@dataclass(frozen=True)
class Visit:
    """A request whose link is good. ``base`` leads from its address to the first page of the link."""

    ports: Deps
    exchange: Exchange
    link: PageLink
    file: CaseFile
    action: PageAction
    base: str
    cookies: SessionCookies
    session: KnownSession
    had_session: bool

    @property
    def language(self) -> str:
        """What the person chose here, else the language of the letters they get."""
        return self.session.language or ("en" if self.file.debtor.language == "en" else "fr")


def respond(exchange: Exchange, ports: Deps, token: str, action: str) -> Response:
    """The answer to one request, whatever happens."""
    base = _base(exchange.path, token)
    language = "fr" if reads_french(exchange.headers.get("accept-language"), otherwise=True) else "en"
    try:
        answer, headers = _respond(exchange, ports, token, action, base)
        language = headers.pop("Content-Language", language)
    except PageRefusal as refused:
        answer = refusal_page(refused.refusal, language, exchange.request_id, base)
        headers = refused.headers
    except DomainError as error:
        answer, headers = _told(error, language, exchange.request_id, base)
    except Exception as error:  # noqa: BLE001  an entry point: nobody above could answer
        log_failure(error)
        answer, headers = refusal_page(FAILED, language, exchange.request_id, base), {}
    return _response(exchange, answer, base, {**page_headers(answer, language), **headers})


def _told(error: DomainError, language: str, request_id: str, base: str) -> tuple[PageAnswer, dict[str, str]]:
    """What an action did not say in its own words: a moment's trouble, a lasting refusal, or a fault of ours."""
    if error.retryable:
        return refusal_page(BUSY, language, request_id, base), {"Retry-After": "5"}
    if isinstance(error, NotFound):
        return refusal_page(NO_SUCH_ACTION, language, request_id, base), {}
    if problem_of(error) is INTERNAL_ERROR:
        log_failure(error)
        return refusal_page(FAILED, language, request_id, base), {}
    return refusal_page(NOT_POSSIBLE, language, request_id, base), {}


def _respond(exchange: Exchange, ports: Deps, token: str, action: str, base: str) -> tuple[PageAnswer, dict[str, str]]:
    visit = _visit(exchange, ports, token, action, base)
    answer, session = _answer(visit)
    headers = {"Content-Language": session.language or visit.language}
    if session != visit.session or not visit.had_session:
        headers["Set-Cookie"] = visit.cookies.written(session)
    return answer, headers


def _visit(exchange: Exchange, ports: Deps, token: str, name: str, base: str) -> Visit:
    """Opens the link before anything else is judged: who has none learns nothing of what there is."""
    link, file = open_link(token, exchange.came_from, ports)
    scope = link.scope
    exchange.notes.update(tenant_id=scope.tenant_id, livemode=scope.livemode, case_id=link.case_id, page=True)
    action = _action(name, exchange.method)
    exchange.notes["action"] = action.name
    secure = not ports.settings.is_local
    cookies = SessionCookies(ports.vault, file.key, link, _cookie_path(exchange, ports, token), secure)
    now = ports.wall_clock.now()
    known = cookies.read(exchange.headers.get("cookie"), now)
    session = known or new_session(ports.ids.random_bytes(16), now)
    return Visit(ports, exchange, link, file, action, base, cookies, session, known is not None)


def _action(name: str, method: str) -> PageAction:
    from chalicelib.entrypoints.page import every_action  # what the page says and does is loaded with its first request

    action = every_action.page.actions.get(name)
    if action is None:
        raise PageRefusal(NO_SUCH_ACTION)
    if method not in (*action.methods, "HEAD"):
        raise PageRefusal(WRONG_METHOD, Allow=", ".join((*action.methods, "HEAD")))
    return action


def _answer(visit: Visit) -> tuple[PageAnswer, KnownSession]:
    """The action's answer, and the session as it is afterwards."""
    now = visit.ports.wall_clock.now()
    posted = visit.exchange.method == "POST"
    if posted:
        _refuse_foreign_forms(visit)
    if visit.action.verified and not visit.session.is_verified(now):
        return PageAnswer.see_other(f"{CODE_ACTION}?next={visit.action.name}"), visit.session
    answer = _post(visit) if posted else _get(visit)
    session = visit.session
    if answer.verified:
        session = session.verified(visit.ports.ids.random_bytes(16), now)
    if answer.language is not None:
        session = session.speaking(answer.language)
    return answer, session


def _refuse_foreign_forms(visit: Visit) -> None:
    if not is_own_form(visit.exchange.headers, visit.ports.settings.debtor_page_url):
        raise PageRefusal(FOREIGN_FORM)
    if not visit.had_session:
        raise PageRefusal(NO_COOKIE)


def _get(visit: Visit) -> PageAnswer:
    asked = read_query(visit.exchange.query)
    fields = {name: value for name, value in asked.items() if name in SAID_IN_A_LINK}
    chosen = fields.pop(LANGUAGE_FIELD, "")
    if chosen in ("fr", "en"):
        visit = replace(visit, session=visit.session.speaking(chosen))
    call = _call(visit, Form(fields), visit.ports.ids.random_bytes(16).hex())
    answer = visit.action.handler(call if call.action == CODE_ACTION else with_what_was_done(call))
    return answer.in_language(chosen) if chosen in ("fr", "en") and answer.language is None else answer


def _post(visit: Visit) -> PageAnswer:
    """The form, checked; a confirmed one at most once: what was answered to it is answered again."""
    content_type = visit.exchange.headers.get("content-type", "")
    form = read_form(visit.exchange.body, content_type, uploads=visit.action.uploads)
    fields = dict(form.fields)
    form_id = _tokens(visit).form_id(visit.action.name, fields.pop(FORM_FIELD, ""))
    if form_id is None:
        raise PageRefusal(STALE_FORM)
    confirmed = fields.pop(CONFIRM_FIELD, "") == "yes"
    call = _call(visit, replace(form, fields=fields), form_id)
    if not confirmed:
        return visit.action.handler(call)
    before = answered_before(call)
    if before is not None:
        visit.exchange.notes["replayed"] = True
        return before
    call = replace(call, confirmed=True, reply=kept_reply(call))
    try:
        return visit.action.handler(call)
    except DomainError:  # the loser of a race is refused by what the winner just did: the winner's answer is the truth
        kept = answered_before(call)
        if kept is None:
            raise
        return kept


def _call(visit: Visit, form: Form, form_id: str) -> PageCall:
    tokens, now = _tokens(visit), visit.ports.wall_clock.now()
    return PageCall(
        deps=visit.ports,
        file=visit.file,
        method=visit.exchange.method,
        action=visit.action.name,
        language=visit.language,
        base=visit.base,
        fields=form.fields,
        files=form.files,
        session=Session(visit.session.id.hex(), visit.session.is_verified(now)),
        form_id=form_id,
        reply=no_reply,
        confirmed=False,
        token_for=partial(_token_for, tokens, form_id),
        page_of=partial(_page_of, visit),
    )


def _token_for(tokens: FormTokens, form_id: str, action: str) -> str:
    return tokens.token(action, form_id)


def _page_of(visit: Visit, case_id: str) -> str:
    token = visit.ports.page_links.beside(visit.link, case_id, visit.file.key)
    return f"{visit.base.rpartition('/')[0]}/{token}"


def _tokens(visit: Visit) -> FormTokens:
    return FormTokens(visit.ports.vault, visit.file.key, visit.link, visit.session.id)


def _base(path: str, token: str) -> str:
    """From the page asked for to the first page, whatever stands before ``/d/`` in the browser's address."""
    below = path.rpartition("/d/")[2].count("/")
    return "../" * below + (f"./{token}" if below == 0 else token)


def _cookie_path(exchange: Exchange, ports: Deps, token: str) -> str:
    published = ports.settings.debtor_page_url
    before = urlsplit(published).path if published else exchange.stage
    return f"{before}/d/{token}"


def _response(exchange: Exchange, answer: PageAnswer, base: str, headers: dict[str, str]) -> Response:
    told: dict[str, str | list[str]] = {**headers}
    if answer.location is not None:
        told["Location"] = f"{base}/{answer.location}" if answer.location else base
    body = "" if exchange.method == "HEAD" else answer.body
    return Response(body, told, answer.status)

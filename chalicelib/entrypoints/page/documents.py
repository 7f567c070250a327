"""Invoices, letters that were sent, receipts and the signed plan: after a one-time code, and of this case alone."""

from __future__ import annotations

from chalicelib.domain.debtor_page.papers import Paper
from chalicelib.domain.debtor_page.screens import Result, said
from chalicelib.usecases.debtor_papers import debtor_papers, read_paper

from .framework.actions import page
from .framework.answers import MOST_FILE_BYTES, PageAnswer
from .framework.call import PageCall
from .views import facts_of, frame_around, refusal, shown

GET = "get"


@page.action("documents", methods=("GET",), verified=True)
def documents(call: PageCall) -> PageAnswer:
    """The list, or one of them as a download; a code that was sent to a wrong person opens none any more."""
    if facts_of(call).is_wrong_person:
        return refusal(call, said("why.wrong_person"), 200)
    papers = debtor_papers(call.file, store=call.deps.store)
    if GET in call.fields:
        return _download(call, papers, call.fields[GET])
    if not papers:
        return shown(call, Result(said("documents.title"), (said("documents.none"),), is_refusal=True))
    return PageAnswer.html(call.deps.pages.papers(papers, frame_around(call)))


def _download(call: PageCall, papers: tuple[Paper, ...], document_id: str) -> PageAnswer:
    """A paper of the list, streamed out of the archive; anything else does not exist."""
    paper = next((each for each in papers if each.document_id == document_id), None)
    if paper is None:
        return refusal(call, said("documents.unknown"), 404)
    if paper.size > MOST_FILE_BYTES:
        return refusal(call, said("documents.too_large"), 413)
    body = read_paper(call.file, document_id, recording=call.deps.recording, archive=call.deps.archive)
    return PageAnswer.file(body, paper.media_type, paper.name)

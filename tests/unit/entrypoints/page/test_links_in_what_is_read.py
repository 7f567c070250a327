"""Who may read what a debtor was written may not act as the debtor (R-127)."""

from __future__ import annotations

from chalicelib.domain.writes import Create
from tests.support import stored_things
from tests.support.page_browser import ADDRESS
from tests.support.page_world import PageWorld


def test_the_text_of_a_contact_is_shown_without_the_token_of_its_link(world: PageWorld) -> None:
    """The link that was sent opens the page; nothing that the API shows of the message does."""
    file = world.case_file
    written = stored_things.contact(
        world.scope,
        world.world.deps.ids.new("ctc"),
        case_id=file.case.id,
        debtor_id=file.debtor.id,
        text=f"Bonjour,\n\nVotre page : {ADDRESS}{world.path}\n\nBien cordialement",
    )
    world.world.deps.store.commit([Create(written, file.key)])
    alone = world.client.get(f"/v1/contacts/{written.id}")
    listed = world.client.get(f"/v1/cases/{file.case.id}/contacts")
    assert alone.json["text"] == f"Bonjour,\n\nVotre page : {ADDRESS}/d/...\n\nBien cordialement"
    assert listed.json["data"][0]["text"] == alone.json["text"]
    assert world.path.removeprefix("/d/") not in alone.text + listed.text
    assert world.browser().get(world.path).status == 200

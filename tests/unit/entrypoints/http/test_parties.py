from __future__ import annotations

from tests.support.http_world import HttpWorld
from tests.support.sample_requests import CREDITOR, DEBTOR, create, open_case


def test_identifiers_are_kept_in_their_normal_form(world: HttpWorld) -> None:
    client = world.tenant().test
    made = create(
        client, "/v1/creditors", {**CREDITOR, "siret": "732 829 320 00074", "iban": "fr14 2004 1010 0505 0001 3M02 606"}
    )
    assert (made["siret"], made["siren"]) == ("73282932000074", "732829320")
    assert made["iban"] == "FR1420041010050500013M02606"
    assert create(client, "/v1/debtors", DEBTOR)["contacts"][0]["phone"] == "+33612345678"


def test_la_postes_establishments_pass(world: HttpWorld) -> None:
    made = create(world.tenant().test, "/v1/creditors", {**CREDITOR, "siret": "35600000049837"})
    assert made["siren"] == "356000000"


def test_a_change_needs_the_present_version(world: HttpWorld) -> None:
    client = world.tenant().test
    made = client.post("/v1/creditors", CREDITOR)
    path = f"/v1/creditors/{made.json['id']}"
    assert client.patch(path, {"name": "B"}).status == 428
    assert client.patch(path, {"name": "B"}, If_Match='"v9"').status == 412
    assert client.patch(path, {"name": "B"}, If_Match='W/"v1"').status == 412
    assert client.patch(path, {"name": "B"}, If_Match="v1").code == "invalid_if_match"
    changed = client.patch(path, {"name": "B"}, If_Match=made.headers["etag"])
    assert (changed.status, changed.json["name"], changed.headers["etag"]) == (200, "B", '"v2"')
    assert changed.json["iban"] == CREDITOR["iban"]
    assert client.patch(path, {"name": "C"}, If_Match=made.headers["etag"]).status == 412
    assert client.patch(path, {"name": "C"}, If_Match="*").json["name"] == "C"


def test_a_change_that_changes_nothing_keeps_the_version(world: HttpWorld) -> None:
    client = world.tenant().test
    made = client.post("/v1/debtors", DEBTOR)
    same = client.patch(f"/v1/debtors/{made.json['id']}", {"name": DEBTOR["name"]}, If_Match='"v1"')
    assert same.headers["etag"] == '"v1"'


def test_null_empties_a_field_that_may_be_empty(world: HttpWorld) -> None:
    client = world.tenant().test
    path = f"/v1/creditors/{create(client, '/v1/creditors', CREDITOR)['id']}"
    assert client.patch(path, {"email": None}, If_Match='"v1"').json["email"] is None
    assert client.patch(path, {"name": None}, If_Match='"v2"').status == 422


def test_a_creditor_has_a_mediator_for_its_consumers(world: HttpWorld) -> None:
    """R-053, C. conso L616-1."""
    client = world.tenant().test
    mediator = {"name": "Médiation du bâtiment", "address": "1 rue de la Paix, 75002 Paris"}
    made = create(client, "/v1/creditors", {**CREDITOR, "mediator": mediator})
    assert made["mediator"] == {**mediator, "website": None}
    path = f"/v1/creditors/{made['id']}"
    assert client.get(path).json["mediator"] == made["mediator"]
    assert client.patch(path, {"mediator": {"name": ""}}, If_Match="*").status == 422
    assert client.patch(path, {"mediator": None}, If_Match="*").json["mediator"] is None


def test_the_account_that_debtors_pay_to_is_not_changed(world: HttpWorld) -> None:
    client = world.tenant().test
    path = f"/v1/creditors/{create(client, '/v1/creditors', CREDITOR)['id']}"
    other = {"iban": "DE89370400440532013000"}
    answer = client.patch(path, other, If_Match='"v1"')
    assert (answer.status, answer.code) == (422, "creditor_iban_change_unsupported")
    weak = client.post("/v1/keys", {"name": "weak", "scopes": ["parties:write", "parties:read"]}).json["secret"]
    assert world.anonymous.with_key(weak).patch(path, other, If_Match='"v1"').status == 403


def test_a_first_account_can_be_given(world: HttpWorld) -> None:
    client = world.tenant().test
    without = {name: value for name, value in CREDITOR.items() if name != "iban"}
    path = f"/v1/creditors/{create(client, '/v1/creditors', without)['id']}"
    answer = client.patch(path, {"iban": CREDITOR["iban"]}, If_Match='"v1"')
    assert answer.json["iban"] == CREDITOR["iban"]


def test_the_kind_of_a_debtor_does_not_change(world: HttpWorld) -> None:
    client = world.tenant().test
    path = f"/v1/debtors/{create(client, '/v1/debtors', DEBTOR)['id']}"
    assert client.patch(path, {"kind": "consumer"}, If_Match='"v1"').code == "debtor_kind_fixed"


def test_a_debtor_gets_a_data_key_of_its_own(world: HttpWorld) -> None:
    client = world.tenant().test
    create(client, "/v1/debtors", DEBTOR)
    [kept] = [write for write in world.store.commits[-1] if type(write).__name__ == "KeepDebtorKey"]
    assert kept.wrapped.context["debtor_id"].startswith("deb_")  # type: ignore[union-attr]  # it is a KeepDebtorKey


def test_a_known_representation_is_not_sent_again(world: HttpWorld) -> None:
    client = world.tenant().test
    made = client.post("/v1/creditors", CREDITOR)
    path = f"/v1/creditors/{made.json['id']}"
    for known in ('"v1"', 'W/"v1"', '"v0", "v1"', "*"):
        answer = client.get(path, If_None_Match=known)
        assert (answer.status, answer.text) == (304, "")
        assert answer.headers["etag"] == '"v1"'
    assert client.get(path, If_None_Match='"v2"').status == 200


def test_lists_are_paged_newest_first(world: HttpWorld) -> None:
    client = world.tenant().test
    made = [create(client, "/v1/creditors", {**CREDITOR, "name": f"N{index}"})["id"] for index in range(5)]
    seen: list[str] = []
    path = "/v1/creditors?limit=2"
    while True:
        page = client.get(path).json
        assert page["object"] == "list"
        seen += [entry["id"] for entry in page["data"]]
        if not page["has_more"]:
            assert page["next_cursor"] is None
            break
        path = f"/v1/creditors?limit=2&cursor={page['next_cursor']}"
    assert seen == made[::-1]


def test_a_cursor_works_only_where_it_was_given(world: HttpWorld) -> None:
    one, two = world.tenant("A"), world.tenant("B")
    for client in (one.test, one.live, two.test):
        for index in range(2):
            create(client, "/v1/creditors", {**CREDITOR, "name": f"N{index}"})
            create(client, "/v1/debtors", {**DEBTOR, "name": f"N{index}"})
    cursor = one.test.get("/v1/creditors?limit=1").json["next_cursor"]
    assert one.test.get(f"/v1/creditors?limit=3&cursor={cursor}").status == 200
    for client in (one.live, two.test):
        assert client.get(f"/v1/creditors?cursor={cursor}").code == "invalid_cursor"
    assert one.test.get(f"/v1/debtors?cursor={cursor}").code == "invalid_cursor"
    changed = ("A" if cursor[5] != "A" else "B").join((cursor[:5], cursor[6:]))
    assert one.test.get(f"/v1/creditors?cursor={changed}").code == "invalid_cursor"


def test_a_debtor_is_erased_when_no_case_needs_its_data(world: HttpWorld) -> None:
    """R-142."""
    client = world.tenant().test
    case = open_case(client)
    path = f"/v1/debtors/{case['debtor_id']}"
    assert client.delete(path, If_Match='"v1"').code == "debtor_has_open_cases"
    client.post(f"/v1/cases/{case['id']}/decision", {"choice": "withdraw", "reason": "r"})
    assert client.delete(path).status == 428
    assert client.delete(path, If_Match='"v2"').status == 412
    erased = client.delete(path, If_Match='"v1"')
    assert (erased.status, erased.json["case_ids"]) == (200, [case["id"]])
    assert client.get(path).code == "key_erased"
    assert client.get("/v1/debtors").json["data"] == []
    assert client.delete(path, If_Match='"v1"').status == 200

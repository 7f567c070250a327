"""How an operation takes its leave (RFC 9745, RFC 8594): told on every answer, then ended by name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.domain.tenant import KeyScope
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.api_blueprint import ApiBlueprint
from chalicelib.entrypoints.http.framework.application import AmiableApp
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.deprecation import Deprecation
from tests.support.http_client import HttpClient
from tests.support.http_world import SETTINGS, HttpWorld

LEAVING = Deprecation(since=date(2026, 7, 1), sunset=date(2027, 7, 1), successor="/v2/widgets/{widget_id}")
LINKS = (
    f'<{SETTINGS.base_url}/docs#guide-versioning>; rel="deprecation"; type="text/html", '
    f'<{SETTINGS.base_url}/v2/widgets/{{widget_id}}>; rel="successor-version"'
)


def _widgets() -> ApiBlueprint:
    blueprint = ApiBlueprint(__name__)

    @blueprint.operation(
        "GET",
        "/v1/widgets",
        scope=KeyScope.CASES_READ,
        present=lambda result, _call: Answer(result),
        deprecated=LEAVING,
    )
    def list_widgets(_call: Call[None, None]) -> Any:
        return []

    return blueprint


@pytest.fixture
def leaving(world: HttpWorld) -> HttpClient:
    app = AmiableApp("leaving", configure_logs=False)
    app.register([_widgets()])
    tenant = world.tenant()
    return HttpClient.of(app, tenant.test.headers["Authorization"].removeprefix("Bearer "))


def test_every_answer_says_since_when_until_when_and_what_to_call_instead(leaving: HttpClient) -> None:
    answer = leaving.get("/v1/widgets")
    assert answer.status == 200
    assert answer.headers["deprecation"] == f"@{int(datetime(2026, 7, 1, tzinfo=UTC).timestamp())}"
    assert answer.headers["sunset"] == "Thu, 01 Jul 2027 00:00:00 GMT"
    assert answer.headers["link"] == LINKS


def test_refusals_say_it_too(leaving: HttpClient) -> None:
    answer = leaving.with_key("sk_test_nothing").get("/v1/widgets")
    assert (answer.status, answer.code) == (401, "invalid_api_key")
    assert {"deprecation", "sunset", "link"} <= set(answer.headers)


def test_from_its_last_day_on_it_is_gone_by_name(leaving: HttpClient, world: HttpWorld) -> None:
    world.clock.instant = datetime(2027, 6, 30, 23, 59, tzinfo=UTC)
    assert leaving.get("/v1/widgets").status == 200
    world.clock.instant = datetime(2027, 7, 1, tzinfo=UTC)
    answer = leaving.get("/v1/widgets")
    assert (answer.status, answer.code) == (410, "operation_sunset")
    assert answer.headers["link"] == LINKS


def test_what_stays_says_nothing_of_leaving(world: HttpWorld) -> None:
    headers = world.tenant().test.get("/v1/creditors").headers
    assert not {"deprecation", "sunset", "link"} & set(headers)


def test_nobody_is_given_less_than_a_year() -> None:
    with pytest.raises(ValueError, match="365 days or more"):
        Deprecation(since=date(2026, 7, 1), sunset=date(2027, 6, 30), successor="/v2/widgets")

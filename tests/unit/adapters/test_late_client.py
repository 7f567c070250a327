from __future__ import annotations

from chalicelib.adapters.late_client import LateClient


def test_a_client_is_made_at_its_first_call_and_once() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("client")
        return "kms"

    late = LateClient(make)
    assert made == []
    assert (late.upper(), late.title()) == ("KMS", "Kms")
    assert made == ["client"]

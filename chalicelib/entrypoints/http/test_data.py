"""``/test-data/erasures``: taking away what was made in test mode (R-132)."""

from __future__ import annotations

from chalicelib.domain.tenant import KeyScope
from chalicelib.domain.test_data_erasure import TestDataErasure
from chalicelib.usecases.erase_test_data import EraseTestData, erase_test_data

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.test_data import erasure_answer
from .schemas.test_data import ErasureRequest

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/test-data/erasures",
    scope=KeyScope.TEST_DATA_WRITE,
    request=ErasureRequest,
    status=202,
    idempotent=True,
    present=erasure_answer,
)
def post_test_data_erasure(call: Call[ErasureRequest, None]) -> TestDataErasure:
    """Erase all test data, or what lives on one test clock; answers at once."""
    d = call.deps
    command = EraseTestData(call.scope, call.body.test_clock_id)
    return erase_test_data(command, store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)


@blueprint.operation(
    "GET", "/v1/test-data/erasures/{erasure_id}", scope=KeyScope.TEST_DATA_WRITE, present=erasure_answer
)
def get_test_data_erasure(call: Call[None, None]) -> TestDataErasure:
    """How far an erasure has come."""
    return call.deps.store.test_data_erasure(call.scope, call.id("erasure_id"))

"""``/test-clocks``: virtual case time, in test mode (R-132)."""

from __future__ import annotations

from chalicelib.domain.tenant import KeyScope
from chalicelib.domain.test_clock import TestClock
from chalicelib.usecases.advance_test_clock import AdvanceTestClock, advance_test_clock
from chalicelib.usecases.create_test_clock import CreateTestClock, create_test_clock

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.clocks import clock_answer
from .schemas.cases import ClockAdvance, ClockRequest

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/test-clocks",
    scope=KeyScope.TEST_CLOCKS_WRITE,
    request=ClockRequest,
    status=201,
    idempotent=True,
    present=clock_answer,
)
def post_test_clock(call: Call[ClockRequest, None]) -> TestClock:
    """A clock that stands still until it is advanced."""
    d = call.deps
    command = CreateTestClock(call.scope, call.body.now)
    return create_test_clock(command, store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)


@blueprint.operation("GET", "/v1/test-clocks/{clock_id}", scope=KeyScope.TEST_CLOCKS_WRITE, present=clock_answer)
def get_test_clock(call: Call[None, None]) -> TestClock:
    """Where the clock stands, and whether it is ready."""
    return call.deps.store.test_clock(call.scope, call.id("clock_id"))


@blueprint.operation(
    "POST",
    "/v1/test-clocks/{clock_id}/advance",
    scope=KeyScope.TEST_CLOCKS_WRITE,
    request=ClockAdvance,
    status=202,
    idempotent=True,
    present=clock_answer,
)
def post_test_clock_advance(call: Call[ClockAdvance, None]) -> TestClock:
    """Forward only; answers at once, everything due then happens in order."""
    d = call.deps
    command = AdvanceTestClock(call.scope, call.id("clock_id"), call.body.to)
    return advance_test_clock(command, store=d.store, runs=d.runs, wall=d.wall_clock, reply=call.reply)

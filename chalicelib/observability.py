"""The one logger and the one set of metrics; what AWS X-Ray traces is set in the deployment, not in code.

A log line is a static message with keys (`tenant_id`, `case_id`, `run`), never a name, an address or an amount. Every
invocation logs at least one line. Metrics leave as log lines (embedded metric format): they cost no call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(service="amiable", utc=True)
metrics = Metrics(namespace="Amiable", service="amiable")


@contextmanager
def observed(name: str, **keys: str | int | None) -> Iterator[None]:
    """Log one line for an invocation of `name`, with its duration in milliseconds and `keys`, and flush its metrics.

    The keys are on every line that is logged inside. An exception is logged without its text, which may hold personal
    data, and goes on.
    """
    logger.append_keys(function=name, **{key: value for key, value in keys.items() if value is not None})
    began = perf_counter()
    try:
        yield
    except Exception as error:
        # Not logger.exception: the text and the frames of an exception may hold a name or an address.
        logger.error("failed", error=type(error).__name__, milliseconds=_since(began))  # noqa: TRY400 - see above
        raise
    else:
        logger.info("done", milliseconds=_since(began))
    finally:
        if metrics.provider.metric_set:
            metrics.flush_metrics()
        logger.remove_keys(["function", *keys])


def count(name: str, amount: int = 1) -> None:
    """Add to a metric of this invocation."""
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=amount)


def count_at_once(name: str) -> None:
    """One more, written without waiting for the end of an invocation: for the API, whose requests are not observed."""
    count(name)
    metrics.flush_metrics()


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1000, 1)

"""The worker behind the queue of imports: one slice a message."""

from __future__ import annotations

from pydantic import TypeAdapter

from chalicelib.bootstrap import Deps, deps
from chalicelib.usecases.import_ports import Importing

from .batches import work_on_batch
from .messages import RowMessage

ROWS: TypeAdapter[RowMessage] = TypeAdapter(RowMessage)


def continue_imports(event: object) -> dict[str, list[dict[str, str]]]:
    """Each row names an import that goes on."""
    from chalicelib.usecases.continue_import import continue_import

    ports = importing(deps())
    return work_on_batch("continue_imports", event, ROWS, lambda message: continue_import(message.row(), ports=ports))


def importing(d: Deps) -> Importing:
    """A line is read by the model of ``POST /cases`` itself."""
    from chalicelib.entrypoints.http.schemas.import_line import line_command

    return Importing(
        intake=d.intake,
        archive=d.archive,
        imports=d.store,
        outbox=d.outbox,
        files=d.files,
        tariff=d.tariff,
        command=line_command,
    )

"""The kind of command that all of ours are: shared options in their own panel, refusals told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from .problems import CliError, Exit
from .session import FORMATS, Session, session_of

if TYPE_CHECKING:
    from amiable.errors import AmiableError, ApiError

PANEL = "Connection and output"


def _kept(name: str) -> Callable[[typer.Context, Any, str | None], str | None]:
    def keep(context: typer.Context, option: Any, value: str | None) -> str | None:
        del option
        session = session_of(context)
        if name == "output" and value not in (None, *FORMATS):
            raise typer.BadParameter(f"{value} is neither of {', '.join(FORMATS)}.", param_hint="--output")
        if value is not None:
            session.given[name] = value
        return value

    return keep


def _shared_options() -> list[TyperOption]:
    told = (
        ("output", ("--output", "-o"), "table|json", "What to print: a table, or the API's own JSON."),
        ("profile", ("--profile",), "NAME", "Which profile of `amiable init`; or AMIABLE_PROFILE."),
        ("api_key", ("--api-key",), "KEY", "Instead of the profile's key; better set in AMIABLE_API_KEY."),
        ("base_url", ("--base-url",), "URL", "Instead of the profile's address; or AMIABLE_BASE_URL."),
    )
    return [
        TyperOption(
            param_decls=[*names, name],
            type=str,
            metavar=metavar,
            help=text,
            callback=_kept(name),
            expose_value=False,
            rich_help_panel=PANEL,
        )
        for name, names, metavar, text in told
    ]


class Command(TyperCommand):
    """A command that talks to the API."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["params"] = [*(kwargs.get("params") or []), *_shared_options()]
        super().__init__(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run; what is refused becomes words on stderr and an exit status."""
        session = session_of(ctx)
        try:
            return super().invoke(ctx)
        except CliError as error:
            _tell(session, error.message, error.cure)
            raise typer.Exit(error.status) from error
        except BrokenPipeError:
            raise  # whoever read has seen enough; typer ends quietly
        except OSError as error:
            _tell(session, f"{error.filename or 'A file'}: {error.strerror or error}")
            raise typer.Exit(Exit.USAGE) from error
        except _of_the_client() as error:
            raise typer.Exit(tell_error(session, error)) from error
        finally:
            session.close()


class Root(TyperGroup):
    """The first word: the shared options may stand before the command as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["params"] = [*(kwargs.get("params") or []), *_shared_options()]
        super().__init__(*args, **kwargs)


def _of_the_client() -> type[AmiableError]:
    from amiable.errors import AmiableError

    return AmiableError


def tell_error(session: Session, error: AmiableError) -> Exit:
    """Why the API refused, or that it did not answer; gives the exit status."""
    from amiable.errors import ApiError, ConfigurationError, ConnectionFailed

    if isinstance(error, ApiError):
        _tell_refusal(session, error)
        return Exit.REFUSED
    if isinstance(error, ConnectionFailed):
        away = "Is the local cloud up? Run: make up" if "//127.0.0.1" in str(error) else None
        _tell(session, f"The API does not answer: {error}", away)
        return Exit.NETWORK
    _tell(session, str(error))
    return Exit.USAGE if isinstance(error, ConfigurationError) else Exit.REFUSED


def _tell_refusal(session: Session, error: ApiError) -> None:
    """Title, detail, each field with its cure, and where to read on."""
    _tell(session, f"{error.title} ({error.code})", error.detail)
    for wrong in error.errors:
        session.note(f"  {wrong.where}  {wrong.code}\n      {wrong.detail}", style="")
    if error.status == 401:
        session.note("  The key is not known here. Run: amiable init (--local after `make up`)", style="")
    if not error.is_problem:
        session.note("  This is no answer of the API. Is the base URL right? It ends with /v1.", style="")
    read_on = "  ".join(part for part in (error.type, error.request_id) if part)
    if read_on:
        session.note(f"  {read_on}")


def _tell(session: Session, message: str, cure: str | None = None) -> None:
    session.note(message, style="bold red")
    if cure:
        session.note(f"  {cure}", style="")

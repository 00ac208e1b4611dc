"""Hooks that attach a diagnosis to the exceptions of httpx and requests.

    client = httpx.Client(event_hooks={"response": [hooks.httpx_hook()]})
    session = requests.Session(); session.hooks["response"].append(hooks.requests_hook())
    with hooks.diagnosed():                     # for exceptions without a response: DNS, TLS, time-outs
        client.get("https://api.example.com")

The exception's `diagnosis` attribute holds it, and its text stands in the traceback as a note.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from enishi.doctor.consult import diagnose
from enishi.doctor.evidence import from_exception, from_response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from enishi.doctor.engine.diagnosis import Diagnosis

_FAILED = 400


def attach(error: BaseException, *, lang: str = "en", **known: Any) -> Diagnosis:
    """Diagnose an exception, put the diagnosis on it, and return it. `known` goes to `diagnose`."""
    found = diagnose(from_exception(error), **known)
    error.diagnosis = found  # type: ignore[attr-defined]
    error.add_note(found.text("ja" if lang.startswith("ja") else "en"))
    return found


@contextmanager
def diagnosed(*, lang: str = "en", **known: Any) -> Iterator[None]:
    """Any exception that leaves the block carries its diagnosis; one that has it already keeps it."""
    try:
        yield
    except Exception as error:
        if getattr(error, "diagnosis", None) is None:
            attach(error, lang=lang, **known)
        raise


def httpx_hook(*, lang: str = "en", **known: Any) -> Callable[[Any], None]:
    """A response hook that raises httpx's own status error, with the diagnosis on it."""

    def hook(response: Any) -> None:
        if response.status_code >= _FAILED:
            response.read()
            _raise(response, lang, known)

    return hook


def httpx_async_hook(*, lang: str = "en", **known: Any) -> Callable[[Any], Awaitable[None]]:
    async def hook(response: Any) -> None:
        if response.status_code >= _FAILED:
            await response.aread()
            _raise(response, lang, known)

    return hook


def requests_hook(*, lang: str = "en", **known: Any) -> Callable[..., Any]:
    """A response hook that raises requests' own HTTPError, with the diagnosis on it."""

    def hook(response: Any, *_args: Any, **_settings: Any) -> Any:
        if response.status_code >= _FAILED:
            _raise(response, lang, known)
        return response

    return hook


def _raise(response: Any, lang: str, known: dict[str, Any]) -> None:
    try:
        response.raise_for_status()
    except Exception as error:
        found = diagnose(from_response(response), **known)
        error.diagnosis = found  # type: ignore[attr-defined]
        error.add_note(found.text("ja" if lang.startswith("ja") else "en"))
        raise

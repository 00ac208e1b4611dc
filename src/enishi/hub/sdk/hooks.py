"""Where the clinic takes part. The hub works without it; the defaults below are what it does alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enishi.hub.sdk.call import Call
from enishi.hub.sdk.outcome import Verdict
from enishi.kernel.exchange import Exchange, Request

if TYPE_CHECKING:
    from enishi.hub.exchanges.models import ExchangeRow

Edits = Sequence[Mapping[str, Any]]


def _unedited(request: Request, _edits: Edits) -> Request:
    return request


def _undecoded(exchange: Exchange, _edits: Edits) -> Exchange:
    return exchange


def _no_verdict(_row: ExchangeRow, _call: Call | None) -> Verdict | None:
    return None


def _ignored(_row: ExchangeRow, _call: Call | None) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Hooks:
    """What can be replaced.

    Attributes:
        edit_request: applies the connection's edits to a request that is about to leave; pure.
        decode_response: applies those edits that concern the answer (charset, XML read as JSON); pure.
        on_failed_exchange: called after a failed exchange is stored, outside any transaction, no network;
            `call` is None for one that came in. May return what to do with the work.
        on_succeeded_exchange: called after a successful outgoing exchange is stored.
    """

    edit_request: Callable[[Request, Edits], Request] = _unedited
    decode_response: Callable[[Exchange, Edits], Exchange] = _undecoded
    on_failed_exchange: Callable[[ExchangeRow, Call | None], Verdict | None] = _no_verdict
    on_succeeded_exchange: Callable[[ExchangeRow, Call | None], None] = _ignored


_hooks = [Hooks()]


def current() -> Hooks:
    return _hooks[0]


def register(**replaced: Callable[..., Any]) -> Hooks:
    """Replace hooks by name; returns the ones that were in force, for `restore`."""
    before = _hooks[0]
    _hooks[0] = replace(before, **replaced)
    return before


def restore(hooks: Hooks) -> None:
    _hooks[0] = hooks

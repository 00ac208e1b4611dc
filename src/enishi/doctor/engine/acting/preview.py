"""What a remedy would change, shown before it is approved."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING

from enishi.doctor.engine.acting.apply import apply_all
from enishi.doctor.engine.acting.batch import split
from enishi.doctor.engine.evidence import Evidence
from enishi.doctor.engine.redact import redactor_for
from enishi.kernel.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enishi.doctor.engine.action import Action
    from enishi.kernel.exchange import Request


@dataclass(frozen=True, slots=True)
class Difference:
    """`lines` is a unified diff without its header; `after` the request as it would be sent.

    `parts` are the requests that are sent in its place when the remedy splits it; else that request alone.
    """

    lines: tuple[str, ...]
    after: Request
    parts: tuple[Request, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.lines


def preview(request: Request, actions: Iterable[Action]) -> Difference:
    """The difference that actions make to a request, with secrets hidden."""
    actions = tuple(actions)
    after = apply_all(request, actions)
    parts = _parts(after, actions)
    one, other = _lines(request), _lines(after)
    lines = [
        line
        for line in unified_diff(one, other, lineterm="", n=1)
        if not line.startswith(("---", "+++", "@@"))
    ]
    if not lines and request != after:
        lines = ["- (credential)", "+ (credential, trimmed)"]
    if len(parts) > 1:
        lines += [f"- 1 × {one[0]}", f"+ {len(parts)} × {other[0].partition('?')[0]}"]
    return Difference(tuple(lines), after, parts)


def _parts(request: Request, actions: Iterable[Action]) -> tuple[Request, ...]:
    parts: tuple[Request, ...] = (request,)
    for action in actions:
        if action.kind == "split-batch":
            parts = tuple(part for whole in parts for part in split(whole, action["size"]))
    return parts


def _lines(request: Request) -> list[str]:
    redact = redactor_for(Evidence(Exchange(request=request)))
    text = (request.body or b"").decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    head = [f"{request.method or ''} {request.url or ''}".strip()]
    head += [f"{name}: {_visible(value)}" for name, value in request.headers or ()]
    return [redact(line) for line in [*head, "", *text.splitlines()]]


def _visible(value: str) -> str:
    """Line breaks and tabs in a value as they are written in code."""
    return value.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")

"""Remedies as data: one change to a request, or one operation that the clinic carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Params = tuple[tuple[str, Any], ...]

KINDS: Mapping[str, tuple[str, ...]] = {
    "set-header": ("name", "value"),
    "remove-header": ("name",),
    "trim-credential": (),
    "set-content-type": ("value",),
    "set-accept": ("media",),
    "transcode-body": ("from", "to"),
    "decode-response": ("charset",),
    "convert-body": ("to",),
    "cast-field": ("pointer", "to"),
    "rename-field": ("pointer", "to"),
    "drop-field": ("pointer",),
    "set-field": ("pointer", "value"),
    "map-enum": ("pointer", "from", "to"),
    "replace-url": ("from_prefix", "to_prefix"),
    "replace-host": ("from", "to"),
    "set-path-prefix": ("from", "to"),
    "set-method": ("method",),
    "set-query": ("name", "value"),
    "set-version": ("where", "name", "value"),
    "split-batch": ("size",),
    "page-size": ("n",),
    "pace": ("per_second",),
    "concurrency": ("n",),
    "wait": ("seconds",),
    "refresh-token": (),
    "reload-credential": (),
    "use-stored-secret": ("index",),
    "read-back": (),
    "retry-once": (),
    "mark-done": (),
    "recreate-subscription": (),
    "hold": (),
    "pause": (),
}
"""The closed list of kinds with the names of their parameters, in order."""


@dataclass(frozen=True, slots=True)
class Action:
    """One step of a remedy. Make it with `act`, which checks kind and parameters."""

    kind: str
    params: Params = ()

    def __getitem__(self, name: str) -> Any:
        return dict(self.params)[name]

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, **dict(self.params)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Action:
        """The action of a stored mapping; ValueError when the kind or a parameter is unknown."""
        rest = {str(name): value for name, value in data.items() if name != "kind"}
        return _checked(str(data.get("kind", "")), rest)


def act(kind: str, *values: Any, **named: Any) -> Action:
    """`act("set-header", "Accept", "application/json")`, or by name: `act("cast-field", pointer="/total", to="integer")`.

    A name that is a Python keyword takes a trailing underscore: `from_="a"`.
    """
    names = KINDS.get(kind, ())
    given = dict(zip(names, values, strict=False)) | {
        name.rstrip("_"): value for name, value in named.items()
    }
    return _checked(kind, given)


def _checked(kind: str, given: Mapping[str, Any]) -> Action:
    names = KINDS.get(kind)
    if names is None:
        raise ValueError(f"unknown kind of action: {kind!r}")
    if set(given) != set(names):
        raise ValueError(f"{kind} takes {names}, not {tuple(given)}")
    return Action(kind, tuple((name, given[name]) for name in names))

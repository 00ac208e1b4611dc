"""Proposals for single fields of the body."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.acting.cast import cast as casted
from enishi.doctor.engine.acting.pointer import MISSING, parts
from enishi.doctor.engine.action import act
from enishi.doctor.engine.proposing.complaints import Complaint, complaints
from enishi.doctor.engine.remedy import Remedy, remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_ZERO: dict[str, Any] = {"integer": 0, "number": 0, "boolean": False, "array": []}
ALIKE = 0.55


def cast(evidence: Evidence) -> Iterator[Remedy]:
    """Send each field in the type that is asked for, where that loses nothing."""
    actions, names = [], []
    for one in complaints(evidence):
        value = at(evidence.sent_json, one.pointer)
        for kind in [one.kind] if one.kind else ["ascii"]:
            if value is MISSING or not _casts(value, kind):
                continue
            actions.append(act("cast-field", _general(one.pointer), kind))
            names.append(f"{one.name} ({_shown(value)} → {_shown(casted(value, kind))})")
    if actions:
        listed = ", ".join(names)
        yield remedy(
            "cast-fields",
            "safe",
            en=f"Send {listed} in the type that is asked for\nThe value stays the same; only its type changes\nThe rule is kept for later calls and can be undone",
            ja=f"{listed}を求められた型にして送る\n値はそのままで、型だけを変えます\n規則は以後の呼び出しにも使い、いつでも取り消せます",
            actions=(*actions, act("retry-once")),
        )


def rename(evidence: Evidence) -> Iterator[Remedy]:
    """Send a field that is not known any more under the name that is missing beside it, or the nearest one named."""
    found = complaints(evidence)
    missing = [one for one in found if one.missing and at(evidence.sent_json, one.pointer) is MISSING]
    for one in found:
        if one.missing or not one.unknown or at(evidence.sent_json, one.pointer) is MISSING:
            continue
        to = _successor(one, missing)
        if to:
            yield remedy(
                "map-renamed-field",
                "ask",
                en=f"Send {one.name} under its new name {to}\nThe value stays the same\nThe rule is kept for later calls and can be undone",
                ja=f"{one.name}を新しい名前{to}で送る\n値はそのままです\n規則は以後の呼び出しにも使い、いつでも取り消せます",
                actions=(act("rename-field", one.pointer, to), act("retry-once")),
            )


def fill(evidence: Evidence) -> Iterator[Remedy]:
    """Fill a field that has become required; the value is only a suggestion, a person decides."""
    found = complaints(evidence)
    if any(one.unknown for one in found):
        return  # renamed rather than new
    wanted = [
        one for one in found if one.missing and at(evidence.sent_json, one.pointer) is MISSING and one.pointer
    ]
    if not wanted or not isinstance(evidence.sent_json, dict):
        return
    actions = tuple(act("set-field", one.pointer, _suggested(one)) for one in wanted)
    names = ", ".join(one.name for one in wanted)
    yield remedy(
        "fill-required-field",
        "ask",
        en=f"Send {names} with a value of your choice\nThe other system now requires it; the value shown is only a suggestion\nThe waiting records are sent again with it",
        ja=f"{names}に決まった値を入れて送る\n相手のシステムで必須になりました。示した値は案ですので、確かめてから承認してください\n預かっている記録にその値を入れて送り直します",
        actions=(*actions, act("retry-once")),
    )


def drop(evidence: Evidence) -> Iterator[Remedy]:
    """Stop sending fields that are not taken; something is lost, so a person decides."""
    found = [
        one
        for one in complaints(evidence)
        if not one.missing and at(evidence.sent_json, one.pointer) is not MISSING
    ]
    if found:
        names = ", ".join(one.name for one in found)
        yield remedy(
            "leave-field-out",
            "ask",
            en=f"Stop sending {names}\nThe other system does not take it; what it held will not arrive there",
            ja=f"{names}を送らないようにする\n相手のシステムが受け付けない項目です。その内容は相手に届かなくなります",
            actions=(*(act("drop-field", one.pointer) for one in found), act("retry-once")),
        )


def choose(evidence: Evidence) -> Iterator[Remedy]:
    """Translate a value that is not among the allowed ones into the nearest that is."""
    for one in complaints(evidence):
        value = at(evidence.sent_json, one.pointer)
        if not isinstance(value, str) or not one.choices:
            continue
        near = difflib.get_close_matches(
            value.lower(), {choice.lower(): choice for choice in one.choices}, n=1, cutoff=0.4
        )
        to = next((choice for choice in one.choices if near and choice.lower() == near[0]), one.choices[0])
        yield remedy(
            "map-value",
            "ask",
            en=f"Send {to} where {one.name} is {value}\nAllowed are: {', '.join(one.choices[:12])}",
            ja=f"{one.name}が{value}のときは{to}として送る\n使える値: {', '.join(one.choices[:12])}",
            actions=(act("map-enum", one.pointer, value, to), act("retry-once")),
        )


def at(data: Any, pointer: str) -> Any:
    """The value at a pointer; MISSING when there is none."""
    for step in parts(pointer):
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return MISSING
    return data


def _casts(value: Any, kind: str) -> bool:
    try:
        after = casted(value, kind)
    except (ValueError, TypeError):
        return False
    return type(after) is not type(value) or after != value


def _general(pointer: str) -> str:
    """The same field in every item of a list."""
    return "/".join("*" if step.isdigit() else step for step in pointer.split("/"))


def _successor(gone: Complaint, missing: list[Complaint]) -> str:
    beside = [
        one.name for one in missing if one.pointer.rpartition("/")[0] == gone.pointer.rpartition("/")[0]
    ]
    if len(beside) == 1:
        return beside[0]
    near = difflib.get_close_matches(gone.name, beside or _names(gone), n=1, cutoff=ALIKE)
    return near[0] if near else ""


def _names(gone: Complaint) -> list[str]:
    """Names of fields that the answer offers instead."""
    offered = gone.expected.split(",") if "," in gone.expected else gone.choices
    return [name.strip() for name in offered if name.strip()]


def _suggested(one: Complaint) -> Any:
    return one.choices[0] if one.choices else _ZERO.get(one.kind, "")


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004

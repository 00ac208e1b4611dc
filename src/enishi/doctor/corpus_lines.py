"""Cases in, answers out, one JSON object a line: how the diagnosis is measured and used by other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from enishi.doctor.consult import diagnose
from enishi.doctor.engine.corpus import exchange_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def answers(lines: Iterable[str]) -> Iterator[str]:
    """An answer for each line; a line that is no JSON object is answered with an error."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield json.dumps(_answer(line, number), ensure_ascii=False)


def _answer(line: str, number: int) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError):
        case = None
    if not isinstance(case, dict):
        return {"id": None, "line": number, "error": "not a JSON object"}
    vendor, context = case.get("vendor"), case.get("context")
    found = diagnose(
        exchange_of(case), vendor=str(vendor) if vendor else None, context=str(context) if context else None
    )
    return {
        "id": case.get("id"),
        "causes": [
            {"slug": one.slug, "code": one.code, "confidence": round(one.confidence, 4)}
            for one in found.causes
        ],
        "retryable": found.retryable,
    }

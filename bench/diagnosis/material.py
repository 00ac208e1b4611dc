"""The exchanges that the diagnosis is measured on and learns from.

- `cases.jsonl`: the corpus, the yardstick. Its sealed sixth (see `part_of`) is never learned from.
- `extra*.jsonl`: further real exchanges of the same form. In `extra3.jsonl` two vendors of five are kept apart
  (`kept_apart`): nobody looked at them while rules were written.
- `written/*.jsonl`: exchanges written for learning, a line each with the keys cause, vendor, request ("POST https://…"),
  sent, request_headers, status, headers, body, exception, context, retryable.
- `told.txt`, `more.txt`, `fresh.txt`: short ones in a text form; `stories.txt`: how people tell of each fault.
- the hit cases of the causes themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from enishi.doctor.engine.catalogue import catalogue, folder_of

HERE = Path(__file__).resolve().parent
Case = dict[str, Any]
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)+")
_SENTENCE = re.compile(r"(?<=[.。])\s+")


def number_of(text: str) -> int:
    """A number that only the text decides."""
    return int(sha256(text.encode()).hexdigest(), 16)


def part_of(case_id: str) -> str:
    """Train (two thirds), opened or sealed (a sixth each), by the SHA-256 of the id of a case of the corpus."""
    return {0: "opened", 3: "sealed"}.get(number_of(case_id) % 6, "train")


def kept_apart(case: Case) -> bool:
    """Whether a case of `extra3.jsonl` was kept from the eyes of those who write rules (by its vendor)."""
    return number_of("s" + case["vendor"].lower()) % 5 < 2


def load(path: Path) -> list[Case]:
    """Cases of a JSON-lines file, or of a text file with ` | ` between slug, request, status, body, exception, context."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.suffix == ".txt":
        return [_short(number, line) for number, line in enumerate(lines, 1) if not line.startswith("#")]
    return [json.loads(line) for line in lines]


def corpus(*parts: str) -> list[Case]:
    return [case for case in load(HERE / "cases.jsonl") if part_of(case["id"]) in parts]


def further() -> list[Case]:
    """Real exchanges besides the corpus that rules were written with."""
    return [*load(HERE / "extra.jsonl"), *load(HERE / "extra2.jsonl")]


def newest() -> list[Case]:
    return load(HERE / "extra3.jsonl")


def written() -> list[Case]:
    return [
        _whole(f"{path.stem}{number}", case)
        for path in sorted((HERE / "written").glob("*.jsonl"))
        for number, case in enumerate(load(path), 1)
    ]


def short() -> list[Case]:
    return [case for name in ("told", "more", "fresh") for case in load(HERE / f"{name}.txt")]


def stories() -> Iterator[Case]:
    """Each sentence of the stories as an exchange of which only the operator's words are known."""
    slug = ""
    for line in (HERE / "stories.txt").read_text(encoding="utf-8").splitlines():
        if _SLUG.fullmatch(line.strip()):
            slug = line.strip()
        elif slug and line.strip():
            for sentence in _SENTENCE.split(line.strip()):
                yield {"cause": slug, "request": {}, "context": sentence}


def hits() -> Iterator[Case]:
    """The hit cases of the causes; those of a special case count for the cause it refines."""
    for cause in catalogue().causes:
        for path in sorted((folder_of(cause) / "cases").glob("hit*.json")):
            yield {**json.loads(path.read_text(encoding="utf-8")), "cause": cause.refines or cause.slug}


def _short(number: int, line: str) -> Case:
    cells = [cell.strip() for cell in f"{line} ".split(" |")]
    slug, request, status, body, exception, context = (cells + [""] * 6)[:6]
    whole = _whole(
        f"m{number}", {"cause": slug, "request": request, "exception": exception, "context": context}
    )
    if status or body:
        whole["response"] = {"status": int(status) if status else None, "headers": None, "body": body or None}
    return whole


def _whole(case_id: str, case: Case) -> Case:
    """A written exchange in the form of the corpus."""
    method, _, url = (case.get("request") or "").partition(" ")
    answer = {name: _text(case.get(name)) for name in ("status", "headers", "body")}
    return {
        "id": case_id,
        "vendor": case.get("vendor"),
        "cause": case["cause"],
        "request": {
            "method": method or None,
            "url": url or None,
            "headers": case.get("request_headers"),
            "body": _text(case.get("sent")),
        },
        "response": {**answer, "headers": case.get("headers")}
        if any(value is not None for value in answer.values())
        else None,
        "exception": _text(case.get("exception")) or None,
        "context": case.get("context") or None,
        "retryable": case.get("retryable"),
    }


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)

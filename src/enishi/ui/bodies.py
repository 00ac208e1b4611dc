"""The body of a call as text that a person can read, with the place of every part of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

LONG = 96  # characters above which JSON is spread over lines
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Body:
    """Text as shown, the text as it came, and where each JSON pointer stands in the shown one."""

    shown: str
    raw: str
    spans: dict[str, Span]

    def place(self, name: str, start: int, end: int) -> Span | None:
        """Where a passage of the raw text, a pointer or a word stands in the shown text; None when it does not."""
        if name and name in self.spans:
            return self.spans[name]
        wanted = self.raw[start:end] if end > start else name
        found = self.shown.find(wanted) if wanted else -1
        if found >= 0:
            return found, found + len(wanted)
        return None if wanted else self._first_line()

    def _first_line(self) -> Span | None:
        line = self.shown.partition("\n")[0]
        return (0, len(line)) if line else None


def read(content: bytes | None) -> Body | None:
    """The text of a body; None for no body or one that is no text."""
    if not content:
        return None
    raw = content.decode("utf-8", "replace")
    if "\x00" in raw or raw.count("\ufffd") > len(raw) // 8:
        return None
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return Body(raw.replace("\r\n", "\n").rstrip("\n"), raw, {})
    writer = _Writer(spread=len(raw) > LONG)
    writer.write(value, "", 0)
    return Body("".join(writer.out), raw, writer.spans)


class _Writer:
    """Writes JSON and notes where each value begins and ends."""

    def __init__(self, *, spread: bool) -> None:
        self.spread = spread
        self.out: list[str] = []
        self.spans: dict[str, Span] = {}
        self.size = 0

    def put(self, text: str) -> None:
        self.out.append(text)
        self.size += len(text)

    def write(self, value: Any, pointer: str, depth: int) -> None:
        start = self.size
        if isinstance(value, dict) and value:
            keys = [
                (f"{json.dumps(str(key), ensure_ascii=False)}: ", str(key), item)
                for key, item in value.items()
            ]
            self._group("{}", keys, pointer, depth)
        elif isinstance(value, list) and value:
            self._group("[]", [("", str(i), item) for i, item in enumerate(value)], pointer, depth)
        else:
            self.put(json.dumps(value, ensure_ascii=False))
        self.spans[pointer] = (start, self.size)

    def _group(self, ends: str, items: list[tuple[str, str, Any]], pointer: str, depth: int) -> None:
        inner = "\n" + "  " * (depth + 1) if self.spread else ""
        self.put(ends[0])
        for i, (lead, name, item) in enumerate(items):
            self.put((("," if self.spread else ", ") if i else "") + inner + lead)
            self.write(item, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", depth + 1)
        self.put(("\n" + "  " * depth if self.spread else "") + ends[1])

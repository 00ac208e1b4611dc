"""What happened, counted: enough to prove that nothing was lost and nothing done twice."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

CALLS_KEPT = 500


@dataclass(slots=True)
class Write:
    """All requests that wanted one and the same thing.

    Attributes:
        received: requests that arrived with this key or reference.
        done: ids of what was made; more than one means that it was doubled.
    """

    operation: str
    idempotency_key: str | None
    reference: str | None
    received: int = 0
    done: list[str] = field(default_factory=list)


class Ledger:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.recent: deque[dict[str, Any]] = deque(maxlen=CALLS_KEPT)
        self.after_death: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.webhooks: Counter[str] = Counter()
        self._writes: dict[tuple[str, str | None, str | None], Write] = {}

    def call(self, entry: dict[str, Any]) -> None:
        self.calls[f"{entry['method']} {entry['route']}"] += 1
        self.statuses[entry["status"]] += 1
        self.recent.append(entry)

    def write(self, operation: str, *, key: str | None, reference: str | None) -> Write:
        """The account of this write, one more request counted."""
        account = self._writes.setdefault((operation, key, reference), Write(operation, key, reference))
        account.received += 1
        return account

    def writes(self, *, key: str | None = None, reference: str | None = None) -> list[Write]:
        return [
            account
            for account in self._writes.values()
            if (key is None or account.idempotency_key == key)
            and (reference is None or account.reference == reference)
        ]

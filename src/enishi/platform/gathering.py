"""Rows that nobody reads before the transaction ends, written together: one statement for each kind.

    with transaction.atomic(), gathering.gathered():
        ...  # whatever adds rows: events, audit entries, history

Blocks nest: what an inner one gathered goes with the outer one's rows, or is dropped when the inner one
raises. So a block stands wherever a transaction or savepoint stands whose error is caught.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
_blocks: ContextVar[tuple[list[Model], ...]] = ContextVar("gathering_blocks", default=())


@contextmanager
def gathered() -> Iterator[None]:
    """Keep the rows added inside; the outermost block writes them at its end, in the order of adding."""
    rows: list[Model] = []
    outer = _blocks.get()
    opened = _blocks.set((*outer, rows))
    try:
        yield
    finally:
        _blocks.reset(opened)
    if outer:
        outer[-1].extend(rows)
    else:
        _write(rows)


def add(row: Model) -> None:
    """Insert a new row: at the end of the open block, or at once when there is none."""
    blocks = _blocks.get()
    if blocks:
        blocks[-1].append(row)
    else:
        row.save(force_insert=True)


def waiting(model: type[Row]) -> list[Row]:
    """Rows of a kind that are gathered and not written yet."""
    return [row for block in _blocks.get() for row in block if isinstance(row, model)]


def _write(rows: list[Model]) -> None:
    kinds: dict[type[Model], list[Model]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    with transaction.atomic(savepoint=False):
        for model, new in kinds.items():
            model._default_manager.bulk_create(new)  # noqa: SLF001 - Django's documented name for it

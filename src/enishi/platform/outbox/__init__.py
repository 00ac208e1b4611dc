"""Transactional outbox: events that exist if and only if their change does."""

from typing import TYPE_CHECKING, Any

from enishi.platform.outbox.registry import on

if TYPE_CHECKING:
    from enishi.platform.outbox.dispatching import dispatch, dispatch_all
    from enishi.platform.outbox.writing import emit

__all__ = ["dispatch", "dispatch_all", "emit", "on"]


def __getattr__(name: str) -> Any:
    """What needs Django's models, which exist only once the apps are loaded."""
    if name == "emit":
        from enishi.platform.outbox.writing import emit

        return emit
    if name in {"dispatch", "dispatch_all"}:
        from enishi.platform.outbox import dispatching as module

        return getattr(module, name)
    raise AttributeError(name)

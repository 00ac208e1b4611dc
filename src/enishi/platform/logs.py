"""Log lines: one event each, with the request's id, for people or (ENISHI_LOG_FORMAT=json) for machines.

Everything passes the same redaction as exchanges do: no secret reaches a log.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog

from enishi.platform.config import options
from enishi.platform.crypto import redaction

if TYPE_CHECKING:
    from collections.abc import MutableMapping

QUIET = ("django.request", "django.security.csrf", "asyncio")  # said better by our own lines, or noise


def configure() -> None:
    """Send structlog's and the standard library's lines through one formatter to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    as_json = options.value("ENISHI_LOG_FORMAT") == "json"
    last: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _console()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    render = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=[*shared, hide_secrets], processors=render)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)  # strangers' guesses


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every value that a secret's name stands for, and every text that looks like a secret."""
    for name, value in event.items():
        if name.startswith("_"):
            continue
        if redaction.SECRET_NAME.fullmatch(name):
            event[name] = redaction.MASK
        elif isinstance(value, str):
            event[name] = redaction.text(value)
        elif isinstance(value, dict | list | tuple):
            event[name] = redaction.text(repr(value))
    return event


def _console() -> Any:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=24
    )

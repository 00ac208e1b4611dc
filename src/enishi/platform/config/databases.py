"""ENISHI_DATABASE_URL as Django wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from enishi.platform.config import options


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for one database.

    Args:
        url: "" or "sqlite:///path" or "postgresql://user:password@host:port/name?sslmode=…".
        home: folder for the default SQLite file.

    Raises:
        ValueError: for any other scheme.
    """
    if not url or url.startswith("sqlite:"):
        path = Path(unquote(url.removeprefix("sqlite:///"))) if url else home / "enishi.sqlite3"
        path.parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "enishi.platform.sqlite",
            "NAME": str(path),
            "CONN_MAX_AGE": None,  # opening the file with its pragmas costs more than a read
            "TEST": {
                "NAME": str(path.with_name("test.sqlite3"))
            },  # a file, so that threads and locks are real
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
                "PRAGMA mmap_size=268435456;PRAGMA cache_size=-32000;PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        message = f"ENISHI_DATABASE_URL: unknown scheme {parts.scheme!r}; use sqlite:///… or postgresql://…"
        raise ValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def in_force() -> dict[str, Any]:
    return database(options.value("ENISHI_DATABASE_URL"), options.home())

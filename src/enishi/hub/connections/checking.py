"""Settings and secrets against the connector's manifest, with a reason for each field."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from enishi.hub.sdk.manifest import Manifest, Setting
from enishi.hub.sdk.registry import UnknownConnectorError, folders, manifest
from enishi.kernel.errors import EnishiError, FieldError


def checked(
    slug: str, settings: Mapping[str, Any], secrets: Mapping[str, Any] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings and secrets as they may be stored; `secrets` None leaves them unchecked.

    Raises:
        EnishiError: 422 with a reason for every field that does not fit.
    """
    try:
        described = manifest(slug)
    except UnknownConnectorError:
        near = difflib.get_close_matches(slug, folders(), 1)
        reason = FieldError(
            "/connector",
            "SCH04",
            "There is no such connector.",
            slug,
            ", ".join(folders()),
            near[0] if near else None,
        )
        raise _refusal((reason,)) from None
    errors: list[FieldError] = []
    clean = _part("/settings", described.settings, settings, errors)
    opened = {} if secrets is None else _part("/secrets", described.secrets, secrets, errors)
    if errors:
        raise _refusal(tuple(errors))
    return clean, opened


def secret_names(described: Manifest) -> frozenset[str]:
    return frozenset(item.name for item in described.secrets)


def _part(
    at: str, known: tuple[Setting, ...], given: Mapping[str, Any], errors: list[FieldError]
) -> dict[str, Any]:
    names = [item.name for item in known]
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            errors.append(
                FieldError(
                    f"{at}/{name}",
                    "SCH02",
                    "This connector has no such field.",
                    None,
                    ", ".join(names),
                    near[0] if near else None,
                )
            )
    values: dict[str, Any] = {}
    for item in known:
        value = given.get(item.name, item.default)
        if isinstance(value, str) and at == "/settings":
            value = value.strip()
        if value in ("", None, []):
            if item.required:
                errors.append(
                    FieldError(f"{at}/{item.name}", "SCH01", "This field is required.", None, item.help.en)
                )
            continue
        why = _unfit(item, value)
        if why:
            shown = value if at == "/settings" else None
            errors.append(FieldError(f"{at}/{item.name}", "SCH05", why, shown, item.help.en))
        values[item.name] = value
    return values


def _unfit(item: Setting, value: Any) -> str:
    if not isinstance(value, str):
        return (
            ""
            if item.kind in {"text", "number"} and isinstance(value, (int, float, list))
            else "This must be text."
        )
    if item.kind == "url" and not (urlsplit(value).scheme in {"http", "https"} and urlsplit(value).hostname):
        return "This must be an address that begins with https:// (or http://) and names a host."
    if item.kind == "choice" and value not in item.choices:
        return f"This must be one of {', '.join(item.choices)}."
    if item.pattern and not re.fullmatch(item.pattern, value.strip()):
        return "This does not have the form that such values have."
    return ""


def _refusal(errors: tuple[FieldError, ...]) -> EnishiError:
    return EnishiError("invalid-connection", 422, "The connection cannot be stored like this", errors=errors)

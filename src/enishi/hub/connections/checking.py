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
from enishi.kernel.strings import t
from enishi.platform.language import current
from enishi.platform.refusals import refuse


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
            "SCH08",
            _why("connector"),
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
            listed = ", ".join(names)
            place = f"{at}/{name}"
            errors.append(
                FieldError(place, "SCH02", _why("setting_unknown"), None, listed, near[0] if near else None)
            )
    values: dict[str, Any] = {}
    for item in known:
        value = given.get(item.name, item.default)
        if isinstance(value, str) and at == "/settings":
            value = value.strip()
        place, expected = f"{at}/{item.name}", item.help.in_(current())
        if value in ("", None, []):
            if item.required:
                errors.append(FieldError(place, "SCH01", _why("setting_required"), None, expected))
            continue
        why = _unfit(item, value)
        if why:
            errors.append(FieldError(place, "SCH09", why, value if at == "/settings" else None, expected))
        values[item.name] = value
    return values


def _unfit(item: Setting, value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return next(filter(None, (_unfit(item, one) for one in value)), "")
    if not isinstance(value, str):
        fits = item.kind == "number" and isinstance(value, (int, float))
        return "" if fits else _why("setting_text")
    if item.kind == "url" and not (urlsplit(value).scheme in {"http", "https"} and urlsplit(value).hostname):
        return _why("setting_url")
    if item.kind == "choice" and value not in item.choices:
        return _why("setting_choice", choices=", ".join(item.choices))
    if item.pattern and not re.fullmatch(item.pattern, value.strip()):
        return _why("setting_pattern")
    return ""


def _why(name: str, **values: str) -> str:
    return t(f"hub.why.{name}", current(), **values)


def _refusal(errors: tuple[FieldError, ...]) -> EnishiError:
    return refuse(
        "connection-invalid",
        422,
        key="hub.problem.connection-invalid",
        errors=errors,
        count=len(errors),
        first=f"{errors[0].pointer}: {errors[0].why}",
    )

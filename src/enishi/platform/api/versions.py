"""ETag, If-Match and If-None-Match (RFC 9110 13): no change is lost unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseNotModified
from django.utils.http import parse_etags

from enishi.platform.refusals import refuse, stale

if TYPE_CHECKING:
    from django.http import HttpRequest


def etag(version: object) -> str:
    """The strong ETag for a version number or other token of a record's state."""
    return f'"{version}"'


def require_match(request: HttpRequest, version: object, *, required: bool = True) -> None:
    """Go on only if the caller has seen the present `version` of the record.

    Call it inside the transaction that holds the record's row.

    Raises:
        EnishiError: another version (412), or no If-Match although `required` (428).
    """
    sent = request.headers.get("If-Match")
    if sent is None:
        if required:
            raise refuse("match-required", 428)
        return
    if sent.strip() != "*" and etag(version) not in parse_etags(sent):
        raise stale(current=etag(version))


def unchanged(request: HttpRequest, version: object) -> HttpResponseNotModified | None:
    """A 304 when the caller holds the present `version` already, else None."""
    sent = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" not in sent and etag(version) not in [tag.removeprefix("W/") for tag in sent]:
        return None
    response = HttpResponseNotModified()
    response["ETag"] = etag(version)
    return response

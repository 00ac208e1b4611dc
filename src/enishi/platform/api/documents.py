"""Answers whose JSON the database has made already."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from django.http import HttpResponse

from enishi.platform.api.versions import etag


def document(body: str, *, version: int, status: int = 200, location: str | None = None) -> HttpResponse:
    """One record with its ETag (and Location when it is new)."""
    response = HttpResponse(body, content_type="application/json", status=status)
    response["ETag"] = etag(version)
    if location:
        response["Location"] = location
    return response


def page_of(documents: Iterable[str], following: str | None) -> HttpResponse:
    """One page of a list.

    Args:
        documents: JSON of each record, in order.
        following: cursor of the next page, None on the last.
    """
    tail = msgspec.json.encode(following).decode()
    return HttpResponse(f'{{"data":[{",".join(documents)}],"next":{tail}}}', content_type="application/json")

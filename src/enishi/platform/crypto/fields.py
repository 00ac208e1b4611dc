"""Model fields that are encrypted in the database."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from enishi.platform.crypto.sealing import open_sealed, seal


class SealedJSONField(models.TextField[Any, Any]):
    """A JSON value of secrets, sealed as one text; an empty value is stored as ''."""

    description = "Encrypted JSON"

    def get_prep_value(self, value: Any) -> str:
        if not value:
            return ""
        return seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return json.loads(open_sealed(value)) if value else {}

    def to_python(self, value: Any) -> Any:
        return value or {}

"""All breakages by name."""

from __future__ import annotations

from .credentials import CREDENTIALS
from .deliveries import DELIVERIES
from .forms import FORMS
from .loads import LOADS
from .places import PLACES

BREAKAGES = {breakage.slug: breakage for breakage in (*CREDENTIALS, *PLACES, *FORMS, *LOADS, *DELIVERIES)}

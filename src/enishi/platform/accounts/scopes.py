"""What a credential may be allowed, and from which role on a person may do the same.

The list itself is the composition root's (``settings.SCOPES``): platform knows no business word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from rapidfuzz import process

from enishi.kernel.errors import FieldError
from enishi.kernel.strings import t
from enishi.platform import language
from enishi.platform.accounts.models import Role
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enishi.platform.accounts.models import User

ADMIN = "admin"


def table() -> dict[str, Role]:
    """Every scope with the role that includes it."""
    return {scope: Role(role) for scope, role in settings.SCOPES.items()}


def of_role(user: User) -> frozenset[str]:
    """The scopes that a signed-in person has."""
    return frozenset(scope for scope, role in table().items() if user.may(role))


def checked(wanted: Iterable[str]) -> list[str]:
    """`wanted` sorted and without doubles.

    Raises:
        EnishiError: a scope does not exist (422), with the nearest one that does.
    """
    known, chosen = list(table()), sorted(set(wanted))
    strange = [scope for scope in chosen if scope not in known]
    if strange:
        lang = language.current()
        why = t("platform.why.choice", lang)
        raise refuse(
            "SCH08",
            422,
            key="platform.problem.scope",
            errors=tuple(_unknown(scope, why, known) for scope in strange),
            scope=strange[0],
        )
    return chosen


def _unknown(scope: str, why: str, known: list[str]) -> FieldError:
    near = process.extractOne(scope, known, score_cutoff=60)
    return FieldError("/scopes", "SCH08", why, scope, ", ".join(known), near and near[0])

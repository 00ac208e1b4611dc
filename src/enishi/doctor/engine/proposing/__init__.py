"""Remedies made for this very exchange: a cause's page tells the way out, here it gets its values.

A proposal is made only when the evidence gives every value it needs; nothing is guessed at level "safe".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from enishi.doctor.engine.proposing import fields, forms, methods, places

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.remedy import Remedy

Propose = Callable[["Evidence"], Iterable["Remedy"]]
_EMPTY = frozenset({"hold", "retry-once"})

PROPOSALS: dict[str, tuple[Propose, ...]] = {
    "schema-wrong-type": (fields.cast,),
    "schema-number-format": (fields.cast,),
    "schema-fullwidth-characters": (fields.cast,),
    "schema-missing-required-field": (fields.rename, fields.fill),
    "schema-unknown-field": (fields.rename, fields.drop),
    "version-field-removed": (fields.rename, fields.drop),
    "schema-read-only-field": (fields.drop,),
    "schema-invalid-enum-value": (fields.choose,),
    "endpoint-wrong-host": (places.follow,),
    "endpoint-wrong-path": (places.follow, places.by_contract),
    "endpoint-wrong-method": (methods.by_allow,),
    "endpoint-trailing-slash": (places.follow,),
    "endpoint-redirect-drops-body": (places.follow,),
    "version-api-sunset": (places.follow,),
    "format-wrong-accept": (forms.accept,),
    "schema-response-mismatch": (forms.accept,),
    "format-wrong-charset": (forms.charset,),
    "format-wrong-content-type": (forms.content_type,),
    "auth-malformed-credential": (forms.trim,),
}


def remedies_for(slug: str, evidence: Evidence, general: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    """The remedies of a cause with concrete ones first.

    Args:
        slug: the cause.
        evidence: of this exchange.
        general: the cause's own remedies; one that carries out nothing of its own gives way to a concrete
            one that runs at the same level or more freely.
    """
    general = tuple(one for one in general if all(methods.fits(action, evidence) for action in one.actions))
    made: list[Remedy] = []
    for propose in PROPOSALS.get(slug, ()):
        made.extend(propose(evidence))
    if not made:
        return general
    kept = (remedy for remedy in general if remedy.level == "person" or not _empty(remedy))
    return (*made, *(remedy for remedy in kept if remedy.slug not in {one.slug for one in made}))


def _empty(remedy: Remedy) -> bool:
    return all(action.kind in _EMPTY for action in remedy.actions)

"""JSON-ready form of a diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enishi.doctor.engine.clue import Clue
    from enishi.doctor.engine.diagnosis import Diagnosis, Ranked
    from enishi.doctor.engine.remedy import Remedy


def to_dict(diagnosis: Diagnosis, lang: str) -> dict[str, Any]:
    return {
        "headline": diagnosis.headline.of(lang),
        "decided": diagnosis.decided,
        "question": diagnosis.question.of(lang) if diagnosis.question else None,
        "probe": diagnosis.probe or None,
        "retryable": diagnosis.retryable,
        "retry_after": diagnosis.retry_after,
        "vendor": diagnosis.vendor,
        "vendor_code": diagnosis.vendor_code,
        "vendor_says": diagnosis.vendor_says.of(lang) if diagnosis.vendor_says else None,
        "causes": [_ranked(cause, lang) for cause in diagnosis.causes],
        "ruled_out": [
            {"slug": other.slug, "code": other.code, "name": other.name.of(lang), "why": other.why.of(lang)}
            for other in diagnosis.ruled_out
        ],
        "steps": [
            {"name": step.name, "title": step.title.of(lang), "found": step.found.of(lang), "here": step.here}
            for step in diagnosis.steps
        ],
        "remedies": [_remedy(remedy, lang) for remedy in diagnosis.remedies],
        "links": [{"title": title.of(lang), "url": url} for title, url in diagnosis.links],
    }


def _ranked(cause: Ranked, lang: str) -> dict[str, Any]:
    return {
        "slug": cause.slug,
        "code": cause.code,
        "family": cause.family,
        "name": cause.name.of(lang),
        "summary": cause.summary.of(lang),
        "confidence": round(cause.confidence, 3),
        "severity": cause.severity,
        "refined": cause.refined or None,
        "clues": [_clue(clue, lang) for clue in cause.clues],
    }


def _clue(clue: Clue, lang: str) -> dict[str, Any]:
    place = clue.place
    return {
        "part": place.part,
        "name": place.name,
        "start": place.start,
        "end": place.end,
        "weight": round(clue.weight, 2),
        "decisive": clue.decisive,
        "why": clue.why.of(lang),
    }


def _remedy(remedy: Remedy, lang: str) -> dict[str, Any]:
    return {
        "slug": remedy.slug,
        "level": remedy.level,
        "title": remedy.title.of(lang),
        "steps": [step.of(lang) for step in remedy.steps],
        "actions": [action.to_dict() for action in remedy.actions],
    }

"""The case files of all causes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from enishi.doctor import diagnose
from enishi.doctor.engine.catalogue import catalogue, folder_of
from enishi.doctor.engine.corpus import exchange_of
from enishi.doctor.engine.diagnosis import Diagnosis


@dataclass(frozen=True)
class Case:
    slug: str
    name: str
    hit: bool
    text: str

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.text)

    @property
    def id(self) -> str:
        return f"{self.slug}/{self.name}"


@cache
def all_cases() -> tuple[Case, ...]:
    found = []
    for cause in catalogue().causes:
        for path in sorted((folder_of(cause) / "cases").glob("*.json")):
            found.append(  # noqa: PERF401
                Case(cause.slug, path.stem, path.stem.startswith("hit"), path.read_text(encoding="utf-8"))
            )
    return tuple(found)


@cache
def diagnosis_of(case: Case) -> Diagnosis:
    data = case.data
    return diagnose(
        exchange_of(data), vendor=data.get("vendor"), context=data.get("context"), **known_of(data)
    )


def known_of(data: dict[str, Any]) -> dict[str, Any]:
    """What a case knows besides the exchange: history and settings, as its file states them."""
    from enishi.doctor.engine.corpus import history_of, settings_of

    return {"history": history_of(data.get("history")), "settings": settings_of(data.get("settings"))}


def names(diagnosis: Diagnosis) -> list[str]:
    """Slugs in order; a special case that was recognised stands before the cause it refines."""
    return [
        name for one in diagnosis.causes for name in ([one.refined, one.slug] if one.refined else [one.slug])
    ]

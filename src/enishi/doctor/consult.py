"""The diagnosis itself: reads the evidence, weighs the causes, and puts the answer together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from enishi.doctor.dialects import library
from enishi.doctor.engine.assemble import assemble
from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.evidence import Evidence
from enishi.doctor.engine.speech import Speech
from enishi.doctor.engine.weighing import Hit, weigh

if TYPE_CHECKING:
    from datetime import datetime

    from enishi.doctor.engine.diagnosis import Diagnosis
    from enishi.doctor.engine.dialect import Dialect
    from enishi.doctor.engine.known import Contract, History, Settings
    from enishi.doctor.probes.ladder import Plan
    from enishi.doctor.probes.observation import Observation
    from enishi.doctor.probes.port import Prober
    from enishi.kernel.exchange import Exchange

ONE_LEFT = 0.95


def diagnose(
    exchange: Exchange,
    *,
    vendor: str | None = None,
    context: str | None = None,
    history: History | None = None,
    contract: Contract | None = None,
    settings: Settings | None = None,
    now: datetime | None = None,
) -> Diagnosis:
    """Name the cause of a failing exchange, how sure that is, and what to do about it.

    Args:
        exchange: what was sent, what came back or was raised; any part may be missing.
        vendor: name of the other system as a person would write it; else it is told by the host.
        context: free text: what the operator could see besides.
        history: recent calls and changes.
        contract: OpenAPI or JSON Schema.
        settings: what the connection is set to.
        now: time of the diagnosis (aware); else the time of the exchange.

    Never raises, whatever the evidence holds. Added in 0.1.
    """
    evidence = gather(
        exchange,
        vendor=vendor,
        context=context,
        history=history,
        contract=contract,
        settings=settings,
        now=now,
    )
    tallies, heard = weigh(evidence, catalogue(), speeches(evidence.dialect))
    return assemble(evidence, tallies, heard)


def investigate(
    exchange: Exchange,
    prober: Prober,
    *,
    plan: Plan | None = None,
    vendor: str | None = None,
    context: str | None = None,
    history: History | None = None,
    contract: Contract | None = None,
    settings: Settings | None = None,
    now: datetime | None = None,
) -> tuple[Diagnosis, tuple[Observation, ...]]:
    """Diagnose with probes: read-only, one at a time, cheapest first, until one cause is left. Added in 0.1."""
    from enishi.doctor.probes.ladder import Plan, climb

    evidence = gather(
        exchange,
        vendor=vendor,
        context=context,
        history=history,
        contract=contract,
        settings=settings,
        now=now,
    )

    def reweighed(seen: list[Observation]) -> Diagnosis:
        hits = tuple(hit for one in seen for hit in _hits(one))
        return assemble(evidence, *weigh(evidence, catalogue(), speeches(evidence.dialect), hits))

    def enough(seen: list[Observation]) -> bool:
        return reweighed(seen).causes[0].confidence >= ONE_LEFT

    observations = climb(prober, exchange, plan or Plan(), enough=enough)
    return reweighed(observations), tuple(observations)


def _hits(observation: Observation) -> list[tuple[str, Hit]]:
    place = Place("probe", observation.probe)
    return [
        (slug, Hit(weight, observation.seen, f"probe:{observation.probe}", place=place))
        for slug, weight in observation.speaks.items()
    ]


def gather(
    exchange: Exchange,
    *,
    vendor: str | None = None,
    context: str | None = None,
    history: History | None = None,
    contract: Contract | None = None,
    settings: Settings | None = None,
    now: datetime | None = None,
) -> Evidence:
    evidence = Evidence(
        exchange,
        vendor=vendor,
        context=context,
        history=history,
        contract=contract,
        settings=settings,
        now=now,
    )
    evidence.dialect = library.find(vendor or "", evidence.host)
    return evidence


@lru_cache(maxsize=256)
def speeches(dialect: Dialect | None) -> tuple[tuple[Speech, bool], ...]:
    """The vendor's own sayings, then those that many vendors share."""
    own = ((Speech((dialect,)), True),) if dialect is not None else ()
    return (*own, (_shared(), False))


@lru_cache(maxsize=1)
def _shared() -> Speech:
    return Speech(library.shared())

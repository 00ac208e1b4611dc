"""Puts the diagnosis together from the weighed causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import show
from enishi.doctor.engine.calibration import TEMPERATURE, calibrated
from enishi.doctor.engine.diagnosis import Diagnosis, Ranked, RuledOut
from enishi.doctor.engine.pages import name_of, summary_of
from enishi.doctor.engine.question import question_between
from enishi.doctor.engine.redact import redactor_for
from enishi.doctor.engine.retry import retry_after, retryable
from enishi.doctor.engine.steps import steps
from enishi.doctor.engine.weighing import shares
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.redact import Redactor
    from enishi.doctor.engine.weighing import Heard, Tally

SHOWN = 5
_CLUES = 6
_RULED_OUT = 4
_SURE = 0.6
_NOTHING = Text("No sign of it is seen: “{sign}”", "当てはまる手がかりがありません(例: {sign})")


def assemble(evidence: Evidence, tallies: list[Tally], heard: list[Heard]) -> Diagnosis:
    from enishi.doctor.engine.proposing import remedies_for  # only needed here; keeps the import quick

    redact = redactor_for(evidence)
    tallies, refined = _settle(tallies)
    likely = shares(tallies, TEMPERATURE)
    confidence = calibrated(likely, tallies[0].score)
    ranked = tuple(
        _ranked(tally, share, evidence, redact, refined.get(tally.cause.slug, ""))
        for tally, share in zip(tallies[:SHOWN], confidence, strict=False)
    )
    first, second = tallies[0], tallies[1]
    acting = next((tally for tally in tallies if tally.cause.slug == refined.get(first.cause.slug)), first)
    clues = ranked[0].clues
    decided = ranked[0].confidence >= _SURE
    told = next((one for one in heard if one.saying.cause == first.cause.slug), None) or next(
        iter(heard), None
    )
    question, probe = question_between(first.cause, second.cause, evidence)
    return Diagnosis(
        causes=ranked,
        ruled_out=_ruled_out(tallies, redact),
        decided=decided,
        question=None if decided else question,
        probe="" if decided else probe,
        steps=steps(evidence, clues, heard),
        remedies=remedies_for(first.cause.slug, evidence, acting.cause.remedies or first.cause.remedies),
        retryable=retryable(acting.cause, evidence, heard),
        retry_after=retry_after(evidence),
        vendor=evidence.dialect.name if evidence.dialect else evidence.vendor or evidence.host or None,
        vendor_code=redact(told.saying.code) if told and told.saying.code else _first_code(evidence, redact),
        headline=_headline(evidence, redact),
        lines=show.lines(evidence, redact, clues),
        vendor_says=told.saying.means if told and told.own else None,
        links=tuple((doc.title, doc.url) for doc in evidence.dialect.docs[:3]) if evidence.dialect else (),
    )


def _settle(tallies: list[Tally]) -> tuple[list[Tally], dict[str, str]]:
    """Fold special cases into the causes they refine: the general cause keeps the place, the special one is named."""
    by_slug = {tally.cause.slug: tally for tally in tallies}
    refined: dict[str, str] = {}
    for tally in tallies:
        general = by_slug.get(tally.cause.refines)
        if (
            general is not None
            and general.cause.slug not in refined
            and tally.score > general.score
            and tally.hits
        ):
            refined[general.cause.slug] = tally.cause.slug
            general.score = tally.score
            general.hits = [*tally.hits, *general.hits]
    kept = [tally for tally in tallies if not tally.cause.refines or tally.cause.refines not in by_slug]
    return sorted(kept, key=lambda tally: -tally.score), refined


def _ranked(tally: Tally, share: float, evidence: Evidence, redact: Redactor, refined: str) -> Ranked:
    cause = tally.cause
    clues = tally.finding(evidence, most=_CLUES).clues
    return Ranked(
        cause.slug,
        cause.code,
        cause.family,
        name_of(cause.slug),
        share,
        cause.severity,
        clues,
        show.ours(summary_of(cause.slug), redact),
        refined,
    )


def _ruled_out(tallies: list[Tally], redact: Redactor) -> tuple[RuledOut, ...]:
    first = tallies[0]
    by_slug = {tally.cause.slug: tally for tally in tallies}
    found = []
    for slug in first.cause.neighbours[:_RULED_OUT]:
        other = by_slug.get(slug)
        if other is not None and other.score < first.score:
            found.append(RuledOut(slug, other.cause.code, name_of(slug), show.ours(_why_not(other), redact)))
    return tuple(found)


def _why_not(other: Tally) -> Text:
    against = min(other.hits, key=lambda hit: hit.weight, default=None)
    if against is not None and against.weight < 0:
        return against.why
    signs = [signal for signal in other.cause.signals if signal.weight > 0 and signal.why.en]
    best = max(signs, key=lambda signal: signal.weight, default=None)
    if best is None:
        return Text("Nothing in the evidence points to it.", "これを示す手がかりがありません。")
    return Text(
        _NOTHING.en.format(sign=best.why.en.rstrip(".")), _NOTHING.ja.format(sign=best.why.ja.rstrip("。"))
    )


def _first_code(evidence: Evidence, redact: Redactor) -> str | None:
    return redact(evidence.codes[0][1]) if evidence.codes else None


def _headline(evidence: Evidence, redact: Redactor) -> Text:
    at = evidence.exchange.started_at
    vendor = evidence.dialect.name if evidence.dialect else evidence.vendor
    en_name = (
        " ".join(filter(None, (vendor, f"({evidence.host})" if vendor and evidence.host else evidence.host)))
        or "The other system"
    )
    ja_name = f"{vendor}({evidence.host})" if vendor and evidence.host else vendor or evidence.host or "相手"
    en_time, ja_time = (f"At {at:%H:%M:%S} ", f"{at:%H:%M:%S}に") if at else ("", "")
    if evidence.exchange.direction == "in" or (evidence.facts.get("inbound") and not evidence.dialect):
        return show.safe(
            Text(
                f"{en_time}A call from {vendor or 'the other system'} reached us and was not handled as it should be.",
                f"{ja_time}{vendor or '相手'}からの呼び出しを正しく処理できませんでした。",
            ),
            redact,
        )
    if evidence.status is not None:
        return show.safe(
            Text(
                f"{en_time}{en_name} answered {evidence.status}.",
                f"{ja_time}{ja_name}が{evidence.status}を返しました。",
            ),
            redact,
        )
    if evidence.exception:
        return show.safe(
            Text(
                f"{en_time}The call to {en_name} ended without an answer.",
                f"{ja_time}{ja_name}への呼び出しは応答を得られずに終わりました。",
            ),
            redact,
        )
    return show.safe(
        Text(
            f"{en_time}The call to {en_name} did not succeed.",
            f"{ja_time}{ja_name}への呼び出しがうまくいきませんでした。",
        ),
        redact,
    )

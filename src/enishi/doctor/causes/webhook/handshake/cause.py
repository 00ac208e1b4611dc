from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def is_a_greeting(evidence: Evidence) -> Place | None:
    """OPTIONS with WebHook-Request-Origin, a form with a webhook number only, or an event named ping."""
    if evidence.method == "OPTIONS" and evidence.sent_header("webhook-request-origin"):
        return Place("request.header", "WebHook-Request-Origin")
    if re.fullmatch(r"webhook_id=\d+", evidence.sent_text.strip()):
        return Place("request.body")
    event = (
        evidence.sent_header("x-github-event")
        or evidence.sent_header("x-gitea-event")
        or evidence.sent_header("x-event-name")
        or ""
    )
    return Place("request.header") if event.lower() == "ping" else None


CAUSE = Cause(
    slug="webhook-handshake",
    code="HOOK14",
    possible_status=(200, 202, 204, 400, 401, 403, 404, 405, 415, 422),
    base=-1.6,
    severity="low",
    refines="webhook-test-event",
    neighbours=("webhook-challenge-unanswered", "webhook-test-event", "format-wrong-content-type"),
    signals=(
        holds(
            is_a_greeting,
            weight=11.0,
            en="The delivery is the vendor's greeting, not an event.",
            ja="通知ではなく、ベンダーの挨拶です。",
        ),
        told(
            "(right after|directly after|when) (saving|registering|creating) (the |a |)webhook",
            "(ping|handshake|greeting) (event|request|delivery)",
            weight="weak",
            en="It came right after the webhook was saved.",
            ja="webhookを保存した直後に届いています。",
        ),
        fact("inbound", "hint"),
    ),
    remedies=(
        remedy(
            "answer-greeting",
            "safe",
            en="Answer 200 and note that the connection stands\nNo work follows from a greeting",
            ja="200を返し、つながったことを記録する\n挨拶からは何の仕事も始まりません",
            actions=(act("mark-done"),),
        ),
        remedy(
            "accept-form",
            "person",
            en="Accept HEAD, GET, OPTIONS and forms at the receiving address\nBefore the strict check of type and signature",
            ja="受け口でHEAD・GET・OPTIONS・フォームを受け付ける\n種類や署名の厳しい確認より先に行います",
        ),
    ),
)

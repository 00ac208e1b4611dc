from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def same_delivery_known(evidence: Evidence) -> Place | None:
    """Our inbox holds a delivery with this id and the same content."""
    history = evidence.history
    known = history is not None and bool(history.seen_before) and history.seen_same_body is not False
    return Place("history") if known else None


CAUSE = Cause(
    slug="webhook-duplicate-delivery",
    code="HOOK11",
    possible_status=(200, 201, 202, 204, 409),
    base=-2.0,
    severity="low",
    refines="webhook-slow-ack",
    neighbours=(
        "webhook-slow-ack",
        "webhook-delivery-id-reused",
        "consistency-duplicate",
        "consistency-echo-loop",
    ),
    signals=(
        holds(
            same_delivery_known,
            weight="decisive",
            en="This delivery is in our inbox already, with the same content.",
            ja="この通知は、同じ中身ですでに受信箱にあります。",
        ),
        told(
            "(at least once|duplicate delivery|redeliver*|two subscriptions|subscribed twice|registered twice)",
            "(少なくとも1回|登録が2つ|再配信)",
            weight="weak",
            en="The description speaks of a repeated delivery.",
            ja="繰り返された配信についての話が出ています。",
        ),
        fact("inbound", "weak"),
        fact("done-twice", "hint"),
    ),
    remedies=(
        remedy(
            "ignore",
            "safe",
            en="Answer 200 and mark it as done\nId and content are both compared\nNothing is processed twice",
            ja="200を返し、済んだものとして扱う\n番号と中身の両方を比べます\n2回処理することはありません",
            actions=(act("mark-done"),),
        ),
        remedy(
            "remove-second-subscription",
            "person",
            en="Look for a second subscription\nTwo for one topic and address give two delivery ids\nRemove one of them in the vendor's console",
            ja="2つ目の登録を探す\n同じ種類・同じURLの登録が2つあると、別々の番号で届きます\nベンダーの画面で片方を消します",
        ),
    ),
)

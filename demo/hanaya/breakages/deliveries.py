"""Breakages of webhooks."""

from __future__ import annotations

from .model import Breakage, Text

DELIVERIES = (
    Breakage(
        slug="webhook-secret-rotated",
        group="deliveries",
        cause="webhook-wrong-secret",
        level="safe",
        title=Text("Webhookの署名鍵の交換", "Webhook secret rotated"),
        simulates=Text(
            "店が署名の鍵を黙って取り替えます。以後のWebhookは古い鍵では検証できません。",
            "The shop changes the signing secret without a word; webhooks no longer verify with the old one.",
        ),
        mended_by=Text(
            "POST /v2/webhooks/{id}/secretで新しい鍵を受け取るか、登録し直します。",
            "Get a new secret by POST /v2/webhooks/{id}/secret, or subscribe again.",
        ),
    ),
    Breakage(
        slug="webhook-dropped",
        group="deliveries",
        cause="webhook-subscription-gone",
        taxonomy="webhook-disabled-after-failures",
        level="safe",
        title=Text("Webhookの登録の消失", "Webhook subscription gone"),
        simulates=Text(
            "Webhookの登録が消えます(gone)。disabledでは「失敗が続いた」として止められます。",
            "The subscription disappears (gone), or is switched off “after failures” (disabled).",
        ),
        mended_by=Text(
            "登録し直し、その間の注文をGET /v2/orders?updated_since=で取り込みます。",
            "Subscribe again and fetch what was missed by GET /v2/orders?updated_since=.",
        ),
        variants={"gone": "webhook-subscription-gone", "disabled": "webhook-disabled-after-failures"},
    ),
    Breakage(
        slug="duplicate-deliveries",
        group="deliveries",
        cause="webhook-duplicate-delivery",
        taxonomy="webhook-slow-ack",
        level="safe",
        title=Text("同じ知らせの重複", "Duplicate deliveries"),
        simulates=Text(
            "同じ知らせが2回届きます。same-idでは同じwebhook-id、new-idでは別のwebhook-idです。",
            "Every event arrives twice: with the same webhook-id (same-id) or another one (new-id).",
        ),
        mended_by=Text("受け手が重複を見分けます。", "The receiver recognises what it has seen."),
        variants={"same-id": "webhook-duplicate-delivery", "new-id": "webhook-duplicate-delivery"},
    ),
    Breakage(
        slug="out-of-order",
        group="deliveries",
        cause="webhook-out-of-order",
        level="safe",
        wait=2.0,
        title=Text("順序の逆転", "Out of order"),
        simulates=Text(
            "注文はすぐに更新され、更新の知らせが作成の知らせより先に届きます。",
            "Each order is updated at once, and the news of the update arrives before that of the order.",
        ),
        mended_by=Text(
            "受け手が時刻を比べ、新しい方を残します。", "The receiver compares times and keeps the newer."
        ),
    ),
)

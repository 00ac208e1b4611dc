"""Breakages of limits, time and health."""

from __future__ import annotations

from .model import Breakage, Text

LOADS = (
    Breakage(
        slug="rate-limited",
        group="loads",
        cause="rate-window",
        level="safe",
        wait=5.0,
        title=Text("呼び出し回数の上限", "Rate limited"),
        simulates=Text(
            "上限がぐっと下がり、いまの枠は使い切りです。429とRetry-Afterを返し、枠が替われば少しだけ通します。",
            "The limit drops and the present window is used up: 429 with Retry-After, then a few calls a window.",
        ),
        mended_by=Text(
            "Retry-Afterだけ待ち、ゆっくり呼びます。", "Wait for Retry-After, then call more slowly."
        ),
    ),
    Breakage(
        slug="concurrency-limit",
        group="loads",
        cause="rate-concurrency",
        level="safe",
        wait=0.3,
        title=Text("同時呼び出しの上限", "Concurrency limit"),
        simulates=Text(
            "同時に1件しか受け付けません。各呼び出しは少し時間がかかり、重なった分は429になります。",
            "Only one call at a time; each takes a moment, and what overlaps gets 429.",
        ),
        mended_by=Text("一度に1件ずつ呼びます。", "Call one at a time."),
    ),
    Breakage(
        slug="hanging",
        group="loads",
        cause="network-read-timeout",
        level="safe",
        wait=30.0,
        title=Text("応答しない", "Hanging"),
        simulates=Text(
            "接続は受け付けますが、答えません。時間が過ぎると黙って切ります。after-writeでは書き込みだけは済んでいます。",
            "Connections are taken but never answered, then dropped. With after-write, the write has been done.",
        ),
        mended_by=Text("店側の復旧。", "The shop's recovery."),
        variants={"before-write": "network-read-timeout", "after-write": "network-read-timeout"},
    ),
    Breakage(
        slug="reset-after-write",
        group="loads",
        cause="consistency-unknown-outcome",
        taxonomy="network-keepalive-race",
        level="safe",
        title=Text("書き込み後の切断", "Reset after the write"),
        simulates=Text(
            "書き込みは済みますが、答えの前に接続が切れます。そのまま送り直すと二重になります。",
            "The write is done, then the connection is reset before the answer: a blind retry would double it.",
        ),
        mended_by=Text(
            "同じIdempotency-Keyで送り直すか、GET …?reference=で済んでいるかを確かめます。",
            "Repeat with the same Idempotency-Key, or look by GET …?reference= whether it is done.",
        ),
    ),
    Breakage(
        slug="maintenance",
        group="loads",
        cause="server-maintenance",
        level="safe",
        wait=10.0,
        title=Text("メンテナンス中", "Maintenance"),
        simulates=Text(
            "503とRetry-After、そしてHTMLのお知らせページを返します。",
            "503 with Retry-After and an HTML notice.",
        ),
        mended_by=Text("店側の作業が終わるのを待ちます。", "Wait until the shop has finished."),
    ),
)

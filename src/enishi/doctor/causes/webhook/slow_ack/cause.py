from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def vendor_repeats_after_timeout(evidence: Evidence) -> Place | None:
    """The request itself says that it is a repetition after a time-out."""
    reason = evidence.sent_header("x-slack-retry-reason") or ""
    return Place("request.header", "X-Slack-Retry-Reason") if "timeout" in reason else None


def answered_slowly(evidence: Evidence) -> Place | None:
    """We took longer than three seconds to answer an incoming delivery."""
    slow = evidence.exchange.direction == "in" and (evidence.exchange.elapsed or 0) > 3  # noqa: PLR2004
    return Place("response.status") if slow else None


CAUSE = Cause(
    slug="webhook-slow-ack",
    code="HOOK06",
    possible_status=(200, 201, 202, 204, 408, 499, 500, 502, 504),
    base=0.0,
    severity="high",
    neighbours=(
        "webhook-duplicate-delivery",
        "webhook-error-acknowledged",
        "consistency-duplicate",
        "webhook-disabled-after-failures",
    ),
    signals=(
        told(
            "(delivery|deliveries|webhook|webhooks|event|events) ~ (timed out|time out|timeout|timeouts|times out)",
            "(inside|within|during) the (request|handler|webhook|callback)",
            "(処理|返事|応答)に時間が(かか)",
            weight="strong",
            en="The handler works before it answers.",
            ja="返事の前に処理しています。",
        ),
        holds(
            vendor_repeats_after_timeout,
            weight="decisive",
            en="The vendor says that it repeats because our answer timed out.",
            ja="返事が時間切れになったため送り直した、とベンダーが示しています。",
        ),
        holds(
            answered_slowly,
            weight="clear",
            en="Our answer to the delivery took more than three seconds.",
            ja="通知への返事に3秒より長くかかっています。",
        ),
        says(
            "(webhook|delivery|event|endpoint|handler|callback|command|operation|interaction) ~ (timed out|timeout|time out|took too long|not respond in time|did not respond|no response within|failed to respond)",
            "(operation timeout|http timeout|didnt respond in time|did not respond in time|dispatch failed|unknown interaction|expired trigger id|interaction failed)",
            "(応答|返事|レスポンス)~(時間内|タイムアウト|間に合)",
            weight="clear",
            en="The vendor waited in vain for our answer.",
            ja="ベンダーがこちらの返事を待ちきれていません。",
        ),
        told(
            "(webhook|webhooks|event|events|delivery|deliveries|handler|endpoint|bot|message|messages|callback|command|notification|notifications|order|orders|reply|replies|job) ~ (twice|two times|several times|three times|again and again|duplicate*|repeated*|repeatedly|multiple times|more than once|second time|delivered again|sent again|resent|retried|arrives again|comes again)",
            "(twice|duplicate*|repeated*|several times|again) ~ (webhook|event|events|delivery|deliveries|notification|callback)",
            "(retry num|retry reason|x slack retry|retry header|attempt number|delivery attempt)",
            "(before|until|after) (it |)(answer*|respond*|acknowledg*|returning 200|the response|sending 200|replying 200|the 200) ~",
            "(slow|long|heavy|takes|takes about|takes more than|needs|lasts|over|longer than|more than) ~ (seconds|# s|cold start|work|processing|model|job|database|minute)",
            "(cold start|language model|llm|pdf|long running|synchronously|in the handler|within 3 seconds|within three seconds|3 second|10 seconds|5 seconds)",
            "(二重|2回|重複|何度も|再送)~(届|送|通知|実行)",
            "(通知|イベント|webhook)~(二重|2回|重複|何度も|再送)",
            weight="clear",
            en="The same event comes again, or the handler works long before it answers.",
            ja="同じ通知がまた届くか、返事の前に長く処理しています。",
        ),
        fact("inbound", "weak"),
        fact("done-twice", "weak"),
        holds(
            signs.answered_ok,
            weight="hint",
            en="Our answer was a success, yet the vendor sent it again.",
            ja="返事は成功なのに、送り直されています。",
        ),
        told(
            "(never appear|never appears|missing|lost|disabled|older|earlier state|overwrit*|signature|challenge)",
            weight="-clear",
            group="told-other",
            en="Events are lost, old or refused, not doubled.",
            ja="重なるのではなく、失われるか古いか断られています。",
        ),
        holds(
            signs.timed_out_at_us,
            weight="strong",
            en="The vendor gave up waiting for our answer.",
            ja="ベンダーが、こちらの返事を待ち切れずに切っています。",
        ),
        told(
            "(twice|thrice|doubled|double|doubles|2x|3x|in duplicate|duplicated|two times|three times|several times|# times|repeats itself|repeated|over and over|again and again|once more|one more|anew|second go|ran (two|2)|both through|both times|equal on both|once again)",
            "same (id|update id|event|mid|message|delivery|payload|order|svix id) ~ (again|twice|over|both|# times|anew|several)",
            "(2重|二重|2回|二回|2度|二度|重複|何度も|再送|もう一度)",
            weight="clear",
            group="told-again",
            en="The same delivery is worked on more than once.",
            ja="同じ通知が、二度以上処理されています。",
        ),
        told(
            "(takes|took|about|after|some|over|needs|p95|wake up|lasts|for|roughly|around|~) (about |around |some |up to |)# (s|sec|secs|seconds|min|minutes|m)",
            "# (s|sec|seconds) (first|later|as|before|in|as smtp|for)",
            "(handler|hook|endpoint|call|request|route|function|controller|bot) ~ (creates|calls|talks to|books|sends|runs|builds|does|prints|converts|waits|looks up|synchronously|inline|imports)",
            "(inline|synchronous*|in the call itself|in the (handler|hook|request)|before (we|it|answering|the answer)|under load|cold start|sleeps|slow)",
            "(応答|返事|処理)(に|が)~(秒|分|遅)",
            weight="weak",
            group="told-long",
            en="The work is done before the answer is given.",
            ja="返事の前に、時間のかかる処理をしています。",
        ),
    ),
    remedies=(
        remedy(
            "drop-known",
            "safe",
            en="Store, answer at once, work afterwards; drop what is known\nDeliveries with handled id and content are ignored\nThe event is stored before the answer, so nothing is lost",
            ja="保存してすぐに返事をし、処理済みのものは捨てる\n番号と中身が処理済みの通知は無視します\n返事の前に保存するため、失われません",
            actions=(act("mark-done"),),
        ),
        remedy(
            "queue",
            "person",
            en="Put the event into a queue and return 200\nSidekiq, Celery, SQS and the like\nKeep a function warm, stay below one second",
            ja="通知をキューに入れて200を返す\nSidekiq、Celery、SQSなどを使います\n関数を眠らせず、1秒未満に保ちます",
        ),
    ),
)

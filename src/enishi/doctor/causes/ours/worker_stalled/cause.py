from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="ours-worker-stalled",
    code="OUR03",
    base=-1.5,
    severity="critical",
    retryable=True,
    neighbours=("webhook-disabled-after-failures", "webhook-subscription-gone", "network-egress-blocked"),
    signals=(
        says(
            "(worker|heartbeat|lease|scheduler|job runner|queue consumer) ~ (stale|lost|missed|expired|not running|stalled|no heartbeat|dead|timed out|stopped)",
            "(no heartbeat|heartbeat missed|heartbeat lost|worker stalled)",
            "(処理役|ワーカー|心拍)~(止ま|途絶|停止)",
            weight="strong",
            where="exception",
            en="Our own worker gives no sign of life.",
            ja="こちらの処理役が動いている様子がありません。",
        ),
        told(
            "(worker|scheduler|cron|queue|background job|celery|sidekiq) ~ (not running|stopped|not started|stuck|hangs|hung|stalled|dead|growing|piles up|full|crashed|down)",
            "(no attempts|not a single attempt|nothing is sent|jobs wait|queue grows|waiting jobs)",
            "(ワーカー|キュー|待ち行列)~(止ま|たま|動いてい)",
            weight="clear",
            en="Work is waiting and nothing is attempted.",
            ja="仕事がたまり、1回も試みられていません。",
        ),
        holds(
            signs.client_error,
            weight="-clear",
            en="A call was made and answered.",
            ja="呼び出しは行われ、応答があります。",
        ),
        holds(
            signs.server_error,
            weight="-clear",
            en="A call was made and answered.",
            ja="呼び出しは行われ、応答があります。",
        ),
        fact("all-calls-fail", "hint"),
    ),
    remedies=(
        remedy(
            "hand-over",
            "safe",
            en="Let another worker take the jobs over\nOnly when the lease has ended\nWrites with unknown outcome are read back first",
            ja="別の処理役に仕事を引き継ぐ\n占有の期限が切れたものだけです\n結果の分からない書き込みは、先に読み返します",
            actions=(act("read-back"), act("retry-once")),
        ),
        remedy(
            "start-worker",
            "person",
            en="Start the worker\nsystemctl restart enishi-worker, or restart the container\nCheck memory and disk space\nSee the queue go down under System state",
            ja="処理役を起動する\nsystemctl restart enishi-worker、またはコンテナの再起動を行います\nメモリーとディスクの空きを確かめます\n「システムの状態」で、キューが減るのを見ます",
        ),
    ),
)

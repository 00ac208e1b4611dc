from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, told
from enishi.doctor.engine.clue import DECISIVE, Clue, Place
from enishi.doctor.engine.remedy import remedy
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.evidence import Evidence

PROOF = 3 * DECISIVE  # what the history proves outweighs what the answer says in general


def detect(evidence: Evidence) -> Iterator[Clue]:
    """Look for a sibling's successful renewal shortly before this refused one."""
    history = evidence.history
    if history is None or not signs.refreshes(evidence):
        return
    end = evidence.exchange.started_at or max((call.at for call in history.calls), default=evidence.now)
    start = end - timedelta(seconds=60)
    renewals = [
        call for call in history.calls if call.ok and start <= call.at <= end and "token" in call.operation
    ]
    if renewals:
        why = Text(
            "Another process renewed the token of this connection at {at:%H:%M:%S}, less than a minute before.",
            "{at:%H:%M:%S}に別の処理がこの接続のトークンを更新しています。1分もたっていません。",
        )
        yield Clue(Place("history"), PROOF, why.format(at=renewals[-1].at), "sibling")


CAUSE = Cause(
    slug="auth-refresh-race",
    code="AUTH18",
    usual_status=(400, 401),
    base=-2.0,
    severity="medium",
    detect=detect,
    refines="auth-refresh-token-invalid",
    neighbours=("auth-refresh-token-invalid", "auth-one-time-token-reused", "auth-client-secret-changed"),
    signals=(
        code(
            "invalid_grant",
            weight="weak",
            en="The renewal was refused as invalid.",
            ja="更新が無効として断られています。",
        ),
        told(
            "(race|race condition|at the same moment|simultaneously) ~ (refresh*|renew*|token)",
            "(refresh*|renew*) ~ (at the same time|at once|simultaneously|race|concurrently|in parallel)",
            "同時に~(更新|リフレッシュ)",
            weight="weak",
            en="The description speaks of two renewals at once.",
            ja="同時に2つの更新があったと書かれています。",
        ),
        fact("parallel", "weak"),
        holds(
            signs.uses_authorization_code,
            weight="-decisive",
            en="An authorisation code was exchanged.",
            ja="交換したのは認可コードです。",
        ),
    ),
    remedies=(
        remedy(
            "use-winners-token",
            "safe",
            en="Continue with the token that the other process saved\nThe credential is read again\nNothing is sent to the token endpoint",
            ja="別の処理が保存したトークンで続ける\n認証情報を読み直します\nトークンの発行元には何も送りません",
            actions=(act("reload-credential"), act("retry-once")),
        ),
        remedy(
            "reconnect",
            "person",
            en="Reconnect only if the new token is refused too\nSome vendors end the whole family of tokens after a repetition\nPress Reconnect and sign in",
            ja="新しいトークンも断られたときだけ、つなぎ直す\n繰り返しを盗用とみなし、一連のトークンを止めるベンダーがあります\n「つなぎ直す」を押してログインします",
        ),
    ),
)

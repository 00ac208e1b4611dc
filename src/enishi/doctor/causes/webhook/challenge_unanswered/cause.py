from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_CHALLENGE = re.compile(
    r"hub\.challenge|validation_?token|crc_token|url_verification|\"challenge\"|endpoint\.url_validation|verification_token\"?\s*[:=]|SubscriptionConfirmation|plainToken|hub\.mode",
    re.IGNORECASE,
)


def challenge_came(evidence: Evidence) -> Place | None:
    """The request asks for a value to be sent back."""
    if _CHALLENGE.search(evidence.raw_query) or _CHALLENGE.search(evidence.sent_text[:4000]):
        return Place("request.body" if evidence.sent_text else "request.url")
    return None


def not_sent_back(evidence: Evidence) -> Place | None:
    """A challenge came, and the answer does not hold its value."""
    value = _challenge_value(evidence)
    if not value or evidence.exchange.response is None or evidence.exchange.response.body is None:
        return None
    return Place("response.body") if value not in evidence.got_text else None


def _challenge_value(evidence: Evidence) -> str:
    data = evidence.sent_json if isinstance(evidence.sent_json, dict) else {}
    query = {name.lower(): value for name, value in evidence.query}
    for name in ("hub.challenge", "validationtoken", "validation_token", "challenge"):
        if query.get(name):
            return query[name]
    value = data.get("challenge")
    return value if isinstance(value, str) else ""


def not_sent_back_as_it_is(evidence: Evidence) -> Place | None:
    """The value of a challenge in the query came back in quotes or inside something else."""
    query = {name.lower(): value for name, value in evidence.query}
    value = query.get("hub.challenge") or query.get("validationtoken") or query.get("challenge")
    answer = evidence.got_text.strip()
    return Place("response.body") if value and answer and value in answer and answer != value else None


def verification_header_came(evidence: Evidence) -> Place | None:
    """A challenge stands in a header of the request: Okta's verification, Asana's handshake, Event Grid's origin."""
    for name, _ in evidence.sent_headers or ():
        if name.lower() in ("x-hook-secret", "webhook-request-origin") or name.lower().endswith("-challenge"):
            return Place("request.header", name)
    return None


CAUSE = Cause(
    slug="webhook-challenge-unanswered",
    code="HOOK04",
    possible_status=(200, 201, 204, 302, 400, 401, 403, 404, 405, 500),
    base=-0.2,
    severity="medium",
    neighbours=("webhook-wrong-url", "webhook-csrf", "webhook-test-event", "webhook-handshake"),
    signals=(
        holds(
            not_sent_back_as_it_is,
            weight=9.0,
            en="The value came back in quotes or with something around it; the vendor wants it alone.",
            ja="値に引用符などが付いて返っています。ベンダーは値だけを求めています。",
        ),
        says(
            "(callback|webhook|notification|endpoint|request) (url|uri|address) ~ (does not return|did not return|must return|should return|must respond|failed to return|not return|not respond|did not respond)",
            "(get|post) to (callback|webhook) (url|address)",
            weight=6.0,
            en="The vendor tried our address at registration and did not get the answer it wants.",
            ja="登録のときにベンダーがURLを試し、望む答えを得られていません。",
        ),
        told(
            "(registering|registration|saving|setting|adding|subscribing|verifying) (the |of the |a |our |)(address|url|webhook|callback|endpoint|request url|callback url|webhook url) ~ (fails|failed|refused|rejected|not accepted|error|impossible)",
            "(value|challenge|token|string|code) ~ (back|returned|echo*|sent back)",
            weight="strong",
            en="The vendor did not get its value back at registration.",
            ja="登録のとき、ベンダーに値が返っていません。",
        ),
        holds(
            not_sent_back,
            weight="decisive",
            en="A challenge came, and our answer does not hold its value.",
            ja="問い合わせが来たのに、応答にその値がありません。",
        ),
        holds(
            challenge_came,
            weight="strong",
            en="The request is the vendor's challenge at registration.",
            ja="登録時のベンダーの問い合わせです。",
        ),
        says(
            "(challenge|validation token|verification token|hub challenge|crc|verify token|handshake) ~ (failed|not returned|did not|didnt|mismatch|invalid|expected|missing|respond|response|not match|incorrect|unsuccessful|does not)",
            "(url|endpoint|callback|webhook|callback url|notification url) ~ (could not be verified|couldnt be verified|verification failed|validation failed|not verified|couldnt be validated|could not be validated|validation request failed|not respond with)",
            "(failed|unable|could not|couldnt|cannot) (to |)(verify|validate) (the |your |)(callback|url|endpoint|webhook|notification url|callback url|webhook url|request url)",
            "(subscription|notification) validation request (failed|timed out)",
            "(チャレンジ|検証トークン|webhook|エンドポイント|url)~(検証に失敗|確認できません|検証できません|応答していません|応答しません)",
            weight="strong",
            where="any",
            en="The vendor could not confirm our address.",
            ja="ベンダーがこちらのURLを確かめられていません。",
        ),
        told(
            "(setting|saving|registering|adding|configuring|subscribing|creating) (the |a |our |)(request url|webhook|callback|callback url|webhook url|subscription|endpoint|event subscription|events url) ~ (refused|fails|failed|rejected|error|not possible|impossible|not accepted)",
            "(handshake|challenge|validation request|verification request|verify token|crc)",
            "(登録|保存|購読)~(失敗|拒否|でき)",
            weight="clear",
            en="The registration of the webhook is refused.",
            ja="webhookの登録が断られています。",
        ),
        fact("inbound", "hint"),
        fact("never-worked", "hint"),
        fact("worked-before", "-clear"),
        fact("some-records-only", "-clear"),
        says(
            "(csrf|signature ~ match|captcha|cloudflare|javascript challenge|www authenticate|acme|dns challenge)",
            weight="-clear",
            group="said-other",
            en="Another kind of challenge or check is meant.",
            ja="別の種類の確認の話です。",
        ),
        holds(
            signs.page_of_challenge,
            weight="-strong",
            en="A protection page is meant, not a webhook.",
            ja="webhookではなく、防御の画面です。",
        ),
        says(
            "(url verification|url validation|endpoint url validation|intent to receive|subscription confirmation|subscription validation|pending confirmation|subscribe url|plain token|encrypted token|hub challenge|hub mode|crc check|crc token|challenge code|echostr|verification challenge|ack true|validation handshake|handshake secret|x hook secret|verify token)",
            "(unverified|not verified|pending verification|awaiting confirmation|pending confirmation|unconfirmed)",
            "(couldnt|could not|cant|cannot|can not|unable to|failed to|did not|didnt) (be |)(verify|verified|validate|validated|confirm|confirmed) (your |the |this |)(url|endpoint|webhook|callback|address|hook|request url|notification url|subscription)",
            "(callback|url|endpoint|webhook|hook|address|registration|subscription) ~ (cant|cannot|couldnt|could not|not|never) (be |)(saved|validated|verified|confirmed|created|added|validate)",
            "(validate|validation|verification|verify|confirmation|handshake|intent to receive|challenge) ~ (failed|fails|stuck|never goes green|red|not green|refused|rejected)",
            "did not (respond|answer|reply) with (the |a |our |)(handshake|challenge|secret|token|value|expected|200|validation)",
            "(soap|ack|acknowledg*) ~ (response invalid|envelope|not returned)",
            "(needs|wants|expects|requires|misses) (the |an |)(ack|encrypted token|encrypted reply|signature of|value back|challenge)",
            "(value|token|challenge) ~ (quotes|in json|json encode|as text|as plain text|encrypted|decrypt*|hash of)",
            "(URL|アドレス|エンドポイント|webhook|コールバック)~(検証|認証|確認)(に|が|は)?~(失敗|できない|できません|通らない|終わらない)",
            "(チャレンジ|challenge|plainToken|plain token|encryptedToken|encrypted token)~(返|応答|暗号)",
            "(校验失败|验证失败|返回数据不是合法|返回值解密|配置请求地址|回调)",
            "(challenge code没有返回|没有返回)",
            weight="strong",
            where="any",
            group="said-handshake",
            en="The vendor's proof of the address is named and not given.",
            ja="ベンダーのURL確認に、求められた形で答えていません。",
        ),
        says(
            "(url|endpoint|callback) ~ (did not|does not|didnt|doesnt) return (a |)(200|2xx|success*|status 200)",
            weight="strong",
            where="any",
            en="The vendor's first call at registration got no success.",
            ja="登録時の最初の呼び出しに、成功が返っていません。",
        ),
        holds(
            signs.manages_webhooks,
            weight="clear",
            en="The call registers or changes a webhook.",
            ja="webhookを登録・変更する呼び出しです。",
        ),
        holds(
            verification_header_came,
            weight="decisive",
            en="A header carries the vendor's challenge.",
            ja="ヘッダーにベンダーの問い合わせが入っています。",
        ),
    ),
    remedies=(
        remedy(
            "answer-challenge",
            "person",
            en="Send the value back as the vendor wants it\nStatus 200, text/plain, the value alone, for GET as well\nBefore any other check\nThen press Save or Verify again",
            ja="決められた形で値を返す\n200、text/plain、値だけを返します(GETでも)\nほかの確認より先に行います\nそのあと、もう一度「保存」や「検証」を押します",
        ),
    ),
)

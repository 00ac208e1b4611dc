from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_PRIVATE = re.compile(
    r"^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1|.*\.(?:local|internal|lan|test|localdomain)$)|ngrok|localtunnel|loca\.lt|trycloudflare|serveo",
    re.IGNORECASE,
)


def private_address_registered(evidence: Evidence) -> Place | None:
    """A webhook address that nobody on the internet can reach was registered or called."""
    words = evidence.words("context")
    about_hook = (
        "webhook" in evidence.sent_text.lower()
        or "callback" in evidence.sent_text.lower()
        or " webhook" in words
        or evidence.exchange.direction == "in"
    )
    return Place("request.url") if about_hook and _PRIVATE.search(evidence.host) else None


_OWN_ADDRESS = re.compile(
    r"(?:callback|webhook|hook|notification)[^.]{0,60}https?://(?:localhost|127\.|10\.|192\.168\.|\[::1)",
    re.IGNORECASE,
)


def own_address_told(evidence: Evidence) -> Place | None:
    """The address told for the webhook is one of the own machine or network."""
    found = _OWN_ADDRESS.search(f"{evidence.context} {evidence.exception}")
    return Place("context") if found else None


def challenge_found_nothing(evidence: Evidence) -> Place | None:
    """The vendor's verification call met 404 or 405: nothing answers at the registered address."""
    asked = any(
        name.lower() in ("hub.challenge", "hub.mode", "challenge", "validationtoken")
        for name, _ in evidence.query
    )
    return Place("response.status") if asked and evidence.status in (404, 405, 301, 302) else None


CAUSE = Cause(
    slug="webhook-wrong-url",
    code="HOOK05",
    usual_status=(404,),
    possible_status=(405, 400, 301, 302, 308, 403, 401, 200, 502, 503, 504, 500),
    base=-0.2,
    severity="high",
    neighbours=(
        "webhook-disabled-after-failures",
        "webhook-challenge-unanswered",
        "webhook-csrf",
        "endpoint-wrong-path",
    ),
    signals=(
        holds(
            own_address_told,
            weight=9.0,
            en="The address registered leads to the own machine, which the vendor cannot reach.",
            ja="登録されたURLは自分の機械を指していて、ベンダーからは届きません。",
        ),
        holds(
            challenge_found_nothing,
            weight=6.0,
            en="The vendor's verification call found nothing at the registered address.",
            ja="ベンダーの確認の呼び出しが、登録されたURLで何も見つけられませんでした。",
        ),
        told(
            "(recent deliveries|delivery log|deliveries|delivery history) ~ (404|not found|405|could not connect|connection refused|failed to connect)",
            weight=5.0,
            group="told-log",
            en="The vendor's log shows that nothing is at our address.",
            ja="ベンダーの記録では、こちらのURLに何もありません。",
        ),
        told(
            "(callback|webhook|notification|hook) ~ (localhost|127.0.0.1)",
            weight=6.0,
            en="The registered address is the own machine.",
            ja="登録されたURLが、自分自身の機械です。",
        ),
        told(
            "(registered|webhook|callback|notification) (address|url|uri|endpoint) ~ (localhost|private|internal|staging|the old|old domain|wrong|typo|mistyped|placeholder|still points|points to|local address|ngrok|tunnel|http 1*)",
            "(登録した|登録された|通知先の)(url|住所|アドレス)~(古い|違|誤|localhost|ステージング)",
            weight=5.0,
            en="The registered address is not ours, or not reachable from outside.",
            ja="登録されたURLが違うか、外から届かないものです。",
        ),
        holds(
            private_address_registered,
            weight="clear",
            en="The registered address cannot be reached from the internet.",
            ja="登録されたURLは、インターネットから届きません。",
        ),
        says(
            "(webhook|callback|notification|notify|hook|ipn|endpoint) (url|address|uri|endpoint|target) ~ (invalid|not valid|not reachable|unreachable|not accessible|could not be reached|must be https|must use https|must be public|not publicly|not found|not allowed|cannot be reached|returned 404|responded with 404|is not available|failed to connect|publicly)",
            "(invalid|unreachable|unsupported|bad|wrong) (webhook|callback|notification|hook) (url|address|uri|endpoint)",
            "(url|address|host) ~ (not publicly accessible|must be publicly|localhost is not allowed|private ip|not a public|isnt reachable|must not be a private)",
            "(webhook|通知先|コールバック)(url|の url|先|)~(正しく|到達|接続でき|見つかり|無効|不正)",
            weight="strong",
            where="any",
            en="The vendor says that it cannot reach the registered address.",
            ja="登録されたURLに届かないとベンダーが述べています。",
        ),
        told(
            "(webhook|webhooks|callback|notification|notifications|delivery|deliveries|vendor|postback|ipn|event|events) ~ (never arrive|never arrives|not arrive|do not arrive|does not arrive|nothing arrives|no request arrives|not received|404|not found|connection refused|unreachable|not reach|cannot reach|no request|no event arrives|no events arrive)",
            "(webhook url|callback url|registered url|webhook address|request url|endpoint url|notification url) ~ (wrong|typo|localhost|http|old|changed|path|missing|without|ngrok|private|internal|slash|placeholder|domain|staging|points|still|port|prefix|different|copied)",
            "(localhost|ngrok|tunnel|internal address|private address|behind (a |the |)firewall|not public|local machine|intranet|nat|port forwarding)",
            "(no request|nothing|no entry|no trace) ~ (in the log|in the access log|in the logs|own log|arrives|in our log|at the server)",
            "(route|path|handler) ~ (renamed|moved|differs|not registered|another path|other path)",
            "(届かない|届きません|届いていません|受信できない)",
            "(webhook|コールバック|通知)(url|の url|先)~(間違|誤|変更|古い)",
            weight="clear",
            en="Deliveries do not reach the address, or the address was changed.",
            ja="通知がURLに届いていないか、URLが変わっています。",
        ),
        fact("inbound", "weak"),
        fact("after-move", "weak"),
        fact("never-worked", "hint"),
        holds(
            signs.router_says_no_such_path,
            weight="hint",
            en="Our own router does not know the path.",
            ja="こちらのルーターが、そのパスを知りません。",
        ),
        told(
            "(disabled|deactivated|paused|switched off|processed correctly|handled|reach the handler|after some deliveries|signature|twice|duplicate*|challenge|out of order)",
            weight="-clear",
            group="told-other",
            en="Deliveries have reached us; something else is wrong.",
            ja="通知は届いていて、別のところに問題があります。",
        ),
        says(
            "(csrf|signature|challenge|redirect uri)",
            weight="-clear",
            group="said-other",
            en="The message names another reason.",
            ja="別の理由が挙がっています。",
        ),
        holds(
            signs.nothing_at_our_address,
            weight="strong",
            en="The vendor calls an address at which nothing of ours answers.",
            ja="ベンダーの呼ぶ先に、こちらの受け口がありません。",
        ),
        holds(
            signs.manages_webhooks,
            weight="clear",
            en="The call hands over or shows an address to be called back.",
            ja="呼び返してもらうURLを渡す、または見る呼び出しです。",
        ),
        says(
            "(publicly (accessible|reachable|available|routable)|unreachable (endpoint|from)|not reachable|must be (https|a public|reachable)|is not (allowed|a valid url|accessible|reachable)|https is required|https url must|bad webhook|failed to resolve host|wrong (response|http|url)|resolve host|use a tool like ngrok|only ports|can be set up only on ports|non public|internal (network|ip|address)|local(host| network)|private (ip|network|address)|url is blocked|reserved ip|no such app|tunnel ~ not found)",
            weight="strong",
            where="answer",
            group="said-address",
            en="The vendor does not take the address, or cannot reach it.",
            ja="ベンダーがそのURLを受け付けないか、届きません。",
        ),
        told(
            "(old|former|previous|another|other|wrong) (name|address|domain|host|url|path|dns name|catch address|subdomain|app) ~ (is |was |)(listed|still|there|in|entered|registered|under)",
            "(moved|renamed|changed|switched|cloned|duplicated|copied) (the |our |)(server|host|domain|app|dns|url|scenario|zap|site|address|path)",
            "(server|app|domain|dns name|host|scenario|zap|tunnel|site|path) (was |were |has |is |)(moved|renamed|changed|cloned|duplicated|restarted|new|expired|different)",
            "(path|route|url|address) (in|of) (the |our |)(app|code|router) is",
            "(hears of none|never receives|receives nothing|nunca recibe|nothing reaches|doesnt reach|does not reach|never (hits|reaches|gets|sees)|do not come|dont come|doesnt fire|no deal events|no incoming)",
            "(locally|from my (desk|phone|laptop|pc)|in the lan|on wifi|own calls) ~ (fine|works|ok|opens|hits|answers)",
            "(localhost|port forwarding|ngrok|private ip|プライベート|ローカル|社内|10 #|192 168|with http|test tld)",
            "(URL|アドレス|パス|住所)~(古い|旧|違|誤|変わ|http|プライベート|綴り)",
            weight="clear",
            group="told-address",
            en="The address that the vendor knows is not the one that answers.",
            ja="ベンダーの知るURLと、実際の受け口が違います。",
        ),
        holds(
            signs.acknowledged_by_us,
            weight="-weak",
            en="The delivery arrived and was answered with success.",
            ja="通知は届き、成功と答えています。",
        ),
    ),
    remedies=(
        remedy(
            "register-anew",
            "ask",
            en="Register our public address anew with the vendor\nSame topics, the address shown on the connection's page\nWhat was missed is fetched afterwards",
            ja="公開用のURLをベンダーに登録し直す\n種類は同じで、接続の画面に示したURLを使います\n届かなかった分は、あとで取り込みます",
            actions=(act("recreate-subscription"),),
        ),
        remedy(
            "correct-address",
            "person",
            en="Correct the address in the vendor's console\nCopy the Receiving address from the connection's page\nTry it from a phone without Wi-Fi; port 443, valid certificate",
            ja="ベンダーの画面でURLを直す\n接続の画面の「受信用URL」を写します\nWi-Fiを切った携帯電話で試します(443番、有効な証明書が必要です)",
        ),
    ),
)

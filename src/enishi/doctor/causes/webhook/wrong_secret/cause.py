from __future__ import annotations

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="webhook-wrong-secret",
    code="HOOK02",
    possible_status=(400, 401, 403, 500, 200),
    base=0.2,
    severity="high",
    neighbours=("webhook-body-parsed", "auth-clock-skew", "endpoint-wrong-environment", "webhook-test-event"),
    signals=(
        told(
            "secret ~ (of the other|of another|printed by the cli|other endpoint|another endpoint|repository settings|changed in the|was rotated|from the dashboard|two weeks|last week|was changed)",
            weight="strong",
            en="The secret was changed or belongs to another endpoint.",
            ja="シークレットが変わったか、別の届け先のものです。",
        ),
        fact(
            "signature-mismatch-on-raw-bytes",
            "decisive",
            en="We checked the signature on the raw bytes with every stored secret; none fits.",
            ja="届いたままのバイト列に、保存してあるすべてのシークレットで検証しましたが、どれも合いません。",
        ),
        says(
            "(signature|signatures|hmac|hash|digest) ~ (mismatch|does not match|did not match|not match|invalid|verification failed|failed|verify|no match|incorrect|not valid|unauthorized)",
            "(invalid|wrong|bad|no|unexpected|incorrect) (webhook |request |)(signature|signatures|hmac|verification token|signing secret|webhook secret)",
            "no signatures found",
            "(webhook|signature|request) (verification|validation|authenticity) (failed|error|check failed)",
            "could not verify (webhook|signature|request|the signature)",
            "署名~(一致しません|不正|検証|無効|異なり)",
            weight="clear",
            group="signature",
            en="The signature does not fit our secret.",
            ja="署名が、こちらのシークレットと合いません。",
        ),
        told(
            "(two|several|multiple|second|another|different|each|other|more than one|both) (webhook |)(endpoints|endpoint|webhooks|secrets|secret|apps|destinations)",
            "(signing secret|webhook secret|signing key|whsec|channel secret|endpoint secret) ~ (cli|other endpoint|another endpoint|dashboard|rotated|changed|regenerated|copied|wrong|old|from|api key|client secret|test|live|variable|differs|set|stored|base64|prefix|trailing|deployed|recreated)",
            "(stripe cli|vendor cli|command line listener|stripe listen|ngrok|forwarded by the cli)",
            "(endpoint|webhook|subscription) (was |)(recreated|re created|created anew|deleted and created|new)",
            "(api key|client secret|access token|verification token) ~ (used as|instead of|as the|as signing|for signing|to verify)",
            "(rotated|regenerated|changed|replaced) (the |a |its |)(secret|signing secret|signing key|webhook secret)",
            "(シークレット|秘密|署名キー)(を|が)~(変更|再生成|違|別|入れ替え)",
            weight="strong",
            en="Several endpoints or secrets are in play.",
            ja="届け先やシークレットが複数あります。",
        ),
        told(
            "(raw body|raw request body|raw bytes|raw payload|body raw|express raw|express.raw|raw body parser) ~ (is used|is passed|passed|used|parser|given|verified|as is|available)",
            "(raw body|raw request body|raw body parser|raw payload)",
            "(生の本文|raw body)(を|で)(使|渡)",
            weight="strong",
            group="told-raw",
            en="The raw body is used, so the secret is left as the reason.",
            ja="生の本文を使っているので、残るのはシークレットです。",
        ),
        told(
            "(works|worked|fine|succeeds) (locally|in test|in test mode|with the cli|on localhost|in development|for the other)",
            "(only|just) (the latter|one|production|live|the second|this endpoint|in production)",
            weight="clear",
            group="told-one",
            en="One endpoint or environment fails and another does not.",
            ja="ある届け先や環境だけが失敗しています。",
        ),
        fact("inbound", "weak"),
        fact("one-environment-only", "weak"),
        fact("sandbox", "hint"),
        fact("changed-by-us", "hint"),
        told(
            "(express json|express.json|body parser|json middleware|parsed body|req body|req.body|request.body|json stringify|json.stringify|json dumps|json.dumps|model binding|already parsed|parsed before)",
            weight="-clear",
            group="told-parsed",
            en="The body is parsed before the check.",
            ja="確かめる前に本文が読み取られています。",
        ),
        says(
            "(timestamp|tolerance|csrf|token mismatch|parsed javascript object|string or buffer|too old|page expired)",
            weight="-clear",
            group="said-other",
            en="The message names another reason.",
            ja="別の理由が挙がっています。",
        ),
    ),
    remedies=(
        remedy(
            "try-stored",
            "safe",
            en="Check with each stored secret of this connection\nIncluding the previous one during a rotation\nOnly secrets that you stored are tried",
            ja="この接続に保存した値を順に試す\n入れ替え中は前の値も含みます\n試すのは、ご自身が保存した値だけです",
            actions=(act("use-stored-secret", 1),),
        ),
        remedy(
            "copy-endpoint-secret",
            "person",
            en="Copy the signing secret of this very endpoint\nStripe: Webhooks, endpoint, Signing secret\nGitHub: enter a new secret at both ends\nNot the API key, and not the secret that the CLI prints",
            ja="この届け先の署名シークレットを写す\nStripe: 「Webhook」→届け先→「署名シークレット」\nGitHub: 両側に新しい値を入れます\nAPIキーや、CLIが表示する値ではありません",
        ),
    ),
)

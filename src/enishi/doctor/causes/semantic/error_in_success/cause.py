from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="semantic-error-in-success",
    code="SEM02",
    usual_status=(200,),
    possible_status=(201, 202, 207),
    base=0.0,
    severity="high",
    neighbours=(
        "rate-query-cost",
        "schema-response-mismatch",
        "consistency-partial-batch",
        "semantic-write-ignored",
    ),
    signals=(
        told(
            "(counts|counted|treats|treated|takes|took|marks|marked|reports|reported|logs|logged|shows|showed|believes|regards|registers|books|considers|assumes) ~ (success|successful|done|sent|ok|delivered|completed|fine|green|saved|created)",
            "(status|http|it|answer|response|call) (is |was |returns |says |said |gives |)(200|ok|success|successful) ~ (but|although|yet|even|though|however|while|whereas|never|nothing|not|error|refusal)",
            "(nothing|never|not) (happens|happened|arrives|arrived|is created|was created|is saved|was saved|is sent|sent|created|stored|changed|in the|booked|appears)",
            "(no|without) (exception|error|message|log|warning|notice|alarm)",
            "(body|answer|response|json) ~ (not|never) (looked at|read|checked|evaluated|examined|inspected|parsed)",
            "(成功と(みな|表示|記録)|エラーなし|届いていない|登録されていない|気づかな)",
            weight="clear",
            en="A refusal was taken for a success.",
            ja="断りが成功として扱われています。",
        ),
        holds(
            signs.refused_in_success,
            weight="weak",
            en="The status says success, the body says no.",
            ja="状態コードは成功で、本文は失敗だと述べています。",
        ),
        told(
            "(treated|counted|taken|regarded|reported|shown|logged|marked|considered|recorded|seen|handled) (as|for) (a |)(success*|ok|done|sent|delivered|successful|completed|fine)",
            "(no|without) (error|exception|errors) (is |was |are |)(raised|thrown|reported|logged|shown|noticed|returned|given|visible)",
            "(status|http) (code |status |)(is |)(always |still |)200 ~ (although|but|even|despite|error|fail*|whereas|with)",
            "(200|success|ok) ~ (but|although|even though|yet|however) ~ (nothing|not (created|saved|sent|updated|processed|delivered|arrive*)|error*|fail*|message never|does not|did not|refus*)",
            "(code|client|program|script|integration|we|it|module|connector|workflow) ~ (only|just) (checks|looks at|tests|reads|evaluates) ~ (status|http|code)",
            "(does not|doesnt|never|not) (check|look at|read|evaluate|inspect|handle|examine) ~ (body|ok|success|errors|user errors|usererrors|error field|result|response|answer|status field|field)",
            "(silent|silently) (fail*|ignored|dropped|swallow*|lost|fails)",
            "(errors|error) (member|field|array|object|key|element|code) in (the |)(body|response|answer|json)",
            "(fault|error) ~ (inside|within|in the body of) ~ (200|success)",
            "(成功|200)(と|として|なのに|で)~(扱|エラー|失敗|記録|登録されて|届い|見な)",
            "(エラーに気づ|本文の中|本文を(見|確認))",
            weight="strong",
            en="Our side took the refusal for a success.",
            ja="こちらが、断りを成功と受け取っています。",
        ),
        says(
            "(ok false|success false|user errors|usererrors|status error|result ng|is success false|error code|faultcode|has errors true|errors true)",
            where="answer",
            weight="hint",
            en="A mark of failure stands in the body.",
            ja="本文に失敗の印があります。",
        ),
        holds(
            signs.refusal_names_nothing_else,
            weight="weak",
            en="The refusal in the body is not of a kind with its own cause.",
            ja="本文の断りに、ほかの原因を示す言葉がありません。",
        ),
        fact("some-records-only", "hint"),
        holds(
            signs.client_error,
            weight="-decisive",
            en="The status itself says failure.",
            ja="状態コード自体が失敗を示しています。",
        ),
        holds(
            signs.server_error,
            weight="-decisive",
            en="The status itself says failure.",
            ja="状態コード自体が失敗を示しています。",
        ),
        holds(signs.no_answer, weight="-strong", en="No answer came.", ja="答えが届いていません。"),
        holds(
            signs.answer_is_html,
            weight="-clear",
            en="A page came in place of data.",
            ja="データでなくページが届いています。",
        ),
    ),
    remedies=(
        remedy(
            "read-the-body",
            "safe",
            en="Read the refusal and treat it as such\nThe body is judged by the vendor's rule of success\nThe true cause is looked up from its code, and the record is taken off the list of things done",
            ja="本文を読み、失敗として扱う\n相手ごとの成功の決まりで本文を判断します\nコードから本当の原因を調べ、完了の一覧から外します",
            actions=(act("hold"),),
        ),
        remedy(
            "check-past",
            "person",
            en="Look through what was counted as done\nEnishi lists the calls with such bodies; send the lost ones again",
            ja="完了とされた分を見直す\n同じような本文の呼び出しを一覧にします。失われた分を送り直してください",
        ),
    ),
)

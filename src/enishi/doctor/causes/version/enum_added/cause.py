from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="version-enum-added",
    code="VER04",
    usual_status=(200, 201),
    base=-0.6,
    severity="medium",
    neighbours=(
        "schema-response-mismatch",
        "schema-invalid-enum-value",
        "version-client-defect",
        "version-response-field-gone",
    ),
    signals=(
        told(
            "(new|unknown|unexpected|additional|further|undocumented|another) (status|state|type|kind|value|event|code|category|payment method|reason|option|member|carrier|currency|enum)",
            "(since|from) (yesterday|today|last|this|monday|tuesday|wednesday|thursday|friday|saturday|sunday|some|a few|the weekend|january|february|march|april|may|june|july|august|september|october|november|december) ~ (new|some|certain|only|for)",
            "(switch|enum|enumeration|case|mapping|converter|closed list|if else|match) ~ (does not know|unknown|fails|throws|no case|missing|crash*|incomplete)",
            "since (the |a |)(new |)(status|state|type|value|kind|option|code|category) ~ (exists|exist|was added|came|is there|appeared)",
            "(vendor|api|provider|they) (added|introduced|sends|returns|began|started) ~ (new|another|additional|unknown)",
            "(新しいステータス|新しい種別|知らない値|未知の値|追加された値)",
            weight="clear",
            en="A value new to our program is mentioned.",
            ja="こちらのプログラムが知らない値に触れられています。",
        ),
        says(
            "valueerror ~ is not a valid",
            "(literal error|type literal error|type enum)",
            "(unknown variant|no enum constant|unknown enum value|unmatched enum value)",
            weight="strong",
            where="exception",
            group="closed-list",
            en="The exception arises because a value is not in the client's closed list.",
            ja="値がクライアントの決まった一覧にないため、例外が起きています。",
        ),
        says(
            "(no enum constant|unknown enum|enum constant|is not a valid enum|unknown (enum |)(value|variant|constant|member)|invalid enum|not a member of enum|unrecognized enum|enum value)",
            "(is not|isnt) a valid (value for|) ~ (enum|status|type|kind)",
            "(unknown|unexpected|unhandled|unsupported|unrecognized) (status|state|type|kind|event|event type|value|variant|category|code|case|option|discriminator|subtype|reason|currency|payment method)",
            "(unknown variant|expected one of|could not resolve type id|unknown subtype|no matching (case|enum)|match error|unhandled case|unhandledmatcherror|non exhaustive|could not resolve subtype|discriminator)",
            "option is set but value is null",
            "(must be one of|should be one of|not one of|not in) ~ (literal|enum|choices|values|validationerror|pending|active)",
            "(invalid value for|must be one of|value not in enum|not in list|is not one of|none of the expected|input should be) ",
            "jsonconverter",
            "(enum|type) converter",
            "(value|status|type) ~ (is not a valid|is not valid for|not defined in|not found in|not recognized)",
            weight="clear",
            where="exception",
            en="Our program does not know a value that came from the vendor.",
            ja="相手から届いた値を、こちらのプログラムが知りません。",
        ),
        says(
            "(enum|variant|no enum constant|enumeration|jsonconverter|type id|subtype|discriminator|option is set)",
            where="exception",
            weight="clear",
            group="enum-word",
            en="The exception arises at a closed list of values.",
            ja="決まった値の一覧を読む処理で例外が起きています。",
        ),
        told(
            "(new|unknown|additional|undocumented|unexpected|added) (value|status|state|type|enum|option|event|event type|kind|field value|code|category|reason|enum value|payment method)",
            "(vendor|api|provider|they) ~ (added|introduced|returns|sends|started sending|began) ~ (new|another|unknown|additional)",
            "(closed|strict|generated|fixed|hard coded) (enum|list|model|client|switch|type|types)",
            "(sudden|suddenly|unexpected) ~ (without|no) (a |any |)(deployment|release|change)",
            "(without|no) (a |any |our |own |)(deployment|release|code change|change on our side)",
            "(新しい|未知の|追加された)(値|ステータス|種別|区分|イベント)",
            weight="clear",
            en="A new value from the vendor is mentioned, or a sudden failure without a release.",
            ja="相手の新しい値、またはリリースなしの突然の失敗に触れられています。",
        ),
        holds(
            signs.answered_ok,
            weight="hint",
            en="The vendor answered with success.",
            ja="相手は成功で答えています。",
        ),
        fact("worked-before", "weak"),
        holds(
            signs.no_exception_known,
            weight="-weak",
            en="No program of ours is known to have stumbled.",
            ja="こちらのプログラムがつまずいた記録はありません。",
        ),
        fact("some-records-only", "hint"),
        fact("after-upgrade", "-weak"),
        holds(
            signs.client_error,
            weight="-strong",
            en="The vendor refused our call.",
            ja="相手がこちらの呼び出しを断っています。",
        ),
    ),
    remedies=(
        remedy(
            "accept-as-text",
            "safe",
            en="Accept the new value as text\nThe record is kept with the value as it came and marked for review\nNo rule is triggered by it until you decide",
            ja="新しい値を文字として受け取る\n届いた値のまま記録を保存し、確認の印を付けます\n決めていただくまで、その値で動く規則はありません",
            actions=(act("retry-once"),),
        ),
        remedy(
            "give-it-a-meaning",
            "person",
            en="Say what the value means\nMap it to one of your own states, and update the client library when it holds the closed list",
            ja="値の意味を決める\n自社のどの状態に当たるかを選び、ライブラリが一覧を持つ場合は更新します",
        ),
    ),
)

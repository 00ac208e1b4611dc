from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="version-response-type-changed",
    code="VER09",
    usual_status=(200, 206),
    base=-1.5,
    severity="medium",
    refines="schema-response-mismatch",
    neighbours=(
        "schema-response-mismatch",
        "version-default-moved",
        "version-client-defect",
        "version-enum-added",
    ),
    signals=(
        fact("fields-retyped", "strong"),
        told(
            "(id|ids|field|value|amount|number) ~ (now|since) ~ (string|text|number|array|list|object) ~ (instead of|was|used to be|before)",
            "(type|format) of (the |a |) ~ (changed|became|is now|switched)",
            "(used to be|was) (a |an |)(number|string|integer|array|object) ~ (now|is now|became)",
            "(型|形式)が~(変わ|変更)",
            weight="strong",
            en="The type of a field is said to have changed.",
            ja="項目の型が変わったと述べられています。",
        ),
        fact("worked-before", "weak"),
        fact("some-records-only", "-clear"),
        holds(
            signs.client_error, weight="-strong", en="The call is refused.", ja="呼び出しは断られています。"
        ),
        holds(signs.server_error, weight="-strong", en="The server failed.", ja="サーバーが失敗しています。"),
    ),
    remedies=(
        remedy(
            "convert-back",
            "safe",
            en="Convert the value back\nOnly values that survive the way there and back are converted; others are held",
            ja="値を元の型に変換する\n往復しても変わらない値だけを変換し、それ以外は預かります",
            actions=(act("retry-once"),),
        ),
        remedy(
            "choose-of-several",
            "ask",
            en="Choose among several values\nWhere one value became a list, decide whether the first, all or none is kept",
            ja="複数の値の扱いを選ぶ\n一つの値が一覧になったときは、最初の一つ・全部・使わない、から選びます",
            actions=(act("hold"),),
        ),
        remedy(
            "tell-others",
            "person",
            en="Tell the makers of other programs\nPrograms that read the same field will stumble as well",
            ja="ほかのプログラムの作り手に知らせる\n同じ項目を読むプログラムは、同じ所でつまずきます",
        ),
    ),
)

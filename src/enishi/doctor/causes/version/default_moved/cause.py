from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="version-default-moved",
    code="VER07",
    usual_status=(200, 201),
    possible_status=(400, 404, 422),
    base=-1.5,
    severity="medium",
    refines="version-api-sunset",
    neighbours=(
        "version-response-field-gone",
        "version-api-sunset",
        "version-client-defect",
        "format-wrong-accept",
    ),
    signals=(
        holds(
            signs.answers_other_version,
            weight="decisive",
            en="The answer names another version than the one asked for.",
            ja="答えが名乗る版が、頼んだ版と違います。",
        ),
        told(
            "(default|account|implicit) (api |)version ~ (changed|moved|switched|upgraded|raised|bumped|is now)",
            "(falls|fell|fall) (back|forward) to ~ version",
            "(version header|x api version) ~ (changed|differs|different|another|now)",
            "(silently|quietly) (served|answered|upgraded|replaced) ~ version",
            "(既定|デフォルト)の(版|バージョン)~(変わ|切り替|上が)",
            weight=8.0,
            en="The default version is said to have moved.",
            ja="既定の版が変わったと述べられています。",
        ),
        holds(
            signs.client_error, weight="-clear", en="The call is refused.", ja="呼び出しは断られています。"
        ),
    ),
    remedies=(
        remedy(
            "pin-last-good",
            "safe",
            en="Pin the version that worked last\nThe version of the last good answer is named in each call, if it is still served\nRemove it again at any time",
            ja="最後に正しく動いた版に固定する\n最後に正常だった答えの版が提供されていれば、毎回その版を指定します\nいつでも外せます",
            actions=(act("retry-once"),),
        ),
        remedy(
            "adapt",
            "person",
            en="Adapt the mapping\nIf that version is gone, follow the comparison of both shapes that Enishi prepared",
            ja="対応表を合わせる\nその版がもうないときは、用意した前後の比較を見ながら新しい形に合わせます",
        ),
    ),
)

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.phrase import phrase
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_GUARDED = phrase(
    "(profile or permission set|permission set|field level security|security settings of this field)"
)


def custom_field_needs_rights(evidence: Evidence) -> Place | None:
    """The answer names a field of the customer's own and the rights on it; system fields are read-only instead."""
    own = "__c" in evidence.got_text or "__c" in evidence.exception
    return Place("response.body") if own and _GUARDED.find(evidence.words("said")) else None


CAUSE = Cause(
    slug="permission-field-access",
    code="PERM04",
    usual_status=(403, 400),
    possible_status=(401, 422, 200, 404),
    base=-0.4,
    severity="medium",
    neighbours=(
        "schema-unknown-field",
        "schema-read-only-field",
        "permission-user-role",
        "version-field-removed",
    ),
    signals=(
        holds(
            custom_field_needs_rights,
            weight=6.5,
            en="The customer's own field is guarded by the rights of profile or permission set.",
            ja="お客様独自の項目が、プロファイルや権限セットで保護されています。",
            group="said",
        ),
        says(
            "security settings of this field",
            "(read write|visible|editable|accessible) for your (profile|role|permission set)",
            weight=12.0,
            group="said-rights",
            en="The answer points to the rights on this field.",
            ja="この項目の権限の設定を指しています。",
        ),
        told(
            "(administrator|admin|other user|other users|other users) (sees|see|can see|gets|still sees) (it|the field|the value|them|the column)",
            "(field|column|property|value) ~ (missing|empty|hidden|null|absent) ~ (for|to) (the |)(integration|api|service|this|technical)",
            "管理者(には|では|なら)~(見え|表示)",
            weight=5.0,
            en="The field is seen by an administrator and not by this user.",
            ja="管理者には見え、この利用者には見えない項目です。",
        ),
        says(
            "field level (security|access|permission|permissions)",
            "(field|fields|column|property|properties|attribute|object|entity) ~ (not accessible|inaccessible|not visible|not permitted|permission denied|access denied|is secured|no access|not authorized|no permission|not readable|forbidden|is hidden|not allowed to access|restricted)",
            "(permission|access|authorized|allowed|privilege|right|rights) to (edit|read|view|access|update|modify|write|set|see) (this |the |these |following |)(field|fields|column|columns|property|properties|attribute|attributes)",
            "(no such column|didnt understand relationship|invalid field) ~ (field level|permission|accessible|security)",
            "(secured|restricted|protected|sensitive|private) (field|fields|column|property|attribute)",
            weight="strong",
            en="The answer says that a single field is closed to this user.",
            ja="1つの項目がこの利用者に閉じられていると答えています。",
        ),
        says(
            "(フィールド|項目|列|属性)~(閲覧権限|編集権限|アクセス権|権限がありません|アクセスできません|参照できません|権限がない)",
            "(permission|permissions|privilege|access|rights) (for|on) (the |this |)(secured |following |)(field|fields|column|attribute|property)",
            weight="decisive",
            en="The answer names a field together with a missing right.",
            ja="応答が、項目の名前と権限の不足を合わせて述べています。",
        ),
        told(
            "(field level security|field security|column security|field permission|field permissions)",
            "(フィールドレベル|項目レベル)",
            "(field|column|property) ~ (visible|hidden|shown) ~ (profile|role|permission set|admin|administrator|only)",
            weight=5.0,
            group="told-fls",
            en="The description speaks of rights on fields.",
            ja="項目ごとの権限の話が出ています。",
        ),
        code(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "FIELD_NOT_ACCESSIBLE",
            "field_access_denied",
            "GRAPHQL_FIELD_ACCESS_DENIED",
            "ACCESS_DENIED_FIELD",
            "FIELD_INTEGRITY_PERMISSION",
            weight="clear",
            en="The error code stands for a guarded field.",
            ja="保護された項目を表すエラーコードです。",
        ),
        told(
            "(field|fields|property|column|attribute|custom field|object) ~ (visible to|visible for|visible in|hidden|security|exists|shown to|admin|administrator|null for|is there|permission|profile|not returned|missing from)",
            "(works|succeeds|fine) ~ (without|when ~ left out|leaving out) (the |this |that )(field|property|column)",
            "(admin|administrator|other users|my user) ~ (see|sees|can see|gets|can read) (the |this |)(field|column|property)",
            "(fields|some fields) ~ (empty|null|missing|absent) ~ (user|integration|token)",
            "(項目|フィールド)~(見え|表示|権限|存在)",
            weight="clear",
            en="The field exists; whether it is seen depends on the user.",
            ja="項目は存在し、見えるかどうかが利用者によって違います。",
        ),
        fact("some-users-only", "weak"),
        fact("exists-in-console", "weak"),
        fact("other-credential-works", "weak"),
        fact("all-calls-fail", "-clear"),
        fact("after-vendor-change", "-weak"),
        says(
            "(read only|readonly|scope|scopes|expired|required|unknown parameter|deprecated|removed)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "leave-field-out",
            "ask",
            en="Leave the field out\nOnly if it is optional for us\nThe preview shows what would not be transferred",
            ja="この項目を外す\nこちらにとって任意の項目の場合だけです\n何が届かなくなるかを画面で確かめられます",
            actions=(act("hold"),),
        ),
        remedy(
            "open-field",
            "person",
            en="Open the field to the integration's user\nSalesforce: Object Manager, field, Set Field-Level Security\nkintone: app settings, Permissions, Fields\nDynamics: column security profile",
            ja="連携用の利用者に項目を開く\nSalesforce: 「オブジェクトマネージャー」→項目→「項目レベルセキュリティの設定」\nkintone: アプリの設定→「アクセス権」→「フィールド」\nDynamics: 列のセキュリティプロファイル",
        ),
    ),
)

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_BACK = (
    " sent back ",
    " put back ",
    " written back ",
    " posted back ",
    " sends back ",
    " send back ",
    "送り返",
)
_NAME_REFUSED = (
    " additional propert",
    " unknown field",
    " unrecognized field",
    " unexpected field",
    " not allowed ",
)


def read_and_sent_back(evidence: Evidence) -> Place | None:
    """What was read is sent back whole, and the answer refuses a name in it."""
    back = any(mark in evidence.words("context") for mark in _BACK)
    refused = any(mark in evidence.words("said") for mark in _NAME_REFUSED)
    return Place("context") if back and refused and evidence.method in ("PUT", "PATCH", "POST", "") else None


CAUSE = Cause(
    slug="schema-read-only-field",
    code="SCH03",
    usual_status=(400, 422),
    possible_status=(403, 405, 409, 200),
    base=-0.2,
    severity="medium",
    neighbours=("permission-field-access", "schema-unknown-field", "consistency-wrong-state"),
    signals=(
        holds(
            read_and_sent_back,
            weight="decisive",
            en="What was read is sent back whole, with fields that the vendor keeps itself.",
            ja="読み取ったものを丸ごと送り返していて、ベンダーが管理する項目が含まれています。",
        ),
        told(
            "(record|object|document|resource|item|entity|it) ~ (sent|put|written|posted) back (as a whole|unchanged|completely|entirely|including)",
            "(computed|calculated|derived|automatic|generated|formula|system|read only|auto filled) (field|fields|value|values|total|column|columns|property|property|number|id|timestamp)",
            "(including|with|together with) (the |its |all )(id|ids|timestamps|created|computed|calculated|read only|system)",
            "(vendor|system|it|api) (sets|fills|computes|calculates|maintains|assigns) (this|the|it|that) ~ (itself|field|value|number|automatically)",
            "(can only be|may only be|only) (set|given) (on|at|when|during) (creation|creating|create)",
            "(自動計算|計算される|システムが設定|作成時のみ|丸ごと送り返)",
            weight="clear",
            en="A field kept by the other side is said to be sent.",
            ja="相手が管理する項目を送っていると述べられています。",
        ),
        says(
            "(read only|readonly) (field*|propert*|attribute*|column*|param*|value*|member*)",
            "(field*|propert*|attribute*|column*|param*|value) ~ (is|are) (read only|readonly|not writable|not writeable|not updatable|not updateable|not editable|immutable|computed|calculated)",
            "(is|are) (read only|readonly|immutable)",
            "(not|non) (a |an |)(modifiable|updateable|changeable|mutable|alterable)",
            "(field|property|attribute|id) (cannot|may not|must not) be (part of|in|included in) (an |the |)(update|put|patch)",
            "(not|non) (writable|writeable|updatable|updateable|createable|creatable|editable)",
            "(cannot|can not|cant|may not|must not|unable to) (be (set|changed|modified|updated|edited|written|overwritten|assigned)|set|update|create update|modify|change) ~ (field*|propert*|attribute*|column*|computed|calculated|formula|directly)",
            "(field*|propert*|attribute*|column*) ~ (cannot|can not|cant|may not) be (set|changed|modified|updated|edited|written|specified|included|assigned)",
            "(cannot|can not|cant) accept a value because the field is (computed|calculated)",
            "(formula|computed|calculated|roll up|rollup|auto number|generated|system) (field|fields|column|columns|property|properties)",
            "for insert update",
            "marked (as|) read only",
            "(generated always|identity column)",
            "should not be (set|included|sent|present) ~ (creat*|updat*|request)",
            "(unmodifiable|unwritable)",
            weight="strong",
            en="The answer says that this field can only be read.",
            ja="この項目は読み取り専用だと答えています。",
        ),
        says(
            "読み取り専用",
            "読取専用",
            "参照専用",
            "(更新|変更|編集|書き込み|設定|指定)(は|が|することは|することが|)(できない|できません)~(フィールド|項目|プロパティ)",
            "(フィールド|項目|プロパティ)~(更新|変更|編集|書き込み|設定)(は|が|することは|することが|)(できない|できません)",
            "(schreibgeschützt|lecture seule|solo lectura|只读)",
            weight="strong",
            en="The answer says that the field cannot be written.",
            ja="書き込めない項目だと答えています。",
        ),
        code(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "READ_ONLY_VALUE",
            "read_only",
            "readonly_field",
            "field_not_writable",
            "immutable_field",
            "attribute_not_writable",
            "mutability",
            "field_read_only",
            "READ_ONLY_FIELD",
            "ReadOnlyProperty",
            "cannot_update_field",
            weight="decisive",
            en="This error code stands for a field that cannot be written.",
            ja="このコードは書き込めない項目を表します。",
        ),
        holds(
            signs.sends_system_fields,
            weight="weak",
            en="The body carries fields that systems keep themselves, such as creation dates.",
            ja="作成日時のように、相手が自分で管理する項目が本文に入っています。",
        ),
        told(
            "(read only|readonly|read-only)",
            "(formula|computed|calculated|rollup|lookup|auto number) (field|column|property)",
            "読み取り専用",
            "(計算|自動採番|ルックアップ)(フィールド|項目)",
            weight="strong",
            en="The field described is one that cannot be written.",
            ja="書き込めない項目であることが述べられています。",
        ),
        told(
            "(sent|send|put|posted|written) back",
            "(whole|entire|complete|full) (object|record|document) ~ (sent|put|back|updat*)",
            weight="weak",
            group="back-told",
            en="What was read is sent back as a whole.",
            ja="読んだものを丸ごと送り返しています。",
        ),
        says(
            "(read only|readonly) (file system|filesystem|mode|database|replica|transaction|access|key|token|scope|user|permission)",
            weight="-strong",
            group="other",
            en="Not a field but the whole system or credential is read-only.",
            ja="読み取り専用なのは項目ではなく、システム全体や認証情報です。",
        ),
        says(
            "(permission*|privilege*|role|scope*|not authorized|access denied|権限)",
            weight="-weak",
            group="right",
            en="The answer speaks of rights.",
            ja="権限に触れています。",
        ),
        fact("caller-is-admin", "hint"),
        fact("some-users-only", "-weak"),
        holds(
            signs.good_answer_then_reader_failed,
            weight="-strong",
            group="reader",
            en="The vendor answered with success; it is our own reader that failed.",
            ja="相手は成功で答えており、失敗したのはこちらの読み取りです。",
        ),
        says(
            "(security settings of this field|field level security|field security|profile or permission set|for your profile)",
            weight="-strong",
            group="field-right",
            en="The answer points to the rights on this field.",
            ja="この項目に対する権限を指しています。",
        ),
        holds(
            signs.write_kept_old_value,
            weight="strong",
            en="The write succeeds, and yet the field stays as it was.",
            ja="書き込みは成功するのに、その項目は元のままです。",
        ),
        says(
            "(cannot|can not|cant|may not|must not) be (set|written|changed|modified|updated|altered|edited|assigned) ",
            "(not|isnt) (a |an |)(writable|writeable|updatable|editable|settable|modifiable)",
            "(may|can|must) not be (modified|changed|updated|set|altered) (by|directly|manually|after|once|via)",
            "(cannot|can not|cant) (update|change|modify|edit|write|set|save|overwrite) (the |a |)(rollup|roll up|formula|computed|calculated|provisioned|system|managed|immutable|create only|readonly|inherited|synced|property|field|attribute)",
            "(updates|changes) to ~ (are forbidden|not allowed|not supported|are not permitted|fields other than)",
            "fields other than ~ (forbidden|are forbidden)",
            "(create only|createonly|write once|set once|immutable)",
            "(write requests|writes|writing|setting|updating) (to|of) ~ (not supported|not allowed|unsupported|not permitted|disallowed)",
            "(is not|not) valid for (update|create|insert|write)",
            "(is|are) (managed|maintained|set|assigned|generated|controlled|computed|calculated) (by|automatically|internally)",
            "already exists in location",
            "(kann nicht (geändert|gesetzt|bearbeitet)|nicht änderbar|ne peut (pas |)être modifié|no se puede modificar|não pode ser alterado|只读|不可修改)",
            "(変更|更新|編集|上書き|設定)(は|することは|)(できません|不可)",
            weight="clear",
            en="The answer does not let this field be changed.",
            ja="この項目は変えられないと答えています。",
        ),
        told(
            "(computed|calculated|derived|summed|summed up|aggregated|inherited) (from|by|out of|automatically|there|and)",
            "(is|are|its|it is|box is|input is|field is) (computed|calculated|grey|greyed|grayed|locked|inherited|provisioned)",
            "(greyed|grayed) out",
            "(grey|gray|ausgegraut|lock icon|no edit tick|no pencil)",
            "(running|serial|sequence|consecutive|automatic|auto) number",
            "(sum|total|rollup|roll up|formula|lookup|calculated|last modified|created) (of lines |)(field|column|box|property)",
            "(ldap|directory|provisioned|terraform|hr system) (users|accounts|people|managed)",
            "(overwrite|override|set|write|change|alter|backdate|push) (the |a |)(total|sum|creation date|created|author|reporter|owner|organizer|number|rounding|identifier|gross)",
            "(id like|want|wants|trying|would like) ~ to (become|overwrite|backdate|renumber|change the (number|author|creation))",
            "(create takes|can be set|settable|only set|set only) ~ (creat*|later)",
            "(計算(項目|列|式)|自動(採番|計算)|灰色|グレーアウト|編集不可)",
            weight="clear",
            en="The field is one that the other side fills by itself.",
            ja="相手が自分で埋める項目です。",
        ),
    ),
    remedies=(
        remedy(
            "leave-out",
            "safe",
            en="Leave the named field out\nOnly the field that the answer names is removed from the request\nThe record is sent again and the mapping marks the field as incoming only",
            ja="名指しされた項目を外す\n答えが挙げた項目だけを取り除きます\n送り直し、対応表ではその項目を「受け取り専用」にします",
            actions=(act("retry-once"),),
        ),
        remedy(
            "use-its-function",
            "person",
            en="Use the vendor's own function\nIf the value must change, look for the call made for it, such as change owner, cancel or move",
            ja="専用の機能を使う\n値を変える必要があるときは、「所有者の変更」「取り消し」など専用の呼び出しを探します",
        ),
    ),
)

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_NOTHING_AFTER_NAME = re.compile(r'"\s*:\s*(?=[,}\]]|$)')


def value_left_out(evidence: Evidence) -> Place | None:
    """The body cannot be parsed because a name has no value: an empty variable was written into it."""
    found = _NOTHING_AFTER_NAME.search(evidence.sent_text[:8000]) if evidence.sent_json is None else None
    return Place("request.body", "", found.start(), found.end()) if found else None


CAUSE = Cause(
    slug="schema-null-vs-empty",
    code="SCH11",
    usual_status=(400, 422),
    possible_status=(500, 200),
    base=-0.2,
    severity="low",
    neighbours=("schema-missing-required-field", "schema-wrong-type", "schema-response-mismatch"),
    signals=(
        told(
            "(clear*|empty*|erase|erasing|delet*|reset*|blank*) (a |the |one |this |that |an |)(field|value|date|box|phone|number|entry|cell|column|property)",
            "(empty string|empty text|blank|null|none|nothing|empty value|empty list|empty array|empty object) ~ (sent|send*|accepted|refused|rejected|passes|fails|works|expected|instead|serialized|written)",
            "(null|empty string) (is|was) (accepted|refused|rejected|sent|required|expected|not accepted)",
            "(field|box|date|cell|column|value|number|input) (is|was|are|were|stays|left|remains) (left |)(empty|blank|unfilled|null|none|unset|open)",
            "(unset|unfilled|untouched|optional|empty|blank) (field|fields|box|boxes|cell|cells|values|date|dates|columns|properties)",
            "(空にする|空のまま|空欄|空文字|未入力|nullを|nullなら)",
            weight="clear",
            en="Empty or cleared values are mentioned.",
            ja="空の値や、値を消すことに触れられています。",
        ),
        holds(
            value_left_out,
            weight=5.0,
            en="A name stands without a value: an empty variable was written into the body.",
            ja="名前の後に値がありません。空の変数をそのまま書き込んだ形です。",
        ),
        holds(
            signs.named_value_is_empty,
            weight="strong",
            en="The value complained about is null or empty.",
            ja="指摘された項目の値が、nullか空です。",
        ),
        holds(
            signs.has_null_or_empty,
            weight="weak",
            en="The request holds null or empty values.",
            ja="送った内容に、nullか空の値があります。",
        ),
        says(
            "(must|may|can|should) not be (null|none|nil|empty|an empty string)",
            "(cannot|can not|cant) be (null|none|nil|empty|an empty string)",
            "(field|value|parameter|it) may not be (null|blank|empty)",
            "(is|was|got|received|found|but) (null|none|nil|undefined|nonetype|an empty string|empty string)",
            "(null|none|nil|empty|nulls) (is not|isnt|are not|value*|string*) ~ (allowed|permitted|supported|accepted|invalid|valid)",
            "(null|none|empty string|empty value) (not allowed|not permitted|is invalid|received|given|provided)",
            "(expected|expects) ~ (received|got|found|but was|instead of) (null|none|nil|undefined|empty)",
            "(not nullable|non nullable|nonnullable|none is not an allowed value)",
            "(null|nil) pointer",
            "(unexpected|invalid) (null|empty string|empty value|nil)",
            "none type",
            "of type null",
            "null given",
            "cannot convert null",
            "(at least|minimum) (1|one) character",
            "(空文字|null|NULL|空の値|空欄)~(できません|許可|不正|指定|認め|使え)",
            "(空|null)(に|は|を)(できません|指定できません|許可)",
            weight="clear",
            en="The answer complains about an empty or null value.",
            ja="空やnullの値について指摘しています。",
        ),
        code(
            "null_not_allowed",
            "NotNullable",
            "value_error.none.not_allowed",
            "empty_value",
            "EMPTY_VALUE",
            "NULL_VALUE",
            "string_too_short",
            "parameter_invalid_empty",
            "string.empty",
            "any.null",
            "empty_string",
            "null_value_not_allowed",
            weight="strong",
            en="This error code stands for an empty or null value.",
            ja="このコードは空やnullの値を表します。",
        ),
        told(
            "(empty string|empty value|empty field*|blank field*|left (empty|blank)|is (empty|blank|null)|null value*|optional field*|emptied|cleared|clear the|clearing|unset|no value|without a value|nulls)",
            "(sends|sent|send|passes|passing|sending) ~ (null|empty|blank|none)",
            "(null|empty|blank) ~ (instead of|rather than|in place of)",
            "(omit*|absent|leaving out|left out|removing the (key|field)) ~ (work*|help*|fine)",
            "(空欄|空文字|未入力|空のまま|空にする|null)",
            weight="strong",
            en="It happens with empty values.",
            ja="空の値のときに起きています。",
        ),
        fact("empty-value", "strong", group="told"),
        fact("some-records-only", "hint"),
        holds(
            signs.answered_ok,
            weight="-clear",
            en="The vendor answered with success; the null came from there.",
            ja="相手は成功で答えており、nullは相手から届いています。",
        ),
        holds(
            signs.named_field_is_absent,
            weight="-weak",
            en="The field named was not sent at all.",
            ja="挙げられた項目は送られていません。",
        ),
        says(
            "(response|answer|result|body|payload|reply|content) (is|was) (empty|null)",
            "empty (response|reply|body|answer)",
            weight="-clear",
            group="answer",
            en="The whole answer or body is empty, not a field.",
            ja="空なのは項目ではなく、答えや本文の全体です。",
        ),
        says(
            "(token|credential*|api key|password|authorization|secret)",
            weight="-clear",
            group="credential",
            en="It is the credential that is empty.",
            ja="空なのは認証情報です。",
        ),
        holds(
            signs.answer_quotes_nothing,
            weight="strong",
            en="The answer quotes an empty value or null as what it refuses.",
            ja="断った値として、空またはnullを引用しています。",
        ),
        holds(
            signs.blank_parameter,
            weight="clear",
            en="A parameter is sent without a value.",
            ja="値のないパラメータを送っています。",
        ),
        told(
            "(wipe*|wiped|erase*|erased|blanked|emptied|nulled|unset|unassign*|reset)",
            "(all|phone numbers|values|nicknames|fields|data|box|notes) (are |were |got |)(lost|gone|wiped|erased|deleted) ~ (did not|didnt|nothing|without|not send|untouched|didnt touch)",
            "(those|people|customers|subscribers|contacts|respondents|users|products|orders|articles|hosts|records) (that|who|with|without|w o|having) ~ (nothing|no |without|blank|empty|filled|not filled|second)",
            "(no|without|missing) (end|date|value|second|middle|supplier|partner|picture|barcode|email|phone|agent) (chosen|selected|given|filled|set|entered|name)",
            "open ended",
            "(n a|nan|dash) ~ (from|instead|not indexed|doesnt)",
            "(remov*|leav*|dropp*|delet*|omitt*) (the |that |)(key|keys|field|attribute|it|parameter) (entirely|completely|altogether|away|out|helps|works|makes)",
            "(leaving it (away|out)|take (product |it |)out of all|want the ~ gone|should disappear)",
            "(none|no one) (chosen|selected|picked)",
            "(empty|null|none|nil) (array|list|object|dict|hash|string|from|there|in there|here|value)",
            "(は|が)(空|なし|無し|未設定)(の|だと|で|なら|を|に)",
            "(なしの|消して|消した|キーごと|空で|空に|未設定)",
            weight="clear",
            en="It is about values that are empty, cleared or left away.",
            ja="空の値、消した値、省いた値に関わる話です。",
        ),
        says(
            "(must not|cannot|can not|may not|should not) (be|contain|have) (an |a |)(empty|blank|null|nil)",
            "(attribute value|value|string|text) ~ (must not be|cannot be|is|was) (empty|blank|null)",
            "had (n|null) instead",
            "(incorrect|invalid) (date|datetime|integer|decimal|time|number) value for column",
            "does not accept (null|empty|blank)",
            "(leerer wert|darf nicht leer|ne (peut|doit) pas être (vide|nul)|no puede (estar vacío|ser nulo)|não pode ser (vazio|nulo)|不能为(空|null))",
            weight="clear",
            en="The answer is about an empty value.",
            ja="空の値についての答えです。",
        ),
    ),
    remedies=(
        remedy(
            "leave-out-empty",
            "safe",
            en="Leave the empty field out\nAn optional field without content is not sent when a record is created\nEverything else stays as it is",
            ja="空の項目を送らない\n新規登録では、中身のない任意の項目を外します\nほかの項目はそのままです",
            actions=(act("retry-once"),),
        ),
        remedy(
            "choose-empty",
            "ask",
            en="Choose how to clear\nIf the value at the other side must be cleared, confirm null or the empty text",
            ja="消し方を選ぶ\n相手側の値を消したいときは、nullと空文字のどちらを送るかを確かめます",
            actions=(act("hold"),),
        ),
        remedy(
            "fill-in",
            "person",
            en="Fill the value in\nIf the field turns out to be required, enter a value",
            ja="値を入れる\n必須の項目だとわかったときは、値を入力してください",
        ),
    ),
)

from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="schema-fullwidth-characters",
    code="SCH07",
    usual_status=(400, 422),
    possible_status=(200, 500, 403),
    base=-0.7,
    severity="low",
    neighbours=("schema-number-format", "schema-invalid-value", "format-wrong-charset"),
    signals=(
        holds(
            signs.fullwidth_in_values,
            weight="decisive",
            en="Digits or signs were sent in full-width form.",
            ja="数字や記号が全角のまま送られています。",
        ),
        says(
            "半角(数字|英数|英数字|文字|で|に|のみ|カナ|)",
            "全角(文字|数字|英数|スペース|は|が|を)",
            "(full width|fullwidth|double byte|zenkaku|half width|halfwidth|hankaku)",
            weight="decisive",
            en="The answer asks for half-width characters.",
            ja="半角での入力を求めています。",
        ),
        told(
            "(full width|fullwidth|zenkaku|double byte|half width|hankaku)",
            "(全角|半角)",
            "japanese (input|keyboard|ime)",
            "(日本語入力|IME)",
            weight="clear",
            en="Full-width typing is mentioned.",
            ja="全角での入力に触れられています。",
        ),
        fact("non-ascii-data", "hint"),
        says(
            "(charset|encoding|mojibake|utf 8|shift jis)",
            "文字化け",
            weight="-clear",
            group="charset",
            en="The characters are garbled rather than wide.",
            ja="全角ではなく文字化けの問題です。",
        ),
        holds(
            signs.fullwidth_seen,
            weight=5.0,
            en="Full-width digits or signs are seen in the address, the answer or the description.",
            ja="URL、答え、または説明に、全角の数字や記号が見えます。",
        ),
        told(
            "(width|wide|fat|broad|wider) (of the |)(glyph*|digits|character*|letters|numbers|is wide|looking)",
            "(digits|characters|letters|glyphs|dot|comma|hyphen|at sign) ~ (wide|wider|width|different dot|u ff*|unicode)",
            "(japanese|tokyo|osaka|kyoto|japan|chinese|taiwan*|korean) (ime|keyboard|input|customers type|users type|reseller|branch|office|colleague*|entry)",
            "(ime|input method) (on|left on|active|switched on)",
            "(数字の幅|幅が広い|全角|見た目は(正しい|同じ)|打ち(直|替)|IME|スマホから|かな入力)",
            weight="clear",
            en="Typing with a Japanese keyboard, or wide characters, is described.",
            ja="日本語入力や幅の広い文字について述べられています。",
        ),
    ),
    remedies=(
        remedy(
            "to-half-width",
            "safe",
            en="Write the digits and signs in half width\nOnly the refused field is converted (Unicode NFKC and the look-alikes of the dash)\nNames, notes and addresses stay as typed",
            ja="数字と記号を半角に直す\n断られた項目だけを変換します(UnicodeのNFKCと、紛らわしい横棒)\n氏名・備考・住所は入力のまま残します",
            actions=(act("retry-once"),),
        ),
        remedy(
            "decide-names",
            "person",
            en="Decide yourself for names\nWhere a name or building is refused, write it in the form the other system takes",
            ja="氏名や建物名はご自身で決める\n氏名や建物名が断られたときは、相手が受け付ける書き方に直してください",
        ),
    ),
)

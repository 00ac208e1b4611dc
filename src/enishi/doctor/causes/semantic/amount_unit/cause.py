from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_TWO_AMOUNTS = re.compile(
    r"(?<![\d,.])(\d[\d,]{0,12}(?:\.\d{1,4})?)(?!\d)[^.\d]{0,60}?(?:shows?|shown|charged?|becomes?|became|appears?|displayed|booked|billed|instead of|costs?|なり|請求|表示)"
    r"[^\d]{0,40}(\d[\d,]{0,12}(?:\.\d{1,4})?)(?!\d)"
)


def a_hundred_times(evidence: Evidence) -> Place | None:
    """Two amounts are told of which one is the other a hundred times."""
    for one, two in _TWO_AMOUNTS.findall(evidence.context):
        first, second = (float(text.replace(",", "")) for text in (one, two))
        if first and second and max(first, second) == 100 * min(first, second):
            return Place("context", f"{one} / {two}")
    return None


CAUSE = Cause(
    slug="semantic-amount-unit",
    code="SEM01",
    possible_status=(200, 201, 400, 402, 422),
    base=-0.4,
    severity="critical",
    neighbours=("schema-number-format", "schema-invalid-value", "schema-wrong-type"),
    signals=(
        holds(
            a_hundred_times,
            weight="decisive",
            en="One amount is the other a hundred times.",
            ja="一方の金額が、もう一方のちょうど100倍です。",
        ),
        told(
            "(paid|charged|billed|booked|shows|showed|transferred|debited|invoiced|costs|cost|received|refunded) (only |just |)# (dollars|dollar|euro|euros|yen|cents|pounds|usd|eur|jpy) (instead|rather|in place|but|where)",
            "# (dollars|euro|euros|yen|cents|usd|jpy|eur) (instead of|rather than|in place of) #",
            "(hundred|hundredth|thousand|100|1000|ten|60) (times|fold|th) (too |as |the |)(much|little|high|low|large|small|price|amount|value|more|less)",
            "(too (high|low|much|little|small|large)) by (a factor|the factor|factor|two zeros|a hundred|100)",
            "(cents|minor unit|smallest unit|whole yen|yen has no|no decimals|grams|kilos|milliseconds|seconds) ~ (instead|expected|expects|wants|counted|means|not|rather|treated|read|taken)",
            "(円ではなく|セントで|百倍|100倍|桁違い|単位が)",
            weight="clear",
            en="An amount in the wrong unit is described.",
            ja="単位の違う金額が述べられています。",
        ),
        told(
            "(# times|hundred times|hundredfold|factor (of |)(#|hundred|ten|thousand)|x #|#x|two decimal places|off by (a |)(factor|two)|100x|1 100|one hundredth|1000 times|ten times) ",
            "(amount|price|total|charge*|payment|invoice|value|fee|tax|sum) ~ (too (high|large|low|small|big|much|little)|# times|hundred|wrong by|multiplied|divided|much (higher|larger|lower|smaller|too))",
            "(cents|cent|minor unit*|smallest (currency |)unit|sub unit|subunit|pence|sen|zero decimal|whole currency|yen|major unit*|dollars instead|in dollars|in cents|minor currency)",
            "(jpy|krw|huf|vnd|yen|won) ~ (# times|hundred|too|multiplied|charged|no decimal*|zero decimal)",
            "(grams|kilograms|kg|ounces|millimet*|cm|minutes|seconds|milliseconds|percent) ~ (instead of|rather than|expected|as if)",
            "(100倍|百倍|100分の1|百分の一|桁が|二桁|セント|最小(通貨|)単位|金額が~(違|多|少|大き|小さ))",
            weight="clear",
            en="An amount is off by a factor, or units of currency are mentioned.",
            ja="金額が何倍かずれているか、通貨の単位に触れられています。",
        ),
        told(
            "(charged|charges|payments|customer|invoice|billed|order*) ~ (# times|hundred times|too much|too little|wrong amount)",
            "(100倍|百倍)~(請求|決済|金額)",
            "(金額|請求|決済|価格)~(100倍|百倍|100分の1|百分の一|100分の一|桁)",
            weight="strong",
            group="factor",
            en="The wrong amount was really booked.",
            ja="違う金額で実際に処理されています。",
        ),
        says(
            "(amount|charge|total|price|value) ~ (too (small|large|low|high|big)|must be (at least|no more than|less than|greater than)|exceed*|below ~ minimum|above ~ maximum|minimum|maximum|not allowed)",
            "(amount too small|amount too large|minimum charge|smallest currency unit|in cents|zero decimal)",
            "(金額|合計)~(小さすぎ|大きすぎ|以上|以下|上限|下限)",
            weight="weak",
            en="The amount is refused as too small or too large.",
            ja="金額が小さすぎる、または大きすぎると断られています。",
        ),
        code(
            "amount_too_small",
            "amount_too_large",
            "AMOUNT_MISMATCH",
            "invalid_amount",
            "AMOUNT_TOO_LARGE",
            "amount_mismatch",
            weight="clear",
            en="The amount does not fit what the vendor expects.",
            ja="金額が、相手の想定と合っていません。",
        ),
        holds(
            signs.amount_ends_in_zeros,
            weight="weak",
            en="The amount ends in 00 with a currency that has no decimal places.",
            ja="小数のない通貨なのに、金額の末尾が00です。",
        ),
        holds(
            signs.decimals_in_currency_without,
            weight="-clear",
            en="The notation with decimals is the stumbling block.",
            ja="つまずいたのは、小数の付いた書き方です。",
        ),
        says(
            "(token|credential*|unauthorized|permission*|timeout|not found|duplicate)",
            weight="-clear",
            group="other",
            en="Another fault is named.",
            ja="別の誤りが挙げられています。",
        ),
        holds(
            signs.amount_off_by_factor,
            weight="strong",
            en="The number that was sent differs from the number meant by the factor of a unit.",
            ja="送った数と意図した数が、単位の倍率だけ違っています。",
        ),
        told(
            "(terminal|screen|iframe|receipt|invoice|page|bill|statement|checkout|dashboard|device|label) ~ (shows|displays|display|says|reads|prints|charged) ~ #",
            "(we|i) (send|sent|pass|passed|asked for|meant|wanted|ordered|entered) ~ # ",
            "(# |a |an )(g|grams|gram|kg|kilos|oz|lb|pounds|mm|cm|inches|seconds|minutes|hours|quarter of an hour|percent|%) (off|heavy|long|t shirt|instead|was meant)",
            "(fifteen|ten|twenty|fifty|five) percent (off|discount)",
            "(単位|グラム|秒|分|セント|円)(が|を|で|の)(違|間違|なく|指定|送)",
            weight="clear",
            group="told-unit",
            en="A number is understood in another unit than meant.",
            ja="数が、意図と別の単位で受け取られています。",
        ),
        says(
            "(between 0(.0|) and 1|between 0 0 and 1 0|exceeds (the |)maximum (of |)# (kg|lb|oz|lbs|kilogram*)|weight (exceeds|too (high|heavy)|is over|above)|amount must be no more than|in the smallest|minor units)",
            weight="clear",
            group="said-unit",
            en="The refusal fits a number in the wrong unit.",
            ja="単位を間違えた数への断りと合います。",
        ),
    ),
    remedies=(
        remedy(
            "stop-at-once",
            "safe",
            en="Hold all calls with amounts of this connection\nNothing more is booked in the wrong unit",
            ja="この接続の金額を伴う呼び出しを預かる\nこれ以上、違う単位で処理されることはありません",
            actions=(act("pause"), act("hold")),
        ),
        remedy(
            "state-the-unit",
            "ask",
            en="State the unit\nCompare the sample amounts of both systems and confirm whether whole currency or the smallest unit is meant",
            ja="単位を決める\n両方のシステムの金額の例を見比べ、通貨そのものか最小単位かを選んで承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "correct-booked",
            "person",
            en="Correct what was booked\nGo through the list of affected payments, refund or charge the difference",
            ja="処理済みの分を直す\n影響のあった支払いの一覧を見て、差額を返金または請求します",
        ),
    ),
)

"""Breakages of formats and fields."""

from __future__ import annotations

from .model import Breakage, Text

FORMS = (
    Breakage(
        slug="xml-instead-of-json",
        group="forms",
        cause="format-wrong-accept",
        level="safe",
        title=Text("JSONの代わりにXML", "XML instead of JSON"),
        simulates=Text(
            "既定の形式がXMLになります。Accept: application/jsonと明示すればJSONのままです(unless-asked)。"
            "alwaysでは何を頼んでもXMLです。",
            "The default format becomes XML; who asks for application/json by name still gets it "
            "(unless-asked). With always, XML comes whatever is asked for.",
        ),
        mended_by=Text("Accept: application/jsonを付けて呼びます。", "Send Accept: application/json."),
        variants={"unless-asked": "format-wrong-accept", "always": "schema-response-mismatch"},
    ),
    Breakage(
        slug="shift-jis",
        group="forms",
        cause="format-wrong-charset",
        level="safe",
        title=Text("Shift_JISの応答", "Shift_JIS answers"),
        simulates=Text(
            "応答の文字コードがShift_JIS(CP932)になります。unlabelledではcharsetの表示がありません。",
            "Answers are written in Shift_JIS (CP932); with unlabelled, no charset says so.",
        ),
        mended_by=Text("応答をCP932として読みます。", "Read the answers as CP932."),
        variants={"unlabelled": "format-wrong-charset", "labelled": "format-wrong-charset"},
    ),
    Breakage(
        slug="number-as-text",
        group="forms",
        cause="schema-wrong-type",
        level="safe",
        title=Text("数値と文字列の取り違え", "Number as text"),
        simulates=Text(
            "送り状のparcelsと応対メモのpriorityで、文字列の数を受け付けなくなります(refuses-text)。"
            "wants-textは逆に文字列だけを受け付け、totals-as-textは金額を文字列で返します。",
            "Tracking's parcels and notes' priority no longer take a number written as text (refuses-text). "
            "wants-text is the reverse; totals-as-text answers amounts as text.",
        ),
        mended_by=Text(
            "項目を求められた型に変えて送ります。", "Send the field in the type that is asked for."
        ),
        variants={
            "refuses-text": "schema-wrong-type",
            "wants-text": "schema-wrong-type",
            "totals-as-text": "version-response-type-changed",
        },
    ),
    Breakage(
        slug="required-field-added",
        group="forms",
        cause="schema-missing-required-field",
        level="ask",
        title=Text("必須項目の追加", "Required field added"),
        simulates=Text(
            "応対メモにvisibility(staffまたはcustomer)、送り状にweight_gramsが必須になります。",
            "Notes now require visibility (staff or customer), tracking requires weight_grams.",
        ),
        mended_by=Text(
            "その項目に入れる値を決めて送ります。", "Decide on a value for the field and send it."
        ),
    ),
    Breakage(
        slug="field-renamed",
        group="forms",
        cause="version-field-removed",
        level="ask",
        title=Text("項目名の変更", "Field renamed"),
        simulates=Text(
            "送る項目の名前が変わります: メモのtextがbodyに、送り状のnumberがtracking_numberに(requests)。"
            "announcedでは断る文に新しい名前が書かれます。responsesでは、応答のtotalがtotal_amountになります。",
            "Names of sent fields change: notes' text becomes body, tracking's number becomes tracking_number "
            "(requests). With announced, the refusal tells the new name; with responses, total in answers becomes "
            "total_amount.",
        ),
        mended_by=Text("項目の対応を新しい名前にします。", "Map the field to its new name."),
        variants={
            "requests": "version-field-removed",
            "announced": "version-field-removed",
            "responses": "version-response-field-gone",
        },
    ),
    Breakage(
        slug="truncated-body",
        group="forms",
        cause="format-truncated-body",
        taxonomy="format-malformed-body",
        level="safe",
        title=Text("途中で切れた応答", "Truncated body"),
        simulates=Text(
            "応答の本文が半分で終わります。cutでは接続も切れ、shortでは長さの表示まで短くなります。",
            "The answer ends half-way: with cut the connection breaks, with short even its length is wrong.",
        ),
        mended_by=Text(
            "店側の修理。読み取りはもう一度送れば足ります。", "The shop's repair; a read may be repeated."
        ),
        variants={"cut": "format-truncated-body", "short": "format-truncated-body"},
    ),
)

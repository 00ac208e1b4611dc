from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def action_in_soap_1_2(evidence: Evidence) -> Place | None:
    """SOAP 1.2 (application/soap+xml) carries its action in the Content-Type, not in a SOAPAction header."""
    extra = evidence.sent_type == "application/soap+xml" and evidence.sent_header("soapaction") is not None
    return Place("request.header", "SOAPAction") if extra else None


CAUSE = Cause(
    slug="format-wrong-header",
    code="FMT05",
    usual_status=(400, 403, 411, 428),
    possible_status=(406, 412, 415, 417, 500, 404, 426, 431, 401),
    base=-0.1,
    severity="medium",
    neighbours=(
        "format-wrong-content-type",
        "format-wrong-accept",
        "auth-missing-credentials",
        "network-waf-block",
    ),
    signals=(
        holds(
            signs.length_without_body,
            weight=6.0,
            en="A Content-Length is announced, and no body is sent.",
            ja="Content-Lengthがあるのに、本文がありません。",
        ),
        holds(
            signs.foreign_host_header,
            weight=6.0,
            en="A Host header set by hand names another host.",
            ja="手で付けたHostヘッダーが、別のホストを指しています。",
        ),
        holds(
            signs.agent_of_a_library,
            weight="clear",
            en="The User-Agent is the default of a library.",
            ja="User-Agentがライブラリーの初期値です。",
        ),
        says(
            "(missing required header|missingrequiredheader|required header|mandatory header)",
            "(http header|header|headers) ~ (mandatory|not specified|not implemented|is required|must be|invalid header)",
            "(must|should|need to|have to) (provide|include|send|add|specify|set) ~ (http header|header)",
            "(special|additional|custom) (request |http |)header",
            "(no valid crumb|crumb ~ (request|missing|invalid)|csrf check failed|ocs apirequest)",
            "(content length and transfer encoding|both present|protocol error|invalid header|header line|request header or cookie|duplicate host|multiple host)",
            "(missing|no|required) (trans id|transid|transaction id|correlation id|request id|message id|x [a-z]+)",
            "header ~ with value ~ not implemented",
            weight=5.0,
            group="said-header",
            en="A header of the protocol or vendor is named.",
            ja="通信や提供元のヘッダーが挙げられています。",
        ),
        told(
            "(descriptive|agent|bot|user agent|client) (name|string|name of) ~ ",
            "(naming|name|names|identify|identifying) (my|the|our|its|a) (bot|script|app|client|program|tool) ~ ",
            "(ua|user agent|agent) (is|was|=|string|header|go http|python) ~ ",
            "(plain|bare|raw|naked|standard library|stock) (urllib|go client|http client|httpclient|sockets|socket|java client|go)",
            "(urllib|httpclient|http client|raw sockets|sockets|net http) ~ (nothing set|no headers|standard library|素|bare|default|403|refused)",
            "(no|nothing|without) (headers|header) (set |)(at all|are set|set)",
            "(expect 100|100 continue|hop by hop|transfer encoding|content length|host line*|host header|connection header|crumb|soapaction|soap action|ocs apirequest|consistencylevel|consistency level|x goog|x ms|dropbox api arg|transid) ~ ",
            "(copies|copy|copied|forwards|passes|passed on) (all |the |)(incoming |browser |request |)headers",
            "(header|line|length) ~ (left over|leftover|twice|two|double|added by hand|copied|line break|holding a line break|missed|far down)",
            "(two|double|duplicate) (host|content length|content type|accept) (lines|headers|header)",
            "h expect",
            "(もう1行|あと1つ)~ヘッダ",
            "(素で|素の|標準の)~(403|叩く|取れ)",
            weight="strong",
            group="told-header",
            en="A header that is missing, left over or copied is described.",
            ja="足りない・余分な・写したヘッダーについて述べられています。",
        ),
        says(
            "(adding|add|include|send|provide|specify|set|missing) (the |a |an |your |)~ (version|user agent|content length|idempotency key|request id|linkedin version|api version) header",
            "a version must be present",
            weight=5.5,
            en="The answer asks for a header.",
            ja="応答がヘッダーを求めています。",
        ),
        told(
            "(must|have to|should|need to) (name|identify|declare) (themselves|itself|yourself)",
            weight="strong",
            group="told-name",
            en="Programs have to name themselves.",
            ja="プログラムは名乗る必要があります。",
        ),
        says(
            "(org|tenant|company|customer|account|site|store|workspace|organization|realm|shop|business) (id |)header",
            weight="-strong",
            group="said-tenant",
            en="The header names a tenant.",
            ja="テナントを示すヘッダーです。",
        ),
        says(
            "(declare|update|set|change|identify|provide|specify|send) ~ user agent",
            "undeclared automated tool",
            weight=6.0,
            en="The answer wants the program to name itself.",
            ja="プログラムが名乗るよう求めています。",
        ),
        told(
            "(no|without|missing|empty|default|lacks) (a |the |any |)(user agent|user agent header|content length|soapaction|soap action|referer|host header|version header|content length header)",
            "user agent ~ (required|blocked|default|missing|none)",
            weight=5.0,
            en="A protocol header is said to be missing.",
            ja="通信のヘッダーが足りないと書かれています。",
        ),
        holds(
            action_in_soap_1_2,
            weight="strong",
            en="A SOAP 1.2 call carries a SOAPAction header, which belongs to SOAP 1.1.",
            ja="SOAP 1.2の呼び出しに、SOAP 1.1用のSOAPActionヘッダーが付いています。",
        ),
        status(
            411,
            417,
            428,
            weight="strong",
            en="This status asks for a header: length, expectation or precondition.",
            ja="長さ・期待・前提条件のヘッダーを求める応答です。",
        ),
        says(
            "(user agent|content length|soap action|soapaction|if match|if unmodified since|x requested with|idempotency key|request id|api version header|version header|host header|referer|origin header|transfer encoding|expect header|accept language|connection header|accept encoding) ~ (required|missing|must|not supported|invalid|header|mismatch|not set|does not match|should|needs|not recognized|not allowed|is empty|unexpected)",
            "(missing|required|no|without|invalid|unknown|unsupported|unexpected) (the |a |valid |)(user agent|content length|soap action|soapaction|if match|idempotency key|x requested with|version header|request header|http header|host header|referer|api version header|required header)",
            "(missing|required) (required |mandatory |http |request |)(header|headers|http header)",
            "(header|headers) ~ (is required|is missing|must be set|must be present|must be specified|not present|was not provided|is mandatory)",
            "have a user agent header",
            "(length|precondition) required",
            "(server did not recognize the value of http header|action not supported|unable to handle request without a valid action|must understand|soap version mismatch|versionmismatch|contractfilter mismatch)",
            "(ヘッダ|ヘッダー)~(指定されていません|必須|必要|不足|不正|ありません)",
            weight="strong",
            en="The answer names a header that is missing or wrong.",
            ja="足りない、または誤ったヘッダーを名指ししています。",
        ),
        told(
            "(user agent|soap action|soapaction|content length|if match|version header|x requested with|host header|custom header|soap 1 2|soap 1 1|transfer encoding|chunked|expect 100|referer)",
            "(header|headers) ~ (missing|copied|browser|added|removed|leaving out|without|left out|not sent|superfluous|needed|misspelt|misspelled|name)",
            "(browser|curl|postman) ~ (works|succeeds) ~ (library|code|program|client) ~ (not|fails)",
            "(soap|wsdl)",
            "(ユーザーエージェント|ヘッダ)",
            weight="clear",
            en="The description speaks of a protocol header.",
            ja="通信のヘッダーについての話が出ています。",
        ),
        fact("other-client-works", "weak"),
        fact("other-accounts-work", "hint"),
        fact("some-records-only", "-clear"),
        says(
            "(authorization header|auth header|api key|token|credential|bearer|content type|media type|accept header|csrf|tenant|signature|invalid header value|header value|illegal header|too large|cookie)",
            weight="-clear",
            group="said-other",
            en="The header in question has a cause of its own.",
            ja="このヘッダーには別の原因のページがあります。",
        ),
        holds(
            signs.page_of_challenge,
            weight="-clear",
            en="A protection page answers.",
            ja="防御の画面が返っています。",
        ),
    ),
    remedies=(
        remedy(
            "user-agent",
            "safe",
            en="Send a User-Agent that names this installation\nHarmless, and asked for by several vendors\nCopied Host and Content-Length headers are removed",
            ja="この設置環境を名乗るUser-Agentを付ける\n害はなく、求めるベンダーがあります\n写したHostやContent-Lengthは外します",
            actions=(
                act("set-header", "User-Agent", "Enishi"),
                act("remove-header", "Host"),
                act("retry-once"),
            ),
        ),
        remedy(
            "named-header",
            "person",
            en="Add the header that the answer names\nLook up the allowed values in the vendor's documentation\nSOAP 1.1 wants SOAPAction as in the WSDL, SOAP 1.2 none",
            ja="応答が名指ししたヘッダーを付ける\n許される値はベンダーの文書で調べます\nSOAP 1.1はWSDLどおりのSOAPActionを求め、SOAP 1.2では付けません",
        ),
    ),
)

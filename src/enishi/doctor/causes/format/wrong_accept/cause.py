from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def other_format_came(evidence: Evidence) -> Place | None:
    """XML came as a success, and the request did not ask for it."""
    accept = (evidence.sent_header("accept") or "").lower()
    if "xml" in accept or "json" in accept or evidence.got_kind != "xml":
        return None  # asked for by name, the other format is a mismatch of another kind
    text = evidence.got_text.lstrip("\ufeff \t\r\n")
    if text.startswith(("<?php", "<script", "<br", "<b>", "<div", "<!--")) or text.rstrip()[-1:] in "}]":
        return None  # foreign text before the data, or a program that was not run
    if (
        "xml" in evidence.url.lower()
        or "soap" in evidence.sent_text[:2000].lower()
        or " json " not in evidence.words("any")
    ):
        return None  # an API that speaks XML, or nobody who wanted JSON
    return Place("response.body") if signs.answered_ok(evidence) or evidence.status is None else None


def accept_names_no_json(evidence: Evidence) -> Place | None:
    accept = (evidence.sent_header("accept") or "").lower()
    return Place("request.header", "Accept") if accept and evidence.status == 406 else None  # noqa: PLR2004


def html_was_asked_for(evidence: Evidence) -> Place | None:
    """Accept names HTML and no JSON, and the answer is a page or leads to one."""
    accept = (evidence.sent_header("accept") or "").lower()
    page = evidence.got_kind == "html" or evidence.status in (301, 302, 303)
    return (
        Place("request.header", "Accept") if "text/html" in accept and "json" not in accept and page else None
    )


CAUSE = Cause(
    slug="format-wrong-accept",
    code="FMT04",
    usual_status=(406,),
    possible_status=(200, 415, 400, 404, 302, 500),
    base=-0.1,
    severity="medium",
    neighbours=(
        "schema-response-mismatch",
        "format-wrong-content-type",
        "server-misconfigured",
        "network-waf-block",
    ),
    signals=(
        holds(
            signs.data_came_as_markup,
            weight="strong",
            group="came-markup",
            en="Data came as XML, and nothing shows that JSON was asked for.",
            ja="データがXMLで返り、JSONを求めた様子がありません。",
        ),
        says(
            "(atom|xml|html|json|media|response|answer) format (is |)not supported",
            "(atomformatnotsupported|unexpected token ~ (feed|pdf 1))",
            "(unexpected|invalid) ~ (feed|xml version|pdf 1)",
            weight=5.5,
            group="said-format",
            en="The answer comes in another format, or cannot be given in the one asked for.",
            ja="応答が別の形式で来ているか、求めた形式では返せません。",
        ),
        told(
            "(format=json|format json|.json at the end|json at the end|f=json|alt=json|output=json|suffix json|extension json) ",
            "(one|a|single|another) (flag|header|option|line|switch|h|more h) ~ (json|prints|gives|fixes|becomes)",
            "(curl|postman|laptop|axios|front end|another client|other client|developer laptop|other servers) ~ (json|422|curly|document|correctly|right)",
            "(prints|returns|gives|shows|get|got|getting) ~ (angle brackets|xml|html|web page|start page|the document|a page|atom|pdf) ",
            "(header|it|accept) ~ (left|stays|is|was) (at |)(any|everything|default|unset)",
            "(json ld|hydra|hal json|problem json|vendor type|media type version|curly variant|angle brackets)",
            "(expected|wanted) ~ (json|document|object|data|list|actor|bare list|422)",
            "(json|dict|object) (parse|decode) blows up",
            "(xml|html)(になる|が返る|から始まる|が来る)",
            "(h|ヘッダ)(を|付き)~json",
            "json(で|が)~(はず|返ってくる)",
            weight="clear",
            group="told-format",
            en="Another client, or one more header, gets the right format.",
            ja="別のクライアントや、ヘッダー1つで、正しい形式になります。",
        ),
        holds(
            html_was_asked_for,
            weight="decisive",
            en="The request asked for HTML, and a page came.",
            ja="要求がHTMLを求めていて、画面が返っています。",
        ),
        status(
            406,
            weight="clear",
            en="406 Not Acceptable concerns the form of the answer.",
            ja="406は応答の形式についての応答です。",
        ),
        holds(
            accept_names_no_json,
            weight="clear",
            en="The request's Accept was not acceptable to the server.",
            ja="要求のAcceptが、サーバーに受け入れられていません。",
        ),
        holds(
            other_format_came,
            weight="decisive",
            en="XML came, and the request did not ask for a format that the client reads.",
            ja="XMLが返りましたが、要求はクライアントの読める形式を求めていません。",
        ),
        says(
            "(not acceptable|could not find acceptable|no acceptable representation|cannot satisfy ~ accept|could not satisfy the request accept)",
            "(accept|accept header) ~ (not supported|must|invalid|missing|required|should|unsupported|must be|must accept|not acceptable|includes)",
            "(must|need to|has to|should) accept ~ (application|json|event stream|html)",
            "(requested|response|output) format ~ (not supported|not available|invalid|unsupported|unknown)",
            "(unsupported|invalid|unknown) (response format|output format|accept header|accept)",
            "(acceptヘッダ|応答形式|レスポンス形式|出力形式)",
            weight="strong",
            en="The answer names the Accept header or the answer's format.",
            ja="Acceptヘッダーや応答の形式を指摘しています。",
        ),
        told(
            "(with|adding|setting|sending|without|missing|no|changed|set) (the |an |a |)(header |)accept ~",
            "accept header",
            "acceptヘッダ",
            weight="decisive",
            group="told-accept",
            en="The description says that the Accept header decides.",
            ja="Acceptヘッダーで結果が変わると書かれています。",
        ),
        told(
            "(expects|expected|wants|parses|reads|parse) (json|a json|an object)",
            "(answer|response|result|body|it) ~ (is xml|in xml|as xml|comes as xml|xml instead|html instead|is html|in html|csv instead|instead of json|xml)",
            "(xml|html|csv|text) instead of json",
            "json (was |is |)(expected|wanted|asked)",
            "(xml|html)(が|で)返",
            weight="clear",
            en="Another format came than the client reads.",
            ja="クライアントが読むものとは別の形式が返っています。",
        ),
        fact("other-client-works", "weak"),
        fact("other-calls-work", "hint"),
        holds(
            signs.page_of_challenge,
            weight="-strong",
            en="A protection page answers.",
            ja="防御の画面が返っています。",
        ),
        holds(
            signs.page_of_maintenance,
            weight="-strong",
            en="A maintenance page answers.",
            ja="保守の画面が返っています。",
        ),
        holds(
            signs.php_noise_around_json,
            weight="-strong",
            en="Warnings surround the data.",
            ja="データの前後に警告が混ざっています。",
        ),
        says(
            "(mod security|modsecurity|content type ~ not supported|unsupported media type|accept terms|accept the|accepted values)",
            weight="-clear",
            group="said-other",
            en="Another thing is named.",
            ja="別のものが挙がっています。",
        ),
    ),
    remedies=(
        remedy(
            "ask-for-json",
            "safe",
            en="Ask for JSON and repeat the reading call\nAccept influences only the form of the answer\nA write that succeeded is not repeated",
            ja="JSONを求めて読み取りをやり直す\nAcceptは応答の形を変えるだけです\n成功した書き込みは送り直しません",
            actions=(act("set-accept", "application/json"), act("retry-once")),
        ),
        remedy(
            "documented-type",
            "person",
            en="Look up the media type in the vendor's documentation\nSome want a type of their own (JSON:API, OData, previews)\nSet it once in the client for all calls",
            ja="ベンダーの文書でメディアタイプを調べる\n専用の種類を求めるAPIがあります(JSON:API、OData、試験機能など)\nクライアントで1回だけ設定し、すべての呼び出しに付けます",
        ),
    ),
)

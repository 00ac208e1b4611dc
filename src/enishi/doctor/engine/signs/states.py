"""What shows the state of records, deliveries and webhooks: who was called, what was acknowledged, what was switched off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.signs.values import sent_values

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "acknowledged_by_us",
    "acknowledged_with_error",
    "amount_off_by_factor",
    "answer_is_replayed",
    "code_names_state",
    "events_out_of_order",
    "framework_received",
    "manages_webhooks",
    "no_pages_seen",
    "no_revision_seen",
    "nothing_at_our_address",
    "other_content_known",
    "payment_answer_says_no",
    "refused_call_to_us",
    "sample_event",
    "text_refusal_in_success",
    "timed_out_at_us",
    "webhook_shown_off",
]

_OK, _MULTIPLE = 200, 300
_HOOK_PATH = re.compile(
    r"/(?:web)?hooks?(?:[._/-]|$)|webhook|/eventsub/|event[_-]?subscriptions?|/callbacks?(?:/|$)|/notification[_-]?(?:urls?|settings|endpoints?)",
    re.IGNORECASE,
)
_HOOK_FIELD = re.compile(
    r"webhook|callback_?ur[il]|notif(?:y|ication)_?ur[il]|notifyurl|ipn_?url|\"endpoint\"|hook_?url",
    re.IGNORECASE,
)
_OFF = re.compile(
    r'"(?:enabled|active|is_?active|isEnabled|verified|events_enabled)"\s*:\s*(?:false|"false"|0)|'
    r'"(?:status|state|webhookStatus|disabled_reason|disableReason|alert_status)"\s*:\s*"[a-z_ ]*(?:disabled|suspended|paused|inactive|failed|failing|failures?_exceeded|stopped|revoked|executable|broken|deactivated)[a-z_ ]*"|'
    r'"(?:disabled|paused|suspended|is_?disabled)"\s*:\s*true|"(?:webhooks|data|subscriptions|hooks|results|value)"\s*:\s*\[\s*\]|^\s*\[\s*\]\s*$',
    re.IGNORECASE,
)
_SAMPLE = re.compile(
    r'"zen"\s*:|"(?:eventType|event_type|triggerEvent|event|type|topic|eventName|notificationType|action|resource)"\s*:\s*"(?:[a-z_.]*[._])?(?:ping|test|sample|verif\w{0,10})(?:[._][a-z_]+)?"|'
    r'"(?:test|is_?test|isTest|testMode|sample|dummy)"\s*:\s*(?:true|"true"|1)|\{"type"\s*:\s*1\}|testMerchantRef|test_AUTHORI|"[^"]{0,40}\{[A-Z_.]{3,30}\}"|'
    r"0{12,}|(?:^|[^\d])(?:9{8,}|1234567890|0{8}-0{4}-0{4}-0{4}-0{12})|(?:jane|john) doe|lorem ipsum|jon@example|sample@|example (?:python |event|exception|order|company)|"
    r"sample (?:company|event|order|data|customer)|123 main st|foo@bar|test title|テスト太郎|山田\s?太郎|サンプル",
    re.IGNORECASE,
)
_FRAMEWORK = re.compile(
    r"laravel|django|rails|yii|codeigniter|symfony|spring|cakephp|phoenix|svelte ?kit|nuxt|csurf|play framework|asp\.?net|drupal|wordpress|prestashop|"
    r"opencart|ec-?cube|zend|laminas|struts|grails|adonis|remix|october|craft|typo3|wagtail|flask-wtf|flask",
    re.IGNORECASE,
)
_ERROR_TEXT = re.compile(
    r"error|exception|fail|fatal|traceback|refused|timed? ?out|gone away|warning|\"(?:ok|success)\"\s*:\s*false|失敗|エラー|例外",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"time[d ]{0,2} ?out|timeout|did ?n.t respond|execution expired|deadline|no response|took too long",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"no such (?:app|host|site)|tunnel .{0,60}not found|err_ngrok|connection refused|econnrefused|enotfound|name or service|could not resolve|getaddrinfo|"
    r"failed to connect|unreachable|no route to host|application not found|site not found|cannot (?:post|get|put) /",
    re.IGNORECASE,
)
_TIME_NAME = re.compile(r"occurred|created|updated|timestamp|time|sequence|version", re.IGNORECASE)
_MONEY_PATH = re.compile(
    r"charge|payment|order|authori[sz]|checkout|transaction|sale|invoice|capture|billing|pay(?:/|$)|決済",
    re.IGNORECASE,
)
_SAID_NO = re.compile(
    r'"(?:\w{0,24}status|state|result|outcome|responseText|resultStatus|decision|fraud_status)"\s*:\s*"[A-Z_]{0,20}(?:DECLINED|REJECTED?|REFUSED|DENIED|CANCEL+ED|UNPAID|FAILED|FAILURE|REVERSED|VOIDED|REQUIRES_PAYMENT_METHOD)"|'
    r'"(?:failure_?reason|decline_?(?:code|reason)|refusal_?reason|failure_?code|reject_?reason)"\s*:\s*"[^"]|<(?:\w+:)?(?:status|result)>(?:declined|refused|rejected|failed)',
    re.IGNORECASE,
)
_PAYER = re.compile(
    r"issuer|bank|fund|fraud|card|limit|balance|3-?d ?s|expired|honou?r|authenti|risk|payer|shopper|残高|限度",
    re.IGNORECASE,
)
_STATE_CODE = re.compile(
    r"\b(?:(?:Invalid|Illegal|Incorrect|Unexpected|Wrong|Bad)\w{0,40}(?:State|Status)\b|\w{2,40}(?:State|Status)(?:Invalid|Conflict|Exception|Fault|Error|Mismatch|Violation)\b|"
    r"(?:INVALID|ILLEGAL|WRONG|UNEXPECTED|INCORRECT)_[A-Z_]{0,40}(?:STATE|STATUS)\b|[A-Z_]{2,40}_(?:STATE|STATUS)_(?:INVALID|ERROR|CONFLICT)\b|"
    r"Not(?:Running|Active|Editable|Cancell?able|Refundable|Modifiable)\w{0,20}|\w{2,30}Already(?:Closed|Cancell?ed|Completed|Paid|Shipped|Running|Stopped|Terminated|Approved|Processed)\w{0,20})"
)
_PAGING = re.compile(
    r"page|cursor|offset|limit|next|scroll|skip|after|since|more|records|rows|results|件|ページ|loop|same|again|first",
    re.IGNORECASE,
)
_REVISION = re.compile(
    r"etag|if-?match|revision|version|stale|sync_?token|modified|changed|updated|edit|concurren|conflict|precondition|other (?:user|process)|又は|競合|編集|更新|rev\b",
    re.IGNORECASE,
)
_REFUSED_TEXT = re.compile(
    r"^\s*(?:(?:NG|ERR(?:OR)?|FAIL(?:ED|URE)?|KO|INVALID|DENIED|REJECTED|NOK|FALSE)\b|-\d{1,5}\b|E\d{2,5}\b|[45]\d{2}\b)",
    re.IGNORECASE,
)
_REFUSED_MARK = re.compile(
    r'"(?:failure_?count|failed_?count|failed|errors?_?count|messagesWithError|rejected_?count|failureCount)"\s*:\s*"?[1-9]|'
    r'"(?:ret_?code|err_?code|err_?no|result_?code|status_?code|error_?code|code|ret|errno|errcode)"\s*:\s*"?-?(?!0+\b|20\d\b|1\b|200)[1-9]\d{0,6}"?\s*[,}]|'
    r'<(?:\w+:)?(?:result|response|status)[^>]{0,80}(?:code|status)\s*=\s*"(?!0+"|200"|ok")[^"]{1,12}"|<(?:\w+:)?(?:ack|status|result|severity)>\s*(?:failure|failed|error|ng|false)',
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:[.,' ]\d{3}){1,3}(?:[.,]\d{1,2})?(?![\w.,:/-]*\d)|(?<![\w.,:/-])\d{1,9}(?:[.,]\d{1,3})?(?![\w/:-]*\d)"
)
_NEAR = 0.001
_UNITS = (100.0, 1000.0, 60.0, 3600.0, 10000.0, 60000.0)
_AMOUNT_NAME = re.compile(
    r"amount|price|total|value|fee|cost|sum|weight|duration|quantity|percent|rate|discount|timeout|length|width|height|金額|価格|重量",
    re.IGNORECASE,
)


def _succeeded(evidence: Evidence) -> bool:
    return evidence.status is not None and _OK <= evidence.status < _MULTIPLE


def _inbound(evidence: Evidence) -> bool:
    return evidence.facts.get("inbound") is not None


def manages_webhooks(evidence: Evidence) -> Place | None:
    """The call registers, lists or changes webhooks at the vendor, or hands over an address to be called back."""
    if _inbound(evidence) and evidence.exchange.direction == "in":
        return None
    if _HOOK_PATH.search(evidence.path):
        return Place("request.url")
    found = _HOOK_FIELD.search(evidence.sent_text[:4000]) or _HOOK_FIELD.search(evidence.raw_query)
    return Place("request.body") if found else None


def webhook_shown_off(evidence: Evidence) -> Place | None:
    """The vendor's own list or settings show the webhook as switched off, failed or gone."""
    if not _succeeded(evidence) or evidence.method not in ("GET", "") or manages_webhooks(evidence) is None:
        return None
    found = _OFF.search(evidence.got_text[:6000])
    return Place("response.body", "", found.start(), found.end()) if found else None


def acknowledged_by_us(evidence: Evidence) -> Place | None:
    return Place("response.status") if _succeeded(evidence) and _inbound(evidence) else None


def acknowledged_with_error(evidence: Evidence) -> Place | None:
    """We answered a delivery with success although an error shows in our own answer or log."""
    if acknowledged_by_us(evidence) is None:
        return None
    found = _ERROR_TEXT.search(evidence.got_text[:2000]) or _ERROR_TEXT.search(evidence.exception[:1000])
    return Place("response.body") if found else None


def refused_call_to_us(evidence: Evidence) -> Place | None:
    """Our own endpoint refuses the vendor's delivery as not genuine."""
    refused = evidence.status in (400, 401, 403, 406, 498)
    return Place("response.status") if refused and _inbound(evidence) else None


def timed_out_at_us(evidence: Evidence) -> Place | None:
    """The vendor gave up waiting for our endpoint."""
    if not _inbound(evidence):
        return None
    late = evidence.status in (408, 499, 504, 524) or (
        evidence.status is None and _GIVEN_UP.search(evidence.exception[:1000])
    )
    return Place("response.status" if evidence.status else "exception") if late else None


def nothing_at_our_address(evidence: Evidence) -> Place | None:
    """The vendor's delivery meets a host or path where nothing of ours answers."""
    if not _inbound(evidence) or evidence.method not in ("POST", ""):
        return None
    if evidence.url and evidence.status in (404, 405, 410):
        return Place("response.status")
    found = _NOBODY.search(evidence.exception[:1000]) or _NOBODY.search(evidence.got_text[:1000])
    return Place("exception") if found else None


def framework_received(evidence: Evidence) -> Place | None:
    """A web framework that checks forms refused a call that no person's browser made."""
    if evidence.status not in (400, 403, 419, 422) or evidence.method not in ("POST", ""):
        return None
    if evidence.sent_header("authorization") or not _inbound(evidence):
        return None
    named = _FRAMEWORK.search(f"{evidence.vendor} {evidence.exception[:1000]} {evidence.context}")
    return Place("response.status") if named else None


def sample_event(evidence: Evidence) -> Place | None:
    """What arrived is a sample: a ping, only zeros, Jane Doe, placeholders that were not filled in."""
    if not _inbound(evidence):
        return None
    found = _SAMPLE.search(evidence.sent_text[:6000])
    if found:
        return Place("request.body", "", found.start(), found.end())
    found = _SAMPLE.search(f"{evidence.exception[:1500]} {evidence.context} {evidence.got_text[:1500]}")
    return Place("exception", found[0]) if found else None


def events_out_of_order(evidence: Evidence) -> Place | None:
    """A delivery or answer lists events whose times do not rise."""
    for part, data in (("request.body", evidence.sent_json), ("response.body", evidence.got_json)):
        times = _times(data)
        if len(times) > 1 and times != sorted(times) and _inbound(evidence):
            return Place(part)
    return None


def _times(data: Any) -> list[str]:
    """The first time-like value of each item of a list, as text of one length."""
    items = data if isinstance(data, list) else []
    found: list[str] = []
    for item in items[:50]:
        pairs = item.items() if isinstance(item, dict) else ()
        found += [
            f"{value:>20}"
            for name, value in pairs
            if _TIME_NAME.search(name) and isinstance(value, int | str)
        ][:1]
    return found


def payment_answer_says_no(evidence: Evidence) -> Place | None:
    """The answer to a payment shows it as refused or failed, without any complaint about the call."""
    paid = _MONEY_PATH.search(evidence.path) or _inbound(evidence)
    if not paid or evidence.status not in (None, 200, 201, 202):
        return None
    found = _SAID_NO.search(evidence.got_text[:4000])
    if not found:
        return None
    payer = _PAYER.search(f"{evidence.got_text[:4000]} {evidence.context}")
    return Place("response.body", "", found.start(), found.end()) if payer else None


def code_names_state(evidence: Evidence) -> Place | None:
    """The error code itself speaks of the state of a record: InvalidInstanceState, ORDER_STATUS_INVALID."""
    found = _STATE_CODE.search(evidence.got_text[:3000]) or _STATE_CODE.search(evidence.exception[:2000])
    return Place("response.body", found[0]) if found else None


def no_pages_seen(evidence: Evidence) -> bool:
    """Nothing about pages, lists or repetition is anywhere in the evidence."""
    text = f"{evidence.url} {evidence.sent_text[:2000]} {evidence.got_text[:1500]} {evidence.context} {evidence.exception[:500]}"
    return not _PAGING.search(text) or (_inbound(evidence) and evidence.method == "POST")


def no_revision_seen(evidence: Evidence) -> bool:
    """A conflict is answered, but nothing speaks of versions or of changes by others."""
    headers = " ".join(name for name, _ in evidence.sent_headers or ())
    text = f"{headers} {evidence.sent_text[:2000]} {evidence.got_text[:2000]} {evidence.context} {evidence.exception[:1000]}"
    return evidence.status == 409 and not _REVISION.search(text)  # noqa: PLR2004


def answer_is_replayed(evidence: Evidence) -> Place | None:
    """A header says that this is the stored answer of an earlier call with the same key."""
    for name, value in evidence.got_headers or ():
        if "replay" in name.lower() and value.strip().lower() not in ("false", "0", ""):
            return Place("response.header", name)
    return None


def text_refusal_in_success(evidence: Evidence) -> Place | None:
    """A success status carries a refusal in the vendor's own form: NG, a negative code, counts of failures."""
    if not _succeeded(evidence) or _inbound(evidence):
        return None
    text = evidence.got_text[:3000]
    found = _REFUSED_TEXT.search(text) if evidence.got_json is None else None
    found = found or _REFUSED_MARK.search(text)
    return Place("response.body", "", found.start(), found.end()) if found else None


def amount_off_by_factor(evidence: Evidence) -> Place | None:
    """A number that was sent stands in the story a hundred, a thousand or sixty times larger or smaller."""
    told = _numbers(evidence.context) | _numbers(evidence.got_text[:1500] if _succeeded(evidence) else "")
    if not told:
        return None
    for pointer, name, value in sent_values(evidence):
        if _AMOUNT_NAME.search(name) and not isinstance(value, bool) and isinstance(value, int | float | str):
            for sent in _numbers(str(value)):
                if any(_apart(sent, other) for other in told):
                    return Place("request.body", pointer)
    return None


def _apart(sent: float, other: float) -> bool:
    big, small = max(sent, other), min(sent, other)
    if small <= 0 or (sent, other) == (1, 100):
        return False
    return any(abs(big / small - unit) < _NEAR * unit for unit in _UNITS)


def _numbers(text: str) -> set[float]:
    """Numbers in a text, with either sign as the decimal one."""
    found: set[float] = set()
    for match in list(_NUMBER.finditer(text[:3000]))[:40]:
        number = re.sub(r"[' ]", "", match[0])
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?", number):
            whole, sign, rest = re.fullmatch(r"(.*?\d{3})(?:([.,])(\d{1,2}))?", number).groups()  # type: ignore[union-attr]
            number = re.sub(r"[.,]", "", whole) + (f".{rest}" if sign else "")
        found.add(float(number.replace(",", ".")))
    return found


def other_content_known(evidence: Evidence) -> Place | None:
    """Our inbox holds a delivery with this id and other content."""
    history = evidence.history
    known = history is not None and history.seen_before and history.seen_same_body is False
    return Place("history") if known else None

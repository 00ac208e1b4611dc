"""What values, names and releases look like where the answer or a person quotes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.reading import leaves
from enishi.doctor.engine.signs.values import sent_values

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "answer_quotes_nothing",
    "asks_retired_service",
    "blank_parameter",
    "calls_newer_than_own_release",
    "fails_in_library_before_sending",
    "fullwidth_seen",
    "id_place_holds_something_else",
    "key_gone_from_answer",
    "number_notation_seen",
    "one_of_two_words_works",
    "place_and_hour_told",
    "quoted_word_is_no_choice",
    "reader_does_not_know_value",
    "two_releases_told",
    "whole_number_with_point_zero",
    "write_kept_old_value",
]

_SOME = 8000  # characters of a text that are looked at
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]{2}|[\w＠][＠．－]\w|[０-９](?![^\s\w])|＠")
_COMMA_DECIMAL = re.compile(
    r"(?<![\d,.])(?:\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,7},(?:\d{1,2}|0\d\d))(?![\d,]|\.\d)"
    r"|(?<![\d,.])\d{1,3}(?:[,'’]\d{3})+\.\d{2}(?!\d)|(?<![\d.,])\d{1,3}'\d{3}(?!\d)"
    r"|[€$£¥￥] ?\d{1,7}[.,]\d{2}(?!\d)"
)
_POINT_ZERO = re.compile(r"(?<![\d.,/v\-])\d{3,12}\.00?(?![\d.])")
_ODD_ID = re.compile(
    r"/(?:%7B|\{|%23|#|:)\w+(?:%7D|\})?|%20|%09|/[^/?]*(?:@|%40)[\w-]+\.[a-z]{2,}|/\d\.\d+e(?:%2b|\+)\d+|%253a|%2540|https?(?::|%3a)|/(\w+)/+\1/|\(\{|%7b|/\$\{",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"[`'\"“«](?P<value>[\w .\-/]{1,40})[`'\"”»]?(?: is)? (?:is not|isn't|not) an? (?:valid |allowed |known |supported |permitted |recogni[sz]ed )?(?P<kind>\w+)"
    r"|(?:invalid|unknown|unsupported|illegal) (?P<kind2>[a-z_]+(?: [a-z_]+)?):? [`'\"“«](?P<value2>[\w .\-/]{1,40})[`'\"”»]",
    re.IGNORECASE,
)
_NO_CHOICE = re.compile(
    r"e?mail|phone|url|uri|date|time|number|int|integer|float|decimal|bool|boolean|string|array|list|object|json|uuid|guid|id|ids|identifier|"
    r"token|key|address|domain|name|host|host ?name|ip|path|endpoint|route|parameter|field|attribute|property|column|argument|prefix|value|regex|"
    r"email address|user|username|password|credentials?|version|api version|scope|grant|header|signature|iban|query|filter|syntax|character|element",
    re.IGNORECASE,
)
_UNKNOWN_TO_READER = re.compile(
    r"['\"“]?[\w. \-]{1,40}['\"”]? is not a valid [A-Z]\w+|cannot initialize \w+ from invalid \w+ value|no enum constant|"
    r"not one of the values accepted for enum|error converting value \S+ to type|could not be converted to [\w.]*(?:type|status|state|kind|mode|channel|category|reason|method|level|enum)\b|"
    r"unhandled ?match|unhandled (?:case|value|enum|type|status|event)|unknown variant|__unknown\(|expected \w+ to be one of|"
    r"(?:unsupported|unknown|unexpected|unrecogni[sz]ed|unhandled) \w*_?(?:type|status|state|kind|code|value|mode|event|version|category|reason)s?:? ['\"]?[\w.]+|"
    r"switch expression does not match|invalid enum value|unknownfuturevalue|不明な(?:ステータス|種別|区分|コード|値)|does not exist in enum|is not a member of|has no member named",
    re.IGNORECASE,
)
_KEY_GONE = re.compile(
    r"KeyError: ?['\"][\w.\-]+['\"]|undefined (?:array key|index|property)|column not found|no such column|not in index|"
    r"KeyNotFoundException|NoSuchElementException|key not found: ",
    re.IGNORECASE,
)
_RELEASE = re.compile(r"(?<![\w.,:/])v?(\d{1,4}(?:\.\d{1,4}){1,3})(?![\d:/%])", re.IGNORECASE)
_BARE_RELEASE = re.compile(
    r"\b(?:on|is|runs?|running|are on|version|release|server|says|shows|for|with|CE|EE|DC|ESR|GHES|KC|DSM|core|plugin|package|release|site \(|from|to|at)\s?[=:(]?\s?v?(\d{1,3}(?:\.\d{1,4}|\.x){0,2})(?![\d:%]| ?(?:hours?|minutes?|days?|%|records?|items?|characters|may|june|april))",
    re.IGNORECASE,
)
_NEWER_SEEN = re.compile(
    r"\b(?:docs?|documentation|manual|handbook|blog|tutorial|guide|demo|explorer|cloud|laptop|ci|staging|reference|page|snippet|example|script|colleague|someone|newer|later|"
    r"test account|new account|self[- ]?host\w*|on[- ]?prem\w*|host(?:ed)? (?:it )?ourselves|basement|debian|ubuntu|apt|docker|shared host|here|there|ours|old|pinned)\b|ドキュメント|リリースノート|マニュアル|クラウド版|オンプレ|パッケージ版|→|からと",
    re.IGNORECASE,
)
_UPGRADED = re.compile(
    r"\b(?:upgrad\w+|updat\w+|migrat\w+|bumped|since|went (?:from|to)|moved to|pushed us|rebuilt|switched|after)\b|アップデート|更新|バージョンアップ|上げ",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    r"\b(?:gem|pip|npm|yarn|composer|bundle|cargo|nuget|package|plugin|add-?on|module|app|sdk|librar\w+|client|build|nightly|changelog|bisect\w*|patch|fork|extension|driver|connector|wheel|dependenc\w+|lockfile|lib|cli|provider|desktop|rc\d?|beta)\b|ライブラリ|プラグイン|アプリ|モジュール",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"\b(?:works?|worked|fine|ok|okay|fixe[sd]|fixed|doesn'?t|does not|did not|copy|copies|sends?|sent|leaves|refreshes|only|writes|good|cures?|passes|accepted|loads?|helps?|before)\b|動|正常|問題な|できる|のみ|戻す",
    re.IGNORECASE,
)
_LIBRARY_BROKE = re.compile(
    r"ImportError|ModuleNotFound|cannot import name|NoSuchMethodError|NoClassDefFound|AbstractMethodError|LinkageError|MissingMethodException|MissingFieldException|"
    r"module ['\"]?[\w.]+['\"]? has no attribute|object has no attribute|undefined method|Call to undefined|unexpected keyword argument|Class \"[\w\\]+\" not found|"
    r"is not a (?:function|constructor)|node_modules|site-packages|vendor/|gems/|nil pointer dereference|Plugin did not respond|Cannot find module|undefined symbol|"
    r"ERR_(?:REQUIRE_ESM|PACKAGE_PATH|OSSL)|digital envelope routines|missing \d+ required positional|Could not load file or assembly|ArgumentError|must be of type \w+, null given",
)
_RETIRED = re.compile(
    r"api\.darksky\.net|api\.wunderground\.com|ichart\.(?:finance\.)?yahoo|query\.yahooapis\.com|maps\.google\.com/maps/geo|/maps/geo\?|gdata\.youtube\.com|www\.google\.com/(?:calendar|m8)/feeds|"
    r"googleapis\.com/(?:plus/|analytics/v[23]/|urlshortener/|drive/v1/|youtube/v2)|analyticsreporting\.googleapis|api\.twitter\.com/1(?:\.0)?/|search\.twitter\.com|"
    r"api\.instagram\.com/v1/|api\.mailchimp\.com/(?:1\.\d|2\.0|export)|crm\.zoho\.\w+/crm/private|api\.hipchat\.com|api\.parse\.com|api\.parse\.ly/v1|ap\.spotify\.com|"
    r"api\.dropbox(?:api)?\.com/1/|content\.dropboxapi\.com/1/|graph\.facebook\.com/v[1-9]\.\d/|api\.linkedin\.com/v1/|api\.foursquare\.com/v1/|api\.hubapi\.com/(?:contacts|deals)/v1|"
    r"apis\.live\.net|graph\.windows\.net|outlook\.office(?:365)?\.com/api/v|api\.cognitive\.microsofttranslator\.com/v2|api\.datamarket\.azure|api\.bing\.net|dev\.virtualearth|"
    r"api\.binance\.com/wapi/|api\.binance\.com/api/v1/|webservices\.amazon\.\w+/onca|mws\.amazonservices|api\.mobile\.soundcloud|ws\.audioscrobbler\.com/1\.0|api\.stripe\.com/v0|"
    r"/apis/extensions/v1beta1|/apis/apps/v1beta|/batch/v1beta1|/policy/v1beta1|app\.asana\.com/-/api|api\.pinterest\.com/v[13]/|fcm\.googleapis\.com/fcm/send|android\.googleapis\.com/gcm|notify-api\.line\.me|api\.rakuten\.co\.jp/rws|"
    r"api\.coinbase\.com/v1|api\.pro\.coinbase\.com|api\.gdax\.com|xively|api\.nest\.com|developer-api\.nest\.com|api\.fitbit\.com/1\.0",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:no (?:effect|consequence|impact)|without effect|stays?|remains?|unchanged|keeps?|not (?:change|move|moved|changed|updated|applied|taken|stick|kept)|(?:does|did|do)(?:n't| not) (?:change|move|stick|take|budge|alter)|"
    r"nothing changes|still (?:the )?(?:old|same|shows)|ignored|ignores|same as before|what it was|as it was)\b|変わら|反映され(?:な|ま)|そのまま|元のまま|無視され",
    re.IGNORECASE,
)
_PLACE_NAME = re.compile(
    r"\b(?:tokyo|osaka|singapore|sydney|melbourne|london|berlin|munich|vienna|zurich|paris|madrid|new york|los angeles|chicago|phoenix|denver|seattle|san francisco|toronto|hawaii|auckland|mumbai|delhi|bangalore|dubai|moscow|hong kong|"
    r"shanghai|seoul|são paulo|sao paulo|lisbon|greenwich|america/\w+|europe/\w+|asia/\w+|california|florida|arizona|japan|australia|lambda|ec2|utc|gmt|jst|pst|cet|server)\b|日本|東京|海外|Lambda|サーバー?",
    re.IGNORECASE,
)
_CLOCK_TIME = re.compile(
    r"\b(?:hours?|mornings?|evenings?|nights?|midnight|noon|o'?clock|\d ?[ap]\.?m\.?|\d{1,2}:\d\d|today|yesterday|tomorrow|(?:day|days) (?:before|earlier|later|early|late|off)|calendar day|all-day|birthdays?|summer|winter|clocks?|2359|start of day|end of day)\b|時間|朝|深夜|[0-9]時|前日|翌日|日付|早朝|夜",
    re.IGNORECASE,
)


def _said(evidence: Evidence) -> str:
    return f"{evidence.got_text[:_SOME]}\n{evidence.exception[:_SOME]}"


def fullwidth_seen(evidence: Evidence) -> Place | None:
    """Full-width digits, letters or signs are in the address, or are quoted by the answer or a person."""
    parts = (
        ("request.url", unquote(evidence.url)),
        ("response.body", evidence.got_text[:_SOME]),
        ("exception", evidence.exception[:_SOME]),
        ("context", evidence.context),
    )
    return next((Place(part, "") for part, text in parts if not text.isascii() and _WIDE.search(text)), None)


def number_notation_seen(evidence: Evidence) -> Place | None:
    """A decimal comma, a thousands separator or a currency sign is in a number that was sent or is quoted."""
    for pointer, _, value in sent_values(evidence):
        if isinstance(value, str) and len(value) < 30 and _COMMA_DECIMAL.fullmatch(value.strip()):  # noqa: PLR2004
            return Place("request.body", pointer)
    if evidence.status is not None and evidence.status < 400 and not evidence.exception:  # noqa: PLR2004
        return None
    return Place("context") if _COMMA_DECIMAL.search(f"{_said(evidence)}\n{evidence.context}") else None


def whole_number_with_point_zero(evidence: Evidence) -> Place | None:
    """A whole amount is written as 1200.0 where the answer or a person quotes it."""
    return Place("response.body") if _POINT_ZERO.search(f"{_said(evidence)}\n{evidence.context}") else None


def id_place_holds_something_else(evidence: Evidence) -> Place | None:
    """The path holds a variable that was not filled, an address, a link, a blank or a doubled part as the id."""
    if evidence.status is not None and evidence.status < 400:  # noqa: PLR2004
        return None
    path = evidence.url.partition("?")[0].partition("://")[2]
    found = _ODD_ID.search(path)
    return Place("request.url", found[0]) if found else None


def quoted_word_is_no_choice(evidence: Evidence) -> Place | None:
    """The answer refuses a quoted word as "not a valid status" (currency, unit ...), a kind that has choices."""
    if evidence.status is None or (evidence.status < 400 and evidence.exception):  # noqa: PLR2004
        return None
    texts = [value for _, value in leaves(evidence.got_json)] if evidence.got_json is not None else []
    for text in texts or [_said(evidence)]:
        found = _CHOICE.search(text[:2000])
        if found is None:
            continue
        kind, value = found["kind"] or found["kind2"], (found["value"] or found["value2"]).strip()
        last = kind.split()[-1]
        if value.strip("0123456789.- ") and not (_NO_CHOICE.fullmatch(kind) or _NO_CHOICE.fullmatch(last)):
            return Place("response.body", value)
    return None


def one_of_two_words_works(evidence: Evidence) -> Place | None:
    """A person quotes two values of which one is taken and the other is not."""
    if evidence.status is None or evidence.status < 400:  # noqa: PLR2004
        return None
    words = {
        word.lower()
        for word in re.findall(r"(?<!\w)['\"“`‘]([A-Za-z_][\w .\-]{0,24})['\"”`’](?!\w)", evidence.context)
    }
    works = re.search(
        r"\b(?:works?|ok|fine|accepted|passes|goes|succeeds|is taken)\b", evidence.context, re.IGNORECASE
    )
    return Place("context") if len(words) >= 2 and works else None  # noqa: PLR2004


def reader_does_not_know_value(evidence: Evidence) -> Place | None:
    """Our reader, given a success (or called by the vendor), stumbles over a value that it does not know."""
    if not evidence.exception or (evidence.status is not None and 400 <= evidence.status < 500):  # noqa: PLR2004
        return None
    found = _UNKNOWN_TO_READER.search(evidence.exception[:_SOME])
    return Place("exception", "", found.start(), found.end()) if found else None


def key_gone_from_answer(evidence: Evidence) -> Place | None:
    """Our reader does not find a name in an answer that was a success."""
    if evidence.status is None or not 200 <= evidence.status < 300:  # noqa: PLR2004
        return None
    found = _KEY_GONE.search(evidence.exception[:_SOME])
    return Place("exception", "", found.start(), found.end()) if found else None


def answer_quotes_nothing(evidence: Evidence) -> Place | None:
    """The answer quotes an empty text or null as the value that it refuses."""
    texts = [value for _, value in leaves(evidence.got_json)] if evidence.got_json is not None else []
    for text in (*(texts or [evidence.got_text[:_SOME]]), evidence.exception[:_SOME]):
        if re.search(
            r"(?<![\w'\"=])(?:''|\"\"|``|“”|\\\"\\\")(?![\w'\"])|(?:value|but had|got|was|received):? ['\"`]?(?:null|None)\b",
            text,
        ):
            return Place("response.body")
    return None


def blank_parameter(evidence: Evidence) -> Place | None:
    """A parameter of the query or the form stands without a value."""
    named = next((name for name, value in evidence.query if name and value == ""), None)
    if named:
        return Place("request.url", named)
    named = next((name for name, value in evidence.sent_form.items() if name and value == ""), None)
    return Place("request.body", f"/{named}") if named else None


def calls_newer_than_own_release(evidence: Evidence) -> Place | None:
    """A person names the release in use, no upgrade, and (or) a newer one or a manual; the call is not known."""
    text = evidence.context
    if not text or _UPGRADED.search(text) or (evidence.status or 400) < 400:  # noqa: PLR2004
        return None
    releases = {found[1] for found in (*_RELEASE.finditer(text), *_BARE_RELEASE.finditer(text))}
    if not releases or (_LIBRARY.search(text) and not _NEWER_SEEN.search(text)):
        return None
    return Place("context") if _NEWER_SEEN.search(text) or len(releases) > 1 or len(text) < 30 else None  # noqa: PLR2004


def two_releases_told(evidence: Evidence) -> Place | None:
    """A person names two releases of a library, of which one works, or one that is said to be at fault."""
    text = evidence.context
    releases = {found[1] for found in _RELEASE.finditer(text)}
    exact = any(release.count(".") > 1 for release in releases)
    if not releases or not _GOES.search(text):
        return None
    return Place("context") if _LIBRARY.search(text) or (exact and len(releases) > 1) else None


def fails_in_library_before_sending(evidence: Evidence) -> Place | None:
    """No answer arrived, and the exception is that of a library whose parts do not fit together."""
    if evidence.status is not None or not evidence.exception:
        return None
    found = _LIBRARY_BROKE.search(evidence.exception[:_SOME])
    return Place("exception", "", found.start(), found.end()) if found else None


def asks_retired_service(evidence: Evidence) -> Place | None:
    """The address is that of an interface which its vendor has closed for good."""
    found = _RETIRED.search(evidence.url)
    return Place("request.url", found[0]) if found else None


def write_kept_old_value(evidence: Evidence) -> Place | None:
    """A write was answered with success, and a person says that the field stays as it was."""
    if evidence.method not in ("POST", "PUT", "PATCH") or not evidence.context:
        return None
    if evidence.status is None or not 200 <= evidence.status < 300:  # noqa: PLR2004
        return None
    found = _KEPT.search(evidence.context)
    return Place("context", "", found.start(), found.end()) if found else None


def place_and_hour_told(evidence: Evidence) -> Place | None:
    """A person names a place (or a zone) together with an hour or a day."""
    if _PLACE_NAME.search(evidence.context) and _CLOCK_TIME.search(evidence.context):
        return Place("context")
    return None

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


def suffix_stands_twice(evidence: Evidence) -> Place | None:
    """The vendor's domain was appended to a host that had it already."""
    return Place("request.url") if re.search(r"([a-z0-9\-]+\.[a-z]{2,})\.\1$", evidence.host) else None


_REGION = re.compile(
    r"\b(?:EU|US|AU|UK|IN|JP|CA|APAC|EMEA|[Ee]urope|[Ee]uropean|[Aa]ustralian|[Jj]apanese|[Cc]anadian)\b"
    r"(?=[^.]{0,40}\b(?:account|region|cloud|customer|data|cent|host|instance|server|cluster|zone|workspace|project|tenant|key|site)|\s*[.,;])"
    r"|\b(?:account|region|cloud|customer|data cent\w+|instance|cluster|zone|workspace|project|tenant|key)s? (?:is|are|was|lives?|runs?|stands?|in|of the) (?:an? |the |in |on |in the |for |from )*"
    r"(?:EU|US|AU|UK|[Ee]urope\w*)\b|\b(?:eu|us|ap|ca|sa|me|af)-(?:north|south|east|west|central)\w*-\d\b"
)
_LABEL = re.compile(
    r"(?:^|[.\-])(?:eu|us|au|uk|in|jp|ca|ap|emea|apac)\d{0,2}(?=[.\-]|$)|(?:eu|us|ap|ca|sa)-\w+-\d"
)
_OTHER_REGION = re.compile(
    r"\b(?:[Aa]nother|[Ww]rong|[Dd]ifferent|[Oo]ther) (?:region|data cent(?:er|re)|cloud|zone|cluster)\b"
)
_HOST_TOLD = re.compile(r"\b(?:[a-z0-9\-]+\.){1,4}[a-z]{2,6}\b")


def another_region_is_named(evidence: Evidence) -> Place | None:
    """The caller is refused, and the person names a region which the address does not have."""
    if evidence.status not in (401, 403, 404, None) or not evidence.host:
        return None
    told = evidence.context
    if _OTHER_REGION.search(told):
        return Place("context")
    named = _REGION.search(told)
    if named is None:
        return None
    label = _LABEL.search(evidence.host)
    same = label is not None and label[0].strip(".-").lower()[:2] == re.sub(
        r"[^a-z]", "", _region_of(named[0])
    )
    return None if same else Place("context", named[0])


def _region_of(words: str) -> str:
    found = re.search(r"\b(eu|us|au|uk|in|jp|ca|ap|sa)(?=\b|-)", words, re.IGNORECASE)
    return found[1].lower() if found else "eu" if "urope" in words else words[:2].lower()


def _label(host: str) -> str:
    found = _LABEL.search(host)
    return found[0].strip(".-") if found else ""


def key_comes_from_sister_host(evidence: Evidence) -> Place | None:
    """The person names a sister of the called host, at which the same key works or was made."""
    if evidence.status not in (401, 403, 404) or not evidence.host:
        return None
    own = evidence.host.split(".")
    for found in _HOST_TOLD.findall(evidence.context):
        other = found.split(".")
        if found != evidence.host and other[-2:-1] == own[-2:-1] and _label(found) != _label(evidence.host):
            return Place("context", found)
    return None


CAUSE = Cause(
    slug="endpoint-wrong-host",
    code="END01",
    possible_status=(401, 403, 404, 301, 302, 308, 400, 421, 200, 405, 500, 530),
    base=0.2,
    severity="high",
    neighbours=(
        "network-dns-failure",
        "endpoint-wrong-environment",
        "endpoint-wrong-path",
        "network-tls-hostname-mismatch",
    ),
    signals=(
        told(
            "(with|using) (the |its |)(ip |)(address|host name|hostname|domain|full address|ip) (and port |)~ (in place of|instead of|rather than) ~ (works|fine|ok|succeeds)",
            weight=5.0,
            group="told-address",
            en="With another address of the same server it works.",
            ja="同じサーバーの別のアドレスなら動きます。",
        ),
        told(
            "(account|user|customer|org|organisation|organization|tenant|shop) (is |was |)(registered|hosted|located|created|based|lives) (in|on|at|under)",
            "(my domain|own domain|custom domain|instance url|data centre|data center|region)",
            weight="clear",
            group="told-more",
            en="The account lives under another host or region.",
            ja="アカウントは別のホストや地域にあります。",
        ),
        holds(
            another_region_is_named,
            weight="strong",
            group="region",
            en="Another region is named than the one of the address.",
            ja="URLとは別の地域(リージョン)の名が挙がっています。",
        ),
        holds(
            key_comes_from_sister_host,
            weight=8.5,
            group="region",
            en="The key belongs to a sister of this host.",
            ja="このキーは、同じベンダーの別のホストのものです。",
        ),
        holds(
            suffix_stands_twice,
            weight="decisive",
            en="The domain stands twice in the host.",
            ja="ホストの中に同じドメインが2回あります。",
        ),
        told(
            "(typed|entered|written|wrote|configured) ~ (instead of|for) ",
            weight="weak",
            group="told-typed",
            en="Something was typed for something else.",
            ja="別のものを入力しています。",
        ),
        told(
            "(data|account|project|workspace|tenant|organisation|organization|site|we|instance) (is|are|lives|is hosted|is kept|is located) (in|on) the (eu|us|uk|european|japanese|american|german|other)",
            weight=5.0,
            group="told-region",
            en="The account lives in another region.",
            ja="アカウントが別の地域にあります。",
        ),
        told(
            "(hosted|located|lives|kept|stored|registered) in (the |)(eu|europe|us|usa|america|japan|asia|australia|germany|india|another region)",
            "(american|european|us|eu|japanese|german|indian|australian|chinese|canadian|uk|global) (address|host|endpoint|server|url|data centre|data center|domain|site|cluster|region)",
            "(another|other|different|wrong) (host|host name|hostname|domain|subdomain|server name|base address|data centre|data center|region|instance)",
            "(subdomain|host|host name|hostname|domain|server name|base url|address) (was |is |has been |)(misspelled|misspelt|mistyped|wrong|incorrect)",
            "(ホスト名|ドメイン|サブドメイン|地域|リージョン)(が|を)~(違|誤|間違)",
            weight=4.5,
            en="Another host or region is said to be the right one.",
            ja="正しいホストや地域は別だと書かれています。",
        ),
        holds(
            signs.names_new_host,
            weight="decisive",
            en="The refusal itself names another host under which this is served now.",
            ja="断りの応答そのものが、いま提供している別のホストを示しています。",
        ),
        holds(
            signs.malformed_host,
            weight="decisive",
            en="The address has a scheme inside the host, or characters that no name can have.",
            ja="ホストの中に方式(https)があるなど、名前としてあり得ない形です。",
        ),
        says(
            "(wrong|incorrect|invalid|different|another) (data center|datacenter|data centre|region|host|hostname|domain|base url|instance|server|cluster|shard|subdomain|api endpoint|endpoint url|pod|zone|dc)",
            "(account|api key|key|token|resource|bucket|organization|project|data|user) ~ (is in|belongs to|is located in|located in|resides in|hosted in|is on|registered in|must be addressed|for) ~ (region|data center|datacenter|data centre|another host|specified endpoint|different region|domain)",
            "(use|must use|please use|send) ~ (region|regional|data center|datacenter|eu|api domain|instance url|endpoint) ~ (endpoint|host|url|domain|instead|region)",
            "(bucket|resource) ~ must be addressed using the specified endpoint",
            "(no such|unknown|invalid|unrecognized) (host|site|shop|tenant|subdomain|hostname|domain|instance|app)",
            "(site|shop|store|account|application|app|subdomain|domain|instance|tenant|workspace) ~ (not found on this server|does not exist|could not be found|not exist at this address|is not configured on|is not hosted)",
            "(misdirected request|invalid host header|invalid hostname|host not in allowed|disallowed host|bad request invalid hostname)",
            "(there isnt|there is no) ~ (site|app|page) here",
            "(no such app|application not found|tunnel not found|default web site page|welcome to nginx)",
            "(ホスト|ドメイン|リージョン|データセンター|サブドメイン)(名|)~(正しくありません|違い|異なり|無効|存在しません|不正)",
            weight="strong",
            en="The answer says that this host or region is not the right one.",
            ja="ホストや地域が正しくないと答えています。",
        ),
        code(
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "WrongDatacenter",
            "wrong_region",
            "INVALID_HOST",
            "IncorrectEndpoint",
            "DisallowedHost",
            "TENANT_NOT_FOUND_HOST",
            weight="strong",
            en="The error code stands for another host or region.",
            ja="別のホストや地域を指すエラーコードです。",
        ),
        says(
            "(getaddrinfo|enotfound|resolve host|name or service not known|nodename nor servname|no such host|unknown host|name resolution|nxdomain|name does not resolve|remote name could not be resolved|unknownhostexception|dns (error|failure|lookup|resolution|name|server|problem|probe|query)|could not resolve|failed to resolve|no address associated)",
            "(ホスト名を解決|名前解決|名前を解決|ホスト~見つかりません)",
            weight="clear",
            group="said-dns",
            where="any",
            en="The name cannot be found.",
            ja="名前が見つかりません。",
        ),
        says(
            "(wrong version number|packet length too long|unexpected message|unknown protocol|plain http request was sent to https port|http request to an https server)",
            weight="weak",
            group="said-scheme",
            en="http and https are mixed.",
            ja="httpとhttpsが取り違えられています。",
        ),
        holds(
            signs.placeholder_in_url,
            weight="clear",
            en="A placeholder stands in the address.",
            ja="URLに見本の文字が残っています。",
        ),
        told(
            "(host|host name|hostname|base url|base address|domain|region|data centre|data center|datacenter|subdomain|instance|server address|server url|endpoint url|site url|shop url|store url|tenant name|api domain|dc|instance url) ~ (wrong|set in|set to|configured|entered|typed|copied|changed|missing|prefix|without|with https|env|setting|contains|includes|old|different|other|differs|eu|us|jp|another)",
            "(env file|setting|settings|config|configuration|form) ~ (host|url|domain|base address|server)",
            "(without|missing|with|adding|left out) (the |)(www|https|http|scheme|protocol|port|region)",
            "(eu|us|europe|european|japan|japanese|asia|australia|uk) (account|data centre|data center|datacenter|region|customer|customers|instance|server|site|tenant|store|org|organisation|users)",
            "(moved|migrated|renamed|switched) ~ (domain|host|region|instance|server|subdomain|url)",
            "(api key|key) from ~ (older|old|another|different|other)",
            "(ホスト|ドメイン|サブドメイン|リージョン|ベースurl|接続先)(名|)(を|が|の)",
            weight="clear",
            en="The description is about the host, the region or the base address.",
            ja="ホスト・地域・ベースURLについての説明です。",
        ),
        told(
            "(account|org|organisation|organization|tenant|data|customer|user) ~ (data centre|data center|datacenter|eu region|region)",
            "(data centre|data center|datacenter|region) ~ (base url|url|host|com|eu|jp|us|another|different|wrong)",
            "(データセンター|リージョン)(が|は|の)",
            weight="strong",
            group="told-region",
            en="The account lives in another region or data centre.",
            ja="アカウントが別の地域やデータセンターにあります。",
        ),
        fact("never-worked", "clear"),
        fact("after-move", "weak"),
        fact("after-upgrade", "hint"),
        fact("other-accounts-work", "weak"),
        fact("all-calls-fail", "hint"),
        fact("intermittent", "-strong"),
        fact("worked-before", "-weak"),
        fact("in-container", "-weak"),
        fact("vendor-wide", "-clear"),
        fact("inbound", "-weak"),
        holds(
            signs.redirect_changes_host,
            weight="weak",
            en="The server sends us to another host.",
            ja="サーバーが別のホストへ案内しています。",
        ),
        holds(
            signs.calls_localhost,
            weight="-clear",
            en="The call went to the own machine.",
            ja="自分自身の機械への呼び出しです。",
        ),
        says(
            "(sandbox|test mode|live mode|production|redirect uri|servfail|temporary failure|timed out resolving|temporarily unavailable|expired|scope)",
            weight="-clear",
            where="said",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "named-by-vendor",
            "ask",
            en="Use the host that the vendor names\nTaken from its token answer or redirect, inside the vendor's domain only\nThe preview shows both addresses",
            ja="ベンダーが示すホストを使う\nトークンの応答やリダイレクトで示されたもので、同じベンダーのドメインに限ります\n前後のURLを画面で確かめられます",
            actions=(act("hold"),),
        ),
        remedy(
            "correct-address",
            "person",
            en="Correct the address in the connection\nCopy the API address from the vendor's settings page\nLeave out https:// where only the host is asked for\nChoose the region of the account",
            ja="接続のURLを直す\nベンダーの設定画面からAPIのURLを写します\nホストだけを求める欄にはhttps://を書きません\nアカウントの地域に合わせます",
        ),
    ),
)

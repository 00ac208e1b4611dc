from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-waf-block",
    code="NET07",
    usual_status=(403, 406, 503, 429),
    possible_status=(400, 401, 404, 405, 418, 444, 200, 409, 415, 501, 520),
    base=0.1,
    severity="high",
    neighbours=("permission-ip-not-allowed", "permission-missing-scope", "rate-window", "server-maintenance"),
    signals=(
        told(
            "(text|body|description|message|content|payload|field|html|note|comment) ~ (contains|has|with|includes|holds) (html|sql|script|select|a link|links|tags|code|certain words|angle brackets|quotes|union|javascript|<)",
            "(html|sql|script|javascript|code) (words|tags|snippets|in the|keywords|inside)",
            "(403|blocked|refused|challenge*) ~ from (some|certain|cloud|hosting|data|many|most|our) (data |cloud |hosting |)(centre|centres|center|centers|datacenter|datacenters|address|addresses|ip|ips|network|networks|server|servers|provider|providers|region|regions|host|hosts)",
            "(block|challenge|captcha|verification|security|robot|bot) (page|check|screen|challenge)",
            "(data center|datacenter|cloud|server|foreign|aws|hosting|vpn|overseas|abroad) (ip|ips|address|addresses|range|ranges|country|countries) ~ (blocked|refused|block*)",
            "(browser|home|laptop|other network|other address|mobile) ~ (works|passes|fine|gets through|opens)",
            "(default|missing|python|curl|empty|other|changed|browser like|own|custom) user agent",
            "(user agent|useragent) ~ (blocked|changed|set|header|helps|missing|empty)",
            "(security plugin|security module|protection|firewall|cdn|waf|bot filter|bot protection|rate of bots)",
            "(HTMLを含む|海外から|国外|WAF|ボット対策|ブラウザからは)",
            weight="clear",
            en="A filter in front of the API is described.",
            ja="APIの手前の防御が述べられています。",
        ),
        holds(
            signs.page_of_challenge,
            weight="decisive",
            en="The answer is the challenge or block page of a protection service.",
            ja="答えが、防御サービスの確認画面か拒否画面です。",
        ),
        holds(
            signs.edge_server_answers,
            weight="clear",
            en="An HTML refusal comes from the service in front, not from the API.",
            ja="APIではなく、手前のサービスがHTMLで断っています。",
        ),
        holds(
            signs.html_refusal,
            weight="weak",
            en="An HTML page refuses where data is expected.",
            ja="データのはずが、HTMLのページで断られています。",
        ),
        says(
            "(cloudflare|incapsula|imperva|akamai|sucuri|wordfence|modsecurity|mod security|datadome|perimeterx|human security|f5|big ip|barracuda|aws waf|azure front door|fastly|siteguard|kona|reblaze|cerber|ithemes security|all in one security|shieldsquare|kasada|ddos guard|stackpath|fortiweb|citrix adc|bitninja|imunify360|crowdsec)",
            "(ray id|reference #|incident id|support id|event id|request id to the|block reference)",
            "(attention required|just a moment|checking your browser|verify you are (a |)human|are you a robot|not a robot|captcha|enable javascript|enable cookies|browser integrity|security check|security service|web application firewall|bot (protection|detection|management|manager)|automated (access|traffic|queries)|unusual traffic|access denied|you have been blocked|request blocked|blocked by|request (was |)rejected|requested url was rejected|not acceptable|an appropriate representation|error 1#|error code 1#|1020|1010|1015)",
            "(アクセスが(拒否|制限|禁止)|不正なアクセス|ボット|ロボットではありません|セキュリティ(上の|により))",
            weight="clear",
            en="Words of a protection service stand in the answer.",
            ja="答えに、防御サービス特有の語があります。",
        ),
        told(
            "(waf|firewall plugin|security plugin|bot (protection|fight|detection|management)|cloudflare|akamai|imperva|wordfence|mod security|modsecurity|siteguard|captcha|challenge|ddos|user agent|fail2ban|geo block*|country block*|ip reputation|blacklist|blocklist|data center ip|cloud ip|vpn)",
            "(works|fine|opens|succeeds) in (the |a |)browser",
            "(html|challenge|block|web) page ~ (instead|returned|answer)",
            "(changing|setting|another|different|browser|real) user agent ~ (works|helps|fixes)",
            "(only|just) ~ (when|if) ~ (body|text|content|payload|message) (contains|has|includes)",
            "(WAF|防御|ボット|海外(IP|アクセス)|国外|セキュリティプラグイン|ブラウザでは)",
            weight="clear",
            en="A protection service, a browser that works, or an HTML page is mentioned.",
            ja="防御サービスや、ブラウザーでは動くこと、HTMLのページに触れられています。",
        ),
        fact("other-client-works", "weak"),
        fact("from-browser", "-weak"),
        holds(
            signs.answer_is_json,
            weight="-clear",
            en="The API itself answered in its own format.",
            ja="API自身が、自分の形式で答えています。",
        ),
        holds(
            signs.page_of_maintenance,
            weight="-clear",
            en="The page announces maintenance.",
            ja="ページが保守作業を知らせています。",
        ),
        says(
            "(allow list|allowlist|whitelist*|ip restriction|ip address is not|ip not allowed|trusted ip|ip range)",
            weight="-clear",
            group="ip",
            en="The tenant's own list of addresses is named.",
            ja="先方のアドレス制限が挙げられています。",
        ),
        says(
            "(cors|preflight|access control allow)",
            weight="-strong",
            group="cors",
            en="The browser blocked it.",
            ja="ブラウザーが止めています。",
        ),
        says(
            "(insufficient|scope*|permission*|privilege*|invalid (token|api key)|unauthorized)",
            weight="-weak",
            group="right",
            en="A right or credential is named.",
            ja="権限や認証情報が挙げられています。",
        ),
        fact("inbound", "-clear"),
    ),
    remedies=(
        remedy(
            "name-ourselves",
            "safe",
            en="Name ourselves and try once\nA clear User-Agent with product name and contact is sent\nNo browser is imitated and no challenge is solved",
            ja="名乗って一度だけ試す\n製品名と連絡先を書いたUser-Agentを送ります\nブラウザーのふりや、確認画面の突破はしません",
            actions=(
                act("set-header", "User-Agent", "Enishi/1 (+https://enishi.example)"),
                act("retry-once"),
            ),
        ),
        remedy(
            "ask-for-exception",
            "person",
            en="Ask the site's operator for an exception\nGive our address, the API path and the Ray ID or reference number\nIn Cloudflare: Security → WAF → Custom rules, action Skip",
            ja="サイトの管理者に除外を依頼する\nこちらのアドレス、APIのパス、Ray IDや参照番号を伝えます\nCloudflareでは「Security」→「WAF」→「Custom rules」でSkipを選びます",
        ),
    ),
)

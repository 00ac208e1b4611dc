from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="permission-ip-not-allowed",
    code="PERM09",
    usual_status=(403, 401),
    possible_status=(400, 404, 535, 200, 550),
    base=-0.1,
    severity="high",
    neighbours=("network-waf-block", "network-firewall", "auth-invalid-credentials"),
    signals=(
        says(
            "(invalid|unknown|unauthorized|bad|unregistered|forbidden) (request |client |source |caller |remote |server |)(ip|ip address)",
            weight=6.0,
            en="The answer names our address.",
            ja="こちらのIPアドレスに触れています。",
        ),
        says(
            "(ip|ip address|ip addresses|remote address|client address|source address|caller address|host address) ~ (not allowed|not permitted|restricted|not whitelisted|not in the whitelist|denied|blocked|not authorized|not authorised|is not on|forbidden|not allowlisted|not in the allow|not listed|not registered|rejected|is not in|banned|unauthorized|invalid|not trusted|not accepted|mismatch)",
            "(allow|access|safe|white|trusted) (list|ip list|ips|ip range|ip ranges) ~ ",
            "(ip allow list|ip allowlist|ip whitelist|allowlist|whitelist|trusted ip|ip restriction|ip restrictions|ip access list|ip filter|login ip ranges|network location|conditional access|trusted network|trusted location)",
            "(not allowed|access denied|forbidden|blocked|rejected) (from|for) (this|your|the|that) (ip|ip address|address|network|location|host)",
            "(restricted|unauthorized|disallowed|untrusted|unrecognized|unknown) (ip|ip address|client ip|source ip)",
            "(ip アドレス|ipアドレス|接続元|アクセス元|グローバルip)~(許可されて|登録されて|許可|制限|登録|拒否|一致|できません)",
            "ip adresse ~ nicht",
            "adresse ip ~ non",
            weight="strong",
            en="The answer speaks of the caller's network address.",
            ja="呼び出し元のネットワークのIPアドレスに触れています。",
        ),
        code(
            "INVALID_LOGIN_IP",
            "IP_NOT_ALLOWED",
            "ip_not_whitelisted",
            "ip_restricted",
            "AADSTS53003",
            "AADSTS53000",
            "IP_RESTRICTED",
            "access_denied_ip",
            "BlockedByIp",
            "ipRefererBlocked",
            "API_KEY_IP_ADDRESS_BLOCKED",
            "no_ip_access",
            weight="decisive",
            en="This error code means that our address is not allowed.",
            ja="こちらのIPアドレスが許可されていないことを表すエラーコードです。",
        ),
        told(
            "(ip|ip address|outgoing address|egress|network|static ip|nat|fixed ip|ip range|ip ranges|ip locking|vpn) ~ (changed|new|locking|restriction|restrictions|restricted|allow*|whitelist*|list|range|different|added|registered|not added|relax*|policy)",
            "(works|succeeds|worked|fine) ~ (from the office|from home|from my|from the local|from another (server|network|machine)|locally) ~",
            "(moved|migrated) ~ (server|cloud|hosting|data centre|data center|provider|region)",
            "(ip アドレス|固定ip|接続元|アクセス元)(制限|の|を|が)",
            weight="clear",
            en="The description speaks of addresses or of another network.",
            ja="IPアドレスや別の回線の話が出ています。",
        ),
        told(
            "(whitelist*|allow list|allowlist*|trusted ip|ip restriction*|ip relaxation|login ip|ip ranges)",
            "(許可リスト|ホワイトリスト|ipアドレス制限|接続元制限|アクセス元制限)",
            weight="strong",
            group="told-list",
            en="The vendor or tenant keeps a list of addresses.",
            ja="許可するIPアドレスのリストがあると書かれています。",
        ),
        fact("one-environment-only", "weak"),
        fact("after-move", "weak"),
        fact("fresh-token-fails", "hint"),
        fact("corporate-network", "hint"),
        holds(
            signs.page_of_challenge,
            weight="-strong",
            en="A protection page answers, not the tenant's list.",
            ja="顧客のリストではなく、防御の画面が返っています。",
        ),
        says(
            "(certificate|ssl|tls|ray id|captcha|bot|rate limit|too many|scope|getaddrinfo|resolve host)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "fixed-way-out",
            "ask",
            en="Send through the fixed outgoing address\nOnly if the installation has one\nThe vendor sees another address then",
            ja="固定の出口を通して送る\n用意されている場合だけです\n相手には別のIPアドレスが見えるようになります",
            actions=(act("hold"),),
        ),
        remedy(
            "register-address",
            "person",
            en="Have our address added to the list\nGive the administrator the address under Our outgoing address (IPv4 and IPv6)\nSalesforce: Network Access\nGitHub: organisation Settings, Authentication security\nkintone: cybozu.com administration, IP Address Restrictions",
            ja="こちらのIPアドレスを登録してもらう\n画面の「こちらの送信元IPアドレス」(IPv4とIPv6)を管理者に伝えます\nSalesforce: 「ネットワークアクセス」\nGitHub: 組織の「Settings」→「Authentication security」\nkintone: cybozu.com共通管理の「IPアドレス制限」",
        ),
    ),
)

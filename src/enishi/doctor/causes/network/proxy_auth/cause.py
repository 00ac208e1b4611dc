from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-proxy-auth",
    code="NET04",
    usual_status=(407,),
    possible_status=(403, 502, 503),
    base=-0.4,
    severity="high",
    neighbours=(
        "network-firewall",
        "network-tls-untrusted-ca",
        "auth-missing-credentials",
        "permission-ip-not-allowed",
    ),
    signals=(
        holds(
            signs.squid_answers,
            weight="decisive",
            en="A forward proxy (Squid) answers and refuses.",
            ja="外向きのプロキシ(Squid)が答えて断っています。",
        ),
        says(
            "(squid|err access denied|tcp denied|urlblocked|url blocked|proxyconnect|blue coat|bluecoat)",
            "(zscaler|forcepoint|netskope|websense|mcafee web gateway|umbrella|fortiguard|barracuda web)",
            "(authenticate|authentication|authorize|login) ~ (with|at|to|for|by) (the |)proxy",
            "(not allowed|connection not allowed) by ruleset",
            "(not allowed|permitted|denied) to (browse|visit|access) ~ (category|site|web)",
            "access control configuration prevents",
            "(socks|sockshttps*|socks5*) ~ (not allowed|denied|authentication|ruleset|rejected)",
            "tunnel connection failed 403",
            weight=5.5,
            group="said-gate",
            en="The gate to the internet (proxy or web filter) refuses this target or login.",
            ja="インターネットへの出口(プロキシやWebフィルター)が、宛先やログインを断っています。",
        ),
        told(
            "(released|release|freigabe|allowed|category|categories) ~ (user group|group|hosts|saas|proxy|ai)",
            "(new|other) (vendor|target|host|hosts) ~ (old|known|others) ~ (reached|work|fine|ok|pass)",
            "(egress|proxy|url) (allowlist|allow list|whitelist|filter)",
            "(env|environment|container) ~ (proxy|proxies)",
            "from the (office|company|corporate) (network|)",
            weight="weak",
            group="told-gate",
            en="The company's gate to the internet is mentioned.",
            ja="会社の出口に触れられています。",
        ),
        told(
            "proxy ~ (password|login|credential*|authentication|user|account|ntlm|kerberos|refuses|asks|wants|requires|407|denies)",
            "(password|login|credential*|user) ~ (of|for) the proxy",
            "(proxy password|proxy login|proxy account|proxy credentials)",
            "プロキシ~(パスワード|ログイン|認証)",
            weight="clear",
            en="A login at the proxy is mentioned.",
            ja="プロキシのログインに触れられています。",
        ),
        status(407, weight="decisive", en="Only a proxy answers 407.", ja="407を返すのはプロキシだけです。"),
        says(
            "(proxy authentication required|proxy auth|proxyauth*|407 proxy|requires proxy authentication|authenticationrequired proxy|cache access denied|proxy authenticate|err proxy auth*)",
            "(tunnel connection failed|connect tunnel failed|unable to tunnel|tunneling socket could not be established|proxy connect aborted|failed to establish tunnel|proxy tunnel|received http code 4# from proxy|received http code 5# from proxy|http code # from proxy)",
            "proxy ~ (refused|denied|forbidden|rejected|403|407|unauthorized|requires|error|failed|not allowed|authentication|password|credential*)",
            "(cannot|unable to|could not) connect to proxy",
            "(proxyerror|proxy error)",
            "プロキシ~(認証|拒否|エラー|パスワード)",
            weight="strong",
            en="A proxy on the way out answered instead of the vendor.",
            ja="提供元ではなく、外へ出る途中のプロキシが答えています。",
        ),
        holds(
            signs.proxy_asks_login,
            weight="decisive",
            en="The answer carries Proxy-Authenticate.",
            ja="答えにProxy-Authenticateがあります。",
        ),
        told(
            "(behind|through|via|uses|using|configured|set) ~ (corporate|company|forward|http|https|outgoing|squid|authenticated|office) ~ proxy",
            "(http proxy|https proxy|proxy variable|no proxy|ntlm|kerberos|squid|zscaler|proxy password|proxy user|proxy url)",
            "(プロキシ|社内プロキシ|プロキシ認証)",
            weight="weak",
            en="A forward proxy is mentioned.",
            ja="外向きのプロキシに触れられています。",
        ),
        fact("corporate-network", "weak"),
        says(
            "(certificate|self signed|local issuer)",
            weight="-clear",
            group="tls",
            en="The certificate is the stumbling block.",
            ja="つまずいたのは証明書です。",
        ),
        says(
            "(reverse proxy|nginx|upstream|bad gateway)",
            weight="-clear",
            group="reverse",
            en="A proxy on the vendor's side is meant.",
            ja="相手側のプロキシのことです。",
        ),
    ),
    remedies=(
        remedy(
            "enter-proxy-login",
            "person",
            en="Enter the proxy's login\nOpen Settings → Network in Enishi and enter proxy, user and password\nOr have the proxy's administrator let this server pass without login",
            ja="プロキシの認証情報を入れる\nEnishiの「設定」→「ネットワーク」で、プロキシ・利用者名・パスワードを入れます\nまたは、このサーバーを認証なしで通すよう管理者に依頼します",
        ),
        remedy(
            "hold-until-open",
            "safe",
            en="Hold the calls\nNothing has left the company; calls go out in order once the proxy lets them",
            ja="呼び出しを預かる\n社外には何も出ていません。プロキシが通したら順番どおりに送ります",
            actions=(act("hold"),),
        ),
    ),
)

from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-tls-untrusted-ca",
    code="NET10",
    base=0.2,
    severity="high",
    neighbours=(
        "network-tls-incomplete-chain",
        "network-tls-server-cert-expired",
        "network-tls-hostname-mismatch",
    ),
    signals=(
        told(
            "(old|outdated|ancient|minimal|slim|alpine|bare|stripped|scratch) (java|jdk|jre|image|container|system|server|ca|bundle|certifi|root|roots|trust|openssl|docker|python|php|centos|debian|ubuntu|android|windows)",
            "(own|internal|private|company|corporate|self made|custom|intranet|self signed|home made|local) (ca|certificate authority|root|certificate|certificates|authority|pki|issuer|server)",
            "(inspect*|intercept*|decrypt*|scan*|breaks open|opens) ~ (tls|ssl|https|traffic|connections|certificates)",
            "(company|corporate|proxy|firewall|antivirus|vpn) ~ (inspects|intercepts|replaces|own certificate|decrypts|certificate|root)",
            "(ca bundle|cacert|certifi|trust store|truststore|keystore|root certificates|ca certificates|root store) ~ (missing|old|outdated|not installed|updated|updating|empty|lacks|without)",
            "(installing|adding|importing|updating) ~ (root|ca|certificate*|bundle|certifi|trust)",
            "(自己署名|社内認証局|独自の証明書|CA証明書|証明書ストア)",
            weight="clear",
            en="A private or unknown issuer, or an old list of issuers, is mentioned.",
            ja="社内の発行元や、古い発行元の一覧に触れられています。",
        ),
        says(
            "(self signed|selfsigned|depth zero self signed|self signed certificate in certificate chain|unable to get local issuer|unable to get issuer|local issuer certificate|unknown authority|unknown ca|unknown issuer|untrusted root|not trusted|untrusted|path building failed|unable to find valid certification path|certification path|trust anchor|partial chain|invalid ca|ca certificate|root certificate|peer certificate cannot be authenticated|ssl certificate problem|certificate verify failed|certificate verification failed|certificate signed by unknown|err cert authority invalid|cert authority invalid|remote certificate is invalid|certificate is invalid according to the validation procedure|could not establish trust relationship|trust relationship|trust failure|peers certificate issuer|sec error unknown issuer|unable to verify|sslpeerunverified*|terminated in a root certificate which is not trusted|certpathvalidator*)",
            "(証明書)~(信頼|発行元|認証局|自己署名|検証)",
            weight="clear",
            en="The issuer of the certificate is not accepted here.",
            ja="証明書の発行元が受け入れられていません。",
        ),
        says(
            "(self signed|unknown authority|path building failed|unable to find valid certification path|not trusted|untrusted root|unable to get local issuer|unknown issuer|unknown ca|cert authority invalid|trust anchor|trust relationship|local issuer)",
            weight="clear",
            group="issuer",
            en="The message names the issuer, not date or name.",
            ja="期限や名前ではなく、発行元が挙げられています。",
        ),
        fact("corporate-network", "clear"),
        fact("old-system", "weak"),
        told(
            "(own|private|internal|company|corporate|custom|self signed) (ca|certificate authority|root|certificate|certificates|pki)",
            "(tls|ssl|https) (inspection|interception|scanning|decryption)",
            "(zscaler|netskope|fiddler|charles|mitmproxy|kaspersky|avast|umbrella|palo alto|fortigate|blue coat)",
            "(ca bundle|cacert|certifi|ca certificates|trust store|truststore|keystore|root store|cafile|node extra ca certs|requests ca bundle|ssl cert file)",
            "(dst root|isrg root|lets encrypt|root (certificate |)(expired|changed)|cross sign*|september 2021|30 september)",
            "(with|after) (a fresh|updated|updating|new|current|newer) (ca |)(bundle|certifi|certificates|store) ~ (works|fixes|helps)",
            "(verify false|verification off|disabling verification|insecure|rejectunauthorized|curl k) ~ (works|helps)",
            "(自己署名|社内の認証局|独自CA|オレオレ証明書|検査プロキシ|証明書ストア)",
            weight="clear",
            en="A private issuer, an inspecting proxy or an old list of issuers is mentioned.",
            ja="社内の認証局、検査するプロキシ、古い一覧のどれかに触れられています。",
        ),
        says(
            "(certificate has expired|cert has expired|expired)",
            weight="-clear",
            group="date",
            en="The date is named.",
            ja="期限が挙げられています。",
        ),
        says(
            "(hostname|host name|does not match|not valid for|altname|ip address mismatch|common name|name mismatch)",
            weight="-strong",
            group="name",
            en="The name is named.",
            ja="名前が挙げられています。",
        ),
        says(
            "(unable to verify the first certificate|unable to verify leaf|incomplete chain|chain issues)",
            weight="-clear",
            group="chain",
            en="A link of the chain is missing.",
            ja="連なりの一枚が足りません。",
        ),
        told(
            "(intermediate|full chain|fullchain|incomplete|chain file|ssl labs|missing certificate)",
            "(browser*|chrome|firefox|safari|edge) ~ (works|work|fine|ok|accept*|opens|open|show|shows|load|loads|display*|no warning|without (a |any |)warning|trust*)",
            "(one|1|single) certificate in the chain",
            "(中間証明書|ブラウザ)",
            weight="-weak",
            group="chain-told",
            en="An intermediate certificate or a content browser is mentioned.",
            ja="中間証明書や、ブラウザーでは問題ないことに触れられています。",
        ),
        holds(signs.answered_at_all, weight="-clear", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "hold-the-calls",
            "safe",
            en="Hold the calls\nNothing is sent to a server that cannot be identified",
            ja="呼び出しを預かる\n相手を確かめられない間は何も送りません",
            actions=(act("hold"),),
        ),
        remedy(
            "trust-for-connection",
            "ask",
            en="Trust this issuer for this connection\nCompare the fingerprint with the person responsible, then confirm",
            ja="この接続に限り発行元を信頼する\n指紋を責任者と照らし合わせてから承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "add-to-trust",
            "person",
            en="Add the issuer to the trusted list, or update the list\nPython: SSL_CERT_FILE; Node: NODE_EXTRA_CA_CERTS; Java: trust store\nNever switch verification off",
            ja="発行元を信頼の一覧に加えるか、一覧を更新する\nPythonはSSL_CERT_FILE、NodeはNODE_EXTRA_CA_CERTS、Javaはトラストストアです\n検証を無効にしないでください",
        ),
    ),
)

from __future__ import annotations

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-tls-server-cert-expired",
    code="NET12",
    base=-0.3,
    retryable=True,
    severity="critical",
    neighbours=("network-tls-untrusted-ca", "network-tls-incomplete-chain", "auth-clock-skew"),
    signals=(
        says(
            "(not|outside|out of|beyond) (within |of |)(its |the |)validity (period|dates|range|time)",
            "(cert|certificate) date invalid",
            "(certificate|cert) ~ (is no longer valid|not yet valid|validity period|outdated|out of date|notafter|not after)",
            "err cert date invalid",
            weight="decisive",
            group="said",
            en="The certificate lies outside its period of validity.",
            ja="証明書が有効期間の外にあります。",
        ),
        says(
            "certificate (has|is|was|had|) (already|) expired",
            "certificate ~ (is not valid after|not after|expired on|expired at|validity ended)",
            "cert has expired",
            "cert(ificate|) expired",
            "(notafter|not after) ~ (past|before|earlier)",
            "x509 certificate has expired or is not yet valid",
            "証明書~(有効期限|期限)~(切れ|過ぎ|満了)",
            "zertifikat ~ abgelaufen",
            "certificat ~ expiré",
            "certificado ~ (expirado|caducado|ha caducado)",
            "证书~过期",
            weight="decisive",
            en="The handshake was refused because the certificate's last day has passed.",
            ja="証明書の有効期間が過ぎているため、接続の確立が拒まれました。",
        ),
        told(
            "certificate ~ (expired|renew*|run out|ran out|lapsed|out of date|not renewed|ended|no longer valid)",
            "(expired|lapsed|outdated) certificate",
            "(forgot|forgotten|failed|missed) to renew",
            "(all|every) (client|clients|browser|browsers) ~ (warn*|refuse*|fail*)",
            "証明書~(更新|期限)",
            weight="clear",
            en="The situation described is one of a certificate that was not renewed.",
            ja="証明書が更新されていない状況が述べられています。",
        ),
        fact("vendor-wide", "weak"),
        fact("worked-before", "weak"),
        fact("old-system", "-clear"),
        fact("other-client-works", "-clear"),
        says(
            "(dst root|intermediate|root (ca|certificate)) ~ expired",
            "(self signed|unable to get local issuer)",
            weight="-clear",
            group="issuer",
            en="It is the issuer that is not accepted, not the server's own date.",
            ja="サーバー自身の期限ではなく、発行元が受け入れられていません。",
        ),
    ),
    remedies=(
        remedy(
            "pause",
            "safe",
            en="Hold the calls and look again on schedule\nNothing is sent over a connection that cannot be checked\nCalls are sent in order as soon as a valid certificate is seen",
            ja="呼び出しを預かり、定期的に確かめる\n安全を確かめられない接続には何も送りません\n有効な証明書が確認でき次第、順に送ります",
            actions=(act("pause"), act("hold")),
        ),
        remedy(
            "tell-the-operator",
            "person",
            en="Tell the owner of the server\nSend the name, the serial number and the last day of the certificate; ask for its renewal\nDo not switch the check off: anyone between could read and change the data",
            ja="サーバーの管理者に連絡する\n証明書の名前・シリアル番号・有効期限を伝え、更新を依頼します\n検証を無効にしないでください。途中の誰でも読み書きできるようになります",
        ),
    ),
)

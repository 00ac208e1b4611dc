from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.phrase import phrase
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_OTHER_NAME = phrase(
    "(doesnt match|does not match|hostname mismatch|altname*|not valid for|certificate is for|wrong certificate)"
)


def old_client_gets_another_certificate(evidence: Evidence) -> Place | None:
    """A client too old to name the host (SNI) is shown the server's default certificate."""
    other = _OTHER_NAME.find(evidence.words("said"))
    return Place("exception") if other and evidence.facts.get("old-system") else None


CAUSE = Cause(
    slug="network-tls-protocol",
    code="NET09",
    base=-0.1,
    severity="high",
    neighbours=(
        "network-tls-untrusted-ca",
        "network-tls-hostname-mismatch",
        "network-keepalive-race",
        "network-firewall",
    ),
    signals=(
        says(
            "(tls|ssl) (1 0|1 1|1.0|1.1|v1|3) ~ (disabled|not supported|deprecated|no longer|refused|rejected|has been)",
            "(common algorithm|no cypher overlap|cypher overlap|no cipher overlap|unsupported client|12157|12175|80090331|0x80090331|80090326)",
            "ssl do handshake failed",
            "tls 1.0",
            "(セキュリティ チャネル|セキュリティチャネル|セキュアチャネル)",
            "(sslv3|tlsv1) alert (handshake failure|protocol version|internal error|unrecognized name)",
            weight="strong",
            group="said-handshake",
            en="Both sides found no common version or cipher.",
            ja="双方に共通の版や暗号が見つかっていません。",
        ),
        told(
            "(without|no|not send*|never sends|lacks|off) ~ (server name|servername|sni|server name extension|ssl server name)",
            "(servername|server name|proxy ssl server name|sni) ~ (off|shows the right|right one|helps|fixes|works|needed|missing)",
            "(iis crypto|best practices|security policy|elbsecuritypolicy|tls policy|minimum tls|minimum version|cipher list|hardening|hardened|crypto policy)",
            "(minimum|lowest|least) ~ (raised|increased|set to|lifted) ",
            "(win7|windows 7|win 7|xp|server 2008|server 2012|2008 r2|delphi|vb6|jdk 6|jdk 7|java 6|java 7|net 4 0|net 4.0)",
            weight="strong",
            group="told-version",
            en="The rules for encryption changed, or the client does not name the host.",
            ja="暗号の規則が変わったか、クライアントがホスト名を伝えていません。",
        ),
        told(
            "(vendor|server|provider|api|bank|they|gateway|host) ~ (raised|raises|disabled|disables|dropped|drops|switched off|turned off|requires|accepts only|only accepts|stopped|removed|tightened|hardened) ~ (security|tls|ssl|ciphers|cipher|encryption|protocol*|1|old)",
            "(php (4|5)|java (5|6|7)|net (2|3|4)|openssl (0|1 0)|windows (xp|7|2003|2008|server 2003|server 2008|server 2012)|centos (5|6)|debian (6|7)|ubuntu (10|12)|android (4|5)|curl 7 1|python 2 6|python 2 7|old server|old client|old system|old device|old operating system|old openssl|old java)",
            "(sni|server name indication|cipher|ciphers|cipher suite|tls version|tls 1|ssl 3|sslv3)",
            "(plain http|http port|https on|https to a|port 80|without tls|no tls|not encrypted)",
            "(古い(PHP|Java|OpenSSL|サーバー|端末)|TLS|暗号)",
            weight="clear",
            en="An old system or a change of encryption is mentioned.",
            ja="古い環境や、暗号の変更に触れられています。",
        ),
        says(
            "(handshake failure|handshake failed|handshake error|sslhandshake*|ssl handshake|tls handshake|handshake alert|alert handshake|alert protocol version|protocol version|unsupported protocol|wrong version number|wrong ssl version|unknown protocol|no protocols available|no shared cipher|no cipher*|cipher mismatch|version or cipher mismatch|no ciphers available|inappropriate fallback|dh key too small|ee key too small|ca md too weak|legacy sigalg|unsafe legacy renegotiation|unsupported ssl|ssl version|tlsv1 alert|sslv3 alert|unrecognized name|tlsv1 unrecognized|internal error alert|alert internal error|ssl3 get|ssl23|ssl connect error|gnutls handshake|epr oto|eproto|plain http request was sent to https|http request to an https|http request was sent to|first record does not look like a tls handshake|received an unexpected eof|ssl routines|unexpected eof while reading|schannel|sec e #|sec e illegal message|sec e unsupported function|sni)",
            "(could not|couldnt|cannot|failed to|unable to) (create|establish|negotiate) ~ (ssl|tls|secure)",
            "(secure channel|tls secure|ssl tls)",
            "(ssl|tls) (1 0|1 1|1 2|1 3|v1|v1 0|v1 1|v1 2|v1 3|protocol|version|handshake|negotiation)",
            "authentication failed because the remote party has closed the transport stream",
            "(unexpected error occurred on a send|unexpected packet format)",
            "(SSL|TLS)~(チャネル|ハンドシェイク|バージョン|プロトコル)",
            weight="strong",
            en="The handshake broke off before a certificate was judged.",
            ja="証明書を調べる前に、暗号の取り決めが終わっています。",
        ),
        told(
            "(tls|ssl) (1 0|1 1|1 2|1 3|version|protocol|settings|library)",
            "(openssl|schannel|net framework|java (6|7|8)|windows server|windows 7|xp|curl nss|mono|security protocol|sni|server name indication)",
            "(old|outdated|legacy) (openssl|java|net|windows|client|server|operating system|curl|php)",
            "(started|since|began) ~ (20#|january|february|march|april|may|june|july|august|september|october|november|december) ~ (unchanged|all calls|every|)",
            "(openssl s client|sslyze|ssl labs|testssl)",
            "(python before|python 2 (6|7)|python older than|java before|before java|one certificate covers|covers both names|certificate covers both|several certificates on one|without sni|no sni|lacks sni)",
            "(TLS|SSL)(1|の|バージョン)",
            weight="clear",
            en="A TLS version or an old system is mentioned.",
            ja="TLSの版や、古い環境に触れられています。",
        ),
        holds(
            old_client_gets_another_certificate,
            weight=6.0,
            en="An old client that does not name the host (SNI) is shown another name's certificate.",
            ja="ホスト名を伝えない(SNI非対応の)古いクライアントに、別の名前の証明書が示されています。",
        ),
        fact("old-system", "clear"),
        fact("after-vendor-change", "hint"),
        fact("intermittent", "-clear"),
        fact("after-idle", "-clear"),
        says(
            "(certificate verify failed|unable to (get|verify)|self signed|local issuer|path building|unknown authority|untrusted|unknown ca|certificate unknown|not trusted)",
            weight="-strong",
            group="issuer",
            en="The certificate was received and judged.",
            ja="証明書は届き、調べられています。",
        ),
        says(
            "(certificate has expired|hostname mismatch|does not match|not valid for|altname|subject alternative)",
            weight="-strong",
            group="name",
            en="The certificate's date or name is the stumbling block.",
            ja="つまずいたのは、証明書の期限か名前です。",
        ),
        says(
            "(client certificate|certificate required|bad certificate|peer did not return a certificate)",
            weight="-clear",
            group="client",
            en="A client certificate is asked for.",
            ja="クライアント証明書が求められています。",
        ),
        holds(signs.answered_at_all, weight="-clear", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "hold-the-calls",
            "safe",
            en="Hold the calls\nNothing is sent over a way that is not secure",
            ja="呼び出しを預かる\n安全でない通り道には何も送りません",
            actions=(act("hold"),),
        ),
        remedy(
            "correct-the-scheme",
            "ask",
            en="Correct the address\nIf an internal server speaks plain HTTP on this port, confirm the corrected address",
            ja="宛先を直す\n社内の相手がこの番号で暗号なしで待っている場合、直した宛先を承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "update-the-caller",
            "person",
            en="Update the calling system\nInstall current versions of operating system, Java, .NET or OpenSSL\nIn .NET do not fix the version, leave it to the system",
            ja="呼び出し側の環境を更新する\nOS、Java、.NET、OpenSSLを新しくします\n.NETでは版を固定せず、OSに任せます",
        ),
    ),
)

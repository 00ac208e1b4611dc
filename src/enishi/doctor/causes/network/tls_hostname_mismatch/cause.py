from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-tls-hostname-mismatch",
    code="NET13",
    base=-0.2,
    severity="high",
    neighbours=("network-tls-untrusted-ca", "network-tls-protocol", "endpoint-wrong-host"),
    signals=(
        says(
            "(hostname|host) ~ not verified",
            "(sslpeerunverified*|ssl peer unverified exception)",
            "pretending to be",
            "(code 1202|nsurlerrordomain code 1202)",
            "certificate cn",
            weight="strong",
            group="said-peer",
            en="The certificate does not prove the name that was called.",
            ja="呼び出した名前を、証明書が証明していません。",
        ),
        told(
            "(called|reached|addressed|accessed|connected|calls|configured|url) (by|via|with|over|using|through) (its |the |an |)(ip|ip address|address|internal name|alias|short name|old name|other name|another name|cname)",
            "(with|using|by) (its |the |)(name|domain|host name|hostname|domain name|dns name|real name|public name|full name) (it |the call |there |everything |)(works|is fine|is ok|succeeds|passes|no)",
            "(certificate|cert) (is |was |)(for|issued for|valid for|names|lists|covers|belongs to|made out to) (another|the|a|www|only|other|different)",
            "(wildcard|sub domain|subdomain|www|second level|san|common name|altname|alternative name)",
            "(IPアドレスで|別名で|名前で呼ぶと|証明書の名前)",
            weight="strong",
            en="Another name than the certificate's is said to be called.",
            ja="証明書と違う名前での呼び出しに触れられています。",
        ),
        says(
            "(hostname mismatch|host name mismatch|hostname doesnt match|name mismatch|ip address mismatch|altname invalid|err tls cert altname invalid|cert common name invalid|common name invalid|remotecertificatenamemismatch|certificatenamemismatch|no alternative certificate|no subject alternative|subject alternative names|sec e wrong principal|target principal name is incorrect|ssl bad cert domain|bad cert domain|hostname verification)",
            "(certificate|cert) ~ (not valid for|is valid for|doesnt match|does not match|dont match|is for|issued for|only valid for|not match|doesnt contain any ip sans)",
            "(hostname|host|domain|name|ip) ~ (does not match|doesnt match|not match|isnt in the cert|mismatch|is not in the certs) ~ (certificate|cert|altnames|subject)",
            "no (alternative|matching) ~ (name|san|subject)",
            "certificate subject name",
            "hostname in certificate",
            "(証明書)~(名前|ホスト名|ドメイン)~(一致|異な|違)",
            weight="decisive",
            en="The certificate is for another name than the one called.",
            ja="証明書の名前が、呼び出した名前と違います。",
        ),
        told(
            "(sni|server name indication|python before|python 2 (6|7)|one certificate covers|certificate covers both|covers both names|multi domain|several certificates on one|virtual hosts)",
            weight="-strong",
            group="sni-told",
            en="The client may not name the host it wants, so it gets another certificate.",
            ja="クライアントが名前を伝えず、別の証明書が返っていると考えられます。",
        ),
        holds(
            signs.host_is_address,
            weight="weak",
            en="The call uses an IP address, which certificates rarely name.",
            ja="証明書にはまず書かれない、IPアドレスで呼び出しています。",
        ),
        told(
            "(domain name|host name|hostname|name of the certificate|correct name) ~ (works|fine|no (certificate |)error|no warning)",
            "(ip address|internal name|alias|cname|sub domain|subdomain|wildcard|www|new domain|old domain|bucket name) ~ (instead|in the url|called|used|dot|certificate)",
            "(IPアドレス|別名|ワイルドカード|サブドメイン)~(証明書|呼び)",
            weight="weak",
            en="Another name or an address is mentioned.",
            ja="別の名前やアドレスに触れられています。",
        ),
        fact("old-system", "-strong"),
        holds(signs.answered_at_all, weight="-clear", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "hold-the-calls",
            "safe",
            en="Hold the calls\nNo key is sent to a server with a foreign name",
            ja="呼び出しを預かる\n名前の違う相手には鍵を送りません",
            actions=(act("hold"),),
        ),
        remedy(
            "use-certificate-name",
            "ask",
            en="Use the name in the certificate\nWhen it leads to the same address, confirm it as the new host",
            ja="証明書の名前を使う\n同じアドレスに行き着くなら、新しいホスト名として承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "reissue",
            "person",
            en="Have the name included\nThe operator issues a certificate that includes the name you call",
            ja="名前を加えてもらう\n呼び出す名前を含む証明書を、管理者に発行してもらいます",
        ),
    ),
)

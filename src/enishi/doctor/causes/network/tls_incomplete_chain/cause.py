from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-tls-incomplete-chain",
    code="NET11",
    base=-0.2,
    severity="high",
    neighbours=("network-tls-untrusted-ca", "network-tls-server-cert-expired", "network-tls-protocol"),
    signals=(
        told(
            "(browser|browsers|chrome|firefox|safari|edge) ~ (no problem|show no|shows no|no warning|without warning|fine|works|work|content|accept|accepts|open|opens|ok)",
            "(checker|ssl labs|ssl test|online test|openssl) ~ (incomplete|chain|intermediate|missing|extra download)",
            "(chain|intermediate|intermediates|bundle) ~ (incomplete|missing|not sent|not installed|forgot*|left out|broken|not delivered|only the leaf|added|adding)",
            "(only|just) (the |its |one |own )(leaf|server|own|one|single|first) certificate",
            "(中間証明書|証明書チェーン|チェーンが不完全)",
            weight="clear",
            en="A missing link of the chain is mentioned, or browsers that do not mind.",
            ja="足りない中間証明書や、ブラウザーでは通ることに触れられています。",
        ),
        says(
            "(unable to verify the first certificate|unable to verify leaf|unable to verify leaf signature|verify error num 21|err cert|incomplete chain|chain is incomplete|missing intermediate|no intermediate)",
            weight="strong",
            en="The chain breaks off right after the server's own certificate.",
            ja="サーバー自身の証明書のすぐ先で、連なりが途切れています。",
        ),
        says(
            "(unable to get local issuer|unable to get issuer|path building failed|unable to find valid certification path|unknown authority|certificate verify failed|partial chain|trust anchor)",
            weight="weak",
            en="The issuer could not be reached in the chain.",
            ja="連なりの中で発行元に行き着けません。",
        ),
        told(
            "(intermediate|intermediates|full chain|fullchain|chain file|certificate chain|bundle of the server|ca bundle on the server|incomplete chain|missing (link|certificate)|chain issues|extra download|aia)",
            "(only (the|one|its own|the leaf|the server)) ~ certificate ~ (sent|installed|served|returned|shown)",
            "(ssl labs|ssllabs|openssl s client|ssl checker|whats my chain cert)",
            "(中間証明書|チェーン|連鎖)",
            weight="strong",
            en="An intermediate certificate is mentioned.",
            ja="中間証明書に触れられています。",
        ),
        told(
            "(browser*|chrome|firefox|safari|edge) ~ (works|work|fine|ok|accept*|opens|open|show|shows|load|loads|display*|no (warning|error)|without (a |any |)(warning|error)|trust*|no problem)",
            "(one|1|single) certificate in the chain",
            "(works|fine|opens|no warning) ~ (in|with) (the |a |)(browser*|chrome|firefox)",
            "ブラウザ~(開け|問題|警告)",
            weight="strong",
            group="browser",
            en="Browsers are content, programs are not.",
            ja="ブラウザーは通り、プログラムは通りません。",
        ),
        told(
            "certificate ~ (renewed|replaced|changed|new|reissued)",
            "(renewed|replaced|changed|new) ~ certificate",
            "証明書~(更新|入れ替え)",
            weight="weak",
            group="renewed",
            en="The certificate was renewed shortly before.",
            ja="直前に証明書が更新されています。",
        ),
        fact("other-client-works", "hint"),
        fact("corporate-network", "-clear"),
        fact("old-system", "-weak"),
        says(
            "self signed",
            weight="-strong",
            group="self",
            en="The chain ends at a self-signed certificate.",
            ja="連なりは自己署名の証明書で終わっています。",
        ),
        says(
            "(certificate has expired|mismatch|does not match|not valid for)",
            weight="-strong",
            group="other",
            en="Date or name is the stumbling block.",
            ja="つまずいたのは期限か名前です。",
        ),
        holds(signs.answered_at_all, weight="-clear", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "hold-the-calls",
            "safe",
            en="Hold the calls\nThey go out in order as soon as the chain is complete",
            ja="呼び出しを預かる\n連なりがそろったら順番どおりに送ります",
            actions=(act("hold"),),
        ),
        remedy(
            "use-fetched-link",
            "ask",
            en="Use the missing link meanwhile\nIt is fetched from the CA and checked against a known root; confirm for this connection",
            ja="足りない一枚を一時的に使う\n認証局から取り寄せ、公的な認証局までつながることを確かめます。この接続に限って承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "install-full-chain",
            "person",
            en="Have the full chain installed\nThe server's operator installs fullchain.pem instead of the single certificate and reloads the web server",
            ja="連なり全体を入れてもらう\nサーバーの管理者が、一枚だけの証明書の代わりにfullchain.pemを入れ、読み込み直します",
        ),
    ),
)

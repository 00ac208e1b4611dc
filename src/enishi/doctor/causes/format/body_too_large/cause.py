from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="format-body-too-large",
    code="FMT11",
    usual_status=(413,),
    possible_status=(400, 500, 422, 502, 520, 552, 403),
    severity="medium",
    neighbours=(
        "schema-value-too-long",
        "server-timeout-heavy-request",
        "endpoint-uri-too-long",
        "consistency-paging-limit",
    ),
    signals=(
        says(
            "maximum size of (request|message|body|upload|payload)",
            "(request|message|body|payload|upload) ~ (exceeds|exceed|exceeding|larger than|bigger than|greater than|over) ~ (max request len|maxrequestlen|# bytes|limit of # (bytes|kb|mb))",
            "(message|request message|body|request|payload|file) (is |was |)(too (big|long|large)|exceeds the (quota|maximum message size))",
            "(max request len|max received message size|client intended to send too large body|max body size|max allowed packet|maximum message size quota)",
            weight="strong",
            group="said-size",
            en="A limit of bytes for the whole message is named.",
            ja="メッセージ全体のバイト数の上限が挙げられています。",
        ),
        told(
            "(proxy body size|client max body size|post max size|upload max filesize|max request len|body limit|payload limit)",
            "(# (bytes|kb|mb)|# # bytes) (json|xml|dump|body|message|payload|of json)",
            "(only|just) (the |)(videos|video|scans|scanned ~|big ~|large ~|photos|pictures)",
            "(動画|大きな画像|スキャン)だけ",
            weight="clear",
            en="Only big messages are concerned, or a limit of the web server.",
            ja="大きなものだけか、Webサーバーの上限の話です。",
        ),
        told(
            "(file|files|scan|attachment|attachments|image|images|body|payload|upload|uploads|video|photo|photos|pdf|document|export|picture) of # (mb|kb|gb|megabyte*)",
            "(up to|over|above|beyond|more than|larger than|bigger than) # (mb|kb|gb|megabyte*)",
            "#mb(以上|を超え|まで)",
            weight="strong",
            en="It depends on the size in megabytes.",
            ja="大きさ(MB)によって結果が変わります。",
        ),
        status(
            413,
            weight="strong",
            en="413 Content Too Large names the fault.",
            ja="413は本文が大きすぎることを表します。",
        ),
        says(
            "(payload|request entity|entity|request body|body|content|request|post data|message|file|upload|attachment|attachments|image|document|frame|json body) (is |was |size |length |data |)(too large|too big|too long|exceeds|exceeded|larger than|bigger than|exceeding|over the limit|size limit)",
            "(exceeds|exceeded|exceeding|over|above|larger than|greater than|beyond) (the |a |our |)(maximum|max|allowed|size limit|file size|upload size|body size|request size|content length|payload size|permitted|limit of) ~ (size|mb|kb|bytes|length|limit|megabytes|gb|body)",
            "(maximum|max) (request |upload |file |body |payload |content |message |attachment |allowed |)(size|length) ~ (exceeded|is|of|limit|reached)",
            "(size limit|body limit|request size|upload limit|file size|post max size|client max body|max request length|maximum request length) ~ (exceeded|exceeds|reached|is|of|too|limit|larger)",
            "(payloadtoolarge*|entity too large|request too large|larger than maxbodylength|max body length)",
            "(サイズ|容量|ファイル|本文|リクエスト|データ)(の|が|は|サイズ)~(大きすぎ|上限|超え|超過|制限)",
            "(too large|zu groß|trop volumineux|demasiado grande)",
            "(过大|超过大小)",
            weight="strong",
            en="The answer says that the body is too large.",
            ja="本文が大きすぎると答えています。",
        ),
        holds(
            signs.large_body_sent,
            weight="clear",
            en="A body of more than a megabyte was sent.",
            ja="1MBを超える本文を送っています。",
        ),
        told(
            "(file|files|image|images|attachment|body|payload|upload|pdf|video|photo|photos|document|export|csv) ~ (mb|megabyte*|kb|gb|large|bigger|big|size)",
            "(smaller|small) (file|files|body|upload|payload|image|images|batch) ~ (work|works|fine|succeed|ok|pass)",
            "(client max body|post max size|upload max filesize|body parser|max request length)",
            "(大きな|大きい|サイズ)(ファイル|画像|添付|データ)?",
            weight="clear",
            en="A large body or file is involved.",
            ja="大きな本文やファイルが関わっています。",
        ),
        fact("small-request-works", "weak"),
        fact("large-request", "weak"),
        says(
            "(uri too|url too|header|headers|cookie|page size|per page|query cost|complexity|rows|records per|items per|characters|string too long|result set|response size|response payload|tokens)",
            weight="-clear",
            group="said-other",
            en="The address, a header, the number of records or a field is meant.",
            ja="URL・ヘッダー・件数・項目の長さについての文面です。",
        ),
    ),
    remedies=(
        remedy(
            "split",
            "safe",
            en="Split the batch in halves until it passes\nThe size that passes is kept\nA refused batch was not processed, so nothing is booked twice",
            ja="通るまで、まとまりを半分ずつに分ける\n通った大きさを以後も使います\n断られたまとまりは処理されていないため、二重登録になりません",
            actions=(act("split-batch", 50), act("retry-once")),
        ),
        remedy(
            "smaller-files",
            "ask",
            en="Reduce pictures or upload in parts\nIf the vendor offers uploads in parts or by link",
            ja="画像を縮めるか、分割して送る\nベンダーに分割やリンクによる方法がある場合です",
            actions=(act("hold"),),
        ),
        remedy(
            "raise-limit",
            "person",
            en="Raise the limit on your own server\nnginx: client_max_body_size\nPHP: upload_max_filesize and post_max_size\nThe smallest limit on the way counts",
            ja="ご自身のサーバーの上限を上げる\nnginx: client_max_body_size\nPHP: upload_max_filesizeとpost_max_size\n途中でいちばん小さい上限が効きます",
        ),
    ),
)

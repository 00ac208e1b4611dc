from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="format-compression",
    code="FMT10",
    possible_status=(200, 400, 415, 500, 502),
    base=-0.4,
    severity="medium",
    neighbours=(
        "format-truncated-body",
        "format-wrong-charset",
        "server-output-polluted",
        "version-client-defect",
    ),
    signals=(
        told(
            "(not|never|cannot|without) (unpack|unpacked|unpacking|decompress|decompressed|decompressing|inflate|inflated|unzip|unzipped|gunzip)",
            "(body|answer|response|content) (begins|starts) with ~ bytes",
            "accept encoding ~ (by hand|manually|set|copied|sets|header)",
            weight="strong",
            en="The client asks for compression and does not unpack it.",
            ja="クライアントが圧縮を求めながら、ほどいていません。",
        ),
        says(
            "byte 0x8b",
            "(0x1f 0x8b|x1f x8b|1f8b)",
            weight=11.0,
            group="said-magic",
            en="Byte 8B at position 1 is the beginning of gzip data.",
            ja="2バイト目の8Bは、gzipの始まりを表します。",
        ),
        holds(
            signs.body_is_compressed,
            weight="strong",
            en="The body is still packed.",
            ja="本文が圧縮されたままです。",
        ),
        holds(
            signs.says_gzip_but_is_not,
            weight="strong",
            en="The header announces a compression, and the body is plain text.",
            ja="ヘッダーは圧縮を示していますが、本文は普通の文字です。",
        ),
        says(
            "(incorrect header check|invalid gzip header|not in gzip format|not a gzip|unknown compression method|invalid stored block lengths|invalid distance|bad magic number|err content decoding failed|content decoding error|z data error|z buf error|zlib error|zlib.error|zlib|gunzip|gzipfile|brotli decompress*|brotlidecoder|decompression failed|decompress* error|inflate*|magic number in gzip header|not gzip)",
            "(gzip|deflate|brotli|br|zstd|compressed|content encoding) ~ (failed to decode|could not be decoded|cannot decode|not supported|unsupported|error|invalid|corrupt|unexpected|failed|mismatch)",
            "(failed|unable|cannot|could not|error) (to |)(decompress|inflate|gunzip|unzip|decompressing|inflating) ~ (gzip|response|body|content|stream|data)",
            "(failed|unable|cannot|could not|error) (to |)(decode|decoding) ~ (gzip|brotli|deflate|zstd|compressed|content encoding)",
            "unsupported content encoding",
            "(u001f|x1f|u008b|x8b)",
            "(圧縮|解凍|伸長|展開|gzip)~(失敗|エラー|でき|不正)",
            weight="decisive",
            en="The message speaks of unpacking.",
            ja="圧縮の展開についての文面です。",
        ),
        told(
            "(gzip|gzipped|compress*|content encoding|accept encoding|deflate|brotli|zstd|decompress*|binary garbage|binary rubbish|unreadable bytes)",
            "(logged|log|body|response) ~ (readable text|plain text|readable|not compressed|uncompressed)",
            "(body|answer|response) ~ (is|arrives|comes|was) (compressed|gzipped|packed)",
            "(圧縮|解凍|バイナリ)",
            weight="clear",
            en="Compression plays a part.",
            ja="圧縮が関わっています。",
        ),
        fact("behind-proxy", "hint"),
        fact("after-upgrade", "hint"),
        says(
            "(utf 8|utf8|unexpected end of file|unexpected end of input|premature end|charset)",
            weight="-clear",
            group="said-other",
            en="The end is missing, or letters are concerned.",
            ja="終わりが欠けているか、文字コードの話です。",
        ),
    ),
    remedies=(
        remedy(
            "identity",
            "safe",
            en="Ask for the answer without compression\nReading calls are repeated with Accept-Encoding: identity\nA write is looked up by reading back, not repeated",
            ja="圧縮しない応答を求める\n読み取りを、Accept-Encoding: identityを付けてやり直します\n書き込みは送り直さず、読み返して確かめます",
            actions=(act("set-header", "Accept-Encoding", "identity"), act("retry-once")),
        ),
        remedy(
            "leave-to-client",
            "person",
            en="Leave compression to the client library\nRemove a hand-written Accept-Encoding\nTell the proxy's operator to pack exactly once",
            ja="圧縮をライブラリーに任せる\n手書きのAccept-Encodingを外します\n圧縮を1回だけにするよう、プロキシの管理者に伝えます",
        ),
    ),
)

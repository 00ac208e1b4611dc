from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.proposing.forms import encoding_of
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨¤¶¼]|ã[\u0080-\u0083‚ƒ]|縺|繧|â€|å®|æ—")


def garbled_text(evidence: Evidence) -> Place | None:
    """Typical rubbish of UTF-8 read as another encoding, in either direction."""
    if _MOJIBAKE.search(evidence.got_text[:6000]):
        return Place("response.body")
    return Place("request.body") if _MOJIBAKE.search(evidence.sent_text[:6000]) else None


def bytes_in_another_encoding(evidence: Evidence) -> Place | None:
    """The answer is Shift_JIS, EUC-JP or ISO-2022-JP although JSON and modern APIs mean UTF-8."""
    response = evidence.exchange.response
    return Place("response.body") if response and response.body and encoding_of(response.body) else None


CAUSE = Cause(
    slug="format-wrong-charset",
    code="FMT09",
    possible_status=(200, 400, 422, 500, 415),
    base=-0.1,
    severity="medium",
    neighbours=(
        "format-malformed-body",
        "format-compression",
        "format-url-encoding",
        "schema-fullwidth-characters",
    ),
    signals=(
        told(
            "(accept encoding|content encoding|gzip|gzipped|brotli|deflate|compress*|zips)",
            "(圧縮|gzip)",
            weight="-strong",
            group="packed-told",
            en="Packed data are described, not letters.",
            ja="文字ではなく、圧縮データの話です。",
        ),
        says(
            "(0x1f|1f8b|id1id2|binary output|packed|decompress*)",
            weight="-strong",
            group="packed-said",
            en="Packed data are meant.",
            ja="圧縮データのことです。",
        ),
        told(
            "(ef bb bf|ff fe|fe ff|invisible bytes|three bytes|invisible character*)",
            "(hex editor|hexdump|hex dump|notepad|out file|powershell) ~ (bom|bytes|beginning|saved|size|utf|double|front)",
            "(win 125#|windows 125#|cp125#|cp 125#|latin #|ebcdic|shift jis|sjis|str conv|strconv|ansi|codepage|code page|ascii only)",
            "(arrives|shows|appears|comes|shown|displayed|becomes|turns|turn) (out |)(as|into) ~ (â|ã|ï|¿|question marks|boxes|rubbish)",
            "(curly|typographic|smart) quotes ~ (and|dashes|only|outlook|word)",
            "(plain|pure) (english|ascii|latin) ~ (accepted|work|works|fine|pass|ok)",
            "(other|foreign|special|accented|national) letters",
            weight="strong",
            en="Byte marks, code pages or letters beyond plain English are described.",
            ja="先頭の印、文字コード表、英語以外の文字について述べられています。",
        ),
        says(
            "not proper utf 8",
            "(invalid|illegal|malformed|bad|wrong|unexpected) byte (# |)(of|in|sequence|at|0x#)",
            "encoding ~ (declared but|indicate encoding)",
            "(charset reader|charsetreader)",
            "(character|token|column|field) ~ (ufeff|ÿ|ï»¿|þ|»¿)",
            "(ufeff|ï»¿|þÿ|ÿþ)",
            "(codec cant|cant encode character*|cant decode byte*|unmappable|undefined character)",
            weight=5.5,
            en="The reader names bytes that are no letters in the expected encoding.",
            ja="期待した文字コードでは文字にならないバイトだと指摘しています。",
        ),
        says(
            "byte 0x8b in position 1",
            weight="-strong",
            group="said-magic",
            en="These bytes are compressed data, not letters.",
            ja="これらのバイトは文字ではなく、圧縮されたデータです。",
        ),
        holds(
            bytes_in_another_encoding,
            weight="decisive",
            en="The bytes are not UTF-8 and read without a gap in a Japanese encoding.",
            ja="バイト列はUTF-8ではなく、日本語の別の文字コードなら最後まで読めます。",
        ),
        holds(
            signs.body_starts_with_mark,
            weight="strong",
            en="An invisible byte order mark stands at the beginning.",
            ja="先頭に見えない印(BOM)があります。",
        ),
        holds(
            garbled_text,
            weight="strong",
            en="The text shows the typical rubbish of a wrong encoding.",
            ja="文字コードの取り違えに典型的な文字化けがあります。",
        ),
        says(
            "(unicode decode error|unicode encode error|unicodedecodeerror|unicodeencodeerror|invalid start byte|invalid continuation byte|codec cant (decode|encode)|character map)",
            "(invalid|malformed|illegal|bad|non|incorrect|not valid|ill formed|unexpected) (utf 8|utf8|utf 16|unicode|byte sequence|character encoding|encoding|multibyte|surrogate)",
            "(utf 8|utf8) ~ (invalid|malformed|not valid|bom|expected|incorrectly encoded|error|only)",
            "(byte order mark|utf 8 bom|unexpected utf 8 bom|bom found)",
            "incorrect string value",
            "incompatible character encodings",
            "(character|encoding|charset) ~ (not supported|unsupported|unmappable|cannot be mapped|cannot be represented|mismatch|unknown|unrecognized)",
            "(unmappable character|unsupported charset|unsupported encoding|unknown encoding|invalid char in json text)",
            "(文字コード|エンコーディング|文字エンコード|utf 8|shift jis)~(不正|エラー|正しく|変換|対応して|サポートされて)",
            "文字化け",
            weight="decisive",
            en="The message speaks of bytes or encodings.",
            ja="バイトや文字コードについての文面です。",
        ),
        says(
            "(byte order mark|utf 8 bom|utf8 bom|utf 8 sig|bom found)",
            weight=10.0,
            group="said-mark",
            en="The message names the byte order mark.",
            ja="先頭の印(BOM)を名指ししています。",
        ),
        told(
            "(umlaut*|accent*|diacritic*|emoji*|non ascii|outside ascii|japanese (character*|text|name*)|chinese character*|cyrillic|kanji|hiragana|katakana|garbled|mojibake|shift jis|windows 1252|latin 1|latin1|iso 8859*|euc jp|cp932|utf 8|utf8|byte order mark|bom|charset|encoding)",
            "(question marks|strange characters|weird characters|wrong characters|broken characters|rubbish|replacement character*) ",
            "(looks|look|seems|appears) (right|correct|fine|ok|the same|normal|identical) in (an |the |a |)(editor|excel|notepad|text editor|browser)",
            "(saved|exported|opened) (by|from|with|in) excel",
            "first (column|field|header|character|line) ~",
            "(excel|bom)",
            "(文字化け|文字コード|絵文字|シフトjis|エクセル|半角カナ|機種依存)",
            weight="clear",
            en="Characters or encodings play a part.",
            ja="文字や文字コードが関わっています。",
        ),
        fact("non-ascii-data", "weak"),
        fact("some-records-only", "weak"),
        holds(
            signs.answer_lacks_charset,
            weight="hint",
            en="The answer names no charset.",
            ja="応答に文字コードの指定がありません。",
        ),
        holds(
            signs.body_is_compressed,
            weight="-strong",
            en="The body is compressed, not text.",
            ja="本文は文字ではなく、圧縮されたものです。",
        ),
        says(
            "(content encoding|gzip|deflate|header value|percent|url encod*|full width|url malformed)",
            weight="-clear",
            group="said-other",
            en="Compression, the address or a header is named.",
            ja="圧縮・URL・ヘッダーについての文面です。",
        ),
    ),
    remedies=(
        remedy(
            "decode-losslessly",
            "safe",
            en="Read the answer in the encoding that fits without loss\nAccepted only when turning it back yields the same bytes\nA leading byte order mark is dropped",
            ja="失うものなく読める文字コードで応答を読む\n元へ戻して同じバイトになる場合だけ採用します\n先頭のBOMは取り除きます",
            actions=(act("decode-response", "utf-8-sig"),),
        ),
        remedy(
            "send-in-documented-encoding",
            "ask",
            en="Send the body in the encoding that the vendor documents\nLetters that do not exist there are listed first",
            ja="ベンダーの定めた文字コードで送る\nそこにない文字を先に一覧で示します",
            actions=(act("transcode-body", "utf-8", "cp932"),),
        ),
        remedy(
            "export-as-utf8",
            "person",
            en="Set the other system's export to UTF-8\nExcel: save as CSV UTF-8, or let the import skip the mark\nState charset=utf-8 in the header",
            ja="相手の書き出しをUTF-8にする\nExcelでは「CSV UTF-8」で保存するか、取り込み側で先頭の印を飛ばします\nヘッダーにcharset=utf-8を付けます",
        ),
    ),
)

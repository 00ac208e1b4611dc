"""Proposals for the form of the message and the credential's spelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from enishi.doctor.engine.acting.apply import apply
from enishi.doctor.engine.action import act
from enishi.doctor.engine.remedy import Remedy, remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

JAPANESE = ("cp932", "euc_jp", "iso2022_jp")


def accept(evidence: Evidence) -> Iterator[Remedy]:
    """Ask by name for the format that we read, where we have not done so."""
    asked = evidence.sent_header("accept") or "*/*"
    if evidence.got_kind in ("xml", "html") and "json" not in asked.lower():
        yield remedy(
            "ask-for-json",
            "safe",
            en="Ask for JSON by name (Accept: application/json)\nThe request stays the same but for this header\nThe rule is kept for later calls and can be undone",
            ja="JSONを名指しで求める(Accept: application/json)\n変わるのはこのヘッダーだけです\n規則は以後の呼び出しにも使い、いつでも取り消せます",
            actions=(act("set-accept", "application/json"), act("retry-once")),
        )


def charset(evidence: Evidence) -> Iterator[Remedy]:
    """Read the answer in the one Japanese encoding in which it makes sense throughout."""
    body = (evidence.exchange.response.body if evidence.exchange.response else None) or b""
    found = encoding_of(body)
    if found:
        yield remedy(
            "read-in-charset",
            "safe",
            en=f"Read the answers as {_NAMES[found]}\nEvery character can be told; nothing is lost\nThe rule is kept for later calls and can be undone",
            ja=f"応答を{_NAMES[found]}として読む\nすべての文字を読み取れ、失われるものはありません\n規則は以後の呼び出しにも使い、いつでも取り消せます",
            actions=(act("decode-response", found), act("retry-once")),
        )


_NAMES = {"cp932": "Shift_JIS (CP932)", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}


def encoding_of(body: bytes) -> str | None:
    """The Japanese encoding of bytes that are not UTF-8; None when they are, or when none fits throughout."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "iso2022_jp" if "\x1b$" in text else None
    for name in JAPANESE:
        try:
            decoded = body.decode(name)
        except UnicodeDecodeError:
            continue
        if any(
            "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff" for character in decoded
        ):
            return name
    return None


def content_type(evidence: Evidence) -> Iterator[Remedy]:
    """Label the body as what it is."""
    real = (
        "application/json"
        if evidence.sent_json is not None
        else "application/x-www-form-urlencoded"
        if evidence.sent_form
        else ""
    )
    if real and evidence.sent_type != real:
        yield remedy(
            "label-body",
            "safe",
            en=f"Label the body as {real}\nThe body stays the same; only the Content-Type changes",
            ja=f"本文を{real}と表示する\n本文はそのままで、Content-Typeだけを変えます",
            actions=(act("set-content-type", real), act("retry-once")),
        )


def trim(evidence: Evidence) -> Iterator[Remedy]:
    """Send the credential without the blanks and quotes around it, where there are any."""
    action = act("trim-credential")
    if apply(evidence.exchange.request, action) != evidence.exchange.request:
        yield remedy(
            "trim-credential",
            "safe",
            en="Send the key without the blanks around it\nThe stored key itself is kept; only what is sent changes",
            ja="前後の空白を取り除いた鍵を送る\n保存してある鍵はそのままで、送る値だけを整えます",
            actions=(action, act("retry-once")),
        )

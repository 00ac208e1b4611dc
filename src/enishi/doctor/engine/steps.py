"""The seven steps of looking, always shown, with what was found at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.diagnosis import Step, StepName
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from enishi.doctor.engine.clue import Clue
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.weighing import Heard

TITLES: dict[StepName, Text] = {
    "message": Text("Read the error message", "エラーメッセージを読む"),
    "documentation": Text("Look it up in the vendor's documentation", "相手の資料で調べる"),
    "credentials": Text("Check the credentials", "認証情報を確かめる"),
    "format": Text("Check the form of the request", "リクエストの形を確かめる"),
    "response": Text("Look at the answer", "応答を見る"),
    "other-systems": Text("Check what lies in between", "途中の経路やほかのシステムを確かめる"),
    "what-changed": Text("Ask what changed", "何が変わったかを確かめる"),
}
_CHANGE_FACTS = (
    "worked-before",
    "after-upgrade",
    "after-vendor-change",
    "after-move",
    "after-reconnect",
    "changed-by-us",
    "works-at-first",
    "never-worked",
    "other-release-works",
)
_AROUND_FACTS = (
    "vendor-wide",
    "one-environment-only",
    "other-client-works",
    "other-accounts-work",
    "behind-proxy",
    "corporate-network",
    "in-container",
    "intermittent",
)


def steps(evidence: Evidence, clues: tuple[Clue, ...], heard: list[Heard]) -> tuple[Step, ...]:
    """What each step showed; `here` where a clue for the first cause was found."""
    by_step: dict[StepName, list[Clue]] = {}
    for clue in clues:
        if clue.weight > 0:
            by_step.setdefault(_step_of(clue), []).append(clue)
    return tuple(_step(name, by_step.get(name, []), evidence, heard) for name in TITLES)


def _step(name: StepName, clues: list[Clue], evidence: Evidence, heard: list[Heard]) -> Step:
    if name == "documentation":
        found = next((one for one in heard if one.own and one.saying.means), None) or next(
            (one for one in heard if one.saying.means), None
        )
        if found and found.saying.means:
            return Step(name, TITLES[name], found.saying.means, here=True)
    if clues:
        return Step(name, TITLES[name], max(clues, key=lambda clue: clue.weight).why, here=True)
    return Step(name, TITLES[name], _nothing(name, evidence), here=False)


def _step_of(clue: Clue) -> StepName:  # noqa: PLR0911
    part, group = clue.place.part, clue.group
    if group.startswith("fact:"):
        name = group.removeprefix("fact:")
        return "what-changed" if name in _CHANGE_FACTS else "other-systems"
    if part in ("history", "settings") or part == "context":
        return (
            "credentials" if part == "settings" else "what-changed" if part == "history" else "other-systems"
        )
    if part == "contract":
        return "documentation"
    if part in ("request.body", "request.url", "request.line"):
        return "format"
    if part == "request.header":
        return (
            "credentials"
            if "auth" in clue.place.name.lower()
            or "key" in clue.place.name.lower()
            or "token" in clue.place.name.lower()
            else "format"
        )
    if part in ("response.body", "exception"):
        return "message"
    return "response" if part.startswith("response") else "other-systems"


def _nothing(name: StepName, evidence: Evidence) -> Text:  # noqa: PLR0911
    if name == "message":
        silent = not evidence.got_text and not evidence.exception
        return (
            Text("There is no message.", "メッセージはありません。")
            if silent
            else Text("It does not name the cause.", "原因は書かれていません。")
        )
    if name == "documentation":
        return _no_documentation(evidence)
    if name == "credentials":
        return _credentials(evidence)
    if name == "format":
        sent = evidence.sent_text or evidence.url
        return (
            Text("Nothing wrong is seen.", "おかしな点は見当たりません。")
            if sent
            else Text("The request is not known.", "リクエストの内容はわかりません。")
        )
    if name == "response":
        return _response(evidence)
    if name == "other-systems":
        return Text("No sign of trouble on the way.", "経路の異常を示すものはありません。")
    return (
        Text("Nothing is known about earlier calls.", "以前の呼び出しについてはわかりません。")
        if not (evidence.history or evidence.context)
        else Text("No change is named.", "変わった点は挙げられていません。")
    )


def _no_documentation(evidence: Evidence) -> Text:
    if evidence.dialect is None:
        return Text("The vendor is not in our list.", "この相手の資料は手元にありません。")
    return Text(
        f"{evidence.dialect.name} documents no such code.",
        f"{evidence.dialect.name}の資料に当てはまるコードはありません。",
    )


def _credentials(evidence: Evidence) -> Text:
    if evidence.credential is not None:
        return Text(
            "A credential was sent; nothing wrong is seen in its form.",
            "認証情報は送られていて、形におかしな点はありません。",
        )
    if evidence.sent_headers is None:
        return Text("It is not known which credential was sent.", "どの認証情報を送ったかはわかりません。")
    return Text("No credential is seen in the request.", "リクエストに認証情報は見当たりません。")


def _response(evidence: Evidence) -> Text:
    status = evidence.status
    if status is None:
        return Text("No answer is known.", "応答は届いていないか、わかりません。")
    return Text(f"The answer has status {status}.", f"応答のステータスは{status}です。")

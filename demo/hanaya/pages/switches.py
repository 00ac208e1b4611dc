"""The list of breakages, each with its Break and Mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.hanaya.breakages.catalogue import BREAKAGES

from .markup import Html, h
from .words import WORDS

if TYPE_CHECKING:
    from demo.hanaya.breakages.desk import Desk
    from demo.hanaya.breakages.model import Breakage, Running

GROUPS = ("credentials", "places", "forms", "loads", "deliveries")


def switches(desk: Desk, lang: str) -> list[Html]:
    return [
        h(
            "section",
            h("h3", WORDS[lang][group]),
            h(
                "div",
                *(_switch(one, desk, lang) for one in BREAKAGES.values() if one.group == group),
                class_="switches",
            ),
        )
        for group in GROUPS
    ]


def _switch(breakage: Breakage, desk: Desk, lang: str) -> Html:
    words = WORDS[lang]
    running = desk.on(breakage.slug)
    return h(
        "article",
        h("div", h("h4", getattr(breakage.title, lang)), _state(words, running), class_="row"),
        h("p", getattr(breakage.simulates, lang)),
        h(
            "form",
            h("button", words["break"], data_kind="danger"),
            h(
                "button",
                words["mend"],
                formaction=f"/control/mend/{breakage.slug}?lang={lang}",
                disabled=running is None,
            ),
            h(
                "details",
                h("summary", words["details"]),
                _facts(breakage, running, desk.affected[breakage.slug], lang),
                h("div", *_fields(breakage, words), class_="row"),
            ),
            method="post",
            action=f"/control/break/{breakage.slug}?lang={lang}",
        ),
        class_="switch",
        id=breakage.slug,
        data_broken=running is not None,
    )


def _state(words: dict[str, str], running: Running | None) -> Html:
    word, state = ("on", "broken") if running else ("off", "good")
    return h("span", words[word], class_="state", data_state=state)


def _facts(breakage: Breakage, running: Running | None, affected: int, lang: str) -> Html:
    words = WORDS[lang]
    facts = [
        (words["name"], h("code", breakage.slug)),
        (words["cause"], h("code", running.cause if running else breakage.cause)),
        (words["level"], words[breakage.level]),
        (words["mended_by"], getattr(breakage.mended_by, lang)),
    ]
    if breakage.caller_side:
        facts.append((words["caller_side"], words[breakage.caller_side]))
    if affected:
        facts.append((words["affected"], words["count"].format(count=f"{affected:,}")))
    return h("dl", *(h("div", h("dt", name), h("dd", value)) for name, value in facts))


def _fields(breakage: Breakage, words: dict[str, str]) -> list[Html]:
    fields: list[Html] = []
    if breakage.variants:
        options = [h("option", name, value=name) for name in breakage.variants]
        fields.append(h("label", words["variant"], h("select", *options, name="variant")))
    for name, mode in (("calls", "numeric"), ("seconds", "decimal")):
        box = h(
            "input",
            type="number",
            name=name,
            min="1",
            step="1" if name == "calls" else "any",
            inputmode=mode,
            placeholder=words["unlimited"],
        )
        fields.append(h("label", words[name], box))
    return fields

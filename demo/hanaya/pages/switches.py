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
            *(_switch(one, desk, lang) for one in BREAKAGES.values() if one.group == group),
        )
        for group in GROUPS
    ]


def _switch(breakage: Breakage, desk: Desk, lang: str) -> Html:
    words = WORDS[lang]
    running = desk.on(breakage.slug)
    state = h(
        "span", words["on" if running else "off"], class_="state", data_state="broken" if running else "good"
    )
    return h(
        "article",
        h("div", h("h4", getattr(breakage.title, lang)), state, h("code", breakage.slug), class_="row"),
        h("p", getattr(breakage.simulates, lang)),
        _facts(breakage, running, desk.affected[breakage.slug], lang),
        h("div", _break(breakage, lang), _mend(breakage, running, lang), class_="row"),
        class_="switch",
        id=breakage.slug,
    )


def _facts(breakage: Breakage, running: Running | None, affected: int, lang: str) -> Html:
    words = WORDS[lang]
    cause = running.cause if running else breakage.cause
    facts = [
        (words["cause"], h("code", cause)),
        (words["level"], words[breakage.level]),
        (words["mended_by"], getattr(breakage.mended_by, lang)),
    ]
    if affected:
        facts.append((words["affected"], words["count"].format(count=f"{affected:,}")))
    return h("dl", *(h("div", h("dt", name), h("dd", value)) for name, value in facts))


def _break(breakage: Breakage, lang: str) -> Html:
    words = WORDS[lang]
    fields: list[Html] = []
    if breakage.variants:
        options = [h("option", name, value=name) for name in breakage.variants]
        fields.append(h("label", words["variant"], h("select", *options, name="variant")))
    for name, step in (("calls", "1"), ("seconds", "any")):
        box = h(
            "input",
            type="number",
            name=name,
            min="1",
            step=step,
            inputmode="numeric",
            placeholder=words["unlimited"],
        )
        fields.append(h("label", words[name], box))
    button = h("button", words["break"], data_kind="danger")
    return h("form", *fields, button, method="post", action=f"/control/break/{breakage.slug}?lang={lang}")


def _mend(breakage: Breakage, running: Running | None, lang: str) -> Html:
    button = h("button", WORDS[lang]["mend"], disabled=running is None)
    return h("form", button, method="post", action=f"/control/mend/{breakage.slug}?lang={lang}")

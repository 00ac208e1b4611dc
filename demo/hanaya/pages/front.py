"""The shop's page: what is happening, and the switches to break it."""

from __future__ import annotations

from datetime import timedelta, timezone
from itertools import islice
from typing import TYPE_CHECKING

from demo.hanaya import times
from demo.hanaya.breakages.catalogue import BREAKAGES
from demo.hanaya.keyring import CLIENT_ID
from demo.hanaya.records import Customer, Delivery, Order, Subscription

from .markup import Html, h
from .switches import switches
from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demo.hanaya.api.call import Ports
    from demo.hanaya.shop import Shop

JAPAN = timezone(timedelta(hours=9))
SHOWN = 6
CLASSES = {"total": "num", "time": "time"}


def page(shop: Shop, ports: Ports, lang: str) -> str:
    words = WORDS[lang]
    body = h(
        "body",
        h("a", words["skip"], class_="skip", href="#main"),
        _head(words, lang),
        h("main", *_sections(shop, ports, lang), id="main", class_="sheet"),
        h("script", src="/static/live.js", defer=True),
    )
    return "<!doctype html>\n" + h("html", _meta(words), body, lang=lang)


def _meta(words: dict[str, str]) -> Html:
    return h(
        "head",
        h("meta", charset="utf-8"),
        h("meta", name="viewport", content="width=device-width, initial-scale=1"),
        h("meta", name="color-scheme", content="light dark"),
        h("title", f"{words['title']} - {words['tagline']}"),
        h("link", rel="icon", href="/static/flower.svg"),
        h("link", rel="stylesheet", href="/static/tokens.css"),
        h("link", rel="stylesheet", href="/static/shop.css"),
    )


def _head(words: dict[str, str], lang: str) -> Html:
    other = "en" if lang == "ja" else "ja"
    return h(
        "header",
        h("p", h("strong", words["title"]), h("span", words["tagline"]), class_="brand"),
        h("a", words["other"], href=f"/?lang={other}", hreflang=other, lang=other),
        class_="top",
    )


def _sections(shop: Shop, ports: Ports, lang: str) -> list[Html]:
    words = WORDS[lang]
    return [
        h("h1", words["title"]),
        h("p", words["lead"], class_="lead"),
        _facts(shop, words),
        _orders(shop, words, lang),
        h("h2", words["breakages"]),
        h("form", h("button", words["mend_all"]), method="post", action=f"/control/mend?lang={lang}"),
        *switches(shop.desk, lang),
        _subscriptions(shop, words),
        _deliveries(shop, words),
        _calls(shop, words),
        _connect(shop, ports, lang),
    ]


def _facts(shop: Shop, words: dict[str, str]) -> Html:
    broken = [running.breakage.slug for running in shop.desk.running()]
    names = "、" if words is WORDS["ja"] else ", "
    lang = "ja" if words is WORDS["ja"] else "en"
    titles = names.join(getattr(BREAKAGES[slug].title, lang) for slug in broken)
    facts = (
        ("orders_made", f"{len(shop.store.all(Order)):,}"),
        ("customers", f"{len(shop.store.all(Customer)):,}"),
        ("acknowledged", f"{shop.ledger.webhooks['acknowledged']:,}"),
        ("pending", f"{shop.sender.pending():,}"),
        ("broken_now", titles or words["none_broken"]),
    )
    shown = [h("div", h("dt", words[name]), h("dd", value)) for name, value in facts]
    return h("dl", *shown, class_="facts", id="facts", data_broken=bool(broken))


def _orders(shop: Shop, words: dict[str, str], lang: str) -> Html:
    rows = [
        (
            order.number,
            order.customer_name,
            "、".join(f"{line.name}×{line.quantity}" for line in order.lines),
            words["yen"].format(amount=f"{order.total:,}"),
            words[order.status],
            _clock(order.created_at),
        )
        for order in sorted(shop.store.all(Order).values(), key=lambda order: order.created_at)[
            : -SHOWN - 1 : -1
        ]
    ]
    names = ("number", "customer", "goods", "total", "status", "time")
    button = h("form", h("button", words["buy"]), method="post", action=f"/control/buy?lang={lang}")
    table = _table(words, names, rows, "no_orders")
    return h("section", h("div", h("h2", words["latest_orders"]), button, class_="row"), table, id="orders")


def _subscriptions(shop: Shop, words: dict[str, str]) -> Html:
    rows = [
        (held.url, words[held.status], ", ".join(held.events))
        for held in shop.store.all(Subscription).values()
    ]
    table = _table(words, ("address", "status", "event"), rows, "no_subscriptions")
    return h("section", h("h2", words["subscriptions"]), table, id="subscriptions")


def _deliveries(shop: Shop, words: dict[str, str]) -> Html:
    held = list(islice(reversed(shop.store.all(Delivery).values()), SHOWN))
    rows = [
        (
            f"{one.event.type} {one.event.subject_id}",
            words[f"{one.status}_one"],
            str(one.attempts),
            one.answer or "-",
            _clock(one.event.timestamp),
        )
        for one in held
    ]
    table = _table(words, ("event", "status", "attempts", "answer", "time"), rows, "no_deliveries")
    return h("section", h("h2", words["latest_deliveries"]), table, id="deliveries")


def _calls(shop: Shop, words: dict[str, str]) -> Html:
    rows = [
        (f"{one['method']} {one['path']}", str(one["status"]), _clock(one["at"]))
        for one in islice(reversed(shop.ledger.recent), SHOWN)
    ]
    table = _table(words, ("call", "answer", "time"), rows, "no_calls")
    return h("section", h("h2", words["latest_calls"]), table, id="calls")


def _connect(shop: Shop, ports: Ports, lang: str) -> Html:
    words = WORDS[lang]
    values = (
        ("base_url", ports.base(moved=False)),
        ("new_host", ports.base(moved=True)),
        ("tls", f"https://localhost:{ports.tls}" if ports.tls else "-"),
        ("api_key", shop.keys.api_key),
        ("client", f"{CLIENT_ID} / {shop.keys.client_secret}"),
    )
    listed = [h("div", h("dt", words[name]), h("dd", h("code", value))) for name, value in values]
    button = h("form", h("button", words["new_key"]), method="post", action=f"/control/keys?lang={lang}")
    return h(
        "section",
        h("h2", words["connect"]),
        h("p", words["connect_lead"]),
        h("dl", *listed, class_="values"),
        button,
        id="connect",
    )


def _table(
    words: dict[str, str], names: tuple[str, ...], rows: Iterable[tuple[str, ...]], empty: str
) -> Html:
    shown = [
        h("tr", *(_cell(words, name, text) for name, text in zip(names, row, strict=True))) for row in rows
    ]
    if not shown:
        return h("p", words[empty], class_="quiet")
    head = h("tr", *(h("th", words[name], scope="col", class_=CLASSES.get(name)) for name in names))
    return h("table", h("thead", head), h("tbody", *shown))


def _cell(words: dict[str, str], name: str, text: str) -> Html:
    return h("td", text, data_label=words[name], class_=CLASSES.get(name))


def _clock(moment: str) -> str:
    return times.parse(moment).astimezone(JAPAN).strftime("%m/%d %H:%M:%S")

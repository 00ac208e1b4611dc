"""Invented content for the pattern book: every component, in every state it knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from enishi.ui.parts import (
    Block,
    Call,
    Change,
    Chart,
    Crumb,
    Empty,
    Evidence,
    Fact,
    Line,
    Moment,
    Pager,
    Piece,
    Progress,
    Remedy,
    State,
    Step,
    Sum,
    Tab,
    Tick,
)
from enishi.ui.templatetags.ui import t
from enishi.ui.text import say, word

STATES = ("person", "broken", "waiting", "good", "idle")
COLOURS = ("paper", "sheet", "well", "ink", "ink-2", "ink-3", "line-strong", "accent", "accent-tint",
           "good", "waiting", "broken", "person-fill")  # fmt: skip


class SampleForm(forms.Form):
    name = forms.CharField()
    phone = forms.CharField(required=False)
    kind = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = say(f"ui.sample.{name}")
        self.fields["name"].help_text = say("ui.sample.name_help")
        kinds: Any = self.fields["kind"]
        kinds.choices = [("all", say("ui.sample.all")), ("mine", say("ui.sample.mine"))]

    def clean_phone(self) -> str:
        raise forms.ValidationError(say("ui.sample.phone_error"))


def everything() -> dict[str, Any]:
    """The context of the pattern book."""
    return {
        "states": [State(name, word("ui.state", name)) for name in STATES],  # type: ignore[arg-type]
        "colours": COLOURS,
        "form": SampleForm({"name": "", "phone": "090-0000-000"}),
        "crumbs": [Crumb(say("ui.nav.customers"), "#"), Crumb(say("ui.catalogue.person_sample"))],
        "tabs": [
            Tab(say("ui.sample.all"), "#views", current=True, count=12480),
            Tab(say("ui.sample.mine"), "#views", count=214),
        ],
        "sums": _sums(),
        "facts": [Fact(say("ui.sample.phone"), "090-0000-0000", note=say("ui.sample.agree"))],
        "moments": _moments(),
        "pager": Pager("1–50", following="#table"),
        "empty": Empty(
            say("ui.sample.empty_title"), say("ui.sample.empty_body"), "#empty", say("ui.sample.empty_action")
        ),
        "sentence": _sentence(),
        **_story(),
        **_work(),
    }


def _sentence() -> SafeString:
    days = format_html(
        '<input name="days" value="60" inputmode="numeric" size="3" aria-label="{}">', say("ui.sample.last")
    )
    total = format_html(
        '<select name="total" aria-label="{}"><option>¥50,000</option><option>¥100,000</option></select>',
        say("ui.sample.total"),
    )
    return t("ui.sample.filter", days=days, total=total, count=214)


def _sums() -> list[Sum]:
    return [
        Sum(say("ui.sample.total"), "¥227,600", note=say("ui.sample.total_note")),
        Sum(say("ui.sample.orders"), "19", unit=say("ui.sample.orders_unit")),
        Sum(say("ui.sample.last"), "2026/11/24"),
    ]


def _moments() -> list[Moment]:
    now = timezone.now()
    return [
        Moment(
            now, "orders", say("ui.sample.head"), body=say("ui.sample.body"), href="#timeline", state="good"
        ),
        Moment(now - timedelta(hours=3), "feedback", say("ui.sample.feedback"), quote=say("ui.sample.quote")),
    ]


def _story() -> dict[str, Any]:
    return {
        "call": _call(),
        "evidence": [
            Evidence(1, say("ui.sample.evidence_1"), say("ui.sample.decisive")),
            Evidence(2, say("ui.sample.evidence_2"), say("ui.sample.supports")),
        ],
        "steps": [
            Step(say("ui.sample.step_1"), say("ui.sample.step_1_found")),
            Step(say("ui.sample.step_2"), say("ui.sample.step_2_found"), "found"),
            Step(say("ui.sample.step_3"), say("ui.sample.step_3_found"), "skipped"),
        ],
        "remedies": _remedies(),
    }


def _call() -> Call:
    sent = Block(
        say("ui.sample.request"),
        (
            Line(">", (Piece("GET /v2/orders/H-20451 HTTP/1.1"),)),
            Line(
                ">",
                (
                    Piece("Authorization:", "key"),
                    Piece(" "),
                    Piece("Bearer ensh…", "mark", (1,)),
                    Piece("*****", "redacted"),
                ),
            ),
        ),
    )
    came = Block(
        say("ui.sample.response"),
        (
            Line("<", (Piece("HTTP/1.1 401 Unauthorized"),)),
            Line("<", (Piece('{"code": '), Piece('"token_expired"', "mark", (2,)), Piece("}"))),
            Line("", (Piece(" " * 11), Piece(f"^^^^^^^^^^^^^^^ {say('ui.sample.says')}", "says"))),
        ),
    )
    return Call("GET /v2/orders/H-20451", ("花屋はな", "86 ms"), (sent, came), "s", State("broken", "401"))


def _remedies() -> list[Remedy]:
    steps = (say("ui.sample.remedy_person_1"), say("ui.sample.remedy_person_2"))
    changes = (Change(" ", "order:"), Change("-", "  name: customer_name"), Change("+", "  name: buyer_name"))
    return [
        Remedy(
            State("good", say("ui.sample.done")),
            say("ui.sample.remedy_auto"),
            say("ui.sample.remedy_auto_body"),
            at=timezone.now(),
        ),
        Remedy(State("person", say("ui.sample.ask")), say("ui.sample.remedy_ask"), changes=changes),
        Remedy(State("person", say("ui.sample.person")), say("ui.sample.remedy_person"), steps=steps),
    ]


def _work() -> dict[str, Any]:
    held = (0, 2, 5, 9, 14, 19, 23, 28, 33, 38, 42, 42, 0, 0, 0)
    ticks = tuple(Tick(i / 4, f"{2 + i:02}:00") for i in range(5))
    return {
        "running": Progress(
            say("ui.sample.replay"), 31, 42, say("ui.sample.replay_text"), say("ui.sample.replay_note")
        ),
        "chart": Chart(say("ui.sample.chart"), say("ui.sample.chart_summary"), held, ticks),
        "spark": (1.0, 1.0, 0.98, 1.0, 0.7, 0.2, None, 0.9, 1.0, 1.0),
        "quotas": (31, 88, 100),
    }

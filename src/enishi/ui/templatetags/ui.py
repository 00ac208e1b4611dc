"""The language of our templates: texts, icons, states, times, money, and the frame around a page."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from enishi.kernel import strings
from enishi.platform import context as carried
from enishi.ui import draw, styles
from enishi.ui import format as shown
from enishi.ui import nav as navigation
from enishi.ui.icons import GLYPHS, ICONS
from enishi.ui.pages import UNDO
from enishi.ui.text import language, word

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.forms import BoundField
    from django.http import HttpRequest

    from enishi.ui.parts import Block, Chart, StateName

register = template.Library()


class _Escaping(Formatter):
    """Escapes every value but those already safe, after its format was applied."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        done = value if isinstance(value, SafeString) else super().format_field(value, format_spec)
        return conditional_escape(done)


_escaping = _Escaping()


@register.simple_tag
def t(key: str, **values: Any) -> SafeString:
    """A text of the tables; values are escaped unless they are safe already."""
    pattern = conditional_escape(strings.pattern(key, language(), values.get("count")))
    return mark_safe(strings.fill(pattern, key, values, _escaping))  # noqa: S308 - pattern and values are escaped


@register.simple_tag(name="word")
def word_tag(group: str, name: str) -> str:
    """The word of a state or kind."""
    return word(group, name)


@register.simple_tag(name="language")
def language_tag() -> str:
    return language()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decoration beside a word: never the only carrier of meaning."""
    lead = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">'
    return mark_safe(f"{lead}{ICONS[name]}</svg>")  # noqa: S308 - constants


@register.simple_tag
def glyph(name: StateName) -> SafeString:
    """The shape of a state."""
    return format_html(
        '<svg class="glyph" data-state="{}" viewBox="0 0 16 16" fill-rule="evenodd" aria-hidden="true">{}</svg>',
        name,
        mark_safe(GLYPHS[name]),  # noqa: S308 - a constant
    )


@register.simple_tag
def state(name: StateName, text: str, *, badge: bool = False) -> SafeString:
    """A state: shape, word and colour."""
    kind = "badge state" if badge else "state"
    return format_html('<span class="{}" data-state="{}">{}{}</span>', kind, name, glyph(name), text)


@register.simple_tag
def mark() -> SafeString:
    """The sign of Enishi: two open rings that hold each other."""
    return mark_safe(
        '<svg class="mark" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"'
        ' aria-hidden="true"><path d="M13.8 7.2A6 6 0 1 0 14.4 12c0-1.2-.3-2.2-.8-3"/>'
        '<path d="M10.2 16.8A6 6 0 1 0 9.6 12c0 1.2.3 2.2.8 3"/></svg>'
    )


@register.simple_tag
def ago(value: datetime | None) -> SafeString | str:
    """How long ago, with the exact time on hover and for machines."""
    if value is None:
        return "—"
    return _time(value, shown.relative(value, language(), timezone.now()))


@register.simple_tag
def at(value: datetime | None) -> SafeString | str:
    """The shortest exact time: the clock today, else the day with the clock."""
    if value is None:
        return "—"
    return _time(value, shown.moment(timezone.localtime(value), language(), timezone.localtime()))


@register.simple_tag
def clock(value: datetime) -> SafeString:
    """Hour and minute; the list around it names the day."""
    return _time(value, shown.clock(timezone.localtime(value)))


@register.simple_tag
def second(value: datetime) -> SafeString:
    """The clock down to the second, where an engineer compares."""
    return _time(value, f"{timezone.localtime(value):%H:%M:%S}")


@register.filter
def day(value: date) -> str:
    """A day with its weekday; the year only when it is another one."""
    return shown.day(value, language(), timezone.localdate(), weekday=True)


@register.filter
def short_day(value: date) -> str:
    return shown.day(value, language(), timezone.localdate())


@register.filter
def number(value: float | None) -> str:
    return "—" if value is None else shown.number(value)


@register.filter
def money(minor: int, currency: str) -> str:
    return shown.money(minor, currency)


@register.filter
def phone(e164: str) -> str:
    return shown.phone(e164, language())


@register.filter
def marked_optional(field: BoundField) -> bool:
    """Whether to say that a field may stay empty: only where others of the form may not."""
    if field.field.required or field.widget_type == "checkbox":
        return False
    return any(other.required for other in field.form.fields.values())


@register.simple_tag
def address(parts: dict[str, str]) -> SafeString:
    """An address on its lines, in the reader's order."""
    return draw.joined(shown.address(parts, language()), mark_safe("<br>"))


@register.simple_tag
def call_text(block: Block, group: str) -> SafeString:
    return draw.call_text(block, group)


@register.simple_tag
def spark(values: tuple[float | None, ...]) -> SafeString:
    return draw.spark(values)


@register.simple_tag
def chart(drawing: Chart) -> SafeString:
    return draw.chart(drawing)


@register.simple_tag
def stylesheet_url() -> str:
    sheet = styles.build() if settings.DEBUG else styles.stylesheet()
    return reverse("ui:style", args=[sheet.name])


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """What the reader chose: "light", "dark", or empty for the system's own."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("enishi_theme", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""


@register.simple_tag(takes_context=True)
def request_id(context: template.Context) -> str:
    """The number under which this request stands in the log; empty outside of one."""
    request: HttpRequest | None = context.get("request")
    return carried.request_id(request) if request else ""


@register.inclusion_tag("ui/_nav.html", takes_context=True)
def nav(context: template.Context, here: str = "") -> dict[str, Any]:
    request: HttpRequest = context["request"]
    return {
        "groups": navigation.groups(request, here=here),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def waiting(context: template.Context) -> int:
    """How many things wait for a person, for the menu's button on a phone."""
    return navigation.waiting(context["request"])


@register.inclusion_tag("ui/_toasts.html", takes_context=True)
def toasts(context: template.Context) -> dict[str, Any]:
    """What the last act did, with the way back where there is one."""
    said = []
    for message in get_messages(context["request"]):
        tags = message.extra_tags or ""
        undo = tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
        said.append({"text": message.message, "undo": undo, "level": message.level_tag})
    return {"toasts": said, "csrf_token": context.get("csrf_token")}


def _time(value: datetime, text: str) -> SafeString:
    exact = shown.exact(timezone.localtime(value), language())
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, text)

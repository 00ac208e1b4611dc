"""The form of a connector, made from its manifest; a stored secret is never shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from enishi.ui.text import language, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enishi.hub.connections.models import Connection
    from enishi.hub.sdk.manifest import Manifest, Setting
    from enishi.kernel.errors import EnishiError

SECRET = "secret:"  # noqa: S105 - a prefix of field names
SETTING = "setting:"


class ConnectorForm(forms.Form):
    """Name, settings and secrets of one connection.

    With `stored`, an empty secret keeps what is there.
    """

    name = forms.CharField(max_length=200)

    def __init__(self, described: Manifest, data: Any = None, *, stored: Connection | None = None) -> None:
        super().__init__(data)
        lang = language()
        self.described, self.stored = described, stored
        values: Mapping[str, Any] = stored.settings if stored else {}
        self.fields["name"].label = say("hub.form.name")
        self.fields["name"].initial = stored.name if stored else described.name.in_(lang)
        for item in described.settings:
            self.fields[SETTING + item.name] = _field(item, lang, values.get(item.name, item.default))
        kept = set(stored.secrets) if stored else set()
        for item in described.secrets:
            self.fields[SECRET + item.name] = _secret(item, lang, kept=item.name in kept)

    def settings(self) -> dict[str, Any]:
        return self._part(SETTING)

    def secrets(self) -> dict[str, Any]:
        """What was entered; of a stored connection only what is new."""
        return self._part(SECRET)

    def refuse(self, error: EnishiError) -> None:
        """Show each reason at its field."""
        for reason in error.errors:
            prefix = SECRET if reason.pointer.startswith("/secrets/") else SETTING
            name = prefix + reason.pointer.rpartition("/")[2]
            self.add_error(name if name in self.fields else None, reason.why)
        if not error.errors:
            self.add_error(None, error.detail)

    def _part(self, prefix: str) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name.startswith(prefix)}
        return {name.removeprefix(prefix): value for name, value in given.items() if value not in ("", None)}


def _field(item: Setting, lang: str, value: Any) -> forms.Field:
    common: dict[str, Any] = {
        "label": item.label.in_(lang),
        "help_text": item.help.in_(lang),
        "required": item.required,
        "initial": value,
    }
    if item.kind == "choice":
        return forms.ChoiceField(choices=[(choice, choice) for choice in item.choices], **common)
    kind = "url" if item.kind == "url" else "text"
    return forms.CharField(
        max_length=2000, widget=forms.TextInput(attrs={"inputmode": kind, "autocomplete": "off"}), **common
    )


def _secret(item: Setting, lang: str, *, kept: bool) -> forms.Field:
    hint = say("hub.form.kept") if kept else ""
    attrs = {"autocomplete": "off", "spellcheck": "false", "placeholder": hint}
    return forms.CharField(
        label=item.label.in_(lang),
        help_text=item.help.in_(lang),
        required=item.required and not kept,
        strip=False,
        max_length=8000,
        widget=forms.PasswordInput(attrs=attrs),
    )

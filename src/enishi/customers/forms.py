"""Forms of the record page, a section each, and their way to and from a customer's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils import timezone

from enishi.kernel import clock
from enishi.ui.format import phone
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from enishi.customers.records import Record
    from enishi.customers.rules import CustomerFields
    from enishi.kernel.errors import EnishiError

CHANNELS = ("email", "sms")
NAMES = ("family_name", "given_name", "family_kana", "given_kana")
PLACE = ("postal_code", "region", "city", "street", "building")


class SectionForm(forms.Form):
    """A part of a customer. Fields take label and help from the tables by their name."""

    places: ClassVar[dict[str, str]] = {}  # first word of an error's pointer: field that shows it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = say(f"customers.field.{name}")
            field.widget.attrs.setdefault("autocomplete", "off")

    @classmethod
    def initial_of(cls, record: Record) -> dict[str, Any]:
        """What stands in the form before it is edited."""
        return {name: getattr(record, name) for name in cls.base_fields}

    def fields_given(self) -> CustomerFields:
        """What was entered, as fields of a customer."""
        return cast("CustomerFields", dict(self.cleaned_data))

    def before(self, record: Record) -> dict[str, Any]:
        """The same fields as they were, to undo the edit."""
        return {name: getattr(record, name) for name in self.base_fields}

    def refuse(self, error: EnishiError) -> None:
        """Show each reason at its field, others above the form."""
        for reason in error.errors:
            place = self.places.get(reason.pointer.split("/")[1])
            hint = (
                f"{reason.why}{say('customers.such_as', example=reason.expected)}"
                if reason.expected
                else reason.why
            )
            self.add_error(place, hint)
        if not error.errors:
            self.add_error(None, error.detail)


class NameForm(SectionForm):
    family_name = forms.CharField(max_length=100, required=False)
    given_name = forms.CharField(max_length=100, required=False)
    family_kana = forms.CharField(max_length=100, required=False)
    given_kana = forms.CharField(max_length=100, required=False)
    company = forms.CharField(max_length=200, required=False)


class ContactForm(SectionForm):
    """The main e-mail, phone and address; further ones stay as they are."""

    email = forms.CharField(max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    postal_code = forms.CharField(max_length=20, required=False)
    region = forms.CharField(max_length=100, required=False)
    city = forms.CharField(max_length=200, required=False)
    street = forms.CharField(max_length=300, required=False)
    building = forms.CharField(max_length=300, required=False)
    places: ClassVar[dict[str, str]] = {"emails": "email", "phones": "phone"}

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record

    @classmethod
    def initial_of(cls, record: Record) -> dict[str, Any]:
        main = record.addresses[0].parts() if record.addresses else {}
        return {
            "email": record.emails[0].address if record.emails else "",
            "phone": phone(record.phones[0].number, language()) if record.phones else "",
            **{name: main.get(name, "") for name in PLACE},
        }

    def fields_given(self) -> CustomerFields:
        given = self.cleaned_data
        place = {name: given[name] for name in PLACE}
        return {
            "emails": _main({"address": given["email"]}, self._now("emails"), "address"),
            "phones": _main({"number": given["phone"]}, self._now("phones"), "number"),
            "addresses": _main(place, self._now("addresses"), *PLACE),
        }

    def before(self, record: Record) -> dict[str, Any]:
        kept = ("emails", "phones", "addresses")
        return {name: _plain(name, getattr(record, name)) for name in kept}

    def _now(self, name: str) -> list[dict[str, Any]]:
        return _plain(name, getattr(self.record, name)) if self.record else []


class ConsentForm(SectionForm):
    """News by e-mail and by SMS; withdrawing is kept beside giving, nothing is overwritten."""

    email = forms.BooleanField(required=False)
    sms = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel in CHANNELS:
            self.fields[channel].label = say(f"customers.consent.{channel}")

    @classmethod
    def initial_of(cls, record: Record) -> dict[str, Any]:
        return {channel: bool((said := record.agreed(channel)) and said.granted) for channel in CHANNELS}

    def fields_given(self) -> CustomerFields:
        changed = [channel for channel in CHANNELS if channel in self.changed_data]
        return {"consents": [_consent(channel, granted=self.cleaned_data[channel]) for channel in changed]}

    def before(self, record: Record) -> dict[str, Any]:
        was = self.initial_of(record)
        return {
            "consents": [
                _consent(channel, granted=was[channel])
                for channel in CHANNELS
                if channel in self.changed_data
            ]
        }


class NoteForm(SectionForm):
    note = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class NewForm(NameForm):
    """What one knows of a new customer."""

    email = forms.CharField(max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    note = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    places: ClassVar[dict[str, str]] = {"emails": "email", "phones": "phone"}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not any(given.get(name) for name in ("family_name", "given_name", "company", "email")):
            raise forms.ValidationError(say("customers.name_needed"))
        return given

    def fields_given(self) -> CustomerFields:
        given = self.cleaned_data
        fields: dict[str, Any] = {name: given[name] for name in (*NAMES, "company", "note")}
        fields["emails"] = [{"address": given["email"]}] if given["email"] else []
        fields["phones"] = [{"number": given["phone"]}] if given["phone"] else []
        return cast("CustomerFields", fields)


FORMS: dict[str, type[SectionForm]] = {
    "name": NameForm,
    "contact": ContactForm,
    "consent": ConsentForm,
    "note": NoteForm,
}


def _main(value: dict[str, str], now: list[dict[str, Any]], *keys: str) -> list[Any]:
    """The list with its first entry replaced; an emptied one is taken off."""
    rest = now[1:]
    if not any(value.get(key) for key in keys):
        return rest
    return [{**(now[0] if now else {}), **value}, *rest]


def _plain(name: str, items: list[Any]) -> list[dict[str, Any]]:
    if name == "addresses":
        return [item.parts() for item in items]
    key = "address" if name == "emails" else "number"
    return [{key: getattr(item, key), "label": item.label} for item in items]


def _consent(channel: str, *, granted: bool) -> Any:
    today = timezone.localtime(clock.now()).date().isoformat()
    return {"channel": channel, "granted": granted, "source": say("customers.consent.source", date=today)}


def form_of(section: str, record: Record, data: Any = None) -> SectionForm:
    """The form of one section, filled from the record and bound to `data` when there is any."""
    kind = FORMS[section]
    more = {"record": record} if kind is ContactForm else {}
    return kind(data, initial=kind.initial_of(record), **more)

"""The page behind a sign-in link: choose a password and be signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from enishi.kernel.errors import EnishiError
from enishi.kernel.strings import t
from enishi.platform import context, language
from enishi.platform.accounts import people
from enishi.platform.audit import Actor

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from enishi.platform.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class EnterForm(forms.Form):
    """Name, address (the first keeper only) and a password."""

    name = forms.CharField(max_length=200, required=False)
    email = forms.EmailField()
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        lang = language.current()
        for name, field in self.fields.items():
            field.label = t(f"platform.enter.{name}", lang)
        self.fields["name"].initial = person.name
        if not people.nameless(person):
            self.fields["email"].initial = person.email
            self.fields["email"].disabled = True

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, link: str) -> HttpResponse:
    """Looking at the page does not use the link up: mail scanners and previews look too."""
    person = people.behind(link)
    if person is None:
        return render(request, "accounts/link_gone.html", status=410)
    form = EnterForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        answer = _enter(request, link, form)
        if answer is not None:
            return answer
    status = 422 if form.is_bound else 200
    return render(request, "accounts/enter.html", {"form": form}, status=status)


def _enter(request: HttpRequest, link: str, form: EnterForm) -> HttpResponse | None:
    who = Actor(
        kind="user",
        id=form.cleaned_data["email"],
        request_id=context.request_id(request),
        address=context.address(request),
    )
    try:
        user = people.enter(link, actor=who, **form.cleaned_data)
    except EnishiError as refused:
        form.add_error(None, refused.detail)
        return None
    login(request, user, backend=BACKEND)
    return redirect("/")

"""Every page and endpoint of the installation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from enishi.platform.api.site import api, unknown_address

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    re_path("^api/", unknown_address),
    path("account/", include("allauth.urls")),
    path("ui/", include("enishi.ui.urls")),
]

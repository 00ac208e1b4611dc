from __future__ import annotations

from django.urls import path

from enishi.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("style-<str:name>.css", views.style, name="style"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
]

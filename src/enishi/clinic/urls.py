from __future__ import annotations

from django.urls import include, path

app_name = "clinic"
urlpatterns = [
    path("explain/", include("enishi.clinic.explain.urls")),
]

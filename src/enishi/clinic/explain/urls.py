from __future__ import annotations

from django.urls import path

from enishi.clinic.explain import causes, views

urlpatterns = [
    path("", views.explain, name="explain"),
    path("causes", causes.listing, name="causes"),
    path("<str:what>", causes.show, name="cause"),
]

from __future__ import annotations

from django.urls import include, path

from enishi.clinic.pages import deeds, listing, views

app_name = "clinic"
urlpatterns = [
    path("explain/", include("enishi.clinic.explain.urls")),
    path("incidents/", listing.listing, name="incidents"),
    path("incidents/<str:incident_id>/", views.show, name="incident"),
    path("incidents/<str:incident_id>/approve", deeds.approve, name="approve"),
    path("incidents/<str:incident_id>/verify", deeds.verify, name="verify"),
    path("incidents/<str:incident_id>/undo", deeds.undo, name="undo"),
    path("incidents/<str:incident_id>/dismiss", deeds.dismiss, name="dismiss"),
    path("incidents/<str:incident_id>/note", deeds.note, name="note"),
]

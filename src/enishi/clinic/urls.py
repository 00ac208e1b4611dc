from __future__ import annotations

from django.urls import include, path

from enishi.clinic.pages import views

app_name = "clinic"
urlpatterns = [
    path("explain/", include("enishi.clinic.explain.urls")),
    path("incidents/", views.listing, name="incidents"),
    path("incidents/<str:incident_id>/", views.show, name="incident"),
    path("incidents/<str:incident_id>/approve", views.approve, name="approve"),
    path("incidents/<str:incident_id>/verify", views.verify, name="verify"),
    path("incidents/<str:incident_id>/undo", views.undo, name="undo"),
    path("incidents/<str:incident_id>/dismiss", views.dismiss, name="dismiss"),
]

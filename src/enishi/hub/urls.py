from __future__ import annotations

from django.urls import path

from enishi.hub.pages import connecting, exchange, listing, record

app_name = "hub"
urlpatterns = [
    path("connections/", listing.show, name="connections"),
    path("connections/new", connecting.choose, name="connect"),
    path("connections/new/<slug:connector>", connecting.enter, name="enter"),
    path("connections/<str:connection_id>/", record.show, name="connection"),
    path("connections/<str:connection_id>/check", connecting.check, name="check"),
    path("connections/<str:connection_id>/begin", connecting.begin, name="begin"),
    path("connections/<str:connection_id>/edit", record.edit, name="edit"),
    path("connections/<str:connection_id>/pause", record.pause, name="pause"),
    path("connections/<str:connection_id>/resume", record.resume, name="resume"),
    path("connections/<str:connection_id>/replay", record.replay, name="replay"),
    path("connections/<str:connection_id>/undo/<int:change_id>", record.undo, name="undo"),
    path("exchanges/<str:exchange_id>/", exchange.show, name="exchange"),
]

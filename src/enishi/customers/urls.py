from __future__ import annotations

from django.urls import path

from enishi.customers.views import changing, listing, record

app_name = "customers"
urlpatterns = [
    path("", listing.show, name="list"),
    path("new", changing.new, name="new"),
    path("remove", changing.remove, name="remove"),
    path("restore", changing.restore, name="restore"),
    path("<str:customer_id>/", record.show, name="show"),
    path("<str:customer_id>/edit/<str:section>", changing.edit, name="edit"),
    path("<str:customer_id>/undo/<str:before>", changing.undo, name="undo"),
]

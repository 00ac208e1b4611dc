from __future__ import annotations

from django.urls import path

from enishi.orders import views

app_name = "orders"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<str:order_id>/", views.show, name="show"),
]

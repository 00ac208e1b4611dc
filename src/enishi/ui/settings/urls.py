from __future__ import annotations

from django.urls import path

from enishi.ui.settings import in_force, keys, me, people

app_name = "settings"
urlpatterns = [
    path("", me.show, name="home"),
    path("name", me.rename, name="rename"),
    path("keys/", keys.listing, name="keys"),
    path("keys/<str:key_id>/revoke", keys.revoke, name="revoke_key"),
    path("people/", people.listing, name="people"),
    path("people/<int:user_id>/role", people.set_role, name="set_role"),
    path("people/<int:user_id>/active", people.set_active, name="set_active"),
    path("in-force", in_force.show, name="in_force"),
]
